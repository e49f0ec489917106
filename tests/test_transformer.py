"""The strong encoder on real models: the bundled weights, and a small one made here. Needs the extra `transformers`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from kg.errors import EncoderFault, IndexFault
from search.adapter import adapter
from search.checkpoint import checkpoint
from search.encoder import LightEncoder
from search.index import build, open_index
from search.split import IndexedClause
from search.transformer import TransformerEncoder
from search.weights import Floats

ROOT = Path(__file__).parent.parent
TEXTS = (
    "支持老旧新能源公交车及动力电池更新换代。责任单位：市交通运输局",
    "到2027年，报废汽车回收量较2023年增长50%。",
    "完善二手商品流通交易体系，规范二手车经营。",
    "加装电梯，改造老旧小区水电气热设施。",
)
QUESTIONS = ("公交车更新归谁管", "报废汽车回收目标", "Who oversees second-hand car trading?", "電梯")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def strong(cache: Path) -> TransformerEncoder:
    return TransformerEncoder(cache)


@pytest.fixture(scope="module")
def light(cache: Path) -> LightEncoder:
    return LightEncoder(cache)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of one layer and 16 numbers with a vocabulary of single characters."""
    folder = tmp_path_factory.mktemp("small")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *sorted(set("".join(TEXTS)))]
    cutter = Tokenizer(models.WordLevel({word: n for n, word in enumerate(words)}, unk_token="[UNK]"))
    cutter.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    cutter.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    cutter.save(str(folder / "tokenizer.json"))
    size, generator = 16, np.random.default_rng(5)

    def numbers(*shape: int) -> Floats:
        return np.asarray(generator.standard_normal(shape) / 4, np.float32)

    linear = {
        "attention.self.query": (size, size), "attention.self.key": (size, size), "attention.self.value": (size, size),
        "attention.output.dense": (size, size), "intermediate.dense": (32, size), "output.dense": (size, 32),
    }  # fmt: skip
    tensors = {f"encoder.layer.0.{name}.weight": numbers(*shape) for name, shape in linear.items()}
    tensors |= {f"encoder.layer.0.{name}.bias": numbers(shape[0]) for name, shape in linear.items()}
    for norm in (
        "embeddings.LayerNorm",
        "encoder.layer.0.attention.output.LayerNorm",
        "encoder.layer.0.output.LayerNorm",
    ):
        tensors |= {f"{norm}.weight": np.ones(size, np.float32), f"{norm}.bias": np.zeros(size, np.float32)}
    tensors |= {
        "embeddings.word_embeddings.weight": numbers(len(words), size),
        "embeddings.position_embeddings.weight": numbers(64, size),
        "embeddings.token_type_embeddings.weight": numbers(2, size),
        "pooler.dense.weight": numbers(size, size), "pooler.dense.bias": numbers(size),
    }  # fmt: skip
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    config = {
        "architectures": ["BertModel"], "model_type": "bert", "hidden_size": size, "intermediate_size": 32,
        "max_position_embeddings": 64, "num_attention_heads": 2, "num_hidden_layers": 1, "vocab_size": len(words),
    }  # fmt: skip
    marks = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    files: dict[str, object] = {
        "config.json": config,
        "tokenizer_config.json": {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 64, **marks},
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "pooling", "type": "sentence_transformers.models.Pooling"},
        ],
        "sentence_bert_config.json": {"max_seq_length": 64},
    }
    (folder / "pooling").mkdir()
    files["pooling/config.json"] = {"word_embedding_dimension": size, "pooling_mode": "mean"}
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    return folder


def test_both_engines_make_the_same_vectors(strong: TransformerEncoder, light: LightEncoder, cache: Path) -> None:
    exact = LightEncoder(cache, "exact")
    assert (strong.name, strong.dimension) == (light.name, light.dimension) == (exact.name, 384)
    for found, near, fast in (
        (strong.passages(TEXTS), exact.passages(TEXTS), light.passages(TEXTS)),
        (strong.queries(QUESTIONS), exact.queries(QUESTIONS), light.queries(QUESTIONS)),
    ):
        assert found.dtype == np.float32
        assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
        assert (found * near).sum(1).min() > 0.9995
        assert (found * fast).sum(1).min() > 0.999


def test_an_index_of_one_engine_serves_the_other(
    strong: TransformerEncoder, light: LightEncoder, tmp_path: Path
) -> None:
    clauses = [IndexedClause(str(n), "1", str(n), text) for n, text in enumerate(TEXTS)]
    build(clauses, light, generation=1).save(tmp_path)
    index = open_index(tmp_path, strong)
    for question in QUESTIONS:
        orders = [[h.clause for h in index.search(e.queries([question])[0], None)] for e in (strong, light)]
        assert orders[0][0] == orders[1][0]


def test_the_checkpoint_is_written_once(cache: Path, strong: TransformerEncoder) -> None:
    made = (checkpoint(cache, adapter()) / "model.safetensors").stat().st_mtime_ns
    assert (checkpoint(cache, adapter()) / "model.safetensors").stat().st_mtime_ns == made
    assert not [path for path in cache.iterdir() if path.name.startswith(".")]


def test_a_long_text_is_read_to_its_end(strong: TransformerEncoder) -> None:
    long = "加快充电设施建设，推进二手车流通。" * 80
    end = "各县区人民政府要加强对报废机动车回收拆解企业的监管。" * 10
    vectors = strong.passages([long, long + end, end])
    assert vectors[1] @ vectors[2] > vectors[0] @ vectors[2]


def test_progress_ends_with_all_texts(strong: TransformerEncoder) -> None:
    heard: list[tuple[int, int]] = []
    strong.passages(TEXTS, lambda done, total: heard.append((done, total)))
    assert heard[-1] == (len(TEXTS), len(TEXTS))


def test_any_model_by_its_folder(small: Path, light: LightEncoder, cache: Path, tmp_path: Path) -> None:
    encoder = TransformerEncoder(cache, str(small))
    assert (encoder.name, encoder.dimension) == (str(small), 16)
    vectors = encoder.passages(TEXTS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(vectors[:1], encoder.passages(TEXTS[:1]), atol=0.02)
    assert np.array_equal(encoder.queries(TEXTS[:1]), encoder.passages(TEXTS[:1])), "no prompts for this model"
    build([IndexedClause("1", "1", "一", TEXTS[0])], encoder, generation=1).save(tmp_path)
    assert len(open_index(tmp_path, encoder)) == 1
    with pytest.raises(IndexFault, match="build it again"):
        open_index(tmp_path, light)


def test_no_model_there_is_said_so(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(EncoderFault, match="no model that sentence-transformers can load"):
        TransformerEncoder(cache, str(tmp_path))


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['torch'] = None\n"
        "from pathlib import Path; from search.transformer import TransformerEncoder\n"
        "TransformerEncoder(Path(sys.argv[1]))"
    )
    run = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 1
    assert "EncoderFault: the strong encoder needs torch: pip install 'policy-kg[transformers]'" in run.stderr
