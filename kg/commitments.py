"""Whether a quantity is something the government commits to (承诺), or only looks like it.

Not goals: thresholds and criteria (对年营收2000万元以上的企业), subsidies, awards, fees and their rates (按30%补助),
what is already there (截至2020年底, 目前), counts of a plan's own parts (6个领域), terms and periods (有效期3年),
norms (不得超过).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.bridges import FORMS
from kg.quantities import Quantity


def _any(kind: str) -> str:
    return "|".join(re.escape(form) for form in sorted(FORMS[kind], key=lambda form: (-len(form), form)))


# 由市财政每年出资 … 用于园区建设: what the government itself pays; 出资 alone speaks of aid or of a share in a company.
OUTLAY = re.compile(
    r"(?:由)?(?P<who>[^，、由]{0,6}(?:财政|政府))(?:连续[^，]{1,3}年|每年|年均|累计|共计|统筹)*(?P<act>出资|投入)(?:资金)?(?:不少于|不低于|约|超过)?$"
)
_OWN_OUTLAY = re.compile(
    r"(?:财政|政府)[^，、]{0,4}每年[^，、]{0,4}列支(?=[^，、]{2,20}(?:资金|经费)[^，、]{0,4}\d)|(?:财政|政府)[^，、]{0,8}出资(?=[^，]{0,5}[\d.]+[万亿]*元[^，]{0,2}，?(?:专项)?用于)"
)
# 补贴政策, 奖励办法, 政策兑现率 only speak of aid, 500处以上 of no fine; 在现有基础上, 较去年 do not speak of the past.
_AID = re.compile(
    f"(?!处以[上下内])(?:{_any('aid')})(?!政策|措施|办法|制度|机制|力度|范围|覆盖|实施|方案|参保|率|塑料|用品|餐|发泡|消费品|性)"
)
_AID_GIVEN = re.compile(
    r"(?:发放|兑付|兑现|到位|覆盖|拨付|执行|支出|知晓|申领|落实|满意|通过|办结|免申即享|直达快享|网上办|线上办)[”’]?(?:率|面|比例)$"
    r"|政策范围内[^，]{0,12}(?:报销|支付|补偿)比例$"  # 政策范围内住院费用报销比例提高到70%
)
_AID_RAISED = re.compile(  # 医保补助标准提高到每人每年670元，参保率稳定在95%以上
    r"(?:补助|补贴)(?:最低)?标准[^，；]{0,8}(?:提高|提升|增加|调整|达到)[^，；]*，"
)
_AID_MORE = re.compile(  # 留任率超过六成的机构再提高200元
    r"的[^，]{0,6}(?:再|另外?|额外|每[人户家月])[^，]{0,6}(?:提高|增加|给|发|补|奖)[^，]{0,3}[\d.]+万?元"
)
_PAST = re.compile(
    f"(?<![较比])(?:{_any('past')})(?!基础|林|技术|产权)"
    r"|仅(?:为|占|有|达)|第[一二三四五六七八九十]次全国[^，]{2,8}普查"  # 之比仅为2.1：1, 根据第七次全国人口普查
)
_ALREADY = re.compile(  # 已完成改造的农户管护率达到100%: who is meant, by what has been done for them
    r"已(?:经)?(?:完成|建成|实施|开展|覆盖|改造|建立|获批|认定|形成|实现|引进|培育)[^，；。\d]{0,12}的(?=[^，；。\d]{2,})"
    r"|20\d\d年以来(?:新?签约|引进|招引|认定|建成|开工|落地|获批|出让|实施|审批)的"  # 2021年以来招引的18家茶企
)
_TO_BE_THERE = re.compile(r"实有(?=[^，；\d]{2,12}(?:达到?|增[至加]|突破|超过))")  # 到2027年，实有经营主体达到8.6万户
_COUNTED = re.compile(
    rf"""
    (?:重点|关键|主要|核心|重大|专项|支持|支撑|保障|配套|具体|改革|创新|基本|突出|相关|有关|方面的?|主题|工作|联动)*
    (?:(?:{_any("counted")}|{_any("brief")}|大类|类|大)(?:$|[，。；、的和及与）]|[^，。；、]{{0,8}}$)
      |[^，。；、]{{2,4}}(?:{_any("counted")})$)                                          # 2个跨境领域
    """,
    re.VERBOSE,
)
_KINDS = re.compile(r"(?:形式|方式|功能|模块|模式|情形|人员|对象|途径|渠道|行业|场景|要素|产品)$")  # 8类尽责形式
STEPS = ("环节", "步骤", "程序")
_COUNTED_END = re.compile(rf"(?:{_any('counted')})$")
_CRITERION = re.compile(
    r"""
    ^(?:对(?!接|标|口|[^，]*的[^，的]{0,8}(?:率|覆盖面|满意度|比例)(?:每年|达到|不低于|保持))  # not 对机构的抽查率达到
         于?(?=[^，]*(?:的|以上|以下|超过|达到))                                # 对年营业收入达到2000万元以上的企业
       |凡是?|符合|满足|具备|若|如(?!期|东|皋)|当(?![季地年期前日月天好])|经认定|属于|不属于|针对|对象为|(?:其中)?(?:具有|持有))
    |的，$|[元%个家项人次名件上下]的$|^申报(?:项目|单位|企业|主体|人)|以上的(?:企业|单位|项目|机构|个人|人员|主体|园区|平台|团队)
    |(?:符合|满足|达到|具备)[^，]{0,12}(?:条件|要求|标准|规定)的    # 符合以下条件的
    |(?:应当?|须|必须|可|可以|不得|不能|需|原则上(?!至少(?:新?建|建[设成]|举办|打造|培育|开展)))
     # 学校应配备不少于2名保安
     (?:不|至少|超过|达到|低于|少于|高于|具有|具备|配备|设置|配置)
    """,
    re.VERBOSE,
)
_AHEAD = re.compile(r"[到至](?:\d{4}年|“?十[一二三四五六]五)|力争|确保|目标|[前底末]，?")  # not “十三五”期间，完成…
_CONDITIONS = re.compile(
    r"""
    (?:具备|符合|满足)(?:以下|下列|如下|上述|下述)[^，。]{0,4}(?:条件|要求|标准)  # 应当具备以下条件
    |(?:应当?|须|需要?)(?:同时)?(?:具备|符合|满足)
    |(?:最多|至多|只能|可)(?:可|能)?(?:申报|申请|推荐)                              # 每个企业最多可申报3个项目
    |最多(?:可|能)?(?:支持|奖励|享受|补助)|方可|方为|方能|(?:成员|委员|代表)同意
    |(?:参考|参照|对照)(?:以下|下列|如下|上述|下述)[^，。]{0,6}(?:标准|规范|要求|比例)    # 鼓励参考如下标准
    |按(?:照)?因素法|一票否决|(?:是|系)指|[应须]有\d
    """,
    re.VERBOSE,
)
_RATE_END = re.compile(
    r"^(?:(?:具备|符合|有|达到|满足)[^，]{0,10}|[^，]{2,8})(?:条件|标准|要求|规定)的[^，的]{2,16}(?:率|占比|比例|比重)$"
)
# 支持存栏200头以上的养殖场: who is meant; not 支持20家以上的企业
_SIZED = re.compile(
    r"(?:支持|鼓励|引导|推动|指导|督促|组织|对)[^，]*[^，家户个所名项座条处]以上的"
    r"[^，]{0,12}(?:场|户|企业|社|基地|园区|单位|机构|主体)"
)
_PUT_FORWARD = re.compile(
    r"""
    (?:推荐|申报|上报|报送|限报)[^，；]{0,10}(?:不超过|不多于|限)  # 各单位推荐不超过2个
    |(?:督查|检查|考核|核查|抽查|验收|巡查|督导)组                  # 各督查组至少检查2个县
    |(?:一式|各)\d份|限额推荐|推荐限额|推荐名额
    """,
    re.VERBOSE,
)
_STAFFING = re.compile(r"每\d+[名人户张床辆个][^，]{0,12}(?:配备|配置|设置|配|设)")  # 每200名学生配备1名
# What stands right in front of the bridge of a norm: 不得〔超过〕, 一般〔控制在〕.
_NORM = re.compile(r"(?:允许|不得|不能|严禁|禁止|应当?不?|须不?|必须不?|可以?|一般|最长|最短|最低|最少应|原则上一般)$")
_MUST = re.compile(r"不得[低少]于$")
_FLOOR = re.compile(r"(?:占比|比重|率)不得[低少]于$")  # 新建校舍抗震达标率不得低于95%
# A rate or a time that shall be reached is a goal, if a firm one: 响应时间应当保持在40分钟以内, 修订率须达到100%
_SHALL_BE = re.compile(
    r"(?:率|覆盖面|比例|占比|比重|满意度|安全感|时间|时限|时长|时效|耗时|用时)(?:都|均|也)?(?:应当?|必?须|需)"
    r"(?:达到|(?:稳定|保持|维持|巩固|控制|提高|提升|压缩|缩短|下降|降低|减少|压减|扩大)[在到至]|[降增]至|降到)$"
)
_APPLYING = re.compile(r"申[报请]|入选|认定|评定|准入|验收|资质")  # 申报企业…，研发投入占比应达到3%
_TERM = re.compile(
    r"(?:期限|有效期|(?<!周)期|(?<![一-鿿])周期|年龄|工龄|年限为|周期为|时段|补助年限|租期|任期|试用期|保质期|折旧年限|工作经历|经验)$"
)
_TIME_SPENT = re.compile(
    r"""
    时间|时限|时长|时效|耗时|用时|提前量|周期|工期|天数|寿命|年限    # 人均预期寿命达到79岁, 警报提前量达到40分钟
    |审批|办理|开办|办结|办成|受理|响应|送达|抵达|到达|通勤|等待|等候|报装|获得电力|接电|注销|登记|通关|候诊|住院日|停电|开放
    |路程|半径|间隔|速度|覆盖|达标|环节|流程|全程
    """,
    re.VERBOSE,
)
_REPORTS = re.compile(
    r"会议|例会|联席会|调度|通报|报送|报告|汇报|总结|督导|督查|督办|巡查|考核|座谈|研判|会商|更新$|公布|填报|联系|检查$|"
    r"自查|专报"
)
_AWARD_ACT = re.compile(r"遴选|评选|认定|评定|择优|选取|选拔|选树|支持|奖励|资助|扶持|表彰|培育|新增|引进")
_PER_ONE = re.compile(
    r"每(?:新)?(?:引进|新增|培育|招引|增加|认定|建成|完成|获得|获批|举办|组织|落户|推荐|成功)[^，。；]{0,14}$"
)
_NO_WORTH = re.compile(
    r"(?:标准|单价|价格|定额|注册资本|(?<!社会)资本|费用|额度|保证金|押金|罚金|(?<![交成签销募][易交约售集])金额|单笔|造价|首付|概算|预算|净资产|资产)$"
)
_INVESTED = re.compile(r"(?:项目|计划|估算|预计|概算)?总投资(?:额)?(?:约|为)?")  # 建成泊位2个，总投资6.5亿元
_CAPPED = re.compile(r"不超过|不高于|最高|至多$")
_SPENDING = re.compile(r"支出|经费|成本|控制")
_EARMARKED = re.compile(r"安排|列支|划拨|统筹资金|专项资金|每(?:名|辆|台|亩|平方米|吨|个)")
# 管护经费每亩每年不低于15元
_KEPT_UP = re.compile(r"每(?:亩|公里|平方米|村|人|户|床|台)每年(?:不低于|不少于|达到)(?:到)?$")
_HANDED_OUT = re.compile(r"每[户人家][^，]{0,4}发放")  # 每户发放扶持资金900元
_STANDARD = re.compile(r"补助|补贴|标准|奖励|资助|收费|待遇|缴")
# 市财政每年安排文化发展专项资金, 2024年安排; the government binds itself.
BUDGET = re.compile(
    r"(?:[^，、由]{0,6}(?:财政|政府)[^，、]{0,4}(?:每年|年均|连续[^，]{1,3}年|\d{4}年|[两三四五]年(?:累计)?)[^，、]{0,4}(?:安排|列支|投入|筹集|统筹)[^，、]{0,16}?(?:资金|经费)?"
    r"|\d{4}年安排|每年(?:统筹)?安排"
    r"|(?:财政|政府)(?:\d{4}年)?(?:统筹)?(?:安排|投入|筹集|落实)[^，、的]{0,16}?(?:资金|经费|投资)?)(?:不少于|不低于|约|超过|达到)?$"
)
_BUDGET_YEARLY = re.compile(
    r"(?:财政|政府)[^，、]{0,4}每年[^，、]{0,4}(?:安排|列支|投入)[^，、]{0,16}(?:资金|经费)(?:不少于|不低于|约)?$"
)
_SCORED = re.compile(r"(?:满意度|满意率|得分|指数|评分|分数|成绩|评价|测评|测评结果)$")
_PLOT = re.compile(r"[^，]{0,4}?(?:占地|占地面积|总建筑面积|建筑面积|规划面积|规划总面积|总面积|用地面积|总用地)")
_DIMENSION = re.compile(r"(?:宽度?|半径|净高|高度|厚度|深度|坡度)(?:应|须|宜)?不[小大低高少]于$")  # 道路宽度不小于4米
_SPACING = re.compile(r"(?:密度|[间行]距|规格)(?:为|每亩|每公顷)?$")
_WEIGHT = re.compile(r"(?:考核|绩效|评价)[^，]{0,8}权重|权重[^，]{0,8}(?:考核|绩效)")
_ACCORDING = re.compile(r"按照?每|(?:按照?|以|依据?)$")
_RATE_NAME = re.compile(
    r"(?:利率|费率|(?<![办报缴申])税率|(?:首付|自筹|补偿|分担|出资|持股|报销|缴存|资助|扣除|计提|抽样|抽查|留用|提成|分成)比例|(?<!责任)权重)$"
)
_LOWERED = re.compile(r"降|平均")
_SAMPLED = re.compile(r"抽[查样]比例达到")
_EVERY = re.compile(r"每(?:半?年|个?季|半?个?月|周|天|日)")
_AIMED = re.compile(r"力争|确保|目标|年均|每年")
_AIMED_YEARLY = re.compile(r"^(?:力争|争取)?(?:每年|全年|年内|三年内?|五年内?)(?!度?[对按给])")
_FOR_OTHERS = re.compile(r"[，；]对(?!每|其|上述|认定|入选|评为|获|符合|达到|通过|列入|前|成功)")
_AIMED_FIRMLY = re.compile(r"力争|确保")


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of the place in which a sentence stands, before it is read."""

    goals: bool = False  # a heading above says 目标
    background: bool = False  # a heading above says 现状, 形势
    rules: bool = False  # a heading above says 申报条件, 考核
    article: bool = False  # 第X条
    project: str = ""  # what the clause's own heading says is under way: 码头改造


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A quantity's surroundings, already cut: all in normal spelling without spaces."""

    sentence: str
    lead: str  # the sentence up to the number
    segment: str
    before: str  # what stands in front of the number in its segment, with the bridge
    noun: str  # the same without the bridge
    after: str  # what follows up to the next quantity or the end of the segment
    due: bool  # a deadline governs the sentence
    linked: bool  # the bridge makes a statement (达到, 增长)
    dated_at: int  # where in the sentence its own deadline stands, -1 without one
    firm: bool = False  # a deed (聘请监督员30名), or a value that is to change (压缩至, 增长)


