"""Text on tiles: elided in the middle for names, at the end for people and sentences, and broken into lines."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout

from app.ui.look.theme import Theme

_LEADING = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class TileText:
    """Writes in the theme's fonts and colours."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._fonts: dict[tuple[str, bool], QFont] = {}
        theme.changed.connect(self._fonts.clear)

    def line(
        self,
        painter: QPainter,
        rect: QRectF,
        text: str,
        path: str,
        *,
        role: str = "caption",
        semibold: bool = False,
        middle: bool = False,
        right: bool = False,
    ) -> None:
        """Write one line, elided to the width; `middle` keeps the extension of a name."""
        font = self.font(role, semibold=semibold)
        painter.setFont(font)
        painter.setPen(self._theme.colour(path))
        shown = _elided(text, font.toString(), int(rect.width()), middle)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | side, shown)

    def sentence(self, painter: QPainter, rect: QRectF, text: str, path: str, most_lines: int) -> None:
        """Write a caption over several lines, standing on the bottom of `rect`."""
        font = self.font("caption")
        lines = _broken(text, font.toString(), int(rect.width()), most_lines)
        tall = self._theme.line("caption")
        painter.setFont(font)
        painter.setPen(self._theme.colour(path))
        top = rect.bottom() - tall * len(lines)
        for number, line in enumerate(lines):
            painter.drawText(QRectF(rect.left(), top + number * tall, rect.width(), tall), _LEADING, line)

    def width(self, text: str, role: str = "caption", *, semibold: bool = False) -> float:
        """Return how wide a text is."""
        return QFontMetricsF(self.font(role, semibold=semibold)).horizontalAdvance(text)

    def font(self, role: str, *, semibold: bool = False) -> QFont:
        """Return a font of the theme, made once."""
        key = (role, semibold)
        if key not in self._fonts:
            self._fonts[key] = self._theme.font(role, semibold=semibold)
        return self._fonts[key]


def _of(font: str) -> QFont:
    made = QFont()
    made.fromString(font)
    return made


@lru_cache(maxsize=2048)
def _elided(text: str, font: str, width: int, middle: bool) -> str:  # noqa: FBT001 - a key of the cache
    mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
    return QFontMetricsF(_of(font)).elidedText(text, mode, width)


@lru_cache(maxsize=256)
def _broken(text: str, font: str, width: int, most_lines: int) -> tuple[str, ...]:
    made = _of(font)
    layout = QTextLayout(text, made)
    layout.beginLayout()
    starts = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    ends = [*starts[1:], len(text)]
    lines = [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    if len(lines) > most_lines:
        rest = text[starts[most_lines - 1] :]
        lines = [*lines[: most_lines - 1], QFontMetricsF(made).elidedText(rest, Qt.TextElideMode.ElideRight, width)]
    return tuple(lines)
