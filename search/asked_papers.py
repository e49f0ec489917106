"""Questions about a document itself (问文件本身): its date, number, issuer, title, tasks, what it is based on.

A question is about the document only where nothing else is in it: when the words that ask, the word for the document
and common talk are taken out, what is left must be the document's name. 海东的方案什么时候印发 is such a question,
海东的充电桩目录什么时候发布 names a thing, which is for the clauses to answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Fact = Literal["issued", "number", "issuer", "title", "gist", "count", "basis", "followed", "led"]

_WHEN = r"(?:什么时候|啥时候|何时|什么时间|什么日期|哪一?[年天]|哪年哪月|哪个月|几月几[日号]|几月份?|几号(?!文))"
_ISSUE = r"(?:正式)?(?:印发|发布|出台|下发|颁布|公布|签发|发文|成文|发出|出来|出(?=[的了，？]|$)|发)"
_WHO = r"(?:谁|哪里|哪[一几]?[个家级](?:部门|单位|机关|政府|机构)?|什么(?:部门|单位|机关|机构))"
_WHAT = r"(?:什么|哪一?[个份些部项条]|哪几[个份部]|哪|啥)"
_PAPER = r"(?:文件|方案|政策|规划|计划|意见|通知|规定|法规|办法|纲要)"
_AREAS = r"(?:省份?|城市|市县|县市|区县|县区|市州|地市|地方|地区|下级|[省市县区州盟旗])"
_CARRIES = r"(?:落实|贯彻|承接|衔接|配套|执行)"
_MADE = r"(?:制定|制订|出台|印发|编制|起草|发布|下发|拟定|写|定|做)"

_FACTS: dict[Fact, re.Pattern[str]] = {
    "basis": re.compile(
        rf"""(?:是|主要是|主要)?(?:根据|依据|按照|依照|参照|照着|基于|源于|源自|来源于|来自)(?:的|了|是){{0,2}}
             (?:上级|上位|省里|国家)?的?{_WHAT}(?:上级|上位|省里|省级|国家)?的?{_PAPER}?(?:的?(?:要求|精神|部署))?
             (?:而|来)?{_MADE}?(?:出来)?的?                                # 根据哪个文件制定的, 依据什么出台
          | (?:是|主要是|主要)?(?:为了?)?(?:贯彻落实|落实|贯彻)(?:的|了|是){{0,2}}
             (?:上级|上位|省里|国家)?的?{_WHAT}(?:上级|上位|省里|省级|国家)?的?{_PAPER}(?:的?(?:要求|精神|部署))?
             (?:而|来)?{_MADE}?(?:出来)?的?                                # 是落实哪个文件的; not 落实了哪些要求
          | {_MADE}的?(?:主要)?(?:依据|根据)(?:是|有|为)*{_WHAT}?{_PAPER}?  # 制定依据是什么
          | 的?(?:政策|文件|上位)?依据(?:是|有|为)+{_WHAT}{_PAPER}?         # 方案的依据是什么
          | 的?(?:上级|上位|母){_PAPER}(?:是|叫|有|为)*{_WHAT}{_PAPER}?     # 上位文件是哪个
          | 的?(?:制定|编制|政策|文件|上位)?依据(?:文件)?(?=[，。？\ ]*$)      # 方案的政策依据
          | 的?(?:上级|上位|母){_PAPER}(?=[，。？\ ]*$)                      # 方案的上位文件""",
        re.VERBOSE,
    ),
    "followed": re.compile(
        rf"""(?:目前|都|已经?)?[在有被]*哪(?:些|几个|个|几)?{_AREAS}(?:都|已经?)?(?:出台|制定|制订|印发|发布|出)?[了过]*{_CARRIES}+[了的]*
             (?:实施|具体)?{_PAPER}?了?                                     # 哪些县出台了落实文件, 在哪个市落实
          | 哪里{_CARRIES}[了的]*                                           # 哪里落实了
          | (?:目前|都)?有(?:哪些|什么|没有)(?:下级|地方|市县)?的?(?:{_CARRIES}+的?|实施){_PAPER}吗?  # 有哪些配套文件
          | [在有]?哪(?:些|几个|个){_AREAS}(?:都|已经?)?(?:出台|制定|制订|印发|发布|出)[了过]*
             (?:实施|相应|具体)的?(?:{_PAPER}|细则)了?                       # 哪些市出台了实施方案""",
        re.VERBOSE,
    ),
    "issued": re.compile(
        rf"""(?:是|于|在|从)*{_WHEN}\ *(?:由|被|就)?\ *{_ISSUE}(?:实施)?(?:的|了)?     # 什么时候发布的
          | {_ISSUE}(?:的|于|在|是)*(?:时间|日期|年份)?(?:是|为|于|在)*{_WHEN}  # 印发于哪年, 发布时间是什么时候
          | (?:发布|印发|出台|成文|发文|颁布|公布|落款)的?(?:时间|日期|年份)(?:是|为)?(?:什么|多少)?  # 成文日期
          | {_WHEN}(?=[、，和与]?\ *由?{_WHO}{_ISSUE})  # 什么时候由谁印发的
          | 是哪一?年的(?=文件|方案|政策|$|[，？])  # 是哪年的文件""",
        re.VERBOSE,
    ),
    "number": re.compile(
        r"""的?(?:发文字号|发文号|文件编号|文件号|公文号|文号)(?:是|为)?(?:多少|什么|几号|哪个)?   # 文号是什么
          | (?:是|为)?(?:几|多少|哪)号文(?:件)?  # 是几号文""",
        re.VERBOSE,
    ),
    "issuer": re.compile(
        rf"""(?:是|由|被)*{_WHO}\ *{_ISSUE}(?:的|了)?  # 谁印发的
          | {_WHO}(?=[是于在]*{_WHEN}\ *{_ISSUE})  # 谁在什么时候印发的
          | 的?(?:印发|发布|发文|制发|颁布)的?(?:单位|机关|部门|机构)(?:是|为|叫)?{_WHO}?(?:什么)?  # 发文机关是谁""",
        re.VERBOSE,
    ),
    "title": re.compile(
        r"""的?(?:全称|全名|完整名称|正式名称|准确名称|标题)(?:是|叫|为)*(?:什么|啥)?   # 全称叫什么
          | 的?(?:名称|名字|题目|题名)(?:是|叫|为)+(?:什么|啥)  # 名称是什么
          | (?<=[案划件知见法则施]|[要点])(?:叫做?|名为)(?:什么|啥)(?:名字|名称)?  # 方案叫什么
          | 是(?:一份|一个|个)?(?:什么|哪个|哪份)文件  # 青政〔2024〕23号是什么文件""",
        re.VERBOSE,
    ),
    "gist": re.compile(
        r"""(?:里面?|中|内)?(?:主要|大概|大致|具体|到底|究竟|都|是|是在)*
            (?:讲述?|说|规定|谈|写|提|包括|包含|涉及|关于|针对|围绕)(?:的|了|些|到|是|的是|主要){0,2}
            (?:什么|啥|哪些|哪几)(?:主要|重点)?(?:内容|事情?|东西|问题|方面|部分)?的?        # 讲的什么
          | (?:里面?|中|内)?的?(?:都|有|是)*(?:主要|核心|大致|基本|总体|重点|大概|具体)?的?
            内容(?:概述|概要|简介|摘要|梗概)?(?:都|是|有|为|包括|讲)*(?:什么|哪些|啥)?(?=[？。，！\ ]*$) # 主要内容
          | 的?(?:摘要|概要|概况|梗概|大意|提纲|框架|目录|结构)(?:是|有)?(?:什么|怎样的?|哪些)?(?=[？。，！\ ]*$)
          | (?:是)?(?:用来)?(?:干|做|管)(?:什么|啥|嘛|吗)(?:用|事)?的                          # 是干什么的
          | 是(?:讲|说|关于)?(?:什么|啥)(?:内容|方面|意思)?的?(?=[？。，！\ ]*$)                # 青政23号是什么
          | (?:介绍|概括|总结|概述|解读)一?下""",
        re.VERBOSE,
    ),
    "led": re.compile(
        rf"""(?:总的|整个|整体)?(?:是|由|归|该|应该?|要|到底){{0,2}}(?:{_WHO}|哪[个家些]?(?:部门|单位|机构|局|委))(?:来|去|在)?总?
             (?:牵头|负责|主管|主抓|统筹|组织实施)(?:总|抓总|组织|实施|推进|落实|协调|的)?    # 由哪个部门牵头
          | 的?总?(?:牵头|主管|负责|主责)(?:单位|部门|机构)?(?:是|为|有)?(?:{_WHO}|哪些|什么)?(?=[？。，！\ ]*$)""",
        re.VERBOSE,
    ),
    "count": re.compile(
        r"""(?:里|中)?(?:一共|总共|共)?(?:有|列|提出|部署|安排|明确|包含|包括|分)*(?:出|了|为)*(?:几|多少)大?[项条个]
            (?:的)?(?:重点|主要|工作|具体)*(?P<of>任务|条款|条文)?  # 共有几项任务, 有几条""",
        re.VERBOSE,
    ),
}  # fmt: skip
# The same in English; here every other word must be one of _TALK_ENGLISH.
_ISSUED = r"(?:issued?|published?|released?|promulgated|signed|adopted|put\ out|(?:come|came)\ out)"
_BODY = r"(?:body|bodies|authority|authorities|government|department|office|agency|organ|organi[sz]ation|unit)"
_ENGLISH: dict[Fact, re.Pattern[str]] = {
    "basis": re.compile(
        r"""\bbased\ (?:up)?on\b | \bbasis\ (?:of|for)\b
          | \b(?:which|what)\b[^?？]*\b(?:documents?|plans?|polic(?:y|ies)|papers?)\b[^?？]*
            \b(?:implements?|follows?|(?:rests?|drawn\ up|made|based)\ (?:on|under)|(?:derives?d?|stems?)\ from)\b""",
        re.VERBOSE,
    ),
    "issued": re.compile(
        rf"""\bwhen\b[^?？]*\b{_ISSUED}\b | \b(?:date|year|day)\ of\ (?:issue|issuance|publication|release)\b
          | \b(?:issue|issuance|publication|release)\ date\b
          | \b(?:what|which)\ (?:date|year|day)\b[^?？]*\b{_ISSUED}\b""",
        re.VERBOSE,
    ),
    "number": re.compile(
        r"\b(?:document|reference|doc|file|official)\.?\ (?:number|no)\b|\bnumber\ of\ the\ (?:document|notice)\b"
    ),
    "issuer": re.compile(
        rf"""\bwho(?:m)?\b[^?？]*\b{_ISSUED}\b | \bissued\ by\ (?:whom|who|which)\b | \bissuer\b | \bissuing\ {_BODY}\b
          | \b(?:which|what)\ {_BODY}\b[^?？]*\b{_ISSUED}\b""",
        re.VERBOSE,
    ),
    "title": re.compile(
        r"\b(?:full|exact|official|complete|formal)\ (?:name|title)\b|\bcalled\b|\bwhat\b[^?？]*\b(?:title|name)\b"
    ),
    "gist": re.compile(
        r"""\bwhat\b[^?？]*\b(?:about|say|says|cover|covers|contain|contains|deal\ with|deals\ with)\ *\W*$
          | \b(?:summary|outline|gist|overview|main\ (?:contents?|points?)|contents?)\b|\bsummari[sz]e\b""",
        re.VERBOSE,
    ),
    "count": re.compile(r"\bhow\ many\ (?:main\ |key\ |major\ )?(?P<of>tasks|articles)\b"),
}
_TALK_ENGLISH = re.compile(
    rf"""(?:when|who|whom|what|which|how|many|was|were|is|are|did|does|do|has|have|had|been|be|the|a|an|of|its|it|s|on|in
      |and|by|for|to|under|up|upon|from|please|tell|me|give|us|i|want|know|you|can|could|also|about|there|out|put|come|came
      |date|year|day|number|no|issue|issuance|publication|release|issued|issues|publish|published|released|promulgated
      |signed|adopted|issuer|issuing|full|exact|official|complete|formal|title|name|called|reference|doc|document
      |documents|file|notice|paper|papers|text|plan|plans|scheme|programme|program|policy|policies|implementation|action
      |work|city|province|municipal|provincial|county|district|government|based|basis|drawn|made|drafted|prepared
      |formulated|implement|implements|follow|follows|rest|rests|derive|derives|derived|stem|stems|higher|upper|level
      |higher-level|upper-level|parent|main|key|major|tasks|articles|list|lists|contain|contains|say|says|cover|covers
      |deal|deals|with|summary|outline|gist|overview|content|contents|point|points|summari[sz]e|{_BODY})""",
    re.VERBOSE,
)
_PLAN_ENGLISH = re.compile(r"\b(?:plans?|schemes?|programmes?|programs?|documents?|notice|paper|policy|text)\b")

