"""
Labels real driving pictures by the teachers: label.py --teachers DIR --out DIR [--step SECONDS] CLIP_OR_PICTURE...

Boxes above --sure become labels with a mask by GrabCut inside the box; boxes between --doubt and --sure mark places where nothing is learned. A person on
a bicycle or motorcycle becomes one cyclist or motorcycle. Writes NAME.png, NAME.index.png's content as run lengths in real.json (COCO form) like scenes.py.
"""

import argparse
import glob
import json
import os
import sys

import cv2
import numpy as np
import torch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "sample-drives"))
from roadnet.teachers import PicoDet, Yolox, ask, overlap  # noqa: E402
from roadnet.masks import encode  # noqa: E402

CATEGORIES = ["car", "truck", "bus", "pedestrian", "cyclist", "motorcycle", "traffic light", "traffic sign", "cone"]
SIZE = (640, 360)


def pictures(path, step):
    """(name, picture) of a clip at every `step` seconds, or of one picture."""
    name = os.path.splitext(os.path.basename(path))[0]
    if path.lower().endswith((".jpg", ".jpeg", ".png")):
        yield name, cv2.imread(path)
        return
    clip = cv2.VideoCapture(path)
    every = max(1, round((clip.get(cv2.CAP_PROP_FPS) or 25) * step))
    number = 0
    while clip.grab():
        if number % every == 0:
            yield f"{name}-{number:05d}", clip.retrieve()[1]
        number += 1


def join_riders(rows):
    """A pedestrian over a bicycle or motorcycle becomes one with it; a bicycle without a rider is no cyclist and is left in doubt (class -1)."""
    people, out = [r for r in rows if r[4] == 3], [r for r in rows if r[4] not in (3, 4, 5)]
    used = set()
    for row in (r for r in rows if r[4] in (4, 5)):
        best, share = None, .0
        for k, person in enumerate(people):
            wide = min(row[2], person[2]) - max(row[0], person[0])
            tall = min(row[3], person[3]) - max(row[1], person[1])
            if k not in used and wide > .5 * (person[2] - person[0]) and tall > .15 * (person[3] - person[1]) and wide > share:
                best, share = k, wide
        if best is not None:
            used.add(best)
            person = people[best]
            out.append(np.array([*np.minimum(row[:2], person[:2]), *np.maximum(row[2:4], person[2:4]), row[4], max(row[5], person[5])]))
        else:
            row = row.copy()
            row[4] = row[4] if row[4] == 5 else -1
            out.append(row)
    return out + [p for k, p in enumerate(people) if k not in used]


def judge(rows, sure, doubt):
    """Leaves out what is hardly seen, and large boxes that only some views see: they would cover half of the picture with doubt."""
    kept = []
    for row in rows:
        share = (row[2] - row[0]) * (row[3] - row[1]) / (SIZE[0] * SIZE[1])
        if row[5] >= doubt and (share < .08 or row[5] >= sure) and (share < .25 or row[5] >= .5):
            kept.append(row)
    return kept


