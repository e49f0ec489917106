"""What the name of a goal borrows from others (借名): the head that several share, a level, group or size told before.

From 城镇、农牧区清洁供暖率 (two values) come 城镇清洁供暖率 and 农牧区清洁供暖率, from 其中省级8个 behind 园区50个
comes 省级园区数量.
"""

from __future__ import annotations

import re

from kg.indicators import GROUP, act_at_start, quantity_noun

_REST = r"(?:其他|其余)各?(?:[县市区旗]{1,3}|市州|地市|州|盟|乡镇|镇|街道|城市|县城|地区|区域)"
_ANY_GROUP = re.compile(
    rf"(?:{_REST}|{GROUP}|建成区|(?:地级(?:市)?(?:及|或)?以上|设区)?城市|地级市|县级市|[国省县乡村]道|区县|县|乡镇|行政村|建制村|自然村|(?:省|市|县|区)级|城乡结合部|城乡)(?:以上|及以上)?"
)
_SIZED = re.compile(r"元(?:以上)?的?(?P<what>[^，的元]{2,8})$")
_SIZE_ALONE = re.compile(r"(?:超过?|过|突破)?[\d.一二两三四五六七八九十百千万亿]+元(?:以上)?的?")
_ACCIDENTS = re.compile(r"(?P<of>[^，、]*?事故)(?:起数|发生起数|总量|总数|数量)")
_CASUALTIES = re.compile("(?:死亡|伤亡|受伤|重伤)人数|直接经济损失")
_MEASURED = re.compile(
    r"(?P<by>年?(?:主营业务|营业|销售|总)?(?:收入|产值|营收|销售额|交易额|税收|投资额?|产量))(?:超过?|突破|过|达到?|在)?[\d.百千万亿]+元"
)
_SIZE_FIRST = re.compile(r"(?:超过?|突破|过|达到?)?[\d.百千万亿]+元(?:以上)?的?[一-鿿]{2}")
_LEVEL = re.compile(
    r"(?:国家|省|自治区|市|州|盟|县|区|旗|乡镇|村|[一二三四五]星|[甲乙丙]|[1-5]A|[ⅠⅡⅢ一二三])级(?:以上|及以上)?"
)
_WHERE = re.compile(  # where a part of what is counted stands: 老旧小区, 山区, 贫困村; not 示范村镇
    rf"(?:{_REST}|{GROUP}|[省市州县区]本级|各(?:[县市区旗]{{1,3}}|市州|地市|州|盟|乡镇|镇|街道)|(?:老旧|城市|重点|偏远|边远|贫困|脱贫|易地)?(?:小区|社区|山区|库区|牧区|灾区|园区|景区|乡镇|村))"
)
_TOWN = (
    r"(?:[一-鿿]{1,4}(?<!示范)(?<!试点)(?<!先进)(?<!特色)(?<!文明)(?<!重点)[县旗镇乡]|[一-鿿]{2,4}(?<![城地])[市州盟]|"
    r"[一-鿿]{2,3}(?<![园社小景校片山牧农林库灾矿城郊辖市范验行聚发能])区|\d{1,3}团|[一-鿿]{2,4}街道)"
)
TOWNS = re.compile(rf"{_TOWN}(?:[、和]{_TOWN})*")  # 户厕1200座，其中101团、102团各300座
AND = re.compile(
    r"、|以及|(?<![以普涉波顾遍企惠])及(?!其|时|格)|(?<![中饱温缓调总共])和(?!谐|平|睦|美|县|田)|与(?!会)|并(?!网|购|发|联)"
)
_QUOTED_LIST = re.compile(r"(?P<front>[^“”、]*)“(?P<names>[^“”]+)”(?P<head>[^“”、]{2,})")
_PAIRED = 3
_KIND_ENDS = 8  # characters in which the last of a list names its own kind: 社区图书〔…〕
_ENDS_KIND = tuple(
    "口业馆园车电房站场厅店厂村镇县区市省院所校楼"
)  # of kinds side by side: 进口、出口; not 小学、初中学校
# 小麦、玉米〔两大粮食作物〕综合机械化率
_SO_MANY_KINDS = re.compile(
    r"(?<=[一-鿿])(?:等)?[两三四五六七八]大[一-鿿]{0,4}?(?:作物|产业|品种|行业|领域|流域|灌区|区域|群体|险种|保险)(?=[一-鿿]{2})"
)
_TWO_LEVELS = re.compile("(?<=[省市县区州盟旗乡镇])[两三]级")  # 市、县〔两级〕财政
_SHORT = 4  # 智能制造车间和〔工厂〕
_GROUP_WORD = re.compile(
    r"(?:(?:国家|省|市|区|县|乡|镇|村|校|部|厅|园区|[1-5]A|[A-D]|[甲乙丙])级|[1-5]?A级|乡镇|街道|社区|行政村|建制村|自然村|苏木|嘎查|团场|连队|[一二三四五]类区?|[一二三]级|[ⅠⅡⅢ]类|城镇|城市|城区|农村|乡村|农牧区|牧区|市区|县城|"
    r"东部|中部|西部|南部|北部|大型|中型|小型|(?:城镇|企业)?职工|(?:城乡|城镇|农村)?居民|男性?|女性?|国家|(?:省|市|县|区|乡|镇|村)(?![域场政值容块间别民]))"
)
_PLACE_NAME = re.compile(r"[^、，]{1,10}?(?:省|自治区|市|区|县|州|盟|旗|镇|(?<!城)乡|集团|片区|园区)(?![级场域政值容])")
_OF_WHOLE = re.compile(r"占[^，]+$")
_VALUE_NOUN = re.compile(
    r"(?:增加值|综合生产能力|生产能力|总产值|产值|主营业务收入|营业收入|总收入|收入|(?:通车|运营|营业)?里程|播种面积|种植面积|面积|总产量|产量|数量|总量|规模|总数|投资|交易额|总额|零售额|销售额|数|量|额)$"
)
_STEP = re.compile(
    "(?:机耕|机播|机插|机收|机采|飞播|种植|播种|栽植|移栽|收获|采收|烘干|植保|灌溉|养殖|屠宰|加工|储藏|运输|流通|收集|收运|转运|回收|处理|处置|利用|生产|消费|销售|"
    "[一-鿿]{2}化|检测|筛查|诊断|治疗|管理|登记|入学|毕业|就业|供应|产生|排放)$"
)
_NAMES_ITSELF = re.compile("演出|放映|巡演|展演|宣讲|巡诊|义诊|展出")
_STEP_AND_RATE = re.compile(r"(?:机耕|机播|机插|机收|机采|飞播|播种|收获|收割)(?P<rate>率|水平|面积)")
_STOCK = re.compile(r"(?<=[一-鿿])(?:[存出]栏|总?产量|播种|装机|就业|投资|收入|产值|增加值|覆盖)$")
_HEAD_OF_RATE = re.compile(
    r"(?:(?:整体|总体|市场|平均|规范|累计|人均|年均|每年)[^、，]{2}|[^、，]{2}化|综合[^、，]{2}|重点工程[^、，]{2}|(?:排放|消费|使用|供给|供应|生产)(?=总)|[^、，]{2})(?:率|总量|总额|量|面积|占比|比重|比例|数量|浓度|指数|规模|产值|收入|时限|时间)$"
)


