"""People as circles: a picture once there is one, until then initials on a colour derived from their id."""

from __future__ import annotations

import zlib

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.look.icons import Icons
from app.ui.look.initials import initials
from app.ui.look.shapes import fill_round
from app.ui.look.theme import Theme

_SMALL = 32


def avatar_colours(theme: Theme, key: str) -> tuple[QColor, QColor]:
    """Return the background and the letters' colour of an id; the same id has the same everywhere and always."""
    pairs = theme.tokens.avatars(theme.mode)
    back, front = pairs[zlib.crc32(key.encode()) % len(pairs)]
    return QColor(back), QColor(front)


def paint_avatar(painter: QPainter, theme: Theme, icons: Icons, rect: QRectF, key: str, name: str) -> None:
    """Paint the circle of a person or group without a picture."""
    back, front = avatar_colours(theme, key)
    fill_round(painter, rect, back)
    letters = initials(name)
    if not letters:
        half = rect.width() / 2
        glyph = QRectF(rect.x() + half / 2, rect.y() + half / 2, half, half)
        icons.paint(painter, _glyph(key), glyph, "text.secondary")
        return
    painter.setFont(theme.font("caption" if rect.width() <= theme.px(_SMALL) else "body", semibold=True))
    painter.setPen(front)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, letters)


def _glyph(key: str) -> str:
    """Return the icon of somebody without letters, by their address."""
    if key.endswith("@g.us"):
        return "users"
    return "circle-dashed" if key.endswith("@broadcast") else "user"


class Avatar(QWidget):
    """A person's circle as a widget; spoken by the name beside it, so silent itself."""

    def __init__(self, theme: Theme, icons: Icons, size: int) -> None:
        super().__init__()
        self._theme, self._icons, self._size = theme, icons, size
        self._key, self._name = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_person(self, key: str, name: str) -> None:
        """Show a person by address and name."""
        self._key, self._name = key, name
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the circle's square."""
        return QSize(self._theme.px(self._size), self._theme.px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the circle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._key or self._name:
            paint_avatar(painter, self._theme, self._icons, QRectF(self.rect()), self._key, self._name)
        else:
            fill_round(painter, QRectF(self.rect()), self._theme.colour("surface.skeleton"))
        painter.end()
