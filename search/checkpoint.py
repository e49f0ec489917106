"""The bundled weights written out as a sentence-transformers folder, so that the strong engine can run them offline.

Needs `safetensors` and `tokenizers`, which come with sentence-transformers.
"""

from __future__ import annotations

import json
import secrets
import shutil
from pathlib import Path

import numpy as np

from kg.errors import EncoderFault
from search.adapter import Adapter
from search.weights import MODEL, Floats, Weights, bundled, check

_VERSION = 1  # raise it when another folder is written
_SEAL = "complete"
_LAYER = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "fi": "intermediate.dense", "fo": "output.dense",
    "aln": "attention.output.LayerNorm", "oln": "output.LayerNorm",
}  # fmt: skip


def checkpoint(cache: Path, adapter: Adapter | None) -> Path:
    """The folder under `cache`, written on first use (0.5 GB); put in place in one step.

    Raises EncoderFault where it cannot be written.
    """
    folder = cache / f"{adapter.name if adapter else MODEL}-checkpoint-{_VERSION}"
    if (folder / _SEAL).is_file():
        return folder
    check(bundled())
    weights = Weights(bundled(), adapter)
    unfinished = cache / f".{folder.name}-{secrets.token_hex(4)}"
    try:
        unfinished.mkdir(parents=True)
        _write(weights, unfinished)
        (unfinished / _SEAL).write_text("", encoding="ascii")
        try:
            unfinished.rename(folder)
        except OSError:  # another process was first
            shutil.rmtree(unfinished, ignore_errors=True)
            if not (folder / _SEAL).is_file():
                raise
    except OSError as error:
        raise EncoderFault(f"{folder}: cannot be written ({error.strerror}); choose another cache folder") from error
    return folder


def _write(weights: Weights, folder: Path) -> None:
    from safetensors.numpy import save_file

    shape = weights.shape
    tensors = _tensors(weights)
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    pieces = weights.pieces
    _json(
        folder / "config.json",
        {
            "architectures": ["BertModel"], "model_type": "bert", "hidden_act": "gelu",
            "hidden_size": shape.hidden, "intermediate_size": shape.inner, "layer_norm_eps": shape.epsilon,
            "max_position_embeddings": shape.positions, "num_attention_heads": shape.heads,
            "num_hidden_layers": shape.layers, "type_vocab_size": 2, "pad_token_id": pieces.pad,
            "vocab_size": len(tensors["embeddings.word_embeddings.weight"]),
        },
    )  # fmt: skip
    _json(
        folder / "modules.json",
        [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
    )
    (folder / "1_Pooling").mkdir()
    _json(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": shape.hidden, "pooling_mode": "mean"})
    (folder / "2_Normalize").mkdir()
    _json(folder / "2_Normalize" / "config.json", {})
    _json(folder / "sentence_bert_config.json", {"max_seq_length": shape.positions, "do_lower_case": False})
    prompts = {"query": "query: ", "passage": "passage: "}
    _json(folder / "config_sentence_transformers.json", {"prompts": prompts, "similarity_fn_name": "cosine"})
    _tokenizer(weights, folder)


def _tensors(weights: Weights) -> dict[str, Floats]:
    """The parameters under the names that BERT's implementation gives them."""
    shape = weights.shape
    tensors = {
        "embeddings.word_embeddings.weight": weights.matrix("emb.word", shape.hidden),
        "embeddings.position_embeddings.weight": weights.floats("emb.pos").reshape(-1, shape.hidden),
        "embeddings.token_type_embeddings.weight": weights.floats("emb.type").reshape(-1, shape.hidden),
        "embeddings.LayerNorm.weight": weights.floats("emb.ln.w"),
        "embeddings.LayerNorm.bias": weights.floats("emb.ln.b"),
    }
    # BERT's implementation asks for a pooler that nothing here reads.
    tensors["pooler.dense.weight"] = np.zeros((shape.hidden, shape.hidden), np.float32)
    tensors["pooler.dense.bias"] = np.zeros(shape.hidden, np.float32)
    for layer in range(shape.layers):
        for ours, theirs in _LAYER.items():
            name, target = f"l{layer}.{ours}", f"encoder.layer.{layer}.{theirs}"
            width = shape.inner if ours == "fo" else shape.hidden
            norm = ours.endswith("ln")
            tensors[f"{target}.weight"] = weights.floats(f"{name}.w") if norm else weights.matrix(f"{name}.w", width)
            tensors[f"{target}.bias"] = weights.floats(f"{name}.b")
    return {name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}


def _tokenizer(weights: Weights, folder: Path) -> None:
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    pieces = weights.pieces
    begin, end, pad, unknown = (pieces.texts[n] for n in (pieces.begin, pieces.end, pieces.pad, pieces.unknown))
    cutter = Tokenizer(models.Unigram(list(zip(pieces.texts, pieces.scores, strict=True)), unk_id=pieces.unknown))
    cutter.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    cutter.pre_tokenizer = pre_tokenizers.Metaspace(replacement="\u2581", prepend_scheme="always")
    cutter.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, pieces.begin), (end, pieces.end)],
    )
    cutter.add_special_tokens([begin, pad, end, unknown])
    cutter.save(str(folder / "tokenizer.json"))
    _json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": weights.shape.positions,
            "bos_token": begin, "eos_token": end, "cls_token": begin, "sep_token": end,
            "pad_token": pad, "unk_token": unknown,
        },
    )  # fmt: skip


def _json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
