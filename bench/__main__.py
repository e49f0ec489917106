"""Runs the benchmarks that need nothing but the repository, one after the other; each prints its own figures.

python -m bench                       derivation, encoders, pipeline, retrieval over the bundled documents
python bench/index.py FOLDER …        the index at 100,000 clauses, made from a folder of texts
python bench/pipeline.py FOLDER       another folder's texts through every stage
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ALONE = ("derivation.py", "encoders.py", "pipeline.py", "retrieval.py")


def main() -> int:
    """Runs each benchmark in a process of its own; returns the number of those that failed."""
    failed = 0
    for name in ALONE:
        print(f"== {name}", flush=True)
        failed += subprocess.run([sys.executable, str(HERE / name)], check=False).returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())
