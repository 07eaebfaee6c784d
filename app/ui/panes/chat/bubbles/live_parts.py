"""The parts of bubbles that look at something moving when they are painted: pictures, waves, bars, times."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPen, QPixmap, QTransform

from app.texts.formats import format_duration
from app.ui.look.lettering import LEFT
from app.ui.look.region_list import Region
from app.ui.look.shapes import ALL, fill_round, play_glyph, progress_bar, progress_ring, rounded_path, square_in
from app.ui.look.wave import paint_wave
from app.ui.models.thumbnail_cuts import Cut
from app.ui.panes.chat.bubbles.bubble import RADIUS, Brush


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture in three steps: the ground's tint, the event's tiny picture blurred, the thumbnail.

    Attributes:
        corners: which of them are round.
        whole: shown whole inside the place (stickers), not cropped.
        top: a document's page, cropped from below.
        icon: shown on the tint while or where there is no picture.
    """

    rect: QRectF
    media: int
    corners: int = ALL
    radius: float = RADIUS
    whole: bool = False
    top: bool = False
    ground: str = "surface.skeleton"
    icon: str = ""

    def paint(self, brush: Brush) -> None:
        """Paint what there is by now."""
        scene, painter = brush.scene, brush.painter
        path = rounded_path(self.rect, scene.px(self.radius), self.corners)
        found = scene.photos.picture(self.media, self._cut(brush))
        pixmap = found.pixmap if found is not None else scene.photos.under(self.media)
        fade = scene.photos.fade(self.media)
        if pixmap is None or fade < 1 or self.whole:
            under = scene.photos.under(self.media) if fade < 1 else None
            if under is not None:
                painter.fillPath(path, self._texture(under))
            elif self.ground:
                painter.fillPath(path, scene.theme.colour(self.ground))
        if pixmap is None:
            self._sign(brush)
            return
        brush.unfinished = brush.unfinished or fade < 1
        painter.setOpacity(painter.opacity() * fade)
        if self.whole:
            size = pixmap.deviceIndependentSize()
            centre = self.rect.center() - QPointF(size.width() / 2, size.height() / 2)
            painter.drawPixmap(centre, pixmap)
        else:
            painter.fillPath(path, self._texture(pixmap))
        painter.setOpacity(1.0)

    def _cut(self, brush: Brush) -> Cut:
        ratio = brush.painter.device().devicePixelRatioF()
        return Cut(int(self.rect.width()), int(self.rect.height()), ratio, 0, self.whole, self.top)

    def _texture(self, pixmap: QPixmap) -> QBrush:
        size = pixmap.deviceIndependentSize()
        texture = QBrush(pixmap)
        place = QTransform.fromTranslate(self.rect.x(), self.rect.y())
        texture.setTransform(place.scale(self.rect.width() / size.width(), self.rect.height() / size.height()))
        return texture

    def _sign(self, brush: Brush) -> None:
        if self.icon:
            side = brush.scene.px(24)
            at = square_in(self.rect, side)
            brush.scene.icons.paint(brush.painter, self.icon, at, "text.secondary")


@dataclass(frozen=True, slots=True)
class Wave:
    """A sound's waveform, which is its seek bar; flat where the sound is not here."""

    rect: QRectF
    media: int
    own: bool

    def paint(self, brush: Brush) -> None:
        """Paint it as far as it was played."""
        scene = brush.scene
        active = scene.plays(self.media)
        played = scene.player.fraction if active else 0.0
        paint_wave(
            brush.painter,
            scene.theme,
            self.rect,
            scene.photos.wave(self.media),
            played=played,
            rest="wave.rest_out" if self.own else "wave.rest",
            halo="bubble.out" if self.own else "bubble.in",
            knob=active,
        )


@dataclass(frozen=True, slots=True)
class PlayDisc:
    """The 40 px button that plays and pauses."""

    region: Region
    media: int

    def paint(self, brush: Brush) -> None:
        """Paint it with what a click does now."""
        scene, rect = brush.scene, self.region.rect
        path = "accent.base"
        if brush.pressed is self.region:
            path = "accent.pressed"
        elif brush.hovered is self.region:
            path = "accent.hover"
        fill_round(brush.painter, rect, scene.theme.colour(path))
        playing = scene.plays(self.media) and scene.player.playing
        side = scene.px(20)
        at = square_in(rect, side)
        play_glyph(brush.painter, at, scene.theme.colour("accent.on"), pause=playing)


@dataclass(frozen=True, slots=True)
class Outline:
    """The outlined disc of a sound that is still on the server, or is coming."""

    region: Region
    arriving: bool

    def paint(self, brush: Brush) -> None:
        """Paint the ring and the download glyph."""
        scene, rect, painter = brush.scene, self.region.rect, brush.painter
        if self.arriving:
            progress_ring(painter, scene.theme, rect, None)
        else:
            width = scene.px(2)
            ground = "accent.tint" if brush.hovered is self.region else ""
            painter.setBrush(scene.theme.colour(ground) if ground else QBrush(Qt.BrushStyle.NoBrush))
            painter.setPen(QPen(scene.theme.colour("accent.base"), width))
            painter.drawEllipse(rect.adjusted(width / 2, width / 2, -width / 2, -width / 2))
        side = scene.px(16)
        at = square_in(rect, side)
        scene.icons.paint(painter, "download", at, "accent.text")


@dataclass(frozen=True, slots=True)
class PlayTime:
    """`0:15 / 0:42` of what is played, the whole length of everything else."""

    rect: QRectF
    media: int
    duration_s: float | None

    def paint(self, brush: Brush) -> None:
        """Draw it."""
        scene = brush.scene
        words = format_duration(self.duration_s) if self.duration_s is not None else ""
        if scene.plays(self.media):
            whole = scene.player.duration_s or self.duration_s or 0.0
            words = f"{format_duration(scene.player.position_s)} / {format_duration(whole)}"
        colour = scene.theme.colour("text.secondary")
        scene.letters.draw(brush.painter, self.rect, words, colour, "caption", align=LEFT)


@dataclass(frozen=True, slots=True)
class UploadFacts:
    """What an upload is doing: in figures once bytes leave, in `words` before."""

    rect: QRectF
    upload: int
    size_bytes: int
    words: str

    def paint(self, brush: Brush) -> None:
        """Draw it."""
        scene = brush.scene
        words = scene.progress_words(self.upload, self.size_bytes) or self.words
        scene.letters.draw(brush.painter, self.rect, words, scene.theme.colour("text.secondary"), "caption")


@dataclass(frozen=True, slots=True)
class Bar:
    """The 4 px bar of an upload."""

    rect: QRectF
    upload: int
    full: bool

    def paint(self, brush: Brush) -> None:
        """Draw it as far as it is."""
        pace = brush.scene.pace(self.upload)
        fraction = 1.0 if self.full else pace.fraction if pace else 0.0
        progress_bar(brush.painter, brush.scene.theme, self.rect, fraction)
