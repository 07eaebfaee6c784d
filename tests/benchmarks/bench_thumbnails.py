"""Thumbnails of WhatsApp-size photographs on one core, by the program's own code, beside raw Pillow."""

from __future__ import annotations

import io
import itertools
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PIL import Image

from app.media.thumbnail import LONG_EDGE_PX, thumbnail
from tests.benchmarks import measure
from tests.benchmarks.library.pictures import photograph
from tests.benchmarks.measure import Figure, Options

WIDTH, HEIGHT = 1600, 1200
"""What WhatsApp makes of a photograph, as JPEG of some 200 KB."""

_BUDGET = 100.0


def run(options: Options) -> list[Figure]:
    """Measure on one core."""
    for_s = 0.1 if options.quick else 2.0
    photographs = itertools.cycle([_jpeg(seed) for seed in range(2 if options.quick else 10)])
    ours = measure.per_second(lambda: thumbnail(io.BytesIO(next(photographs)), "image/jpeg"), for_s=for_s)
    raw = measure.per_second(lambda: _by_pillow(next(photographs)), for_s=for_s)
    small = measure.per_second(
        lambda: thumbnail(io.BytesIO(next(photographs)), "image/jpeg", long_edge_px=(256,)), for_s=for_s
    )
    size = f"{WIDTH} x {HEIGHT} JPEG"
    return [
        Figure(f"thumbnails of a {size}, 256 and 512 px", ours, "/s a core", _BUDGET, "more", f"Pillow: {raw:,.0f}/s"),
        Figure(f"thumbnails of a {size}, 256 px alone", small, "/s a core"),
    ]


def _jpeg(seed: int) -> bytes:
    out = io.BytesIO()
    photograph(WIDTH, HEIGHT, seed).save(out, "JPEG", quality=85)
    return out.getvalue()


def _by_pillow(data: bytes) -> None:
    """Do the same with Pillow's `draft` and `thumbnail`, without a check."""
    with Image.open(io.BytesIO(data)) as image:
        image.draft("RGB", (max(LONG_EDGE_PX), max(LONG_EDGE_PX)))
        for edge_px in sorted(LONG_EDGE_PX, reverse=True):
            image.thumbnail((edge_px, edge_px))
            image.save(io.BytesIO(), "JPEG", quality=85)


if __name__ == "__main__":
    measure.main("bench_thumbnails", run)
