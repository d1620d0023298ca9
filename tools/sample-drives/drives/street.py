"""The street: carriageway, markings, kerbs, pavements, facades, trees, lamps, signs and signals, laid out from a seed."""

import math

import numpy as np

from .shapes import Shape

HALF = 5.7          # half width of the carriageway: two lanes of 3.4 m and two parking lanes of 2.3 m
LANE = 3.4
WALK = 4.2          # width of a pavement
START, END = -60.0, 260.0
ARM = 4.2           # half width of a crossing street


def spans(crossing, start=START, end=END, gap=ARM):
    """The stretches of street before and after the crossing."""
    return [(start, end)] if crossing is None else [(start, crossing - gap), (crossing + gap, end)]


def ground(crossing):
    """Carriageway, markings, kerbs and pavements."""
    s = Shape()
    s.quad([(-HALF, START, 0), (HALF, START, 0), (HALF, END, 0), (-HALF, END, 0)], "asphalt")
    s.quad([(-400, START - 50, -.3), (400, START - 50, -.3), (400, END + 500, -.3), (-400, END + 500, -.3)], "grass")
    rng = np.random.default_rng(5)
    for _ in range(14):
        x, y, w, h = rng.uniform(-4.5, 4.5), rng.uniform(START, END), rng.uniform(.5, 1.6), rng.uniform(1, 6)
        s.quad([(x, y, .004), (x + w, y, .004), (x + w, y + h, .004), (x, y + h, .004)], "patch")
    for y in range(-40, 240, 22):
        s.lathe((rng.choice([-2.2, 1.4]), y, .006), [(0, .34), (.002, .30), (.002, .01)], ["joint", "steel"], "z", 18)
    if crossing is not None:
        for side in (-1, 1):
            s.quad([(side * HALF, crossing - ARM, 0), (side * 150, crossing - ARM, 0), (side * 150, crossing + ARM, 0), (side * HALF, crossing + ARM, 0)],
                   "asphalt")
            for x in np.arange(HALF + 4, 120, 6):
                s.box((side * (x + 1.2), crossing, .006), (2.4, .13, .004), "marking")
            for k in range(-6, 7):
                s.box((k * .82, crossing + side * (ARM + 2.6), .006), (.46, 2.6, .004), "marking")
        s.box((1.75, crossing - ARM - 4.9, .006), (3.1, .4, .004), "marking")
    clear = ARM + 4.6
    for a, b in spans(crossing, gap=clear):
        for y in np.arange(a, b - 3, 8):
            s.box((0, y + 1.5, .006), (.14, 3, .004), "marking")
        for side in (-1, 1):
            s.box((side * (LANE + .05), (a + b) / 2, .006), (.10, b - a, .004), "marking")
            for y in np.arange(a + 1, b, 6.2):
                s.box((side * (LANE + 1.15), y, .006), (2.2, .09, .004), "marking")
    for a, b in spans(crossing, gap=ARM):
        for side in (-1, 1):
            s.box((side * (HALF + .09), (a + b) / 2, .05), (.2, b - a, .2), "kerb", .02)
            s.box((side * (HALF + .18 + WALK / 2), (a + b) / 2, .04), (WALK + .02, b - a, .2), "pavement")
            for y in np.arange(a, b, 1.6):
                s.box((side * (HALF + .18 + WALK / 2), y, .142), (WALK, .022, .004), "joint")
            for x in (1.4, 2.8):
                s.box((side * (HALF + .18 + x), (a + b) / 2, .142), (.02, b - a, .004), "joint")
    return s


WALLS = ["brick-red", "brick-tan", "brick-brown", "plaster-cream", "plaster-grey", "plaster-white", "plaster-pink", "stone"]


