"""The accounts of the rail as an item model: a caption a client, a tile an instance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.ids import InstanceRef
from app.services.connections import Connection
from app.texts import _, ngettext
from app.texts.formats import format_number

TileRole = int(Qt.ItemDataRole.UserRole) + 1
"""The `AccountTile` of a row, None for a client's caption."""

AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class AccountTile:
    """One instance as the rail shows it. `colour` is the name of an account colour, `anil`."""

    ref: InstanceRef
    client_name: str
    name: str
    initials: str
    colour: str
    unread: int = 0
    connection: str = Connection.UNKNOWN


class AccountsModel(QAbstractListModel):
    """Captions and tiles in the order of the rail."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[AccountTile | str] = []

    def set_tiles(self, tiles: Sequence[AccountTile]) -> None:
        """Show these, a caption before each client's first one; only what changed is announced where it is the same."""
        rows = _with_captions(tiles)
        if [_identity(row) for row in rows] != [_identity(row) for row in self._rows]:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        before, self._rows = self._rows, rows
        for number, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new:
                index = self.index(number)
                self.dataChanged.emit(index, index)

    def tile(self, index: AnyIndex) -> AccountTile | None:
        """Return the tile of a row, None for a caption."""
        row = self._rows[index.row()] if index.isValid() else None
        return row if isinstance(row, AccountTile) else None

    def index_of(self, ref: InstanceRef) -> QModelIndex:
        """Return where an instance stands, an invalid index where it does not."""
        for number, row in enumerate(self._rows):
            if isinstance(row, AccountTile) and row.ref == ref:
                return self.index(number)
        return QModelIndex()

    def retranslate(self) -> None:
        """Announce that all texts changed."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and default
        """Return the number of captions and tiles."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let tiles be chosen; captions are only read."""
        if self.tile(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows and says."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == TileRole:
            return row if isinstance(row, AccountTile) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return row if isinstance(row, str) else row.name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return row if isinstance(row, str) else spoken(row)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and isinstance(row, AccountTile):
            return row.client_name
        return None


def spoken(tile: AccountTile) -> str:
    """Return a tile in words: name, connection, unread."""
    parts = [tile.name]
    if state := connection_words(tile.connection):
        parts.append(state)
    if tile.unread:
        words = ngettext("{count} unread", "{count} unread", tile.unread)
        parts.append(words.format(count=format_number(tile.unread)))
    return " · ".join(parts)


def connection_words(connection: str) -> str:
    """Return a connection's state in a word or two, "" where it is not known."""
    words = {
        Connection.CONNECTED.value: _("connected"),
        Connection.UNREACHED.value: _("no answer"),
        Connection.DISCONNECTED.value: _("not connected"),
    }
    return words.get(connection, "")


def _with_captions(tiles: Sequence[AccountTile]) -> list[AccountTile | str]:
    rows: list[AccountTile | str] = []
    client = None
    for tile in tiles:
        if tile.ref.client != client:
            client = tile.ref.client
            rows.append(tile.client_name)
        rows.append(tile)
    return rows


def _identity(row: AccountTile | str) -> object:
    return row.ref if isinstance(row, AccountTile) else row
