"""Made-up papers of other provinces, years and themes: what is read of each must stay as good as it was."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kg.derive import DerivedClause, derive
from kg.document import read_document
from kg.places import gazetteer
from kg.read import read_bytes
from kg.records import Document

PAPERS = Path(__file__).parent / "stress"
TARGETS = 0.93  # F1
NAMES = sorted(path.stem for path in (PAPERS / "gold").glob("*.json"))


def gold(name: str) -> Any:
    return json.loads((PAPERS / "gold" / f"{name}.json").read_text(encoding="utf-8"))


@cache
def read(name: str) -> Document:
    path = PAPERS / "docs" / f"{name}.txt"
    return read_document(read_bytes(path.read_bytes(), path.name), gazetteer())


def bare(text: str | None) -> str:
    """The text without white space, with one width of each mark."""
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def f1(have: Counter[Any], want: Counter[Any]) -> float:
    return 2 * (have & want).total() / (have.total() + want.total())


@pytest.mark.parametrize("name", NAMES)
def test_the_head_is_read(name: str) -> None:
    head, want = read(name).head, gold(name)["meta"]
    have = {
        "title": head.title,
        "notice_title": head.notice_title,
        "doc_number": head.doc_number,
        "issuer": head.issuers[0],
        "issued_on": head.issued_on,
        "printed_on": head.printed_on,
        "adcode": head.place,
        "level": head.level,
    }
    assert {key: bare(value) for key, value in have.items()} == {key: bare(want[key]) for key in have}


@pytest.mark.parametrize("name", NAMES)
def test_every_clause_is_read_from_end_to_end(name: str) -> None:
    clauses = {bare(clause.path): clause for clause in read(name).parsed.clauses}
    wanted = {bare(clause["id"]): clause for clause in gold(name)["clauses"]}
    assert list(clauses) == list(wanted)
    for path, want in wanted.items():
        text = bare(clauses[path].text)
        assert bare(clauses[path].heading) == bare(want["heading"])
        assert text.startswith(bare(want["starts"])) and text.endswith(bare(want["ends"]))


@pytest.mark.parametrize("name", NAMES)
def test_every_body_is_found_in_its_role(name: str) -> None:
    have = {
        (bare(r.mention.clause), bare(r.mention.mention), r.mention.role, r.mention.inherited)
        for r in read(name).responsibilities
        if r.mention.stated == "line"
    }
    assert have == {
        (bare(clause["id"]), bare(unit["mention"]), unit["role"], unit.get("inherited", False))
        for clause in gold(name)["clauses"]
        for unit in clause["units"]
    }


def test_nearly_all_targets_are_found() -> None:
    have: Counter[Any] = Counter()
    want: Counter[Any] = Counter()
    for name in NAMES:
        free = set()
        for clause in gold(name)["clauses"]:
            for target in clause["targets"]:
                key = (name, bare(clause["id"]), float(target["value"]), bare(target["unit"]))
                if target.get("implicit"):
                    free.add(key)
                else:
                    want[key] += 1
        found = ((name, bare(t.clause), t.value, bare(t.unit)) for t in read(name).targets if t.value is not None)
        have.update(key for key in found if key not in free)
    assert f1(have, want) >= TARGETS


@pytest.mark.parametrize("name", NAMES)
def test_every_paper_referred_to_is_found(name: str) -> None:
    cited = read(name).citations
    for want in gold(name)["citations"]:
        assert any(bare(want["title"]) in bare(c.title) for c in cited)
        assert not want["doc_number"] or any(c.doc_number == want["doc_number"] for c in cited)


def test_the_city_s_clauses_come_from_the_province_s() -> None:
    want = json.loads((PAPERS / "derives.json").read_text(encoding="utf-8"))
    child, parent = (
        [DerivedClause.of("", clause) for clause in read(want[key]).parsed.clauses] for key in ("child", "parent")
    )
    have: dict[str, dict[str, str]] = {path: {} for path in want["derives"]}
    for link in derive(child, parent):
        have.setdefault(link.child.partition("#")[2], {})[link.parent.partition("#")[2]] = link.strength
    assert {path: have[path] for path in want["derives"]} == want["derives"]
