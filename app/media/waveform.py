"""The loudness of a voice note as bars, like the 64 values that WhatsApp sends along.

Sound is decoded as a stream and folded into a bounded number of levels as it comes, so that hours cost no more memory
than seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from app.domain.errors import RefusedError
from app.domain.reasons import Reason
from app.media import containers
from app.media.boundary import parsing
from app.media.sniff import sniff

if TYPE_CHECKING:
    import numpy as np
    from av.audio.frame import AudioFrame
    from numpy.typing import NDArray

    Levels = NDArray[np.float32]

BARS = 64
LONGEST_S = 6 * 3600
_BLOCKS_PER_S = 100
_MOST_LEVELS = 16384
_PIECE = 1024
_BATCH_SAMPLES = 48_000
_SILENCE = 1e-4
"""Eighty decibels under full scale: noise of a quiet room must not be blown up to full bars."""
_FULL_SCALE = {"u8": 128.0, "s16": 32768.0, "s32": 2147483648.0, "s64": 9.223372036854775807e18}


def waveform(stream: BinaryIO, mime: str = "", *, bars: int = BARS) -> bytes:
    """Return one byte a bar, 0 to 100, relative to the loudest; silence is all zeros.

    Args:
        stream: seekable and buffered: a read gives what was asked for, unless the file ends.
        mime: what the content was found to be; "" to find out here.
        bars: how many values.

    Returns:
        `bars` bytes over the whole sound, or over its first six hours.

    Raises:
        RefusedError: UNREADABLE: there is no sound that decodes.
    """
    mime = mime or _found(stream)
    if not containers.is_container(mime):
        raise RefusedError(Reason.UNREADABLE, "not sound")
    with containers.opened(stream, mime) as container, parsing("sound"):
        track = containers.sound_track(container)
        if track is None:
            raise RefusedError(Reason.UNREADABLE, "no sound track")
        envelope = Envelope()
        for frame in containers.audio_frames(container, track):
            if envelope.add(frame) >= LONGEST_S:
                break
    return envelope.bars(bars)


def _found(stream: BinaryIO) -> str:
    size_bytes = stream.seek(0, 2)
    return sniff(stream, size_bytes=size_bytes).mime


@dataclass(frozen=True, slots=True)
class Layout:
    """How the samples of a frame lie in its array."""

    sample_format: str
    planar: bool
    channels: int
    rate: int

    @classmethod
    def of(cls, frame: AudioFrame) -> Layout:
        """Return the layout of a frame."""
        sample_format = frame.format
        return cls(sample_format.name, sample_format.is_planar, frame.layout.nb_channels, max(1, frame.sample_rate))


class Envelope:
    """Mean levels of equal stretches of sound; where there are too many, neighbours are merged."""

    def __init__(self) -> None:
        import numpy as np

        self._seconds = 0.0
        self._layout: Layout | None = None
        self._batch: list[Any] = []
        self._batch_samples = 0
        self._blocks_per_level = 1
        self._used = 0
        self._levels: Levels = np.zeros(_MOST_LEVELS, np.float32)
        self._samples: Levels = np.empty(0, np.float32)
        self._blocks: Levels = np.empty(0, np.float32)

    def add(self, frame: AudioFrame) -> float:
        """Fold a frame in, many at a time since frames are short, and return the seconds heard so far."""
        layout = Layout.of(frame)
        if layout != self._layout or self._batch_samples >= _BATCH_SAMPLES:
            self._fold()
            self._layout = layout
        self._batch.append(frame.to_ndarray())
        self._batch_samples += frame.samples
        self._seconds += frame.samples / layout.rate
        return self._seconds

    def _fold(self) -> None:
        import numpy as np

        if not self._batch or not self._layout:
            return
        heard = _mono(np.concatenate(self._batch, axis=1), self._layout)
        self._batch, self._batch_samples = [], 0
        self._samples, blocks = _grouped(self._samples, heard, max(1, self._layout.rate // _BLOCKS_PER_S))
        for at in range(0, len(blocks), _PIECE):
            self._append(blocks[at : at + _PIECE])

    def _append(self, blocks: Levels) -> None:
        if self._used + _PIECE + 1 > _MOST_LEVELS:
            self._halve()
        self._blocks, levels = _grouped(self._blocks, blocks, self._blocks_per_level)
        self._levels[self._used : self._used + len(levels)] = levels
        self._used += len(levels)

    def _halve(self) -> None:
        half = self._used // 2
        self._levels[:half] = self._levels[: half * 2].reshape(half, 2).mean(axis=1)
        self._used, self._blocks_per_level = half, self._blocks_per_level * 2

    def bars(self, count: int) -> bytes:
        """Return the levels as `count` bars.

        Raises:
            RefusedError: UNREADABLE: nothing was heard at all.
        """
        import numpy as np

        self._fold()
        rest = [part.mean(keepdims=True) for part in (self._blocks, self._samples) if len(part)]
        levels = np.concatenate([self._levels[: self._used], *rest])
        if not len(levels):
            raise RefusedError(Reason.UNREADABLE, "no sound decodes")
        edges = np.linspace(0, len(levels), count + 1)
        sums = np.interp(
            edges, np.arange(len(levels) + 1), np.concatenate([[0.0], np.cumsum(levels, dtype=np.float64)])
        )
        means = np.diff(sums) / np.diff(edges)
        peak = float(means.max())
        return bytes(count) if peak < _SILENCE else bytes(np.rint(means * (100 / peak)).astype(np.uint8))


def _grouped(rest: Levels, more: Levels, size: int) -> tuple[Levels, Levels]:
    """Return what is left over and the mean of each whole group of `size` values."""
    import numpy as np

    values = np.concatenate([rest, more]) if len(rest) else more
    groups = len(values) // size
    return values[groups * size :], values[: groups * size].reshape(groups, size).mean(axis=1)


def _mono(array: NDArray[Any], layout: Layout) -> Levels:
    """Return the absolute level of each sample, 1.0 at full scale, the mean of all channels."""
    import numpy as np

    name = layout.sample_format.removesuffix("p")
    values = array.astype(np.float32)
    if name == "u8":
        values -= 128.0
    levels = np.abs(values, out=values) / np.float32(_FULL_SCALE.get(name, 1.0))
    if not layout.planar:
        levels = levels.reshape(-1, max(1, layout.channels)).T
    mean: Levels = levels[0] if len(levels) == 1 else levels.mean(axis=0, dtype=np.float32)
    return np.nan_to_num(mean, nan=0.0, posinf=0.0)
