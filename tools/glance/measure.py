"""
How often the exported model is right about streets that it never saw, by kind of question:
measure.py --data DIR --model ../../models/pixelshap-glance.onnx [--questions 500] [--weights FILE.pt: torch instead of ONNX Runtime]

An answer counts by what it says (`sentences.judge`). "I am not sure" is right only where the facts say that nobody could be. Balanced accuracy is the mean of the
shares of right answers to questions whose answer is yes and to those whose answer is no.
"""

import argparse
import collections
import json
import os
import sys
import time

import cv2
import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from glance.facts import view  # noqa: E402
from glance.pictures import Balance, World, hide, letterbox, questions  # noqa: E402
from glance.sentences import judge, meaning  # noqa: E402
from glance.words import END, Words  # noqa: E402


class Exported:
    """The two files through ONNX Runtime."""

    def __init__(self, path):
        import onnxruntime
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.eye = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self.says = onnxruntime.InferenceSession(path.replace(".onnx", "-words.onnx"), options, providers=["CPUExecutionProvider"])
        meta = self.says.get_modelmeta().custom_metadata_map
        self.words, self.longest = Words(json.loads(meta["words"])), int(meta["longest"])
        self.layers, _, _, self.heads, _, self.head = self.eye.get_outputs()[0].shape

    def see(self, picture):
        return self.eye.run(None, {"picture": picture[None].astype(np.float32) / 255, "which": np.zeros(1, np.int64)})[0]

    def say(self, memory, question):
        past = np.zeros((self.layers, 2, 1, self.heads, 0, self.head), np.float32)
        given, said = self.words.question(question), []
        while True:
            at = past.shape[4]
            logits, past = self.says.run(None, {"tokens": np.array([given]), "positions": np.arange(at, at + len(given)), "keys": np.arange(at + len(given)),
                                                "past": past, "memory": memory})
            word = END + int(logits[0, -1, END:].argmax())
            if word == END or past.shape[4] >= self.longest:
                return said
            said.append(word)
            given = [word]


class Trained:
    """The weights through torch."""

    def __init__(self, path):
        import torch
        from export import load
        torch.set_num_threads(1)
        self.torch, (self.network, words) = torch, load(path)
        self.words = Words(words)

    def see(self, picture):
        with self.torch.no_grad():
            return self.network.memory(self.network.eye(self.torch.from_numpy(picture[None]).float() / 255), 0)

    def say(self, memory, question):
        torch, past, given, said = self.torch, None, self.words.question(question), []
        with torch.no_grad():
            while True:
                at = 0 if past is None else past.shape[4]
                logits, past = self.network.say(torch.tensor([given]), torch.arange(at, at + len(given)), torch.arange(at + len(given)), past, memory)
                word = END + int(logits[0, -1, END:].argmax())
                if word == END or past.shape[4] >= 96:
                    return said
                said.append(word)
                given = [word]


def main():
    parser = argparse.ArgumentParser(prog="measure.py")
    parser.add_argument("--data", required=True)
    parser.add_argument("--model")
    parser.add_argument("--weights")
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--hidden", action="store_true", help="every picture with a random part of its things hidden by bboa and inpainting")
    parser.add_argument("--wrong", type=int, default=0, help="show so many wrong answers")
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    model = Trained(options.weights) if options.weights else Exported(options.model)
    rng, balance, world = np.random.default_rng(options.seed), Balance(), World(options.data)
    each = -(-options.questions // len(world.images))
    right, answered, cases_by, spent = collections.Counter(), collections.Counter(), collections.defaultdict(list), 0.0
    sure = collections.Counter()
    shown = 0
    for image in world.images:
        picture, left = cv2.imdecode(image["bytes"][0], 1), None
        if options.hidden:
            (picture, *_), left = hide(image, [picture], {k for k in range(len(image["things"])) if rng.random() < .5}, "bboa", "inpaint")
        seen = view(image, left)
        seen.has_before = False
        began = time.process_time()
        memory = model.see(letterbox(picture))
        spent += time.process_time() - began
        for case in questions(seen, each, rng, balance):
            began = time.process_time()
            text = model.words.text(model.say(memory, case.question))
            spent += time.process_time() - began
            well = judge(case, text)
            answered[case.kind] += 1
            right[case.kind] += well
            truth = meaning(case.answer)
            if truth["yesno"] and len(case.want.get("yesno", ())) == 1:
                cases_by[case.kind].append((next(iter(truth["yesno"])), well))
            if not meaning(text)["unsure"]:
                sure["said"] += 1
                sure["right"] += well
            if not well and shown < options.wrong:
                shown += 1
                print(f"{case.kind}: {case.question} -> {text}   (truth: {case.answer})")
    for kind in sorted(answered):
        line = f"{kind:17} {right[kind]:4}/{answered[kind]:<4} {right[kind] / answered[kind]:.2f}"
        if cases_by[kind]:
            shares = [np.mean([w for t, w in cases_by[kind] if t == side]) for side in ("yes", "no") if any(t == side for t, _ in cases_by[kind])]
            line += f"   balanced {np.mean(shares):.2f}"
        print(line)
    total = sum(answered.values())
    every = [pair for pairs in cases_by.values() for pair in pairs]
    shares = [np.mean([w for t, w in every if t == side]) for side in ("yes", "no")]
    print(f"all {sum(right.values())}/{total} {sum(right.values()) / total:.3f}; yes/no balanced {np.mean(shares):.3f} (yes {shares[0]:.2f}, no {shares[1]:.2f}); "
          f"not sure {total - sure['said']}, right where sure {sure['right'] / max(1, sure['said']):.3f}; {1000 * spent / total:.0f} ms of processor time per answer, "
          f"{each} questions a picture")


if __name__ == "__main__":
    main()
