"""What is in an OLE2 compound file (DOC, XLS, PPT, MSG, MSI, encrypted DOCX), from its directory alone.

Layout: [MS-CFB] 2.2 header, 2.3 sector chains, 2.6 directory. The walk is bounded, so a chain that bites its tail ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from app.domain import filetypes as ft
from app.media.window import read_at

_ENTRY_BYTES = 128
_MOST_DIRECTORY_SECTORS = 64
_IN_HEADER = 109
_LAST_SECTOR = 0xFFFFFFFA
_INSTALLER_CLASSES = tuple(bytes([low]) + bytes.fromhex("100c0000000000c000000000000046") for low in (0x82, 0x84, 0x86))
"""CLSIDs {000C1082…}, {000C1084…}, {000C1086…}: transform, installer database, patch. The last fourteen bytes agree."""
_INSTALLER_TABLE = "\u4840"
"""First character of every table stream of an installer database."""

_BY_STREAM = (
    ("EncryptedPackage", ft.SEALED_OFFICE),
    ("WordDocument", ft.DOC),
    ("Workbook", ft.XLS),
    ("Book", ft.XLS),
    ("PowerPoint Document", ft.PPT),
    ("__properties_version1.0", ft.MSG),
)
_MACRO_STREAMS = frozenset({"VBA", "_VBA_PROJECT", "Macros", "_VBA_PROJECT_CUR"})


def compound_type(stream: BinaryIO, head: bytes) -> ft.FileType:
    """Return what an OLE2 file is by the names of its streams."""
    entries = list(_entries(stream, head))
    names = frozenset(name for name, _ in entries)
    if any(clsid in _INSTALLER_CLASSES or name.startswith(_INSTALLER_TABLE) for name, clsid in entries):
        return ft.INSTALLER
    found = next((row for name, row in _BY_STREAM if name in names), ft.OLE2)
    return replace(found, active=True) if names & _MACRO_STREAMS else found


def _entries(stream: BinaryIO, head: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and class id of each storage and stream."""
    for sector in _directory_sectors(stream, head):
        for at in range(0, len(sector) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            size = int.from_bytes(sector[at + 64 : at + 66], "little")
            if 2 <= size <= 64:
                name = sector[at : at + size - 2].decode("utf-16-le", errors="replace")
                yield name, sector[at + 80 : at + 96]


def _directory_sectors(stream: BinaryIO, head: bytes) -> Iterator[bytes]:
    shift = int.from_bytes(head[30:32], "little")
    if shift not in (9, 12):
        return
    size, number = 1 << shift, int.from_bytes(head[48:52], "little")
    for _ in range(_MOST_DIRECTORY_SECTORS):
        if number >= _LAST_SECTOR:
            return
        yield read_at(stream, (number + 1) << shift, size)
        number = _next_sector(stream, head, number, size)


def _next_sector(stream: BinaryIO, head: bytes, number: int, size: int) -> int:
    """Look the next sector up in the allocation table; the header names its first 109 sectors (7 MB of file)."""
    block, slot = divmod(number, size // 4)
    if block >= _IN_HEADER:
        return _LAST_SECTOR
    table = int.from_bytes(head[76 + 4 * block : 80 + 4 * block], "little")
    entry = read_at(stream, ((table + 1) * size) + 4 * slot, 4)
    return int.from_bytes(entry, "little") if len(entry) == 4 else _LAST_SECTOR
