"""Crash reports: where in the program something broke, without the values it was working on.

An exception's own text may quote a customer's data, so a report holds types, codes and places only. A crash of the
interpreter itself is written by `faulthandler`, which knows no values either.
"""

from __future__ import annotations

import platform
import sys
import threading
import time
import traceback
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from app import __version__
from app.domain.errors import CommandError, RefusedError, UnavailableError
from app.system.faults import FaultFile
from app.texts import _

_KEPT = 20
_DEEPEST = 20


def write_report(folder: Path, error: BaseException) -> Path | None:
    """Write a report of an error with its causes and return its path, None where it could not be written."""
    moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    path = folder / f"crash-{moment}-{uuid.uuid4().hex[:8]}.txt"
    try:
        path.write_text("\n".join([*_circumstances(), *described(error)]) + "\n", encoding="utf-8")
    except OSError:
        return None
    _prune(folder)
    return path


def described(error: BaseException) -> Iterator[str]:
    """Describe an error and its causes, outermost first: types, codes and places, no values."""
    seen: set[int] = set()
    following: list[tuple[str, BaseException]] = [("error", error)]
    while following and len(seen) < _DEEPEST:
        relation, current = following.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield f"{relation}: {type(current).__module__}.{type(current).__qualname__}{_code(current)}"
        yield from _places(current.__traceback__)
        following += _related(current)


class CrashReports:
    """Reports everything that nobody caught, until `close`.

    Args:
        folder: where reports go; it exists.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self._from_main
        threading.excepthook = self._from_thread
        sys.unraisablehook = self._from_nowhere
        self._faults = FaultFile(folder / "faults.txt")

    def close(self) -> None:
        """Stop reporting."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        self._faults.close()

    def _from_main(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        self._tell(write_report(self._folder, error))

    def _from_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None and not isinstance(caught.exc_value, SystemExit):
            self._tell(write_report(self._folder, caught.exc_value))

    def _from_nowhere(self, caught: sys.UnraisableHookArgs) -> None:
        """Report an error of a destructor or callback; the program goes on, so nobody is told."""
        if caught.exc_value is not None:
            write_report(self._folder, caught.exc_value)

    def _tell(self, report: Path | None) -> None:
        sentence = _("Something went wrong inside Acervo. A report was written to {path}.").format(path=report or "-")
        # A program without a terminal (a window started by a click) has no stderr.
        with suppress(OSError, ValueError, AttributeError):
            sys.stderr.write(f"{sentence}\n")


def _circumstances() -> list[str]:
    threads = ", ".join(sorted(thread.name for thread in threading.enumerate()))
    return [
        f"Acervo {__version__}",
        f"Python {platform.python_version()} on {platform.system()} {platform.release()} {platform.machine()}",
        f"threads: {threads}",
        "",
    ]


def _code(error: BaseException) -> str:
    """Return the stable code of an error of ours, or the number of a system error."""
    match error:
        case RefusedError() | UnavailableError():
            return f" [{error.reason.value}]"
        case CommandError():
            return f" [{error.code.value} {error.field}]".replace(" ]", "]")
        case OSError():
            return f" [errno {error.errno}]"
        case _:
            return ""


def _places(trace: TracebackType | None) -> Iterator[str]:
    """Name file, line and function of each step; of a path only its end, which names no user of this computer."""
    for frame in traceback.extract_tb(trace):
        yield f"  {'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} in {frame.name}"


def _related(error: BaseException) -> list[tuple[str, BaseException]]:
    related: list[tuple[str, BaseException]] = []
    if isinstance(error, BaseExceptionGroup):
        related += [("one of the group", member) for member in error.exceptions]
    if error.__cause__ is not None:
        related.append(("caused by", error.__cause__))
    elif error.__context__ is not None and not error.__suppress_context__:
        related.append(("while handling", error.__context__))
    return related


def _prune(folder: Path) -> None:
    """Keep the newest reports; names sort by time."""
    for old in sorted(folder.glob("crash-*.txt"))[:-_KEPT]:
        with suppress(OSError):
            old.unlink()
