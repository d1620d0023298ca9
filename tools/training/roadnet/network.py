"""The road network: a small one-stage instance segmenter of plain convolutions, which two cores run fast. Our own; outputs in YOLO-seg's layout."""

import torch
import torch.nn as nn
import torch.nn.functional as F

CLASSES = ["car", "truck", "bus", "pedestrian", "cyclist", "motorcycle", "traffic light", "traffic sign", "cone"]
STRIDES = (8, 16, 32)
COEFFICIENTS = 32


class Conv(nn.Module):
    """Convolution, batch norm, ReLU."""

    def __init__(self, cin, cout, k=3, s=1, groups=1):
        super().__init__()
        self.conv = nn.Conv2d(cin, cout, k, s, k // 2, groups=groups, bias=False)
        self.norm = nn.BatchNorm2d(cout, eps=1e-3, momentum=.03)

    def forward(self, x):
        return F.relu(self.norm(self.conv(x)), inplace=True)


class Stage(nn.Module):
    """A cross-stage block (CSP): half of the channels go through residual pairs, and every step is kept for the last 1x1 convolution."""

    def __init__(self, cin, cout, depth=1):
        super().__init__()
        self.half = cout // 2
        self.enter = Conv(cin, cout, 1)
        self.steps = nn.ModuleList(nn.Sequential(Conv(self.half, self.half), Conv(self.half, self.half)) for _ in range(depth))
        self.leave = Conv(cout + self.half * depth, cout, 1)

    def forward(self, x):
        parts = list(self.enter(x).split(self.half, 1))
        for step in self.steps:
            parts.append(parts[-1] + step(parts[-1]))
        return self.leave(torch.cat(parts, 1))


class Pool(nn.Module):
    """Spatial pyramid pooling by three pools in a row."""

    def __init__(self, c):
        super().__init__()
        self.enter, self.leave = Conv(c, c // 2, 1), Conv(c * 2, c, 1)

    def forward(self, x):
        parts = [self.enter(x)]
        for _ in range(3):
            parts.append(F.max_pool2d(parts[-1], 5, 1, 2))
        return self.leave(torch.cat(parts, 1))


class Head(nn.Module):
    """Scores, sides and mask coefficients of one level."""

    def __init__(self, c, classes):
        super().__init__()
        self.look, self.place = Conv(c, c), nn.Sequential(Conv(c, c), Conv(c, c, 3, 1, c))
        self.sort = nn.Sequential(Conv(c, c, 3, 1, c), Conv(c, c, 1))
        self.score, self.sides, self.mask = nn.Conv2d(c, classes, 1), nn.Conv2d(c, 4, 1), nn.Conv2d(c, COEFFICIENTS, 1)
        nn.init.constant_(self.score.bias, -4.6)
        nn.init.constant_(self.sides.bias, 1.5)

    def forward(self, x):
        x = self.look(x)
        place = self.place(x)
        return self.score(self.sort(x)), F.softplus(self.sides(place)), self.mask(place)


class RoadNet(nn.Module):
    """Image [b, 3, h, w], RGB 0 to 1, h and w multiples of 32."""

    def __init__(self, width=(16, 32, 64, 112, 160), neck=64, classes=len(CLASSES)):
        super().__init__()
        a, b, c, d, e = width
        self.stem = nn.Sequential(Conv(3, a, 3, 2), Conv(a, b, 3, 2), Stage(b, b))
        self.c3 = nn.Sequential(Conv(b, c, 3, 2), Stage(c, c, 2))
        self.c4 = nn.Sequential(Conv(c, d, 3, 2), Stage(d, d, 2))
        self.c5 = nn.Sequential(Conv(d, e, 3, 2), Stage(e, e), Pool(e))
        self.l5, self.l4, self.l3 = Conv(e, neck, 1), Conv(d, neck, 1), Conv(c, neck, 1)
        self.up4, self.up3 = Stage(neck * 2, neck), Stage(neck * 2, neck)
        self.down4, self.down5 = Conv(neck, neck, 3, 2), Conv(neck, neck, 3, 2)
        self.out4, self.out5 = Stage(neck * 2, neck), Stage(neck * 2, neck)
        self.heads = nn.ModuleList(Head(neck, classes) for _ in STRIDES)
        self.fine, self.coarse = Conv(b, 32, 1), Conv(neck, 32, 1)
        self.proto = nn.Sequential(Conv(32, 32), nn.Conv2d(32, COEFFICIENTS, 1))

    def forward(self, image):
        """Scores [b, n, classes] as logits, sides [b, n, 4] in cells, coefficients [b, n, 32], prototypes [b, 32, h/4, w/4]."""
        c2 = self.stem(image)
        c3 = self.c3(c2)
        c4 = self.c4(c3)
        p5 = self.l5(self.c5(c4))
        p4 = self.up4(torch.cat([F.interpolate(p5, scale_factor=2.0), self.l4(c4)], 1))
        p3 = self.up3(torch.cat([F.interpolate(p4, scale_factor=2.0), self.l3(c3)], 1))
        n4 = self.out4(torch.cat([self.down4(p3), p4], 1))
        n5 = self.out5(torch.cat([self.down5(n4), p5], 1))
        proto = self.proto(F.interpolate(self.coarse(p3), scale_factor=2.0) + self.fine(c2))
        levels = [head(x) for head, x in zip(self.heads, (p3, n4, n5))]
        return (*[torch.cat([level[k].flatten(2) for level in levels], 2).transpose(1, 2) for k in range(3)], proto)


def cells(height, width):
    """The middle of each cell in pixels [n, 2] and its stride [n]."""
    where, stride = [], []
    for s in STRIDES:
        y, x = torch.meshgrid(torch.arange(height // s), torch.arange(width // s), indexing="ij")
        where.append(torch.stack([x.flatten(), y.flatten()], 1).float().add(.5).mul(s))
        stride.append(torch.full((x.numel(),), float(s)))
    return torch.cat(where), torch.cat(stride)


def boxes(sides, where, stride):
    """Sides in cells to corners in pixels."""
    sides = sides * stride[:, None]
    return torch.cat([where - sides[..., :2], where + sides[..., 2:]], -1)
