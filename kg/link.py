"""Document links (文件派生): which documents a plan comes from, and which document a citation means.

By citation: the child says that it puts the parent into effect (根据, 贯彻落实), by number or by title, in its title,
its opening or its body; slips and variants of both are seen through. By title: the child cites none, but is the same
named plan as one of a place above in its own branch (乌海市…落实方案 ← 内蒙古…实施方案 ← 国家…行动方案).

The links of a child follow from the set of candidates, not from the order of their arrival. Pass every document that
offers a key that the child wants (`kg.linked`); others cannot be linked. When a document arrives or goes, link anew
those children that want one of its keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from kg.branch import later, rank_of, same_office, stands, succeeds
from kg.docnumber import misprint, number_of, one_number
from kg.linked import SHORTEST_THEME, LinkedDocument, cited_places, places_of, titles_of
from kg.places import NATION, Gazetteer
from kg.records import Citation, DocumentLink, Level
from kg.titles import Agreement, Title, agreement, editions_meet, same_title, squash, take_apart

_WEIGHT: dict[Agreement, int] = {"exact": 60, "same": 50, "near": 30, "short": 15}
_NUMBER_WEIGHT = 100
_UNTITLED_WEIGHT = 20
_FAR_TITLE = 0.3  # similarity of two themes under which a shared number is taken for a slip
_MADE_UNDER = frozenset({"细则", "分工", "规程"})  # families of texts that are made under another text
_PLANS = frozenset({"方案", "计划", "规划", "纲要", "意见", "措施", "政策", "举措"})  # one plan may change among these
_THEME_TAIL = re.compile(r"(?:发展|建设|管理|工作|创新发展|高质量发展|改革|行动)$")
_LEVEL_WORDS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("national", re.compile(r"国家|党中央|中共中央|国务院|全国|中央")),
    ("province", re.compile(r"(?<![一-鿿])省|[、和及与]省|省(?:委|政府|人民政府)|自治区|[一-鿿]省|(?<=全)省")),
    ("city", re.compile(r"(?<![一-鿿])市|[、和及与]市|市(?:委|政府|人民政府)|[一-鿿]{2}市(?!场)|[一-鿿]州(?!市)|盟")),
)


@dataclass(frozen=True, slots=True)
class _Match:
    """A candidate for a citation and how sure it is; higher is surer."""

    weight: int
    document: LinkedDocument


def document_links(
    child: LinkedDocument, candidates: Sequence[LinkedDocument], gazetteer: Gazetteer
) -> tuple[DocumentLink, ...]:
    """Returns the links from `child` to the candidates that it derives from, in the order of their ids.

    >>> from kg.places import gazetteer
    >>> title = "青海省设备更新实施方案"
    >>> said = Citation(f"根据《{title}》", "implements", True, 0, 15, "title:根据", "序", title)
    >>> city = LinkedDocument("城", "海东市设备更新分工方案", issued_on="2024-07-03", place="630200", citations=(said,))
    >>> province = LinkedDocument("省", "青海省设备更新实施方案", issued_on="2024-04-28", place="630000")
    >>> document_links(city, [province], gazetteer())
    (DocumentLink(child='城', parent='省', basis='citation', quote='根据《青海省设备更新实施方案》'),)
    """
    others = [one for one in sorted(candidates, key=lambda one: one.id) if not _twins(child, one)]
    found: dict[str, DocumentLink] = {}
    for citation in sorted(child.citations, key=lambda one: (one.rule == "own-title", one.start)):
        if citation.relation != "implements" or not citation.specific:
            continue
        parent = resolve(citation, others, gazetteer, child)
        if parent is not None and parent.id not in found and may_derive(child, parent, citation, gazetteer):
            found[parent.id] = DocumentLink(child.id, parent.id, "citation", citation.quote)
    for parent, quote in _transposed(child, others, gazetteer):
        found.setdefault(parent.id, DocumentLink(child.id, parent.id, "title", quote))
    return tuple(found[key] for key in sorted(found))


def resolve(
    citation: Citation,
    candidates: Iterable[LinkedDocument],
    gazetteer: Gazetteer,
    citing: LinkedDocument | None = None,
) -> LinkedDocument | None:
    """Returns the one candidate that a citation means, None for none or when it may be several.

    Copies of one document (same number or title, place and date) count as one; the first id stands for them. Of the
    editions that one office gave out in several years (2016年, 2021年的…实施方案) the newest is meant.
    """
    if not citation.specific:
        return None
    matches = [
        _Match(weight, document)
        for document in candidates
        if (citing is None or document.id != citing.id)
        and (weight := _likeness(citation, document, gazetteer, citing)) > 0
    ]
    if not matches:
        return None
    best = max(match.weight for match in matches)
    documents = _in_force([m.document for m in matches if m.weight == best])
    first = documents[0]
    return first if all(_twins(first, other) for other in documents[1:]) else None


def _in_force(documents: Sequence[LinkedDocument]) -> list[LinkedDocument]:
    """The documents, by id, without those that the same office has given out anew later."""
    return sorted(
        (one for one in documents if not any(_replaces(other, one) for other in documents)), key=lambda one: one.id
    )


def _replaces(newer: LinkedDocument, older: LinkedDocument) -> bool:
    """Whether an office gave its plan out anew under the title that it had."""
    titles = (newer.title, newer.notice_title), (older.title, older.notice_title)
    return (
        newer.place == older.place
        and later(newer, older)
        and same_office(newer, older)
        and any(same_title(mine, theirs) for mine, theirs in zip(*titles, strict=True))
    )


def may_derive(child: LinkedDocument, parent: LinkedDocument, citation: Citation, gazetteer: Gazetteer) -> bool:
    """Whether a parent that is cited may govern the child.

    Takes the province's plan in the city's, the city government's policy in its bureau's rules; leaves a later
    document, a neighbour's, one's own earlier notice (包府办发〔2022〕10号 in 包府办发〔2022〕43号), last year's plan.
    """
    if later(parent, child) or _twins(child, parent):
        return False
    match stands(parent, child, gazetteer):
        case "above":
            return True
        case "apart":
            return False
        case "own":
            return _higher_office(child, parent, citation, gazetteer)
    return not succeeds(child, parent, gazetteer) and (
        parent.place is not None
        or parent.level == "national"
        or bool(
            citation.title and any(same_title(citation.title, title) for title in (parent.title, parent.notice_title))
        )
    )


def _higher_office(child: LinkedDocument, parent: LinkedDocument, citation: Citation, gazetteer: Gazetteer) -> bool:
    """Whether, within one place, the parent's office stands above the child's, or the child is made under it."""
    if succeeds(child, parent, gazetteer):
        return False
    if citation.rule == "own-title":
        return True
    upper = rank_of(parent, gazetteer, (citation.title,))
    lower = rank_of(child, gazetteer)
    if upper is not None and lower is not None:
        return upper > lower
    if same_office(child, parent):
        return False
    genres = {title.family for title in titles_of(child, gazetteer)}
    if child.calls_itself and child.calls_itself.endswith("细则"):
        genres.add("细则")
    return bool(genres & _MADE_UNDER) or "落实" in citation.rule or "贯彻" in citation.rule


def _twins(one: LinkedDocument, other: LinkedDocument) -> bool:
    """Whether two files hold the same document."""
    if one.id == other.id:
        return True
    numbers = one_number(number_of(one.doc_number), number_of(other.doc_number))
    if numbers is not None:
        return numbers and (one.place == other.place or one.place is None or other.place is None)
    return same_title(one.title, other.title) and one.place == other.place and one.issued_on == other.issued_on


def _likeness(citation: Citation, document: LinkedDocument, gazetteer: Gazetteer, citing: LinkedDocument | None) -> int:
    """How well a document fits a citation; 0 for not at all."""
    cited_number, number = number_of(citation.doc_number), number_of(document.doc_number)
    same_number = one_number(cited_number, number)
    if citation.title is None:
        return _NUMBER_WEIGHT if same_number else 0
    cited = take_apart(citation.title, gazetteer)
    titles = titles_of(document, gazetteer)
    if not titles:
        if same_number:
            return _NUMBER_WEIGHT
        fits = same_number is None and _tells_of(cited, document, gazetteer)
        return _UNTITLED_WEIGHT if fits and _fits_place(cited, citation, document, gazetteer, citing) else 0
    best = max((_WEIGHT[how] for title in titles if (how := agreement(cited, title))), default=0)
    if same_number:
        near = max(SequenceMatcher(None, cited.theme, title.theme, autojunk=False).ratio() for title in titles)
        return _NUMBER_WEIGHT + best if best or near >= _FAR_TITLE else 0
    if not best or (citing is not None and later(document, citing)):
        return 0
    place = _fits_place(cited, citation, document, gazetteer, citing)
    if not place:
        return 0
    if same_number is False:
        slip = cited_number is not None and number is not None and misprint(cited_number, number)
        return best - 10 if slip and best >= _WEIGHT["near"] else 0
    return best + place


def _fits_place(
    cited: Title, citation: Citation, document: LinkedDocument, gazetteer: Gazetteer, citing: LinkedDocument | None
) -> int:
    """2 when the cited title's place is the document's, 1 when it may be, 0 when it is not.

    A title without a place means that of the issuer in front of it (省政府《关于…》), else the nation or one's branch.
    """
    codes = cited_places(cited, citation, gazetteer, citing)
    held = set(places_of(document, gazetteer))
    if codes:
        return 2 if held & set(codes) else int(not held)
    if not held:
        return 1
    if NATION in held:
        return 2
    if citing is None or citing.place is None or citing.place not in gazetteer:
        return 1
    return int(any(gazetteer.contains(code, citing.place) for code in held))


def _tells_of(cited: Title, document: LinkedDocument, gazetteer: Gazetteer) -> bool:
    """Whether a text without a title is the one cited: it calls itself so, and its opening names place and matter.

    Takes "本政策适用于青岛市人工智能产业园…" for 青岛市人工智能产业园发展若干政策; leaves another genre or matter.
    """
    calls, matter = document.calls_itself, _THEME_TAIL.sub("", cited.core)
    if not calls or not cited.genre or cited.genre[-2:] != calls[-2:] or len(matter) < SHORTEST_THEME:
        return False
    return matter in document.opening and (not cited.place or document.place is None or document.place in cited.places)


def _transposed(
    child: LinkedDocument, candidates: Sequence[LinkedDocument], gazetteer: Gazetteer
) -> list[tuple[LinkedDocument, str]]:
    """The same named plan at the places above: those the child names by level, else the nearest if it cites none."""
    above = [one for one in candidates if stands(one, child, gazetteer) == "above"]
    same = _in_force([one for one in above if _same_plan(child, one, gazetteer)])
    if not same:
        return []
    found: list[tuple[LinkedDocument, str]] = []
    for citation in child.citations:
        if citation.specific or not any(title.core in squash(citation.quote) for title in titles_of(child, gazetteer)):
            continue
        levels = {level for level, words in _LEVEL_WORDS if words.search(citation.quote)}
        found.extend((one, citation.quote) for one in same if _level_of(one, gazetteer) in levels)
    if found or _cites_its_plan(child, gazetteer):
        return found
    depths = [len(gazetteer.above(places[0])) if (places := places_of(one, gazetteer)) else 0 for one in same]
    nearest = [one for one, depth in zip(same, depths, strict=True) if depth == max(depths)]
    return [(one, child.title or child.notice_title or "") for one in nearest]


def _level_of(document: LinkedDocument, gazetteer: Gazetteer) -> Level | None:
    places = places_of(document, gazetteer)
    return gazetteer.place(places[0]).level if places else document.level


def _cites_its_plan(child: LinkedDocument, gazetteer: Gazetteer) -> bool:
    """Whether a child says itself which plan of its theme it carries out, here or not."""
    cores = {title.core for title in titles_of(child, gazetteer)}
    return any(
        citation.specific
        and citation.relation == "implements"
        and citation.title is not None
        and take_apart(citation.title, gazetteer).core in cores
        for citation in child.citations
    )


def _same_plan(child: LinkedDocument, parent: LinkedDocument, gazetteer: Gazetteer) -> bool:
    """Whether two documents are one named plan at two places, the upper one no later.

    Takes 乌海市推动设备更新工作任务落实方案 and 内蒙古自治区推动设备更新实施方案; leaves plans of other years, and a
    条例 beside a 方案.
    """
    if later(parent, child):
        return False
    for mine in titles_of(child, gazetteer):
        for theirs in titles_of(parent, gazetteer):
            if not _one_theme(mine, theirs) or not editions_meet(mine.edition, theirs.edition) or theirs.draft:
                continue
            if mine.family == theirs.family or {mine.family, theirs.family} <= _PLANS:
                return True
    return False


def _one_theme(mine: Title, theirs: Title) -> bool:
    if mine.core != theirs.core:
        return False
    return len(mine.core) >= 6 or (len(mine.core) >= SHORTEST_THEME and (mine.edition or "") == theirs.edition != "")
