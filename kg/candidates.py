"""Which numbers of a stretch may be goals (候选数量), and where the words that go with each are cut.

Not candidates are numbers that describe the noun after them (年销售额1000万元以上的网商, 10亿元以上项目) and old values
(由3个工作日压缩至1个工作日).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.borrowing import AND
from kg.deadlines import Moment
from kg.indicators import firm_act_at_end
from kg.passages import MASK, Segment, Sentence
from kg.quantities import Quantity

FUND = re.compile(r"的[^，]{0,16}基金")
_NOUN_START = re.compile(r"[\u4e00-\u9fffA-Za-z0-9“”]")
_NO_NOUN = re.compile(
    r"(?:和(?!美|谐|平)|及|与|或|并|且|、|以及|等|用于|专项用于|面向|投向|供(?!水|电|气|热|暖|应|给|销)|后|前|时|为|以|向|至|到|全?覆盖(?=$|[，、和及与])|左右|上下|大关|关口|任务|目标|的目标|的任务|的水平|的规模|的要求|"
    r"的速度|的标准|工作(?!人员|站|室|台|队|组|者|坊)|水平|达到|提高到|提升至|增加到|降至|压缩至|缩短至|提升到|提高至|增至|扩大到|下降到|减少到|降低到|降低至|减至)"
)
_OF = re.compile(r"的(?!目标|任务|水平|要求|速度|标准|规模|$|[^，、的]{0,8}(?:规模|能力|产能)\x01*$)")
_PER_SO_MANY = re.compile(r"[十百]?[百千万][名人户]")  # 千名老年人拥有养老床位45张
# 18个县（市）各组建1支, 12家单位每年培训200人
_SEVERAL_PLACES = re.compile(
    r"[^，、\d]{0,8}?(?:[县市区乡镇村旗院校所站]|街道|社区|部门|单位|园区|中心)(?:\x01+)?(?:各|分别|每[年个])"
)
_BOTH_MEASURES = re.compile(r"/[\d.]+[A-Za-z一-鿿]{1,5}?(?=[，。；、]|$)")  # 达到300万千瓦/600万千瓦时
# 5家年营收超10亿元、50家年营收超亿元的企业
_OF_COUNTED = re.compile(
    r"\d[个家户](?:以上)?(?:年|主营|营业|营收|产值|销售|投资|收入|税收|业务|总|额)+(?:超过?|突破|达到?|过)$"
)
_SIZED = re.compile(r"[^，、；\d]{1,6}(?:以上|以下)的")  # 100张床位以上的医院
_HOLDING = re.compile(r"[^，、；\d]{0,6}(?:班额|大班|班级|场所|工地|自然村|村屯|聚居点)(?=$|[，、；和及与])")
_AT_LEAST = re.compile(r"(?:不少于|不低于|至少|最少)$")
_LISTED_BEFORE = re.compile(
    r"(?:不少于|不低于|至少)?[\d.]+[名人位个家项场处座所支条种](?:以上)?的[^\d，]{2,16}?(?:、|和|及|以及)$"
)
_OFFERED = re.compile(r"(?:提供|供应|开放|释放|盘活|腾出)$")
_NAMING = re.compile(r"[十百千万]{1,2}[头只羽吨人亩]")
_NAMED = re.compile(  # 建设〔千万头肉牛〕工程; not 建成百亩茶园
    r"[十百千万亿]{1,2}(?:头|只|羽|吨|亩|斤|公斤|千瓦|立方米)级?[^，、；\d]{0,10}?(?:工程|行动|计划)$"
)
_COUNTING = frozenset("名人位个家项场处座所支条种")
_PERSONS = re.compile(
    r"(?:人员|人才|人|员|师|医生|干部|专家|骨干|教师|志愿者|队长|[村路河湖林田]长|者)(?:$|[，、和及与])"
)
_FROM = re.compile(r"(?:由|从)[^，由从]{0,14}$")
_TO = (
    r"(?:提高|提升|增加|增长|压缩|缩短|降低|下降|减少|扩大|压减|调减|撤并|精简|上升|缩减|调整|发展|壮大|拓展|扩展|优化|整合|延长)(?:到|至|为)"
    r"|[增降减升]至|降到"
)
_RAISED = re.compile(rf"(?:左右|以上)?(?:阶段性|逐步|稳步|分步|进一步)?(?:{_TO})")
_ADJUSTED = re.compile(
    r"[^，；]{0,12}?(?:调整|增加|扩大|减少|压缩|调减|撤并|精简|缩减|整合|优化)(?:调整|增加)?(?:为|到|至)"
    r"[^，；]{0,4}\d"  # 24项措施调整为30项
)
_BETWEEN = re.compile(
    r"(?:、|和|及|与|以及)(?:超过|不低于|不少于|约|达到|控制在|不超过|提[高升][到至]|[稳保][定持]在|下?降[低]?[到至])?"
)
_YEARS = re.compile(r"(\d{4})年?[-—~至到]{1,2}(\d{4})年")


def candidates(plain: str, segment: Segment) -> list[Quantity]:
    """Returns the quantities of `segment` that may be goals.

    Takes 800家 of 培育年销售额1000万元以上的网商800家; leaves alone the 1000万元.
    """
    found = []
    for at, quantity in enumerate(segment.quantities):
        following = segment.quantities[at + 1] if at + 1 < len(segment.quantities) else None
        if not (_describes(plain, segment, quantity, following) or _old_value(plain, segment, quantity)):
            found.append(quantity)
    return found


def is_thing(text: str) -> bool:
    """Whether a thing follows a number: 平台, not 、管网 or ，并."""
    text = text.lstrip(MASK)
    return bool(_NOUN_START.match(text)) and not _NO_NOUN.match(text)


def in_quotes(plain: str, start: int, quantity: Quantity) -> bool:
    """Whether a number belongs to a name: “三个100%”."""
    if not plain.startswith("”", quantity.end):
        return False
    before = plain[start : quantity.start]
    return before.count("“") > before.count("”") if "“" in before else before.count("”") % 2 == 1


def _describes(plain: str, segment: Segment, quantity: Quantity, following: Quantity | None) -> bool:
    """年销售额1000万元以上的网商, 10亿元以上项目, 50人以上企业20家: the number belongs to the noun after it."""
    after = plain[quantity.end : following.start if following else segment.end]
    if following is not None and _NAMING.fullmatch(plain, quantity.start, quantity.end) and is_thing(after):
        return True  # 万头牧场1处
    if quantity.spelt and _NAMED.match(plain[quantity.start : segment.end]):
        return True
    if following is not None and _PER_SO_MANY.fullmatch(plain, quantity.start, quantity.end):
        return firm_act_at_end(plain[segment.start : quantity.start]) == 0
    if quantity.kind == "money" and following is not None and not after:  # 其中超10亿元2家
        return following.kind == "count"
    if quantity.kind != "percent" and _OF.match(after):
        return not (FUND.match(after) or _is_counted_off(plain, segment, quantity, following))
    if quantity.kind == "count" and _SIZED.match(after):
        return True
    if quantity.bound and quantity.unit in ("人", "名") and _HOLDING.match(after):  # 消除66人以上超大班额
        return True
    if after.startswith("/") and not _BOTH_MEASURES.match(after):  # 100MW/200MWh储能电站
        return True
    if after.startswith("×"):  # 株行距2米×3米
        return True
    if quantity.kind == "money" and _OF_COUNTED.search(plain, segment.start, quantity.start):
        return True
    if quantity.kind == "count" and following is not None and _SEVERAL_PLACES.match(after):
        return True
    if not is_thing(after):
        return False
    glued = following is not None and not AND.search(after)
    if following is not None and quantity.unit in ("岁", "周岁"):  # 0—6岁儿童保健和检查率
        return True
    if following is not None and following.kind == "money" and _OF.match(plain, following.end):
        glued = False  # 10个左右产值超百亿元的产业集群
    if quantity.kind == "count":
        return bool(quantity.bound) and glued
    if quantity.kind in ("percent", "point", "times", "ratio", "bare"):
        return False
    return bool(quantity.bound) or glued


def _is_counted_off(plain: str, segment: Segment, quantity: Quantity, following: Quantity | None) -> bool:
    """设置不少于2名的专管员: an act, at least so many, 的, what is counted. Not 引进50人以上的企业, 2家以上的联合体."""
    after = plain[quantity.end : following.start if following else segment.end]
    before = plain[segment.start : quantity.start]
    least = _AT_LEAST.search(before)
    before = before[: least.start()] if least else before
    listed = _LISTED_BEFORE.search(before)
    before = before[: listed.start()] if listed else before  # 打造3个以上的基地和〔2个以上的园区〕
    if (quantity.bound != ">=" and least is None) or (following is not None and not AND.search(after)):
        return False
    if quantity.kind == "area":  # 提供不少于10万平方米的办公空间; 建设不低于10万平方米的公园 tells the size of each
        return _OFFERED.search(before) is not None
    if quantity.unit in ("名", "人", "位") and not _PERSONS.search(after):
        return False
    return quantity.unit in _COUNTING and firm_act_at_end(before) > 0


def _old_value(plain: str, segment: Segment, quantity: Quantity) -> bool:
    """由3个工作日压缩至1个工作日: the first is not the goal."""
    after = plain[quantity.end : segment.end]
    if _ADJUSTED.match(after):
        return True
    return _RAISED.match(after) is not None and _FROM.search(plain[segment.start : quantity.start]) is not None


def run_from(plain: str, live: Sequence[Quantity], at: int) -> list[Quantity]:
    """Returns the quantities from `at` on that only separators part: 100%和90%以上."""
    run = [live[at]]
    for quantity in live[at + 1 :]:
        if not _BETWEEN.fullmatch(plain, run[-1].end, quantity.start):
            break
        run.append(quantity)
    return run


def end_of_thing(plain: str, quantity: Quantity, following: Quantity) -> int:
    """Returns where the thing after a number ends when another number follows: 100个〔创新产品〕和100个示范场景."""
    between = plain[quantity.end : following.start]
    if AND.match(between):
        return quantity.end
    marks = list(AND.finditer(between))
    return quantity.end + marks[-1].start() if marks else following.start


def start_of_next(plain: str, quantity: Quantity, following: Quantity) -> int:
    """Returns where the words in front of the next number begin: 换热站10座、〔管网〕2.8公里."""
    between = plain[quantity.end : following.start]
    marks = list(AND.finditer(between))
    if not marks:
        return quantity.end
    mark = marks[0] if marks[0].start() == 0 else marks[-1]
    return quantity.end + mark.end()


def dues_each(sentence: Sentence, position: int) -> list[Moment]:
    """Returns the dates in a row before `position`, all of which get the value: 2012年、2013年各改建300所."""
    dues = [m for m in sentence.moments if m.meaning == "due" and m.end <= position]
    row = dues[-1:]
    for moment in reversed(dues[:-1]):
        if row[0].start - moment.end > 1:
            break
        row.insert(0, moment)
    return row


def listed_dues(plain: str, sentence: Sentence, position: int, count: int) -> list[Moment] | None:
    """Returns a date for each value (到2025年、2027年，…分别达到; 2023—2024年…分别), None if they do not fit."""
    dues = [m for m in sentence.moments if m.meaning == "due" and m.end <= position]
    years = _each_year(plain, dues[-1], count) if dues else None
    if years is not None or len(dues) < count or count == 1:
        return years
    last = dues[-count:]
    return last if all(b.start - a.end <= 1 for a, b in pairwise(last)) else None


def _each_year(plain: str, due: Moment, count: int) -> list[Moment] | None:
    """2023—2024年 is two years."""
    years = _YEARS.search(plain, due.start, due.end)
    if years is None or count < 2 or int(years[2]) - int(years[1]) + 1 != count:
        return None
    return [Moment(due.start, due.end, str(year), "due") for year in range(int(years[1]), int(years[2]) + 1)]
