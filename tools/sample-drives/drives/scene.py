"""A street scene in Blender: the world built from a seed, the actors in it, light for a weather, and Cycles set up for small fast frames."""

import math
import os

import bpy
import numpy as np
from mathutils import Euler, Matrix, Vector

from . import contact, materials, people, street, vehicles
from .shapes import Shape

CATEGORIES = ["car", "truck", "bus", "pedestrian", "cyclist", "motorcycle", "traffic light", "traffic sign", "cone"]
EGO = 30000                          # the pass index of the ego car; tracks are far below
EYE_HEIGHT, EYE_DOWN = 1.38, .045    # the camera above the road in metres, and turned down in radians
FACING_RIGHT_SIDE = [[0, 1, 0], [-1, 0, 0], [0, 0, 1]]
FACING_LEFT_SIDE = [[0, -1, 0], [1, 0, 0], [0, 0, 1]]


class Actor:
    """One labelled thing: a track id, a category, and how it stands at a time."""

    def __init__(self, track, category, kind, label):
        self.track, self.category, self.kind, self.label = track, category, kind, label
        self.pose = self.place = None
        self.states = None


class Scene:
    """The street of one story. `weather` is day, dusk, rain or night; `crossing` the y of a crossing street or None."""

    def __init__(self, weather, seed, crossing=None, sun=(38, 48), houses_from=street.START):
        bpy.ops.wm.read_factory_settings(use_empty=True)
        self.weather, self.rng, self.crossing = weather, np.random.default_rng(seed), crossing
        self.scene = bpy.context.scene
        self.materials = materials.build(weather)
        self.actors, self.meshes, self.lamps = [], {}, []
        self._sky(sun)
        self._static("ground", street.ground(crossing))
        self._houses()
        self._greenery()

    # ---- placing -------------------------------------------------------------------------------------------------------------

    def _object(self, name, mesh, location=(0, 0, 0), heading=0.0, index=0, scale=1.0):
        thing = bpy.data.objects.new(name, mesh)
        self.scene.collection.objects.link(thing)
        thing.location, thing.rotation_euler, thing.pass_index = location, (0, 0, math.radians(heading)), index
        thing.scale = (scale, scale, scale)
        return thing

    def _static(self, name, shape, location=(0, 0, 0), heading=0.0):
        return self._object(name, shape.mesh(name, self.materials), location, heading)

    def _shared(self, key, make):
        if key not in self.meshes:
            self.meshes[key] = make().mesh(str(key), self.materials)
        return self.meshes[key]

    def actor(self, category, kind, label):
        """A new labelled actor with the next track id."""
        actor = Actor(len(self.actors) + 1, category, kind, label)
        self.actors.append(actor)
        return actor

    def vehicle(self, kind, paint, label, pose, braking=None, lights=True):
        """A vehicle; `pose(t)` gives (x, y, heading in degrees), heading 0 with the traffic. `braking(t)` lights its brake lamps."""
        actor = self.actor({"bus": "bus", "truck": "truck"}.get(kind, "car"), kind, label)
        body, wheel, centres = vehicles.vehicle(kind, paint)
        if not lights:
            body.names = [name + "-off" if name in ("headlight", "taillight") else name for name in body.names]
        key = (kind, paint, lights)
        calm = self._shared(key, lambda: body)
        bright = self._shared((*key, "braking"), lambda: vehicles.vehicle(kind, paint, True)[0]) if braking else None
        round_ = self._shared((kind, "wheel"), lambda: wheel)
        thing = self._object(label, calm, index=actor.track)
        rims = []
        for x, y, z in centres:
            rim = self._object(label + " wheel", round_, index=actor.track)
            rim.parent, rim.location = thing, (x, y, z)
            rim.rotation_mode = "XYZ"
            rims.append((rim, 0 if x > 0 else math.pi))

        def move(t):
            x, y, heading = pose(t)
            thing.location, thing.rotation_euler = (x, y, 0), (0, 0, math.radians(heading))
            if bright:
                mesh = bright if braking(t) else calm
                if thing.data != mesh:
                    thing.data = mesh
            rolled = math.hypot(x - pose(0)[0], y - pose(0)[1]) / centres[0][2]
            for rim, turn in rims:
                rim.rotation_euler = (-rolled if not turn else rolled, 0, turn)

        actor.pose, actor.place = move, pose
        return actor

    def parked(self, kind, paint, x, y, heading=0.0, label=None):
        """A vehicle that stands still."""
        return self.vehicle(kind, paint, label or f"parked {paint} {kind}", lambda t: (x, y, heading), lights=False)

    def _posed(self, actor, thing, shape_at):
        def move(t):
            shape, location, heading = shape_at(t)
            old = thing.data
            thing.data = shape.mesh(actor.label, self.materials)
            bpy.data.meshes.remove(old)
            thing.location, thing.rotation_euler = location, (0, 0, math.radians(heading))

        actor.pose = move

    def pedestrian(self, style, label, path, speed=None):
        """A pedestrian; `path(t)` gives (x, y, heading, distance walked, walking)."""
        actor = self.actor("pedestrian", "adult", label)
        thing = self._object(label, people.walker(people.STYLES[style], 0).mesh(label, self.materials), index=actor.track)
        offset = float(self.rng.uniform(0, 6))

        def shape_at(t):
            x, y, heading, distance, walking = path(t)
            height = .14 if abs(x) > street.HALF + .15 and not self._in_crossing(y) else 0
            return (people.walker(people.STYLES[style], offset + distance * 2 * math.pi / 1.45, .44 * walking), (x, y, height), heading)

        self._posed(actor, thing, shape_at)
        actor.place = lambda t: path(t)[:3]
        return actor

    def _in_crossing(self, y):
        return self.crossing is not None and abs(y - self.crossing) < street.ARM

    def cyclist(self, style, label, path):
        """A cyclist; `path(t)` gives (x, y, heading, distance ridden)."""
        actor = self.actor("cyclist", "cyclist", label)
        thing = self._object(label, people.cyclist(people.STYLES[style], 0).mesh(label, self.materials), index=actor.track)

        def shape_at(t):
            x, y, heading, distance = path(t)
            return people.cyclist(people.STYLES[style], -distance / .95), (x, y, 0), heading

        self._posed(actor, thing, shape_at)
        actor.place = lambda t: path(t)[:3]
        return actor

    def motorcyclist(self, style, paint, label, path):
        """A motorcycle with its rider; `path(t)` gives (x, y, heading)."""
        actor = self.actor("motorcycle", "motorcycle", label)
        shape = people.motorcyclist(people.STYLES[style], paint)
        thing = self._object(label, self._shared(("motorcycle", style, paint), lambda: shape), index=actor.track)

        def move(t):
            x, y, heading = path(t)
            thing.location, thing.rotation_euler = (x, y, 0), (0, 0, math.radians(heading))

        actor.pose, actor.place = move, path
        return actor

    def sign(self, kind, x, y, heading=0.0):
        """A traffic sign facing the traffic; its plate is labelled."""
        pole, plate = street.sign(kind)
        actor = self.actor("traffic sign", kind, kind + " sign")
        self._static("pole", pole, (x, y, .14), heading)
        self._object(kind, plate.mesh(kind, self.materials), (x, y, .14), heading, actor.track)
        return actor

    def cone(self, x, y):
        """A traffic cone."""
        actor = self.actor("cone", "cone", "traffic cone")
        self._object("cone", self._shared("cone", street.cone), (x, y, 0), index=actor.track)
        return actor

    def signal(self, x, y, states, arm=0.0, heading=0.0):
        """A traffic light; `states(t)` is red, amber or green."""
        pole, _ = street.signal("red", arm)
        actor = self.actor("traffic light", "traffic light", "traffic light")
        self._static("signal pole", pole, (x, y, .14), heading)
        meshes = {state: street.signal(state, arm)[1].mesh("signal " + state, self.materials) for state in ("red", "amber", "green")}
        thing = self._object("signal", meshes["red"], (x, y, .14), heading, actor.track)

        def move(t):
            if thing.data != meshes[states(t)]:
                thing.data = meshes[states(t)]

        actor.pose, actor.states = move, states
        return actor

    # ---- surroundings --------------------------------------------------------------------------------------------------------

    def _houses(self):
        lit = {"night": .38, "dusk": .26, "rain": .10}.get(self.weather, .0)
        edge = street.HALF + .18 + street.WALK
        for side in (-1, 1):
            for a, b in street.spans(self.crossing, gap=street.ARM + 3.4):
                y = a
                while y < b - 3:
                    width = min(float(self.rng.uniform(8, 14)), b - y)
                    if b - (y + width) < 5:
                        width = b - y
                    floors = int(self.rng.integers(3, 6))
                    shape = street.house(width, 10, floors, self.rng, lit)
                    placed = Shape().merge(shape, FACING_RIGHT_SIDE if side > 0 else FACING_LEFT_SIDE, (side * edge, y + width / 2, .1))
                    self._static("house", placed)
                    y += width + (.0 if self.rng.random() < .75 else 1.6)
        if self.crossing is not None:
            for side in (-1, 1):
                for far in (-1, 1):
                    for k in range(4):
                        shape = street.house(11, 9, int(self.rng.integers(3, 5)), self.rng, lit, False)
                        turn = None if far > 0 else [[-1, 0, 0], [0, -1, 0], [0, 0, 1]]
                        placed = Shape().merge(shape, turn, (side * (edge + 16.5 + 11.3 * k), self.crossing + far * (street.ARM + 3.4), .1))
                        self._static("house", placed)
        for k in range(7):
            shape = street.house(13, 10, int(self.rng.integers(3, 6)), self.rng, lit, False)
            self._static("house", shape, (-39 + 13 * k, street.END + 30, .1))

    def _greenery(self):
        kinds = [self._shared(("tree", k), lambda k=k: street.tree(np.random.default_rng(40 + k), "leaf" if k % 2 else "leaf-light")) for k in range(3)]
        for side in (-1, 1):
            x = side * (street.HALF + .85)
            for k, y in enumerate(np.arange(street.START + 8 + 5 * side, street.END, 13.0)):
                if self.crossing is not None and abs(y - self.crossing) < street.ARM + 7:
                    continue
                if k % 3 == 1:
                    self.lamp(x, float(y))
                else:
                    self._object("tree", kinds[self.rng.integers(3)], (x, float(y), .14), float(self.rng.uniform(0, 360)),
                                 scale=float(self.rng.uniform(.85, 1.15)))

    def lamp(self, x, y):
        """A street lamp beside the road; at night it lights."""
        side = 1 if x > 0 else -1
        self._object("lamp post", self._shared("lamp post", street.lamp_post), (x, y, .14), 180 if side > 0 else 0)
        self.lamps.append((x - side * 1.88, y, 7.2))

    def bonnet(self, paint):
        """The ego car's bonnet before the camera, fast to it as both are to the car."""
        thing = self._static("bonnet", vehicles.bonnet(paint))
        thing.pass_index, thing.parent = EGO, self.eye
        steady = Matrix.Translation((0, 0, EYE_HEIGHT)) @ Euler((math.pi / 2 - EYE_DOWN, 0, 0)).to_matrix().to_4x4()
        thing.matrix_local = steady.inverted() @ Matrix.Translation((0, -contact.EYE, 0))

    def bins(self, items):
        """Litter bins, without a label, at each (x, y)."""
        for x, y in items:
            s = Shape()
            s.lathe((0, 0, 0), [(0, .24), (.8, .27), (.82, .29), (.9, .27), (.92, .02)], ["steel", "trim-dark", "trim-dark", "trim-dark"], "z", 16)
            self._static("bin", s, (x, y, .14))

    # ---- light ---------------------------------------------------------------------------------------------------------------

    def _sky(self, sun):
        world = bpy.data.worlds.new("sky")
        self.scene.world = world
        world.use_nodes = True
        nodes, links = world.node_tree.nodes, world.node_tree.links
        background = nodes["Background"]
        where = nodes.new("ShaderNodeTexCoord")
        split = nodes.new("ShaderNodeSeparateXYZ")
        ramp = nodes.new("ShaderNodeValToRGB")
        colours = {
            "day": [(0, (.62, .72, .86)), (.12, (.42, .58, .84)), (.6, (.13, .30, .70))],
            "dusk": [(0, (.95, .45, .20)), (.14, (.62, .38, .36)), (.5, (.12, .16, .34))],
            "rain": [(0, (.50, .53, .56)), (.2, (.42, .45, .49)), (.8, (.33, .36, .40))],
            "night": [(0, (.030, .026, .030)), (.2, (.012, .014, .024)), (.8, (.004, .006, .014))],
        }[self.weather]
        ramp.color_ramp.elements[0].position, ramp.color_ramp.elements[1].position = colours[0][0], colours[2][0]
        ramp.color_ramp.elements[0].color, ramp.color_ramp.elements[1].color = (*colours[0][1], 1), (*colours[2][1], 1)
        ramp.color_ramp.elements.new(colours[1][0]).color = (*colours[1][1], 1)
        links.new(where.outputs["Generated"], split.inputs[0])
        links.new(split.outputs["Z"], ramp.inputs["Fac"])
        clouds = nodes.new("ShaderNodeTexNoise")
        clouds.inputs["Scale"].default_value, clouds.inputs["Detail"].default_value = 2.6, 4
        stretch = nodes.new("ShaderNodeMapping")
        stretch.inputs["Scale"].default_value = (1, 1, 3.2)
        links.new(where.outputs["Generated"], stretch.inputs["Vector"])
        links.new(stretch.outputs["Vector"], clouds.inputs["Vector"])
        cover = nodes.new("ShaderNodeMapRange")
        cover.inputs["From Min"].default_value, cover.inputs["From Max"].default_value = .5, .72
        cover.inputs["To Max"].default_value = {"day": .85, "dusk": .6, "rain": .55, "night": .2}[self.weather]
        mix = nodes.new("ShaderNodeMixRGB")
        mix.inputs["Color2"].default_value = (*{"day": (.95, .95, .96), "dusk": (.75, .36, .26), "rain": (.62, .64, .66), "night": (.03, .028, .03)}
                                              [self.weather], 1)
        links.new(clouds.outputs["Fac"], cover.inputs["Value"])
        links.new(cover.outputs["Result"], mix.inputs["Fac"])
        links.new(ramp.outputs["Color"], mix.inputs["Color1"])
        links.new(mix.outputs["Color"], background.inputs["Color"])
        background.inputs["Strength"].default_value = {"day": 1.0, "dusk": .8, "rain": 1.05, "night": 3.2}[self.weather]
        world.cycles.sampling_method = "NONE"
        if self.weather == "night":
            return
        energy, colour = {"day": (4.2, (1, .93, .82)), "dusk": (1.1, (1, .52, .26)), "rain": (.35, (.9, .95, 1))}[self.weather]
        lamp = bpy.data.lights.new("sun", "SUN")
        lamp.energy, lamp.color, lamp.angle = energy, colour, math.radians({"day": 1, "dusk": 3, "rain": 60}[self.weather])
        thing = bpy.data.objects.new("sun", lamp)
        elevation, azimuth = sun
        thing.rotation_euler = Euler((math.radians(90 - elevation), 0, math.radians(azimuth)))
        self.scene.collection.objects.link(thing)

    def spot(self, location, target, watts, colour, degrees, blend=.6, parent=None, size=.12):
        """A spot light."""
        lamp = bpy.data.lights.new("spot", "SPOT")
        lamp.energy, lamp.color, lamp.spot_size, lamp.spot_blend, lamp.shadow_soft_size = watts, colour, math.radians(degrees), blend, size
        thing = bpy.data.objects.new("spot", lamp)
        thing.location = location
        thing.rotation_euler = (Vector(target) - Vector(location)).to_track_quat("-Z", "Y").to_euler()
        thing.parent = parent
        self.scene.collection.objects.link(thing)
        return thing

    # ---- rendering -----------------------------------------------------------------------------------------------------------

    def camera(self, width, height, degrees=64):
        """The dashcam and the passes that truth and denoising need."""
        lens = bpy.data.cameras.new("dashcam")
        lens.sensor_width, lens.angle, lens.clip_end = 36, math.radians(degrees), 900
        self.eye = bpy.data.objects.new("dashcam", lens)
        self.scene.collection.objects.link(self.eye)
        self.scene.camera = self.eye
        render = self.scene.render
        render.resolution_x, render.resolution_y, render.resolution_percentage = width, height, 100

    def cycles(self, samples, folder, threads=0):
        """Cycles for speed: few bounces, ambient occlusion instead of diffuse bounces, data kept between frames."""
        scene = self.scene
        scene.render.engine = "CYCLES"
        c = scene.cycles
        c.device, c.samples, c.use_adaptive_sampling, c.use_denoising = "CPU", samples, False, False
        c.max_bounces, c.diffuse_bounces, c.glossy_bounces, c.transmission_bounces, c.transparent_max_bounces = 2, 1, 1, 0, 0
        c.caustics_reflective = c.caustics_refractive = False
        c.sample_clamp_indirect, c.sample_clamp_direct, c.blur_glossy = 1.5, 0.0, 1.0
        c.use_fast_gi, c.fast_gi_method, c.ao_bounces_render = True, "REPLACE", 1
        scene.world.light_settings.distance = 4
        scene.world.light_settings.ao_factor = 1.0
        scene.render.use_persistent_data = True
        scene.render.film_transparent = False
        c.filter_width = 1.3
        if threads:
            scene.render.threads_mode, scene.render.threads = "FIXED", threads
        layer = scene.view_layers[0]
        layer.use_pass_object_index = layer.use_pass_normal = layer.use_pass_z = layer.use_pass_diffuse_color = True
        scene.use_nodes = True
        tree = scene.node_tree
        tree.nodes.clear()
        source = tree.nodes.new("CompositorNodeRLayers")
        sink = tree.nodes.new("CompositorNodeOutputFile")
        sink.base_path = folder
        sink.format.file_format, sink.format.color_depth, sink.format.exr_codec = "OPEN_EXR", "32", "NONE"
        sink.file_slots.clear()
        self.passes = {"image": "Image", "index": "IndexOB", "normal": "Normal", "depth": "Depth", "albedo": "DiffCol"}
        for name, output in self.passes.items():
            sink.file_slots.new(name)
            tree.links.new(source.outputs[output], sink.inputs[name])
        self.folder = folder

    def frame(self, number, seed):
        """Renders the scene as it stands; a dictionary of float32 arrays, rows from the top: image, albedo, normal H×W×3, index, depth H×W."""
        self.scene.frame_set(number)
        self.scene.cycles.seed = seed
        bpy.ops.render.render(write_still=False)
        out = {}
        for name in self.passes:
            path = os.path.join(self.folder, f"{name}{number:04d}.exr")
            picture = bpy.data.images.load(path)
            picture.colorspace_settings.name = "Non-Color" if "Non-Color" in _colour_spaces() else picture.colorspace_settings.name
            w, h = picture.size
            buffer = np.empty(w * h * picture.channels, np.float32)
            picture.pixels.foreach_get(buffer)
            data = buffer.reshape(h, w, picture.channels)[::-1]
            out[name] = data[..., :3] if name in ("image", "normal", "albedo") else data[..., 0]
            bpy.data.images.remove(picture)
            os.remove(path)
        return out


def _colour_spaces():
    return [item.identifier for item in bpy.types.ColorManagedInputColorspaceSettings.bl_rna.properties["name"].enum_items]
