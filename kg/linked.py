"""What linking needs to know of a document, and the keys under which a store finds the documents that may be linked.

A document `offers` keys for what it is (number, title, theme at its place) and `wants` keys for what it looks for (what
it cites, its theme at the places above). Two documents can only be linked when one wants a key that the other offers,
so that linking a new document costs what shares its keys, not the corpus.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.docnumber import number_of
from kg.places import NATION, Gazetteer
from kg.records import Citation, Document, Level
from kg.titles import Title, squash, take_apart

_OPENING = 1200  # characters of an untitled document's text that may tell which one it is
_CALLS_ITSELF = re.compile(
    r"(?:本|[以如]下)(?P<what>(?:实施|操作)细则|细则|政策措施|若干措施|若干政策|政策|措施|实施方案|行动方案|工作方案|方案"
    r"|指导意见|实施意见|意见|管理办法|实施办法|办法|行动计划|计划|规划|规定|条例|要点)"
)
_OF_THE_NATION = re.compile(
    r"国务院|国家|中共中央|中央|中办|国办|全国|(?![省市县区州旗盟])[一-鿿]{2,12}(?<!宣传)(?<!组织)部(?:等|办公厅|、|$)"
)
_LEVEL_SIGN: dict[str, Level] = {
    "省": "province",
    "市": "city",
    "州": "city",
    "盟": "city",
    "区": "county",
    "县": "county",
    "旗": "county",
}
SHORTEST_THEME = 4  # characters; a shorter theme tells no document


@dataclass(frozen=True, slots=True)
class LinkedDocument:
    """A document as linking sees it (关联摘要); cheap to keep in a store, see `to_summary`."""

    id: str
    title: str | None = None
    notice_title: str | None = None
    doc_number: str | None = None
    issuers: tuple[str, ...] = ()
    issued_on: str | None = None
    place: str | None = None
    level: Level | None = None
    citations: tuple[Citation, ...] = ()  # none of the document itself
    calls_itself: str | None = None  # 政策 of 本政策, where no title is printed
    opening: str = ""  # the first words of a text without a title


def linked(document: Document) -> LinkedDocument:
    """Returns what linking needs to know of a document."""
    head = document.head
    calls, opening = None, ""
    if head.title is None:
        text = "".join(clause.text + (clause.heading or "") for clause in document.parsed.clauses)
        told = Counter(found["what"] for found in _CALLS_ITSELF.finditer(text))
        calls = max(sorted(told), key=lambda what: (told[what], len(what)), default=None)
        opening = squash(text[:_OPENING])
    return LinkedDocument(
        id=document.id,
        title=head.title,
        notice_title=head.notice_title,
        doc_number=head.doc_number,
        issuers=head.issuers,
        issued_on=head.issued_on,
        place=head.place,
        level=head.level,
        citations=tuple(citation for citation in document.citations if not citation.is_self),
        calls_itself=calls,
        opening=opening,
    )


def to_summary(document: LinkedDocument) -> dict[str, object]:
    """Returns a document as plain values for a store; `from_summary` gives it back."""
    values: dict[str, object] = {name: getattr(document, name) for name in LinkedDocument.__slots__}
    values["citations"] = tuple(
        {name: getattr(citation, name) for name in Citation.__slots__} for citation in document.citations
    )
    return {name: value for name, value in values.items() if value not in (None, (), "")}


def from_summary(values: Mapping[str, object]) -> LinkedDocument:
    """Returns the document of `to_summary`, also after it went through JSON."""
    plain = dict(values)
    citations = plain.pop("citations", ())
    issuers = plain.pop("issuers", ())
    document = LinkedDocument(**plain)  # type: ignore[arg-type]
    return replace(
        document,
        issuers=tuple(issuers),  # type: ignore[arg-type]
        citations=tuple(Citation(**citation) for citation in citations),  # type: ignore[attr-defined]
    )


def titles_of(document: LinkedDocument, gazetteer: Gazetteer) -> tuple[Title, ...]:
    """The titles that a document goes by, taken apart: its own and that of the 通知 that carries it."""
    printed = dict.fromkeys(title for title in (document.title, document.notice_title) if title)
    return tuple(take_apart(title, gazetteer) for title in printed)


def offers(document: LinkedDocument, gazetteer: Gazetteer) -> frozenset[str]:
    """Returns the keys under which others find this document.

    >>> from kg.places import gazetteer
    >>> plan = LinkedDocument("a", "青海省推动设备更新实施方案", doc_number="青政〔2024〕23号", place="630000")
    >>> sorted(offers(plan, gazetteer()))[:3]
    ['630000:begins:方案:设备更新', '630000:core:设备更新', '630000:ends:方案:设备更新']
    """
    keys: set[str] = set()
    number = number_of(document.doc_number)
    if number:
        keys.add(f"number:{number.printed}")
    for title in titles_of(document, gazetteer):
        keys.add(f"title:{title.whole}")
        keys.update(
            f"{place}:{key}" for place in places_of(document, gazetteer) or ("?",) for key in _title_keys(title)
        )
    if document.title is None and document.calls_itself:
        keys.add(f"{document.place or '?'}:untitled:{document.calls_itself[-2:]}")
    return frozenset(keys)


def wants(document: LinkedDocument, gazetteer: Gazetteer) -> frozenset[str]:
    """Returns the keys under which what this document cites or transposes is found, whether or not it is there yet."""
    keys: set[str] = set()
    for citation in document.citations:
        if citation.specific:
            keys.update(cited_keys(citation, gazetteer, document))
    own = document.place if document.place in gazetteer else None
    above = gazetteer.above(own) if own else ()
    cores = {title.core for title in titles_of(document, gazetteer) if len(title.core) >= SHORTEST_THEME}
    keys.update(f"{place.code}:core:{core}" for place in above for core in cores)
    return frozenset(keys)


def cited_keys(citation: Citation, gazetteer: Gazetteer, citing: LinkedDocument) -> frozenset[str]:
    """Returns the keys of one citation: its number, its title, what is left of an abbreviated title, at its places."""
    number = number_of(citation.doc_number)
    keys = {f"number:{number.printed}"} if number else set()
    if citation.title:
        title = take_apart(citation.title, gazetteer)
        keys.add(f"title:{title.whole}")
        places = ("?", *(cited_places(title, citation, gazetteer, citing) or _branch(citing, gazetteer)))
        keys.update(f"{place}:{key}" for place in places for key in _title_keys(title))
        if len(title.genre) >= 2:
            keys.update(f"{place}:untitled:{title.genre[-2:]}" for place in places)
    return frozenset(keys)


def _title_keys(title: Title) -> Iterator[str]:
    if len(title.core) >= 2:
        yield f"core:{title.core}"
    if len(title.core) >= SHORTEST_THEME:
        yield f"begins:{title.family}:{title.core[:4]}"
        yield f"ends:{title.family}:{title.core[-4:]}"


def places_of(document: LinkedDocument, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The codes of a document's place; where its head tells none, of the places in its titles."""
    if document.place is not None and document.place in gazetteer:
        return (gazetteer.place(document.place).code,)
    return tuple(dict.fromkeys(code for title in titles_of(document, gazetteer) for code in title.places))


