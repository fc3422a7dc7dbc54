"""Rewrites the released graph for one text at a time: the same int8 weights, fused operators of onnxruntime.

usage: python fuse.py model.onnx minilm-w8a8.onnx        (needs onnx 1.x)

The released graph masks padding and builds attention from some twenty small operators a layer; without padding
neither is needed. Word embeddings stay int8 and only the rows of the text are scaled. Products are of int8 with
int8: each token's activations are scaled by blocks of 64, so that no token's numbers depend on another's.
Inputs: `input_ids` (int64, 1 x n). Output: `last_hidden_state` (float32, 1 x n x 384).
"""
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HEADS = 12
EPSILON = 1e-12
BLOCK = 64
INT8_PRODUCTS = 4  # `accuracy_level` of MatMulNBits
FUSED = "com.microsoft"

source = onnx.load(sys.argv[1])
released = {each.name: each for each in source.graph.initializer}
nodes, kept = [], {}


def node(operator, inputs, output, domain="", **attributes):
    nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
    return output


def keep(name):
    kept[name] = released[name]
    return name


def constant(name, values):
    kept[name] = numpy_helper.from_array(np.ascontiguousarray(values), name)
    return name


def floats(name):
    """An int8 matrix times its scales; onnxruntime does this once, while loading."""
    cast = node("Cast", [keep(f"{name}_q")], f"{name}_f", to=TensorProto.FLOAT)
    return node("Mul", [cast, keep(f"{name}_scale")], name)


def product(x, names, output):
    """x times the matrices of these names (K x N each), side by side: the released weights and scales, unchanged.

    The operator wants unsigned weights about 128, a column's blocks together, and a scale a block.
    """
    weights = np.concatenate([numpy_helper.to_array(released[f"{name}_q"]) for name in names], axis=1)
    scales = np.concatenate([numpy_helper.to_array(released[f"{name}_scale"]) for name in names], axis=1)
    rows, columns = weights.shape
    blocks = rows // BLOCK
    unsigned = (weights.T.astype(np.int16) + 128).astype(np.uint8).reshape(columns, blocks, BLOCK)
    inputs = [constant(f"{output}_weights", unsigned), constant(f"{output}_scales", scales.T.repeat(blocks))]
    return node("MatMulNBits", [x, *inputs], output, FUSED, K=rows, N=columns, bits=8, block_size=BLOCK,
                accuracy_level=INT8_PRODUCTS)


def add_and_normalize(x, skip, bias, norm, output):
    inputs = [x, skip, keep(f"{norm}.weight"), keep(f"{norm}.bias"), keep(bias)]
    return node("SkipLayerNormalization", inputs, output, FUSED, epsilon=EPSILON)


def embeddings():
    prefix = "inner.embeddings"
    word = f"{prefix}.word_embeddings.weight"
    rows = node("Gather", [keep(f"{word}_q"), "input_ids"], "word_rows")
    cast = node("Cast", [rows], "word_floats", to=TensorProto.FLOAT)
    scales = node("Gather", [keep(f"{word}_scale"), "input_ids"], "word_scales")
    words = node("Mul", [cast, scales], "words")
    shape = node("Shape", ["input_ids"], "shape")
    count = node("Slice", [shape, constant("one", [1]), constant("two", [2])], "count")
    table = floats(f"{prefix}.position_embeddings.weight")
    positions = node("Slice", [table, constant("zero", [0]), count], "positions")
    types = keep(f"{prefix}.token_type_embeddings.weight")
    first_type = node("Gather", [types, constant("first", [0])], "first_type")
    # In the order of the released graph, so that sums round as they did.
    typed = node("Add", [words, first_type], "typed")
    placed = node("Add", [typed, positions], "placed")
    norm = [keep(f"{prefix}.LayerNorm.{part}") for part in ("weight", "bias")]
    return node("LayerNormalization", [placed, *norm], "hidden_0", axis=-1, epsilon=EPSILON)


def layer(number, hidden, matrices, output):
    name = f"inner.encoder.layer.{number}"
    query, key, value, projection, up, down = matrices
    biases = [keep(f"{name}.attention.self.{part}.bias") for part in ("query", "key", "value")]
    product(hidden, [query, key, value], f"qkv_{number}")
    parts = [f"{part}_{number}" for part in "qkv"]
    nodes.append(helper.make_node("Split", [f"qkv_{number}", "thirds"], parts, axis=2))
    bias = node("Concat", biases, f"qkv_bias_{number}", axis=0)
    mixed = node("MultiHeadAttention", [*parts, bias], f"mixed_{number}", FUSED, num_heads=HEADS)
    projected = product(mixed, [projection], f"projected_{number}")
    attended = add_and_normalize(projected, hidden, f"{name}.attention.output.dense.bias",
                                 f"{name}.attention.output.LayerNorm", f"attended_{number}")
    wide = product(attended, [up], f"wide_{number}")
    active = node("BiasGelu", [wide, keep(f"{name}.intermediate.dense.bias")],
                  f"active_{number}", FUSED)
    narrow = product(active, [down], f"narrow_{number}")
    return add_and_normalize(narrow, attended, f"{name}.output.dense.bias",
                             f"{name}.output.LayerNorm", output)


matrices = [each.input[1] for each in source.graph.node
            if each.op_type == "MatMul" and f"{each.input[1]}_q" in released]
layers = len(matrices) // 6
constant("thirds", 3 * [numpy_helper.to_array(released[f"{matrices[0]}_q"]).shape[1]])
hidden = embeddings()
for number in range(layers):
    output = "last_hidden_state" if number == layers - 1 else f"hidden_{number + 1}"
    hidden = layer(number, hidden, matrices[6 * number:6 * number + 6], output)

ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "n"])
states = helper.make_tensor_value_info(hidden, TensorProto.FLOAT, [1, "n", 384])
graph = helper.make_graph(nodes, "all-MiniLM-L6-v2", [ids], [states], list(kept.values()))
opsets = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), sys.argv[2])
