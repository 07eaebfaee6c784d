"""Finding a second type inside the bytes of a first: an archive behind a picture, a program in it, a late PDF header.

Only the two ends of the file are searched. That finds what other programs would really open: a ZIP is found from its
end, a PDF within its first kilobyte.
"""

from __future__ import annotations

import re
from typing import BinaryIO

from app.domain import filetypes as ft
from app.domain.kinds import MediaKind
from app.domain.magic import PDF_WITHIN
from app.media.window import Window
from app.media.zipdirectory import find_directory

_PDF = re.compile(rb"%PDF-[12]\.\d")
_ARCHIVES = ((b"Rar!\x1a\x07", "a RAR archive"), (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"))
_ELF = re.compile(rb"\x7fELF[\x01\x02][\x01\x02]\x01")
_MZ_NEAR_BYTES = 4096

_OPEN_FOR_ALL = frozenset({ft.ZIP.mime, ft.OPC.mime, ft.TAR.mime, ft.SEVEN_ZIP.mime, ft.RAR.mime, ft.UNKNOWN.mime})
"""Types that may hold anything by design, other files uncompressed among them."""


def second_type(stream: BinaryIO, window: Window, found: ft.FileType, *, zip_based: bool) -> str:
    """Return technical words about what else the file is, "" where it is only what it seems."""
    if found.family is None or found.mime in _OPEN_FOR_ALL:
        return ""
    late_pdf = _PDF.search(window.head, 1, PDF_WITHIN)
    if late_pdf and found.mime != ft.PDF.mime and not found.generic:
        return f"a PDF header at byte {late_pdf.start()}"
    if not zip_based and _has_zip(stream, window, found):
        return "a ZIP directory at the end"
    return _foreign_signature(window) if found.family is MediaKind.IMAGE else ""


def _has_zip(stream: BinaryIO, window: Window, found: ft.FileType) -> bool:
    """Tell whether a ZIP program would open this file.

    Behind a picture any directory counts. Elsewhere it must end the file: a PDF or an office file may carry a ZIP
    inside, followed by bytes of its own.
    """
    directory = find_directory(stream, window)
    return directory is not None and (directory.at_end or found.family is MediaKind.IMAGE)


def _foreign_signature(window: Window) -> str:
    for part in (window.head, window.tail):
        if _windows_program_at(part) or _ELF.search(part, 1):
            return "a program"
        for magic, words in _ARCHIVES:
            if magic in part:
                return words
    return ""


def _windows_program_at(part: bytes) -> bool:
    at = part.find(b"MZ")
    while at >= 0:
        offset = int.from_bytes(part[at + 60 : at + 64], "little")
        if 64 <= offset <= _MZ_NEAR_BYTES and part[at + offset : at + offset + 4] == b"PE\x00\x00":
            return True
        at = part.find(b"MZ", at + 2)
    return False
