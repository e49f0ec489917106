"""What a question asks: its intent, places, units, years, clause references and what remains as its subject.

No language model: cues are data (`search/vocabulary`), names come from the graph and the gazetteer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from kg.errors import VocabularyError
from kg.terms import load
from kg.view import normal
from search.asked import Floats, Intent, asked, signs
from search.excluded import left_out
from search.levels import LEVEL_ALONE, OURS, levels_above, matter, turned
from search.references import YEAR, ClauseReference, references, years_of
from search.set_phrases import phrase_asked

Language = Literal["zh", "en"]

VOCABULARY = Path(__file__).parent / "vocabulary"


@dataclass(frozen=True, slots=True)
class PlaceFound:
    """A place named in a question: the codes it may be (one when clear) and the words that name it.

    `name` is what papers call it where no gazetteer has it; without it and without codes no paper is of the place.
    """

    words: str
    codes: tuple[str, ...]
    start: int
    end: int
    name: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What tells two places apart."""
        return self.codes or (self.name or self.words,)


@dataclass(frozen=True, slots=True)
class UnitFound:
    """A body named in a question: the units of the graph it may be, none when the graph has no such body."""

    words: str
    units: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood. `subject` is what remains when places, bodies, cues and chatter are taken out."""

    text: str
    language: Language
    intent: Intent
    scores: tuple[tuple[str, float], ...]
    lead_only: bool
    places: tuple[PlaceFound, ...]
    units: tuple[UnitFound, ...]
    years: tuple[str, ...]
    clauses: tuple[ClauseReference, ...]
    subject: str
    asks_units: bool  # a compare question that asks for bodies
    asks_targets: bool
    upward: bool  # 省里, provincial: the level above is spoken of
    everywhere: bool  # 各地
    support_only: bool = False  # a duties question asks what a body supports, not what it leads
    matter: str = ""  # of the clause that a question on two documents asks about
    rest: str = ""  # the normalised question without the names of places and bodies
    without: tuple[PlaceFound, ...] = ()  # places left out: 除武汉外

    def __hash__(self) -> int:
        return hash(self.text)  # a hundred times for one answer


@dataclass(frozen=True, slots=True)
class Names:
    """What the understanding may recognise: finders over the question's normalised text."""

    places: Callable[[str], Sequence[PlaceFound]]
    units: Callable[[str, Sequence[str]], Sequence[UnitFound]]
    at_home: Callable[[str, str], Sequence[UnitFound]] | None = None
    """Bodies as they are meant in the place that a question is asked in."""


@dataclass(frozen=True, slots=True)
class _Cue:
    pattern: re.Pattern[str]
    kind: str
    weight: float
    spans_subject: bool  # whether other words may stand inside it: 配套原政策的哪一条


@cache
def _cues(name: str, said: Language = "en") -> tuple[_Cue, ...]:
    """The cues of a file; for what is said without a Latin word those that hold Chinese, half of them."""
    if said == "zh":
        return tuple(cue for cue in _cues(name) if _HAN.search(cue.pattern.pattern))
    cues = []
    for term in load(name, folder=VOCABULARY):
        try:
            pattern = re.compile(term.form)
        except re.error as error:
            raise VocabularyError(f"{term.where}: not a regular expression: {error}") from error
        cues.append(_Cue(pattern, term.kind, float(term["weight"] or 1), "[^？" in term.form))
    return tuple(cues)


@cache
def _blanked(said: Language) -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]:
    """The cues that are no part of a subject, each with what is left of it."""
    kinds = ("units", "duties", "source", "implementers", "compare")
    cues = [cue for cue in _cues("intents", said) if cue.kind in kinds]
    return tuple((cue.pattern, _keep_subject if cue.spans_subject else _keep_latin_subject) for cue in cues)


