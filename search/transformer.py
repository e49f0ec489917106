"""The strong encoder: any sentence-transformers model by name or folder, on a GPU where there is one.

The one file that knows sentence-transformers and torch, which come with `pip install policy-kg[transformers]`. Without
a model's name it runs the bundled weights, offline; their vectors and the light encoder's are of one space.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import EncoderFault
from search.adapter import adapter
from search.checkpoint import checkpoint
from search.encoder import QUESTION, Progress
from search.weights import Floats

_CHUNK = 512  # texts between two reports of progress
_QUERY_PROMPTS = ("query", "search_query")
_PASSAGE_PROMPTS = ("passage", "document", "search_document", "corpus")


class TransformerEncoder:
    """An encoder run by sentence-transformers, in bfloat16 where the processor has it.

    A text longer than the model reads is embedded in equal pieces whose vectors are averaged.
    """

    def __init__(self, cache: Path, model: str | None = None, *, device: str | None = None, batch: int = 16) -> None:
        """`model` is a name on a hub or a folder; `device` cpu, cuda …; chosen here unless given.

        Raises EncoderFault where the extra is not installed or the model cannot be loaded.
        """
        try:
            import torch
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            advice = "pip install 'policy-kg[transformers]'"
            raise EncoderFault(f"the strong encoder needs {error.name}: {advice}, or use the light one") from error
        source = str(checkpoint(cache, adapter())) if model is None else model
        place = device or ("cuda" if torch.cuda.is_available() else "cpu")
        kind = {"dtype": _number_type(torch, place)}
        try:
            with _without_bars():
                self._model: Any = SentenceTransformer(
                    source, device=place, model_kwargs=kind, local_files_only=model is None
                )
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise EncoderFault(f"{source}: no model that sentence-transformers can load here ({error})") from error
        self._name = adapter().name if model is None else model
        self._batch = batch
        self._prompts = _prompts(self._name, dict(self._model.prompts or {}))
        self._dimension = len(self._model.encode("一", convert_to_numpy=True, show_progress_bar=False))

    @property
    def name(self) -> str:
        return self._name

    @property
    def dimension(self) -> int:
        return self._dimension

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Floats:
        return self._encode(texts, self._prompts[1], progress)

    def queries(self, texts: Sequence[str]) -> Floats:
        return self._encode([text[:QUESTION] for text in texts], self._prompts[0], None)

    def _encode(self, texts: Sequence[str], prompt: str, progress: Progress | None) -> Floats:
        pieces = [(n, piece) for n, text in enumerate(texts) for piece in self._pieces(text, prompt)]
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        order = sorted(range(len(pieces)), key=lambda n: -len(pieces[n][1]))
        for start in range(0, len(order), _CHUNK):
            chunk = [pieces[n] for n in order[start : start + _CHUNK]]
            rows = self._model.encode(
                [prompt + piece for _, piece in chunk],
                batch_size=self._batch,
                convert_to_numpy=True,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
            for (text, piece), row in zip(chunk, rows, strict=True):
                vectors[text] += len(piece) * np.asarray(row, np.float32) if piece else row
            if progress is not None:
                done = min(start + _CHUNK, len(order))
                progress(len(texts) * done // len(order), len(texts))
        return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12), np.float32)

    def _pieces(self, text: str, prompt: str) -> list[str]:
        """The text in equal pieces, each short enough for the model."""
        room = int(self._model.max_seq_length or 512)
        tokens = len(self._model.tokenizer(prompt + text, truncation=False, verbose=False)["input_ids"])
        if tokens <= room:
            return [text]
        used = len(self._model.tokenizer(prompt)["input_ids"])
        size = max(len(text) * max(room - used - 2, 1) // tokens, 1)
        count = math.ceil(len(text) / size)
        size = math.ceil(len(text) / count)
        return [text[n : n + size] for n in range(0, len(text), size)]


@contextmanager
def _without_bars() -> Iterator[None]:
    """Keeps the library from drawing its own progress bar while it reads weights."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()


def _number_type(torch: Any, place: str) -> Any:
    """bfloat16 on a GPU and on processors that multiply it, else full precision."""
    if place.startswith("cuda"):
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    abilities: dict[str, object] = getattr(torch.cpu, "get_capabilities", dict)() if place == "cpu" else {}
    has = abilities.get("avx512_bf16") or abilities.get("amx_bf16")
    return torch.bfloat16 if has else torch.float32


def _prompts(name: str, known: dict[str, str]) -> tuple[str, str]:
    """What the model wants before a question and a passage: its own prompts, for E5 models theirs, or nothing."""
    query = next((known[key] for key in _QUERY_PROMPTS if known.get(key)), "")
    passage = next((known[key] for key in _PASSAGE_PROMPTS if known.get(key)), "")
    if not query and not passage and "e5" in Path(name).name.lower():
        return "query: ", "passage: "
    return query, passage
