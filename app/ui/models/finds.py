"""What a search everywhere found: asked of each account of one client, merged by time, grouped for the list."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from app.domain.addresses import formatted, is_phone
from app.domain.finding import Spans, digits_in, spans_in, unmarked
from app.domain.ids import InstanceRef
from app.domain.messages import MediaItem
from app.services.views import ChatFilter, ChatRow, Viewing, Within
from app.ui.bridge import Reader, Ticket

_log = logging.getLogger("app.search")

FIRST = 50
"""So many of each group come first."""
MOST = 1_000
_MORE = 4
"""Each further step asks for so many times as many."""


class Group(StrEnum):
    """What kind of thing was found, in the order shown."""

    PEOPLE = "people"
    WORDS = "words"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class Account:
    """Where is looked: one account of the client in front.

    Attributes:
        colour: name of an account colour; `initials` stand on its tile.
    """

    ref: InstanceRef
    reader: Reader
    name: str
    colour: str
    initials: str


@dataclass(frozen=True, slots=True)
class Find:
    """One result.

    Attributes:
        chat: whose it is; for `PEOPLE` what was found.
        message: row to jump to, 0 for a person.
        media: the file, None for a text.
        text, spans: what is shown below the name, and what of it was found; for a person the number.
        name_spans: what was found of the chat's name.
    """

    ref: InstanceRef
    group: Group
    chat: ChatRow
    message: int
    at: int
    media: MediaItem | None
    text: str
    spans: Spans = ()
    name_spans: Spans = ()

    @property
    def key(self) -> tuple[InstanceRef, Group, int]:
        """Return what tells it from all others."""
        return (self.ref, self.group, self.message or int(self.chat.id))


@dataclass(frozen=True, slots=True)
class Found:
    """Results by group, newest first. `more` names the groups that have further ones."""

    finds: Mapping[Group, Sequence[Find]] = field(default_factory=dict)
    more: frozenset[Group] = frozenset()

    def of(self, group: Group) -> Sequence[Find]:
        """Return the results of a group."""
        return self.finds.get(group, ())

    @property
    def count(self) -> int:
        """Return how many there are in all."""
        return sum(len(finds) for finds in self.finds.values())


def look_for(view: Viewing, ref: InstanceRef, text: str, limits: Mapping[Group, int]) -> Found:
    """Search one account for each group that has a limit. Runs on the read lane."""
    finds: dict[Group, list[Find]] = {}
    more = set()
    for group, limit in limits.items():
        if group is Group.PEOPLE:
            found = _people(view, ref, text, limit + 1)
        else:
            found = _messages(view, ref, group, text, limit + 1)
        if len(found) > limit:
            more.add(group)
        finds[group] = found[:limit]
    return Found(finds, frozenset(more))


def merged(parts: Sequence[Found], limits: Mapping[Group, int]) -> Found:
    """Return the results of several accounts as one, newest first."""
    finds: dict[Group, Sequence[Find]] = {}
    more = frozenset[Group]().union(*(part.more for part in parts))
    for group, limit in limits.items():
        joined = [find for part in parts for find in part.of(group)]
        if group is Group.PEOPLE:
            joined.sort(key=lambda find: (not find.chat.pinned, -find.at))
        else:
            joined.sort(key=lambda find: -find.at)
        if len(joined) > limit:
            more |= {group}
        finds[group] = joined[:limit]
    return Found(finds, more)


class Search(QObject):
    """Asks while the user types. An answer to an older question, or to a part of it that came late, is dropped."""

    came = Signal(object)
    """A `Found`: all that is known by now of the newest question; more of it may follow."""
    began = Signal()
    ended = Signal()
    """Every account has answered the newest question."""
    failed = Signal()

    def __init__(self, parent: QObject | None = None, *, groups: Sequence[Group] = tuple(Group)) -> None:
        super().__init__(parent)
        self._groups = groups
        self._accounts: Sequence[Account] = ()
        self._text = ""
        self._limits: dict[Group, int] = {}
        self._parts: dict[InstanceRef, Found] = {}
        self._waiting: set[InstanceRef] = set()
        self._tickets: list[Ticket] = []
        self._generation = 0
        self._broken = False

    @property
    def text(self) -> str:
        """Return what is searched for."""
        return self._text

    @property
    def busy(self) -> bool:
        """Tell whether answers are still to come."""
        return bool(self._waiting)

    def look_in(self, accounts: Sequence[Account]) -> None:
        """Search these accounts from now on and follow their changes; what others answer counts no more."""
        self._leave()
        self._accounts = accounts
        for account in accounts:
            account.reader.changed.connect(self._refresh)
        self.ask(self._text)

    def ask(self, text: str) -> None:
        """Ask for the newest results of a text; for "" the chats that were last spoken in."""
        self._text = text
        groups = self._groups if text else (Group.PEOPLE,)
        self._begin(dict.fromkeys(groups, FIRST))

    def again(self) -> None:
        """Ask once more after a failure."""
        self._begin(dict(self._limits))

    def more(self, group: Group) -> None:
        """Ask for further results of a group; nothing where all that may be shown is there or on its way."""
        limit = self._limits.get(group, 0)
        if limit and limit < MOST and not self._waiting:
            self._begin({**self._limits, group: min(MOST, limit * _MORE)}, keep=self._parts)

    def close(self) -> None:
        """Want nothing any more."""
        self._leave()
        self._stop()

    def _leave(self) -> None:
        for account in self._accounts:
            account.reader.changed.disconnect(self._refresh)
        self._accounts = ()

    def _stop(self) -> None:
        self._generation += 1
        for ticket in self._tickets:
            ticket.cancel()
        self._tickets, self._waiting = [], set()

    def _refresh(self) -> None:
        """Look again: something was committed. What is shown stays until the answers are here."""
        if not self._waiting:
            self._begin(dict(self._limits), keep=self._parts)

    def _begin(self, limits: dict[Group, int], keep: Mapping[InstanceRef, Found] | None = None) -> None:
        """Ask all accounts anew; `keep` holds each one's place until it has answered."""
        self._stop()
        self._limits, self._parts, self._broken = limits, dict(keep or {}), False
        self._waiting = {account.ref for account in self._accounts}
        self.began.emit()
        for account in self._accounts:
            self._tickets.append(self._ask_one(account, self._text, dict(limits), self._generation))

    def _ask_one(self, account: Account, text: str, limits: dict[Group, int], generation: int) -> Ticket:
        ref = account.ref

        def failed(error: Exception) -> None:
            _log.warning("search_failed", extra={"error": type(error).__name__})
            if generation == self._generation:
                self._broken = True
                self._keep(ref, Found())

        def keep(found: Found) -> None:
            if generation == self._generation:
                self._keep(ref, found)

        return account.reader.ask(lambda view: look_for(view, ref, text, limits), keep, failed=failed)

    def _keep(self, ref: InstanceRef, found: Found) -> None:
        self._waiting.discard(ref)
        self._parts[ref] = found
        parts = [self._parts[account.ref] for account in self._accounts if account.ref in self._parts]
        answer = merged(parts, self._limits)
        if self._broken and not self._waiting and not answer.count:
            self.failed.emit()
        elif answer.count or not self._waiting:
            self.came.emit(answer)
        if not self._waiting:
            self.ended.emit()


def _people(view: Viewing, ref: InstanceRef, text: str, limit: int) -> list[Find]:
    found = []
    for row in view.chats(view.chat_ids(ChatFilter.ALL, text)[:limit]):
        number = formatted(row.address) if is_phone(row.address) else ""
        marks = digits_in(number, text), spans_in(row.name, text)
        found.append(Find(ref, Group.PEOPLE, row, 0, row.last_at, None, number, *marks))
    return found


def _messages(view: Viewing, ref: InstanceRef, group: Group, text: str, limit: int) -> list[Find]:
    hits = view.search(text, limit, within=Within.WORDS if group is Group.WORDS else Within.NAMES)
    chats = {row.id: row for row in view.chats(list({hit.chat for hit in hits}))}
    files = {item.id: item for item in view.media_rows([hit.media for hit in hits if hit.media is not None])}
    return [
        Find(
            ref, group, chats[hit.chat], int(hit.message), hit.sent_at,
            files.get(hit.media) if hit.media is not None else None, *unmarked(hit.snippet),
        )
        for hit in hits
        if hit.chat in chats
    ]  # fmt: skip
