"""What Dockerfile and docker-compose.yml promise, read from the files themselves: there need be no container engine."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml  # type: ignore[import-untyped]

from api.opening import ENCODER_VARIABLE
from kg.opening import DATABASE_VARIABLE, PASSWORD_VARIABLE, STORE_VARIABLE, USER_VARIABLE
from kg.settings import HOME_VARIABLE

ROOT = Path(__file__).parents[1]
COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
READ = {STORE_VARIABLE, USER_VARIABLE, PASSWORD_VARIABLE, DATABASE_VARIABLE, ENCODER_VARIABLE, HOME_VARIABLE}


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(COMPOSE_TEXT)
    return found


def service(name: str) -> dict[str, Any]:
    found: dict[str, Any] = compose()["services"][name]
    return found


def dockerfile() -> list[tuple[str, str]]:
    """(instruction, what follows), continued lines joined, comments left out."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = "\n".join(line for line in text.split("\n") if not line.startswith("#")).replace("\\\n", " ").split("\n")
    return [(line.split(None, 1)[0], line.split(None, 1)[1].strip()) for line in lines if line.strip()]


def ignored(path: str, rules: str) -> bool:
    """Whether a .dockerignore keeps a path out of the build: the last rule that fits it or a folder above decides."""
    out = False
    for rule in (line.strip() for line in rules.split("\n")):
        if not rule or rule.startswith("#"):
            continue
        pattern = re.escape(rule.removeprefix("!").strip("/"))
        pattern = pattern.replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")
        whole = [path, *(str(above) for above in PurePosixPath(path).parents if str(above) != ".")]
        if any(re.fullmatch(pattern, one) for one in whole):
            out = not rule.startswith("!")
    return out


RULES = (ROOT / ".dockerignore").read_text(encoding="utf-8")
COPIED = [
    source
    for instruction, rest in dockerfile()
    if instruction == "COPY" and "--from" not in rest
    for source in rest.split()[:-1]
]


@pytest.mark.parametrize(
    ("path", "out"),
    [("a", True), ("kg", False), ("kg/x.py", False), ("kg/__pycache__", True), ("kg/b/__pycache__/c.pyc", True)],
)
def test_the_rules_of_ignoring_are_read_as_docker_reads_them(path: str, out: bool) -> None:
    assert ignored(path, "# none but these\n*\n!kg\n**/__pycache__\n") is out


# -- the image ---------------------------------------------------------------------------------------------------------


def test_everything_that_is_copied_is_there_and_goes_into_the_build() -> None:
    assert COPIED
    for source in COPIED:
        assert (ROOT / source).exists(), source
        assert not ignored(source, RULES), source


@pytest.mark.parametrize("name", [".env", ".git", ".git/config", ".venv", ".policykg", "tests", "build", "docs"])
def test_nothing_else_goes_into_the_build(name: str) -> None:
    assert ignored(name, RULES)


def test_the_package_finds_all_that_it_is_built_from() -> None:
    """A wheel needs its packages, the seed, its readme and its licence (pyproject.toml)."""
    assert {"kg", "search", "api", "seed", "README.md", "LICENSE", "pyproject.toml"} <= set(COPIED)


def test_it_does_not_run_as_root() -> None:
    last = max(n for n, (instruction, _) in enumerate(dockerfile()) if instruction == "FROM")
    (user,) = (rest for instruction, rest in dockerfile()[last:] if instruction == "USER")
    made = next(rest for instruction, rest in dockerfile()[last:] if instruction == "RUN")
    assert int(user) >= 1000 and f"--uid {user} " in made


def test_every_base_and_package_has_its_version() -> None:
    bases = {rest.split()[0] for instruction, rest in dockerfile() if instruction == "FROM"}
    assert len(bases) == 1
    assert all(re.fullmatch(r"python:3\.11\.\d+-slim-\w+", base) for base in bases)
    for instruction, rest in dockerfile():
        for command in rest.split("&&") if instruction == "RUN" else ():
            if " install " in command and "pip " in command and "wheel/*.whl" not in command:
                pinned = "--constraint requirements.lock" in command or "requirements-strong.lock)" in command
                assert pinned, command
    lock = (ROOT / "requirements-strong.lock").read_text(encoding="utf-8")
    assert len(re.findall(r"^torch==\S+$", lock, re.M)) == 1


