"""What the window reads: ids first (8 bytes each), rows by id when they come into sight. One instance, one snapshot."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from app.domain.addresses import Address
from app.domain.ids import ChatId, MediaId, MessageId
from app.domain.kinds import Direction, MessageKind
from app.domain.messages import MediaItem
from app.domain.reasons import Reason
from app.domain.statuses import Status
from app.domain.uploads import UploadState
from app.services.numbers import Numbers
from app.services.people import PeopleOrder, PersonRow
from app.services.ports import Thumb
from app.services.store import GalleryQuery


class ChatFilter(StrEnum):
    """The chips above the chat list."""

    ALL = "all"
    UNREAD = "unread"
    WITH_MEDIA = "with_media"


@dataclass(frozen=True, slots=True)
class ChatRow:
    """One line of the chat list.

    Attributes:
        last_text: text or caption of the last message, a document's name, "" for a picture without words.
        last_status: ticks of the last message, None for a received one.
        last_upload: how far the last message has come where it left from here, None otherwise.
    """

    id: ChatId
    address: Address
    name: str
    is_group: bool
    pinned: bool
    unread: int
    last_at: int
    last_kind: MessageKind | None
    last_text: str
    last_direction: Direction | None
    last_status: Status | None
    last_duration_s: float | None
    last_upload: UploadState | None = None


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One bubble.

    Attributes:
        sender: display name of who wrote it, "" for our own number.
        media: its file, None where it has none.
        upload_state: of an own message that left (or is to leave) from here.
        upload_reason: why it failed or waits.
        edited, revoked: the sender changed or deleted it.
        reply_text: what it answers, as far as we have that message.
        reactions: emoji of the people who reacted.
        extra: kind-specific facts (location, contact card).
    """

    id: MessageId
    message_id: str
    kind: MessageKind
    direction: Direction
    sent_at: int
    sender: str
    text: str
    status: Status | None
    media: MediaItem | None
    upload_id: int | None
    upload_state: UploadState | None
    edited: bool
    revoked: bool
    reply_to: str
    reply_text: str
    reactions: tuple[str, ...]
    extra: tuple[tuple[str, str], ...]
    upload_reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class ContactRow:
    """The side panel's facts about the person or group of a chat. Counts are of the chat's media by kind."""

    address: Address
    name: str
    own_name: str
    aliases: tuple[Address, ...]
    is_group: bool
    media_counts: tuple[tuple[str, int], ...]
    not_received: int
    unconfirmed: int


@dataclass(frozen=True, slots=True)
class Day:
    """Consecutive gallery media of one local day. `key` is the ordinal of the date; `size_bytes` what is known."""

    key: int
    count: int
    size_bytes: int


class Within(StrEnum):
    """Where a search looks.

    WORDS: texts and captions, and file name and caption together where neither has all; NAMES: file names alone. No
    message is found by both.
    """

    ALL = "all"
    WORDS = "words"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Hit:
    """A search result; `snippet` marks the hit with \\x02 and \\x03."""

    message: MessageId
    chat: ChatId
    media: MediaId | None
    field: str
    snippet: str
    sent_at: int


MARK_BITS = 30
"""Of a mark: the media's id; above them what it is sorted by."""


