"""Whom running text may make act (行为主体): 市商务局, 各县区; not 鼓励企业, 依托市大数据中心, 风景名胜区."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.bodies import REMEMBERED, bare, is_body, is_collective, split_names, squeezed
from kg.choice import choice
from kg.naming import ministry
from kg.records import Role
from kg.terms import load

LONGEST_LIST = 120  # characters of bodies before a verb
_LONGEST_NAME = 42
_MAY_END = re.compile(
    "(?:[局委会办室厅署行院队联门位区县市州旗盟镇乡道府司心团关]|社(?![区会])|部(?!门)|组(?!织))(?![、和]|及(?!时))"
)
_DOES = re.compile(  # 市税务局〔推行〕
    "统筹|推进|推行|推动|研究|编制|健全|完善|开展|加强|加快|做好|落实|负责|建立|制定|出台|实施|实行|组织|指导|审核|审批|依法|联合|共同|定期|"
    "及时|另行|适时|积极|主动|统一|全面|切实|继续|尽快|加大|每|对|将|在|按|根据|结合|提出|发布|印发|设立|牵头|配合|强化|优化|协调|督促|监督|抓好|确定|明确|拨付|安排|办理|处置|查处|解决|搭建|打造|支持"
)
_COUNTED_OFF = re.compile(  # 制定工业、教育2个领域设备更新方案
    r"(?P<verb>制定|编制|出台|组织实施)(?P<matters>[^，。；]+?)"
    r"[0-9两二三四五六七八九十]+个?(?P<kind>领域|方面|行业)(?P<rest>.*)"
)
_SEVERALLY = re.compile(  # 分别负责甲、乙
    r"分别(?P<verb>牵头负责|牵头|负责|承担)(?P<matters>[^，。；：（和及]+、[^，。；：（和及]+)(?=，|$)"
)
_LONGEST_MATTER = 8
_TAIL = 8  # characters behind a list in which 等有关部门 begins
_AND_OTHERS = re.compile(r"等(?:有关|相关|各)?(?:部门|单位)")
# 市教育局6个部门
_COUNTED = re.compile(
    r"\s*等?\s*(?:[0-9]+|[两二三四五六七八九十]+)\s*个?\s*(?:部门|单位|机构)(?:[和、](?:单位|机构|部门))?\s*$"
)
_NO_BEGINNING = (
    r"(?:[我本你请](?!\s*级)|其(?!他)|[在对以将把从向与为使让由经未不凡该此并如若当按根据通过是有无每要](?!\s*关))"
)
_NOT_IN_FRONT = re.compile(  # characters and words that no acting body's name begins with or holds
    rf"""
      {_NO_BEGINNING} | 关(?=部门) | (?:牵头|主责|责任|配合|协同|主办|协办)(?:单位|部门)
    | .*(?: 请于 | 完成 | 职责 | 分工 | 设在 | 设立 | 负责 | 建立 | 成立 | 制定 | 开展 | 组建 | 筹办
          | 承办(?!城市|地) | [主协]办(?!城市|地|单位|部门|方) | 是 | [一-鿿]对(?![外口台港俄非])
          | 举办(?!城市|地) | 举行 | 召开 | 所在(?![地省市县区州城旗]) | (?<!机)[要应](?![急素])
          | [将也] | 通过 | 配合 | 所列 | 会同 | 监督指导 | 进行 | 履行
          | 代表 | 指定 | 建议 | 引进 | 积极 | 对接 | 采取 | 义务 | 贯彻 | 印发 | 参加 | 允许 | [局委部门]商(?!务)
          | [司局部委府厅会]或者?(?=[省市县区]) | 视情 | 报[请经送] | 报(?=同级|上级|本级|省级|国务院)
          | 报(?=[省市县区州盟旗](?:(?:人民)?政府|委)) | ^同一 | 设(?=秘书处|办公室)
          | [局委办厅部署]会(?=[省市区县州])
          | (?<!财)经(?![济信贸开发管委营合]) | 对[我本其该] | 下设 | 赋予 | 邀请 | (?<!受)委托 | ^用好 | ^部分 | ^一些
          | ^(?:今年|明年|当前|目前|近年来?|今后|下一步)?全[省市县区州盟旗国]$ | ^哪[些个一] | ^谁 | ^什么
          | [城社园办公]区$ )
    """,
    re.VERBOSE,
)


# 镇村建站, 省教育厅职业教育处, 各村: what many things are called acts only as a place's own; not 区域充电站, 加油站;
# 福州边检站 is an authority.
_OWN_OF_PLACE = re.compile(
    r"(?:省(?!级)|市(?!场|民|政|区)|县(?!城|级)|区(?!域|级)|镇(?!级)|乡(?!村|级)|街道|州|盟|旗|师市?|团场?|各)"
    r"[一-鿿（）]{0,14}(?:站|处|村|馆|学校|[中小]学)(?<!充电站)(?<!加油站)(?<!车站)"
    r"|[一-鿿]{0,10}(?:边检|边防检查)总?站"
)


@dataclass(frozen=True, slots=True)
class Duty:
    """A body at norm[start:end] and what it does."""

    start: int
    end: int
    role: Role
    action: str
    rule: str


@cache
def roles(kind: str) -> dict[str, Role]:
    """The words of one kind, each with the role that it gives."""
    return {t.form: t["role"] for t in load("duties", required=("role",)) if t.kind == kind}  # type: ignore[misc]


@cache
def _actor() -> re.Pattern[str]:
    """The name of one who acts: 市商务局, not 鼓励企业 or 依托市大数据中心."""
    ends = "|".join(sorted(roles("actor"), key=lambda w: (-len(w), w)))
    objects = "|".join(sorted(roles("object"), key=lambda w: (-len(w), w)))
    return re.compile(rf"(?!(?:{objects})(?!部|办|联|会|局|委))(?!.*作为).*(?:{ends})$")


@cache
def never_opens() -> re.Pattern[str]:
    """How what is no acting body's name begins, whatever follows: 鼓励…, 在…, 要…; asked before names are cut."""
    return re.compile(rf"(?:{_NO_BEGINNING}|{choice(roles('object'))}(?!部|办|联|会|局|委))")


