"""
The network: an eye of plain convolutions, begun from the road model's, that makes 448 tokens of a picture of 448 x 256, and a small causal transformer that reads a
question and writes an answer word by word, looking at the tokens of one or two pictures.
"""

import math
import os
import sys

import torch
import torch.nn as nn
import torch.nn.functional as F

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "training"))
from roadnet.network import RoadNet  # noqa: E402

WIDTH, HEADS, LAYERS, LENGTH, PICTURES = 128, 4, 3, 96, 2
ROWS, COLUMNS = 16, 28
COLOURS = 27
EYE = 256 + 256 + 64 + 64 + 64 + 27 + 32 + COLOURS


class Folded(nn.Sequential):
    """Convolution and ReLU, as the exported road model has them."""

    def __init__(self, layer):
        c = layer.conv
        super().__init__(nn.Conv2d(c.in_channels, c.out_channels, c.kernel_size, c.stride, c.padding, groups=c.groups), nn.ReLU())


def _fold(module):
    """Every Conv of the road network without its batch norm, in the order in which the exported file holds them."""
    for name, child in module.named_children():
        if type(child).__name__ == "Conv":
            setattr(module, name, Folded(child))
        else:
            _fold(child)


def road_backbone(path=None):
    """The road network without batch norm; with the weights of its ONNX file where that is named."""
    network = RoadNet()
    _fold(network)
    if path:
        _load(network, path)
    del network.proto, network.coarse, network.fine
    for head in network.heads:
        del head.place, head.sides, head.mask
    return network


def _load(network, path):
    import onnx
    from onnx import numpy_helper
    model = onnx.load(path)
    values = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy()) for t in model.graph.initializer}
    named = {k.removeprefix("network."): v for k, v in values.items() if k.startswith("network.")}
    order = []  # as the graph runs
    for node in model.graph.node:
        if node.op_type == "Conv" and not node.input[1].startswith("network."):
            order.append((values[node.input[1]], values[node.input[2]]))
    calls = []
    hooks = [m.register_forward_hook(lambda module, _, __: calls.append(module)) for m in network.modules() if isinstance(m, Folded)]
    with torch.no_grad():
        network(torch.zeros(1, 3, 64, 64))
    for hook in hooks:
        hook.remove()
    assert len(calls) == len(order), (len(calls), len(order))
    for module, (weight, bias) in zip(calls, order):
        assert module[0].weight.shape == weight.shape
        module[0].weight.data.copy_(weight)
        module[0].bias.data.copy_(bias)
    own = dict(network.named_parameters())
    for key, value in named.items():
        own[key].data.copy_(value)


def _deep(x):
    """Stride 8 to stride 16 without losing anything."""
    return F.pixel_unshuffle(x, 2)


def colours(x):
    """
    What colours each cell has [b, 27, 16, 28]: the road model's part of the eye is made not to care. The mean of its four quarters (12), the most and the mean of red, green
    and blue against the two others (6), of brightness (2), the strongest of each of the three (3), and the mean of the whole picture (3 and brightness).
    """
    small = F.avg_pool2d(x, 4)
    grey = small.mean(1, keepdim=True)
    against = (small - grey) * 1.5
    whole = small.mean((2, 3), keepdim=True)
    each = torch.cat([F.max_pool2d(against, 4), F.avg_pool2d(against, 4), F.max_pool2d(grey, 4), F.avg_pool2d(grey, 4), F.max_pool2d(small, 4)], 1)
    return torch.cat([_deep(F.avg_pool2d(x, 8)), each, torch.cat([whole, whole.mean(1, keepdim=True)], 1) + torch.zeros_like(each[:, :4])], 1)


class Eye(nn.Module):
    """Picture [b, 3, 256, 448], RGB 0 to 1, to tokens [b, 448, WIDTH]."""

    def __init__(self, backbone):
        super().__init__()
        self.road = backbone
        self.fine = nn.Sequential(nn.Conv2d(3, 16, 3, 2, 1), nn.ReLU(), nn.Conv2d(16, 32, 3, 2, 1), nn.ReLU(), nn.Conv2d(32, 32, 3, 1, 1), nn.ReLU())
        self.join = nn.Sequential(nn.Conv2d(EYE, WIDTH, 1), nn.ReLU(), nn.Conv2d(WIDTH, WIDTH, 3, 1, 1))
        self.place = nn.Parameter(torch.randn(1, WIDTH, ROWS, COLUMNS) * .02)
        self.layer = Look(WIDTH, HEADS)
        self.norm = nn.LayerNorm(WIDTH)

    def features(self, x):
        r = self.road
        c2 = r.stem(x)
        c3 = r.c3(c2)
        c4 = r.c4(c3)
        p5 = r.l5(r.c5(c4))
        p4 = r.up4(torch.cat([F.interpolate(p5, scale_factor=2.0), r.l4(c4)], 1))
        p3 = r.up3(torch.cat([F.interpolate(p4, scale_factor=2.0), r.l3(c3)], 1))
        n4 = r.out4(torch.cat([r.down4(p3), p4], 1))
        n5 = r.out5(torch.cat([r.down5(n4), p5], 1))
        scores = [h.score(h.sort(h.look(level))).clamp(-8, 4) / 4 for h, level in zip(r.heads, (p3, n4, n5))]
        up = lambda t: F.interpolate(t, scale_factor=2.0)  # noqa: E731
        return torch.cat([_deep(p3), _deep(c3), p4, n4, up(n5), F.max_pool2d(scores[0], 2), scores[1], up(scores[2])], 1)

    def forward(self, x, features=None):
        """`features`: what `features` gives for x, where it is known."""
        features = self.features(x) if features is None else features
        x = self.join(torch.cat([features, F.max_pool2d(self.fine(x), 4), colours(x)], 1)) + self.place
        x = x.flatten(2).transpose(1, 2)
        return self.norm(self.layer(x))


