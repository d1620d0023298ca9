"""Writes the trained model as two ONNX files, and checks them against torch: export.py --weights FILE.pt --out ../../models/pixelshap-glance.onnx"""

import argparse
import json
import os
import sys

import numpy as np
import onnx
import onnx.numpy_helper
import torch
import torch.nn as nn

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from glance.network import COLUMNS, HEADS, LAYERS, LENGTH as LONGEST, PICTURES, ROWS, WIDTH, Glance, road_backbone  # noqa: E402

DESCRIPTION = "PixelShap glance: answers questions about pictures of streets, trained on rendered scenes"


class Sees(nn.Module):
    """picture [1, 3, 256, 448], which [1] (0: now, 1: before) to memory [layers, 2, 1, heads, 448, w]."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, picture, which):
        return self.network.memory(self.network.eye(picture), which)


class Says(nn.Module):
    """The next words' logits, and the past with the given words in it."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, tokens, positions, keys, past, memory):
        return self.network.say(tokens, positions, keys, past, memory)


def load(path):
    state = torch.load(path)
    network = Glance(len(state["words"]), road_backbone())
    network.load_state_dict(state["network"])
    return network.eval(), state["words"]


def halve(model):
    """Keeps large tables in 16 bits: half the file, and full precision while it runs."""
    casts = []
    for tensor in model.graph.initializer:
        if tensor.data_type == onnx.TensorProto.FLOAT and np.prod(tensor.dims) > 1000:
            name, values = tensor.name, onnx.numpy_helper.to_array(tensor).astype(np.float16)
            tensor.CopyFrom(onnx.numpy_helper.from_array(values, name + "_16"))
            casts.append(onnx.helper.make_node("Cast", [name + "_16"], [name], to=onnx.TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def mark(path, extra, author, description):
    model = onnx.load(path)
    halve(model)
    for key, value in {"license": "MIT", "author": author, "description": description, **extra}.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.checker.check_model(model)
    onnx.save(model, path)


def main():
    parser = argparse.ArgumentParser(prog="export.py")
    parser.add_argument("--weights", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--keep", help="also writes the weights in 16 bits, for train.py --resume")
    options = parser.parse_args()
    network, words = load(options.weights)
    if options.keep:
        torch.save({"network": {k: v.half() if v.is_floating_point() else v for k, v in network.state_dict().items()}, "words": words}, options.keep)
    write(network, words, options.out, (LAYERS, HEADS, WIDTH), LONGEST)
    check(network, options.out)


def write(network, words, out, sizes, longest, author="PixelShap.Video", description=DESCRIPTION):
    """The two files of a network; sizes are layers, heads and width."""
    layers, heads, width = sizes
    says = out.replace(".onnx", "-words.onnx")
    picture, which = torch.rand(1, 3, 16 * ROWS, 16 * COLUMNS), torch.zeros(1, dtype=torch.long)
    with torch.no_grad():
        torch.onnx.export(Sees(network), (picture, which), out, input_names=["picture", "which"], output_names=["memory"], opset_version=13)
        memory = Sees(network)(picture, which)
        past = torch.zeros(layers, 2, 1, heads, 2, width // heads)
        inputs = (torch.tensor([[5, 6, 7]]), torch.arange(2, 5), torch.arange(5), past, memory)
        torch.onnx.export(Says(network), inputs, says, input_names=["tokens", "positions", "keys", "past", "memory"], output_names=["logits", "present"], opset_version=13,
                          dynamic_axes={"tokens": {1: "t"}, "positions": {0: "t"}, "keys": {0: "s"}, "past": {4: "p"}, "memory": {4: "m"}, "logits": {1: "t"}, "present": {4: "s"}})
    mark(out, {"task": "glance-eye"}, author, description)
    mark(says, {"task": "glance-words", "words": json.dumps(words), "longest": str(longest), "pictures": str(PICTURES)}, author, description)
    for path in (out, says):
        print(f"{path}: {os.path.getsize(path) / 1e6:.2f} MB")


def check(network, eye):
    """The exported eye against torch, where ONNX's own evaluation is there."""
    try:
        from onnx.reference import ReferenceEvaluator
    except ImportError:
        print("not compared with torch: this onnx has no evaluator; measure.py asks both the program and the weights")
        return
    picture, which = torch.rand(1, 3, 256, 448), torch.ones(1, dtype=torch.long)
    with torch.no_grad():
        wanted = Sees(network)(picture, which).numpy()
    found = ReferenceEvaluator(eye).run(None, {"picture": picture.numpy(), "which": which.numpy()})[0]
    print("eye: greatest difference", float(np.abs(found - wanted).max()))


if __name__ == "__main__":
    main()
