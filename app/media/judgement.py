"""The rule that lets a received file in or sends it to quarantine: its content against what it was declared as.

Product 4.4: the content decides, harmless aliases are corrected, a document of no known type is kept as what it is,
programs and scripts are quarantined whatever they are called.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain import filetypes as ft
from app.domain.filetypes import FileType
from app.domain.kinds import MediaKind
from app.domain.mimes import OPAQUE, canonical, extension_of, interchangeable
from app.domain.programs import EXTENSIONS
from app.domain.reasons import Reason


class Verdict(StrEnum):
    """What happens to the file."""

    ACCEPT = "accept"
    QUARANTINE = "quarantine"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a file is to be kept as.

    Attributes:
        reason: TYPE_REFUSED, TYPE_MISMATCH, HTML_INSTEAD or EMPTY; None where it is accepted.
        mime: the content's own type; the declared one where the content is only the container of it.
        extension: the right one for the content, without the dot; the name's own where it fits.
        detail: technical words, never a name.
    """

    verdict: Verdict
    reason: Reason | None
    mime: str
    extension: str
    detail: str = ""


def judge(found: FileType, kind: MediaKind, declared_mime: str, name: str) -> Judgement:
    """Compare what was found with what was declared.

    Args:
        found: from `sniff`.
        kind: what the message says it is.
        declared_mime: verbatim, aliases and parameters and nonsense included; "" for none.
        name: as the sender wrote it; its extension stands in for a type that was not declared.
    """
    claimed = _claimed(declared_mime, name)
    reason, detail = _objection(found, kind, claimed)
    mime, extension = _kept_as(found, kind, claimed, declared_mime, extension_of(name))
    return Judgement(Verdict.QUARANTINE if reason else Verdict.ACCEPT, reason, mime, extension, detail)


def _claimed(declared_mime: str, name: str) -> FileType | None:
    """Return the type that the sender claims, None where he claims none that we know."""
    mime = canonical(declared_mime)
    return ft.by_mime(mime) if mime else ft.by_extension(extension_of(name))


def _objection(found: FileType, kind: MediaKind, claimed: FileType | None) -> tuple[Reason | None, str]:
    if found.dangerous:
        return Reason.TYPE_REFUSED, f"content is {found.mime}"
    if found.hidden:
        return Reason.TYPE_MISMATCH, f"{found.mime} with {found.hidden}"
    if kind is MediaKind.DOCUMENT:
        return _objection_to_document(found, claimed)
    if found == ft.EMPTY:
        return Reason.EMPTY, "no bytes"
    if found.mime == ft.HTML.mime:
        return Reason.HTML_INSTEAD, f"{kind.value} is a web page"
    if not _fits(found, kind):
        return Reason.TYPE_MISMATCH, f"{kind.value} is {found.mime}"
    return None, ""


def _fits(found: FileType, kind: MediaKind) -> bool:
    """Tell whether content of a type can be media of a kind; a video container may hold a voice alone."""
    if kind is MediaKind.STICKER:
        return found.family in (MediaKind.IMAGE, MediaKind.STICKER)
    return found.family is kind or (kind is MediaKind.AUDIO and bool(found.as_audio))


def _objection_to_document(found: FileType, claimed: FileType | None) -> tuple[Reason | None, str]:
    """Judge a document. One that claims to be a PDF and is a web page is a mismatch; one that claims nothing and is a
    web page is most likely the error page of some gateway.
    """
    if claimed is None or claimed.family is None:
        return (Reason.HTML_INSTEAD, "a web page was not declared") if found.mime == ft.HTML.mime else (None, "")
    if found.family is None or interchangeable(claimed, found):
        return None, ""
    return Reason.TYPE_MISMATCH, f"declared {claimed.mime}, content is {found.mime}"


def _kept_as(
    found: FileType, kind: MediaKind, claimed: FileType | None, declared_mime: str, extension: str
) -> tuple[str, str]:
    """Return MIME type and extension to keep the file under."""
    if kind is MediaKind.AUDIO and found.as_audio and (sound := ft.by_mime(found.as_audio)):
        return sound.mime, extension if extension in (sound.extension, *sound.spellings) else sound.extension
    if claimed and found in OPAQUE and interchangeable(claimed, found):
        return claimed.mime, _extension(claimed, extension)
    mime = canonical(declared_mime)
    more_specific = found.generic and mime and ft.by_mime(mime) is None
    return (mime if more_specific else found.mime), _extension(found, extension)


def _extension(found: FileType, extension: str) -> str:
    if not extension or extension in (found.extension, *found.spellings):
        return extension or found.extension
    row = ft.by_extension(extension)
    harmless = found.generic and extension not in EXTENSIONS
    fits = row is None or found.family is None or interchangeable(row, found)
    return extension if harmless and fits else found.extension
