"""What the lessons taught the encoder (search/adapter.py): the change itself, its odds, and what it brings."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from search.adapter import ADAPTER, adapter, packed
from search.encoder import LightEncoder
from search.remembered import Remembered
from search.weights import MODEL, Weights, bundled

LESSONS = Path(__file__).parents[1] / "scripts" / "lessons"
CARE = [
    ("家庭养老床位", "为失能老年人家庭安装呼叫、监测设备，由护理员定期上门。"),
    ("养老机构消防", "养老机构安装自动喷淋和烟感报警装置，每季度开展一次检查。"),
    ("护理人员培训", "每年培训护理员二百名，取得证书的给予一次性奖励。"),
    ("高龄津贴", "八十周岁以上老年人按月领取津贴，由社区主动告知、代为申办。"),
]
ROADS = [
    ("农村公路养护", "县道、乡道坑槽及时修补，桥梁每年检测一次。"),
    ("客货邮融合", "利用城乡客运班车捎带快件，在村口设代收点。"),
    ("货运车辆治超", "在货物源头和省界入口查处超限超载，推行非现场执法。"),
    ("公交优先", "在主干道设专用车道，优化线路，缩短高峰候车时间。"),
]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def light(cache: Path) -> LightEncoder:
    return LightEncoder(cache)


def test_it_was_fitted_to_the_lessons_that_are_here() -> None:
    lessons = b"".join(file.read_bytes() for file in sorted(LESSONS.glob("*.jsonl")))
    with np.load(ADAPTER, allow_pickle=False) as stored:
        assert str(stored["lessons"]) == hashlib.sha256(lessons).hexdigest()


def test_every_matrix_of_every_layer_is_changed_by_little() -> None:
    plain, changed = Weights(bundled()), Weights(bundled(), adapter())
    for layer in range(plain.shape.layers):
        for part in ("q", "k", "v", "ao", "fi", "fo"):
            width = plain.shape.inner if part == "fo" else plain.shape.hidden
            before, after = plain.matrix(f"l{layer}.{part}.w", width), changed.matrix(f"l{layer}.{part}.w", width)
            change = adapter().up(f"l{layer}.{part}") @ adapter().down(f"l{layer}.{part}")
            assert np.allclose(after, before + change)
            assert 0 < np.linalg.norm(change) < np.linalg.norm(before)
    assert not adapter().changes("emb.word")


def test_changes_of_matrices_with_one_input_may_be_made_together() -> None:
    names = ["l3.q", "l3.k", "l3.v"]
    up, down = adapter().beside(names)
    apart = np.concatenate([adapter().up(name) @ adapter().down(name) for name in names])
    assert np.allclose(up @ down, apart, atol=1e-6)


def test_eight_bits_keep_a_matrix_to_half_a_step() -> None:
    values = np.random.default_rng(7).standard_normal((5, 40)).astype(np.float32)
    integers, scales = packed(values)
    assert integers.dtype == np.int8 and np.abs(integers).max() == 127
    assert (np.abs(integers * scales[:, None] - values) <= scales[:, None] / 2 + 1e-6).all()


def test_the_adapted_network_makes_other_vectors_under_another_name(light: LightEncoder, cache: Path) -> None:
    plain = LightEncoder(cache, adapted=False)
    assert plain.name == MODEL != light.name == adapter().name
    texts = [text for _, text in CARE]
    assert (plain.passages(texts) * light.passages(texts)).sum(1).max() < 0.99
    assert len(list(cache.iterdir())) == 2


@pytest.mark.parametrize(
    ("asked", "clauses", "heading"),
    [
        ("瘫在床上的老人在家里谁来照看", CARE, "家庭养老床位"),
        ("敬老院着火了怎么防", CARE, "养老机构消防"),
        ("老人过了八十每个月有没有钱拿", CARE, "高龄津贴"),
        ("how are carers trained", CARE, "护理人员培训"),
        ("村里取快递太远", ROADS, "客货邮融合"),
        ("大车拉得太多压坏马路", ROADS, "货运车辆治超"),
        ("乡下的路坏了谁来补", ROADS, "农村公路养护"),
        ("waiting too long for the bus in the morning", ROADS, "公交优先"),
    ],
)
def test_everyday_words_lie_nearest_to_the_clause_that_is_meant(
    light: LightEncoder, asked: str, clauses: list[tuple[str, str]], heading: str
) -> None:
    vectors = light.passages([f"{head} {text}" for head, text in clauses])
    assert clauses[int((vectors @ light.queries([asked])[0]).argmax())][0] == heading


def test_odds_are_told_by_the_adapted_encoder_alone(light: LightEncoder, cache: Path) -> None:
    vectors = light.passages([f"{head} {text}" for head, text in CARE])
    cosines = np.array([float((vectors @ light.queries([asked])[0]).max()) for asked in ("敬老院防火", "海水养殖用药")])
    odds = Remembered(light).odds(cosines)
    assert odds is not None and odds[0] > 0 > odds[1]
    assert Remembered(LightEncoder(cache, adapted=False)).odds(cosines) is None