def objection(quantity: Quantity, around: Surroundings, setting: Setting) -> str | None:
    """Returns the name of the rule against taking `quantity` for a goal, None if nothing speaks against it.

    Takes (returns None) 废旧家电回收量较2023年增长15%; objects to 按投资的30%给予补助 ("aid").
    """
    for rule in _RULES:
        if rule(quantity, around, setting):
            return rule.__name__.lstrip("_")
    return None


def _background(quantity: Quantity, around: Surroundings, setting: Setting) -> bool:
    """截至2020年底，建成工厂500个; everything under 现状与形势. Not 到2025年 after it in the sentence."""
    if setting.background and not (around.due and _AHEAD.search(around.lead)):
        return True
    lead = _TO_BE_THERE.sub("", around.lead) if around.due else around.lead
    comma = len(lead) if around.due else lead.rfind("，") + 1
    lead = _ALREADY.sub("", lead[:comma]) + lead[comma:]
    return _PAST.search(lead, max(around.dated_at, 0)) is not None


def _aid(quantity: Quantity, around: Surroundings, setting: Setting) -> bool:
    """给予最高50万元补助, 按30%贴息. Not 补贴资金发放率达到100%, 扩大补贴覆盖面，每年淘汰农机100台以上."""
    if quantity.kind == "percent" and around.linked and _AID_GIVEN.search(around.noun):
        return False
    if _AID.search(_OWN_OUTLAY.sub("", around.segment)):
        return True
    if quantity.kind in ("percent", "point", "times") and around.linked and around.noun.endswith("差距"):
        return False
    if quantity.kind == "money" and _AID_MORE.search(around.segment):
        return True
    told = _OWN_OUTLAY.sub("", around.sentence)
    if quantity.kind == "percent" and around.linked and around.noun.endswith("率"):
        told = told.replace("报销", "")  # 参保率达到95%，住院费用报销比例达到70%
        told = _AID_RAISED.sub("", told)
    if not _AID.search(told) or _BUDGET_YEARLY.search(around.before):
        return False
    if _apart_from_aid(quantity, around):
        return False
    if quantity.kind == "count":
        part = _part(around)  # 每年培育10个商圈；对认定的给予奖励
        if _AIMED_YEARLY.search(part) and not _AID.search(part):
            return False
        return bool(_PER_ONE.search(around.before) or _CRITERION.search(around.segment)) or (
            not around.due and _AWARD_ACT.search(around.before) is not None
        )
    return not (around.due and around.linked)


