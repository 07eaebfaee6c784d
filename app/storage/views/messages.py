"""The bubbles of a chat: pages by time and id, each with its file, its upload, what it answers and who reacted."""

# ruff: noqa: S608 (SQL is put together from constants only; values are always parameters)
from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.ids import ChatId, MediaId, MessageId
from app.domain.kinds import Direction, MessageKind
from app.domain.messages import MediaItem
from app.domain.statuses import Status
from app.domain.uploads import UploadState
from app.services.views import MessageRow
from app.storage.gallery import items
from app.storage.rows import CONTACT_NAME, reason_of
from app.storage.sql import Found, Sql, listed

_SHOWN = "chat_id = ? AND kind <> 'reaction'"
_NEWEST = f"SELECT id FROM message INDEXED BY message_in_chat WHERE {_SHOWN}"
# The plain comparison of times is what the index is entered by; the pair only decides within one second.
_BEFORE = f"{_NEWEST} AND sent_at <= ? AND (sent_at, id) < (?, ?)"
_AFTER = f"{_NEWEST} AND sent_at >= ? AND (sent_at, id) > (?, ?)"
_DESCENDING = " ORDER BY sent_at DESC, id DESC LIMIT ?"
_ASCENDING = " ORDER BY sent_at, id LIMIT ?"
_ROWS = f"""SELECT message.id, message.chat_id, coalesce(message.provider_id, '') AS provider_id, message.kind,
    message.direction, message.sent_at, message.status, message.reply_to, message.extra, message.edited_at,
    message.revoked_at, coalesce(message.edited_text, message.text) AS words, upload.id AS upload_id, upload.state,
    upload.reason AS upload_reason,
    iif(message.direction = 'out', '', coalesce({CONTACT_NAME}, nullif(message.sender, ''),
      (SELECT {CONTACT_NAME} FROM chat JOIN contact ON contact.id = chat.contact_id
       WHERE chat.id = message.chat_id AND contact.address NOT LIKE '%@g.us'), '')) AS sender
  FROM message LEFT JOIN alias ON alias.address = message.sender LEFT JOIN contact ON contact.id = alias.contact_id
  LEFT JOIN upload ON upload.message_id = message.id
  WHERE message.id IN (SELECT value FROM json_each(?))"""
_ANSWERED = """SELECT message.provider_id, message.chat_id, coalesce(message.edited_text, message.text) AS words,
    iif(message.kind = 'document', media.name, '') AS file
  FROM message LEFT JOIN media ON media.id = message.id
  WHERE message.provider_id IN (SELECT value FROM json_each(?)) AND message.revoked_at IS NULL ORDER BY message.id"""
# Whoever wrote from a phone and from a LID is one person; so is our own number, whatever it is called.
_REACTIONS = """SELECT message.reply_to, message.chat_id, message.text, iif(message.direction = 'out', 0,
    coalesce(alias.contact_id, nullif(message.sender, ''), chat.contact_id)) AS person
  FROM message INDEXED BY message_reaction JOIN chat ON chat.id = message.chat_id
  LEFT JOIN alias ON alias.address = message.sender
  WHERE message.kind = 'reaction' AND message.reply_to IN (SELECT value FROM json_each(?))
    AND message.revoked_at IS NULL ORDER BY message.sent_at, message.id"""
_OF_MEDIA = """SELECT message.chat_id, message.id, message.sent_at FROM media JOIN message ON message.id = media.id
  WHERE media.id = ?"""
_WITH_ID = """SELECT id FROM message INDEXED BY message_key
  WHERE provider_id = ? AND chat_id = ? AND kind <> 'reaction' ORDER BY direction, id LIMIT 1"""

_Place = tuple[int, str]
"""A chat and WhatsApp's id of a message in it."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What belongs to messages but lies in other rows."""

    files: Mapping[int, MediaItem]
    answered: Mapping[_Place, str]
    reactions: Mapping[_Place, Mapping[str | int, str]]


