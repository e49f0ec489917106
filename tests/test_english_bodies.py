"""Bodies that go by a service in English: the provincial tax service, not tax service halls."""

from __future__ import annotations

import pytest

from kg.places import gazetteer
from search.bodies import Bodies
from search.knowledge import Body

NAME = "国家税务总局三明市税务局"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("what is the municipal tax service of sanming responsible for", True),
        ("what must sanming’s tax service do", True),
        ("tasks of the taxation service in sanming", True),
        ("who runs the tax service halls in sanming", False),
        ("who is responsible for better tax service in sanming", False),
        ("tax services in sanming", False),
    ],
)
def test_the_tax_service(text: str, found: bool) -> None:
    bodies = Bodies([Body("tax", NAME, (), False, "350400", "税务")], gazetteer())
    assert [body.units for body in bodies(text, ["350400"])] == ([("tax",)] if found else [])
