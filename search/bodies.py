"""Bodies in a question: whom 海东工信局, 文旅局 or 'the ecology and environment bureau' means among the graph's units.

Three ways, the surest first: a printed or standard form; the function that a name or an English phrase has; an
abbreviation whose characters stand in the full name in order (文旅局 in 文体旅游广电局), when one body alone fits.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from kg.naming import national, national_names, short_forms, spelling
from kg.places import NATION, Gazetteer
from kg.terms import load
from kg.view import normal
from search.knowledge import Body
from search.levelled import levelled, sections
from search.understand import VOCABULARY, UnitFound

_LEVEL = "省市区县州盟旗镇乡"
# What may be a body's name: 2–14 characters in front of a kind of body.
_NAMED = re.compile(
    r"""[一-鿿]{1,14}?
    (?: 委员会 | 办公室 | 管委会 | 公安局 | 总局 | 分局 | 支局 | 局 | 厅 | 委 | 署
      | 大队 | 支队 | 总队 | 中心 | 银行 | 支行 | 分行 | 总社 | 联社 | 合作社
      | 供销社 | 集团 | 法院 | 检察院 | 总工会 | 妇联 | 残联 | 人民政府 | 政府 | 街道办 | 办 )
    (?! 公 | 理 | 法 | 事 | 学 | 托 | 派 | 任 | 面 | 部 | 势 | 限 | 外 | 好 )""",
    re.VERBOSE,
)
# Bodies whose names are no longer than their kind, told as such right behind a place or where a question opens with
# what they do: 三明残联, 妇联在三明承担什么; not 法院判决, 海关通关.
_TWO = re.compile(
    r"""(?:(?<=\ )[省市区县州盟旗]?|^(?=[一-鿿]{2,4}(?:在|负责|牵头|承担|参与|配合|管|做|干|抓|要|有|都|的)))
        (?P<words>残联|妇联|文联|科协|侨联|海关|团委|法院|检察院|总工会|工商联|红十字会|供销社|贸促会)(?!通关|特殊|监管)""",
    re.VERBOSE,
)
_ASKING = re.compile(
    r"哪|什么|谁|几个|多少|各|有关|相关|^(?:政府|行政|职能|监管|执法|地方|国家|公共|审批|业务|上级|基层)$|牵头|责任|负责|主管|这|那|是不是|应该|归|由|找|为|对|的|设在|机制|和以"
    r"|里|[开举主承协经代督创查补申筹快通好帮新上公民]办$|^(?:新|改|扩|建成|建设|新增|打造|培育|招聘|成立|设立|组建)"
    r"|怎么|如何|怎样|(?:数字|法治|服务型?|阳光|廉洁|透明|智慧|效能|责任|诚信)政府$|(?:布|格|结|大|全|开|破|变|困|新)局$"
)
_ENGLISH_KIND = (
    r"(?:bureaus?|departments?|commissions?|offices?|administrations?|authorit(?:y|ies)|committees?"
    r"|ministr(?:y|ies)|agenc(?:y|ies)|brigade|sub-?branch|branch|regulators?|watchdog|team|corps|detachment|force"
    r"|officials?|bod(?:y|ies)|organs?)"
)
# Names that say themselves what kind of body they are: women's federation, people's court, State Council.
_WHOLE_NAME = re.compile(
    r"\b(?:federation|unions?|court|procuratorate|league|bank|council|cooperatives?|office|bureau|commission|police)$"
    r"|\b(?:brigade|cent(?:er|re))$|^(?:federation|cent(?:er|re)|association) (?:of|for) "
)
# Bodies that are named without bureau, department … behind them.
_NAMED_ALONE = frozenset(
    {"customs", "traffic police", "people's bank", "people’s bank", "police", "drc", "cdc", "hrss", "chengguan"}
    | {"state grid", "china tower", "china mobile", "china telecom", "china unicom", "red cross", "fire service"}
)
_STATE = re.compile(r"\b(?:national|state|central)\b")
# In front of a ministry's short name: the bodies of a lower level that go by it, the provincial NDRC.
_LOCAL = re.compile(r"\b(?:provincial|province’s|regional|municipal|city’s|county’s|district’s|local)\s+$")
_STATE_FRONT = re.compile(r"(?:国家|中华全国|全国)$")
# A ministry is the nation's; the departments of a party committee (市委组织部) and the barracks are of their place.
_NATIONAL = re.compile(
    r"^(?:国家(?!税务总局.)|国务院|中国(?!人民银行.{2})|中央|全国)|(?<!组织)(?<!宣传)(?<!统战)(?<!武装)(?<!工作)部$|总局$"
)
# A body named by what it is in charge of: 管教育的部门, 教育主管部门; not 哪些部门, 牵头部门.
_IN_CHARGE = re.compile(
    r"""(?:主管|分管|负责|管)(?P<of>[一-鿿]{2,6}?)的(?:政府)?(?:部门|单位|局)
      | (?P<matter>[一-鿿]{2,6}?)(?:行政)?(?:主管|管理)?部门""",
    re.VERBOSE,
)
# A body of its own below the one named: 公安局交警支队, 税务局第二分局.
_PART_OF = re.compile(r"[一-鿿]{0,4}?(?:支队|大队|总队|分局|支局|税务所|派出所|监察室|执法队)")
# A name ends so only by chance: 教育部〔际〕, 教育部〔门〕, 财政局〔长〕; 国办〔发〕 is a number.
_NO_END = re.compile(r"[局委办][部长员公]|部[际门属]|(?<=[国中])办[发函电秘]|(?<=最高)法[定规]")
# The nation's level and no body asked about: 国务院哪个部门, 国务院批复, 国务院联席会议; not 国务院负责什么.
_LEVEL_ALONE = re.compile(r"(?=[一-鿿])(?!的?(?:职责|任务)|[要应须]|负责|承担|有哪|有什么|做|干|管|牵头|组织|是|在)")
# The same in English: state council working rules, the state council's officials; not what the state council must do.
_COUNCIL_ALONE = re.compile(
    r"\bstate council(?=(?:['’]s?)? (?:working |work |general |full |plenary |executive )*"
    r"(?:rules?|regulations?|procedures?|notices?|circulars?|opinions?|papers?|documents?|decisions?|plans?|guidelines?"
    r"|measures|officials?|leaders?|leadership|staff|members?|meetings?|sessions?|departments?|approval)\b)"
)
_OWN_KIND = ("部", "总局", "总署", "审计署", "国办", "中办", "国新办", "最高法", "最高法院", "最高检", "最高检察院")
_SECTION_OF = re.compile(r"(?:[司处科室股队]|秘书处)$")
_MATTER_OF = re.compile(r"[^，？]{0,10}?(?:[中里]|方面|过程|工作上)")
_WHOLE = 9  # characters of a name that is nobody else's
_MARKS = re.compile("[（）、]")
_SUFFIX = re.compile(r"(?:委员会|局|厅|委|办公室|办|部|中心)$")
# The level right in front of a body's name, nothing but asking before it: 市文旅局, 请问我省商务厅; not 开发区财政局.
_SAID_LEVEL = re.compile(r"(?:^|[^一-鿿]|[该在由归让是和与跟及同的查看找给要])(?P<level>[省市区县州盟旗])的?$")
# What stands in front of it: 请问市文旅局, 我们县教育局; not 基本.
_BEFORE_LEVEL = re.compile(
    r"(?:请问|问一?下|查一?下|想知道)?(?:我们?|咱们?|俺们?|(?<![基根成样资版文课日脚书])本)(?=[省市区县州盟旗])|^(?:请问|想问|问一?下|查一?下)"
)


# What sounds like 局 or 厅 where a body's name may end: 商务剧负责什么; not 商务具体任务, 商务举措.
_MISTYPED = re.compile(
    r"(?<=[一-鿿]{2})[剧句据巨具居举聚听停庭](?=$|[^一-鿿]|[负牵要应主承参配管做干在有和与跟的]|是[什哪做干])"
)


class Bodies:
    """Finds the units that a question names."""

    def __init__(self, bodies: Iterable[Body], gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._bodies = tuple(bodies)
        self._forms: dict[str, list[Body]] = defaultdict(list)
        self._functions: dict[str, list[Body]] = defaultdict(list)
        for body in self._bodies:
            for form in {body.name, *body.aliases, *short_forms(body.name)}:
                bare = _MARKS.sub("", form)  # 各县（市、区）人民政府 as 各县市区人民政府
                for said in {form, bare, form.lstrip(_LEVEL) if len(form) > 3 else form}:
                    if len(said) >= 3:
                        self._forms[normal(said).lower()].append(body)
            if body.function:
                self._functions[body.function].append(body)
        lengths: dict[str, set[int]] = defaultdict(set)
        for form in self._forms:
            lengths[form[:2]].add(len(form))
        self._lengths = {front: sorted(own, reverse=True) for front, own in lengths.items()}  # by how forms begin
        self._by_id = {body.id: body for body in self._bodies}
        self._order = {body.id: number for number, body in enumerate(self._bodies)}

    def __call__(self, text: str, places: Sequence[str]) -> tuple[UnitFound, ...]:
        """Returns the bodies named in normalised text; those of the named places where there are any.

        A name that is plainly a body's but that no unit bears comes with no units: the graph does not know it.
        """
        found = self._printed(text, places)
        found += self._of_state(text, found)
        found += self._abbreviated(text, places, [(f.start, f.end) for f in found])
        found += levelled(text, self._bodies, _in_order, lambda own: self._here(own, places), found)
        found = sections(text, _innermost(text, found), self._by_id)
        if not found:
            found = self._misspelt(text, places) or self._in_charge(text, places)
        if not found and re.search(r"[a-z]{4}", text):
            found = self._english(_COUNCIL_ALONE.sub(lambda m: " " * len(m[0]), text), places)
        return tuple(sorted(found, key=lambda f: f.start))

    def at_home(self, text: str, home: str) -> tuple[UnitFound, ...]:
        """Returns the bodies named in a text that names no place, asked in the place with code `home`.

        市文旅局 asked about in 海东 is what its papers call 海东市文体旅游广电局, 省商务厅 that of its province. A name
        that no body of there, above or within bears comes with no units, whoever bears it elsewhere.
        """
        text = _BEFORE_LEVEL.sub(lambda m: " " * len(m[0]), text)
        anywhere = self(text, ())
        if not anywhere:
            return ()
        near = [home, *(place.code for place in self._gazetteer.above(home))]
        kept: list[UnitFound] = []
        for code in near:
            for found in self(text, (code,) if code != NATION else ()):
                at = [u for u in found.units if self._is_of(u, code, text, found)]
                if at and not any(f.start < found.end and found.start < f.end for f in kept):
                    kept.append(replace(found, units=tuple(at)))
        for found in anywhere:
            if not any(f.start < found.end and found.start < f.end for f in kept):
                level = _level_of(text, found)
                inside = tuple(u for u in found.units if self._is_within(u, home, level))
                words = level + found.words if found.words[0] == "委" else found.words  # 市委宣传部
                kept.append(replace(found, words=words, units=inside))
        return tuple(sorted(kept, key=lambda f: f.start))

    def _is_of(self, unit: str, code: str, text: str, found: UnitFound) -> bool:
        """Whether a body is of a place and that of the level that the question says, if it says one."""
        body, place = self._by_id[unit], self._gazetteer.place(code)
        return (body.place == code or self._named(code, body.name)) and place.name.endswith(_level_of(text, found))

    def _is_within(self, unit: str, home: str, level: str) -> bool:
        """Whether a body is of a place in `home` whose kind is `level`, or of none."""
        code = self._by_id[unit].place
        inside = code is not None and code != home and self._holds(home, code)
        return code is None or (inside and self._gazetteer.place(code).name.endswith(level))

    def _printed(self, text: str, places: Sequence[str]) -> list[UnitFound]:
        """The longest printed or standard form at each spot, left to right, apart."""
        found = []
        start = 0
        while start < len(text):
            lengths = self._lengths.get(text[start : start + 2], ())
            length = next((n for n in lengths if text[start : start + n] in self._forms), 0)
            end = min(start + length, len(text))
            if (
                not length
                or _NO_END.match(text, end - 1)
                or (text[start:end] == "国务院" and _LEVEL_ALONE.match(text, end))
            ):
                start += 1
                continue
            if part := _PART_OF.match(text, end):
                found.append(UnitFound(text[start : part.end()], (), start, part.end()))
                start = part.end()
                continue
            if state := _STATE_FRONT.search(text[:start]):  # 国家能源局 is none of the provinces' 能源局
                start = state.start()
            words = text[start:end]
            if state and not self._forms.get(words):
                found.append(UnitFound(words, self._of_nation(words) or self._meant(words, places), start, end))
            elif units := self._here(self._of_level(words, self._forms[words]), places):
                found.append(UnitFound(words, units, start, end))
            elif len(words) >= _WHOLE:  # 中国铁路上海局集团有限公司 is named whole, the place in it is its own
                found.append(UnitFound(words, tuple(dict.fromkeys(b.id for b in self._forms[words])), start, end))
            start = end
        return found

    def _of_level(self, words: str, bodies: Sequence[Body]) -> list[Body]:
        """The bodies of the level that a name shows: a ministry or 国家…总局 is the nation's, a 厅 a province's."""
        if _NATIONAL.search(words):
            return [b for b in bodies if b.place == NATION]
        if words.endswith("厅"):
            return [b for b in bodies if b.place and self._gazetteer.place(b.place).level == "province"]
        return list(bodies)

    def _here(self, bodies: Sequence[Body], places: Sequence[str]) -> tuple[str, ...]:
        """Those of the named places, of what lies in them only where no body is of the place itself."""
        places = [code for code in places if code != NATION]
        if not places:
            return tuple(dict.fromkeys(b.id for b in bodies))
        own = [b.id for b in bodies if b.place in places or any(self._named(code, b.name) for code in places)]
        if own:
            return tuple(dict.fromkeys(own))
        inside = [b.id for b in bodies if b.place and any(self._holds(code, b.place) for code in places)]
        return tuple(dict.fromkeys(inside)) if all(self._gazetteer.place(c).level == "province" for c in places) else ()

    def _named(self, code: str, name: str) -> bool:
        place = self._gazetteer.place(code).name
        return name.startswith((place, "国家税务总局" + place, "中国人民银行" + place))

    def _holds(self, outer: str, inner: str) -> bool:
        return outer in self._gazetteer and inner in self._gazetteer and self._gazetteer.contains(outer, inner)

    def _of_state(self, text: str, taken: Sequence[UnitFound]) -> list[UnitFound]:
        """Bodies of the nation by what everybody calls them, whether or not a paper names them: 工信部, 市监总局."""
        found = []
        for match in _of_state().finditer(text):
            start, end = match.span()
            if any(f.start < end and start < f.end for f in taken) or _NO_END.match(text, end - 1):
                continue
            found.append(UnitFound(match[0], self._of_nation(match[0]), start, end))
        return found

    def _of_nation(self, words: str) -> tuple[str, ...]:
        """The body of the nation that everybody calls so: 国家发改委, whose papers print 国家发展改革委."""
        full = national(words) or ""
        return tuple(b.id for b in self._bodies if b.place == NATION and b.name == full)

    def _abbreviated(self, text: str, places: Sequence[str], taken: Sequence[tuple[int, int]]) -> list[UnitFound]:
        """Names of bodies that no unit bears as they stand: their function, their characters in order, or nobody."""
        found = []
        for match in _NAMED.finditer(self._without_places(text, places)):
            words = _without_level(match[0])
            start = match.end() - len(words)
            if (
                any(s < match.end() and start < e for s, e in taken)
                or not 3 <= len(words) <= 12
                or _ASKING.search(words)
            ):
                continue
            units = self._meant(words, places)
            known = spelling(words).full != words or spelling(words).function is not None
            if units or (known and start == self._after_place(text, start)):
                found.append(UnitFound(words, units, start, match.end()))
        for match in _TWO.finditer(self._without_places(text, places)):
            start, end = match.span("words")
            if not any(s < end and start < e for s, e in taken) and (units := self._meant(match["words"], places)):
                found.append(UnitFound(match["words"], units, start, end))
        return found

    def _misspelt(self, text: str, places: Sequence[str]) -> list[UnitFound]:
        """Bodies of the places named whose kind is typed with another character of its sound: 海东市商务剧."""
        found = []
        for match in _MISTYPED.finditer(text) if places else ():
            at = match.start()
            meant = text[:at] + ("厅" if match[0] in "听停庭" else "局") + text[at + 1 :]
            found += [replace(f, words=text[f.start : f.end]) for f in self._printed(meant, places) if f.end == at + 1]
        return found

    def _in_charge(self, text: str, places: Sequence[str]) -> list[UnitFound]:
        """Bodies named by their matter (管教育的部门, 公安部门), where one body of the place has it."""
        found = []
        for match in _IN_CHARGE.finditer(self._without_places(text, places)):
            matter = match["of"] or match["matter"].lstrip(_LEVEL + "的由归和与")
            if len(matter) < 2 or _ASKING.search(matter):
                continue
            if units := self._meant(f"{matter}局", places):
                start = match.start() if match["of"] else match.start("matter") + match["matter"].index(matter)
                found.append(UnitFound(text[start : match.end()], units, start, match.end()))
        return found

    def _without_places(self, text: str, places: Sequence[str]) -> str:
        """The text with place names blanked out, so that a body's name begins behind its place."""
        for sighting in self._gazetteer.find(text, loose=True):
            if any(place.code in places for place in sighting.places):
                text = text[: sighting.start] + " " * (sighting.end - sighting.start) + text[sighting.end :]
        return text

    def _after_place(self, text: str, start: int) -> int:
        """Where a body's name begins if it opens the text or stands right behind a place."""
        if start == 0 or not "一" <= text[start - 1] <= "鿿":
            return start
        for sighting in self._gazetteer.find(text, loose=True):
            if sighting.end <= start and not text[sighting.end : start].strip(_LEVEL + "的"):
                return start
        return -1

    def _meant(self, words: str, places: Sequence[str]) -> tuple[str, ...]:
        meaning = spelling(words)
        same = self._of_level(words, self._functions.get(meaning.function or "", ()))
        if units := self._here(same, places):
            return units
        core = _SUFFIX.sub("", words)
        if len(core) < 2:
            return ()
        fits = [b for function, own in self._functions.items() if _in_order(core, function) for b in own]
        fits = sorted((b for b in fits if not b.collective), key=lambda b: self._order[b.id])
        units = self._here(self._of_level(words, fits), places)
        return units if len(units) == 1 or not places else ()

    def _english(self, text: str, places: Sequence[str]) -> list[UnitFound]:
        match = _english_names().search(text)
        if match is None:
            return []
        wider = self._combined(text, match, places)
        if wider is not None:
            return [wider]
        form = match["before"] or match["behind"] or match["alone"] or match["service"]
        functions = _english_functions()[form]
        exact = [b for function in functions for b in self._functions.get(function, ())]
        loose = [b for function in functions for b in self._fitting(function)]
        said = text[max(match.start() - len("national "), 0) : match.end()]
        of_nation = form in _ministries() or _STATE.search(said)
        if _LOCAL.search(text[: match.start()]):
            exact, loose = ([b for b in bodies if b.place != NATION] for bodies in (exact, loose))
        elif re.search(r"\bministr", match[0]) or (of_nation and not set(places) - {NATION}):
            exact, loose = ([b for b in bodies if b.place == NATION] for bodies in (exact, loose))
        units = self._here(exact, places) or self._here(loose, places)
        return [UnitFound(match[0], units, match.start(), match.end())]

    def _several(self, text: str, match: re.Match[str], places: Sequence[str]) -> UnitFound | None:
        """The one body whose name shows every matter of a list: culture, sports and tourism bureau."""
        front = re.search(r"\b(?:[a-z]+[,，] ?)+(?:[a-z]+[ -])*(?:and )?(?:[a-z]+[ -])*$", text[: match.start()])
        if front is None:
            return None
        said = re.sub(r"^(?:the|of|a|for) ", "", front[0] + match["before"])
        matters = [m for m in re.split(r"[,，] ?(?:and )?| and |-", said) if m]
        signs = [_signs(m) for m in matters]
        fits = [
            b
            for b in self._bodies
            if not b.collective and b.function and all(any(s in b.function for s in one) for one in signs)
        ]
        units = self._here(fits, places)
        return UnitFound(front[0] + match[0], units, front.start(), match.end()) if units and len(units) <= 2 else None

    def _fitting(self, function: str) -> list[Body]:
        """The bodies whose names hold a function, or whose own functions hold its characters in order."""
        own = [b for b in self._bodies if not b.collective]
        return [b for b in own if function in b.name or _in_order(function, b.function or "")]

    def _combined(self, text: str, match: re.Match[str], places: Sequence[str]) -> UnitFound | None:
        """A bureau of several matters (commerce and investment bureau): the one body whose name shows them all."""
        if match["before"] is None:
            return None
        if several := self._several(text, match, places):
            return several
        front = re.search(r"(?P<first>[a-z' ]+?) and $", text[: match.start()])
        if front is None:
            return None
        book = _english_functions()
        firsts = [form for form in book if front["first"].endswith(form)]
        for form in sorted(firsts, key=lambda form: -len(form)):
            signs = (book[form][0][0], book[match["before"]][0][0])
            fits = [b for b in self._bodies if not b.collective and all(s in (b.function or b.name) for s in signs)]
            units = self._here(fits, places)
            if len(units) == 1:
                return UnitFound(f"{form} and {match[0]}", units, match.start() - len(form) - 5, match.end())
        return None


