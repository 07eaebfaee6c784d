"""Where the parts of a contact's row are, in wide windows and in narrow ones."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from app.services.people import PersonRow
from app.texts import _
from app.ui.look.region_list import Region
from app.ui.look.theme import Theme

CHAT, GALLERY, COPY = "chat", "gallery", "copy"
GLYPHS = {CHAT: "message-square", GALLERY: "layout-grid", COPY: "copy"}
_NARROW = 620
"""Below this width the files are told without their column."""
_INSET, _AVATAR, _GAP, _BUTTON = 16, 40, 12, 32
_FILES, _LAST = 112, 128


@dataclass(frozen=True, slots=True)
class PersonPlaces:
    """Rectangles from the row's corner; `files` is empty in a narrow window."""

    ground: QRectF
    avatar: QRectF
    name: QRectF
    below: QRectF
    files: QRectF
    last: QRectF


def places(theme: Theme, width: float, height: float) -> PersonPlaces:
    """Return where everything is in a row of this size."""
    px = theme.px
    middle, line = height / 2, theme.line()
    ground = QRectF(px(8), 0, width - 2 * px(8), height)
    avatar = QRectF(px(_INSET), middle - px(_AVATAR) / 2, px(_AVATAR), px(_AVATAR))
    right = ground.right() - px(8) - 3 * px(_BUTTON) - px(_GAP)
    last = QRectF(right - px(_LAST), middle - line / 2, px(_LAST), line)
    right = last.left() - px(_GAP)
    files = QRectF()
    if width >= px(_NARROW):
        files = QRectF(right - px(_FILES), middle - line / 2, px(_FILES), line)
        right = files.left() - px(_GAP)
    left = avatar.right() + px(_GAP)
    name = QRectF(left, middle - line, max(0.0, right - left), line)
    return PersonPlaces(ground, avatar, name, name.translated(0, line), files, last)


def person_regions(theme: Theme, row: PersonRow, width: float, height: float) -> list[Region]:
    """Return what can be done with a contact: only what there is can be opened, only a phone can be copied."""
    names = {}
    if row.chat is not None:
        names[CHAT] = _("Open the chat")
    if row.media:
        names[GALLERY] = _("Open the gallery")
    if row.address.startswith("+"):
        names[COPY] = _("Copy the number")
    side = theme.px(_BUTTON)
    left = width - theme.px(16) - 3 * side
    order = list(GLYPHS)
    return [
        Region(action, QRectF(left + order.index(action) * side, (height - side) / 2, side, side), name, wordless=True)
        for action, name in names.items()
    ]
