"""Zones: where a document's head ends, where the plan's own text begins and ends, what follows it.

A policy file is often a notice that carries a plan: title of the notice, 发文字号, address, 印发 sentence, signature,
date; then the plan with its title, its body, its attachments; then 抄送 and 印发 lines. Some files hold only a part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from kg.closing import Mark, attachment_marks, metadata_start, paragraphs, trim
from kg.numbering import HAN_DIGITS
from kg.official import (
    ATTACHMENT_LABEL,
    ATTACHMENT_LIST,
    BY_THE_WAY,
    DATE,
    DATE_LINE,
    DOC_NUMBER,
    GLUED_SALUTATION,
    INDEX_ROW,
    ISSUE,
    METADATA,
    SIGNATURE,
    TITLE_END,
    TITLE_PAREN,
    TITLE_THEN_NUMBER,
    is_salutation,
)
from kg.view import View


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment (附件) of a document."""

    label: str  # 附件, 附件1
    start: int  # label and title included
    body: int  # where its text begins, behind label and title
    end: int


@dataclass(frozen=True, slots=True)
class Zones:
    """The parts of a document as half-open ranges of its view: head, body, closing, attachments, tail, in this order.

    Together they cover the view. `title` lies in `head`: the lines of the plan's own title, "\\n" between, if printed;
    so does `letter`: what a notice orders in numbered items of its own before the plan that it carries.
    """

    head: tuple[int, int]
    body: tuple[int, int]
    closing: tuple[int, int]  # signature, date, list of attachments between body and attachments; often empty
    attachments: tuple[Attachment, ...]
    tail: tuple[int, int]  # 落款, 抄送, 印发, database fields
    title: tuple[int, int] | None = None
    letter: tuple[int, int] | None = None


Range = tuple[int, int]

# The first numbered thing of a text, at the beginning of a paragraph or inside one.
_FIRST = re.compile(
    r"""
      ^\ *(?:一[、.，]|壹、|（一）|第[一1]\s?(?:编|部分|篇|章|节|条)(?![款项规])|1[.、](?!\d)|（1）|1\ [一-鿿]{2,14}$)
    | (?<=[。：；])一、(?=[一-鿿]{2,})                                # …提出如下意见。一、总体要求
    """,
    re.VERBOSE | re.MULTILINE,
)
# What a web copy glued into one paragraph: …贯彻执行。某市人民政府2024年7月2日（此件公开发布）某市推动…
_SIGNED = re.compile(
    rf"""
      (?:(?<=[。）])|^) \s? (?:[一-鿿（）·、\ ]{{2,160}}?[局委厅部府会院室办心])? \s? {DATE} (?![起至前后以，、])
    | （(?:此件|本文|此文)[^（）]{{2,12}}）
    """,
    re.VERBOSE | re.MULTILINE,
)
# Where an address or a title begins behind a 发文字号 or a title: 渝府发〔2019〕17号各区县…
_CUT = re.compile(
    r"""
    (?<=\d号|通知|意见|决定)
    (?= 各[一-鿿] | 国务院各 | [一-鿿]{2,12}(?:人民政府|委员会)[，、：] | [一-鿿]{4,30}关于 )
    """,
    re.VERBOSE,
)
_NUMBERED = re.compile(
    rf"第[{HAN_DIGITS}\d]{{1,4}}(?:编|部分|篇|章|节|条)(?![款项规])|[{HAN_DIGITS}]{{1,3}}、|（[{HAN_DIGITS}]{{1,3}}）"
)
_FOUNDS = re.compile(r"，.*(?:制定|提出|形成|编制)(?:本|如下|以下|此)")  # …，结合实际，制定本方案
_HEADER = re.compile(r"序号(?:$| )")  # of a table: 序号 任务 责任单位
_LISTED = re.compile(r"\d{1,2}[.、].{0,76}[^。；]")  # 2.任务分解表
_LEADS_IN = re.compile(r"(?:如下|以下).{0,12}[：。]$")
_SPACE = re.compile(r"\s")
_QUOTED = re.compile(r"《([^《》\n]{6,90})》")


