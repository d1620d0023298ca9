"""Writes the trained network as ONNX in YOLO-seg's layout: export.py --weights FILE.pt --out FILE.onnx [--size 640x384]"""

import argparse
import os
import sys

import onnx
import torch
import torch.nn as nn

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from roadnet.network import CLASSES, RoadNet, boxes, cells  # noqa: E402


class Exported(nn.Module):
    """Boxes as centre and size in pixels, scores 0 to 1, coefficients: [1, 4 + classes + 32, n]; and the prototypes."""

    def __init__(self, network, height, width, shift):
        super().__init__()
        self.network, self.shift = network, shift
        self.where, self.stride = cells(height, width)

    def forward(self, images):
        logits, sides, codes, proto = self.network(images)
        corners = boxes(sides, self.where, self.stride)
        centre, size = (corners[..., :2] + corners[..., 2:]) / 2, corners[..., 2:] - corners[..., :2]
        return torch.cat([centre, size, (logits + self.shift).sigmoid(), codes], -1).transpose(1, 2), proto


def main():
    parser = argparse.ArgumentParser(prog="export.py")
    parser.add_argument("--weights", nargs="+", required=True, help="several are averaged, which suits stretches of one training")
    parser.add_argument("--out", required=True)
    parser.add_argument("--size", default="640x384")
    parser.add_argument("--shift", type=float, default=-.8, help="added to the scores' logits, so that a track may begin at .3")
    options = parser.parse_args()
    width, height = (int(v) for v in options.size.split("x"))
    network = RoadNet()
    states = [torch.load(path) for path in options.weights]
    network.load_state_dict({key: sum(state[key] for state in states) / len(states) if value.dtype.is_floating_point else value for key, value in states[0].items()})
    module = Exported(network.eval(), height, width, options.shift).eval()
    torch.onnx.export(module, torch.zeros(1, 3, height, width), options.out, input_names=["images"], output_names=["output0", "output1"], opset_version=13)
    model = onnx.load(options.out)
    for key, value in {"names": str(dict(enumerate(CLASSES))), "task": "segment", "stride": "32", "license": "MIT", "author": "PixelShap.Video",
                       "description": "PixelShap road model: instance masks of road users, trained on rendered scenes and on real frames labelled by Apache-2.0 detectors"}.items():
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.checker.check_model(model)
    onnx.save(model, options.out)
    print(f"{options.out}: {os.path.getsize(options.out) / 1e6:.2f} MB, {len(model.graph.node)} nodes")


main()
