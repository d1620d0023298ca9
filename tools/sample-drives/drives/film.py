"""From a rendered frame to a dashcam picture: denoising, haze, bloom, tone curve, vignette, sensor noise, rain on the glass. NumPy only."""

import math

import numpy as np


def denoise(frame, rounds=3):
    """
    An edge-stopping wavelet filter, separable. Albedo, normal and depth say where one surface ends; a first narrow pass over them alone gives the
    brightness that tells shadow from light, since single samples are too noisy for that.
    """
    colour = despeckle(frame["image"].astype(np.float32))
    guide = np.concatenate([frame["albedo"] * 6, frame["normal"] * 2.0, np.log(np.clip(frame["depth"], .5, 400))[..., None] * 5], -1).astype(np.float32)
    gaps = {(axis, d): ((guide - _shift(guide, d, axis)) ** 2).sum(-1) for axis in (1, 0) for d in (1, 2, 4, 8)}
    tone = colour.mean(-1, keepdims=True)
    for axis, taps in ((1, 2), (0, 1)):  # narrow in height, or the thin shadows on the road would go
        tone = _spread(tone, gaps, axis, 1, None, taps)
    tone = np.log(tone[..., 0] + .03) * 3.2
    for step in range(rounds):
        for axis in (1, 0):
            colour = _spread(colour, gaps, axis, 2 ** step, tone)
    return colour


def _spread(colour, gaps, axis, reach, tone, taps=2):
    """One five-tap pass along an axis, weighted by how alike the surfaces (and tones) are."""
    total, weight = colour * .4, np.full(colour.shape[:2], .4, np.float32)
    for d, w in ((reach, .25), (2 * reach, .1))[:taps]:
        gap = gaps[axis, d]
        if tone is not None:
            gap = gap + (tone - _shift(tone, d, axis)) ** 2
        k = w * np.exp(-gap)
        total += _shift(colour, d, axis) * k[..., None]
        weight += k
        k = _shift(k, -d, axis)
        total += _shift(colour, -d, axis) * k[..., None]
        weight += k
    return total / weight[..., None]


def despeckle(colour):
    """Holds each pixel between the second darkest and second brightest of its eight neighbours, so that single stray samples go."""
    neighbours = np.stack([_shift(_shift(colour, dy, 0), dx, 1) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if dx or dy])
    ranked = np.partition(neighbours, (1, 6), axis=0)
    return np.clip(colour, ranked[1] * .85, ranked[6] * 1.15)


def _shift(a, d, axis):
    """Shifts with the border repeated."""
    n = a.shape[axis]
    return np.take(a, np.clip(np.arange(n) + d, 0, n - 1), axis)


def blur(a, sigma):
    """A Gaussian by three box filters along each axis."""
    width = max(1, int(math.sqrt(4 * sigma * sigma + 1)) | 1)
    for axis in (0, 1):
        for _ in range(3):
            n = a.shape[axis]
            pad = width // 2
            padded = np.take(a, np.clip(np.arange(-pad - 1, n + pad), 0, n - 1), axis).cumsum(axis, dtype=np.float32)
            a = (np.take(padded, np.arange(width, n + width), axis) - np.take(padded, np.arange(0, n), axis)) / width
    return a


LOOK = {
    # exposure, haze colour, haze distance in metres, bloom, saturation, white balance
    "day": (1.25, (.60, .68, .78), 600, .05, 1.04, (1.0, 1.0, 1.0)),
    "dusk": (1.45, (.52, .34, .28), 260, .10, 1.0, (1.02, 1.0, 1.0)),
    "rain": (1.05, (.44, .47, .50), 120, .10, .86, (.98, 1.0, 1.03)),
    "night": (1.9, (.012, .013, .02), 250, .14, .95, (1.0, 1.0, 1.0)),
}


