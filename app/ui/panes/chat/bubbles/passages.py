"""Text broken into lines of 20, with the links in it and the place where its last line ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import bidirectional

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QTextCharFormat, QTextLayout, QTextOption

from app.ui.panes.chat.bubbles.scene import Scene

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"'«»]+", re.IGNORECASE)
_TRAILING = ".,;:!?)]}…"
_LINE_SEPARATOR = "\u2028"


@dataclass(frozen=True, slots=True)
class Link:
    """An address in a text; `rects` are where it stands, one a line."""

    address: str
    rects: tuple[QRectF, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A text in lines.

    Attributes:
        width: of the widest line.
        last_end: where the last line ends at the right; `last_rtl` where it reads from the right.
    """

    layout: QTextLayout
    width: float
    height: float
    lines: int
    last_end: float
    last_rtl: bool
    links: tuple[Link, ...]


def broken(
    scene: Scene, text: str, width: float, *, role: str = "body", semibold: bool = False, most_lines: int = 0
) -> Broken:
    """Return a text broken to a width.

    Args:
        most_lines: further lines are left away, 0 for none.
    """
    text = text.replace("\n", _LINE_SEPARATOR)
    layout = QTextLayout(text, scene.letters.font(role, semibold=semibold))
    layout.setCacheEnabled(True)
    layout.setTextOption(_option())
    found = links_in(text)
    if found:
        layout.setFormats([_format(scene, start, end, layout.font()) for start, end, _address in found])
    height, count, widest, end = _break(layout, width, scene.theme.line(role), most_lines)
    placed = tuple(Link(address, _rects(layout, start, stop)) for start, stop, address in found)
    return Broken(layout, widest, height, count, end, reads_left(text), placed)


def links_in(text: str) -> list[tuple[int, int, str]]:
    """Return start, end and address of the web addresses in a text; marks of the sentence around them stay outside."""
    found = []
    for match in _LINK.finditer(text):
        shown = match.group().rstrip(_TRAILING)
        if "." in shown:
            found.append((match.start(), match.start() + len(shown), shown if "://" in shown else f"https://{shown}"))
    return found


def _break(layout: QTextLayout, width: float, pitch: float, most_lines: int) -> tuple[float, int, float, float]:
    """Place the lines; return height, count, width of the widest, and where the last one ends."""
    height, count, widest, end = 0.0, 0, 0.0, 0.0
    layout.beginLayout()
    while True:
        line = layout.createLine()
        if not line.isValid() or (most_lines and count >= most_lines):
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height + (pitch - line.height()) / 2))
        end = line.naturalTextWidth()
        widest = max(widest, end)
        height += pitch
        count += 1
    layout.endLayout()
    return height, count, widest, end


def _rects(layout: QTextLayout, start: int, end: int) -> tuple[QRectF, ...]:
    rects = []
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        first = max(start, line.textStart())
        last = min(end, line.textStart() + line.textLength())
        if first < last:
            left, right = _x(line, first), _x(line, last)
            rects.append(QRectF(min(left, right), line.y(), abs(right - left), line.height()))
    return tuple(rects)


def _x(line: object, at: int) -> float:
    found = line.cursorToX(at)  # type: ignore[attr-defined]  # a QTextLine; the binding returns (x, position)
    return float(found[0] if isinstance(found, tuple) else found)


def _format(scene: Scene, start: int, end: int, font: QFont) -> QTextLayout.FormatRange:
    ranged = QTextLayout.FormatRange()
    ranged.start, ranged.length = start, end - start
    look = QTextCharFormat()
    look.setFont(font)
    look.setForeground(scene.theme.colour("text.link"))
    look.setFontUnderline(True)
    ranged.format = look
    return ranged


@lru_cache(maxsize=1)
def _option() -> QTextOption:
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    return option


def reads_left(text: str) -> bool:
    """Tell whether a text's first strong letter is of a right-to-left script."""
    for mark in text[:200]:
        kind = bidirectional(mark)
        if kind in ("R", "AL"):
            return True
        if kind == "L":
            return False
    return False
