"""What clauses are about."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import VocabularyError
from kg.records import Clause, ClauseKind
from kg.sectors import MOST, NOTHING, sectors, vocabulary
from kg.terms import Term, load
from kg.view import View


def clause(
    path: str, heading: str | None, body: str = "", *, parent: str | None = None, kind: ClauseKind = "item"
) -> Clause:
    view = View.whole(heading) if heading else None
    return Clause(path, None, heading, View.whole(body), (), 0, path.count("/") + 1, kind, 0, 1, parent, view)


def told(*clauses: Clause) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for reason in sectors(clauses):
        found.setdefault(reason.clause, []).append(reason.sector)
    return found


@pytest.mark.parametrize("term", load("sectors"), ids=lambda term: f"{term.kind}:{term.form}")
def test_every_word_is_live(term: Term) -> None:
    reasons = sectors([clause("一", term.example)])
    if term.kind == NOTHING:
        assert not reasons
    else:
        assert (term.kind, True) in {(r.sector, term.form in r.words) for r in reasons}


CASES = [
    ("推进重点行业节能降碳改造", "围绕有色、建材等重点领域，强化高耗能行业管理。", {"节能降碳", "工业"}),
    ("完善二手商品交易体系", "规范闲置物品交易，推动二手车流通，鼓励家电、家具零售企业参与。", {"二手商品"}),
    ("开展老旧小区设备更新改造", "推进住宅老旧电梯更新，开展既有住宅加装电梯。", {"老旧小区"}),
    ("加强财政资金支持", "统筹工业转型升级专项资金、公共文化服务补助资金、农机购置补贴。", {"财政"}),
    ("落实税收优惠", "落实加计扣除政策，推广“反向开票”。", {"税收"}),
    ("强化工作举措", "系统梳理政策。", {"组织实施"}),  # 化工 inside 强化工作 is no industry
    ("优化要素保障", "市政府有关部门保障用地。", {"要素保障"}),  # 市政 inside 市政府 is no municipal works
    ("加强人才引育", "市教育局、市财政局会同有关部门引进高层次人才。", {"人才"}),  # the names of bodies say nothing
    ("推动高质量发展", "结合实际抓好落实。", set()),
    ("准备阶段（2024年7月）", "各部门制定工作方案。", {"步骤安排"}),
    ("发展低空经济", "布局无人机起降点。", {"人工智能"}),
    ("加强松材线虫病防治", "开展疫区普查。", {"林业草原"}),
    ("健全养老服务体系", "推进老年助餐，发展普惠托育。", {"养老托育"}),
    ("压实安全生产责任", "排查整治火灾隐患。", {"安全应急"}),
]


@pytest.mark.parametrize(("heading", "body", "expected"), CASES, ids=[case[0] for case in CASES])
def test_cases(heading: str, body: str, expected: set[str]) -> None:
    assert set(told(clause("一", heading, body)).get("一", ())) == expected


def test_a_body_alone_tells_too_and_gives_its_words() -> None:
    (reason,) = sectors([clause("第一章/第二条", None, "鼓励金融机构扩大信贷投放，降低融资成本。")])
    assert reason.sector == "金融" and set(reason.words) == {"金融", "信贷", "融资"} and 0 < reason.weight <= 1


def test_the_preamble_is_the_general_part() -> None:
    assert told(clause("序", None, "为发展数字经济，制定本方案。", kind="preamble")) == {"序": ["总体要求"]}


def test_a_section_that_only_holds_others_takes_theirs() -> None:
    inner = [
        clause(f"四/{n}.", f"开展{what}以旧换新", parent="四") for n, what in enumerate(("汽车", "家电", "家装"), 9)
    ]
    assert told(clause("四", "开展消费品以旧换新行动"), *inner)["四"] == ["汽车", "家电", "家装"]


def test_a_section_that_holds_everything_has_none_and_one_of_form_keeps_its_own() -> None:
    matters = ("农机", "教育", "医疗", "汽车", "家电", "税收", "金融", "旅游")
    inner = [clause(f"二/{n}.", f"提升{what}水平", parent="二") for n, what in enumerate(matters)]
    assert "二" not in told(clause("二", "重点任务"), *inner)
    assert told(clause("二", "保障措施"), *inner)["二"] == ["组织实施"]


def test_a_short_clause_without_a_word_takes_its_section_s() -> None:
    found = told(clause("六", "健全养老服务", "养老服务扩面。"), clause("六/1.", None, "逐项抓好。", parent="六"))
    assert found["六/1."] == ["养老托育"]
    long = clause("六/1.", None, "逐项抓好。" * 40, parent="六")
    assert "六/1." not in told(clause("六", "健全养老服务", "养老服务扩面。"), long)


def test_never_more_than_three() -> None:
    heading = "统筹教育、医疗、体育、旅游、农业和交通运输"
    assert len(told(clause("一", heading))["一"]) == MOST


def test_a_user_s_own_words(tmp_path: Path) -> None:
    own = tmp_path / "ours.tsv"
    own.write_text("form\tkind\tweight\twhere\texample\n盐湖\t盐湖产业\t3\t\t发展盐湖产业\n", encoding="utf-8")
    words = vocabulary(own)
    assert words.names[-1] == "盐湖产业" and words.names[0] == "总体要求"
    assert [r.sector for r in sectors([clause("一", "壮大盐湖产业")], words)] == ["盐湖产业"]


def test_a_wrong_weight_is_told_with_its_line(tmp_path: Path) -> None:
    own = tmp_path / "bad.tsv"
    own.write_text("form\tkind\tweight\twhere\texample\n盐湖\t盐湖产业\t9\t\t盐湖\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"^bad\.tsv:2: the weight must be 1, 2 or 3, not '9'$"):
        vocabulary(own)


def test_the_guide_s_sectors_come_first() -> None:
    guide = (
        "总体要求,组织实施,宣传引导,步骤安排,项目服务,工业,节能降碳,数字经济,建筑市政,老旧小区,交通运输,"
        "农业机械,教育,体育,文化旅游,医疗卫生,汽车,家电,家装,废旧回收,二手商品,再生利用,再制造,标准,质量品牌,"
        "科技创新,先进产能,财政,税收,金融,要素保障"
    )
    assert ",".join(vocabulary().names[:31]) == guide
