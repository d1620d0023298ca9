"""What a story is made of: the ego car's drive, courses and questions, a row of parked cars."""

from dataclasses import dataclass, field
from typing import Callable

import numpy as np

from . import street
from .scene import Scene


@dataclass
class Story:
    """One clip. `build(scene)` places the actors and returns the prompts, the first of them about why the car slows down; `drive` is the ego car's y over
    time."""
    name: str
    title: str
    weather: str
    seed: int
    drive: Callable
    build: Callable
    seconds: float = 8.0
    fps: int = 12
    crossing: float = None
    sun: tuple = (42, 40)
    lane: float = 1.75
    jolt: Callable = None   # what is added to the ego car's steady drive at a time: (x, height, pitch, roll, yaw) in metres and radians
    bonnet: str = None      # the paint of the ego car's bonnet, where the camera sees it


def course(*knots):
    """Distance over time from (second, speed in m/s) knots, speed linear between them."""
    times, speeds = np.array([k[0] for k in knots], float), np.array([k[1] for k in knots], float)
    grid = np.linspace(0, max(times[-1], 30), 3001)
    speed = np.interp(grid, times, speeds)
    way = np.concatenate([[0], np.cumsum((speed[1:] + speed[:-1]) / 2 * np.diff(grid))])
    return lambda t: float(np.interp(t, grid, way))


def ease(t, a, b):
    """0 before a, 1 after b, smooth between."""
    u = min(1.0, max(0.0, (t - a) / (b - a)))
    return u * u * (3 - 2 * u)


def prompt(text, *spans):
    """A question and, per time span in seconds, the actor that its answer hangs on (None: no single one)."""
    return {"text": text, "spans": [{"from": a, "to": b, "actor": actor} for a, b, actor in spans]}


def park(scene, rng, side, start, end, skip=()):
    """Fills a parking lane, leaving the (from, to) stretches in `skip` empty."""
    y = start
    paints = ["silver", "grey", "black", "red", "blue", "white", "navy", "green", "beige", "teal"]
    while y < end:
        kind = ["sedan", "hatch", "suv", "hatch", "sedan"][rng.integers(5)]
        paint = paints[rng.integers(len(paints))]
        if not any(a - 3 < y < b + 3 for a, b in skip) and rng.random() < .8:
            scene.parked(kind, paint, side * (street.LANE + 1.2) + rng.normal() * .06, y, 0 if side > 0 else 180)
        y += 6.2
