"""Opens the window: core, theme, panes, Qt's loop with asyncio on it, and everything ended in order."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import qasync
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from app.bootstrap import sounding
from app.bootstrap.core import Core
from app.bootstrap.running import Running
from app.domain.accounts import Instance
from app.domain.errors import CommandError
from app.domain.reasons import ErrorCode
from app.services.gateway import Gateway
from app.services.ports import Credentials
from app.services.setup import Setup
from app.system.locks import locked
from app.system.log_shelf import FileLogShelf
from app.system.paths import open_data_dir
from app.system.process import age_s, give_memory_back, resident_mb
from app.system.settings_file import NAME, SettingsFile
from app.ui.desktop.network import NetworkState
from app.ui.desktop.single_instance import FirstInstance, hand_over, meeting_place
from app.ui.desktop.stopping import StopSignal
from app.ui.look.theme import Theme
from app.ui.wiring.preferences import Language, apply_look
from app.ui.wiring.window import Behind, Window

_log = logging.getLogger("app.window")

_CHECKOUT = Path(__file__).parents[2]
_GUARD = "window.guard"
_READERS, _ERRANDS = 2, 4
_SWITCH_INTERVAL_S = 0.0005
"""A busy lane gives the interpreter back to the UI thread so soon; the usual five milliseconds are most of a frame."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """How long it took from the start of the process until the window was painted, and until it was usable."""

    window_ms: int
    usable_ms: int
    rss_mb: float
    media: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What the start was asked for.

    Attributes:
        files: to be handed to the window that runs already, or to this one.
        ready: called once the window is usable; then it closes. None: it stays.
        made: called with the window once it is on the screen; what takes screenshots drives it from there.
    """

    data_dir: Path | None = None
    language: str | None = None
    verbose: bool = False
    files: Sequence[str] = ()
    ready: Callable[[Readiness], None] | None = None
    made: Callable[[Window], None] | None = None


def open_window(wish: Wish, prepare: Callable[[Core], None] | None = None) -> int:
    """Show the window until the user leaves it, or hand the files to the one that is open; return the exit code.

    Args:
        prepare: called on a lane with the core before the accounts are looked for; the demo makes its own there.

    Raises:
        CommandError: code `data_dir`.
    """
    give_memory_back()
    app = _application()
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    paths = open_data_dir(str(wish.data_dir) if wish.data_dir is not None else None)
    place = meeting_place(paths.root)
    first = _first(place, paths.run / _GUARD, wish.files) if wish.ready is None else None
    if first is None and wish.ready is None:
        return 0
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop, ExitStack() as stack:
        if first is not None:
            stack.callback(first.close)
        core = stack.enter_context(Core(paths.root, verbose=wish.verbose))
        running = Running(core)
        # Once more, where something broke before the window could end it: its threads would keep the process.
        stack.callback(running.stop)
        return int(loop.run_until_complete(_stay(wish, core, running, first, prepare)))


def _first(place: str, guard: Path, files: Sequence[str]) -> FirstInstance | None:
    """Take the meeting place, or return None: a window is there, or about to be, and has the files.

    A file manager may start the program once for each file. The guard lets one of those begin to listen before the
    next one asks whether anybody does.

    Raises:
        CommandError: code `data_dir`: the guard cannot be had.
    """
    try:
        with locked(guard):
            return None if hand_over(place, files) else FirstInstance(place, answering=False)
    except OSError as error:
        raise CommandError(ErrorCode.DATA_DIR, "data-dir", f"it cannot be locked ({type(error).__name__})") from error


async def _stay(
    wish: Wish, core: Core, running: Running, first: FirstInstance | None, prepare: Callable[[Core], None] | None
) -> int:
    """Live until the user leaves."""
    left = asyncio.Event()
    do = asyncio.get_running_loop().run_in_executor
    settings = SettingsFile(core.paths.root / NAME)
    theme = Theme(resource_folder())
    apply_look(theme, settings)
    language = Language(settings, wish.language)
    language.apply()
    behind = _behind(core, settings, running)
    window = Window(theme, behind, language)
    stop, network = StopSignal(window), NetworkState(window)
    if first is not None:
        first.files_given.connect(window.give_files)
        first.answer()
    network.changed.connect(lambda online: window.set_network(online=online))
    stop.asked.connect(left.set)
    window.leaving.connect(left.set)
    window.usable.connect(lambda: _log.info("window_usable"))
    if wish.ready is not None:
        _report_when_ready(window, core, behind.read, wish.ready, left.set)
    window.frame.show()
    if prepare is not None:
        await do(behind.errands, prepare, core)
    window.load()
    if wish.made is not None:
        wish.made(window)
    if wish.files:
        window.give_files([str(Path(file).absolute()) for file in wish.files])
    await left.wait()
    if first is not None:
        first.close()
    window.close()
    window.frame.hide()
    await do(behind.errands, running.stop)
    await do(behind.errands, window.tidy)
    stop.close()
    for lane in (behind.read, behind.errands):
        lane.shutdown(wait=True, cancel_futures=True)
    window.frame.deleteLater()
    return 0


def _behind(core: Core, settings: SettingsFile, running: Running) -> Behind:
    return Behind(
        settings=settings,
        setup=_setup(core),
        work=running,
        bus=core.bus,
        read=ThreadPoolExecutor(_READERS, "read"),
        errands=ThreadPoolExecutor(_ERRANDS, "errand"),
        usual=lambda: {name: facts.base_url for name, facts in core.providers.items()},
        demo=[sys.executable, "-m", "app", "--demo"],
        sounds=sounding.command(),
        folder=core.paths.run,
        disk=lambda ref: core.premises.disk(ref),
        logs=FileLogShelf(core.paths.log),
    )


def resource_folder() -> Path:
    """Return the folder of icons and look: inside the installed package, else of the source checkout."""
    installed = Path(str(resources.files("app"))) / "resources"
    return installed if (installed / "icons").is_dir() else _CHECKOUT / "resources"


def _application() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("Acervo")
    app.setDesktopFileName("acervo")
    app.setStyle("fusion")
    app.setQuitOnLastWindowClosed(False)
    return app


def _setup(core: Core) -> Setup:
    def trial(instance: Instance, credentials: Credentials) -> Gateway:
        from app.whatsapp.registry import make_gateway

        return make_gateway(instance, lambda: credentials)

    # The services are asked for when they are first used: their imports must not hold the first paint up.
    return Setup(lambda: core.accounts, trial, lambda ref, credentials: core.secrets.give(ref, credentials))


class _FirstPaint(QObject):
    """Notes when a window was first painted."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.at_s: float | None = None
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Look for the first paint."""
        if self.at_s is None and event.type() == QEvent.Type.Paint:
            self.at_s = age_s()
            watched.removeEventFilter(self)
        return False


def _report_when_ready(
    window: Window, core: Core, lane: Executor, ready: Callable[[Readiness], None], leave: Callable[[], None]
) -> None:
    """Measure from the start of the process."""
    paint = _FirstPaint(window.frame.rail)

    def usable() -> None:
        usable_s, rss_mb = age_s(), round(resident_mb(), 1)
        shown_s = paint.at_s or usable_s

        def counted(done: object) -> None:
            media = int(getattr(done, "result", lambda: 0)())
            ready(Readiness(round(shown_s * 1000), round(usable_s * 1000), rss_mb, media))
            leave()

        future = asyncio.get_running_loop().run_in_executor(lane, _media, core)
        future.add_done_callback(counted)

    window.usable.connect(usable)


def _media(core: Core) -> int:
    """Count the media of all instances."""
    return core.statistics.of([instance.ref for instance in core.accounts.instances()]).media
