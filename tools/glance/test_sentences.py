"""python3 -m unittest discover tools/glance: every question can be said in at least eight ways, every answer is right by its own judge."""

import collections
import os
import sys
import unittest

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from glance.facts import view  # noqa: E402
from glance.sentences import KINDS, UNSURE, ask, is_open, judge, meaning, ways  # noqa: E402


def thing(category, kind=None, paint=None, x=1.75, ahead=15.0, area=900, middle=224, **facts):
    return {"track": 1, "category": category, "kind": kind or category, "paint": paint, "x": x, "ahead": ahead, "heading": 0, "speed": 3, "to_right": 0, "on_road": abs(x) < 5,
            "walking": None, "state": None, "braking": False, "parked": False, "group": None, "area": area, "box": [middle - 20, 100, 40, 40], **facts}


def street(*things):
    return view({"things": list(things), "weather": "day", "before": None, "width": 448})


FULL = street(
    thing("car", "hatch", "silver", x=.2, group="ahead", braking=True), thing("car", "van", "white", x=3.2, ahead=12, middle=330, parked=True),
    thing("bus", paint="red", x=-3.5, ahead=20, middle=120, group="oncoming"), thing("pedestrian", x=-2, ahead=18, middle=150, group="pedestrian", heading=90),
    thing("cyclist", x=1, ahead=22, group="cyclist"), thing("traffic light", state="red", x=4, ahead=30, middle=300), thing("traffic sign", "limit", x=5, middle=360),
    thing("truck", paint="blue", x=-4, ahead=28, middle=90, group="crossing"))
EMPTY = street()


def said(kind, view, count=400):
    rng = np.random.default_rng(1)
    return [ask(view, kind, rng) for _ in range(count)]


class Sentences(unittest.TestCase):
    def test_every_kind_is_asked_in_at_least_eight_ways(self):
        for kind in KINDS:
            self.assertGreaterEqual(len({c.question for c in said(kind, FULL)}), 8, kind)

    def test_every_answer_is_right_by_its_own_judge(self):
        for seen in (FULL, EMPTY):
            for kind in KINDS:
                for case in said(kind, seen, 100):
                    self.assertTrue(judge(case, case.answer), case)

    def test_the_answer_to_another_street_is_wrong(self):
        for kind in ("light", "reason", "danger", "crossing", "cyclist", "ahead", "oncoming", "limit", "matters"):
            full, empty = said(kind, FULL, 20), said(kind, EMPTY, 20)
            for there, away in zip(full, empty):
                self.assertFalse(judge(there, away.answer), (there, away.answer))
                self.assertFalse(judge(away, there.answer), (away, there.answer))

    def test_a_negation_and_another_colour_are_told_apart(self):
        self.assertNotEqual(meaning("yes , i see a car .")["yesno"], meaning("no , i see no car .")["yesno"])
        self.assertEqual(meaning("the light is amber .")["colours"], {"amber"})
        self.assertEqual(meaning("two buses and a traffic light")["nouns"], {"bus", "traffic light"})

    def test_what_is_hidden_is_not_there(self):
        image = {"things": [thing("pedestrian", x=0, ahead=10)], "weather": "day", "before": None, "width": 448}
        rng = np.random.default_rng(2)
        self.assertTrue(ask(view(image), "crossing", rng).answer.startswith("yes"))
        self.assertTrue(ask(view(image, [0]), "crossing", rng).answer.startswith("no"))

    def test_nobody_is_sure_about_a_few_pixels(self):
        case = said("light", street(thing("traffic light", state="red", area=30)), 1)[0]
        self.assertIn(UNSURE, case.answer)
        self.assertTrue(judge(case, UNSURE))
        self.assertFalse(judge(said("light", FULL, 1)[0], UNSURE))

    def test_a_description_of_the_wrong_things_or_of_one_thing_of_many_is_wrong(self):
        full, empty = said("describe", FULL, 1)[0], said("describe", EMPTY, 1)[0]
        self.assertFalse(judge(full, "i see a car ."))
        self.assertFalse(judge(full, "i see a car , a motorcycle , a cone and a bus ."))
        self.assertTrue(judge(full, "i see a car , a bus and a truck ."))
        self.assertFalse(judge(empty, "i see a car ."))

    def test_a_case_at_the_edge_is_open(self):
        far = street(thing("cyclist", x=2.0, ahead=12, group="cyclist"))
        self.assertTrue(all(is_open(c) for c in said("cyclist", far, 5)))
        self.assertFalse(any(is_open(c) for c in said("cyclist", FULL, 5)))

    def test_ways_counts_choices(self):
        self.assertEqual(ways("(a|b) c (d|e|f)"), 6)

    def test_both_sides_are_asked_for(self):
        sides = collections.Counter(next(iter(c.want["nouns"] if "nouns" in c.want else c.want["nothing"])) for c in said("blocked", FULL))
        self.assertGreater(len(sides), 1)


if __name__ == "__main__":
    unittest.main()
