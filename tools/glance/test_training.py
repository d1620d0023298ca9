"""Pictures with things of others set in, and several questions in one row."""

import os
import sys
import unittest

import cv2
import numpy as np
import torch

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from glance.network import Glance, road_backbone  # noqa: E402
from glance.pictures import paste  # noqa: E402
from train import rows  # noqa: E402
from glance.words import END, Words  # noqa: E402


def picture(colour, *things):
    """A picture of one colour; a thing is (ahead, left, right, colour of its own)."""
    pixels = np.full((252, 448, 3), colour, np.uint8)
    masks = []
    for _, left, right, own in things:
        mask = np.zeros((252, 448), bool)
        mask[100:140, left:right] = True
        pixels[mask] = own
        masks.append(mask)
    facts = [{"ahead": ahead, "area": int(mask.sum())} for (ahead, *_), mask in zip(things, masks)]
    return {"things": facts, "masks": masks, "earlier": None, "bytes": [np.frombuffer(cv2.imencode(".png", pixels)[1].tobytes(), np.uint8)]}, pixels


class Pasting(unittest.TestCase):
    def test_what_is_nearer_hides_what_is_behind(self):
        street, pixels = picture(90, (10.0, 100, 140, 200))
        donor, _ = picture(40, (20.0, 120, 180, 250), (5.0, 100, 110, 10))
        out, image, left = paste(street, pixels, [1600], [(donor, 0), (donor, 1)])
        self.assertEqual([10.0, 20.0, 5.0], [t["ahead"] for t in image["things"]])
        self.assertEqual([1200, 1600, 400], left)  # the nearest takes 10 columns of 40; of the farthest 20 of 60 stay behind
        self.assertEqual([10, 200, 250, 90], [int(out[120, x, 0]) for x in (105, 130, 160, 300)])

    def test_what_was_hidden_before_hides_nothing(self):
        street, pixels = picture(90, (10.0, 100, 140, 90))
        donor, _ = picture(40, (20.0, 100, 140, 250))
        _, _, left = paste(street, pixels, [0], [(donor, 0)])
        self.assertEqual([0, 1600], left)


class Rows(unittest.TestCase):
    def test_a_question_in_a_row_is_answered_as_one_alone(self):
        torch.manual_seed(1)
        words = Words(["<pad>", "<unknown>", "<ask>", "<say>", "<end>", *"is there a bus red car yes no".split()])
        network = Glance(len(words.words), road_backbone()).eval()
        cases = [("is there a bus", "yes"), ("is there a red car", "no no"), ("a car", "no")]
        import train
        before, train.questions = train.questions, lambda view, count, rng, balance: [type("Case", (), {"question": q, "answer": a}) for q, a in cases]
        try:
            tokens, positions, target, mask = rows([(None, None, None, None)], None, None, words, 3)
        finally:
            train.questions = before
        with torch.no_grad():
            memory = network.memory(network.eye(torch.rand(1, 3, 256, 448)), 0)
            together, _ = network.speak(tokens, positions, mask, None, memory)
            at = 0
            for question, answer in cases:
                given = words.question(question) + words.read(answer)
                place = torch.arange(len(given))
                alone, _ = network.say(torch.tensor([given]), place, place, None, memory)
                self.assertTrue(torch.allclose(alone[0], together[0, at:at + len(given)], atol=1e-4))
                asked = len(words.question(question)) - 1
                self.assertEqual(words.read(answer) + [END], target[0, at + asked:at + len(given)].tolist())
                self.assertTrue((target[0, at:at + asked] == -1).all())
                at += len(given)


if __name__ == "__main__":
    unittest.main()
