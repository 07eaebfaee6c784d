"""A library in memory that answers like a `ViewStore`: chats, messages and media made for tests of the chat panes."""

from __future__ import annotations

import io
import time
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from PIL import Image, ImageDraw

from app.domain.addresses import Address
from app.domain.ids import ChatId, MediaId, MessageId, UploadId
from app.domain.kinds import Direction, MediaKind, MediaState, MessageKind
from app.domain.messages import MediaItem
from app.domain.statuses import Status
from app.services.numbers import Numbers
from app.services.people import PeopleOrder, PersonRow
from app.services.ports import Thumb
from app.services.store import GalleryQuery
from app.services.views import ChatFilter, ChatRow, ContactRow, Day, Hit, MessageRow, Within

NOW = int(time.mktime((2026, 11, 20, 14, 36, 0, 0, 0, -1)))
"""14:36 of the drawn screens, in the computer's own zone."""


def chat_row(number: int, **facts: object) -> ChatRow:
    """Make a row of the chat list."""
    row = ChatRow(
        id=ChatId(number),
        address=Address(f"+5511{900000000 + number}"),
        name=f"Contact {number}",
        is_group=False,
        pinned=False,
        unread=0,
        last_at=NOW - number * 60,
        last_kind=MessageKind.TEXT,
        last_text=f"Message {number}",
        last_direction=Direction.IN,
        last_status=None,
        last_duration_s=None,
    )
    return replace(row, **facts)


def media_item(number: int, **facts: object) -> MediaItem:
    """Make a media that is here and verified."""
    item = MediaItem(
        id=MediaId(number),
        row_id=MessageId(number),
        message_id=f"M{number}",
        chat=Address("+5511981423307"),
        contact="Marina Prado",
        direction=Direction.IN,
        kind=MediaKind.IMAGE,
        state=MediaState.LOCAL,
        reason=None,
        name="",
        mime="image/jpeg",
        size_bytes=240_000,
        sha256="ab" * 32,
        width=1280,
        height=720,
        duration_s=None,
        pages=None,
        sent_at=NOW,
        caption="",
        voice=False,
        checks=(),
        expires_at=None,
        next_try_at=None,
        attempts=0,
    )
    return replace(item, **facts)


def message_row(number: int, **facts: object) -> MessageRow:
    """Make a received text message."""
    row = MessageRow(
        id=MessageId(number),
        message_id=f"M{number}",
        kind=MessageKind.TEXT,
        direction=Direction.IN,
        sent_at=NOW - 100_000 + number * 60,
        sender="Marina Prado",
        text=f"Message number {number}",
        status=None,
        media=None,
        upload_id=None,
        upload_state=None,
        edited=False,
        revoked=False,
        reply_to="",
        reply_text="",
        reactions=(),
        extra=(),
    )
    row = replace(row, **facts)
    if row.media is not None:
        row = replace(row, media=replace(row.media, row_id=row.id, sent_at=row.sent_at))
    return row


def own(number: int, **facts: object) -> MessageRow:
    """Make a message that left from here."""
    given = {"direction": Direction.OUT, "sender": "", "status": Status.READ} | facts
    if "upload_state" in given:
        given.setdefault("upload_id", UploadId(number))
    return message_row(number, **given)


