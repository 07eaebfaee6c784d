"""The process that plays, as the window sees it: told and listened to through a pipe, never waited for.

It is started when something is played first and ended when nothing has been for a while. Where it crashes or stands
still, the window says so and the next sound starts another.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.ui.sounding import messages
from app.ui.sounding.messages import Message
from app.ui.sounding.pipe import NOT_STARTED, Pipe

_log = logging.getLogger("app.player")

STUCK_MS = 15_000
"""A process that plays and says nothing for so long stands still."""
IDLE_MS = 120_000


class Sound(QObject):
    """One sound at a time."""

    moved = Signal(float)
    """The position in seconds, while it runs."""
    measured = Signal(float)
    """The length in seconds, once it is known."""
    halted = Signal(float)
    """It stands, at this position, though nobody asked for it: its output went away."""
    finished = Signal(int)
    """It came to its own end; how many frames were played since it ran on last."""
    failed = Signal(str)
    """It cannot be played; why is a word of `messages`."""
    outputs_changed = Signal()
    """Sound outputs came or went, or were learnt."""

    def __init__(self, command: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._command = list(command)
        self._pipe: Pipe | None = None
        self._outputs: list[tuple[bytes, str]] | None = None
        self._number, self._running = 0, False
        self._file = ""
        self._volume, self._output = 1.0, b""
        self._stuck = self._timer("stuck", STUCK_MS, self._stands_still)
        self._idle = self._timer("idle", IDLE_MS, self.close)

    def load(self, file: Path) -> None:
        """Take a file; nothing plays yet."""
        self._number += 1
        self._running = False
        self._file = str(file)
        self._send({"do": "load", "number": self._number, "file": self._file})

    def play(self, start_s: float, speed: float) -> None:
        """Play from a place on, so many times as fast and at the same pitch."""
        if self._pipe is None:
            self._send({"do": "load", "number": self._number, "file": self._file})
        self._running = True
        self._send({"do": "play", "number": self._number, "start_s": float(start_s), "speed": float(speed)})
        self._idle.stop()
        self._stuck.start()

    def halt(self) -> None:
        """Fall silent; the file stays chosen."""
        self._rest()
        if self._pipe is not None:
            self._send({"do": "halt"})

    def set_volume(self, volume: float) -> None:
        """Be as loud as a slider at 0 to 1 says."""
        self._volume = volume
        if self._pipe is not None:
            self._send({"do": "volume", "volume": float(volume)})

    def choose_output(self, output: bytes) -> None:
        """Play through an output by its id from the next `play` on; b"" is the system's own."""
        self._output = output
        if self._pipe is not None:
            self._send({"do": "output", "output": output.hex()})

    def outputs(self) -> list[tuple[bytes, str]] | None:
        """Return the outputs as (id, name), the system's own choice first; None while they are not known."""
        return self._outputs

    def look_for_outputs(self) -> None:
        """Learn which outputs there are; `outputs_changed` follows."""
        if not self._outputs and not self._running:
            self.close()
        self._started()

    def close(self) -> None:
        """End the process without waiting for it; the next `play` starts another."""
        self._rest()
        self._idle.stop()
        pipe, self._pipe = self._pipe, None
        if pipe is not None:
            pipe.drop()

    def end(self) -> None:
        """End the process and see it end: the program closes."""
        pipe = self._pipe
        self.close()
        if pipe is not None:
            pipe.see_end()

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _timer(self, name: str, interval_ms: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setObjectName(name)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(then)
        return timer

    def _rest(self) -> None:
        self._running = False
        self._stuck.stop()
        if self._pipe is not None:
            self._idle.start()

    def _send(self, message: Message) -> None:
        self._started().tell(message)

    def _started(self) -> Pipe:
        if self._pipe is None:
            pipe = self._pipe = Pipe(self._command, self)
            pipe.told.connect(self._hear)
            pipe.gone.connect(self._gone)
            pipe.tell({"do": "volume", "volume": float(self._volume)})
            pipe.tell({"do": "output", "output": self._output.hex()})
            self._idle.start()
        return self._pipe

    def _hear(self, message: Message) -> None:
        if self._running:
            self._stuck.start()
        match message:
            case {"say": "outputs", "outputs": list(listed)}:
                self._outputs = [(bytes.fromhex(output), name) for output, name in listed]
                self.outputs_changed.emit()
            case {"say": "lacking"}:
                self._fail(messages.LACKING)
            case {"number": int(number)} if number == self._number and self._running:
                self._hear_of_sound(message)

    def _hear_of_sound(self, message: Message) -> None:
        match message:
            case {"say": "opened", "duration_s": float(duration_s)} if duration_s > 0:
                self.measured.emit(duration_s)
            case {"say": "at", "position_s": float(position_s)}:
                self.moved.emit(position_s)
            case {"say": "lost", "position_s": float(position_s)}:
                self._rest()
                self.halted.emit(position_s)
            case {"say": "ended", "frames": int(frames)}:
                self._rest()
                self.finished.emit(frames)
            case {"say": "failed", "why": str(why)}:
                self._fail(why)

    def _fail(self, why: str) -> None:
        wanted = self._running
        self._rest()
        if why in (messages.NO_OUTPUT, messages.STUCK, messages.LACKING):
            # A sound system that starts later, or anew, is only found by a process that starts later.
            self.close()
        if wanted:
            self.failed.emit(why)

    def _stands_still(self) -> None:
        _log.warning("player_stuck")
        self._running, wanted = False, self._running
        self.close()
        if wanted:
            self.failed.emit(messages.STUCK)

    def _gone(self, code: int) -> None:
        """Take it that the file is to blame for a crash: nothing else makes decoders do that."""
        _log.warning("player_ended", extra={"code": code})
        wanted = self._running
        self.close()
        if wanted:
            self.failed.emit(messages.LACKING if code == NOT_STARTED else messages.UNREADABLE)