_FOUNDED = re.compile(r"(?:设立|组建|成立)[^，]{0,8}规模[^，]*基金")
_OWN_RATE = re.compile(
    r"(?:覆盖|救助|入园|入学|参保|普及|合格|达标|办结|处理|治理|利用|使用|建设|就业|签约|保障|完好|管护|满意)率$"
)
_AID_FOLLOWS = re.compile(
    r"(?:则|并|再|另|可|由|将|按|对|其|每|分别|一次性|最高|给予|予以|享受|获得|发放|奖励|补助|补贴|政府|财政|[省市区县州旗](?:级|财政)|超过|不足|高于|低于)"
)


def _apart_from_aid(quantity: Quantity, around: Surroundings) -> bool:
    """新建基地5万亩，每亩补助500元; 建设加工厂10家，对新购置设备给予补贴: the aid is for what comes behind."""
    behind = around.sentence[len(around.lead) :]
    aid = _AID.search(behind)
    if aid and quantity.kind == "percent" and _OWN_RATE.search(around.noun):
        part = behind[behind.rfind("，", 0, aid.start()) + 1 :] if "，" in behind[: aid.start()] else ""
        if part and not _AID.search(around.lead) and not _AID_FOLLOWS.match(part):
            return True  # 就业率保持在90%以上，茶农训练补助不超过2万元
    if quantity.kind == "money" and _FOUNDED.search(around.segment) and not _AID.search(around.lead):
        return True  # 设立总规模60亿元的基金，每家出资不超过20%
    if not around.firm or quantity.bound or aid is None or _AID.search(around.lead):
        return False
    scaled = (quantity.unit or "")[:1] in tuple("千万亿") and quantity.kind in ("area", "length", "mass")
    other = _FOR_OTHERS.search(behind, 0, aid.start())
    return scaled or (other is not None and not _CRITERION.search(around.segment))


