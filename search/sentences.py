"""The facts of an answer as a sentence that a clerk would write (成句): bodies, goals and tasks, place by place.

The facts themselves stay as they are (search/answers.py); a sentence leaves out what it has said already.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from kg.view import normal
from search.answers import LEAD, PARTICIPANT, RESPONSIBLE, NamedTarget, NamedUnit, role_rank
from search.knowledge import Piece
from search.words import Word, coverage

PLACES = 3  # places whose bodies are told
TASKS = 6  # headings of a body's tasks that are told of each role
QUOTED = 100  # characters of a sentence that are quoted
ALIKE = 0.9  # share of the best sentence's at which one with a figure is told in place of it
_SENTENCE = re.compile(r"[^。；;\n]+")
_INNER = str.maketrans('“”"', "‘’'")
_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:%|[百千万亿]*[^0-9年月日（）.、，])")
_ROLE_WORDS = {LEAD: "牵头", RESPONSIBLE: "责任", PARTICIPANT: "配合"}
_ROLE_ENGLISH = {LEAD: "lead", RESPONSIBLE: "responsible", PARTICIPANT: "participating"}
_DOES = {LEAD: "牵头", RESPONSIBLE: "负责", PARTICIPANT: "配合"}
_VALUES = {">=": "{}以上", "<=": "不超过{}", ">": "超过{}", "<": "低于{}", "~": "{}左右"}
_SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "~": "about "}
# What is said between an indicator and its value: of shares, of counts; nothing where the indicator says it itself.
_CHANGES = {"increase": ("增长", "增加"), "decrease": ("下降", "减少")}
_CHANGED = re.compile(r"^(?:新增|增加|净增|增|扩大|减少|压减|降低|削减)|(?:增[长加幅速]|提高|降低|下降|减少|降幅)$")
_REACHED = frozenset(("reach", "share"))
_WHOLE = re.compile(r"^全[国省市县区州盟旗域]|^[本我]")  # the place's own area goes without saying
_DECIMALS = re.compile(r"\.?0+$")


def say_units(units: Sequence[NamedUnit], language: str) -> str:
    """One sentence a place: 海东市：责任单位为海东市商务局、海东市公安局，另有海东市各县区人民政府。"""
    places = list(dict.fromkeys(u.jurisdiction for u in units))
    said = [_say_place(place, [u for u in units if u.jurisdiction == place], language) for place in places]
    joiner, end = ("；", "。") if language == "zh" else ("; ", ".")
    if len(said) > PLACES:
        more = len(said) - PLACES
        told = f"另有 {more} 个地区见依据" if language == "zh" else f"{more} more places below"
        return joiner.join([*said[:PLACES], told]) + end
    return joiner.join(said) + end


def say_seat(units: Sequence[NamedUnit], language: str) -> str:
    """Where an office sits: 象山县：办公室设在象山县交通局。"""
    names: dict[str, list[str]] = {}
    for unit in units:
        if unit.name not in names.setdefault(unit.jurisdiction, []):
            names[unit.jurisdiction].append(unit.name)
    if language == "zh":
        return "；".join(_at(place, f"办公室设在{'、'.join(own)}", "：") for place, own in names.items()) + "。"
    return "; ".join(_at(place, f"the office sits in {', '.join(own)}", ": ") for place, own in names.items()) + "."


def _at(place: str, said: str, colon: str) -> str:
    return f"{place}{colon}{said}" if place else said


def _say_place(place: str, units: Sequence[NamedUnit], language: str) -> str:
    """The bodies of a place by role, each one in the role that binds it most: who leads is not told to help as well."""
    roles: dict[str, str] = {}
    for unit in sorted(units, key=lambda u: role_rank(u.role)):
        if not unit.collective:
            roles.setdefault(unit.name, unit.role)
    parts = []
    for role in _ROLE_WORDS:
        if names := [name for name in dict.fromkeys(u.name for u in units) if roles.get(name) == role]:
            zh = f"{_ROLE_WORDS[role]}单位为{'、'.join(names)}"
            parts.append(zh if language == "zh" else f"{_ROLE_ENGLISH[role]}: {', '.join(names)}")
    if collective := list(dict.fromkeys(u.name for u in units if u.collective)):
        zh = ("另有" if parts else "") + "、".join(collective)
        parts.append(zh if language == "zh" else "collective: " + ", ".join(collective))
    return _at(place, "，".join(parts), "：") if language == "zh" else _at(place, "; ".join(parts), ": ")


# -- goals -------------------------------------------------------------------------------------------------------------


def say_targets(targets: Sequence[NamedTarget], language: str) -> str:
    """Goals place by place, a deadline said once: 甲市：到2027年，建成书屋80个，书屋覆盖率95%以上；每年培训300人次。"""
    told = _once(targets)
    if language != "zh":
        return "; ".join(_at(t.jurisdiction, _in_english(t), ": ") for t in told) + "."
    places = []
    for place, own in groupby(told, key=lambda t: t.jurisdiction):
        times = (f"{time}{'，'.join(map(_figure, goals))}" for time, goals in groupby(own, key=_time))
        places.append(_at(place, "；".join(times), "："))
    return "；".join(places) + "。"


def _once(targets: Sequence[NamedTarget]) -> list[NamedTarget]:
    """The goals without those that say another one again or say less of it: 每年培训300人 beside 到2027年，每年300人.

    Those of a place stand together, those of a place by one deadline together.
    """
    kept: list[NamedTarget] = []
    for target in targets:
        bare = replace(target, deadline=None, quote="", clause="")
        same = next((n for n, k in enumerate(kept) if replace(k, deadline=None, quote="", clause="") == bare), None)
        if target.value is None or same is None:
            kept.append(target)
        elif kept[same].deadline is None:
            kept[same] = target
        elif target.deadline not in (None, kept[same].deadline):
            kept.append(target)
    places = {place: n for n, place in reversed(list(enumerate(t.jurisdiction for t in kept)))}
    times = {key: n for n, key in reversed(list(enumerate((t.jurisdiction, _time(t)) for t in kept)))}
    return sorted(kept, key=lambda t: (places[t.jurisdiction], times[t.jurisdiction, _time(t)]))


def _time(target: NamedTarget) -> str:
    """到2027年6月，"""
    return f"到{'年'.join(_dated(target.deadline))}，" if target.deadline and target.value is not None else ""


def _dated(deadline: str) -> tuple[str, str]:
    year, _, month = deadline.partition("-")
    return year, f"{int(month)}月" if month.isdecimal() else ""


def _figure(target: NamedTarget) -> str:
    """每年培育书屋20个以上, 二手车交易量较2023年增长45%; a goal without a number in its own words."""
    if target.value is None:
        return target.quote
    yearly = "每年" if target.period == "yearly" and "每年" not in target.indicator else ""
    since = f"较{target.baseline}年" if target.baseline else ""
    value = _VALUES.get(target.comparator, "{}").format(_amount(target))
    return f"{_scope(target)}{yearly}{target.indicator}{since}{_change(target)}{value}"


def _scope(target: NamedTarget) -> str:
    """每个区县, without which a goal of each one reads like one of all."""
    scope = target.scope or ""
    return "" if _WHOLE.match(scope) or scope in target.indicator else scope


def _change(target: NamedTarget) -> str:
    if target.change in _CHANGES:
        share, count = _CHANGES[target.change]
        return "" if _CHANGED.search(target.indicator) else share if "%" in (target.unit or "") else count
    return "达到" if target.change in _REACHED and target.comparator in ("=", ">=", "~") else ""


def _in_english(target: NamedTarget) -> str:
    if target.value is None:
        return target.quote
    notes = [f"by {target.deadline}"] if target.deadline else []
    notes += ["every year"] if target.period == "yearly" else []
    notes += [f"compared with {target.baseline}"] if target.baseline else []
    change = {"increase": "+", "decrease": "−"}.get(target.change, "")
    said = f"{_scope(target)}{target.indicator} {_SIGNS.get(target.comparator, '')}{change}{_amount(target)}"
    return said + (f" ({', '.join(notes)})" if notes else "")


def _amount(target: NamedTarget) -> str:
    most = f"—{number(target.value_max)}" if target.value_max is not None else ""
    return f"{number(target.value)}{most}{target.unit or ''}"


def number(value: float | None) -> str:
    """A number as papers print it, whole and without an exponent.

    >>> number(1234567.0), number(18523.5), number(0.25)
    ('1234567', '18523.5', '0.25')
    """
    return "" if value is None else _DECIMALS.sub("", f"{value:.6f}")


# -- tasks -------------------------------------------------------------------------------------------------------------


def say_tasks(body: str, tasks: Mapping[str, Sequence[str]], language: str) -> str:
    """What a body does, role by role: 甲市教育局共有 3 项职责。牵头 1 项：办好书屋；配合 2 项：修路、架桥。"""
    own = {role: tasks[role] for role in _DOES if tasks.get(role)}
    total = sum(map(len, own.values()))
    if language != "zh":
        lead = f", lead in {len(own[LEAD])}" if LEAD in own else ""
        return f"{body}: {total} clauses{lead}: {_listed([t for told in own.values() for t in told])}"
    if len(own) == 1:
        ((role, told),) = own.items()
        does = f"共有 {total} 项职责" if role == RESPONSIBLE else f"{_DOES[role]} {total} 项任务"
        return f"{body}{does}：{_listed(told)}。"
    said = "；".join(f"{_DOES[role]} {len(told)} 项：{_listed(told)}" for role, told in own.items())
    return f"{body}共有 {total} 项职责。{said}。"


def _listed(tasks: Sequence[str]) -> str:
    return "、".join(tasks[:TASKS]) + ("等" if len(tasks) > TASKS else "")


# -- clauses -----------------------------------------------------------------------------------------------------------


def titled(piece: Piece) -> str:
    """What a list calls a clause: “办好书屋”（二/（一））, its opening words where it has no heading."""
    opening = piece._replace(number=None).caption
    return piece.path if opening == piece.path else f"{quoted(opening)}（{piece.path}）"


def quoted(text: str) -> str:
    """Text in quotation marks, its own ones single: “推广‘一网通办’”."""
    return f"“{text.translate(_INNER)}”"


def telling(piece: Piece, words: Sequence[Word]) -> str:
    """The sentence of a clause that holds most of what is asked about, one with a figure among equals; of a long one
    the parts in front."""
    said: list[str] = [sentence.strip() for sentence in _SENTENCE.findall(piece.text)]
    shares = {sentence: coverage(words, normal(sentence).lower())[1] for sentence in said if sentence}
    most = max(shares.values(), default=0.0)
    if not most:
        return ""
    best = [sentence for sentence, share in shares.items() if share >= ALIKE * most]
    told = next((sentence for sentence in best if _FIGURE.search(sentence)), best[0])
    if len(told) <= QUOTED:
        return told
    cut = max(told.rfind(mark, QUOTED // 2, QUOTED + 1) for mark in "，,、")
    return f"{told[: cut if cut > 0 else QUOTED]}…"
