"""What the lessons taught the encoder (适配): a change of low rank to each of its matrices.

The bundled weights know two hundred languages and no plan. Low-rank changes (LoRA: Hu et al. 2021, "LoRA: Low-Rank
Adaptation of Large Language Models", section 4) fitted by scripts/fit_adapter.py to the made-up lessons bring a
question in everyday words nearer to the clause that answers it: docs/decisions/0016-adapted-encoder.md.

    matrix of the adapted network = matrix of the bundled one + up · down

Both are kept in eight-bit integers with one scale a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

ADAPTER = Path(__file__).parent / "vocabulary" / "adapter.npz"


class Adapter:
    """The changes by the matrices' names in the pack (`l0.q`), each as up (rows, rank) and down (rank, width)."""

    def __init__(self, path: Path = ADAPTER) -> None:
        with np.load(path, allow_pickle=False) as stored:
            self.name = str(stored["name"])
            self._scale, self._middle = (float(value) for value in stored["odds"])
            self._arrays = {key: stored[key] for key in stored.files}

    def odds(self, cosines: NDArray[np.float64]) -> NDArray[np.float64]:
        """The log-odds that clauses of such cosines to a question are meant, as the lessons tell."""
        return self._scale * (cosines - self._middle)

    def up(self, name: str) -> Floats:
        return self._floats(f"{name}.up")

    def down(self, name: str) -> Floats:
        return self._floats(f"{name}.down")

    def changes(self, name: str) -> bool:
        """Whether a matrix of that name is changed."""
        return f"{name}.up" in self._arrays

    def beside(self, names: Sequence[str]) -> tuple[Floats, Floats]:
        """Up and down of several matrices that read the same input, as one: (rows of all, rank of all), (…, width)."""
        ups, downs = [self.up(name) for name in names], [self.down(name) for name in names]
        joint = np.zeros((sum(len(up) for up in ups), sum(up.shape[1] for up in ups)), np.float32)
        row = column = 0
        for up in ups:
            joint[row : row + len(up), column : column + up.shape[1]] = up
            row, column = row + len(up), column + up.shape[1]
        return joint, np.concatenate(downs)

    def _floats(self, key: str) -> Floats:
        return np.asarray(self._arrays[key].astype(np.float32) * self._arrays[f"{key}.scale"][:, None], np.float32)


@cache
def adapter() -> Adapter:
    """The adapter that comes with the product."""
    return Adapter()


def packed(values: Floats) -> tuple[NDArray[np.int8], Floats]:
    """A matrix in eight-bit integers and the scale of each row."""
    scales = (np.abs(values).max(1) / 127 + 1e-12).astype(np.float32)
    return np.round(values / scales[:, None]).astype(np.int8), scales