ANY_KIND = frozenset(("方案", "文件", "通知", "公文", "政策", "政策文件", "计划"))
"""Words that people use for any document."""
_NAME = re.compile(
    r"""(?P<level>省里|省级|省上|省政府|省委省政府|全省|省|自治区|国家|国务院|市里|市级|县里|县级|区里|区级)?的?(?:这个|这份|那个|那份|该|本)?
        (?P<words>.*?)的?
        (?P<front>(?:实施|行动|工作任务|工作|落实|分工|具体|总体|管理|指导|若干|发展|专项|暂行|试行|红头|配套)*)的?
        (?P<kind>方案|规划|计划|纲要|办法|细则|条例|意见|措施|清单|要点|决定|公告|通告|批复|文件|通知|公文|政策文件|政策)
        (?:里|中|里面|本身)?""",
    re.VERBOSE,
)
_TELLING: frozenset[Fact] = frozenset(("basis", "number"))
"""Facts that none but a document has: 书屋提升 政策依据 means the paper on that, where its title holds the words."""
_LEVELS = {
    "国": "national",
    "省": "province",
    "全": "province",
    "自": "province",
    "市": "city",
    "县": "county",
    "区": "county",
}
# What a paper deals with, named as the work that it is: 以旧换新工作.
_MATTER = re.compile(r"(?P<words>.{4,})(?:专项)?(?:行动|工作|活动)")
# Talk at the edges of what is left, and what stands between two things asked.
_TALK = (
    r"请问|请教|我[市县区省州盟旗们]|本[市县区省州盟旗]|麻烦|帮我|帮忙|查一?[下查]|看一?[下看]|想知道|我想?|告诉我?|一下|分别|各自|它|其|这个|这份|该|呢|吗|啊|呀|的|是|和|与|及|以及"
    r"|还有|跟|同|由|于|在|都|又|也|当时|当初|最初|了|各地|各市|各省|各县|各区|所有|全部|人民政府|政府|办公[室厅]"
)
_EDGES = re.compile(rf"^(?:{_TALK})++|(?:{_TALK})++$")  # possessive: 告诉我 can be read in two ways
_QUOTED = re.compile(r"《(?P<title>[^，。？]{3,100})》")
_NUMBER = re.compile(r"[一-鿿]{1,8}〔\d{4}〕\d{1,4}号")
_BREAK = re.compile(r"[，。？；：！、\s“”‘’'\"…—-]+")


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of which document. `words` must stand in its title; `kind` is the word for it, if there is any."""

    facts: tuple[Fact, ...]
    words: str = ""
    kind: str = ""
    level: str | None = None  # 省里的方案
    title: str = ""  # in 《》
    number: str = ""  # 青政〔2024〕23号
    articles: bool = False  # 几条, how many articles
    whole: bool = False  # `words` are all that its title deals with: 以旧换新工作
    english: str = ""  # words in front of plan, to be translated: trade-in


def request_of(plain: str, language: str) -> Request | None:
    """Returns what a normalised question without its places asks of a document itself; None where it asks more.

    >>> found = request_of("    的以旧换新方案是谁印发的，文号是什么", "zh")
    >>> found.facts, found.words, found.kind
    (('issuer', 'number'), '以旧换新', '方案')
    >>> request_of("    的充电桩由谁发布", "zh") is None
    True
    """
    return _in_english(plain) if language == "en" else _in_chinese(plain)


def _in_chinese(plain: str) -> Request | None:
    quoted, number = _QUOTED.search(plain), _NUMBER.search(plain)
    left = _QUOTED.sub("《", plain)
    left = _NUMBER.sub("《", left)
    asked: dict[Fact, int] = {}
    articles, rest = False, left
    for fact, pattern in _FACTS.items():
        for match in pattern.finditer(left):
            if fact == "count":
                articles = match["of"] in (None, "条款", "条文") and "条" in match[0]
                if match["of"] is None and not articles:
                    continue
            if fact in ("title", "gist", "led") and rest[match.start() : match.end()] != match[0]:
                continue  # 贯彻的是哪个文件, 文号是什么
            asked.setdefault(fact, match.start())
            rest = rest[: match.start()] + "，" * len(match[0]) + rest[match.end() :]
    left = rest
    runs = [_EDGES.sub("", run) for run in _BREAK.split(left.replace("《", "，"))]
    runs = [run for run in runs if run]
    if number and not asked and not runs:
        asked = {"title": 0, "gist": 1}  # a number alone: 青政〔2024〕23号
    if not asked and len(runs) == 1 and (alone := _NAME.fullmatch(runs[0])) and not alone["words"]:
        asked["gist"] = 0  # no more than whose it is: 海东的实施方案
    if not asked or len(runs) > 1:
        return None
    named = _NAME.fullmatch(runs[0]) if runs else None
    if named is None and runs and set(asked) <= _TELLING and not re.search("[的里中]", runs[0]):
        return Request(facts=tuple(sorted(asked, key=asked.__getitem__)), words=runs[0], kind="文件")
    if named is None and list(asked) == ["led"] and (matter := _MATTER.fullmatch(runs[0] if runs else "")):
        return Request(facts=("led",), words=matter["words"], kind="文件", whole=True)
    if (runs and named is None) or not (runs or quoted or number or _alone(asked)):
        return None
    return Request(
        facts=tuple(sorted(asked, key=asked.__getitem__)),
        words=named["words"] if named else "",
        kind=named["kind"] if named else "",
        level=_LEVELS[named["level"][0]] if named and named["level"] else None,
        title=quoted["title"] if quoted else "",
        number=number[0] if number else "",
        articles=articles,
    )


def _alone(asked: Iterable[Fact]) -> bool:
    """Whether what is asked says by itself that a document is meant: 文号, 根据哪个文件; not 谁发布, 有几条."""
    return bool({"number", "basis"} & set(asked))


def _in_english(plain: str) -> Request | None:
    asked = {fact: found.start() for fact, pattern in _ENGLISH.items() if (found := pattern.search(plain))}
    words = re.findall(r"[a-z]+(?:-[a-z]+)*", plain.replace("’s", " ").replace("'s", " "))
    if "issued" in asked and "basis" in asked:
        del asked["issued"]
    number = _NUMBER.search(plain)
    unknown = [word for word in words if not _TALK_ENGLISH.fullmatch(word)]
    named = " ".join(unknown)
    if (
        not asked
        or (unknown and not re.search(rf"\b{re.escape(named)}\ +{_PLAN_ENGLISH.pattern}", plain))
        or not (_PLAN_ENGLISH.search(plain) or number)
    ):
        return None
    counted = _ENGLISH["count"].search(plain)
    return Request(
        facts=tuple(sorted(asked, key=asked.__getitem__)),
        number=number[0] if number else "",
        articles=bool(counted and counted["of"] == "articles"),
        english=named,
    )
