"""Files whose bytes are the same in every run: voice notes and PDFs (other makers write a random number into them)."""

from __future__ import annotations

import io
from fractions import Fraction

import av
import numpy as np

_HERTZ = 48_000
_SAMPLES_A_FRAME = 960


def voice(number: int, seconds: float) -> bytes:
    """Return a voice note (OGG, Opus, mono): a tone whose loudness rises and falls in its own way for each number."""
    out, count = io.BytesIO(), int(seconds * _HERTZ)
    times = np.arange(count) / _HERTZ
    loudness = 0.5 + 0.4 * np.sin(times * (1 + number % 9)) * np.cos(times * (0.5 + number % 7))
    wave = (np.sin(2 * np.pi * (180 + number % 200) * times) * loudness * 32767).astype(np.int16)
    with av.open(out, "w", format="ogg", options={"fflags": "bitexact"}) as box:
        track = box.add_stream("libopus", rate=_HERTZ, layout="mono")
        for at in range(0, count, _SAMPLES_A_FRAME):
            frame = av.AudioFrame.from_ndarray(wave[None, at : at + _SAMPLES_A_FRAME], format="s16", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = _HERTZ, at, Fraction(1, _HERTZ)
            box.mux(track.encode(frame))
        box.mux(track.encode())
    return out.getvalue()


def pdf(number: int, pages: int) -> bytes:
    """Return a PDF with coloured bars on its pages, other ones for each number."""
    kids = " ".join(f"{3 + 2 * page} 0 R" for page in range(pages))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>"]
    for page in range(pages):
        drawing = "\n".join(_bar(number + page, line) for line in range(12))
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {4 + 2 * page} 0 R >>")
        objects.append(f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream")
    return _assembled(objects)


def _bar(number: int, line: int) -> str:
    red, green, blue = ((number * (37 + 11 * part) + line * 29) % 100 / 100 for part in range(3))
    width = 60 + (number * 53 + line * 97) % 420
    return f"{red:.2f} {green:.2f} {blue:.2f} rg 50 {770 - 60 * line} {width} 28 re f"


def _assembled(objects: list[str]) -> bytes:
    body, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return body + f"{end}startxref\n{len(body)}\n%%EOF\n".encode()
