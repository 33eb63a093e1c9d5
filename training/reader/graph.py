"""The encoder as an ONNX graph, made from its arrays, and the same in 8 bits.

The graph has no mask: what it is given is one comment, or several of as many tokens.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

TOKENS: Final = "tokens"
VECTORS: Final = "vectors"
OPSET: Final = 20
"""The first with Gelu."""
_MICROSOFT: Final = "com.microsoft"
_EPSILON: Final = 1e-12
_IR: Final = 10

Arrays = Mapping[str, NDArray[np.float32]]


class _Graph:
    """Nodes and constants in the order in which they are asked for."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def node(self, operator: str, *inputs: str, domain: str = "", **attributes: object) -> str:
        """The name of what the operator makes of its inputs."""
        name = f"{operator}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], name, domain=domain, **attributes))
        return name

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """The name of a constant."""
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def array(self, name: str) -> str:
        """One of the encoder's arrays."""
        return self.constant(name, np.ascontiguousarray(self._arrays[name]))

    def dense(self, states: str, name: str) -> str:
        """The states (…, n) times a dense layer's weights (m, n), and its bias (m) added."""
        turned = np.ascontiguousarray(self._arrays[f"{name}.weight"].T)
        product = self.node("MatMul", states, self.constant(f"{name}.weight", turned))
        return self.node("Add", product, self.array(f"{name}.bias"))

    def norm(self, states: str, name: str) -> str:
        """The states normed over their last axis."""
        scale, bias = self.array(f"{name}.weight"), self.array(f"{name}.bias")
        return self.node("LayerNormalization", states, scale, bias, axis=-1, epsilon=_EPSILON)

    def layer(self, states: str, name: str, attention_heads: int) -> str:
        """One layer of the encoder."""
        query, key, value = self._projected(states, f"{name}.projection")
        mixed = self.node("MultiHeadAttention", query, key, value, domain=_MICROSOFT, num_heads=attention_heads)
        attended = self.dense(mixed, f"{name}.attended")
        states = self.norm(self.node("Add", states, attended), f"{name}.attended_norm")
        inner = self.node("Gelu", self.dense(states, f"{name}.inner"))
        return self.norm(self.node("Add", states, self.dense(inner, f"{name}.outer")), f"{name}.outer_norm")

    def _projected(self, states: str, name: str) -> list[str]:
        parts = self.dense(states, name)
        names = [f"{parts}_{number}" for number in range(3)]
        self.nodes.append(helper.make_node("Split", [parts], names, parts + "_split", axis=-1, num_outputs=3))
        return names


def graph_of(arrays: Arrays, attention_heads: int) -> onnx.ModelProto:
    """Token numbers (rows, tokens) to vectors (rows, width); `arrays` by the names that `Encoder.state_dict` gives."""
    graph = _Graph(arrays)
    words = graph.node("Gather", graph.array("words.weight"), TOKENS)
    count = graph.node("Shape", TOKENS, start=1, end=2)
    zero = graph.constant("zero", np.zeros(1, np.int64))
    places = graph.node("Slice", graph.array("places"), zero, count, zero)
    states = graph.norm(graph.node("Add", words, places), "norm")
    layers = len({name.split(".")[1] for name in arrays if name.startswith("layers.")})
    for number in range(layers):
        states = graph.layer(states, f"layers.{number}", attention_heads)
    axis = graph.constant("axis", np.ones(1, np.int64))
    graph.nodes.append(helper.make_node("ReduceMean", [states, axis], [VECTORS], "mean", keepdims=0))
    width = arrays["places"].shape[1]
    whole = helper.make_graph(
        graph.nodes,
        "encoder",
        [helper.make_tensor_value_info(TOKENS, TensorProto.INT64, ["rows", "tokens"])],
        [helper.make_tensor_value_info(VECTORS, TensorProto.FLOAT, ["rows", width])],
        graph.constants,
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(_MICROSOFT, 1)]
    return helper.make_model(whole, opset_imports=opsets, ir_version=_IR, producer_name="copydesk")


def write_int8(model: onnx.ModelProto, path: Path) -> None:
    """Write the graph with its matrices in 8 bits, a scale for each column; activations are scaled as they come.

    Seven of the eight bits are used, for processors without VNNI add such products in 16 bits and would overflow.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415 - graphs are made without

    whole = path.with_suffix(".fp32.onnx")
    onnx.save(model, whole)
    quantize_dynamic(
        whole,
        path,
        op_types_to_quantize=["MatMul", "Gather"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        extra_options={"DefaultTensorType": TensorProto.FLOAT},  # of what Microsoft's operators give
    )
    whole.unlink()
