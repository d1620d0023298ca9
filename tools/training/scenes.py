"""
Random street scenes with exact instance masks, to train and to test on: blender -b -P scenes.py -- --seeds 100 140 --frames 8 --out DIR

Each seed is one world (weather, houses, crossing, sun) with its own crowd of road users; each frame moves everyone and the camera anew. Writes
SEED-FRAME.png and, once at the end of each seed, SEED.json in COCO form. Things of fewer than SMALLEST pixels (of a picture of 640x360) stand apart, under
"small": too little is seen of them to be asked for.
"""

import argparse
import json
import math
import os
import shutil
import sys
import tempfile

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "sample-drives"))
import bpy  # noqa: E402
from drives import film, street, truth  # noqa: E402
from drives.clip import _night_lights, _save_png  # noqa: E402
from drives.materials import PAINTS  # noqa: E402
from drives.scene import CATEGORIES, Scene  # noqa: E402
from drives.stories import Story  # noqa: E402

SMALLEST = 100
SAMPLES = {"day": 4, "dusk": 4, "rain": 4, "night": 7}
PAINT_NAMES = sorted(PAINTS)
KINDS, SHARES = ["sedan", "hatch", "suv", "van", "truck", "bus"], [.27, .25, .2, .1, .1, .08]


class Crowd:
    """The road users of one world. `frame` counts the pictures; every pose is drawn from the seed and that number."""

    def __init__(self, scene, rng, crossing):
        self.scene, self.rng, self.crossing, self.frame, self.eye_y = scene, rng, crossing, 0, 0.0
        self._parked()
        self._moving()
        self._people()
        self._furniture()

    def draw(self, key):
        """Random numbers of one actor in this frame."""
        return np.random.default_rng([self.scene.seed, self.frame, key])

    def _paint(self):
        return PAINT_NAMES[self.rng.integers(len(PAINT_NAMES))]

    def _parked(self):
        for side in (-1, 1):
            y, density = -6.0, self.rng.uniform(.15, .85)
            while y < 120:
                kind = KINDS[self.rng.choice(len(KINDS), p=[.3, .28, .24, .12, .05, .01])]
                length = {"bus": 12.5, "truck": 9.0}.get(kind, 6.2)
                free = self.crossing is not None and abs(y - self.crossing) < street.ARM + 8
                if self.rng.random() < density and not free:
                    self.scene.parked(kind, self._paint(), side * (street.LANE + 1.2) + self.rng.normal() * .1, y + length / 2,
                                      (0 if side > 0 else 180) + self.rng.normal() * 2)
                y += length

    def _moving(self):
        for lane, heading, count in ((1.75, 0, 3), (-1.75, 180, 4)):
            for k in range(count):
                kind = KINDS[self.rng.choice(len(KINDS), p=SHARES)]
                key = self.scene.next_key()

                def pose(t, lane=lane, heading=heading, k=k, key=key):
                    r = self.draw(key)
                    gap = r.uniform(7, 16) + k * r.uniform(12, 24)
                    return lane + r.normal() * .3, self.eye_y + gap, heading + r.normal() * 3

                self.scene.vehicle(kind, self._paint(), "moving", pose, lambda t, key=key: self.draw(key + 5000).random() < .4)
        if self.crossing is None:
            return
        for k in range(3):
            kind, key = KINDS[self.rng.choice(len(KINDS), p=SHARES)], self.scene.next_key()

            def pose(t, k=k, key=key):
                r = self.draw(key)
                right = k % 2 == 0
                return (-24 + 16 * k + r.uniform(-7, 7), self.crossing + (-1.9 if right else 1.9), -90 if right else 90)

            self.scene.vehicle(kind, self._paint(), "crossing", pose)

    def _somewhere(self, key, near=5, far=45):
        r = self.draw(key)
        where = r.random()
        x = r.uniform(6.2, 9.4) * r.choice((-1, 1)) if where < .6 else r.uniform(-5.5, 5.5)
        return r, x, self.eye_y + near + (far - near) * r.random() ** 1.5

    def _people(self):
        for _ in range(int(self.rng.integers(4, 9))):
            key = self.scene.next_key()

            def path(t, key=key):
                r, x, y = self._somewhere(key)
                return x, y, r.choice((0, 180, 90, -90)) + r.normal() * 20, r.uniform(0, 6), float(r.random() < .8)

            self.scene.pedestrian(int(self.rng.integers(7)), "pedestrian", path)
        for _ in range(int(self.rng.integers(1, 4))):
            key = self.scene.next_key()

            def ride(t, key=key):
                r = self.draw(key)
                side = r.choice((-1, 1), p=(.35, .65))
                return side * r.uniform(.8, 5.2), self.eye_y + 5 + 32 * r.random() ** 1.4, (0 if side > 0 else 180) + r.normal() * 16, r.uniform(0, 5)

            self.scene.cyclist(int(self.rng.integers(7)), "cyclist", ride)
        for _ in range(int(self.rng.integers(1, 3))):
            key = self.scene.next_key()

            def ride(t, key=key):
                r = self.draw(key)
                side = r.choice((-1, 1))
                return side * r.uniform(.6, 4.4), self.eye_y + 5 + 30 * r.random() ** 1.3, (0 if side > 0 else 180) + r.normal() * 10

            self.scene.motorcyclist(int(self.rng.integers(7)), self._paint(), "motorcycle", ride)

    def _furniture(self):
        for k in range(8):
            side = 1 if self.rng.random() < .7 else -1
            kind = ["limit", "stop", "warning", "crossing"][self.rng.integers(4)]
            self.scene.sign(kind, side * (street.HALF + self.rng.uniform(.4, 1.2)), 6 + 13 * k + self.rng.uniform(-4, 4), self.rng.normal() * 8)
        for k in range(4):
            y = 14 + 22 * k + self.rng.uniform(-6, 6)
            if self.crossing is not None and k < 2:
                y = self.crossing + (street.ARM + 1.4) * (1 if k else -1)
            key = self.scene.next_key()
            self.scene.signal(street.HALF + .75, y, lambda t, key=key: ("red", "amber", "green")[self.draw(key).integers(3)],
                              arm=float(self.rng.choice((0, 0, 3.6, 4.6))))
        for _ in range(3):
            x, y = self.rng.uniform(-4.5, 4.8), self.rng.uniform(6, 90)
            step = self.rng.uniform(-.3, .3)
            for k in range(int(self.rng.integers(2, 6))):
                self.scene.cone(x + step * k, y + 1.8 * k)