def picture(width: int, height: int, colour: str = "#8a7a6a") -> bytes:
    """Make a JPEG with something to recognise in it."""
    image = Image.new("RGB", (width, height), colour)
    draw = ImageDraw.Draw(image)
    draw.rectangle((width * 0.3, height * 0.4, width * 0.7, height * 0.9), fill="#c69a5b")
    draw.line((0, height * 0.6, width, height * 0.6), fill="#eeeeee", width=max(1, height // 40))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG")
    return buffer.getvalue()


def page() -> bytes:
    """Make the picture of a document's first page."""
    image = Image.new("RGB", (192, 256), "white")
    draw = ImageDraw.Draw(image)
    for line in range(16):
        draw.line((20, 30 + line * 13, 120 + line * 7 % 55, 30 + line * 13), fill="#999999", width=3)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG")
    return buffer.getvalue()


@dataclass
class ChatStore:
    """The database. Change its lists, then call `touch()`; `broken` makes every read fail."""

    chats: list[ChatRow] = field(default_factory=list)
    lines: dict[int, list[MessageRow]] = field(default_factory=dict)
    contacts: dict[int, ContactRow] = field(default_factory=dict)
    pictures: dict[int, tuple[int, int, bytes]] = field(default_factory=dict)
    small: dict[int, bytes] = field(default_factory=dict)
    waves: dict[int, bytes] = field(default_factory=dict)
    places: dict[int, float] = field(default_factory=dict)
    broken: bool = False
    asked: list[str] = field(default_factory=list)
    read: list[int] = field(default_factory=list)
    _number: int = 1

    def touch(self) -> None:
        """Count a commit."""
        self._number += 1

    def changed(self) -> int:
        return self._number

    @contextmanager
    def view(self) -> Iterator[ChatView]:
        if self.broken:
            raise OSError("no database")
        yield ChatView(self)

    def mark_read(self, chat: ChatId) -> None:
        self.read.append(chat)
        self._change(chat, unread=0)

    def pin(self, chat: ChatId, *, pinned: bool) -> None:
        self._change(chat, pinned=pinned)

    def mark_heard(self, media: MediaId) -> None:
        for rows in self.lines.values():
            rows[:] = [
                replace(row, media=replace(row.media, heard=True)) if row.media and row.media.id == media else row
                for row in rows
            ]
        self.touch()

    def keep_place(self, media: MediaId, position_s: float) -> None:
        self.places[media] = position_s
        self.touch()

    def _change(self, chat: int, **facts: object) -> None:
        self.chats = [replace(row, **facts) if row.id == chat else row for row in self.chats]
        self.touch()


@dataclass
class ChatView:
    """One snapshot; as the lists are only replaced in tests, it simply looks at them."""

    store: ChatStore

    def chat_ids(self, which: ChatFilter, text: str = "") -> array[int]:
        rows = [row for row in self.store.chats if _passes(row, which, text)]
        rows.sort(key=lambda row: (not row.pinned, -row.last_at, -row.id))
        return array("q", [row.id for row in rows])

    def chats(self, ids: Sequence[int]) -> list[ChatRow]:
        self.store.asked.append(f"chats {len(ids)}")
        wanted = set(ids)
        known = {int(row.id): row for row in self.store.chats if row.id in wanted}
        return [known[chat] for chat in ids if chat in known]

    def chat_at(self, address: Address) -> ChatId | None:
        return next((row.id for row in self.store.chats if row.address == address), None)

    def contact(self, chat: ChatId) -> ContactRow | None:
        if chat in self.store.contacts:
            return self.store.contacts[chat]
        row = next((row for row in self.store.chats if row.id == chat), None)
        return None if row is None else ContactRow(row.address, row.name, "", (), row.is_group, (), 0, 0)

    def messages_before(self, chat: ChatId, before: tuple[int, int] | None, limit: int) -> list[MessageRow]:
        self.store.asked.append("before")
        rows = self._lines(chat)
        older = rows if before is None else [row for row in rows if (row.sent_at, row.id) < before]
        return older[-limit:]

    def messages_after(self, chat: ChatId, after: tuple[int, int], limit: int) -> list[MessageRow]:
        self.store.asked.append("after")
        return [row for row in self._lines(chat) if (row.sent_at, row.id) > after][:limit]

    def messages(self, ids: Sequence[int]) -> list[MessageRow]:
        known = {row.id: row for rows in self.store.lines.values() for row in rows}
        return [known[number] for number in ids if number in known]

    def media_ids(self, query: GalleryQuery) -> array[int]:
        found = [item for item in self._media() if query.chat in (None, item.chat)]
        return array("q", [item.id for item in found if not query.kinds or item.kind in query.kinds])

    def media_marks(self, query: GalleryQuery) -> array[int]:
        return array("q")

    def media_names(self, query: GalleryQuery) -> list[bytes]:
        return []

    def media_days(self, query: GalleryQuery, utc_offset_s: int) -> list[Day]:
        return []

    def media_rows(self, ids: Sequence[int]) -> list[MediaItem]:
        known = {item.id: item for item in self._media()}
        return [known[number] for number in ids if number in known]

    def thumbs(self, ids: Sequence[int], long_edge_px: int) -> dict[int, Thumb]:
        found = {number: self.store.pictures[number] for number in ids if number in self.store.pictures}
        return {number: Thumb(long_edge_px, w, h, "image/jpeg", data) for number, (w, h, data) in found.items()}

    def waveforms(self, ids: Sequence[int]) -> dict[int, bytes]:
        return {number: self.store.waves[number] for number in ids if number in self.store.waves}

    def next_unheard(self, media: MediaId) -> MediaId | None:
        for rows in self.store.lines.values():
            after = [row.media for row in rows if row.media is not None and row.media.id > media]
            if any(row.media is not None and row.media.id == media for row in rows):
                return next((item.id for item in after if item.unheard and item.state is MediaState.LOCAL), None)
        return None

    def left_at(self, ids: Sequence[int]) -> dict[int, float]:
        return {number: self.store.places[number] for number in ids if self.store.places.get(number)}

    def previews(self, ids: Sequence[int]) -> dict[int, bytes]:
        return {number: self.store.small[number] for number in ids if number in self.store.small}

    def kind_counts(self, query: GalleryQuery) -> dict[str, int]:
        return {}

    def message_of(self, media: MediaId) -> tuple[ChatId, MessageId, int] | None:
        return None

    def message_with(self, chat: ChatId, message_id: str) -> MessageId | None:
        return next((row.id for row in self._lines(chat) if row.message_id == message_id), None)

    def search(self, text: str, limit: int, chat: ChatId | None = None, within: Within = Within.ALL) -> list[Hit]:
        return []

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
        return sum(row.unread for row in self.store.chats)

    def expiring(self, before: int) -> int:
        return 0

    def _lines(self, chat: int) -> list[MessageRow]:
        return sorted(self.store.lines.get(chat, ()), key=lambda row: (row.sent_at, row.id))

    def _media(self) -> list[MediaItem]:
        return [row.media for rows in self.store.lines.values() for row in reversed(rows) if row.media is not None]


def _passes(row: ChatRow, which: ChatFilter, text: str) -> bool:
    if text and text.casefold() not in row.name.casefold():
        return False
    if which is ChatFilter.UNREAD:
        return row.unread > 0
    if which is ChatFilter.WITH_MEDIA:
        return row.last_kind not in (None, MessageKind.TEXT)
    return True
