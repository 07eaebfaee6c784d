"""Plays one sound at a time in the process that does nothing else; says what happens, does what it is told.

A pause, a seek, another speed and another output are all the same: the stretch that plays is dropped, with the quarter
of a second that its buffer holds, and a new one begins at the exact place.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer
from PySide6.QtMultimedia import QMediaDevices

from app.domain.errors import RefusedError
from app.services.sounds import OpenSamples, Samples
from app.ui.sounding import messages
from app.ui.sounding.messages import Message
from app.ui.sounding.speaker import Loudspeaker, Nowhere, Speaker, output, outputs

_PUMP_MS = 20
_TELL_EVERY = 4
"""The position is told every so many pumps."""
_STALL_S = 5.0
"""An output that takes nothing for so long does not answer: its sound system died, or its driver stands still."""
_TAIL_S = 0.3
"""Silence after the last sample: what the driver still holds sounds before the stream is closed."""


class Turntable(QObject):
    """Does what `messages` tell it."""

    def __init__(self, open_samples: OpenSamples, say: Callable[[Message], None], *, silent: bool = False) -> None:
        """Make it ready.

        Args:
            silent: play on where the computer has no output, though nobody can hear it.
        """
        super().__init__()
        self._open, self._say, self._silent = open_samples, say, silent
        self._number, self._file = 0, ""
        self._volume, self._output = 1.0, b""
        self._stretch: Stretch | None = None
        self._wanted: tuple[float, float] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_PUMP_MS)
        self._timer.timeout.connect(self._pump)
        self._pumps = 0
        self._watch = QMediaDevices(self)
        self._watch.audioOutputsChanged.connect(self._outputs_moved)

    def tell_outputs(self) -> None:
        """Say which outputs there are."""
        listed = [[output.hex(), name] for output, name in outputs()]
        self._say({"say": "outputs", "outputs": listed})

    def do(self, message: Message) -> None:
        """Do what a message says; what is not understood is left alone."""
        match message:
            case {"do": "load", "number": int(number), "file": str(file)}:
                self._halt()
                self._number, self._file = number, file
            case {"do": "play", "number": int(number), "start_s": float(start_s), "speed": float(speed)}:
                if number == self._number:
                    self._want(start_s, speed)
            case {"do": "halt"}:
                self._halt()
            case {"do": "volume", "volume": float(volume)}:
                self._volume = volume
                if self._stretch is not None:
                    self._stretch.speaker.set_volume(volume)
            case {"do": "output", "output": str(wanted)}:
                self._output = bytes.fromhex(wanted)

    def _want(self, start_s: float, speed: float) -> None:
        """Play once all that was said has been heard: of many places in a hurry only the last is opened."""
        self._halt()
        self._wanted = (start_s, speed)
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self._play(*wanted)

    def _play(self, start_s: float, speed: float) -> None:
        device = output(self._output)
        if device is None and not self._silent:
            self._fail(messages.NO_OUTPUT)
            return
        speaker: Speaker = Nowhere() if device is None else Loudspeaker(device, self)
        try:
            samples = self._open(self._file, speaker.shape, start_s=start_s, speed=speed)
        except RefusedError:
            self._fail(messages.UNREADABLE)
            return
        used = bytes(device.id().data()) if device is not None else b""
        self._stretch = Stretch(samples, speaker, start_s=start_s, speed=speed, used=used)
        self._say({"say": "opened", "number": self._number, "duration_s": samples.duration_s})
        if not speaker.start():
            self._halt()
            self._fail(messages.NO_OUTPUT)
            return
        # Before it is started a sink of Qt's (6.11) forgets what it is told.
        speaker.set_volume(self._volume)
        self._timer.start()
        self._pump()

    def _pump(self) -> None:
        stretch = self._stretch
        if stretch is None:
            return
        if not stretch.speaker.runs:
            self._lost()
            return
        try:
            stretch.fill()
        except RefusedError:
            self._halt()
            self._fail(messages.UNREADABLE)
            return
        self._pumps += 1
        if stretch.stalled:
            self._halt()
            self._fail(messages.STUCK)
        elif stretch.over:
            frames = stretch.frames
            self._halt()
            self._say({"say": "ended", "number": self._number, "frames": frames})
        elif self._pumps % _TELL_EVERY == 0:
            self._say({"say": "at", "number": self._number, "position_s": stretch.position_s})

    def _halt(self) -> None:
        self._timer.stop()
        self._wanted = None
        stretch, self._stretch = self._stretch, None
        if stretch is not None:
            stretch.close()

    def _fail(self, why: str) -> None:
        self._say({"say": "failed", "number": self._number, "why": why})

    def _outputs_moved(self) -> None:
        """Fall silent where the output in use went away: what came by headphones must not come out of the room's."""
        self.tell_outputs()
        if self._stretch is not None and self._stretch.used not in [b"", *(output for output, _name in outputs())]:
            self._lost()

    def _lost(self) -> None:
        if self._stretch is not None:
            position_s = self._stretch.position_s
            self._halt()
            self._say({"say": "lost", "number": self._number, "position_s": position_s})


