"""
Trains the model: train.py --data DIR --road ../../models/pixelshap-road.onnx --out FILE.pt [--minutes 30] [--processes 2] [--resume FILE.pt]
"""

import argparse
import os
import sys
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # two pools of threads wait for each other: products of small matrices take up to 30 times as long

import numpy as np  # noqa: E402
import torch  # noqa: E402
import torch.multiprocessing as mp  # noqa: E402
import torch.nn.functional as F  # noqa: E402

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from glance.network import COLUMNS, ROWS, Glance, road_backbone  # noqa: E402
from glance.pictures import CELL_CLASSES, Balance, Donors, World, changed, questions  # noqa: E402
from glance.sentences import COLOURS, KINDS, NUMBERS, ask  # noqa: E402
from glance.facts import NOUNS, view  # noqa: E402
from glance.words import END, PAD, SPECIAL, Words, cut  # noqa: E402

# Words that an answer is judged by count for more than how it is said.
WEIGHTY = {"yes", "no", "left", "right", "ahead", "nothing", "nobody", "sure", "many", "braking", "driving", "standing", "thirty", "day", "dusk", "rain", "rains", "night", *CELL_CLASSES, *NUMBERS}
EXTRA = "left right we us them this that these those which where who when how why what does do did can could should must will would if of to from with and or not near far".split()


def vocabulary(world, rng):
    """Every word that the generator says or asks, seen often enough to have met all of them."""
    found = {*EXTRA, *CELL_CLASSES, *COLOURS, *NUMBERS, *" ".join(NOUNS).split()}
    for image in world.images[:400]:
        for _ in range(2):
            for kind in KINDS:
                case = ask(view(image, [t["area"] * (rng.random() < .6) for t in image["things"]]), kind, rng)
                found.update(cut(case.question))
                found.update(cut(case.answer))
    return SPECIAL + sorted(found)


class Pool:
    """Changed pictures with what the frozen part of the eye sees in them: each is used several times, with other questions."""

    def __init__(self, world, network, rng, size):
        self.world, self.network, self.rng, self.size, self.single, self.double, self.donors = world, network, rng, size, [], [], Donors(world)

    def grow(self, count):
        pair = self.rng.random() < .15
        pool = [i for i in self.world.images if i["before"]] if pair else self.world.images
        made = [changed(pool[self.rng.integers(len(pool))], self.rng, pair, self.donors) for _ in range(count)]
        with torch.no_grad():
            pictures = torch.from_numpy(np.concatenate([m[0] for m in made])).float() / 255
            seen = self.network.eye.features(pictures).half().view(count, 2 if pair else 1, -1, ROWS, COLUMNS)
        kept = self.double if pair else self.single
        for k, (picture, view, cells) in enumerate(made):
            entry = (picture, seen[k].clone(), view, cells)
            if len(kept) < self.size // (4 if pair else 1):
                kept.append(entry)
            else:
                kept[self.rng.integers(len(kept))] = entry

    def draw(self, count):
        kept = self.double if len(self.double) >= 3 * count and (self.rng.random() < .12 or not self.single) else self.single or self.double
        return [kept[k] for k in self.rng.integers(len(kept), size=count)]


def rows(drawn, rng, balance, words, count):
    """
    The questions of each picture in one row, with their answers, as numbers: tokens [b, n], positions [b, n], what is to be said after each word [b, n] (-1:
    nothing is asked), and what is added to the scores of words by words [b, 1, n, n], since no question sees another.
    """
    texts = [[(words.question(case.question), words.read(case.answer) + [END]) for case in questions(view, count, rng, balance)] for _, _, view, _ in drawn]
    length = max(sum(len(q) + len(a) - 1 for q, a in row) for row in texts)
    tokens, positions, target, group = (np.full((len(texts), length), value) for value in (PAD, 0, -1, -1))
    for k, row in enumerate(texts):
        at = 0
        for number, (q, a) in enumerate(row):
            n = len(q) + len(a) - 1
            tokens[k, at:at + n] = (q + a)[:-1]
            positions[k, at:at + n] = np.arange(n)
            target[k, at + len(q) - 1:at + n] = a
            group[k, at:at + n] = number
            at += n
    order = np.arange(length)
    blind = (group[:, :, None] != group[:, None, :]) | (order[None, :, None] < order[None, None, :])
    return *(torch.from_numpy(x) for x in (tokens, positions, target)), torch.from_numpy(blind[:, None].astype(np.float32) * -1e4)


class Together:
    """What the processes of a training share: each computes the gradients of its own questions, all take the mean."""

    def __init__(self, processes, size):
        self.gradients = torch.zeros(processes, size).share_memory_()
        self.done = torch.zeros(1, dtype=torch.float64).share_memory_()
        self.barrier = mp.get_context("spawn").Barrier(processes)

    def agree(self, rank, began, minutes):
        """How much of the time is over, for all the same."""
        if rank == 0:
            self.done[0] = (time.monotonic() - began) / 60 / minutes
        self.barrier.wait()
        return float(self.done[0])

    def mean(self, rank, parameters):
        self.gradients[rank] = torch.cat([p.grad.reshape(-1) for p in parameters])
        self.barrier.wait()
        mean, at = self.gradients.mean(0), 0
        for p in parameters:
            p.grad.copy_(mean[at:at + p.numel()].view_as(p))
            at += p.numel()


