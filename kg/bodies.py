"""What a body's name looks like in print (单位名称), and where one name ends and the next begins.

The endings and generic words are rows of `vocabulary/bodies.tsv`. All functions take normalised text (`View.norm`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.terms import load

REMEMBERED = 8192  # names: papers name the same bodies over and over
_LEVEL = (
    r"(?:省份|省|自治区|直辖市|直管市|市州|州市|市|自治州|地州|地级市|州|自治县|县级市|县|区|自治旗|旗|盟|苏木|嘎查|乡镇|镇街|乡|镇|街道|"
    r"社区|村|地区|新区|园区|功能区|开发区|高新区|经开区|管理区|师|团场)"
)
_GENERAL = r"(?:各|有关|相关|所有|所属|全部|地级以上|设区的|设区|县级以上|其他|重点|试点|边境|沿边|沿海|沿江|沿线|毗邻)"
_BRACKETED = r"(?:（[^（）]*）|〔[^〔〕]*〕|〈[^〈〉]*〉)"
_ALL_BRACKETED = re.compile(r"[（〔〈][^（）〔〕〈〉]*[）〕〉]")
_SEAT = r"(?:人民政府|政府|管委会|管理委员会|办事处|行政公署|党委|党工委|党政办)"
# 各市, 各县（市、区）: a level without a seat of its own; 县人民政府: one with a seat and without a name
_LEVEL_ONLY = re.compile(
    rf"{_GENERAL}*(?:{_LEVEL}{_BRACKETED}?)+|(?:各|有关|相关)[一-龥]{{2,4}}?(?:{_LEVEL}{_BRACKETED}?)+"
)
_LEVEL_SEAT = re.compile(rf"(?:{_LEVEL}{_BRACKETED}?)+(?:[两二三四各]级)?{_SEAT}{_BRACKETED}?")
_GENERIC = re.compile(
    rf"""
    (?! [省市县区州盟旗](?:高新|经开|开发|[新园]|功能|管理)区(?:管委会|管理委员会)?$ )    # 市高新区管委会 is one body
    (?: (?:{_LEVEL}{_BRACKETED}?[、和]?){{2,}}            # 县区, 乡镇（街道）, 市、县
      | [省市县区州]级(?=人民政府|政府)                    # 省级人民政府
      | 乡镇 | 团场 | 镇街 | 镇 | 乡 | 街道 | 苏木 | 村 | 社区 | 开发区 | 园区
    )
    (?:级|[两二三四]级|各级)*{_BRACKETED}?{_SEAT}?{_BRACKETED}?   # 两级人民政府
    """,
    re.VERBOSE,
)
# 示范城市政府, 试验区所在地人民政府: a seat behind a word for places, no place's name
_KIND_SEAT = re.compile(
    r"(?:城市|省份|所在地|地区|县区|乡镇|镇街|片区|灌区|库区|林区|牧区|湖区|主产区|[产林牧]区|(?:主产|产粮|试点|示范|试验|重点|边境|贫困|脱贫)[省市县区旗州])"
    r"(?:人民)?政府$"
)
_PLACE_SEAT = re.compile(r"[^各、，；\s]{2,9}(?:市|县|区|州|省|盟|旗)(?:人民)?政府")
_NO_NAME = re.compile(
    r"(?<!自)由|[的了按被把使将须向并，；。：！？、《》〈〉]|应(?!急)|^关于|(?!12345)(?<![0-9])[0-9]{3}|[年月日](?:底|前|初|末)|完成|时限|长期|持续|不再|列出"
)
_NO_COLLECTIVE = re.compile(
    r"[的被把《》]|(?<!自)由|(?<!华)为(?!民)|^(?!各|有关|相关).*(?:纪委|监委|政协|人大(?:常委会)?|党委|[省市州盟县区旗]委)机关$"
)
_DEPARTMENT = re.compile(  # 国务院体育主管部门, 国务院水行政主管部门
    r"国务院(?:负责)?(?!有关|相关|各|其他|所属|行政|主管|组成|职能|直属|授权)(?P<matter>(?:(?!有关|相关)[^、，。的]){1,14}?)(?:行政主管|行政管理|监督管理|行政|主管|管理|)部门"
)
# 省政府法制机构: one body, named by its owner and its matter
_ORGAN_OF_SEAT = re.compile(
    r"(?:国务院|(?:[^各有相、级]{2,8}?)?[省市县区州盟旗](?:人民)?政府|自治区(?:人民)?政府)"
    r"(?!有关|相关|各|所属|直属|派出|授权|指定|确定)[^、，。的各]{1,8}机构"
)
_NOTE = re.compile(  # brackets that are no part of the name before them: 〈含开发区〉, （牵头）
    r"含|包括|不含|下同|列第|排第|排名|牵头|配合|负责|主要|按|以下|具体|参与|协助|主办|协办|责任|第一"
)
# 王小明: who answers for a body, printed behind its name; 高新 and 江北 are parts of a town.
_PERSON = (
    r"(?:欧阳|司马|上官|诸葛|尉迟|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    r"钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施牛樊葛邢安齐易乔庞颜庄章鲁岳翟殷申欧耿关焦左柳甘祝包宁尚符舒阮柯纪梅童])"
    r"(?!新$|北$|南$|东$|西$)[一-鿿]{1,2}"
)
_WITH_PERSON = re.compile(
    rf"(?P<body>.{{2,}}?(?:局|委|办|厅|部|院|政府|办公室|中心|公司|集团|银行|管委会|联合会|总社|[镇乡]|街道))\s?"
    rf"(?!.*(?:[局委办厅部院会社处科室司队站所区县市镇乡村园馆校心]|公司|集团)$){_PERSON}$"
)
_BODY_ENDS = frozenset("局委办厅部院府室心司团行会社处科站所队区县市镇乡村位门构关工体）")
_NAMED_IN_NOTE = re.compile(rf"[（〔](?:{_PERSON})(?:[、，\s]\s?(?:{_PERSON}))*[）〕]")
# 和 between names, not in 和平区, 和田地区, 和县
_AND = r"和(?!平[区县]|田|县|静县|硕|政县|龙市|顺县|林格尔|布克)"
# 联合 that opens a name: 联合巡河办公室, 联合工作组; not 市商务局联合市行政审批办公室
JOINT_NAME = r"联合(?![省市区县州国各有相旗盟])[一-鿿]{0,6}(?:办公室|工作组|小组|专班|指挥部|执法队|调查组|秘书处)"
_AND_ITS_OFFICE = "及其办公室"  # what belongs to the body before it
_MARK = re.compile(
    rf"""
      (?<=[局委办厅部院府会])[.·](?=[省市区县州])          # 市商务局.市财政局
    | [（〔〈] | [）〕〉] | [、，；。\n/|｜▲●◆■□◇]
    | 以及 | {_AND_ITS_OFFICE} | 及其(?=有关|相关|所属|工作|职能|派出|部门) | 会同 |
      (?!{JOINT_NAME})联合(?!会|社|国(?!家)|体|大学|学院) | {_AND} | [及与等] | \s+
    """,
    re.VERBOSE,
)
_OWN_FRONT = re.compile(r"[省市区县州旗盟师各]|国|中|自治|有关|相关")
_HARD = "、，；。\n|｜.·（）〔〕〈〉▲●◆■□◇"
_REGIONS = re.compile(
    r"(?:各|有关|相关)?省(?:份|、自治区)?|(?:各|有关|相关)(?:设区的?)?(?:市|区|市州|地市|盟市|市、州)"
)
_OF_REGIONS = re.compile(  # 省、自治区、直辖市〔林业厅（局）〕; 各市、县（区）〔财政局〕
    r"(?:直辖市|[县区旗]（[^（）]*）|县[市区](?!级)|[县旗](?!级))[^各有相市县区州]{2,14}(?:厅|局|部门)(?:（[局厅委]）)?$"
)
_AFTER_ETC = re.compile(r"\s*(?:(?:部门|单位|机构)\s*(?=以及|[和及与]))?(?:以及|[和及与])?\s*")
_BARE_AFTER_ETC = re.compile(r"(?:有关|相关)?(?:部门|单位|机构)")
_MATTERS = re.compile(
    r"(?!.*(?:有关|相关))[^各有相]{2,10}(?:部门|机构|单位)|[^各有相]{2,8}等(?:有关|相关)(?:部门|单位)"
)  # 生态环境部门, behind other matters


@dataclass(frozen=True, slots=True)
class Name:
    """A body's name at norm[start:end]; `note` is what a bracket behind it says: 牵头 in 市商务局（牵头）."""

    start: int
    end: int
    note: str = ""


