"""The teachers, YOLOX-nano and PicoDet-S (both Apache-2.0), run in PyTorch straight from their ONNX files at any input size. They only give labels."""

import cv2
import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import helper, numpy_helper

# COCO's class numbers to ours: car, truck, bus, pedestrian, cyclist, motorcycle, traffic light, traffic sign, cone.
COCO = {2: 0, 7: 1, 5: 2, 0: 3, 1: 4, 3: 5, 9: 6, 11: 7}


class Graph:
    """An ONNX graph of the operators that these two detectors use. Reshapes keep the size of the picture that is given, not the one of the file."""

    def __init__(self, path):
        graph = onnx.load(path).graph
        self.constants = {i.name: torch.from_numpy(numpy_helper.to_array(i).copy()) for i in graph.initializer}
        self.nodes = [(n.op_type, list(n.input), list(n.output), {a.name: helper.get_attribute_value(a) for a in n.attribute}) for n in graph.node]
        for kind, _, outputs, attributes in self.nodes:
            if kind == "Constant":
                self.constants[outputs[0]] = torch.from_numpy(np.array(numpy_helper.to_array(attributes["value"])))
        self.input = next(i.name for i in graph.input if i.name not in self.constants)
        self.outputs = [o.name for o in graph.output]

    @torch.no_grad()
    def __call__(self, image):
        values = dict(self.constants)
        values[self.input] = image
        for kind, inputs, outputs, attributes in self.nodes:
            if kind != "Constant":
                result = _run(kind, [values[i] if i else None for i in inputs], attributes)
                values.update(zip(outputs, result if isinstance(result, (tuple, list)) else [result]))
        return [values[o] for o in self.outputs]


def _run(kind, x, a):
    if kind == "Conv":
        top, left, bottom, right = a.get("pads", [0, 0, 0, 0])
        if (top, left) != (bottom, right):
            x[0], top, left = F.pad(x[0], (left, right, top, bottom)), 0, 0
        return F.conv2d(x[0], x[1], x[2] if len(x) > 2 else None, a.get("strides", [1, 1]), (top, left), a.get("dilations", [1, 1]), a.get("group", 1))
    if kind == "MaxPool":
        return F.max_pool2d(x[0], a["kernel_shape"], a.get("strides", [1, 1]), a.get("pads", [0, 0])[:2])
    if kind == "Resize":
        return F.interpolate(x[0], scale_factor=2, mode="nearest")
    if kind == "Slice":
        at = [slice(None)] * x[0].dim()
        for k in range(len(x[1])):
            axis, step = int(x[3][k]), int(x[4][k]) if len(x) > 4 else 1
            at[axis] = slice(int(x[1][k]), min(int(x[2][k]), x[0].shape[axis]), step)
        return x[0][tuple(at)]
    if kind == "Split":
        return x[0].split(a["split"], a["axis"])
    if kind == "Reshape":
        n, target = x[0].shape[0], [int(v) for v in x[1]]
        if len(target) == 5:
            return x[0].reshape(n, target[1], target[2], *x[0].shape[-2:])
        if len(target) == 4:
            return x[0].reshape(n, -1, *x[0].shape[-2:])
        return x[0].reshape(n, x[0].shape[1], -1)
    if kind == "Clip":
        return x[0].clamp(float(x[1]), float(x[2]))
    if kind == "HardSigmoid":
        return (x[0] * a["alpha"] + a["beta"]).clamp(0, 1)
    if kind == "Transpose":
        return x[0].permute(*a["perm"])
    if kind == "Concat":
        return torch.cat(x, a["axis"])
    simple = {"Sigmoid": torch.sigmoid, "Relu": F.relu, "GlobalAveragePool": lambda v: v.mean((2, 3), keepdim=True)}
    if kind in simple:
        return simple[kind](x[0])
    return {"Add": torch.add, "Mul": torch.mul, "Div": torch.div}[kind](x[0], x[1])


def _letterbox(image, width, height):
    scale = min(width / image.shape[1], height / image.shape[0])
    small = cv2.resize(image, (round(image.shape[1] * scale), round(image.shape[0] * scale)), interpolation=cv2.INTER_LINEAR)
    canvas = np.full((height, width, 3), 114, np.uint8)
    canvas[:small.shape[0], :small.shape[1]] = small
    return canvas, scale


