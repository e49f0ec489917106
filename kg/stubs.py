"""Documents that are only cited (待收文件): one node for each, however many texts name it and however they spell it.

A number identifies a document; a title does together with its place, so that the 通知 that carries a plan and the plan
itself are one. A title without a number joins the number that other texts print beside the same title, if it is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.docnumber import number_of
from kg.linked import LinkedDocument, cited_places
from kg.places import Gazetteer
from kg.records import Citation
from kg.titles import Title, take_apart, unwrapped

_NATION = "全国"  # a title without a place is taken for the nation's
_Said = tuple[LinkedDocument, Citation]
_Subject = tuple[str, str, str]  # theme, genre, edition


@dataclass(frozen=True, slots=True)
class Stub:
    """A cited document that is not in the corpus; `key` is stable: its number, or its place and title."""

    key: str  # 鲁政发〔2024〕3号
    title: str | None
    notice_title: str | None
    doc_number: str | None
    cited_by: tuple[_Said, ...]


def stubs(unresolved: Iterable[_Said], gazetteer: Gazetteer) -> tuple[Stub, ...]:
    """Returns one stub for each document among citations that no document of the corpus answers, in the order of keys.

    Leaves citations that name no document (`specific` false) and the plan's own title.
    """
    said = sorted(
        ((citing, citation) for citing, citation in unresolved if citation.specific and not citation.is_self),
        key=lambda pair: (pair[0].id, pair[1].start, pair[1].title or ""),
    )
    keys = _keys(said, gazetteer)
    groups: dict[str, list[_Said]] = {}
    for pair, key in zip(said, keys, strict=True):
        if key:
            groups.setdefault(key, []).append(pair)
    return tuple(_stub(key, groups[key]) for key in sorted(groups))


def _keys(said: list[_Said], gazetteer: Gazetteer) -> list[str | None]:
    """The key of each citation."""
    apart = [take_apart(citation.title, gazetteer) if citation.title else None for _, citation in said]
    places = [_place_key(title, pair, gazetteer) for title, pair in zip(apart, said, strict=True)]
    at: dict[_Subject, set[str]] = {}
    for title, place in zip(apart, places, strict=True):
        if title is not None and place:
            at.setdefault(_subject(title), set()).add(place)
    named: dict[str, set[str]] = {}
    title_keys: list[str | None] = []
    for title, place, (_, citation) in zip(apart, places, said, strict=True):
        key = _title_key(title, place, at) if title is not None else None
        title_keys.append(key)
        if key and (number := number_of(citation.doc_number)):
            named.setdefault(key, set()).add(number.printed)
    return [_key(citation, key, named) for (_, citation), key in zip(said, title_keys, strict=True)]


def _subject(title: Title) -> _Subject:
    return title.theme, title.genre, title.edition


def _place_key(title: Title | None, pair: _Said, gazetteer: Gazetteer) -> str:
    """青海省 of a title, of the issuer in front of it (省政府《关于…》), "" where nothing tells."""
    if title is None:
        return ""
    citing, citation = pair
    codes = cited_places(title, citation, gazetteer, citing)
    return gazetteer.place(codes[0]).name if len(codes) == 1 else title.place


def _title_key(title: Title, place: str, at: Mapping[_Subject, set[str]]) -> str:
    """One key for 种子法 and 中华人民共和国种子法; for 若干措施 of 某省 the province stands in front."""
    theme, genre, edition = _subject(title)
    known = at.get((theme, genre, edition), set())
    where = (place or (next(iter(known)) if len(known) == 1 else "")).replace(_NATION, "")
    return f"{where}{theme}{genre}{f'（{edition}）' if edition else ''}" or title.whole


def _key(citation: Citation, title_key: str | None, named: Mapping[str, set[str]]) -> str | None:
    if number := number_of(citation.doc_number):
        return number.printed
    numbers = named.get(title_key or "", set())
    return next(iter(numbers)) if len(numbers) == 1 else title_key


def _stub(key: str, cited_by: list[_Said]) -> Stub:
    """The stub of one document: its plan's title and its notice's, as most texts print them."""
    titles = [citation.title for _, citation in cited_by if citation.title]
    notices = [title for title in titles if unwrapped(title) != title.strip("《》")]
    plans = [title for title in titles if title not in notices]
    notice = _usual(notices)
    number = next((number_of(c.doc_number) for _, c in cited_by if c.doc_number), None)
    return Stub(
        key=key,
        title=_usual(plans) or (unwrapped(notice) if notice else None),
        notice_title=notice,
        doc_number=number.printed if number else None,
        cited_by=tuple(cited_by),
    )


def _usual(titles: list[str]) -> str | None:
    return max(sorted(set(titles)), key=lambda title: (titles.count(title), len(title)), default=None)