@cache
def _forms(kind: str) -> frozenset[str]:
    return frozenset(t.form for t in load("bodies") if t.kind == kind)


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(words, key=lambda w: (-len(w), w))


@cache
def _ending() -> re.Pattern[str]:
    """A whole name up to its ending: 商务局 and 市工信, not 布局; a short name may stand alone (发改).

    An ending that holds a false one is an ending for all that: 国家安全局 beside 统筹全局.
    """
    forms, false = _forms("ending") | _forms("short"), _longest_first(_forms("false"))
    sure = _longest_first(form for form in forms if form.endswith(tuple(false)))
    ends, short = "|".join(_longest_first(forms)), "|".join(_longest_first(_forms("short")))
    not_so = "".join(f"(?<!{word})" for word in false)
    return re.compile(rf"(?<!^)(?:{ends}){not_so}$|(?:{'|'.join(sure)})$|^(?:{short})$")


@cache
def _many() -> re.Pattern[str]:
    """What makes a body's name mean many: 各 and 有关 anywhere, 属地 in front."""
    anywhere, start = ("|".join(_longest_first(_forms(kind))) for kind in ("anywhere", "start"))
    return re.compile(rf"{anywhere}|^(?:{start})")


@cache
def _many_by_end() -> re.Pattern[str]:
    """Endings that always mean many: 商务部门, 金融机构."""
    return re.compile(rf"(?:{'|'.join(_longest_first(_forms('end')))})$")


