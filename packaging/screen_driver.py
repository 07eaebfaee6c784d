"""Runs the program and takes pictures of it by a plan: started by `screenshots.py` on a screen of its own.

The plan is JSON on standard input: `{"out", "stage", "shots": [{"name", "steps", "theme", "language", "size",
"scale"}]}`. One line is printed for each picture taken.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from screen_scenes import Scenes
from screen_stage import Stage

from app.bootstrap.core import Core
from app.bootstrap.demo.play import Demo, demo_folder
from app.bootstrap.window import Wish, open_window
from app.services.settings import LANGUAGE, REDUCED_MOTION, SCALE, THEME
from app.texts import set_language
from app.ui.wiring.preferences import apply_look
from app.ui.wiring.window import Window

_LEAST_REST_S, _MOST_REST_S, _LOOK_S = 0.5, 2.0, 0.15
"""A scene rests before its picture is taken until two looks at it are the same, but not for ever."""
_ACCOUNTS = {"full": 4, "one": 1, "empty": 1, "nobody": 0}
_OPEN_S = 30.0


class Driver:
    """Brings the window into each scene."""

    def __init__(self, plan: dict[str, Any], stage: Stage, window: Window) -> None:
        self._plan, self._stage, self._window = plan, stage, window
        self._out = Path(plan["out"])
        self._scenes = Scenes(window, stage)
        self._failure: BaseException | None = None

    async def run(self) -> None:
        """Take all pictures, then close the window."""
        try:
            await self._begin()
            for shot in self._plan["shots"]:
                await self._take(shot)
        except BaseException as failure:  # noqa: BLE001 - whatever it is, the window must close, and then it is raised
            self._failure = failure
        finally:
            self._scenes.clean()
            self._window.frame.close()
            self._leave_anyway()

    def raise_failure(self) -> None:
        """Raise what went wrong."""
        if self._failure is not None:
            raise self._failure

    async def _begin(self) -> None:
        QApplication.setCursorFlashTime(0)
        self._window.frame.activateWindow()
        deadline = time.monotonic() + _OPEN_S
        while len(self._window.accounts.desks()) < _ACCOUNTS[self._plan["stage"]] and time.monotonic() < deadline:
            await asyncio.sleep(0.1)
        if self._plan["stage"] == "full":
            await self._stage.dress(self._window)
        elif self._plan["stage"] == "one":
            await self._stage.say_one()

    async def _take(self, shot: dict[str, Any]) -> None:
        width, height = shot["size"]
        self._scenes.clean()
        self._window.frame.setGeometry(0, 0, width, height)
        self._look(shot)
        await self._scenes.show(shot["steps"])
        self._stage.tell_progress(self._window)
        path = self._out / f"{shot['name']}.png"
        (await self._still(width, height)).save(str(path))
        print(path.name, flush=True)

    async def _still(self, width: int, height: int) -> QImage:
        """Return a picture of the window once nothing moves any more."""
        await asyncio.sleep(_LEAST_REST_S)
        deadline, before = time.monotonic() + _MOST_REST_S, self._seen(width, height)
        while time.monotonic() < deadline:
            await asyncio.sleep(_LOOK_S)
            now = self._seen(width, height)
            if now == before:
                break
            before = now
        return before

    def _seen(self, width: int, height: int) -> QImage:
        return QGuiApplication.primaryScreen().grabWindow(0, 0, 0, width, height).toImage()

    def _look(self, shot: dict[str, Any]) -> None:
        settings = self._stage.demo.settings
        settings.put(THEME, shot["theme"])
        settings.put(SCALE, shot["scale"])
        settings.put(REDUCED_MOTION, value=True)
        settings.put(LANGUAGE, shot["language"])
        set_language(shot["language"])
        apply_look(self._window.theme, settings)
        self._window.retranslate()

    def _leave_anyway(self) -> None:
        """Answer the question whether to leave while something is being sent."""
        if self._window.sheets.top is not None:
            self._window.sheets.top.accept()


def main() -> int:
    """Play the demo, or as much of it as the stage wants, and follow the plan."""
    plan = json.load(sys.stdin)
    kept: list[Driver] = []
    tasks: list[asyncio.Task[None]] = []
    with demo_folder() as demo, tempfile.TemporaryDirectory(prefix="acervo-screens-") as folder:
        stage = Stage(demo, Path(folder))

        def made(window: Window) -> None:
            kept.append(Driver(plan, stage, window))
            tasks.append(asyncio.ensure_future(kept[0].run()))

        code = open_window(Wish(data_dir=demo.data, made=made), lambda core: _prepare(demo, core, plan["stage"]))
        for driver in kept:
            driver.raise_failure()
        return code


def _prepare(demo: Demo, core: Core, stage: str) -> None:
    if stage == "full":
        demo.prepare(core)
    elif stage != "nobody":
        demo.prepare_one(core)


if __name__ == "__main__":
    sys.exit(main())
