"""Vehicles as lofted shapes: a body, a glasshouse with pillars and roof, lamps, plates, mirrors and wheels. The origin is on the ground."""

import math

import numpy as np

from .shapes import Shape, spline, stack

# Stations from tail to nose: y, shoulder height, half width, underside.
SEDAN = dict(
    body=[(-2.27, .74, .62, .46), (-2.25, .86, .74, .36), (-2.15, .95, .82, .28), (-1.75, .99, .875, .23), (-1.1, .97, .90, .2),
          (-.2, .94, .90, .19), (.7, .93, .90, .19), (1.15, .91, .895, .2), (1.7, .84, .87, .22), (2.08, .74, .80, .25),
          (2.22, .62, .70, .30), (2.26, .50, .58, .36)],
    belt=.92, roof=1.44, base=(-1.95, 1.12), top=(-1.02, .28), half=(.84, .60), axles=(-1.36, 1.38), wheel=.325, tail=(.66, .83), nose=(.62, .66))
HATCH = dict(
    body=[(-1.98, .62, .62, .46), (-1.97, .84, .74, .34), (-1.90, .97, .82, .27), (-1.5, 1.01, .87, .22), (-.9, .98, .885, .2),
          (-.1, .95, .885, .19), (.6, .95, .885, .19), (1.05, .94, .88, .2), (1.5, .87, .86, .22), (1.82, .76, .79, .25),
          (1.95, .62, .68, .30), (1.98, .5, .56, .36)],
    belt=.94, roof=1.50, base=(-1.93, 1.02), top=(-1.52, .25), half=(.83, .62), axles=(-1.22, 1.25), wheel=.32, tail=(.68, .95), nose=(.62, .70))
SUV = dict(
    body=[(-2.22, .74, .66, .5), (-2.21, .98, .80, .4), (-2.14, 1.10, .88, .34), (-1.7, 1.12, .93, .29), (-1.0, 1.10, .945, .27),
          (-.1, 1.08, .945, .26), (.7, 1.08, .945, .26), (1.2, 1.07, .94, .27), (1.75, 1.01, .92, .29), (2.08, .90, .86, .33),
          (2.22, .74, .76, .38), (2.26, .58, .64, .44)],
    belt=1.07, roof=1.70, base=(-2.17, 1.15), top=(-1.82, .38), half=(.89, .68), axles=(-1.35, 1.38), wheel=.36, tail=(.76, 1.02), nose=(.68, .80))
VAN = dict(
    body=[(-2.5, .7, .80, .46), (-2.49, 1.05, .90, .36), (-2.44, 1.15, .95, .3), (-1.9, 1.16, .97, .25), (-1.0, 1.16, .97, .24),
          (-.1, 1.16, .97, .24), (.8, 1.16, .97, .24), (1.5, 1.12, .96, .25), (2.05, 1.02, .93, .28), (2.38, .86, .86, .32),
          (2.48, .66, .76, .38), (2.5, .52, .64, .44)],
    belt=1.14, roof=2.02, base=(-2.45, 1.95), top=(-2.36, .98), half=(.905, .80), axles=(-1.55, 1.6), wheel=.34, tail=(.86, 1.05), nose=(.74, .78))


def wheel(radius, width=.22):
    """One wheel about the x axis, its outer face towards +x."""
    s = Shape()
    w = width / 2
    s.lathe((0, 0, 0), [(-w, radius * .62), (-w, radius * .92), (-w * .6, radius), (w * .6, radius), (w, radius * .93), (w, radius * .68)], "rubber")
    s.lathe((0, 0, 0), [(w, radius * .68), (w * .8, radius * .62), (w * .25, radius * .58), (w * .2, .01)], ["rim", "rim", "grille"])
    for i in range(5):
        t = i * 2 * math.pi / 5
        c, d = math.cos(t), math.sin(t)
        s.tube((w * .55, .05 * c, .05 * d), (w * .55, radius * .62 * c, radius * .62 * d), radius * .15, radius * .10, "rim", 6)
    s.lathe((0, 0, 0), [(w * .4, radius * .2), (w * .85, radius * .17), (w * .9, .01)], "rim", sides=10)
    return s


