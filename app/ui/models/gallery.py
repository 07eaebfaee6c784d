"""The gallery as an item model: a grid over a flat id array, day headers as spanning rows, rows fetched when seen."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.domain.messages import MediaItem
from app.services.views import Day
from app.ui.bridge import Reader
from app.ui.models.days import day_title
from app.ui.models.gallery_words import day_facts, media_spoken
from app.ui.models.listing import Listing
from app.ui.models.row_pages import RowPages
from app.ui.models.tile_layout import TileLayout
from app.ui.models.tile_selection import TileSelection

IdRole = int(Qt.ItemDataRole.UserRole) + 1
"""The media id of a cell, None for a header and where there is nothing."""
MediaRole = IdRole + 1
"""The `MediaItem` of a cell, None while it is not known."""
DayRole = IdRole + 2
"""The `Day` of a header row's first cell."""

AnyIndex = QModelIndex | QPersistentModelIndex
_SHOWN = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled


@dataclass(frozen=True, slots=True)
class Owner:
    """The account that a media is of, where several mix: its tile's colour and letter, and its name."""

    colour: str
    letter: str
    name: str


@dataclass(frozen=True, slots=True)
class Tile:
    """What stands in a cell: its place in the list, its media and, once read, its row."""

    position: int
    media: int
    item: MediaItem | None


class GalleryModel(QAbstractTableModel):
    """Tiles in columns. Changing the number of columns recomputes one prefix sum over the days."""

    relaid = Signal()
    """Rows stand elsewhere: another list or another number of columns."""

    refreshed = Signal()
    """Rows that are in sight have to be read again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.listing = Listing()
        self.layout_of_tiles = TileLayout()
        self.selection = TileSelection(self)
        self.rows = RowPages(self)
        self.rows.arrived.connect(self._rows_arrived)
        self.owner_of: Callable[[int], Owner | None] | None = None
        """Tells which account a media is of, None where all are of one."""
        self._columns = 1

    @property
    def ids(self) -> array[int]:
        """Return all media ids in the order shown."""
        return self.listing.ids

    def read_from(self, reader: Reader | None) -> None:
        """Take another database and show nothing of it yet."""
        self.selection.clear()
        self.rows.read_from(reader)
        self.show(Listing())

    def show(self, listing: Listing) -> None:
        """Show another list; the selection follows its ids. The same list again only reads its rows anew."""
        same = listing.ids == self.listing.ids and listing.days == self.listing.days
        if same:
            self.listing = listing
        else:
            self.beginResetModel()
            self.listing = listing
            self.layout_of_tiles = TileLayout(listing.sections, self._columns)
            self.endResetModel()
            self.selection.follow(listing.ids)
        self.rows.show(listing.ids)
        if not same:
            self.relaid.emit()
        self.refreshed.emit()

    def set_columns(self, columns: int) -> None:
        """Show so many tiles side by side."""
        if columns == self._columns:
            return
        self.beginResetModel()
        self._columns = columns
        self.layout_of_tiles = TileLayout(self.listing.sections, columns)
        self.endResetModel()
        self.relaid.emit()

    def tile(self, row: int, column: int) -> Tile | None:
        """Return what stands in a cell, None for a header and where there is nothing."""
        position = self.layout_of_tiles.position_at(row, column)
        if position < 0:
            return None
        media = self.listing.ids[position]
        return Tile(position, media, self.rows.row(media))

    def tile_at(self, position: int) -> Tile:
        """Return the tile at a position of the list."""
        media = self.listing.ids[position]
        return Tile(position, media, self.rows.row(media))

    def day_of_section(self, section: int) -> Day | None:
        """Return the day of a section, None where the order is not by date."""
        return self.listing.days[section] if section < len(self.listing.days) else None

    def index_of(self, position: int) -> QModelIndex:
        """Return the cell of a position."""
        return self.index(*self.layout_of_tiles.cell_of(position))

    def position_of(self, media: int, *, near: int = 0) -> int:
        """Return where a media stands, -1 where it does not; `near` is where it stood before."""
        ids = self.listing.ids
        low, high = max(0, near - 2000), near + 2000
        for start, stop in ((low, high), (0, len(ids))):
            try:
                return ids.index(media, start, stop)
            except ValueError:
                continue
        return -1

    def retranslate(self) -> None:
        """Announce that every spoken text changed."""
        if self.layout_of_tiles.rows:
            self._announce(0, self.layout_of_tiles.rows - 1)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and default
        """Return rows of tiles and of headers together."""
        return 0 if parent.isValid() else self.layout_of_tiles.rows

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and default
        """Return how many tiles stand side by side."""
        return 0 if parent.isValid() else self._columns

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let tiles be reached; headers and the empty end of a row are only passed by."""
        if index.isValid() and self.layout_of_tiles.position_at(index.row(), index.column()) >= 0:
            return _SHOWN
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows and says."""
        if not index.isValid():
            return None
        tile = self.tile(index.row(), index.column())
        if tile is None:
            return self._header_data(index.row(), index.column(), role)
        if role == IdRole:
            return tile.media
        if role == MediaRole:
            return tile.item
        if role == Qt.ItemDataRole.AccessibleTextRole:
            spoken = media_spoken(tile.item, selected=tile.position in self.selection)
            owner = self.owner_of(tile.media) if self.owner_of is not None else None
            return spoken if owner is None else f"{spoken}, {owner.name}"
        return None

    def _header_data(self, row: int, column: int, role: int) -> Any:
        layout = self.layout_of_tiles
        if column or not layout.is_header(row):
            return None
        day = self.day_of_section(layout.section_of_row(row))
        if role == DayRole:
            return day
        if role == Qt.ItemDataRole.AccessibleTextRole and day is not None:
            return f"{day_title(day.key)}, {day_facts(day)}"
        return None

    def _rows_arrived(self, first: int, last: int) -> None:
        layout = self.layout_of_tiles
        if 0 <= first <= last < layout.total:
            self._announce(layout.cell_of(first)[0], layout.cell_of(last)[0])

    def _announce(self, first_row: int, last_row: int) -> None:
        self.dataChanged.emit(self.index(first_row, 0), self.index(last_row, self._columns - 1))