def zones(view: View) -> Zones:
    r"""Returns the zones of a document; a text of no known shape is all body.

    >>> plan = View.whole("某市推进方案\n为推进工作，制定本方案。\n一、目标\n到2027年翻一番。\n抄送：市委。")
    >>> found = zones(plan)
    >>> plan.text[slice(*found.title)], plan.text[slice(*found.body)][:4], plan.text[slice(*found.tail)]
    ('某市推进方案', '为推进工', '\n抄送：市委。')
    """
    norm = view.norm
    size = len(norm)
    stop = metadata_start(norm)
    letter = None
    body, title = _body_start(norm, stop)
    if carried := _behind_orders(norm, body, stop):
        letter, title, body = carried
    marks = attachment_marks(norm, body, stop) or _further_plans(norm, body, title, stop)
    end = trim(norm, body, marks[0].start if marks else stop)
    several = len(marks) > 1
    attachments: list[Attachment] = []
    for index, mark in enumerate(marks):
        following = marks[index + 1].start if index + 1 < len(marks) else stop
        text = min(mark.body, following)
        last = trim(norm, text, following)
        label = mark.label if mark.label[-1] not in "件表录" or not several else f"{mark.label}{index + 1}"
        attachments.append(Attachment(label, mark.start, text, last))
    closing = (end, marks[0].start if marks else end)
    tail = attachments[-1].end if attachments else end
    return Zones((0, body), (body, end), closing, tuple(attachments), (tail, size), title, letter)


def _further_plans(norm: str, body: int, title: Range | None, stop: int) -> list[Mark]:
    """Where the other plans begin that a notice hands over without a label: 现将《甲方案》和《乙办法》印发给你们.

    The first is the paper's own text, the second its 附件2. A line that only names a plan begins none.
    """
    named = {_SPACE.sub("", quoted[1]) for quoted in _QUOTED.finditer(norm, 0, body)}
    own = _SPACE.sub("", norm[slice(*title)]) if title else ""
    if own not in named or len(named) < 2:
        return []
    found: list[Mark] = []
    for (start, end), (after, _) in pairwise(paragraphs(norm, body, stop)):
        line = _SPACE.sub("", norm[start:end])
        if line in named and line != own:
            found.append(Mark(f"附件{len(found) + 2}", start, after))
            named.discard(line)
    return found


def _first(norm: str, stop: int) -> re.Match[str] | None:
    """The first numbered thing that is no entry of a list of attachments."""
    for found in _FIRST.finditer(norm, 0, stop):
        line = norm.rfind("\n", 0, max(found.start() - 1, 0)) + 1
        if not ATTACHMENT_LIST.fullmatch(norm, line, max(found.start() - 1, line)):
            return found
    return None


def _pieces(norm: str, stop: int) -> list[Range]:
    """The paragraphs of a text; those of the head are also cut where a web copy glued several into one."""
    first = _first(norm, stop)
    glued = first.start() if first else min(stop, 4000)
    found: list[Range] = []
    at = 0
    while at <= stop:
        end = norm.find("\n", at, stop)
        end = stop if end < 0 else end
        if at < glued and end > at:
            found.extend(_unglued(norm, at, end, glued))
        elif end > at:
            found.append((at, end))
        at = end + 1
    return found


def _unglued(norm: str, start: int, end: int, first: int) -> list[Range]:
    """Cuts one paragraph of the head: behind its salutation, before its signature, behind its date."""
    cuts = {start, end}
    head = min(end, first)
    numbered = TITLE_THEN_NUMBER.search(norm, start, head)
    if numbered:
        cuts.add(numbered.start())
    cuts.update(m.start() for m in _CUT.finditer(norm, start, head))
    for signed in _SIGNED.finditer(norm, start, head):
        cuts.update(signed.span())
    if end - start > 60:
        for quoted in _QUOTED.finditer(norm, start, head):
            title = norm.find(quoted[1], quoted.end(), head)
            while title >= 0 and norm[title - 1] in "《〈":
                title = norm.find(quoted[1], title + 1, head)
            if title >= 0:
                cuts.update((title, title + len(quoted[1])))
    for at in sorted(cuts):
        address = GLUED_SALUTATION.match(norm, at, head)
        if address and address.end() < end and is_salutation(address.group()):
            cuts.add(address.end())
    if start < first < end:
        cuts.add(first)
    points = sorted(cuts)
    return list(pairwise(points))


def _body_start(norm: str, stop: int) -> tuple[int, Range | None]:
    """Where the plan's text begins, and where its title stands."""
    pieces = _pieces(norm, stop)
    first = _first(norm, stop)
    limit = first.start() if first else stop
    issue = next((i for i, (a, b) in enumerate(pieces) if a <= limit and _hands_over(norm, a, b, limit)), None)
    if issue is not None:
        start = _behind_notice(norm, pieces, issue, limit)
        if start is not None:
            return pieces[start][0], _title(norm, pieces, issue + 1, start)
    return _behind_head(norm, pieces, limit)


