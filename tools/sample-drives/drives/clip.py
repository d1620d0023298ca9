"""One story from first frame to finished clip and truth."""

import json
import math
import os
import shutil
import subprocess
import tempfile
import time

import bpy
import numpy as np

from . import events, film, truth
from .scene import CATEGORIES, EGO, EYE_DOWN, EYE_HEIGHT, Scene
from .stories import STORIES
from .visibility import Visibility

SAMPLES = {"day": 5, "dusk": 6, "rain": 6, "night": 12}
TIMESCALE = 12288  # a whole number of ticks per frame at 12 frames per second


def shake(t, seed):
    """Small rotations of the camera in radians: engine, road and suspension."""
    p = np.random.default_rng(seed).uniform(0, 6, 6)
    pitch = .0022 * math.sin(2 * math.pi * 1.3 * t + p[0]) + .0012 * math.sin(2 * math.pi * 3.1 * t + p[1])
    roll = .0020 * math.sin(2 * math.pi * .7 * t + p[2]) + .0009 * math.sin(2 * math.pi * 2.3 * t + p[3])
    yaw = .0014 * math.sin(2 * math.pi * .45 * t + p[4])
    return pitch, roll, yaw


def render(name, out, width, height, samples=0, still=None, threads=0):
    """Renders a story's clip NAME.mp4 and NAME.json, or stills NAME-SECOND.png with their truth."""
    story = STORIES[name]
    scene = Scene(story.weather, story.seed, story.crossing, story.sun)
    scene.camera(width, height)
    prompts = story.build(scene)
    if story.bonnet:
        scene.bonnet(story.bonnet)
    _night_lights(scene, story)
    work = tempfile.mkdtemp(prefix="drive-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
    scene.cycles(samples or SAMPLES[story.weather], work, threads)
    glass = film.WetGlass(width, height, story.seed) if story.weather == "rain" else None
    os.makedirs(out, exist_ok=True)
    frames = still if still else [k / story.fps for k in range(int(round(story.seconds * story.fps)))]
    writer = None if still else _encoder(os.path.join(out, name + ".part.mp4"), width, height, story.fps)
    images, annotations, ego, sight = [], [], None, Visibility(scene.scene, scene.eye)
    for number, t in enumerate(frames):
        began = time.monotonic()
        _place(scene, story, t)
        passes = scene.frame(number, story.seed * 1000 + number)
        if glass:
            glass.time = t
        picture = film.develop(passes, story.weather, np.random.default_rng(story.seed * 7919 + number), glass)
        images.append({"id": number + 1, "video_id": 1, "frame_id": number, "pts": round(number * TIMESCALE / story.fps), "time_seconds": round(t, 6),
                       "file_name": f"{name}/{number:06d}", "width": width, "height": height})
        labels = np.rint(passes["index"]).astype(np.int32)
        _annotate(scene, sight, labels, number + 1, annotations)
        ego = labels == EGO if ego is None else ego | (labels == EGO)
        if writer:
            writer.stdin.write(picture.tobytes())
        else:
            _save_png(picture, os.path.join(out, f"{name}-{t:g}.png"))
        print(f"{name} {number + 1}/{len(frames)} {time.monotonic() - began:.2f} s, processor {time.process_time():.1f} s in all", flush=True)
    shutil.rmtree(work)
    if writer:
        writer.stdin.close()
        if writer.wait():
            raise SystemExit("ffmpeg failed")
    document = _document(story, scene, prompts, images, annotations, width, height, len(frames))
    document["events"] = events.derive(story, scene.actors, prompts)
    if ego.any():
        document["ego"] = {"bbox": truth.box(ego), "area": int(ego.sum()), "segmentation": truth.rle(ego)}
    with open(os.path.join(out, name + ".json"), "w", encoding="utf-8") as file:
        json.dump(document, file, separators=(",", ":"))
        file.write("\n")
    if writer:
        os.replace(os.path.join(out, name + ".part.mp4"), os.path.join(out, name + ".mp4"))


def write_events(name, out):
    """Writes the events of a story into its NAME.json, which is there; the rest of the file stays as it is, byte by byte."""
    story = STORIES[name]
    scene = Scene(story.weather, story.seed, story.crossing, story.sun)
    scene.camera(640, 360)
    prompts = story.build(scene)
    found = events.derive(story, scene.actors, prompts)
    path = os.path.join(out, name + ".json")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    if "events" in json.loads(text):
        raise SystemExit(f"{path} has its events already")
    end = text.rindex("}")
    with open(path, "w", encoding="utf-8") as file:
        file.write(text[:end] + ',"events":' + json.dumps(found, separators=(",", ":")) + text[end:])
    print(name, found)


def _place(scene, story, t):
    for actor in scene.actors:
        if actor.pose:
            actor.pose(t)
    pitch, roll, yaw = shake(t, story.seed)
    slowing = (story.drive(t + .2) - 2 * story.drive(t) + story.drive(max(t - .2, 0))) / .04 if t >= .2 else 0
    x, height, dive, lean, turn = story.jolt(t) if story.jolt else (0, 0, max(-.02, .0022 * slowing), 0, 0)
    scene.eye.location = (story.lane + x, story.drive(t), EYE_HEIGHT + height)
    scene.eye.rotation_euler = (math.pi / 2 - EYE_DOWN + pitch + dive, roll + lean, yaw + turn)
    if hasattr(scene, "ego"):
        scene.ego.location = (story.lane, story.drive(t), 0)


def _night_lights(scene, story):
    """Few lights, since each one more adds noise: four street lamps and one beam for both headlights."""
    if story.weather != "night":
        return
    for x, y, z in sorted(scene.lamps, key=lambda lamp: abs(lamp[1] - 34))[:4]:
        scene.spot((x, y, z), (x, y, 0), 3200, (1, .74, .46), 155, .7, size=.1)
    scene.ego = bpy.data.objects.new("ego", None)
    scene.scene.collection.objects.link(scene.ego)
    scene.spot((0, 1.6, .8), (0, 40, .6), 1200, (1, .95, .86), 64, 1.0, scene.ego, size=.05)


def _annotate(scene, sight, labels, image, annotations):
    shares = sight.shares(labels, set(np.unique(labels).tolist()) - {0, EGO})
    for actor in scene.actors:
        mask = labels == actor.track
        area = int(mask.sum())
        if area < 12:
            continue
        annotations.append({"id": len(annotations) + 1, "image_id": image, "video_id": 1, "category_id": CATEGORIES.index(actor.category) + 1,
                            "track_id": actor.track, "bbox": truth.box(mask), "area": area, "iscrowd": 0,
                            "visibility": round(min(1.0, shares.get(actor.track, 0.0)), 3), "segmentation": truth.rle(mask)})


def _document(story, scene, prompts, images, annotations, width, height, length):
    return {
        "info": {"description": story.title, "weather": story.weather, "seed": story.seed, "licence": "MIT"},
        "videos": [{"id": 1, "name": story.name, "file_name": story.name + ".mp4", "width": width, "height": height, "fps": story.fps, "length": length,
                    "timescale": TIMESCALE}],
        "categories": [{"id": i + 1, "name": name} for i, name in enumerate(CATEGORIES)],
        "images": images,
        "tracks": [{"id": a.track, "category_id": CATEGORIES.index(a.category) + 1, "kind": a.kind, "label": a.label, **_states(a, images)} for a in scene.actors],
        "annotations": annotations,
        "prompts": [{"text": p["text"], "spans": [_span(span, story.fps, images, annotations) for span in p["spans"]]} for p in prompts],
    }


def _states(actor, images):
    """The lamps of a traffic light, from the second of each change."""
    shown = [(i["time_seconds"], actor.states(i["time_seconds"])) for i in images] if actor.states else []
    changes = [{"from": at, "state": state} for k, (at, state) in enumerate(shown) if k == 0 or shown[k - 1][1] != state]
    return {"states": changes} if changes else {}


def _span(span, fps, images, annotations):
    """A span as planned, cut to the clip and to the time in which its actor is seen at all."""
    actor = span["actor"]
    track = actor.track if actor else None
    seen = {a["image_id"] for a in annotations if a["track_id"] == track}
    times = [i["time_seconds"] for i in images if span["from"] <= i["time_seconds"] < span["to"] and (actor is None or i["id"] in seen)]
    return {"from": times[0] if times else span["from"], "to": round(times[-1] + 1 / fps, 6) if times else span["from"], "track_id": track}


def _encoder(path, width, height, fps):
    return subprocess.Popen(
        ["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", str(fps), "-i", "-",
         "-c:v", "libx264", "-preset", "slow", "-crf", "23", "-pix_fmt", "yuv420p", "-g", str(fps * 2), "-video_track_timescale", str(TIMESCALE),
         "-movflags", "+faststart", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1", path], stdin=subprocess.PIPE)


def _save_png(picture, path):
    h, w = picture.shape[:2]
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{w}x{h}", "-i", "-", "-frames:v", "1", path],
                   input=picture.tobytes(), check=True)
