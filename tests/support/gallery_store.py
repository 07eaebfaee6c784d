"""A `ViewStore` of media alone: listed one by one, or made by a formula so that a million cost eight bytes each."""

from __future__ import annotations

import io
import time
from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from functools import cache

from PIL import Image, ImageDraw

from app.domain.addresses import Address
from app.domain.ids import ChatId, MediaId, MessageId
from app.domain.kinds import Direction, MediaKind, MediaState
from app.domain.messages import MediaItem
from app.domain.reasons import Reason
from app.services.numbers import Numbers
from app.services.people import PeopleOrder, PersonRow
from app.services.ports import Thumb
from app.services.store import GalleryQuery
from app.services.views import ChatFilter, ChatRow, ContactRow, Day, Hit, MessageRow, Within

DAY_S = 24 * 3600
CHAT = Address("+5511981423307")
_NAMES = ("Marina Prado", "Paulo Nogueira", "Tereza Lima", "Rodrigo Sá", "Ana Beatriz de Albuquerque e Vasconcelos")
_TINTS = ("#8a7a6a", "#3b6ea5", "#a5673b", "#4a7a4c", "#7a4a72", "#b9a15a", "#50646e", "#9c4a3c")


def item(number: int, **facts: object) -> MediaItem:
    """Make a picture that is here and verified; `facts` are fields of `MediaItem`."""
    made = MediaItem(
        id=MediaId(number),
        row_id=MessageId(number),
        message_id=f"M{number}",
        chat=CHAT,
        contact=_NAMES[number % len(_NAMES)],
        direction=Direction.IN,
        kind=MediaKind.IMAGE,
        state=MediaState.LOCAL,
        reason=None,
        name="",
        mime="image/jpeg",
        size_bytes=180_000 + number % 1000,
        sha256="9f2c41d7e08b5a637714c9f02be58d3a61b804fe93a7d25c1e7f48b9a0c635e2",
        width=1280,
        height=960,
        duration_s=None,
        pages=None,
        sent_at=int(time.time()),
        caption="",
        voice=False,
        checks=(),
        expires_at=None,
        next_try_at=None,
        attempts=0,
    )
    return replace(made, **facts)


_VARIETY: list[dict[str, object]] = [
    {},
    {},
    {"kind": MediaKind.AUDIO, "mime": "audio/ogg", "voice": True, "duration_s": 42.0},
    {},
    {"kind": MediaKind.DOCUMENT, "mime": "application/pdf", "name": "boleto_2026_11_4102.pdf", "pages": 2},
    {},
    {"kind": MediaKind.VIDEO, "mime": "video/mp4", "duration_s": 18.0},
    {"state": MediaState.REMOTE},
    {"kind": MediaKind.STICKER, "mime": "image/webp"},
    {"state": MediaState.FAILED, "reason": Reason.GONE},
    {"kind": MediaKind.AUDIO, "mime": "audio/ogg", "voice": True, "duration_s": 67.0},
    {"direction": Direction.OUT},
    {"kind": MediaKind.VIDEO, "mime": "video/mp4", "duration_s": 64.0, "state": MediaState.REMOTE},
]


class ListedMedia:
    """Media one by one, newest first as they are given."""

    def __init__(self, items: Sequence[MediaItem] = ()) -> None:
        self.items = list(items)

    def ids(self) -> array[int]:
        return array("q", [one.id for one in self.items])

    def days(self, utc_offset_s: int) -> list[Day] | None:
        return None

    def item(self, media: int) -> MediaItem | None:
        return next((one for one in self.items if one.id == media), None)