_LEAD = re.compile(r"牵头|主管|主责|\blead(?:s|ing)?\b|\bheads?\b")
_NOT_ONLY_LEAD = re.compile(
    r"还有谁|一起|共同|配合|参与|协办|协助|\b(?:and|or|who|that|which) supports?\b|\bparticipat|\bassist"
    r"|\bsupporting (?:unit|bod|depart|bureau|agenc|authorit|office|role|part)"
)
_ASKS = re.compile(r"[谁哪啥吗]|什么|还是|是不是|\b(?:who|which|what|where|whether)\b")
_SUPPORT = re.compile(r"配合|协办|协助|\bsupport(?:s|ing)?\b|\bassist")
_NOT_ONLY_SUPPORT = re.compile(r"牵头|主管|主责|负责|承担|责任|\b(?:lead(?:s|ing)?|responsib|in charge|duties)")
_LATIN = re.compile(r"[a-z]{2,}")
_HAN = re.compile(r"[一-鿿]")
_UPWARD = re.compile(
    r"""省里|省级(?:层面)?|省方案|省政府|省的|全省|本省|上级|上位|国家(?:级|层面|方案)?|中央|自治区(?:里|方案|级)
      | \bprovinc(?:e|ial)(?:'s)?\b|\bnational\b|\bstate\b|\bupper\b
      | \bthe\ (?:autonomous\ )?region(?:['’]s)?\b|\bregional\b""",
    re.VERBOSE,
)
# The paper of a place that is named or of the level above: 三明方案, 省的实施方案里; not 规划建设.
_ITS_PAPER = re.compile(
    r"""(?<=\ )(?:市|县|省)?的?(?:实施|行动|工作|总体)?(?:方案|规划|计划|文件|细则|办法|意见|措施)(?:里|中)?
        (?![一-鿿]?(?:建设|编制|引领))""",
    re.VERBOSE,
)
_EVERYWHERE = re.compile(
    r"""各地市?|各[省市县区州盟旗]{1,3}(?:（[市县区旗、，]{1,7}）)?|几个地方|各个|全部地区|(?:其他|其它|别的|其余)(?:地方|地区|省份|城市|市州|地市|[省市县])
      | 哪(?:个|一个|些|里)(?:地方|地区|市|城市|省|省份|县|区)?(?=[^？，]{0,16}最)
      | \b(?:everywhere|all\ (?:places|cities|counties))\b""",
    re.VERBOSE,
)
# The level below is spoken of: 下级文件, 下面, 往下.
_DOWNWARD = re.compile(
    r"下级|下位|下面|下边|底下|基层|往下|向下|地方上|盟里|旗里|区里|哪(?:些|个|几个)(?:市|州|县|区|地市|城市|地方)|市县|市州|地市|州里|县里|市里|\b(?:local(?:ly)?|cities|counties|below)\b"
)
# What stands behind a place and only tells its level or extent: 省级部门, 市直单位, 市里; not 海东内涝.
_OF_PLACE = re.compile(
    r"""[省市县区州盟旗]?(?:(?:本级|级|直)(?:各|有关|相关)?(?:部门|单位|机关)|本级(?![^的谁哪由])|境内|辖区内?|范围内|上下
        |区(?![域块间别划位县旗市])|[两二三四五六几](?:省份?|省市|省区|[市县区州盟旗地级]|个?(?:地方|城市))(?![点区])|里(?![程弄面子])|内(?![河涝陆蒙外部容科需业膜装在资联贸]))的?""",
    re.VERBOSE,
)
_GONE_TO = re.compile(r"(?:赴|前往|[去往飞]|开往|发往)$")
_READ = 200  # characters of a question whose phrasing is looked at
# Bodies that a question is rather about than of: an office, and what there are many of (县级医院能力提升).
_MATTER_TOO = re.compile(
    r"""办公室 | 专班 | 小组 | 机制
      | (?:委员会|医院|卫生院|学校|院校|幼儿园|企业|机构|公司|集团|合作社|银行|中心|园区|协会|社区|街道|乡镇|村|办
      | (?<![管居村组党工])委会|秘书处|联席会议|理事会)$""",
    re.VERBOSE,
)


