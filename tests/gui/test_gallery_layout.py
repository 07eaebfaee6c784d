"""Rows, columns and positions are taken to each other and back, whatever the days and the width."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.ui.models.tile_layout import TileLayout, columns_for, tile_side

COUNTS = st.lists(st.integers(1, 40), min_size=1, max_size=30)
COLUMNS = st.integers(1, 12)


@given(COUNTS, COLUMNS)
@settings(derandomize=True)
def test_every_position_has_one_cell_and_every_other_cell_has_none(counts: list[int], columns: int) -> None:
    layout = TileLayout(counts, columns)
    cells = {layout.cell_of(position): position for position in range(sum(counts))}
    assert len(cells) == sum(counts)
    for row in range(layout.rows):
        for column in range(columns):
            assert layout.position_at(row, column) == cells.get((row, column), -1)


@given(COUNTS, COLUMNS)
@settings(derandomize=True)
def test_each_day_but_the_first_has_a_header_above_its_tiles(counts: list[int], columns: int) -> None:
    layout = TileLayout(counts, columns)
    headers = [row for row in range(layout.rows) if layout.is_header(row)]
    assert headers == layout.header_rows and len(headers) == len(counts) - 1
    for section in range(1, len(counts)):
        assert layout.first_row_of(section) == headers[section - 1] + 1
        assert layout.section_of_row(headers[section - 1]) == section
    assert layout.rows == len(headers) + sum(-(-count // columns) for count in counts)


@given(COUNTS, COLUMNS, st.data())
@settings(derandomize=True)
def test_the_positions_of_rows_are_exactly_those_that_stand_in_them(
    counts: list[int], columns: int, data: st.DataObject
) -> None:
    layout = TileLayout(counts, columns)
    first = data.draw(st.integers(0, layout.rows - 1))
    last = data.draw(st.integers(first, layout.rows + 3))
    standing = [p for p in range(sum(counts)) if first <= layout.cell_of(p)[0] <= last]
    assert list(layout.positions_in_rows(first, last)) == standing


@given(COUNTS, COLUMNS, st.data())
@settings(derandomize=True)
def test_moving_down_and_up_steps_over_headers_and_keeps_the_column_where_it_can(
    counts: list[int], columns: int, data: st.DataObject
) -> None:
    layout = TileLayout(counts, columns)
    position = data.draw(st.integers(0, sum(counts) - 1))
    row, column = layout.cell_of(position)
    below = layout.moved(position, 1, column)
    next_row = row + 2 if layout.is_header(row + 1) and row + 1 < layout.rows else row + 1
    if next_row >= layout.rows:
        assert layout.cell_of(below)[0] == row
    else:
        assert layout.cell_of(below)[0] == next_row
        assert layout.moved(below, -1, column) == position
    assert layout.cell_of(layout.moved(position, -10_000, column))[0] == 0
    assert layout.cell_of(layout.moved(position, 10_000, column))[0] == layout.rows - 1


def test_an_empty_list_has_no_rows() -> None:
    layout = TileLayout([], 5)
    assert (layout.rows, layout.total, layout.sections) == (0, 0, 0)
    assert list(layout.positions_in_rows(0, 10)) == []


@given(st.integers(60, 5000), st.integers(96, 256))
@settings(derandomize=True)
def test_tiles_follow_the_formula_of_the_design(width: int, wished: int) -> None:
    columns = columns_for(width, wished, 8)
    side = tile_side(width, columns, 8)
    assert columns * (side + 8) - 8 <= width
    if columns > 1:
        assert side >= wished
    assert tile_side(width, columns + 1, 8) < wished


def test_the_drawn_gallery_has_eight_tiles_of_132() -> None:
    assert columns_for(1112, 128, 8) == 8
    assert tile_side(1112, 8, 8) == 132
