"""What the graph's records say of themselves."""

from __future__ import annotations

import pytest

from search.knowledge import Piece


def piece(path: str, number: str | None, heading: str, text: str) -> Piece:
    return Piece("d#" + path, "d", path, number, heading, text, "", "item", 1, None, None, (), (), ())


@pytest.mark.parametrize(
    ("path", "number", "heading", "text", "caption"),
    [
        ("二/（三）", "（三）", "加强管护", "落实管护责任。", "加强管护"),
        ("第三章/第十四条", "第十四条", "", "代理人不得同时在两家机构执业。", "第三章/第十四条"),
        ("附件/2.", "2.", "", "改造提升农村公路，完善安防设施。", "改造提升农村公路"),
        ("附件/3.", "3.", "", "建设覆盖县乡村三级的秸秆收集储存运输服务网点", "建设覆盖县乡村三级的秸秆收集储存运输…"),
        ("附件/4.", "4.", "", "", "附件/4."),
        ("序", None, "", "为贯彻落实国家部署，制定本方案。", "为贯彻落实国家部署"),
    ],
)
def test_a_clause_is_called_by_what_a_reader_knows_it_by(
    path: str, number: str | None, heading: str, text: str, caption: str
) -> None:
    assert piece(path, number, heading, text).caption == caption
