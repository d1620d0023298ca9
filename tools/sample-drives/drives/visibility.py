"""How much of a thing is seen: of its faces that are turned to the camera, the share by projected area whose middle shows it in the picture."""

import math

import numpy as np


class Visibility:
    """Measures things by their pass index against a label map H×W of the same moment."""

    def __init__(self, scene, eye):
        self.scene, self.eye, self.meshes = scene, eye, {}

    def _faces(self, mesh):
        """Centres, normals and areas of a mesh's faces; kept for meshes that several things share."""
        key = mesh.name if mesh.users > 1 else None
        if key in self.meshes:
            return self.meshes[key]
        n = len(mesh.polygons)
        centres, normals, areas = np.empty(n * 3), np.empty(n * 3), np.empty(n)
        mesh.polygons.foreach_get("center", centres)
        mesh.polygons.foreach_get("normal", normals)
        mesh.polygons.foreach_get("area", areas)
        faces = centres.reshape(-1, 3), normals.reshape(-1, 3), areas
        if key:
            self.meshes[key] = faces
        return faces

    def shares(self, labels, wanted):
        """Pass index to share seen, 0 to 1, for the wanted indices. What lies outside the picture counts as not seen."""
        h, w = labels.shape
        to_eye = np.array(self.eye.matrix_world.inverted())
        focal = w / 2 / math.tan(self.eye.data.angle / 2)
        seen, whole = {}, {}
        for thing in self.scene.objects:
            index = thing.pass_index
            if index not in wanted or thing.type != "MESH":
                continue
            centres, normals, areas = self._faces(thing.data)
            matrix = to_eye @ np.array(thing.matrix_world)
            points = centres @ matrix[:3, :3].T + matrix[:3, 3]
            facing = normals @ matrix[:3, :3].T
            distance = np.linalg.norm(points, axis=1) + 1e-9
            towards = -(points * facing).sum(1) / distance
            weight = np.where(towards > .05, towards * areas / distance ** 2, 0)
            front = points[:, 2] < -.1
            depth = np.where(front, -points[:, 2], 1)
            x = np.floor(w / 2 + focal * points[:, 0] / depth).astype(int)
            y = np.floor(h / 2 - focal * points[:, 1] / depth).astype(int)
            inside = front & (x >= 0) & (x < w) & (y >= 0) & (y < h)
            shown = np.zeros(len(x), bool)
            for dx, dy in ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)):
                shown |= inside & (labels[np.clip(y + dy, 0, h - 1), np.clip(x + dx, 0, w - 1)] == index)
            seen[index] = seen.get(index, 0) + weight[shown].sum()
            whole[index] = whole.get(index, 0) + weight.sum()
        return {index: float(seen[index] / whole[index]) if whole[index] else 0.0 for index in whole}
