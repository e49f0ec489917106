"""Headings (条标题): which first words of a clause are its heading.

A heading stands on a line of its own (（一）指导思想), before the first full stop (1.加快转型。聚焦…), before a wide
space, in brackets (第三条【适用范围】…), or before a colon (1.远程教育：依托…).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.numbering import Kind

_STOP = re.compile(r"[。！？；：]")
_BRACKETED = re.compile(r"[（〔](?P<heading>[^（）〔〕，。；：]{2,20})[）〕]\ ?(?=[一-鿿《“]|\d{4}年)")
# 1.任务名称：竹产业提升, over lines that say goal, measures and bodies
_NAMED = re.compile(r"(?:任务|项目|事项|工作|工程|实事|指标|改革)(?:名称|事项)：\ ?(?P<heading>[^。；：]{2,40})$")
_ASKED = re.compile(r"(?:问|提问|记者|记者问)：\ ?(?P<heading>[^：。；]{4,60})[？?]")  # 二、问：主要目标是什么？
# 一、总体目标坚持防为主，…: a copy lost the break behind a heading that many plans have
_GLUED = re.compile(
    r"(?P<heading>指导思想|总体要求|总体目标|总体思路|工作目标|主要目标|发展目标|基本原则|工作原则)"
    r"(?=(?:坚持|以(?!及)|深入|全面|认真|到20|围绕|按照|贯彻|立足|紧扣|聚焦|力争|通过|牢固)[^。；\n]{6,}[，、。])"
)
_FRAMED = re.compile(r"[（〔]([^（）〔〕]+)[）〕]")
_SPACED = re.compile(r"(?P<heading>[一-鿿“”、·A-Za-z0-9（）—-]{2,24})\ (?=[一-鿿《“])")
# What only a sentence holds.
_SENTENCE = re.compile(
    r"""
      ^(?: 到\d | 自\d | 自.{1,10}之日 | 截至 | 截止 | \d+月
         | \d{4}年(?!.{0,6}(?:目标|任务|计划|安排)$)                            # 2027年，新增…; not 2023年目标
         | 凡 | 如 | 若(?!干) | 除(?!险|尘|雪|冰|四害) | 当.{1,8}时                    # 凡符合条件的…; not 除险加固
         | 本(?!地|土|级|领) | 其(?!他) | 是 | 已(?!有) | 未 | 具有 | 具备 | 同意 | 参照   # 本细则遵循…
         | 应(?!急|用|对|届|征|税|收|变) | 不得 | 可以                               # 应在受理后…; not 应急管理
         | 为(?:了|进一步|深入贯彻|贯彻|规范|切实)                                   # 为规范管理，…
         | 有下列 | 下列 | 符合.{2,20}的 | 申报(?:主体|单位|企业|人)是)                 # 申报主体是园区内企业；
    | 应当 | 不得 | 必须 | 可(?:以|按|向) | 不超过 | (?<!^)(?:给予|予以)                # …，给予补贴; not 给予房租补贴
    | (?<![重主需必首紧纲摘概])要(?![素求点件闻案害塞务领道因])                         # 各地要加强…; not 要素保障
    | (?<!自)由.{2,30}(?:负责|牵头|落实|会同|解释)                                 # 其他事项由协调小组落实
    | 以.{2,40}方式(?:进行|开展)$                                               # 考评以抽查方式进行
    | 以下简称 | 是指 | 所称 | 有关规定 | 的， | 如下 | 以下 | 上述 | 下列 | 前款           # 符合条件的，…
    | 本办法 | 本细则 | 本规定 | 本措施 | 本政策 | 本方案 | 本条 | 本意见
    | \d+(?:\.\d+)?(?:%|万|亿|元) | (?:达到|超过|提高到|增长|完成)\d              # …达到90%以上
    | \d{4}年.{0,4}(?:底|前|末)                                               # 2025年底前全部完成
    """,
    re.VERBOSE,
)
# What begins sentences more often than headings.
_DOUBTFUL = re.compile(
    r"""
    ^(?: 对(?![标接口外内]) | 由 | 按照 | 按(?!需|时|规)                              # 对新建企业，…; not 对接市场
       | 根据 | 依据 | 依照 | 将 | 为 | 在 | 因
       | 经(?!营|济) | 从(?!严|快|优|业|紧) | 通过 | 坚持以 | 以.{2,40}为 | 支持.{2,20}的)  # 通过转化，促进改革
    """,
    re.VERBOSE,
)
_ASIDE = re.compile(r"（[^（）]*）")  # 启动阶段（2024年6月前）
# Labels that lead in a list or a field and are no heading: 主要包括：, 责任单位：
_LEAD_IN = re.compile(
    r"(?:如下|以下|下列|包括|为|是|有|指|其中|例如|即|要求|及时|单位|责任人?|说明|注|附|联系人|电话|地址|时间"
    r"|第[一二三四五六七八九十]|之[一二三])$"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as a half-open range of a clause's text, and where the body begins behind it."""

    start: int
    end: int
    body: int
    sure: bool  # False: it reads like a heading, but the other clauses of its level decide
    sentence: bool = False  # it is the first sentence of a paragraph


