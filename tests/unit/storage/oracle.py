"""Answers the window's questions the slow way: reads all rows of a database file and goes through them in Python."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from app.storage import engine

Row = SimpleNamespace
TABLES = ("alias", "blob", "chat", "chat_line", "contact", "media", "message", "source", "upload")


class Oracle:
    """All rows of a library, table by table (`oracle.message`)."""

    def __init__(self, path: Path) -> None:
        with closing(engine.connect(path)) as connection:
            self.rows = {name: read(connection, f"SELECT * FROM {name}") for name in TABLES}
            (self.unread_from,) = connection.execute("SELECT moment FROM unread_from").fetchone()

    def __getattr__(self, table: str) -> list[Row]:
        return self.rows[table]

    def shown(self, chat: int) -> list[Row]:
        """Return a chat's messages but reactions, oldest first."""
        found = [row for row in self.message if row.chat_id == chat and row.kind != "reaction"]
        return sorted(found, key=lambda row: (row.sent_at, row.id))

    def lines(self) -> list[tuple[Any, ...]]:
        """Return what the chat list must say: chat, time of the last message, unread, whether it has media."""
        read_at = {row.chat_id: row.read_at for row in self.chat_line}
        with_media = {row.chat_id for row in self.media}
        made = []
        for chat in sorted(row.id for row in self.chat):
            shown = self.shown(chat)
            last_at = max(0, shown[-1].sent_at) if shown else 0
            unread = sum(row.direction == "in" and row.sent_at > read_at[chat] for row in shown)
            made.append((chat, last_at, unread, int(chat in with_media)))
        return made

    def kept_lines(self) -> list[tuple[Any, ...]]:
        """Return what the chat list says."""
        return sorted((row.chat_id, row.last_at, row.unread, row.with_media) for row in self.chat_line)

    def words(self) -> dict[int, tuple[str, str]]:
        """Return by message what can be searched in it: its words and its file's name."""
        names = {row.id: row.name for row in self.media}
        found = {}
        for row in self.message:
            text = row.text if row.edited_text is None else row.edited_text
            hidden = row.kind == "reaction" or row.revoked_at is not None
            found[row.id] = ("" if hidden else text, names.get(row.id, ""))
        return found

    def contact_of(self, chat: int) -> Row:
        """Return whom a chat is with."""
        (owner,) = [row.contact_id for row in self.chat if row.id == chat]
        (contact,) = [row for row in self.contact if row.id == owner]
        return contact

    def name_of(self, chat: int) -> str:
        """Return how a chat is called."""
        contact = self.contact_of(chat)
        return contact.name or contact.verified_name or contact.address

    def aliases(self) -> dict[int, set[str]]:
        """Return all addresses of each contact."""
        found = defaultdict(set)
        for row in self.alias:
            found[row.contact_id].add(row.address)
        return found

    def kinds(self, media: list[Row]) -> dict[str, int]:
        """Count media by kind."""
        return dict(Counter(row.kind for row in media))


def read(connection: Any, query: str) -> list[Row]:
    """Return rows with names."""
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description]
    return [Row(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]
