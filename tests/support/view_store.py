"""A `ViewStore` in memory for tests of the window: conversations as they are put in, answers like the real store's.

`tests/unit/storage/test_views_fake.py` holds its answers against those of the database.
"""

from __future__ import annotations

import io
import re
import unicodedata
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from itertools import groupby

from PIL import Image, ImageDraw

from app.domain.addresses import Address, is_group
from app.domain.ids import ChatId, ContactId, MediaId, MessageId, UploadId
from app.domain.kinds import Direction, MediaKind, MediaState, MessageKind
from app.domain.messages import MediaItem
from app.domain.statuses import Status
from app.domain.uploads import UploadState
from app.services.numbers import DayCount, Numbers, Side, Trouble
from app.services.people import PeopleOrder, PersonRow
from app.services.ports import Thumb
from app.services.store import Count, GalleryQuery
from app.services.views import ChatFilter, ChatRow, ContactRow, Day, Hit, MessageRow, Within

START = 1_790_000_000
_DAY_S = 86_400
_DAY_ONE = 719_163
_TINTS = ("#8a7a6a", "#3b6ea5", "#a5673b", "#4a7a4c", "#7a4a72", "#b9a15a", "#50646e", "#9c4a3c")
_LOST = {MediaState.FAILED, MediaState.EXPIRED}
_SHOWING = {MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.STICKER, MediaKind.DOCUMENT}


class MemoryStore:
    """Chats and messages in memory. Everything that is put in or marked counts as a change."""

    def __init__(self) -> None:
        self.chats: dict[int, ChatRow] = {}
        self.messages: dict[int, MessageRow] = {}
        self.chat_of: dict[int, int] = {}
        self.places: dict[int, float] = {}
        self._changes = 0

    def add_chat(self, name: str, address: str = "", **facts: object) -> ChatId:
        """Add a chat and return its id; `facts` are fields of `ChatRow`."""
        chat = ChatId(len(self.chats) + 1)
        where = Address(address or f"+55119{chat:08}")
        row = ChatRow(
            chat, where, name, is_group(where), pinned=False, unread=0, last_at=0, last_kind=None, last_text="",
            last_direction=None, last_status=None, last_duration_s=None,
        )  # fmt: skip
        self.chats[chat] = replace(row, **facts)  # type: ignore[arg-type]
        self._changes += 1
        return chat

    def add(self, chat: ChatId, text: str = "", **facts: object) -> MessageId:
        """Add a message, a minute after the one before, and return its id; `facts` are fields of `MessageRow`."""
        number = MessageId(len(self.messages) + 1)
        row = MessageRow(
            number, f"M{number}", MessageKind.TEXT, Direction.IN, START + 60 * number, self.chats[chat].name, text,
            status=None, media=None, upload_id=None, upload_state=None, edited=False, revoked=False, reply_to="",
            reply_text="", reactions=(), extra=(),
        )  # fmt: skip
        row = replace(row, **facts)  # type: ignore[arg-type]
        self.put(chat, replace(row, sender="") if row.direction is Direction.OUT else row)
        return number

    def add_media(self, chat: ChatId, kind: MediaKind = MediaKind.IMAGE, **facts: object) -> MediaId:
        """Add a message with a file and return the file's id; `facts` are fields of `MediaItem`."""
        number = len(self.messages) + 1
        item = MediaItem(
            MediaId(number), MessageId(number), f"M{number}", self.chats[chat].address, self.chats[chat].name,
            Direction.IN, kind, MediaState.LOCAL, reason=None, name=f"file {number}.pdf" if kind == "document" else "",
            mime="image/jpeg", size_bytes=1000 * number, sha256=f"{number:064x}", width=1280, height=960,
            duration_s=42.0 if kind in ("audio", "video") else None, pages=2 if kind == "document" else None,
            sent_at=START + 60 * number, caption="", voice=kind == "audio", checks=(), expires_at=None,
            next_try_at=None, attempts=0,
        )  # fmt: skip
        item = replace(item, **facts)  # type: ignore[arg-type]
        shown = MessageKind(kind.value)
        self.add(chat, item.caption, kind=shown, media=item, direction=item.direction, sent_at=item.sent_at)
        return item.id

    def put(self, chat: int, row: MessageRow) -> None:
        """Add or replace a message, and move its chat up."""
        new = row.id not in self.messages
        self.messages[row.id] = row
        self.chat_of[row.id] = chat
        last = self.shown(chat)[-1]
        outgoing = last.direction is Direction.OUT
        line = self.chats[chat]
        self.chats[chat] = replace(
            line,
            unread=line.unread + (new and row.direction is Direction.IN),
            last_at=last.sent_at,
            last_kind=last.kind,
            last_text=_last_text(last),
            last_direction=last.direction,
            last_status=last.status if outgoing else None,
            last_duration_s=last.media.duration_s if last.media else None,
            last_upload=last.upload_state if outgoing else None,
        )
        self._changes += 1

    def shown(self, chat: int) -> list[MessageRow]:
        """Return a chat's messages, oldest first."""
        rows = (row for id, row in self.messages.items() if self.chat_of[id] == chat)
        return sorted(rows, key=lambda row: (row.sent_at, row.id))

    @contextmanager
    def view(self) -> Iterator[MemoryView]:
        """Give the answers; a store in memory has no snapshots."""
        yield MemoryView(self)

    def changed(self) -> int:
        """Return how often something was put in or marked."""
        return self._changes

    def mark_read(self, chat: ChatId) -> None:
        """Forget the unread count of a chat."""
        if chat in self.chats and self.chats[chat].unread:
            self.chats[chat] = replace(self.chats[chat], unread=0)
            self._changes += 1

    def pin(self, chat: ChatId, *, pinned: bool) -> None:
        """Keep a chat on top, or let it go."""
        if chat in self.chats and self.chats[chat].pinned != pinned:
            self.chats[chat] = replace(self.chats[chat], pinned=pinned)
            self._changes += 1

    def mark_heard(self, media: MediaId) -> None:
        """Note that a sound was heard."""
        row = self.messages.get(MessageId(media))
        if row is not None and row.media is not None and not row.media.heard:
            self.messages[row.id] = replace(row, media=replace(row.media, heard=True))
            self._changes += 1

    def keep_place(self, media: MediaId, position_s: float) -> None:
        """Note where a sound was left; 0 is its start."""
        if MessageId(media) in self.messages:
            self.places[media] = position_s
            self._changes += 1


