"""Stock wording: what every plan carries (套话) and what it only cites, found so that it can weigh nothing.

The forms are data (`vocabulary/stock_phrases.tsv`); dates and the titles of cited plans are recognised by their shape.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache

from kg.terms import load
from kg.view import normal
from kg.wording import Plain, plain

_ELLIPSIS = r"[^\W_]{0,16}?"

# 到2027年底, 2024年6月前; 较2023年增长 is how any goal is put
_DATE = re.compile(
    r"(?:力争|争取|预计)?(?:到|在|自|从)?20\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?底|年?末|前|以前|起|上半年|下半年)?"
    r"|(?:较|比|相比)20\d\d年(?:增长|增加|提高|提升|下降|降低|减少)?"
)
# 《青海省推动大规模设备更新和消费品以旧换新实施方案》 is cited; 《城市居家适老化改造指导手册》 is what is to be used
_KIND = "通知|意见|方案|规划|纲要|计划|措施|办法|条例|决定|细则|政策|规定"
_CITED = re.compile(rf"《[^《》]{{4,80}}(?:〈[^〈〉]*〉[^《》]{{0,20}})?(?:{_KIND})(?:（[^（）]{{1,20}}）)?》")
_NUMBER = re.compile(r"[^\W\d_]{1,8}〔\d{4}〕\d{1,4}号")
# 由市发展改革委、市财政局、市商务局 …: who, not what
_BODY = r"[^\W\d_]{2,14}?(?:部|委|办|局|厅|署|委员会|银行)"
_BODIES = re.compile(rf"(?:{_BODY}[、，]){{2,}}{_BODY}")


@cache
def _forms() -> re.Pattern[str]:
    patterns = []
    for term in load("stock_phrases"):
        pieces = [re.escape(plain(piece).text) for piece in term.form.split("…")]
        patterns.append(_ELLIPSIS.join(pieces))
    return re.compile("|".join(sorted(patterns, key=lambda p: (-len(p), p))))


def stock_spans(text: str, reduced: Plain) -> tuple[tuple[int, int], ...]:
    """Returns the half-open spans of stock wording in the plain text `reduced` of `text`, rising.

    Takes 坚持市场为主、政府引导 and 到2027年; leaves 优化二手车跨地区登记管理 alone.
    """
    spans = [m.span() for m in _forms().finditer(reduced.text)]
    spans += [m.span() for m in _DATE.finditer(reduced.text)]
    marked = normal(text)
    for shape, sign in ((_CITED, "》"), (_NUMBER, "〕"), (_BODIES, "、")):
        if sign in marked:
            for found in shape.finditer(marked):
                start, end = bisect_left(reduced.at, found.start()), bisect_left(reduced.at, found.end())
                spans.append((start, end))
    return tuple(sorted(spans))


def without_dates(text: str) -> str:
    """Returns `text` (one spelling for each mark) without years and what is measured against them (较2023年增长)."""
    return _DATE.sub("", text)


def is_stock(text: str) -> bool:
    """Tells whether nothing but stock wording stands in `text`: true of 加强组织领导, not of 开展汽车以旧换新."""
    reduced = plain(text)
    covered = {i for start, end in stock_spans(text, reduced) for i in range(start, end)}
    return len(covered) == len(reduced.text)
