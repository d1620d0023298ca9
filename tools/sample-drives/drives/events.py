"""What happened when, worked out from where everybody is over time: the truth about events. NumPy only."""

import numpy as np

from . import contact

GRAVITY = 9.81
TOUCH = .03            # metres between outlines that count as contact
NEAR = 1.0             # metres within which a miss is a near one
HARD = 3.0             # m/s² from which braking is hard
STILL = .1             # m/s under which a car stands
IN_FRONT = 15.0        # metres ahead within which a cut-in counts
FAST = 1 / 240


def own(story, t):
    """The ego car's outline at a time."""
    return contact.own(story.lane, story.drive(t), story.jolt(t) if story.jolt else (0, 0, 0, 0, 0))


def corners(actor, t):
    """An actor's outline at a time."""
    return contact.placed(contact.outline(actor.kind), *actor.place(t))


def derive(story, actors, prompts):
    """The events of a story in order of time; see README.md for each kind's rule."""
    times = np.arange(0, story.seconds, FAST)
    cause = next((span["actor"].track for span in prompts[0]["spans"] if span["actor"]), None)
    found = _own_speed(story, times, [cause] if cause else [])
    users = [a for a in actors if a.place and np.ptp([a.place(t)[:2] for t in times[::60]], axis=0).max() > .5]
    for actor in users:
        found += _meeting(story, actor, times)
    return sorted(found, key=lambda event: event["time_seconds"])


def _event(kind, time, tracks, strength):
    return {"kind": kind, "time_seconds": round(float(time), 3), "tracks": tracks, "strength": round(min(1.0, float(strength)), 2)}


def _own_speed(story, times, cause):
    """Hard braking and standing still."""
    way = np.array([story.drive(t) for t in np.append(times, times[-1] + FAST)])
    speed = np.diff(way) / FAST
    window = int(.1 / FAST)  # over a tenth of a second, since a course is a row of straight pieces
    slowing = -(speed[window:] - speed[:-window]) / (window * FAST)
    found = []
    hard = slowing >= HARD
    for start in np.flatnonzero(hard & ~np.append(False, hard[:-1])):
        end = start + int(np.argmin(np.append(hard[start:], False)))
        found.append(_event("hard_braking", times[start + window // 2], cause, np.median(slowing[start:end]) / GRAVITY))
    still = speed < STILL
    for start in np.flatnonzero(still & ~np.append(True, still[:-1])):
        end = start + int(np.argmin(np.append(still[start:], False)))
        if end - start >= 1 / FAST or end == len(still):
            found.append(_event("standstill", times[start], cause, 1))
    return found


def _meeting(story, actor, times):
    """An impact, or else a near miss, and a cut-in."""
    near = [t for t in times if np.hypot(actor.place(t)[0] - story.lane, actor.place(t)[1] - story.drive(t)) < 30]
    if not near:
        return []
    gaps = np.array([contact.gap(own(story, t), corners(actor, t)) for t in near])
    found = _cut_in(story, actor, near)
    if gaps.min() < TOUCH:
        touch = int(np.argmax(gaps < TOUCH))
        back = touch - int(.05 / FAST)
        found.append(_event("impact", near[touch], [actor.track], (gaps[back] - gaps[touch]) / .05 / 15))
    elif gaps.min() < NEAR:
        found.append(_event("near_miss", near[int(gaps.argmin())], [actor.track], 1 - gaps.min() / NEAR))
    return found


def _cut_in(story, actor, near):
    """The moment at which somebody who goes the same way comes before the ego car from the side."""
    half = np.abs(own(story, 0)[:, 0] - story.lane).max()
    outside = False
    for t in near:
        there, front = corners(actor, t), own(story, t)[:, 1].max()
        inside = there[:, 0].min() < story.lane + half and there[:, 0].max() > story.lane - half
        ahead = 0 < there[:, 1].max() - front and there[:, 1].min() - front < IN_FRONT
        step = np.subtract(actor.place(t + FAST)[:2], actor.place(t)[:2])
        if outside and inside and ahead and step[1] > abs(step[0]):
            distance = max(0.0, there[:, 1].min() - front)
            return [_event("cut_in", t, [actor.track], 1 - distance / IN_FRONT)]
        outside = not inside
    return []