class Yolox:
    """Boxes by YOLOX: sized by exp, moved by the cell, score = object · class."""

    def __init__(self, path):
        self.graph = Graph(path)

    def __call__(self, image, width, height):
        canvas, scale = _letterbox(image, width, height)
        out = self.graph(torch.from_numpy(canvas.transpose(2, 0, 1)[None].astype(np.float32)))[0][0].numpy()
        cells, strides = [], []
        for stride in (8, 16, 32):
            y, x = np.mgrid[:height // stride, :width // stride]
            cells.append(np.stack([x.ravel(), y.ravel()], 1))
            strides.append(np.full(x.size, stride))
        cells, strides = np.concatenate(cells), np.concatenate(strides)[:, None]
        centre, size = (out[:, :2] + cells) * strides, np.exp(out[:, 2:4]) * strides
        boxes = np.concatenate([centre - size / 2, centre + size / 2], 1) / scale
        return boxes, out[:, 5:] * out[:, 4:5]


class PicoDet:
    """Boxes by PicoDet: the distance to each side is the mean of a distribution over eight bins."""

    MEAN, STD = np.array([103.53, 116.28, 123.675], np.float32), np.array([57.375, 57.12, 58.395], np.float32)

    def __init__(self, path):
        self.graph = Graph(path)

    def __call__(self, image, width, height):
        canvas, scale = _letterbox(image, width, height)
        out = self.graph(torch.from_numpy(((canvas.astype(np.float32) - self.MEAN) / self.STD).transpose(2, 0, 1)[None]))
        boxes, scores = [], []
        for level, stride in enumerate((8, 16, 32, 64)):
            score, spread = out[level][0].numpy(), out[level + 4][0].numpy()
            rows, columns = -(-height // stride), -(-width // stride)
            y, x = np.mgrid[:rows, :columns]
            centre = np.stack([x.ravel() + .5, y.ravel() + .5], 1) * stride
            spread = np.exp(spread.reshape(-1, 4, 8) - spread.reshape(-1, 4, 8).max(-1, keepdims=True))
            side = (spread * np.arange(8)).sum(-1) / spread.sum(-1) * stride
            boxes.append(np.concatenate([centre - side[:, :2], centre + side[:, 2:]], 1))
            scores.append(score)
        return np.concatenate(boxes) / scale, np.concatenate(scores)


def overlap(a, b):
    """IoU of boxes a [n, 4] and b [m, 4] as corners."""
    low, high = np.maximum(a[:, None, :2], b[None, :, :2]), np.minimum(a[:, None, 2:], b[None, :, 2:])
    inside = np.clip(high - low, 0, None).prod(-1)
    area = lambda v: (v[:, 2] - v[:, 0]) * (v[:, 3] - v[:, 1])  # noqa: E731
    return inside / (area(a)[:, None] + area(b)[None] - inside + 1e-9)


def ask(teachers, image, sizes, floor):
    """
    What the teachers see at each size and mirrored, joined: [k, 6] of x1, y1, x2, y2, our class, score. Boxes of one thing are averaged by score; a thing
    that only one of the views sees keeps a part of its score.
    """
    found, views = [], 0
    for teacher in teachers:
        for width, height in sizes:
            for mirrored in (False, True) if width < 900 else (False,):
                boxes, scores = teacher(np.ascontiguousarray(image[:, ::-1]) if mirrored else image, width, height)
                views += 1
                if mirrored:
                    boxes = np.stack([image.shape[1] - boxes[:, 2], boxes[:, 1], image.shape[1] - boxes[:, 0], boxes[:, 3]], 1)
                ours = np.stack([scores[:, c] for c in COCO], 1)
                best = ours.argmax(1)
                score = ours[np.arange(len(best)), best]
                keep = score > floor
                rows = np.concatenate([boxes[keep], np.array(list(COCO.values()))[best[keep], None], score[keep, None]], 1)
                rows = rows[rows[:, 5].argsort()[::-1]]
                kept = []
                for row in rows:  # one box per thing and view
                    if not kept or overlap(row[None, :4], np.array(kept)[:, :4]).max() < .6:
                        kept.append(row)
                found += kept
    found = sorted(found, key=lambda row: -row[5])
    groups = []
    for row in found:
        for group in groups:
            if overlap(row[None, :4], group[0][None, :4])[0, 0] > .55:
                group.append(row)
                break
        else:
            groups.append([row])
    out = []
    for group in groups:
        rows = np.array(group)
        box = (rows[:, :4] * rows[:, 5:]).sum(0) / rows[:, 5].sum()
        votes = np.bincount(rows[:, 4].astype(int), rows[:, 5], 9)
        agreed = min(len(rows), views) / views
        out.append([*box, votes.argmax(), rows[:, 5].max() * (.55 + .45 * agreed)])
    return np.array(out).reshape(-1, 6)
