"""The list of a search as an item model: headings, results, and a row a group that leads to all of it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.ids import InstanceRef
from app.services.views import ChatRow
from app.texts import _
from app.texts.formats import format_bytes, format_number
from app.texts.times import list_time
from app.texts.titles import kind_title
from app.ui.models.contact_words import contact_title
from app.ui.models.finds import Find, Found, Group

AnyIndex = QModelIndex | QPersistentModelIndex

RowRole = int(Qt.ItemDataRole.UserRole) + 1
"""A `Heading`, `Find` or `Rest`."""

SHORT = {Group.PEOPLE: 4, Group.WORDS: 6, Group.FILES: 5}
"""So many of each group stand in the list of all groups."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The line above a group."""

    group: Group
    count: str
    recent: bool = False
    """Nothing was typed: these are the chats last spoken in."""


@dataclass(frozen=True, slots=True)
class Rest:
    """Leads to all of a group."""

    group: Group
    count: str


Row = Heading | Find | Rest


def rows_of(found: Found, only: Group | None, *, recent: bool = False) -> list[Row]:
    """Return the rows of some groups; of several only the first results, and what leads to the rest."""
    rows: list[Row] = []
    for group in Group if only is None else (only,):
        finds = found.of(group)
        if not finds:
            continue
        count = counted(found, group)
        shown = len(finds) if only is not None or recent else SHORT[group]
        rows.append(Heading(group, "" if recent else count, recent))
        rows.extend(finds[:shown])
        if len(finds) > shown:
            rows.append(Rest(group, count))
    return rows


def counted(found: Found, group: Group) -> str:
    """Return how many results a group has, `50+` where there are more than were asked for."""
    count = len(found.of(group))
    return format_number(count) + ("+" if group in found.more else "")


def group_title(group: Group) -> str:
    """Return what a group is called."""
    return {Group.PEOPLE: _("Contacts"), Group.WORDS: _("Messages"), Group.FILES: _("Files")}[group]


def name_of(chat: ChatRow) -> str:
    """Return what a chat is called."""
    return contact_title(chat.name or str(chat.address))


def second_line(find: Find) -> str:
    """Return what stands below the first line: the number, the words found, or whose file it is and its size."""
    if find.group is Group.PEOPLE:
        return find.text or (_("Group") if find.chat.is_group else "")
    if find.group is Group.WORDS:
        return find.text
    size = find.media.size_bytes if find.media is not None else None
    return " · ".join([name_of(find.chat), *([format_bytes(size)] if size else [])])


class FindsModel(QAbstractListModel):
    """Rows as they are shown. Taking others removes and inserts only what differs, so that the list does not jump."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._accounts: Mapping[InstanceRef, str] = {}

    def name_accounts(self, names: Mapping[InstanceRef, str]) -> None:
        """Take what accounts are called, for screen readers; none where there is one account only."""
        self._accounts = names

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        old, new = self._rows, list(rows)
        pairs = enumerate(zip(old, new, strict=False))
        first = next((n for n, (a, b) in pairs if not _stands_for(a, b)), min(len(old), len(new)))
        most = min(len(old), len(new)) - first
        last = next((n for n in range(most) if not _stands_for(old[len(old) - 1 - n], new[len(new) - 1 - n])), most)
        root = QModelIndex()
        if first < len(old) - last:
            self.beginRemoveRows(root, first, len(old) - last - 1)
            del self._rows[first : len(old) - last]
            self.endRemoveRows()
        if first < len(new) - last:
            self.beginInsertRows(root, first, len(new) - last - 1)
            self._rows[first:first] = new[first : len(new) - last]
            self.endInsertRows()
        told = [number for number, row in enumerate(new) if row != self._rows[number]]
        self._rows = new
        if told:
            self.dataChanged.emit(self.index(told[0]), self.index(told[-1]))

    def row(self, number: int) -> Row | None:
        """Return what stands in a row, None where there is none."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def place_of(self, find: Find) -> int:
        """Return where a result stands, -1 where it does not."""
        places = (n for n, row in enumerate(self._rows) if isinstance(row, Find) and row.key == find.key)
        return next(places, -1)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and default
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let results be reached; headings are only passed by."""
        if index.isValid() and not isinstance(self._rows[index.row()], Heading):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows and says."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == RowRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._spoken(row)
        return None

    def _spoken(self, row: Row) -> str:
        if isinstance(row, Heading):
            return heading_words(row)
        if isinstance(row, Rest):
            return rest_words(row)
        first = row.text if row.group is Group.FILES else name_of(row.chat)
        kind = kind_title(row.media.kind.value) if row.media is not None else ""
        when = list_time(row.at, time.time()) if row.at else ""
        parts = [first, kind, second_line(row), when, self._accounts.get(row.ref, "")]
        return ", ".join(part for part in parts if part)


def _stands_for(old: Row, new: Row) -> bool:
    """Tell whether two rows are about the same thing, whatever they say of it."""
    if isinstance(old, Find) and isinstance(new, Find):
        return old.key == new.key
    return type(old) is type(new) and old.group is new.group


def heading_words(row: Heading) -> str:
    """Return the words of a heading."""
    if row.recent:
        return _("Recent chats")
    return f"{group_title(row.group)} {row.count}".strip()


def rest_words(row: Rest) -> str:
    """Return the words of the row that leads to a whole group."""
    words = {
        Group.PEOPLE: _("All {count} contacts"),
        Group.WORDS: _("All {count} messages"),
        Group.FILES: _("All {count} files"),
    }
    return words[row.group].format(count=row.count)
