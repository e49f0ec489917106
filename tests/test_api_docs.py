"""The commands of docs/api.md run as they stand, block by block, against a real service."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

from serving import copied, running, wait_for

from api.app import create_app
from api.examples import is_text

DOCS = Path(__file__).parent.parent / "docs" / "api.md"
BLOCKS = re.findall(r"^```bash\n(.*?)^```", DOCS.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_every_command_runs_and_is_answered(seed_home: Path, tmp_path: Path) -> None:
    home = copied(seed_home, tmp_path / "home")
    here = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{here}{os.pathsep}{os.environ['PATH']}", "POLICYKG_HOME": str(home)}
    environment |= {"NO_PROXY": "127.0.0.1", "LC_ALL": "C.UTF-8"}
    assert sum(block.count("curl -s") for block in BLOCKS) >= 18
    with running(home) as service:
        for block in BLOCKS:
            script = block.replace("http://127.0.0.1:8000", service.url).replace("curl -s", "curl -sSf")
            done = subprocess.run(
                ["bash", "-euxo", "pipefail", "-c", script],
                capture_output=True,
                cwd=tmp_path,
                env=environment,
                check=False,
            )
            assert done.returncode == 0, (block, done.stderr.decode())
            assert done.stdout or " -o " in block, block
        wait_for(lambda: service.json("/api/documents")["total"] == 5)  # what was added is taken out again
    assert zipfile.is_zipfile(tmp_path / "责任分工表.xlsx")
    assert zipfile.is_zipfile(tmp_path / "指标对比表.xlsx")
    assert "回收量" in (tmp_path / "目标任务台账.csv").read_text(encoding="utf-8-sig")


def test_every_parameter_is_explained_and_every_text_has_an_example(tmp_path: Path) -> None:
    made = create_app(tmp_path).openapi()
    operations = [(path, op) for path, methods in made["paths"].items() for op in methods.values()]
    assert [path for path, op in operations if not op.get("summary")] == []
    unexplained = [
        (p, one["name"]) for p, op in operations for one in op.get("parameters", ()) if "description" not in one
    ]
    assert unexplained == []
    fields = [(n, k, v) for n, s in made["components"]["schemas"].items() for k, v in s.get("properties", {}).items()]
    assert [(name, key) for name, key, field in fields if is_text(field) and not field.get("examples")] == []


def test_every_address_of_the_page_is_an_address_of_the_service(seed_home: Path) -> None:
    with running(seed_home) as service:
        known = set(service.json("/openapi.json")["paths"])
    named = set(re.findall(r"`(/api/[\w/{}]+|/\w+z|/metrics)`", DOCS.read_text(encoding="utf-8")))
    assert named <= known
