"""Mesh building without Blender's operators: boxes, tubes, lofts, surfaces of revolution. Metres; +y is ahead, +x right, +z up."""

import math

import bpy
import numpy as np


class Shape:
    """Collects polygons with a material name each; `mesh` turns them into one Blender mesh."""

    def __init__(self):
        self.vertices, self.faces, self.names, self.smooth = [], [], [], []
        self.count = 0

    def add(self, vertices, faces, material, smooth=False):
        """Adds polygons; `material` is a name or one name per face."""
        vertices = np.asarray(vertices, float).reshape(-1, 3)
        self.vertices.append(vertices)
        self.faces.extend([tuple(i + self.count for i in face) for face in faces])
        self.names.extend([material] * len(faces) if isinstance(material, str) else material)
        self.smooth.extend([smooth] * len(faces))
        self.count += len(vertices)
        return self

    def merge(self, other, matrix=None, offset=(0, 0, 0)):
        """Adds another shape, turned by a 3x3 matrix and moved."""
        vertices = np.concatenate(other.vertices)
        if matrix is not None:
            vertices = vertices @ np.asarray(matrix).T
        self.vertices.append(vertices + np.asarray(offset, float))
        self.faces.extend([tuple(i + self.count for i in face) for face in other.faces])
        self.names.extend(other.names)
        self.smooth.extend(other.smooth)
        self.count += len(vertices)
        return self

    def box(self, centre, size, material, bevel=0.0, taper=1.0):
        """A box; `bevel` cuts its edges, `taper` scales its top."""
        x, y, z = (s / 2 for s in size)
        bevel = min(bevel, x * .99, y * .99, z * .99)
        if bevel <= 0:
            points = [(sx * x, sy * y, sz * z) for sz in (-1, 1) for sy in (-1, 1) for sx in (-1, 1)]
            faces = [(0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5)]
            smooth = False
        else:
            rings = []
            for height, inset in ((-z, bevel), (-z + bevel * .3, bevel * .3), (-z + bevel, 0), (z - bevel, 0),
                                  (z - bevel * .3, bevel * .3), (z, bevel)):
                a, b, c = x - inset, y - inset, bevel
                ring = []
                for quarter, (sx, sy) in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
                    for step in range(3):
                        angle = quarter * math.pi / 2 + step * math.pi / 4
                        ring.append((sx * max(a - c, 0) + c * math.cos(angle) * (a >= c), sy * max(b - c, 0) + c * math.sin(angle) * (b >= c),
                                     height))
                rings.append(ring)
            points, faces = stack(rings)
            smooth = True
        points = np.array(points)
        if taper != 1:
            scale = 1 + (taper - 1) * (points[:, 2:3] / (2 * z) + .5)
            points[:, :2] *= scale
        return self.add(points + np.asarray(centre, float), faces, material, smooth)

    def tube(self, a, b, ra, rb, material, sides=12, round_ends=False):
        """A cone-like tube between two points; round ends make a capsule."""
        a, b = np.asarray(a, float), np.asarray(b, float)
        axis = b - a
        length = np.linalg.norm(axis)
        axis = axis / length
        side = np.cross(axis, (0, 0, 1) if abs(axis[2]) < .9 else (1, 0, 0))
        side /= np.linalg.norm(side)
        up = np.cross(axis, side)
        profile = [(0, ra), (length, rb)]
        if round_ends:
            profile = [(-ra * math.cos(t), ra * math.sin(t)) for t in (.15, .5, 1.0)] + profile
            profile += [(length + rb * math.cos(t), rb * math.sin(t)) for t in (1.0, .5, .15)]
        rings = [[a + axis * h + r * (side * math.cos(t) + up * math.sin(t)) for t in np.linspace(0, 2 * math.pi, sides, endpoint=False)]
                 for h, r in profile]
        points, faces = stack(rings)
        return self.add(points, faces, material, True)

    def ball(self, centre, radii, material, sides=14, rings=9):
        """An ellipsoid."""
        centre, radii = np.asarray(centre, float), np.asarray(radii, float) * np.ones(3)
        levels = [[centre + radii * (math.sin(p) * math.cos(t), math.sin(p) * math.sin(t), math.cos(p))
                   for t in np.linspace(0, 2 * math.pi, sides, endpoint=False)] for p in np.linspace(math.pi - .02, .02, rings)]
        points, faces = stack(levels)
        return self.add(points, faces, material, True)

    def lathe(self, centre, profile, material, axis="x", sides=24):
        """A surface of revolution; `profile` holds (along the axis, radius), `material` a name or one per ring."""
        rings = []
        for along, radius in profile:
            ring = []
            for t in np.linspace(0, 2 * math.pi, sides, endpoint=False):
                c, s = radius * math.cos(t), radius * math.sin(t)
                ring.append({"x": (along, c, s), "y": (s, along, c), "z": (c, s, along)}[axis])
            rings.append(np.asarray(ring) + centre)
        points, faces = stack(rings, caps=False)
        if not isinstance(material, str):
            material = [material[i // sides] for i in range(len(faces))]
        return self.add(points, faces, material, True)

    def quad(self, corners, material):
        """One flat four-cornered face."""
        return self.add(corners, [(0, 1, 2, 3)], material)

    def mesh(self, name, materials, auto_smooth=40):
        """The Blender mesh; `materials` maps names to Blender materials."""
        mesh = bpy.data.meshes.new(name)
        mesh.from_pydata(np.concatenate(self.vertices).tolist(), [], self.faces)
        used = sorted(set(self.names))
        for key in used:
            mesh.materials.append(materials[key])
        slots = {key: i for i, key in enumerate(used)}
        mesh.polygons.foreach_set("material_index", [slots[key] for key in self.names])
        mesh.polygons.foreach_set("use_smooth", self.smooth)
        mesh.use_auto_smooth = True
        mesh.auto_smooth_angle = math.radians(auto_smooth)
        mesh.validate()
        mesh.update()
        return mesh


def stack(rings, caps=True, closed=True):
    """Points and faces of rings joined one to the next."""
    n = len(rings[0])
    points = np.concatenate([np.asarray(r, float) for r in rings])
    faces = []
    last = n if closed else n - 1
    for i in range(len(rings) - 1):
        for j in range(last):
            k = (j + 1) % n
            faces.append((i * n + j, i * n + k, (i + 1) * n + k, (i + 1) * n + j))
    if caps:
        faces.append(tuple(reversed(range(n))))
        faces.append(tuple(range((len(rings) - 1) * n, len(rings) * n)))
    return points, faces


def spline(points, count, closed=False):
    """Catmull-Rom through control points along the first axis, `count` samples per span."""
    points = np.asarray(points, float)
    n = len(points)
    out = []
    spans = n if closed else n - 1
    for i in range(spans):
        if closed:
            p = [points[(i + k) % n] for k in (-1, 0, 1, 2)]
        else:
            p = [points[max(i - 1, 0)], points[i], points[i + 1], points[min(i + 2, n - 1)]]
        for t in np.linspace(0, 1, count, endpoint=False):
            out.append(.5 * (2 * p[1] + (p[2] - p[0]) * t + (2 * p[0] - 5 * p[1] + 4 * p[2] - p[3]) * t * t
                             + (3 * p[1] - p[0] - 3 * p[2] + p[3]) * t ** 3))
    if not closed:
        out.append(points[-1])
    return np.array(out)