class FormulaMedia:
    """`count` media over `days` days, today's first; the newest has the greatest id."""

    def __init__(self, count: int, days: int) -> None:
        self.count = count
        self._per_day = -(-count // days)
        self._noon = int(datetime.combine(date.today(), datetime.min.time()).timestamp()) + DAY_S // 2
        self._today = date.today().toordinal()
        self._ids = array("q", range(count, 0, -1))

    def ids(self) -> array[int]:
        return self._ids[:]

    def days(self, utc_offset_s: int) -> list[Day] | None:
        whole, rest = divmod(self.count, self._per_day)
        counts = [self._per_day] * whole + ([rest] if rest else [])
        return [Day(self._today - number, count, count * 180_000) for number, count in enumerate(counts)]

    def item(self, media: int) -> MediaItem | None:
        if not 1 <= media <= self.count:
            return None
        day, within = divmod(self.count - media, self._per_day)
        return item(media, sent_at=self._noon - day * DAY_S - within % 40_000, **_VARIETY[media % len(_VARIETY)])


class GalleryStore:
    """The database. Change `media`, then call `touch()`; `broken` makes every read fail, `slow_s` makes it wait."""

    def __init__(self, media: ListedMedia | FormulaMedia) -> None:
        self.media = media
        self.pictures: dict[int, bytes] = {}
        self.small: dict[int, bytes] = {}
        self.waves: dict[int, bytes] = {}
        self.broken = False
        self.slow_s = 0.0
        self.asked: list[str] = []
        self._number = 1

    def touch(self) -> None:
        """Count a commit."""
        self._number += 1

    def changed(self) -> int:
        return self._number

    @contextmanager
    def view(self) -> Iterator[GalleryView]:
        if self.broken:
            raise OSError("no database")
        if self.slow_s:
            time.sleep(self.slow_s)
        yield GalleryView(self)

    def mark_read(self, chat: ChatId) -> None:
        pass

    def pin(self, chat: ChatId, *, pinned: bool) -> None:
        pass

    def mark_heard(self, media: MediaId) -> None:
        pass

    def keep_place(self, media: MediaId, position_s: float) -> None:
        pass


class GalleryView:
    """One snapshot."""

    def __init__(self, store: GalleryStore) -> None:
        self._store = store
        self._media = store.media

    def chat_ids(self, which: ChatFilter, text: str = "") -> array[int]:
        found = [n for n, name in enumerate(_NAMES, 1) if text.casefold() in name.casefold()]
        return array("q", found)

    def chats(self, ids: Sequence[int]) -> list[ChatRow]:
        return [ChatRow(ChatId(n), CHAT, _NAMES[n - 1], False, False, 0, 0, None, "", None, None, None) for n in ids]

    def chat_at(self, address: Address) -> ChatId | None:
        return ChatId(1) if address == CHAT else None

    def contact(self, chat: ChatId) -> ContactRow | None:
        return None

    def messages_before(self, chat: ChatId, before: tuple[int, int] | None, limit: int) -> list[MessageRow]:
        return []

    def messages_after(self, chat: ChatId, after: tuple[int, int], limit: int) -> list[MessageRow]:
        return []

    def messages(self, ids: Sequence[int]) -> list[MessageRow]:
        return []

    def media_ids(self, query: GalleryQuery) -> array[int]:
        self._store.asked.append("ids")
        if query == GalleryQuery():
            return self._media.ids()
        return array("q", [one.id for one in self._passing(query)])

    def media_marks(self, query: GalleryQuery) -> array[int]:
        found = [self._media.item(media) for media in self.media_ids(query)]
        return array("q", [(one.sent_at << 30) + one.id for one in found if one is not None])

    def media_names(self, query: GalleryQuery) -> list[bytes]:
        return []

    def media_days(self, query: GalleryQuery, utc_offset_s: int) -> list[Day]:
        if query == GalleryQuery() and (days := self._media.days(utc_offset_s)) is not None:
            return days
        found: list[Day] = []
        for one in self._passing(query):
            key = date.fromtimestamp(one.sent_at).toordinal()
            if found and found[-1].key == key:
                last = found.pop()
                found.append(Day(key, last.count + 1, last.size_bytes + (one.size_bytes or 0)))
            else:
                found.append(Day(key, 1, one.size_bytes or 0))
        return found

    def media_rows(self, ids: Sequence[int]) -> list[MediaItem]:
        self._store.asked.append(f"rows {len(ids)}")
        return [one for media in ids if (one := self._media.item(media)) is not None]

    def thumbs(self, ids: Sequence[int], long_edge_px: int) -> dict[int, Thumb]:
        self._store.asked.append(f"thumbs {long_edge_px}")
        found = {}
        for media in ids:
            one = self._media.item(media)
            if one is not None and one.state is MediaState.LOCAL and one.kind is not MediaKind.AUDIO:
                data = self._store.pictures.get(media) or _picture(one.kind, media % len(_TINTS), long_edge_px)
                found[media] = Thumb(long_edge_px, long_edge_px, long_edge_px * 3 // 4, "image/jpeg", data)
        return found

    def waveforms(self, ids: Sequence[int]) -> dict[int, bytes]:
        return {media: self._store.waves.get(media) or _wave(media % 7) for media in ids}

    def next_unheard(self, media: MediaId) -> MediaId | None:
        return None

    def left_at(self, ids: Sequence[int]) -> dict[int, float]:
        return {}

    def previews(self, ids: Sequence[int]) -> dict[int, bytes]:
        return {media: self._store.small[media] for media in ids if media in self._store.small}

    def kind_counts(self, query: GalleryQuery) -> dict[str, int]:
        if query == GalleryQuery() and isinstance(self._media, FormulaMedia):
            return {"image": self._media.count}
        return dict(Counter(one.kind.value for one in self._passing(replace(query, kinds=frozenset()))))

    def message_of(self, media: MediaId) -> tuple[ChatId, MessageId, int] | None:
        return None

    def message_with(self, chat: ChatId, message_id: str) -> MessageId | None:
        return None

    def search(self, text: str, limit: int, chat: ChatId | None = None, within: Within = Within.ALL) -> list[Hit]:
        found = [one for one in self._passing(GalleryQuery()) if text.casefold() in (one.name + one.caption).casefold()]
        return [Hit(one.row_id, ChatId(1), one.id, "name", one.name, one.sent_at) for one in found[:limit]]

    def people_ids(self, order: PeopleOrder, text: str = "") -> array[int]:
        """Return nobody."""
        return array("q")

    def people(self, ids: Sequence[int]) -> list[PersonRow]:
        """Return nobody."""
        return []

    def numbers(self, since_day: int, utc_offset_s: int, expiring_before: int) -> Numbers:
        """Return the numbers of nothing."""
        return Numbers()

    def unread(self) -> int:
        return 0

    def expiring(self, before: int) -> int:
        return 0

    def _passing(self, query: GalleryQuery) -> list[MediaItem]:
        rows = (self._media.item(media) for media in self._media.ids())
        found = [one for one in rows if one is not None and _passes(one, query)]
        orders: dict[str, Callable[[MediaItem], object]] = {
            "size": lambda one: -(one.size_bytes or 0),
            "name": lambda one: one.name,
        }
        return sorted(found, key=orders[query.sort]) if query.sort in orders else found


def _passes(one: MediaItem, query: GalleryQuery) -> bool:
    return (
        (not query.kinds or one.kind in query.kinds)
        and (not query.states or one.state in query.states)
        and query.direction in (None, one.direction)
        and query.chat in (None, one.chat)
        and (query.since is None or one.sent_at >= query.since)
        and (query.until is None or one.sent_at < query.until)
        and (not query.ids or one.id in query.ids)
    )


@cache
def _picture(kind: MediaKind, tint: int, long_edge_px: int) -> bytes:
    return page(long_edge_px) if kind is MediaKind.DOCUMENT else picture(_TINTS[tint], long_edge_px)


@cache
def picture(tint: str, long_edge_px: int) -> bytes:
    """Make a JPEG of 4:3 with something to recognise in it."""
    width, height = long_edge_px, long_edge_px * 3 // 4
    image = Image.new("RGB", (width, height), tint)
    draw = ImageDraw.Draw(image)
    draw.rectangle((width * 0.3, height * 0.4, width * 0.7, height * 0.9), fill="#d8c3a5")
    draw.line((0, height * 0.65, width, height * 0.65), fill="#eeeeee", width=max(1, height // 40))
    draw.ellipse((width * 0.7, height * 0.1, width * 0.85, height * 0.3), fill="#fff4c4")
    return _jpeg(image)


@cache
def page(long_edge_px: int) -> bytes:
    """Make the picture of a document's first page."""
    width, height = round(long_edge_px / 1.41), long_edge_px
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((width * 0.1, height * 0.08, width * 0.6, height * 0.12), fill="#7a5a30")
    for line in range(14):
        top = height * (0.2 + line * 0.05)
        draw.line(
            (width * 0.1, top, width * (0.6 + line * 7 % 30 / 100), top), fill="#aaaaaa", width=max(1, width // 60)
        )
    return _jpeg(image)


@cache
def _wave(seed: int) -> bytes:
    return bytes(20 + (seed * 37 + n * (13 + seed)) * n % 80 if n % 11 else 3 for n in range(64))


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()