def messages_before(sql: Sql, chat: ChatId, before: tuple[int, int] | None, limit: int) -> list[MessageRow]:
    """Return up to `limit` messages older than (sent_at, id), the newest of the chat for None; oldest first."""
    if before is None:
        found = sql.all(_NEWEST + _DESCENDING, chat, limit)
    else:
        found = sql.all(_BEFORE + _DESCENDING, chat, before[0], *before, limit)
    return messages(sql, [id for (id,) in reversed(found)])


def messages_after(sql: Sql, chat: ChatId, after: tuple[int, int], limit: int) -> list[MessageRow]:
    """Return up to `limit` messages newer than (sent_at, id), oldest first."""
    return messages(sql, [id for (id,) in sql.all(_AFTER + _ASCENDING, chat, after[0], *after, limit)])


def messages(sql: Sql, ids: Sequence[int]) -> list[MessageRow]:
    """Return messages in the order of `ids`; ids that are gone are left out."""
    rows = {row.id: row for row in sql.all(_ROWS, listed(ids))}
    around = _Around(
        {item.id: item for item in items(sql, ids)},
        _answered(sql, [row.reply_to for row in rows.values() if row.reply_to]),
        _reactions(sql, [row.provider_id for row in rows.values() if row.provider_id]),
    )
    return [_row(rows[id], around) for id in ids if id in rows]


def message_of(sql: Sql, media: MediaId) -> tuple[ChatId, MessageId, int] | None:
    """Return the chat, row and time of a media's message."""
    row = sql.one(_OF_MEDIA, media)
    return None if row is None else (ChatId(row[0]), MessageId(row[1]), row[2])


def message_with(sql: Sql, chat: ChatId, message_id: str) -> MessageId | None:
    """Return the row of a chat's message by WhatsApp's id; of two with one id the one that was received."""
    found = sql.value(_WITH_ID, message_id, chat) if message_id else None
    return None if found is None else MessageId(found)


def _answered(sql: Sql, provider_ids: Sequence[str]) -> dict[_Place, str]:
    """Return the words of messages, a document's name where there are none; of two with one id the first that tells."""
    told: dict[_Place, str] = {}
    for row in sql.all(_ANSWERED, listed(provider_ids)) if provider_ids else ():
        place = (row.chat_id, row.provider_id)
        told[place] = told.get(place) or row.words or row.file or ""
    return told


def _reactions(sql: Sql, provider_ids: Sequence[str]) -> dict[_Place, dict[str | int, str]]:
    """Return the last reaction of each person to messages, in the order of time; an empty one takes it back."""
    given: dict[_Place, dict[str | int, str]] = {}
    for row in sql.all(_REACTIONS, listed(provider_ids)) if provider_ids else ():
        people = given.setdefault((row.chat_id, row.reply_to), {})
        people.pop(row.person, None)
        if row.text:
            people[row.person] = row.text
    return given


def _row(row: Found, around: _Around) -> MessageRow:
    reactions = around.reactions.get((row.chat_id, row.provider_id), {})
    return MessageRow(
        id=MessageId(row.id),
        message_id=row.provider_id,
        kind=MessageKind(row.kind),
        direction=Direction(row.direction),
        sent_at=row.sent_at,
        sender=row.sender,
        text=row.words,
        status=Status(row.status) if row.status and row.direction == Direction.OUT else None,
        media=around.files.get(row.id),
        upload_id=row.upload_id,
        upload_state=UploadState(row.state) if row.state else None,
        edited=row.edited_at is not None,
        revoked=row.revoked_at is not None,
        reply_to=row.reply_to,
        reply_text=around.answered.get((row.chat_id, row.reply_to), ""),
        reactions=tuple(reactions.values()),
        extra=tuple(json.loads(row.extra).items()) if row.extra else (),
        upload_reason=reason_of(row.upload_reason),
    )
