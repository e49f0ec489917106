"""The command line for the graph: what a user types, what comes out, how it ends."""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from made_docx import docx_of
from samples import CITY, COUNTY, FAMILY, PROVINCE, write

from api.cli import main
from api.progress import Bar
from kg.compose import facts_owner
from kg.embedded import FILE, EmbeddedStore
from kg.opening import open_store

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data directory, given by the environment."""
    monkeypatch.setenv("POLICYKG_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "in", FAMILY)
    return tmp_path / "in"


def command(*arguments: str | Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Runs policykg as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
        cwd=ROOT,
    )


@pytest.mark.usefixtures("empty_environment")
def test_build_stats_export_remove(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(folder)]) == 0
    out, err = capsys.readouterr()
    assert "新增 4" in out and "共 4 份文件" in out and err == ""

    assert main(["stats"]) == 0
    assert "东政办〔2023〕58号" in capsys.readouterr().out

    assert main(["export", "-o", str(tmp_path / "graph.jsonl")]) == 0
    assert main(["export", "--format", "jsonl"]) == 0
    assert capsys.readouterr().out.encode() == (tmp_path / "graph.jsonl").read_bytes()

    assert main(["remove", "市.txt"]) == 0
    assert capsys.readouterr().out.startswith("已移除 东政办〔2023〕58号")
    assert main(["remove", "市.txt"]) == 1
    assert capsys.readouterr().err.startswith("policykg: 图谱里没有“市.txt”")


@pytest.mark.usefixtures("empty_environment")
def test_build_prints_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "空.txt").write_bytes(b"")
    assert main(["build", "--json", str(folder)]) == 0
    out, err = capsys.readouterr()
    values = json.loads(out)
    assert len(values["added"]) == 4 and values["documents"] == 4 and values["nodes"]["Clause"] == 16
    assert [Path(failure["path"]).name for failure in values["failures"]] == ["空.txt"]
    assert err.startswith("跳过 空.txt")
    assert main(["build", "--json", str(folder)]) == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] == 4


@pytest.mark.usefixtures("empty_environment")
def test_build_names_the_documents_that_it_could_not_compare(
    folder: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "--no-index", str(folder / "省.txt")]) == 0
    store = open_store(home, os.environ)
    with store.snapshot() as graph:
        (filed,) = graph.documents()
        owner = facts_owner(filed.id)
        whole = graph.contributions([owner])[owner]
    damaged = tuple(n._replace(properties={**n.properties, "heading": 5}) for n in whole.nodes if n.label == "Clause")
    others = tuple(n for n in whole.nodes if n.label != "Clause")
    store.change(lambda graph: graph.contribute(replace(whole, nodes=(*others, *damaged))))
    store.close()
    capsys.readouterr()
    assert main(["build", "--no-index", str(folder / "市.txt")]) == 0
    out, err = capsys.readouterr()
    assert re.search(r"条款对照没有做成：东政办〔2023〕58号~\w+ → 青政〔2023〕91号~\w+，程序出错", err)
    assert "clauses not linked: 东政办" in err and "没有做成条款对照的文件 1 对" in out and "新增 1" in out
    assert main(["build", "--no-index", "--json", str(folder / "市.txt")]) == 0
    (pair,) = json.loads(capsys.readouterr().out)["unlinked"]
    assert pair["parent"] == filed.id and "TypeError" in pair["fault"]


@pytest.mark.usefixtures("empty_environment")
def test_build_names_what_may_be_no_policy_paper(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "便条.txt").write_text("今天开会，记得带材料。", encoding="utf-8")
    assert main(["build", "--no-index", str(folder)]) == 0
    assert re.findall(r"(.+)：没有读出标题、文号和编号条款", capsys.readouterr().err) == ["便条.txt"]


@pytest.mark.usefixtures("empty_environment")
def test_build_names_files_that_hold_one_paper(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "市.docx").write_bytes(docx_of((folder / "市.txt").read_text(encoding="utf-8")))
    assert main(["build", "--no-index", "--json", str(folder)]) == 0
    out, err = capsys.readouterr()
    assert re.findall(r"市\.\w+ 与 市\.\w+ 内容相同", err) in (
        ["市.docx 与 市.txt 内容相同"],
        ["市.txt 与 市.docx 内容相同"],
    )
    values = json.loads(out)
    assert len(values["added"]) == 5 and len(values["same_papers"]) == 2
    assert sorted(one["file"] for others in values["same_papers"].values() for one in others) == ["市.docx", "市.txt"]


@pytest.mark.usefixtures("empty_environment")
def test_stats_and_remove_print_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["build", str(folder)])
    capsys.readouterr()
    assert main(["stats", "--json"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert [d["files"] for d in values["documents"]] and values["generation"] > 4
    assert main(["remove", "--json", "东政办〔2023〕58号"]) == 0
    assert json.loads(capsys.readouterr().out)["files"] == ["市.txt"]


@pytest.mark.usefixtures("empty_environment")
def test_build_without_a_path_takes_the_bundled_documents(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build"]) == 0
    assert main(["stats"]) == 0
    assert "000_2627acd412ac4b4c.txt" in capsys.readouterr().out


def test_home_may_stand_in_front_or_behind(folder: Path, tmp_path: Path, home: Path) -> None:
    assert main(["--home", str(tmp_path / "a"), "build", str(folder)]) == 0
    assert main(["build", "--home", str(tmp_path / "b"), str(folder)]) == 0
    assert (tmp_path / "a" / FILE).exists() and (tmp_path / "b" / FILE).exists() and not home.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["stats"], "请先运行 policykg build"),
        (["export"], "请先运行 policykg build"),
        (["remove", "甲"], "请先运行 policykg build"),
        (["show", "没有.txt"], "没有这个文件"),
        (["build", "没有.txt"], "没有能读的"),
        (["build", "--home", "/proc/none", "README.md"], "--home"),
    ],
)
def test_a_failure_is_one_line_and_exit_code_1(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 1
    out, err = capsys.readouterr()
    last = err.splitlines()[-1]
    assert out == "" or arguments[0] == "build"
    assert last.startswith("policykg: ") and message in last and "Traceback" not in err


@pytest.mark.parametrize(
    "arguments",
    [[], ["nonsense"], ["build", "--nonsense"], ["show"], ["export", "--format", "x"], ["export", "--format", "csv"]],
)
def test_wrong_usage_is_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2 and "usage: policykg" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["build", "remove", "show", "stats", "export"])
def test_every_command_has_help_in_chinese_then_english(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    out = capsys.readouterr().out
    assert ended.value.code == 0 and re.search(r"[一-鿿].* / [a-z]", out.replace("\n", " "))


def test_a_damaged_store_is_one_line(folder: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["build", str(folder)])
    (home / FILE).write_bytes(b"x" * 100_000)
    capsys.readouterr()
    assert main(["stats"]) == 1
    assert "已损坏" in capsys.readouterr().err


def test_another_build_is_named(folder: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = EmbeddedStore.open(home, create=True)
    with store.building():
        assert main(["build", str(folder)]) == 1
        assert f"进程 {os.getpid()}" in capsys.readouterr().err
        assert main(["build", "--wait", "0.3", str(folder)]) == 1
    store.close()


@pytest.mark.usefixtures("empty_environment")
def test_export_to_a_folder_of_tables(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["build", str(folder)])
    assert main(["export", "--format", "csv", "-o", str(tmp_path / "csv")]) == 0
    assert (tmp_path / "csv" / "nodes_Clause.csv").exists()
    assert main(["export", "--format", "graphml", "-o", str(tmp_path / "g.graphml")]) == 0
    assert (tmp_path / "g.graphml").read_text(encoding="utf-8").startswith("<?xml")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["csv", "g.graphml", "home", "in"]  # no half-written file
    assert main(["export", "-o", str(tmp_path / "no" / "such" / "folder")]) == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith("policykg: ")
    assert main(["export", "-o", os.devnull]) == 0 and Path(os.devnull).is_char_device()


@pytest.mark.usefixtures("empty_environment")
def test_export_survives_a_closed_pipe(folder: Path, home: Path) -> None:
    main(["build", str(folder)])
    line = f"{sys.executable} -m api.cli export | head -1"
    done = subprocess.run(line, shell=True, capture_output=True, text=True, cwd=ROOT, encoding="utf-8")
    assert done.stdout.count("\n") == 1 and done.stderr == ""


# -- show --------------------------------------------------------------------------------------------------------------


def test_show_prints_the_tree_with_the_rule_behind_each_fact(
    folder: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", str(folder / "市.txt")]) == 0
    out = capsys.readouterr().out
    assert "海东市推进旧桥改造工作方案\n" in out and "东政办〔2023〕58号" in out
    assert re.search(r"^  （一） 摸清旧桥底数$", out, re.MULTILINE)
    assert re.search(r"^      责任单位 海东市水务局 ← 市水务局  \[.+\]$", out, re.MULTILINE)
    assert re.search(
        r"^      目标 旧桥登记率 = 100 % · 2025  “到2025年，旧桥登记率达到100%”  \[.+\]$", out, re.MULTILINE
    )
    assert re.search(r"依据 《青海省推进旧桥改造实施方案》 青政〔2023〕91号  \[.+\]", out)
    assert "\x1b" not in out and not home.exists()  # no colour into a pipe, nothing stored


@pytest.mark.usefixtures("empty_environment")
def test_show_takes_a_stored_document_and_prints_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["build", str(folder)])
    (folder / "市.txt").unlink()
    capsys.readouterr()
    assert main(["show", "--json", "东政办〔2023〕58号"]) == 0
    values = json.loads(capsys.readouterr().out)
    assert values["document"].startswith("东政办〔2023〕58号~")
    assert any(node["labels"] == ["Clause"] for node in values["nodes"])


def test_show_is_coloured_on_a_terminal_only(folder: Path) -> None:
    def on_terminal(**environment: str) -> str:
        ours, theirs = pty.openpty()
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", **environment}
        line = [sys.executable, "-m", "api.cli", "show", str(folder / "县.txt")]
        process = subprocess.Popen(line, stdout=theirs, cwd=ROOT, env=environment)
        os.close(theirs)
        data = b""
        try:
            while block := os.read(ours, 4096):
                data += block
        except OSError:  # the terminal is gone with the process
            pass
        os.close(ours)
        assert process.wait() == 0
        return data.decode()

    assert "\x1b[1;36m（一）" in on_terminal()
    assert "\x1b" not in on_terminal(NO_COLOR="1")


def test_show_lets_no_control_characters_through(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = PROVINCE.replace("摸清旧桥底数", "摸清\u202e旧桥\x9b31m底数").replace("逐座登记", "逐座\u2066登记")
    write(tmp_path, {"坏.txt": text})
    assert main(["show", str(tmp_path / "坏.txt")]) == 0
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", capsys.readouterr().out)


# -- progress ----------------------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def drawn(stream: io.StringIO, seconds: list[float]) -> str:
    times = iter(seconds)
    with Bar(stream, clock=lambda: next(times)) as bar:
        for done in range(len(seconds) - 1):
            bar(done, 10, f"{done}.txt")
    return stream.getvalue()


def test_a_bar_is_drawn_on_a_terminal_after_a_second_and_wiped() -> None:
    assert drawn(Terminal(), [0.0, 0.5, 0.9]) == ""
    shown = drawn(Terminal(), [0.0, 0.5, 1.1, 1.15, 1.3])
    assert re.findall(r"(\d)/10 (\d)\.txt", shown) == [("1", "1"), ("3", "3")] and shown.endswith("\r\x1b[K")
    assert drawn(io.StringIO(), [0.0, 5.0, 9.0]) == ""


# -- a process of its own ----------------------------------------------------------------------------------------------


def test_as_a_process(tmp_path: Path) -> None:
    write(tmp_path / "in", {"市.txt": CITY, "县.txt": COUNTY})
    done = command("build", tmp_path / "in")
    assert (done.returncode, done.stderr) == (0, "") and "新增 2" in done.stdout
    done = command("stats", "--home", tmp_path / "nowhere")
    assert done.returncode == 1 and done.stderr.count("\n") == 1
    done = command("--version")
    assert done.returncode == 0 and done.stdout.startswith("policykg ")


def test_light_commands_load_no_heavy_library() -> None:
    script = "import sys, api.cli; api.cli.parser(); print([m for m in sys.modules if m in {HEAVY}])".replace(
        "{HEAVY}", "('networkx', 'jieba', 'faiss', 'fastapi', 'numpy', 'torch', 'neo4j', 'onnxruntime', 'sqlite_utils')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
