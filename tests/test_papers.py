"""Documents that a question names in words of its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.papers import named_papers, names_paper

TITLES = {
    "甲": "三明市乡村书屋管理办法（试行）",
    "乙": "三明市乡村书屋提升实施方案（2024—2026年）",
    "丙": "龙岩市社区食堂建设实施方案",
    "丁": "“十四五”社区食堂发展规划",
}


@pytest.mark.parametrize(
    ("text", "papers"),
    [
        ("乡村书屋方案里管理员怎么培训", [("乙",)]),
        ("书屋管护那一条，出自管理办法的哪几条", [("甲",)]),
        ("《社区食堂建设实施方案》有什么目标", [("丙",)]),
        ("食堂规划提出了什么", [("丁",)]),
        ("书屋方案要求的培训在管理办法里依据是什么", [("乙",), ("甲",)]),
        ("财政局在食堂实施方案中负责什么", [("丙",)]),
        ("方案里怎么规定", []),  # fits two
        ("网吧管理条例里怎么说", []),  # fits none
        ("采取什么措施", []),
        ("书屋怎么建", []),
    ],
)
def test_which_papers_are_named(text: str, papers: list[tuple[str, ...]]) -> None:
    assert named_papers(text, TITLES) == papers


@given(st.text(alphabet="书屋食堂方案规划办法里的有在《》，？ ", max_size=40))
def test_a_name_never_fits_every_paper(text: str) -> None:
    found = named_papers(text, TITLES)
    assert all(0 < len(papers) < len(TITLES) for papers in found)
    assert not found or names_paper(text)
