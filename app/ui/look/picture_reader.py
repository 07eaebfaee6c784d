"""Decodes pictures, on any thread, by what their first bytes say and by no guessing of Qt's.

Two things that Qt does would hold window and workers up for ever (both seen with PySide6 6.11.3):

- Left to guess, it asks every plugin it has, with the interpreter's lock held. That of SVG makes a connection for it,
  which waits for a lock that the UI thread may hold while it waits for the interpreter.
- While it looks for a plugin it holds a lock of its own and asks the device. A `QBuffer` made in Python answers only
  once it has the interpreter, which another thread may hold that waits for Qt's lock. So bytes go to Qt as bytes, and
  files as paths: the devices of these are Qt's own.

And what a stranger sent is not to be guessed at.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QImageReader

_HEAD_BYTES = 16
_FORMS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
)
_UNKNOWN = "none"
"""No plugin has this name, so nothing is decoded."""
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""The markers of a JPEG that tell its size (ITU T.81, B.1.1.3)."""


def qt_form_of(source: Path | bytes) -> str:
    """Return Qt's name of the format that a picture begins with; one that nothing decodes where it is not known."""
    head = source[:_HEAD_BYTES] if isinstance(source, bytes) else _head(source)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    return next((form for magic, form in _FORMS if head.startswith(magic)), _UNKNOWN)


def reader_of(path: Path) -> QImageReader:
    """Return a reader of a picture file, turned as its camera was held.

    It reads a null image where there is nothing to decode, or no file.
    """
    reader = QImageReader(str(path), QByteArray(qt_form_of(path).encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    return reader


def picture_of(data: bytes) -> QImage:
    """Return a picture whole, as it is stored; a null image where it cannot be read."""
    form = qt_form_of(data)
    # PySide6 6.11 declares bytes for the format and takes text only.
    return QImage() if form == _UNKNOWN else QImage.fromData(data, cast(Any, form))


def jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a JPEG in pixels without decoding it, None where they cannot be found."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker in _FRAMES:
            return int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        if length < 2:
            return None
        at += 2 + length
    return None


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(_HEAD_BYTES)
    except OSError:
        return b""
