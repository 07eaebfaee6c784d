"""The real window as a process of its own on a desktop: started, found, asked to close, and held to its promises."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext, suppress
from pathlib import Path
from types import TracebackType

import psutil

from tests.support.cli import ROOT, Acervo
from tests.support.desktop import complaints
from tests.support.desktop.screen import Desktop
from tests.support.desktop.tree import Tree

_LAUNCH = Path(__file__).with_name("launch.py")
_START_S = 40.0
_END_S = 20.0
_CHILD_END_S = 3.0
_TIMES_ASKED, _ANSWER_S = 3, 4.0
_POLL_S = 0.03
_USABLE = '"window_usable"'


class WindowProcess:
    """A started window: `with WindowProcess(desktop, data_dir) as window: window.wait_usable(); …`.

    Leaving asks it to close as a user does and waits. It fails where the window does not end, ends badly, leaves
    threads or processes behind, or where Qt, Python or the program's own log complained of something that `allow` does
    not name. After a failure in the block it is only ended.

    Args:
        arguments: of the command line, after `--data-dir`.
        environment: more variables.
        allow: regular expressions for the complaints that are expected.
        program: what Python is to run; without, the program and nothing else.

    Attributes:
        tree: what it tells of itself; there from the first use on.
        allow: may be added to on the way.
    """

    def __init__(
        self,
        desktop: Desktop,
        data_dir: Path,
        *arguments: str,
        environment: Mapping[str, str] | None = None,
        allow: Sequence[str] = (),
        size: tuple[int, int] | None = (1280, 800),
        program: Sequence[str] = ("-P", str(_LAUNCH)),
    ) -> None:
        self._desktop, self._data_dir, self._size = desktop, data_dir, size
        self.allow = list(allow)
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `_close`
        self._older = complaints.sizes(self.logs)
        own = Acervo(data_dir).environment
        env = {**{name: value for name, value in own.items() if name.startswith(("ACERVO_", "PYTHON"))}}
        self._env = {**desktop.env, **env, "QT_MESSAGE_PATTERN": complaints.PATTERN, "PYTHONFAULTHANDLER": "1"}
        self._env.update(environment or {})
        self._process = subprocess.Popen(
            [sys.executable, *program, "--data-dir", str(data_dir), *arguments],
            cwd=ROOT,
            env=self._env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._stderr,
        )
        self._tree: Tree | None = None
        self._window = ""
        self._said = ""

    def __enter__(self) -> WindowProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._stderr.closed:
            return
        if kind is None:
            self.end()
            return
        self._keep_picture()
        self.end_quietly()
        if error is not None and self.complaints:
            error.add_note(f"the window complained:\n{self.complaints}")

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def logs(self) -> Path:
        """The folder of its log files."""
        return self._data_dir / "log"

    @property
    def tree(self) -> Tree:
        """What it tells of itself."""
        if self._tree is None:
            self._tree = Tree(self._desktop.bus, self.pid)
        return self._tree

    @property
    def running(self) -> bool:
        """Return whether it has not ended."""
        return self._process.poll() is None

    @property
    def stderr(self) -> str:
        """What it wrote to stderr so far."""
        if not self._stderr.closed:
            self._stderr.seek(0)
            self._said = self._stderr.read().decode(errors="replace")
        return self._said

    @property
    def complaints(self) -> str:
        """What it complained of that nobody expected, a line each."""
        return complaints.unexpected(self.stderr, self.logs, self.allow, after=self._older)

    def wait_usable(self, timeout_s: float = _START_S) -> WindowProcess:
        """Wait until it is on the screen, has opened the account in front, and tells of itself."""
        deadline = time.monotonic() + timeout_s
        while not self._logged_usable():
            assert self.running, f"the window ended with {self._process.returncode}:\n{self.stderr}"
            assert time.monotonic() < deadline, f"the window was not usable in {timeout_s:g} s:\n{self.stderr}"
            time.sleep(_POLL_S)
        window = self._window = self._desktop.window_of(self.pid)
        if self._size is not None:
            self._desktop.place(window, *self._size)
        self.tree.find("frame", timeout_s=timeout_s)
        return self

    def ask_to_close(self) -> None:
        """Close its window as a user does; it may have something to say first."""
        self._desktop.bring_to_front(self._window or self._desktop.window_of(self.pid))
        self._desktop.hands.key("alt+F4")

    def end(self, timeout_s: float = _END_S) -> None:
        """Close the window, wait for the process, and judge what it left behind."""
        family = self._family()
        # A key may get lost while the window manager is busy with another window, a tooltip for one.
        for again in range(_TIMES_ASKED):
            if self.running:
                # Asked again, the window may be gone already while its process still ends.
                with suppress(AssertionError) if again else nullcontext():
                    self.ask_to_close()
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(_ANSWER_S)
        self.wait_end(timeout_s)
        # Python's own resource tracker notices only by the end of the window that it is not needed any more.
        alive = _still_running(family)
        left = [child.name() for child in alive]
        for child in alive:
            with suppress(psutil.NoSuchProcess):
                child.kill()
        said = self.complaints
        self._close()
        assert not left, f"processes stayed after the window: {left}"
        assert self._process.returncode == 0, f"the window ended with {self._process.returncode}:\n{said}"
        assert not said, f"the window complained:\n{said}"

    def wait_end(self, timeout_s: float = _END_S) -> int:
        """Wait until the process has ended and return its exit code; where it stays, say what its threads do."""
        try:
            return self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self._process.send_signal(signal.SIGABRT)
            self._process.wait()
            self._close()
            raise AssertionError(f"the window did not end in {timeout_s:g} s:\n{self._said}") from None

    def kill(self) -> None:
        """End it without warning (SIGKILL), as a crash would; its logs are judged all the same."""
        self.die(lambda: True)

    def die(self, ripe: Callable[[], bool], timeout_s: float = _START_S) -> None:
        """Kill it (SIGKILL) as soon as `ripe` says so, unless it dies by itself; what it had started must end, too."""
        deadline = time.monotonic() + timeout_s
        family, said = set(self._family()), self.stderr
        while self.running and not ripe():
            assert time.monotonic() < deadline, f"the moment to die did not come in {timeout_s:g} s:\n{self.stderr}"
            time.sleep(_POLL_S)
            family.update(self._family())
            # What comes after its death is of Python's other processes, which miss it.
            said = self.stderr if self.running else said
        self._process.kill()
        self._process.wait()
        alive = _still_running(family)
        left = [child.name() for child in alive]
        for child in alive:
            child.kill()
        said = complaints.unexpected(said, self.logs, self.allow, after=self._older)
        self._close()
        assert not left, f"processes stayed after the window was killed: {left}"
        assert not said, f"the window complained before it was killed:\n{said}"

    def _keep_picture(self) -> None:
        """Keep a picture of the screen of a journey that failed, in the folder that `ACERVO_PICTURES` names."""
        folder, test = os.environ.get("ACERVO_PICTURES"), os.environ.get("PYTEST_CURRENT_TEST", "")
        if folder:
            name = test.rpartition("::")[2].partition(" ")[0] or "window"
            self._desktop.screenshot(Path(folder) / f"{name}.png")

    def _logged_usable(self) -> bool:
        file = self.logs / "window.jsonl"
        return file.exists() and _USABLE in file.read_bytes()[self._older.get(file, 0) :].decode(errors="replace")

    def _family(self) -> list[psutil.Process]:
        try:
            return psutil.Process(self.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []

    def end_quietly(self) -> None:
        """End it by its id if it runs, and judge nothing."""
        if self._stderr.closed:
            return
        family = self._family()
        self._process.terminate()
        try:
            self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self._process.send_signal(signal.SIGABRT)
            self._process.wait()
        for child in family:
            with suppress(psutil.NoSuchProcess):
                child.kill()
        self._close()

    def _close(self) -> None:
        if self._tree is not None:
            self._tree.close()
            self._tree = None
        _said = self.stderr
        self._stderr.close()


def _still_running(family: Iterable[psutil.Process]) -> list[psutil.Process]:
    """Return the processes that do not end in a little while; one that waits to be buried has ended."""
    deadline = time.monotonic() + _CHILD_END_S
    while (alive := [child for child in family if _runs(child)]) and time.monotonic() < deadline:
        time.sleep(_POLL_S)
    return alive


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
