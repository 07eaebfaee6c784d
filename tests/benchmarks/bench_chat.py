"""The chat's real widgets, offscreen: opening, frames while scrolling through everything, memory; and a long chat list.

    python tests/benchmarks/bench_chat.py [--quick] [--json]

Messages are made by formula, a mixture of all kinds, and answered from memory on a lane as a database would.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.domain.ids import MediaId, MessageId
from app.services.views import ChatFilter, ChatRow, MessageRow
from tests.benchmarks import measure
from tests.benchmarks.measure import REPOSITORY, Figure, Options
from tests.gui.chat_lines import all_lines
from tests.gui.chat_store import NOW, ChatStore, ChatView, chat_row, picture

OWN = "longest slice of the UI thread's own time"
"""What the thread itself worked; a frame's whole time also holds what other programs took of the processor."""
BUDGETS = {"first messages": 100.0, "frame p95": 8.0, OWN: 50.0, "chat list first rows": 100.0}
MESSAGES, CHATS = 10_000, 100_000
_CHILD = "--child"
_SIZE = (630, 750)
_STEP_PX = 120
_MB = 1_000_000


def run(options: Options) -> list[Figure]:
    """Measure in a process of its own, so that memory is the window's alone."""
    messages, chats = (600, 1_000) if options.quick else (MESSAGES, CHATS)
    command = [sys.executable, __file__, _CHILD, str(messages), str(chats)]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    where = f"{messages:,} messages, {chats:,} chats"
    return [
        Figure(f"chat: {what}, {where}", value, "MB" if "memory" in what else "ms", BUDGETS.get(what))
        for what, value in found.items()
    ]


@dataclass
class LongChat(ChatStore):
    """One chat with very many messages, found by bisection."""

    rows: list[MessageRow] = field(default_factory=list)
    keys: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, messages: int, chats: int) -> LongChat:
        """Make a chat of `messages` and a list of `chats`."""
        kinds = list(all_lines().values())
        rows = [_line(kinds[number % len(kinds)], number, messages) for number in range(1, messages + 1)]
        made = cls([chat_row(number) for number in range(1, chats + 1)], {1: rows})
        made.rows, made.keys = rows, [(row.sent_at, int(row.id)) for row in rows]
        still = picture(512, 288)
        made.pictures = {int(row.id): (512, 288, still) for row in rows}
        made.waves = {int(row.id): bytes(range(0, 100, 2)) for row in rows}
        return made

    def view(self) -> Any:
        """Return a view that bisects."""
        return _Opened(LongView(self))


@dataclass
class _Opened:
    view: LongView

    def __enter__(self) -> LongView:
        return self.view

    def __exit__(self, *_error: object) -> None:
        return None


class LongView(ChatView):
    """Answers in the time of a database: some tenths of a millisecond, some twenty for all ids of the chat list."""

    store: LongChat

    def chat_ids(self, which: ChatFilter, text: str = "") -> array[int]:
        return array("q", range(1, len(self.store.chats) + 1)) if which is ChatFilter.ALL else array("q")

    def chats(self, ids: Sequence[int]) -> list[ChatRow]:
        return [self.store.chats[chat - 1] for chat in ids]

    def messages_before(self, _chat: int, before: tuple[int, int] | None, limit: int) -> list[MessageRow]:
        end = len(self.store.keys) if before is None else bisect_left(self.store.keys, before)
        return self.store.rows[max(0, end - limit) : end]

    def messages_after(self, _chat: int, after: tuple[int, int], limit: int) -> list[MessageRow]:
        start = bisect_right(self.store.keys, after)
        return self.store.rows[start : start + limit]


def _line(kind: MessageRow, number: int, of: int) -> MessageRow:
    sent_at = NOW - (of - number) * 600
    media = None if kind.media is None else replace(kind.media, id=MediaId(number), row_id=MessageId(number))
    return replace(kind, id=MessageId(number), message_id=f"M{number}", sent_at=sent_at, media=media)


