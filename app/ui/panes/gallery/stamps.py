"""Small painted things that many tiles share, kept as pixmaps: plates, badges, checks. Painted once a theme."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF

from app.ui.look.account_tile import paint_account
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme

_MOST = 512
BADGE = 20
TILE_RADIUS = 12


class Stamps:
    """Pixmaps by what they show. `ratio` is always the device pixel ratio."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        self._theme = theme
        self._icons = icons
        self._kept: dict[object, QPixmap] = {}
        theme.changed.connect(self._kept.clear)

    def plate(self, side: int, path: str, ratio: float) -> QPixmap:
        """Return a whole tile in a token's colour, its corners cut."""
        return self._made(("plate", side, path, ratio), side, side, ratio, lambda p: self._plate(p, side, path))

    def frame(self, side: int, ratio: float) -> QPixmap:
        """Return the border of a selected tile."""
        return self._made(("frame", side, ratio), side, side, ratio, lambda p: self._frame(p, side))

    def check(self, ratio: float, *, on: bool) -> QPixmap:
        """Return the check at a tile's top left, set or to be set."""
        side = self._theme.px(BADGE)
        return self._made(("check", on, ratio), side, side, ratio, lambda p: self._check(p, side, on=on))

    def owner(self, colour: str, letter: str, ratio: float) -> QPixmap:
        """Return the tile of the account that a media is of, for its top right."""
        side = self._theme.px(BADGE)

        def paint(painter: QPainter) -> None:
            paint_account(painter, self._theme, QRectF(0, 0, side, side), colour, letter)

        return self._made(("owner", colour, letter, ratio), side, side, ratio, paint)

    def badge(self, icon: str, text: str, path: str, ratio: float) -> QPixmap:
        """Return a badge for on top of a picture; `icon` is a Lucide name, `play` is filled, `ring:63` a share of 100.

        Either may be "".
        """
        font = self._theme.font("caption")
        px = self._theme.px
        wide = QFontMetricsF(font).horizontalAdvance(text) if text else 0.0
        glyph = (px(10) if icon == "play" else px(14)) if icon else 0
        between = px(4) if icon and text else 0
        width = round(px(6) + glyph + between + wide + px(6) + 0.5)

        def paint(painter: QPainter) -> None:
            self._scrim(painter, QRectF(0, 0, width, px(BADGE)))
            colour = self._theme.colour(path)
            self._glyph(painter, icon, QRectF(px(6), (px(BADGE) - glyph) / 2, glyph, glyph), colour, path)
            painter.setPen(colour)
            painter.setFont(font)
            at = QRectF(px(6) + glyph + between, 0, wide + 1, px(BADGE))
            painter.drawText(at, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

        return self._made(("badge", icon, text, path, ratio), width, px(BADGE), ratio, paint)

    def _made(self, key: object, width: int, height: int, ratio: float, paint: Callable[[QPainter], None]) -> QPixmap:
        found = self._kept.get(key)
        if found is not None:
            return found
        if len(self._kept) >= _MOST:
            self._kept.clear()
        pixmap = QPixmap(round(width * ratio), round(height * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter)
        painter.end()
        self._kept[key] = pixmap
        return pixmap

    def _plate(self, painter: QPainter, side: int, path: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(path))
        radius = self._theme.px(TILE_RADIUS)
        painter.drawRoundedRect(QRectF(0, 0, side, side), radius, radius)

    def _frame(self, painter: QPainter, side: int) -> None:
        wide = self._theme.px(3)
        painter.setPen(QPen(self._theme.colour("selection.tile"), wide))
        half, radius = wide / 2, self._theme.px(TILE_RADIUS) - wide / 2
        painter.drawRoundedRect(QRectF(half, half, side - wide, side - wide), radius, radius)

    def _check(self, painter: QPainter, side: int, *, on: bool) -> None:
        px = self._theme.px
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent.base"))
            painter.drawRoundedRect(QRectF(0, 0, side, side), px(6), px(6))
            inset = (side - px(14)) / 2
            self._icons.paint(painter, "check", QRectF(inset, inset, px(14), px(14)), "accent.on")
            return
        painter.setBrush(self._scrim_colour())
        painter.setPen(QPen(self._theme.colour("on_media.text"), 1.5))
        painter.drawRoundedRect(QRectF(0.75, 0.75, side - 1.5, side - 1.5), px(6), px(6))

    def _scrim(self, painter: QPainter, rect: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._scrim_colour())
        painter.drawRoundedRect(rect, self._theme.px(6), self._theme.px(6))

    def _scrim_colour(self) -> QColor:
        theme = self._theme
        return theme.faded("on_media.scrim", theme.tokens.number(theme.mode, "on_media.alpha"))

    def _glyph(self, painter: QPainter, icon: str, rect: QRectF, colour: QColor, path: str) -> None:
        if icon == "play":
            _triangle(painter, rect, colour)
        elif icon.startswith("ring:"):
            _ring(painter, rect.adjusted(1, 1, -1, -1), colour, int(icon[5:]))
        elif icon == "pie":
            _pie(painter, rect.adjusted(1, 1, -1, -1), colour)
        elif icon:
            self._icons.paint(painter, icon, rect, path)


def _triangle(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    painter.setBrush(colour)
    painter.setPen(QPen(colour, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    inner = rect.adjusted(1.5, 1, -1, -1)
    tip = QPointF(inner.right(), inner.center().y())
    painter.drawPolygon(QPolygonF([inner.topLeft(), inner.bottomLeft(), tip]))


def _ring(painter: QPainter, rect: QRectF, colour: QColor, percent: int) -> None:
    faint = QColor(colour)
    faint.setAlphaF(0.35)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(faint, 2))
    painter.drawEllipse(rect)
    painter.setPen(QPen(colour, 2))
    painter.drawArc(rect, 90 * 16, -percent * 360 * 16 // 100)


def _pie(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1.5))
    painter.drawEllipse(rect)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPie(rect.adjusted(2.5, 2.5, -2.5, -2.5), 90 * 16, -270 * 16)
