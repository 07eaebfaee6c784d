"""Sound as samples for a loudspeaker, from any place on and at any speed with its pitch kept.

Decoded as a stream and a little at a time, so that hours cost no more memory than seconds.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.errors import RefusedError
from app.domain.reasons import Reason
from app.media import containers
from app.media.boundary import parsing
from app.media.sniff import sniff
from app.services.sounds import SampleShape

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame

SLOWEST, FASTEST = 0.5, 3.0
_STEP = 2.0
"""Faster than this one filter leaves samples out; two after each other blend them all."""
_LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}
_BOTH_SIDES = "stereo|c0=c0|c1=c0"
"""One channel sounds from both sides as loud as it is; FFmpeg itself would make it quieter by three decibels."""
_RUN_UP_S = 0.2
"""Decoders need a little of what was before to sound right; it is decoded and not played."""
_MICRO = 1_000_000


class SoundFile:
    """`Samples` of one file."""

    def __init__(self, path: str, shape: SampleShape, *, start_s: float = 0.0, speed: float = 1.0) -> None:
        """Open a file.

        Raises:
            RefusedError: UNREADABLE.
        """
        self._shape = shape
        self._start_s = max(0.0, start_s)
        self._speed = min(FASTEST, max(SLOWEST, speed))
        self._open = ExitStack()
        try:
            self._container, self._track = self._entered(Path(path))
        except BaseException:  # whatever it was, the file does not stay open
            self._open.close()
            raise
        self._origin_s = (self._container.start_time or 0) / _MICRO
        # Asked now: a closed file's track answers with whatever lies in its memory.
        self._duration_s = self._told_s()

    @property
    def duration_s(self) -> float:
        """Return how long the whole sound is at its own speed, 0 where the file does not say."""
        return self._duration_s

    def pieces(self) -> Iterator[bytes]:
        """Yield whole frames until the sound ends.

        Raises:
            RefusedError: UNREADABLE: nothing decodes.
        """
        self._go_to_start()
        stretch: _Stretch | None = None
        heard, skip = False, 0
        with parsing("sound"):
            for at_s, frame in self._placed():
                heard = True
                if at_s + frame.samples / frame.sample_rate <= self._start_s:
                    continue
                if stretch is None or not stretch.takes(frame):
                    yield from stretch.rest() if stretch is not None else ()
                    stretch = _Stretch(frame, self._shape, self._speed)
                    skip = self._bytes_until(self._start_s - at_s)
                for piece in stretch.add(frame):
                    yield piece[skip:]
                    skip = max(0, skip - len(piece))
            if stretch is not None:
                yield from stretch.rest()
        if not heard and self._start_s <= _RUN_UP_S:
            raise RefusedError(Reason.UNREADABLE, "no sound decodes")

    def close(self) -> None:
        """Let go of the file."""
        self._open.close()

    def _entered(self, path: Path) -> tuple[Any, Any]:
        try:
            stream = self._open.enter_context(path.open("rb"))
            size_bytes = path.stat().st_size
        except OSError as error:
            raise RefusedError(Reason.UNREADABLE, type(error).__name__) from error
        mime = sniff(stream, size_bytes=size_bytes).mime
        if not containers.is_container(mime):
            raise RefusedError(Reason.UNREADABLE, "not sound")
        container = self._open.enter_context(containers.opened(stream, mime))
        track = containers.sound_track(container)
        if track is None:
            raise RefusedError(Reason.UNREADABLE, "no sound track")
        return container, track

    def _told_s(self) -> float:
        length, base = self._track.duration, self._track.time_base
        told_s = float(length * base) if length and base else (self._container.duration or 0) / _MICRO
        return max(0.0, told_s)

    def _go_to_start(self) -> None:
        """Seek where the container can; where it cannot, all that is before is decoded and left out."""
        from av import FFmpegError

        wanted_s = self._start_s - _RUN_UP_S
        if wanted_s > 0:
            with suppress(FFmpegError):
                self._container.seek(round((wanted_s + self._origin_s) * _MICRO))

    def _placed(self) -> Iterator[tuple[float, AudioFrame]]:
        """Yield frames with their place in seconds; one without a time follows the one before."""
        next_s = 0.0
        for frame in containers.audio_frames(self._container, self._track):
            if not frame.samples or not frame.sample_rate:
                continue
            at_s = next_s if frame.time is None else frame.time - self._origin_s
            next_s = at_s + frame.samples / frame.sample_rate
            yield at_s, frame

    def _bytes_until(self, gap_s: float) -> int:
        """Return the bytes of what a frame holds before the start."""
        return round(max(0.0, gap_s) / self._speed * self._shape.rate) * self._shape.frame_bytes


class _Stretch:
    """Frames of one kind on their way through FFmpeg's filters."""

    def __init__(self, frame: AudioFrame, shape: SampleShape, speed: float) -> None:
        from av.filter import Graph

        self._kind = _kind(frame)
        self._frame_bytes = shape.frame_bytes
        self._graph = graph = Graph()
        layout = _LAYOUTS.get(shape.channels, "stereo")
        wanted = f"sample_fmts={shape.sample_format}:sample_rates={shape.rate}:channel_layouts={layout}"
        nodes = [
            graph.add_abuffer(
                sample_rate=frame.sample_rate,
                format=frame.format.name,
                layout=frame.layout.name,
                time_base=frame.time_base,
            ),
            *(graph.add("atempo", f"{tempo:.6f}") for tempo in _tempos(speed)),
            *([graph.add("pan", _BOTH_SIDES)] if (frame.layout.nb_channels, shape.channels) == (1, 2) else []),
            graph.add("aformat", wanted),
            graph.add("abuffersink"),
        ]
        graph.link_nodes(*nodes).configure()

    def takes(self, frame: AudioFrame) -> bool:
        """Tell whether a frame is of the kind that the filters were made for."""
        return _kind(frame) == self._kind

    def add(self, frame: AudioFrame) -> Iterator[bytes]:
        """Yield what comes out for a frame."""
        self._graph.push(frame)
        yield from self._ready()

    def rest(self) -> Iterator[bytes]:
        """Yield what is still inside."""
        self._graph.push(None)
        yield from self._ready()

    def _ready(self) -> Iterator[bytes]:
        from av import BlockingIOError as NothingYetError
        from av import EOFError as EndError

        with suppress(NothingYetError, EndError):
            while True:
                done: Any = self._graph.pull()
                # A plane may be longer than its samples.
                yield bytes(memoryview(done.planes[0])[: done.samples * self._frame_bytes])


def _tempos(speed: float) -> list[float]:
    """Return the filters' tempos whose product is the speed; none at the sound's own."""
    if abs(speed - 1.0) < 0.001:
        return []
    return [speed] if speed <= _STEP else [math.sqrt(speed)] * 2


def _kind(frame: AudioFrame) -> tuple[str, str, int]:
    return frame.format.name, frame.layout.name, frame.sample_rate
