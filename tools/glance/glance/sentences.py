"""
Questions and answers from facts: `ask(view, kind, rng)` gives a Case with question, answer and what an answer must say to be right.

A wording is a text with choices in brackets, "(a|b)": the first is taken a little more than half of the time, so that there is one usual way to say a thing and
many others. Answers are judged by what they mean (`judge`), never by their string.
"""

import re
from dataclasses import dataclass

from .facts import LARGE, NOUNS, VEHICLES

COLOURS = ("white", "silver", "grey", "black", "red", "blue", "navy", "green", "beige", "yellow", "orange", "teal", "amber")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six")
# What the eye takes for each other in small and dark pictures counts as the same.
ALIKE = {"silver": {"grey", "white"}, "grey": {"silver", "black"}, "white": {"silver", "beige"}, "beige": {"white"}, "navy": {"blue", "black"}, "blue": {"navy", "teal"},
         "black": {"navy", "grey"}, "teal": {"blue", "green"}, "green": {"teal"}, "orange": {"red", "yellow"}, "yellow": {"orange"}, "red": {"orange"}, "amber": set()}
UNSURE = "i am not sure"


@dataclass
class Case:
    """A question. `want` maps a field of `meaning` to the values that are right; `unsure_is_right` where nobody could tell."""
    kind: str
    question: str
    answer: str
    want: dict
    unsure_is_right: bool = False


def choose(text, rng):
    """A wording with its choices made."""
    while True:
        match = re.search(r"\(([^()]*)\)", text)
        if not match:
            return re.sub(r"\s+", " ", text).strip()
        parts = match.group(1).split("|")
        part = parts[0] if len(parts) == 1 or rng.random() < .55 else parts[1 + rng.integers(len(parts) - 1)]
        text = text[:match.start()] + part + text[match.end():]


def ways(text):
    """In how many ways a wording can be said."""
    count = 1
    for part in re.findall(r"\(([^()]*)\)", text):
        count *= len(part.split("|"))
    return count


def meaning(answer):
    """What an answer says: unsure, yes/no, nouns, colours, sides, numbers."""
    text = " " + re.sub(r"[^a-z ]", " ", answer.lower()) + " "
    text = re.sub(r"\s+", " ", text)
    out = {"unsure": "not sure" in text or "cannot tell" in text}
    words = text.split()
    out["yesno"] = {words[0]} & {"yes", "no"} if words else set()
    out["nouns"] = {n for n in NOUNS if re.search(rf" {n}(s|es)? ", text)}
    out["colours"] = {c for c in COLOURS if f" {c} " in text}
    out["sides"] = {s for s in ("left", "right", "ahead") if f" {s} " in text}
    out["numbers"] = {n for n in NUMBERS if f" {n} " in text} | ({"many"} if " more than six " in text else set())
    out["nothing"] = {"nothing"} if re.search(r" (nothing|no|none|nobody|clear|free) ", text) else {"something"}
    out["doing"] = {d for d in ("braking", "driving", "standing") if f" {d} " in text}
    out["weather"] = {w for w in ("day", "dusk", "rain", "night") if f" {w} " in text}
    out["limit"] = {"thirty"} if " thirty " in text else set()
    return out


def judge(case, answer):
    """Whether an answer is right."""
    said = meaning(answer)
    if said["unsure"]:
        return case.unsure_is_right
    return all(_described(said["nouns"], right, case.want["maybe"]) if field == "scene" else field == "maybe" or bool(said[field] & right) for field, right in case.want.items())


def is_open(case):
    """Whether yes and no are both right, because the facts are at the edge: such a case says nothing about a model."""
    return len(case.want.get("yesno", ())) > 1


def _described(named, there, maybe):
    """A description names at least half of what is there (of four things at most), and little that is not."""
    return not named - maybe if not there else 2 * len(named & there) >= min(len(there), 4) and 3 * len(named - there - maybe) <= len(named)


def a(look):
    return ("an " if look[0] in "aeiou" else "a ") + look


def _like(paint):
    return {paint} | ALIKE[paint]


def _wanted(*things):
    """Naming any of these things is right."""
    return {"nouns": {n for t in things for n in ({t.noun} | ({"car"} if t.noun == "van" else {"van"} if t.noun == "car" else set()))}}


