"""What one responsibility statement says: its bodies, each with its role and the rule that found it.

A statement is cut at its labels (牵头单位：…；责任单位：…), each part at its verbs (…牵头，…配合), each stretch between
them into names. Sentences that state a rule for others (以下均需…不再一一列出) are left to `kg.carryover`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.bodies import Name, is_body, is_collective, split_names, squeezed, with_seats
from kg.records import Role
from kg.roles import Label, labels, verbs

_RULE = re.compile(  # a sentence about statements: 列第一位的为牵头单位; 以下均需各县区负责，不再一一列出
    r"""
      ^[^、]*(?:第一|首|前)[^、]{0,12}(?:为|是|作为)[^，。；]{0,4}牵头
    | 责任(?:单位|部门)即?为牵头 | 不再 | 如无 | 若无 | ^除[^，]{0,20}外 | 未(?:注明|标注|列明) | ^以下
    """,
    re.VERBOSE,
)
_NESTED = re.compile(r"（[^（）]*）|〔[^〔〕]*〕|〈[^〈〉]*〉")
_EDGES = re.compile(r"(?P<open>[（〔〈])|(?P<close>[）〕〉])")
_CUTS = re.compile(r"(?P<open>[（〔〈])|(?P<close>[）〕〉])|[。；\n]|，(?=以下(?:均|各|任务))")
# 责任单位同上, 配合单位：同上: whom the statement before it names
AS_ABOVE = re.compile(
    r"(?:(?P<part>牵头|主办|主责|责任|落实|实施|配合|参与|协办|协助)(?:单位|部门|科室|主体)?(?:：|均|为)?)?同上(?![述面级位])"
)
_STOP = re.compile(r"[；。\n]|$")
_OBJECT_STOP = re.compile(r"[，；。、\n（〔]|$")
_NEVER = re.compile(r"[的了]|(?<!华)为(?!民)|^下同|不分先后|^以上")
_NO_LABELLED_NAME = re.compile(
    r"同上|(?<![0-9])(?!12345)[0-9]|[％%：]|[年月日]底?前?|完成|时限|持续|推进|按照|落实|负责|下同|以下|不再|适用|部分|其他$|^等|任务|工作$|[的为]"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A body named in a statement at norm[start:end]."""

    start: int
    end: int
    role: Role
    rule: str  # label:牵头单位, verb:按职责分工负责, bare
    part: int  # offset at which the stretch that lists it begins


def read_statement(norm: str) -> tuple[Named, ...]:
    """Returns the bodies that a statement (normalised text) names, in order of print.

    Takes all of （市商务局牵头，市财政局、各县区配合）; must leave alone the date in （6月底完成，牵头单位：市工信局）.

    >>> text = "（牵头单位：市商务局；责任单位：市公安局、各县区人民政府）"
    >>> [(text[n.start : n.end], n.role) for n in read_statement(text)]
    [('市商务局', 'lead'), ('市公安局', 'responsible'), ('各县区人民政府', 'responsible')]
    """
    start, end = inside(norm)
    found = list(true_labels(norm, start, end))
    said = bool(found) or any(True for _ in verbs(norm, start, end))
    named = list(_by_verbs(norm, start, found[0].start if found else end, None, last=not found)) if said else []
    if not named and not found:
        named += _stretch(norm, start, end, "responsible", "bare", loose=False)
    for label, following in zip(found, [*found[1:], None], strict=False):
        if label.role is not None:
            part_end = following.start if following else end
            named += _by_verbs(norm, label.end, part_end, label, last=following is None)
    return tuple(named)


def states_rule(sentence: str) -> bool:
    """Tells whether a sentence says how to read other statements: 以下均需各镇区负责，不再一一列出."""
    return bool(_RULE.search(_NESTED.sub("", sentence).strip()))


def inside(norm: str) -> tuple[int, int]:
    """The range of a statement without the brackets around all of it."""
    start = len(norm) - len(norm.lstrip())
    end = len(norm.rstrip(" \n。；，"))
    if end <= start or norm[start] not in "（〔〈":
        return start, end
    depth = 0
    for edge in _EDGES.finditer(norm, start, end):
        depth += 1 if edge["open"] else -1
        if depth == 0:
            return (start + 1, end - 1) if edge.end() == end else (start, end)
    return start + 1, end  # the closing bracket is missing