def _hands_over(norm: str, start: int, end: int, limit: int) -> bool:
    """Takes "现将《…方案》印发给你们，请认真贯彻执行。"; leaves "关于印发…的通知" and "现就有关事项通知如下："."""
    found = ISSUE.search(norm, start, min(end, max(limit, start)))
    if not found or end - start > 1500 or norm[end - 1] not in "。：！；）":
        return False
    return not _LEADS_IN.search(norm, max(start, end - 20), end)


def _behind_notice(norm: str, pieces: list[Range], issue: int, limit: int) -> int | None:
    """The piece at which the plan begins that the notice at `issue` hands over; None when the file lacks the plan."""
    signed = _signed(norm, pieces, issue, limit)
    in_list = titled = False
    for index in range(issue + 1, len(pieces)):
        start, end = pieces[index]
        if ATTACHMENT_LIST.fullmatch(norm, start, end) and not _is_label(norm, start, end):
            in_list = True
            titled = titled or _names_plan(norm, pieces[issue], norm[start:end])
        elif index <= signed or _is_formal(norm, start, end):
            in_list = in_list and index > signed
        elif in_list and _LISTED.fullmatch(norm, start, end):
            continue
        elif start >= limit or _is_sentence(norm, start, end):
            return index if signed > issue or titled or _FOUNDS.search(norm, start, end) else None
        else:
            titled = True
            in_list = False
    return None


def _names_plan(norm: str, issue: Range, line: str) -> bool:
    """Whether 附件：某市…工作要点 names the very text that the sentence before it hands over."""
    name = _SPACE.sub("", line.partition("：")[2])
    return any(_SPACE.sub("", quoted[1]) == name for quoted in _QUOTED.finditer(norm, *issue))


def _signed(norm: str, pieces: list[Range], issue: int, limit: int) -> int:
    """The piece that ends the notice: its date, or the label 附件 over the plan; `issue` itself when it has neither."""
    for index in range(issue + 1, min(issue + 60, len(pieces))):
        start, end = pieces[index]
        if start >= limit:
            break
        if DATE_LINE.fullmatch(norm, start, end) or _is_label(norm, start, end):
            return index
    return issue


def _behind_orders(norm: str, low: int, stop: int) -> tuple[Range | None, Range, int] | None:
    """(its orders, the plan's title, where the plan begins) of a notice that hands a plan over and gives orders, too.

    Takes "现将《某市…方案》印发给你们，并就有关事项通知如下：\\n一、加强领导。…\\n某市人民政府\\n2024年3月1日\\n
    某市…方案\\n一、总体要求"; leaves a notice whose plan is not in the file, and a text that only cites the plan.
    """
    first = _first(norm, stop)
    if not first or not _LEADS_IN.search(norm, max(first.start() - 40, 0), first.start()):
        return None
    at = first.start()
    if not ISSUE.search(norm, 0, at):
        return None
    names = {_SPACE.sub("", named[1]) for named in _QUOTED.finditer(norm, 0, at)}
    rows = paragraphs(norm, at, stop)
    if labelled := _behind_label(norm, rows, names):
        row, title = labelled
        end = trim(norm, at, rows[row][0])
        return (max(low, at), end) if end > max(low, at) else None, title, rows[row + 1][0]
    for index in [i for i, row in enumerate(rows) if DATE_LINE.fullmatch(norm, *row)][:3]:
        for start, last in ((a, b) for a in range(index + 1, index + 6) for b in range(a, a + 3)):
            if last + 1 < len(rows) and _SPACE.sub("", norm[rows[start][0] : rows[last][1]]) in names:
                end = trim(norm, at, rows[index][1])
                letter = (max(low, at), end) if end > max(low, at) else None
                return letter, (rows[start][0], rows[last][1]), rows[last + 1][0]
    return None


def _behind_label(norm: str, rows: list[Range], names: set[str]) -> tuple[int, Range] | None:
    """The row 附件：某市实施细则 with the plan's text right behind it, and the title in it."""
    for index, (start, end) in enumerate(rows[:-1]):
        colon = norm.find("：", start, start + 8) + 1
        if not (colon and ATTACHMENT_LIST.fullmatch(norm, start, end) and _is_sentence(norm, *rows[index + 1])):
            continue
        if _SPACE.sub("", norm[colon:end]) in names:
            return index, (colon, end)
    return None


