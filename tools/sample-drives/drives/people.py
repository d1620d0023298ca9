"""Pedestrians and cyclists, posed by joint angles: a new mesh of rounded limbs for each pose."""

import math

import numpy as np

from .shapes import Shape

STYLES = [
    dict(skin="skin-a", hair="hair-brown", top="cloth-red", legs="denim", bag=True),
    dict(skin="skin-b", hair="hair-dark", top="cloth-beige", legs="cloth-black", bag=False),
    dict(skin="skin-c", hair="hair-dark", top="cloth-blue", legs="cloth-grey", bag=True),
    dict(skin="skin-a", hair="hair-grey", top="cloth-green", legs="cloth-beige", bag=False),
    dict(skin="skin-c", hair="hair-brown", top="cloth-white", legs="denim", bag=False),
    dict(skin="skin-a", hair="hair-dark", top="cloth-black", legs="denim", bag=True),
    dict(skin="skin-a", hair="hair-brown", top="cloth-orange", legs="cloth-black", bag=False),
]


def _swing(origin, angle, length, out=0.0):
    """The end of a limb that hangs from `origin`, swung forward by `angle` (radians) and outward by `out` metres."""
    return np.array([origin[0] + out, origin[1] + length * math.sin(angle), origin[2] - length * math.cos(angle)])


def _limb(s, a, b, c, ra, rb, rc, upper, lower):
    s.tube(a, b, ra, rb, upper, 10, True)
    s.tube(b, c, rb, rc, lower, 10, True)


def _head(s, neck, skin, hair, lean=0.0, helmet=None):
    neck = np.asarray(neck)
    s.tube(neck - (0, 0, .04), neck + (0, lean * .08, .09), .055, .05, skin, 10)
    centre = neck + (0, .02 + lean * .14, .19)
    s.ball(centre, (.078, .098, .122), skin)
    s.ball(centre + (0, .10, -.015), (.014, .022, .024), skin, 8, 5)
    for side in (-1, 1):
        s.ball(centre + (side * .03, .088, .02), (.012, .012, .009), "sign-black", 6, 4)
        s.ball(centre + (side * .078, 0, -.005), (.014, .025, .035), skin, 6, 4)
    s.ball(centre + (0, -.026, .038), (.088, .098, .104), helmet or hair)


def walker(style, phase, stride=.44):
    """A walking person, 1.74 m tall, facing +y; `phase` in radians, one step cycle per 2π; `stride` 0 stands still."""
    s = Shape()
    swing = math.sin(phase)
    hip = np.array([0, 0, .93])
    lean = .06 * (stride > 0)
    shoulder = hip + (0, lean, .50)
    for side in (-1, 1):
        forward = side * swing * stride
        knee_bend = max(0, math.sin(phase + (0 if side > 0 else math.pi) + 1.9)) * 1.0 * (stride > 0) * min(1, stride * 2) + .06
        a = hip + (side * .095, 0, 0)
        b = _swing(a, forward, .44)
        c = _swing(b, forward - knee_bend, .43)
        _limb(s, a, b, c, .098, .066, .048, style["legs"], style["legs"])
        toe = forward - knee_bend
        d = c + (0, .17 * math.cos(toe), -.045 + .17 * math.sin(toe) * .6)
        s.tube(c + (0, -.05, -.04), d, .052, .042, "shoe", 8, True)
        a = shoulder + (side * .20, 0, -.02)
        arm = -side * swing * stride * .85
        b = _swing(a, arm - .05, .29, side * .035)
        c = _swing(b, arm + .28 + .2 * stride, .25, -side * .01)
        _limb(s, a, b, c, .064, .052, .042, style["top"], style["top"])
        s.ball(c + (0, .02, -.05), (.034, .042, .062), style["skin"], 8, 6)
    rings = []
    for share, half, deep in ((-.14, .150, .112), (-.08, .176, .128), (.05, .172, .122), (.2, .160, .112), (.36, .190, .124), (.47, .200, .115),
                              (.53, .150, .085), (.57, .062, .058)):
        centre = hip + (0, lean * share * 2, share)
        rings.append([centre + (half * math.cos(t), deep * math.sin(t), 0) for t in np.linspace(0, 2 * math.pi, 16, endpoint=False)])
    from .shapes import stack
    points, faces = stack(rings)
    s.add(points, faces, style["top"], True)
    _head(s, shoulder + (0, .02, .06), style["skin"], style["hair"], lean)
    if style["bag"]:
        s.box(shoulder + (0, -.17, -.20), (.30, .17, .42), "bag", .06)
        for side in (-1, 1):
            s.tube(shoulder + (side * .11, -.1, .03), shoulder + (side * .12, .12, -.2), .02, .02, "bag", 6)
    lowest = min(float(points[:, 2].min()) for points in s.vertices)
    s.vertices = [points - (0, 0, lowest) for points in s.vertices]
    return s


