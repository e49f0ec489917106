"""Whose part of a clause's running text a question asks for (文中分述): the bodies of the sentence that it speaks of.

An article or a paragraph on who does what gives each body a sentence: 市财政局负责资金管理。市审计局负责监督. Asked who
manages the funds, the first is meant. What a sentence says before it names anybody (证书由…制发) belongs to each of its
bodies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.compose import SEVERAL
from kg.submitted import DECIDES
from kg.view import normal
from search.knowledge import Duty
from search.words import Subject, coverage, phrasing

_WORDING, _MEANING = 0.7, 0.3
_NEAR = 0.85  # sentences, and bodies within one, whose score is at least this share of the best one's are meant too
_FAR = 0.05  # cosines of sentences that differ by less differ by chance
SHARED_OUT = 4  # sentences with bodies of their own that share a clause out
_SENTENCE = re.compile(r"[^。；;！？\n]+")
_OPENING = 8  # characters of an action by which its sentence is known
_HELPS = re.compile(r"会同：|(?:积极|主动|要|应|共同)*(?:配合|协助|协同|参与|参加|支持)")
_BESIDE = "会同："
# What a question asks of one who decides, and what an action says of that.
_DECISIONS = tuple(
    (re.compile(asked), re.compile(said))
    for asked, said in (
        (r"审批|批准|核准|审定|谁批|哪[^？，]{0,6}批|\bapprov", "审批|批准|核准|审定"),
        (r"审核|审查|复核|核定|\b(?:review|examin|vet)", "审核|审查|复核|核定"),
        (r"认定|\b(?:recogni|accredit)", "认定"),
        (r"备案|\b(?:filed?|filing|put on record)\b", "备案"),
        (r"报(?:给|到|送|请)?(?:谁|哪)|\bsubmitted to\b", "报：|上报"),
    )
)


@dataclass(frozen=True, slots=True)
class Told:
    """A duty in running text, its sentence, and what that says of this body: what stands in front, and its action."""

    duty: Duty
    sentence: str
    said: str
    helps: bool  # 配合…: what the body before it does


def actions(duty: Duty) -> list[str]:
    """What a duty in running text makes its body do, sentence by sentence."""
    return (duty.action or "").split(SEVERAL)


def decides(action: str | None) -> bool:
    """Whether all that a clause says of a body is that it decides on what goes to it: 报市发展改革委审批."""
    return action is not None and all(part.startswith(DECIDES) for part in action.split(SEVERAL))


def decision_asked(question: str, told: Sequence[Duty]) -> list[Duty]:
    """Of a clause's duties those that take the decision which a question asks about: 方案由谁审批.

    Nothing where nobody decides on what goes to him.
    """
    kinds = [said for asked, said in _DECISIONS if asked.search(question.lower())]
    meant = [d for d in told if any(said.search(part[:_OPENING]) for said in kinds for part in actions(d))]
    return meant if any(decides(d.action) for d in meant) else []


def told_of(text: str, duties: Sequence[Duty]) -> list[Told]:
    """The duties of a clause's running text, each with what is said of it."""
    sentences = [match.group() for match in _SENTENCE.finditer(normal(text))]
    names = [_squeezed(duty.mention) for duty in duties]
    found: list[Told] = []
    for duty, name, done in ((d, n, a) for d, n in zip(duties, names, strict=True) for a in actions(d)):
        action = done.removeprefix(_BESIDE).removeprefix(DECIDES)
        holding = [s for s in sentences if name in _squeezed(s)]
        opening = _squeezed(action)[:_OPENING]
        sentence = next((s for s in holding if opening in _squeezed(s)), holding[0] if holding else action)
        plain = _squeezed(sentence)
        front = plain[: min((at for own in names if (at := plain.find(own)) >= 0), default=0)]
        found.append(Told(duty, sentence, f"{front}，{action}", _HELPS.match(done) is not None))
    return found


def closest(told: Sequence[Told], subject: Subject, similar: Callable[[Sequence[str]], Sequence[float]]) -> list[Duty]:
    """The duties of the sentences that the subject is closest to, and of those in them that do what is asked about.

    `similar` gives the cosines of the question to texts.
    """
    sentences = list(dict.fromkeys(one.sentence for one in told))
    kept = set(sentences)
    if len(sentences) > 1:
        worded = [_worded(subject, sentence) for sentence in sentences]
        cosines = similar(sentences)
        low, wide = min(cosines), max(max(cosines) - min(cosines), _FAR)
        scores = [
            subject.trust * _WORDING * said + _MEANING * (cosine - low) / wide
            for said, cosine in zip(worded, cosines, strict=True)
        ]
        kept = {s for s, score in zip(sentences, scores, strict=True) if score >= _NEAR * max(scores)}
        for before, sentence in pairwise(sentences):  # 甲局负责此事。乙公司配合。
            if before in kept and all(one.helps for one in told if one.sentence == sentence):
                kept = kept | {sentence}
    found = [duty for sentence in sentences if sentence in kept for duty in _doing(told, sentence, subject)]
    return list(dict.fromkeys(found))


def _doing(told: Sequence[Told], sentence: str, subject: Subject) -> list[Duty]:
    """The bodies of one sentence that do what is asked about, with those that only help the one before them."""
    own = sorted((one for one in told if one.sentence == sentence), key=lambda one: one.duty.start)
    shares = [coverage(subject.words, normal(one.said).lower())[1] for one in own]
    found: list[Duty] = []
    taken: bool | None = None  # whether the last body that does something of its own is meant
    for one, share in zip(own, shares, strict=True):
        if taken is None or not one.helps:
            taken = share >= _NEAR * max(shares)
        if taken:
            found.append(one.duty)
    return found


def _worded(subject: Subject, text: str) -> float:
    plain = normal(text).lower()
    return 0.7 * coverage(subject.words, plain)[1] + 0.3 * phrasing(subject.runs, plain)


def _squeezed(text: str) -> str:
    return "".join(normal(text).split())
