"""What an answering function works with, and how an answer is put together (答复的共同部分)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from search.answers import Answer, NamedTarget, NamedUnit
from search.hits import Hit
from search.knowledge import Knowledge, Piece
from search.relations import Relations
from search.relevance import FLOOR, NEAR
from search.reorder import reordered
from search.retrieve import Retriever
from search.scope import Scope
from search.understand import Question

MANY = 60  # clauses looked at
EVIDENCE = 10  # clauses shown with an answer
Links = Callable[[Iterable[str]], Relations]
"""What some documents cite and derive from."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What an answering function works with."""

    question: Question
    scope: Scope
    knowledge: Knowledge
    retriever: Retriever
    links: Links
    home: str | None = None  # code of the place that is asked about where a question names none

    @property
    def zh(self) -> bool:
        return self.question.language == "zh"

    def say(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    @property
    def where(self) -> tuple[str, str]:
        """Of which places nothing is said, where the question names any: 丙山县的, " of 丙山县"."""
        names = "、".join(self.scope.names)
        return (f"{names}的", f" of {names}") if names else ("", "")

    def place_name(self, piece: Piece) -> str:
        return self.knowledge.place_name(piece.document)

    def found(self, k: int = MANY) -> list[Hit]:
        """The clauses closest to the question within what it is about, as search ranks them."""
        return self.retriever.rank(self.question, self.scope.clauses, k)

    def hits(self, k: int = MANY) -> list[Hit]:
        """The same put in order once more."""
        return reordered(self.found(k), self.question, self.knowledge)

    def relevant(
        self, hits: Sequence[Hit], pointed: Sequence[Hit] = (), *, share: float = NEAR, floor: float = FLOOR
    ) -> list[Hit]:
        """Those of the hits that are on the matter: none unless what search itself ranks first is on it."""
        choose = partial(self.retriever.relevant, question=self.question, share=share, floor=floor)
        first = choose(once([*pointed, *self.found()]))
        return (choose(hits) or first) if first else []


def nothing(desk: Desk, zh: str, en: str, *, hits: Sequence[Hit]) -> Answer:
    """The answer that nothing answers, with the reason and with what came closest."""
    return Answer(
        question=desk.question.text,
        intent=desk.question.intent,
        answered=False,
        text=desk.say(zh, en),
        evidence=desk.retriever.evidence(hits[:EVIDENCE], desk.question),
    )


def given(
    desk: Desk,
    text: str,
    hits: Sequence[Hit],
    *,
    units: Sequence[NamedUnit] = (),
    targets: Sequence[NamedTarget] = (),
    clauses: Sequence[str] = (),
) -> Answer:
    """The answer of these facts; `hits` in the order in which they are shown."""
    return Answer(
        question=desk.question.text,
        intent=desk.question.intent,
        answered=True,
        text=text,
        units=tuple(units),
        targets=tuple(targets),
        clauses=tuple(clauses),
        evidence=desk.retriever.evidence(hits[:EVIDENCE], desk.question),
    )


def lift(hits: Sequence[Hit], first: Sequence[str]) -> list[Hit]:
    """The hits with the clauses that answer in front, both parts in their old order."""
    front = set(first)
    return [h for h in hits if h.clause in front] + [h for h in hits if h.clause not in front]


def once(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without those of clauses that came before."""
    seen: dict[str, Hit] = {}
    for hit in hits:
        seen.setdefault(hit.clause, hit)
    return list(seen.values())