def understand(
    text: str, names: Names, judge: Callable[[Floats, str, Intent], Intent] = asked, home: str | None = None
) -> Question:
    """Returns what `text` asks; `judge` decides what for, see search/asked.py; `home` is the code of the place that it
    is asked in.

    >>> found = understand("二手车交易由哪些部门负责？", Names(lambda t: (), lambda t, p: ()))
    >>> found.intent, found.subject
    ('units', '二手车交易')
    """
    plain = normal(text).lower()
    language: Language = "zh" if _HAN.search(plain) else "en"
    places, without = left_out(plain, names.places(plain))
    if without and len(text) == len(plain):  # as if they had not been said
        plain, text = (_blank(said, [(p.start, p.end) for p in without]) for said in (plain, text))
    if home and names.at_home and not places and not without:
        units = tuple(names.at_home(plain, home))
    else:
        units = tuple(names.units(plain, [code for p in places for code in p.codes]))
    clauses = tuple(references(plain))
    years = years_of(plain)
    hidden = _blank(plain, [(u.start, u.end) for u in units] + [(p.start, p.end) for p in places])
    scores = _scores(hidden, hidden if any(u.units for u in units) else plain)
    asks_units = scores.get("units", 0) >= 2
    asks_targets = scores.get("targets", 0) >= 1.6
    everywhere = bool(without or _EVERYWHERE.search(plain))
    upward = bool(_UPWARD.search(hidden))
    if scores.get("compare", 0) >= 2 and not _derives(scores):
        places = _with_above(places, hidden)
        hidden = _blank(hidden, [(p.start, p.end) for p in places])
    across = upward or everywhere or bool(clauses) or bool(_DOWNWARD.search(hidden))
    aside = [p for p in places if _GONE_TO.search(plain[: p.start])]
    intent = _intent(scores, places, units, everywhere=everywhere, across=across, aside=aside)
    intent = turned(intent, hidden, places, upward=upward)
    if intent in ("units", "topic") and _lone(text, plain, places, units):
        intent = "duties"
    known = any(u.units for u in units)
    at = {p.key for p in places if p not in aside}
    marks = (len(at) >= 2, len(at) == 1, known, bool(units), upward, everywhere, bool(clauses), language == "en")
    intent = judge(signs(scores, intent, marks), _phrasing(plain, places, units, language), intent)
    if intent == "duties" and scores.get("compare", 0) >= 3 and not scores.get("duties"):
        intent = "compare"  # 评审会委员和主任的任职条件有什么不同
    if intent == "duties" and phrase_asked(plain) is not None:
        intent = "units"  # 指挥部办公室设在哪里
    if intent == "compare" and len(at) < 2:
        places = _with_above(places, hidden)
    about = matter(_blank(plain, [(p.start, p.end) for p in places])) if _two_sided(intent) else None
    return Question(
        text=text,
        language=language,
        intent=intent,
        scores=tuple(sorted(scores.items())),
        lead_only=_asks_lead(hidden) and intent in ("units", "duties", "compare"),
        places=places,
        units=units,
        years=years,
        clauses=clauses,
        subject=about or _subject(text, plain, places, _hidden_units(units, intent), clauses),
        asks_units=asks_units,
        asks_targets=asks_targets,
        upward=upward,
        everywhere=everywhere,
        support_only=intent == "duties" and bool(_SUPPORT.search(hidden)) and not _NOT_ONLY_SUPPORT.search(hidden),
        matter=about or "",
        rest=about or _rest(plain, places, units),
        without=without,
    )


def _rest(plain: str, places: Sequence[PlaceFound], units: Sequence[UnitFound]) -> str:
    """The question without the names of places, 我市 among them, and of the bodies that the graph knows."""
    left = _blank(plain, [(p.start, p.end) for p in places] + [(u.start, u.end) for u in units if u.units])
    return OURS.sub(lambda m: " " * len(m[0]), left)


def _with_above(places: tuple[PlaceFound, ...], hidden: str) -> tuple[PlaceFound, ...]:
    """The places with those above them that are called by their level alone: 三明比省里."""
    above = levels_above(hidden, (code for p in places for code in p.codes))
    return (*places, *(PlaceFound(words, (code,), start, end) for words, code, start, end in above))


def _phrasing(plain: str, places: Sequence[PlaceFound], units: Sequence[UnitFound], language: Language) -> str:
    """The question with common names for places and bodies: 三明市财政局牵头哪些任务 → 某局牵头哪些任务."""
    place, body = ("the city", "the bureau") if language == "en" else ("某市", "某局")
    named = [(u.start, u.end, body) for u in units] + [(p.start, p.end, place) for p in places if p.end > p.start]
    parts, at = [], 0
    for start, end, name in sorted(named):
        if start >= at:
            parts += [plain[at:start], name]
            at = end
    return ("".join(parts) + plain[at:])[:_READ]


def _two_sided(intent: Intent) -> bool:
    return intent in ("source", "implementers")


def _derives(scores: Mapping[str, float]) -> bool:
    """Whether a question rather asks where something comes from or goes than how places differ."""
    return max(scores.get("source", 0), scores.get("implementers", 0)) >= 2.5


def _lone(text: str, plain: str, places: Sequence[PlaceFound], units: Sequence[UnitFound]) -> bool:
    """Whether a body is all that is asked about: 三明 财政局 牵头; not 谁牵头."""
    if len(units) != 1 or not units[0].units or _ASKS.search(plain):
        return False
    return _subject(text, plain, places, units, ()) == text.strip()


def _hidden_units(units: Sequence[UnitFound], intent: Intent) -> list[UnitFound]:
    """The bodies that are no part of the subject: the one whose duties are asked for, not one that is asked about."""
    if intent == "duties":
        return list(units)
    return [u for u in units if u.units and not _MATTER_TOO.search(u.words)]


def _asks_lead(hidden: str) -> bool:
    """Whether only leading units are asked for: 由谁牵头, not 谁牵头谁配合."""
    return bool(_LEAD.search(hidden)) and not _NOT_ONLY_LEAD.search(hidden)


def _script(plain: str) -> Language:
    return "en" if _LATIN.search(plain) else "zh"


