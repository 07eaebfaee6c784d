"""Runs the demo and takes pictures of it by a plan: started by `screenshots.py` on a screen of its own.

The plan is JSON on standard input: `{"out", "size", "shots": [{"scene", "theme", "language", "scale"}]}`. One line is
printed for each picture taken.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication

from app.bootstrap.core import Core
from app.bootstrap.demo.play import Demo, demo_folder
from app.bootstrap.window import Wish, open_window
from app.services.settings import LANGUAGE, REDUCED_MOTION, SCALE, THEME
from app.services.views import ChatFilter
from app.texts import set_language
from app.ui.wiring.preferences import apply_look
from app.ui.wiring.window import Window

_SETTLE_S = 120.0
_REST_S = 1.2
"""How long a scene rests before its picture is taken: pictures cross-fade, thumbnails are read."""


class Driver:
    """Brings the window into each scene."""

    def __init__(self, plan: dict[str, Any], demo: Demo, window: Window) -> None:
        self._plan, self._demo, self._window = plan, demo, window
        self._out = Path(plan["out"])
        self._scenes: dict[str, Callable[[], Awaitable[None]]] = {
            "chat": self._chat,
            "gallery": self._gallery,
            "viewer": self._viewer,
            "queue": lambda: self._page("queue"),
            "settings": lambda: self._sheet("settings"),
            "client": lambda: self._sheet("add_client"),
            "wizard": lambda: self._sheet("add_account"),
            "keys": lambda: self._sheet("keys"),
            "offline": self._offline,
        }

    async def run(self) -> None:
        """Take all pictures, then close the window."""
        try:
            await self._settled()
            for shot in self._plan["shots"]:
                await self._take(shot)
        finally:
            self._window.frame.close()

    async def _settled(self) -> None:
        deadline = time.monotonic() + _SETTLE_S
        while not self._demo.settled.is_set() and time.monotonic() < deadline:
            await asyncio.sleep(0.2)
        self._demo.silence()
        width, height = self._plan["size"]
        self._window.frame.setGeometry(0, 0, width, height)
        await asyncio.sleep(3.0)

    async def _take(self, shot: dict[str, Any]) -> None:
        while self._window.sheets.top is not None:
            self._window.sheets.top.reject()
        self._look(shot)
        await self._scenes[shot["scene"]]()
        await asyncio.sleep(_REST_S)
        path = self._out / f"{shot['name']}.png"
        QGuiApplication.primaryScreen().grabWindow(0).save(str(path))
        print(path.name, flush=True)

    def _look(self, shot: dict[str, Any]) -> None:
        settings = self._demo.settings
        settings.put(THEME, shot["theme"])
        settings.put(SCALE, shot["scale"])
        settings.put(REDUCED_MOTION, value=True)
        settings.put(LANGUAGE, shot["language"])
        set_language(shot["language"])
        apply_look(self._window.theme, settings)
        self._window.retranslate()

    async def _page(self, name: str) -> None:
        self._window.actions.action(name).trigger()

    async def _sheet(self, name: str) -> None:
        await self._chat()
        self._window.actions.action(name).trigger()

    async def _chat(self) -> None:
        await self._page("chats")
        reader = self._window.accounts.reader(self._window.accounts.current)
        found: list[int] = []
        if reader is not None:
            reader.ask(lambda view: list(view.chat_ids(ChatFilter.ALL)), found.extend)
        while not found:
            await asyncio.sleep(0.05)
        self._window.open_chat(found[0])

    async def _gallery(self) -> None:
        await self._page("gallery")

    async def _viewer(self) -> None:
        """Open the first paper of the gallery."""
        await self._page("gallery")
        await asyncio.sleep(_REST_S)
        gallery: Any = self._window.panes.existing("gallery")
        if gallery is not None and len(gallery.ids):
            gallery.media_activated.emit(gallery.ids[min(1, len(gallery.ids) - 1)])

    async def _offline(self) -> None:
        await self._chat()
        self._demo.lose_gateway()
        deadline = time.monotonic() + 90
        while self._window.frame.banner.shown is None and time.monotonic() < deadline:
            await asyncio.sleep(0.2)


def main() -> int:
    """Play the demo and follow the plan."""
    plan = json.load(sys.stdin)
    keep: list[asyncio.Task[None]] = []
    with demo_folder() as demo:

        def made(window: Window) -> None:
            keep.append(asyncio.ensure_future(Driver(plan, demo, window).run()))

        def prepare(core: Core) -> None:
            demo.prepare(core)

        return open_window(Wish(data_dir=demo.data, made=made), prepare)


if __name__ == "__main__":
    sys.exit(main())
