"""What is in a ZIP, from its central directory alone, and which of the formats built on ZIP that makes it.

Nothing is unpacked and the directory is read up to a cap, so neither a bomb nor a directory of millions costs anything.
Layout: PKWARE APPNOTE 4.3.12 (directory entry) and 4.3.16 (end record).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from app.domain import filetypes as ft
from app.domain.programs import holds_programs
from app.media.window import Window, read_at

_END = b"PK\x05\x06"
_ENTRY = b"PK\x01\x02"
_LOCAL = b"PK\x03\x04"
_END_BYTES, _ENTRY_BYTES, _LOCAL_BYTES = 22, 46, 30
_DIRECTORY_CAP_BYTES = 1024 * 1024
_MOST_END_RECORDS = 64
_ZIP64_END_BYTES = 56 + 20

_OFFICE = (("word/", ft.DOCX, ft.DOCM), ("xl/", ft.XLSX, ft.XLSM), ("ppt/", ft.PPTX, ft.PPTM))
_BY_MEMBER = (
    ("AndroidManifest.xml", ft.ANDROID_APP),
    ("AppxManifest.xml", ft.APP_PACKAGE),
    ("AppxMetadata/AppxBundleManifest.xml", ft.APP_PACKAGE),
    ("META-INF/MANIFEST.MF", ft.JAVA_ARCHIVE),
    ("animation/animation.json", ft.LOTTIE_STICKER),
    ("META-INF/container.xml", ft.EPUB),
)
_BY_MIMETYPE = {row.mime.encode(): row for row in (ft.ODT, ft.ODS, ft.ODP, ft.ODG, ft.EPUB)}


@dataclass(frozen=True, slots=True)
class Directory:
    """Where a ZIP's directory lies.

    Attributes:
        offset: in the file.
        at_end: nothing follows the end record but its own comment.
    """

    offset: int
    size_bytes: int
    at_end: bool


def find_directory(stream: BinaryIO, window: Window) -> Directory | None:
    """Find the central directory at the end of any file, also of one that begins as something else."""
    at = window.tail.rfind(_END)
    for _ in range(_MOST_END_RECORDS):
        if at < 0:
            return None
        if directory := _directory_before(stream, window, at):
            return directory
        at = window.tail.rfind(_END, 0, at)
    return None


def _directory_before(stream: BinaryIO, window: Window, at: int) -> Directory | None:
    record, end = window.tail[at : at + _END_BYTES], window.tail_at + at
    if len(record) < _END_BYTES:
        return None
    size, comment = int.from_bytes(record[12:16], "little"), int.from_bytes(record[20:22], "little")
    for between in (0, _ZIP64_END_BYTES):
        offset = end - size - between
        if size > _ENTRY_BYTES and offset >= 0 and read_at(stream, offset, len(_ENTRY)) == _ENTRY:
            return Directory(offset, size, at_end=end + _END_BYTES + comment >= window.size_bytes)
    return None


def member_names(stream: BinaryIO, window: Window) -> list[str]:
    """Return the names in the directory; of a damaged or ZIP64 file those of the members in the head."""
    directory = find_directory(stream, window)
    if directory:
        block = read_at(stream, directory.offset, min(directory.size_bytes, _DIRECTORY_CAP_BYTES))
        if names := list(_entries(block)):
            return names
    return list(_local_names(window.head))


def zip_type(stream: BinaryIO, window: Window) -> ft.FileType:
    """Return what a ZIP is by the names of its members."""
    names = member_names(stream, window)
    found = _by_names(names) or _by_mimetype(window.head) or ft.ZIP
    return replace(found, active=True) if found is ft.ZIP and holds_programs(names) else found


def _by_names(names: list[str]) -> ft.FileType | None:
    if "[Content_Types].xml" in names:
        return _office(names)
    if any(name.startswith("Payload/") and ".app/" in name for name in names):
        return ft.APP_PACKAGE
    present = frozenset(names)
    return next((row for member, row in _BY_MEMBER if member in present), None)


def _office(names: list[str]) -> ft.FileType:
    if "AppxManifest.xml" in names or "AppxMetadata/AppxBundleManifest.xml" in names:
        return ft.APP_PACKAGE
    if "xl/workbook.bin" in names:
        return replace(ft.XLSB, active=any(name.endswith("vbaProject.bin") for name in names))
    for folder, plain, with_macros in _OFFICE:
        if any(name.startswith(folder) for name in names):
            return with_macros if any(name.endswith("vbaProject.bin") for name in names) else plain
    return ft.OPC


def _by_mimetype(head: bytes) -> ft.FileType | None:
    """Read the first member of an OpenDocument or EPUB file: `mimetype`, stored (ODF 1.3 part 2, 3.3)."""
    if head[_LOCAL_BYTES:38] != b"mimetype" or head[8:10] != b"\x00\x00":
        return None
    start = 38 + int.from_bytes(head[28:30], "little")
    content = head[start : start + 80]
    return next((row for mime, row in _BY_MIMETYPE.items() if content.startswith(mime)), None)


def _entries(block: bytes) -> Iterator[str]:
    at = 0
    while block[at : at + 4] == _ENTRY and at + _ENTRY_BYTES <= len(block):
        name, extra, comment = (int.from_bytes(block[at + n : at + n + 2], "little") for n in (28, 30, 32))
        yield _name(block[at + _ENTRY_BYTES : at + _ENTRY_BYTES + name])
        at += _ENTRY_BYTES + name + extra + comment


def _local_names(head: bytes) -> Iterator[str]:
    at = head.find(_LOCAL)
    while at >= 0:
        size = int.from_bytes(head[at + 26 : at + 28], "little")
        yield _name(head[at + _LOCAL_BYTES : at + _LOCAL_BYTES + size])
        at = head.find(_LOCAL, at + len(_LOCAL))


def _name(raw: bytes) -> str:
    return raw.decode("utf-8", errors="replace").replace("\\", "/")