def find_heading(norm: str, kind: Kind, parent: bool) -> Heading | None:
    """Returns the heading at the beginning of a clause's text without its mark; `parent`: items lie in the clause.

    Takes "加强政策支撑。建立…", "指导思想\\n以…", "总则"; leaves "对符合条件的，给予奖励。申报…", "房屋租赁合同；".

    >>> find_heading("加强政策支撑。建立机制。", "paren", False)
    Heading(start=0, end=6, body=7, sure=True, sentence=True)
    """
    line_end = norm.find("\n")
    line_end = len(norm) if line_end < 0 else line_end
    line = norm[:line_end]
    if not line:
        return None
    if kind in ("part", "chapter", "section"):
        return Heading(0, len(line.rstrip("。：")), line_end, True)
    if kind == "article":
        return _of_article(norm, line, line_end)
    spaced = _spaced(line, 24)
    if spaced:
        return spaced
    if (named := _NAMED.match(line)) and line_end < len(norm):
        return Heading(named.start("heading"), named.end("heading"), line_end, True)
    if asked := _ASKED.match(line):
        return Heading(asked.start("heading"), asked.end("heading"), asked.end(), True)
    if glued := _GLUED.match(line):
        return Heading(0, glued.end("heading"), glued.end("heading"), True)
    stop = _STOP.search(line)
    more = parent or line_end < len(norm)
    if stop is None:
        return _of_line(line, line_end, kind, more)
    at = stop.start()
    if stop.group() == "：":
        return _of_label(line, at, more)
    last = at == len(line) - 1
    if stop.group() == "；" or (last and not more):
        return None
    return _judged(line[:at], at + 1 if not last else line_end, 45)


def _spaced(line: str, limit: int) -> Heading | None:
    """A heading before a wide space: 指导思想　以新发展理念为指导，…; leaves a row of a table."""
    found = _SPACED.match(line)
    if not found or len(found["heading"]) > limit or _SENTENCE.search(found["heading"]) or len(line) <= found.end() + 8:
        return None
    return Heading(0, found.end("heading"), found.end(), True)


def _of_article(norm: str, line: str, line_end: int) -> Heading | None:
    """Articles seldom have one: 第三条【适用范围】…, 第三条 适用范围 …, 第三条 目的。…"""
    found = _BRACKETED.match(norm)
    if found and not found["heading"].startswith("以下"):
        return Heading(found.start("heading"), found.end("heading"), found.end(), True)
    spaced = _spaced(line, 16)
    if spaced:
        return spaced
    stop = _STOP.search(line)
    if stop is None and len(line) <= 20 and line_end < len(norm):
        framed = _FRAMED.fullmatch(line)  # 第二条（研发支持）
        return Heading(framed.start(1) if framed else 0, framed.end(1) if framed else len(line), line_end, True)
    if stop and stop.group() == "。" and stop.start() <= 12 and stop.end() < len(norm):
        return _judged(line[: stop.start()], stop.end(), 12)
    return None


def _of_line(line: str, line_end: int, kind: Kind, more: bool) -> Heading | None:
    """A line without a stop: a heading when text or items follow, or at the upper levels."""
    if len(line) > 60 or line[-1] in "，、" or (_SENTENCE.search(line) and len(line) > 30):
        return None
    if more or kind in ("formal", "han", "paren"):
        return Heading(0, len(line), line_end, more or len(line) <= 30)
    return None


def _of_label(line: str, at: int, more: bool) -> Heading | None:
    """远程教育：依托…, 申报条件：; leaves 主要包括：, 责任单位：…"""
    label = line[:at]
    if at > 16 or re.search(r"[，、]", label) or _LEAD_IN.search(label) or _SENTENCE.search(label):
        return None
    if at == len(line) - 1 and not more:
        return None
    return Heading(0, at, at + 1, True)


def _judged(sentence: str, body: int, limit: int) -> Heading | None:
    """The first sentence as a heading, when it reads like one."""
    size = len(sentence)
    if not 2 <= size <= limit or _SENTENCE.search(_ASIDE.sub("", sentence)) or sentence.count("，") > 2:
        return None
    quotes = sentence.count("“"), sentence.count("”")
    if sentence.count("（") != sentence.count("）") or (quotes[0] != quotes[1] and (quotes[0] or quotes[1] % 2)):
        return None
    sure = size <= 26 and sentence.count("，") <= 1 and not _DOUBTFUL.match(sentence)
    return Heading(0, size, body, sure, True)