@lru_cache(maxsize=REMEMBERED)
def acts(text: str) -> bool:
    """Tells whether a government paper makes the bearer of a name act: 市商务局, 各县区; 鼓励企业 and 平台 do not."""
    text = squeezed(text)
    if len(text) > _LONGEST_NAME or _NOT_IN_FRONT.match(text):
        return False
    if not _actor().match(bare(text)) and not _OWN_OF_PLACE.fullmatch(bare(text)):
        return False
    if text[-1] in "区地" and not is_collective(text) and (len(text) > 4 or text[-1] == "地"):
        return False  # 风景名胜区, 培训基地
    if text in ("自治区", "自治州", "自治县", "自治旗"):
        return False  # 自治区建立协调机制: the place, like 省 and 市
    return is_body(text) or (is_collective(text) and (len(text) > 2 or text[0] == "各"))


def acting_names(norm: str, start: int, end: int) -> list[tuple[int, int]]:
    """The bodies of norm[start:end] when it holds nothing but bodies, else nothing."""
    counted = _COUNTED.search(norm, start, end)
    end = counted.start() if counted else end
    names = [(n.start, n.end) for n in split_names(norm, start, end)]
    own = [(a, b) for a, b in names if acts(norm[a:b])]
    if len(own) < len(names) and own and _AND_OTHERS.search(norm, names[0][1], end + _TAIL):
        matters = [norm[a:b] for a, b in names if (a, b) not in own]
        return own if all(map(_is_matter, matters)) else []
    return own if len(own) == len(names) else []


def _is_matter(text: str) -> bool:
    """Whether a word stands for a department by its matter: 教育 and 税务 in 教育、税务、人民银行等部门."""
    text = squeezed(text)
    return len(text) <= _LONGEST_MATTER and (is_body(text) or ministry(text) is not None)


def leading_names(norm: str, start: int, end: int) -> list[tuple[int, int]]:
    """The bodies that open norm[start:end]: 市税务局、人民银行 in 市税务局、人民银行推行一窗办理.

    What they do follows without a mark; the first place where a body's name can end is taken, a later one where the
    first cuts a name (市人大常委会).
    """
    shortest: list[tuple[int, int]] = []
    for stop in _MAY_END.finditer(norm, start, min(end, start + LONGEST_LIST)):
        found = acting_names(norm, start, stop.end())
        if found and (stop.end() == end or norm[stop.end()] in "（(" or _DOES.match(norm, stop.end())):
            return found
        shortest = shortest or found
    return shortest


def shared_out(action: str, bodies: int) -> list[str]:
    """One action for each body where the text counts them off: 制定工业、教育2个领域设备更新方案 for two bodies."""
    match = _COUNTED_OFF.match(action)
    if match is None and bodies > 1 and (severally := _SEVERALLY.match(action)):
        named = severally["matters"].split("、")
        if len(named) == bodies:
            return [f"{severally['verb']}{matter}" for matter in named]
    matters = match["matters"].split("、") if match else []
    if match is None or bodies < 2 or len(matters) != bodies:
        return [action] * bodies
    return [f"{match['verb']}{matter}{match['kind']}{match['rest']}" for matter in matters]
