"""Makes the files of the demo: small real photos, a film, sounds and papers, the same for the same seed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.audio.stream import AudioStream
from PIL import Image, ImageDraw

_HERTZ = 48_000
_FRAMES_PER_S = 12


@dataclass(frozen=True, slots=True)
class Sample:
    """One file and how a customer sends it.

    Attributes:
        type: as the gateway names the kind.
    """

    path: Path
    type: str
    mime: str
    voice: bool = False
    caption: str = ""


def make_samples(folder: Path, seed: int) -> list[Sample]:
    """Write all files into a folder and return them in the order in which they are sent."""
    rng = np.random.default_rng(seed)

    def sample(name: str, type: str, mime: str, make: Callable[[Path], None], *, voice: bool = False) -> Sample:
        make(folder / name)
        return Sample(folder / name, type, mime, voice=voice)

    return [
        sample("vitrine.jpg", "image", "image/jpeg", lambda path: _photo(path, rng, 1600, 1200)),
        sample("recado.ogg", "audio", "audio/ogg; codecs=opus", lambda path: _sound(path, "libopus", 4.0), voice=True),
        sample("comprovante de maio.pdf", "document", "application/pdf", lambda path: _pdf(path, "Comprovante", 2)),
        sample("fachada.png", "image", "image/png", lambda path: _photo(path, rng, 800, 600)),
        sample("forno.mp4", "video", "video/mp4", lambda path: _film(path, 3.0)),
        sample("oi.webp", "sticker", "image/webp", _sticker),
        sample("pedidos.csv", "document", "text/csv", lambda path: _orders(path, rng)),
        sample("sino.wav", "document", "audio/wav", lambda path: _sound(path, "pcm_s16le", 1.5)),
        sample("bolo.jpg", "image", "image/jpeg", lambda path: _photo(path, rng, 1200, 1600)),
    ]


def make_damaged(folder: Path, seed: int) -> Sample:
    """Write the photo that the gateway is told to damage on its way."""
    path = folder / "danificada.jpg"
    _photo(path, np.random.default_rng(seed + 1), 900, 900)
    return Sample(path, "image", "image/jpeg")


def make_offer(folder: Path) -> Path:
    """Write the file that the demo sends."""
    path = folder / "oferta da semana.pdf"
    _pdf(path, "Oferta da semana", 1)
    return path


def _photo(path: Path, rng: np.random.Generator, width: int, height: int) -> None:
    across, down = np.linspace(0, 1, width), np.linspace(0, 1, height)[:, None]
    light = np.stack([200 + 40 * across - 60 * down, 150 + 60 * down * across, 90 + 120 * down + 0 * across], axis=-1)
    image = Image.fromarray(np.clip(light + rng.normal(0, 4, light.shape), 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for _number in range(20):
        x, y, size = (int(value) for value in rng.integers(0, (width, height, width // 5)))
        colour = tuple(int(value) for value in rng.integers(60, 250, 3))
        draw.ellipse((x - size, y - size, x + size, y + size), fill=colour)
    image.save(path, quality=88)


def _sticker(path: Path) -> None:
    image = Image.new("RGBA", (512, 512), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.ellipse((40, 40, 472, 472), fill=(255, 204, 51, 255))
    draw.ellipse((150, 170, 200, 230), fill=(60, 40, 20, 255))
    draw.ellipse((312, 170, 362, 230), fill=(60, 40, 20, 255))
    draw.arc((140, 200, 372, 400), 20, 160, fill=(60, 40, 20, 255), width=18)
    image.save(path, "WEBP", quality=80)


def _orders(path: Path, rng: np.random.Generator) -> None:
    rows = [f"{number};pão;{int(rng.integers(1, 40))}" for number in range(1, 60)]
    path.write_text("\n".join(["pedido;produto;quantidade", *rows]) + "\n", encoding="utf-8")


def _sound(path: Path, codec: str, seconds: float) -> None:
    count = int(seconds * _HERTZ)
    times = np.arange(count) / _HERTZ
    swell = 0.5 + 0.5 * np.sin(2 * math.pi * 1.5 * times)
    wave = (np.sin(2 * math.pi * 440 * times) * swell * 20_000).astype(np.int16)
    with av.open(str(path), "w") as box:
        track = cast(AudioStream, box.add_stream(codec, rate=_HERTZ, layout="mono"))
        for at in range(0, count, 960):
            frame = av.AudioFrame.from_ndarray(wave[None, at : at + 960], format="s16", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = _HERTZ, at, Fraction(1, _HERTZ)
            box.mux(track.encode(frame))
        box.mux(track.encode())


def _film(path: Path, seconds: float) -> None:
    with av.open(str(path), "w") as box:
        track = box.add_stream("libx264", rate=_FRAMES_PER_S)
        track.width, track.height, track.pix_fmt = 320, 240, "yuv420p"
        for number in range(int(seconds * _FRAMES_PER_S)):
            image = Image.new("RGB", (320, 240), (250, 240, 220))
            draw = ImageDraw.Draw(image)
            x, y = 20 + number * 7, 120 - int(80 * abs(math.sin(number / 5)))
            draw.ellipse((x - 20, y - 20, x + 20, y + 20), fill=(200, 80, 40))
            box.mux(track.encode(av.VideoFrame.from_ndarray(np.asarray(image), format="rgb24")))
        box.mux(track.encode())


def _pdf(path: Path, title: str, pages: int) -> None:
    """Write pages with a line of text each, by the plainest means that the format has."""
    kids = " ".join(f"{4 + 2 * page} 0 R" for page in range(pages))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for page in range(pages):
        text = f"BT /F1 28 Tf 72 740 Td ({title} {page + 1}/{pages}) Tj ET 72 700 450 4 re f 72 640 300 2 re f"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * page} 0 R >>"
        )
        objects.append(f"<< /Length {len(text)} >>\nstream\n{text}\nendstream")
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    path.write_bytes(body + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("ascii"))
