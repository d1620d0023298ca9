"""Pictures with their facts: things hidden as attribution hides them, changed light, two pictures where there is an earlier one."""

import glob
import json
import os
import sys

import cv2
import numpy as np

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "training"))
from roadnet.masks import decode  # noqa: E402

from .facts import view  # noqa: E402
from .sentences import KINDS, ask, meaning  # noqa: E402

WIDTH, HEIGHT = 448, 256
GREY = 114
FILLS, FILL_SHARES = ("inpaint", "mean", "blur", "black"), (.55, .15, .15, .15)
REGIONS, REGION_SHARES = ("bboa", "bbox", "precise", "convex"), (.45, .2, .2, .15)


class World:
    """The pictures of a folder in memory, as they were saved."""

    def __init__(self, folder):
        self.folder, self.images = folder, []
        self.add()

    def add(self):
        """Takes in what has come since the last time."""
        known = {image["file"] for image in self.images}
        for path in sorted(glob.glob(os.path.join(self.folder, "*.json"))):
            with open(path, encoding="utf-8") as file:
                for image in json.load(file)["images"]:
                    if image["file"] not in known:
                        image["bytes"] = [self._read(name) for name in (image["file"], image["before"]) if name]
                        self.images.append(image)

    def _read(self, name):
        with open(os.path.join(self.folder, name), "rb") as file:
            return np.frombuffer(file.read(), np.uint8)


def masks_of(image):
    if "masks" not in image:
        image["masks"] = [decode(t["mask"]) for t in image["things"]]
        image["earlier"] = [None if t["mask_before"] is None else decode(t["mask_before"]) for t in image["things"]]
    return image["masks"], image["earlier"]


def region_of(kind, mask, others):
    """What is hidden of a thing."""
    if kind == "precise":
        return cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    ys, xs = np.nonzero(mask)
    out = np.zeros_like(mask)
    if kind == "convex":
        hull = cv2.convexHull(np.stack([xs, ys], 1).astype(np.int32))
        canvas = np.zeros(mask.shape, np.uint8)
        cv2.fillConvexPoly(canvas, hull, 1)
        return canvas > 0
    out[ys.min():ys.max() + 1, xs.min():xs.max() + 1] = True
    return out & ~others if kind == "bboa" else out


def fill(picture, hidden, kind):
    if not hidden.any():
        return picture
    out = picture.copy()
    if kind == "black":
        out[hidden] = 0
    elif kind == "mean":
        out[hidden] = picture.reshape(-1, 3).mean(0)
    elif kind == "blur":
        out[hidden] = cv2.GaussianBlur(picture, (0, 0), 18)[hidden]
    else:
        small = cv2.resize(picture, None, fx=.5, fy=.5, interpolation=cv2.INTER_AREA)
        away = cv2.dilate(cv2.resize(hidden.astype(np.uint8), (small.shape[1], small.shape[0]), interpolation=cv2.INTER_NEAREST), np.ones((3, 3), np.uint8))
        small = cv2.inpaint(small, away, 2, cv2.INPAINT_TELEA)
        out[hidden] = cv2.resize(small, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_LINEAR)[hidden]
    return out


def choose_hidden(image, rng):
    """The things to hide: mostly none, one or a random part, sometimes all."""
    n = len(image["things"])
    what = rng.random()
    if n == 0 or what < .3:
        return set()
    if what < .5:
        weights = np.array([2.0 + 6 * (not t["parked"]) + 4 * (t["category"] == "traffic light") for t in image["things"]])
        return {int(rng.choice(n, p=weights / weights.sum()))}
    if what < .92:
        p = rng.random()
        return {k for k in range(n) if rng.random() < p}
    return set(range(n))


def hide(image, pictures, hidden, region, fills):
    """The pictures with things hidden, and how many pixels of each thing are left."""
    masks, earlier = masks_of(image)
    out = []
    for picture, these in zip(pictures, (masks, earlier)):
        away = np.zeros(picture.shape[:2], bool)
        shown = np.zeros(picture.shape[:2], bool)
        for k, mask in enumerate(these):
            if mask is not None and k not in hidden:
                shown |= mask
        for k in hidden:
            if these[k] is not None:
                away |= region_of(region, these[k], shown)
        out.append((fill(picture, away, fills), away))
    left = [0 if k in hidden else int((mask & ~out[0][1]).sum()) for k, mask in enumerate(masks)]
    return [picture for picture, _ in out], left


