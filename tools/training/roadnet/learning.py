"""What the network learns from: which cell answers for which thing (task-aligned assignment, Feng et al. 2021), and the losses."""

import torch
import torch.nn.functional as F

from .network import boxes, cells

POINTS = 24


def overlap(a, b, generalised=False):
    """IoU (or GIoU, Rezatofighi et al. 2019) of paired corner boxes."""
    low, high = torch.maximum(a[..., :2], b[..., :2]), torch.minimum(a[..., 2:], b[..., 2:])
    inside = (high - low).clamp(0).prod(-1)
    size = lambda v: (v[..., 2:] - v[..., :2]).clamp(0).prod(-1)  # noqa: E731
    union = size(a) + size(b) - inside + 1e-7
    iou = inside / union
    if not generalised:
        return iou
    hull = (torch.maximum(a[..., 2:], b[..., 2:]) - torch.minimum(a[..., :2], b[..., :2])).clamp(0).prod(-1) + 1e-7
    return iou - (hull - union) / hull


@torch.no_grad()
def assign(scores, found, where, stride, things, labels, top=9):
    """For each cell the thing that it answers for, or -1, and how good it should score (0 to 1)."""
    n, k = len(where), len(things)
    owner, quality = torch.full((n,), -1, dtype=torch.long), torch.zeros(n)
    if k == 0:
        return owner, quality
    middle = (things[:, :2] + things[:, 2:]) / 2
    x, y = where[:, 0:1], where[:, 1:2]
    inside = (x > things[:, 0]) & (x < things[:, 2]) & (y > things[:, 1]) & (y < things[:, 3])
    near = ((where[:, None] - middle[None]).abs() < .75 * stride[:, None, None]).all(-1)
    allowed = (inside | near) & ((things[:, 2:] - things[:, :2]).max(1).values[None] < stride[:, None] * 24)
    allowed |= inside & (stride[:, None] == 32)
    iou = overlap(found[:, None], things[None])
    metric = scores[:, labels].clamp(1e-4) ** .5 * (iou + 1e-3) ** 4 * allowed
    best = metric.topk(min(top, n), 0)
    chosen = torch.zeros_like(metric, dtype=torch.bool).scatter_(0, best.indices, True) & (metric > 0)
    metric = metric * chosen
    value, which = metric.max(1)
    owner[value > 0] = which[value > 0]
    peak, reach = metric.max(0).values + 1e-12, (iou * chosen).max(0).values
    taken = owner >= 0
    quality[taken] = value[taken] / peak[which[taken]] * reach[which[taken]].clamp(.1)
    return owner, quality


def loss(output, batch):
    """Mean loss of a batch, and its parts. A batch is (images, [things [k, 6]: corners, label, doubt], index maps of the pictures with thing number + 1)."""
    logits, sides, codes, proto = output
    images, things, maps = batch
    where, stride = cells(*images.shape[-2:])
    found = boxes(sides, where, stride)
    total = {"class": 0.0, "box": 0.0, "mask": 0.0}
    weight = 0.0
    for i, rows in enumerate(things):
        sure = rows[:, 5] == 0
        known = rows[sure]
        owner, quality = assign(logits[i].sigmoid().detach(), found[i].detach(), where, stride, known[:, :4], known[:, 4].long())
        target = torch.zeros_like(logits[i])
        taken = (owner >= 0).nonzero()[:, 0]
        if len(taken):
            target[taken, known[owner[taken], 4].long()] = quality[taken]
        learn = torch.ones(len(where))
        doubt = rows[~sure]
        if len(doubt):
            x, y = where[:, 0:1], where[:, 1:2]
            hidden = ((x > doubt[:, 0]) & (x < doubt[:, 2]) & (y > doubt[:, 1]) & (y < doubt[:, 3])).any(1)
            learn[hidden & (owner < 0)] = 0
        p = logits[i].sigmoid()
        focal = torch.where(target > 0, (target - p).abs().detach() ** 1.0, .75 * p.detach() ** 2)
        total["class"] = total["class"] + (F.binary_cross_entropy_with_logits(logits[i], target, reduction="none") * focal.clamp(1e-4) * learn[:, None]).sum()
        if not len(taken):
            continue
        w = quality[taken]
        weight += float(w.sum())
        total["box"] = total["box"] + ((1 - overlap(found[i][taken], known[owner[taken], :4], True)) * w).sum()
        pick = taken[torch.randperm(len(taken))[:48]]
        total["mask"] = total["mask"] + _mask(codes[i][pick], proto[i], known[owner[pick], :4], maps[i], sure.nonzero()[owner[pick], 0], quality[pick]) * (
            len(taken) / len(pick))
    weight = max(weight, 1.0)
    parts = {"class": total["class"] / weight * 1.5, "box": total["box"] / weight * 2.0, "mask": total["mask"] / weight * 1.5}
    return sum(parts.values()), {k: float(v) for k, v in parts.items()}


def _mask(codes, proto, corners, index, numbers, weight):
    """
    Binary cross-entropy and Dice loss at POINTS x POINTS places of the box, between the cells as the decoder will interpolate them: a far pedestrian, a few
    cells wide, is taught as finely as a near bus. A thing without a mask (its map is empty inside the box) teaches none.
    """
    c, h, w = proto.shape
    guess = (codes @ proto.reshape(c, -1)).reshape(-1, 1, h, w)
    step = (torch.arange(POINTS) + .5) / POINTS
    x = corners[:, 0:1] + (corners[:, 2:3] - corners[:, 0:1]) * step
    y = corners[:, 1:2] + (corners[:, 3:4] - corners[:, 1:2]) * step
    places = torch.stack([x[:, None, :].expand(-1, POINTS, -1) / (2 * w), y[:, :, None].expand(-1, -1, POINTS) / (2 * h)], -1) - 1
    guess = F.grid_sample(guess, places, align_corners=False, padding_mode="border")[:, 0]
    rows, columns = y.long().clamp(0, index.shape[0] - 1), x.long().clamp(0, index.shape[1] - 1)
    truth = (index[rows[:, :, None], columns[:, None, :]] == (numbers + 1)[:, None, None]).float()
    has = (truth.sum((1, 2)) > 0).float()
    p = guess.sigmoid()
    dice = 1 - (2 * (p * truth).sum((1, 2)) + 1) / (p.sum((1, 2)) + truth.sum((1, 2)) + 1)
    each = F.binary_cross_entropy_with_logits(guess, truth, reduction="none").mean((1, 2)) + dice
    return (each * has * weight).sum()
