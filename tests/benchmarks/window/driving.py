"""Drives a window from inside its process: waits for what it shows, asks what it asks, measures single frames."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.services.views import Viewing
from app.ui.bridge import Reader
from app.ui.wiring.window import Window

R = TypeVar("R")

FRAME_S = 1 / 60
_PATIENCE_S = 60.0
_POLL_S = 0.001
_UPDATE = int(QEvent.Type.UpdateRequest.value)
_LAYOUT = int(QEvent.Type.LayoutRequest.value)


@dataclass(frozen=True, slots=True)
class Took:
    """How long one thing took: as the clock on the wall saw it, and of that the UI thread's own work."""

    wall_s: float
    own_s: float


class Painted(QObject):
    """Counts how often a widget was painted."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.times = 0
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Look for paints."""
        if event.type() == QEvent.Type.Paint:
            self.times += 1
        return False


class Driving:
    """One window."""

    def __init__(self, window: Window) -> None:
        self.window = window

    @property
    def reader(self) -> Reader:
        """Return who asks the database of the account in front."""
        reader = self.window.accounts.reader(self.window.accounts.current)
        assert reader is not None
        return reader

    def pane(self, name: str) -> Any:
        """Return a pane that was made."""
        pane = self.window.panes.existing(name)
        assert pane is not None, name
        return pane

    def act(self, name: str) -> None:
        """Use one of the window's commands, as its key or menu entry would."""
        self.window.actions.action(name).trigger()

    def press(self, widget: QWidget, key: Qt.Key) -> None:
        """Press and release a key."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))

    async def ask(self, question: Callable[[Viewing], R]) -> R:
        """Ask as the panes do and wait for the answer."""
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self.reader.ask(question, answer.set_result, failed=answer.set_exception)
        return await answer

    async def until(self, true: Callable[[], object], what: str) -> None:
        """Wait until something is so.

        Raises:
            TimeoutError: it is not so after a minute.
        """
        deadline = time.perf_counter() + _PATIENCE_S
        while not true():
            if time.perf_counter() > deadline:
                raise TimeoutError(what)
            await asyncio.sleep(_POLL_S)

    async def shown(self, widget: QWidget, do: Callable[[], object]) -> Took:
        """Do something and wait until a widget was painted after it."""
        took = _Watch()
        do()
        await self.painted(widget)
        return took.read()

    async def painted(self, widget: QWidget) -> None:
        """Wait until a widget is painted the next time."""
        painted = Painted(widget)
        await self.until(lambda: painted.times, "a paint")
        painted.deleteLater()

    def frame(self, do: Callable[[], object]) -> Took:
        """Do something and paint what follows from it at once, as one frame."""
        took = _Watch()
        do()
        QCoreApplication.sendPostedEvents(None, _LAYOUT)
        QCoreApplication.sendPostedEvents(self.window.frame, _UPDATE)
        return took.read()

    async def frames(self, times: int, do: Callable[[], object]) -> list[Took]:
        """Do something sixty times a second, each with its frame, and let the loop run in between."""
        found = []
        for _step in range(times):
            took = self.frame(do)
            found.append(took)
            await asyncio.sleep(max(_POLL_S, FRAME_S - took.wall_s))
        return found

    async def rest(self, seconds: float) -> None:
        """Let the window be."""
        await asyncio.sleep(seconds)


class _Watch:
    """Runs from its making."""

    def __init__(self) -> None:
        self._wall, self._own = time.perf_counter(), time.thread_time()

    def read(self) -> Took:
        """Return what has passed."""
        return Took(time.perf_counter() - self._wall, time.thread_time() - self._own)


def p95_ms(took: list[Took]) -> float:
    """Return what 95 of 100 stay below, by the clock on the wall."""
    ordered = sorted(one.wall_s for one in took)
    return ordered[len(ordered) * 95 // 100] * 1000
