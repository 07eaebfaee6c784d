"""Sound as samples: whole at every speed, at the same pitch, from the exact place, in little memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.domain.errors import RefusedError
from app.domain.reasons import Reason
from app.media.samples import SoundFile
from app.services.sounds import SampleShape
from tests.support import samples

SHAPE = SampleShape(48_000, 2, "flt")
MADE: list[Callable[[float], bytes]] = [
    samples.voice,
    samples.mp3,
    samples.m4a,
    samples.amr,
    samples.aac,
    samples.wav,
    samples.flac,
]
KINDS = [pytest.param(make, id=make.__name__) for make in MADE]


def heard(data: bytes, folder: Path, *, shape: SampleShape = SHAPE, start_s: float = 0.0, speed: float = 1.0) -> bytes:
    file = folder / "sound.bin"
    file.write_bytes(data)
    sound = SoundFile(str(file), shape, start_s=start_s, speed=speed)
    try:
        return b"".join(sound.pieces())
    finally:
        sound.close()


def left(data: bytes) -> NDArray[np.float32]:
    return np.frombuffer(data, np.float32).reshape(-1, 2)[:, 0]


def pitch_hz(wave: NDArray[np.float32]) -> float:
    middle = wave[len(wave) // 4 : len(wave) // 4 + 24_000]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    return float(np.argmax(spectrum)) * SHAPE.rate / len(middle)


@pytest.mark.parametrize("make", KINDS)
@pytest.mark.parametrize("speed", [0.5, 0.75, 1.0, 1.5, 2.0, 3.0])
def test_a_tone_keeps_its_pitch_at_every_speed(make: Callable[[float], bytes], speed: float, tmp_path: Path) -> None:
    wave = left(heard(make(4.0), tmp_path, speed=speed))
    assert pitch_hz(wave) == pytest.approx(440, abs=3)
    assert len(wave) / SHAPE.rate == pytest.approx(4.0 / speed, abs=0.06 / speed + 0.02)


@pytest.mark.parametrize("make", KINDS)
def test_it_begins_at_the_exact_place(make: Callable[[float], bytes], tmp_path: Path) -> None:
    whole = left(heard(make(4.0), tmp_path))
    rest = left(heard(make(4.0), tmp_path, start_s=1.5))
    assert abs(len(whole) - len(rest) - 1.5 * SHAPE.rate) < 0.03 * SHAPE.rate
    # The tone is loud in its first two seconds and quiet after them.
    turn = int(0.5 * SHAPE.rate)
    room = int(0.06 * SHAPE.rate)
    assert np.abs(rest[room : turn - room]).max() > 0.5
    assert np.abs(rest[turn + room : 2 * turn]).max() < 0.4


def test_one_channel_sounds_from_both_sides_as_loud_as_it_is(tmp_path: Path) -> None:
    both = np.frombuffer(heard(samples.wav(1.0), tmp_path), np.float32).reshape(-1, 2)
    assert np.abs(both).max(axis=0) == pytest.approx([0.8, 0.8], abs=0.01)


def test_a_place_behind_the_end_is_silence_and_no_fault(tmp_path: Path) -> None:
    assert len(heard(samples.wav(1.0), tmp_path, start_s=9.0)) < SHAPE.frame_bytes * SHAPE.rate // 10


@pytest.mark.parametrize("name", ["u8", "s16", "s32", "flt"])
@pytest.mark.parametrize("channels", [1, 2])
def test_samples_come_in_the_shape_that_was_asked_for(name: str, channels: int, tmp_path: Path) -> None:
    shape = SampleShape(44_100, channels, name)
    data = heard(samples.voice(1.0), tmp_path, shape=shape)
    assert len(data) % shape.frame_bytes == 0
    assert shape.seconds(len(data)) == pytest.approx(1.0, abs=0.03)


def test_the_length_is_known_before_it_plays(tmp_path: Path) -> None:
    file = tmp_path / "a.ogg"
    file.write_bytes(samples.voice(2.0))
    sound = SoundFile(str(file), SHAPE)
    assert sound.duration_s == pytest.approx(2.0, abs=0.02)
    sound.close()
    assert sound.duration_s == pytest.approx(2.0, abs=0.02)


@pytest.mark.parametrize("data", [b"", b"no sound at all" * 20, samples.jpeg(), samples.film(sound="")])
def test_what_is_no_sound_is_refused(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as refused:
        heard(data, tmp_path)
    assert refused.value.reason is Reason.UNREADABLE


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError):
        SoundFile(str(tmp_path / "gone.ogg"), SHAPE)


def test_many_minutes_cost_no_more_memory_than_one(tmp_path: Path) -> None:
    file = tmp_path / "long.wav"
    file.write_bytes(samples.sound("wav", "pcm_s16le", seconds=240.0, rate=8000))
    tracemalloc.start()
    sound = SoundFile(str(file), SampleShape(8000, 1, "s16"), start_s=40.0, speed=2.0)
    size_bytes = sum(map(len, sound.pieces()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    sound.close()
    assert size_bytes == pytest.approx(100 * 16_000, rel=0.01)
    assert peak < 1_000_000


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    make=st.sampled_from(MADE),
    cut=st.floats(0, 1),
    flips=st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), max_size=20),
    start_s=st.sampled_from([0.0, 0.4]),
)
@example(make=samples.mp3, cut=1.0, flips=[(0.5, 255), (0.51, 255)], start_s=0.0)
def test_damaged_sounds_are_played_or_refused(
    make: Callable[[float], bytes], cut: float, flips: list[tuple[float, int]], start_s: float, tmp_path: Path
) -> None:
    data = bytearray(make(1.0))
    del data[int(len(data) * cut) :]
    for place, value in flips if data else ():
        data[int(place * len(data))] = value
    try:
        played = heard(bytes(data), tmp_path, start_s=start_s)
    except RefusedError as error:
        assert error.reason is Reason.UNREADABLE
    else:
        assert len(played) % SHAPE.frame_bytes == 0
