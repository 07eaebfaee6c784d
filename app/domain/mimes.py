"""MIME types as senders write them: one canonical spelling, and which types are as good as each other.

WhatsApp, browsers and gateways write the same type in many ways (`image/jpg`, `audio/ogg; codecs=opus`, the literal
`false` of Evolution); an alias must not send a good file to quarantine.
"""

from __future__ import annotations

import re

from app.domain import filetypes as ft
from app.domain.kinds import MediaKind

_ALIASES = {
    "image/jpeg": "image/jpg image/pjpeg image/jfif image/x-jpeg",
    "image/png": "image/x-png image/apng image/vnd.mozilla.apng",
    "image/bmp": "image/x-ms-bmp image/x-bmp image/x-windows-bmp",
    "image/tiff": "image/tif image/x-tiff",
    "image/heic": "image/heic-sequence",
    "image/heif": "image/heif-sequence",
    "video/mp4": "video/x-mp4 video/mpeg4 application/mp4",
    "video/x-m4v": "video/m4v",
    "video/3gpp": "video/3gp",
    "video/x-msvideo": "video/avi video/msvideo video/vnd.avi",
    "video/x-ms-wmv": "video/x-ms-asf video/wmv application/vnd.ms-asf",
    "video/x-matroska": "video/mkv video/matroska",
    "audio/mpeg": "audio/mp3 audio/mpeg3 audio/x-mp3 audio/x-mpeg audio/mpg",
    "audio/mp4": "audio/m4a audio/x-m4a audio/m4b audio/mp4a-latm",
    "audio/aac": "audio/aacp audio/x-aac audio/x-hx-aac-adts",
    "audio/ogg": "audio/opus application/ogg audio/x-ogg audio/vorbis audio/x-opus+ogg audio/speex",
    "audio/amr": "audio/amr-nb audio/x-amr audio/3gpp-amr",
    "audio/wav": "audio/x-wav audio/wave audio/vnd.wave audio/x-pn-wav",
    "audio/flac": "audio/x-flac",
    "audio/aiff": "audio/x-aiff",
    "audio/x-caf": "audio/caf",
    "application/pdf": "application/x-pdf application/acrobat text/pdf",
    "application/msword": "application/doc application/x-msword application/vnd.msword",
    "application/vnd.ms-excel": "application/excel application/x-excel application/x-msexcel application/msexcel",
    "application/vnd.ms-powerpoint": "application/powerpoint application/mspowerpoint application/x-mspowerpoint",
    "application/rtf": "text/rtf application/x-rtf text/richtext",
    "application/zip": "application/x-zip-compressed application/x-zip application/zip-compressed multipart/x-zip",
    "application/vnd.rar": "application/x-rar-compressed application/x-rar application/rar",
    "application/x-7z-compressed": "application/7z",
    "application/gzip": "application/x-gzip application/x-gunzip application/x-compressed-tar",
    "application/x-bzip2": "application/bzip2 application/x-bzip application/x-bz2",
    "text/csv": "text/comma-separated-values application/csv text/x-csv text/tab-separated-values",
    "text/html": "application/xhtml+xml",
    "application/xml": "text/xml",
    "application/json": "text/json application/x-json",
    "text/vcard": "text/x-vcard text/directory application/vcard",
    "text/calendar": "text/x-vcalendar application/ics",
    "application/vnd.ms-outlook": "application/x-msg",
    "application/x-executable": "application/x-elf application/x-sharedlib",
    "application/x-app-package": "application/x-deb application/x-rpm application/x-google-chrome-extension",
    "application/x-bytecode": "application/x-shockwave-flash application/wasm",
    "application/vnd.microsoft.portable-executable": "application/x-msdownload application/x-dosexec application/exe",
}
_CANONICAL = {alias: mime for mime, aliases in _ALIASES.items() for alias in aliases.split()}

_NOTHING = (
    "application/octet-stream binary/octet-stream application/binary application/unknown unknown/unknown false null "
    "application/force-download application/x-download application/download application/x-unknown */*"
)
UNDECLARED = frozenset(_NOTHING.split())
"""What senders write when they do not know. `false` is what Evolution writes for a name without extension."""

OPAQUE = frozenset({ft.SEALED_OFFICE, ft.OPC, ft.OLE2})
"""Containers that do not tell which document they hold; the declared type does."""

_NAME_END = re.compile(r"\.([a-z0-9-]{1,20})\Z")
_WORD = frozenset({ft.DOC, ft.DOCX, ft.DOCM, ft.RTF})
_SHEET = frozenset({ft.XLS, ft.XLSX, ft.XLSM, ft.XLSB})
_SLIDES = frozenset({ft.PPT, ft.PPTX, ft.PPTM})
_OPEN = frozenset({ft.ODT, ft.ODS, ft.ODP, ft.ODG, ft.EPUB})
_PACKED = frozenset({ft.GZIP, ft.BZIP2, ft.XZ, ft.ZSTD, ft.TAR})
_WRITTEN = frozenset({ft.TEXT, ft.CSV, ft.JSON, ft.XML, ft.SVG, ft.VCARD, ft.CALENDAR})

_STANDS_FOR = (
    (_WORD, _WORD | OPAQUE),
    (_SHEET, _SHEET | OPAQUE),
    (_SLIDES, _SLIDES | OPAQUE),
    ({ft.XLS}, {ft.CSV, ft.TEXT, ft.XML}),
    ({ft.MSG}, {ft.OLE2}),
    ({ft.OLE2}, {ft.DOC, ft.XLS, ft.PPT, ft.MSG, ft.SEALED_OFFICE}),
    ({ft.ZIP}, {ft.DOCX, ft.XLSX, ft.PPTX, ft.OPC} | _OPEN),
    ({ft.XML}, {ft.HTML}),
    ({ft.HTML}, {ft.XML, ft.TEXT}),
    (_PACKED, _PACKED),
    (_WRITTEN, _WRITTEN),
)
"""Declared types, and what their files really hold: a DOC is DOCX or RTF, an XLS from a bank is CSV."""

_ALLOWED = frozenset((says.mime, holds.mime) for declared, found in _STANDS_FOR for says in declared for holds in found)


def canonical(mime: str) -> str:
    """Return the one spelling of a MIME type: lower case, without parameters, aliases resolved, "" for no type."""
    base = mime.partition(";")[0].strip().lower()
    return "" if base in UNDECLARED else _CANONICAL.get(base, base)


def extension_of(name: str) -> str:
    """Return what the system would take for the extension of a file name, lower case without the dot, or "".

    Trailing dots and blanks are dropped first, as Windows does: `a.exe. ` opens as a program.
    """
    found = _NAME_END.search(name.rstrip(". \t\r\n\0").lower())
    return found.group(1) if found else ""


def interchangeable(declared: ft.FileType, found: ft.FileType) -> bool:
    """Tell whether a file declared as one type may hold the other without harm.

    Pictures stand for pictures and sound for sound; documents only where real programs mix them up.
    """
    if declared.mime == found.mime or canonical(declared.mime) == canonical(found.mime):
        return True
    if declared.family is found.family and found.family is not MediaKind.DOCUMENT:
        return True
    if declared.family is MediaKind.AUDIO and found.as_audio:
        return True
    if declared.as_audio and declared.as_audio == found.mime:
        return True
    return (declared.mime, found.mime) in _ALLOWED