def _behind_head(norm: str, pieces: list[Range], limit: int) -> tuple[int, Range | None]:
    """Where the text begins of a paper without notice, or of a notice whose plan is not in the file."""
    for index, (start, end) in enumerate(pieces):
        if start >= limit or (_is_sentence(norm, start, end) and not _is_salutation(norm, start, end)):
            return start, _title(norm, pieces, 0, index)
        if _is_salutation(norm, start, end) and index + 1 < len(pieces):
            return pieces[index + 1][0], _title(norm, pieces, 0, index)
    for index in range(1, min(4, len(pieces))):  # a table under its title: nothing in it is a sentence
        if TITLE_END.search(norm[slice(*pieces[index - 1])]) and _is_title_line(norm, *pieces[index - 1]):
            return pieces[index][0], _title(norm, pieces, 0, index)
    return 0, None


def _is_label(norm: str, start: int, end: int) -> bool:
    found = ATTACHMENT_LABEL.fullmatch(norm, start, end)
    return bool(found and not found["title"] and not found["colon"])


def _is_salutation(norm: str, start: int, end: int) -> bool:
    return norm[end - 1] == "：" and is_salutation(norm[start:end])


def _is_formal(norm: str, start: int, end: int) -> bool:
    """Whether a line is part of a paper's form and not of its text."""
    return bool(
        DATE_LINE.fullmatch(norm, start, end)
        or BY_THE_WAY.fullmatch(norm, start, end)
        or _is_label(norm, start, end)
        or METADATA.match(norm, start, end)
        or INDEX_ROW.match(norm, start, end)
        or SIGNATURE.fullmatch(norm, start, end)
        or (norm[start] == "（" and norm[end - 1] == "）" and end - start < 800)
    )


def _is_sentence(norm: str, start: int, end: int) -> bool:
    """Takes "为贯彻落实…，制定本方案。"; leaves a title, a signature, "（2024年3月1日审议通过）", a 发文字号."""
    if _is_formal(norm, start, end):
        return False
    if _NUMBERED.match(norm, start, end) or _HEADER.match(norm, start, end):
        return True
    piece = norm[start:end]
    if piece[-1] in "。；！" and len(piece) >= 6:
        return True
    if piece[-1] == "：":
        return bool("，" in piece or _LEADS_IN.search(piece)) and not is_salutation(piece)
    if _FOUNDS.search(piece):
        return True
    return len(piece) > 60 and ("，" in piece or "。" in piece) and not TITLE_END.search(piece)


def _title(norm: str, pieces: list[Range], low: int, high: int) -> Range | None:
    """The last run of title lines among pieces[low:high]; of two copies of a title the second."""
    best: list[Range] = []
    run: list[Range] = []
    for index in range(low, high + 1):
        start, end = pieces[index] if index < high else (0, 0)
        if end > start and (_is_title_line(norm, start, end) or (run and TITLE_PAREN.fullmatch(norm, start, end))):
            run.append((start, end))
        elif run:
            if not best or TITLE_END.search(_joined(norm, run)) or not TITLE_END.search(_joined(norm, best)):
                best = _with_issuer(norm, pieces, index - len(run), low, run)
            run = []
    for cut in range(1, len(best)):
        if _joined(norm, best[cut:]) in (_joined(norm, best[:cut]), norm[slice(*best[0])]):
            best = best[cut:]
            break
    return (best[0][0], best[-1][1]) if best else None


def _joined(norm: str, rows: list[Range]) -> str:
    return "".join(norm[start:end] for start, end in rows)


def _with_issuer(norm: str, pieces: list[Range], at: int, low: int, run: list[Range]) -> list[Range]:
    """A title that begins with 关于 takes the line of its issuer before it."""
    if at > low and norm.startswith("关于", run[0][0]) and SIGNATURE.fullmatch(norm, *pieces[at - 1]):
        return [pieces[at - 1], *run]
    return run


def _is_title_line(norm: str, start: int, end: int) -> bool:
    """Takes "某市推动大规模设备更新和", "以旧换新实施方案"; leaves signatures, 发文字号, addresses, sentences."""
    if _is_formal(norm, start, end) or norm[end - 1] in "。；：" or norm[start] == "〔":
        return False
    text = norm[start:end]
    number = DOC_NUMBER.search(text)
    if number and number.end() >= len(text) - 2:
        return False
    if text in ("目录", "目次", "前言", "序言", "引言", "正文"):
        return False
    return "http" not in text and not ATTACHMENT_LIST.fullmatch(text)