def split_items(text: str, count: int) -> tuple[str, ...] | None:
    """Splits what shares `count` values into as many indicators, handing the common part round; None if it does not
    fit.

    Takes 城镇、农牧区清洁供暖率 for two values; leaves alone 工业、农业设备投资 for one.

    >>> split_items("城镇、农牧区清洁供暖率", 2)
    ('城镇清洁供暖率', '农牧区清洁供暖率')
    """
    quoted = _QUOTED_LIST.fullmatch(text)
    if quoted and len(names := quoted["names"].split("、")) == count > 1:  # “有机构、有活动”企业占比
        return tuple(f"{quoted['front']}“{name}”{quoted['head']}" for name in names)
    items = text.split("、")
    if len(items) < count:
        items = [part for item in items for part in AND.split(item) if part]
    elif len(items) == count - 1 or (len(items) < count and "和" in items[-1]):
        items = [*items[:-1], *items[-1].split("和", 1)]
    if len(items) != count or count < 2:
        return None
    return _hand_round(items)


def _hand_round(items: list[str]) -> tuple[str, ...]:
    """Gives the first items the head that only the last one carries, or the last one what the first begins with."""
    items = [*items[:-1], _TWO_LEVELS.sub("级", _SO_MANY_KINDS.sub("", items[-1]))]
    last = items[-1]
    begins = act_at_start(last)
    if 0 < begins < len(last) and all(act_at_start(item) == len(item) for item in items[:-1]):
        return (*(item + last[begins:] for item in items[:-1]), last)  # 新建、改造〔公厕〕
    own = items[0][-2:] != last[-2:]  # 智能制造车间和〔工厂〕; not 高新技术企业和规上企业
    if own and len(last) <= _SHORT and len(last) + 2 < len(items[0]) and not quantity_noun(last):
        return (*items[:-1], items[0][: -len(last)] + last)
    if all(quantity_noun(item) for item in items[:-1]):
        accidents = _ACCIDENTS.match(items[0])  # 生产安全事故起数、〔生产安全事故〕死亡人数
        hurt = accidents["of"] if accidents else ""
        return (items[0], *(hurt + item if _CASUALTIES.fullmatch(item) else item for item in items[1:]))
    head = _common_head(items)
    items = _of_same_crop(items, head)
    last = items[-1]
    whole = tuple(item for item in items[:-1] if quantity_noun(item) or (head and item.endswith(head[-2:])))
    return (*(item if item in whole else item + head for item in items[:-1]), last)