def presence(view, rng):
    noun = NOUNS[rng.integers(len(NOUNS))]
    there = view.of(noun)
    for _ in range(4):  # half of the questions are about what is there
        if bool(there) == (rng.random() < .5):
            break
        noun = NOUNS[rng.integers(len(NOUNS))]
        there = view.of(noun)
    where = "(|in the picture|here|on the street|anywhere)"
    question = choose(f"(is there|do you see|can you see|is) {a(noun)} {where} ?" if rng.random() < .7 else f"(are there any|do you see any|can you see) {_many(noun)} {where} ?", rng)
    if question.startswith("is a") and question.endswith(f"{noun} ?"):
        question = question.replace("is ", "is there ", 1)
    best = max(there, key=lambda t: t.area, default=None)
    if best is None:
        return question, choose(f"no , (there is no|i see no|i can see no) {noun} (|here|in the picture) .", rng), {"yesno": {"no"}}, False
    if best.is_faint:
        return question, choose(f"({UNSURE}|i cannot tell) (: it is too small to tell|) .", rng), {"yesno": {"yes", "no"}}, True
    return (question, choose(f"yes , (there is|i see|i can see) {a(best.look)} {best.side} .", rng), {"yesno": {"yes"} if best.is_clear else {"yes", "no"}}, not best.is_clear)


def light(view, rng):
    question = choose("(what colour is|what is the colour of|which colour has|what does|how is) the (traffic light|light|signal) (|now|ahead|showing) ?", rng)
    found = view.light
    if found is None:
        return question, choose("(i see no|there is no) traffic light (|here|in the picture) .", rng), {"nothing": {"nothing"}}, False
    state = found.fact["state"]
    if found.is_faint:
        return question, choose(f"{UNSURE} (: the traffic light is too far away|) .", rng), {"colours": {state}}, True
    return question, choose(f"(the traffic light is|the light is|it is) {state} (|now) .", rng), {"colours": {state}}, not found.is_clear


def go(view, rng):
    asked = ("red", "green")[rng.integers(2)]
    question = choose(f"(is the (traffic light|light|signal)|does the (traffic light|light) show|is it|do we have) {asked} (|now|ahead) ?", rng)
    found = view.light
    if found is None:
        return question, choose("(no , i see no|no , there is no) traffic light (|here|in the picture) .", rng), {"yesno": {"no"}}, False
    state = found.fact["state"]
    if found.is_faint:
        return question, choose(f"{UNSURE} (: the traffic light is too far away|) .", rng), {"yesno": {"yes", "no"}}, True
    answer = "yes" if state == asked else "no"
    return question, choose(f"{answer} , (the traffic light|the light|it) is {state} .", rng), {"yesno": {answer}}, not found.is_clear


def _many(noun):
    return "buses" if noun == "bus" else noun + "s"


def count(view, rng):
    noun = NOUNS[rng.integers(len(NOUNS))]
    for _ in range(3):
        if view.of(noun):
            break
        noun = NOUNS[rng.integers(len(NOUNS))]
    question = choose(f"(how many {_many(noun)} (are there|do you see|can you see|are in the picture)|count the {_many(noun)}|what is the number of {_many(noun)}) ?", rng)
    number, most = len(view.clear(noun)), len(view.of(noun))
    right = {NUMBERS[n] if n <= 6 else "many" for n in range(number, most + 1)}
    if number >= 3:
        right |= {NUMBERS[n] if n <= 6 else "many" for n in (number - 1, number + 1)}
    word = NUMBERS[number] if number <= 6 else "more than six"
    return question, choose(f"(i see|there are|i can see) {word} {noun if number == 1 else _many(noun)} (|here|in the picture) .", rng).replace("there are one", "there is one"), {"numbers": right}, False


def closest(view, rng):
    question = choose("(which (road user|one)|who|what) is (closest|nearest|closest to us|nearest to us) ?", rng)
    users = [t for t in view.clear(*VEHICLES, "pedestrian", "cyclist") if t.ahead > 1]
    if not users:
        return question, choose("(nothing|nobody) is (close|near) (|to us) .", rng), {"nothing": {"nothing"}}, bool(view.things)
    near = [t for t in users if t.ahead < users[0].ahead + 3.5]
    return question, choose(f"{a(users[0].look)} {users[0].side} (is closest|is nearest) (|to us) .", rng), _wanted(*near), False