def _branch(document: LinkedDocument, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The codes of a document's place and of those above it, the nation always."""
    if document.place is None or document.place not in gazetteer:
        return (NATION,)
    own = gazetteer.place(document.place).code
    return tuple(dict.fromkeys((own, *(place.code for place in gazetteer.above(own)), NATION)))


def cited_places(
    title: Title, citation: Citation, gazetteer: Gazetteer, citing: LinkedDocument | None
) -> tuple[str, ...]:
    """The codes of the place that a citation names, by its title or by the issuer in front of it; () for none."""
    return title.places or issuer_place(citation.issuer or title.issuer, gazetteer, citing)


def issuer_place(issuer: str | None, gazetteer: Gazetteer, citing: LinkedDocument | None) -> tuple[str, ...]:
    """The place of an issuer as printed.

    国务院 and 工业和信息化部 are the nation's, 青海省财政厅 Qinghai's, 省政府 the citing document's own province's.
    """
    if not issuer:
        return ()
    text = squash(issuer)
    if _OF_THE_NATION.match(text):
        return (NATION,)
    first = next(iter(gazetteer.find(text)), None)
    if first is not None and first.start == 0:
        return tuple(place.code for place in first.places)
    height = "province" if text.startswith("自治区") else _LEVEL_SIGN.get(text[0])
    if height is None or citing is None or citing.place is None or citing.place not in gazetteer:
        return ()
    chain = (gazetteer.place(citing.place), *gazetteer.above(citing.place))
    return tuple(place.code for place in chain if place.level == height)


def by_key(documents: Sequence[LinkedDocument], gazetteer: Gazetteer) -> dict[str, list[LinkedDocument]]:
    """Returns an index in memory: {offered key: the documents that offer it, in id order}."""
    index: dict[str, list[LinkedDocument]] = {}
    for document in sorted(documents, key=lambda one: one.id):
        for key in offers(document, gazetteer):
            index.setdefault(key, []).append(document)
    return index
