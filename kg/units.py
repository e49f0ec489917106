"""The bodies that a plan's clauses make responsible, each with its role and the words that say so (责任)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.behind import stands_behind
from kg.bodies import is_collective
from kg.carryover import (
    Carried,
    Order,
    apply_order,
    carried_by_section,
    carried_by_statement,
    carried_by_text,
    main_leads,
    order_rule,
    with_main_lead,
)
from kg.duties import duties
from kg.numbering import number
from kg.records import Clause, Mention, Parsed, Role, Statement
from kg.statements import AS_ABOVE, Named, read_statement
from kg.view import View, normal

_PART_OF_LABEL: dict[str, Role] = {
    "牵头": "lead", "主办": "lead", "主责": "responsible", "责任": "responsible", "落实": "responsible",
    "实施": "responsible", "配合": "participant", "参与": "participant", "协办": "participant", "协助": "participant",
}  # fmt: skip
# The section on how all is done, which sets no tasks: 组织保障, 保障措施, 工作要求, 实施步骤
_ON_THE_WHOLE = re.compile(
    r"组织(?:保障|实施|领导|推进)|(?:保障|组织)措施|(?:工作|有关|相关)要求|(?:工作|实施|推进)(?:保障|机制|步骤)"
)
_SECTION_NUMBER = re.compile(r"第?([一二三四五六七八九十]{1,3}|\d{1,2})(?:部分|[章、.．]|/|$)")


@dataclass(frozen=True, slots=True)
class _Reading:
    """One statement and what it names."""

    clause: Clause
    view: View
    named: tuple[Named, ...]
    label: str | None = None  # the words over its column of a table


@dataclass(frozen=True, slots=True)
class _Carry:
    """What a rule adds, and from where on."""

    clause: Clause
    view: View
    carried: Carried
    leads_in: bool = False  # it stands in the words that lead into a section's items


def units(parsed: Parsed, letter: View | None = None) -> tuple[Mention, ...]:
    """Returns the mentions of all clauses: those of statements first, in order, then those of running text.

    A body comes once per clause, role and way of stating. Carried-over mentions keep the words and the span of the
    statement they come from. `letter` is the notice that carries the plan; a rule of order may stand there
    (列第一位的责任单位为牵头单位).
    """
    readings = [_Reading(clause, s.view, _named(s), s.label) for clause in parsed.clauses for s in clause.statements]
    readings = _ordered(parsed, readings, letter)
    direct = [_mention(r.clause.path, r.view, n.start, n.end, n.role, n.rule) for r in readings for n in r.named]
    direct += _as_above(readings, direct)
    inherited = list(_inherited(parsed, readings, direct))
    inherited += _of_section(parsed, [*direct, *inherited])
    place = {clause.path: clause.order for clause in parsed.clauses}
    stated = sorted([*direct, *inherited], key=lambda m: (place[m.clause], m.inherited, m.start))
    return (*_once(stated), *duties(parsed))


def _named(statement: Statement) -> tuple[Named, ...]:
    """The bodies of a statement; of a table's cell those that the words over its column label."""
    front = f"{statement.label}：" if statement.label else ""
    if not front:
        return read_statement(statement.view.norm)
    named = read_statement(front + statement.view.norm.replace("\n", "、"))  # a body a line
    moved = (replace(n, start=n.start - len(front), end=n.end - len(front), part=n.part - len(front)) for n in named)
    return tuple(n for n in moved if n.start >= 0)


def _mention(path: str, view: View, start: int, end: int, role: Role, rule: str) -> Mention:
    text = "".join(view.text[start:end].split())
    first, last = view.span(start, end)
    collective = is_collective("".join(view.norm[start:end].split()))
    return Mention(path, text, first, last, role, "line", rule, False, collective)


def _once(mentions: Iterable[Mention]) -> Iterator[Mention]:
    seen: set[tuple[str, str, str]] = set()
    for mention in mentions:
        key = (mention.clause, mention.mention, mention.role)
        if key not in seen:
            seen.add(key)
            yield mention


