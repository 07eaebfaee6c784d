"""Where tiles stand in a grid with day headers: prefix sums map rows to positions and back, whatever the size.

A *position* is an index of the flat id array. A *section* is a run of positions under one header. Each section but the
first has a header row above its tiles; the first one's header is the strip above the grid.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate


def columns_for(width: int, wished: int, gap: int) -> int:
    """Return how many tiles of at least `wished` pixels stand side by side in `width` pixels; at least one."""
    return max(1, (width + gap) // (wished + gap))


def tile_side(width: int, columns: int, gap: int) -> int:
    """Return the side of a tile when `columns` of them fill `width` pixels."""
    return max(1, (width + gap) // columns - gap)


class TileLayout:
    """Rows and columns of one list of sections.

    Attributes:
        columns: tiles in a full row.
        total: number of positions.
        rows: number of rows, headers included.
        header_rows: the rows that are headers, in order.
    """

    def __init__(self, counts: Sequence[int] = (), columns: int = 1) -> None:
        """Lay out sections of `counts` tiles each; a section has at least one."""
        self.columns = columns
        self._counts = counts
        self._first_position = list(accumulate(counts, initial=0))
        self.total = self._first_position.pop()
        rows = [-(-count // columns) + 1 for count in counts]
        self._first_row = list(accumulate(rows, initial=0))
        self.rows = max(0, self._first_row.pop() - 1)
        self.header_rows = [row - 1 for row in self._first_row[1:]]

    @property
    def sections(self) -> int:
        """Return how many sections there are."""
        return len(self._counts)

    def is_header(self, row: int) -> bool:
        """Tell whether a row is the header of its section."""
        return row == self._first_row[self.section_of_row(row)] - 1

    def section_of_row(self, row: int) -> int:
        """Return the section that a row belongs to."""
        return bisect_right(self._first_row, row + 1) - 1

    def section_of(self, position: int) -> int:
        """Return the section that a position belongs to."""
        return bisect_right(self._first_position, position) - 1

    def positions_of(self, section: int) -> range:
        """Return the positions of a section."""
        first = self._first_position[section]
        return range(first, first + self._counts[section])

    def first_row_of(self, section: int) -> int:
        """Return the first row of tiles of a section."""
        return self._first_row[section]

    def cell_of(self, position: int) -> tuple[int, int]:
        """Return the row and column of a position."""
        section = self.section_of(position)
        down, across = divmod(position - self._first_position[section], self.columns)
        return self._first_row[section] + down, across

    def position_at(self, row: int, column: int) -> int:
        """Return the position in a cell, -1 for a header and for what is beyond the end of its section."""
        section = self.section_of_row(row)
        offset = (row - self._first_row[section]) * self.columns + column
        if offset < column or offset >= self._counts[section]:
            return -1
        return self._first_position[section] + offset

    def positions_in_rows(self, first: int, last: int) -> range:
        """Return the positions that stand in rows `first` to `last`, both included."""
        start = self._at_or_after(max(0, first))
        end = self._at_or_after(min(last, self.rows - 1) + 1)
        return range(start, end)

    def moved(self, position: int, rows: int, column: int) -> int:
        """Return the position `rows` tile rows further down (negative: up), as near to `column` as there is one.

        Headers are stepped over; at either end the last row that exists is taken.
        """
        row, _column = self.cell_of(position)
        target = self._stepped(row, rows)
        in_row = self.positions_in_rows(target, target)
        return in_row[min(column, len(in_row) - 1)]

    def _stepped(self, row: int, rows: int) -> int:
        """Count tile rows alone: leave the headers out, step, put the headers back in."""
        section = self.section_of_row(row)
        last = self.rows - self.sections
        without = min(max(0, row - section + rows), last)
        return without + bisect_right(range(self.sections), without, key=lambda n: self._first_row[n] - n) - 1

    def _at_or_after(self, row: int) -> int:
        if row >= self.rows:
            return self.total
        section = self.section_of_row(row)
        offset = (row - self._first_row[section]) * self.columns
        return self._first_position[section] + min(max(0, offset), self._counts[section])
