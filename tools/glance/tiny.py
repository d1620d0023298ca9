"""
Writes a tiny network with random weights and the inputs and outputs of the real one, for tests of the program:
tiny.py --out ../../tests/PixelShap.Video.Language.Tests/Glance/Networks/pixelshap-glance.onnx
"""

import argparse
import os
import sys

import torch
import torch.nn as nn

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from glance import network as networks  # noqa: E402

networks.WIDTH, networks.HEADS, networks.LAYERS, networks.LENGTH = 16, 2, 2, 48
from export import write  # noqa: E402
from glance.network import Glance, road_backbone  # noqa: E402
from glance.words import SPECIAL  # noqa: E402

WORDS = "yes no there is a car bus light red green ahead the scene describe what directly doing i am not sure . ,".split()


class Glimpse(nn.Module):
    """An eye of one layer: 28 tokens of a picture."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Sequential(nn.AvgPool2d(16), nn.Conv2d(3, networks.WIDTH, 4, 4))

    def forward(self, picture):
        return self.layer(picture).flatten(2).transpose(1, 2) * 8


def main():
    parser = argparse.ArgumentParser(prog="tiny.py")
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    torch.manual_seed(3)
    network = Glance(len(SPECIAL) + len(WORDS), road_backbone())
    network.eye = Glimpse()
    nn.init.normal_(network.word.weight, std=.5)
    os.makedirs(os.path.dirname(options.out), exist_ok=True)
    write(network.eval(), SPECIAL + WORDS, options.out, (networks.LAYERS, networks.HEADS, networks.WIDTH), networks.LENGTH, description="random weights, for tests")


if __name__ == "__main__":
    main()