def _ordered(parsed: Parsed, readings: list[_Reading], letter: View | None) -> list[_Reading]:
    """Reads the lists by the rules of order: one in running text covers all, one in a statement what it says."""
    running = [clause.body for clause in parsed.clauses] + ([letter] if letter is not None else [])
    general = next((rule for view in running if (rule := order_rule(view.norm))), None)
    if any(main_leads(view.norm) for view in running):
        readings = [replace(r, named=with_main_lead(r.named)) for r in readings]
    rules = [order_rule(r.view.norm) for r in readings]
    alone = sum(rule is not None for rule in rules) == 1
    by_column = {clause.path for clause in parsed.clauses if _has_lead_column(clause)}
    current: Order | None = general
    result = []
    for reading, rule in zip(readings, rules, strict=True):
        if rule is not None and (rule.onward or alone):
            current = rule
        order = None if reading.clause.path in by_column else rule or current
        named = apply_order(reading.view.norm, reading.named, order) if order else reading.named
        result.append(replace(reading, named=named))
    return result


def _has_lead_column(clause: Clause) -> bool:
    """Whether a clause is a row of a table that has a column for those who lead."""
    return any(s.label is not None and s.label.startswith(("牵头", "主办")) for s in clause.statements)


def _inherited(parsed: Parsed, readings: list[_Reading], direct: list[Mention]) -> Iterator[Mention]:
    """The mentions that 下同 and 以下均需 add to later clauses of the same plan."""
    carries = [_Carry(r.clause, r.view, c) for r in readings for c in carried_by_statement(r.view.norm, r.named)]
    parents = {clause.parent for clause in parsed.clauses}
    carries += [
        _Carry(c, c.body, carried, carried.kind == "following" and not carried.own and c.path in parents)
        for c in parsed.clauses
        for carried in carried_by_text(c.body.norm)
    ]
    views = [(c, c.body) for c in parsed.clauses] + [(r.clause, r.view) for r in readings]
    carries += [_Carry(c, view, carried) for c, view in views for carried in carried_by_section(view.norm)]
    if not carries:
        return
    named = {(m.clause, m.mention) for m in direct}
    roles = {(m.clause, m.role) for m in direct}
    last = {_plan(r.clause): r.clause for r in readings}
    close = {c.path for c in parsed.clauses if c.depth == 1 and c.heading and _ON_THE_WHOLE.search(normal(c.heading))}
    for carry in carries:
        rule = f"carry:{carry.carried.kind}"
        made = _mention("", carry.view, carry.carried.start, carry.carried.end, carry.carried.role, rule)
        for clause in parsed.clauses:
            if (clause.path, made.mention) in named or not _reaches(carry, clause):
                continue
            if _section(clause) in close and _names_nobody_more(clause, carry, last.get(_plan(clause))):
                continue
            if clause is carry.clause or _covers(carry.carried, made.role, clause, parents, roles):
                named.add((clause.path, made.mention))
                yield replace(made, clause=clause.path, inherited=clause is not carry.clause)


def _of_section(parsed: Parsed, stated: list[Mention]) -> Iterator[Mention]:
    """The mentions that a statement behind the items of a section gives to each of them."""
    for section in parsed.clauses:
        if section.statements and stands_behind(section):
            told = [mention for mention in stated if mention.clause == section.path]
            for clause in parsed.clauses:
                if clause.path.startswith(f"{section.path}/"):
                    yield from (replace(m, clause=clause.path, rule="carry:behind", inherited=True) for m in told)