def hull(stations, paint):
    """The painted lower body, lofted along its length."""
    grid = []
    for y, top, half, low in stations:
        mid = low + (top - low) * .5
        right = [(0, low), (half * .82, low), (half * .955, low + .06), (half * .985, low + (mid - low) * .55), (half, mid),
                 (half * .985, top - .13), (half * .955, top - .05), (half * .86, top), (half * .5, top + .022)]
        ring = right + [(0, top + .03)] + [(-x, z) for x, z in reversed(right[1:])]
        grid.append([(x, y, z) for x, z in ring])
    fine = spline(grid, 4)
    fine = np.stack([spline(ring, 2, closed=True) for ring in fine])
    points, faces = stack(list(fine))
    n = fine.shape[1]
    names = []
    for face in faces:
        z = points[list(face)][:, 2].mean()
        names.append("plastic" if z < min(s[3] for s in stations) + .13 and len(face) == 4 else paint)
    return Shape().add(points, faces, names, True), n


def glasshouse(spec, paint, closed_from=None, side_pillars=((0, .055), (.43, .475), (.93, 1))):
    """Windows, pillars and roof. `closed_from` closes the sides with metal from that share of the length backwards (a van)."""
    front_share = [0, .055, .16, .3, .5, .7, .84, .945, 1]
    cuts = sorted({0, 1, *[c for pillar in side_pillars for c in pillar], .2, .32, .62, .78})
    belt, roof = spec["belt"] - .05, spec["roof"]
    levels = [0, .18, .4, .62, .8, .875, .93, .97, 1]

    def ring(v):
        e = v ** 1.15
        round_off = max(0, (v - .86) / .14) ** 2
        back = spec["base"][0] + (spec["top"][0] - spec["base"][0]) * e + .05 * round_off
        front = spec["base"][1] + (spec["top"][1] - spec["base"][1]) * e - .10 * round_off
        half = spec["half"][0] + (spec["half"][1] - spec["half"][0]) * v ** 1.7 - .08 * round_off
        z = belt + (roof - belt) * (v if v < .9 else .9 + .1 * math.sin((v - .9) / .1 * math.pi / 2))
        bulge = .14 * (1 - .6 * v)
        points = [(half * (2 * t - 1), front + bulge * (1 - (2 * t - 1) ** 2) - bulge * .5, z) for t in front_share]
        points += [(half + .025 * math.sin(math.pi * t), front - bulge * .5 + (back - front + bulge * .8) * t, z) for t in cuts[1:-1]]
        points += [(half * (1 - 2 * t), back + bulge * .3 - bulge * .6 * (1 - (2 * t - 1) ** 2), z) for t in front_share]
        points += [(-half - .025 * math.sin(math.pi * t), front - bulge * .5 + (back - front + bulge * .8) * t, z)
                   for t in reversed(cuts[1:-1])]
        return points

    rings = [ring(v) for v in levels]
    top = np.asarray(rings[-1])
    centre = top.mean(0)
    for shrink, rise in ((.85, .018), (.5, .035), (.05, .042)):
        rings.append(centre + (top - centre) * (shrink, shrink, 1) + (0, 0, rise))
    points, faces = stack(rings)
    n, m = len(rings[0]), len(front_share)
    names = []

    def pillar(a, b):
        return any(lo - 1e-6 <= a and b <= hi + 1e-6 for lo, hi in side_pillars)

    for index, face in enumerate(faces):
        row, column = divmod(index, n)
        glass = False
        if row < 5:
            if column < m - 1:
                glass = 0 < column < m - 2
            elif column < m - 1 + len(cuts) - 1:
                k = column - (m - 1)
                glass = not pillar(cuts[k], cuts[k + 1]) and not (closed_from is not None and cuts[k] >= closed_from)
            elif column < 2 * m - 2 + len(cuts) - 1:
                k = column - (m - 1 + len(cuts) - 1)
                glass = 0 < k < m - 2 and (row > 0 or closed_from is None)
            else:
                k = len(cuts) - 2 - (column - (2 * m - 2 + len(cuts) - 1))
                glass = not pillar(cuts[k], cuts[k + 1]) and not (closed_from is not None and cuts[k] >= closed_from)
        names.append("glass" if glass and index < 5 * n else paint)
    return Shape().add(points, faces, names, True)


