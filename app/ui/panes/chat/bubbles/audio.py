"""Sounds: play, the waveform that is the seek bar, times, speed and saving; until it was heard a dot for these two."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from app.domain.kinds import MediaState
from app.domain.messages import MediaItem
from app.services.views import MessageRow
from app.texts import _
from app.texts.formats import format_bytes, format_duration
from app.ui.look.region_list import Region
from app.ui.models.numbers import speed_words
from app.ui.panes.chat.bubbles.actions import Action
from app.ui.panes.chat.bubbles.bubble import Bubble
from app.ui.panes.chat.bubbles.live_parts import Outline, PlayDisc, PlayTime, Wave
from app.ui.panes.chat.bubbles.maker import MEDIA_WIDTH, SIDE, Maker
from app.ui.panes.chat.bubbles.parts import Box, Button, Line, Sign
from app.ui.panes.chat.bubbles.picture import state_badge
from app.ui.panes.chat.bubbles.scene import Scene

_DISC, _LEFT, _WAVE, _LINE = 40, 8, 24, 20
_MEDIA_PATHS = {"on_media.warning": "warning.text", "on_media.text": "text.secondary"}


def audio_bubble(scene: Scene, row: MessageRow, media: MediaItem, *, show_sender: bool) -> Bubble:
    """Return the bubble of a sound: 320×60."""
    maker = Maker.begin(scene, row, scene.px(MEDIA_WIDTH), show_sender=show_sender)
    maker.head()
    px = scene.px
    disc = QRectF(px(_LEFT), maker.y + px(10), px(_DISC), px(_DISC))
    left = disc.right() + px(12)
    wave = QRectF(left, maker.y + px(8), maker.width - left - px(SIDE), px(_WAVE))
    line = QRectF(left, wave.bottom(), wave.width(), px(_LINE))
    if media.state is MediaState.LOCAL:
        _here(maker, media, disc, wave, line)
    else:
        _elsewhere(maker, media, disc, wave, line)
    return maker.done(line.bottom() + px(8))


def _here(maker: Maker, media: MediaItem, disc: QRectF, wave: QRectF, line: QRectF) -> None:
    scene = maker.scene
    active = scene.plays(media.id)
    words = _("Pause") if active and scene.player.playing else _("Play")
    play = maker.region(Action.PLAY, disc, words, wordless=True, radius=_DISC / 2)
    maker.parts.append(PlayDisc(play, media.id))
    maker.region(Action.SEEK, wave, _("Position"), radius=4)
    maker.parts.append(Wave(wave, media.id, maker.own))
    maker.parts.append(PlayTime(line, media.id, media.duration_s))
    maker.meta(line.right(), line.y(), line.height())
    if media.unheard and not active:
        _unheard(maker, media, line)
    else:
        _controls(maker, line.right() - maker.meta_width() - maker.px(12), line)


def _unheard(maker: Maker, media: MediaItem, line: QRectF) -> None:
    """Mark a voice message that nobody has listened to yet: a dot behind its length."""
    px, said = maker.px, format_duration(media.duration_s) if media.duration_s is not None else ""
    left = line.x() + (maker.scene.letters.width(said, "caption") + px(6) if said else 0)
    dot = QRectF(left, line.center().y() - px(4), px(8), px(8))
    maker.parts.append(Box(dot, "accent.base", round=True))


def _controls(maker: Maker, right: float, line: QRectF) -> None:
    """Add speed and save, ending at `right`."""
    px, scene = maker.px, maker.scene
    save = QRectF(right - px(_LINE), line.y(), px(_LINE), px(_LINE))
    words = speed_words(scene.player.speed)
    width = scene.letters.width(words, "caption", semibold=True) + 2 * px(6)
    chip = QRectF(save.x() - px(6) - width, line.y() + px(1), width, px(18))
    name = _("Speed {speed}").format(speed=words)
    region = maker.region(Action.SPEED, chip, name)
    maker.parts.append(Button(region, words, maker.inset, "accent.text", role="caption"))
    maker.glyph_button(Action.SAVE, save, "download", 14, _("Save"))


def _elsewhere(maker: Maker, media: MediaItem, disc: QRectF, wave: QRectF, line: QRectF) -> None:
    """Show a sound that is on the server or coming: a flat line, its size, when it goes."""
    px, scene = maker.px, maker.scene
    arriving = media.state is MediaState.DOWNLOADING
    region: Region = maker.region(Action.FETCH, disc, _("Download"), wordless=True, radius=_DISC / 2)
    maker.parts.append(Outline(region, arriving))
    flat = QRectF(wave.x(), wave.center().y() - px(1), wave.width(), px(2))
    maker.parts.append(Box(flat, "line.strong", 1))
    facts = [format_duration(media.duration_s)] if media.duration_s is not None else []
    facts += [format_bytes(media.size_bytes)] if media.size_bytes else []
    maker.parts.append(Line(line, " · ".join(facts), "text.secondary", "caption"))
    badge = state_badge(media, scene.now())
    if badge is None or badge[2] != "on_media.warning":
        maker.meta(line.right(), line.y(), line.height())
        return
    icon, words, path = badge
    width, path = scene.letters.width(words, "caption"), _MEDIA_PATHS[path]
    at = QRectF(line.right() - width - px(4 + 14), line.y() + px(3), px(14), px(14))
    maker.parts.append(Sign(at, icon, path))
    place = QRectF(line.right() - width, line.y(), width + 1, line.height())
    maker.parts.append(Line(place, words, path, "caption"))
