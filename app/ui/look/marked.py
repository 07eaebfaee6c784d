"""Draws a line of text with what a search found in it marked; a long one is cut so that a hit stays in sight."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption

from app.domain.finding import Spans, moved
from app.ui.look.elide import elided_end, elided_name
from app.ui.look.lettering import Lettering
from app.ui.look.theme import Theme

_ELLIPSIS = "…"
_BEFORE = 0.25
"""Of the width, what may stand before the first hit of a line that was cut at its beginning."""


def draw_marked(
    painter: QPainter,
    theme: Theme,
    letters: Lettering,
    rect: QRectF,
    text: str,
    spans: Spans,
    colour: QColor,
    role: str = "body",
    *,
    semibold: bool = False,
    file_name: bool = False,
) -> None:
    """Draw one line at the left of a rectangle; `file_name` keeps the end of the name when it is cut."""
    if not spans and not file_name:
        letters.draw(painter, rect, text, colour, role, semibold=semibold)
        return
    metrics = letters.metrics(role, semibold=semibold)
    text = _flat(text)
    shown, marks = _cut(metrics, text, spans, rect.width(), file_name=file_name)
    layout = QTextLayout(shown, letters.font(role, semibold=semibold))
    layout.setTextOption(_option())
    layout.setFormats([mark_format(theme, layout.font(), start, end) for start, end in marks])
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(1e6)
    layout.endLayout()
    painter.setPen(colour)
    layout.draw(painter, QPointF(rect.x(), rect.y() + (rect.height() - line.height()) / 2))


def mark_format(theme: Theme, font: QFont, start: int, end: int) -> QTextLayout.FormatRange:
    """Return how a hit looks: on the tint of selected text, in the first colour of text."""
    ranged = QTextLayout.FormatRange()
    ranged.start, ranged.length = start, end - start
    look = QTextCharFormat()
    look.setFont(font)
    look.setBackground(theme.colour("selection.text_bg"))
    look.setForeground(theme.colour("text.primary"))
    ranged.format = look
    return ranged


def _cut(
    metrics: QFontMetricsF, text: str, spans: Spans, width: float, *, file_name: bool
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return what fits, and where the hits stand in it."""
    if metrics.horizontalAdvance(text) <= width:
        return text, spans
    if file_name:
        shown = elided_name(metrics, text, width)
        return shown, moved(spans, text, shown)
    if spans and metrics.horizontalAdvance(text[: spans[0][1]]) > width * 0.85:
        text, spans = _from_the_hit(metrics, text, spans, width)
    shown = elided_end(metrics, text, width)
    marks = moved(spans, text, shown)
    # A hit that was cut away is told by the ellipsis only where no other one is in sight.
    seen = tuple(mark for mark in marks if mark[0] < len(shown) - len(_ELLIPSIS))
    return shown, seen or marks


def _from_the_hit(metrics: QFontMetricsF, text: str, spans: Spans, width: float) -> tuple[str, Spans]:
    """Take words away before the first hit until it stands near the beginning."""
    start = spans[0][0]
    first = text.rfind(" ", 0, start) + 1
    while first > 0:
        before = text.rfind(" ", 0, first - 1) + 1
        if metrics.horizontalAdvance(text[before:start]) > width * _BEFORE:
            break
        first = before
    if first == 0:
        return text, spans
    shift = first - len(_ELLIPSIS)
    return _ELLIPSIS + text[first:], tuple((begin - shift, end - shift) for begin, end in spans)


def _flat(text: str) -> str:
    """Return a text of the same length without line breaks and control characters."""
    return "".join(" " if mark < " " else mark for mark in text)


def _option() -> QTextOption:
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    return option
