"""What a goal is about (指标): the noun phrase a civil servant would write over the number.

From 到2027年全市废旧家电回收量 comes 废旧家电回收量, from 改造换热站 comes 改造换热站数量. What a name takes over from
others is the business of `kg.borrowing`.
"""

from __future__ import annotations

import re

from kg.bridges import FORMS
from kg.quantities import Quantity

_SCOPES = (
    r"(?:(?:全市|全省|全区|全县|全州|全盟|全旗|全国|全镇|全乡|全街道|全自治区|全自治州|全兵团|全师|全域|我市|我省|我区|我县|我州|我国|"
    r"本市|本省|本区|本县|全市域|全县域|各地|各县区|各县（市、区）|各市州)(?:范围内)?)"
)
_SCOPE = re.compile(_SCOPES)
# not 高于全国平均水平, 占全市比重, 居全省前列
_WHOLE_SCOPE = re.compile(
    rf"(?<![于占超居])(?:{_SCOPES})(?!平均(?:水平|值|线)|水平|同期|前列|前[一二三四五六七八九十\d]|领先|一流|先进|第[一二三\d]+(?:$|[位名，]))"
)
# 每个区县, 各乡镇（街道）, 有条件的区县, 主要农业县区; not 每万人, 各级
_EACH_SCOPE = re.compile(
    r"(?:力争|争取|确保|原则上|实现|在)*"
    r"(?P<scope>(?:每个?|各个?|有条件的)(?:地级|设区)?(?:省|市|区|县|州|盟|旗|地市|乡|镇|街道|苏木|社区|行政村|建制村|村|园区|开发区)+"
    r"(?:（[^（），]{1,12}）)?(?!级)|主要[^，。、]{1,4}县区?)"
)
GROUP = r"(?:城镇|城区|城市|中心城区|主城区|市区|县城|农村|农牧区|牧区|乡村|东部|中部|西部|山区|平原|高原)(?:地区)?"
_GROUPS = re.compile(rf"(?:全[市省区县州国])?{GROUP}(?:[、和与及]|以及){GROUP}")
_OWN_GROUP = re.compile(GROUP)
_OF_GROUP = re.compile(rf"主要[^，。、]{{1,4}}县区?|城乡|乡镇|行政村|建制村|{GROUP}|[省市县区](?:本)?级")
_OWNGROUP = re.compile(GROUP)
_OFGROUP = re.compile(rf"主要[^，。、]{{1,4}}县区?|城乡|乡镇|行政村|建制村|{GROUP}|[省市县区](?:本)?级")
_LIST_MARK = re.compile(
    r"(?:[—\-·•\s、，和与]|及(?![时格])|以及|（[一二三四五六七八九十\d]{1,3}）|[①-⑳]|\d{1,2}[.、]|[一二三四五六七八九十]{1,3}(?:是|要)|〔(?:任务|工作|目标|主要|具体)[一-鿿]{0,4}〕|其中|并且?|且|"
    r"同时|另外|此外|逐年|总体上|进一步)+"
)
_STIR = re.compile(
    r"(?:[省市县区州盟旗][一-鿿]{2,8}[局委办厅](?=年内|全年|今年|力争|确保|每年)|力争|争取|确保|努力|实现|至少|最少|使(?!用)|将|把|让|推动|推进|促进|带动|引导(?!基金)|保障(?!性|房)|保证(?!金)|每年|全年|年内|今年|当年|年均(?!收入|产值)|平均每年|预计|到(?!位)|"
    r"年底前?|[三五]年内?|\d{1,2}年(?:之|以)?内|通过努力|达到(?![^，]{0,10}(?:标准|条件|要求)的)|分别|其中|累计(?!就业)|逐步|各(?=[新改扩建])|第?[一二三四]季度末?|[上下]半年|在全[省市区县州国](?:范围内)?率先|率先|要(?=确?保|稳定|完成|力争|达到|新增|实现|建成)|年度(?=实施|完成|新)|原则上|免费(?=[开发培提为]))"
)
_MANNER = (
    r"(?:重点|全面|持续|基本|大力|加快|积极|稳步|有序|着力|统筹|规划|计划|分批|分步|同步|高质量|高标准|高水平|规范|科学|深入|扎实|集中|"
    r"优先|新(?!发放)|再|先后|首批|重新|逐年|滚动|主动|精准|联合|分期|分[一二三四五六两\d]+[年批期]|用[一二三两\d]+年(?:左右的?)?时间)+"
)
_AT_PLACE = re.compile(  # 在青山镇、白水镇〔建设〕, 在国道108沿线〔建设〕
    r"在[^，在]{2,20}?(?:沿线|沿岸|周边|两侧|境内|流域|林区|牧区|灌区|片区|园区)|"
    r"在[^，在]{2,24}?等(?:重点|主要)?[^，、\d]{0,5}?(?:地区?|城市|国家|省市|市场)"
    r"|在[^，、在]{1,12}?(?:[省市区县州旗盟镇乡村]|街道|苏木|嘎查)(?:[、和及][^，、]{1,10}?(?:[省市区县州旗盟镇乡村]|街道|苏木|嘎查))*"
)
_OTHERS_LED = re.compile(
    r"(?:引导|鼓励|支持|动员|带动|推动|组织|吸引|撬动)(?:和(?:引导|鼓励|支持))?(?:社会|民间|民营|各方|多方|国有|各类|金融|银行|保险|担保)+(?:力量|资本|资金|主体|企业|机构|团体)(?:参与|投资|投入|捐资)?"
)
_RELYING = re.compile(r"(?:依托|利用|借助)(?=[^，。；\d]{2,24}$)")  # 依托林校〔培训护林员〕
_ANYTHING = re.compile(".+", re.DOTALL)
_BY_MEANS = re.compile(r"(?:采取|采用|运用)[^，。；]{2,30}?(?:措施|方式|办法|形式|模式|手段)")  # 采取封育等措施〔治理〕
_TAIL = re.compile(
    r"(?:进一步|\d{1,2}月(?:底|末|份)?前?|第?[一二三四]季度末?|[上下]半年|的|在|等|总体|整体|力争|确保|应当|必须|需要|要|将|应|须|需|也|再|已|且|并|由|从|—|-|：|，|、|(?<=[一-鿿])[两三四五十\d]{1,2}年内?)+$"
)
_FROM = re.compile(r"(?:由|从)(?:原来的?|目前的?|现在的?|现行的?|法定的?)?[^由从]{0,12}?\d[^由从]*$")
_BY_WHOM = re.compile(
    r"^[^，]*?[一-鿿](?:将|把)(?![来要军领士帅近握控关手守头戏脉])(?=[^，]{3})"
)  # 引导机构逐步将〔费率〕降至
_URGED = re.compile(
    r"(?:推动|推进|促进|引导(?!基金)|鼓励|支持)(?:全[市省区县州国])?(?=[^，]{4,}(?:率|强度|占比|比重|比例|投资|投入|经费|产值|收入|增加值|规模|总额)$)"
)
_DESCRIBED = re.compile(
    r"^(?:[^、，的\d]{3,8}、)+[^、，的\d]{3,10}的(?=[^，的]{4,})"
)  # 技术前沿、模式新颖的〔标杆项目〕
_BY_EACH = re.compile(r"以[^，以]{1,12}为单位$")  # 接种率〔以乡镇为单位〕保持在95%以上
_ON_BASIS = re.compile(r"在[^，在]{2,12}?的?基础上(?:平均|再)?$")  # 办理时限〔在法定时限基础上〕压减70%
# 民营经济〔实现〕增加值
_ACHIEVED = re.compile(r"(?<=[\u4e00-\u9fff]{2})实现(?=[^，、]*(?:值|额|量|收入|投资|营收|产出|利润)$)")
_OPENING = re.compile(
    r"^(?:通过|围绕|依托|按照|结合|聚焦|以|为|在|对)[^，]{2,24}?(?:中(?![心小学医西央国型药部华等层试])|内|上|方面|范围内|基础上|期间|领域)(?=[^，]{4})"
)
_SHORT_NAMES = re.compile(r"第[一二三四五六]代移动通信(?:技术)?（([3-6]G)）")
_ASIDE = re.compile(
    r"（(?=[^（）]*(?:简称|其中|累计|指|包括|不含|含|\d[\d.]*[^A-Za-z\d.）]|[^（）]{18}))[^（）]*）"
)  # （累计约3600户）
_INNER_DATE = re.compile(
    r"(?<=[一-鿿])(?<![较比到至于在])20\d\d年(?:底|末|内)?前?(?=(?:完成|建成|新增|实现|累计|力争)[一-鿿])"
)
_INNER_YEARS = re.compile(
    r"(?<=[一-鿿])20\d\d年?[-—~至到]{1,2}20\d\d年(?:每年)?(?=[一-鿿])"
)  # 县财政2025—2028年每年安排
_STRAIGHT_QUOTES = re.compile(r"”([^“”]*)”")
_STRIPPED_BY_REACH = re.compile("培育|打造|建设|建成|发展|推动|推进|促进|壮大|实现|形成|完成|培养|做强|提升")
_QUANTITY_NOUN = re.compile(
    r"(?<!需氧)(?:数|量|率|额|值|比|度|数量|面积|长度|(?:河|堤|岸|线|渠)长|里程|规模|能力|产能|容量|装机|投资|收入|营收|支出|人次|场次|人数|总数|户数|家数|产值|"
    r"占比|比重|比例|指数|强度|水平|批次|班次|频次|人次|车次|时间|时限|周期|寿命|年限|天数|浓度|储量|存量|总额|资金|外资|贷款|余额|就业|存栏|出栏|吞吐能力|"
    r"税收|利润|排名|位次|名次|市值|成本|价格|能耗|排放|产出|GDP)$"
)
_AGENT_LENGTH = 10
_TELLING = 4  # 改造换热站 needs no 数量
_ACTS = tuple(sorted({*FORMS["task"], *FORMS["work"]}, key=lambda form: (-len(form), form)))
_NO_ACT = (
    r"建成区(?!域)|建设(?:区|用地|项目|周期|标准(?!化)|规模|密度|强度)|"
    r"服务(?:业|区|站|点|中心|设施|能力)|发展(?:指数|水平)"
)
_ACT = f"(?:(?!{_NO_ACT})(?:{'|'.join(map(re.escape, _ACTS))})(?![率量额度值]))"  # 开工, not 开工率
_ACT_ANY = re.compile(_ACT)
_LONGEST_OBJECT = 20
_ENTERED = re.compile(
    r"(?:将|把)?(?P<what>[^，、]{2,14}?(?:经费|资金|费用|投入|支出))(?:纳入|列入)"
)  # 经费纳入财政预算
_PROJECT = re.compile(
    r"(?:持续|全面|大力|积极|稳步|有序|深入|扎实|统筹|加快|组织|继续)*(?:推进|实施|加快|开展|加强|推动|启动|抓好)?(?:全[市省区县州])?"
    r"(?P<what>[^，、]{3,22}(?:改造|治理|建设|整治|修复|更新|升级|绿化|加固|清淤|维修))$"
)
_AND_SUCH = re.compile(r"、.*等.{0,3}$")  # 灶台、烟囱等基础〔改造〕
_NO_OBJECT = re.compile(
    r"(?:力度|水平|能力|工作|机制|体系|政策|措施|作用|质量|效率|效能|效果|服务|管理|制度|环境|责任|结构|优势|发展|创新|升级|转型|建设|模式|"
    r"方式|格局|目标|方案|规划|计划|行动|活动|工程|安全|治理|等|的|步伐|进度|成本|费用|条件|需求|要求)$|^(?:和|与|及|、|在|对|以|为|向|到)"
)
_ACT_RUN = re.compile(rf"(?:{_ACT}(?:并|和|或|及|、|与|并且)?)+")
_MANNER_OF_ACT = re.compile(rf"{_MANNER}(?={_ACT})")
_ACT_BACK = re.compile(rf"(?:(?:并|和|或|及|、|与)?(?:{'|'.join(re.escape(act[::-1]) for act in _ACTS)}))+")
_FIRM = tuple(sorted(FORMS["task"], key=lambda form: (-len(form), form)))
_FIRM_ACT = re.compile(f"(?:{'|'.join(map(re.escape, _FIRM))})(?!值)")  # not 增加值
_FIRM_ACT_BACK = re.compile("|".join(re.escape(act[::-1]) for act in _FIRM))


