"""The queue as an item model: groups in the order of need, a row an upload."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.addresses import Address, formatted
from app.domain.uploads import RUNNING, Upload, UploadState
from app.texts import N_, _
from app.texts.formats import format_number
from app.texts.times import day_of
from app.ui.models.pace import Pace
from app.ui.models.queue_words import ACTION_TITLES, actions, needs_the_user, remedy, spoken, state_words

LineRole = int(Qt.ItemDataRole.UserRole) + 1
"""The `Line` of a row, None for a group."""
GroupRole = LineRole + 1
"""The `Group` of a row, None for an upload."""

AnyIndex = QModelIndex | QPersistentModelIndex


class Need(StrEnum):
    """The four groups."""

    ASKING = "asking"
    RUNNING = "running"
    WAITING = "waiting"
    DONE = "done"


_TITLES = {
    Need.ASKING: N_("Need you"),
    Need.RUNNING: N_("Under way"),
    Need.WAITING: N_("Waiting"),
    Need.DONE: N_("Finished today"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """A heading."""

    need: Need
    count: int
    unconfirmed: int = 0

    @property
    def title(self) -> str:
        """Return its words."""
        return _(_TITLES[self.need])


@dataclass(frozen=True, slots=True)
class Line:
    """An upload as a row.

    Attributes:
        ahead: how many of its chat leave before it.
        last: it is the last of its group.
    """

    upload: Upload
    need: Need
    ahead: int = 0
    last: bool = False


class QueueModel(QAbstractListModel):
    """Groups and uploads, told to a view so that it keeps its place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Group | Line] = []
        self._uploads: list[Upload] = []
        self._paces: dict[int, Pace] = {}
        self._names: dict[Address, str] = {}
        self._cleared: set[int] = set()

    def set_uploads(self, uploads: Sequence[Upload]) -> None:
        """Show these; what ended before today is left to the chats."""
        self._uploads = list(uploads)
        alive = {upload.id for upload in uploads if upload.state in RUNNING}
        self._paces = {upload: pace for upload, pace in self._paces.items() if upload in alive}
        self._show(_rows(self._uploads, self._cleared))

    def set_progress(self, progress: Mapping[int, tuple[int, int]], at_s: float) -> None:
        """Take how far uploads are, as (bytes that left, bytes in all; 0: not known) by upload."""
        lines = {int(row.upload.id): number for number, row in enumerate(self._rows) if isinstance(row, Line)}
        for upload, (done_bytes, total_bytes) in progress.items():
            number = lines.get(upload)
            row = self._rows[number] if number is not None else None
            if number is None or not isinstance(row, Line) or row.upload.state not in RUNNING:
                continue
            pace = self._paces.setdefault(upload, Pace())
            pace.tell(done_bytes, total_bytes or row.upload.size_bytes or None, at_s)
            self._announce(number)

    def set_names(self, names: Mapping[Address, str]) -> None:
        """Take the names of those to whom uploads leave."""
        if any(self._names.get(address) != name for address, name in names.items()):
            self._names.update(names)
            self._announce_all()

    def unnamed(self) -> list[Address]:
        """Return the addresses in sight whose names are not known."""
        found = {row.upload.to for row in self._rows if isinstance(row, Line)}
        return [address for address in found if address not in self._names]

    def begin_anew(self) -> None:
        """Forget what belongs to the account before: numbers of uploads begin anew in every account."""
        self._paces, self._names, self._cleared = {}, {}, set()
        self._show([])

    def clear_done(self) -> None:
        """Show those that have ended no longer."""
        self._cleared |= {row.upload.id for row in self._rows if isinstance(row, Line) and row.need is Need.DONE}
        self._show(_rows(self._uploads, self._cleared))

    def line(self, index: AnyIndex) -> Line | None:
        """Return a row's upload, None for a group."""
        row = self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None
        return row if isinstance(row, Line) else None

    def contact(self, line: Line) -> str:
        """Return to whom it leaves."""
        return self._names.get(line.upload.to) or formatted(line.upload.to)

    def pace(self, line: Line) -> Pace | None:
        """Return how far its bytes are, None where nothing is known."""
        return self._paces.get(line.upload.id)

    def paces(self) -> list[Pace]:
        """Return all that move."""
        return list(self._paces.values())

    def words(self, line: Line) -> tuple[str, str]:
        """Return the state's name and what belongs to it."""
        return state_words(line.upload, self.pace(line), line.ahead)

    def index_of(self, upload: int) -> QModelIndex:
        """Return where an upload stands, an invalid index where it does not."""
        for number, row in enumerate(self._rows):
            if isinstance(row, Line) and row.upload.id == upload:
                return self.index(number)
        return QModelIndex()

    def count(self, need: Need) -> int:
        """Return how many uploads a group has."""
        return next((row.count for row in self._rows if isinstance(row, Group) and row.need is need), 0)

    def lines(self) -> list[Line]:
        """Return all uploads that are shown, in order."""
        return [row for row in self._rows if isinstance(row, Line)]

    def retranslate(self) -> None:
        """Announce that all texts changed."""
        self._announce_all()

    # ── Qt's side ──────────────────────────────────────────────────────────────────────────────────────────────

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and default
        """Return the number of groups and uploads."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let uploads be chosen; groups are only read."""
        if self.line(index) is None:
            return Qt.ItemFlag.ItemIsEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows and says."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == LineRole:
            return row if isinstance(row, Line) else None
        if role == GroupRole:
            return row if isinstance(row, Group) else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(row, Group):
                return f"{row.title} {format_number(row.count)}"
            return spoken(row.upload, self.contact(row), self.words(row))
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and isinstance(row, Line):
            answers = [_(ACTION_TITLES[action]) for action in actions(row.upload)]
            return " · ".join(part for part in (remedy(row.upload), *answers) if part)
        return None

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _show(self, rows: list[Group | Line]) -> None:
        if [_identity(row) for row in rows] != [_identity(row) for row in self._rows]:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        before, self._rows = self._rows, rows
        for number, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new:
                self._announce(number)

    def _announce(self, number: int) -> None:
        index = self.index(number)
        self.dataChanged.emit(index, index)

    def _announce_all(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))


