"""Pictures with labelled things, changed at random: scale, place, mirror, light, colour, blur, noise, compression."""

import glob
import json
import os
import queue
import threading

import cv2
import numpy as np
import torch

from .masks import decode


# How often each class is pasted, relative to the others.
PASTED = (.5, 1, 1, 3, 3, 2.5, .5, 1, 1)


class Pictures:
    """All pictures of folders in the form that scenes.py and label.py write, held in memory."""

    def __init__(self, folders, smallest=36):
        self.items = []
        self.by_class = {}
        for folder in folders:
            for path in sorted(glob.glob(os.path.join(folder, "*.json"))):
                with open(path, encoding="utf-8") as file:
                    document = json.load(file)
                rows = {}
                for a in document["annotations"] + document.get("small", []):
                    rows.setdefault(a["image_id"], []).append(a)
                for entry in document["images"]:
                    image = cv2.imread(os.path.join(folder, entry["file_name"]))
                    if image is None:
                        continue
                    index = np.zeros(image.shape[:2], np.uint8)
                    things = []
                    for a in rows.get(entry["id"], [])[:220]:
                        x, y, w, h = a["bbox"]
                        doubt = a["iscrowd"] or w * h < smallest or h < 6
                        if not doubt and a["area"] >= 150:
                            self.by_class.setdefault(a["category_id"] - 1, []).append((len(self.items), len(things)))
                        things.append([x, y, x + w, y + h, a["category_id"] - 1, float(bool(doubt))])
                        if a["area"]:
                            index[decode(a["segmentation"])] = len(things)
                    self.items.append((image, index, np.array(things, np.float32).reshape(-1, 6)))

    def __len__(self):
        return len(self.items)


def paste(item, pictures, rng):
    """
    The picture with one to four things of other pictures laid over it, about where they were (copy and paste, Ghiasi et al. 2021), people most often: what is
    rare in a street, and small before something large, is no longer rare to the network.
    """
    image, index, things = item[0].copy(), item[1].copy(), item[2].copy()
    height, width = index.shape
    classes = sorted(pictures.by_class)
    shares = np.array([PASTED[c] for c in classes])
    for _ in range(int(rng.integers(1, 5))):
        choice = pictures.by_class[rng.choice(classes, p=shares / shares.sum())]
        other, number = choice[rng.integers(len(choice))]
        source, where, rows = pictures.items[other]
        x1, y1, x2, y2 = (int(v) for v in rows[number, :4])
        mask = (where[y1:y2, x1:x2] == number + 1).astype(np.uint8)
        if source.shape != image.shape or mask.sum() < 100 or len(things) > 240:
            continue
        scale = rng.uniform(.7, 1.3)
        size = max(4, round((x2 - x1) * scale)), max(4, round((y2 - y1) * scale))
        part, mask = cv2.resize(source[y1:y2, x1:x2], size, interpolation=cv2.INTER_LINEAR), cv2.resize(mask, size, interpolation=cv2.INTER_NEAREST).astype(bool)
        if rng.random() < .5:
            part, mask = part[:, ::-1], mask[:, ::-1]
        left, top = int(x1 + rng.normal() * width * .15), int(y2 - size[1] + rng.normal() * height * .02)
        a, b, c, d = max(left, 0), max(top, 0), min(left + size[0], width), min(top + size[1], height)
        if c - a < 6 or d - b < 6:
            continue
        part, mask = part[b - top:d - top, a - left:c - left], mask[b - top:d - top, a - left:c - left]
        covered = np.unique(index[b:d, a:c][mask])
        before = {int(k): int((index == k).sum()) for k in covered if k}
        image[b:d, a:c][mask] = part[mask]
        index[b:d, a:c][mask] = len(things) + 1
        for k, area in before.items():
            y, x = np.nonzero(index == k)
            if len(y) < max(30, .25 * area):
                things[k - 1, 5] = 1
            else:
                things[k - 1, :4] = x.min(), y.min(), x.max() + 1, y.max() + 1
        y, x = np.nonzero(mask)
        if len(y):
            things = np.concatenate([things, [[a + x.min(), b + y.min(), a + x.max() + 1, b + y.max() + 1, rows[number, 4], float(len(y) < 60)]]]).astype(np.float32)
    return image, index, things