class Stretch:
    """From one place on without a stop: samples on their way to a speaker."""

    def __init__(self, samples: Samples, speaker: Speaker, *, start_s: float, speed: float, used: bytes) -> None:
        self.speaker = speaker
        self.used = used
        self._samples = samples
        self._pieces: Iterator[bytes] | None = samples.pieces()
        self._start_s, self._speed = start_s, speed
        self._waiting = b""
        self._sound_bytes = 0
        self._sounded_bytes, self._moved_at_s = 0, time.monotonic()
        self._tail_bytes = round(_TAIL_S * speaker.shape.rate) * speaker.shape.frame_bytes

    @property
    def position_s(self) -> float:
        """Return the place in the sound that is heard now."""
        sounded = min(self._sound_bytes, self.speaker.sounded_bytes())
        return self._start_s + self.speaker.shape.seconds(sounded) * self._speed

    @property
    def frames(self) -> int:
        """Return how many frames of the sound were given to the speaker."""
        return self._sound_bytes // self.speaker.shape.frame_bytes

    @property
    def over(self) -> bool:
        """Tell whether all of it sounded."""
        return self._pieces is None and not self._waiting and self.speaker.sounded_bytes() >= self._goal_bytes

    @property
    def stalled(self) -> bool:
        """Tell whether the speaker has taken nothing for too long."""
        sounded, now_s = self.speaker.sounded_bytes(), time.monotonic()
        if sounded != self._sounded_bytes:
            self._sounded_bytes, self._moved_at_s = sounded, now_s
        return now_s - self._moved_at_s > _STALL_S

    def fill(self) -> None:
        """Give the speaker what it takes.

        Raises:
            RefusedError: UNREADABLE: nothing decodes.
        """
        free = self.speaker.free_bytes()
        while free > 0 and (self._waiting or self._refill()):
            given = self.speaker.give(self._waiting[:free])
            if not given:
                return
            self._waiting = self._waiting[given:]
            free -= given

    def close(self) -> None:
        """Fall silent and let go of the file."""
        self.speaker.stop()
        self._pieces = None
        self._samples.close()

    @property
    def _goal_bytes(self) -> int:
        return self._sound_bytes + self._tail_bytes

    def _refill(self) -> bool:
        if self._pieces is None:
            return False
        piece = next(self._pieces, None)
        if piece is None:
            self._pieces = None
            silence = b"\x80" if self.speaker.shape.sample_format == "u8" else b"\0"
            # Twice the tail: the first half must have sounded while the second keeps the stream from running dry.
            self._waiting = silence * (2 * self._tail_bytes)
        else:
            self._waiting = piece
            self._sound_bytes += len(piece)
        return True