def act_at_start(text: str) -> int:
    """The length of the acts (新建, 引进和培育) that open `text`, 0 if none do."""
    found = _ACT_RUN.match(text)
    if found is None:
        return 0
    return len(found.group().rstrip("并和或及、与且"))


def act_at_end(text: str) -> int:
    """The length of the acts that close `text` (每个县重点〔培育〕), 0 if none do."""
    found = _ACT_BACK.match(text[::-1])
    if found is None:
        return 0
    return len(found.group()[::-1].lstrip("并和或及、与"))


def firm_act_at_end(text: str) -> int:
    """The length of an act at the end of `text` that cannot be part of a noun (每个街道〔配备〕), 0 for none."""
    found = _FIRM_ACT_BACK.match(text[::-1])
    return len(found.group()) if found else 0


def firm_act_within(text: str) -> int:
    """Where the first act stands that cannot be part of a noun (在城区周边〔新建〕停车场), -1 if there is none."""
    found = _FIRM_ACT.search(text)
    return found.start() if found else -1


def opening(text: str) -> int:
    """The length of what stands before the phrase proper: list marks, 力争, 到, 全市."""
    at = 0
    while at < len(text) and act_at_start(text[at:]) < len(text) - at:
        found = (
            _LIST_MARK.match(text, at)
            or _backed(text, at)
            or _STIR.match(text, at)
            or _SCOPE.match(text, at)
            or _MANNER_OF_ACT.match(text, at)
            or _at_place(text, at)
        )
        if found is None or not found.group() or act_at_start(text[at:]) >= len(found.group()):
            break
        at = found.end()
    return at