def change(item, width, height, rng, strong=True):
    """One picture as the network will see it: (uint8 BGR, index map, things)."""
    image, index, things = item
    h, w = image.shape[:2]
    fit = min(width / w, height / h)
    scale = fit * (rng.uniform(.75, 1.9) if strong else 1.0)
    mirror = strong and rng.random() < .5
    dx = rng.uniform(min(0, width - w * scale), max(0, width - w * scale)) if strong else 0
    dy = rng.uniform(min(0, height - h * scale), max(0, height - h * scale)) if strong else 0
    matrix = np.array([[-scale if mirror else scale, 0, dx + (w * scale if mirror else 0)], [0, scale, dy]], np.float32)
    seen = cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR if scale > .6 else cv2.INTER_AREA, borderValue=(114, 114, 114))
    small = cv2.warpAffine(index, matrix, (width, height), flags=cv2.INTER_NEAREST)
    rows = things.copy()
    if len(rows):
        x = rows[:, [0, 2]] * matrix[0, 0] + matrix[0, 2]
        y = rows[:, [1, 3]] * scale + dy
        whole = (x.max(1) - x.min(1)) * (y.max(1) - y.min(1))
        rows[:, 0], rows[:, 2] = x.min(1).clip(0, width), x.max(1).clip(0, width)
        rows[:, 1], rows[:, 3] = y.min(1).clip(0, height), y.max(1).clip(0, height)
        left = (rows[:, 2] - rows[:, 0]) * (rows[:, 3] - rows[:, 1])
        rows[:, 5] = np.where((left < .25 * whole) | (left < 40), 1, rows[:, 5])
    if strong:
        seen = _light(seen, rng)
        if len(rows) and rng.random() < .35:
            rows = _hide(seen, small, rows, rng)
    return seen, small, rows


def _hide(image, small, rows, rng):
    """Hides things as attribution does, and says that nothing is there: what fills a hidden box must not look like a road user."""
    hidden = rng.random(len(rows)) < rng.choice((.1, .3, .7))
    kind = rng.integers(3)
    for x1, y1, x2, y2 in rows[hidden, :4].astype(int):
        box = image[y1:y2, x1:x2]
        if not box.size:
            continue
        if kind == 0:
            box[:] = 0
        elif kind == 1:
            box[:] = image.mean((0, 1)) if rng.random() < .5 else box.mean((0, 1))
        else:
            around = image[max(y1 - 20, 0):y2 + 20, max(x1 - 20, 0):x2 + 20]
            box[:] = cv2.resize(cv2.resize(around, (3, 3), interpolation=cv2.INTER_AREA), (box.shape[1], box.shape[0]), interpolation=cv2.INTER_LINEAR)
        small[y1:y2, x1:x2] = 0
    if not hidden.any():
        return rows
    boxes = rows[hidden, :4]
    low, high = np.maximum(rows[:, None, :2], boxes[None, :, :2]), np.minimum(rows[:, None, 2:4], boxes[None, :, 2:])
    covered = np.clip(high - low, 0, None).prod(-1).max(1) / ((rows[:, 2] - rows[:, 0]) * (rows[:, 3] - rows[:, 1]) + 1e-6)
    rows = rows.copy()
    rows[(covered > .35) & (covered <= .9), 5] = 1
    rows[covered > .9, :4] = 0
    rows[covered > .9, 5] = 1
    return rows


def _light(image, rng):
    """Exposure, colour, blur, noise, compression."""
    out = image.astype(np.float32)
    if rng.random() < .8:
        out = out * rng.uniform(.45, 1.5) + rng.uniform(-25, 25)
    if rng.random() < .6:
        out *= rng.uniform(.8, 1.2, 3).astype(np.float32)
    if rng.random() < .5:
        grey = out.mean(-1, keepdims=True)
        out = grey + (out - grey) * rng.uniform(0, 1.7)
    if rng.random() < .4:
        out = 255 * (out.clip(0, 255) / 255) ** rng.uniform(.55, 1.8)
    if rng.random() < .3:
        k = int(rng.integers(1, 3)) * 2 + 1
        out = cv2.GaussianBlur(out, (k, k), 0)
    if rng.random() < .4:
        out += rng.normal(0, rng.uniform(2, 12), out.shape[:2] + (1,)).astype(np.float32)
    out = out.clip(0, 255).astype(np.uint8)
    if rng.random() < .3:
        out = cv2.imdecode(cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 80))])[1], cv2.IMREAD_COLOR)
    return out


def tensor(image):
    """uint8 BGR [h, w, 3] as RGB 0 to 1 [3, h, w]."""
    return torch.from_numpy(np.ascontiguousarray(image[..., ::-1].transpose(2, 0, 1))).float() / 255


class Batches:
    """Endless batches, made one ahead in a thread: `share` of each from the first set, the rest from the second."""

    def __init__(self, first, second, size, width, height, share, seed):
        self.sets, self.size, self.shape, self.share, self.rng = (first, second), size, (width, height), share, np.random.default_rng(seed)
        self.ready, self.over = queue.Queue(3), False
        self.thread = threading.Thread(target=self._work, daemon=True)
        self.thread.start()

    def _work(self):
        while not self.over:
            images, things, maps = [], [], []
            for k in range(self.size):
                pool = self.sets[0] if k < round(self.size * self.share) or not len(self.sets[1]) else self.sets[1]
                item = pool.items[self.rng.integers(len(pool))]
                if pool is self.sets[0] and self.rng.random() < .65:
                    item = paste(item, pool, self.rng)
                image, small, rows = change(item, *self.shape, self.rng)
                images.append(tensor(image))
                maps.append(torch.from_numpy(small))
                things.append(torch.from_numpy(rows))
            self.ready.put((torch.stack(images), things, torch.stack(maps)))

    def next(self):
        """(images, things, maps)."""
        return self.ready.get()

    def stop(self):
        """Ends the thread."""
        self.over = True
        while not self.ready.empty():
            self.ready.get()
