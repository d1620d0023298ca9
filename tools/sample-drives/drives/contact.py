"""How near two things on the road come to one another: outlines seen from above, and the gap between them in metres. NumPy only."""

import math

import numpy as np

from . import vehicles

EYE = .55           # the camera stands this far ahead of the ego car's middle
OWN = "suv"         # the ego car's shape
BOX = {"bus": (2.5, 11.0), "truck": (2.4, 7.4), "adult": (.5, .5), "cyclist": (.6, 1.8), "motorcycle": (.8, 2.1)}


BODIES = {"sedan": vehicles.SEDAN, "hatch": vehicles.HATCH, "suv": vehicles.SUV, "van": vehicles.VAN}


def outline(kind):
    """Corners of a thing around its own middle, N×2, nose towards +y."""
    if kind in BODIES:
        right = [(half, y) for y, _, half, _ in BODIES[kind]["body"]]
        return np.array(right + [(-x, y) for x, y in reversed(right)])
    w, h = BOX[kind]
    return np.array([(w / 2, -h / 2), (w / 2, h / 2), (-w / 2, h / 2), (-w / 2, -h / 2)])


def placed(corners, x, y, heading):
    """An outline at a place, turned by degrees to the left."""
    c, s = math.cos(math.radians(heading)), math.sin(math.radians(heading))
    return corners @ np.array([[c, s], [-s, c]]) + (x, y)


def own(lane, y, jolt=(0, 0, 0, 0, 0)):
    """The ego car's outline when its camera has come to y; `jolt` as a story's."""
    x, yaw = lane + jolt[0], jolt[4]
    return placed(outline(OWN), x + EYE * math.sin(yaw), y - EYE * math.cos(yaw), math.degrees(yaw))


def gap(a, b):
    """Metres between two convex outlines; negative, by how much, where they overlap."""
    apart = max(_separation(a, b), _separation(b, a))
    return apart if apart <= 0 else min(_nearest(a, b), _nearest(b, a))


def _separation(a, b):
    edges = np.roll(a, -1, 0) - a
    edges = edges[np.linalg.norm(edges, axis=1) > 1e-9]
    normals = np.stack([edges[:, 1], -edges[:, 0]], 1)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return float(((normals @ b.T).min(1) - (normals @ a.T).max(1)).max())


def _nearest(points, corners):
    start, edge = corners, np.roll(corners, -1, 0) - corners
    length = np.maximum((edge ** 2).sum(1), 1e-12)
    along = np.clip(((points[:, None] - start) * edge).sum(2) / length, 0, 1)
    return float(np.linalg.norm(points[:, None] - (start + along[..., None] * edge), axis=2).min())


def slide(at, velocity, spin, seconds):
    """
    A body that is let go and stopped by friction: `at` (x, y, heading) and what has been added to it by a time after that. Speed and spin fall
    evenly to nothing in `seconds`.
    """
    def pose(since):
        u = min(max(since, 0.0), seconds)
        way = u - u * u / (2 * seconds)
        return at[0] + velocity[0] * way, at[1] + velocity[1] * way, at[2] + spin * way

    return pose
