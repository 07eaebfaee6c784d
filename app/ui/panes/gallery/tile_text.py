"""Text on tiles: names lose their middle, people and sentences their end, a reason is broken into lines."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextLayout

from app.ui.look.elide import elided_end, elided_name
from app.ui.look.lettering import LEFT, Lettering
from app.ui.look.theme import Theme


class TileText:
    """Writes in the theme's fonts and colours. What was cut to a width once is remembered: tiles are painted often."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._lettering = Lettering(theme)

    def line(
        self,
        painter: QPainter,
        rect: QRectF,
        text: str,
        path: str,
        *,
        role: str = "caption",
        semibold: bool = False,
        name: bool = False,
        align: Qt.AlignmentFlag = LEFT,
    ) -> None:
        """Write one line; `name` keeps the extension of a file name."""
        font = self._lettering.font(role, semibold=semibold)
        painter.setFont(font)
        painter.setPen(self._theme.colour(path))
        cut = _cut_name if name else _cut_end
        painter.drawText(rect, align, cut(text, font.toString(), int(rect.width())))

    def sentence(self, painter: QPainter, rect: QRectF, text: str, path: str, most_lines: int) -> None:
        """Write a caption over several lines, standing on the bottom of `rect`."""
        font, tall = self._lettering.font("caption"), self._theme.line("caption")
        lines = broken(text, font.toString(), int(rect.width()), most_lines)
        painter.setFont(font)
        painter.setPen(self._theme.colour(path))
        top = rect.bottom() - tall * len(lines)
        for number, line in enumerate(lines):
            painter.drawText(QRectF(rect.left(), top + number * tall, rect.width(), tall), LEFT, line)


def _of(font: str) -> QFont:
    made = QFont()
    made.fromString(font)
    return made


@lru_cache(maxsize=2048)
def _cut_name(text: str, font: str, width: int) -> str:
    return elided_name(QFontMetricsF(_of(font)), text, width)


@lru_cache(maxsize=2048)
def _cut_end(text: str, font: str, width: int) -> str:
    return elided_end(QFontMetricsF(_of(font)), text, width)


@lru_cache(maxsize=256)
def broken(text: str, font: str, width: int, most_lines: int) -> tuple[str, ...]:
    """Return a sentence in lines of a width, the last one cut where there are more than `most_lines`."""
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
        lines = [*lines[: most_lines - 1], elided_end(QFontMetricsF(made), rest, width)]
    return tuple(lines)
