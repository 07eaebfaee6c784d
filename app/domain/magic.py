"""The magic table: what a file is by its first bytes, in an order in which no row hides another.

ZIP and OLE2 come back as the bare containers; `app.media` reads their directories to say what is inside. Text has no
magic number and lives in `app.domain.textual`, sound and film in `app.domain.magic_av`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.domain import filetypes as ft
from app.domain.magic_av import AV_TESTS

Test = Callable[[bytes], ft.FileType | None]

PDF_WITHIN = 1024
"""Readers accept `%PDF-` this far into a file (Adobe's implementation note to ISO 32000)."""

_PREFIXES: tuple[tuple[bytes, ft.FileType], ...] = (
    (b"%PDF-", ft.PDF),
    (b"{\\rtf", ft.RTF),
    (b"PK\x03\x04", ft.ZIP),
    (b"PK\x05\x06", ft.ZIP),
    (b"PK\x07\x08PK\x03\x04", ft.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ft.OLE2),
    (b"7z\xbc\xaf\x27\x1c", ft.SEVEN_ZIP),
    (b"Rar!\x1a\x07", ft.RAR),
    (b"\x1f\x8b\x08", ft.GZIP),
    (b"\xfd7zXZ\x00", ft.XZ),
    (b"\x28\xb5\x2f\xfd", ft.ZSTD),
    (b"MSCF\x00\x00\x00\x00", ft.CAB),
    (b"%!PS", ft.POSTSCRIPT),
    (b"\x7fELF", ft.ELF),
    (b"\xfe\xed\xfa\xce", ft.MACH_O),
    (b"\xfe\xed\xfa\xcf", ft.MACH_O),
    (b"\xce\xfa\xed\xfe", ft.MACH_O),
    (b"\xcf\xfa\xed\xfe", ft.MACH_O),
    (b"\x4c\x00\x00\x00\x01\x14\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46", ft.SHORTCUT),
    (b"ITSF\x03\x00\x00\x00", ft.COMPILED_HELP),
    (b"dex\n0", ft.BYTECODE),
    (b"\x00asm", ft.BYTECODE),
    (b"!<arch>\ndebian", ft.APP_PACKAGE),
    (b"\xed\xab\xee\xdb", ft.APP_PACKAGE),
    (b"Cr24\x03\x00", ft.APP_PACKAGE),
    (b"xar!\x00", ft.APP_PACKAGE),
    (b"conectix", ft.DISK_IMAGE),
    (b"vhdxfile", ft.DISK_IMAGE),
)
_BITMAP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})
_MOST_SWF_VERSION = 64
_FEWEST_JAVA_VERSION = 45
"""A fat Mach-O has its number of architectures where a class file has its version."""


def by_magic(head: bytes) -> ft.FileType | None:
    """Return what the first bytes say, None where no row fits. 64 KiB are plenty, fewer are read as they are."""
    for test in _TESTS:
        if row := test(head):
            return row
    return None


def _prefix(head: bytes) -> ft.FileType | None:
    return next((row for magic, row in _PREFIXES if head.startswith(magic)), None)


def _raster(head: bytes) -> ft.FileType | None:
    if head.startswith(b"\xff\xd8\xff"):
        return ft.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return replace(ft.PNG, animated=b"acTL" in head[:4096])
    if head.startswith((b"GIF87a", b"GIF89a")):
        return replace(ft.GIF, animated=b"NETSCAPE2.0" in head)
    if head.startswith((b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")):
        return ft.TIFF
    return None


def _bitmap(head: bytes) -> ft.FileType | None:
    plausible = head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _BITMAP_HEADERS
    return ft.BMP if plausible else None


def _windows_program(head: bytes) -> ft.FileType | None:
    if not head.startswith(b"MZ"):
        return None
    at = int.from_bytes(head[60:64], "little")
    return ft.WINDOWS_PROGRAM if head[at : at + 2] in (b"PE", b"NE", b"LE", b"LX") or b"\x00" in head[:64] else None


def _cafe_babe(head: bytes) -> ft.FileType | None:
    if not head.startswith((b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf")):
        return None
    return ft.JAVA_CLASS if int.from_bytes(head[4:8], "big") >= _FEWEST_JAVA_VERSION else ft.MACH_O


def _flash(head: bytes) -> ft.FileType | None:
    """Demand a version and a length (SWF 19, chapter 2) that letters would not make."""
    if head[:3] not in (b"FWS", b"CWS", b"ZWS") or len(head) < 8:
        return None
    return ft.BYTECODE if head[3] < _MOST_SWF_VERSION and head[7] < ord(" ") else None


def _disk_image(head: bytes) -> ft.FileType | None:
    return ft.DISK_IMAGE if head[32769:32774] == b"CD001" else None


def _archive(head: bytes) -> ft.FileType | None:
    if head.startswith(b"BZh") and head[4:10] == b"1AY&SY":
        return ft.BZIP2
    return ft.TAR if head[257:262] == b"ustar" else None


_TESTS: tuple[Test, ...] = (
    _raster,
    _prefix,
    *AV_TESTS,
    _bitmap,
    _windows_program,
    _cafe_babe,
    _flash,
    _disk_image,
    _archive,
)
