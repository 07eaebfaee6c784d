"""What plays sound needs from what decodes it: samples in the shape that the loudspeaker takes, from any place on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

SAMPLE_BYTES = {"u8": 1, "s16": 2, "s32": 4, "flt": 4}
"""Bytes of one sample by the name of its format, all in the machine's own order."""


@dataclass(frozen=True, slots=True)
class SampleShape:
    """How samples lie: `channels` beside each other make a frame, `rate` frames a second."""

    rate: int = 48_000
    channels: int = 2
    sample_format: str = "s16"

    @property
    def frame_bytes(self) -> int:
        """Return the bytes of one frame."""
        return self.channels * SAMPLE_BYTES[self.sample_format]

    def seconds(self, size_bytes: int) -> float:
        """Return how long so many bytes sound."""
        return size_bytes / self.frame_bytes / self.rate


class Samples(Protocol):
    """A sound that is being decoded, a little at a time."""

    @property
    def duration_s(self) -> float:
        """Return how long the whole sound is at its own speed, 0 where the file does not say."""

    def pieces(self) -> Iterator[bytes]:
        """Yield whole frames until the sound ends.

        Raises:
            RefusedError: UNREADABLE: nothing decodes.
        """

    def close(self) -> None:
        """Let go of the file."""


class OpenSamples(Protocol):
    """Opens a sound."""

    def __call__(self, path: str, shape: SampleShape, *, start_s: float, speed: float) -> Samples:
        """Open a file to be played from `start_s` on, `speed` times as fast and at the same pitch.

        Raises:
            RefusedError: UNREADABLE.
        """