def _of_same_crop(items: list[str], head: str) -> list[str]:
    """油菜种植、〔油菜〕收获机械化率: what is said once of the steps that follow it. Not 水稻种植、玉米收获机械化率."""
    first = _STEP.search(items[0])
    if first is None or first.start() < 2 or not head:
        return items
    later = [item.removesuffix(head) for item in items[1:]]
    if not all(_STEP.fullmatch(item) for item in later):
        return items
    return [items[0], *(items[0][: first.start()] + item for item in items[1:])]


def _common_head(items: list[str]) -> str:
    last = items[-1]
    at = last.find(items[0][-2:], 1, _KIND_ENDS) if len(items[0]) > _PAIRED else -1
    if at > 0 and len(last) > at + 4:  # 馆藏图书、社区图书〔电子借阅比例〕
        return last[at + 2 :]
    if step := _STEP_AND_RATE.fullmatch(last):  # 小麦机播、机收〔率〕
        return step["rate"]
    group = _GROUP_WORD.match(last) or _PLACE_NAME.match(last)
    if group and len(last) > group.end():
        return last[group.end() :]
    if alike := _of_alike(items[:-1], last):
        return alike
    size = len(items[0])
    if {len(item) for item in items[:-1]} == {size} and size <= _PAIRED and len(last) >= size + 3:
        size += last[size] in "品业类物料件"  # 果蔬、水产品〔冷链流通率〕
        return last[size:]  # 失业、工伤〔保险参保人数〕
    stock = _STOCK.search(last)  # 牛、羊〔出栏〕
    return rate_head(last) or (stock.group() if stock else "")


def _of_alike(firsts: list[str], last: str) -> str:
    """进口、出口〔整体通关时间〕: what follows in the last the character that ends all others; "" for none."""
    kinds = {item[-1:] for item in firsts}
    kind = kinds.pop() if len(kinds) == 1 else ""
    at = last.find(kind, 1, _KIND_ENDS) if kind in _ENDS_KIND else -1
    head = last[at + 1 :]
    return head if at > 0 and len(head) >= 2 and quantity_noun(head) else ""


def group_for(group: str, indicator: str) -> str | None:
    """主城区机械化清扫率达到85%，县城达到75%: 县城 stands for 县城机械化清扫率; None for what is no group."""
    own = _ANY_GROUP.match(indicator)
    if own is None and re.fullmatch(_REST, group):  # 昌吉市污水处理率达到95%，其他县市达到85%
        own = _PLACE_NAME.match(indicator)
    if _ANY_GROUP.fullmatch(group) is None or own is None or not quantity_noun(indicator):
        return None
    return group + indicator[own.end() :]


