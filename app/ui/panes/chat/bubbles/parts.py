"""The still parts of bubbles: boxes, lines, passages of text, icons, buttons, faces."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QTextLayout

from app.ui.look.avatar import paint_avatar
from app.ui.look.lettering import CENTRE, LEFT
from app.ui.look.marked import draw_marked, mark_format
from app.ui.look.region_list import Region
from app.ui.look.shapes import fill_round, fill_rounded, square_in
from app.ui.panes.chat.bubbles.bubble import Brush


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle; `round` for pills and discs."""

    rect: QRectF
    path: str
    radius: float = 6
    round: bool = False

    def paint(self, brush: Brush) -> None:
        """Fill it."""
        colour = brush.scene.theme.colour(self.path)
        if self.round:
            fill_round(brush.painter, self.rect, colour)
        else:
            fill_rounded(brush.painter, self.rect, colour, brush.scene.px(self.radius))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, cut at its end where it does not fit."""

    rect: QRectF
    text: str
    path: str = "text.primary"
    role: str = "body"
    semibold: bool = False
    align: Qt.AlignmentFlag = LEFT
    searched: bool = False

    def paint(self, brush: Brush) -> None:
        """Draw it; what is searched for is marked in a line that is part of the message."""
        scene = brush.scene
        colour = scene.theme.colour(self.path)
        marks = scene.marks_in(self.text) if self.searched else ()
        if marks:
            draw_marked(
                brush.painter, scene.theme, scene.letters, self.rect, self.text, marks, colour, self.role,
                semibold=self.semibold, file_name=True,
            )  # fmt: skip
            return
        scene.letters.draw(
            brush.painter, self.rect, self.text, colour, self.role, semibold=self.semibold, align=self.align
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that was broken into lines."""

    at: QPointF
    layout: QTextLayout
    path: str = "text.primary"
    searched: bool = False

    def paint(self, brush: Brush) -> None:
        """Draw it; what is searched for is marked in the message's own words, without laying them out again."""
        scene = brush.scene
        brush.painter.setPen(scene.theme.colour(self.path))
        marks = scene.marks_in(self.layout.text()) if self.searched else ()
        if marks:
            formats = [mark_format(scene.theme, self.layout.font(), start, end) for start, end in marks]
            self.layout.draw(brush.painter, self.at, formats)
        else:
            self.layout.draw(brush.painter, self.at)


@dataclass(frozen=True, slots=True)
class Sign:
    """An icon."""

    rect: QRectF
    icon: str
    path: str = "text.secondary"

    def paint(self, brush: Brush) -> None:
        """Paint it."""
        brush.scene.icons.paint(brush.painter, self.icon, self.rect, self.path)


@dataclass(frozen=True, slots=True)
class Face:
    """A person's circle."""

    rect: QRectF
    key: str
    name: str

    def paint(self, brush: Brush) -> None:
        """Paint it."""
        paint_avatar(brush.painter, brush.scene.theme, brush.scene.icons, self.rect, self.key, self.name)


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a bubble: on the inset ground, quiet, or as accent text. An icon may follow or replace its words."""

    region: Region
    text: str = ""
    ground: str = ""
    path: str = "text.primary"
    icon: str = ""
    icon_size: int = 14
    role: str = "body"

    def paint(self, brush: Brush) -> None:
        """Paint it as it is touched."""
        scene, rect = brush.scene, self.region.rect
        ground = self._ground(brush)
        if ground:
            fill_rounded(brush.painter, rect, scene.theme.colour(ground), scene.px(6))
        words, side = rect, scene.px(self.icon_size)
        if self.icon and self.text:
            words = rect.adjusted(0, 0, -side - scene.px(4), 0)
            at = square_in(QRectF(rect.right() - side - scene.px(4), rect.y(), side, rect.height()), side)
            scene.icons.paint(brush.painter, self.icon, at, self.path)
        elif self.icon:
            at = square_in(rect, side)
            scene.icons.paint(brush.painter, self.icon, at, self.path)
        if self.text:
            colour = scene.theme.colour(self.path)
            scene.letters.draw(brush.painter, words, self.text, colour, self.role, semibold=True, align=CENTRE)

    def _ground(self, brush: Brush) -> str:
        text_button = self.path == "accent.text" and not self.ground
        if brush.pressed is self.region:
            return "accent.tint_hover" if text_button else "surface.control_pressed"
        if brush.hovered is self.region:
            return "accent.tint" if text_button else "surface.control_hover"
        return self.ground


@dataclass(frozen=True, slots=True)
class Rule:
    """A hairline around something, such as a document's page."""

    rect: QRectF
    radius: float = 6

    def paint(self, brush: Brush) -> None:
        """Draw it."""
        painter = brush.painter
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(brush.scene.theme.colour("line.subtle"))
        radius = brush.scene.px(self.radius)
        painter.drawRoundedRect(self.rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