def _backed(text: str, at: int) -> re.Match[str] | None:
    """Who is led to do something, right before the deed: 引导社会力量〔建设书房〕; not 支持企业研发机构."""
    found = _OTHERS_LED.match(text, at)
    act = act_at_start(text[found.end() :]) if found else 0
    return found if found and 0 < act < len(text) - found.end() else None


def _at_place(text: str, at: int) -> re.Match[str] | None:
    """Where or how something is done, right before what is done: 在青山镇〔建设〕; not 在全市建设用地."""
    found = _AT_PLACE.match(text, at) if text.startswith("在", at) else _BY_MEANS.match(text, at)
    if found is None and _RELYING.match(text, at):
        act = _FIRM_ACT.search(text, at + 4) or _ACT_ANY.search(text, at + 4)
        return _ANYTHING.match(text, at, act.start()) if act else None
    return found if found and act_at_start(text[found.end() :]) else None


def scope_of(text: str, indicator: str) -> str | None:
    """The places or the group that a goal is stated for (全市, 每个区县), None if none is named at its head.

    A group is a scope where several share out values (城镇、农牧区清洁供暖率分别达到…); in 农村公路列养率 and in
    市级示范园区 it is a part of the name.

    >>> scope_of("全市综合机械化率", "综合机械化率"), scope_of("农村公路列养率", "农村公路列养率")
    ('全市', None)
    """
    if found := _WHOLE_SCOPE.search(text[:16]):
        return found.group().removesuffix("范围内")
    if found := _EACH_SCOPE.match(text):
        return found["scope"]
    own = _OWN_GROUP.match(indicator) if _GROUPS.match(text) else None
    return own.group() if own else None


