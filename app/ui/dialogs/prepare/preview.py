"""The right of the preparation sheet: the current file large, what is known of it, and its caption."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.texts import _
from app.texts.formats import format_number
from app.ui.look.icons import Icons
from app.ui.look.shapes import fill_rounded, rounded_path
from app.ui.look.theme import Theme
from app.ui.models.drafts import DraftLine, what_happens, why_not

CAPTION_LONGEST = 1024


class Preview(QFrame):
    """Shows one file."""

    captioned = Signal(int, str)
    """The key of the file and its caption."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._key: int | None = None
        self.picture = _Picture(theme, icons)
        self._facts, self.caption, self._count = QLabel(), QLineEdit(), QLabel()
        self.setProperty("surface", "canvas")
        for label in (self._facts, self._count):
            label.setProperty("role", "caption")
        self._facts.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._facts.setWordWrap(True)
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.caption.setMaxLength(CAPTION_LONGEST)
        self.caption.setMinimumHeight(theme.px(40))
        self.caption.textEdited.connect(self._edited)
        px = theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(12))
        column.setSpacing(px(8))
        column.addWidget(self.picture, 1)
        for part in (self._facts, self.caption, self._count):
            column.addWidget(part)
        self.retranslate()

    def show_line(self, line: DraftLine | None) -> None:
        """Show a file, or nothing."""
        self.picture.show_line(line)
        self.caption.setEnabled(line is not None and line.takes_caption and not line.refused)
        facts = "" if line is None else why_not(line) if line.refused else line.facts or what_happens(line)
        self._facts.setText(facts)
        key = line.key if line is not None else None
        if key != self._key or (line is not None and line.caption != self.caption.text()):
            self._key = key
            self.caption.setText(line.caption if line is not None else "")
        self._count_up()

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.caption.setPlaceholderText(_("Caption"))
        self.caption.setAccessibleName(_("Caption"))

    def _edited(self, text: str) -> None:
        if self._key is not None:
            self.captioned.emit(self._key, text)
        self._count_up()

    def _count_up(self) -> None:
        done, most = format_number(len(self.caption.text())), format_number(CAPTION_LONGEST)
        self._count.setText(f"{done} / {most}")


class _Picture(QWidget):
    """A file's picture as large as it fits, else its glyph."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._line: DraftLine | None = None

    def show_line(self, line: DraftLine | None) -> None:
        """Show a file."""
        self._line = line
        self.setAccessibleName(line.name if line is not None else "")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the least that is worth looking at."""
        return QSize(self._theme.px(240), self._theme.px(160))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint it in the middle, rounded."""
        line, theme = self._line, self._theme
        if line is None:
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if line.picture is not None:
            size = line.picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            rect = QRectF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2, *size.toTuple())
            painter.setClipPath(rounded_path(rect, theme.px(12)))
            painter.drawImage(rect, line.picture)
        else:
            side = theme.px(96)
            box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
            fill_rounded(painter, box, theme.colour("danger.tint" if line.refused else "surface.raised"), theme.px(12))
            inner = box.adjusted(side / 3, side / 3, -side / 3, -side / 3)
            self._icons.paint(
                painter,
                "shield-alert" if line.refused else "file-text",
                inner,
                "danger.text" if line.refused else "text.secondary",
            )
        painter.end()
