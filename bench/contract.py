"""Schemathesis over the service's OpenAPI, all checks, with a key: thousands of requests, each answer checked.

    python bench/contract.py [--cases 40] [--seed 1]

`--cases` are for each address and phase; 40 make about 3,000 in all. Runs over a fresh data folder with the bundled
documents, which it adds to and removes from. Returns what schemathesis returns: 0 when every check held.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
CONFIG = str(ROOT / "tests" / "schemathesis.toml")
PROGRAM = str(Path(sys.executable).with_name("schemathesis"))


def main() -> int:
    """Runs schemathesis against a service of its own."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cases", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    sys.path[:0] = [str(ROOT), str(HERE)]
    from load import served

    from api.keys import Keys

    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        build = [sys.executable, "-m", "api.cli", "--home", str(home), "build"]
        subprocess.run(build, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        key = Keys(home).create("schemathesis")[1]
        with served(home) as port:
            command = [
                *(
                    PROGRAM,
                    "--config-file",
                    CONFIG,
                    "run",
                    f"http://127.0.0.1:{port}/openapi.json",
                    "--checks=all",
                    "--continue-on-failure",
                ),
                *(f"--max-examples={arguments.cases}", f"--seed={arguments.seed}"),
                f"--header=Authorization: Bearer {key}",
            ]
            return subprocess.run(command, check=False, cwd=folder).returncode


if __name__ == "__main__":
    sys.exit(main())