def grabcut(image, box):
    """The thing inside a box: GrabCut from the box, kept when it fills a plausible part of it, otherwise an ellipse-like core."""
    h, w = image.shape[:2]
    x1, y1, x2, y2 = (int(round(v)) for v in box)
    x1, y1, x2, y2 = max(x1, 0), max(y1, 0), min(x2, w), min(y2, h)
    mask = np.zeros((h, w), bool)
    if x2 - x1 < 3 or y2 - y1 < 3:
        return mask
    pad = max(8, (x2 - x1) // 4)
    a, b, c, d = max(x1 - pad, 0), max(y1 - pad, 0), min(x2 + pad, w), min(y2 + pad, h)
    part = np.ascontiguousarray(image[b:d, a:c])
    state = np.full(part.shape[:2], cv2.GC_BGD, np.uint8)
    bx1, by1, bx2, by2 = x1 - a, y1 - b, x2 - a, y2 - b
    state[by1:by2, bx1:bx2] = cv2.GC_PR_FGD
    mx, my = (bx2 - bx1) // 4, (by2 - by1) // 4
    if mx > 1 and my > 1:
        state[by1 + my:by2 - my, bx1 + mx:bx2 - mx] = cv2.GC_FGD
    try:
        cv2.grabCut(part, state, None, np.zeros((1, 65)), np.zeros((1, 65)), 3, cv2.GC_INIT_WITH_MASK)
    except cv2.error:
        pass
    found = ((state == cv2.GC_FGD) | (state == cv2.GC_PR_FGD)).astype(np.uint8)
    found = cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)) if min(bx2 - bx1, by2 - by1) > 16 else found
    inside = found[by1:by2, bx1:bx2]
    if inside.mean() < .45:
        inside = np.zeros_like(inside)
        cv2.ellipse(inside, ((bx2 - bx1) // 2, (by2 - by1) // 2), (max(1, (bx2 - bx1) // 2), max(1, (by2 - by1) // 2)), 0, 0, 360, 1, -1)
    mask[y1:y2, x1:x2] = inside[:y2 - y1, :x2 - x1].astype(bool)
    return mask


def main():
    parser = argparse.ArgumentParser(prog="label.py")
    parser.add_argument("--teachers", required=True, help="folder with yolox_nano.onnx and picodet_s_416_coco.onnx")
    parser.add_argument("--out", required=True)
    parser.add_argument("--step", type=float, default=.5, help="seconds between pictures of a clip")
    parser.add_argument("--floor", type=float, default=.12, help="the lowest score of a single view")
    parser.add_argument("--sure", type=float, default=.28)
    parser.add_argument("--doubt", type=float, default=.16)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("inputs", nargs="+")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(options.threads)
    teachers = [Yolox(os.path.join(options.teachers, "yolox_nano.onnx")), PicoDet(os.path.join(options.teachers, "picodet_s_416_coco.onnx"))]
    os.makedirs(options.out, exist_ok=True)
    images, annotations = [], []
    for path in sorted(p for pattern in options.inputs for p in glob.glob(pattern)):
        for name, full in pictures(path, options.step):
            image = cv2.resize(full, SIZE, interpolation=cv2.INTER_AREA)
            rows = join_riders(list(ask(teachers, image, ((640, 384), (960, 544)), options.floor)))
            rows = judge(rows, options.sure, options.doubt)
            rows.sort(key=lambda r: r[3])  # nearer things lie over farther ones
            cv2.imwrite(os.path.join(options.out, name + ".png"), image)
            images.append({"id": len(images) + 1, "file_name": name + ".png", "width": SIZE[0], "height": SIZE[1]})
            over = np.zeros(image.shape[:2], bool)
            for row in reversed(rows):
                sure = row[5] >= options.sure and row[4] >= 0
                mask = grabcut(image, row[:4]) & ~over if sure else np.zeros(image.shape[:2], bool)
                over |= mask
                x1, y1, x2, y2 = np.clip(row[:4], 0, [640, 360, 640, 360])
                annotations.append({"id": len(annotations) + 1, "image_id": len(images), "category_id": int(max(row[4], 0)) + 1, "score": round(float(row[5]), 3),
                                    "iscrowd": 0 if sure else 1, "bbox": [round(float(v), 1) for v in (x1, y1, x2 - x1, y2 - y1)],
                                    "area": int(mask.sum()), "segmentation": encode(mask)})
            print(f"{name}: {sum(1 for a in annotations if a['image_id'] == len(images) and not a['iscrowd'])} things", flush=True)
    with open(os.path.join(options.out, "real.json"), "w", encoding="utf-8") as file:
        json.dump({"images": images, "annotations": annotations, "categories": [{"id": i + 1, "name": n} for i, n in enumerate(CATEGORIES)]}, file)


if __name__ == "__main__":
    main()
