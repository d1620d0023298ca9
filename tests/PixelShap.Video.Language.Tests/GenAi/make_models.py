#!/usr/bin/env python3
"""Makes the tiny networks of tests/PixelShap.Video.Language.Tests/GenAi: a vision-language model in the layout of ONNX Runtime GenAI whose
answer can be told beforehand. Needs python3-onnx.

vision:    one row for each image token, filled with the mean of the normalised pixels
two_rows:  a vision network whose output has two rows for any picture: one that does not fit its image processor
embedding: the image's rows where input_ids are negative (the images' places), zero elsewhere
text:      the next token is 300 + round(40 * mean of all embeddings), then one more at each step, through the length of the past
"""
import os
import numpy as np
import onnx
from onnx import TensorProto as T, helper as h, numpy_helper

FOLDER = os.path.dirname(os.path.abspath(__file__))
HIDDEN, HEAD, VOCABULARY, FIRST, SCALE = 8, 8, 32064, 300.0, 40.0


def constant(name, values, kind):
    return numpy_helper.from_array(np.array(values, dtype=kind), name)


def save(name, nodes, inputs, outputs, constants):
    graph = h.make_graph(nodes, name, [h.make_tensor_value_info(*i) for i in inputs], [h.make_tensor_value_info(*o) for o in outputs], constants)
    model = h.make_model(graph, opset_imports=[h.make_opsetid("", 14)], producer_name="pixelshap")
    model.ir_version = 8
    onnx.checker.check_model(model)
    onnx.save(model, os.path.join(FOLDER, name + ".onnx"))


# Phi-3-vision: (h/336 * w/336 + 1) * 144 + 1 + (h/336 + 1) * 12 tokens for an image of h x w pixels as it is seen.
save("vision", [
    h.make_node("Div", ["image_sizes", "side"], ["crops"]),
    h.make_node("Gather", ["crops", "zero"], ["rows"], axis=1),
    h.make_node("Gather", ["crops", "one"], ["columns"], axis=1),
    h.make_node("Mul", ["rows", "columns"], ["product"]),
    h.make_node("Add", ["product", "one1"], ["tiles"]),
    h.make_node("Mul", ["tiles", "c144"], ["places"]),
    h.make_node("Add", ["rows", "one1"], ["lines"]),
    h.make_node("Mul", ["lines", "c12"], ["ends"]),
    h.make_node("Add", ["places", "ends"], ["most"]),
    h.make_node("Add", ["most", "one1"], ["tokens"]),
    h.make_node("ReduceSum", ["tokens"], ["count"], keepdims=0),
    h.make_node("Reshape", ["count", "shape1"], ["count1"]),
    h.make_node("Concat", ["count1", "hidden"], ["shape"], axis=0),
    h.make_node("ReduceMean", ["pixel_values"], ["mean"], keepdims=0),
    h.make_node("Expand", ["mean", "shape"], ["image_features"]),
], [("pixel_values", T.FLOAT, ["n", "crops", 3, "h", "w"]), ("image_sizes", T.INT64, ["n", 2])],
    [("image_features", T.FLOAT, ["tokens", HIDDEN])],
    [constant("side", 336, np.int64), constant("zero", 0, np.int64), constant("one", 1, np.int64), constant("one1", 1, np.int64), constant("c144", 144, np.int64),
     constant("c12", 12, np.int64), constant("shape1", [1], np.int64), constant("hidden", [HIDDEN], np.int64)])

save("two_rows", [
    h.make_node("Cast", ["image_sizes"], ["sizes"], to=T.FLOAT),
    h.make_node("ReduceMean", ["sizes"], ["level"], keepdims=0),
    h.make_node("ReduceMean", ["pixel_values"], ["mean"], keepdims=0),
    h.make_node("Add", ["level", "mean"], ["sum"]),
    h.make_node("Expand", ["sum", "shape"], ["image_features"]),
], [("pixel_values", T.FLOAT, ["n", "crops", 3, "h", "w"]), ("image_sizes", T.INT64, ["n", 2])],
    [("image_features", T.FLOAT, ["tokens", HIDDEN])], [constant("shape", [2, HIDDEN], np.int64)])

