"""What README.md and docs/ say is so: links, commands, options, variables, names, the answer that is shown."""

from __future__ import annotations

import re
from argparse import ArgumentParser, _SubParsersAction
from importlib import import_module
from pathlib import Path

import pytest

from api.cli import parser
from kg.embedded import EmbeddedStore
from search.engine import Engine

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").rglob("*.md"))]
TEXTS = {str(page.relative_to(ROOT)): page.read_text(encoding="utf-8") for page in PAGES}
# Where the variables that a page may name are read.
READERS = [
    *(ROOT / "kg").glob("*.py"),
    *(ROOT / "api").rglob("*.py"),
    ROOT / "docker-compose.yml",
    ROOT / ".ci" / "run",
]

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"\bpolicykg (?:--home \S+ )?([a-z]+)((?: [^`\n|#；]*)?)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def commands() -> dict[str, ArgumentParser]:
    return _below(parser())


def _below(one: ArgumentParser) -> dict[str, ArgumentParser]:
    found = [action for action in one._actions if isinstance(action, _SubParsersAction)]
    return {name: below for action in found for name, below in action.choices.items()}


def options(one: ArgumentParser) -> set[str]:
    own = {option for action in one._actions for option in action.option_strings}
    return own.union(*(options(below) for below in _below(one).values()))


@pytest.mark.parametrize("page", TEXTS)
def test_every_link_leads_somewhere(page: str) -> None:
    links = [link for link in LINK.findall(TEXTS[page]) if "://" not in link]
    missing = [link for link in links if not ((ROOT / page).parent / link).exists()]
    assert not missing


@pytest.mark.parametrize("page", TEXTS)
def test_every_command_and_option_is_there(page: str) -> None:
    known = commands()
    for name, rest in COMMAND.findall(TEXTS[page]):
        assert name in known, f"policykg {name}"
        assert set(OPTION.findall(rest)) <= options(known[name]) | {"--home"}, f"policykg {name}{rest}"


@pytest.mark.parametrize("page", TEXTS)
def test_every_target_of_make_and_every_script_is_there(page: str) -> None:
    made = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"[`\n]make ([a-z0-9-]+)", TEXTS[page])) <= made
    for script in re.findall(r"\b((?:bench|scripts|tests)/\w+\.py)\b", TEXTS[page]):
        assert (ROOT / script).exists(), script


def test_every_variable_that_is_named_is_read_somewhere() -> None:
    read = "\n".join(path.read_text(encoding="utf-8") for path in READERS)
    named = {name for text in TEXTS.values() for name in re.findall(r"\bPOLICYKG_\w+", text)}
    assert {"POLICYKG_HOME", "POLICYKG_STORE", "POLICYKG_ENCODER"} <= named
    assert not [name for name in named if name not in read]


def test_the_readme_tells_of_every_command() -> None:
    assert not [name for name in commands() if not re.search(rf"`(?:policykg )?{name}\b", TEXTS["README.md"])]


def test_the_answer_in_the_readme_is_the_answer(seed_engine: Engine) -> None:
    ((question, answer),) = re.findall(r"^\$ policykg ask (\S+)\n(.+)$", TEXTS["README.md"], re.M)
    assert seed_engine.ask(question).text == answer


# -- the glossary ------------------------------------------------------------------------------------------------------

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TEXTS["docs/glossary.md"].split("\n")
    if line.startswith("| ") and "中文" not in line
]


def test_the_glossary_names_what_the_graph_has(seed_home: Path) -> None:
    store = EmbeddedStore.open(seed_home)
    with store.snapshot() as graph:
        nodes, edges = list(graph.nodes()), list(graph.edges())
    store.close()
    kinds = {node.label for node in nodes} | {edge.type for edge in edges}
    keys = {key for node in nodes for key in node.properties} | {key for edge in edges for key in edge.properties}
    named = {name for row in ROWS for name in re.findall(r"`(\w+)`", row[2])}
    assert len(ROWS) > 30 and kinds <= named <= kinds | keys


def test_the_glossary_names_what_the_code_has() -> None:
    for row in ROWS:
        module, _, name = row[3].strip("`").rpartition(".")
        assert hasattr(import_module(module), name), row[3]
