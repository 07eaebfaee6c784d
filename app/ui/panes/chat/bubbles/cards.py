"""Places, contact cards and polls: a glyph or a face, two lines, and what can be done with them."""

from __future__ import annotations

import re

from PySide6.QtCore import QRectF

from app.domain.addresses import formatted, phone
from app.services.views import MessageRow
from app.texts import _
from app.ui.look.elide import elided_end, one_line
from app.ui.models.message_words import fact
from app.ui.panes.chat.bubbles.actions import Action
from app.ui.panes.chat.bubbles.bubble import Bubble
from app.ui.panes.chat.bubbles.maker import MEDIA_WIDTH, SIDE, Maker
from app.ui.panes.chat.bubbles.parts import Box, Face, Line, Sign
from app.ui.panes.chat.bubbles.scene import Scene
from app.ui.panes.chat.bubbles.text import caption

MAP = "https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}"
_TILE, _INSET = 40, 8
_MOST_OPTIONS = 12
_TEL = re.compile(r"^TEL[^:]*:(.+)$", re.MULTILINE | re.IGNORECASE)
_NUMBER = re.compile(r"-?\d{1,3}(\.\d+)?\Z")


def location_bubble(scene: Scene, row: MessageRow, *, show_sender: bool) -> Bubble:
    """Return the card of a place; the map opens in the browser, nothing is fetched before."""
    maker, tile = _begin(scene, row, show_sender=show_sender)
    maker.parts.append(Box(tile, maker.inset))
    maker.parts.append(Sign(tile.adjusted(scene.px(10), scene.px(10), -scene.px(10), -scene.px(10)), "map-pin"))
    latitude, longitude = fact(row, "latitude"), fact(row, "longitude")
    where = f"{latitude[:9]}, {longitude[:9]}" if latitude and longitude else ""
    _lines(maker, tile, fact(row, "name") or _("Location"), fact(row, "address") or where)
    known = _NUMBER.match(latitude) and _NUMBER.match(longitude)
    address = MAP.format(latitude=latitude, longitude=longitude) if known else ""
    return _end(maker, tile, Action.LINK, _("Open the map"), address)


def contact_bubble(scene: Scene, row: MessageRow, *, show_sender: bool) -> Bubble:
    """Return the card of a person that was sent."""
    maker, tile = _begin(scene, row, show_sender=show_sender)
    name = one_line(fact(row, "name")) or _("Contact card")
    numbers = card_numbers(fact(row, "vcard"))
    maker.parts.append(Face(tile, numbers[0] if numbers else name, name))
    shown = formatted(numbers[0]) if numbers else ""
    others = len(numbers) - 1
    _lines(maker, tile, name, f"{shown} +{others}" if others > 0 else shown)
    return _end(maker, tile, Action.COPY_VALUE, _("Copy number"), numbers[0] if numbers else "")


def poll_bubble(scene: Scene, row: MessageRow, *, show_sender: bool) -> Bubble:
    """Return a poll's question and its options; votes are seen on the phone."""
    maker, tile = _begin(scene, row, show_sender=show_sender)
    maker.parts.append(Box(tile, maker.inset))
    maker.parts.append(Sign(tile.adjusted(scene.px(10), scene.px(10), -scene.px(10), -scene.px(10)), "list-checks"))
    _lines(maker, tile, one_line(row.text) or _("Poll"), _("Votes are seen on the phone"))
    maker.y = tile.bottom() + scene.px(4)
    line, left = scene.theme.line(), tile.right() + scene.px(SIDE)
    for option in [value for key, value in row.extra if key == "option"][:_MOST_OPTIONS]:
        rect = QRectF(left, maker.y, maker.width - left - scene.px(SIDE), line)
        shown = elided_end(scene.letters.metrics(), "· " + option, rect.width())
        maker.parts.append(Line(rect, shown, "text.secondary"))
        maker.y += line
    maker.meta(maker.width - scene.px(SIDE), maker.y, line)
    return maker.done(maker.y + line + scene.px(6))


def card_numbers(vcard: str) -> list[str]:
    """Return the phones of a vCard in E.164, in its order."""
    found = [phone(number.strip().removeprefix("tel:")) for number in _TEL.findall(vcard.replace("\r", ""))]
    return [str(number) for number in dict.fromkeys(found) if number]


def _begin(scene: Scene, row: MessageRow, *, show_sender: bool) -> tuple[Maker, QRectF]:
    maker = Maker.begin(scene, row, scene.px(MEDIA_WIDTH), show_sender=show_sender)
    maker.head()
    return maker, QRectF(scene.px(_INSET), maker.y + scene.px(_INSET), scene.px(_TILE), scene.px(_TILE))


def _lines(maker: Maker, tile: QRectF, first: str, second: str) -> None:
    scene = maker.scene
    line, small = scene.theme.line(), scene.theme.line("caption")
    left = tile.right() + scene.px(SIDE)
    width = maker.width - left - scene.px(SIDE)
    top = tile.y() + (tile.height() - line - small) / 2
    maker.parts.append(Line(QRectF(left, top, width, line), first, semibold=True))
    maker.parts.append(Line(QRectF(left, top + line, width, small), one_line(second), "text.secondary", "caption"))


def _end(maker: Maker, tile: QRectF, action: Action, words: str, value: str) -> Bubble:
    """Add the action and the time, and the message's own words below them."""
    scene, px = maker.scene, maker.px
    line, top = scene.theme.line(), tile.bottom() + px(4)
    left = tile.right() + px(SIDE)
    if value:
        maker.text_button(action, left, top, words, value=value)
    maker.y = top + line + px(6)
    if maker.row.text:
        caption(maker)
    else:
        maker.meta(maker.width - px(SIDE), top, line)
    return maker.done(maker.y)
