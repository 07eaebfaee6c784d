"""Paints one tile of the gallery, whatever its kind and state, into a square. Knows nothing of the grid around it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from app.domain.kinds import MediaKind, MediaState
from app.domain.messages import MediaItem
from app.texts import _
from app.texts.formats import format_duration
from app.ui.look.icons import Icons
from app.ui.look.lettering import LEFT, RIGHT
from app.ui.look.shapes import fill_round
from app.ui.look.signs import kind_icon
from app.ui.look.theme import Theme
from app.ui.look.wave import paint_wave
from app.ui.models.contact_words import contact_title
from app.ui.models.gallery import Owner
from app.ui.models.gallery_words import document_facts, expires_soon, failed_words, media_title, size_words, time_left
from app.ui.models.thumbnails import Picture
from app.ui.panes.gallery.stamps import BADGE, TILE_RADIUS, Stamps
from app.ui.panes.gallery.tile_text import TileText

WORDLESS_UNDER = 112
"""Tiles smaller than this show badges without words."""

_INSET = 12
_BADGE_INSET = 8
_STRIP = 40
_PAGE_SHARE = 84 / 132
_STICKER_SHARE = 84 / 132
_NOT_HERE = (MediaState.FAILED, MediaState.QUARANTINED)


@dataclass(slots=True)
class TileLook:
    """What a tile shows beside its media.

    Attributes:
        ratio: device pixels a logical one.
        opacity: of a picture that fades in.
        arrived: share of a download that is done, None where nobody told.
        played: share of a sound that was heard.
        owner: the account that it is of, where several mix.
    """

    ratio: float = 1.0
    picture: Picture | None = None
    opacity: float = 1.0
    waveform: bytes | None = None
    selected: bool = False
    hovered: bool = False
    focused: bool = False
    arrived: float | None = None
    played: float = 0.0
    owner: Owner | None = None


class TilePainter:
    """Paints tiles by the measures of the design."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        self._theme = theme
        self._icons = icons
        self._stamps = Stamps(theme, icons)
        self._text = TileText(theme)

    def paint(self, painter: QPainter, rect: QRect, item: MediaItem | None, look: TileLook) -> None:
        """Paint a tile with its badges, selection, hover and focus."""
        if item is None:
            self._plate(painter, rect, "surface.skeleton", look)
        elif item.state in _NOT_HERE:
            self._notice(painter, rect, item, look)
        elif item.kind is MediaKind.AUDIO:
            self._sound(painter, rect, item, look)
        elif item.kind is MediaKind.DOCUMENT:
            self._document(painter, rect, item, look)
        else:
            self._image(painter, rect, item, look)
        if look.owner is not None:
            inset, side = self._theme.px(_BADGE_INSET), self._theme.px(BADGE)
            tile = self._stamps.owner(look.owner.colour, look.owner.letter, look.ratio)
            painter.drawPixmap(rect.x() + rect.width() - inset - side, rect.y() + inset, tile)
        if look.selected:
            painter.drawPixmap(rect.topLeft(), self._stamps.frame(rect.width(), look.ratio))
        if look.selected or (look.hovered and item is not None):
            inset = self._theme.px(_BADGE_INSET)
            painter.drawPixmap(rect.x() + inset, rect.y() + inset, self._stamps.check(look.ratio, on=look.selected))
        if look.focused:
            self._ring(painter, rect)

    def check_rect(self, tile: QRect) -> QRect:
        """Return where a click selects instead of choosing: the check with some room around it."""
        room = self._theme.px(_BADGE_INSET * 2 + BADGE)
        return QRect(tile.x(), tile.y(), room, room)

    def page_size(self, side: int) -> tuple[int, int]:
        """Return the width and height of a document's page on a tile."""
        top = self._theme.px(_INSET if side >= self._theme.px(WORDLESS_UNDER) else _BADGE_INSET)
        return round(side * _PAGE_SHARE), side - self._theme.px(_STRIP) - top

    def sticker_side(self, side: int) -> int:
        """Return the square that a sticker is fitted into."""
        return round(side * _STICKER_SHARE)

    def _plate(self, painter: QPainter, rect: QRect, path: str, look: TileLook) -> None:
        painter.drawPixmap(rect.topLeft(), self._stamps.plate(rect.width(), path, look.ratio))

    def _image(self, painter: QPainter, rect: QRect, item: MediaItem, look: TileLook) -> None:
        picture = look.picture
        shown = picture.pixmap if picture is not None else None
        sticker = item.kind is MediaKind.STICKER
        if shown is None or sticker or look.opacity < 1:
            self._plate(painter, rect, "surface.panel" if sticker else "surface.skeleton", look)
        if shown is not None:
            painter.setOpacity(look.opacity)
            _whole(painter, rect, shown, self.sticker_side(rect.width()) if sticker else rect.width())
            painter.setOpacity(1.0)
        elif picture is not None or item.state is not MediaState.LOCAL:
            self._kind_icon(painter, QRectF(rect), item)
        self._badges(painter, rect, item, look, rect.height())

    def _kind_icon(self, painter: QPainter, rect: QRectF, item: MediaItem) -> None:
        gone = {MediaKind.IMAGE: "image-off", MediaKind.VIDEO: "video-off"} if item.state is MediaState.EXPIRED else {}
        side = self._theme.px(24)
        at = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
        self._icons.paint(painter, gone.get(item.kind, kind_icon(item.kind)), at, "text.secondary")

    def _badges(self, painter: QPainter, rect: QRect, item: MediaItem, look: TileLook, bottom: int) -> None:
        """Paint the duration at the right, the state at the left; where both do not fit the state loses its words."""
        words = rect.width() >= self._theme.px(WORDLESS_UNDER)
        inset = self._theme.px(_BADGE_INSET)
        top = rect.y() + bottom - inset - self._theme.px(BADGE)
        free = rect.width() - 2 * inset
        if item.kind is MediaKind.VIDEO:
            duration = format_duration(item.duration_s) if words and item.duration_s else ""
            badge = self._stamps.badge("play", duration, "on_media.text", look.ratio)
            width = round(badge.deviceIndependentSize().width())
            painter.drawPixmap(rect.x() + rect.width() - inset - width, top, badge)
            free -= width + self._theme.px(4)
        state = state_badge(item, look.arrived)
        if state is not None:
            icon, text, path = state
            badge = self._stamps.badge(icon, text if words else "", path, look.ratio)
            if badge.deviceIndependentSize().width() > free:
                badge = self._stamps.badge(icon, "", path, look.ratio)
            painter.drawPixmap(rect.x() + inset, top, badge)

    def _sound(self, painter: QPainter, rect: QRect, item: MediaItem, look: TileLook) -> None:
        px, inset = self._theme.px, self._theme.px(_INSET)
        self._plate(painter, rect, "surface.raised", look)
        tall = px(40 if rect.width() >= px(WORDLESS_UNDER) else 26)
        wave = QRectF(rect.x() + px(13), rect.y() + (rect.height() - tall) // 2 - px(2), rect.width() - px(26), tall)
        paint_wave(
            painter, self._theme, wave, look.waveform or b"",
            played=look.played, rest="wave.rest", halo="surface.raised", knob=False,
        )  # fmt: skip
        left, line = rect.x() + inset, self._theme.line("caption")
        if not (look.selected or look.hovered):
            glyph = QRectF(left, rect.y() + inset + (line - px(14)) / 2, px(14), px(14))
            self._icons.paint(painter, kind_icon(item.kind, voice=item.voice), glyph, "text.secondary")
        beside = px(18 if not (look.selected or look.hovered) else _BADGE_INSET + BADGE + 6 - _INSET)
        whose = px(BADGE) if look.owner is not None else 0
        name = QRectF(left + beside, rect.y() + inset, rect.width() - 2 * inset - beside - whose, line)
        self._text.line(painter, name, contact_title(item.contact), "text.secondary")
        here = item.state is MediaState.LOCAL
        below = QRectF(left, rect.y() + rect.height() - px(14) - line, rect.width() - 2 * inset, line)
        if item.duration_s:
            said = format_duration(item.duration_s)
            self._text.line(painter, below, said, "text.primary", semibold=True, align=LEFT if here else RIGHT)
        if not here:
            self._badges(painter, rect, item, look, rect.height())
        elif item.unheard:
            side = px(8)
            dot = QRectF(rect.x() + rect.width() - inset - side, below.center().y() - side / 2, side, side)
            fill_round(painter, dot, self._theme.colour("accent.base"))

    def _document(self, painter: QPainter, rect: QRect, item: MediaItem, look: TileLook) -> None:
        px, strip = self._theme.px, self._theme.px(_STRIP)
        self._plate(painter, rect, "surface.control_hover", look)
        above = QRect(rect.x(), rect.y(), rect.width(), rect.height() - strip)
        if look.picture is not None and look.picture.pixmap is not None:
            width, height = self.page_size(rect.width())
            painter.setOpacity(look.opacity)
            page = QRect(above.x() + (above.width() - width) // 2, above.bottom() + 1 - height, width, height)
            _page(painter, page, look.picture.pixmap)
            painter.setOpacity(1.0)
        else:
            self._kind_icon(painter, QRectF(above), item)
        self._strip(painter, rect, strip, look)
        line, width = self._theme.line("caption"), rect.width() - 2 * px(10)
        name = QRectF(rect.x() + px(10), above.bottom() + 1 + px(4), width, line)
        self._text.line(painter, name, media_title(item), "text.primary", semibold=True, name=True)
        facts = name.translated(0, line)
        self._text.line(painter, facts, document_facts(item), "text.secondary")
        if item.state is not MediaState.LOCAL:
            self._badges(painter, rect, item, look, above.height())

    def _strip(self, painter: QPainter, rect: QRect, tall: int, look: TileLook) -> None:
        """Paint the lower end of a raised plate, so that its corners fit the tile's."""
        plate, ratio = self._stamps.plate(rect.width(), "surface.raised", look.ratio), look.ratio
        target = QRectF(rect.x(), rect.y() + rect.height() - tall, rect.width(), tall)
        painter.drawPixmap(target, plate, QRectF(0, plate.height() - tall * ratio, plate.width(), tall * ratio))

    def _notice(self, painter: QPainter, rect: QRect, item: MediaItem, look: TileLook) -> None:
        px, inset = self._theme.px, self._theme.px(_INSET)
        quarantined = item.state is MediaState.QUARANTINED
        tone = "warning" if quarantined else "danger"
        self._plate(painter, rect, f"{tone}.tint", look)
        if not (look.selected or look.hovered):
            glyph = QRectF(rect.x() + inset, rect.y() + inset, px(20), px(20))
            self._icons.paint(painter, "shield-alert" if quarantined else kind_icon(item.kind), glyph, f"{tone}.text")
        words, reason = failed_words(item)
        width = rect.width() - 2 * inset
        title = QRectF(rect.x() + inset, rect.y() + px(38), width, self._theme.line("body"))
        self._text.line(painter, title, words, f"{tone}.text", role="body", semibold=True)
        room = rect.height() - px(38) - self._theme.line("body") - inset
        lines = int(room // self._theme.line("caption"))
        if reason and lines > 0:
            below = QRectF(rect.x() + inset, rect.y() + rect.height() - inset - room, width, room)
            self._text.sentence(painter, below, reason, "text.secondary", lines)

    def _ring(self, painter: QPainter, rect: QRect) -> None:
        """Paint the focus inside the gutter: a gap of two, then two."""
        wide = self._theme.px(2)
        out = wide * 1.5
        radius = self._theme.px(TILE_RADIUS) + out
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.colour("focus.ring"), wide))
        painter.drawRoundedRect(QRectF(rect).adjusted(-out, -out, out, out), radius, radius)
        painter.restore()


def state_badge(item: MediaItem, arrived: float | None = None) -> tuple[str, str, str] | None:
    """Return glyph, words and colour of what is not as usual with a media, None for one that is here."""
    if item.state is MediaState.DOWNLOADING:
        percent = round(100 * (arrived or 0))
        return f"ring:{percent}", f"{percent} %" if arrived is not None else "", "on_media.text"
    if item.state is MediaState.EXPIRED:
        return "clock-alert", _("Gone"), "on_media.text"
    if item.state is MediaState.REMOTE:
        if expires_soon(item):
            return "pie", time_left(item), "on_media.warning"
        return "cloud-download", size_words(item.size_bytes) if item.size_bytes else "", "on_media.text"
    return None


def _whole(painter: QPainter, rect: QRect, pixmap: QPixmap, side: int) -> None:
    """Paint all of a picture in the middle of a tile, its longer edge at most `side`."""
    size = pixmap.deviceIndependentSize()
    fitted = size.scaled(QSizeF(side, side), Qt.AspectRatioMode.KeepAspectRatio)
    left, top = rect.x() + (rect.width() - fitted.width()) // 2, rect.y() + (rect.height() - fitted.height()) // 2
    _drawn(painter, QRectF(left, top, fitted.width(), fitted.height()), pixmap)


def _page(painter: QPainter, place: QRect, pixmap: QPixmap) -> None:
    """Paint a page as wide as its place, from the top; a shorter one stands on the lower edge."""
    size = pixmap.deviceIndependentSize()
    tall = size.height() * place.width() / size.width()
    top = place.y() + max(0.0, place.height() - tall)
    painter.save()
    painter.setClipRect(place, Qt.ClipOperation.IntersectClip)
    _drawn(painter, QRectF(place.x(), round(top), place.width(), tall), pixmap)
    painter.restore()


def _drawn(painter: QPainter, target: QRectF, pixmap: QPixmap) -> None:
    """Paint a pixmap as it is where it fits. One of another size is scaled roughly: the right one is on its way."""
    if abs(target.width() - pixmap.deviceIndependentSize().width()) < 1:
        painter.drawPixmap(target.topLeft().toPoint(), pixmap)
        return
    painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))
