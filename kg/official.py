"""What official papers print around their text: signatures, dates, 此件公开发布, 抄送, 发文字号, addresses, titles.

Patterns for `View.norm`, each for a whole paragraph unless it says otherwise.
"""

from __future__ import annotations

import re

from kg.numbering import HAN_DIGITS

_D = rf"[{HAN_DIGITS}\d]"
_ORGAN_END = (
    r"(?:政府|委员会|办公厅|办公室|总局|管委会|法院|检察院|集团|中心|党委|党组|公司|总队|支队|大队|基金会|协会|联合会"
    r"|总工会|国务院|中央军委|兵团|银行|分行|支行|供销社|总社|新华社|[部委厅局署院会处办室司组])"
)
ORGAN = rf"[一-鿿（）·、 ]{{1,40}}{_ORGAN_END}"
DATE = (
    rf"(?:\d{{4}}|[〇零○ＯO0一二三四五六七八九]{{4}})\s?[年月]\s?"  # 2024年, 二○二四年, 2026月3月26日 (a slip)
    rf"{_D}{{1,3}}\s?月\s?{_D}{{1,3}}\s?日"
)
DATE_LINE = re.compile(rf"(?:{ORGAN})?\s?[（]?{DATE}[）]?(?:印发|印制|发布|公布)?")
SIGNATURE = re.compile(
    rf"(?!.*(?:关于|印发|通知|推进|加强|开展|实施|落实|负责|会同|由|的))"
    rf"[一-鿿（）·、 ]{{1,160}}?{_ORGAN_END}(?:（(?:代章|盖章|公章|印章)）)?"
)
# A signature with its date at the end of a paragraph that also holds text: …的良好氛围。重庆市人民政府 2019年6月28日
GLUED_SIGNATURE = re.compile(rf"(?<=[。！）”])\s?{ORGAN}\s?{DATE}\s?(?:（[^（）]{{2,20}}）)?$")

