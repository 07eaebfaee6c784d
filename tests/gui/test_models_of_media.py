"""Tiles in columns under days: the layout, the selection, the pages of rows, and the model that puts them together."""

from __future__ import annotations

from array import array
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.domain.ids import MediaId
from app.domain.kinds import Direction, MediaKind, MediaState
from app.domain.reasons import Reason
from app.services.views import Day
from app.texts import set_language
from app.ui.models.days import day_title, month_short, month_title, month_wide
from app.ui.models.gallery import DayRole, GalleryModel, IdRole, MediaRole
from app.ui.models.gallery_words import document_facts, expires_soon, failed_words, files, media_spoken, time_left
from app.ui.models.listing import Filters, Listing, Totals, load_listing
from app.ui.models.row_pages import MOST_ROWS, PAGE, RowPages
from app.ui.models.tile_layout import TileLayout, columns_for, tile_side
from app.ui.models.tile_selection import TileSelection
from app.ui.models.weighing import Weighing, Weight
from tests.gui.furniture import MakeReader
from tests.support.gallery_store import FormulaMedia, GalleryStore, ListedMedia, item
from tests.support.view_store import MemoryStore, sample_store

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
SECTIONS = st.lists(st.integers(min_value=1, max_value=30), max_size=12)


@given(counts=SECTIONS, columns=st.integers(min_value=1, max_value=9))
@settings(derandomize=True, max_examples=150, deadline=None)
def test_every_position_has_one_cell_and_every_cell_its_position(counts: list[int], columns: int) -> None:
    layout = TileLayout(counts, columns)
    cells = [layout.cell_of(position) for position in range(layout.total)]
    assert len(set(cells)) == layout.total == sum(counts)
    assert cells == sorted(cells)
    assert [layout.position_at(*cell) for cell in cells] == list(range(layout.total))
    every = [(row, column) for row in range(layout.rows) for column in range(columns)]
    assert sorted(cell for cell in every if layout.position_at(*cell) >= 0) == cells


@given(counts=SECTIONS, columns=st.integers(min_value=1, max_value=9))
@settings(derandomize=True, max_examples=100, deadline=None)
def test_headers_stand_between_sections_and_hold_no_tiles(counts: list[int], columns: int) -> None:
    layout = TileLayout(counts, columns)
    headers = [row for row in range(layout.rows) if layout.is_header(row)]
    assert headers == layout.header_rows
    assert len(headers) == max(0, len(counts) - 1)
    assert all(layout.position_at(row, column) == -1 for row in headers for column in range(columns))
    for first, last in ((0, layout.rows - 1), (1, 3), (2, 2)):
        wanted = [
            layout.position_at(row, c) for row in range(first, last + 1) for c in range(columns) if row < layout.rows
        ]
        assert list(layout.positions_in_rows(first, last)) == [position for position in wanted if position >= 0]


@given(counts=st.lists(st.integers(min_value=1, max_value=30), min_size=1, max_size=12), data=st.data())
@settings(derandomize=True, max_examples=150, deadline=None)
def test_an_arrow_key_goes_one_row_and_steps_over_headers(counts: list[int], data: st.DataObject) -> None:
    layout = TileLayout(counts, data.draw(st.integers(min_value=1, max_value=6)))
    position = data.draw(st.integers(min_value=0, max_value=layout.total - 1))
    row, column = layout.cell_of(position)
    tiles = [r for r in range(layout.rows) if not layout.is_header(r)]
    below = layout.cell_of(layout.moved(position, 1, column))
    assert below[0] == tiles[min(tiles.index(row) + 1, len(tiles) - 1)]
    assert below[1] <= column
    assert layout.cell_of(layout.moved(position, -999, column))[0] == tiles[0]


@given(
    width=st.integers(min_value=1, max_value=4000),
    wished=st.integers(min_value=96, max_value=256),
    gap=st.integers(min_value=0, max_value=16),
)
@settings(derandomize=True)
def test_tiles_fill_the_width_and_are_as_large_as_was_wished(width: int, wished: int, gap: int) -> None:
    columns = columns_for(width, wished, gap)
    side = tile_side(width, columns, gap)
    assert columns >= 1
    if width >= wished:
        assert side >= wished
        assert columns * (side + gap) - gap <= width


def ids(*numbers: int) -> array[int]:
    return array("q", numbers)


