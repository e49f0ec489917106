"""Which row of an attached table of tasks is whose (search/rows.py), on a made-up plan."""

from __future__ import annotations

from search.knowledge import Duty, Piece
from search.rows import rows_of


def piece(path: str, heading: str, text: str, *, duty: bool = False, told: bool = False, kind: str = "item") -> Piece:
    stated = "text" if told else "line"
    duties = (Duty("u", path, "lead", stated, False, "县民政局", 0, 4),) if duty or told else ()
    return Piece(path, "d", path, None, heading, text, "", kind, 0, None, "350400", duties, (), ())


BODY = [
    piece("一", "办好社区食堂", "新建社区食堂二十家，推行中央厨房和送餐上门，对低保老人给予用餐补贴。"),
    piece("二", "整修乡村书屋", "完成乡村书屋整修，补充图书，每周开放不少于五天，开展阅读活动。"),
    piece("三", "强化工作保障", "各单位对照任务表安排进度，每月报送一次进展。"),
]
ROWS = [
    piece("附件/1.", "", "社区食堂新建和送餐", duty=True),
    piece("附件/2.", "", "书屋整修开放", duty=True),
    piece("附件/3.", "", "河道清淤疏浚", duty=True),
]


def test_a_row_is_the_clause_s_that_holds_its_words() -> None:
    assert rows_of([*BODY, *ROWS]) == {"一": ("附件/1.",), "二": ("附件/2.",)}  # 河道清淤 is in no clause


def test_a_clause_that_names_its_bodies_needs_no_row() -> None:
    named = piece("一", BODY[0].heading, BODY[0].text, duty=True)
    assert rows_of([named, *BODY[1:], *ROWS]) == {"二": ("附件/2.",)}


def test_a_clause_that_names_a_body_in_running_text_only_has_its_row() -> None:
    told = piece("一", BODY[0].heading, BODY[0].text, told=True)
    assert rows_of([told, *BODY[1:], *ROWS])["一"] == ("附件/1.",)


def test_rows_without_bodies_and_preambles_count_for_nothing() -> None:
    assert rows_of([*BODY, piece("附件/1.", "", "社区食堂新建和送餐")]) == {}
    preamble = piece("序", "", "为办好社区食堂新建和送餐、乡村书屋整修开放，制定本方案。", kind="preamble")
    assert rows_of([preamble, *ROWS]) == {}


def test_a_row_as_near_to_two_clauses_is_nobody_s() -> None:
    twice = [
        piece("一", "社区食堂", "新建社区食堂若干家并做好管理工作。"),
        piece("二", "社区食堂", "管好社区食堂若干家并做好管理。"),
    ]
    assert rows_of([*twice, piece("附件/1.", "", "社区食堂", duty=True)]) == {}
