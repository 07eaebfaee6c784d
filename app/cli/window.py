"""`acervo` without a verb: opens the window, hands files to the one that is open, or plays the demo."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.output import Answer
from app.cli.session import Session
from app.domain.errors import CommandError
from app.domain.reasons import ErrorCode
from app.texts import _

if TYPE_CHECKING:
    from app.bootstrap.core import Core
    from app.bootstrap.window import Readiness


def mean_files(words: Sequence[str]) -> bool:
    """Tell whether words that begin with no verb are files for the window; False where they look like a wrong verb.

    Raises:
        CommandError: `not_found`, field `FILE`: one of them is not there; then none of them is taken.
    """
    # Not `Path.exists`, which raises for a word that no file can be called.
    missing = [word for word in words if not os.path.exists(word)]  # noqa: PTH110
    if not missing:
        return True
    if words[0].startswith("-") or not (len(missing) < len(words) or _looks_like_a_file(words[0])):
        return False
    raise CommandError(ErrorCode.NOT_FOUND, "FILE", _("there is no {file}").format(file=missing[0]))


def _looks_like_a_file(word: str) -> bool:
    return bool(Path(word).suffix) or Path(word).name != word


def open_window(
    session: Session, files: Sequence[str] = (), *, demo: bool = False, exit_when_ready: bool = False
) -> Answer | int:
    """Show the window until the user leaves it.

    Raises:
        CommandError: `not_found`, field `window`: this session has no screen, or its libraries are not installed.
    """
    if not _has_screen():
        raise CommandError(ErrorCode.NOT_FOUND, "window", _("this session has no screen"))
    try:
        from app.bootstrap.window import Wish, open_window
    except ImportError as error:
        detail = _("its libraries are not installed ({name})").format(name=error.name or type(error).__name__)
        raise CommandError(ErrorCode.NOT_FOUND, "window", detail) from error
    found: list[Readiness] = []
    options = session.options
    wish = Wish(
        data_dir=options.data_dir,
        language=options.lang,
        verbose=options.verbose > 0,
        files=files,
        ready=found.append if exit_when_ready else None,
    )
    with ExitStack() as stack:
        if demo:
            code = _demo(stack, session, wish, open_window)
        else:
            code = open_window(wish, lambda core: _remember(session, core))
    return _answer(found[0]) if found else code


def _has_screen() -> bool:
    """Tell whether a window can be shown; without a screen Qt would end the whole process on Linux."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _demo(stack: ExitStack, session: Session, wish: Any, open_window: Any) -> int:
    from dataclasses import replace

    from app.bootstrap.demo.play import demo_folder

    played = stack.enter_context(demo_folder())

    def prepare(core: Core) -> None:
        _remember(session, core)
        played.prepare(core)

    return int(open_window(replace(wish, data_dir=played.data), prepare))


def _remember(session: Session, core: Core) -> None:
    """Note where a crash report of this run goes."""
    session.crash_folder = core.paths.log


def _answer(readiness: Readiness) -> Answer:
    def view() -> list[str]:
        words = _("Painted after {window} ms, usable after {usable} ms, {memory} MB in memory, {media} media.")
        return [
            words.format(
                window=readiness.window_ms,
                usable=readiness.usable_ms,
                memory=readiness.rss_mb,
                media=readiness.media,
            )
        ]

    return Answer(asdict(readiness), view)