def car(spec, paint="silver", braking=False, closed_from=None):
    """A car or van of one of the outlines above: (body shape, wheel shape, wheel centres)."""
    paint = "paint-" + paint
    s, _ = hull(spec["body"], paint)
    s.merge(glasshouse(spec, paint, closed_from))
    tail, nose = spec["body"][0][0], spec["body"][-1][0]
    tx, tz = spec["tail"]
    nx, nz = spec["nose"]
    tall = .30 if spec is VAN else .24 if spec is SUV else .17
    wide = .16 if spec is VAN else .30 if spec is not SUV else .22
    for side in (-1, 1):
        s.box((side * (tx + .02), tail + .12, tz), (wide, .24, tall), "brakelight" if braking else "taillight", .04)
        s.box((side * (tx + .01), tail + .11, tz - tall * .32), (wide * .5, .235, tall * .25), "indicator", .01)
        s.box((side * nx, nose - .20, nz + .02), (.36, .34, .15), "headlight", .05)
        s.box((side * (spec["half"][0] + .13), spec["base"][1] - .42, spec["belt"] + .08), (.2, .1, .14), paint, .04)
        s.box((side * (spec["half"][0] + .01), spec["base"][1] - .42, spec["belt"] + .03), (.16, .05, .04), "plastic")
        widest = max(b[2] for b in spec["body"])
        for seam in (spec["base"][1] - .28, spec["base"][1] - 1.27, spec["base"][1] - 2.15):
            if abs(seam) < 1.5:
                s.box((side * (widest - .004), seam, spec["belt"] - .33), (.012, .014, .50), "grille")
        for handle in (spec["base"][1] - 1.10, spec["base"][1] - 2.0):
            if abs(handle) < 1.4:
                s.box((side * (widest + .002), handle, spec["belt"] - .13), (.035, .18, .03), "chrome", .01)
        for axle in spec["axles"]:
            s.lathe((side * (widest - .12), axle, spec["wheel"] + .015),
                    [(-.1 * side, spec["wheel"] * 1.16), (.125 * side, spec["wheel"] * 1.17), (.126 * side, .02)], "plastic", sides=28)
    s.box((0, tail + .02, tz - .02 if spec is not VAN else .85), (.52, .06, .115), "plate", .01)
    s.box((0, tail + .05, .40), (1.25, .14, .16), "plastic", .04)
    s.box((0, nose - .01, .47), (.52, .05, .11), "plate", .01)
    s.box((0, nose - .05, nz - .01), (.78, .10, .13), "grille", .03)
    s.box((0, nose - .07, .36), (1.2, .14, .13), "plastic", .04)
    for k in (-1, 1):
        s.tube((k * .45, tail + .12, .30), (k * .45, tail - .02, .30), .035, .035, "chrome", 10)
    if spec is VAN:
        s.box((0, tail + .03, 1.2), (.025, .05, 1.5), "grille")
        s.box((.11, tail + .0, 1.05), (.14, .05, .04), "plastic", .01)
    track = max(b[2] for b in spec["body"]) - .10
    wheels = [(side * track, axle, spec["wheel"]) for side in (-1, 1) for axle in spec["axles"]]
    return s, wheel(spec["wheel"]), wheels


def bonnet(paint="blue"):
    """The front of an SUV as its driver sees it: the bonnet, two ribs along it, and the wipers' arms at rest."""
    stations = [station for station in SUV["body"] if station[0] > .6]
    s, _ = hull(stations, "paint-" + paint)
    for side in (-1, 1):
        s.tube((side * .34, 1.22, 1.082), (side * .27, 1.98, .962), .022, .014, "paint-" + paint, 8)
    return s


