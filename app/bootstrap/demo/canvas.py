"""What the demo's pictures are drawn with: a canvas twice as fine as the picture, gradients, grain, letters, codes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Rgb = tuple[int, int, int]
Dice = np.random.Generator

FINE = 2


class Canvas:
    """A picture of `width` × `height` pixels, drawn finer than it is saved so that edges are smooth."""

    def __init__(self, width: int, height: int, background: Rgb = (255, 255, 255)) -> None:
        self.width, self.height = width, height
        self.image = Image.new("RGB", (width * FINE, height * FINE), background)
        self._draw = ImageDraw.Draw(self.image)

    def fade(self, box: Sequence[float], top: Rgb, bottom: Rgb) -> None:
        """Fill a box from one colour at its top to another at its bottom."""
        left, upper, right, lower = self._pixels(box)
        steps = np.linspace(0, 1, max(1, lower - upper))[:, None, None]
        colours = np.array(top) * (1 - steps) + np.array(bottom) * steps
        strip = np.broadcast_to(colours, (colours.shape[0], max(1, right - left), 3)).astype(np.uint8)
        self.image.paste(Image.fromarray(np.ascontiguousarray(strip)), (left, upper))

    def box(self, box: Sequence[float], fill: Rgb, *, radius: float = 0) -> None:
        """Fill a rectangle."""
        self._draw.rounded_rectangle(self._pixels(box), radius * FINE, fill=fill)

    def shape(self, points: Sequence[tuple[float, float]], fill: Rgb) -> None:
        """Fill a polygon."""
        self._draw.polygon([(x * FINE, y * FINE) for x, y in points], fill=fill)

    def oval(self, box: Sequence[float], fill: Rgb) -> None:
        """Fill an ellipse."""
        self._draw.ellipse(self._pixels(box), fill=fill)

    def line(self, points: Sequence[tuple[float, float]], fill: Rgb, width: float = 1) -> None:
        """Draw a line through points."""
        self._draw.line([(x * FINE, y * FINE) for x, y in points], fill=fill, width=max(1, round(width * FINE)))

    def text(
        self, at: tuple[float, float], words: str, size: float, fill: Rgb = (30, 30, 30), *, centred: bool = False
    ) -> None:
        """Write words with their upper left (or upper middle) at a point."""
        anchor = "ma" if centred else "la"
        self._draw.text((at[0] * FINE, at[1] * FINE), words, fill, font=font(round(size * FINE)), anchor=anchor)

    def bars(self, dice: Dice, box: Sequence[float], fill: Rgb = (20, 20, 20)) -> None:
        """Draw a bar code."""
        left, upper, right, lower = box
        x = float(left)
        while x < right - 2:
            width = float(dice.integers(1, 4))
            self.box((x, upper, min(x + width, right), lower), fill)
            x += width + float(dice.integers(1, 4))

    def squares(self, dice: Dice, corner: tuple[float, float], side: float, cells: int = 21) -> None:
        """Draw something that looks like a QR code and is none."""
        cell = side / cells
        dots = dice.random((cells, cells)) > 0.5
        for row, column in zip(*np.nonzero(dots), strict=True):
            x, y = corner[0] + column * cell, corner[1] + row * cell
            self.box((x, y, x + cell, y + cell), (20, 20, 20))
        for x, y in ((0, 0), (cells - 7, 0), (0, cells - 7)):
            left, top = corner[0] + x * cell, corner[1] + y * cell
            for inset, colour in ((0, (20, 20, 20)), (1, (255, 255, 255)), (2, (20, 20, 20))):
                edge = inset * cell
                self.box((left + edge, top + edge, left + 7 * cell - edge, top + 7 * cell - edge), colour)

    def shadow(self, box: Sequence[float], strength: int = 90, blur: float = 12) -> None:
        """Darken softly below something that will stand there."""
        mask = Image.new("L", self.image.size, 0)
        ImageDraw.Draw(mask).ellipse(self._pixels(box), fill=strength)
        mask = mask.filter(ImageFilter.GaussianBlur(blur * FINE))
        self.image.paste((0, 0, 0), (0, 0), mask)
        self._draw = ImageDraw.Draw(self.image)

    def lay(self, other: Canvas, centre: tuple[float, float], turn_degrees: float) -> None:
        """Lay another picture onto this one, turned, with a soft shadow."""
        paper = other.image.convert("RGBA").rotate(turn_degrees, expand=True, resample=Image.Resampling.BICUBIC)
        corner = (round(centre[0] * FINE - paper.width / 2), round(centre[1] * FINE - paper.height / 2))
        dark = Image.new("L", self.image.size, 0)
        dark.paste(paper.getchannel("A").point(lambda alpha: alpha // 3), (corner[0] + 12, corner[1] + 16))
        self.image.paste((0, 0, 0), (0, 0), dark.filter(ImageFilter.GaussianBlur(10)))
        self.image.paste(paper, corner, paper)
        self._draw = ImageDraw.Draw(self.image)

    def finished(self, dice: Dice | None = None, *, grain: float = 3.0) -> Image.Image:
        """Return the picture in its own size, with the grain of a phone's camera."""
        small = self.image.resize((self.width, self.height), Image.Resampling.BOX)
        if dice is None:
            return small
        noise = dice.normal(0, grain, (self.height, self.width, 1))
        return Image.fromarray(np.clip(np.asarray(small, dtype=np.float32) + noise, 0, 255).astype(np.uint8))

    def _pixels(self, box: Sequence[float]) -> tuple[int, int, int, int]:
        left, upper, right, lower = (round(edge * FINE) for edge in box)
        return left, upper, max(right, left + 1), max(lower, upper + 1)


@cache
def font(size: int) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    """Return the font that Pillow brings along."""
    return ImageFont.load_default(size)


def save_photo(image: Image.Image, path: Path) -> None:
    """Write a picture as phones do: JPEG, or PNG for a screen's copy."""
    if path.suffix == ".png":
        image.quantize(64).save(path, optimize=False)
    else:
        image.save(path, quality=84)


def mixed(one: Rgb, other: Rgb, share: float) -> Rgb:
    """Return a colour between two."""
    red, green, blue = (round(a * (1 - share) + b * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
