"""Rebuilds the bundled network as ONNX, in two forms: exact and fast.

*exact* keeps the packed four-bit weights (MatMulNBits, cosine 0.9999 to full precision) and adds what the adapter
changes. *fast* turns weights and
activations into eight-bit integers. Three measures keep the loss small (cosine 0.9997, adapted 0.9994): the outlier
channels of a layer's input are scaled down and the weights that read them up (SmoothQuant, Xiao et al. 2023, section
4); each token's row around the activation function gets a scale of its own; in the adapted network, whose vectors
lie further apart, three layers stay exact. Both forms take one text (1, tokens, hidden) and return its
mean over the tokens (1, hidden), so that a vector never depends on the texts beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from search.nodes import Nodes
from search.weights import Floats, Weights

if TYPE_CHECKING:
    pass

_FUSED = "com.microsoft"
_HALF = 0.5  # how the range is shared between activations and weights: SmoothQuant's alpha
_FLOOR = 0.2  # no row is scaled by less: the activation function goes down to -0.17
_KEPT = ("l8", "l9", "l10")  # layers that stay exact in the adapted network: where eight bits cost it most

# Texts whose activations tell the scales: the genre, both prompts, both languages.
_SAMPLES = (
    "passage: 为深入贯彻落实国家和省关于推动大规模设备更新和消费品以旧换新的决策部署，结合我市实际，制定本实施方案。",
    "passage: （十二）完善基础设施。到2027年，新建充电桩5000个以上，报废汽车回收量较2023年增长50%。"
    "责任单位：市商务局、市公安局、市交通运输局，各县区人民政府",
    "passage: 第十六条 本办法自2024年5月1日起施行，有效期5年。",
    "passage: Support enterprises in technological transformation, and increase fiscal subsidies and tax incentives.",
    "query: 老旧小区改造归哪个部门管？",
    "query: Which departments are responsible for second-hand car trading?",
)


class _Graph(Nodes):
    """Nodes over the weights of the checkpoint."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self.weights = weights

    def floats(self, *names: str) -> str:
        return self.constant(np.concatenate([self.weights.floats(name) for name in names]))

    def norm(self, x: str, name: str) -> str:
        """Layer normalisation out of plain operators, means as products with a column: a quarter faster than fused."""
        shape = self.weights.shape
        column = self.constant(np.full((shape.hidden, 1), 1 / shape.hidden, np.float32))
        centred = self.one("Sub", x, self.one("MatMul", x, column))
        variance = self.one("MatMul", self.one("Mul", centred, centred), column)
        spread = self.one("Sqrt", self.one("Add", variance, self.constant(np.array(shape.epsilon, np.float32))))
        scaled = self.one("Mul", self.one("Div", centred, spread), self.floats(f"{name}.w"))
        return self.one("Add", scaled, self.floats(f"{name}.b"))