def light_and_colour(pictures, rng):
    """The same change of light for all pictures."""
    gain, shift, gamma = rng.uniform(.75, 1.3), rng.uniform(-12, 12), rng.uniform(.85, 1.2)
    tint = rng.uniform(.94, 1.06, 3)
    table = np.clip(255 * (np.arange(256) / 255) ** gamma * gain + shift, 0, 255)
    lut = np.clip(table[:, None] * tint[None], 0, 255).astype(np.uint8)[None]
    out = [cv2.LUT(p, lut) for p in pictures]
    if rng.random() < .3:
        quality = int(rng.uniform(45, 95))
        out = [cv2.imdecode(cv2.imencode(".jpg", p, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], 1) for p in out]
    if rng.random() < .2:
        out = [cv2.GaussianBlur(p, (0, 0), rng.uniform(.4, .9)) for p in out]
    return out


def letterbox(picture):
    """BGR [h, w, 3] as the network takes it: RGB [3, 256, 448] of bytes, grey around it."""
    h, w = picture.shape[:2]
    scale = min(WIDTH / w, HEIGHT / h)
    size = (max(1, round(w * scale)), max(1, round(h * scale)))
    if size != (w, h):
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    out = np.full((HEIGHT, WIDTH, 3), GREY, np.uint8)
    x, y = round((WIDTH - size[0]) / 2 - .1), round((HEIGHT - size[1]) / 2 - .1)
    out[y:y + size[1], x:x + size[0]] = picture
    return np.ascontiguousarray(out[..., ::-1].transpose(2, 0, 1))


# What is told of each cell, in words of the vocabulary: the network learns what a word looks like.
CELL_CLASSES = ("car", "truck", "bus", "pedestrian", "cyclist", "motorcycle", "light", "sign", "cone", "van", "red", "amber", "green", "lane", "oncoming", "crossing", "parked", "thirty",
                "braking", "white", "silver", "grey", "black", "blue", "navy", "beige", "yellow", "orange", "teal")