class Run:
    """One window part after the other, in this process."""

    def __init__(self, messages: int, chats: int) -> None:
        from PySide6.QtWidgets import QApplication

        from app.ui.bridge import Reader
        from app.ui.look.icons import Icons
        from app.ui.look.theme import Theme

        self._app = QApplication([])
        sys.setswitchinterval(0.0005)
        self._theme = Theme(REPOSITORY / "resources")
        self._theme.apply()
        self._icons = Icons(self._theme)
        self._store = LongChat.of(messages, chats)
        # What stands in for a database must not be walked by the collector, as a database is not.
        gc.freeze()
        self._lane = ThreadPoolExecutor(2)
        self._reader = Reader(self._store, self._lane, seen=self._store.changed())

    def all(self) -> dict[str, float]:
        """Return all figures: milliseconds, and megabytes of memory."""
        figures = {**self._chat(), **self._list()}
        self._reader.close()
        self._lane.shutdown()
        return figures

    def _chat(self) -> dict[str, float]:
        from app.ui.models.sending_as import SendingAs
        from app.ui.panes.chat import ChatPane

        pane = ChatPane(self._theme, self._icons)
        pane.resize(*_SIZE)
        pane.show()
        self._settle(0.1)
        started = time.perf_counter()
        pane.open(self._reader, 1, SendingAs(1, "Loja", "anil", "", ""))
        self._until(lambda: pane._model.rowCount() > 0)
        pane.repaint()
        opened = time.perf_counter() - started
        self._settle(0.5)
        before = _memory()
        frames = self._scroll(pane, -_STEP_PX) + self._scroll(pane, _STEP_PX)
        figures = {"first messages": opened * 1000, **_spread([whole for whole, _own in frames])}
        figures[OWN] = max(own for _whole, own in frames) * 1000
        figures["memory grown by scrolling there and back"] = (_memory() - before) / _MB
        figures["memory of the pictures kept"] = pane.memory_bytes / _MB
        pane.close_chat()
        pane.deleteLater()
        return figures

    def _scroll(self, pane: Any, by: int) -> list[tuple[float, float]]:
        """Scroll to an end, a frame at a time; return how long each took, and how much of it the thread worked."""
        bar, model, still = pane._list.verticalScrollBar(), pane._model, 0
        frames: list[tuple[float, float]] = []
        while still < 30:
            started, working = time.perf_counter(), time.thread_time()
            value = bar.value()
            bar.setValue(value + by)
            self._app.processEvents()
            frames.append((time.perf_counter() - started, time.thread_time() - working))
            at_end = model.at_start if by < 0 else model.at_end
            still = still + 1 if bar.value() == value and at_end else 0
            time.sleep(0.001)
        return frames

    def _list(self) -> dict[str, float]:
        from app.ui.panes.chats import ChatsPane

        pane = ChatsPane(self._theme, self._icons)
        pane.resize(288, 750)
        pane.show()
        self._settle(0.1)
        started = time.perf_counter()
        pane.set_reader(self._reader)
        self._until(lambda: pane._model.rowCount() > 0)
        pane.repaint()
        opened = time.perf_counter() - started
        bar, frames = pane._list.verticalScrollBar(), []
        for step in range(400):
            started = time.perf_counter()
            bar.setValue(step * bar.maximum() // 400 if step % 40 == 0 else bar.value() + _STEP_PX)
            self._app.processEvents()
            frames.append(time.perf_counter() - started)
        pane.set_reader(None)
        spread = {f"chat list {what}": value for what, value in _spread(frames).items()}
        return {"chat list first rows": opened * 1000, **spread}

    def _until(self, done: Callable[[], bool]) -> None:
        while not done():
            self._app.processEvents()

    def _settle(self, seconds: float) -> None:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            self._app.processEvents()
            time.sleep(0.001)


def _spread(frames: Sequence[float]) -> dict[str, float]:
    ordered = sorted(frames)
    return {"frame p95": ordered[len(ordered) * 95 // 100] * 1000, "frame longest": ordered[-1] * 1000}


def _memory() -> int:
    return int(psutil.Process().memory_info().rss)


if __name__ == "__main__":
    if _CHILD in sys.argv:
        print(json.dumps(Run(int(sys.argv[-2]), int(sys.argv[-1])).all()))
    else:
        measure.main("bench_chat", run)
