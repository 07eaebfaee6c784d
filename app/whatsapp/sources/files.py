"""Payloads from a file, for `acervo ingest`: the form is found by content, not by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from app.domain.errors import CommandError
from app.domain.reasons import ErrorCode
from app.services.inbox import BadInput
from app.services.ports import Json
from app.whatsapp.sources.json_stream import read_values

_HEAD_BYTES = 4096
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SQLITE = b"SQLite format 3\x00"
_LIBRARY = ("media_storage", "media_database.db")


def read_payloads(stream: BinaryIO) -> Iterator[tuple[int, Json | BadInput]]:
    """Yield what a stream holds, each with its place counted from 0: one JSON value, an array's items, or NDJSON.

    UTF-8 and UTF-16. What is no payload comes as `BadInput` in its place: a bad line spoils itself, a broken item of an
    array itself and what follows, a value over 64,000,000 characters or nested deeper than 100 itself.

    Raises:
        CommandError: `not_yet`: a WhatsApp export (zip) or a database.
        OSError: the stream cannot be read; may come while iterating.
    """
    head = _head(stream)
    if head.startswith(_ZIP):
        raise CommandError(ErrorCode.NOT_YET, "file", "a zip archive, as WhatsApp exports chats")
    if head.startswith(_SQLITE):
        raise CommandError(ErrorCode.NOT_YET, "file", "a database")
    return enumerate(read_values(stream, head))


def open_payloads(path: Path) -> BinaryIO:
    """Open a file for `read_payloads`.

    Raises:
        CommandError: `not_yet` for the folder of an older program's library, `not_found`, or `bad_input` for another
            folder and for a file that cannot be opened.
    """
    if path.is_dir():
        if path.name in _LIBRARY or any((path / name).exists() for name in _LIBRARY):
            raise CommandError(ErrorCode.NOT_YET, "file", "a folder with an older program's library")
        raise CommandError(ErrorCode.BAD_INPUT, "file", "a folder without a library")
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise CommandError(ErrorCode.NOT_FOUND, "file", "there is no such file") from error
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "no file name"
        raise CommandError(ErrorCode.BAD_INPUT, "file", f"it cannot be opened ({why})") from error


def _head(stream: BinaryIO) -> bytes:
    """Return the first bytes, more than one read of a slow pipe gives, or all of a short stream."""
    head = b""
    while len(head) < _HEAD_BYTES and (more := stream.read(_HEAD_BYTES - len(head))):
        head += more
    return head