class _Exact:
    """Matrix products with the weights as packed."""

    def __init__(self, graph: _Graph) -> None:
        self.graph = graph

    def product(self, x: str, names: Sequence[str], width: int) -> str:
        packed = [self.graph.weights.blocks(f"{name}.w", width) for name in names]
        levels = np.concatenate([levels for levels, _ in packed])
        scales = np.concatenate([scales for _, scales in packed]).reshape(-1)
        pairs = (levels[:, 0::2] | (levels[:, 1::2] << 4)).reshape(len(levels), width // 32, 16)
        inputs = (x, self.graph.constant(pairs), self.graph.constant(scales), "", "")
        bias = self.graph.floats(*(f"{name}.b" for name in names))
        form = {"K": width, "N": len(levels), "bits": 4, "block_size": 32, "accuracy_level": 4}
        product = self.graph.one("MatMulNBits", *inputs, bias, domain=_FUSED, **form)
        adapter = self.graph.weights.adapter
        if adapter is None or not all(map(adapter.changes, names)):
            return product
        up, down = map(self.graph.constant, (part.T.copy() for part in adapter.beside(names)))
        return self.graph.one("Add", product, self.graph.one("MatMul", self.graph.one("MatMul", x, down), up))


class _Fast:
    """Matrix products in eight-bit integers; `reach` is the largest activation met in each channel."""

    def __init__(self, graph: _Graph, reach: Mapping[str, Floats]) -> None:
        self.graph = graph
        self.reach = reach

    def product(self, x: str, names: Sequence[str], width: int) -> str:
        layer, part = names[0].split(".")
        if self.graph.weights.adapter is not None and layer in _KEPT:
            return _Exact(self.graph).product(x, names, width)
        matrix = np.concatenate([self.graph.weights.matrix(f"{name}.w", width) for name in names])
        bias = self.graph.floats(*(f"{name}.b" for name in names))
        if names[0] in self.reach:
            smooth = self._smooth(self.reach[names[0]], matrix)
            x, matrix = self.graph.one("Mul", x, self.graph.constant(1 / smooth)), matrix * smooth
        if part == "fi":
            return self._by_row(self.graph.one("Abs", x), x, matrix, bias)
        return self._by_row(x, x, matrix, bias) if part == "fo" else self._integers(x, matrix, bias)

    def _by_row(self, size: str, x: str, matrix: Floats, bias: str) -> str:
        """The product with a scale for each row of x, the largest of its row in `size`."""
        axis = self.graph.constant(np.array([-1], np.int64))
        least = self.graph.constant(np.array(_FLOOR, np.float32))
        top = self.graph.one("Max", self.graph.one("ReduceMax", size, axis, keepdims=1), least)
        product = self._integers(self.graph.one("Div", x, top), matrix)
        return self.graph.one("Add", self.graph.one("Mul", product, top), bias)

    def _integers(self, x: str, matrix: Floats, *bias: str) -> str:
        scales = (np.abs(matrix).max(1) / 127).astype(np.float32)
        integers = np.round(matrix / scales[:, None]).astype(np.int8)
        zero = self.graph.constant(np.zeros(len(matrix), np.int8))
        inputs = (x, self.graph.constant(integers.T), self.graph.constant(scales), zero, *bias)
        return self.graph.one("DynamicQuantizeMatMul", *inputs, domain=_FUSED)

    @staticmethod
    def _smooth(reach: Floats, matrix: Floats) -> Floats:
        scale = np.maximum(reach, 1e-3) ** _HALF / np.maximum(np.abs(matrix).max(0), 1e-4) ** (1 - _HALF)
        return np.asarray(scale / np.exp(np.log(scale).mean()), np.float32)


def exact(weights: Weights) -> bytes:
    """The network with the weights as packed, as the bytes of an ONNX model."""
    graph = _Graph(weights)
    return _bytes(graph, _layers(graph, _Exact(graph), {}))


def fast(weights: Weights) -> bytes:
    """The network in eight-bit integers, scaled for what the exact one sees in the sample texts."""
    graph = _Graph(weights)
    return _bytes(graph, _layers(graph, _Fast(graph, _reach(weights)), {}))


def _layers(graph: _Graph, how: _Exact | _Fast, taps: dict[str, str]) -> str:
    """Adds every layer and the mean over the tokens; `taps` takes down what the smoothed products read."""
    shape = graph.weights.shape
    x = graph.norm("x", "emb.ln")
    for layer in range(shape.layers):
        q, k, v, out, rise, fall = (f"l{layer}.{part}" for part in ("q", "k", "v", "ao", "fi", "fo"))
        taps[q] = x
        heads = graph.node("Split", how.product(x, (q, k, v), shape.hidden), outputs=3, axis=-1, num_outputs=3)
        seen = graph.one("MultiHeadAttention", *heads, domain=_FUSED, num_heads=shape.heads)
        x = graph.norm(graph.one("Add", x, how.product(seen, (out,), shape.hidden)), f"l{layer}.aln")
        taps[rise] = x
        inner = graph.one("Gelu", how.product(x, (rise,), shape.hidden), domain=_FUSED)
        x = graph.norm(graph.one("Add", x, how.product(inner, (fall,), shape.inner)), f"l{layer}.oln")
    return graph.one("ReduceMean", x, graph.constant(np.array([1], np.int64)), keepdims=0)


def _bytes(graph: _Graph, result: str, *more: str) -> bytes:
    from onnx import TensorProto, helper

    hidden = graph.weights.shape.hidden
    source = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, "tokens", hidden])
    graph.nodes.append(helper.make_node("Identity", [result], ["mean"]))
    results = [helper.make_tensor_value_info("mean", TensorProto.FLOAT, [1, hidden])]
    results += [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, "tokens", hidden]) for name in more]
    body = helper.make_graph(graph.nodes, "multilingual-e5-small", [source], results, graph.constants)
    versions = [helper.make_opsetid("", 18), helper.make_opsetid(_FUSED, 1)]
    model = helper.make_model(body, opset_imports=versions, ir_version=9)
    return bytes(model.SerializeToString())


def _reach(weights: Weights) -> dict[str, Floats]:
    """The largest activation in each channel that the sample texts bring about, by the product that reads it."""
    from search.pieces import PieceCutter
    from search.session import open_session

    graph, taps = _Graph(weights), dict[str, str]()
    result = _layers(graph, _Exact(graph), taps)
    session = open_session(_bytes(graph, result, *taps.values()))
    cutter, marks = PieceCutter(weights.pieces), weights.pieces
    reach = {name: np.zeros(weights.shape.hidden, np.float32) for name in taps}
    for text in _SAMPLES:
        x = weights.embeddings([marks.begin, *cutter.cut(text), marks.end])[None]
        for name, seen in zip(taps, session.run(list(taps.values()), {"x": x}), strict=True):
            reach[name] = np.maximum(reach[name], np.abs(seen).max((0, 1)))
    return reach
