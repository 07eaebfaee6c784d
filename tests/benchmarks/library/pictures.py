"""A pool of pictures that really differ, with the thumbnails that Acervo itself makes of them."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from app.media.thumbnail import thumbnail
from app.services.ports import Thumb

POOL = 400
_SHAPES = ((640, 480), (480, 640), (640, 640), (640, 360), (360, 640), (600, 848))
"""Width and height: photographs both ways, squares, films, sheets of paper."""
_PREVIEW_PX = 72


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of the pool.

    Attributes:
        data: JPEG.
        preview: JPEG of at most 72 pixels, as events carry it.
    """

    width: int
    height: int
    data: bytes
    thumbs: tuple[Thumb, ...]
    preview: bytes


def pool(count: int, seed: int, *, tell: Callable[[int], None] = lambda done: None) -> list[Picture]:
    """Return `count` pictures, the same for the same seed."""
    made = []
    for number in range(count):
        made.append(_picture(seed * 1_000_003 + number, _SHAPES[number % len(_SHAPES)]))
        tell(number + 1)
    return made


def photograph(width: int, height: int, seed: int) -> Image.Image:
    """Return a picture that compresses like a photograph: soft light, some edges, a little grain."""
    random = np.random.default_rng(seed)
    canvas = _light(width, height, random)
    image = Image.fromarray(canvas)
    draw = ImageDraw.Draw(image)
    for _ in range(int(random.integers(3, 10))):
        x, y = int(random.integers(0, width)), int(random.integers(0, height))
        across, down = (int(random.integers(8, side // 2)) for side in (width, height))
        colour = tuple(int(value) for value in random.integers(0, 256, 3))
        shape = draw.ellipse if random.random() < 0.5 else draw.rectangle
        shape((x, y, x + across, y + down), fill=colour)
    return image


def _light(width: int, height: int, random: np.random.Generator) -> NDArray[np.uint8]:
    """Return waves of colour with grain, on a canvas of a quarter of the pixels made large."""
    across = np.linspace(0.0, 1.0, width // 2, dtype=np.float32)[None, :, None]
    down = np.linspace(0.0, 1.0, height // 2, dtype=np.float32)[:, None, None]
    tone = random.uniform(40, 215, 3).astype(np.float32)
    for _ in range(3):
        waves, turn = random.uniform(0.2, 2.0, 2), random.uniform(0, 6.28, 3)
        strength = random.uniform(8, 32, 3)
        tone = tone + strength * np.sin(6.28 * (waves[0] * across + waves[1] * down) + turn)
    grain = random.normal(0, 1.2, (height // 2, width // 2, 1))
    small = np.clip(tone + grain, 0, 255).astype(np.uint8)
    return np.repeat(np.repeat(small, 2, axis=0), 2, axis=1)


def _picture(seed: int, shape: tuple[int, int]) -> Picture:
    image = photograph(*shape, seed)
    data = _jpeg(image, 85)
    thumbs = tuple(thumbnail(io.BytesIO(data), "image/jpeg"))
    image.thumbnail((_PREVIEW_PX, _PREVIEW_PX))
    return Picture(shape[0], shape[1], data, thumbs, _jpeg(image, 50))


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()