def develop(frame, weather, rng, glass=None, grain=.010):
    """An 8-bit RGB picture from the passes of a frame."""
    exposure, haze, distance, bloom, saturation, balance = LOOK[weather]
    light = denoise(frame)
    depth = np.minimum(frame["depth"], 2000)[..., None]
    far = 1 - np.exp(-depth / distance)
    sky = depth > 1000
    light = np.where(sky, light, light * (1 - far) + np.asarray(haze, np.float32) * far)
    if glass is not None:
        light = glass.look_through(light)
    h, w = light.shape[:2]
    bright = np.clip(light - .9, 0, 8)
    light = light + bloom * (blur(bright, w / 160) + .5 * blur(bright, w / 36))
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    radius = ((x - w / 2) / (w / 2)) ** 2 + ((y - h / 2) / (w / 2)) ** 2
    light = light * (1 - .30 * np.clip(radius, 0, 1.4) ** 1.3)[..., None] * exposure * np.asarray(balance, np.float32)
    grey = light.mean(-1, keepdims=True)
    light = np.clip(grey + (light - grey) * saturation, 0, None)
    mapped = light * (2.51 * light * .72 + .03) / (light * .72 * (2.43 * light * .72 + .59) + .14) * .72
    mapped = np.clip(mapped, 0, 1)
    shown = np.where(mapped < .0031308, mapped * 12.92, 1.055 * mapped ** (1 / 2.4) - .055)
    soft = blur(shown, .55)
    shown = shown + .35 * (shown - soft)
    noise = rng.normal(size=(h, w, 1)).astype(np.float32) * .7 + rng.normal(size=(h, w, 3)).astype(np.float32) * .4
    shown = shown + noise * grain * (1.8 if weather == "night" else 1.0)
    return (np.clip(shown, 0, 1) * 255 + .5).astype(np.uint8)


class WetGlass:
    """Drops on the windscreen that a wiper clears, and streaks of rain in the air."""

    def __init__(self, width, height, seed, drops=150):
        self.rng = np.random.default_rng(seed)
        self.w, self.h = width, height
        n = drops
        self.x, self.y = self.rng.uniform(0, width, n), self.rng.uniform(0, height, n)
        self.r = self.rng.uniform(1.2, 4.2, n) * width / 640
        self.born = self.rng.uniform(0, 1, n)
        self.time = 0.0

    def look_through(self, light):
        """The picture behind the drops that have fallen since the wiper passed."""
        out = light.copy()
        since = (self.time / 1.6) % 1.0
        h, w = light.shape[:2]
        small = blur(light, w / 200)
        for x, y, r, born in zip(self.x, self.y, self.r, self.born):
            if born > since:
                continue
            x0, x1, y0, y1 = int(max(x - r, 0)), int(min(x + r + 1, w)), int(max(y - r, 0)), int(min(y + r + 1, h))
            if x1 <= x0 or y1 <= y0:
                continue
            yy, xx = np.mgrid[y0:y1, x0:x1]
            dx, dy = (xx - x) / r, (yy - y) / r
            inside = np.clip((1 - dx * dx - dy * dy) * 2, 0, 1)[..., None]
            sx = np.clip((x - dx * r * 5).astype(int), 0, w - 1)
            sy = np.clip((y - dy * r * 6).astype(int), 0, h - 1)
            seen = small[sy, sx] * (.82 - .30 * dy)[..., None]
            out[y0:y1, x0:x1] = out[y0:y1, x0:x1] * (1 - inside * .75) + seen * inside * .75
        streaks = np.zeros((h, w), np.float32)
        for _ in range(70):
            x, y, length = self.rng.uniform(0, w), self.rng.uniform(-20, h), self.rng.uniform(8, 30) * w / 640
            k = np.arange(int(length))
            xi, yi = (x + k * .10).astype(int), (y + k).astype(int)
            keep = (xi >= 0) & (xi < w) & (yi >= 0) & (yi < h)
            streaks[yi[keep], xi[keep]] += .05
        return out + blur(streaks, .6)[..., None]
