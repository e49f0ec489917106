"""Questions for the documents that there are (问有哪些文件): 海东有哪些方案, 库里有哪些文件, or a place alone."""

from __future__ import annotations

import re

_KIND = r"(?P<{}>文件|方案|规划|计划|政策文件|政策|通知|办法|公文|材料)"
_WHICH = r"(?:哪些|哪几[份个部]|什么|几[份个部]|多少[份个部]?|啥)"
_LIST = re.compile(
    rf"""(?:现在|目前|一共|总共|共|都|还|近期|最近|先后)*                                    # 海东都有哪些文件
          (?:(?:有没有|是否有|有|收录|收|存|出台|印发|发布|制定|出)(?:了|过|的)?)+{_WHICH}?
          (?:重要|主要|相关|有关)*的?{_KIND.format("kind")}(?:吗|么)?
      | (?:哪些|哪几[份个部]|什么)(?:政策)?{_KIND.format("what")}                            # 哪些文件
      | (?:全部|所有|各类|各种)?的?{_KIND.format("all")}(?:清单|目录|列表|名单|一览)?        # 文件有哪些, 文件清单
          (?:都|一共|共)?(?:有{_WHICH}|(?<=[单录表览]))""",
    re.VERBOSE,
)
_TALK = re.compile(
    r"""请问|请教|麻烦|帮我|查一?[下查]|看一?[下看]|想知道|告诉我|列出|列一下|列举|本地|这里|这儿|那里|库[里中]|知识库|系统[里中]?
      |平台[里上]?|[我本全]?[省市县区州盟旗](?:级|里|内)?|的|了|里|中|呢|吗|啊|呀|和|与|及|以及|跟|[\s，。？！、：；“”]+""",
    re.VERBOSE,
)
_WORDS = re.compile(
    r"which|what|list|show|give|me|us|all|the|a|any|documents?|plans?|papers?|polic(?:y|ies)|files?|are|is|there|do|does|did"
    r"|you|we|have|has|had|hold|holds|for|of|from|in|on|by|corpus|library|s|issued?|published?|please|it|and"
)
_ASKS = re.compile(r"\b(?:which|what|list|show)\b[^?]*\b(?:documents|plans|papers|policies|files)\b")


def asks_list(plain: str, language: str, *, named: bool) -> str | None:
    """Returns the kind of document asked for, "" for any, None where a normalised question without its places asks
    more; `named` says whether it names a place, which alone asks for its documents.

    >>> asks_list("    有哪些方案", "zh", named=True), asks_list("  ", "zh", named=True)
    ('方案', '')
    >>> asks_list("    有哪些支持充电桩的政策", "zh", named=True) is None
    True
    """
    if not plain.strip(" ，。？！?!.,'’"):
        return "" if named else None
    if language == "en":
        words = re.findall(r"[a-z]+", plain)
        return "" if _ASKS.search(plain) and all(map(_WORDS.fullmatch, words)) else None
    plain = re.sub(r"\s+", "", plain)  # 有没有海东的文件
    asked = _LIST.search(plain)
    if asked is None or _TALK.sub("", plain[: asked.start()] + "，" + plain[asked.end() :]):
        return None
    kind = asked["kind"] or asked["what"] or asked["all"]
    return kind if kind in ("方案", "规划", "计划", "通知", "办法") else ""
