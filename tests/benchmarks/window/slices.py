"""How long the UI thread works without giving itself back: each turn of Qt's loop, in the thread's own time.

A turn's own time holds what the thread itself computed, not what other programs took of the processor meanwhile; and
since the loop's waiting costs no time of the thread, a turn needs no beginning. Beside it a heartbeat tells how long
the window really did not answer, whoever's fault that was.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractEventDispatcher, QObject, Qt, QTimer

WORKED_S = 0.0002
"""Shorter turns only looked whether there was something to do; they would make any p95 look good."""
_BEAT_MS = 10
_KEPT = 12
_BIN_S = 0.00005


@dataclass
class Turns:
    """What was counted, in a memory that does not grow.

    Attributes:
        bins: how many turns worked so many twentieths of a millisecond.
        longest: the longest turns with what the driver was doing then, longest first.
        late_s: how much later than due the heartbeat came, at the worst.
    """

    bins: Counter[int] = field(default_factory=Counter)
    longest: list[tuple[float, str]] = field(default_factory=list)
    late_s: float = 0.0

    def add(self, worked_s: float, step: str) -> None:
        """Count one turn."""
        self.bins[int(worked_s / _BIN_S)] += 1
        if len(self.longest) < _KEPT or worked_s > self.longest[-1][0]:
            self.longest = sorted([*self.longest, (worked_s, step)], reverse=True)[:_KEPT]

    @property
    def count(self) -> int:
        """Return how many turns did something."""
        return self.bins.total()

    @property
    def longest_ms(self) -> float:
        """Return the longest turn."""
        return self.longest[0][0] * 1000 if self.longest else 0.0

    @property
    def p95_ms(self) -> float:
        """Return what 95 of 100 working turns stay below."""
        left = self.count * 0.95
        for place in sorted(self.bins):
            left -= self.bins[place]
            if left <= 0:
                return (place + 1) * _BIN_S * 1000
        return 0.0


class Slices(QObject):
    """Listens to Qt's loop on the thread that made it, from its making to `stop`."""

    def __init__(self, *, heartbeat: bool = True) -> None:
        super().__init__()
        self.step = ""
        self.turns = Turns()
        self._paused = False
        self._began = time.thread_time()
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        self._dispatcher = dispatcher
        dispatcher.aboutToBlock.connect(self._turned, Qt.ConnectionType.DirectConnection)
        self._due = time.perf_counter()
        self._heart = QTimer(self)
        self._heart.setTimerType(Qt.TimerType.PreciseTimer)
        self._heart.timeout.connect(self._beat)
        if heartbeat:
            self._heart.start(_BEAT_MS)

    def begin(self, step: str) -> None:
        """Say what the window is made to do from now on."""
        self.step = step

    def pause(self, *, paused: bool) -> None:
        """Leave out what the driver itself computes."""
        self._paused = paused
        self._began, self._due = time.thread_time(), time.perf_counter()

    def stop(self) -> Turns:
        """Listen no longer and return what was counted."""
        self._heart.stop()
        self._dispatcher.aboutToBlock.disconnect(self._turned)
        return self.turns

    def _turned(self) -> None:
        now = time.thread_time()
        worked, self._began = now - self._began, now
        if worked < WORKED_S or self._paused:
            return
        self.turns.add(worked, self.step)

    def _beat(self) -> None:
        now = time.perf_counter()
        late = now - self._due - _BEAT_MS / 1000
        self._due = now
        if not self._paused:
            self.turns.late_s = max(self.turns.late_s, late)