def _level_of(text: str, found: UnitFound) -> str:
    """The level that a body's name opens with or that is said in front of it, "" for none."""
    if _without_level(found.words) != found.words:
        return found.words[0]
    said = _SAID_LEVEL.search(text[: found.start])
    return said["level"] if said else ""


def _without_level(words: str) -> str:
    """A body's name without the level in front.

    >>> _without_level("市商务局"), _without_level("市市场监管局"), _without_level("市场监管局")
    ('商务局', '市场监管局', '市场监管局')
    """
    bare = words.lstrip("的")
    while bare[:1] and bare[0] in _LEVEL:
        if bare[0] == "市" and bare[1:2] == "场":  # 市场监管局
            break
        bare = bare[1:].lstrip("的")
    return bare


@cache
def _of_state() -> re.Pattern[str]:
    """Names that are the nation's wherever they stand: 工信部, 税务总局, 国办; not 统计局, which places have too."""
    return re.compile("|".join(sorted(national_names(_OWN_KIND), key=lambda name: (-len(name), name))))


def _innermost(text: str, found: Sequence[UnitFound]) -> list[UnitFound]:
    """The bodies without those that only say whose part another is (林业局科技处), and those that are the matter of
    what another does (科技处在评审委员会管理中负责什么)."""
    starts = {f.start: f for f in found}
    kept = [f for f in found if not (f.end in starts and _SECTION_OF.search(starts[f.end].words))]
    others = [f for f in kept if not _MATTER_OF.match(text[f.end :]) or not text[: f.start].endswith("在")]
    return others if any(f.units for f in others) else kept