def _rows(uploads: Sequence[Upload], cleared: Collection[int]) -> list[Group | Line]:
    today = day_of(time.time())
    groups: dict[Need, list[Upload]] = {need: [] for need in Need}
    for upload in uploads:
        need = _need(upload)
        if need is not Need.DONE or (upload.id not in cleared and day_of(_ended_at(upload)) >= today):
            groups[need].append(upload)
    groups[Need.DONE].sort(key=_ended_at, reverse=True)
    rows: list[Group | Line] = []
    for need, members in groups.items():
        if members:
            unconfirmed = sum(upload.state is UploadState.UNCONFIRMED for upload in members)
            rows.append(Group(need, len(members), unconfirmed))
            rows += _lines(need, members, uploads)
    return rows


def _lines(need: Need, members: list[Upload], uploads: Sequence[Upload]) -> list[Line]:
    before: Counter[Address] = Counter()
    if need is Need.WAITING:
        before.update(upload.to for upload in uploads if _need(upload) is Need.RUNNING)
    lines = []
    for number, upload in enumerate(members):
        lines.append(Line(upload, need, before[upload.to] if need is Need.WAITING else 0, number == len(members) - 1))
        before[upload.to] += 1
    return lines


def _need(upload: Upload) -> Need:
    if needs_the_user(upload):
        return Need.ASKING
    if upload.state in RUNNING:
        return Need.RUNNING
    return Need.WAITING if upload.state in (UploadState.QUEUED, UploadState.WAITING) else Need.DONE


def _ended_at(upload: Upload) -> float:
    return upload.sending_at or upload.created_at


def _identity(row: Group | Line) -> object:
    return row.need if isinstance(row, Group) else (row.upload.id, row.need)
