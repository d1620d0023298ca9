"""
Trains the road network from nothing: train.py --scenes DIR... --real DIR... --out FILE.pt --minutes N

The learning rate follows the clock (warm-up, then a cosine), since the time is what is given; the first part of it goes to small pictures, the rest to
full ones. Pictures that arrive in the folders meanwhile are taken up. The averaged weights are saved every few minutes.
"""

import argparse
import copy
import math
import os
import sys
import time

import cv2
import numpy as np
import torch

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from roadnet.data import Batches, Pictures  # noqa: E402
from roadnet.learning import loss  # noqa: E402
from roadnet.network import RoadNet  # noqa: E402


def main():
    parser = argparse.ArgumentParser(prog="train.py")
    parser.add_argument("--scenes", nargs="+", required=True)
    parser.add_argument("--real", nargs="*", default=[])
    parser.add_argument("--out", required=True)
    parser.add_argument("--resume", help="a .pt to go on from")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--full-precision", action="store_true", help="no bfloat16; on processors with AVX512-BF16 that takes four times as long")
    parser.add_argument("--small", type=float, default=.65, help="share of the time at the small size")
    parser.add_argument("--sizes", default="448x256,640x384", help="the small size and the full one, multiples of 32")
    parser.add_argument("--share", type=float, default=.5, help="share of rendered pictures in a batch")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    cv2.setNumThreads(1)
    sizes = [tuple(int(v) for v in s.split("x")) for s in options.sizes.split(",")]
    network = RoadNet().to(memory_format=torch.channels_last)
    if options.resume:
        network.load_state_dict(torch.load(options.resume))
    average = copy.deepcopy(network).eval()
    grouped = [[p for p in network.parameters() if p.dim() > 1], [p for p in network.parameters() if p.dim() <= 1]]
    optimiser = torch.optim.AdamW([{"params": grouped[0], "weight_decay": .02}, {"params": grouped[1], "weight_decay": 0}], options.rate)
    began, step, stage, batches, loaded, saved, seen = time.time(), 0, -1, None, 0.0, time.time(), 0
    sums = {}
    while (share := (time.time() - began) / (options.minutes * 60)) < 1:
        now = 0 if share < options.small else 1
        if now != stage or time.time() - loaded > 420:
            if batches:
                batches.stop()
            rendered, real = Pictures(options.scenes), Pictures(options.real)
            stage, loaded = now, time.time()
            batches = Batches(rendered, real, options.batch, *sizes[stage], options.share if len(real) else 1.0, options.seed + step)
            print(f"{len(rendered)} rendered and {len(real)} real pictures at {sizes[stage]}", flush=True)
        rate = options.rate * (min(1, share / .02) if share < .02 else .02 + .98 * .5 * (1 + math.cos(math.pi * share)))
        for group in optimiser.param_groups:
            group["lr"] = rate
        images, things, maps = batches.next()
        network.train()
        with torch.autocast("cpu", torch.bfloat16, enabled=not options.full_precision):
            output = network(images.contiguous(memory_format=torch.channels_last))
        cost, parts = loss([part.float() for part in output], (images, things, maps))
        optimiser.zero_grad()
        if not torch.isfinite(cost):
            continue
        cost.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 10.0)
        optimiser.step()
        step, seen = step + 1, seen + len(images)
        keep = min(.999, (1 + step) / (10 + step))
        with torch.no_grad():
            for mine, theirs in zip(average.state_dict().values(), network.state_dict().values()):
                mine.copy_(mine * keep + theirs * (1 - keep) if mine.dtype.is_floating_point else theirs)
        for key, value in parts.items():
            sums.setdefault(key, []).append(value)
        if step % 50 == 0:
            print(f"{(time.time() - began) / 60:.1f} min, step {step}, {seen} pictures, rate {rate:.5f}, " +
                  ", ".join(f"{k} {np.mean(v):.3f}" for k, v in sums.items()), flush=True)
            sums = {}
        if time.time() - saved > 180:
            torch.save(average.state_dict(), options.out + ".part")
            os.replace(options.out + ".part", options.out)
            saved = time.time()
    torch.save(average.state_dict(), options.out)
    print(f"done: {step} steps, {seen} pictures")


main()