def _part(around: Surroundings) -> str:
    """The part of the sentence between two semicolons that holds the number."""
    at = len(around.lead)
    end = around.sentence.find("；", at)
    return around.sentence[around.sentence.rfind("；", 0, at) + 1 : end if end >= 0 else len(around.sentence)]


def _counted(quantity: Quantity, around: Surroundings, setting: Setting) -> bool:
    """6个领域, 3项行动计划, 五大类. Not 打造3个行业级平台."""
    if quantity.kind != "count":
        return False
    if quantity.unit == "类" and _KINDS.search(around.after):
        return True
    if around.after or around.linked:  # 审批环节减少到6个, 获得电力压缩至2个环节
        return bool(_COUNTED.match(around.after)) and not (around.linked and around.after in STEPS)
    return bool(_COUNTED_END.search(around.noun))


def _criterion(quantity: Quantity, around: Surroundings, setting: Setting) -> bool:
    """对年营收2000万元以上企业, 应不少于3人, 不得超过5%. Not 确保…不超过5%."""
    if _CONDITIONS.search(around.sentence):
        return True
    norms = setting.rules or setting.article
    floor = not norms and quantity.kind == "percent" and _FLOOR.search(around.before) is not None
    shall = not norms and _SHALL_BE.search(around.before) and not _APPLYING.search(around.sentence)
    floor = floor or bool(shall)
    if _MUST.search(around.before) and not floor:
        return True
    if _CRITERION.search(around.segment) and not around.due and not floor:
        # 具备条件的建制村通客车率保持100%
        return not (quantity.kind == "percent" and _RATE_END.search(around.noun))
    if not around.linked and quantity.bound == ">=" and around.after.startswith("的") and _SIZED.search(around.segment):
        return True
    if _PUT_FORWARD.search(around.segment) or (_STAFFING.search(around.before) and not around.due):
        return True
    return not floor and bool(_NORM.search(around.noun))


