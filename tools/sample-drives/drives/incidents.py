"""The two stories in which the ego car comes to grief, or nearly: a collision and a near miss. Both show the ego car's bonnet."""

import math

import numpy as np

from . import contact, street
from .story import Story, course, ease, park, prompt


def ring(t, decay, hertz, phase=0.0):
    """A damped swing that begins at 0 s: 1 at first with phase 90 degrees, 0 with phase 0."""
    return 0.0 if t < 0 else math.exp(-t / decay) * math.sin(2 * math.pi * hertz * t + math.radians(phase))


def first(condition, start, end, step=.002):
    """The first moment from `start` on at which a condition holds, in seconds."""
    for t in np.arange(start, end, step):
        if condition(float(t)):
            return float(t)
    raise ValueError("it never happens")


def _collision():
    crossing, lane = 50.6, 1.75
    before = course((0, 11.5), (3.75, 11.5), (4.6, 6.0), (30, 6.0))
    nose = contact.outline("sedan")
    comes = course((0, 2.4), (2.0, 2.6), (3.4, 5.8), (30, 6.4))

    def striker(t):
        return 21.3 - comes(t), crossing + 1.9, 90.0

    # Both were going on their way until they touch; what comes after is friction and springs.
    impact = first(lambda t: contact.gap(contact.own(lane, before(t)), contact.placed(nose, *striker(t))) < .01, 2, 6)
    after = contact.slide(striker(impact), (-4.6, 4.6), -92, 1.15)
    speed = (before(impact) - before(impact - .02)) / .02
    hit, rest = before(impact), course((0, speed * .45), (.45, 0), (30, 0))

    def drive(t):
        return before(t) if t <= impact else hit + rest(t - impact)

    def jolt(t):
        s = t - impact
        settled = 1 - math.exp(-s / .12) if s > 0 else 0
        dive = .012 * (ease(t, 3.7, 3.95) - ease(t, impact, impact + .1))
        return (-.30 * settled, .06 * ring(s, .20, 4.4), -dive - .064 * ring(s, .26, 3.4, 70) if s > 0 else -dive, .055 * ring(s, .28, 2.9, 40),
                math.radians(3.5) * settled + .030 * ring(s, .15, 4.4))

    def build(scene):
        rng = np.random.default_rng(66)
        red = scene.vehicle("sedan", "red", "red car from the side street", lambda t: striker(t) if t <= impact else after(t - impact))
        scene.vehicle("hatch", "blue", "oncoming blue car", lambda t: (-1.75, 66 - 8.5 * t, 180))
        waiting = scene.vehicle("suv", "white", "white car waiting in the side street", lambda t: (-10.5, crossing - 1.9, -90))
        van = scene.parked("van", "grey", street.LANE + 1.2, crossing - 15.5, label="parked grey van")
        park(scene, rng, 1, -6, crossing - 19)
        park(scene, rng, -1, -6, crossing - 13)
        park(scene, rng, 1, crossing + 16, 130)
        park(scene, rng, -1, crossing + 16, 130)
        for k, (x, y, v) in enumerate(((8.2, 24, 1.2), (-8.0, 40, -1.2), (-7.9, crossing + 14, -1.1))):
            scene.pedestrian(k + 2, "pedestrian on the pavement", lambda t, x=x, y=y, v=v: (x, y + v * t, 0 if v > 0 else 180, abs(v) * t, 1.0))
        return [
            prompt("Why does the car have to brake?", (3.75, 8.0, red)),
            prompt("What hits the car?", (3.4, 8.0, red)),
            prompt("Which vehicle comes out of the side street?", (2.9, 8.0, red)),
            prompt("What blocks the view into the side street on the right?", (.5, 2.4, van)),
            prompt("Which vehicle is waiting in the side street?", (1.0, 3.6, waiting)),
        ]

    return Story("side-impact", "A car shoots out of a side street and hits the front corner", "day", 66, drive, build, crossing=crossing, sun=(34, 128),
                 jolt=jolt, bonnet="blue")


def _near_miss():
    lane, hard = 1.75, 3.62
    drive = course((0, 9.5), (hard, 9.5), (hard + 1.2, 0), (6.6, 0), (8.0, 2.6), (30, 2.6))
    overtakes = course((0, 14.2), (2.85, 14.2), (4.02, 4.15), (4.7, 4.15), (6.6, 8.5), (30, 8.5))
    start = -8.6

    def across(t):
        return -1.62 + 3.37 * ease(t, 2.45, 3.95)

    def cuts_in(t):
        step = .04
        ahead = overtakes(t + step) - overtakes(t - step)
        return across(t), start + overtakes(t), math.degrees(math.atan2(across(t - step) - across(t + step), ahead))

    stood = first(lambda t: drive(t + .01) - drive(t) < 1e-6, hard, 8)

    def jolt(t):
        dive = .030 * (ease(t, hard, hard + .28) - ease(t, stood - .06, stood + .10))
        return 0, -.05 * dive / .03, -dive + .016 * ring(t - stood - .08, .22, 1.9), .004 * ring(t - stood, .3, 2.3), 0

    def build(scene):
        rng = np.random.default_rng(77)
        van = scene.vehicle("van", "white", "white van that cuts in", cuts_in, lambda t: 2.95 <= t < 5.2)
        flees = course((0, 9.0), (2.2, 9.0), (4.0, 3.5), (5.0, 6.5), (30, 8.0))
        oncoming = scene.vehicle("truck", "yellow", "oncoming truck", lambda t: (-1.95, 79 - flees(t), 180))
        scene.vehicle("hatch", "teal", "oncoming car", lambda t: (-1.75, 97 - flees(t), 180))
        ahead = scene.vehicle("sedan", "grey", "car ahead", lambda t: (1.75, 31 + course((0, 9.5), (30, 10.5))(t), 0))
        park(scene, rng, 1, -6, 150)
        park(scene, rng, -1, -6, 150)
        for k, (x, y, v) in enumerate(((8.1, 30, 1.2), (-8.0, 38, -1.2), (8.3, 62, -1.3))):
            scene.pedestrian(k + 1, "pedestrian on the pavement", lambda t, x=x, y=y, v=v: (x, y + v * t, 0 if v > 0 else 180, abs(v) * t, 1.0))
        scene.sign("limit", street.HALF + .6, 33)
        return [
            prompt("Why does the car have to brake?", (3.2, 5.6, van)),
            prompt("Which vehicle cuts in?", (2.2, 5.6, van)),
            prompt("Which vehicle is far too close?", (3.3, 5.2, van)),
            prompt("What makes the van pull in so early?", (1.6, 3.4, oncoming)),
            prompt("Which car drives ahead in our lane at the start?", (0.0, 2.0, ahead)),
        ]

    return Story("cut-in-near-miss", "A van cuts in and is missed by less than a metre", "dusk", 77, drive, build, sun=(13, 62), jolt=jolt, bonnet="grey")


STORIES = {story.name: story for story in (_collision(), _near_miss())}
