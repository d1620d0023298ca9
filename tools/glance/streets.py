"""
Pictures of random streets with the facts of each, to learn answers from: blender -b -P streets.py -- --seeds 1000 1100 --frames 6 --out DIR

A seed is one world, as in ../training/scenes.py, but who is in the picture differs from frame to frame, so that half of all questions about presence are
answered "no"; and things move, so that a frame may come with one of EARLIER seconds before. Writes SEED-FRAME.png, SEED-FRAME-before.png and, at the end
of each seed, SEED.json:

  images[]: file, before (a file or null), weather, ego_speed (m/s), crossing (m ahead, or null), things[]
  things[]: track, category, kind, paint, x (m, right of the lens), ahead (m), heading (degrees against the own one), speed (m/s), to_right (m/s),
            on_road, walking, state (of a light), braking, parked, area (pixels), box, mask (COCO run lengths), mask_before (the same, or null)
"""

import argparse
import json
import math
import os
import shutil
import sys
import tempfile

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "training"), os.path.join(HERE, "..", "sample-drives")]
import bpy  # noqa: E402
from drives import film, street, truth  # noqa: E402
from drives.clip import _night_lights, _save_png  # noqa: E402
from drives.stories import Story  # noqa: E402
from scenes import KINDS, SAMPLES, SHARES, Crowd, RandomScene  # noqa: E402

EARLIER = .6
SMALLEST = 24  # pixels of a picture of 448 x 252
AWAY = -400.0  # where those stand who are not there in a frame
PRESENCE = (0.0, .25, .6, 1.0)


