"""What is left to be said of a picture: its things with their facts, after some were hidden."""

from dataclasses import dataclass, field

NOUNS = ("car", "van", "truck", "bus", "pedestrian", "cyclist", "motorcycle", "traffic light", "traffic sign", "cone")
VEHICLES = ("car", "van", "truck", "bus", "motorcycle")
LARGE = ("truck", "bus")
CLEAR = 70  # pixels of a picture of 448 x 252 from which a thing is certain to be seen
FAINT = 40  # below, nobody is sure


@dataclass
class Thing:
    """One thing as it is seen: `area` counts the pixels left, `share` is what part of all its pixels they are."""
    noun: str
    paint: str
    x: float
    ahead: float
    side: str
    area: int
    share: float
    fact: dict = field(repr=False)

    @property
    def is_clear(self):
        return self.area >= CLEAR and self.share > .4

    @property
    def is_faint(self):
        return self.area < FAINT

    @property
    def look(self):
        """The thing with its colour where one is told: "red car"."""
        return f"{self.paint} {self.noun}" if self.paint and self.noun in ("car", "van", "truck", "bus", "motorcycle") else self.noun


@dataclass
class View:
    """A picture's things, nearest first."""
    things: list
    weather: str
    has_before: bool

    def of(self, *nouns):
        return [t for t in self.things if t.noun in nouns]

    def clear(self, *nouns):
        return [t for t in self.of(*nouns) if t.is_clear]

    @property
    def light(self):
        return next(iter(sorted(self.of("traffic light"), key=lambda t: -t.area)), None)

    @property
    def lead(self):
        """The vehicle next ahead in the own lane."""
        return next((t for t in self.things if t.noun in VEHICLES and t.fact["group"] in ("ahead", "motorcycle") and abs(t.x) < 1.6 and t.is_clear
                     and abs(t.fact["heading"]) < 60), None)

    @property
    def oncoming(self):
        return [t for t in self.things if t.noun in VEHICLES and t.fact["group"] == "oncoming"]

    @property
    def crossing(self):
        return [t for t in self.things if t.fact["group"] == "crossing"]

    @property
    def walkers(self):
        """Pedestrians on the road."""
        return [t for t in self.of("pedestrian") if t.fact["on_road"] and t.ahead < 45]

    @property
    def riders(self):
        """Cyclists on the own side of the road."""
        return [t for t in self.of("cyclist") if -2.2 < t.x < 4 and t.ahead < 40]

    def hazards(self):
        """What makes us brake, the most urgent first."""
        out = []
        if self.light and self.light.is_clear and self.light.fact["state"] in ("red", "amber"):
            out.append((0, self.light))
        out += [(t.ahead - 12, t) for t in self.walkers if t.is_clear and t.ahead < 32]
        out += [(t.ahead - 8, t) for t in self.riders if t.is_clear and t.x < 2.6 and t.ahead < 28]
        if self.lead and self.lead.ahead < 28:
            out.append((self.lead.ahead - (6 if self.lead.fact["braking"] else 0), self.lead))
        out += [(t.ahead - 6, t) for t in self.crossing if t.is_clear and t.ahead < 32 and abs(t.x) < 14]
        return [t for _, t in sorted(out, key=lambda pair: pair[0])]


def noun_of(fact):
    if fact["category"] == "car":
        return "van" if fact["kind"] == "van" else "car"
    return fact["category"]


def side_of(box, width):
    """Where a thing stands in the picture."""
    middle = (box[0] + box[2] / 2) / width
    return "on the left" if middle < .4 else "on the right" if middle > .6 else "ahead"


def view(image, left=None):
    """The view of a picture of `streets.py`. `left` tells for each thing how many of its pixels are left; those without any are not there."""
    things = []
    for k, fact in enumerate(image["things"]):
        area = fact["area"] if left is None else left[k]
        if area < 16 or area < .15 * fact["area"]:
            continue
        things.append(Thing(noun_of(fact), fact["paint"], fact["x"], fact["ahead"], side_of(fact["box"], image["width"]), area, area / fact["area"], fact))
    things.sort(key=lambda t: t.ahead)
    return View(things, image["weather"], image["before"] is not None)