# Reads the mean off the first row: the places of one image are all alike.
save("embedding", [
    h.make_node("Less", ["input_ids", "zero"], ["is_image"]),
    h.make_node("Cast", ["is_image"], ["where"], to=T.FLOAT),
    h.make_node("Unsqueeze", ["where", "last"], ["where3"]),
    h.make_node("ReduceMean", ["image_features"], ["level"], keepdims=0),
    h.make_node("Mul", ["where3", "level"], ["levels"]),
    h.make_node("Tile", ["levels", "repeats"], ["inputs_embeds"]),
], [("input_ids", T.INT64, ["b", "s"]), ("image_features", T.FLOAT, ["tokens", HIDDEN])],
    [("inputs_embeds", T.FLOAT, ["b", "s", HIDDEN])],
    [constant("zero", 0, np.int64), constant("last", [2], np.int64), constant("repeats", [1, 1, HIDDEN], np.int64)])

# The keys carry the level of the question on to the next steps; a step sees how long the past is.
save("text", [
    h.make_node("Unsqueeze", ["inputs_embeds", "first"], ["new"]),
    h.make_node("Concat", ["past_key_values.0.key", "new"], ["present.0.key"], axis=2),
    h.make_node("Concat", ["past_key_values.0.value", "new"], ["present.0.value"], axis=2),
    h.make_node("ReduceSum", ["present.0.key"], ["sum"], keepdims=0),
    h.make_node("Mul", ["sum", "scale"], ["scaled"]),
    h.make_node("Shape", ["past_key_values.0.key"], ["past_shape"]),
    h.make_node("Gather", ["past_shape", "two"], ["past"], axis=0),
    h.make_node("Cast", ["past"], ["steps"], to=T.FLOAT),
    h.make_node("Add", ["scaled", "offset"], ["start"]),
    h.make_node("Add", ["start", "steps"], ["target"]),
    h.make_node("Round", ["target"], ["token"]),
    h.make_node("Range", ["zero", "size", "one"], ["ids"]),
    h.make_node("Cast", ["ids"], ["numbers"], to=T.FLOAT),
    h.make_node("Sub", ["numbers", "token"], ["away"]),
    h.make_node("Abs", ["away"], ["distance"]),
    h.make_node("Neg", ["distance"], ["row"]),
    h.make_node("Shape", ["inputs_embeds"], ["embeds_shape"]),
    h.make_node("Slice", ["embeds_shape", "from", "to"], ["batch_sequence"]),
    h.make_node("Concat", ["batch_sequence", "sizes"], ["logits_shape"], axis=0),
    h.make_node("Expand", ["row", "logits_shape"], ["logits"]),
], [("inputs_embeds", T.FLOAT, ["b", "s", HIDDEN]), ("attention_mask", T.INT64, ["b", "t"]),
    ("past_key_values.0.key", T.FLOAT, ["b", 1, "p", HEAD]), ("past_key_values.0.value", T.FLOAT, ["b", 1, "p", HEAD])],
    [("logits", T.FLOAT, ["b", "s", VOCABULARY]), ("present.0.key", T.FLOAT, ["b", 1, "t", HEAD]), ("present.0.value", T.FLOAT, ["b", 1, "t", HEAD])],
    [constant("first", [1], np.int64), constant("scale", SCALE / 1000 / HIDDEN, np.float32), constant("offset", FIRST, np.float32), constant("two", 2, np.int64),
     constant("zero", 0, np.int64), constant("size", VOCABULARY, np.int64), constant("one", 1, np.int64), constant("from", [0], np.int64),
     constant("to", [2], np.int64), constant("sizes", [VOCABULARY], np.int64)])