class Traffic(Crowd):
    """The road users of one world. Each frame decides anew who is there, where, and how fast; `pose(t)` gives the same frame at another time."""

    def __init__(self, scene, rng, crossing):
        self.facts, self.ego_speed = {}, 0.0
        super().__init__(scene, rng, crossing)

    def begin(self, frame):
        """Draws what belongs to a whole frame: who may be there, the own speed, the lights' state."""
        self.frame = frame
        r = np.random.default_rng([self.scene.seed, 77, frame])
        self.present = {name: float(r.choice(PRESENCE)) for name in ("ahead", "oncoming", "crossing", "pedestrian", "cyclist", "motorcycle")}
        self.ego_speed = float(r.choice((0, 0, 1)) and r.uniform(2, 14))
        self.state = ("red", "amber", "green")[r.choice(3, p=(.42, .16, .42))]
        self.eye_y = float(r.uniform(0, 75))
        return r

    def _note(self, actor, **facts):
        self.facts[actor.track] = facts

    def _is_there(self, r, group):
        return r.random() < self.present[group]

    def _parked(self):
        known = len(self.scene.actors)
        super()._parked()
        for actor in self.scene.actors[known:]:
            self._note(actor, parked=True, paint=actor.label.split()[1], group=None)

    def _driver(self, group, start, paint):
        kind, key = KINDS[self.rng.choice(len(KINDS), p=SHARES)], self.scene.next_key()

        def pose(t):
            r = self.draw(key)
            there = self._is_there(r, group)
            x, y, heading, speed = start(r)
            turn = math.radians(heading)
            x, y = x + math.sin(-turn) * speed * t, y + math.cos(turn) * speed * t
            actor.moment = {"speed": speed, "heading": heading, "to_right": math.sin(-turn) * speed}
            return (x, y, heading) if there else (x, AWAY, heading)

        actor = self.scene.vehicle(kind, paint, "moving", pose, lambda t: self.draw(key + 5000).random() < .4)
        actor.brakes = lambda: self.draw(key + 5000).random() < .4
        self._note(actor, parked=False, paint=paint, group=group)

    def _moving(self):
        for k in range(3):
            self._driver("ahead", lambda r, k=k: (1.75 + r.normal() * .3, self.eye_y + r.uniform(7, 16) + k * r.uniform(12, 24), r.normal() * 3,
                                                  max(0.0, self.ego_speed + r.normal() * 3)), self._paint())
        for k in range(3):
            self._driver("oncoming", lambda r, k=k: (-1.75 + r.normal() * .3, self.eye_y + r.uniform(7, 16) + k * r.uniform(12, 24), 180 + r.normal() * 3,
                                                     r.uniform(3, 13)), self._paint())
        if self.crossing is not None:
            for k in range(2):
                self._driver("crossing", lambda r, k=k: (-20 + 24 * k + r.uniform(-9, 9), self.crossing + (-1.9 if k == 0 else 1.9), -90 if k == 0 else 90,
                                                         r.uniform(2, 9)), self._paint())

    def _walker(self, group, add, near, far, speeds, on_road):
        key = self.scene.next_key()

        def path(t):
            r = self.draw(key)
            there = self._is_there(r, group)
            on = r.random() < on_road
            x = r.uniform(-5.2, 5.2) if on else r.uniform(6.2, 9.4) * r.choice((-1, 1))
            y = self.eye_y + near + (far - near) * r.random() ** 1.5
            heading = r.choice((90, -90)) if group == "pedestrian" and on else r.choice((0, 180))
            heading += r.normal() * 12
            walking = float(r.random() < .8)
            speed, turn = r.uniform(*speeds) * (walking if group == "pedestrian" else 1), math.radians(heading)
            x, y = x + math.sin(-turn) * speed * t, y + math.cos(turn) * speed * t
            actor.moment = {"speed": speed, "heading": heading, "to_right": math.sin(-turn) * speed, "walking": bool(walking)}
            return x, (y if there else AWAY), heading, r.uniform(0, 6) + speed * t, walking

        actor, paint = add(path)
        self._note(actor, parked=False, paint=paint, group=group)

    def _people(self):
        for _ in range(4):
            style = int(self.rng.integers(7))
            self._walker("pedestrian", lambda path, s=style: (self.scene.pedestrian(s, "pedestrian", path), _clothes(s)), 5, 42, (.9, 1.9), .5)
        for _ in range(2):
            style = int(self.rng.integers(7))
            self._walker("cyclist", lambda path, s=style: (self.scene.cyclist(s, "cyclist", lambda t: path(t)[:4]), _clothes(s)), 5, 34, (2.5, 6), 1.0)
        paint = self._paint()
        self._walker("motorcycle", lambda path: (self.scene.motorcyclist(int(self.rng.integers(7)), paint, "motorcycle", lambda t: path(t)[:3]), paint),
                     5, 34, (3, 12), 1.0)

    def _furniture(self):
        for k in range(4):
            kind = ["limit", "stop", "warning", "crossing"][self.rng.integers(4)]
            side = 1 if self.rng.random() < .8 else -1
            sign = self.scene.sign(kind, side * (street.HALF + self.rng.uniform(.4, 1.2)), 10 + 26 * k + self.rng.uniform(-8, 8), self.rng.normal() * 8)
            self._note(sign, parked=True, paint=None, group=None)
        places = [] if self.rng.random() < .3 else ([self.crossing + (street.ARM + 1.4) * s for s in (1, -1)] if self.crossing is not None
                                                   else [14 + 30 * k + self.rng.uniform(-6, 6) for k in range(3)])
        for y in places:
            light = self.scene.signal(street.HALF + .75, y, lambda t: self.state, arm=float(self.rng.choice((0, 0, 3.6, 4.6))))
            self._note(light, parked=True, paint=None, group=None)
        for _ in range(int(self.rng.integers(0, 3))):
            x, y = self.rng.uniform(-4.5, 4.8), self.rng.uniform(6, 90)
            for k in range(int(self.rng.integers(2, 6))):
                self._note(self.scene.cone(x + self.rng.uniform(-.3, .3) * k, y + 1.8 * k), parked=True, paint="orange", group=None)


def _clothes(style):
    from drives.people import STYLES
    return STYLES[style]["top"].removeprefix("cloth-")


def _stand(scene, traffic, t, lane, tall, tilt):
    """Puts everybody and the lens where they are at `t` seconds."""
    for actor in scene.actors:
        if actor.pose:
            actor.pose(t)
    y = traffic.eye_y + traffic.ego_speed * t
    scene.eye.location, scene.eye.rotation_euler = (lane, y, tall), tilt
    if hasattr(scene, "ego"):
        scene.ego.location = (lane, y, 0)
    bpy.context.view_layer.update()