def object_of(text: str) -> str:
    """What the last act of a phrase without a number is done to, "" without one.

    Takes 互助养老点 of 依托闲置院落改建互助养老点 and 公共充电站 of 推进公共充电站建设; leaves alone 加大培训力度.
    """
    if entered := _ENTERED.match(text):
        return entered["what"]
    act = act_at_end(text)
    whole = act == len(text) or text[: len(text) - act].endswith(("专项", "联合", "集中"))  # 专项检查
    text = text if whole else text[: len(text) - act]
    acts = [found for found in _ACT_ANY.finditer(text) if len(text) - found.end() >= 2]
    acts = [found for found in acts if text[found.end()] not in "性化型类者率"]  # 经营服务性收费
    thing = text[acts[-1].end() :].lstrip("的一批了") if acts else ""
    return (
        "" if not 2 <= len(thing) <= _LONGEST_OBJECT or _NO_OBJECT.search(thing) or _AND_SUCH.search(thing) else thing
    )


def project_of(text: str) -> str:
    """What a phrase without a number says is under way: 城市燃气管道更新改造 of 加快城市燃气管道更新改造."""
    found = _PROJECT.match(text)
    return found["what"] if found else ""


def group_of(indicator: str) -> str:
    """The group or level that an indicator is about: 农村 of 农村生活污水治理率, 省级 of 省级绿色工厂; "" for none."""
    found = _OF_GROUP.match(indicator)
    return found.group() if found else ""


def subject(printed: str, quantity: Quantity, *, reached: bool) -> str:
    """The indicator of a statement (普及率 … 达到): the noun phrase, 数量 added where things are counted."""
    text = phrase(printed, reached=reached)
    return text + _measure_noun(text, quantity) if text and quantity.kind == "count" else text