def test_a_selection_follows_its_media_when_the_list_changes(qtbot: QtBot) -> None:
    selection = TileSelection()
    selection.follow(ids(1, 2, 3, 4))
    selection.set([range(1, 3)])
    assert list(selection.ids()) == [2, 3]
    selection.follow(ids(9, 1, 2, 3, 4))
    assert (list(selection.ids()), list(selection.positions())) == ([2, 3], [2, 3])
    with qtbot.waitSignal(selection.changed):
        selection.follow(ids(4, 3))
    assert (list(selection.ids()), list(selection.positions())) == ([3], [1])


def test_selecting_toggling_and_clearing_count_themselves(qtbot: QtBot) -> None:
    selection = TileSelection()
    selection.follow(ids(*range(10)))
    selection.select_all()
    assert len(selection) == 10
    selection.toggle(3)
    assert (3 in selection, len(selection), selection.count_in(range(2, 5))) == (False, 9, 2)
    selection.replace([range(2), range(5, 6)])
    assert list(selection.positions()) == [0, 1, 5]
    selection.clear()
    assert len(selection) == 0
    with qtbot.assertNotEmitted(selection.changed):
        selection.clear()


def test_a_rubber_band_that_shrinks_gives_back_what_it_took(qtbot: QtBot) -> None:
    selection = TileSelection()
    selection.follow(ids(*range(10)))
    selection.set([range(1)])
    before = selection.snapshot()
    selection.restore(before, [range(3, 8)])
    assert list(selection.positions()) == [0, 3, 4, 5, 6, 7]
    selection.restore(before, [range(3, 4)])
    assert list(selection.positions()) == [0, 3]
    selection.restore(b"\x01", [range(9, 10)])
    assert list(selection.positions()) == [0, 3, 9]


@given(
    chosen=st.sets(st.integers(min_value=0, max_value=20)),
    before=st.lists(st.integers(min_value=0, max_value=20), unique=True),
    after=st.lists(st.integers(min_value=0, max_value=20), unique=True),
)
@settings(derandomize=True, max_examples=100)
def test_what_stays_in_the_list_stays_selected(chosen: set[int], before: list[int], after: list[int]) -> None:
    selection = TileSelection()
    selection.follow(ids(*before))
    selection.set([range(at, at + 1) for at, media in enumerate(before) if media in chosen])
    selection.follow(ids(*after))
    assert list(selection.ids()) == [media for media in after if media in chosen and media in before]
    assert len(selection) == len(selection.ids())


@pytest.fixture
def model(qtbot: QtBot) -> GalleryModel:
    made = GalleryModel()
    made.tester = QAbstractItemModelTester(made, FATAL, made)
    return made


def listing_of(store: GalleryStore | MemoryStore, filters: Filters | None = None, **options: bool) -> Listing:
    with store.view() as view:
        return load_listing(view, filters or Filters(), None, **options)


def test_days_stand_above_their_tiles(qtbot: QtBot, model: GalleryModel) -> None:
    store = GalleryStore(FormulaMedia(10, 3))
    with qtbot.waitSignal(model.relaid):
        model.show(listing_of(store))
    model.set_columns(3)
    assert [day.count for day in model.listing.days] == [4, 4, 2]
    assert (model.rowCount(), model.columnCount()) == (2 + 1 + 2 + 1 + 1, 3)
    assert model.layout_of_tiles.header_rows == [2, 5]
    assert model.index(2, 0).data(DayRole) == model.listing.days[1]
    assert model.index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Yesterday, ")
    assert model.index(0, 0).data(IdRole) == 10
    assert model.index(1, 1).data(IdRole) is None
    assert model.flags(model.index(2, 0)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1, 1)) == Qt.ItemFlag.NoItemFlags
    assert model.flags(model.index(1, 0)) & Qt.ItemFlag.ItemIsDragEnabled


def test_rows_come_when_they_are_wanted_and_are_spoken(qtbot: QtBot, model: GalleryModel, read: MakeReader) -> None:
    store = GalleryStore(FormulaMedia(50, 2))
    model.read_from(read(store))
    model.show(listing_of(store))
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Loading"
    with qtbot.waitSignal(model.dataChanged):
        model.rows.want(0, 10)
    assert model.index(0, 0).data(MediaRole).id == 50
    model.selection.toggle(0)
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole).endswith("selected")


def test_the_same_list_again_moves_nothing(qtbot: QtBot, model: GalleryModel) -> None:
    store = GalleryStore(FormulaMedia(50, 2))
    model.show(listing_of(store))
    with qtbot.assertNotEmitted(model.relaid), qtbot.assertNotEmitted(model.modelReset):
        model.show(listing_of(store))


