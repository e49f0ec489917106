"""All four-bit vectors multiplied with one vector (全表扫描), twice as fast as faiss does it.

Level n of a dimension stands for low + (n + 0.5) / 15 · width (search/vectors.py). So the product of a stored vector
and a question's is the sum over n - 8 times the question's number times width / 15, and something that is the same for
all of them. ONNX Runtime multiplies packed levels as they are (MatMulNBits), in full precision.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.session import open_session
from search.weights import Floats

_FUSED = "com.microsoft"
_BLOCK = 64  # numbers that share a scale, which is 1 here
_FULL = 1  # the precision that is computed in
_MOST = 1_000_000_000  # bytes: a network holds twice as many at most


def scannable(count: int, dimension: int) -> bool:
    """Whether so many vectors can be scanned here: of whole blocks, not too many for one network."""
    return dimension % _BLOCK == 0 and 0 < count * dimension // 2 <= _MOST


class Scan:
    """The products of all vectors with one; safe to use from many threads."""

    def __init__(self, codes: NDArray[np.uint8], reach: Floats) -> None:
        """`codes` hold two levels a byte, the first in the low half; `reach` each dimension's low, then each width."""
        low, width = np.split(reach, 2)
        self._step = (width / 15).astype(np.float32)
        self._middle = low.astype(np.float64) + width.astype(np.float64) * (8.5 / 15)
        self._session = open_session(_network(codes, len(low)))

    def __call__(self, vector: Floats) -> Floats:
        """The product of each stored vector with this one, by position."""
        x = np.asarray(vector * self._step, np.float32)
        found: Floats = self._session.run(["y"], {"x": x[None]})[0][0]
        found += np.float32(vector @ self._middle)
        return found


def _network(codes: NDArray[np.uint8], dimension: int) -> bytes:
    """One product with packed integers, as the bytes of an ONNX model."""
    from onnx import TensorProto, helper

    count, blocks = len(codes), dimension // _BLOCK
    form: dict[str, Any] = {"K": dimension, "N": count, "bits": 4, "block_size": _BLOCK, "accuracy_level": _FULL}
    product = helper.make_node("MatMulNBits", ["x", "levels", "scales"], ["y"], domain=_FUSED, **form)
    source = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, dimension])
    target = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, count])
    body = helper.make_graph([product], "scan", [source], [target])
    versions = [helper.make_opsetid("", 18), helper.make_opsetid(_FUSED, 1)]
    model = helper.make_model(body, opset_imports=versions, ir_version=9)
    constants = model.graph.initializer  # put in here at once: the functions of onnx.helper copy once more each
    levels = constants.add(name="levels", data_type=TensorProto.UINT8, dims=[count, blocks, _BLOCK // 2])
    levels.raw_data = codes.tobytes()
    scales = constants.add(name="scales", data_type=TensorProto.FLOAT, dims=[count * blocks])
    scales.raw_data = np.ones(count * blocks, np.float32).tobytes()
    return bytes(model.SerializeToString())
