"""Duties that running text gives to bodies (文中职责): 由市商务局牵头…, 市财政局会同…, 办公室设在….

Precision before recall: a body counts only where the sentence makes it the one who acts. Lists of persons
(组长：…，成员：…) and everyday mentions of bodies give nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.bodies import REMEMBERED, bare, begin_of_name, is_body, is_collective, split_names, squeezed
from kg.choice import choice
from kg.records import Clause, Mention, Parsed, Role
from kg.statements import states_rule
from kg.terms import load
from kg.view import View

_LONGEST_ACTION = 60
_LONGEST_NAME = 42
_LONGEST_LIST = 120  # characters of bodies before a verb
_SENTENCE = re.compile(r"[^。；！？\n]+")
_OPENING = re.compile(  # what may stand before the body that opens a sentence
    r"""
    \s*(?: [一二三四五六七八九十]+是 | 第[一二三四五六七八九十]+[，、]                  # 一是
      | [（(][0-9一二三四五六七八九十]+[）)] | [①-⑳] | [0-9]{1,2}[.、]               # （1）
      | 其中[，：]? | 同时，? | 原则上，? | [^，。：；]{1,20}：                        # 其中，
      | (?:[0-9]{4}年|每年|今年)[^，。；：]{0,10}(?:前|底|内|起|末|度)，               # 2025年6月底前，
    )?\s*[“”"]?
    """,
    re.VERBOSE,
)
# 市教育局6个部门
_COUNTED = re.compile(r"\s*等?\s*(?:[0-9]+|[两二三四五六七八九十]+)\s*个?\s*(?:部门|单位|机构)\s*$")
_COUNTED_OFF = re.compile(  # 制定工业、教育2个领域设备更新方案
    r"(?P<verb>制定|编制|出台|组织实施)(?P<matters>[^，。；]+?)"
    r"[0-9两二三四五六七八九十]+个?(?P<kind>领域|方面|行业)(?P<rest>.*)"
)
_CONSULTS = (  # 由市林业局〔商〕市财政局等部门编制; not 商务, 商定
    r"商(?![务标场品业户会圈定讨事协贸贷报人])(?=[^，。；：会由]{2,12}?(?:部|局|委|厅|署))"
)
_TOWARDS = "对(?![口接于象此标照外内立策])"  # 市审计局〔对〕资金使用情况开展监督检查
_WITH = re.compile(  # 由市商务局牵头，会同…; 要会同…; 应商…
    rf"(?:(?:负责)?牵头(?:负责)?，|也?(?:必须|[要须将需]|应当?|可以?)(?:及时|主动|积极)?)?(?:会同|{_CONSULTS})"
)
_ALSO_WITH = re.compile(r"，(?:并|要|应|可|须)?会同(?!步)")  # 牵头指导赔偿工作，会同市水利局…
_NO_BEGINNING = (
    r"(?:[我本你请](?!\s*级)|其(?!他)|[在对以将把从向与为使让由经未不凡该此并如若当按根据通过是有无每要](?!\s*关))"
)
_NOT_IN_FRONT = re.compile(  # characters and words that no acting body's name begins with or holds
    rf"""
      {_NO_BEGINNING} | 关(?=部门) | (?:牵头|责任|配合|主办|协办)(?:单位|部门)
    | .*(?: 请于 | 完成 | 职责 | 分工 | 设在 | 设立 | 负责 | 建立 | 成立 | 制定 | 开展 | 组建 | 筹办 | 承办
          | 举办 | 举行 | 召开 | 所在 | [要应](?![急素]) | [将也] | 通过 | 配合 | 会同 | 监督指导 | 进行 | 履行 | 代表
          | 指定 | 建议 | 引进 | 积极 | 对接 | 采取 | 义务 | 贯彻 | 印发 | 参加 | 允许 | [局委部门]商(?!务)
          | (?<!财)经(?![济信贸开发管委营合]) | 对[我本其该] | 下设 | 赋予 | 邀请 | (?<!受)委托 | ^用好 | ^部分 | ^一些
          | [城社园办公]区$ )
    """,
    re.VERBOSE,
)
_NOT_A_DUTY = re.compile(r"负责(?:人|同志|任)|要求|要点|要素|应用|应急|应对|应城|应县|需求|需要|(?<=所)[需要]")
_LISTED = re.compile(  # （1）市财政局：
    r"(?:^|(?<=\n))\s*(?:[（(]?[0-9一二三四五六七八九十]+[）).、])?\s*(?P<names>[^，。：；\n]{2,40})："
)
_PERSONS = re.compile(r"(?:组\s*长|副组长|成\s*员|召集人|联络员|主\s*任|总指挥|指挥长)\s*：")
_CALLED = re.compile(
    r"(?:强化|充分?发挥好?|发挥好?|压实|落实|突出)(?P<names>[^，。；：\n“”]{3,40}?)的?(?P<part>牵头(?:抓总|协调|统筹|推进|单位)?)(?:的?作用|职责|职能|责任)"
)
_TAKES_PART = ("配合", "参与", "协办", "协助")
_PART_SAID = re.compile(
    r"(?:^|(?<=[，。；：\n]))(?P<names>[^，。；：\n]{3,80}?)(?P<said>为(?P<part>牵头|责任|主责|配合|参与|协办|协助)(?:单位|部门))(?=[，。；\n]|$)"
)
_MECHANISM = re.compile(
    r"(?:建立|形成|构建|健全|完善|实行)(?P<names>[^，。；由“”]{3,40}?)牵头(?:协调|抓总|负责)?、(?P<others>[^，。；“”]{3,40}?)(?:参与|配合|协同|联动)"
)
_INTERPRETS = re.compile(r"解释权(?:归|属于?|由)(?P<names>[^，。；：\n]{3,60}?)(?:所有|(?=[，。；\n]|$))")
_AFTER_SEAT = re.compile(r"[，。；\n（]|负责|承担|具体|作为|由|内")
_BY = re.compile(rf"(?<!自)由(?!于|此|来)(?=(?P<piece>[^。；：！？\n由（]{{3,{_LONGEST_LIST}}}))")
_REST_OF_NAMES = re.compile(r"（[^（）]{1,12}）|等?(?:有关|相关)?(?:部门|单位)(?:（单位）|、单位)?|等")
_MAY_END = re.compile(
    "(?:[局委会办室厅署行院队社联门位区县市州旗盟镇乡道府司心团关]|部(?!门)|组(?!织))(?![、和]|及(?!时))"
)
_DOES = re.compile(  # 市税务局〔推行〕
    "统筹|推进|推行|推动|研究|编制|健全|完善|开展|加强|加快|做好|落实|负责|建立|制定|出台|实施|实行|组织|指导|审核|审批|依法|联合|共同|定期|"
    "及时|另行|适时|积极|主动|统一|全面|切实|继续|尽快|加大|每|对|将|在|按|根据|结合|提出|发布|印发|设立|牵头|配合|强化|优化|协调|督促|监督|抓好|确定|明确|拨付|安排|办理|处置|查处|解决|搭建|打造|支持"
)
_MAY_ACT = re.compile(r"[^。；！？]{1,40}?[局委会办室厅部署府组班心行院队道关社联协处门位司团地省市县区州盟旗镇乡]")
_NO_SUBJECT = re.compile(r"\s*[与和及对向为以经同按从在（(]")  # 与市大数据中心建立接口
_RELATIVE = re.compile(  # 参与建设的各部门
    r"[^，。；]{0,30}的(?:各|有关|相关)?[^，。；]{0,6}(?:部门|单位|企业|机构|人员|地区)"
)


@dataclass(frozen=True, slots=True)
class _Duty:
    """A body at norm[start:end] and what it does."""

    start: int
    end: int
    role: Role
    action: str
    rule: str


@cache
def _roles(kind: str) -> dict[str, Role]:
    return {t.form: t["role"] for t in load("duties", required=("role",)) if t.kind == kind}  # type: ignore[misc]


@cache
def _actor() -> re.Pattern[str]:
    """The name of one who acts: 市商务局, not 鼓励企业 or 依托市大数据中心."""
    ends = "|".join(sorted(_roles("actor"), key=lambda w: (-len(w), w)))
    objects = "|".join(sorted(_roles("object"), key=lambda w: (-len(w), w)))
    return re.compile(rf"(?!(?:{objects})(?!部|办|联|会|局|委))(?!.*作为).*(?:{ends})$")


@cache
def _never_opens() -> re.Pattern[str]:
    """How what is no acting body's name begins, whatever follows: 鼓励…, 在…, 要…; asked before names are cut."""
    return re.compile(rf"(?:{_NO_BEGINNING}|{choice(_roles('object'))}(?!部|办|联|会|局|委))")


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    more = {"by": f"|{_CONSULTS}", "subject": f"|{_CONSULTS}|{_TOWARDS}"}.get(kind, "")
    return re.compile(choice(_roles(kind)) + more)


@cache
def _seat() -> re.Pattern[str]:
    """办公室设在, with or without a short name in brackets between: 办公室（以下简称县茶改办）设在."""
    seats = [re.match("(办公室|秘书处)(.+)", form) for form in _roles("seat")]
    words = choice({found[2] for found in seats if found})
    return re.compile(rf"(?P<office>办公室|秘书处)(?:（[^（）]{{2,20}}）)?(?P<seat>{words})")


def duties(parsed: Parsed) -> tuple[Mention, ...]:
    """Returns the bodies that running text makes act, clause by clause, in order of print.

    Takes 由市商务局会同市供销社制定若干措施; must leave alone 支持企业参与制定标准 and 组长：王某.
    """
    headings = {clause.path: clause.heading or "" for clause in parsed.clauses}
    found: list[Mention] = []
    for clause in parsed.clauses:
        found += _listed(clause, headings)
        found += _once(_mention(clause.path, clause.body, duty) for duty in _of_text(clause.body.norm))
    return tuple(found)


def _mention(path: str, view: View, duty: _Duty) -> Mention:
    text = squeezed(view.text[duty.start : duty.end])
    first, last = view.span(duty.start, duty.end)
    collective = is_collective(view.norm[duty.start : duty.end])
    return Mention(path, text, first, last, duty.role, "text", duty.rule, False, collective, duty.action)


def _once(mentions: Iterator[Mention]) -> Iterator[Mention]:
    seen: set[tuple[int, str | None]] = set()
    for mention in sorted(mentions, key=lambda m: (m.start, m.end)):
        if (mention.start, mention.action) not in seen:
            seen.add((mention.start, mention.action))
            yield mention


def _listed(clause: Clause, headings: dict[str, str]) -> Iterator[Mention]:
    """9.象州生态环境局：指导办理… under 职责分工: the heading, or the front of a line, is the body."""
    over = headings.get(clause.parent or "", "")
    words = _roles("list")
    if not any(word in over or word in (clause.heading or "") for word in words):
        return
    view = clause.heading_view
    if view is not None and any(word in over for word in words):
        action = _cut(clause.body.norm, 0) or "见正文"
        for a, b in _names(view.norm, 0, len(view.norm.rstrip("：。 "))):
            yield _mention(clause.path, view, _Duty(a, b, "responsible", action, "text:list"))
    norm = clause.body.norm
    for line in _LISTED.finditer(norm):
        for a, b in _names(norm, *line.span("names")):
            yield _mention(clause.path, clause.body, _Duty(a, b, "responsible", _cut(norm, line.end()), "text:list"))


def _of_text(norm: str) -> Iterator[_Duty]:
    yield from _seats(norm)
    if "由" in norm:
        yield from _by(norm)
    if "为" in norm:
        yield from _said_to_be(norm)
    if "牵头" in norm:
        yield from _called_to_lead(norm)
        yield from _in_a_mechanism(norm)
    if "解释权" in norm:
        yield from _interpreting(norm)
    for sentence in _SENTENCE.finditer(norm):
        if not ("以下" in sentence.group() or "说明" in sentence.group()) or not states_rule(sentence.group()):
            yield from _subject(norm, *sentence.span())
            yield from _later_subjects(norm, *sentence.span())
            for match in _ALSO_WITH.finditer(norm, *sentence.span()) if "会同" in sentence.group() else ():
                yield from _joined(norm, match.end())


@lru_cache(maxsize=REMEMBERED)
def _acts(text: str) -> bool:
    """Tells whether a government paper makes the bearer of a name act: 市商务局, 各县区; 鼓励企业 and 平台 do not."""
    text = squeezed(text)
    if len(text) > _LONGEST_NAME or _NOT_IN_FRONT.match(text) or not _actor().match(bare(text)):
        return False
    if text[-1] in "区地" and not is_collective(text) and (len(text) > 4 or text[-1] == "地"):
        return False  # 风景名胜区, 培训基地
    if text in ("自治区", "自治州", "自治县", "自治旗"):
        return False  # 自治区建立协调机制: the place, like 省 and 市
    return is_body(text) or (is_collective(text) and (len(text) > 2 or text[0] == "各"))


def _names(norm: str, start: int, end: int) -> list[tuple[int, int]]:
    """The bodies of norm[start:end] when it holds nothing but bodies, else nothing."""
    counted = _COUNTED.search(norm, start, end)
    end = counted.start() if counted else end
    names = split_names(norm, start, end)
    return [(n.start, n.end) for n in names] if all(_acts(norm[n.start : n.end]) for n in names) else []


def _cut(norm: str, start: int) -> str:
    """The words of a duty: to the end of the sentence, at most sixty characters."""
    stop = re.compile(r"[。；！？\n]|，由").search(norm, start)
    text = norm[start : stop.start() if stop else len(norm)].strip("，：、 ")
    if len(text) > _LONGEST_ACTION:
        cut = max(text.rfind("，", 0, _LONGEST_ACTION), text.rfind("、", 0, _LONGEST_ACTION))
        text = text[: cut if cut > 10 else _LONGEST_ACTION]
    return "".join(text.split())


def _seats(norm: str) -> Iterator[_Duty]:
    """办公室设在市发展改革委, 在省发展改革委设立协调机制办公室: who houses an office leads."""
    if "办公室" not in norm and "秘书处" not in norm:
        return
    for match in _seat().finditer(norm):
        stop = _AFTER_SEAT.search(norm, match.end() + 2)
        end = stop.start() if stop else len(norm)
        for a, b in _names(norm, match.end(), end):
            yield _Duty(a, b, "lead", match["office"] + match["seat"], "text:seat")
    for match in re.finditer(r"在(?P<name>[^，。；、：\n在]{3,20}?)设立?(?P<office>[^，。；、：\n]{0,16}办公室)", norm):
        for a, b in _names(norm, *match.span("name")):
            yield _Duty(a, b, "lead", f"设立{match['office']}", "text:seat")


def _called_to_lead(norm: str) -> Iterator[_Duty]:
    """强化市发展改革委牵头抓总作用: who is to lead. Not 发挥企业牵头作用."""
    for match in _CALLED.finditer(norm):
        for a, b in _names(norm, *match.span("names")):
            yield _Duty(a, b, "lead", match["part"], "text:牵头作用")


def _said_to_be(norm: str) -> Iterator[_Duty]:
    """市商务局为牵头部门，市财政局为配合部门: the part that each is said to have. Not 列第一位的为牵头单位."""
    for match in _PART_SAID.finditer(norm):
        role: Role = (
            "lead" if match["part"] == "牵头" else "participant" if match["part"] in _TAKES_PART else "responsible"
        )
        for a, b in _names(norm, *match.span("names")):
            yield _Duty(a, b, role, match["said"], "text:为…单位")


def _in_a_mechanism(norm: str) -> Iterator[_Duty]:
    """建立市政府办公室牵头、市级有关部门参与的工作机制: who leads it and who takes part. Not 政府牵头、企业参与."""
    for match in _MECHANISM.finditer(norm):
        for name, role in (("names", "lead"), ("others", "participant")):
            for a, b in _names(norm, *match.span(name)):
                yield _Duty(a, b, role, "建立机制", "text:牵头、参与")  # type: ignore[arg-type]


def _interpreting(norm: str) -> Iterator[_Duty]:
    """解释权归市商务局所有: who says what a paper means."""
    for match in _INTERPRETS.finditer(norm):
        for a, b in _names(norm, *match.span("names")):
            yield _Duty(a, b, "responsible", "负责解释", "text:解释权")


def _by(norm: str) -> Iterator[_Duty]:
    """由市商务局会同有关部门制定…: the bodies between 由 and the verb act."""
    for match in _BY.finditer(norm):
        found = _before_verb(norm, "by", match.end(), match.end("piece"))
        if found and not _of_a_rule(norm, match.start()):
            names, verb = found
            yield from _acting(
                norm, names, verb.start(), _roles("by").get(verb.group(), "responsible"), f"text:由…{verb.group()}"
            )


def _before_verb(norm: str, kind: str, start: int, end: int) -> tuple[list[tuple[int, int]], re.Match[str]] | None:
    """The bodies from `start` to the first verb that nothing but bodies stands before: 监管 is none in 市场监管局."""
    if _never_opens().match(norm, begin_of_name(norm, start, end)):
        return None
    for verb in _pattern(kind).finditer(norm, start + 2, end):
        if _NOT_A_DUTY.match(norm, verb.start()):
            continue
        pause = _OWN_PAUSE.search(norm, start, verb.start())
        if names := _names(norm, start, pause.start() if pause else verb.start()):
            return names, verb
    return None


def _of_a_rule(norm: str, at: int) -> bool:
    """Tells whether the sentence around `at` says how to read statements: 以下均由各县区负责，不再一一列出."""
    start = max(norm.rfind("。", 0, at), norm.rfind("；", 0, at), norm.rfind("\n", 0, at)) + 1
    stop = re.compile(r"[。；\n]|$").search(norm, at)
    return states_rule(norm[start : stop.start() if stop else len(norm)])


def _subject(norm: str, start: int, end: int) -> Iterator[_Duty]:
    """市财政局会同市税务局制定…: the bodies that open a sentence act."""
    opening = _OPENING.match(norm, start, end)
    at = opening.end() if opening else start
    if norm.startswith("会同", at):
        yield from _joined(norm, at + 2)
        return
    if _NO_SUBJECT.match(norm, at) or not _MAY_ACT.match(norm, at):
        return
    found = _before_verb(norm, "subject", at, min(end, at + _LONGEST_LIST))
    if found is None or _PERSONS.search(norm, start, end):
        return
    names, verb = found
    if not _RELATIVE.match(norm, verb.start()):
        yield from _acting(
            norm, names, verb.start(), _roles("subject").get(verb.group(), "responsible"), f"text:{verb.group()}"
        )


def _later_subjects(norm: str, start: int, end: int) -> Iterator[_Duty]:
    """完善工作机制，各有关部门按照职责分工抓好落实: the bodies that act after a comma. Not 支持企业，市场监管趋严."""
    for match in _LATER.finditer(norm, start, end):
        verb = match.end()
        if _never_opens().match(norm, match.start("names")) or _NOT_A_DUTY.match(norm, verb):
            continue
        names = _names(norm, *match.span("names"))
        found = _pattern("subject").match(norm, verb)
        if not names or found is None or _PERSONS.search(norm, start, end):
            continue
        if _RELATIVE.match(norm, verb) or _NAMED_BY.match(norm, verb):
            continue
        yield from _acting(norm, names, verb, _roles("subject")[found.group()], f"text:{found.group()}")


_NAMED_BY = re.compile(r"[^，。；]*(?:确认|认定|编制|制定|印发|批准|发布|公布)的")  # 市发展改革委会同有关部门确认的项目
_LATER = re.compile(
    r"，(?P<names>(?!报(?!社)|经(?![济信贸开发委])|接受|业务上|深入|实现|领导|依规|依法|协助|提请|送|请|交(?!通)|商(?!务))(?=[^，。；：！？\n]{2,40})(?:(?!要|应|须|负责|牵头|会同|制定|出台|按照|协助|配合|做好|抓好|承担)[^，。；：！？\n]){2,40}?"
    r"[局委会办室厅部署组行院队社联门位区县市州旗盟镇乡道府司心团关])(?:等(?:有关|相关)?(?:部门|单位)?)?"
    r"(?=要|应|须|必须|也要|负责|牵头|会同(?!步)|制定|出台|按照|协助|配合|参与|参加|分别|具体|依职责|做好|抓好|承担|结合|统筹|组织|指导|督促|定期|每年)"
)
_OWN_PAUSE = re.compile(  # what may stand between those who act and their verb
    r"""
      在[^，。；]{0,6}职责[^，。；]{0,4}内，? | 在[^，。；]{2,14}领导下，?        # 在职责范围内，
    | (?:作为|是)[^，。；]{2,40}，(?=要|应|须|负责|按)                                   # 作为责任主体，
    | 于[^，。；]{2,14}[前底内末]                                                # 于2025年11月底前
    | ，(?=(?:要|应|须|需|必须|按|根据|会同|定期))
    """,
    re.VERBOSE,
)


_EVENT = re.compile(r"(?:每年|每季度?|每月|每学期|定期)?(?:至少|不少于)?(?:举办|举行|召开)")
_INSTITUTION = re.compile(r"(?:中心|学校|[中小大]学|学院|医院|(?:图书|博物|文化|科技|展览|美术|体育)馆|幼儿园|研究[院所])$")


def _acting(norm: str, names: list[tuple[int, int]], verb: int, role: Role, rule: str) -> Iterator[_Duty]:
    """The duty of each body before the verb, and of those that it acts with (会同)."""
    if not names:
        return
    actions = _shared_out(_cut(norm, verb), len(names))
    event = _EVENT.match(norm, verb)
    for (a, b), action in zip(names, actions, strict=True):
        if event and _INSTITUTION.search(norm, a, b):
            continue  # 县职教中心每年举办开放日: what it does, not what it answers for
        yield _Duty(a, b, role, action, rule)
    joined = _WITH.match(norm, verb)
    if joined is not None:
        yield from _joined(norm, joined.end())


def _joined(norm: str, start: int) -> Iterator[_Duty]:
    """The bodies behind 会同: they take part."""
    stop = re.compile(r"[，。；：\n]").search(norm, start)
    last = stop.start() if stop else len(norm)
    names = [] if _never_opens().match(norm, start) else _leading_names(norm, start, last)
    for a, b in names:
        yield _Duty(a, b, "participant", f"会同：{_cut(norm, _behind_names(norm, names[-1][1]))}", "text:会同")


def _behind_names(norm: str, at: int) -> int:
    """Where the words behind a list of bodies begin: 确定 in 会同财政部等部门〔确定〕."""
    found = _REST_OF_NAMES.match(norm, at)
    return found.end() if found else at


def _shared_out(action: str, bodies: int) -> list[str]:
    """One action for each body where the text counts them off: 制定工业、教育2个领域设备更新方案 for two bodies."""
    match = _COUNTED_OFF.match(action)
    matters = match["matters"].split("、") if match else []
    if match is None or bodies < 2 or len(matters) != bodies:
        return [action] * bodies
    return [f"{match['verb']}{matter}{match['kind']}{match['rest']}" for matter in matters]


def _leading_names(norm: str, start: int, end: int) -> list[tuple[int, int]]:
    """The bodies that open norm[start:end]: 市税务局、人民银行 in 市税务局、人民银行推行一窗办理.

    What they do follows without a mark; the first place where a body's name can end is taken, a later one where the
    first cuts a name (市人大常委会).
    """
    shortest: list[tuple[int, int]] = []
    for stop in _MAY_END.finditer(norm, start, min(end, start + _LONGEST_LIST)):
        found = _names(norm, start, stop.end())
        if found and (stop.end() == end or norm[stop.end()] in "（(" or _DOES.match(norm, stop.end())):
            return found
        shortest = shortest or found
    return shortest
