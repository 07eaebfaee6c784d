"""The bars of a voice note."""

from __future__ import annotations

import io
import struct
import tracemalloc

import av
import numpy as np
import pytest

from app.domain.errors import RefusedError
from app.domain.reasons import Reason
from app.media.waveform import LONGEST_S, waveform
from tests.support import samples


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (samples.voice, "audio/ogg; codecs=opus"),
        (samples.mp3, "audio/mpeg"),
        (samples.m4a, "audio/mp4"),
        (samples.amr, "audio/amr"),
        (samples.wav, "audio/wav"),
        (samples.flac, "audio/flac"),
        (samples.film, "audio/mp4"),
    ],
)
def test_the_bars_show_where_it_is_loud(data, mime: str) -> None:  # type: ignore[no-untyped-def]
    bars = waveform(io.BytesIO(data()), mime)
    assert len(bars) == 64
    assert max(bars) == 100
    loud, quiet = sum(bars[8:28]) / 20, sum(bars[38:58]) / 20
    assert loud > 85
    assert 10 < quiet < 40


def test_the_type_is_found_where_it_is_not_told() -> None:
    assert waveform(io.BytesIO(samples.voice())) == waveform(io.BytesIO(samples.voice()), "audio/ogg")


def test_another_number_of_bars_may_be_asked_for() -> None:
    assert len(waveform(io.BytesIO(samples.wav()), "audio/wav", bars=10)) == 10


def test_a_sound_shorter_than_its_bars_still_has_them() -> None:
    bars = waveform(io.BytesIO(samples.wav(0.005)), "audio/wav")
    assert len(bars) == 64
    assert max(bars) == 100


RATE = 100


class LongWav(io.RawIOBase):
    """A WAV of 8 bits whose samples are made as they are read: quiet, and loud from `loud_from_s` on."""

    def __init__(self, seconds: int, rate: int, loud_from_s: int) -> None:
        self._data_bytes, self._loud_from, self._at, self.read_bytes = seconds * rate, loud_from_s * rate, 0, 0
        head = b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, rate, rate, 1, 8)
        self._head = (
            b"RIFF" + struct.pack("<I", 36 + self._data_bytes) + head + b"data" + struct.pack("<I", self._data_bytes)
        )
        self._size = len(self._head) + self._data_bytes

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset + (0, self._at, self._size)[whence]
        return self._at

    def read(self, size: int = -1) -> bytes:
        end = self._size if size < 0 else min(self._size, self._at + size)
        start, self._at = self._at, max(self._at, end)
        if start < len(self._head):
            self._at = min(end, len(self._head))
            return self._head[start : self._at]
        positions = np.arange(start, max(start, end)) - len(self._head)
        self.read_bytes += len(positions)
        return (
            np.where(positions % 2 == 0, 128, np.where(positions >= self._loud_from, 228, 138))
            .astype(np.uint8)
            .tobytes()
        )


def test_hours_cost_no_more_memory_than_minutes() -> None:
    peaks = []
    for seconds in (600, 2 * 3600):
        stream = LongWav(seconds, RATE, seconds // 2)
        tracemalloc.start()
        bars = waveform(stream, "audio/wav")  # type: ignore[arg-type]
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert set(bars[:32]) == {10}
        assert set(bars[32:]) == {100}
    assert peaks[1] < peaks[0] + 1_000_000


def test_only_the_first_six_hours_are_heard() -> None:
    stream = LongWav(8 * 3600, RATE, 7 * 3600)
    bars = waveform(stream, "audio/wav")  # type: ignore[arg-type]
    assert set(bars) == {100}
    assert stream.read_bytes < LONGEST_S * RATE + 200_000


def test_silence_is_all_zeros() -> None:
    data = samples.wav()
    at = data.index(b"data") + 8
    assert waveform(io.BytesIO(data[:at] + bytes(len(data) - at)), "audio/wav") == bytes(64)


@pytest.mark.parametrize(
    ("fmt", "codec", "layout"), [("u8", "pcm_u8", "stereo"), ("s32", "pcm_s32le", "5.1"), ("flt", "pcm_f32le", "mono")]
)
def test_every_sample_format_and_layout_is_heard(fmt: str, codec: str, layout: str) -> None:
    channels = av.AudioLayout(layout).nb_channels
    out = io.BytesIO()
    scale = {"u8": 100, "s32": 2**30, "flt": 0.5}[fmt]
    kind = {"u8": np.uint8, "s32": np.int32, "flt": np.float32}[fmt]
    wave = np.tile([1, -1], 4000) * np.repeat([0.25, 1.0], 4000) * scale + (128 if fmt == "u8" else 0)
    with av.open(out, "w", format="wav") as box:
        track = box.add_stream(codec, rate=8000, layout=layout)
        frame = av.AudioFrame.from_ndarray(np.repeat(wave, channels)[None].astype(kind), format=fmt, layout=layout)
        frame.sample_rate = 8000
        box.mux(track.encode(frame))
        box.mux(track.encode())
    bars = waveform(io.BytesIO(out.getvalue()), "audio/wav")
    assert set(bars[:30]) == {25}
    assert set(bars[34:]) == {100}


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (b"", ""),
        (b"hello", "text/plain"),
        (b"OggS" + bytes(100), "audio/ogg"),
        (b"RIFF\x24\x00\x00\x00WAVE", "audio/wav"),
    ],
)
def test_what_has_no_sound_is_refused(data: bytes, mime: str) -> None:
    with pytest.raises(RefusedError) as caught:
        waveform(io.BytesIO(data), mime)
    assert caught.value.reason is Reason.UNREADABLE


def test_a_silent_film_has_no_bars() -> None:
    with pytest.raises(RefusedError):
        waveform(io.BytesIO(samples.film(sound="")), "video/mp4")


def test_a_damaged_end_leaves_the_bars_of_what_was_heard() -> None:
    data = samples.voice(4.0)
    bars = waveform(io.BytesIO(data[: len(data) // 2] + bytes(3000)), "audio/ogg")
    assert max(bars) == 100


def test_a_frame_of_many_planes_is_left_out_and_does_not_kill_the_process() -> None:
    out = io.BytesIO()
    with av.open(out, "w", format="adts") as box:
        track = box.add_stream("aac", rate=48000, layout="7.1")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 8 * 4096), np.int16), format="s16", layout="7.1")
        frame.sample_rate = 48000
        box.mux(track.encode(frame))
        box.mux(track.encode())
    with pytest.raises(RefusedError) as caught:
        waveform(io.BytesIO(out.getvalue()), "audio/aac")
    assert caught.value.reason is Reason.UNREADABLE