def crossing(view, rng):
    question = choose("(is (someone|somebody|anyone|a pedestrian) (stepping into|walking across|crossing|walking on|on) the (road|street)|does anybody cross the road|is a person on the road) (|now|ahead) ?", rng)
    there = view.walkers
    clear = [t for t in there if t.is_clear]
    if clear:
        first = clear[0]
        return question, choose(f"yes , a pedestrian is (on the road|crossing the road|walking on the road) {first.side} .", rng), {"yesno": {"yes"}}, False
    if there:
        return question, choose(f"{UNSURE} (: somebody may be on the road|) .", rng), {"yesno": {"yes", "no"}}, True
    return question, choose("no , (nobody is|no pedestrian is|i see nobody) (on the road|crossing|crossing the road) .", rng), {"yesno": {"no"}}, False


def cyclist(view, rng):
    question = choose("(is a (cyclist|bicycle)|is somebody on a bicycle) (moving into our lane|in our lane|in front of us|in our way|riding ahead of us) (|now) ?", rng)
    there = [t for t in view.of("cyclist") if abs(t.x) < 2.2 and t.ahead < 38]
    clear = [t for t in there if t.is_clear]
    sure = [t for t in clear if abs(t.x) < 1.6]
    if clear:
        return question, choose(f"yes , a cyclist is (in our lane|moving in our lane|in front of us) {clear[0].side} .", rng), {"yesno": {"yes"} if sure else {"yes", "no"}}, not sure
    if there:
        return question, choose(f"{UNSURE} (: there may be a cyclist|) .", rng), {"yesno": {"yes", "no"}}, True
    near = any(1.6 < abs(t.x) < 2.8 for t in view.of("cyclist"))
    return question, choose("no , (no cyclist is|i see no cyclist|there is no cyclist) (in our lane|in front of us) .", rng), {"yesno": {"no", "yes"} if near else {"no"}}, False


def _doing(t):
    if t.noun == "traffic light":
        return f"the traffic light is {t.fact['state']}"
    if t.noun == "pedestrian":
        return f"a pedestrian is (on the road|crossing|crossing the road) {t.side}"
    if t.noun == "cyclist":
        return f"a cyclist is (in our way|on the road|in our lane) {t.side}"
    if t.fact["group"] == "crossing":
        return f"{a(t.look)} is crossing {t.side}"
    return f"{a(t.look)} is (close|close in front of us|in our way) ahead"


def reason(view, rng):
    question = choose("(why (does the car|do we|should we|must we|does our car)|what is the reason that we|what makes us) (have to|need to|)  (brake|slow down|stop) (|here|now) ?", rng)
    question = question.replace("does the car brake", "does the car have to brake").replace("does the car slow", "does the car have to slow").replace("does the car stop", "does the car have to stop")
    found = view.hazards()
    if not found:
        return question, choose("(i see|there is) no reason to (brake|slow down|stop) (|here|now) .", rng), {"nothing": {"nothing"}}, False
    return question, choose(f"because {_doing(found[0])} .", rng), _wanted(*found[:2]), False


def danger(view, rng):
    question = choose("(is there any danger|is there a danger|is anything dangerous|is there any risk|is anything in our way|do we have to brake|should we slow down) (ahead|here|now|) ?", rng)
    found = view.hazards()
    if not found:
        return question, choose("no , (i see no danger|nothing is in our way|the road is clear) .", rng), {"yesno": {"no"}}, False
    far = found[0].noun != "traffic light" and found[0].ahead > 24
    return question, choose(f"yes , {_doing(found[0])} .", rng), {"yesno": {"yes", "no"} if far else {"yes"}}, False