class RandomScene(Scene):
    """A street with numbered draws for its crowd."""

    def __init__(self, weather, seed, crossing, sun):
        super().__init__(weather, seed, crossing, sun)
        self.seed, self._keys = seed, 0

    def next_key(self):
        """A number of its own for each actor that moves."""
        self._keys += 1
        return self._keys


def heads(mask, gap=5):
    """A traffic light's mask as its heads: one hangs over the road, one on the pole, empty columns between."""
    columns = np.flatnonzero(mask.any(0))
    if not len(columns):
        return []
    out = []
    for part in np.split(columns, np.flatnonzero(np.diff(columns) > gap) + 1):
        head = np.zeros_like(mask)
        head[:, part[0]:part[-1] + 1] = mask[:, part[0]:part[-1] + 1]
        out.append(head)
    return out


def render(seed, frames, out, width, height, threads):
    """Renders one seed's frames and its truth."""
    rng = np.random.default_rng(seed)
    weather = ["day", "dusk", "rain", "night"][rng.choice(4, p=[.45, .2, .2, .15])]
    crossing = float(rng.uniform(28, 70)) if rng.random() < .45 else None
    scene = RandomScene(weather, seed, crossing, (float(rng.uniform(8, 65)), float(rng.uniform(-180, 180))))
    scene.camera(width, height, float(rng.uniform(52, 84)))
    crowd = Crowd(scene, rng, crossing)
    story = Story("scene", "", weather, seed, lambda t: 0.0, None, crossing=crossing)
    _night_lights(scene, story)
    work = tempfile.mkdtemp(prefix="scene-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
    scene.cycles(SAMPLES[weather], work, threads)
    glass = film.WetGlass(width, height, seed, int(rng.integers(20, 200))) if weather == "rain" else None
    images, annotations, small = [], [], []
    for number in range(frames):
        crowd.frame = number
        r = np.random.default_rng([seed, 77, number])
        crowd.eye_y = float(r.uniform(0, 75))
        for actor in scene.actors:
            if actor.pose:
                actor.pose(0.0)
        lane, tall = 1.75 + r.normal() * .5, r.uniform(1.15, 2.2)
        scene.eye.location = (lane, crowd.eye_y, tall)
        scene.eye.rotation_euler = (math.pi / 2 - r.uniform(-.02, .12), r.normal() * .012, r.normal() * .12)
        if hasattr(scene, "ego"):
            scene.ego.location = (lane, crowd.eye_y, 0)
        passes = scene.frame(number, seed * 1000 + number)
        if glass:
            glass.time = float(r.uniform(0, 5))
        picture = film.develop(passes, weather, np.random.default_rng([seed, 7919, number]), glass, float(r.uniform(.004, .02)))
        labels = np.rint(passes["index"]).astype(np.int32)
        name = f"{seed}-{number}"
        _save_png(picture, os.path.join(out, name + ".png"))
        images.append({"id": seed * 100 + number, "file_name": name + ".png", "width": width, "height": height, "weather": weather})
        for actor in scene.actors:
            whole = labels == actor.track
            for mask in (heads(whole) if actor.category == "traffic light" else [whole]):
                area = int(mask.sum())
                if area < 20:
                    continue
                rows = annotations if area * 640 * 360 >= SMALLEST * width * height else small
                rows.append({"id": seed * 100000 + len(annotations) + len(small), "image_id": images[-1]["id"], "category_id": CATEGORIES.index(actor.category) + 1,
                                    "bbox": truth.box(mask), "area": area, "iscrowd": 0, "segmentation": truth.rle(mask)})
    shutil.rmtree(work)
    document = {"images": images, "annotations": annotations, "small": small, "categories": [{"id": i + 1, "name": name} for i, name in enumerate(CATEGORIES)]}
    with open(os.path.join(out, f"{seed}.json.part"), "w", encoding="utf-8") as file:
        json.dump(document, file, separators=(",", ":"))
    os.replace(os.path.join(out, f"{seed}.json.part"), os.path.join(out, f"{seed}.json"))
    print(f"seed {seed}: {weather}, {len(images)} frames, {len(annotations)} objects", flush=True)


def main():
    arguments = sys.argv[sys.argv.index("--") + 1:] if "--" in sys.argv else []
    parser = argparse.ArgumentParser(prog="scenes.py")
    parser.add_argument("--seeds", type=int, nargs=2, required=True, help="first seed, and the one after the last")
    parser.add_argument("--frames", type=int, default=8, help="pictures of each world")
    parser.add_argument("--out", required=True)
    parser.add_argument("--size", default="640x360")
    parser.add_argument("--threads", type=int, default=0)
    options = parser.parse_args(arguments)
    os.makedirs(options.out, exist_ok=True)
    width, height = (int(n) for n in options.size.split("x"))
    for seed in range(*options.seeds):
        if not os.path.exists(os.path.join(options.out, f"{seed}.json")):
            render(seed, options.frames, options.out, width, height, options.threads)


if __name__ == "__main__":
    main()
