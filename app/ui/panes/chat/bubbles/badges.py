"""Badges on pictures: words on the dark scrim, and the disc that says that a video plays."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from app.ui.look.region_list import Region
from app.ui.look.shapes import fill_round, fill_rounded, play_glyph, progress_ring
from app.ui.panes.chat.bubbles.bubble import Brush


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge of 20: an icon, words or both. An empty icon with words of a state is the ring of progress."""

    x: float
    y: float
    icon: str
    words: str
    path: str
    from_right: bool = False
    width: float = 0

    def paint(self, brush: Brush) -> None:
        """Paint it as wide as its words."""
        scene, painter = brush.scene, brush.painter
        px, theme = scene.px, scene.theme
        ring = not self.icon and not self.from_right and not self.width
        glyph = px(14) + px(4) if self.icon or ring else 0
        width = self.width or scene.letters.width(self.words, "caption", semibold=True) + glyph + 2 * px(6)
        rect = QRectF(self.x - (width if self.from_right else 0), self.y, width, px(20))
        alpha = theme.tokens.number(theme.mode, "on_media.alpha")
        fill_rounded(painter, rect, theme.faded("on_media.scrim", alpha), px(6))
        at = QRectF(rect.x() + px(6), rect.y() + px(3), px(14), px(14))
        if ring:
            progress_ring(painter, theme, at, None)
        elif self.icon:
            scene.icons.paint(painter, self.icon, at, self.path)
        words = rect.adjusted(px(6) + glyph, 0, 0, 0)
        scene.letters.draw(painter, words, self.words, theme.colour(self.path), "caption", semibold=True)


@dataclass(frozen=True, slots=True)
class PlayBadge:
    """The disc in the middle of a video."""

    region: Region

    def paint(self, brush: Brush) -> None:
        """Paint it; it lights up under the pointer."""
        scene, rect = brush.scene, self.region.rect
        side, glyph = scene.px(44), scene.px(20)
        disc = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
        theme = scene.theme
        alpha = theme.tokens.number(theme.mode, "on_media.alpha")
        hovered = brush.hovered is self.region
        fill_round(brush.painter, disc, theme.faded("on_media.scrim", 1.0 if hovered else alpha))
        at = QRectF(disc.center().x() - glyph / 2, disc.center().y() - glyph / 2, glyph, glyph)
        play_glyph(brush.painter, at, theme.colour("on_media.text"), pause=False)