def left_turn(view, rng):
    question = choose("(is it safe|would it be safe|can we|may we|are we free) (to turn left|turn left) (|now|here|at this moment) ?", rng).replace("safe turn", "safe to turn").replace("we to turn", "we turn").replace("free turn", "free to turn")
    red = view.light and view.light.is_clear and view.light.fact["state"] == "red"
    coming = [t for t in view.oncoming if t.ahead < 40]
    walkers = [t for t in view.walkers if t.x < 1 and t.ahead < 30]
    if red:
        return question, choose("no , the traffic light is red .", rng), {"yesno": {"no"}}, False
    if [t for t in coming + walkers if t.is_clear]:
        first = sorted((t for t in coming + walkers if t.is_clear), key=lambda t: t.ahead)[0]
        text = "a pedestrian is on the road" if first.noun == "pedestrian" else f"{a(first.look)} is coming the other way"
        return question, choose(f"no , {text} {first.side if first.noun == 'pedestrian' else ''} .", rng), {"yesno": {"no"}}, False
    if coming or walkers:
        return question, UNSURE + " .", {"yesno": {"yes", "no"}}, True
    return question, choose("yes , (the way is free|nothing is coming the other way|nothing is coming|i see nothing in the way) .", rng), {"yesno": {"yes"}}, False


def following(view, rng):
    question = choose("(what (will happen|will happen here|happens|is going to happen) next|what should we expect|what comes next) (|now|on this road) ?", rng)
    found = view.hazards()
    if not found:
        return question, choose("nothing (will happen|special will happen|will change) (|soon) .", rng), {"nothing": {"nothing"}}, False
    t = found[0]
    text = {"traffic light": "we will (stop|wait) at the traffic light , it is " + str(t.fact["state"]), "pedestrian": f"the pedestrian {t.side} will cross (the road|in front of us)",
            "cyclist": f"the cyclist {t.side} will (ride on|stay) in front of us"}.get(t.noun)
    if text is None:
        text = f"the {t.look} {t.side} will (cross in front of us|cross)" if t.fact["group"] == "crossing" else f"the {t.look} ahead will " + ("(brake|stop)" if t.fact["braking"] else "(drive on|go on)")
    return question, choose(text + " .", rng), _wanted(*found[:2]), False


def where(view, rng):
    present = sorted({t.noun for t in view.things if t.is_clear})
    absent = [n for n in NOUNS if not view.of(n)]
    noun = present[rng.integers(len(present))] if present and (rng.random() < .8 or not absent) else absent[rng.integers(len(absent))] if absent else NOUNS[0]
    question = choose(f"(where is the|where do you see the|where is the nearest|on which side is the|where can you see a) {noun} (|now|in the picture) ?", rng)
    there = view.clear(noun)
    if not there:
        return question, choose(f"(i see no|there is no) {noun} (|here|in the picture) .", rng), {"nothing": {"nothing"}}, bool(view.of(noun))
    right = {t.side.split()[-1] for t in there}
    best = max(there, key=lambda t: t.area)
    box = best.fact["box"]
    edge = {"ahead"} if any(abs((box[0] + box[2] / 2) / 448 - m) < .03 for m in (.4, .6)) else set()
    return question, choose(f"(the {noun} is|it is|there is {a(noun)}) {best.side} .", rng), {"sides": right | edge}, False


def ahead(view, rng):
    question = choose("(what is (directly ahead|ahead|in front of us|right in front of us|ahead of us|in our lane)|which vehicle is (too close in front|directly ahead|in front|ahead of us)) ?", rng)
    found = view.lead
    if found is None:
        cyclist = next((t for t in view.riders if abs(t.x) < 1.6 and t.is_clear), None)
        if cyclist:
            return question, choose(f"a cyclist is (ahead|in front of us|directly ahead) .", rng), {"nouns": {"cyclist"}}, False
        return question, choose("(nothing|no vehicle) is (ahead|in front of us|directly ahead) (|in our lane) .", rng), {"nothing": {"nothing"}}, any(abs(t.x) < 2 for t in view.things)
    return question, choose(f"{a(found.look)} is (ahead|in front of us|directly ahead) (|in our lane) .", rng), _wanted(found), False


def doing(view, rng):
    noun = "car" if view.lead is None or rng.random() < .6 else view.lead.noun
    question = choose(f"what is the ({noun}|vehicle) (directly ahead|ahead|in front|in front of us|ahead of us) (doing|doing now|up to) ?", rng)
    found = view.lead
    if found is None:
        return question, choose(f"no (vehicle|car) is (ahead|in front of us|directly ahead) .", rng), {"nothing": {"nothing"}}, False
    act = "braking" if found.fact["braking"] else "standing" if view.has_before and found.fact["speed"] < .5 else "driving"
    right = {act} if found.area > 150 else {act, "braking", "driving"}
    return question, choose(f"the {found.look} ahead is {act} (|now) .", rng), {"doing": right | ({"standing"} if act == "driving" and found.fact["speed"] < 1 else set())}, False