def cyclist(style, phase, lean=0.0):
    """A rider on a bicycle facing +y; `phase` is the crank angle."""
    s = Shape()
    radius, rear, front = .34, -.52, .55
    for y in (rear, front):
        s.lathe((0, y, radius), [(-.02, radius - .03), (-.02, radius - .008), (0, radius), (.02, radius - .008), (.02, radius - .03), (-.02, radius - .03)],
                "rubber", sides=32)
        s.lathe((0, y, radius), [(-.012, radius - .05), (-.012, radius - .028), (.012, radius - .028), (.012, radius - .05), (-.012, radius - .05)], "chrome")
        s.lathe((0, y, radius), [(-.04, .025), (.04, .025)], "chrome", sides=8)
        for k in range(8):
            t = phase + k * math.pi / 4
            s.tube((0, y, radius), (0, y + (radius - .04) * math.cos(t), radius + (radius - .04) * math.sin(t)), .004, .004, "chrome", 4)
    crank, seat, head = np.array([0, -.08, .30]), np.array([0, -.26, .88]), np.array([0, .36, .86])
    frame = "paint-teal"
    for a, b in ((crank, seat), (crank, head - (0, 0, .1)), (seat - (0, 0, .08), head), ((0, rear, radius), crank),
                 ((0, rear, radius), seat - (0, .02, .12)), (head, (0, front, radius)), (head, head + (0, -.03, .12))):
        s.tube(a, b, .019, .019, frame, 8)
    s.tube(head + (-.26, .04, .14), head + (.26, .04, .14), .014, .014, "plastic", 8)
    s.tube(head + (0, -.03, .12), head + (0, .04, .14), .016, .016, "plastic", 8)
    s.box(seat + (0, -.02, .07), (.13, .27, .06), "plastic", .025)
    s.box((0, rear - .05, .78), (.06, .03, .05), "taillight", .01)
    s.box(head + (0, .1, .06), (.06, .05, .06), "headlight", .02)
    hip = seat + (0, 0, .14)
    chest = hip + (0, .36, .44)
    for side in (-1, 1):
        t = phase + (0 if side > 0 else math.pi)
        pedal = crank + (side * .11, .17 * math.cos(t), .17 * math.sin(t))
        s.tube(crank + (side * .05, 0, 0), pedal, .014, .014, "chrome", 6)
        a = hip + (side * .085, .02, -.02)
        foot = pedal + (0, -.04, .07)
        span = foot - a
        reach = min(np.linalg.norm(span), .87)
        direction = span / np.linalg.norm(span)
        bend = math.sqrt(max(.44 ** 2 - (reach / 2) ** 2, 0))
        knee = a + direction * reach / 2 + bend * np.array([0, -direction[2], direction[1]]) * (1 if direction[2] < 0 else -1)
        _limb(s, a, knee, foot, .092, .064, .046, style["legs"], style["skin"])
        s.tube(foot + (0, -.06, -.02), foot + (0, .15, -.03), .048, .038, "shoe", 8, True)
        shoulder = chest + (side * .19, 0, -.03)
        hand = head + (side * .24, .02, .17)
        elbow = (shoulder + hand) / 2 + (side * .05, -.03, -.07)
        _limb(s, shoulder, elbow, hand, .06, .048, .04, style["top"], style["skin"])
        s.ball(hand, (.04, .05, .04), style["skin"], 8, 6)
    s.tube(hip + (0, -.02, 0), chest - (0, .05, .10), .130, .155, style["top"], 14, True)
    _head(s, chest + (0, .05, .08), style["skin"], style["hair"], .5, helmet="cloth-white")
    if style["bag"]:
        s.box((hip + chest) / 2 + (0, -.19, .12), (.30, .18, .40), "bag", .06)
    return s


