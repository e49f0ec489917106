"""Layout: from a source as printed to the text that a reader sees.

Left out: hard wraps (with or without blank lines between), page numbers, running heads, tables of contents, markdown
marks, spaces inside words, what a web page puts around a text. Kept: every word, also one printed twice at a page
break, and every paragraph break, as one "\\n".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.furniture import Line, find_furniture, is_page_number, label_of
from kg.grid import grid
from kg.numbering import HAN_DIGITS, LINE_MARK
from kg.official import DATE_LINE, TITLE_END
from kg.records import Source
from kg.view import View, normal

_LINE = re.compile(r"[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]+")
_EDGE = "| \t\u3000\xa0\u2002\u2003\u2009\u200b\ufeff"
# Marks that a text of another kind left at the beginning of a line: "## 一、", "> 某市人民政府", "- （一）".
_PREFIX = re.compile(r"(?:#{1,6}(?=[\s一-鿿])|\*\*+(?=\S)|>(?!\S*<)|[-*+](?=[ \u3000][^ ])|\|)[ \t\u3000\xa0]*")
_INLINE = re.compile(
    r"""
    (?=[ \t\u3000\xa0\u2002\u2003\u2009\u200b\ufeff\-—–－*_&<\\|])  # how each of them begins
    (?:
      (?P<page>[ \t\u3000\xa0]* (?<![0-9A-Za-z]) [-—–－]{1,2}[ ]?\d{1,3}[ ]?[-—–－]{1,2} (?![0-9A-Za-z])
         [ \t\u3000\xa0]*)                                           # 机 - 10 - 床
    | (?P<space>[ \t\u3000\xa0\u2002\u2003\u2009\u200b\ufeff]+)      # 到 2027年, 索 引 号
    | (?P<mark>\*\*+ | __+ | \*(?![0-9A-Za-z]) | (?<![0-9A-Za-z])\*     # **（一）加强领导。** *10*家; not 3*4
        | &(?:nbsp|ensp|emsp|\#\d{2,5})[;,]? | </?[a-zA-Z][^<>\n]{0,80}>    # &nbsp; <br>
        | \\(?=[-.*()#_\[\]]))                                        # 1\. 加快
    | (?P<cell>\|)                                                   # | 指标 | 目标 |
    )
    """,
    re.VERBOSE,
)
_PAGE_BEHIND = re.compile(r"(?<=[^\s\d])[ \t\u3000]+[-—–－]{1,2}\s?\d{1,3}\s?[-—–－]{1,2}$")  # 医疗 - 2 -
_FIELD = re.compile(r"[一-鿿]{2,6}\s?[:：]")  # 索引号：…00012  发文机关：…
_DECIMAL = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}")  # 1 总则, 1.1 编制目的
_WIDE_GAP = re.compile(r"[ \t\u3000\xa0]*(?:\u3000\u3000|[ \t\xa0]{3})[ \t\u3000\xa0]*")
_END = re.compile(r"[。！？；：:;!?…][”’）》〉」』】〕)\"']*$|[）】〕)\]]$|\.$")
_STOPS = "。！？；：:;!?…"
_OPENING = re.compile(r"为|根据|按照|依据|随着|近年|以习近平|当前|第一[章条]")  # how a plan's first sentence begins
_OPEN = {"《": "》", "〈": "〉", "（": "）", "(": ")", "“": "”", "〔": "〕"}
_BODY_END = frozenset("局部委厅室府会院行署社办团处队心司关科")
_BODY_AHEAD = re.compile(
    r"""
      [一-鿿]{1,24}[局部委厅室府会院行署社办团处](?=[\s\u3000]|关于|$|印发)   # 水利部 农业农村部 国家林草局关于
    | [省市区县州盟旗各][一-鿿]{1,16}(?:[队心司关区县市镇乡道]|单位|部门)(?=[\s\u3000]|$)  # 市公安局 市消防救援支队
    | (?:[省市区县州盟旗各]|高新|经开|开发区|国[家网]|人民银行)[一-鿿]{1,12}              # 市水利局 高新区管委会）
      (?:[局委办厅会院行]|政府|公司)(?=[)）])
    """,
    re.VERBOSE,
)
_GAP = re.compile(r"[ \u3000\xa0]+(?=\S)")
_ENDS = "。；！？：:;）)】"
_UPPER_MARK = re.compile(rf"[{HAN_DIGITS}]{{1,3}}、|[（(][{HAN_DIGITS}]{{1,3}}[）)]|\d{{1,2}}[.．、](?!\d)")
_BARE_HEADING = re.compile(rf"(?:[{HAN_DIGITS}]{{1,3}}、|[（(][{HAN_DIGITS}]{{1,3}}[）)])[^。；，：,;:]{{2,24}}")
_LONGEST_TITLE = 80
_SPACED_HEADING = re.compile(
    r"[ \u3000]?(?P<heading>[一-鿿“”、]{4,24})[ ](?=[一-鿿“《]{2}[^。；：\n ]{14,}|\d{1,2}[、.．][一-鿿]|[（(]\d)"
)
# What a line says of a task: [责任单位]…, 【完成时限】…, 配合单位：…
_TASK_FIELD = re.compile(
    r"(?:[【〔\[［](?:任务|工作|目标|主要|具体|责任|牵头|主责|配合|协同|完成|推进|办结|措施|保障)[一-鿿]{0,6}[】〕\]］]"
    r"|(?:责任|牵头|主责|配合|协同|主办|协办)(?:单位|部门|领导)[:：]|完成(?:时限|时间)[:：])"
)
_TASK_LABEL = re.compile(  # 。 责任科室：规划科 完成时限：8月底
    r"(?:责任|牵头|主责|配合|协同|协助|参与)(?:单位|部门|科室|处室|领导|人)[:：]|(?:完成|办结|推进)(?:时限|时间|期限)[:：]|时间节点[:：]"
)
_ROW = re.compile(r"[（(]?\d{1,3}[）).、]?\t+[^\t]*[一-鿿]")  # 12\t改造管网\t…: a table's row begins
_HEADED = 2  # lines of a text that have a heading so; a lone one is a slip
_LONG_LINE = 200  # characters; a line as long holds paragraphs run together


def layout(source: Source) -> View:
    r"""Returns the view of a source without its layout noise; a meaningful paragraph break is one "\n".

    >>> layout(Source("a.txt", "一、目标\n到 2027年，全市设备投\n\n- 2 -\n\n资增长25%以上。", "", "utf-8")).text
    '一、目标\n到2027年，全市设备投资增长25%以上。'
    """
    text = source.text
    lines = _lines(text)
    noise = find_furniture(text, lines)
    kept: list[Line] = []
    for index, line in enumerate(lines):
        if index not in noise:
            turned = index - 1 in noise and is_page_number(lines[index - 1].text)
            kept.append(replace(line, page=True) if turned else line)
    for index in grid([line.text for line in kept]):
        kept[index] = replace(kept[index], row=True)
    headed = {index: at for index, line in enumerate(kept) if (at := _behind_heading(line)) is not None}
    for index, at in headed.items() if len(headed) >= _HEADED else ():
        kept[index] = replace(kept[index], cut=at)
    return _compose(text, kept, _wrap_of(kept))


def _behind_heading(line: Line) -> int | None:
    """Where a single space parts a heading from its text: （一）夯实基础 各乡镇要加强培育，…; not （一）夯实 基础。…"""
    mark = LINE_MARK.match(line.text) if " " in line.text[:40] else None
    found = _SPACED_HEADING.match(line.text, mark.end()) if mark else None
    return line.start + found.end("heading") if found else None


def _lines(text: str) -> list[Line]:
    """The lines with something on them, without white space and markdown marks at their ends."""
    lines: list[Line] = []
    last = 0
    page_end = False
    for found in _LINE.finditer(text):
        start, end = found.span()
        line = found.group()
        body = line.strip(_EDGE)
        if not body:
            continue
        gap = text.count("\n", last, start) > 1 or text.count("\r", last, start) > 1
        page = "\f" in text[last:start] or page_end
        first = start + len(line) - len(line.lstrip(_EDGE))
        margin = line[: first - start]
        indent = 2 * margin.count("\u3000") + margin.count(" ") + margin.count("\xa0")
        last = end
        stop = first + len(body)
        printed = _PAGE_BEHIND.search(body) if body[-1] in "-—–－" else None
        page_end = printed is not None
        if printed:
            stop = first + printed.start()
        while not is_page_number(body) and (mark := _PREFIX.match(text, first, stop)):
            first = mark.end()
        first += len(label_of(text[first:stop]))
        if first < stop:
            lines.extend(_split(Line(first, stop, text[first:stop], indent, gap, page)))
    return lines


def _split(line: Line) -> Iterator[Line]:
    """Cuts a line at wide gaps that stand for line breaks: "…制定本方案。　　一、指导思想　　以…"; not in rows."""
    wide = "\u3000\u3000" in line.text or "   " in line.text
    gaps = [m.span() for m in _WIDE_GAP.finditer(line.text)] if wide else []
    many = len(gaps) >= 3 and (len(line.text) >= _LONG_LINE or "。" in line.text)
    if not gaps and len(line.text) >= _LONG_LINE:
        gaps = _glued(line.text)
        many = bool(gaps)
    at = 0
    for start, end in gaps:
        if many or line.text[start - 1] in "。；" or line.text.startswith("（此件", end):
            piece = replace(line, start=line.start + at, end=line.start + start, text=line.text[at:start])
            yield replace(piece, indent=4, gap=False, page=False) if at else piece
            at = end
    yield replace(line, start=line.start + at, text=line.text[at:], indent=4, gap=False, page=False) if at else line


def _glued(text: str) -> list[tuple[int, int]]:
    """The single spaces of a long line that stand for line breaks: "…制定本方案。 一、总体目标 到2027年…"."""
    found: list[tuple[int, int]] = []
    marked = at = 0
    for gap in _GAP.finditer(text):
        start, end = gap.span()
        piece = text[at:start] if start - at <= _LONGEST_TITLE else ""
        before_mark = (text[start - 1] in _ENDS or _BARE_HEADING.fullmatch(piece)) and _UPPER_MARK.match(text, end)
        titled = piece and "。" not in piece and TITLE_END.search(normal(piece)) and _OPENING.match(text, end)
        if before_mark or titled or (_BARE_HEADING.fullmatch(piece) and "一" <= text[end] <= "鿿"):
            found.append((start, end))
            marked += bool(before_mark)
            at = end
    return found if marked > 1 else []


@dataclass(frozen=True, slots=True)
class _Wrap:
    """How a text's lines were cut: the usual width, and whether indents and blank lines say anything."""

    width: int | None  # columns, a Han character is two; None: a line is a paragraph
    indent: bool
    gap: bool


def _columns(text: str) -> int:
    return len(text.encode("gb18030", "replace")) if len(text) < 200 else 2 * len(text)


def _wrap_of(lines: list[Line]) -> _Wrap:
    """Looks for a width at which many lines end in the middle of a sentence."""
    cut = []
    for line, after in pairwise(lines):
        columns = _columns(line.text)
        if 30 <= columns <= 140 and not _END.search(line.text) and not LINE_MARK.match(after.text):
            cut.append((columns, after))
    best, width = 0, None
    for candidate in sorted({columns for columns, _ in cut}):
        count = sum(candidate - 7 <= columns <= candidate for columns, _ in cut)
        if count >= best:
            best, width = count, candidate
    if width is None or best < 5 or best < 0.4 * len(cut):
        width = None
    elif sum(len(line.text) > width // 2 + 6 for line in lines) > 0.5 * best:
        width = None  # most paragraphs stand on one line: what ends early is a heading
    full = [after for columns, after in cut if width and width - 7 <= columns <= width]
    indent = not full or sum(after.indent >= 2 for after in full) < 0.5 * len(full)
    gap = bool(full) and sum(after.gap for after in full) < 0.5 * len(full)
    return _Wrap(width, indent, gap)


def _joins(line: Line, after: Line, wrap: _Wrap) -> bool:
    """Whether `after` goes on with the paragraph of `line`.

    Takes "…设备投" + "资增长", "关于印发《某市推动" + "更新方案》的通知"; leaves "一、总体要求" + "以…为指导".
    """
    text = line.text
    if (
        line.row
        or after.row
        or LINE_MARK.match(after.text)
        or _ROW.match(after.text)
        or after.text.startswith(("——", "附件", "专栏"))
        or _TASK_FIELD.match(after.text)
        or _is_date(text)
    ):
        return False
    if text[-1] in "，、《“〈（(" or _unclosed(text, after.text):
        return True
    if wrap.indent and after.indent >= 2:
        return False
    if text[-1] in ".．" and text[-2:-1].isdigit() and after.text[0].isdigit():
        return True
    full = _is_full(line, wrap)
    if after.page and text[-1] not in _STOPS and len(text) >= 8 and not TITLE_END.search(text):
        return full if full is not None else "，" in text or "," in text or not LINE_MARK.match(text)
    if _END.search(text):
        brim = full and _columns(text) + line.indent >= (wrap.width or 0) - 2
        return bool(brim) and not (wrap.gap and after.gap) and text[-1] not in "：:" and _is_text(after, wrap)
    if full is not None:
        if _OPENING.match(after.text) and TITLE_END.search(text):
            return False
        return full or "。" in text
    return len(text) >= 20 and ("，" in text or "," in text) and _goes_on(text, after.text)


def _is_date(text: str) -> bool:
    """Whether a line is a date, with or without the body that signs."""
    return text[-1] == "日" and len(text) < 60 and DATE_LINE.fullmatch(normal("".join(text.split()))) is not None


def _is_full(line: Line, wrap: _Wrap) -> bool | None:
    """Whether a line is as long as the text's width; None when it was not cut at that width."""
    if wrap.width is None:
        return None
    columns = _columns(line.text)
    if columns > 1.25 * wrap.width:
        return None
    indent = min(line.indent, 8)
    return columns + indent >= wrap.width - 7 or len(line.text) + indent // 2 >= wrap.width // 2 - 2


def _is_text(line: Line, wrap: _Wrap) -> bool:
    """Whether a line belongs to a paragraph of sentences and not to a list of signatures."""
    return bool(_is_full(line, wrap)) or _END.search(line.text) is not None


def _goes_on(text: str, after: str) -> bool:
    """Whether `after` can be the rest of a sentence that `text` breaks off: it ends like one and is no field."""
    return bool(_END.search(after)) and (len(after) >= 20 or (len(text) >= 60 and not _FIELD.match(after)))


def _unclosed(text: str, after: str) -> bool:
    """Whether a bracket opened near the end of a line is closed on the next one."""
    for opening, closing in _OPEN.items():
        at = text.rfind(opening)
        if at >= 0 and at >= len(text) - 60 and closing not in text[at:] and closing in after[:60]:
            return True
    return False


def _compose(text: str, lines: list[Line], wrap: _Wrap) -> View:
    """The view of the kept lines, a "\\n" between paragraphs, a space where a wrap stood between Latin words."""
    starts: list[int] = []
    sources: list[int] = []
    pieces: list[str] = []
    length = 0

    def show(piece: str, source: int) -> None:
        nonlocal length
        starts.append(length)
        sources.append(source)
        pieces.append(piece)
        length += len(piece)

    for index, line in enumerate(lines):
        for piece, source in _words(text, line):
            show(piece, source)
        if index + 1 < len(lines):
            after = lines[index + 1]
            if not _joins(line, after, wrap):
                show("\n", line.end)
            elif _apart(line.text[-1], after.text[0]):
                show(" ", line.end)
    return View("".join(pieces), starts, sources)


def _apart(before: str, after: str) -> bool:
    """Whether a wrap between two characters parts Latin words: "One" + "Person"; not "20" + "27"."""
    return _latin(before) and _latin(after) and not (before.isdigit() and after.isdigit())


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _words(text: str, line: Line) -> Iterator[tuple[str, int]]:
    """The runs of a line that are shown, each with its offset in the source."""
    at = line.start
    for found in _INLINE.finditer(text, line.start, line.end):
        start, end = found.span()
        keep = found.lastgroup == "cell" or (found.lastgroup == "space" and _separates(text, start, end, line))
        if start > at:
            yield text[at:start], at
        if keep:
            yield " ", start
        at = end
    if at < line.end:
        yield text[at : line.end], at


def _separates(text: str, start: int, end: int, line: Line) -> bool:
    """Whether white space inside a line parts words.

    Takes "One Person", "水利部 国家林草局关于", "第一条　为加强"; leaves "到 2027年", "索 引 号", "总　　则".
    """
    stop = line.end
    before, after = text[start - 1], text[end] if end < stop else ""
    if not after:
        return False
    if start == line.cut:
        return True
    if line.row:
        return "|" not in (before, after)
    if (_latin(before) and _latin(after)) or "\t" in text[start:end]:
        return True
    if before.isdigit() and _DECIMAL.fullmatch(text, line.start, start) and "一" <= after <= "鿿":
        return "." in text[line.start : start] or (stop - end <= 14 and not _END.search(line.text))
    if (end - start > 1 and _FIELD.match(text, end, stop)) or _TASK_LABEL.match(text, end, stop):
        return True
    if not ("一" <= before <= "鿿" and "一" <= after <= "鿿"):
        return before in "）)】" and end - start > 1 and "一" <= after <= "鿿"
    if end - start > 1 or text[start] in "\u3000\t":
        further = text[end + 1] if end + 1 < stop else " "
        return "一" <= text[start - 2 : start - 1] <= "鿿" or "一" <= further <= "鿿"  # letter by letter: 总　　则
    if before in "章节条编" and text[start - 2 : start - 1] in HAN_DIGITS + "0123456789":
        return True
    return before in _BODY_END and _BODY_AHEAD.match(text, end, stop) is not None