def squeezed(text: str) -> str:
    """The text without white space: names are compared so, whatever a wrapped line put inside them."""
    return "".join(text.split())


def bare(name: str) -> str:
    """The name without white space and without the brackets behind it: 各镇政府（街道办事处） → 各镇政府."""
    name = squeezed(name)
    while name.endswith(("）", "〕", "〉")) and (shorter := re.sub(rf"{_BRACKETED}$", "", name)) != name:
        name = shorter
    return name


@lru_cache(maxsize=REMEMBERED)
def is_body(name: str) -> bool:
    """Tells whether `name` reads like one body's name: 市商务局 and 各县区 do, 优化布局 and 党员干部 do not.

    >>> is_body("中国人民银行海东市分行"), is_body("市住房")
    (True, False)
    """
    name = bare(name)
    if not 2 <= len(name) <= 48 or _NO_NAME.search(name):
        return False
    return bool(_ending().search(name))


@lru_cache(maxsize=REMEMBERED)
def is_collective(name: str) -> bool:
    """Tells whether `name` means many bodies: 各县区人民政府, 相关部门, 乡镇（街道）.

    >>> is_collective("市有关部门、单位"), is_collective("市商务局")
    (True, False)
    """
    name = squeezed(name)
    if _NO_COLLECTIVE.search(name):
        return False
    if "、" in name and not is_generic(name):
        return any(is_collective(part) for part in name.split("、"))  # 市级机关、人民团体
    core = bare(name)
    if department_of_state(core) or _ORGAN_OF_SEAT.fullmatch(core):
        return False
    if is_generic(name) or is_generic(core) or _many_by_end().search(core) or _KIND_SEAT.search(core):
        return True
    return bool(_many().search(core)) and (is_body(core) or bool(_LEVEL_ONLY.fullmatch(core)))


def department_of_state(name: str, *, beside: bool = False) -> str | None:
    """The matter of a department of the State Council named by it; `beside` another one without 国务院 in front.

    >>> department_of_state("国务院体育主管部门"), department_of_state("国务院有关主管部门")
    ('体育', None)
    """
    found = _DEPARTMENT.fullmatch(name if not beside else f"国务院{name}")
    return found["matter"] if found else None


def is_generic(name: str) -> bool:
    """Tells whether `name` is made of levels alone: 县区政府, 县（市、区）人民政府; 县政府 is a place's own."""
    name = squeezed(name)
    return bool(_GENERIC.fullmatch(name) or re.match(r"(?:省|市|县|区|州|旗)(?:（|级以上)", name))


def is_place_before_seat(name: str, following: str) -> bool:
    """Tells whether `name` borrows the seat of a name behind it: 广州 before 深圳市政府."""
    return bool(re.fullmatch(r"[一-龥]{2,5}", name) and _PLACE_SEAT.fullmatch(following))