def motorcyclist(style, paint, lean=0.0):
    """A rider on a motorcycle facing +y."""
    s = Shape()
    radius, rear, front = .31, -.70, .72
    for y in (rear, front):
        s.lathe((0, y, radius), [(-.065, radius - .09), (-.06, radius - .02), (0, radius), (.06, radius - .02), (.065, radius - .09), (-.065, radius - .09)],
                "rubber", sides=28)
        s.lathe((0, y, radius), [(-.04, radius - .10), (.04, radius - .10)], "rim", sides=20)
        s.lathe((0, y, radius), [(-.07, .05), (.07, .05)], "chrome", sides=10)
    paint = "paint-" + paint
    s.box((0, -.02, .48), (.34, .62, .38), "plastic", .08)
    s.box((0, .16, .86), (.32, .52, .26), paint, .11)
    s.box((0, -.40, .84), (.28, .62, .12), "cloth-black", .05)
    s.box((0, -.72, .82), (.22, .30, .20), paint, .07)
    s.box((0, -.88, .80), (.18, .05, .09), "taillight", .02)
    s.box((0, -.92, .60), (.20, .03, .14), "plate", .01)
    s.box((0, .50, .96), (.34, .22, .34), paint, .10)
    s.box((0, .62, .98), (.22, .06, .18), "headlight", .04)
    s.box((0, .56, 1.20), (.30, .06, .22), "glass", .02)
    for side in (-1, 1):
        s.tube((side * .09, front, radius), (side * .09, .46, 1.05), .035, .035, "chrome", 8)
        s.tube((side * .10, rear, radius), (side * .12, -.15, .45), .035, .035, "plastic", 8)
        s.tube((side * .17, .05, .32), (side * .2, -.78, .40), .05, .065, "chrome", 10)
        s.tube((0, .42, 1.08), (side * .36, .34, 1.10), .018, .018, "plastic", 8)
        s.tube((side * .30, .38, 1.10), (side * .36, .42, 1.26), .01, .01, "plastic", 6)
        s.ball((side * .38, .42, 1.29), (.06, .02, .04), "plastic", 8, 5)
    hip, chest = np.array([0, -.30, .96]), np.array([0, -.02, 1.44])
    for side in (-1, 1):
        a, knee, foot = hip + (side * .12, 0, 0), np.array([side * .26, .16, .80]), np.array([side * .24, -.16, .40])
        _limb(s, a, knee, foot, .105, .075, .055, style["legs"], style["legs"])
        s.tube(foot + (0, -.04, -.02), foot + (0, .16, -.04), .055, .045, "shoe", 8, True)
        shoulder, hand = chest + (side * .20, 0, -.02), np.array([side * .34, .33, 1.12])
        elbow = (shoulder + hand) / 2 + (side * .07, -.05, -.04)
        _limb(s, shoulder, elbow, hand, .07, .055, .045, style["top"], style["top"])
    s.tube(hip, chest, .15, .17, style["top"], 14, True)
    neck = chest + (0, .05, .06)
    s.tube(chest, neck + (0, .03, .08), .07, .06, "cloth-black", 10)
    s.ball(neck + (0, .06, .20), (.135, .155, .155), "paint-" + ("white" if style["bag"] else "black"))
    s.ball(neck + (0, .15, .20), (.10, .08, .07), "glass", 10, 7)
    return s
