"""The stories: who is where when, the ego car's drive, and the questions whose answer hangs on one of them."""

import math

import numpy as np

from . import incidents, street
from .story import Story, course, ease, park, prompt

# ---- the stories ---------------------------------------------------------------------------------------------------------------


def _pedestrian():
    drive = course((0, 8.3), (3.6, 8.3), (4.0, 7.2), (6.2, 0), (8, 0), (30, 0))
    van_y = 49.0

    def build(scene):
        rng = np.random.default_rng(11)
        van = scene.parked("van", "white", street.LANE + 1.2, van_y, label="parked white van")
        steps = 1.6

        def path(t):
            walked = 1.45 * max(0, t - steps) if t < 30 else 0
            x = street.HALF + .9 - walked
            return x, van_y + 3.7, 90, walked, 1.0 if t > steps else 0.0

        walker = scene.pedestrian(0, "pedestrian with a red jacket", path)
        park(scene, rng, 1, -6, 130, [(van_y - 3, van_y + 7.5)])
        park(scene, rng, -1, -6, 130)
        oncoming = scene.vehicle("sedan", "blue", "oncoming blue car", lambda t: (-1.75, 98 - 8.5 * t, 180))
        scene.vehicle("suv", "red", "oncoming red car", lambda t: (-1.75, 150 - 8.0 * t, 180))
        for k, (x, y, v) in enumerate(((-8.2, 20, 1.3), (8.4, 60, -1.2), (-7.6, 52, -1.25), (8.2, 88, 1.2))):
            scene.pedestrian(k + 1, "pedestrian on the pavement", lambda t, x=x, y=y, v=v: (x, y + v * t, 0 if v > 0 else 180, abs(v) * t, 1.0))
        limit = scene.sign("limit", street.HALF + .6, 25)
        scene.sign("crossing", -street.HALF - .6, 61, 180)
        scene.bins([(7.6, 33), (-7.5, 47)])
        return [
            prompt("Why does the car have to brake?", (3.6, 8.0, walker)),
            prompt("Is someone stepping into the road?", (3.6, 8.0, walker)),
            prompt("What is the speed limit here?", (0.0, 2.6, limit)),
            prompt("What blocks the view of the pavement on the right?", (1.5, 4.4, van)),
            prompt("Which vehicle is coming the other way?", (2.0, 5.2, oncoming)),
        ]

    return Story("pedestrian-behind-van", "A pedestrian steps out from behind a parked van", "day", 11, drive, build, sun=(58, 52))


def _braking():
    drive = course((0, 11), (3.2, 11), (5.6, 0), (30, 0))
    lead_drive = course((0, 11), (2.6, 11), (5.0, 0), (30, 0))

    def build(scene):
        rng = np.random.default_rng(22)

        def brakes(t):
            return t >= 2.6

        lead = scene.vehicle("hatch", "silver", "lead car", lambda t: (1.75, 15.5 + lead_drive(t), 0), brakes)
        far = scene.vehicle("truck", "white", "truck ahead", lambda t: (1.75, 33 + course((0, 11), (2.0, 11), (4.6, 0), (30, 0))(t), 0), lambda t: t > 2.0)
        oncoming = scene.vehicle("sedan", "black", "oncoming car", lambda t: (-1.75, 92 - 9.5 * t, 180))
        scene.vehicle("bus", "red", "oncoming bus", lambda t: (-1.8, 140 - 8.0 * t, 180))
        park(scene, rng, 1, -6, 150)
        park(scene, rng, -1, -6, 150)
        for k, (x, y, v) in enumerate(((8.0, 34, 1.2), (-7.9, 40, -1.2), (8.3, 66, -1.3))):
            scene.pedestrian(k + 2, "pedestrian on the pavement", lambda t, x=x, y=y, v=v: (x, y + v * t, 0 if v > 0 else 180, abs(v) * t, 1.0))
        scene.sign("warning", street.HALF + .6, 58)
        return [
            prompt("Why does the car have to brake?", (2.7, 8.0, lead)),
            prompt("What is the car directly ahead doing?", (0.0, 8.0, lead)),
            prompt("Which vehicle is too close in front?", (3.4, 8.0, lead)),
            prompt("What is coming the other way?", (1.0, 4.0, oncoming)),
        ]

    return Story("lead-car-brakes", "The lead car brakes hard", "dusk", 22, drive, build, sun=(9, -24))