def with_seats(texts: Sequence[str]) -> list[bool]:
    """Tells which names borrow the seat of one behind them: 岳阳 and 常德 before 益阳市人民政府."""
    found: list[bool] = []
    later = ""
    for text in reversed(texts):
        found.append(bool(later) and is_place_before_seat(text, later))
        later = later if found[-1] else text
    return found[::-1]


def split_names(norm: str, start: int, end: int) -> list[Name]:
    """Returns the names listed in norm[start:end], in order, whether or not each reads like a body.

    Takes 、，； and 和 及 between names apart; must leave 各市、州、县人民政府 and 发展和改革委员会 whole.

    >>> text = "市商务局、市公安局和各市、州、县人民政府"
    >>> [text[n.start : n.end] for n in split_names(text, 0, len(text))]
    ['市商务局', '市公安局', '各市、州、县人民政府']
    """
    if _MARK.search(norm, start, end) is None:
        only = _trimmed(norm, start, end)
        return [only] if only is not None and norm[start:end].strip() else []
    pieces = _join(norm, [p for hard in _hard_pieces(norm, start, end) for p in _soft_pieces(norm, *hard)])
    return [name for piece in pieces if (name := _trimmed(norm, *piece)) is not None]


def _marks(norm: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """The separators of norm[start:end] that stand outside brackets; a bracket without its other half is one itself."""
    found: list[tuple[int, int, str]] = []
    opened: list[int] = []  # where in `found` each bracket that is still open stands
    for match in _MARK.finditer(norm, start, end):
        mark = match.group()
        if mark in "）〕〉" and opened:
            del found[opened.pop() :]  # what stands inside cuts nothing
            continue
        if mark in "（〔〈":
            opened.append(len(found))
        found.append((*match.span(), mark))
    return found


def _hard_pieces(norm: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces, at = [], start
    for a, b, mark in _marks(norm, start, end):
        if mark in _HARD:
            pieces.append((at, a))
            at = b
    pieces.append((at, end))
    return [(a, b) for a, b in pieces if norm[a:b].strip()]


def _soft_pieces(norm: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cuts at 和, 及, 等 and spaces where a whole name ends before and another begins after."""
    pieces, at = [], start
    for a, b, word in _marks(norm, start, end):
        if a < at:
            continue  # 和 in 等部门和单位
        left, right = norm[at:a].strip(), norm[b:end].strip()
        left = left.removeprefix("由")
        if word == "等":
            if _is_inside(left, right):
                continue
            if left:
                pieces.append((at, a))
            rest = _AFTER_ETC.match(norm, b, end)
            at = rest.end() if rest and re.search(r"各|有关|相关|成员|省级|地方", right) else end
        elif word == _AND_ITS_OFFICE:  # 评审委员会及其办公室
            pieces, at = [*pieces, (at, a)], b
        elif not left:
            at = b if word in ("和", "及", "及其", "与", "以及", "会同") else at
        elif is_body(left) and _begins_name(right, word) and not _is_half(left, right, word):
            pieces.append((at, a))
            at = b
    return [*pieces, (at, end)] if at < end else pieces


def _is_inside(left: str, right: str) -> bool:
    """Tells whether 等 belongs to the name: 市中等职业学校; 商务、公安、市场监管等部门."""
    if left[-1:] in ("中", "高", "平", "同") and right[:1] in ("职", "院", "学", "教", "专"):
        return True
    return bool(_BARE_AFTER_ETC.fullmatch(right)) and (not is_body(left) or left in _forms("short"))


def _is_half(left: str, right: str, word: str) -> bool:
    """Tells whether 和 stands inside one name: 旗工信和商务局; not 市工信和市商务局, 市工信局和商务局."""
    short = any(left.endswith(form) for form in _forms("short"))
    return word == "和" and short and _OWN_FRONT.match(right) is None


def _begins_name(right: str, word: str) -> bool:
    """Tells whether what follows a soft separator begins a name of its own: 单位 in 有关部门和单位 does not."""
    if not right or bare(right) in _forms("noun"):
        return False
    if word in ("以及", "会同") or word.isspace():
        return True
    return is_body(right) or is_body(re.split(r"[和及与等\s]|以及|会同", right, maxsplit=1)[0])


def _join(norm: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Puts together again what a separator inside one name cut: 各市、州、县人民政府; 有关部门、单位."""
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        text = squeezed(norm[start:end])
        if joined and _belongs(squeezed(norm[joined[-1][0] : joined[-1][1]]), text, norm[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return _join_matters(norm, joined)


def _belongs(left: str, right: str, between: str) -> bool:
    """Tells whether `right` is a part of the name that `left` begins."""
    if any(mark in between for mark in "；。，（）〔〕〈〉"):
        return False
    if right in _forms("noun"):
        return is_collective(left) or left.endswith("党委")
    if left.startswith("各") and left.endswith("公署"):
        return bool(_LEVEL_SEAT.fullmatch(right))  # 各盟行政公署、市人民政府
    if _OF_REGIONS.match(right) and _REGIONS.fullmatch(left):
        return True
    if not (_LEVEL_ONLY.fullmatch(left.rsplit("、", 1)[-1]) and _LEVEL_ONLY.match(left)):
        return False
    return bool(_LEVEL_SEAT.fullmatch(right) or (_LEVEL_ONLY.fullmatch(right) and right[0] not in "各有相所"))


def _may_join(norm: str, waiting: list[tuple[int, int]], start: int) -> bool:
    """Whether nothing but 、 stands between matters: no comma, no half of a bracket."""
    ends = [*(begin for begin, _ in waiting[1:]), start]
    between = "".join(norm[end:begin] for (_, end), begin in zip(waiting, ends, strict=True))
    return "，" not in norm[waiting[0][0] : start] and not any(mark in between for mark in "（）〔〕〈〉")


def _join_matters(norm: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Joins 发展改革、财政、生态环境部门 into one: several matters before one 部门."""
    joined: list[tuple[int, int]] = []
    waiting: list[tuple[int, int]] = []
    for start, end in pieces:
        text = bare(norm[start:end])
        matter = not is_body(text) or text in _forms("short")
        if matter and len(text) <= 8 and not _NO_NAME.search(text):
            waiting.append((start, end))
            continue
        if waiting and _MATTERS.fullmatch(text) and _may_join(norm, waiting, start):
            joined.append((waiting[0][0], end))
        else:
            joined += [*waiting, (start, end)]
        waiting = []
    return joined + waiting


_FRONT = re.compile(
    rf"[\s：；，、“”\"'《》—.·*-]*(?:[（〔]?[0-9]{{1,2}}[.、）〕]\s*|[①-⑳])?(?:由|以及|以(?=[省市区县州盟旗各国])|及|{_AND}|与|其中|原则上|并|请)?\s*"
)
_BACK_MARKS = "等，。；、：）〕〉"
_BACK = re.compile(rf"(?:\s|等|[，；。、：]|(?P<note>{_BRACKETED}))$")


def begin_of_name(norm: str, start: int, end: int) -> int:
    """Where the first name of a list begins: behind spaces, marks and one word like 由 or 其中."""
    front = _FRONT.match(norm, start, end)
    return front.end() if front else start


def _trimmed(norm: str, start: int, end: int) -> Name | None:
    """The name without the words and brackets around it that are no part of it: 由, 等, （牵头）, 〈含开发区〉."""
    start = begin_of_name(norm, start, end)
    note = ""
    while start < end and (norm[end - 1] in _BACK_MARKS or norm[end - 1].isspace()):
        back = _BACK.search(norm[start:end])
        if back is None or not (back["note"] is None or _is_note(back["note"])):
            break
        note = (back["note"] or "")[1:-1] or note
        end = start + back.start()
    while end - start > 2 and _ALL_BRACKETED.fullmatch(norm, start, end):  # 市商务局、（市财政局）
        start, end = start + 1, end - 1
    may_be = 5 <= end - start <= 32 and norm[end - 1] not in _BODY_ENDS
    if may_be and (person := _WITH_PERSON.fullmatch(norm, start, end)):
        end = person.end("body")
    return Name(start, end, note) if end > start else None


def _is_note(bracket: str) -> bool:
    """Whether a bracket behind a name is no part of it: （牵头）, （王小明）; （街道办事处） is."""
    if _NOTE.match(bracket, 1):
        return True
    return _NAMED_IN_NOTE.fullmatch(bracket) is not None and not is_body(bracket[1:-1])