class Average:
    """The mean of the latest weights, each step's counting less the older it is: steadier than the last ones."""

    def __init__(self, network):
        self.weights = {k: v.clone() for k, v in network.state_dict().items()}
        self.steps = 0

    def add(self, network):
        self.steps += 1
        keep = min(.998, self.steps / (self.steps + 20))
        for k, v in network.state_dict().items():
            self.weights[k].mul_(keep).add_(v, alpha=1 - keep) if v.is_floating_point() else self.weights[k].copy_(v)


def start(options, world, rng):
    """The network as it begins, and its words; the same in every process."""
    torch.manual_seed(options.seed)
    state = torch.load(options.resume) if options.resume else None
    words = Words(state["words"] if state else vocabulary(world, rng))
    network = Glance(len(words.words), road_backbone(None if state else options.road))
    if state:
        network.load_state_dict(state["network"])
    road = {id(p) for p in network.eye.road.parameters()}
    return network, words, [p for p in network.parameters() if id(p) not in road]


def loss_of(network, drawn, words, rng, balance, count, weight, cell_words):
    """What is to be made small, with the parts of it that are printed."""
    tokens, positions, target, mask = rows(drawn, rng, balance, words, count)
    pictures = torch.from_numpy(np.stack([d[0] for d in drawn])).float() / 255
    features = torch.stack([d[1] for d in drawn]).float()
    seen = [network.eye(pictures[:, k], features[:, k]) for k in range(pictures.shape[1])]
    memory = torch.cat([network.memory(tokens_of, which) for which, tokens_of in enumerate(seen)], 4)
    logits, _ = network.speak(tokens, positions, mask, None, memory)
    logits, target = logits.reshape(-1, logits.shape[-1]), target.reshape(-1)
    heavy = (target >= 0) * weight[target.clamp(min=0)]
    said = (F.cross_entropy(logits, target.clamp(min=0), reduction="none") * heavy).sum() / heavy.sum()
    truth = torch.from_numpy(np.stack([d[3] for d in drawn])).flatten(2).transpose(1, 2)
    aux = (F.binary_cross_entropy_with_logits(network.cells(seen[0], cell_words), truth, reduction="none") * (1 + 4 * truth)).mean()
    right = ((logits.argmax(-1) == target) & (heavy > 1)).sum() / (heavy > 1).sum()
    return said + 2 * aux, np.array([said.item(), aux.item(), right.item()])


def learn(rank, options, together):
    torch.set_num_threads(1)
    world = World(options.data)
    network, words, learned = start(options, world, None)
    rng = np.random.default_rng([options.seed, rank])
    optimizer = torch.optim.AdamW(learned, lr=options.rate, betas=(.9, .98), weight_decay=.02)
    average = Average(network)
    if rank == 0:
        print(f"{len(world.images)} pictures, {len(words.words)} words, {sum(p.numel() for p in network.parameters()) / 1e6:.2f} M parameters", flush=True)
    pool, balance = Pool(world, network, rng, options.pool), Balance()
    while len(pool.single) < 4 * options.pictures:
        pool.grow(options.pictures)
    cell_words = torch.tensor([words.numbers[w] for w in CELL_CLASSES])
    weight = torch.tensor([3.0 if w in WEIGHTY else 1.0 for w in words.words])
    network.train()
    began, step, sums, saved = time.monotonic(), 0, np.zeros(3), time.monotonic()
    while (done := together.agree(rank, began, options.minutes)) < 1:
        for group in optimizer.param_groups:
            group["lr"] = options.rate * min(1, (step + 1) / 60) * (.03 + .97 * .5 * (1 + np.cos(np.pi * done)))
        if step % options.reuse == 0:
            pool.grow(options.pictures)
        loss, parts = loss_of(network, pool.draw(options.pictures), words, rng, balance, options.questions, weight, cell_words)
        optimizer.zero_grad()
        loss.backward()
        together.mean(rank, learned)
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        step, sums = step + 1, sums + parts
        if rank == 0:
            average.add(network)
            if step % 50 == 0:
                print(f"{step} {(time.monotonic() - began) / 60:.1f} min, words {sums[0] / 50:.4f}, cells {sums[1] / 50:.4f}, right {sums[2] / 50:.3f}", flush=True)
                sums[:] = 0
        if time.monotonic() - saved > 120:
            saved = time.monotonic()
            world.add()
            if rank == 0:
                save(average, words, options.out)
    if rank == 0:
        save(average, words, options.out)
        print(f"{step} steps, {len(world.images)} pictures", flush=True)


def save(average, words, out):
    torch.save({"network": average.weights, "words": words.words}, out + ".part")
    os.replace(out + ".part", out)


def main():
    parser = argparse.ArgumentParser(prog="train.py")
    parser.add_argument("--data", required=True)
    parser.add_argument("--road", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "models", "pixelshap-road.onnx"))
    parser.add_argument("--out", required=True)
    parser.add_argument("--resume", help="weights to begin with")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--pictures", type=int, default=8)
    parser.add_argument("--questions", type=int, default=12)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--pool", type=int, default=1000, help="changed pictures that each process keeps at a time")
    parser.add_argument("--reuse", type=int, default=3, help="steps for each set of new pictures")
    parser.add_argument("--processes", type=int, default=1, help="one for each processor core")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    network, words, learned = start(options, World(options.data), np.random.default_rng(options.seed))
    save(Average(network), words, options.out)  # pictures may still be coming: every process begins with these very words and weights
    options.resume = options.out
    size = sum(p.numel() for p in learned)
    mp.spawn(learn, (options, Together(options.processes, size)), nprocs=options.processes)


if __name__ == "__main__":
    main()