def _term(quantity: Quantity, around: Surroundings, setting: Setting) -> bool:
    """有效期3年, 投入使用15年以上. Not 办理时限压缩至1个工作日."""
    if quantity.kind != "time":
        return False
    if around.firm and around.due and around.linked and quantity.unit not in ("年", "岁"):
        return False  # 冰雹预见期延长3小时
    if not around.linked or _TERM.search(around.noun) or around.before.endswith(("周期为", "周期是")):
        return True
    brief = quantity.unit not in ("年", "岁", "个月")  # 用电报装时间低压居民不超过3个工作日，高压不超过22个工作日
    return not _TIME_SPENT.search(around.lead if brief else around.noun)


def _sum(quantity: Quantity, around: Surroundings, setting: Setting) -> bool:
    """注册资本500万元以上, 安排专项资金2000万元. Not 交易额突破500亿元, 市财政每年安排专项资金3000万元."""
    if quantity.kind != "money":
        return False
    if _CAPPED.search(around.before) and not _SPENDING.search(around.noun):
        return True
    if _INVESTED.fullmatch(around.before) and not quantity.bound:
        return True
    if _NO_WORTH.search(around.noun) and not around.noun.startswith(("降低", "减少", "减轻", "节约")):
        return True
    if around.linked and _KEPT_UP.search(around.before) and not _STANDARD.search(around.sentence):
        return False
    budget = BUDGET.search(around.before)
    if budget and (around.due or "年" in budget.group()):
        return False
    return _EARMARKED.search(around.segment) is not None or _HANDED_OUT.search(around.before) is not None


