"""A bubble laid out: its size, the parts that are painted and the regions that can be acted on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen

from app.ui.look.region_list import Region
from app.ui.look.shapes import focus_ring, rounded_path
from app.ui.panes.chat.bubbles.scene import Scene

RADIUS = 12
EDGE = 3


@dataclass(slots=True)
class Brush:
    """What a part is painted with.

    Attributes:
        hovered, pressed, focused: regions of this bubble, None for none.
        unfinished: set by a part that fades in and wants to be painted again.
    """

    painter: QPainter
    scene: Scene
    hovered: Region | None = None
    pressed: Region | None = None
    focused: Region | None = None
    unfinished: bool = False


class Part(Protocol):
    """Something painted."""

    def paint(self, brush: Brush) -> None: ...


@dataclass(slots=True)
class Bubble:
    """One message at one width.

    Attributes:
        own: from our number, so at the right.
        surface: colour path of the ground, "" for none (stickers).
        edge: colour path of the 3 px edge, "" for none.
        below: what hangs out at its lower end (reactions).
        regions: their rectangles are counted from the bubble's corner.
    """

    size: QSizeF
    own: bool
    surface: str
    edge: str = ""
    below: float = 0
    parts: list[Part] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)

    def paint(self, brush: Brush) -> None:
        """Paint everything, the painter standing at the bubble's corner."""
        painter, theme = brush.painter, brush.scene.theme
        rect = QRectF(QPointF(0, 0), self.size)
        if self.surface:
            path = rounded_path(rect, theme.px(RADIUS))
            painter.fillPath(path, theme.colour(self.surface))
            if self.edge:
                painter.save()
                painter.setClipRect(QRectF(0, 0, theme.px(EDGE), rect.height()))
                painter.fillPath(path, theme.colour(self.edge))
                painter.restore()
        for part in self.parts:
            part.paint(brush)
        if brush.focused is not None:
            self._ring(brush, brush.focused)

    def paint_focus(self, brush: Brush) -> None:
        """Paint the ring around the whole bubble: the keyboard is here, on no region."""
        painter, theme = brush.painter, brush.scene.theme
        out = theme.px(3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("focus.ring"), theme.px(2)))
        rect = QRectF(QPointF(0, 0), self.size).adjusted(-out, -out, out, out)
        painter.drawRoundedRect(rect, theme.px(RADIUS) + out, theme.px(RADIUS) + out)

    def _ring(self, brush: Brush, region: Region) -> None:
        inside = brush.scene.theme.px(3)
        rect = region.rect
        if rect.width() > self.size.width() - 2 * inside or rect.height() > self.size.height() - 2 * inside:
            rect = rect.adjusted(inside, inside, -inside, -inside)
        focus_ring(brush.painter, brush.scene.theme, rect, region.radius)
