"""
Writes triples for `pixelshap eval similarity`: an answer about a rendered picture, the same facts in other words, and what is said after things were hidden, in the
words of the first: triples.py --data DIR --out FILE.json [--triples 600]
"""

import argparse
import json
import os
import sys

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from glance.facts import view  # noqa: E402
from glance.pictures import World  # noqa: E402
from glance.sentences import KINDS, ask, meaning  # noqa: E402


def draw(image, kind, rng):
    """A triple; None where hiding changes nothing that is said, or nothing else can be said of it."""
    seed = int(rng.integers(1 << 30))
    answer = ask(view(image), kind, np.random.default_rng(seed)).answer
    other = ask(view(image, [t["area"] * (rng.random() > .4) for t in image["things"]]), kind, np.random.default_rng(seed)).answer
    if meaning(other) == meaning(answer):
        return None
    for further in range(1, 200):
        same = ask(view(image), kind, np.random.default_rng(seed + further)).answer
        if same != answer and meaning(same) == meaning(answer):
            return {"kind": kind, "reference": answer, "same": same, "other": other}
    return None


def main():
    parser = argparse.ArgumentParser(prog="triples.py")
    parser.add_argument("--data", required=True, help="a folder that streets.py filled")
    parser.add_argument("--out", required=True)
    parser.add_argument("--triples", type=int, default=600)
    parser.add_argument("--seed", type=int, default=11)
    options = parser.parse_args()
    world, rng, triples, kinds = World(options.data), np.random.default_rng(options.seed), [], list(KINDS)
    while len(triples) < options.triples:
        triple = draw(world.images[rng.integers(len(world.images))], kinds[rng.integers(len(kinds))], rng)
        triples += [triple] if triple else []
    with open(options.out, "w", encoding="utf-8") as file:
        json.dump({"format": 1, "triples": triples, "noise": []}, file)


if __name__ == "__main__":
    main()
