"""Deciding what a file is by its content alone (product 4.4), for hostile bytes from anywhere.

Reads the two ends of the file and, for ZIP and OLE2, their directories; never more, and nothing is unpacked.
"""

from __future__ import annotations

from dataclasses import replace
from typing import BinaryIO

from app.domain import filetypes as ft
from app.domain.filetypes import FileType
from app.domain.kinds import MediaKind
from app.domain.magic import PDF_WITHIN, by_magic
from app.domain.mimes import canonical, extension_of
from app.domain.programs import by_name
from app.domain.textual import by_text, decoded, looks_like_table
from app.media.compound import compound_type
from app.media.judgement import Judgement, Verdict, judge
from app.media.polyglot import second_type
from app.media.window import Window, read_window
from app.media.zipdirectory import find_directory, zip_type

__all__ = ["FileType", "Judgement", "Verdict", "judge", "sniff"]

_TABLE_NAMES = frozenset({"csv", "tsv"})
_DISK_IMAGE_TRAILER_BYTES = 512


def sniff(stream: BinaryIO, *, name: str = "", size_bytes: int) -> FileType:
    """Return what the bytes are.

    Args:
        stream: seekable; its position is moved.
        name: asked only where the content leaves it open: whether a text is a script, which text it is.
        size_bytes: length of the stream.

    Raises:
        RefusedError: only what the stream itself raises. Every content has an answer, if only `UNKNOWN`.
    """
    if size_bytes <= 0:
        return ft.EMPTY
    window = read_window(stream, size_bytes)
    extension = extension_of(name)
    magic = by_magic(window.head)
    found = _inside(stream, window, magic) if magic else _without_magic(stream, window, extension)
    if found.generic and not found.dangerous:
        found = by_name(extension) or found
    if found.dangerous:
        return found
    hidden = second_type(stream, window, found, zip_based=magic is ft.ZIP)
    return replace(found, hidden=hidden) if hidden else found


def _inside(stream: BinaryIO, window: Window, magic: FileType) -> FileType:
    if magic is ft.ZIP:
        return zip_type(stream, window)
    return compound_type(stream, window.head) if magic is ft.OLE2 else magic


def _without_magic(stream: BinaryIO, window: Window, extension: str) -> FileType:
    if window.tail[-_DISK_IMAGE_TRAILER_BYTES:].startswith(b"koly"):
        return ft.DISK_IMAGE
    text = decoded(window.head)
    if text is not None:
        return _written(text, extension, whole=window.whole)
    if b"%PDF-" in window.head[:PDF_WITHIN]:
        return ft.PDF
    directory = find_directory(stream, window)
    if directory and directory.at_end:
        return zip_type(stream, window)
    return _by_library(window.head) or ft.UNKNOWN


def _written(text: str, extension: str, *, whole: bool) -> FileType:
    found = by_text(text, whole=whole)
    if found is ft.HTML and extension == "hta":
        return ft.HTML_APPLICATION
    table = extension in _TABLE_NAMES or (not extension and looks_like_table(text))
    return ft.CSV if found is ft.TEXT and table else found


def _by_library(head: bytes) -> FileType | None:
    """Ask `filetype` for the rarer formats (PSD, fonts, SQLite); what it calls sound or a picture is that family."""
    import filetype

    guess = filetype.guess(head)
    if guess is None:
        return None
    if row := ft.by_mime(canonical(guess.mime)):
        return row if row.dangerous else None
    family = guess.mime.partition("/")[0]
    known = family in (MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.AUDIO)
    return FileType(guess.mime, guess.extension, MediaKind(family) if known else MediaKind.DOCUMENT)
