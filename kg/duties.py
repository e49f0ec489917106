"""Duties that running text gives to bodies (文中职责): 由市商务局牵头…, 市财政局会同…, 办公室设在….

Precision before recall: a body counts only where the sentence makes it the one who acts. Lists of persons
(组长：…，成员：…) and everyday mentions of bodies give nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from kg.acting import LONGEST_LIST, Duty, acting_names, leading_names, never_opens, roles, shared_out
from kg.appointed import appointed
from kg.bodies import JOINT_NAME, begin_of_name, is_collective, squeezed
from kg.choice import choice
from kg.competence import HANDS_UP, IS_IN_CHARGE, OFFICE, OTHER_CASES, RULES, WHEN, office_of
from kg.records import Clause, Mention, Parsed, Role
from kg.statements import states_rule
from kg.view import View

_LONGEST_ACTION = 60
_BARE = 5  # characters of a verb that says nothing of the matter: 牵头，市财政局配合，推行…
_HELPS = re.compile("(?:积极|主动|要|应|共同)*(?:配合|协助|协同|参与|参加|支持)")
_FEW = 3  # bodies that an action names, beside whom it is done with
_FARTHEST = 2 * (LONGEST_LIST + _LONGEST_ACTION)  # behind a verb nothing further tells on what is done
_OTHERS = re.compile("其[他它余]")
_SENTENCE_STOP = re.compile(r"[。；！？\n]")
_PAUSE = re.compile("，")
# What opens a further part of those who act: ，并牵头…，配合…; not 牵头单位, 参与度
_NEXT_PART = re.compile(
    r"(?:并|同时|还|另|另外)?(?:做好|抓好|具体|积极|主动|共同|依法)?(?P<part>牵头|配合|协助|协同|参与|负责)"
    r"(?!单位|部门|作用|责任|人|度|率|面|企业|主体|者)"
)
_DOES_ITS_PART = re.compile(r"\s*(?:具体|主要)?(?:负责|牵头|配合|协助|承担)(?!单位|部门|人|同志)")
_LEADS = re.compile(
    r"(?:分别|要|须|应|应当|具体|共同|统一|按职责|按照职责分工)(?:负责)?牵头(?!单位|部门|作用)"
)  # 分别牵头负责
_PARTS: dict[str, Role] = {
    "牵头": "lead", "负责": "responsible", "配合": "participant", "协助": "participant", "协同": "participant",
    "参与": "participant",
}  # fmt: skip
_PART = re.compile(r"(?:要|须|应|应当|具体|分别|主要|共同|统一)*(?:牵头|配合|协助|协同|参与|负责|承担|主责)")
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
_NUMBER = re.compile(r"\s*(?:[（(][0-9一二三四五六七八九十]+[）)]|[①-⑳]|[0-9]{1,2}[.、])?\s*[“”\"]?")
_CONSULTS = (  # 由市林业局〔商〕市财政局等部门编制; not 商务, 商定
    r"商(?![务标场品业户会圈定讨事协贸贷报人])(?=[^，。；：会由]{2,12}?(?:部|局|委|厅|署))"
    r"|(?<=[局委办厅部署])会(?=[省市区县州](?!长)[^，。；：会由]{1,12}?(?:部|局|委|厅|办))"  # 市商务局〔会〕市财政局
)
_TOWARDS = "对(?![口接于象此标照外内立策])"  # 市审计局〔对〕资金使用情况开展监督检查
_WITH = re.compile(  # 由市商务局牵头，会同…; 要会同…; 应商…
    rf"(?:(?:负责)?牵头(?:负责)?，|也?(?:必须|[要须将需]|应当?|可以?)(?:及时|主动|积极)?)?(?:会同|{_CONSULTS})"
)
_ALSO_WITH = re.compile(r"，(?:并|要|应|可|须)?会同(?!步)")  # 牵头指导赔偿工作，会同市水利局…
_TOGETHER_WITH = re.compile(  # 征求意见后，〔与市市场监管局联合〕发布
    r"，(?:并|再|应当?|须|可以?)?与(?P<names>[^，。；：、]{3,24}(?:、[^，。；：、]{3,24}){0,4}?)(?:联合|共同)"
    r"(?=发布|印发|制定|制订|出台|公布|组织|开展|实施|认定|评选|审定|审核|编制|建立|下达)"
)
_NOT_A_DUTY = re.compile(
    r"组织部|主要负责(?:人|同志|的)|[主协]办(?:单位|部门|方|者|人|机构|权)|主管(?:部门|单位|机[关构]|领导|负责|副|司|人|处|局)|归口(?:部门|单位|管理(?:部门|单位|机构|司局))"
    r"|行使(?:主体|权)|履行情况|协调(?:机[制构]|小组|组|员|会|办)|评审(?:委员会|组|专家|机构|小组|会|办)|评定(?:机构|委员会|组)"
    r"|执行(?:局|委|机构|情况|组|董事)|(?:公示期|办理情况|给予的|自行车)|推进(?:办|组|中心)|督查[室局]|监督(?:管理)?局|指导中心|统筹[办局]|协调[办局]|负责(?:人|同志|任)|负总责(?=[的、”])|要求|要点|要素|应用|应急|应对|应城|应县|需求|需要|(?<=所)[需要]|承[担办](?=单位|主体|方|机构)"
    rf"|{JOINT_NAME}"  # 联合巡河办公室
)
_LISTED = re.compile(  # （1）市财政局：
    r"(?:^|(?<=\n))\s*(?:[（(]?[0-9一二三四五六七八九十]+[）).、])?\s*(?P<names>[^，。：；\n]{2,40})："
)
_PERSONS = re.compile(r"(?:组\s*长|副组长|成\s*员|召集人|联络员|主\s*任|总指挥|指挥长)\s*：")
_SHORT_NAME = r"（(?:以下)?(?:简称|统称)[^（）]{2,24}）"
_BY = re.compile(  # 由市教育局（以下简称“市局”）负责
    rf"(?<!自)由(?!于|此|来)(?=(?P<piece>(?:[^。；：！？\n由（]|{_SHORT_NAME}){{3,{LONGEST_LIST}}}))"
)
_REST_OF_NAMES = re.compile(r"（[^（）]{1,12}）|等?(?:有关|相关)?(?:部门|单位)(?:（单位）|、单位)?|等")
_MAKES_UP = ("组成", "共同组成")
_ORGAN_BEFORE = re.compile(r"(?:^|[，。；：\n])(?P<organ>[^，。；：\n]{2,30}?)(?:主要|具体)?$")
_TELLS_HOW = re.compile("以下|说明|不再")  # without one of these a sentence is no rule for others
_MAY_ACT = re.compile(r"[^。；！？]{1,40}?[台场局委会办室厅部署府组班心行院队道关社联协处门位司团地省市县区州盟旗镇乡]")
_NO_SUBJECT = re.compile(r"\s*[与和及对向为以经同按从在（(]")  # 与市大数据中心建立接口
_RELATIVE = re.compile(  # 参与建设的各部门; not 负责小组的组成、人员补选
    r"[^，。；]{0,30}的(?:各|有关|相关)?[^，。；、]{0,6}(?:部门|单位|企业|机构|人员|地区)"
    rf"|{OTHER_CASES}"
)
_ITS_OWN = re.compile("[一-鿿]{2}的(?!职责|主要)")  # 市水利局核发的证件


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    subject = f"|{_CONSULTS}|{_TOWARDS}|{WHEN}|{IS_IN_CHARGE}|{OFFICE}"
    more = {"by": f"|{_CONSULTS}|{WHEN}|{HANDS_UP}|{RULES}", "subject": subject}.get(kind, "")
    return re.compile(choice(roles(kind)) + more)


def duties(parsed: Parsed) -> tuple[Mention, ...]:
    """Returns the bodies that running text makes act, clause by clause, in order of print.

    Takes 由市商务局会同市供销社制定若干措施; must leave alone 支持企业参与制定标准 and 组长：王某.
    """
    headings = {clause.path: clause.heading or "" for clause in parsed.clauses}
    divided = Counter(_above(clause) for clause in parsed.clauses if _tells_its_part(clause))
    found: list[Mention] = []
    for clause in parsed.clauses:
        found += _listed(clause, headings, divided[_above(clause)] > 1)
        found += _once(_mention(clause.path, clause.body, duty) for duty in _of_text(clause.body.norm))
    return tuple(found)


def _mention(path: str, view: View, duty: Duty) -> Mention:
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


def _above(clause: Clause) -> str:
    """What a clause stands in, be it a clause or an attachment."""
    return clause.path.rpartition("/")[0]


def _tells_its_part(clause: Clause) -> bool:
    """Whether a clause's heading is a body, and its text begins with that body's part: 市林业局。负责防火."""
    if clause.heading_view is None or not _DOES_ITS_PART.match(clause.body.norm):
        return False
    return bool(acting_names(clause.heading_view.norm, 0, len(clause.heading_view.norm.rstrip("：。 "))))


def _listed(clause: Clause, headings: dict[str, str], divided: bool) -> Iterator[Mention]:
    """9.甲县生态环境局：指导办理… under 职责分工: the heading, or the front of a line, is the body.

    `divided`: more clauses beside this one are headed by bodies and tell their parts.
    """
    over = headings.get(clause.parent or "", "")
    words = roles("list")
    norm = clause.body.norm
    told_above = divided or any(word in over for word in words)
    if not told_above and not any(word in (clause.heading or "") for word in words):
        for line in _LISTED.finditer(norm) if "：" in norm else ():
            if _DOES_ITS_PART.match(norm, line.end()):  # 县公安局：负责打击非法集资
                for duty in _told_of(norm, line.end(), acting_names(norm, *line.span("names"))):
                    yield _mention(clause.path, clause.body, duty)
        return
    view = clause.heading_view
    if view is not None and told_above:
        names = acting_names(view.norm, 0, len(view.norm.rstrip("：。 ")))
        if divided and _OTHERS.match(view.norm):  # the text names them
            return
        later = (m.end() for m in _SENTENCE_STOP.finditer(norm)) if names else ()  # …；〔牵头〕组织检查
        for start in (0, *(at for at in later if _NEXT_PART.match(norm, at))):
            for duty in _told_of(norm, start, names):
                yield _mention(clause.path, view, replace(duty, action=duty.action or "见正文"))
    for line in _LISTED.finditer(norm):
        for duty in _told_of(norm, line.end(), acting_names(norm, *line.span("names"))):
            yield _mention(clause.path, clause.body, duty)


def _told_of(norm: str, start: int, names: list[tuple[int, int]]) -> Iterator[Duty]:
    """What the words behind 市财政局： say that each of the bodies does: 负责资金筹集，〔配合〕验收."""
    first = _NEXT_PART.match(norm, start)
    role = _PARTS[first["part"]] if first else "responsible"
    further = list(_further_parts(norm, start, role)) if names else []
    own = norm[: further[0][0]] if further else norm
    for a, b in names:
        yield Duty(a, b, role, _cut(own, start), "text:list")
        for _, part, at in further:
            yield Duty(a, b, _PARTS[part], _cut(norm, at), f"text:{part}")


def _of_text(norm: str) -> Iterator[Duty]:
    yield from appointed(norm)
    if "由" in norm:
        yield from _by(norm)
    for sentence in _SENTENCE.finditer(norm):
        if not (_TELLS_HOW.search(sentence.group()) and states_rule(sentence.group().strip("（） "))):
            yield from _office(norm, *sentence.span()) or _subject(norm, *sentence.span())
            yield from _later_subjects(norm, *sentence.span())
            yield from _each_its_part(norm, *sentence.span())
            for match in _ALSO_WITH.finditer(norm, *sentence.span()) if "会同" in sentence.group() else ():
                yield from _joined(norm, match.end())
            for match in _TOGETHER_WITH.finditer(norm, *sentence.span()) if "与" in sentence.group() else ():
                yield from _beside(norm, match)


def _cut(norm: str, start: int) -> str:
    """The words of a duty: to the end of the sentence, at most sixty characters."""
    stop = re.compile(r"[。；！？\n]|，由").search(norm, start, start + _FARTHEST)
    text = norm[start : stop.start() if stop else start + _FARTHEST].strip("，：、 ")
    if len(text) > _LONGEST_ACTION:
        cut = max(text.rfind("，", 0, _LONGEST_ACTION), text.rfind("、", 0, _LONGEST_ACTION))
        text = text[: cut if cut > 10 else _LONGEST_ACTION]
    return "".join(text.split())


def _by(norm: str) -> Iterator[Duty]:
    """由市商务局会同有关部门制定…: the bodies between 由 and the verb act."""
    for match in _BY.finditer(norm):
        if _of_a_rule(norm, match.start()):
            continue
        for names, verb, end in _chain(norm, "by", match.end(), match.end("piece")):
            role, rule = roles("by").get(verb.group(), "responsible"), f"text:由…{verb.group()}"
            organ = _organ_before(norm, match.start()) if verb.group() in _MAKES_UP else ""
            told = _acting(norm[:end], names, verb.start(), role, rule)
            yield from (replace(d, action=f"{verb.group()}{organ}") for d in told) if organ else told


def _chain(norm: str, kind: str, start: int, end: int) -> Iterator[tuple[list[tuple[int, int]], re.Match[str], int]]:
    """The bodies that act from `start` on, their verb and where its words end: 由市体育局主办、市文旅局承办 has two."""
    while found := _before_verb(norm, kind, start, end):
        names, verb = found
        start = verb.end() + 1
        others = norm.startswith("、", verb.end()) and _before_verb(norm, kind, start, end)
        yield names, verb, verb.end() if others else len(norm)
        if not others:
            return


def _organ_before(norm: str, at: int) -> str:
    """联席会议 in 联席会议由市教育局、市财政局组成: the organ whose members follow, "" where it stands behind them."""
    organ = _ORGAN_BEFORE.search(norm, max(at - 40, 0), at)
    return organ["organ"] if organ else ""


def _before_verb(norm: str, kind: str, start: int, end: int) -> tuple[list[tuple[int, int]], re.Match[str]] | None:
    """The bodies from `start` to the first verb that nothing but bodies stands before: 监管 is none in 市场监管局."""
    if never_opens().match(norm, begin_of_name(norm, start, end)):
        return None
    for verb in _pattern(kind).finditer(norm, start + 2, end):
        if _NOT_A_DUTY.match(norm, verb.start()):
            continue
        pause = _OWN_PAUSE.search(norm, start, verb.end())
        pause = pause if pause and pause.end() <= verb.start() else None
        if names := acting_names(norm, start, pause.start() if pause else verb.start()):
            return names, verb
    return None


def _of_a_rule(norm: str, at: int) -> bool:
    """Tells whether the sentence around `at` says how to read statements: 以下均由各县区负责，不再一一列出."""
    start = max(norm.rfind("。", 0, at), norm.rfind("；", 0, at), norm.rfind("\n", 0, at)) + 1
    stop = re.compile(r"[。；\n]|$").search(norm, at)
    return states_rule(norm[start : stop.start() if stop else len(norm)])


def _subject(norm: str, start: int, end: int) -> Iterator[Duty]:
    """市财政局会同市税务局制定…: the bodies that open a sentence act."""
    opening = _OPENING.match(norm, start, end)
    at = opening.end() if opening else start
    if norm.startswith("会同", at):
        yield from _joined(norm, at + 2)
        return
    if _NO_SUBJECT.match(norm, at) or not _MAY_ACT.match(norm, at):
        return
    for names, verb, last in _chain(norm, "subject", at, min(end, at + LONGEST_LIST)):
        at = verb.start()
        if _PERSONS.search(norm, start, end):
            return
        if verb.group() in "是为" or not (_RELATIVE.match(norm, at) or _ITS_OWN.match(norm, at)):
            role = roles("subject").get(verb.group(), "responsible")
            yield from _acting(norm[:last], names, at, role, f"text:{verb.group()}")


def _office(norm: str, start: int, end: int) -> list[Duty]:
    """领导小组办公室的主要职责：拟订计划, 筹备组及其办公室…主要任务是：: the body whose tasks a list tells."""
    opening = _NUMBER.match(norm, start, end)
    found = office_of(norm, opening.end() if opening else start, end)
    return [] if found is None else [Duty(a, b, "responsible", _cut(norm, found[1]), "text:职责") for a, b in found[0]]


def _later_subjects(norm: str, start: int, end: int) -> Iterator[Duty]:
    """完善工作机制，各有关部门按照职责分工抓好落实: the bodies that act after a comma. Not 支持企业，市场监管趋严."""
    persons: bool | None = None  # asked once for all of a sentence's bodies
    for match in _LATER.finditer(norm, start, end):
        verb = match.end()
        if never_opens().match(norm, match.start("names")) or _NOT_A_DUTY.match(norm, verb):
            continue
        names = acting_names(norm, *match.span("names"))
        found = _pattern("subject").match(norm, verb)
        if not names or found is None:
            continue
        persons = _PERSONS.search(norm, start, end) is not None if persons is None else persons
        if persons:
            return
        if _RELATIVE.match(norm, verb) or _NAMED_BY.match(norm, verb):
            continue
        role = roles("subject").get(found.group(), "responsible")
        yield from _acting(norm, names, verb, role, f"text:{found.group()}")


_GIVEN = re.compile(r"(?:由[^，。；]{3,40}|[局委会办室院])(?:负责|牵头)(?!单位|部门|人)")
_OWN_NAME = re.compile(r"，(?=(?:[省市县区州盟旗](?![民场委级内外域情容])|团[省市县区州]|国网|人行|中国)[^，。；]{4,})")
# What each of further bodies does, behind one that leads: ，县供水公司〔抢修〕管道
_ADDS = re.compile(
    "保障|落实|选派|抽调|提供|播发|播放|滚动|循环|抢修|维护|维持|疏导|监管|监督|管护|筹措|安排|拨付|受理|核实|核定|巡查|检查|验收|宣传|发动|调度|供应|配套"
)


def _each_its_part(norm: str, start: int, end: int) -> Iterator[Duty]:
    """由县水利局牵头，县供水公司抢修管道，县电视台播放短片: what further bodies do beside the one that leads."""
    given = _GIVEN.search(norm, start, end)
    for pause in _OWN_NAME.finditer(norm, given.end(), end) if given else ():
        at = pause.end()
        stop = re.compile("[，；。]|$").search(norm, at, end)
        last = stop.start() if stop else end
        adds = _ADDS.search(norm, at, last)
        names = acting_names(norm, at, adds.start()) if adds and not _LATER.match(norm, pause.start()) else []
        if adds and names and not norm.startswith("的", adds.end()):
            yield from _acting(norm[:last], names, adds.start(), "responsible", f"text:{adds.group()}")


_NAMED_BY = re.compile(
    r"[^，。；]*(?:确认|认定|编制|制定|印发|批准|核发|作出|给予|发布|公布)的"
)  # 市发展改革委会同有关部门确认的项目
_LATER = re.compile(
    r"，(?P<names>(?!报(?!社)|经(?![济信贸开发委])|接受|业务上|深入|实现|领导|依规|依法|协助|提请|移送|移交|除|送|请|交(?!通)|商(?!务))(?=[^，。；：！？\n]{2,40})(?:(?!要|应(?!急)|须|负责|牵头|会同|制定|出台|按照|协助|配合|做好|抓好|承担)[^，。；：！？\n]){1,40}?"
    r"[局委会办室厅部署处所组行院台场队社联门位区县市州旗盟镇乡道府司心团关村站](?:（[^（）]{1,8}）)?)(?:等(?:有关|相关)?(?:部门|单位)?)?"
    r"(?=要|应|须|必须|也要|负责|牵头|会同(?!步)|制定|出台|按照|按(?:各自|职责|分工|职能)|依法|协助|协同(?:做好|推进|落实|配合)|配合|参与|参加|分别|具体|依职责|做好|抓好|承担|根据(?:各自|职责)|结合|统筹(?![办局])|组织(?!部)|指导(?!中心)|督促|定期|每年|[是为](?:第一)?责任(?:主体|人)|依照|依据|对(?![口接于象此标照外内立策])|汇总|审核|审查|审定|主管(?!部门|单位|机)|归口管理(?!部门|单位)|[主承协]办(?!单位|部门|方|机构)|给予|予以|履行|行使|公布|公示|核发|认定(?!的)|自行(?!车)|于(?=[^，。；]{2,14}[前底内末])|自?(?:收到|接到)|在(?=收到|接到|[0-9]+个?(?:工作)?日内))"
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
_INSTITUTION = re.compile(
    r"(?:中心|学校|[中小大]学|学院|医院|(?:图书|博物|文化|科技|展览|美术|体育)馆|幼儿园|研究[院所])$"
)


def _acting(norm: str, names: list[tuple[int, int]], verb: int, role: Role, rule: str) -> Iterator[Duty]:
    """The duty of each body before the verb, and of those that it acts with (会同)."""
    if not names:
        return
    if leads := _LEADS.match(norm, verb):
        role, rule = "lead", f"text:{leads.group()}"
    further = list(_further_parts(norm, verb, role)) if _PART.match(norm, verb) else []
    own = norm[: further[0][0]] if further else norm
    own = own[: _others_from(own, verb)]
    actions = shared_out(_told(own, verb), len(names))
    event = _EVENT.match(norm, verb)
    for (a, b), action in zip(names, actions, strict=True):
        if event and _INSTITUTION.search(norm, a, b):
            continue  # 县少年宫每年举办科普节: what it does, not what it answers for
        yield Duty(a, b, role, action, rule)
    joined = _WITH.match(norm, verb)
    if joined is not None:
        yield from _joined(norm, joined.end())
    for _, part, start in further:
        for a, b in names:
            yield Duty(a, b, _PARTS[part], _cut(norm, start), f"text:{part}")


def _others_from(norm: str, verb: int) -> int:
    """Where behind a verb another body begins to act: 市商务局组织对接，〔市财政局对项目予以支持〕."""
    last = min(verb + _FARTHEST, len(norm))
    stop = _SENTENCE_STOP.search(norm, verb, last)
    for match in _LATER.finditer(norm, verb, stop.start() if stop else last):
        helps = match.start() - verb < _BARE or _HELPS.match(norm, match.end())
        if not helps and acting_names(norm, *match.span("names")):
            return match.start()
    return len(norm)


def _told(norm: str, verb: int) -> str:
    """What is done from the verb on; of many that it is done with the first alone, so that the matter is not cut."""
    joined = _WITH.match(norm, verb)
    if joined is None:
        return _cut(norm, verb)
    stop = re.compile(r"[，。；：\n]").search(norm, joined.end())
    names = leading_names(norm, joined.end(), stop.start() if stop else len(norm))
    if len(names) <= _FEW or names[-1][1] - verb < _LONGEST_ACTION // 2:
        return _cut(norm, verb)
    return f"{norm[verb : names[0][1]]}等部门{_cut(norm, _behind_names(norm, names[-1][1]))}"


def _further_parts(norm: str, verb: int, role: Role) -> Iterator[tuple[int, str, int]]:
    """市商务局负责甲，〔牵头〕乙，〔配合〕丙: where each other part is set off, its word and where that stands.

    Ends where somebody else acts: 市商务局负责甲，市财政局配合.
    """
    told = {role}
    stop = _SENTENCE_STOP.search(norm, verb)
    for pause in _PAUSE.finditer(norm, verb, stop.start() if stop else len(norm)):
        found = _NEXT_PART.match(norm, pause.end())
        if found is None and (_LATER.match(norm, pause.start()) or _BY.match(norm, pause.end())):
            return
        if found and _PARTS[found["part"]] not in told:
            told.add(_PARTS[found["part"]])
            yield pause.start(), found["part"], found.start("part")


def _joined(norm: str, start: int) -> Iterator[Duty]:
    """The bodies behind 会同: they take part."""
    stop = re.compile(r"[，。；：\n]").search(norm, start)
    last = stop.start() if stop else len(norm)
    names = [] if never_opens().match(norm, start) else leading_names(norm, start, last)
    comma = norm.find("、", start, last)
    if not names and comma > 0:  # 会同市住建局、沿河社区
        names = acting_names(norm, start, comma)
    for a, b in names:
        yield Duty(a, b, "participant", f"会同：{_cut(norm, _behind_names(norm, names[-1][1]))}", "text:会同")


def _beside(norm: str, match: re.Match[str]) -> Iterator[Duty]:
    """与市市场监管局联合发布: those with whom something is done in common take part."""
    for a, b in acting_names(norm, *match.span("names")):
        yield Duty(a, b, "participant", f"会同：{_cut(norm, match.end('names'))}", "text:与…联合")


def _behind_names(norm: str, at: int) -> int:
    """Where the words behind a list of bodies begin: 确定 in 会同财政部等部门〔确定〕."""
    found = _REST_OF_NAMES.match(norm, at)
    return found.end() if found else at
