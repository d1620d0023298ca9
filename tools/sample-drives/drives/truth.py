"""Truth in COCO form: run-length masks, boxes, tracks, visibility and prompts."""

import numpy as np


def rle(mask):
    """COCO's compressed run-length encoding of a boolean mask H×W: column by column, six bits per character."""
    flat = np.asarray(mask, bool).ravel(order="F")
    edges = np.flatnonzero(np.diff(flat.astype(np.int8))) + 1
    runs = np.diff(np.concatenate([[0], edges, [flat.size]])).tolist()
    if flat[0]:
        runs.insert(0, 0)
    text = []
    for i, value in enumerate(runs):
        if i > 2:
            value -= runs[i - 2]
        while True:
            bits = value & 0x1f
            value >>= 5
            more = value != -1 if bits & 0x10 else value != 0
            text.append(chr((bits | 0x20 if more else bits) + 48))
            if not more:
                break
    return {"size": [int(mask.shape[0]), int(mask.shape[1])], "counts": "".join(text)}


def box(mask):
    """[x, y, width, height] around a mask."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return [int(columns[0]), int(rows[0]), int(columns[-1] - columns[0] + 1), int(rows[-1] - rows[0] + 1)]
