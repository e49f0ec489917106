"""Makes api/samples.json anew: what a service over the bundled documents answers, shortened, for /docs.

make run
python scripts/make_samples.py http://127.0.0.1:8000
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import urlopen

TARGET = Path(__file__).resolve().parent.parent / "api" / "samples.json"
CITY = "东政办〔2024〕66号~1d0b2f19"
CLAUSE = f"{CITY}#二/（十六）"
ASKED: dict[str, dict[str, str]] = {
    "/api/ask": {"q": "海东市二手车交易由哪些部门负责？"},
    "/api/search": {"q": "老旧小区电梯更新", "jurisdiction": "海东市", "limit": "1"},
    "/api/suggest": {"q": "hdssw"},
    "/api/facets": {},
    "/api/documents": {"jurisdiction": "海东市"},
    "/api/documents/{id}": {"id": CITY},
    "/api/documents/{id}/text": {"id": CITY},
    "/api/clauses": {"id": CLAUSE},
    "/api/clauses/trace": {"id": CLAUSE},
    "/api/gaps": {"jurisdiction": "海东市"},
    "/api/units": {"q": "海东市商务局"},
    "/api/units/{id}": {"id": "630200:海东市商务局"},
    "/api/duties": {"jurisdiction": "海东市", "limit": "1"},
    "/api/targets": {"jurisdiction": "海东市", "limit": "1"},
    "/api/targets/indicators": {"limit": "1"},
    "/api/targets/compare": {"indicator": "二手车交易量"},
    "/api/graph": {"node": "630200:海东市商务局", "limit": "4"},
    "/api/places": {},
    "/api/sectors": {},
    "/api/stats": {},
    "/api/about": {},
    "/healthz": {},
    "/readyz": {},
}
"""What is asked of each address."""
_MOST = 2  # items of a list
_DEEP = 1  # items of a list inside three others
_LONG = 120  # characters of a text


def address(path: str, parameters: dict[str, str]) -> str:
    """The address with its parameters, those of the path in it."""
    given = dict(parameters)
    if "{id}" in path:
        path = path.replace("{id}", quote(given.pop("id"), safe=""))
    return f"{path}?{urlencode(given)}" if given else path


def shortened(value: Any, depth: int = 0) -> Any:
    """A reply with the first items of its lists, and long texts cut.

    >>> shortened({"items": [1, 2, 3], "text": "条" * 200})["items"]
    [1, 2]
    """
    if isinstance(value, dict):
        return {name: shortened(one, depth + 1) for name, one in value.items()}
    if isinstance(value, list):
        plain = all(isinstance(one, int | float) for one in value)
        return value if plain and len(value) == 2 else [shortened(one, depth + 1) for one in value[: _most(depth)]]
    if isinstance(value, str) and len(value) > _LONG:
        return f"{value[:_LONG]}…"
    return value


def _most(depth: int) -> int:
    return _MOST if depth < 4 else _DEEP


def main() -> int:
    """Asks the service and writes the file; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", help="a service over the bundled documents")
    url = parser.parse_args().url.rstrip("/")
    found = {}
    for path, parameters in ASKED.items():
        with urlopen(url + address(path, parameters)) as reply:
            found[path] = shortened(json.load(reply))
    TARGET.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