class MediaViewing(Protocol):
    """What a gallery and a viewer ask of a snapshot."""

    def chat_ids(self, which: ChatFilter, text: str = "") -> array[int]:
        """Return chat ids, pinned first, then newest first; `text` filters by name or number."""

    def chats(self, ids: Sequence[int]) -> list[ChatRow]:
        """Return rows in the order of `ids`; ids that are gone are left out."""

    def chat_at(self, address: Address) -> ChatId | None: ...

    def contact(self, chat: ChatId) -> ContactRow | None: ...

    def media_ids(self, query: GalleryQuery) -> array[int]:
        """Return all media ids of a gallery in its order (the query's `limit` and `after` do not count)."""

    def media_marks(self, query: GalleryQuery) -> array[int]:
        """Return the same list, by date or size, as marks: the time or size above `MARK_BITS`, the id below.

        They let lists of several accounts be merged. Greatest first; times and sizes are held to 33 bits.
        """

    def media_names(self, query: GalleryQuery) -> list[bytes]:
        """Return what a list by name is sorted by, in its order; to merge lists of several accounts, so 64 bytes do."""

    def media_days(self, query: GalleryQuery, utc_offset_s: int) -> list[Day]:
        """Return the days of the same list in the same order, so that a prefix sum maps rows to days."""

    def media_rows(self, ids: Sequence[int]) -> list[MediaItem]: ...

    def thumbs(self, ids: Sequence[int], long_edge_px: int) -> dict[int, Thumb]:
        """Return stored thumbnails of media by their media ids; those without one are left out."""

    def waveforms(self, ids: Sequence[int]) -> dict[int, bytes]:
        """Return waveforms (values 0 to 100) by media id."""

    def previews(self, ids: Sequence[int]) -> dict[int, bytes]:
        """Return the tiny JPEGs that came inside the events, by media id."""

    def kind_counts(self, query: GalleryQuery) -> dict[str, int]:
        """Return how many media of each kind a gallery has, whatever kinds the query names."""

    def message_of(self, media: MediaId) -> tuple[ChatId, MessageId, int] | None:
        """Return the chat, row and time of a media's message, to jump there."""

    def search(self, text: str, limit: int, chat: ChatId | None = None, within: Within = Within.ALL) -> list[Hit]:
        """Return the newest hits; accents and case ignored. `ALL` looks into contact names, too."""

    def left_at(self, ids: Sequence[int]) -> dict[int, float]:
        """Return where sounds were left, in seconds by media id; those at their start are left out."""


class Viewing(MediaViewing, Protocol):
    """A read snapshot for the window."""

    def messages_before(self, chat: ChatId, before: tuple[int, int] | None, limit: int) -> list[MessageRow]:
        """Return up to `limit` messages older than (sent_at, id), newest of the chat for None; oldest first."""

    def messages_after(self, chat: ChatId, after: tuple[int, int], limit: int) -> list[MessageRow]:
        """Return up to `limit` messages newer than (sent_at, id), oldest first."""

    def messages(self, ids: Sequence[int]) -> list[MessageRow]: ...

    def message_with(self, chat: ChatId, message_id: str) -> MessageId | None:
        """Return the row of a chat's message by WhatsApp's id, to jump to what a reply answers."""

    def next_unheard(self, media: MediaId) -> MediaId | None:
        """Return the next received voice message of a media's chat that is here and was never heard."""

    def people_ids(self, order: PeopleOrder, text: str = "") -> array[int]:
        """Return the ids of all contacts; `text` filters by name or number, accents and case ignored."""

    def people(self, ids: Sequence[int]) -> list[PersonRow]:
        """Return rows in the order of `ids`; ids that are gone are left out."""

    def numbers(self, since_day: int, utc_offset_s: int, expiring_before: int) -> Numbers:
        """Return the dashboard's numbers, its days from the ordinal `since_day` on. Constant time, not a scan."""

    def unread(self) -> int: ...

    def expiring(self, before: int) -> int:
        """Return how many media not yet secured expire before a time."""


@runtime_checkable
class ViewStore(Protocol):
    """The window's side of a store."""

    def view(self) -> AbstractContextManager[Viewing]: ...

    def changed(self) -> int: ...

    def mark_read(self, chat: ChatId) -> None:
        """Forget the unread count of a chat."""

    def pin(self, chat: ChatId, *, pinned: bool) -> None: ...

    def mark_heard(self, media: MediaId) -> None:
        """Note that a sound was heard; the first time counts."""

    def keep_place(self, media: MediaId, position_s: float) -> None:
        """Note where a sound was left; 0 is its start."""
