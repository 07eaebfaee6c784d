"""The messages of one chat as an item model: a bounded window around the reader, pages fetched at both ends."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.domain.ids import ChatId, MessageId
from app.domain.kinds import Direction
from app.services.views import MessageRow, Viewing
from app.texts.times import day_of
from app.ui.bridge import Reader
from app.ui.models.message_order import Key, RowStep, Step, key_of, steps_between
from app.ui.models.message_words import facts_of, spoken

AnyIndex = QModelIndex | QPersistentModelIndex

MessageRole = int(Qt.ItemDataRole.UserRole) + 1
PlaceRole = int(Qt.ItemDataRole.UserRole) + 2

PAGE = 60
MOST_ROWS = 600
_log = logging.getLogger("app.chat")


@dataclass(frozen=True, slots=True)
class Place:
    """How a bubble stands to the one above it.

    Attributes:
        day: ordinal of its day where it is the first of it, 0 otherwise.
        follows: it comes from the same sender on the same day.
        first_new: the "new messages" line stands above it.
    """

    day: int
    follows: bool
    first_new: bool


@dataclass(frozen=True, slots=True)
class _Page:
    rows: list[MessageRow]
    at_start: bool
    at_end: bool


class MessagesModel(QAbstractListModel):
    """Rows in the order of time. `changing` and `settled` embrace each change, so that a view can keep its place."""

    changing = Signal()
    settled = Signal()
    opened = Signal(int)
    """The first rows are here; the message that was asked for, 0 for the newest."""
    arrived = Signal(int)
    """So many messages of others came after the last one."""
    absent = Signal()
    """What a reply answers is not in the library."""
    failed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader: Reader | None = None
        self._chat = ChatId(0)
        self._rows: list[MessageRow] = []
        self._at_start = self._at_end = True
        self._near = (0, 0)
        self._busy: set[str] = set()
        self._generation = 0
        self.first_new = 0
        """The message that the "new messages" line stands above, 0 for none."""

    # ── what is shown ──────────────────────────────────────────────────────────────────────────────────────────

    def open(self, reader: Reader | None, chat: int, *, around: int = 0, unread: int = 0) -> None:
        """Show another chat at its newest messages, or around one of them.

        Args:
            unread: how many received messages at the end are new.
        """
        if self._reader is not None:
            self._reader.changed.disconnect(self.refresh)
        self._reader, self._chat = reader, ChatId(chat)
        self.first_new = 0
        self._become(_Page([], at_start=True, at_end=True))
        if reader is not None:
            reader.changed.connect(self.refresh)
            self._ask_open(around, unread)

    def show_newest(self) -> None:
        """Go to the end, wherever the window is."""
        self._ask_open(0, 0)

    def show_around(self, message: int) -> None:
        """Move the window so that a message lies in it; `opened` follows."""
        if self.row_of(message) >= 0:
            self.opened.emit(message)
        else:
            self._ask_open(message, 0)

    def show_answered(self, message_id: str) -> None:
        """Move the window to a message by WhatsApp's id; `absent` where the library does not have it."""
        number = self.row_with_id(message_id)
        if number >= 0:
            self.opened.emit(int(self._rows[number].id))
            return
        chat = self._chat

        def go(found: MessageId | None) -> None:
            if found is None:
                self.absent.emit()
            else:
                self.show_around(found)

        self._ask(lambda view: view.message_with(chat, message_id), go, "answered")

    def fetch_older(self) -> None:
        """Add a page at the top, where there is one."""
        if self._at_start or not self._rows or not self._begin("older"):
            return
        chat, before = self._chat, key_of(self._rows[0])
        self._ask(lambda view: view.messages_before(chat, before, PAGE), self._prepend, "older")

    def fetch_newer(self) -> None:
        """Add a page at the bottom, where there is one."""
        if self._at_end or not self._rows or not self._begin("newer"):
            return
        chat, after = self._chat, key_of(self._rows[-1])
        self._ask(lambda view: view.messages_after(chat, after, PAGE), self._append, "newer")

    def refresh(self) -> None:
        """Read the window again: something was committed."""
        if self._reader is None or "opening" in self._busy:
            return
        if not self._rows:
            self._ask_open(0, 0)
            return
        if not self._begin("refresh"):
            return
        chat, first, last, at_end = self._chat, key_of(self._rows[0]), key_of(self._rows[-1]), self._at_end
        limit = len(self._rows) + PAGE

        def merge(rows: list[MessageRow]) -> None:
            self._merge(rows, first, None if at_end else last, full=len(rows) >= limit)

        self._ask(lambda view: view.messages_after(chat, (first[0], first[1] - 1), limit), merge, "refresh")

    def set_near(self, first: int, last: int) -> None:
        """Say which rows are in sight: what is given up to bound the window lies far from these."""
        self._near = (first, last)

    def keep_near(self, count: int) -> None:
        """Give up all but some rows around what is in sight (a new width would have them all laid out again)."""
        middle = sum(self._near) // 2
        self._trim_to(max(0, middle - count // 2), middle + count // 2)

    # ── where it is ────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def rows(self) -> Sequence[MessageRow]:
        """Return the window."""
        return self._rows

    @property
    def at_end(self) -> bool:
        """Tell whether the newest message is in the window."""
        return self._at_end

    @property
    def at_start(self) -> bool:
        """Tell whether nothing older is known to exist."""
        return self._at_start

    def row_of(self, message: int) -> int:
        """Return where a message stands in the window, -1 where it does not."""
        return next((number for number, row in enumerate(self._rows) if row.id == message), -1)

    def row_with_id(self, message_id: str) -> int:
        """Return where a message with WhatsApp's id stands, -1 where it does not."""
        found = (number for number, row in enumerate(self._rows) if row.message_id == message_id)
        return next(found, -1) if message_id else -1

    def place(self, number: int) -> Place:
        """Return how a bubble stands to the one above."""
        row = self._rows[number]
        day = day_of(row.sent_at)
        above = self._rows[number - 1] if number else None
        first = above is None or day_of(above.sent_at) != day
        new = self.first_new != 0 and row.id == self.first_new
        follows = not first and not new and above is not None and _same_sender(above, row)
        return Place(day if first else 0, follows, new)

    # ── Qt's face ──────────────────────────────────────────────────────────────────────────────────────────────

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and default
        """Return the number of messages in the window."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows and says."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == MessageRole:
            return row
        if role == PlaceRole:
            return self.place(index.row())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(row)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return " · ".join(facts_of(row))
        return None

    # ── answers ────────────────────────────────────────────────────────────────────────────────────────────────

    def _ask_open(self, around: int, unread: int) -> None:
        self._generation += 1
        self._busy = {"opening"}
        chat = self._chat

        def take(page: _Page) -> None:
            if unread:
                self.first_new = _first_of_new(page.rows, unread)
            self._become(page)
            self.opened.emit(around)

        self._ask(lambda view: _around(view, chat, around) if around else _newest(view, chat), take, "opening")

    def _ask(self, fn: Any, then: Any, errand: str) -> None:
        generation = self._generation

        def answer(result: Any) -> None:
            if generation == self._generation:
                self._busy.discard(errand)
                then(result)

        def failed(error: Exception) -> None:
            _log.warning("messages_unread", extra={"error": type(error).__name__})
            if generation == self._generation:
                self._busy.discard(errand)
                self.failed.emit()

        if self._reader is not None:
            self._reader.ask(fn, answer, failed=failed)

    def _begin(self, errand: str) -> bool:
        if errand in self._busy or "opening" in self._busy or self._reader is None:
            return False
        self._busy.add(errand)
        return True

    def _become(self, page: _Page) -> None:
        self.changing.emit()
        self.beginResetModel()
        self._rows, self._at_start, self._at_end = page.rows, page.at_start, page.at_end
        self._near = (0, 0)
        self.endResetModel()
        self.settled.emit()

    def _prepend(self, page: list[MessageRow]) -> None:
        self._at_start = len(page) < PAGE
        first = key_of(self._rows[0]) if self._rows else None
        self._step_to([row for row in page if first is None or key_of(row) < first] + self._rows, from_top=False)

    def _append(self, page: list[MessageRow]) -> None:
        self._at_end = len(page) < PAGE
        last = key_of(self._rows[-1]) if self._rows else None
        self._step_to(self._rows + [row for row in page if last is None or key_of(row) > last], from_top=True)

    def _merge(self, rows: list[MessageRow], first: Key, last: Key | None, *, full: bool) -> None:
        """Take a part of the window anew: all from `first` on, up to `last` where newer ones were not in it."""
        newest = key_of(self._rows[-1]) if self._rows else first
        head = [row for row in self._rows if key_of(row) < first]
        if last is None:
            self._at_end = not full
        else:
            rows = [row for row in rows if key_of(row) <= last]
        tail = [row for row in self._rows if last is not None and key_of(row) > last]
        self._at_start = False
        self._step_to(head + rows + tail, from_top=self._near[1] > len(self._rows) // 2)
        come = [row for row in rows if key_of(row) > newest and row.direction is Direction.IN]
        if last is None and come:
            self.arrived.emit(len(come))

    def _step_to(self, rows: list[MessageRow], *, from_top: bool) -> None:
        self.changing.emit()
        for step in steps_between(self._rows, rows):
            self._carry_out(step)
        if len(self._rows) > MOST_ROWS:
            if from_top:
                self._trim_to(len(self._rows) - MOST_ROWS, len(self._rows))
            else:
                self._trim_to(0, MOST_ROWS)
        self.settled.emit()

    def _carry_out(self, step: RowStep) -> None:
        root, last = QModelIndex(), step.first + step.count - 1
        if step.step is Step.REMOVE:
            self.beginRemoveRows(root, step.first, last)
            del self._rows[step.first : last + 1]
            self.endRemoveRows()
        elif step.step is Step.INSERT:
            self.beginInsertRows(root, step.first, last)
            self._rows[step.first : step.first] = step.rows
            self.endInsertRows()
        else:
            self._rows[step.first : last + 1] = step.rows
            self.dataChanged.emit(self.index(step.first), self.index(last))

    def _trim_to(self, first: int, last: int) -> None:
        """Keep rows `first` to `last` (exclusive) only."""
        if last < len(self._rows):
            self._at_end = False
            self._carry_out(RowStep(Step.REMOVE, last, len(self._rows) - last))
        if first > 0:
            self._at_start = False
            self._carry_out(RowStep(Step.REMOVE, 0, first))


def _newest(view: Viewing, chat: ChatId) -> _Page:
    rows = view.messages_before(chat, None, PAGE)
    return _Page(rows, at_start=len(rows) < PAGE, at_end=True)


def _around(view: Viewing, chat: ChatId, message: int) -> _Page:
    """Return a page around a message, the newest where it is gone."""
    found = view.messages([MessageId(message)])
    if not found:
        return _newest(view, chat)
    key = key_of(found[0])
    older = view.messages_before(chat, key, PAGE // 2)
    newer = view.messages_after(chat, key, PAGE // 2)
    return _Page([*older, found[0], *newer], at_start=len(older) < PAGE // 2, at_end=len(newer) < PAGE // 2)


def _first_of_new(rows: list[MessageRow], unread: int) -> int:
    """Return the message where the new ones begin: the `unread`th received one from the end."""
    received = [int(row.id) for row in rows if row.direction is Direction.IN]
    return received[-min(unread, len(received))] if received else 0


def _same_sender(above: MessageRow, row: MessageRow) -> bool:
    return above.direction is row.direction and above.sender == row.sender
