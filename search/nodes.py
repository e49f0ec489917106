"""Networks put together node by node, for ONNX Runtime (search/network.py, search/sentence_encoder.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnx import NodeProto, TensorProto


class Nodes:
    """Nodes and constants in the order they are made."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []

    def constant(self, values: NDArray[Any]) -> str:
        """The name of a constant with these values."""
        from onnx import numpy_helper

        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(
        self, kind: str, *inputs: str | NDArray[Any], outputs: int = 1, domain: str = "", **attributes: Any
    ) -> list[str]:
        """A node over results of other nodes and constants; the names of its results."""
        from onnx import helper

        names = [given if isinstance(given, str) else self.constant(given) for given in inputs]
        results = [f"t{len(self.nodes)}.{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, names, results, domain=domain, **attributes))
        return results

    def one(self, kind: str, *inputs: str | NDArray[Any], domain: str = "", **attributes: Any) -> str:
        """A node with one result, and that one's name."""
        return self.node(kind, *inputs, domain=domain, **attributes)[0]
