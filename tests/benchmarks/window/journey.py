"""One journey through a window over a large library: chats, gallery, search, viewer; with what each part took."""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import sys
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from app.bootstrap.window import Wish, open_window
from app.domain.ids import ChatId
from app.domain.kinds import MediaKind, MediaState
from app.services.store import GalleryQuery
from app.services.views import ChatFilter, Viewing
from app.ui.wiring.window import Window
from tests.benchmarks.window import memory
from tests.benchmarks.window.driving import Driving, p95_ms
from tests.benchmarks.window.slices import Slices
from tests.benchmarks.window.words import WORDS

_TYPED = "comprov"
_HITS = 50
_SIZE = (1280, 800)
_NARROWER = tuple(_SIZE[0] - 60 * step for step in range(1, 6))
_QUIET_S, _SETTLE_S = 5.0, 0.6
_GALLERY_STEP_PX, _CHAT_STEP_PX = 53, 120
_MOST_LOOKED_AT = 200


@dataclass
class Found:
    """What was measured: milliseconds, megabytes, and for some figures a remark."""

    values: dict[str, float] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)

    def add(self, what: str, value: float, remark: str = "") -> None:
        """Keep one figure."""
        self.values[what] = value
        if remark:
            self.remarks[what] = remark


class Journey:
    """Walks once through everything and keeps figures."""

    def __init__(self, window: Window, *, oldest: int, steps: int) -> None:
        self._drive, self._window = Driving(window), window
        self._oldest, self._steps, self._chance = oldest, steps, Random(7)
        self._slices = Slices()
        self.found = Found()

    async def run(self) -> None:
        """Measure all, in the order in which a person would come to it."""
        drive = self._drive
        await drive.until(lambda: self._window.accounts.reader(self._window.accounts.current), "an open account")
        await self._settled_list()
        self._weigh("idle", await self._after(_QUIET_S))
        for name in ("chat", "gallery", "last", "select", "search", "viewer"):
            self._slices.begin(name)
            await getattr(self, f"_{name}")()
        self._slices.begin("")
        drive.act("chats")
        self._weigh("after the journey", await self._after(_QUIET_S))
        turns = self._slices.stop()
        worst = ", ".join(f"{step} {own * 1000:.0f}" for own, step in turns.longest[:4])
        self.found.add("UI thread: longest slice", turns.longest_ms, f"own time; the longest, ms: {worst}")
        late = f"{turns.count:,} slices with work; longest without an answer: {turns.late_s * 1000:.0f} ms"
        self.found.add("UI thread: p95 of the slices", turns.p95_ms, late)

    async def _settled_list(self) -> None:
        chats = self._drive.pane("chats")
        self._drive.act("chats")
        await self._drive.until(lambda: chats._model.rowCount() > 0, "the chat list")
        self._window.frame.setGeometry(0, 0, *_SIZE)

    async def _after(self, seconds: float) -> int:
        await self._drive.rest(seconds)
        return os.getpid()

    def _weigh(self, when: str, pid: int) -> None:
        self._slices.pause(paused=True)
        beside = f"the window's process alone {memory.resident_mb(pid):.0f} MB RSS, {len(memory.tree(pid))} processes"
        self.found.add(f"memory {when}", memory.shared_fairly_mb(pid), f"PSS of all processes; {beside}")
        self._slices.pause(paused=False)

    # ── the chat ───────────────────────────────────────────────────────────────────────────────────────────────

    async def _chat(self) -> None:
        drive = self._drive
        chats = await drive.ask(lambda view: list(view.chat_ids(ChatFilter.ALL)[:_MOST_LOOKED_AT]))
        biggest = await drive.ask(lambda view: max(chats, key=lambda chat: _media_of(view, chat)))
        others = [chat for chat in chats if chat != biggest][:5]
        self._window.open_chat(others[0])
        chat = drive.pane("chat")
        await drive.until(lambda: chat._model.rowCount() > 0, "the first chat")
        took = await drive.shown(chat._list.viewport(), lambda: self._window.open_chat(biggest))
        self.found.add("chat: opened and painted", took.wall_s * 1000)
        await drive.rest(_SETTLE_S)
        bar = chat._list.verticalScrollBar()
        up = await drive.frames(self._steps, lambda: bar.setValue(bar.value() - _CHAT_STEP_PX))
        down = await drive.frames(self._steps // 2, lambda: bar.setValue(bar.value() + _CHAT_STEP_PX))
        self.found.add("chat: frame p95", p95_ms(up + down))
        for other in others:
            self._window.open_chat(other)
            await drive.rest(_SETTLE_S)

    # ── the gallery ────────────────────────────────────────────────────────────────────────────────────────────

    async def _gallery(self) -> None:
        drive, found = self._drive, self.found
        loop = asyncio.get_running_loop()
        began = loop.time()
        drive.act("gallery")
        pane = drive.pane("gallery")
        await drive.painted(pane._area.grid.viewport())
        found.add("gallery: first paint", (loop.time() - began) * 1000, "the first time, the page is made")
        await drive.until(lambda: len(pane.ids), "the gallery's list")
        found.add("gallery: ids loaded after", (loop.time() - began) * 1000)
        await drive.rest(_SETTLE_S)
        bar = pane._area.grid.verticalScrollBar()
        frames = await drive.frames(self._steps, lambda: bar.setValue(bar.value() + _GALLERY_STEP_PX))
        own = sorted(one.own_s for one in frames)[len(frames) * 95 // 100] * 1000
        found.add("gallery: frame p95", p95_ms(frames), f"own time {own:.2g} ms")
        jumps = [await self._jump(pane) for _jump in range(max(3, self._steps // 12))]
        found.add("gallery: jump", statistics.median(took for took, _pictures in jumps) * 1000)
        pictures = statistics.median(pictures for _took, pictures in jumps) * 1000
        found.add("gallery: 95 % of the pictures after a jump", pictures)
        resizes = []
        for width in _NARROWER * 2:
            resizes += await drive.frames(1, partial(self._window.frame.resize, width, _SIZE[1]))
            await drive.rest(0.2)
        found.add("gallery: resize", statistics.median(one.wall_s for one in resizes) * 1000, "of the whole window")
        self._window.frame.resize(*_SIZE)
        await drive.rest(_SETTLE_S)

    async def _jump(self, pane: Any) -> tuple[float, float]:
        """Go somewhere that nothing is known of; return when all tiles, and when all but few pictures are there."""
        loop, grid, bar = asyncio.get_running_loop(), pane._area.grid, pane._area.grid.verticalScrollBar()
        # A thousand media must do the same work as a million.
        pane._model.rows.read_from(self._drive.reader)
        pane._model.rows.show(pane.ids)
        pane._area._sight.cache.clear()
        await self._drive.rest(0.05)
        began = loop.time()
        bar.setValue(self._chance.randrange(max(1, bar.maximum())))
        await self._drive.until(lambda: _rows_known(pane, grid), "the rows after a jump")
        self._drive.frame(lambda: None)
        took = loop.time() - began
        await self._drive.until(lambda: _pictured(pane, grid) >= 0.95, "the pictures after a jump")
        return took, loop.time() - began

    async def _last(self) -> None:
        """Go to the gallery's end, which must be the oldest media."""
        pane = self._drive.pane("gallery")
        grid, bar = pane._area.grid, pane._area.grid.verticalScrollBar()
        began = asyncio.get_running_loop().time()
        bar.setValue(bar.maximum())
        await self._drive.until(lambda: _rows_known(pane, grid), "the last rows")
        took = asyncio.get_running_loop().time() - began
        position = grid.visible_positions().stop - 1
        if position != len(pane.ids) - 1 or pane._model.tile_at(position).media != self._oldest:
            there = f"{pane._model.tile_at(position).media} at {position} of {len(pane.ids)}"
            raise RuntimeError(f"the last tile is {there}, the oldest media is {self._oldest}")
        self.found.add("gallery: its last media reached", took * 1000, f"the {position + 1:,}th, and the right one")
        pane.media_activated.emit(self._oldest)
        viewer = self._drive.pane("viewer")
        await self._drive.until(lambda: viewer._content is not None, "the viewer's last media")
        viewer.leave()
        bar.setValue(0)
        await self._drive.rest(_SETTLE_S)

    async def _select(self) -> None:
        """Select everything, and let go of it."""
        pane = self._drive.pane("gallery")
        pane._bar.all_wanted.emit()
        await self._drive.rest(_SETTLE_S)
        pane._bar.close_wanted.emit()
        await self._drive.rest(_SETTLE_S)

    # ── search, viewer ─────────────────────────────────────────────────────────────────────────────────────────

    async def _search(self) -> None:
        took: dict[str, float] = {}
        for word in WORDS:
            times = []
            for _time in range(3):
                began = asyncio.get_running_loop().time()
                await self._drive.ask(lambda view, word=word: view.search(word, _HITS))  # type: ignore[misc]
                times.append(asyncio.get_running_loop().time() - began)
            took[word] = min(times)
        slowest = max(took, key=lambda word: took[word])
        words = f"asked and answered in the window; the slowest of {len(WORDS)} words: {slowest}"
        self.found.add("search: first 50", took[slowest] * 1000, words)
        await self._type(self._drive.pane("gallery"))
        self._drive.act("chats")
        await self._type(self._drive.pane("chats"))

    async def _type(self, pane: Any) -> None:
        field = pane.findChild(QLineEdit)
        for end in (*range(1, len(_TYPED) + 1), 0):
            field.setText(_TYPED[:end])
            await self._drive.rest(0.15)
        await self._drive.rest(_SETTLE_S)

    async def _viewer(self) -> None:
        drive = self._drive
        drive.act("gallery")
        await drive.rest(_SETTLE_S)
        local = GalleryQuery(kinds=frozenset({MediaKind.IMAGE}), states=frozenset({MediaState.LOCAL}))
        newest = await drive.ask(lambda view: view.media_ids(local)[0])
        drive.pane("gallery").media_activated.emit(newest)
        viewer = drive.pane("viewer")
        await drive.until(lambda: viewer._content is not None, "the viewer's first picture")
        for key in (Qt.Key.Key_Right,) * (self._steps // 6) + (Qt.Key.Key_Left,) * 3 + (Qt.Key.Key_Plus,) * 3:
            drive.press(viewer, key)
            await drive.rest(0.1)
        viewer.leave()
        await drive.rest(_SETTLE_S)


def _media_of(view: Viewing, chat: int) -> int:
    row = view.contact(ChatId(chat))
    return sum(count for _kind, count in row.media_counts) if row else 0


def _rows_known(pane: Any, grid: Any) -> bool:
    return all(pane._model.tile_at(position).item is not None for position in grid.visible_positions())


def _pictured(pane: Any, grid: Any) -> float:
    """Return how many of the visible tiles that have a picture show it."""
    cache, seen, shown = pane._area._sight.cache, 0, 0
    for position in grid.visible_positions():
        item = pane._model.tile_at(position).item
        if item is not None and item.state is MediaState.LOCAL and item.kind is not MediaKind.AUDIO:
            seen += 1
            shown += cache.picture(int(item.id)) is not None
    return shown / seen if seen else 1.0


def main() -> int:
    """Open the window on a folder, walk, and print what was found."""
    folder, oldest, steps = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    walks: list[asyncio.Task[None]] = []
    journeys: list[Journey] = []

    def made(window: Window) -> None:
        journeys.append(Journey(window, oldest=oldest, steps=steps))
        walks.append(asyncio.ensure_future(_walk(window, journeys[0])))

    code = open_window(Wish(data_dir=folder, made=made))
    walks[0].result()
    found = journeys[0].found
    print(json.dumps({"values": found.values, "remarks": found.remarks}), flush=True)
    return code


async def _walk(window: Window, journey: Journey) -> None:
    try:
        await journey.run()
    finally:
        window.frame.close()


if __name__ == "__main__":
    sys.exit(main())