def _window(s, x, y, z, w, h, rng, lit, style):
    """One window on a wall that faces -y: reveal, sash, glass, sill."""
    roll = rng.random()
    glass = "lit-window" if roll < lit else "curtain" if roll < lit + .16 else "window"
    frame = style["frame"]
    s.box((x, y - .02, z), (w + .2, .1, h + .2), frame)
    s.quad([(x - w / 2, y - .075, z - h / 2), (x + w / 2, y - .075, z - h / 2), (x + w / 2, y - .075, z + h / 2), (x - w / 2, y - .075, z + h / 2)], glass)
    s.box((x, y - .085, z), (.06, .05, h), frame)
    s.box((x, y - .085, z + h * .15), (w, .05, .06), frame)
    s.box((x, y - .11, z - h / 2 - .11), (w + .34, .26, .1), style["sill"])
    if style["lintel"]:
        s.box((x, y - .03, z + h / 2 + .2), (w + .36, .12, .2), style["sill"])
    if style["balcony"] and roll > .5:
        s.box((x, y - .45, z - h / 2 - .12), (w + .7, .9, .12), style["sill"])
        for k in np.linspace(-w / 2 - .3, w / 2 + .3, 9):
            s.box((x + k, y - .88, z - h / 2 + .4), (.03, .03, .9), "trim-dark")
        s.box((x, y - .88, z - h / 2 + .87), (w + .7, .05, .05), "trim-dark")


def house(width, depth, floors, rng, lit, side_windows=True):
    """A house whose front is at y = 0 and faces -y, its middle at x = 0."""
    s = Shape()
    wall = WALLS[rng.integers(len(WALLS))]
    style = dict(frame="trim" if rng.random() < .7 else "trim-dark", sill="stone" if rng.random() < .6 else "trim", lintel=rng.random() < .6,
                 balcony=rng.random() < .3)
    ground_floor, floor = 3.7, 3.0
    height = ground_floor + floor * (floors - 1) + .5
    s.box((0, depth / 2, height / 2), (width, depth, height), wall)
    s.box((0, depth / 2 - .2, height + .05), (width + .1, depth + .5, .4), style["sill"])
    s.box((0, depth / 2 - .1, height + .45), (width * .995, depth, .5), wall)
    s.box((0, -.06, ground_floor - .05), (width, .2, .22), style["sill"])
    columns = max(2, int(width / 2.5))
    pitch = width / columns
    w, h = rng.uniform(1.0, 1.35), rng.uniform(1.5, 1.8)
    for k in range(1, floors):
        for c in range(columns):
            _window(s, (c + .5) * pitch - width / 2, 0, ground_floor + floor * (k - 1) + 1.45, w, h, rng, lit, style)
    if rng.random() < .6:
        door = rng.integers(columns)
        colour = f"awning-{rng.integers(5)}"
        s.box((0, -.03, .3), (width - .3, .12, .5), "trim-dark")
        for c in range(columns):
            x = (c + .5) * pitch - width / 2
            if c == door:
                s.box((x, -.02, 1.3), (1.1, .12, 2.5), "door", .02)
                s.box((x, -.06, 1.75), (.7, .1, 1.2), "shop-window")
            else:
                s.box((x, -.02, 1.72), (pitch * .86, .1, 2.2), "trim-dark")
                s.box((x, -.05, 1.72), (pitch * .8, .1, 2.06), "shop-window")
        s.box((0, -.12, 3.15), (width - .4, .2, .55), colour)
        for k in range(int(width / 1.1)):
            s.box((-width / 4 + k * .42, -.235, 3.15), (.22, .02, rng.uniform(.2, .3)), "sign-white") if k * .42 < width / 2 else None
        if rng.random() < .6:
            z, out = 2.85, 1.3
            stripes = 8
            for k in range(stripes):
                x0, x1 = (width - .8) * (k / stripes - .5), (width - .8) * ((k + 1) / stripes - .5)
                name = colour if k % 2 else "trim"
                s.quad([(x0, -.2, z), (x1, -.2, z), (x1, -out, z - .5), (x0, -out, z - .5)], name)
                s.quad([(x0, -out, z - .5), (x1, -out, z - .5), (x1, -out, z - .7), (x0, -out, z - .7)], name)
    else:
        door = rng.integers(columns)
        for c in range(columns):
            x = (c + .5) * pitch - width / 2
            if c == door:
                s.box((x, -.02, 1.25), (1.3, .14, 2.5), style["frame"])
                s.box((x, -.05, 1.2), (1.05, .14, 2.3), "door", .02)
                s.box((x, -.3, .08), (1.7, .8, .16), "stone")
            else:
                _window(s, x, 0, 1.95, w, h, rng, lit, dict(style, balcony=False))
    for side in (-1, 1) if side_windows else ():
        turned = Shape()
        for k in range(1, floors):
            for c in range(2):
                _window(turned, (c - .5) * depth * .45, 0, ground_floor + floor * (k - 1) + 1.45, w, h, rng, lit, dict(style, balcony=False))
        s.merge(turned, [[0, side * -1, 0], [side, 0, 0], [0, 0, 1]], (side * width / 2, depth / 2, 0))
    return s