@cache
def _english_functions() -> dict[str, tuple[str, ...]]:
    """English phrase → the functions that it may mean, today's name first (生态环境, then 环境保护)."""
    rows = load("english", required=["chinese"], folder=VOCABULARY)
    return {row.form: tuple(row["chinese"].split()) for row in rows if row.kind in ("body", "ministry")}


@cache
def _ministries() -> frozenset[str]:
    """Short names of bodies of the nation: NDRC, MIIT."""
    return frozenset(
        row.form for row in load("english", required=["chinese"], folder=VOCABULARY) if row.kind == "ministry"
    )


@cache
def _signs(matter: str) -> frozenset[str]:
    """What may stand for an English matter in a body's short name: 经 or 经济 for economy."""
    rows = load("english", required=["chinese"], folder=VOCABULARY)
    forms = {form for row in rows if row.form == matter for form in row["chinese"].split()}
    return frozenset({form for form in forms if len(form) > 1} | {form[0] for form in forms if len(form) < 5})


@cache
def _english_names() -> re.Pattern[str]:
    """commerce bureau; department of commerce; PBoC; the provincial tax service, not tax service halls."""
    forms = sorted(_english_functions(), key=lambda form: (-len(form), form))
    any_form = "|".join(map(re.escape, forms))
    alone = "|".join(
        re.escape(form) for form in forms if form in _NAMED_ALONE | _ministries() or _WHOLE_NAME.search(form)
    )
    return re.compile(
        rf"""\b(?P<before>{_spaced(any_form)})\s+{_ENGLISH_KIND}\b
        | \b{_ENGLISH_KIND}\s+(?:of|for)\s+(?:the\s+)?(?P<behind>{_spaced(any_form)})\b
        | \b(?P<alone>{_spaced(alone)})\b(?!\s+(?:clearance|dut|declar|tariff|territor|zone|inspection|procedure))
        | (?:\b(?:the|provincial|municipal|city|county|local|state)|’s)\s+
          (?P<service>tax(?:ation)?)\s+service\b(?!\s+(?:halls?|cent(?:er|re)s?|outlets?|quality)\b)""",
        re.VERBOSE,
    )


def _spaced(pattern: str) -> str:
    """The pattern for verbose mode: its spaces stand for white space."""
    return re.sub(r"(?:\\)? ", r"\\s+", pattern)


def _in_order(short: str, full: str) -> bool:
    """Whether the characters of `short` stand in `full` in order: 文旅 in 文体旅游广电."""
    rest = iter(full)
    return all(c in rest for c in short)
