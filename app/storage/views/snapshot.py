"""A read snapshot for the window; each question is answered in the file of its subject."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from app.domain.addresses import Address
from app.domain.ids import ChatId, MediaId, MessageId
from app.domain.messages import MediaItem
from app.services.numbers import Numbers
from app.services.people import PeopleOrder, PersonRow
from app.services.ports import Thumb
from app.services.store import GalleryQuery
from app.services.views import ChatFilter, ChatRow, ContactRow, Day, Hit, MessageRow, Within
from app.storage import listening
from app.storage.gallery import items
from app.storage.sql import Sql
from app.storage.thumbnails import Thumbnails
from app.storage.views import chats, contacts, media, messages, numbers, people, pictures
from app.storage.views import search as finding


class Snapshot:
    """`Viewing` on SQLite. A chat that does not exist has no messages and no media."""

    def __init__(self, sql: Sql, thumbnails: Thumbnails) -> None:
        self._sql = sql
        self._thumbnails = thumbnails

    def chat_ids(self, which: ChatFilter, text: str = "") -> array[int]:
        """Return chat ids, pinned first, then newest first; `text` filters by name or number."""
        return chats.chat_ids(self._sql, which, text)

    def chats(self, ids: Sequence[int]) -> list[ChatRow]:
        """Return rows in the order of `ids`; ids that are gone are left out."""
        return chats.chats(self._sql, ids)

    def chat_at(self, address: Address) -> ChatId | None:
        """Return the chat with whoever has this address."""
        return chats.chat_at(self._sql, address)

    def contact(self, chat: ChatId) -> ContactRow | None:
        """Return who a chat is with."""
        return contacts.contact(self._sql, chat)

    def messages_before(self, chat: ChatId, before: tuple[int, int] | None, limit: int) -> list[MessageRow]:
        """Return up to `limit` messages older than (sent_at, id), the newest for None; oldest first."""
        return messages.messages_before(self._sql, chat, before, limit)

    def messages_after(self, chat: ChatId, after: tuple[int, int], limit: int) -> list[MessageRow]:
        """Return up to `limit` messages newer than (sent_at, id), oldest first."""
        return messages.messages_after(self._sql, chat, after, limit)

    def messages(self, ids: Sequence[int]) -> list[MessageRow]:
        """Return messages in the order of `ids`; ids that are gone are left out."""
        return messages.messages(self._sql, ids)

    def media_ids(self, query: GalleryQuery) -> array[int]:
        """Return all media ids of a gallery in its order. Raises CommandError: field `sort`."""
        return media.media_ids(self._sql, query)

    def media_marks(self, query: GalleryQuery) -> array[int]:
        """Return the same list as marks: time or size above `MARK_BITS`, the id below."""
        return media.media_marks(self._sql, query)

    def media_names(self, query: GalleryQuery) -> list[bytes]:
        """Return what a list by name is sorted by, in its order."""
        return media.media_names(self._sql, query)

    def media_days(self, query: GalleryQuery, utc_offset_s: int) -> list[Day]:
        """Return the days of a gallery by date, newest first; in another order one stretch with key 0."""
        return media.media_days(self._sql, query, utc_offset_s)

    def media_rows(self, ids: Sequence[int]) -> list[MediaItem]:
        """Return media in the order of `ids`; ids that are gone are left out."""
        return items(self._sql, ids)

    def thumbs(self, ids: Sequence[int], long_edge_px: int) -> dict[int, Thumb]:
        """Return stored thumbnails of this size by media id."""
        return pictures.thumbs(self._sql, self._thumbnails, ids, long_edge_px)

    def waveforms(self, ids: Sequence[int]) -> dict[int, bytes]:
        """Return waveforms (values 0 to 100) by media id."""
        return pictures.waveforms(self._sql, self._thumbnails, ids)

    def previews(self, ids: Sequence[int]) -> dict[int, bytes]:
        """Return the tiny JPEGs of the events by media id."""
        return pictures.previews(self._sql, ids)

    def kind_counts(self, query: GalleryQuery) -> dict[str, int]:
        """Return how many media of each of the five kinds a gallery has."""
        return media.kind_counts(self._sql, query)

    def message_of(self, media: MediaId) -> tuple[ChatId, MessageId, int] | None:
        """Return the chat, row and time of a media's message."""
        return messages.message_of(self._sql, media)

    def message_with(self, chat: ChatId, message_id: str) -> MessageId | None:
        """Return the row of a chat's message by WhatsApp's id."""
        return messages.message_with(self._sql, chat, message_id)

    def search(self, text: str, limit: int, chat: ChatId | None = None, within: Within = Within.ALL) -> list[Hit]:
        """Return the newest hits in texts, captions, file names and, in all chats, contact names."""
        return finding.search(self._sql, text, limit, chat, within)

    def next_unheard(self, media: MediaId) -> MediaId | None:
        """Return the next received voice message of a media's chat that is here and was never heard."""
        return listening.next_unheard(self._sql, media)

    def left_at(self, ids: Sequence[int]) -> dict[int, float]:
        """Return where sounds were left, in seconds by media id; those at their start are left out."""
        return listening.left_at(self._sql, ids)

    def people_ids(self, order: PeopleOrder, text: str = "") -> array[int]:
        """Return the ids of all contacts; `text` filters by name or number."""
        return people.people_ids(self._sql, order, text)

    def people(self, ids: Sequence[int]) -> list[PersonRow]:
        """Return contacts in the order of `ids`; ids that are gone are left out."""
        return people.people(self._sql, ids)

    def numbers(self, since_day: int, utc_offset_s: int, expiring_before: int) -> Numbers:
        """Return the dashboard's numbers."""
        return numbers.numbers(self._sql, since_day, utc_offset_s, expiring_before)

    def unread(self) -> int:
        """Return the number of unread messages of the instance."""
        return chats.unread(self._sql)

    def expiring(self, before: int) -> int:
        """Return how many media that are not secured, but could be, expire before a time."""
        return media.expiring(self._sql, before)