def tree(rng, leaf="leaf", tall=6.5, leaves=2200):
    """A street tree: trunk, boughs, and a crown of leaves in clumps."""
    s = Shape()
    fork = tall * .36
    s.tube((0, 0, 0), (.04, .03, fork), .16, .11, "bark", 9)
    clumps = []
    for k in range(9):
        t = k * 2.4 + rng.uniform(-.4, .4)
        reach, rise = rng.uniform(.5, 1.5), rng.uniform(.55, .95) * tall
        end = np.array([reach * math.cos(t), reach * math.sin(t), rise])
        s.tube((.04, .03, fork - .1), end, .06, .025, "bark", 6)
        clumps.append((end, rng.uniform(.75, 1.15)))
    clumps.append((np.array([0, 0, tall * .95]), 1.1))
    points, faces = [], []
    for _ in range(leaves):
        centre, radius = clumps[rng.integers(len(clumps))]
        direction = rng.normal(size=3)
        direction /= np.linalg.norm(direction)
        where = centre + direction * radius * rng.uniform(.45, 1.0) ** .6 * (1, 1, .8)
        a = rng.normal(size=3)
        a /= np.linalg.norm(a)
        b = np.cross(a, direction + rng.normal(size=3) * .5)
        b /= np.linalg.norm(b) + 1e-9
        size = rng.uniform(.10, .2)
        n = len(points)
        points += [where - a * size, where + b * size * .6, where + a * size, where - b * size * .6]
        faces.append((n, n + 1, n + 2, n + 3))
    s.add(points, faces, leaf)
    for centre, radius in clumps:
        s.ball(centre, radius * .72 * np.array([1, 1, .8]), leaf, 10, 7)
    return s


def lamp_post():
    """A street lamp; the arm reaches towards +x."""
    s = Shape()
    s.tube((0, 0, 0), (0, 0, .9), .12, .10, "steel", 12)
    s.tube((0, 0, .9), (0, 0, 6.6), .07, .05, "steel", 12)
    s.tube((0, 0, 6.6), (.5, 0, 7.1), .045, .04, "steel", 10)
    s.tube((.5, 0, 7.1), (1.6, 0, 7.25), .04, .035, "steel", 10)
    s.box((1.85, 0, 7.24), (.8, .28, .14), "steel", .05)
    s.box((1.88, 0, 7.16), (.6, .2, .03), "lamp")
    return s


def signal(state, arm=0.0):
    """A traffic light facing -y; with an arm the head hangs over the road at x = -arm. Returns (pole, head): only the head is labelled."""
    pole, head = Shape(), Shape()
    if arm:
        pole.tube((0, 0, 0), (0, 0, 6.0), .11, .08, "steel", 12)
        pole.tube((0, 0, 5.8), (-arm - .3, 0, 6.0), .07, .045, "steel", 10)
        heads = [((-arm, -.1, 5.65), 1.15), ((-.0, -.2, 3.0), 1.0)]
    else:
        pole.tube((0, 0, 0), (0, 0, 3.7), .075, .06, "steel", 12)
        heads = [((0, -.18, 3.0), 1.0)]
    for (x, y, z), k in heads:
        head.box((x, y + .06, z), (.56 * k, .03, 1.28 * k), "signal-box", .01)
        head.box((x, y, z), (.36 * k, .22, 1.06 * k), "signal-box", .05)
        for n, name in enumerate(("red", "amber", "green")):
            centre = np.array([x, y - .12, z + (.33 - .33 * n) * k])
            head.lathe(centre, [(-.015, .005), (-.01, .08 * k), (0, .125 * k)], ("lit-" if name == state else "lens-") + name, "y", 18)
            visor = [[centre + np.array([.14 * k * math.cos(t), d, .14 * k * math.sin(t)]) for t in np.linspace(-.4, math.pi + .4, 12)] for d in (.02, -.2)]
            points = np.concatenate(visor)
            head.add(points, [(i, i + 1, i + 13, i + 12) for i in range(11)], "signal-box", True)
    return pole, head