def bus(paint="red", braking=False):
    """A city bus, 11 m long."""
    s = Shape()
    paint = "paint-" + paint
    s.box((0, 0, 1.70), (2.5, 11, 2.75), paint, .16)
    s.box((0, 0, .42), (2.46, 10.7, .28), "plastic", .05)
    s.box((0, .1, 2.05), (2.53, 10.5, .92), "glass", .05)
    s.box((0, 5.42, 1.85), (2.24, .22, 1.55), "glass", .08)
    s.box((0, -5.45, 2.2), (1.9, .14, .75), "glass", .06)
    s.box((0, 5.49, 2.83), (1.7, .08, .26), "grille", .03)
    s.box((0, 5.535, 2.83), (1.2, .01, .12), "indicator")
    s.box((0, -5.49, 2.80), (.7, .06, .2), "grille", .02)
    for y in np.arange(-4.0, 5, 1.5):
        s.box((0, y, 2.05), (2.545, .09, .92), "plastic")
    for side in (-1, 1):
        s.box((side * 1.0, 5.47, .78), (.34, .14, .22), "headlight", .05)
        for k, name in enumerate(("brakelight" if braking else "taillight", "indicator", "taillight")):
            s.box((side * 1.08, -5.47, .95 + .2 * k), (.18, .1, .17), name, .04)
        s.box((side * 1.42, 5.45, 2.35), (.1, .16, .42), "plastic", .04)
        for axle in (-3.1, 3.2):
            s.lathe((side * 1.15, axle, .5), [(-.1 * side, .58), (.115 * side, .58), (.116 * side, .02)], "plastic")
    for y in (4.4, -.4):
        s.box((1.24, y, 1.45), (.05, 1.15, 2.1), "glass", .02)
        s.box((1.262, y, 1.45), (.03, .06, 2.1), "plastic")
    s.box((0, -5.49, .72), (.55, .06, .13), "plate", .01)
    s.box((0, -5.48, 1.25), (1.5, .06, .6), "plastic", .03)
    s.box((0, -1, 3.15), (1.6, 3.2, .22), "trim", .08)
    return s, wheel(.48, .3), [(side * 1.1, axle, .48) for side in (-1, 1) for axle in (-3.1, 3.2)]


def truck(paint="white", box="white", braking=False):
    """A box truck, 7.4 m long."""
    s = Shape()
    cab = "paint-" + paint
    s.box((0, -1.0, 2.05), (2.4, 5.2, 2.45), "paint-" + box, .05)
    for side in (-1, 1):
        s.box((side * 1.2, -1, 2.05), (.03, 4.9, .55), "paint-teal")
    s.box((0, -.6, .72), (.9, 6.4, .28), "plastic")
    s.box((0, 2.75, 1.45), (2.2, 1.75, 1.75), cab, .18)
    s.box((0, 3.45, 1.88), (2.0, .45, .82), "glass", .12)
    s.box((0, 2.95, 1.88), (2.22, .95, .72), "glass", .08)
    s.box((0, 3.55, .95), (1.3, .2, .35), "grille", .04)
    s.box((0, 3.55, .58), (2.1, .28, .3), "plastic", .06)
    s.box((0, -3.62, 2.05), (2.1, .03, 2.1), "trim", .01)
    s.box((0, -3.64, 2.05), (.03, .03, 2.1), "grille")
    for k in (-.3, .3):
        s.tube((k, -3.66, 1.1), (k, -3.66, 3.0), .02, .02, "zinc", 6)
    s.box((0, -3.6, .55), (2.2, .12, .16), "plastic", .02)
    s.box((0, -3.67, .8), (.5, .04, .12), "plate", .01)
    for side in (-1, 1):
        s.box((side * .88, 3.58, .95), (.32, .16, .22), "headlight", .05)
        s.box((side * .95, -3.64, .80), (.36, .1, .16), "brakelight" if braking else "taillight", .03)
        s.box((side * 1.3, 3.4, 1.95), (.12, .14, .4), "plastic", .04)
    return s, wheel(.44, .28), [(side * 1.0, axle, .44) for side in (-1, 1) for axle in (-2.1, 2.7)]


def vehicle(kind, paint, braking=False):
    """(body, wheel, wheel centres) of a kind: sedan, hatch, suv, van, bus, truck."""
    if kind == "bus":
        return bus(paint, braking)
    if kind == "truck":
        return truck(paint, "white", braking)
    if kind == "van":
        return car(VAN, paint, braking, closed_from=.3)
    return car({"sedan": SEDAN, "hatch": HATCH, "suv": SUV}[kind], paint, braking)


LENGTH = {"sedan": 4.53, "hatch": 3.96, "suv": 4.5, "van": 5.0, "bus": 11.0, "truck": 7.4}
