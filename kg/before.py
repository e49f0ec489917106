"""What changes found before them (前像), so that a snapshot stays as it was while others write.

Neo4j shows every reader the newest committed state. Before a change commits, it therefore notes, in a transaction of
its own, what it is about to replace: whole contributions of owners, shared facts, filed documents. A snapshot of
generation G reads the newest state and then lays over it what the changes after G have noted. As a note is committed
before its change, a reader that sees anything of a change finds its note too. Notes are kept for KEPT_SECONDS.
"""

from __future__ import annotations

import json
import time
import zlib

from kg import cypher
from kg.bolt import Run
from kg.errors import StoreError
from kg.facts import Contribution, Edge, Node, encode
from kg.neo4j_rows import State, fact_of, key_of
from kg.overlay import Overlaid, Overlay

KEPT_SECONDS = 900.0
_MARGIN = 60.0


class Snapshot(Overlaid):
    """The graph at one generation, whatever is changed meanwhile."""

    def __init__(self, run: Run, state: State) -> None:
        super().__init__(run, state)
        self._before = Overlay()
        self._seen: list[str] = []
        self._looked = time.monotonic()

    def _over(self) -> Overlay:
        """The notes of all changes after this generation. Raises StoreError when some may have been thrown away."""
        rows = self._run(cypher.BEFORE, {"generation": self.generation, "seen": self._seen})
        if rows and time.monotonic() - self._looked > KEPT_SECONDS - _MARGIN:
            raise StoreError(f"读取已停顿超过 {(KEPT_SECONDS - _MARGIN) / 60:.0f} 分钟，其间图谱已被改写：请重新读取")
        self._looked = time.monotonic()
        for uid, _, packed in sorted(rows, key=lambda row: row[1]):
            _add(self._before, bytes(packed))
            self._seen.append(uid)
        return self._before


def note(before: Overlay) -> bytes:
    """What a change found, packed."""
    values = {
        "owners": {name: _contribution_values(said) for name, said in before.owners.items()},
        "numbers": sorted(before.numbers),
        "shared": before.shared,
        "filed": {id: [*row[:-1], bytes(row[-1]).hex()] if row else None for id, row in before.filed.items()},
    }
    return zlib.compress(json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8"), 1)


def _add(before: Overlay, packed: bytes) -> None:
    """Takes in the note of a later change: what is known already was there before it."""
    values = json.loads(zlib.decompress(packed))
    for name, said in values["owners"].items():
        if name not in before.owners:
            before.tell(name, _contribution(name, said))
    before.numbers.update(values["numbers"])
    for key, line in values["shared"].items():
        if key not in before.shared:
            before.tell_shared(key, line)
    for id, row in values["filed"].items():
        before.filed.setdefault(id, [*row[:-1], bytes.fromhex(row[-1])] if row else None)


def _contribution_values(said: Contribution | None) -> list[list[list[str]]] | None:
    if said is None:
        return None
    groups = (said.nodes, said.edges, said.shared_nodes, said.shared_edges)
    return [[[key_of(fact), encode(fact.properties)] for fact in group] for group in groups]


def _contribution(owner: str, values: list[list[list[str]]] | None) -> Contribution | None:
    if values is None:
        return None
    nodes, edges, shared_nodes, shared_edges = ([fact_of(*pair) for pair in group] for group in values)
    return Contribution(
        owner,
        tuple(fact for fact in nodes if isinstance(fact, Node)),
        tuple(fact for fact in edges if isinstance(fact, Edge)),
        tuple(fact for fact in shared_nodes if isinstance(fact, Node)),
        tuple(fact for fact in shared_edges if isinstance(fact, Edge)),
    )
