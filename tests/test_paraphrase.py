"""Clauses put in other words, and made-up pairs of plans whose links were written down beforehand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import NAMES, made_up

from kg.derive import DerivedClause, derive
from kg.wording import plain, shared_runs

PIPES = "对暂不具备条件的山区村庄，建设蓄水池、集雨窖等设施，配齐净化消毒设备，更换老化漏损管道，解决季节性缺水。"
TESTS = "千吨万人水厂设立化验室，日检指标不少于9项，检测结果每月在村务公开栏张贴。"
PRICES = "核定供水价格时兼顾补偿成本与合理收益，对低保户、特困人员每户每月减免2立方米水费。"
REWORDED = "山区的村就地修蓄水的池、集雨的窖，装好净水和消毒的机器，把老化了的漏水管子换掉，枯水的季节不缺水。"


def side(name: str, *clauses: tuple[str, str], kind: str = "item") -> tuple[DerivedClause, ...]:
    return tuple(
        DerivedClause(f"{name}#{n}", str(n), heading, text, n, 1, kind)  # type: ignore[arg-type]
        for n, (heading, text) in enumerate(clauses)
    )


PARENT = side("省", ("小型工程", PIPES), ("水质检测", TESTS), ("水价", PRICES))


def links(*child: tuple[str, str], kind: str = "item") -> dict[tuple[str, str], tuple[str, str]]:
    found = derive(side("市", *child, kind=kind), PARENT)
    return {(link.child[2:], link.parent[2:]): (link.rule, link.strength) for link in found}


def test_other_words_under_a_like_heading() -> None:
    assert not shared_runs(plain(REWORDED).text, plain(PIPES).text)
    assert links(("改造小型工程", REWORDED)) == {("0", "0"): ("derive:paraphrase", "adapted")}


def test_other_words_between_clauses_that_were_copied() -> None:
    found = links(("一", TESTS), ("二", PRICES))
    assert set(found) == {("0", "1"), ("1", "2")}
    assert ("0", "0") in links(("一", REWORDED), ("二", TESTS))


@pytest.mark.parametrize(
    "text",
    [
        "组织供水企业到山区村庄走访，听取群众意见，开设热线电话，公布维修人员名单。",
        "水厂每年对中小学生开放，讲解净水知识，邀请人大代表现场监督。",
        "提高政治站位，加强组织领导，落实主体责任，细化任务分工，确保各项工作落到实处。",
    ],
)
def test_the_same_subject_alone_is_no_source(text: str) -> None:
    assert links(("小型工程", text)) == {}


def test_a_heading_alone_rewords_nothing() -> None:
    told = "各乡镇每月底前上报一次进展，逾期未报的予以约谈并在例会点名。"
    assert links(("山区村庄蓄水池、集雨窖净化消毒设备更换", told)) == {}


def test_a_preamble_rewords_nothing() -> None:
    assert links(("小型工程", REWORDED), kind="preamble") == {}


def test_the_words_that_are_left_are_shown_where_they_stand() -> None:
    (link,) = derive(side("市", ("改造小型工程", REWORDED)), PARENT)
    assert link.shared
    for shared in link.shared:
        assert REWORDED[slice(*shared.child)] == PIPES[slice(*shared.parent)] == shared.text


@pytest.mark.parametrize("name", NAMES)
def test_made_up_pairs(name: str) -> None:
    pair = made_up(name)
    found = {(int(link.child[2:]), int(link.parent[2:])) for link in derive(pair.child, pair.parent)}
    firm = {where for where, strength in pair.links.items() if strength != "partial"}
    right = found & pair.links.keys()
    assert 2 * len(right) >= 0.93 * (len(found) + len(pair.links)), (found - right, pair.links.keys() - right)
    assert len(firm & found) >= 0.97 * len(firm)


def test_strength_over_the_made_up_pairs() -> None:
    right = total = 0
    for pair in map(made_up, NAMES):
        for link in derive(pair.child, pair.parent):
            want = pair.links.get((int(link.child[2:]), int(link.parent[2:])))
            total += want is not None
            right += want == link.strength
    assert right >= 0.7 * total


@given(st.lists(st.sampled_from([PIPES, TESTS, PRICES, REWORDED, "", "水"]), max_size=4))
def test_links_are_made_once_and_in_order(texts: list[str]) -> None:
    where = [(link.child, link.parent) for link in derive(side("市", *(("", text) for text in texts)), PARENT)]
    assert where == sorted(set(where))
