"""The replies that /docs shows: what the service answers over the bundled documents, in the declared shape."""

from __future__ import annotations

import json
import re
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import validator_for
from serving import Running

ROOT = Path(__file__).parent.parent
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "make_samples.py"))
ASKED: dict[str, dict[str, str]] = SCRIPT["ASKED"]
ADDRESS: Callable[[str, dict[str, str]], str] = SCRIPT["address"]
SHORTENED: Callable[[Any], Any] = SCRIPT["shortened"]
SAMPLES: dict[str, Any] = json.loads((ROOT / "api" / "samples.json").read_text(encoding="utf-8"))
RANKED = {"snippet", "highlights", "matched_by", "reason", "version"}  # what changes with ranking, not with the texts


def essence(value: Any) -> Any:
    """A reply without measures and counts, which may move while the texts stay."""
    if isinstance(value, dict):
        return {name: name if name in RANKED else essence(one) for name, one in value.items()}
    if isinstance(value, list):
        return [essence(one) for one in value]
    if isinstance(value, str):
        return re.sub(r"^\d+ 项职责$", "项职责", value)
    return type(value).__name__ if isinstance(value, float) else "int" if type(value) is int else value


@pytest.mark.parametrize("path", sorted(ASKED))
def test_a_sample_is_what_the_service_answers(service: Running, path: str) -> None:
    """Where it is no longer: start the service over seed/ and run scripts/make_samples.py."""
    assert essence(SAMPLES[path]) == essence(SHORTENED(service.json(ADDRESS(path, ASKED[path]))))


@pytest.mark.parametrize("path", sorted(ASKED))
def test_a_sample_has_the_shape_declared(service: Running, path: str) -> None:
    described = service.json("/openapi.json")
    schema = described["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    validator_for({**schema, "components": described["components"]}).validate(SAMPLES[path])


def test_every_address_that_answers_with_json_has_a_sample(service: Running) -> None:
    without = {"/api/jobs", "/api/jobs/{id}", "/api/key"}  # of uploads, which the bundled documents have none of
    paths = service.json("/openapi.json")["paths"]
    for path, described in paths.items():
        content = described.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        if "application/json" in content and path not in without:
            assert "example" in content["application/json"], path
    for path, sample in SAMPLES.items():
        assert paths[path]["get"]["responses"]["200"]["content"]["application/json"]["example"] == sample


def test_what_must_be_given_is_filled_in_and_leads_to_the_sample(service: Running) -> None:
    paths = service.json("/openapi.json")["paths"]
    for path, asked in ASKED.items():
        given = {p["name"]: p["example"] for p in paths[path]["get"].get("parameters", ()) if p["required"]}
        assert given.items() <= asked.items(), path


def test_an_example_of_a_field_means_what_the_field_means(service: Running) -> None:
    shapes = service.json("/openapi.json")["components"]["schemas"]
    units = {unit["id"] for unit in service.json("/api/units", limit=200)["items"]}
    clauses = {shape for shape in shapes if shape.startswith("Clause") and "id" in shapes[shape]["properties"]}
    for shape in ("UnitBrief", "UnitRef", "UnitShown", "Together"):
        assert set(shapes[shape]["properties"]["id"]["examples"]) <= units, shape
    for shape in sorted(clauses):
        (example,) = shapes[shape]["properties"]["id"]["examples"]
        assert service.json("/api/clauses", id=example)["id"] == example, shape
    for shape in ("ClausePair", "TraceStep", "TakenBy"):
        (example,) = shapes[shape]["properties"]["parent"]["examples"]
        above = {step["parent"] for step in SAMPLES["/api/clauses/trace"]["up"]}
        assert example in above, shape