def matters(view, rng):
    question = choose("(which road users matter most right now , and what should i do|who matters most|who matters here|which road user matters most|what matters most|what should i watch|who must i watch|what is important here) (|now) ?", rng)
    found = view.hazards()[:2]
    if not found:
        return question, choose("(nobody matters|nothing matters) right now . (go on|keep your speed) .", rng), {"nothing": {"nothing"}}, False
    parts = [("the " + t.fact["state"] + " traffic light" if t.noun == "traffic light" else f"{a(t.look)} {t.side}") for t in found]
    advice = "stop" if found[0].noun == "traffic light" else "brake" if found[0].ahead < 12 else "slow down"
    return question, choose(f"{' and '.join(parts)} {'matters' if len(parts) == 1 else 'matter'} (most|most right now) . {advice} .", rng), _wanted(*found), False


def describe(view, rng):
    question = choose("(describe (the scene|the picture|what you see|the street|this scene)|what do you see|what is in the picture|what is there|tell me what you see) (|now) ?", rng)
    parts, right = [], set()
    for noun in NOUNS:
        n = len(view.clear(noun))
        if n:
            right.add(noun)
            parts.append((n, a(noun) if n == 1 else f"{NUMBERS[n] if n < 4 else 'many'} {_many(noun)}"))
    if not parts:
        return question, choose("i see (an empty street|nothing but the street|a street and nothing on it) .", rng), {"scene": right, "maybe": {n for n in NOUNS if view.of(n)}}, False
    texts = [text for _, text in parts[:4]]
    joined = texts[0] if len(texts) == 1 else " , ".join(texts[:-1]) + " and " + texts[-1]
    return question, choose(f"(i see|there is|there are) {joined} .", rng), {"scene": right, "maybe": {n for n in NOUNS if view.of(n)}}, False


def weather(view, rng):
    question = choose("(what is the weather (like|)|what time of day is it|is it (day or night|dark)|how is the weather|what are the conditions) (|now|here) ?", rng)
    text = {"day": "it is (day|a clear day|day and dry)", "dusk": "it is (dusk|almost dark : dusk)", "rain": "(it rains : rain|there is rain|it is day with rain)", "night": "it is (night|dark : night)"}
    return question, choose(text[view.weather] + " .", rng), {"weather": {view.weather}}, False


def colour(view, rng):
    nouns = [n for n in ("bus", "truck", "van", "car") if view.clear(n)]
    noun = nouns[rng.integers(len(nouns))] if nouns and rng.random() < .9 else ("bus", "truck", "van", "car")[rng.integers(4)]
    name = noun if noun != "car" else "nearest car"
    question = choose(f"(what colour is|what is the colour of|which colour has|what colour has) the {name} (|now|here|in the picture) ?", rng)
    there = view.clear(noun)
    if not there:
        return question, choose(f"(i see no|there is no) {noun} (|here) .", rng), {"nothing": {"nothing"}}, bool(view.of(noun))
    pick = there[0] if noun == "car" else max(there, key=lambda t: t.area)
    right = set().union(*[_like(t.paint) for t in (there if noun != "car" else [t for t in there if t.ahead < there[0].ahead + 3])])
    return question, choose(f"(the {noun} is|it is) {pick.paint} .", rng), {"colours": right}, pick.area < 150


def oncoming(view, rng):
    question = choose("(which vehicle|what|who|which car) is (coming the other way|coming towards us|in the other lane|oncoming|coming from the front) (|now) ?", rng)
    clear = [t for t in view.oncoming if t.is_clear]
    if clear:
        return question, choose(f"{a(clear[0].look)} is coming (the other way|towards us) .", rng), _wanted(*clear[:2]), False
    if view.oncoming:
        return question, choose(f"{UNSURE} (: it is too far away|) .", rng), {}, True
    return question, choose("(nothing|no vehicle) is coming (the other way|towards us) .", rng), {"nothing": {"nothing"}}, False