def test_a_media_is_found_near_where_it_was_else_anywhere(qtbot: QtBot, model: GalleryModel) -> None:
    model.show(Listing(array("q", range(10_000, 0, -1))))
    assert model.position_of(10_000, near=9_000) == 0
    assert model.position_of(1, near=0) == 9_999
    assert model.position_of(77_777) == -1
    assert model.tile(*model.layout_of_tiles.cell_of(42)).media == model.tile_at(42).media == 10_000 - 42
    assert model.index_of(7) == model.index(7, 0)
    assert model.day_of_section(0) is None


def test_another_database_selects_and_shows_nothing(qtbot: QtBot, model: GalleryModel, read: MakeReader) -> None:
    store = GalleryStore(FormulaMedia(50, 2))
    model.show(listing_of(store))
    model.selection.select_all()
    model.read_from(read(store))
    assert (model.rowCount(), len(model.selection), len(model.ids)) == (0, 0, 0)
    assert model.data(QModelIndex()) is None


def test_only_pages_in_sight_are_read_and_far_ones_are_given_up(qtbot: QtBot, read: MakeReader) -> None:
    store = GalleryStore(FormulaMedia(3 * MOST_ROWS, 40))
    rows = RowPages()
    rows.read_from(read(store))
    rows.show(store.media.ids())
    with qtbot.waitSignal(rows.arrived) as come:
        rows.want(450, 460)
    assert come.args == [400, 599]
    assert rows.row(3 * MOST_ROWS - 450) is not None
    assert rows.row(3 * MOST_ROWS - 700) is None
    first = 3 * MOST_ROWS
    for start in range(0, MOST_ROWS + 4 * PAGE, PAGE):
        if rows.row(first - start) is None:
            with qtbot.waitSignal(rows.arrived):
                rows.want(start, start + PAGE - 1)
    assert rows.row(first) is None
    assert rows.row(first - MOST_ROWS) is not None


def test_a_row_that_changed_is_named_and_the_old_one_shown_until_then(qtbot: QtBot, read: MakeReader) -> None:
    store = GalleryStore(ListedMedia([item(1), item(2)]))
    rows = RowPages()
    rows.read_from(read(store))
    rows.show(store.media.ids())
    with qtbot.waitSignal(rows.arrived):
        rows.want(0, 1)
    store.media.items[1] = item(2, state=MediaState.EXPIRED)
    rows.show(store.media.ids())
    assert rows.row(2).state is MediaState.LOCAL
    with qtbot.waitSignal(rows.altered) as altered:
        rows.want(0, 1)
    assert altered.args == [[2]]
    assert rows.row(2).state is MediaState.EXPIRED


def test_a_list_is_narrowed_by_kind_direction_state_and_words() -> None:
    store = sample_store(4, 40)
    whole = listing_of(store, with_totals=True)
    assert whole.totals == Totals(len(whole.ids), whole.size_bytes)
    images = listing_of(store, Filters(kind=MediaKind.IMAGE), with_totals=True)
    assert len(images.ids) == whole.counts["image"] < len(whole.ids)
    assert images.totals == whole.totals
    assert not Filters(kind=MediaKind.IMAGE, sort="size").narrowing
    assert Filters(direction=Direction.OUT).narrowing
    expired = listing_of(store, Filters(states=frozenset({MediaState.EXPIRED})))
    with store.view() as view:
        assert {row.state for row in view.media_rows(expired.ids)} == {MediaState.EXPIRED}
    assert len(listing_of(store, Filters(text="nothing is called this")).ids) == 0


def test_an_order_other_than_by_date_has_no_days() -> None:
    by_size = listing_of(sample_store(2, 40), Filters(sort="size"))
    assert by_size.days == ()
    assert by_size.sections == [len(by_size.ids)]
    assert Listing().sections == []


def test_a_selection_is_weighed_with_what_is_not_here(qtbot: QtBot, model: GalleryModel, read: MakeReader) -> None:
    media = [item(3, size_bytes=100), item(2, size_bytes=20, state=MediaState.REMOTE), item(1, size_bytes=3)]
    store = GalleryStore(ListedMedia(media))
    model.show(listing_of(store))
    weighing = Weighing(model)
    weighing.read_from(read(store))
    with qtbot.waitSignal(weighing.weighed, check_params_cb=lambda weight: weight is not None) as said:
        model.selection.set([range(2)])
    assert said.args == [Weight(120, 1)]