def _disc(s, centre, radius, name, thick=.02, sides=28, turn=0.0):
    ring = [(centre[0] + radius * math.cos(t + turn), centre[1], centre[2] + radius * math.sin(t + turn))
            for t in np.linspace(0, 2 * math.pi, sides, endpoint=False)]
    back = [(x, y + thick, z) for x, y, z in ring]
    from .shapes import stack
    points, faces = stack([back, ring])
    s.add(points, faces, name)


SEGMENTS = {"0": "abcdef", "3": "abcdg", "5": "acdfg"}


def _digit(s, x, y, z, size, digit):
    """A digit of bars, seven segments."""
    w, h, t = size * .55, size, size * .17
    bars = {"a": (0, h / 2, w, t), "g": (0, 0, w, t), "d": (0, -h / 2, w, t), "b": (w / 2, h / 4, t, h / 2 + t), "c": (w / 2, -h / 4, t, h / 2 + t),
            "f": (-w / 2, h / 4, t, h / 2 + t), "e": (-w / 2, -h / 4, t, h / 2 + t)}
    for key in SEGMENTS[digit]:
        dx, dz, bw, bh = bars[key]
        s.box((x + dx, y, z + dz), (bw, .008, bh), "sign-black")


def sign(kind):
    """A sign facing -y: (pole, plate)."""
    pole, plate = Shape(), Shape()
    pole.tube((0, 0, 0), (0, 0, 2.9), .035, .035, "zinc", 10)
    z = 2.55
    if kind == "limit":
        _disc(plate, (0, -.05, z), .36, "sign-red")
        _disc(plate, (0, -.06, z), .285, "sign-white")
        _digit(plate, -.115, -.075, z, .26, "3")
        _digit(plate, .115, -.075, z, .26, "0")
    elif kind == "stop":
        _disc(plate, (0, -.05, z), .40, "sign-white", sides=8, turn=math.pi / 8)
        _disc(plate, (0, -.06, z), .375, "sign-red", sides=8, turn=math.pi / 8)
        for k in range(4):
            plate.box((-.2 + k * .135, -.085, z), (.09, .008, .17), "sign-white")
    elif kind == "warning":
        _disc(plate, (0, -.05, z), .46, "sign-red", sides=3, turn=math.pi / 2)
        _disc(plate, (0, -.06, z), .33, "sign-white", sides=3, turn=math.pi / 2)
        plate.box((0, -.085, z + .02), (.055, .008, .2), "sign-black")
        plate.box((0, -.085, z - .115), (.055, .008, .05), "sign-black")
    else:
        plate.box((0, -.05, z), (.62, .02, .62), "sign-blue", .005)
        plate.add([(0, -.066, z + .24), (-.24, -.066, z - .2), (.24, -.066, z - .2)], [(0, 1, 2)], "sign-white")
        plate.tube((-.02, -.072, z + .02), (.03, -.072, z - .13), .018, .018, "sign-black", 6)
        plate.ball((0, -.072, z + .07), (.03, .004, .03), "sign-black", 8, 5)
    return pole, plate


def cone():
    """A traffic cone, 75 cm."""
    s = Shape()
    s.box((0, 0, .02), (.40, .40, .04), "cone", .01)
    s.lathe((0, 0, 0), [(.04, .16), (.26, .125), (.44, .09), (.56, .066), (.64, .05), (.75, .028), (.752, .005)],
            ["cone", "sign-white", "cone", "sign-white", "cone", "cone"], "z", 20)
    return s