class MemoryView:
    """`Viewing` on a store in memory."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def chat_ids(self, which: ChatFilter, text: str = "") -> array[int]:
        """Return chat ids, pinned first, then newest first."""
        with_media = {item.chat for item in self._files()}
        found = [
            row
            for row in self._store.chats.values()
            if (which is not ChatFilter.UNREAD or row.unread)
            and (which is not ChatFilter.WITH_MEDIA or row.address in with_media)
            and (not text.strip() or _names(row, text))
        ]
        return array("q", [row.id for row in sorted(found, key=lambda r: (r.pinned, r.last_at, r.id), reverse=True)])

    def chats(self, ids: Sequence[int]) -> list[ChatRow]:
        """Return rows in the order of `ids`."""
        return [self._store.chats[id] for id in ids if id in self._store.chats]

    def chat_at(self, address: Address) -> ChatId | None:
        """Return the chat at an address."""
        return next((row.id for row in self._store.chats.values() if row.address == address), None)

    def contact(self, chat: ChatId) -> ContactRow | None:
        """Return who a chat is with."""
        line = self._store.chats.get(chat)
        if line is None:
            return None
        files = [item for item in self._files() if item.chat == line.address]
        kinds = Counter(item.kind for item in files)
        doubtful = [row for row in self._store.shown(chat) if row.upload_state is UploadState.UNCONFIRMED]
        return ContactRow(
            address=line.address,
            name=line.name,
            own_name="" if line.name == line.address else line.name,
            aliases=(line.address,),
            is_group=line.is_group,
            media_counts=tuple((kind.value, kinds[kind]) for kind in MediaKind if kinds[kind]),
            not_received=sum(item.state in _LOST for item in files),
            unconfirmed=len(doubtful),
        )

    def messages_before(self, chat: ChatId, before: tuple[int, int] | None, limit: int) -> list[MessageRow]:
        """Return the newest messages older than a place, oldest first."""
        rows = [row for row in self._store.shown(chat) if before is None or (row.sent_at, row.id) < before]
        return rows[-limit:] if limit else []

    def messages_after(self, chat: ChatId, after: tuple[int, int], limit: int) -> list[MessageRow]:
        """Return the oldest messages newer than a place."""
        return [row for row in self._store.shown(chat) if (row.sent_at, row.id) > after][:limit]

    def messages(self, ids: Sequence[int]) -> list[MessageRow]:
        """Return messages in the order of `ids`."""
        return [self._store.messages[id] for id in ids if id in self._store.messages]

    def media_ids(self, query: GalleryQuery) -> array[int]:
        """Return all ids of a gallery in its order."""
        return array("q", [item.id for item in self._matching(query)])

    def media_marks(self, query: GalleryQuery) -> array[int]:
        """Return a list with what it is sorted by."""
        by_size = query.sort == "size"
        items = self._matching(query)
        keys = [(-1 if i.size_bytes is None else i.size_bytes) + 1 if by_size else i.sent_at for i in items]
        return array("q", [(key << 30) + item.id for key, item in zip(keys, items, strict=True)])

    def media_names(self, query: GalleryQuery) -> list[bytes]:
        """Return the names of a list by name."""
        return [item.name.casefold().encode()[:64] for item in self._matching(replace(query, sort="name"))]

    def media_days(self, query: GalleryQuery, utc_offset_s: int) -> list[Day]:
        """Return the days of a gallery; in another order than by date one stretch with key 0."""

        def key(item: MediaItem) -> int:
            return _DAY_ONE + (item.sent_at + utc_offset_s) // _DAY_S if query.sort == "date" else 0

        stretches = ((day, list(items)) for day, items in groupby(self._matching(query), key))
        return [Day(day, len(items), sum(item.size_bytes or 0 for item in items)) for day, items in stretches]

    def media_rows(self, ids: Sequence[int]) -> list[MediaItem]:
        """Return media in the order of `ids`."""
        return [row.media for row in self.messages(ids) if row.media is not None]

    def thumbs(self, ids: Sequence[int], long_edge_px: int) -> dict[int, Thumb]:
        """Return a picture for every local file that can have one."""
        files = [item for item in self.media_rows(ids) if item.state is MediaState.LOCAL and item.kind in _SHOWING]
        return {item.id: thumb(item.id, long_edge_px) for item in files}

    def waveforms(self, ids: Sequence[int]) -> dict[int, bytes]:
        """Return a waveform for every sound."""
        sounds = [item.id for item in self.media_rows(ids) if item.kind is MediaKind.AUDIO]
        return {id: bytes((bar * 37 + id * 11) % 101 for bar in range(64)) for id in sounds}

    def next_unheard(self, media: MediaId) -> MediaId | None:
        """Return the next received voice message of a media's chat that is here and was never heard."""
        row = self._store.messages.get(MessageId(media))
        if row is None:
            return None
        rows = self._store.shown(self._store.chat_of[row.id])
        after = [one.media for one in rows[rows.index(row) + 1 :] if one.media is not None]
        return next((item.id for item in after if item.unheard and item.state is MediaState.LOCAL), None)

    def left_at(self, ids: Sequence[int]) -> dict[int, float]:
        """Return where sounds were left, in seconds by media id."""
        return {id: self._store.places[id] for id in ids if self._store.places.get(id)}

    def previews(self, ids: Sequence[int]) -> dict[int, bytes]:
        """Return a tiny picture for every image and video."""
        files = [item.id for item in self.media_rows(ids) if item.kind in (MediaKind.IMAGE, MediaKind.VIDEO)]
        return {id: thumb(id, 24).data for id in files}

    def kind_counts(self, query: GalleryQuery) -> dict[str, int]:
        """Return how many media of each kind a gallery has."""
        counts = Counter(item.kind.value for item in self._matching(replace(query, kinds=frozenset())))
        return {kind.value: counts[kind.value] for kind in MediaKind}

    def message_of(self, media: MediaId) -> tuple[ChatId, MessageId, int] | None:
        """Return the chat, row and time of a media's message."""
        row = self._store.messages.get(media)
        return (ChatId(self._store.chat_of[row.id]), row.id, row.sent_at) if row and row.media else None

    def message_with(self, chat: ChatId, message_id: str) -> MessageId | None:
        """Return the row of a chat's message by WhatsApp's id."""
        rows = [row for row in self._store.shown(chat) if row.message_id == message_id and message_id]
        return min(rows, key=lambda row: (row.direction, row.id)).id if rows else None

    def search(self, text: str, limit: int, chat: ChatId | None = None, within: Within = Within.ALL) -> list[Hit]:
        """Return the newest hits; every word of `text` must begin a word."""
        pieces = _words(text)
        people = self._contact_hits(pieces) if chat is None and within is Within.ALL else ()
        hits = [*self._message_hits(pieces, chat, within), *people]
        return sorted(hits, key=lambda hit: (-hit.sent_at, -hit.message))[:limit] if pieces else []

    def people_ids(self, order: PeopleOrder, text: str = "") -> array[int]:
        """Return one contact a chat, by name or by the last message."""

        def key(row: ChatRow) -> tuple[object, ...]:
            if order is PeopleOrder.LATEST:
                return -row.last_at, -row.id
            return row.name == row.address, " ".join(_words(row.name)), row.id

        found = [row for row in self._store.chats.values() if not text.strip() or _names(row, text)]
        return array("q", [row.id for row in sorted(found, key=key)])

    def people(self, ids: Sequence[int]) -> list[PersonRow]:
        """Return contacts in the order of `ids`."""
        files = Counter(item.chat for item in self._files())
        return [
            PersonRow(
                ContactId(row.id), row.id, row.address, row.name, "", row.is_group, files[row.address], row.last_at
            )
            for row in self.chats(ids)
        ]

    def numbers(self, since_day: int, utc_offset_s: int, expiring_before: int) -> Numbers:
        """Return the numbers, counted anew."""
        cells: Counter[tuple[int, MediaKind, Direction, MediaState]] = Counter()
        sizes: Counter[tuple[int, MediaKind, Direction, MediaState]] = Counter()
        for item in self._files():
            key = (_DAY_ONE + (item.sent_at + utc_offset_s) // _DAY_S, item.kind, item.direction, item.state)
            cells[key] += 1
            sizes[key] += item.size_bytes or 0
        counts = [
            (day, Count(kind, direction, state, files, sizes[day, kind, direction, state]))
            for (day, kind, direction, state), files in cells.items()
        ]
        stopped = Counter((i.state.value, i.reason) for i in self._files() if i.reason is not None)
        blobs = {item.sha256: item.size_bytes or 0 for item in self._files() if item.state is MediaState.LOCAL}
        return Numbers(
            counts=tuple(count for _day, count in counts),
            days=tuple(DayCount(day, count) for day, count in counts if day >= since_day),
            troubles=tuple(Trouble(Side.MEDIA, state, reason, n) for (state, reason), n in stopped.items()),
            messages=len(self._store.messages),
            chats=len(self._store.chats),
            contacts=len(self._store.chats),
            kept_files=len(blobs),
            kept_bytes=sum(blobs.values()),
            expiring=self.expiring(expiring_before),
        )

    def unread(self) -> int:
        """Return the number of unread messages."""
        return sum(row.unread for row in self._store.chats.values())

    def expiring(self, before: int) -> int:
        """Return how many media that are not here expire before a time."""
        waiting = {MediaState.REMOTE, MediaState.DOWNLOADING, MediaState.FAILED}
        return sum(i.state in waiting and i.expires_at is not None and i.expires_at < before for i in self._files())

    def _files(self) -> list[MediaItem]:
        return [row.media for row in self._store.messages.values() if row.media is not None]

    def _matching(self, query: GalleryQuery) -> list[MediaItem]:
        found = [item for item in self._files() if _asked_for(item, query)]
        if query.sort == "name":
            return sorted(found, key=lambda item: (item.name.casefold(), item.id))
        if query.sort == "size":
            return sorted(found, key=lambda i: (-1 if i.size_bytes is None else i.size_bytes, i.id), reverse=True)
        return sorted(found, key=lambda item: (item.sent_at, item.id), reverse=True)

    def _message_hits(self, pieces: list[str], chat: ChatId | None, within: Within) -> Iterator[Hit]:
        for row in self._store.messages.values():
            place = ChatId(self._store.chat_of[row.id])
            words, name = "" if row.revoked else row.text, row.media.name if row.media else ""
            if within is not Within.ALL and _begin(pieces, name) is not (within is Within.NAMES):
                continue
            if chat in (None, place) and _begin(pieces, f"{words} {name}"):
                in_words = within is not Within.NAMES and any(_begin([piece], words) for piece in pieces)
                field = ("caption" if row.media else "text") if in_words else "name"
                snippet = _marked(words if in_words else name, pieces)
                yield Hit(row.id, place, row.media.id if row.media else None, field, snippet, row.sent_at)

    def _contact_hits(self, pieces: list[str]) -> Iterator[Hit]:
        for line in self._store.chats.values():
            shown = self._store.shown(line.id)
            if shown and line.name != line.address and _begin(pieces, line.name):
                yield Hit(shown[-1].id, line.id, None, "contact", _marked(line.name, pieces), shown[-1].sent_at)


@cache
def thumb(number: int, long_edge_px: int) -> Thumb:
    """Draw a picture that can be told from its neighbours."""
    width, height = long_edge_px, max(1, long_edge_px * 3 // 4)
    image = Image.new("RGB", (width, height), _TINTS[number % len(_TINTS)])
    draw = ImageDraw.Draw(image)
    radius = 1 + height // 4
    draw.ellipse((width // 2 - radius, height // 2 - radius, width // 2 + radius, height // 2 + radius), "#f4efe6")
    draw.text((2, 2), str(number), "#101010")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return Thumb(long_edge_px, width, height, "image/jpeg", out.getvalue())


def sample_store(chats: int = 12, messages: int = 20) -> MemoryStore:
    """Return a store with something of everything: kinds, states, ticks, uploads, groups, pins, long names."""
    store = MemoryStore()
    names = ("Marina Prado", "Paulo Nogueira", "Ana Beatriz de Albuquerque e Vasconcelos", "محمد", "Vendas 2ª loja")
    for number in range(chats):
        group = f"1203630{number}@g.us" if number % 5 == 4 else ""
        chat = store.add_chat(f"{names[number % 5]} {number}", group, pinned=number == 3)
        for place in range(messages):
            _say_something(store, chat, place)
        if number % 3:
            store.mark_read(chat)
    return store


def _say_something(store: MemoryStore, chat: ChatId, place: int) -> None:
    kinds = list(MediaKind)
    states = [MediaState.LOCAL, MediaState.LOCAL, *MediaState]
    match place % 4:
        case 0:
            store.add(chat, "Bom dia! O orçamento já está pronto?", reactions=("👍",) if place % 8 else ())
        case 1:
            store.add(chat, "Segue o boleto", direction=Direction.OUT, status=list(Status)[place // 4 % len(Status)])
        case 2:
            store.add_media(
                chat, kinds[place // 4 % len(kinds)], state=states[place // 4 % len(states)], expires_at=START
            )
        case _:
            upload = UploadId(len(store.messages) + 1)
            state = list(UploadState)[place // 4 % len(UploadState)]
            store.add(chat, "Olá", direction=Direction.OUT, upload_id=upload, upload_state=state)


def _asked_for(item: MediaItem, query: GalleryQuery) -> bool:
    return (
        (not query.kinds or item.kind in query.kinds)
        and (not query.states or item.state in query.states)
        and query.direction in (None, item.direction)
        and query.chat in (None, item.chat)
        and (query.since is None or item.sent_at >= query.since)
        and (query.until is None or item.sent_at < query.until)
        and (not query.ids or item.id in query.ids)
    )


def _last_text(row: MessageRow) -> str:
    if row.revoked:
        return ""
    return row.text or (row.media.name if row.media and row.kind is MessageKind.DOCUMENT else "")


def _names(row: ChatRow, text: str) -> bool:
    number = re.sub(r"\D", "", text) if re.fullmatch(r"[\d\s+()./-]+", text) else ""
    pieces = _words(text)
    known = "" if row.name == row.address else row.name
    return bool(pieces and _begin(pieces, known)) or bool(
        number and row.address.startswith("+") and number in row.address
    )


def _words(text: str) -> list[str]:
    """Return the words of a text without accents and case."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", plain)


def _begin(pieces: list[str], text: str) -> bool:
    words = _words(text)
    return all(any(word.startswith(piece) for word in words) for piece in pieces)


def _marked(text: str, pieces: list[str]) -> str:
    def mark(word: re.Match[str]) -> str:
        hit = any(_begin([piece], word[0]) for piece in pieces)
        return f"\x02{word[0]}\x03" if hit else word[0]

    return re.sub(r"[^\W_]+", mark, text)
