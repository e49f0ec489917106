"""A document as a reader sees it (展示): the head, the clause tree, and under each clause its facts with their rules.

二 主要任务
  （十六） 完善二手商品交易体系
    责任单位 海东市商务局 ← 市商务局  [label:责任单位]
    目标 二手车交易量 >= 45 % · 2027  “二手车交易量增长45%以上”  [increase:增长]
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, TypeVar

from kg.records import Citation, Clause, Document, Notice, Responsibility, SectorReason, Target

Tone = Literal["title", "path", "fact", "quiet", "alarm"]
Paint = Callable[[Tone, str], str]
T = TypeVar("T")

_CODES: dict[Tone, str] = {"title": "1", "path": "1;36", "fact": "32", "quiet": "2", "alarm": "33"}
_ROLES = {"lead": "牵头单位", "responsible": "责任单位", "participant": "配合单位"}
_LEVELS = {"national": "国家", "province": "省级", "city": "市级", "county": "县级", "township": "乡镇"}
_RELATIONS = {"implements": "依据", "mentions": "提及"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_CLIP = 60  # characters of a body that are shown


def show(document: Document, *, colour: bool = False) -> Iterator[str]:
    """Yields the lines of the view, without line feeds; `colour` adds terminal colours."""
    names = {unit.id: unit.name for unit in document.units}
    duties = _by_clause((duty.mention.clause, duty) for duty in document.responsibilities)
    targets = _by_clause((target.clause, target) for target in document.targets)
    sectors = _by_clause((reason.clause, reason) for reason in document.sectors)
    citations = _by_clause((citation.clause, citation) for citation in document.citations)
    paint = _painted if colour else _plain

    yield from _head(document, paint)
    for citation in citations[None]:
        yield "  " + _citation(citation, paint)
    for clause in document.parsed.clauses:
        margin = "  " * max(clause.depth - 1, 0)
        yield margin + _heading(clause, paint)
        inner = margin + "    "
        if clause.text:
            yield inner + paint("quiet", _clipped(clause.text))
        for duty in duties[clause.path]:
            yield inner + _duty(duty, names, paint)
        for target in targets[clause.path]:
            yield inner + _target(target, paint)
        for reason in sectors[clause.path]:
            yield inner + _sector(reason, paint)
        for citation in citations[clause.path]:
            yield inner + _citation(citation, paint)
    for notice in document.notices:
        yield paint("alarm", "提示 ") + _notice(notice)
    yield paint("quiet", _sum(document))


def _head(document: Document, paint: Paint) -> Iterator[str]:
    head = document.head
    yield paint("title", _printable(head.title or document.source.name))
    if head.notice_title and head.notice_title != head.title:
        yield "  " + _printable(head.notice_title)
    fields = (
        ("发文字号", head.doc_number),
        ("发文机关", "、".join(head.issuers)),
        ("成文日期", head.issued_on),
        ("印发日期", head.printed_on),
        ("级别", _LEVELS.get(head.level or "")),
        ("区划代码", head.place),
        ("编号", document.id),
    )
    yield "  " + paint("quiet", "  ".join(f"{name} {value}" for name, value in fields if value))


def _heading(clause: Clause, paint: Paint) -> str:
    number = clause.number or clause.path.rsplit("/", 1)[-1]
    if clause.parent is None and "/" in clause.path:  # 附件/一, 通知/一
        number = f"{clause.path.split('/', 1)[0]} {number}"
    return (
        f"{paint('path', number)} {paint('title', _printable(clause.heading))}"
        if clause.heading
        else paint("path", number)
    )


def _duty(duty: Responsibility, names: dict[str, str], paint: Paint) -> str:
    mention = duty.mention
    how = "（沿用）" if mention.inherited else f"（{mention.action or '行文'}）" if mention.stated == "text" else ""
    name = names.get(duty.unit, duty.unit)
    printed = _printable(mention.mention)
    return f"{paint('fact', _ROLES[mention.role])} {name}{how} ← {printed}  {_rule(mention.rule, paint)}"


def _target(target: Target, paint: Paint) -> str:
    value = "" if target.value is None else f"{target.value:g}"
    if target.value_max is not None:
        value += f"—{target.value_max:g}"
    parts = (
        f"{target.comparator} {value} {target.unit or ''}".rstrip(),
        target.deadline,
        f"较 {target.baseline}" if target.baseline else None,
        target.period,
        target.scope,
    )
    said = " · ".join(part for part in parts if part)
    quote = _clipped(target.quote)
    return f"{paint('fact', '目标')} {_printable(target.indicator)} {said}  “{quote}”  {_rule(target.rule, paint)}"


def _sector(reason: SectorReason, paint: Paint) -> str:
    return f"{paint('fact', '领域')} {reason.sector}  {_rule('、'.join(reason.words), paint)}"


def _citation(citation: Citation, paint: Paint) -> str:
    names = (f"《{citation.title}》" if citation.title else None, citation.doc_number)
    name = _printable(" ".join(name for name in names if name) or citation.quote)
    kind = "自引" if citation.is_self else _RELATIONS[citation.relation]
    return f"{paint('fact', kind)} {name}  {_rule(citation.rule, paint)}"


def _notice(notice: Notice) -> str:
    return f"{notice.code}：{_printable(notice.message)}"


def _sum(document: Document) -> str:
    codes = Counter(notice.code for notice in document.notices)
    return (
        f"条款 {len(document.parsed.clauses)}  责任 {len(document.responsibilities)}  目标 {len(document.targets)}  "
        f"引用 {len(document.citations)}  提示 {sum(codes.values())}"
    )


def _by_clause(pairs: Iterable[tuple[str | None, T]]) -> defaultdict[str | None, list[T]]:
    found: defaultdict[str | None, list[T]] = defaultdict(list)
    for path, fact in pairs:
        found[path].append(fact)
    return found


def _rule(rule: str, paint: Paint) -> str:
    return paint("quiet", f"[{rule}]")


def _clipped(text: str) -> str:
    line = _printable(text)
    return line if len(line) <= _CLIP else line[: _CLIP - 1] + "…"


def _printable(text: str) -> str:
    """One line without what would move a terminal's cursor: a source may hold anything."""
    return _CONTROL.sub("", " ".join(text.split()))


def _plain(tone: Tone, text: str) -> str:
    return text


def _painted(tone: Tone, text: str) -> str:
    return f"\x1b[{_CODES[tone]}m{text}\x1b[0m"