def _score(quantity: Quantity, around: Surroundings, setting: Setting) -> bool:
    """90分以上为优秀. Not 公众安全满意度达到95分."""
    return quantity.kind == "score" and not (around.linked and _SCORED.search(around.noun))


def _plot(quantity: Quantity, around: Surroundings, setting: Setting) -> bool:
    """占地500亩, 总建筑面积3万平方米, 栽植密度200株: the measures of one project. Not 新增绿地面积200公顷."""
    if quantity.kind in ("count", "length"):
        if quantity.kind == "length" and not around.due and _DIMENSION.search(around.before):
            return True
        return not around.linked and _SPACING.search(around.noun) is not None
    given = around.noun.endswith("用地面积") and around.before.endswith("为")
    return quantity.kind == "area" and (given or _PLOT.fullmatch(around.noun) is not None)


def _rate(quantity: Quantity, around: Surroundings, setting: Setting) -> bool:
    """利率不高于3.5%, 按1：1比例. Not 平均担保费率不超过1%, 二手车交易量与新车销售比值达到0.8：1."""
    if _RATE_NAME.search(around.noun) and not (
        _AID_GIVEN.search(around.noun) or _LOWERED.search(around.before) or _SAMPLED.search(around.before)
    ):
        return True
    if _WEIGHT.search(around.segment):
        return True
    if _ACCORDING.search(around.noun):
        return True
    return quantity.kind == "ratio" and not (around.linked and re.search(r"比|配", around.noun))


def _routine(quantity: Quantity, around: Surroundings, setting: Setting) -> bool:
    """每年6月底前组织1次清理: what is done once in its time. Not 每年组织应急演练6次."""
    once = quantity.kind == "count" and quantity.unit == "次" and quantity.value == 1 and not quantity.bound
    return once and _EVERY.search(around.lead) is not None


def _report(quantity: Quantity, around: Surroundings, setting: Setting) -> bool:
    """每季度召开1次会议, 每年报送2次. Not 每年组织应急演练6次."""
    return (
        quantity.kind == "count"
        and (quantity.unit or "").endswith("次")
        and _REPORTS.search(around.segment) is not None
        and not around.due
    )


def _rules(quantity: Quantity, around: Surroundings, setting: Setting) -> bool:
    """Everything under 申报条件; in articles (第六条) what no date, 力争 or deed makes a goal: 成员不少于7人."""
    if setting.rules:
        return not (around.due or _AIMED_FIRMLY.search(around.lead))
    return setting.article and not (setting.goals or around.due or around.firm or _AIMED.search(around.lead))


_RULES = (_background, _aid, _counted, _criterion, _term, _sum, _score, _plot, _rate, _routine, _report, _rules)
