"""What further bodies do in the sentence that says who leads (由甲局牵头，乙局筹措经费，丙公司抢修管道)."""

from __future__ import annotations

import pytest

from kg.document import read_document
from kg.places import gazetteer
from kg.records import Source


@pytest.mark.parametrize(
    ("sentence", "bodies"),
    [
        ("以上措施由县水利局牵头，县住建局做好管网测绘，县财政局筹措工程经费。", "县水利局 县住建局 县财政局"),
        (
            "由县水利局负责，县文旅局、县妇联抽调讲解员，县融媒体中心循环播放短片。",
            "县水利局 县文旅局 县妇联 县融媒体中心",
        ),
        ("由县水利局牵头，国网某县供电公司抢修线路。", "县水利局 国网某县供电公司"),
        ("由市水利局牵头，市财政局安排的资金用于补助，市区道路监管不放松。", "市水利局"),
        ("推行河道监管，市财政局安排的资金用于补助。", ""),
        ("市园林局会同市住建局、沿河社区，清理河道两岸。", "市园林局 市住建局"),
    ],
)
def test_each_does_its_part(sentence: str, bodies: str) -> None:
    text = f"某市护河方案\n一、管护河道\n{sentence}"
    document = read_document(Source("a.txt", text, "0" * 64, "utf-8"), gazetteer())
    found = sorted(document.responsibilities, key=lambda r: r.mention.start)
    assert list(dict.fromkeys(r.mention.mention for r in found)) == bodies.split()
