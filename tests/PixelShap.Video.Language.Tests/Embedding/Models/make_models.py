#!/usr/bin/env python3
"""Makes small sentence embedding models with the true inputs and outputs of exported BERT models; no weights of a real one are at hand.

    /usr/bin/python3 make_models.py        (Debian: python3-onnx)

A token's state is its row of TABLE. Padding, a mask that hides a token and a type other than 0 poison the states, so that a test sees when
they are not left out.
"""
import pathlib

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

FOLDER = pathlib.Path(__file__).parent
TABLE = {
    "[PAD]": [100, 100, 100, 100],
    "[UNK]": [0, 0, 0, 1],
    "[CLS]": [0, 0, 0, 0],
    "[SEP]": [0, 0, 0, 0],
    "car": [1, 0, 0, 0],
    "bus": [0.8, 0.6, 0, 0],
    "pedestrian": [0, 1, 0, 0],
    "crosses": [0, 0, 1, 0],
    "the": [0, 0, 0, 0],
    "##s": [0, 0, -1, 0],
}


def make(file, table, length="tokens", types=True, output="last_hidden_state"):
    inputs = ["input_ids", "attention_mask"] + (["token_type_ids"] if types else [])
    constants = [numpy_helper.from_array(np.array(table, np.float32), "table"),
                 numpy_helper.from_array(np.array(100, np.float32), "poison"),
                 numpy_helper.from_array(np.array(1, np.float32), "one"),
                 numpy_helper.from_array(np.array([2], np.int64), "last")]
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["states"]),
             helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
             helper.make_node("Sub", ["one", "mask"], ["hidden"])]
    wrong = "hidden"
    if types:
        nodes += [helper.make_node("Cast", ["token_type_ids"], ["types"], to=TensorProto.FLOAT), helper.make_node("Add", ["hidden", "types"], ["wrong"])]
        wrong = "wrong"
    nodes += [helper.make_node("Mul", [wrong, "poison"], ["poisoned"]),
              helper.make_node("Unsqueeze", ["poisoned", "last"], ["column"]),
              helper.make_node("Add", ["states", "column"], [output])]
    graph = helper.make_graph(
        nodes, file,
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", length]) for name in inputs],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, ["batch", length, len(table[0])])],
        constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    model.ir_version = 8
    checker.check_model(model)
    save(model, str(FOLDER / file))


rows = list(TABLE.values())
make("embedder.onnx", rows)
make("embedder_fixed.onnx", rows, length=8, types=False)
make("embedder_constant.onnx", [[1, 2, 3, 4]] * len(rows))
make("embedder_small.onnx", rows[:4])
(FOLDER / "vocab.txt").write_text("\n".join(TABLE) + "\n")
