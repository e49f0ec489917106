"""Schemathesis over the OpenAPI, all checks: a few hundred cases here, thousands with `python bench/contract.py`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from serving import Running, key_of, running

from api.keys import FILE as KEYS
from kg.opening import named_store

pytestmark = pytest.mark.timeout(900)
CASES = 6  # for each address and phase
CONFIG = str(Path(__file__).with_name("schemathesis.toml"))
PROGRAM = str(Path(sys.executable).with_name("schemathesis"))


def checked(service: Running, *options: str) -> subprocess.CompletedProcess[str]:
    """Runs schemathesis against a service."""
    command = [
        PROGRAM,
        "--config-file",
        CONFIG,
        "run",
        f"{service.url}/openapi.json",
        "--checks=all",
        "--no-color",
        "--warnings=off",
        "--request-timeout=100",
        "--suppress-health-check=too_slow",
        *options,
    ]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=environment, cwd=service.home, check=False
    )


def test_everything_holds_what_the_description_says(home_of_each: Path) -> None:
    cases = CASES if named_store(os.environ) is None else CASES // 3  # what differs is below the addresses
    with running(home_of_each) as service:
        headers = [f"--header={name}: {value}" for name, value in key_of(service.home).items()]
        done = checked(service, f"--max-examples={cases}", "--seed=1", *headers)
        assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
        assert '"event": "fault"' not in service.log.getvalue()


def test_so_it_does_without_a_key(home_of_each: Path) -> None:
    (home_of_each / KEYS).unlink(missing_ok=True)
    with running(home_of_each) as service:
        done = checked(service, "--max-examples=2", "--seed=2", "--phases=examples,coverage")
        assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
