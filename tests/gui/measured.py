"""Contrast measured from pixels: a widget is painted large, and for each text and glyph its ink is found on its ground.

Where texts and glyphs stand is learnt while they are painted; which colours they have is only looked up in the picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QTextLayout
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from app.ui.look.icons import Icons

RATIO = 3
"""Strokes are then thick enough to have pixels of their own colour."""
_LEAST_PIXELS = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """A text, or a glyph by its name, and where it stands in logical pixels of what is measured."""

    what: str
    rect: QRectF
    glyph: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What was measured of a mark."""

    mark: Mark
    contrast: float
    ink: str
    ground: str


@dataclass
class _Recorder(QObject):
    """Notes marks; `painting` is the widget whose paint event runs."""

    root: QWidget
    marks: list[Mark] = field(default_factory=list)
    painting: QWidget | None = None

    def __post_init__(self) -> None:
        super().__init__()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self.painting = watched
        return False

    def note(self, painter: QPainter, rect: QRectF, what: str, *, glyph: bool = False) -> None:
        if self.painting is None or not what.strip() or rect.isEmpty() or painter.opacity() < 1:
            return
        if not (self.painting is self.root or self.root.isAncestorOf(self.painting)):
            return
        inside = painter.worldTransform().mapRect(rect)
        seen = inside.intersected(QRectF(self.painting.rect()))
        if painter.hasClipping():
            seen = seen.intersected(painter.worldTransform().mapRect(painter.clipBoundingRect()))
        offset = self.painting.mapTo(self.root, QPoint(0, 0))
        if seen.height() >= inside.height() - 1 and seen.width() >= inside.width() - 1:
            self.marks.append(Mark(what, seen.translated(offset), glyph))


def measure(root: QWidget, monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """Paint a widget and return the contrast of all in it that is read or looked at; disabled parts are left out."""
    with _recording(root, monkeypatch) as recorder:
        image = QImage(root.size() * RATIO, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(RATIO)
        root.render(image)
    marks = [*recorder.marks, *_written_by_qt(root)]
    pixels = np.frombuffer(image.constBits(), dtype=np.uint32).reshape(image.height(), image.bytesPerLine() // 4)
    return [found for mark in marks if (found := _measured(pixels, mark)) is not None]


@contextmanager
def _recording(root: QWidget, monkeypatch: pytest.MonkeyPatch) -> Iterator[_Recorder]:
    recorder = _Recorder(root)
    app = QApplication.instance()
    assert app is not None
    app.installEventFilter(recorder)
    with monkeypatch.context() as patch:
        patch.setattr(QPainter, "drawText", _noting_text(recorder, QPainter.drawText))
        patch.setattr(QTextLayout, "draw", _noting_passage(recorder, QTextLayout.draw))
        patch.setattr(Icons, "paint", _noting_glyph(recorder, Icons.paint))
        yield recorder
    app.removeEventFilter(recorder)


def _noting_text(recorder: _Recorder, draw: Callable[..., Any]) -> Callable[..., Any]:
    def drawn(painter: QPainter, *given: Any) -> Any:
        if len(given) >= 3 and isinstance(given[0], QRect | QRectF) and isinstance(given[-1], str):
            flags = given[1] if isinstance(given[1], int) else given[1].value
            place = painter.boundingRect(QRectF(given[0]), flags, given[-1])
            recorder.note(painter, place, given[-1])
        return draw(painter, *given)

    return drawn


def _noting_passage(recorder: _Recorder, draw: Callable[..., Any]) -> Callable[..., Any]:
    def drawn(layout: QTextLayout, painter: QPainter, at: QPointF, *more: Any) -> Any:
        recorder.note(painter, layout.boundingRect().translated(at), layout.text())
        return draw(layout, painter, at, *more)

    return drawn


def _noting_glyph(recorder: _Recorder, paint: Callable[..., Any]) -> Callable[..., Any]:
    def painted(icons: Icons, painter: QPainter, name: str, rect: QRect | QRectF, path: str) -> None:
        if path != "text.disabled" and isinstance(painter.device(), QWidget | QImage):
            recorder.note(painter, QRectF(rect), name, glyph=True)
        paint(icons, painter, name, rect, path)

    return painted


def _written_by_qt(root: QWidget) -> list[Mark]:
    """Return the texts of labels and buttons that paint themselves in C++."""
    found = []
    for part in root.findChildren(QWidget):
        if not part.isVisibleTo(root) or part.isWindow() or not part.isEnabled() or not _whole_in_sight(part, root):
            continue
        if type(part).paintEvent is not _native(part) or not isinstance(part, QLabel | QAbstractButton):
            continue
        if part.text().strip():
            metrics = QFontMetricsF(part.font())
            room = QRectF(part.contentsRect())
            align = part.alignment() if isinstance(part, QLabel) else Qt.AlignmentFlag.AlignCenter
            place = metrics.boundingRect(room, int(align.value), part.text()).intersected(room)
            found.append(Mark(part.text(), place.translated(part.mapTo(root, QPoint(0, 0)))))
    return found


def _native(part: QWidget) -> object:
    for kind in type(part).__mro__:
        if kind.__module__.startswith("PySide6") and "paintEvent" in vars(kind):
            return vars(kind)["paintEvent"]
    return None


def _whole_in_sight(part: QWidget, root: QWidget) -> bool:
    return part.visibleRegion().boundingRect().size() == part.size() or part is root


def _measured(pixels: np.ndarray, mark: Mark) -> Finding | None:
    area = QRectF(
        mark.rect.x() * RATIO, mark.rect.y() * RATIO, mark.rect.width() * RATIO, mark.rect.height() * RATIO
    ).toAlignedRect()
    area = area.intersected(QRect(0, 0, pixels.shape[1], pixels.shape[0]))
    colours, counts = np.unique(
        pixels[area.top() : area.bottom() + 1, area.left() : area.right() + 1], return_counts=True
    )
    if len(colours) < 2:
        return None
    ground = int(colours[counts.argmax()])
    level = luminance(ground)
    inks = [int(colour) for colour in colours[counts >= _LEAST_PIXELS] if colour != ground]
    if not inks:
        return None
    ink = max(inks, key=lambda colour: ratio_of(level, luminance(colour)))
    return Finding(mark, ratio_of(level, luminance(ink)), QColor(ink).name(), QColor(ground).name())


def luminance(colour: int) -> float:
    """Return the relative luminance of `0xAARRGGBB`, by WCAG 2."""
    parts = [(colour >> shift & 255) / 255 for shift in (16, 8, 0)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio_of(one: float, other: float) -> float:
    """Return the contrast of two luminances."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
