"""Takes from other programs what is dropped or pasted: files first, else a picture."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage


def paths_in(data: QMimeData) -> list[Path]:
    """Return the local files and folders that are dragged or on the clipboard."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile() and url.toLocalFile()]


def image_in(data: QMimeData) -> QImage | None:
    """Return the picture that is dragged or on the clipboard, None where there is none."""
    if not data.hasImage():
        return None
    image = QImage(data.imageData())
    return None if image.isNull() else image
