"""
Measures the road model with the program itself (`pixelshap eval segmentation` decodes; this only counts):

  measure.py rendered --model M --scenes DIR               mask AP50 over the classes present; small things count neither way
  measure.py real     --model M --yardstick Y CLIP...      vehicles at least 32 pixels high against another model at score .5: precision and recall
  measure.py camvid   --model M --images DIR --labels DIR  IoU of the pixels of cars, trucks and buses
"""

import argparse
import glob
import json
import os
import subprocess
import sys
import tempfile

import cv2
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from roadnet.masks import decode  # noqa: E402
from roadnet.teachers import overlap  # noqa: E402

PIXELSHAP = os.path.join(HERE, "..", "..", "pixelshap")
ROAD = ["car", "truck", "bus", "pedestrian", "cyclist", "motorcycle", "traffic light", "traffic sign", "cone"]
COCO_VEHICLES = {"car": 3, "bus": 6, "truck": 8}


def detect(model, folder, document, floor=.01):
    """All detections of a model on the images of a COCO document, through the command line; (results, what it prints)."""
    with tempfile.TemporaryDirectory() as work:
        truth, out = os.path.join(work, "truth.json"), os.path.join(work, "out.json")
        with open(truth, "w", encoding="utf-8") as file:
            json.dump(document, file)
        done = subprocess.run([PIXELSHAP, "eval", "segmentation", "--images", folder, "--annotations", truth, "--model", model, "--score-threshold", str(floor),
                               "--output", out, "--json"], capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(done.stderr or done.stdout)
        with open(out, encoding="utf-8") as file:
            return json.load(file), json.loads(done.stdout.strip().splitlines()[-1])


def rendered(options):
    document = {"images": [], "annotations": [], "categories": [{"id": i + 1, "name": n} for i, n in enumerate(ROAD)]}
    for path in sorted(glob.glob(os.path.join(options.scenes, "*.json"))):
        with open(path, encoding="utf-8") as file:
            part = json.load(file)
        document["images"] += part["images"]
        document["annotations"] += part["annotations"] + [dict(a, iscrowd=1) for a in part.get("small", [])]
    _, score = detect(options.model, options.scenes, document)
    print(json.dumps({"images": len(document["images"]), **score}))


def real(options):
    with tempfile.TemporaryDirectory() as folder:
        images = []
        for path in options.inputs:
            clip, number = cv2.VideoCapture(path), 0
            every = max(1, round((clip.get(cv2.CAP_PROP_FPS) or 25) * options.step))
            while clip.grab():
                if any(number % every == offset % every for offset in options.offset):
                    image = clip.retrieve()[1]
                    name = f"{len(images):05d}.png"
                    cv2.imwrite(os.path.join(folder, name), image)
                    images.append({"id": len(images) + 1, "file_name": name, "width": image.shape[1], "height": image.shape[0], "clip": os.path.basename(path)})
                number += 1
        dot = [{"id": 1, "image_id": 1, "category_id": 3, "bbox": [0, 0, 9, 9], "area": 81, "iscrowd": 0, "segmentation": [[0, 0, 9, 0, 9, 9, 0, 9]]}]
        coco = {"images": images, "annotations": dot, "categories": [{"id": v, "name": k} for k, v in COCO_VEHICLES.items()]}
        yard = [d for d in detect(options.yardstick, folder, coco)[0] if d["score"] >= .5]
        ours = detect(options.model, folder, coco)[0]
    ids = set(COCO_VEHICLES.values())
    rows, total = [], 0
    per = {}
    for image in images:
        truth = np.array([d["bbox"] for d in yard if d["image_id"] == image["id"] and d["category_id"] in ids]).reshape(-1, 4)
        found = one_each(sorted((d for d in ours if d["image_id"] == image["id"] and d["category_id"] in ids), key=lambda d: -d["score"]))
        truth = np.concatenate([truth[:, :2], truth[:, :2] + truth[:, 2:]], 1)
        tall = truth[:, 3] - truth[:, 1] >= 32
        total += int(tall.sum())
        stats = per.setdefault(image["clip"], [0, []])
        stats[0] += int(tall.sum())
        free = np.ones(len(truth), bool)
        for d in found:
            box = np.array([d["bbox"]])
            box = np.concatenate([box[:, :2], box[:, :2] + box[:, 2:]], 1)
            iou = overlap(box, truth)[0] * free if len(truth) else np.zeros(0)
            hit = int(iou.argmax()) if len(iou) and iou.max() >= .5 else -1
            if hit >= 0:
                free[hit] = False
            if hit >= 0 and tall[hit]:
                rows.append((d["score"], 1))
                stats[1].append((d["score"], 1))
            elif hit < 0 and d["bbox"][3] >= 32:
                rows.append((d["score"], 0))
                stats[1].append((d["score"], 0))
    print(json.dumps({"frames": len(images), "vehicles": total, **_point(rows, total, options.score),
                      "clips": {k: {"vehicles": v[0], **_point(v[1], v[0], options.score)} for k, v in per.items()}}, indent=1))


def one_each(found):
    """The detections without those that a stronger one covers, whatever its class, as a run does before it tracks them."""
    kept, boxes = [], np.zeros((0, 4))
    for d in found:
        box = np.array([[*d["bbox"][:2], d["bbox"][0] + d["bbox"][2], d["bbox"][1] + d["bbox"][3]]])
        if not len(boxes) or overlap(box, boxes).max() < .6:
            kept.append(d)
            boxes = np.concatenate([boxes, box])
    return kept


def _point(rows, total, score):
    """Recall where precision is .70, and both at the given score."""
    rows = sorted(rows, reverse=True)
    hits = np.cumsum([r[1] for r in rows]) if rows else np.zeros(0)
    precision = hits / np.arange(1, len(hits) + 1)
    good = np.flatnonzero(precision >= .70)
    at = sum(r[0] >= score for r in rows)
    return {"recall_at_precision_70": round(float(hits[good[-1]] / max(total, 1)), 3) if len(good) else 0.0,
            "score_there": round(rows[good[-1]][0], 3) if len(good) else None,
            "precision": round(float(precision[at - 1]), 3) if at else None, "recall": round(float(hits[at - 1] / max(total, 1)), 3) if at else 0.0}


def camvid(options):
    names = sorted(os.path.basename(p) for p in glob.glob(os.path.join(options.images, "*.jpg")))
    size = cv2.imread(os.path.join(options.images, names[0])).shape
    images = [{"id": i + 1, "file_name": n, "width": size[1], "height": size[0]} for i, n in enumerate(names)]
    dot = [{"id": 1, "image_id": 1, "category_id": 3, "bbox": [0, 0, 9, 9], "area": 81, "iscrowd": 0, "segmentation": [[0, 0, 9, 0, 9, 9, 0, 9]]}]
    found, _ = detect(options.model, options.images, {"images": images, "annotations": dot, "categories": [{"id": v, "name": k} for k, v in COCO_VEHICLES.items()]})
    both = either = 0
    for image in images:
        stem = os.path.splitext(image["file_name"])[0]
        label = cv2.imread(glob.glob(os.path.join(options.labels, stem + "*.png"))[0], cv2.IMREAD_UNCHANGED)
        label = label[..., 0] if label.ndim == 3 else label
        ours = np.zeros(label.shape, bool)
        for d in found:
            if d["image_id"] == image["id"] and d["score"] >= options.score and d["category_id"] in COCO_VEHICLES.values():
                ours |= decode(d["segmentation"])
        known = label != 11
        both += int((ours & (label == 8) & known).sum())
        either += int(((ours | (label == 8)) & known).sum())
    print(json.dumps({"frames": len(images), "score": options.score, "car_iou": round(both / max(either, 1), 3)}))


def main():
    parser = argparse.ArgumentParser(prog="measure.py")
    parser.add_argument("what", choices=["rendered", "real", "camvid"])
    parser.add_argument("--model", required=True)
    parser.add_argument("--scenes")
    parser.add_argument("--yardstick")
    parser.add_argument("--step", type=float, default=1.0, help="seconds between frames")
    parser.add_argument("--offset", type=int, nargs="+", default=[7], help="the first frame taken, so that others than those of label.py are; several take more")
    parser.add_argument("--score", type=float, default=.3)
    parser.add_argument("--images")
    parser.add_argument("--labels")
    parser.add_argument("inputs", nargs="*")
    options = parser.parse_intermixed_args()
    {"rendered": rendered, "real": real, "camvid": camvid}[options.what](options)


main()