def _cyclist():
    drive = course((0, 7.5), (2.2, 7.5), (4.0, 4.2), (30, 4.2))
    ride = course((0, 4.4), (30, 4.4))

    def build(scene):
        rng = np.random.default_rng(33)
        start = 19.5

        def across(t):
            return 3.5 - 1.75 * ease(t, 2.3, 3.9)

        def path(t):
            slope = (across(t + .05) - across(t - .05)) / .1
            return across(t), start + ride(t), math.degrees(math.atan2(-slope, 4.4)), ride(t)

        rider = scene.cyclist(6, "cyclist", path)
        blocking = scene.parked("truck", "yellow", street.LANE + .7, start + 27.5, label="truck that blocks the side of the lane")
        park(scene, rng, 1, -6, 140, [(start + 20, start + 34)])
        park(scene, rng, -1, -6, 140)
        oncoming = scene.vehicle("suv", "white", "oncoming white car", lambda t: (-1.75, 84 - 7.5 * t, 180))
        scene.vehicle("hatch", "red", "oncoming red car", lambda t: (-1.75, 128 - 7.0 * t, 180))
        for k, (x, y, v) in enumerate(((8.0, 30, 1.2), (-7.9, 44, -1.2))):
            scene.pedestrian(k + 1, "pedestrian on the pavement", lambda t, x=x, y=y, v=v: (x, y + v * t, 0 if v > 0 else 180, abs(v) * t, 1.0))
        cones = [scene.cone(street.LANE - .45 + .16 * k, start + 23.2 - 1.5 * k) for k in range(3)]
        scene.sign("limit", street.HALF + .6, 24)
        return [
            prompt("Why does the car have to slow down?", (2.6, 8.0, rider)),
            prompt("Is a cyclist moving into our lane?", (2.3, 8.0, rider)),
            prompt("Why does the cyclist leave the side of the road?", (1.5, 5.0, blocking)),
            prompt("Which vehicle is coming the other way?", (1.0, 5.0, oncoming)),
        ]

    return Story("cyclist-swerves", "A cyclist swerves into the lane in the rain", "rain", 33, drive, build, sun=(60, 20))


def _red_light():
    crossing = 42.0
    drive = course((0, 8.5), (1.2, 8.5), (4.9, 0), (30, 0))

    def build(scene):
        rng = np.random.default_rng(44)

        def state(t):
            return "red" if t < 8.0 else "green"

        light = scene.signal(street.HALF + .75, crossing + street.ARM + 1.4, state, arm=4.6)
        scene.signal(street.HALF + .75, crossing - street.ARM - 1.2, state)
        first = scene.vehicle("sedan", "white", "white car crossing", lambda t: (-42 + 9.5 * t, crossing - 1.9, -90))
        bus = scene.vehicle("bus", "red", "bus crossing", lambda t: (52 - 8.6 * t, crossing + 1.9, 90))
        scene.vehicle("hatch", "yellow", "yellow car crossing", lambda t: (-57 + 9.5 * t, crossing - 1.9, -90))
        walker = scene.pedestrian(4, "pedestrian crossing at the light", lambda t: (-4.4 + 1.35 * t, crossing - street.ARM - 2.6, -90, 1.35 * t, 1.0))
        scene.vehicle("suv", "silver", "waiting oncoming car", lambda t: (-1.75, crossing + 12, 180))
        for x, y in ((-8.3, crossing - 8.5), (8.6, crossing + 8.5)):
            scene.lamp(x, y)
        park(scene, rng, 1, -6, crossing - 14)
        park(scene, rng, -1, -6, crossing - 14)
        park(scene, rng, 1, crossing + 16, 120)
        park(scene, rng, -1, crossing + 16, 120)
        return [
            prompt("Why does the car have to stop?", (0.6, 7.9, light)),
            prompt("What colour is the traffic light?", (0.6, 8.5, light)),
            prompt("Which large vehicle crosses ahead?", (3.6, 7.6, bus)),
            prompt("Is someone walking across the road?", (2.0, 8.5, walker)),
            prompt("Which car crosses from the left first?", (2.2, 5.6, first)),
        ]

    return Story("red-light-cross-traffic", "A red light with cross traffic", "night", 44, drive, build, crossing=crossing, seconds=8.5)


def _quiet():
    drive = course((0, 8.0), (30, 8.0))

    def build(scene):
        rng = np.random.default_rng(55)
        park(scene, rng, 1, -6, 150)
        park(scene, rng, -1, -6, 150)
        far = scene.vehicle("hatch", "teal", "oncoming car far ahead", lambda t: (-1.75, 88 - 7.5 * t, 180))
        for k, (x, y, v) in enumerate(((8.6, 28, 1.2), (-8.6, 36, -1.1), (8.7, 80, -1.2))):
            scene.pedestrian(k + 2, "pedestrian on the pavement", lambda t, x=x, y=y, v=v: (x, y + v * t, 0 if v > 0 else 180, abs(v) * t, 1.0))
        limit = scene.sign("limit", street.HALF + .6, 44)
        scene.bins([(7.6, 50), (-7.5, 30)])
        return [
            prompt("Is there any danger ahead?", (0.0, 8.0, None)),
            prompt("Why does the car have to brake?", (0.0, 8.0, None)),
            prompt("What is the speed limit here?", (1.5, 4.9, limit)),
            prompt("Which vehicle is coming the other way?", (1.5, 5.6, far)),
        ]

    return Story("quiet-street", "A quiet street where nothing matters", "day", 55, drive, build, sun=(56, -48))


STORIES = {story.name: story for story in (_pedestrian(), _braking(), _cyclist(), _red_light(), _quiet())} | incidents.STORIES