def _as_above(readings: list[_Reading], direct: list[Mention]) -> list[Mention]:
    """The mentions that 责任单位同上 takes over from the nearest statement before it, of that part if it tells one."""
    told: dict[str, list[Mention]] = {}
    for mention in direct:
        told.setdefault(mention.clause, []).append(mention)
    made: list[Mention] = []
    above: Clause | None = None  # the last clause before this one that names anybody
    here: Clause | None = None
    for reading in readings:
        if reading.clause is not here:
            above = here if here is not None and told.get(here.path) else above
            here = reading.clause
        if above is None or _plan(above) != _plan(here):
            continue
        for same in AS_ABOVE.finditer(f"{reading.label}：{reading.view.norm}" if reading.label else reading.view.norm):
            role = _PART_OF_LABEL.get(same["part"] or "")
            of_part = [mention for mention in told[above.path] if mention.role == role]
            taken = of_part if of_part or role in ("lead", "participant") else told[above.path]
            found = [replace(m, clause=here.path, rule="carry:as-above", inherited=True) for m in taken]
            told.setdefault(here.path, []).extend(found)
            made += found
    return made


def _reaches(carry: _Carry, clause: Clause) -> bool:
    """Tells whether a clause stands where the rule can reach it: behind it, in the same plan or attachment.

    A rule in the words that lead into a section's items (三、…以下任务均由各镇负责) reaches those items only.
    本部分任务由 reaches the clauses under its own, 以上任务由 those before it in its section, 第二至第五部分任务均由
    those of these sections.
    """
    if carry.carried.kind == "section":
        return clause is carry.clause or clause.path.startswith(f"{carry.clause.path}/")
    if carry.carried.kind == "above":
        section = carry.clause.path.rpartition("/")[0]
        return clause.order <= carry.clause.order and clause.path.rpartition("/")[0] == section
    if carry.carried.sections is not None:
        return _plan(clause) == _plan(carry.clause) and _stands_in(clause, carry.carried.sections)
    if clause is carry.clause:
        return carry.carried.own and bool(clause.statements)
    if carry.leads_in and not clause.path.startswith(f"{carry.clause.path}/"):
        return False
    return clause.order > carry.clause.order and _plan(clause) == _plan(carry.clause)


def _names_nobody_more(clause: Clause, carry: _Carry, last: Clause | None) -> bool:
    """Whether a clause stands behind the last section that names bodies, and a rule was for the tasks before it.

    以下任务均需各镇办理 in the statement of a task of 二 is not for 七、组织保障, where no bracket stands.
    """
    if carry.carried.kind != "following" or carry.carried.sections is not None or last is None:
        return False
    return clause.order > last.order and _section(clause) != _section(last)


def _section(clause: Clause) -> str:
    """The section of its plan that a clause stands in: 七 for 七/（二十三）."""
    return clause.path.split("/", 1)[0]


def _stands_in(clause: Clause, sections: tuple[int, int]) -> bool:
    """Whether a clause stands in one of the sections of its plan or attachment from the first to the last."""
    path = clause.path.removeprefix(_plan(clause)).strip("/")
    numeral = _SECTION_NUMBER.match(path)
    return numeral is not None and sections[0] <= number(numeral[1]) <= sections[1]


def _plan(clause: Clause) -> str:
    """The plan itself, or the attachment that a clause stands in, or the notice that carries the plan."""
    first = clause.path.split("/", 1)[0]
    return first if first.startswith(("附件", "通知")) else ""


def _covers(
    carried: Carried, role: Role, clause: Clause, parents: set[str | None], roles: set[tuple[str, Role]]
) -> bool:
    """Tells whether a rule covers a later clause.

    下同 behind verbs completes statements: （省商务厅牵头） takes on 相关部门, （各部门按职责分工负责） is complete.
    Behind a list it adds to every list. 以下均需 adds to every task with text of its own, 如无特别说明 to those that
    have no statement, so does 以上任务由 before it.
    """
    if clause.kind == "preamble":
        return False
    stated = bool(clause.statements)
    if carried.kind in ("same", "list"):
        return stated and (carried.kind == "list" or (clause.path, role) not in roles)
    task = bool(clause.text.strip()) and clause.path not in parents
    if carried.kind == "above":
        return task and not stated
    return task and not stated if carried.kind == "default" else task or stated