class Look(nn.Module):
    """Tokens look at each other."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.n1, self.n2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp = nn.Sequential(nn.Linear(width, 3 * width), nn.ReLU(), nn.Linear(3 * width, width))

    def forward(self, x):
        q, k, v = (split(t, self.heads) for t in self.qkv(self.n1(x)).chunk(3, -1))
        x = x + self.out(join(attend(q, k, v)))
        return x + self.mlp(self.n2(x))


def split(x, heads):
    b, n, w = x.shape
    return x.view(b, n, heads, w // heads).transpose(1, 2)


def join(x):
    b, h, n, w = x.shape
    return x.transpose(1, 2).reshape(b, n, h * w)


def attend(q, k, v, mask=None):
    scores = (q / math.sqrt(q.shape[-1])) @ k.transpose(-1, -2)
    return (scores if mask is None else scores + mask).softmax(-1) @ v


class Layer(nn.Module):
    """Reads what was said so far, then looks at the pictures."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.n1, self.n2, self.n3 = nn.LayerNorm(width), nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.ask, self.seen, self.take = nn.Linear(width, width), nn.Linear(width, 2 * width), nn.Linear(width, width)
        self.mlp = nn.Sequential(nn.Linear(width, 3 * width), nn.ReLU(), nn.Linear(3 * width, width))
        with torch.no_grad():  # a word begins by looking for what looks like it
            one = torch.eye(width)
            self.ask.weight.mul_(.3).add_(one)
            self.seen.weight.mul_(.3).add_(torch.cat([one, one]))
            self.take.weight.mul_(.3).add_(one * .3)

    def forward(self, x, past, mask, k, v):
        """past is keys and values [2, b, heads, n, w]; mask [n, n'] or [b, 1, n, n']."""
        q, keys, values = (split(t, self.heads) for t in self.qkv(self.n1(x)).chunk(3, -1))
        keys, values = (keys, values) if past is None else (torch.cat([past[0], keys], 2), torch.cat([past[1], values], 2))
        x = x + self.out(join(attend(q, keys, values, mask)))
        x = x + self.take(join(attend(split(self.ask(self.n2(x)), self.heads), k, v)))
        return x + self.mlp(self.n3(x)), torch.stack([keys, values])


class Glance(nn.Module):
    """The whole: `see` pictures, then `say` words."""

    def __init__(self, words, backbone):
        super().__init__()
        self.eye = Eye(backbone)
        self.which = nn.Parameter(torch.randn(PICTURES, 1, WIDTH) * .02)
        self.word = nn.Embedding(words, WIDTH)
        nn.init.normal_(self.word.weight, std=.05)
        self.at = nn.Parameter(torch.randn(LENGTH, WIDTH) * .02)
        self.layers = nn.ModuleList(Layer(WIDTH, HEADS) for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)
        self.cell_scale, self.cell_bias = nn.Parameter(torch.tensor(4.0)), nn.Parameter(torch.full((words,), -3.0))

    def cells(self, tokens, words):
        """How much of each of some words is seen in each cell, as logits [b, 448, words]: an auxiliary aim that ties words to looks."""
        return tokens @ self.word.weight[words].T * self.cell_scale + self.cell_bias[words]

    def memory(self, tokens, which):
        """Keys and values of a picture's tokens for every layer [LAYERS, 2, b, heads, 448, w]; `which` is 0 for now, 1 for before."""
        x = tokens + self.which[which]
        return torch.stack([torch.stack([split(t, HEADS) for t in layer.seen(x).chunk(2, -1)]) for layer in self.layers])

    def say(self, tokens, positions, keys, past, memory):
        """Logits [b, t, words] of what follows, and the new past [LAYERS, 2, b, heads, n, w]."""
        return self.speak(tokens, positions, (keys[None, :] > positions[:, None]).float() * -1e4, past, memory)

    def speak(self, tokens, positions, mask, past, memory):
        """As `say`, with what is added to the scores of words by words; so several questions of a picture may lie in one row, blind to each other."""
        x = self.word(tokens) + self.at[positions]
        new = []
        for k, layer in enumerate(self.layers):
            x, now = layer(x, None if past is None else past[k], mask, memory[k, 0], memory[k, 1])
            new.append(now)
        return self.norm(x) @ self.word.weight.T, torch.stack(new)