BY_THE_WAY = re.compile(
    r"""
      [（]?(?:此件|此文|本文|本件)[^（）。]{0,4}                                  # （此件公开发布）, （本文有删减）
        (?:公开|主动公开|不公开|依申请|删减|删节)[^（）]{0,12}[）]?.{0,20}
    | [（](?:主动公开|依申请公开|公开|政务公开|联系人|联系电话|信息公开)[^（）]*[）]
    | [特加平]\s?急 | (?:秘密|机密|绝密)(?:★.{0,8})? | 内部(?:资料|文件)                      # over the title
    | 是否(?:宜|主动)?公开.{0,20}                                           # 是否宜公开选项：宜公开
    | (?:政务|信息|政府信息)?公开(?:选项|属性|方式|类别|形式)\s?：.{0,20}
    | (?:特此|专此)(?:通知|公告|通告|函复|批复|报告|函告|说明|函达|复函)[。！]?
    | 〔(?:此页无正文|以下无正文)〕|（?(?:此页无正文|以下无正文)）?
    | (?:信息来源|文章来源|稿件来源|来源|供稿|作者|撰稿|责任编辑|责编|编辑
        |审核|初审|终审|发布人|发布时间|发布日期|更新时间                           # 来源：…责任编辑：王某
        |(?:浏览|点击|阅读|访问)(?:次数|量|数)?)\s?：[^。]{0,80}
    | (?:相关(?:链接|解读|阅读|文件|附件|稿件|新闻|信息)|政策解读|解读链接|图文解读|附件下载|原文下载)    # 相关解读：…
        \s?(?:：[^。]{0,80})?
    | (?:联\s?系\s?人|联系电话|联系方式|电\s?话|传\s?真|邮\s?箱|电子邮箱|邮\s?编|邮政编码)\s?(?:：|及).{0,80}
    """,
    re.VERBOSE,
)
# From such a paragraph on, a paper only says who gets it and who printed it.
CIRCULATION = re.compile(
    r"""
      (?:抄\s?送|抄\s?报|抄\s?发|分\s?送|呈\s?报|主题词|主\s?送)\s?[：〔].*
    | .{0,40}\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日\s?(?:印发|印制|印)
    | (?:校\s?对|拟\s?稿|打\s?字|共\s?印|印\s?数)\s?：?.{0,30}
    | 是否(?:宜|主动)?公开选项.{0,20}
    | (?:出\s?席|列\s?席|请\s?假|缺\s?席|记\s?录)(?:人员?|单位)?\s?：.*                            # 出席：…
    """,
    re.VERBOSE,
)
# Fields that a law database prints: 【文号】 林生发〔2022〕104号
METADATA = re.compile(
    r"〔(?:发?文\s?号|发文字号|关键词|法规分类|法规类别|年份|[颁发]布(?:时间|日期|单位|部门|机关|文号)"
    r"|(?:实施|生效)(?:时间|日期)|时效性|效力级别|地区部门|题注|全文|批准部门|批准日期|失效日期|主题分类|目录摘要|摘要)〕"
)
# Rows of the table that a government site prints over a paper.
INDEX_ROW = re.compile(
    r"(?:索\s?引\s?号|主题分类|发文机[关构]|发文单位|发布机构|成文日期|发布日期|发文日期|生成日期|公开日期|发布时间|日\s?期"
    r"|公文时效|时效性|效力状态|有\s?效\s?性|文\s?号|发文字号|文件编号|统一编号|统一登记号|登记号|公开方式|公开形式|信息分类"
    r"|信息来源|来\s?源|体裁分类|组配分类|体\s?裁|主题词|关\s?键\s?词|标\s?题|名\s?称|法规|密\s?级|紧急程度)\s?[：〕]"
)
DOC_NUMBER = re.compile(r"[一-鿿]{1,14}[〔（]\s?\d{4}\s?[〕）]\s?第?\s?\d{1,4}\s?号")
ATTACHMENT_LIST = re.compile(r"附\s?(?:件|表|录)?\s?：.*|附件\s?\d{1,2}\s?[:：.、].*")
ATTACHMENT_LABEL = re.compile(
    rf"附(?:\s?(?P<what>件|表|录)|(?=：$))\s?[-—]?\s?(?P<number>{_D}{{0,3}}(?:[-—.]\d{{1,2}})?)\s?[.、]?"
    r"(?P<colon>：?)\s?(?P<title>.*)"
)
_KIND = (
    "方案|意见|措施|办法|规划|计划|细则|规定|要点|清单|政策|通知|决定|条例|纲要|规程|制度|标准|指南|预案|公告|通告|行动"
    "|举措|指引|导则|准则|要求|章程|规则|分工|名单|职责|目录|批复|函|令|报告|倡议书|工程|机制|条款|说明|汇编|建议|决议|公报|答复|表"
)
TITLE_PAREN = re.compile(
    r"[（](?:试行|暂行|修订|征求意见稿|草案|送审稿|节选|\d{4}年?(?:版|修订|修正)?|\d{4}年?[-—~]\d{4}年?)[^（）]{0,6}[）]"
)
TITLE_END = re.compile(rf"(?:{_KIND})(?:[（][^（）]*[）])*$")
# Where a title ends although the text goes on in the same paragraph: …的意见渝府发〔2019〕17号各区县…
TITLE_THEN_NUMBER = re.compile(
    r"(?<=通知|意见|方案|办法|决定|规定|措施|计划|规划|批复|公告|细则|要点)(?=[一-鿿]{1,10}[〔（]\d{4}[〕）]\d{1,4}号)"
)
_ADDRESSEE = (
    r"(?:政府|部门|单位|机构|企业|委员会|管委会|办事处|办公室|办公厅|组织|部队|团体|院校|高校|学校|公司|银行|集团|中心"
    r"|总社|兵团|[委办厅局部院会处队区县市州盟旗场所校司组])"
    r"(?:（[^（）]{1,80}）)*："
)
# The address over a notice that a web copy glued to the text behind it: 各区县政府，市政府有关部门：近年来…
GLUED_SALUTATION = re.compile(
    r"(?:各|国务院|省|市|县|区|自治|有关|驻|机关|全|本|中央|[一-鿿]{2,12}(?:省|市|区|县|州|盟|旗|厅|局|委|部|兵团))"
    rf"[^。；！？：]{{0,600}}?{_ADDRESSEE}"
)
_WHOLE_SALUTATION = re.compile(rf"[^。！？]*(?:{_ADDRESSEE}|(?:代表|委员|同志|主席|先生|女士)：)")
_SPEAKING = re.compile(r"如下|以下|现[就将对]|制定|提出|根据|为[了进贯]|贯彻|按照|研究|收悉|组织领导|工作机制")


def is_salutation(text: str) -> bool:
    """Takes "各区人民政府，市政府各部门：", "中国气象局："; leaves "为进一步规范管理，现将有关事项通知如下："."""
    return (
        text.endswith("：")
        and len(text) < 900
        and _WHOLE_SALUTATION.fullmatch(text) is not None
        and _SPEAKING.search(text) is None
    )


# The sentence by which a notice hands over a plan.
ISSUE = re.compile(
    r"""
      (?:现|特|兹|予以|一并|随文)[^。；\n]{0,160}?                            # 现将《…》印发给你们, 现予公布
        (?:印发|转发|下发|发布|公布|批转|印送|颁布)
    | (?:印发|转发|下发|发|批转|印送)给?(?:你们|各单位|各部门|各地)                        # 印发你们
    """,
    re.VERBOSE,
)