def limit(view, rng):
    question = choose("(what is the speed limit|what does the speed limit sign say|how fast may we drive|which speed is allowed|is there a speed limit) (here|now|) ?", rng)
    signs = sorted((t for t in view.of("traffic sign") if t.fact["kind"] == "limit"), key=lambda t: -t.area)
    if not signs:
        return question, choose("(i see|there is) no speed limit sign (|here) .", rng), {"nothing": {"nothing"}}, False
    if signs[0].area < 60:
        return question, choose(f"{UNSURE} (: the sign is too far away|) .", rng), {"limit": {"thirty"}}, True
    return question, choose("(the speed limit is thirty|the sign says thirty|thirty is the speed limit) .", rng), {"limit": {"thirty"}}, signs[0].area < 110


def blocked(view, rng):
    side, sign = (("right", 1), ("left", -1))[int(rng.random() < .3)]
    question = choose(f"(what (blocks|hides|covers)|which vehicle (blocks|hides)) (the view|our view|the sight) of the (pavement|side) on the {side} (|now) ?", rng)
    there = [t for t in view.clear("car", "van", "truck", "bus") if t.fact["parked"] and t.x * sign > .8 and 3 < t.ahead < 30 and t.side != f"on the {'left' if sign > 0 else 'right'}"]
    if not there:
        return question, choose("(nothing|no vehicle) blocks the view (|there|on that side) .", rng), {"nothing": {"nothing"}}, bool(view.of("car", "van", "truck", "bus"))
    high = {"van": 1.7, "truck": 2.2, "bus": 2.4, "car": 1}
    best = max(there, key=lambda t: high[t.noun] / (t.ahead + 4))
    return question, choose(f"a parked {best.look} on the {side} blocks (the view|our view) .", rng), _wanted(*[t for t in there if t.ahead < best.ahead + 8]), False


def lane_side(view, rng):
    question = choose("(why does the (cyclist|bicycle|rider) leave the side of the road|what blocks the side of the road|what stands at the side of our lane|which vehicle blocks the right side|what narrows our lane) (|here|now) ?", rng)
    there = [t for t in view.clear("car", "van", "truck", "bus", "cone") if t.fact["parked"] and .5 < t.x < 3.6 and 4 < t.ahead < 32]
    if not there:
        return question, choose("(nothing|no vehicle) blocks the side of the road (|here) .", rng), {"nothing": {"nothing"}}, bool(view.of("car", "van", "truck", "bus"))
    big = {"van": 1.4, "truck": 2.2, "bus": 2.4, "car": 1, "cone": .6}
    best = max(there, key=lambda t: big[t.noun] / (t.ahead + 6))
    look = best.look if best.noun == "cone" else "parked " + best.look
    return question, choose(f"a {look} {best.side} blocks the side of the road (|here) .", rng), _wanted(*[t for t in there if t.ahead < best.ahead + 8]), False


def crossing_vehicle(view, rng):
    large = rng.random() < .5
    question = choose("which (large|big) vehicle (crosses|is crossing|drives across) (ahead|in front of us|the road) (|now) ?" if large
                      else "which (car|vehicle) (crosses|is crossing|drives across) (from the left first|first|ahead|in front of us|from the right first) ?", rng)
    there = [t for t in view.crossing if not large or t.noun in LARGE]
    clear = [t for t in there if t.is_clear]
    what = "large vehicle" if large else "vehicle"
    if clear:
        return question, choose(f"{a(clear[0].look)} is crossing {clear[0].side} .", rng), _wanted(*clear), False
    return question, choose(f"no {what} is crossing (|ahead|here) .", rng), {"nothing": {"nothing"}}, bool(there)


KINDS = {f.__name__: f for f in (presence, light, go, count, closest, crossing, cyclist, reason, danger, left_turn, following, where, ahead, doing, matters, describe,
                                 weather, colour, oncoming, limit, blocked, lane_side, crossing_vehicle)}


def ask(view, kind, rng):
    """A question of a kind about a view, with its answer."""
    question, answer, want, unsure = KINDS[kind](view, rng)
    return Case(kind, question, re.sub(r"\s+", " ", answer), want, unsure)
