"""
How often the exported model is right about streets that it never saw, by kind of question:
measure.py --data DIR --program ../../pixelshap [--questions 500], or with --weights FILE.pt instead of the program, while it is trained; with --real DIR instead
of --data, about the real pictures that real_questions.jsonl names, in that folder (asked and answered by hand); with --drives DIR, about the sample drives

An answer counts by what it says (`sentences.judge`); questions to which yes and no are both right are not asked. "I am not sure" is right only where the facts say that nobody could be. Balanced accuracy is the mean of the
shares of right answers to questions whose answer is yes and to those whose answer is no.
"""

import argparse
import collections
import glob
import json
import os
import sys
import subprocess
import tempfile

import cv2
import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from glance.facts import view  # noqa: E402
from glance.pictures import Balance, World, hide, letterbox, questions  # noqa: E402
from glance.sentences import Case, is_open, judge, meaning  # noqa: E402
from glance.words import END, Words  # noqa: E402


def through_program(asked, folder, program):
    """The answers of the program itself, with the models beside it: [(picture, case)] to texts."""
    images, questions, pictures = [], [], {}
    for number, (picture, case) in enumerate(asked):
        if id(picture) not in pictures:
            pictures[id(picture)] = len(images) + 1
            images.append({"id": len(images) + 1, "file_name": f"{len(images) + 1}.png", "width": picture.shape[1], "height": picture.shape[0]})
            cv2.imwrite(os.path.join(folder, images[-1]["file_name"]), picture)
        questions.append({"image_id": pictures[id(picture)], "text": case.question, "target_annotation_id": None})
    boxes = [{"id": i["id"], "image_id": i["id"], "category_id": 1, "bbox": [0, 0, 8, 8], "area": 64, "iscrowd": 0} for i in images]
    with open(os.path.join(folder, "streets.json"), "w", encoding="utf-8") as file:
        json.dump({"images": images, "annotations": boxes, "categories": [{"id": 1, "name": "car"}], "questions": questions}, file)
    trials = os.path.join(folder, "trials.jsonl")
    subprocess.run([program, "eval", "importance", folder, "--estimators", "loo", "--regions", "precise", "--max-players", "2", "--trials", trials, "--set", "vlm.provider=glance",
                    "--set", "vlm.temperature=0"], check=True, stdout=subprocess.DEVNULL)
    said = {}
    with open(trials, encoding="utf-8") as file:
        for line in map(json.loads, file):
            said[os.path.splitext(os.path.basename(line["source"]))[0], line["prompt"]] = line["answer"]
    return [said[str(pictures[id(picture)]), case.question] for picture, case in asked]


def real(folder):
    """Hand-checked questions about real pictures: [(picture, case)]."""
    asked, pictures = [], {}
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "real_questions.jsonl"), encoding="utf-8") as file:
        for line in map(json.loads, file):
            name, _, second = line["picture"].partition("@")
            if line["picture"] not in pictures:
                path = os.path.join(folder, name)
                if second:
                    clip = cv2.VideoCapture(path)
                    clip.set(cv2.CAP_PROP_POS_MSEC, 1000 * float(second))
                pictures[line["picture"]] = clip.read()[1] if second else cv2.imread(path)
                if pictures[line["picture"]] is None:
                    sys.exit(f"{path} cannot be read")
            field, values = next(iter(line["want"].items()))
            answer = f"{values[0]} ." if field == "yesno" else f"it is {values[0]} ."
            asked.append((pictures[line["picture"]], Case(f"real {field}", line["question"], answer, {field: set(values)})))
    return asked


# What is right where a question of a sample drive is not simply about its target: (field, values), from a second on.
OF_DRIVES = {"What is the speed limit here?": [(0, "limit", {"thirty"})], "What colour is the traffic light?": [(0, "colours", {"red"})],
             "What is the car directly ahead doing?": [(0, "doing", {"driving"}), (2.75, "doing", {"braking", "standing"})]}


