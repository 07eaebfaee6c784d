"""Hands files to other programs: by a drag out of the window, on the clipboard, or shown in the file manager."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from operator import methodcaller
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDrag, QGuiApplication, QPixmap
from PySide6.QtWidgets import QWidget

from app.ui.look.picture_reader import reader_of

_LARGEST_PICTURE_BYTES = 30_000_000
_AWAY = 14
# Qt has no other way to begin a drag than a call that returns when it is over. Unlike a dialog it holds no coroutine
# up: the window's own waits for its end alone, and asyncio goes on inside Qt's loop meanwhile.
_begin = methodcaller("exec", Qt.DropAction.CopyAction)


def drag_out(source: QWidget, paths: Sequence[Path], badge: QPixmap) -> None:
    """Let the user drop these files somewhere; always as copies. Returns when the drag is over.

    Args:
        badge: drawn beside the pointer.
    """
    drag = QDrag(source)
    drag.setMimeData(_urls(paths))
    drag.setPixmap(badge)
    drag.setHotSpot(QPoint(-_AWAY, -_AWAY))
    _begin(drag)


def copy_out(paths: Sequence[Path]) -> None:
    """Put files on the clipboard; a single picture also as its pixels, for programs that take no files."""
    data = _urls(paths)
    if len(paths) == 1 and paths[0].stat().st_size <= _LARGEST_PICTURE_BYTES:
        picture = reader_of(paths[0]).read()
        if not picture.isNull():
            data.setImageData(picture)
    QGuiApplication.clipboard().setMimeData(data)


def reveal(path: Path) -> None:
    """Show a file in the file manager, chosen where the system can do that."""
    if sys.platform == "win32":
        subprocess.Popen(["explorer", f"/select,{path}"])  # noqa: S607 - found where Windows keeps it
    elif sys.platform == "darwin":
        subprocess.Popen(["open", "-R", str(path)])  # noqa: S607 - found where macOS keeps it
    else:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def _urls(paths: Sequence[Path]) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data
