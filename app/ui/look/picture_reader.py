"""Opens pictures for decoding, on any thread, by what their first bytes say and by no guessing of Qt's.

Left alone, Qt asks every plugin it has whether it knows the bytes, with the interpreter's lock held. That of SVG makes
a connection for it, which waits for a lock that the UI thread may hold while it waits for the interpreter: for ever
(seen with PySide6 6.11.3). And what a stranger sent is not to be guessed at.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader

_HEAD_BYTES = 16
_FORMS = (
    (b"\xff\xd8\xff", b"jpeg"),
    (b"\x89PNG\r\n\x1a\n", b"png"),
    (b"GIF8", b"gif"),
    (b"BM", b"bmp"),
    (b"II*\0", b"tiff"),
    (b"MM\0*", b"tiff"),
)
_UNKNOWN = b"none"
"""No plugin has this name, so nothing is decoded."""


def qt_form_of(source: Path | bytes) -> bytes:
    """Return Qt's name of the format that a picture begins with; one that nothing decodes where it is not known."""
    head = source[:_HEAD_BYTES] if isinstance(source, bytes) else _head(source)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return b"webp"
    return next((form for magic, form in _FORMS if head.startswith(magic)), _UNKNOWN)


def reader_of(source: Path | bytes) -> tuple[QImageReader, QBuffer | None]:
    """Return a reader of a picture, turned as its camera was held, and the buffer that must live as long as it.

    It reads a null image where there is nothing to decode, or no file.
    """
    if isinstance(source, Path):
        reader, buffer = QImageReader(str(source), QByteArray(qt_form_of(source))), None
    else:
        buffer = QBuffer()
        buffer.setData(QByteArray(source))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        reader = QImageReader(buffer, QByteArray(qt_form_of(source)))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    return reader, buffer


def picture_of(data: bytes) -> QImage:
    """Return a picture whole; a null image where it cannot be read."""
    reader, _buffer = reader_of(data)
    return reader.read()


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(_HEAD_BYTES)
    except OSError:
        return b""
