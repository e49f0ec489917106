"""Goals of a made-up province and city set against each other, read as the product reads them."""

from __future__ import annotations

from hashlib import sha256

import pytest

from kg.compose import clause_id, target_ids
from kg.derive import DerivedClause, derive
from kg.document import read_document
from kg.places import gazetteer
from kg.records import Source
from kg.target_links import LinkableTarget, link_targets


def plan(place: str, goals: str) -> tuple[list[DerivedClause], list[LinkableTarget]]:
    """The clauses and goals of a plan of a place that sets the goals."""
    text = (
        f"{place}人民政府关于印发{place}绿色发展实施方案的通知\n{place}人民政府\n2024年3月1日\n{place}绿色发展实施方案\n"
        f"为推动发展，制定本方案。\n一、总体要求\n坚持系统推进。\n二、主要目标\n{goals}\n"
    )
    source = Source(f"{place}.txt", text, sha256(text.encode()).hexdigest(), "utf-8")
    document = read_document(source, gazetteer())
    clauses = [DerivedClause.of(document.id, clause) for clause in document.parsed.clauses]
    goals_ = zip(target_ids(document), document.targets, strict=True)
    return clauses, [LinkableTarget(id, clause_id(document.id, goal.clause), goal) for id, goal in goals_]


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        ("到2027年，机动车检测线达到1.2万条。", "到2027年，机动车检测线达到800条。", [["lower"]]),
        ("到2027年，环保产业投资额达到30亿元。", "到2027年，环保产业投资额达到300000万元。", [["equal"]]),
        ("到2027年，废旧家电回收量较2023年增长1倍。", "到2027年，废旧家电回收量较2023年增长100%。", [["equal"]]),
        ("到2027年，废旧家电回收量较2023年翻一番。", "到2027年，废旧家电回收量较2023年增长100%。", [["equal"]]),
        ("到2027年，废旧家电回收量较2023年增长约一倍。", "到2027年，废旧家电回收量较2023年增长80%。", [["lower"]]),
        ("到2027年，数字经济规模较2020年增长20%。", "到2027年，数字经济规模较2023年增长20%。", [["changed"]]),
        ("到2027年，农村生活污水治理率达到45%以上。", "到2027年，农村生活污水治理率达到50%。", [["higher"]]),
        ("到2025年，每千人口拥有床位数达到7张。", "到2025年，床位总数达到7000张。", [["changed", "none"]]),
        ("到2025年，森林覆盖率达到25%。", "到2025年，森林覆盖率提高2个百分点。", [["changed"]]),
        ("到2025年，粮食产量年均增长3%。", "到2025年，粮食产量增长3%。", [["changed"]]),
        ("到2025年，建设高标准农田3万亩。", "到2025年，建设高标准农田2000公顷。", [["equal"]]),
        ("到2025年，单位地区生产总值能耗下降13.5%。", "到2025年，单位地区生产总值能耗下降14%。", [["higher"]]),
        ("到2025年，海水淡化规模达到每天25万吨。", "到2025年，海水淡化规模达到每天250000吨。", [["equal"]]),
        ("到2025年，充电桩数量达到20万个。", "到2026年，充电桩数量达到20万个。", [["changed"]]),
        ("到2025年，充电桩数量达到20万个。", "到2025年，充电桩达到2万个以上，换电站达到30座。", [["lower"]]),
        (
            "到2027年，城镇污水集中收集率达到70%，再生水利用率达到25%。",
            "到2027年，再生水利用率达到30%，城镇污水集中收集率达到70%。",
            [["higher"], ["equal"]],
        ),
        (
            "到2026年，培育专精特新企业1000家，其中国家级“小巨人”企业100家。",
            "到2026年，培育专精特新企业60家，国家级“小巨人”企业5家。",
            [["lower"], ["lower"]],
        ),
        ("到2025年，旅游总收入突破1万亿元。", "到2025年，旅游总收入突破800亿元。", [["lower"]]),
        ("到2025年，研发经费投入强度达到2.5%。", "到2025年，全社会研发经费投入强度达到2.8%。", [["higher"]]),
        ("到2027年，新能源公交车占比达到80%。", "到2027年，新能源公交车达到800辆。", [["changed", "none"]]),
        ("到2025年，城区绿化覆盖率达到43%。", "到2025年，屋顶绿化面积达到3万平方米。", [["none"]]),
        ("到2030年，非化石能源装机达到1.1亿千瓦。", "到2030年，非化石能源装机达到1500万千瓦。", [["lower"]]),
        ("到2025年，完成电力装机110吉瓦。", "到2025年，完成电力装机12000万千瓦。", [["higher"]]),
        ("到2027年，天然气管道里程达到2300公里。", "到2027年，天然气管道里程达到230000米。", [["lower"]]),
    ],
)
def test_how_goals_compare(above: str, below: str, expected: list[list[str]]) -> None:
    """`expected` are the comparisons that are right for each link in turn; "none" where there may be no link."""
    theirs, above_goals = plan("青海省", above)
    mine, below_goals = plan("海东市", below)
    found: list[str] = [link.comparison for link in link_targets(below_goals, above_goals, derive(mine, theirs))]
    assert len(found or ["none"]) == len(expected)
    assert all(one in right for one, right in zip(found or ["none"], expected, strict=True))