def drives(folder):
    """The questions of the sample drives, a picture each second of their spans: [(picture, case)]."""
    asked = []
    for path in sorted(glob.glob(os.path.join(folder, "*.json"))):
        with open(path, encoding="utf-8") as file:
            truth = json.load(file)
        names = {c["id"]: c["name"] for c in truth["categories"]}
        tracks = {t["id"]: "van" if t["kind"] == "van" else names[t["category_id"]] for t in truth["tracks"]}
        clip, pictures = cv2.VideoCapture(path.replace(".json", ".mp4")), []
        while (read := clip.read())[0]:
            pictures.append(read[1])
        for prompt in truth["prompts"]:
            for span in prompt["spans"]:
                for second in np.arange(np.ceil(span["from"]), span["to"], 1.0):
                    target = span["track_id"]
                    if rules := OF_DRIVES.get(prompt["text"]):
                        want = {field: values for since, field, values in rules if second >= since}
                    elif prompt["text"].startswith("Is "):
                        want = {"yesno": {"no" if target is None else "yes"}}
                    elif target is None:
                        want = {"nothing": {"nothing"}}
                    else:
                        want = {"nouns": {"car", "van"} if tracks[target] in ("car", "van") else {tracks[target]}}
                    number = round(second * truth["videos"][0]["fps"])
                    answer = next(iter(want["yesno"])) + " ." if "yesno" in want else "it is so ."
                    if number < len(pictures):
                        asked.append((pictures[number], Case(f"{os.path.basename(path)[:-5]}: {prompt['text']}", prompt["text"], answer, want)))
    return asked


def unseen(options, rng):
    """Questions about rendered pictures: [(picture, case)]."""
    balance, world = Balance(), World(options.data)
    share = options.questions / len(world.images)
    asked = []
    for number, image in enumerate(world.images):
        picture, left = cv2.imdecode(image["bytes"][0], 1), None
        if options.hidden:
            (picture, *_), left = hide(image, [picture], {k for k in range(len(image["things"])) if rng.random() < .5}, "bboa", "inpaint")
        seen = view(image, left)
        seen.has_before = False
        wanted = round((number + 1) * share) - round(number * share)
        fair = []
        while len(fair) < wanted:
            fair += [case for case in questions(seen, 1, rng, balance) if not is_open(case)]
        asked += [(picture, case) for case in fair]
    return asked


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
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--data", help="a folder that streets.py filled")
    where.add_argument("--drives", help="the folder of the sample drives")
    where.add_argument("--real", help="the folder with the pictures of real_questions.jsonl")
    parser.add_argument("--program")
    parser.add_argument("--weights")
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--hidden", action="store_true", help="every picture with a random part of its things hidden by bboa and inpainting")
    parser.add_argument("--blind", action="store_true", help="the same questions, and grey instead of every picture: what habit alone gets right")
    parser.add_argument("--wrong", type=int, default=0, help="show so many wrong answers")
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    asked = real(options.real) if options.real else drives(options.drives) if options.drives else unseen(options, np.random.default_rng(options.seed))
    if options.blind:
        grey = {id(picture): np.full_like(picture, 114) for picture, _ in asked}
        asked = [(grey[id(picture)], case) for picture, case in asked]
    if options.program:
        with tempfile.TemporaryDirectory() as folder:
            answers = through_program(asked, folder, options.program)
    else:
        model, memory, last = Trained(options.weights), None, None
        answers = []
        for picture, case in asked:
            memory, last = (memory, last) if last is picture else (model.see(letterbox(picture)), picture)
            answers.append(model.words.text(model.say(memory, case.question)))
    right, answered, cases_by, sure, shown = collections.Counter(), collections.Counter(), collections.defaultdict(list), collections.Counter(), 0
    for (_, case), text in zip(asked, answers):
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
    widest = max(17, *map(len, answered))
    for kind in sorted(answered):
        line = f"{kind:{widest}} {right[kind]:4}/{answered[kind]:<4} {right[kind] / answered[kind]:.2f}"
        if cases_by[kind]:
            shares = [np.mean([w for t, w in cases_by[kind] if t == side]) for side in ("yes", "no") if any(t == side for t, _ in cases_by[kind])]
            line += f"   balanced {np.mean(shares):.2f}"
        print(line)
    total = sum(answered.values())
    every = [pair for pairs in cases_by.values() for pair in pairs]
    shares = [np.mean([w for t, w in every if t == side]) for side in ("yes", "no")]
    print(f"all {sum(right.values())}/{total} {sum(right.values()) / total:.3f}; yes/no balanced {np.mean(shares):.3f} (yes {shares[0]:.2f}, no {shares[1]:.2f}); "
          f"not sure {total - sure['said']}, right where sure {sure['right'] / max(1, sure['said']):.3f}")


if __name__ == "__main__":
    main()
