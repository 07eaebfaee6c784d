"""The current file of the preparation sheet, as large as there is room: its picture, its first page, or its glyph."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.ui.dialogs.prepare.delegate import glyph_of
from app.ui.look.icons import Icons
from app.ui.look.picture_reader import picture_of, reader_of
from app.ui.look.shapes import fill_rounded, rounded_path
from app.ui.look.theme import Theme
from app.ui.models.draft_words import DraftLine

SIGHT_PX = 1280
"""Long edge of a picture that is looked at: sharp in the drawn sheet at twice the scale."""
_BOX, _GLYPH = 96, 32
_MOST_ENLARGED = 2.0


def sight(path: Path) -> QImage | None:
    """Return a picture file no larger than the sheet can show it, None where Qt cannot read it. For a lane."""
    reader = reader_of(path)
    size = reader.size()
    if max(size.width(), size.height()) > SIGHT_PX:
        reader.setScaledSize(size.scaled(SIGHT_PX, SIGHT_PX, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


class Picture(QWidget):
    """Shows one file."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._line: DraftLine | None = None
        self._image: QImage | None = None
        self._is_sharp = False

    def show_line(self, line: DraftLine | None) -> None:
        """Show a file by the small picture that is known of it; a sharper one of the same file stays."""
        before, self._line = self._line, line
        same = before is not None and line is not None and (before.key, before.draft) == (line.key, line.draft)
        self._is_sharp = self._is_sharp and same
        if not self._is_sharp and (not same or (line and before and line.large != before.large)):
            self._image = None if line is None or not line.large else picture_of(line.large)
        self.setAccessibleName(line.name if line is not None else "")
        self.update()

    def show_sight(self, key: int, image: QImage) -> None:
        """Show a file's own pixels, if it is still the one that is looked at."""
        if self._line is not None and self._line.key == key:
            self._image, self._is_sharp = image, True
            self.update()

    @property
    def is_sharp(self) -> bool:
        """Tell whether the file's own pixels are shown."""
        return self._is_sharp

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the least that is worth looking at."""
        return QSize(self._theme.px(120), self._theme.px(96))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return what it would like to have."""
        return QSize(self._theme.px(400), self._theme.px(300))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint it in the middle, rounded."""
        line = self._line
        if line is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if self._image is not None and not self._image.isNull() and not line.refused:
            self._paint_image(painter, self._image)
        else:
            self._paint_glyph(painter, line)
        painter.end()

    def _paint_image(self, painter: QPainter, image: QImage) -> None:
        room = QSizeF(self.size())
        most = QSizeF(image.size()) * _MOST_ENLARGED
        fitted = QSizeF(image.size()).scaled(room.boundedTo(most), Qt.AspectRatioMode.KeepAspectRatio)
        rect = QRectF((room.width() - fitted.width()) / 2, (room.height() - fitted.height()) / 2, *fitted.toTuple())
        radius = self._theme.px(12)
        painter.save()
        painter.setClipPath(rounded_path(rect, radius))
        painter.fillRect(rect, self._theme.colour("surface.panel"))
        painter.drawImage(rect, image)
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.colour("line.subtle"), 1))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def _paint_glyph(self, painter: QPainter, line: DraftLine) -> None:
        theme, side = self._theme, self._theme.px(_BOX)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        fill_rounded(painter, box, theme.colour("danger.tint" if line.refused else "surface.raised"), theme.px(12))
        inset = (side - theme.px(_GLYPH)) / 2
        glyph = "shield-x" if line.refused else glyph_of(line)
        path = "danger.text" if line.refused else "text.secondary"
        self._icons.paint(painter, glyph, box.adjusted(inset, inset, -inset, -inset), path)
