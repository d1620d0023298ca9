"""COCO's compressed run lengths."""

import numpy as np


def encode(mask):
    """A boolean mask [h, w] as {size, counts}."""
    flat = np.asarray(mask, bool).ravel(order="F")
    edges = np.flatnonzero(np.diff(flat.astype(np.int8))) + 1
    runs = np.diff(np.concatenate([[0], edges, [flat.size]])).tolist()
    if flat[0]:
        runs.insert(0, 0)
    text = []
    for i, value in enumerate(runs):
        value -= runs[i - 2] if i > 2 else 0
        while True:
            bits, value = value & 0x1f, value >> 5
            more = value != -1 if bits & 0x10 else value != 0
            text.append(chr((bits | 0x20 if more else bits) + 48))
            if not more:
                break
    return {"size": [int(mask.shape[0]), int(mask.shape[1])], "counts": "".join(text)}


def decode(code):
    """The boolean mask [h, w] of {size, counts}."""
    h, w = code["size"]
    runs, value, shift = [], 0, 0
    for character in code["counts"]:
        bits = ord(character) - 48
        value |= (bits & 0x1f) << shift
        shift += 5
        if not bits & 0x20:
            if bits & 0x10:
                value |= -1 << shift
            runs.append(value + (runs[-2] if len(runs) > 2 else 0))
            value, shift = 0, 0
    flat = np.repeat(np.arange(len(runs)) % 2 == 1, runs)
    return flat.reshape((w, h)).T