def is_group(text: str) -> bool:
    """Whether a text names nothing but groups or levels: 城市, 建成区, 县城和城乡结合部."""
    return all(_ANY_GROUP.fullmatch(part) for part in AND.split(text))


def of_size(size: str, thing: str) -> str:
    """产值超亿元的企业达到200户，超10亿元的〔企业〕达到20户: what is left out of a part told by its size; "" else."""
    sized = _SIZED.search(thing)
    return sized["what"] if sized and _SIZE_ALONE.fullmatch(size) else ""


def of_measure(sized: str, thing: str) -> str:
    """培育年产值超30亿元茶企3家、超20亿元茶企8家: by what the last of things told by their size is measured."""
    measure = _MEASURED.match(thing)
    return measure["by"] + sized if measure and _SIZE_FIRST.match(sized) else sized


def of_level(level: str, thing: str) -> str:
    """国家级示范村镇10个、省级50个: 省级 stands for 省级示范村镇; any other text stays as it is."""
    own = _LEVEL.match(thing)
    return level + thing[own.end() :] if own and _LEVEL.fullmatch(level) else level


def part_of(level: str, whole: str) -> str:
    """园区50个（其中省级8个）: 省级数量 stands for 省级园区; any other name stays as it is."""
    named = level.removesuffix("数量")
    if (_WHERE.fullmatch(named) or TOWNS.fullmatch(named)) and whole[-1:] != named[
        -1:
    ]:  # 建设充电桩260个，其中老旧小区80个
        return named + whole.removesuffix("数量")
    if _LEVEL.fullmatch(named) is None:
        return level
    act = act_at_start(whole)
    thing = whole[act:]
    if not thing:
        return named + whole
    return whole[:act] + (of_level(named, thing) if _LEVEL.match(thing) else named + thing)


def kind_of(part: str, whole: str) -> str:
    """新增电力装机1000万千瓦，其中风电400万千瓦: 新增风电装机; any part with a noun of its own stays as it is."""
    noun = _STOCK.search(whole)
    if noun is None or quantity_noun(part) or len(part) > _KIND_ENDS or act_at_start(part):
        return part
    return whole[: act_at_start(whole)] + part + noun.group()


def is_level(text: str) -> bool:
    """Whether a text names nothing but a level: 省级, 市级以上."""
    return _LEVEL.fullmatch(text) is not None


def joined(what: str, name: str) -> str:
    """The name of a part behind what it belongs to, what both say told once: 农民培训, 培训合格率 is 农民培训合格率.

    >>> joined("送戏下乡", "演出场次"), joined("农民培训", "培训合格率")
    ('送戏下乡演出场次', '农民培训合格率')
    """
    shared = next((n for n in range(min(len(what), len(name)), 0, -1) if what.endswith(name[:n])), 0)
    return what + name[shared:]


def of_thing_before(act: str, thing: str) -> tuple[str, str]:
    """组织送戏下乡，全年演出300场: 送戏下乡演出, not 演出送戏下乡; any other act stays in front of its thing.

    So does 危房改造 in 实施危房改造，每年改造1.2万户, which says the act itself.
    """
    if thing.endswith(act) and len(thing) >= len(act) + 2:
        return "", thing
    return ("", joined(thing, act)) if thing and _NAMES_ITSELF.fullmatch(act) else (act, thing)


def owner(text: str) -> str:
    """An indicator without its quantity noun: 民营经济 of 民营经济增加值, the whole text where none is known."""
    return _VALUE_NOUN.sub("", _OF_WHOLE.sub("", text))


def value_head(text: str) -> str:
    """The quantity noun that others can share: 增加值 of 规模以上工业增加值, "" without one."""
    found = _VALUE_NOUN.search(text)
    return found.group() if found and len(found.group()) > 1 else ""


def rate_head(text: str) -> str:
    """The part of a rate's name that others can share: 综合机械化率 of 农作物耕种收综合机械化率."""
    rate = _HEAD_OF_RATE.search(text)
    return rate.group() if rate else ""