def test_what_came_meanwhile_is_weighed_as_here(qtbot: QtBot, model: GalleryModel, read: MakeReader) -> None:
    store = GalleryStore(ListedMedia([item(2, size_bytes=20, state=MediaState.REMOTE), item(1, size_bytes=3)]))
    model.show(listing_of(store))
    weighing = Weighing(model)
    weighing.read_from(read(store))
    with qtbot.waitSignal(weighing.weighed, check_params_cb=lambda weight: weight == Weight(23, 1)):
        model.selection.set([range(2)])
    store.media = ListedMedia([item(2, size_bytes=20), item(1, size_bytes=3)])
    said: list[object] = []
    weighing.weighed.connect(said.append)
    weighing.look_again()
    qtbot.waitUntil(lambda: said == [Weight(23, 0)])
    weighing.look_again()
    qtbot.wait(150)
    assert len(said) == 1, "nothing can come any more: not asked again"


def test_a_very_large_selection_is_weighed_by_its_days(qtbot: QtBot, model: GalleryModel, read: MakeReader) -> None:
    store = GalleryStore(FormulaMedia(9_000, 9))
    model.show(listing_of(store))
    weighing = Weighing(model)
    weighing.read_from(read(store))
    with qtbot.waitSignal(weighing.weighed, check_params_cb=lambda weight: weight is not None) as said:
        model.selection.set([range(5_000)])
    elsewhere = sum(store.media.item(media).state is not MediaState.LOCAL for media in model.selection.ids())
    assert said.args == [Weight(5_000 * 180_000, elsewhere)]


def test_today_and_yesterday_are_called_so(qtbot: QtBot) -> None:
    today = date.today().toordinal()
    assert day_title(today).startswith("Today, ")
    assert day_title(today - 1).startswith("Yesterday, ")
    assert day_title(date(2019, 3, 5).toordinal()) == "March 5, 2019"
    set_language("pt_BR")
    assert day_title(today).startswith("Hoje")
    assert day_title(date(2019, 3, 5).toordinal()) == "5 de março de 2019"


def test_months_are_named_in_every_language(qtbot: QtBot) -> None:
    november = date(2026, 11, 1)
    assert (month_title(november), month_wide(november), month_short(november)) == ("November 2026", "November", "Nov")
    set_language("pt_BR")
    assert month_title(november) == "Novembro de 2026"
    assert (month_wide(november), month_short(november)) == ("novembro", "Nov")


def test_a_tile_says_what_is_not_as_usual() -> None:
    gone = item(1, state=MediaState.FAILED, reason=Reason.GONE)
    assert failed_words(gone)[0] == "Not received"
    assert failed_words(gone)[1]
    assert failed_words(item(1, state=MediaState.QUARANTINED))[0] == "In quarantine"
    assert "to Paulo Nogueira" in media_spoken(item(1, direction=Direction.OUT), selected=False)
    assert media_spoken(item(1), selected=True).endswith("selected")
    named = item(1, kind=MediaKind.DOCUMENT, name="boleto.pdf", pages=2, size_bytes=82_000)
    assert "boleto.pdf" in media_spoken(named, selected=False)
    assert document_facts(named).endswith(" · 2 p.")
    assert (files(1), files(12_408)) == ("1 file", "12,408 files")


def test_what_goes_away_within_a_day_is_known() -> None:
    now = 1_000_000.0
    soon = item(1, state=MediaState.REMOTE, expires_at=int(now) + 3 * 3600 + 5)
    assert expires_soon(soon, now)
    assert time_left(soon, now) == "3 hr"
    assert time_left(item(1, expires_at=int(now) + 125), now) == "2 min"
    assert time_left(item(1, expires_at=int(now) - 5), now) == "0 min"
    assert not expires_soon(item(1, state=MediaState.REMOTE, expires_at=int(now) + 90_000), now)
    assert not expires_soon(item(1, state=MediaState.LOCAL, expires_at=int(now) + 60), now)
    assert not expires_soon(item(1, state=MediaState.REMOTE), now)


def test_a_day_is_what_its_media_add_up_to() -> None:
    store = GalleryStore(ListedMedia([item(1, size_bytes=5), item(2, size_bytes=7)]))
    assert [(day.count, day.size_bytes) for day in listing_of(store).days] == [(2, 12)]
    assert isinstance(listing_of(store).days[0], Day)
    assert MediaId(1) in listing_of(store).ids
