"""Search as it is typed: the newest hits in texts, captions, file names and contact names, a walk from the end."""

# ruff: noqa: S608 (SQL is put together from constants only; values are always parameters)
from __future__ import annotations

from collections.abc import Callable

from app.domain.ids import ChatId, MediaId, MessageId
from app.services.views import Hit, Within
from app.storage.rows import CONTACT_NAME
from app.storage.sql import Sql
from app.storage.tables.search import ID_BITS
from app.storage.views.chats import LAST_MESSAGE
from app.storage.views.marking import marked
from app.storage.views.phrases import in_columns, words_wanted

_MESSAGES = f"""SELECT message.id, message.chat_id, message.sent_at, media.id AS media_id,
    coalesce(media.name, '') AS name,
    iif(message.revoked_at IS NULL, coalesce(message.edited_text, message.text), '') AS words
  FROM (SELECT rowid & {(1 << ID_BITS) - 1} AS id FROM message_search WHERE message_search MATCH ?
    ORDER BY rowid DESC LIMIT ?) AS hit
  JOIN message ON message.id = hit.id LEFT JOIN media ON media.id = message.id"""
_PEOPLE = f"""SELECT {LAST_MESSAGE} AS last_id, line.*
  FROM (SELECT chat.id AS chat_id, chat_line.last_at, contact.name, contact.verified_name, {CONTACT_NAME} AS shown
    FROM contact_search JOIN contact ON contact.id = contact_search.rowid JOIN chat ON chat.contact_id = contact.id
    JOIN chat_line ON chat_line.chat_id = chat.id
    WHERE contact_search MATCH ? AND chat_line.last_at > 0
    ORDER BY chat_line.last_at DESC, chat.id DESC LIMIT ?) AS line"""


def search(sql: Sql, text: str, limit: int, chat: ChatId | None, within: Within = Within.ALL) -> list[Hit]:
    """Return the newest hits; every piece of `text` must begin a word. Any text is fine.

    Args:
        chat: search in this chat's messages only; names of people are then not looked through.
        within: texts or file names only; names of people belong to `ALL`.

    Returns:
        Hits with field `text`, `caption`, `name` (of a file) or `contact`; that one stands at the chat's last message.
    """
    wanted = words_wanted(text)
    if not wanted or limit < 1:
        return []
    hits = _in_messages(sql, wanted, limit, chat, within)
    if chat is None and within is Within.ALL:
        hits = sorted((*hits, *_in_people(sql, wanted, limit)), key=lambda hit: (-hit.sent_at, -hit.message))
    return hits[:limit]


def _in_messages(sql: Sql, wanted: str, limit: int, chat: ChatId | None, within: Within) -> list[Hit]:
    place = "" if chat is None else f' AND chat : "{int(chat)}"'
    rows = sql.all(_MESSAGES, _QUESTIONS[within](wanted) + place, limit)
    rows = sorted(rows, key=lambda row: (-row.sent_at, -row.id))
    by_name = within is Within.NAMES
    snippets = marked([("" if by_name else row.words, row.name) for row in rows], wanted)
    return [
        Hit(
            message=MessageId(row.id),
            chat=ChatId(row.chat_id),
            media=None if row.media_id is None else MediaId(row.media_id),
            field="name" if column or by_name else "text" if row.media_id is None else "caption",
            snippet=snippet,
            sent_at=row.sent_at,
        )
        for row, (column, snippet) in zip(rows, snippets, strict=True)
    ]


def _in_words(wanted: str) -> str:
    return f"({in_columns('words name', wanted)} NOT {in_columns('name', wanted)})"


_QUESTIONS: dict[Within, Callable[[str], str]] = {
    Within.ALL: lambda wanted: in_columns("words name", wanted),
    Within.WORDS: _in_words,
    Within.NAMES: lambda wanted: in_columns("name", wanted),
}


def _in_people(sql: Sql, wanted: str, limit: int) -> list[Hit]:
    rows = sql.all(_PEOPLE, in_columns("names", wanted), limit)
    snippets = marked([(row.name, row.verified_name) for row in rows], wanted)
    return [
        Hit(MessageId(row.last_id), ChatId(row.chat_id), None, "contact", snippet or row.shown, row.last_at)
        for row, (_column, snippet) in zip(rows, snippets, strict=True)
    ]