def true_labels(norm: str, start: int, end: int) -> Iterator[Label]:
    """Yields the labels of norm[start:end] that do label something: the one in 包括牵头单位自身 does not."""
    found = list(labels(norm, start, end))
    for label, following in zip(found, [*found[1:], None], strict=False):
        before = norm[start : label.start].rstrip(" ")
        spaced = norm[label.start - 1 : label.start] == " " and (label.surely or label.role is None)  # 王某 责任单位：
        if before and not spaced and before[-1] not in "，；。、：）〕\n（〔—●◆★▲■□◇※" and not _is_name_end(before):
            continue
        if _depth(norm, start, label.start) > (norm[label.start - 1 : label.start] in ("（", "〔")):
            continue
        if label.surely or _lists_bodies(norm, label.end, following.start if following else end):
            yield label


def _is_name_end(before: str) -> bool:
    """Tells whether a label follows a name with a space only: 市商务局 责任单位：."""
    return before[-1:] in "局委办厅部院会社府心司团道" and len(before) > 2


def _depth(norm: str, start: int, end: int) -> int:
    return sum(1 if edge["open"] else -1 for edge in _EDGES.finditer(norm, start, end))


def _lists_bodies(norm: str, start: int, end: int) -> bool:
    """Tells whether what stands after a label without a colon is a list of bodies to the end of its part."""
    stop = _STOP.search(norm, start, end)
    texts = [norm[n.start : n.end] for n in split_names(norm, start, stop.start() if stop else end)]
    return bool(texts) and all(is_body(text) or is_collective(text) for text in texts)


def _by_verbs(norm: str, start: int, end: int, label: Label | None, *, last: bool) -> Iterator[Named]:
    """The bodies of one label's part, or of what stands before any label; `last`: no label follows."""
    role: Role | None = label.role if label else None
    for nth, (a, b) in enumerate(sentences(norm, start, end)):
        if states_rule(norm[a:b]):
            continue
        if nth and last and role == "lead":
            role = "responsible"  # the label 责任单位 is missing after a ；
        at = a
        before: list[Named] = []
        for verb in verbs(norm, a, b):
            if verb.start < at or _depth(norm, a, verb.start) > 0:
                continue
            own = verb.role if role is None or verb.role != "responsible" else role
            here = list(_stretch(norm, at, verb.start, own, f"verb:{verb.word}", loose=False))
            if not here and not norm[at : verb.start].strip("，、并且同时 "):  # 市商务局负责调度，〔牵头〕组织验收
                here = [replace(named, role=own, rule=f"verb:{verb.word}") for named in before if named.role != own]
            yield from here
            before = here or before
            at = object_end(norm, verb.end, b)
        if label is not None and role is not None:
            yield from _stretch(norm, at, b, role, f"label:{label.word}", loose=True)
        elif at > a or (nth and last) or not nth:  # （市商务局、市公安局；市财政局配合）
            yield from _stretch(norm, at, b, "responsible", "missing label", loose=False)


def object_end(norm: str, start: int, end: int) -> int:
    """Where the object of a verb ends: behind 资金保障 in 配合做好资金保障，; at once in 牵头市财政局配合."""
    stop = _OBJECT_STOP.search(norm, start, end)
    stop_at = stop.start() if stop else end
    nearer = next(iter(verbs(norm, start, stop_at)), None)
    return start if nearer and is_body(norm[start : nearer.start]) else stop_at


def sentences(norm: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches between 。 and ； outside brackets, and before ，以下均需."""
    at, depth = start, 0
    for cut in _CUTS.finditer(norm, start, end):
        if cut["open"]:
            depth += 1
        elif cut["close"]:
            depth = max(depth - 1, 0)
        elif depth == 0:
            yield at, cut.start()
            at = cut.end()
    yield at, end


def _stretch(norm: str, start: int, end: int, role: Role, rule: str, *, loose: bool) -> Iterator[Named]:
    """The names of one list; `loose` takes, after a label, names that do not end like a body (武汉金控)."""
    names = split_names(norm, start, end)
    texts = [squeezed(norm[name.start : name.end]) for name in names]
    for name, text, borrows in zip(names, texts, with_seats(texts), strict=True):
        if not _NEVER.search(text) and (
            is_body(text)
            or is_collective(text)
            or borrows
            or (loose and len(text) >= 4 and not _NO_LABELLED_NAME.search(text))
        ):
            yield Named(name.start, name.end, _noted(name, role), rule, start)


def _noted(name: Name, role: Role) -> Role:
    """市财政局（配合） takes part whatever the list says."""
    if re.match(r"总?牵头|主办", name.note):
        return "lead"
    return "participant" if re.match(r"配合|协助|参与|协办", name.note) else role
