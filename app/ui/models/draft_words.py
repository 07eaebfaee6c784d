"""A file of the preparation sheet, and what is said of it: what will happen to it, or why it is refused."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

from app.domain.kinds import MediaKind
from app.domain.programs import EXTENSIONS
from app.domain.reasons import Reason
from app.services.drafts import AS_AUTO, Draft
from app.texts import N_, _
from app.texts.formats import format_bytes
from app.texts.reasons import reason_fault, reason_remedy, reason_title

_WORDLESS = frozenset({MediaKind.AUDIO, MediaKind.STICKER})
_SHOWN_OTHERWISE = ("image/", "video/", "audio/")
_AS_THEY_ARE = ("pdf", "")
_REFUSALS = {
    Reason.EMPTY: N_("Refused: it is empty"),
    Reason.TYPE_MISMATCH: N_("Refused: it is not what its name says"),
    Reason.TYPE_REFUSED: N_("Refused: this account takes no files of this type"),
    Reason.TOO_LARGE: N_("Refused: it is too large"),
    Reason.UNREADABLE: N_("Refused: it cannot be read"),
    Reason.NO_PERMISSION: N_("Refused: this computer does not let it be read"),
    Reason.NOT_FOUND: N_("Refused: it is no longer there"),
    Reason.INFECTED: N_("Refused: something dangerous is in it"),
    Reason.DISK_FULL: N_("Refused: the disk of this computer is full"),
    Reason.UNSUPPORTED: N_("Refused: this account cannot send it like this"),
}
_AS_DOCUMENT = frozenset({Reason.TOO_LARGE, Reason.TYPE_REFUSED, Reason.UNSUPPORTED, Reason.DIMENSIONS})
"""What a document may be all the same."""


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One file.

    Attributes:
        key: tells it from the others, whatever their order.
        path: the user's own file; it is copied when it is looked at.
        as_kind: as what the user wants it sent, `auto` or a `MediaKind` value.
        draft: None while it is being looked at.
        picture: what a row shows of it, None while or where there is nothing.
        large: the same for the preview, as a compressed picture; b"" for none.
        facts: size in pixels, length or pages, in words.
        caption: as it was written for this file.
        ceiling_bytes: most that its kind may have; 0 where that is not known.
        document_bytes: most that a document may have here.
    """

    key: int
    name: str
    path: Path | None = None
    as_kind: str = AS_AUTO
    draft: Draft | None = None
    picture: QImage | None = None
    large: bytes = b""
    facts: str = ""
    caption: str = ""
    ceiling_bytes: int = 0
    document_bytes: int = 0

    @property
    def sendable(self) -> bool:
        """Tell whether it was looked at and is not refused."""
        return self.draft is not None and self.draft.problem is None

    @property
    def refused(self) -> bool:
        """Tell whether it was looked at and cannot be sent."""
        return self.draft is not None and self.draft.problem is not None

    @property
    def takes_caption(self) -> bool:
        """Tell whether words can stand below it."""
        return self.draft is None or (self.draft.problem is None and self.draft.kind not in _WORDLESS)

    @property
    def may_be_document(self) -> bool:
        """Tell whether it could leave as a document in place of what it is or was refused as."""
        draft = self.draft
        if draft is None or draft.kind is MediaKind.DOCUMENT or not draft.size_bytes:
            return False
        fits = draft.size_bytes <= self.document_bytes
        return fits and (draft.problem is None or draft.problem in _AS_DOCUMENT)

    @property
    def as_document(self) -> bool:
        """Tell whether the user wants it as a document."""
        return self.as_kind == MediaKind.DOCUMENT.value

    @property
    def changes(self) -> bool:
        """Tell whether it arrives as something else than it is, which is worth a look."""
        return self.sendable and self.draft is not None and _shown_otherwise(self.draft)


def what_happens(line: DraftLine) -> str:
    """Say in words what will happen to a file."""
    draft = line.draft
    if draft is None:
        return _("Being looked at")
    if draft.problem is not None:
        return _refusal(line, draft, draft.problem)
    size = f"{format_bytes(draft.size_bytes)} {draft.extension.upper()}".strip()
    if _shown_otherwise(draft):
        return _("{size}, goes as a document, unchanged").format(size=size)
    if draft.kind is MediaKind.DOCUMENT and draft.extension not in _AS_THEY_ARE:
        return _("{size}, goes as a document").format(size=size)
    return _("{size}, goes as it is").format(size=size)


def why_not(line: DraftLine) -> str:
    """Say in sentences why a file is refused, whose fault that is and what helps; "" where it is not."""
    if line.draft is None or line.draft.problem is None:
        return ""
    code = line.draft.problem.value
    return " ".join(part for part in (reason_title(code), reason_fault(code), reason_remedy(code)) if part)


def _refusal(line: DraftLine, draft: Draft, problem: Reason) -> str:
    if problem is Reason.TOO_LARGE and line.ceiling_bytes:
        words = _("Refused: {size}, the limit is {most}")
        return words.format(size=format_bytes(draft.size_bytes), most=format_bytes(line.ceiling_bytes))
    if draft.extension in EXTENSIONS:
        return _("Refused: it is a program (.{extension})").format(extension=draft.extension)
    if problem in _REFUSALS:
        return _(_REFUSALS[problem])
    return _("Refused: {reason}").format(reason=reason_title(problem.value))


def _shown_otherwise(draft: Draft) -> bool:
    """Tell whether a picture, film or sound goes as a document, which WhatsApp shows as a card."""
    return draft.kind is MediaKind.DOCUMENT and draft.mime.startswith(_SHOWN_OTHERWISE)