def test_its_health_is_whether_it_is_ready() -> None:
    (check,) = (rest for instruction, rest in dockerfile() if instruction == "HEALTHCHECK")
    assert "'/readyz'" in check and "8000" in check
    assert ("EXPOSE", "8000") in dockerfile()
    compile(re.findall(r'"((?:[^"\\]|\\.)*)"', check)[-1], "HEALTHCHECK", "exec")


def test_it_keeps_what_it_knows_in_a_volume() -> None:
    settings = " ".join(rest for instruction, rest in dockerfile() if instruction == "ENV")
    assert f"{HOME_VARIABLE}=/data" in settings and f"{ENCODER_VARIABLE}=strong" in settings
    assert ("VOLUME", "/data") in dockerfile()
    assert "policykg:/data" in service("api")["volumes"]


# -- the services ------------------------------------------------------------------------------------------------------


def test_without_a_password_nothing_starts() -> None:
    """Every use of the password is ${NEO4J_PASSWORD:?…}: not set and set to nothing are both refused."""
    lines = [line.split("#")[0] for line in COMPOSE_TEXT.split("\n") if not line.lstrip().startswith("#")]
    uses = re.findall(r"(?<!\$)\$\{NEO4J_PASSWORD([^}]*)\}|(\$NEO4J_PASSWORD)", "\n".join(lines))
    assert len(uses) >= 2
    assert all(braced.startswith(":?") and len(braced) > 10 and not bare for braced, bare in uses)
    assert re.fullmatch(r"neo4j/\$\{NEO4J_PASSWORD:\?[^}]+\}", service("neo4j")["environment"]["NEO4J_AUTH"])


def test_the_password_is_on_no_command_line() -> None:
    for name in compose()["services"]:
        started = [service(name).get(key, "") for key in ("command", "entrypoint")]
        assert "PASSWORD" not in str(started) and "NEO4J_AUTH" not in str(started), name
    assert " -p " not in str(service("neo4j")["healthcheck"]["test"])


def test_the_database_is_the_one_that_is_tested() -> None:
    pom = ElementTree.parse(ROOT / "tests" / "neo4j" / "pom.xml").getroot()
    tested = {
        found.text
        for one in pom.iter()
        if one.tag.rpartition("}")[2] == "dependency"
        for found in one
        if found.tag.rpartition("}")[2] == "version"
    }
    assert {f"neo4j:{version}-community" for version in tested} == {service("neo4j")["image"]}


def test_the_database_has_its_memory_set_and_its_data_in_a_volume() -> None:
    settings = service("neo4j")["environment"]
    for name in ("memory_heap_initial__size", "memory_heap_max__size", "memory_pagecache_size"):
        assert settings[f"NEO4J_server_{name}"], name
    assert settings["NEO4J_server_memory_heap_initial__size"] == settings["NEO4J_server_memory_heap_max__size"]
    volumes = dict(volume.split(":") for volume in service("neo4j")["volumes"])
    assert set(volumes) <= set(compose()["volumes"]) and "/data" in volumes.values()


def test_what_the_services_are_told_is_what_the_program_reads() -> None:
    for name in ("seed", "api"):
        told = set(service(name)["environment"])
        assert told <= READ and {STORE_VARIABLE, USER_VARIABLE, PASSWORD_VARIABLE} <= told
        assert service(name)["environment"][STORE_VARIABLE] == "bolt://neo4j:7687"


def test_each_waits_for_what_it_needs() -> None:
    assert "cypher-shell" in str(service("neo4j")["healthcheck"]["test"])
    assert service("seed")["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert service("api")["depends_on"]["neo4j"] == {"condition": "service_healthy"}
    assert service("api")["depends_on"]["seed"] == {"condition": "service_completed_successfully"}


def test_nobody_else_on_the_network_gets_in_unless_told_to() -> None:
    ports = [port for name in compose()["services"] for port in service(name).get("ports", ())]
    assert ports and all(port.startswith(("127.0.0.1:", "${POLICYKG_BIND:-127.0.0.1}:")) for port in ports)


@pytest.mark.parametrize("name", ["seed", "api"])
def test_the_program_may_do_no_more_than_it_has_to(name: str) -> None:
    assert service(name)["read_only"] is True and service(name)["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service(name)["security_opt"]
    assert service(name)["image"].startswith("policykg:") and service(name)["build"]["context"] == "."


def test_every_variable_that_may_be_set_is_explained() -> None:
    told = (ROOT / "docs" / "docker.md").read_text(encoding="utf-8")
    used = set(re.findall(r"(?<!\$)\$\{(\w+)", COMPOSE_TEXT)) | {*service("api")["build"]["args"]}
    assert used
    assert all(f"`{name}`" in told for name in used)