def _things(scene, traffic, labels, before, lane):
    out = []
    for actor in scene.actors:
        mask = labels == actor.track
        if int(mask.sum()) < SMALLEST:
            continue
        x, y = _where(scene, actor)
        fact, moment = traffic.facts[actor.track], getattr(actor, "moment", {})
        earlier = None if before is None else before == actor.track
        out.append({"track": actor.track, "category": actor.category, "kind": actor.kind, "paint": fact["paint"], "x": round(x - lane, 2),
                    "ahead": round(y - traffic.eye_y, 2), "heading": round(moment.get("heading", 0), 1), "speed": round(moment.get("speed", 0), 2),
                    "to_right": round(moment.get("to_right", 0), 2), "on_road": abs(x) < street.HALF and not fact["parked"], "walking": moment.get("walking"),
                    "state": traffic.state if actor.category == "traffic light" else None, "braking": bool(actor.brakes()) if hasattr(actor, "brakes") else None,
                    "parked": fact["parked"], "group": fact["group"], "area": int(mask.sum()), "box": truth.box(mask), "mask": truth.rle(mask),
                    "mask_before": truth.rle(earlier) if earlier is not None and earlier.any() else None})
    return out


def _where(scene, actor):
    """The actor's place in the world, from the object that carries its index."""
    thing = next(o for o in scene.scene.collection.objects if o.pass_index == actor.track and o.parent is None)
    return thing.location.x, thing.location.y


def render(seed, frames, out, width, height, threads):
    """Renders one world's frames, a quarter of them with an earlier one, and its facts."""
    rng = np.random.default_rng(seed)
    weather = ["day", "dusk", "rain", "night"][rng.choice(4, p=[.45, .2, .2, .15])]
    crossing = float(rng.uniform(28, 70)) if rng.random() < .55 else None
    scene = RandomScene(weather, seed, crossing, (float(rng.uniform(8, 65)), float(rng.uniform(-180, 180))))
    scene.camera(width, height, float(rng.uniform(54, 80)))
    traffic = Traffic(scene, rng, crossing)
    _night_lights(scene, Story("street", "", weather, seed, lambda t: 0.0, None, crossing=crossing))
    work = tempfile.mkdtemp(prefix="street-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
    scene.cycles(SAMPLES[weather], work, threads)
    glass = film.WetGlass(width, height, seed, int(rng.integers(20, 200))) if weather == "rain" else None
    images = []
    for number in range(frames):
        r = traffic.begin(number)
        lane, tall = 1.75 + r.normal() * .4, r.uniform(1.15, 2.0)
        tilt = (math.pi / 2 - r.uniform(-.02, .10), r.normal() * .010, r.normal() * .08)
        noise, name, before, files = float(r.uniform(.004, .02)), f"{seed}-{number}", None, []
        for t, file in ((-EARLIER, name + "-before.png"), (0.0, name + ".png")):
            if t and number % 4:
                continue
            _stand(scene, traffic, t, lane, tall, tilt)
            passes = scene.frame(2 * number + (t == 0), seed * 1000 + 2 * number + (t == 0))
            if glass:
                glass.time = 2 * number + t
            picture = film.develop(passes, weather, np.random.default_rng([seed, 7919, number, int(t == 0)]), glass, noise)
            _save_png(picture, os.path.join(out, file))
            labels = np.rint(passes["index"]).astype(np.int32)
            files.append(file)
            before = labels if t else before
        images.append({"file": files[-1], "before": files[0] if len(files) > 1 else None, "width": width, "height": height, "weather": weather,
                       "ego_speed": round(traffic.ego_speed, 2), "crossing": None if crossing is None else round(crossing - traffic.eye_y, 1),
                       "things": _things(scene, traffic, labels, before, lane)})
    shutil.rmtree(work)
    part = os.path.join(out, f"{seed}.json.part")
    with open(part, "w", encoding="utf-8") as file:
        json.dump({"images": images}, file, separators=(",", ":"))
    os.replace(part, part.removesuffix(".part"))
    print(f"seed {seed}: {weather}, {len(images)} frames, {sum(len(i['things']) for i in images)} things", flush=True)


def main():
    arguments = sys.argv[sys.argv.index("--") + 1:] if "--" in sys.argv else []
    parser = argparse.ArgumentParser(prog="streets.py")
    parser.add_argument("--seeds", type=int, nargs=2, required=True, help="first seed, and the one after the last")
    parser.add_argument("--frames", type=int, default=6, help="pictures of each world")
    parser.add_argument("--out", required=True)
    parser.add_argument("--size", default="448x252")
    parser.add_argument("--threads", type=int, default=0)
    options = parser.parse_args(arguments)
    os.makedirs(options.out, exist_ok=True)
    width, height = (int(n) for n in options.size.split("x"))
    for seed in range(*options.seeds):
        if not os.path.exists(os.path.join(options.out, f"{seed}.json")):
            render(seed, options.frames, options.out, width, height, options.threads)


if __name__ == "__main__":
    main()
