"""The voice notes and films of the demo's customers: something like speech, and pictures that move."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.audio.stream import AudioStream
from PIL import Image

from app.bootstrap.demo.canvas import Canvas, Dice

_HERTZ = 48_000
_BITS_PER_S = 24_000
_FRAMES_PER_S = 12


def voice(path: Path, dice: Dice, seconds: float, *, codec: str = "libopus") -> None:
    """Write a recording that has the rhythm of speech: syllables, words, breaths."""
    times = np.arange(int(seconds * _HERTZ)) / _HERTZ
    loudness = np.zeros_like(times)
    at = 0.3
    while at < seconds - 0.3:
        for _syllable in range(int(dice.integers(2, 6))):
            length = float(dice.uniform(0.09, 0.22))
            inside = (times >= at) & (times < at + length)
            loudness[inside] = np.sin(np.pi * (times[inside] - at) / length) * float(dice.uniform(0.4, 1.0))
            at += length
        at += float(dice.uniform(0.05, 0.45))
    pitch = 140 + 30 * np.sin(2 * math.pi * 0.7 * times) + 12 * np.sin(2 * math.pi * 2.3 * times)
    phase = 2 * math.pi * np.cumsum(pitch) / _HERTZ
    wave = sum(np.sin(phase * tone) / tone for tone in (1, 2, 3, 4, 6))
    _write_sound(path, (wave * loudness * 7_000).astype(np.int16), codec)


def film(path: Path, picture: Image.Image, seconds: float) -> None:
    """Write a film: the camera goes slowly over a scene, from its left end to its right."""
    width, height = 640, 400
    scale = max(width * 1.5 / picture.width, height / picture.height)
    wide = picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.BOX)
    with av.open(str(path), "w") as box:
        track = box.add_stream("libx264", rate=_FRAMES_PER_S, options={"preset": "ultrafast"})
        track.width, track.height, track.pix_fmt = width, height, "yuv420p"
        frames = int(seconds * _FRAMES_PER_S)
        for number in range(frames):
            left = round((wide.width - width) * number / frames)
            top = round((wide.height - height) / 2)
            seen = wide.crop((left, top, left + width, top + height))
            box.mux(track.encode(av.VideoFrame.from_ndarray(np.asarray(seen), format="rgb24")))
        box.mux(track.encode())


def sticker(path: Path, colour: tuple[int, int, int]) -> None:
    """Write a smiling face on nothing."""
    face = Canvas(512, 512)
    face.oval((40, 40, 472, 472), colour)
    for left in (150, 312):
        face.oval((left, 170, left + 50, 230), (60, 40, 20))
    points = [(160 + 20 * step, 320 + 60 * math.sin(math.pi * step / 10)) for step in range(11)]
    face.line(points, (60, 40, 20), 16)
    mask = Image.new("L", (512, 512), 0)
    hole = Canvas(512, 512, (0, 0, 0))
    hole.oval((40, 40, 472, 472), (255, 255, 255))
    mask.paste(hole.finished().convert("L"))
    image = face.finished().convert("RGBA")
    image.putalpha(mask)
    image.save(path, "WEBP", quality=80)


def _write_sound(path: Path, wave: np.ndarray, codec: str) -> None:
    with av.open(str(path), "w") as box:
        track = cast(AudioStream, box.add_stream(codec, rate=_HERTZ, layout="mono"))
        track.bit_rate = _BITS_PER_S
        for at in range(0, len(wave), 960):
            frame = av.AudioFrame.from_ndarray(wave[None, at : at + 960], format="s16", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = _HERTZ, at, Fraction(1, _HERTZ)
            box.mux(track.encode(frame))
        box.mux(track.encode())
