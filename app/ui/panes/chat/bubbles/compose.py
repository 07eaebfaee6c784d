"""Chooses how a message is shown, and hangs the reactions below it."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from app.domain.kinds import Direction, MediaKind, MessageKind
from app.domain.uploads import UploadState
from app.services.views import MessageRow
from app.ui.look.lettering import CENTRE
from app.ui.models.message_words import missing
from app.ui.panes.chat.bubbles.asking import asks, failed_bubble, missing_bubble, unconfirmed_bubble
from app.ui.panes.chat.bubbles.audio import audio_bubble
from app.ui.panes.chat.bubbles.bubble import Bubble
from app.ui.panes.chat.bubbles.cards import contact_bubble, location_bubble, poll_bubble
from app.ui.panes.chat.bubbles.document import document_bubble
from app.ui.panes.chat.bubbles.parts import Box, Line
from app.ui.panes.chat.bubbles.picture import picture_bubble, sticker_bubble
from app.ui.panes.chat.bubbles.scene import Scene
from app.ui.panes.chat.bubbles.text import note_bubble, text_bubble
from app.ui.panes.chat.bubbles.upload import CARDS, upload_bubble

_MOST_REACTIONS = 6
_MEDIA = {
    MediaKind.IMAGE: picture_bubble,
    MediaKind.VIDEO: picture_bubble,
    MediaKind.AUDIO: audio_bubble,
    MediaKind.DOCUMENT: document_bubble,
    MediaKind.STICKER: sticker_bubble,
}
_OTHER = {
    MessageKind.TEXT: text_bubble,
    MessageKind.LOCATION: location_bubble,
    MessageKind.CONTACT: contact_bubble,
    MessageKind.POLL: poll_bubble,
}


def compose(scene: Scene, row: MessageRow, *, show_sender: bool = False) -> Bubble:
    """Return a message's bubble for the scene's room."""
    bubble = _bubble(scene, row, show_sender=show_sender)
    if row.reactions:
        _react(scene, row, bubble)
    return bubble


def _bubble(scene: Scene, row: MessageRow, *, show_sender: bool) -> Bubble:
    media = row.media
    if row.revoked:
        return note_bubble(scene, row, show_sender=show_sender)
    if row.direction is Direction.OUT and (question := asks(row)):
        ask = failed_bubble if question == "failed" else unconfirmed_bubble
        return ask(scene, row, show_sender=show_sender)
    if media is None:
        return _OTHER.get(row.kind, note_bubble)(scene, row, show_sender=show_sender)
    if missing(row):
        return missing_bubble(scene, row, media, show_sender=show_sender)
    if _leaving(row):
        return upload_bubble(scene, row, show_sender=show_sender)
    return _MEDIA[media.kind](scene, row, media, show_sender=show_sender)


def _leaving(row: MessageRow) -> bool:
    """Tell whether a file is shown as the card of its upload: an image is shown as itself once the provider has it."""
    if row.upload_state is UploadState.ACCEPTED:
        return row.kind is MessageKind.DOCUMENT
    return row.upload_state in CARDS


def _react(scene: Scene, row: MessageRow, bubble: Bubble) -> None:
    """Hang a pill with the reactions over the lower edge."""
    px = scene.px
    shown = " ".join(dict.fromkeys(row.reactions[:_MOST_REACTIONS]))
    words = f"{shown} {len(row.reactions)}" if len(row.reactions) > 1 else shown
    width = scene.letters.width(words, "caption") + 2 * px(8)
    x = bubble.size.width() - width - px(12) if bubble.own else px(12)
    pill = QRectF(x, bubble.size.height() - px(6), width, px(20))
    gap = px(2)
    bubble.parts.append(Box(pill.adjusted(-gap, -gap, gap, gap), "surface.canvas", round=True))
    bubble.parts.append(Box(pill, bubble.surface or "bubble.in", round=True))
    bubble.parts.append(Line(pill, words, "text.secondary", "caption", align=CENTRE))
    bubble.below = px(16)
