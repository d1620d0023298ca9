"""
Trains the model: train.py --data DIR [--data DIR …] --road ../../models/pixelshap-road.onnx --out FILE.pt [--minutes 30] [--resume FILE.pt] [--unfreeze]
"""

import argparse
import os
import queue
import sys
import threading
import time

import numpy as np
import torch
import torch.nn.functional as F

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from glance.network import Glance, road_backbone  # noqa: E402
from glance.pictures import CELL_CLASSES, Balance, World, sample  # noqa: E402
from glance.sentences import KINDS, ask  # noqa: E402
from glance.facts import view  # noqa: E402
from glance.words import END, PAD, SPECIAL, Words, cut  # noqa: E402

EXTRA = "left right we us them this that these those which where who when how why what does do did can could should must will would if of to from with and or not near far".split()


def vocabulary(world, rng):
    """Every word that the generator says or asks, seen often enough to have met all of them."""
    found = set(EXTRA)
    for image in world.images[:300]:
        for _ in range(2):
            for kind in KINDS:
                case = ask(view(image, [t["area"] * (rng.random() < .6) for t in image["things"]]), kind, rng)
                found.update(cut(case.question))
                found.update(cut(case.answer))
    return SPECIAL + sorted(found)


def batch(world, rng, balance, words, pictures, questions):
    pair = rng.random() < .2
    pool = [i for i in world.images if i["before"]] if pair else world.images
    made = [sample(pool[rng.integers(len(pool))], rng, balance, questions, pair) for _ in range(pictures)]
    rows = []
    for _, cases, _ in made:
        for case in cases:
            asked = words.question(case.question)
            rows.append((asked, words.read(case.answer) + [END]))
    length = max(len(q) + len(a) for q, a in rows)
    tokens, target = np.full((len(rows), length), PAD), np.full((len(rows), length - 1), -1)
    for k, (q, a) in enumerate(rows):
        tokens[k, :len(q) + len(a)] = q + a
        target[k, len(q) - 1:len(q) + len(a) - 1] = a
    return (np.concatenate([m[0] for m in made]), tokens, target, np.stack([m[2] for m in made]), pair)


def main():
    parser = argparse.ArgumentParser(prog="train.py")
    parser.add_argument("--data", required=True)
    parser.add_argument("--road", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "models", "pixelshap-road.onnx"))
    parser.add_argument("--out", required=True)
    parser.add_argument("--resume")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--pictures", type=int, default=8)
    parser.add_argument("--questions", type=int, default=16)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--unfreeze", action="store_true", help="the road model's part learns, too")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    world = World(options.data)
    state = torch.load(options.resume) if options.resume else None
    words = Words(state["words"] if state else vocabulary(world, rng))
    network = Glance(len(words.words), len(CELL_CLASSES), road_backbone(None if state else options.road))
    if state:
        network.load_state_dict(state["network"])
    network.eye.frozen = not options.unfreeze
    road = {id(p) for p in network.eye.road.parameters()}
    groups = [{"params": [p for p in network.parameters() if id(p) not in road], "rate": options.rate, "weight_decay": .02},
              {"params": list(network.eye.road.parameters()), "rate": options.rate * .15, "weight_decay": .0}]
    optimizer = torch.optim.AdamW(groups[:2 if options.unfreeze else 1], lr=options.rate, betas=(.9, .98))
    print(f"{len(world.images)} pictures, {len(words.words)} words, {sum(p.numel() for p in network.parameters()) / 1e6:.2f} M parameters", flush=True)
    ready = queue.Queue(4)

    def prepare():
        balance, own = Balance(), np.random.default_rng(options.seed + 100)
        while True:
            ready.put(batch(world, own, balance, words, options.pictures, options.questions))

    threading.Thread(target=prepare, daemon=True).start()
    network.train()
    began, step, sums, saved = time.monotonic(), 0, np.zeros(3), time.monotonic()
    while True:
        done = (time.monotonic() - began) / 60 / options.minutes
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = group["rate"] * min(1, (step + 1) / 60) * (.03 + .97 * .5 * (1 + np.cos(np.pi * done)))
        pictures, tokens, target, cells, pair = ready.get()
        seen = network.see(torch.from_numpy(pictures).float() / 255)
        if pair:
            memory = torch.cat([network.memory(seen[0::2], 0), network.memory(seen[1::2], 1)], 4)
            seen = seen[0::2]
        else:
            memory = network.memory(seen, 0)
        tokens, target = torch.from_numpy(tokens), torch.from_numpy(target)
        places = torch.arange(tokens.shape[1] - 1)
        logits, _ = network.say(tokens[:, :-1], places, places, None, memory, options.questions)
        said = F.cross_entropy(logits.reshape(-1, logits.shape[-1]), target.reshape(-1), ignore_index=-1)
        looked = network.eye.cells(seen)
        truth = torch.from_numpy(cells).flatten(2).transpose(1, 2)
        aux = F.binary_cross_entropy_with_logits(looked, truth, reduction="none") * (1 + 4 * truth)
        loss = said + 2 * aux.mean()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        step += 1
        with torch.no_grad():
            sums += [said.item(), aux.mean().item(), ((logits.argmax(-1) == target) & (target >= 0)).sum().item() / (target >= 0).sum().item()]
        if step % 25 == 0:
            print(f"{step} {(time.monotonic() - began) / 60:.1f} min, words {sums[0] / 25:.4f}, cells {sums[1] / 25:.4f}, right {sums[2] / 25:.3f}", flush=True)
            sums[:] = 0
        if time.monotonic() - saved > 120:
            saved = time.monotonic()
            save(network, words, options.out)
            world.add()
    save(network, words, options.out)
    print(f"{step} steps", flush=True)


def save(network, words, out):
    torch.save({"network": network.state_dict(), "words": words.words}, out + ".part")
    os.replace(out + ".part", out)


if __name__ == "__main__":
    main()