def _scores(hidden: str, plain: str) -> dict[str, float]:
    """Sums, for each intent, the weights of the cues that the question holds (the strongest of a kind counts whole)."""
    found: dict[str, list[float]] = {}
    twice = plain != hidden  # whether there is more to be looked at
    for cue in _cues("intents", _script(plain)):
        if cue.pattern.search(hidden) or (twice and cue.kind == "units" and cue.pattern.search(plain)):
            found.setdefault(cue.kind, []).append(cue.weight)
    return {kind: max(w) + 0.25 * (sum(w) - max(w)) for kind, w in found.items()}


def _intent(
    scores: Mapping[str, float],
    places: Sequence[PlaceFound],
    units: Sequence[UnitFound],
    *,
    everywhere: bool,
    across: bool,
    aside: Sequence[PlaceFound] = (),
) -> Intent:
    """`across`: another level, other places or a numbered clause are spoken of; `aside`: places gone to (赴厦门)."""
    score = dict(scores)
    several = len({p.key for p in places}) >= 2
    beside = len({p.key for p in places if p not in aside}) >= 2
    if score.get("compare", 0) >= 3 and (several or everywhere):
        return "compare"
    if several and score.get("compare", 0) >= 2 and max(score.get("source", 0), score.get("implementers", 0)) < 2.5:
        return "compare"
    if beside and score.get("targets", 0) >= 1.6 and "units" not in score and not _derives(score):
        return "compare"
    if everywhere and score.get("compare", 0) and score.get("targets", 0) >= 1.6 and "units" not in score:
        return "compare"
    told_of = bool(units) and not across and score.get("duties", 0) >= 3  # 民政局对应哪些条款
    if score.get("source", 0) >= max(3, score.get("implementers", 0)) and not told_of:
        return "source"
    if score.get("implementers", 0) >= 2.5 and (across or several or score["implementers"] >= 4):
        return "implementers"
    if units and score.get("duties", 0) >= 1.5 and score.get("duties", 0) >= score.get("units", 0) - 0.5:
        return "duties"
    if units and score.get("duties", 0) >= 1 and score.get("units", 0) < 2:
        return "duties"
    if score.get("units", 0) >= 2 and score.get("units", 0) >= score.get("targets", 0):
        return "units"
    if score.get("targets", 0) >= 1.5 and score["targets"] >= score.get("topic", 0):
        return "targets"
    if units and score.get("duties", 0):
        return "duties"
    return "units" if score.get("units", 0) >= 2 else "topic"


def _subject(
    text: str,
    plain: str,
    places: Sequence[PlaceFound],
    units: Sequence[UnitFound],
    clauses: Sequence[ClauseReference],
) -> str:
    """What is left when names, cues and chatter are blanked out; the question itself when nothing is left."""
    spans = [(p.start, p.end) for p in places] + [(u.start, u.end) for u in units]
    spans += [(c.start, c.end) for c in clauses]
    left = _blank(plain, spans)
    for place in places:
        if behind := _OF_PLACE.match(left, place.end):
            left = _blank(left, [behind.span()])
    for called in (_EVERYWHERE, OURS, LEVEL_ALONE):
        left = called.sub(lambda m: " " * len(m[0]), left)
    script = _script(plain)
    for pattern, kept in _blanked(script):
        left = pattern.sub(kept, left)
    left = _UPWARD.sub(lambda m: " " * len(m[0]), left)
    left = _ITS_PAPER.sub(lambda m: " " * len(m[0]), left)
    for cue in _cues("chatter", script):
        left = cue.pattern.sub(lambda m: " " * len(m[0]), left)
    left = YEAR.sub(lambda m: " " * len(m[0]), left)
    left = re.sub(r"[？?！!，,。；;：:“”\"'‘’、《》〈〉]+", " ", left)
    left = re.sub(r"(?<![一-鿿])[的由归和与及在被把将是要到给跟](?![一-鿿])", " ", left)
    return re.sub(r"\s+", " ", left).strip(" 的由归和与及在被把是") or text.strip()


def _keep_subject(match: re.Match[str]) -> str:
    """A Chinese cue that other words may stand in is left as it is; an English one loses its outer words."""
    return _keep_latin_subject(match) if _LATIN.search(match[0]) else match[0]


def _keep_latin_subject(match: re.Match[str]) -> str:
    """English cues span what stands between their words ('which … units'): only their outer words are blanked."""
    words = match[0]
    if not _LATIN.search(words):
        return " " * len(words)
    pieces = words.split(" ")
    if len(pieces) <= 3:
        return " " * len(words)
    return " " * len(pieces[0]) + " " + " ".join(pieces[1:-1]) + " " + " " * len(pieces[-1])


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
