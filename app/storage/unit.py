"""One write transaction on an instance: everything that may be changed in it, put together on one connection."""

from __future__ import annotations

from sqlalchemy import Connection

from app.services.checkpoints import reached
from app.services.ports import Clock
from app.storage.blobs import Blobs
from app.storage.derivations import LeasedDerivations
from app.storage.downloads import LeasedDownloads
from app.storage.echoes import Echoes
from app.storage.library import RecordingLibrary
from app.storage.listening import ListeningMarks
from app.storage.marks import Marks
from app.storage.messages import Messages
from app.storage.payloads import Payloads
from app.storage.people import People
from app.storage.sql import Sql
from app.storage.tables.search import INDEX_DUE
from app.storage.thumbnails import Thumbnails
from app.storage.unions import Unions
from app.storage.uploads import LeasedUploads
from app.storage.views.chats import ChatMarks


class Unit:
    """`Writing` on SQLite, and the marks that the window sets.

    Made once for the writer's connection; `begin` and `flush` frame each transaction.
    """

    def __init__(self, connection: Connection, thumbnails: Thumbnails, *, owner: str, clock: Clock) -> None:
        self._sql = Sql(connection)
        self._before: list[str] = []
        self._after: list[str] = []
        self._seen_version: int | None = None
        messages = Messages(connection)
        marks = Marks(self._sql)
        self._people = People(self._sql, Unions(self._sql, messages, marks).unite)
        self.raw = Payloads(self._sql, self._before.append)
        blobs = Blobs(self._sql, self.raw, self._after.append)
        echoes = Echoes(self._sql, self._people, messages, marks, self._before.append)
        self.library = RecordingLibrary(self._sql, self._people, messages, marks, self.raw)
        self.downloads = LeasedDownloads(self._sql, blobs)
        self.uploads = LeasedUploads(
            self._sql,
            people=self._people,
            messages=messages,
            blobs=blobs,
            echoes=echoes,
            owner=owner,
            clock=clock,
            after_commit=self._after.append,
        )
        self.derivations = LeasedDerivations(self._sql, thumbnails)
        self.chats = ChatMarks(self._sql)
        self.listening = ListeningMarks(self._sql, clock)

    def begin(self) -> None:
        """Start on what is remembered, unless another process has written since."""
        version = self._sql.value("PRAGMA data_version")
        if version != self._seen_version:
            self._people.forget()
            self._seen_version = version
        self._people.begin()

    def flush(self) -> None:
        """Write what is still in memory; the transaction can then be committed."""
        self._people.flush()
        if self._sql.value("SELECT 1 FROM search_due LIMIT 1"):
            for statement in INDEX_DUE:
                self._sql.run(statement)
        while self._before:
            reached(self._before.pop(0))

    def committed(self) -> None:
        """Tell the checkpoints that lie behind the commit."""
        while self._after:
            reached(self._after.pop(0))

    def abandon(self) -> None:
        """Forget everything that was rolled back."""
        self._people.forget()
        self._before.clear()
        self._after.clear()
