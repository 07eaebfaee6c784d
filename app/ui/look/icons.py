"""Lucide icons, drawn from SVG in any token colour, per device pixel ratio, the stroke always 1.5 logical pixels."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.ui.look.shapes import pie
from app.ui.look.theme import Theme

PIE = "pie"
"""What expires, as the design draws it: a clock face of which most has passed. Not one of Lucide's."""
_PART = 0.75

_STROKE = re.compile(r'stroke-width="[0-9.]+"')


class Icons:
    """Pixmaps and live icons by Lucide name."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._folder = theme.resources / "icons"

    def pixmap(self, name: str, size: int, colour: QColor, ratio: float = 1.0) -> QPixmap:
        """Return an icon of `size` logical pixels in a colour.

        Raises:
            FileNotFoundError: no such icon was copied. Always our bug.
        """
        return _render(self._folder, name, size, colour.name(QColor.NameFormat.HexArgb), ratio)

    def paint(self, painter: QPainter, name: str, rect: QRect | QRectF, path: str) -> None:
        """Paint an icon centred in `rect`, as large as its smaller side, in a token's colour."""
        target = QRectF(rect)
        size = int(min(target.width(), target.height()))
        if name == PIE:
            place = QRectF(target.center().x() - size / 2, target.center().y() - size / 2, size, size)
            pie(painter, place.adjusted(1, 1, -1, -1), _PART, self._theme.colour(path))
            return
        ratio = painter.device().devicePixelRatioF()
        pixmap = self.pixmap(name, size, self._theme.colour(path), ratio)
        corner = target.center() - QRectF(0, 0, size, size).center()
        painter.drawPixmap(corner, pixmap)

    def icon(self, name: str, path: str = "text.secondary", *, active: str = "") -> QIcon:
        """Return a QIcon that follows the theme; `active` is the colour path while checked."""
        return QIcon(_ThemedIcon(self, self._theme, name, path, active or path))


class _ThemedIcon(QIconEngine):
    """Draws in the theme that is in force when it is painted."""

    def __init__(self, icons: Icons, theme: Theme, name: str, path: str, active: str) -> None:
        super().__init__()
        self._icons, self._theme, self._name, self._path, self._active = icons, theme, name, path, active

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        path = self._active if state == QIcon.State.On else self._path
        self._icons.paint(painter, self._name, rect, "text.disabled" if mode == QIcon.Mode.Disabled else path)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    def scaledPixmap(  # noqa: N802 - Qt's name
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        """Return a pixmap for a screen of this ratio; `size` is logical, and so the stroke stays 1.5 such pixels."""
        pixmap = QPixmap(size * scale)
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _ThemedIcon(self._icons, self._theme, self._name, self._path, self._active)


@lru_cache(maxsize=1024)
def _render(folder: Path, name: str, size: int, colour: str, ratio: float) -> QPixmap:
    text = (folder / f"{name}.svg").read_text("utf-8")
    opaque = QColor(colour)
    text = _STROKE.sub(f'stroke-width="{36 / max(size, 1):.3f}"', text)
    text = text.replace("currentColor", opaque.name())
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setOpacity(opaque.alphaF())
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
