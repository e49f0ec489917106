"""Clauses headed by bodies, each with what it does (部门职责分工), be it told above them or not."""

from __future__ import annotations

from kg.document import read_document
from kg.places import gazetteer
from kg.records import Source

PLACES = gazetteer()
PLAN = "某市护林方案\n一、目标\n保护林地。\n二、任务\n加强巡护。\n附件\n各单位任务\n"


def told(text: str) -> list[tuple[str, str, str, str | None]]:
    document = read_document(Source("a.txt", text, "0" * 64, "utf-8"), PLACES)
    mentions = [r.mention for r in document.responsibilities]
    return [(m.clause, m.mention, m.role, m.action) for m in mentions]


def test_each_body_answers_for_its_clause() -> None:
    text = (
        PLAN + "一、市林业局。牵头组织全市巡护，负责防火队伍训练。培训护林员；牵头开展检查。\n"
        "二、市公安局。负责查处盗伐。\n三、其他单位。配合做好巡护，市气象局负责发布火险预报。"
    )
    assert sorted(told(text)) == [
        ("附件/一", "市林业局", "lead", "牵头开展检查"),
        ("附件/一", "市林业局", "lead", "牵头组织全市巡护"),
        ("附件/一", "市林业局", "responsible", "负责防火队伍训练"),
        ("附件/三", "市气象局", "responsible", "负责发布火险预报"),
        ("附件/二", "市公安局", "responsible", "负责查处盗伐"),
    ]


def test_a_heading_that_is_no_body_or_does_nothing_names_nobody() -> None:
    assert told(PLAN + "一、市林业局。共有职工200人。\n二、市公安局。设在中心街。") == []
    assert told(PLAN + "一、巡护队伍。负责人由各镇推荐。\n二、防火物资。配合比按国标执行。") == []