def phrase(printed: str, *, reached: bool) -> str:
    """The noun phrase in front of a bridge; `reached` also takes 培育 off (培育智能工厂达到22个).

    >>> phrase("力争全市农作物耕种收综合机械化率", reached=True)
    '农作物耕种收综合机械化率'
    """
    text = _BY_WHOM.sub("", _tidy(printed)) if "将" in printed or "把" in printed else _tidy(printed)
    text = _ON_BASIS.sub("", _BY_EACH.sub("", _ACHIEVED.sub("", _FROM.sub("", text))))
    yearly = text.find("每年")
    if 0 <= yearly <= _AGENT_LENGTH and len(text) - yearly > 5 and text[yearly + 2] != "每":  # 各级财政每年投入…
        text = text[yearly + 2 :]
    text = text[opening(text) :]
    text = _TAIL.sub("", text)
    if reached:
        text = _without_act(text)
    if urged := _URGED.match(text):  # 推动企业研发投入强度不低于5%
        text = text[urged.end() :]
    within = _OPENING.match(text)
    if within:
        text = text[within.end() :].lstrip("，的")
        text = text[opening(text) :]
    return text


def _without_act(text: str) -> str:
    """培育智能工厂 (达到22个) is about 智能工厂."""
    act = act_at_start(text)
    if act and len(text) - act >= 3 and _STRIPPED_BY_REACH.fullmatch(text, 0, act):
        return text[act:].lstrip("的一批")
    return text


_FOR_WHOM = re.compile(  # 为海岛居民〔安装净水器〕, 为返乡妇女、待业青年〔结对〕
    r"为(?:[^，。；、\d为]{1,14}、)*[^，。；、\d为]{1,14}?"
    r"(?:人员|[老病农]人|户|家庭|儿童|年|妇女|学生|群众|居民|职工|教师|农民|对象|主体)(?:家庭|群体)?"
)
_BACKED = re.compile(  # 支持甲钢铁等企业〔建设书屋〕
    r"(?:支持|鼓励|引导)[^，。；“]{2,24}?(?:企业|单位|机构|园区|社会力量|市场主体|院校|医院|学校)"
)


def without_backed(indicator: str) -> str:
    """建设书屋 of 支持甲钢铁等企业建设书屋: what is done, without those who are helped to do it."""
    found = _BACKED.match(indicator)
    told = found is not None and 0 < act_at_start(indicator[found.end() :]) < len(indicator) - found.end()
    return indicator[found.end() :] if found and told else indicator


def for_whom(text: str) -> int:
    """The length of the words that say for whom something is done, right before the act; 0 without them.

    >>> for_whom("为海岛居民安装净水器"), for_whom("为企业减负")
    (5, 0)
    """
    found = _FOR_WHOM.match(text)
    return found.end() if found and act_at_start(text[found.end() :]) else 0


def deed(act: str, thing: str, quantity: Quantity) -> str:
    """The indicator of something to be done: 改造 and 换热站 give 改造换热站, 更新 and 管网 give 更新管网长度.

    Takes the act as printed and what it is done to; the noun for the measure is added unless it goes without saying.
    """
    text = _TAIL.sub("", _tidy(act) + _DESCRIBED.sub("", _tidy(thing).lstrip("的")))
    text = text[opening(text) :]
    text = text[1:] if for_whom(text) else text
    noun = _measure_noun(text, quantity)
    return text if noun == "数量" and len(text) > _TELLING else text + noun


def quantity_noun(text: str) -> bool:
    """Whether `text` ends like an indicator: 普及率, 投资规模, 数量."""
    return _QUANTITY_NOUN.search(text) is not None


def _measure_noun(text: str, quantity: Quantity) -> str:
    if _QUANTITY_NOUN.search(text):
        return ""
    unit = quantity.unit or ""
    for end, noun in (("人次", "人次"), ("场次", "场次"), ("场", "场次"), ("次", "次数")):
        if quantity.kind == "count" and unit.endswith(end):
            return noun
    nouns = {"count": "数量", "length": "长度", "area": "面积", "percent": "比例"}
    return nouns.get(quantity.kind, "")


def _tidy(text: str) -> str:
    """Masks, quotation spaces and abbreviation notes taken out; 第五代移动通信（5G） is 5G."""
    text = _SHORT_NAMES.sub(r"\1", text)
    text = _INNER_YEARS.sub("", _INNER_DATE.sub("", _ASIDE.sub("", text)))
    return _STRAIGHT_QUOTES.sub(r"“\1”", text).strip(" \n，；：。")
