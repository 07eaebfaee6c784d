"""The hour: scrolls, opens, looks and plays at random in one window, and prints once a minute what it holds."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random
from typing import Any

import psutil
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from app.bootstrap.window import Wish, open_window
from app.domain.errors import AcervoError
from app.domain.kinds import MediaKind, MediaState
from app.services.store import GalleryQuery
from app.services.views import ChatFilter
from app.ui.wiring.media import opener
from app.ui.wiring.window import Window
from tests.benchmarks.window import memory
from tests.benchmarks.window.driving import FRAME_S, Driving
from tests.benchmarks.window.slices import Slices
from tests.benchmarks.window.words import WORDS

_MINUTE_S = 60.0
_MOST_SOUNDS, _CHATS = 400, 300
_SOUNDS = 4
"""Played in a row, a second each."""
_REST_S = 0.4
_PAGES = ("queue", "contacts", "dashboard")


class Hour:
    """Rounds of everything, until the time is up."""

    def __init__(self, window: Window, minutes: float) -> None:
        self._drive, self._window = Driving(window), window
        self._until_s = time.monotonic() + minutes * _MINUTE_S
        self._chance, self._done = Random(7), Counter[str]()
        self._slices = Slices(heartbeat=False)
        self._sounds: list[int] = []
        self._chats: list[int] = []
        self._began_s = time.monotonic()

    async def run(self) -> None:
        """Go round, and tell each minute."""
        drive = self._drive
        await drive.until(lambda: self._window.accounts.reader(self._window.accounts.current), "an open account")
        self._chats = await drive.ask(lambda view: list(view.chat_ids(ChatFilter.ALL)[:_CHATS]))
        await self._find_sounds()
        steps: list[Callable[[], Awaitable[None]]] = [
            self._chat, self._sound, self._chat, self._gallery, self._viewer, self._search, self._sound, self._pages,
        ]  # fmt: skip
        told_s, rounds = self._began_s, 0
        while time.monotonic() < self._until_s:
            for step in steps:
                self._slices.begin(step.__name__)
                await step()
            rounds += 1
            if rounds % 5 == 0:
                await self._other_account()
            if time.monotonic() - told_s >= _MINUTE_S:
                told_s = time.monotonic()
                await self._tell(rounds)
        await self._tell(rounds)

    async def _tell(self, rounds: int) -> None:
        """Print what the window holds, always on the same page."""
        self._drive.act("chats")
        await self._drive.rest(1.0)
        self._slices.pause(paused=True)
        process, pid = psutil.Process(), os.getpid()
        turns = self._slices.turns
        facts = {
            "minute": round((time.monotonic() - self._began_s) / _MINUTE_S, 1),
            "rounds": rounds,
            "memory_mb": round(memory.shared_fairly_mb(pid), 1),
            "rss_mb": round(memory.resident_mb(pid), 1),
            "threads": process.num_threads(),
            "python_threads": threading.active_count(),
            "processes": len(memory.tree(pid)),
            "handles": memory.handles(pid),
            "widgets": len(QApplication.allWidgets()),
            "qobjects": self._objects(),
            "python_objects": _live(),
            "longest_slice_ms": round(turns.longest_ms, 1),
            "longest_in": turns.longest[0][1] if turns.longest else "",
            "p95_slice_ms": round(turns.p95_ms, 2),
            **self._done,
        }
        print(json.dumps(facts), flush=True)
        self._slices.pause(paused=False)

    def _objects(self) -> int:
        """Return how many objects of Qt hang below what never goes."""
        roots: list[QObject] = [self._window, *QApplication.topLevelWidgets()]
        app = QApplication.instance()
        return sum(1 + len(root.findChildren(QObject)) for root in ([*roots, app] if app is not None else roots))

    async def _find_sounds(self) -> None:
        """Look which sounds really have their file: most of a made library is rows alone."""
        wanted = GalleryQuery(kinds=frozenset({MediaKind.AUDIO}), states=frozenset({MediaState.LOCAL}))
        newest = await self._drive.ask(lambda view: list(view.media_ids(wanted)[:_MOST_SOUNDS]))
        desk = self._window.accounts.desk(self._window.accounts.current)
        assert desk is not None
        path_of = opener(desk)

        def is_there(media: int) -> bool:
            try:
                return path_of(media).exists()
            except (AcervoError, OSError):
                return False

        there = asyncio.get_running_loop().run_in_executor(None, lambda: [one for one in newest if is_there(one)])
        self._sounds = await there

    # ── what is done in a round ────────────────────────────────────────────────────────────────────────────────

    async def _scroll(self, bar: Any, frames: int, by: int) -> None:
        for _frame in range(frames):
            bar.setValue(bar.value() + by)
            await self._drive.rest(FRAME_S)
        self._done["frames"] += frames

    async def _chat(self) -> None:
        self._drive.act("chats")
        self._window.open_chat(self._chance.choice(self._chats))
        await self._drive.rest(_REST_S)
        bar = self._drive.pane("chat")._list.verticalScrollBar()
        await self._scroll(bar, self._chance.randrange(60, 240), -self._chance.randrange(60, 240))
        await self._scroll(bar, self._chance.randrange(20, 80), 120)
        self._done["chats_opened"] += 1

    async def _sound(self) -> None:
        """Play some of the sounds that are here; the last goes on while other things are done."""
        for _sound in range(min(_SOUNDS, len(self._sounds))):
            self._drive.pane("chat").play_wanted.emit(self._chance.choice(self._sounds))
            self._done["sounds_begun"] += 1
            await self._drive.rest(0.6)
            self._done["sounds_running"] += bool(self._window._player._engine.state.playing)
            await self._drive.rest(0.4)

    async def _gallery(self) -> None:
        self._drive.act("gallery")
        await self._drive.rest(_REST_S)
        pane = self._drive.pane("gallery")
        await self._drive.until(lambda: len(pane.ids), "the gallery's list")
        bar = pane._area.grid.verticalScrollBar()
        for _jump in range(4):
            bar.setValue(self._chance.randrange(max(1, bar.maximum())))
            await self._drive.rest(_REST_S)
            await self._scroll(bar, 60, self._chance.choice((-53, 53, 240)))
        pane._tabs.chosen.emit(self._chance.choice((None, *MediaKind)))
        await self._drive.rest(_REST_S)
        pane._tabs.chosen.emit(None)
        bar.setValue(0)
        await self._drive.rest(_REST_S)
        self._done["gallery_visits"] += 1

    async def _viewer(self) -> None:
        """Walk over the newest media, which have their files, of all kinds."""
        self._drive.act("gallery")
        pane = self._drive.pane("gallery")
        await self._drive.until(lambda: len(pane.ids), "the gallery's list")
        pane.media_activated.emit(pane.ids[self._chance.randrange(min(400, len(pane.ids)))])
        await self._drive.rest(_REST_S)
        viewer = self._drive.pane("viewer")
        for _step in range(10):
            self._drive.press(viewer, self._chance.choice((Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Plus)))
            await self._drive.rest(0.25)
        viewer.leave()
        await self._drive.rest(_REST_S)
        self._done["media_viewed"] += 10

    async def _search(self) -> None:
        self._drive.act("chats")
        field = self._drive.pane("chats").findChild(QLineEdit)
        word = self._chance.choice(WORDS)
        for end in (*range(1, len(word) + 1), 0):
            field.setText(word[:end])
            await self._drive.rest(0.1)
        self._done["searches"] += 1

    async def _pages(self) -> None:
        for page in _PAGES:
            self._drive.act(page)
            await self._drive.rest(_REST_S)
        self._drive.act("chats")

    async def _other_account(self) -> None:
        """Go to the other account and back."""
        here = self._window.accounts.current
        assert here is not None
        for number in (1, 2):
            self._window.accounts.choose_number(number)
            await self._drive.rest(2 * _REST_S)
        self._window.accounts.choose(here)
        await self._drive.rest(_REST_S)
        self._done["accounts_changed"] += 2


def _live() -> int:
    gc.collect()
    return len(gc.get_objects())


def main() -> int:
    """Open the window on a folder and stay so many minutes."""
    folder, minutes = Path(sys.argv[1]), float(sys.argv[2])
    stays: list[asyncio.Task[None]] = []

    def made(window: Window) -> None:
        stays.append(asyncio.ensure_future(_stay(window, Hour(window, minutes))))

    code = open_window(Wish(data_dir=folder, made=made))
    stays[0].result()
    return code


async def _stay(window: Window, hour: Hour) -> None:
    try:
        await hour.run()
    finally:
        window.frame.close()


if __name__ == "__main__":
    sys.exit(main())
