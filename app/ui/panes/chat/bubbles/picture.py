"""Images, videos and stickers: their size is known before they load, so nothing jumps when they do."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from app.domain.kinds import MediaKind, MediaState
from app.domain.messages import MediaItem
from app.services.views import MessageRow
from app.texts import _
from app.texts.formats import format_duration
from app.texts.times import format_left
from app.texts.titles import kind_title
from app.ui.look.icons import PIE
from app.ui.look.shapes import BOTTOM, TOP
from app.ui.panes.chat.bubbles.actions import Action
from app.ui.panes.chat.bubbles.badges import Badge, PlayBadge
from app.ui.panes.chat.bubbles.bubble import Bubble
from app.ui.panes.chat.bubbles.live_parts import Photo
from app.ui.panes.chat.bubbles.maker import MEDIA_WIDTH, Maker
from app.ui.panes.chat.bubbles.parts import Box
from app.ui.panes.chat.bubbles.scene import Scene
from app.ui.panes.chat.bubbles.text import caption

LOWEST, HIGHEST, STICKER = 96, 320, 128
EXPIRES_SOON_S = 24 * 3600


def picture_bubble(scene: Scene, row: MessageRow, media: MediaItem, *, show_sender: bool) -> Bubble:
    """Return the bubble of an image or video, 320 wide and as high as its declared shape, at most 320."""
    maker = Maker.begin(scene, row, scene.px(MEDIA_WIDTH), show_sender=show_sender)
    maker.head()
    if maker.y:
        maker.y += scene.px(8)
    rect = QRectF(0, maker.y, maker.width, picture_height(scene, media, maker.width))
    corners = (0 if maker.y else TOP) | (0 if row.text else BOTTOM)
    maker.parts.append(Photo(rect, media.id, corners, icon=_icon(media)))
    _act(maker, rect, media)
    maker.y = rect.bottom()
    if row.text:
        caption(maker)
    else:
        _time_badge(maker, rect)
    return maker.done(maker.y)


def sticker_bubble(scene: Scene, row: MessageRow, media: MediaItem, *, show_sender: bool) -> Bubble:
    """Return a sticker: no ground, its time below."""
    maker = Maker.begin(scene, row, scene.px(STICKER), show_sender=show_sender)
    maker.head()
    rect = QRectF(0, maker.y, maker.width, maker.width)
    ground = "" if media.state is MediaState.LOCAL else "surface.skeleton"
    maker.parts.append(Photo(rect, media.id, whole=True, ground=ground, icon="sticker"))
    _act(maker, rect, media)
    line = scene.px(20)
    width = maker.meta_width() + 2 * scene.px(8)
    pill = QRectF(maker.width - width if maker.own else 0, rect.bottom() + scene.px(4), width, line)
    maker.parts.append(Box(pill, "bubble.out" if maker.own else "bubble.in", round=True))
    maker.meta(pill.right() - scene.px(8), pill.y(), line)
    return maker.done(pill.bottom(), bare=True)


def picture_height(scene: Scene, media: MediaItem, width: float) -> float:
    """Return the height of a picture from its declared shape; 4:3 where it declares none."""
    shape = media.height / media.width if media.width and media.height else 3 / 4
    return round(min(scene.px(HIGHEST), max(scene.px(LOWEST), width * shape)))


def state_badge(media: MediaItem, now: float) -> tuple[str, str, str] | None:
    """Return icon, words and colour of what is not as usual with a media's bytes, None where they are here."""
    if media.state is MediaState.DOWNLOADING:
        return "", _("downloading"), "on_media.text"
    if media.state is not MediaState.REMOTE:
        return None
    if media.expires_at is not None and media.expires_at - now < EXPIRES_SOON_S:
        left = format_left(max(0, media.expires_at - now))
        return PIE, _("expires in {time}").format(time=left), "on_media.warning"
    return "cloud-download", _("on the server"), "on_media.text"


def _act(maker: Maker, rect: QRectF, media: MediaItem) -> None:
    """Add what a click does, and the badges on the picture."""
    px, badge = maker.px, state_badge(media, maker.scene.now())
    kind = kind_title(media.kind.value)
    here = media.state is MediaState.LOCAL
    name = _("View: {kind}").format(kind=kind) if here else _("Download: {kind}").format(kind=kind)
    region = maker.region(Action.VIEW if here else Action.FETCH, rect, name, radius=12)
    if media.kind is MediaKind.VIDEO and here:
        maker.parts.append(PlayBadge(region))
    top = rect.y() + px(8)
    if badge is not None:
        maker.parts.append(Badge(px(8), top, *badge))
    if media.duration_s is not None:
        words = format_duration(media.duration_s)
        maker.parts.append(Badge(rect.right() - px(8), top, "", words, "on_media.text", from_right=True))


def _time_badge(maker: Maker, rect: QRectF) -> None:
    """Put the time on the picture."""
    px = maker.px
    width = maker.meta_width() + 2 * px(6)
    box = QRectF(rect.right() - px(8) - width, rect.bottom() - px(8) - px(20), width, px(20))
    maker.parts.append(Badge(box.x(), box.y(), "", "", "on_media.text", width=width))
    maker.meta(box.right() - px(6), box.y(), box.height(), path="on_media.text")


def _icon(media: MediaItem) -> str:
    return "video" if media.kind is MediaKind.VIDEO else "image"