def cells(image, left):
    """What is in each cell of 16 x 16 pixels: [classes, 16, 28] of 0 and 1, for the auxiliary loss."""
    out = np.zeros((len(CELL_CLASSES), HEIGHT // 16, WIDTH // 16), np.float32)
    masks, _ = masks_of(image)
    for k, (thing, mask) in enumerate(zip(image["things"], masks)):
        if left[k] < 20 or left[k] < .3 * thing["area"]:
            continue
        padded = np.zeros((HEIGHT, WIDTH), np.float32)
        padded[2:2 + mask.shape[0]] = mask
        share = padded.reshape(HEIGHT // 16, 16, WIDTH // 16, 16).mean((1, 3))
        where = (share > .25) | (share >= share.max() * .7)
        names = ["van" if thing["kind"] == "van" else thing["category"].removeprefix("traffic ")]
        names += [word for word, holds in ((thing["state"], thing["state"]), ("oncoming", thing["group"] == "oncoming"), ("crossing", thing["group"] == "crossing"),
                                           ("parked", thing["parked"] and thing["category"] in ("car", "truck", "bus")), ("thirty", thing["kind"] == "limit"),
                                           ("lane", abs(thing["x"]) < 1.7 and not thing["parked"]), ("braking", thing["braking"]),
                                           (thing["paint"], thing["paint"] and thing["category"] in ("car", "truck", "bus", "motorcycle"))) if holds]
        for name in names:
            out[CELL_CLASSES.index(name)][where] = 1
    return out


class Balance:
    """Draws cases so that no kind is answered one way by habit."""

    def __init__(self):
        self.seen = {}

    def take(self, case, rng):
        said = meaning(case.answer)
        key = "unsure" if said["unsure"] else next(iter(said["yesno"] or said["nothing"]))
        if key == "none":
            key = "nothing"
        counts = self.seen.setdefault(case.kind, {})
        if key != "unsure":
            least = min([counts.get(k, 0) for k in counts if k != "unsure"] or [0]) if len(counts) > 1 else 0
            if counts.get(key, 0) > 20 and len(counts) > 1 and rng.random() > max(.12, (least + 5) / (counts.get(key, 0) + 5)):
                return False
        counts[key] = counts.get(key, 0) + 1
        return True


def _wanted(thing):
    """How readily a thing is set into another picture: what is seldom seen and often asked for comes first."""
    if thing["kind"] == "limit" or thing["group"] == "crossing":
        return 1.0
    if thing["category"] == "car" and thing["kind"] != "van":
        return .2 if thing["parked"] else .6
    return .5 if thing["category"] in ("traffic sign", "cone", "pedestrian") else .8


class Donors:
    """Things of all pictures by weather, to be set into other pictures: the same street with others in it, at the places where they stood."""

    def __init__(self, world):
        self.world, self.known, self.by_weather = world, 0, {}

    def draw(self, weather, count, state, rng):
        """Things as (image, number). A traffic light only where `state` is no state yet: all lights of a picture show the same."""
        for image in self.world.images[self.known:]:
            self.by_weather.setdefault(image["weather"], []).append(image)
        self.known = len(self.world.images)
        there, found = self.by_weather[weather], []
        for _ in range(8 * count):
            image = there[rng.integers(len(there))]
            if not image["things"] or len(found) == count:
                continue
            number = int(rng.integers(len(image["things"])))
            thing = image["things"][number]
            if thing["area"] < 60 or rng.random() > _wanted(thing):
                continue
            if thing["category"] == "traffic light":
                if state is not None:
                    continue
                state = thing["state"]
            found.append((image, number))
        return found


def paste(image, picture, left, donors):
    """Sets things of other pictures into one: the picture, and the image's facts and pixels left with the new things. What is nearer hides what is behind."""
    things, masks = list(image["things"]), list(masks_of(image)[0])
    out, owner = picture.copy(), np.full(picture.shape[:2], -1)
    for k in sorted(range(len(things)), key=lambda k: -things[k]["ahead"]):
        if left[k]:
            owner[masks[k]] = k
    distance = np.array([t["ahead"] for t in things] + [1e9])
    for donor, number in sorted(donors, key=lambda d: -d[0]["things"][d[1]]["ahead"]):
        thing, mask = donor["things"][number], masks_of(donor)[0][number]
        seen = mask & (distance[owner] > thing["ahead"])
        soft = cv2.GaussianBlur(seen.astype(np.float32), (0, 0), .7)[..., None] * cv2.dilate(seen.astype(np.uint8), np.ones((3, 3), np.uint8))[..., None]
        out = (out + (cv2.imdecode(donor["bytes"][0], 1).astype(np.float32) - out) * soft + .5).astype(np.uint8)
        distance = np.insert(distance, len(things), thing["ahead"])
        owner[seen] = len(things)
        things.append(thing)
        masks.append(mask)
    counts = np.bincount(owner[owner >= 0], minlength=len(things))
    left = [min(left[k], int(counts[k])) if k < len(left) else int(counts[k]) for k in range(len(things))]
    return out, {**image, "things": things, "masks": masks, "earlier": None}, left


# How often each kind is asked.
WEIGHTS = {"presence": 3, "light": 2.0, "go": 1, "count": 1.2, "closest": 1, "crossing": 1.5, "cyclist": 1.2, "reason": 2.2, "danger": 1.2, "left_turn": 1, "following": .8, "where": 3,
           "ahead": 1.5, "doing": 1.2, "matters": 2, "describe": .8, "weather": 1, "colour": 2, "oncoming": 2, "limit": 1.5, "blocked": 1, "lane_side": 1, "crossing_vehicle": 1.2}


def changed(image, rng, pair, donors=None):
    """One training picture: pictures [n, 3, 256, 448] of bytes, the later one first; its view; its cells."""
    pictures = [cv2.imdecode(data, 1) for data in image["bytes"]]
    hidden = choose_hidden(image, rng)
    pictures, left = hide(image, pictures[:2 if pair else 1], hidden, REGIONS[rng.choice(4, p=REGION_SHARES)], FILLS[rng.choice(4, p=FILL_SHARES)])
    if donors and not pair and rng.random() < .55:
        state = next((t["state"] for t, n in zip(image["things"], left) if t["state"] and n), None)
        pictures[0], image, left = paste(image, pictures[0], left, donors.draw(image["weather"], 1 + int(rng.integers(4)), state, rng))
    seen = view(image, left)
    seen.has_before = pair
    return np.stack([letterbox(p) for p in light_and_colour(pictures, rng)]), seen, cells(image, left)


def questions(seen, count, rng, balance):
    """Questions about a view."""
    kinds, weights = list(KINDS), np.array([WEIGHTS[k] for k in KINDS])
    cases = []
    while len(cases) < count:
        case = ask(seen, kinds[rng.choice(len(kinds), p=weights / weights.sum())], rng)
        if balance.take(case, rng):
            cases.append(case)
    return cases
