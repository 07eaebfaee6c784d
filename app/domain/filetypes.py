"""The kinds of file that Acervo knows by their content: MIME type, extension, family, and whether one may be kept.

The catalogue is data; `app.domain.magic` and `app.domain.textual` find the row for some bytes, `app.domain.mimes` knows
which declared types mean the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.kinds import MediaKind

DOCUMENT, IMAGE, VIDEO, AUDIO = MediaKind.DOCUMENT, MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.AUDIO


@dataclass(frozen=True, slots=True)
class FileType:
    """What some bytes are.

    Attributes:
        mime: with parameters where they matter (`audio/ogg; codecs=opus`).
        extension: lower case, without the dot.
        family: the kind that a player or viewer would take it for; None for bytes of no known type.
        dangerous: a program, a script, or something that starts one when it is opened.
        generic: other formats are built on it (ZIP, XML, plain text), so a more specific declared type may be true.
        animated: more than one picture.
        active: may carry macros, scripts or programs inside; shown with a warning, never run.
        as_audio: the MIME type of this container when it holds only sound, "" where it cannot.
        spellings: other extensions of the same type.
        hidden: technical words about a second type inside the same bytes (a polyglot), "" where there is none.
    """

    mime: str
    extension: str
    family: MediaKind | None
    dangerous: bool = False
    generic: bool = False
    animated: bool = False
    active: bool = False
    as_audio: str = ""
    spellings: tuple[str, ...] = ()
    hidden: str = ""


def _type(family: MediaKind, mime: str, extensions: str, *, generic: bool = False, as_audio: str = "") -> FileType:
    first, *others = extensions.split()
    return FileType(mime, first, family, generic=generic, as_audio=as_audio, spellings=tuple(others))


def _program(mime: str, extensions: str) -> FileType:
    first, *others = extensions.split()
    return FileType(mime, first, DOCUMENT, dangerous=True, spellings=tuple(others))


def _macros(mime: str, extension: str) -> FileType:
    return FileType(mime, extension, DOCUMENT, active=True)


JPEG = _type(IMAGE, "image/jpeg", "jpg jpeg jpe jfif")
PNG = _type(IMAGE, "image/png", "png")
GIF = _type(IMAGE, "image/gif", "gif")
WEBP = _type(IMAGE, "image/webp", "webp")
HEIC = _type(IMAGE, "image/heic", "heic")
HEIF = _type(IMAGE, "image/heif", "heif hif")
AVIF = _type(IMAGE, "image/avif", "avif")
BMP = _type(IMAGE, "image/bmp", "bmp dib")
TIFF = _type(IMAGE, "image/tiff", "tif tiff dng")

MP4 = _type(VIDEO, "video/mp4", "mp4 mp4v", as_audio="audio/mp4")
M4V = _type(VIDEO, "video/x-m4v", "m4v")
MOV = _type(VIDEO, "video/quicktime", "mov qt", as_audio="audio/mp4")
THREE_GP = _type(VIDEO, "video/3gpp", "3gp 3gpp", as_audio="audio/3gpp")
THREE_G2 = _type(VIDEO, "video/3gpp2", "3g2", as_audio="audio/3gpp2")
AVI = _type(VIDEO, "video/x-msvideo", "avi")
WMV = _type(VIDEO, "video/x-ms-wmv", "wmv asf", as_audio="audio/x-ms-wma")
MKV = _type(VIDEO, "video/x-matroska", "mkv", as_audio="audio/x-matroska")
WEBM = _type(VIDEO, "video/webm", "webm", as_audio="audio/webm")
MPEG = _type(VIDEO, "video/mpeg", "mpg mpeg mpe vob")
MPEG_TS = _type(VIDEO, "video/mp2t", "mts m2ts")
FLV = _type(VIDEO, "video/x-flv", "flv")
OGG_VIDEO = _type(VIDEO, "video/ogg", "ogv")

OPUS = _type(AUDIO, "audio/ogg; codecs=opus", "ogg oga opus")
OGG = _type(AUDIO, "audio/ogg", "ogg oga spx")
MP3 = _type(AUDIO, "audio/mpeg", "mp3 mp2 mpga")
AAC = _type(AUDIO, "audio/aac", "aac")
AMR = _type(AUDIO, "audio/amr", "amr")
AMR_WB = _type(AUDIO, "audio/amr-wb", "awb amr")
WAV = _type(AUDIO, "audio/wav", "wav")
FLAC = _type(AUDIO, "audio/flac", "flac")
M4A = _type(AUDIO, "audio/mp4", "m4a m4b m4p mp4")
CAF = _type(AUDIO, "audio/x-caf", "caf")
AIFF = _type(AUDIO, "audio/aiff", "aiff aif aifc")
WMA = _type(AUDIO, "audio/x-ms-wma", "wma")
AUDIO_3GP = _type(AUDIO, "audio/3gpp", "3gp 3gpp")
AUDIO_3G2 = _type(AUDIO, "audio/3gpp2", "3g2")
AUDIO_MKV = _type(AUDIO, "audio/x-matroska", "mka")
AUDIO_WEBM = _type(AUDIO, "audio/webm", "weba webm")

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
PDF = _type(DOCUMENT, "application/pdf", "pdf")
DOC = _type(DOCUMENT, "application/msword", "doc")
XLS = _type(DOCUMENT, "application/vnd.ms-excel", "xls xlt")
PPT = _type(DOCUMENT, "application/vnd.ms-powerpoint", "ppt pps")
MSG = _type(DOCUMENT, "application/vnd.ms-outlook", "msg")
DOCX = _type(DOCUMENT, _OOXML + "wordprocessingml.document", "docx dotx")
XLSX = _type(DOCUMENT, _OOXML + "spreadsheetml.sheet", "xlsx xltx")
PPTX = _type(DOCUMENT, _OOXML + "presentationml.presentation", "pptx ppsx potx")
DOCM = _macros("application/vnd.ms-word.document.macroenabled.12", "docm")
XLSM = _macros("application/vnd.ms-excel.sheet.macroenabled.12", "xlsm")
XLSB = _type(DOCUMENT, "application/vnd.ms-excel.sheet.binary.macroenabled.12", "xlsb")
PPTM = _macros("application/vnd.ms-powerpoint.presentation.macroenabled.12", "pptm")
OLE2 = _type(DOCUMENT, "application/x-ole-storage", "ole", generic=True)
SEALED_OFFICE = _type(DOCUMENT, "application/x-ms-encrypted-office", "docx xlsx pptx docm xlsm pptm xlsb", generic=True)
ODT = _type(DOCUMENT, _ODF + "text", "odt")
ODS = _type(DOCUMENT, _ODF + "spreadsheet", "ods")
ODP = _type(DOCUMENT, _ODF + "presentation", "odp")
ODG = _type(DOCUMENT, _ODF + "graphics", "odg")
EPUB = _type(DOCUMENT, "application/epub+zip", "epub")
RTF = _type(DOCUMENT, "application/rtf", "rtf doc")
POSTSCRIPT = _type(DOCUMENT, "application/postscript", "ps eps")
LOTTIE_STICKER = FileType("application/was", "was", MediaKind.STICKER, animated=True)

ZIP = _type(DOCUMENT, "application/zip", "zip", generic=True)
OPC = _type(DOCUMENT, "application/x-opc-package", "zip", generic=True)
SEVEN_ZIP = _type(DOCUMENT, "application/x-7z-compressed", "7z")
RAR = _type(DOCUMENT, "application/vnd.rar", "rar")
GZIP = _type(DOCUMENT, "application/gzip", "gz tgz", generic=True)
BZIP2 = _type(DOCUMENT, "application/x-bzip2", "bz2", generic=True)
XZ = _type(DOCUMENT, "application/x-xz", "xz", generic=True)
ZSTD = _type(DOCUMENT, "application/zstd", "zst", generic=True)
TAR = _type(DOCUMENT, "application/x-tar", "tar")
CAB = _type(DOCUMENT, "application/vnd.ms-cab-compressed", "cab")

TEXT = _type(DOCUMENT, "text/plain", "txt", generic=True)
CSV = _type(DOCUMENT, "text/csv", "csv tsv", generic=True)
JSON = _type(DOCUMENT, "application/json", "json", generic=True)
XML = _type(DOCUMENT, "application/xml", "xml", generic=True)
SVG = FileType("image/svg+xml", "svg", DOCUMENT, active=True)
HTML = FileType("text/html", "html", DOCUMENT, active=True, spellings=("htm", "xhtml"))
VCARD = _type(DOCUMENT, "text/vcard", "vcf vcard")
CALENDAR = _type(DOCUMENT, "text/calendar", "ics ical")

UNKNOWN = FileType("application/octet-stream", "bin", None, generic=True)
EMPTY = FileType("application/x-empty", "txt", None, generic=True)

WINDOWS_PROGRAM = _program("application/vnd.microsoft.portable-executable", "exe dll scr com sys cpl ocx")
ELF = _program("application/x-executable", "elf so")
MACH_O = _program("application/x-mach-binary", "macho dylib")
JAVA_CLASS = _program("application/java-vm", "class")
INSTALLER = _program("application/x-msi", "msi msp mst")
SHORTCUT = _program("application/x-ms-shortcut", "lnk")
COMPILED_HELP = _program("application/vnd.ms-htmlhelp", "chm")
REGISTRY = _program("text/x-ms-regedit", "reg")
SCRIPT = _program("text/x-script", "sh")
HTML_APPLICATION = _program("application/hta", "hta")
ANDROID_APP = _program("application/vnd.android.package-archive", "apk")
JAVA_ARCHIVE = _program("application/java-archive", "jar")
APP_PACKAGE = _program("application/x-app-package", "msix appx ipa deb rpm crx pkg")
DISK_IMAGE = _program("application/x-disk-image", "iso img vhd vhdx dmg")
BYTECODE = _program("application/x-bytecode", "swf wasm dex")

CATALOGUE: tuple[FileType, ...] = tuple(value for value in dict(globals()).values() if isinstance(value, FileType))
"""Every row above, in order; where two share an extension the first is the likelier."""

_BY_MIME = {row.mime.partition(";")[0]: row for row in reversed(CATALOGUE)}
_BY_EXTENSION = {ext: row for row in reversed(CATALOGUE) for ext in (*row.spellings[::-1], row.extension)}
_BY_EXTENSION.update({row.extension: row for row in reversed(CATALOGUE)})


def by_mime(mime: str) -> FileType | None:
    """Return the row of a canonical MIME type without parameters (see `app.domain.mimes.canonical`)."""
    return _BY_MIME.get(mime)


def by_extension(extension: str) -> FileType | None:
    """Return the likeliest row of an extension, lower case and without the dot."""
    return _BY_EXTENSION.get(extension)
