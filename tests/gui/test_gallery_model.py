"""The gallery's model: a grid over ids, rows read in pages when seen, and a selection that follows its media."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from pytestqt.qtbot import QtBot

from app.domain.kinds import Direction, MediaKind, MediaState
from app.domain.reasons import Reason
from app.services.views import Day
from app.ui.models.gallery import DayRole, GalleryModel, IdRole, MediaRole
from app.ui.models.listing import Filters, Listing, load_listing
from app.ui.models.row_pages import MOST_ROWS, PAGE, RowPages
from app.ui.models.tile_selection import TileSelection
from app.ui.models.weighing import Weighing, Weight
from tests.gui.gallery_parts import reading
from tests.support.gallery_store import FormulaMedia, GalleryStore, ListedMedia, item

TODAY = 739_941


def listing(*counts: int, first: int = 1) -> Listing:
    """Make a list of days with consecutive ids."""
    ids = array("q", range(first, first + sum(counts)))
    return Listing(ids, tuple(Day(TODAY - number, count, count * 100) for number, count in enumerate(counts)))


@pytest.fixture
def model(qtbot: QtBot) -> GalleryModel:
    return GalleryModel()


def test_it_is_a_sound_item_model_through_all_its_changes(qtbot: QtBot, model: GalleryModel) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for columns in (4, 1, 7):
        model.set_columns(columns)
        for made in (listing(5, 9, 1), Listing(), listing(1), listing(40)):
            model.show(made)
            assert model.rowCount() == model.layout_of_tiles.rows and model.columnCount() == columns
    tester.deleteLater()


def test_cells_hold_ids_in_order_and_a_header_its_day(model: GalleryModel) -> None:
    model.set_columns(4)
    model.show(listing(5, 3))
    ids = [[model.index(row, column).data(IdRole) for column in range(4)] for row in range(4)]
    assert ids == [[1, 2, 3, 4], [5, None, None, None], [None] * 4, [6, 7, 8, None]]
    assert model.index(2, 0).data(DayRole).key == TODAY - 1
    assert not model.index(2, 0).flags() & Qt.ItemFlag.ItemIsEnabled
    assert not model.index(1, 1).flags() & Qt.ItemFlag.ItemIsEnabled
    assert model.index(0, 0).flags() & Qt.ItemFlag.ItemIsDragEnabled


def test_every_cell_says_what_it_is_aloud(qtbot: QtBot, model: GalleryModel) -> None:
    media = [
        item(1, contact="Marina Prado", duration_s=42.0, kind=MediaKind.AUDIO),
        item(2, contact="Paulo", state=MediaState.FAILED, reason=Reason.GONE, direction=Direction.OUT),
        item(3, kind=MediaKind.DOCUMENT, name="boleto.pdf"),
    ]
    with reading(GalleryStore(ListedMedia(media))) as reader:
        model.set_columns(3)
        model.read_from(reader)
        model.show(Listing(array("q", [1, 2, 3])))
        assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Loading"
        model.rows.want(0, 2)
        qtbot.waitUntil(lambda: model.index(0, 2).data(MediaRole) is not None)
        said = [model.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole) for column in range(3)]
    assert said[0].startswith("Audio, from Marina Prado, ") and "0:42" in said[0]
    assert "to Paulo" in said[1] and "Not downloaded: failed" in said[1]
    assert "boleto.pdf" in said[2] and "selected" not in said[2]
    model.selection.toggle(2)
    assert model.index(0, 2).data(Qt.ItemDataRole.AccessibleTextRole).endswith("selected")


def test_a_header_says_day_count_and_size(model: GalleryModel) -> None:
    model.show(listing(1, 2))
    said = model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.endswith(", 2 · 200\N{NO-BREAK SPACE}B")


def test_the_same_list_again_moves_nothing_and_reads_rows_anew(qtbot: QtBot) -> None:
    store = GalleryStore(FormulaMedia(400, 4))
    with reading(store) as reader:
        model = GalleryModel()
        model.read_from(reader)
        with store.view() as view:
            made = load_listing(view, Filters(), None)
        model.show(made)
        resets = QSignalSpy(model.modelReset)
        model.rows.want(0, 50)
        qtbot.waitUntil(lambda: model.tile_at(0).item is not None)
        asked = len(store.asked)
        model.show(made)
        assert resets.count() == 0
        assert model.tile_at(0).item is not None, "rows stay visible until they are read again"
        model.rows.want(0, 50)
        qtbot.waitUntil(lambda: len(store.asked) > asked)


class TestSelection:
    """A set of ids that costs a byte each."""

    @pytest.fixture
    def selection(self, qtbot: QtBot) -> Iterator[TileSelection]:
        made = TileSelection()
        made.follow(array("q", range(100, 110)))
        yield made

    def test_runs_of_positions_are_selected_and_counted(self, selection: TileSelection) -> None:
        selection.set([range(1, 3), range(5, 6)])
        assert list(selection.ids()) == [101, 102, 105] and len(selection) == 3
        assert 1 in selection and 3 not in selection
        assert selection.count_in(range(5)) == 2
        selection.toggle(1)
        assert list(selection.positions()) == [2, 5]
        selection.replace([range(8, 10)])
        assert list(selection.ids()) == [108, 109]

    def test_it_follows_arrivals_in_front(self, selection: TileSelection) -> None:
        selection.set([range(2, 4)])
        selection.follow(array("q", [98, 99, *range(100, 110)]))
        assert list(selection.ids()) == [102, 103]

    def test_it_follows_media_to_other_places_and_forgets_what_is_gone(self, selection: TileSelection) -> None:
        selection.set([range(2, 5)])
        said = QSignalSpy(selection.changed)
        selection.follow(array("q", [109, 104, 7, 102]))
        assert list(selection.ids()) == [104, 102]
        assert said.count() == 1

    def test_a_rubber_band_goes_back_to_what_was_selected_before_it(self, selection: TileSelection) -> None:
        selection.toggle(9)
        before = selection.snapshot()
        selection.restore(before, [range(6)])
        selection.restore(before, [range(2)])
        assert list(selection.positions()) == [0, 1, 9]

    def test_everything_of_a_million_is_one_step(self, qtbot: QtBot) -> None:
        selection = TileSelection()
        selection.follow(array("q", range(1_000_000)))
        selection.select_all()
        selection.toggle(500_000)
        assert len(selection) == 999_999 and 500_000 not in selection
        selection.clear()
        assert len(selection) == 0


class TestRows:
    """Rows by id, in pages."""

    def test_only_what_is_wanted_is_read_a_page_at_a_time(self, qtbot: QtBot) -> None:
        store = GalleryStore(FormulaMedia(100_000, 100))
        with reading(store) as reader:
            rows = RowPages()
            rows.read_from(reader)
            ids = store.media.ids()
            rows.show(ids)
            rows.want(50_000, 50_100)
            qtbot.waitUntil(lambda: rows.row(ids[50_100]) is not None)
            assert store.asked == [f"rows {PAGE}"]
            assert rows.row(ids[0]) is None

    def test_the_page_in_the_middle_comes_first(self, qtbot: QtBot) -> None:
        store = GalleryStore(FormulaMedia(5_000, 5))
        arrived = []
        with reading(store) as reader:
            rows = RowPages()
            rows.arrived.connect(lambda first, _last: arrived.append(first // PAGE))
            rows.read_from(reader)
            rows.show(store.media.ids())
            rows.want(0, 5 * PAGE - 1)
            qtbot.waitUntil(lambda: len(arrived) == 5)
        assert arrived[0] in (1, 2, 3) and arrived[-1] in (0, 4)

    def test_an_answer_about_an_older_list_is_dropped(self, qtbot: QtBot) -> None:
        store = GalleryStore(FormulaMedia(1_000, 5))
        store.slow_s = 0.05
        with reading(store) as reader:
            rows = RowPages()
            arrived = QSignalSpy(rows.arrived)
            rows.read_from(reader)
            rows.show(array("q", [1, 2, 3]))
            rows.want(0, 2)
            rows.show(array("q", [7, 8]))
            rows.want(0, 1)
            qtbot.waitUntil(lambda: rows.row(7) is not None)
            qtbot.wait(120)
            assert arrived.count() == 1 and rows.row(1) is None

    def test_rows_that_changed_are_named(self, qtbot: QtBot) -> None:
        media = ListedMedia([item(1, state=MediaState.REMOTE), item(2)])
        with reading(GalleryStore(media)) as reader:
            rows = RowPages()
            rows.read_from(reader)
            rows.show(array("q", [1, 2]))
            rows.want(0, 1)
            qtbot.waitUntil(lambda: rows.row(1) is not None)
            media.items[0] = item(1, state=MediaState.LOCAL)
            rows.show(array("q", [1, 2]))
            with qtbot.waitSignal(rows.altered) as altered:
                rows.want(0, 1)
            assert altered.args == [[1]]

    def test_memory_is_bounded_however_far_one_scrolls(self, qtbot: QtBot) -> None:
        store = GalleryStore(FormulaMedia(20_000, 10))
        with reading(store) as reader:
            rows = RowPages()
            rows.read_from(reader)
            ids = store.media.ids()
            rows.show(ids)
            for start in range(0, 20_000, 800):
                rows.want(start, start + 799)
                qtbot.waitUntil(lambda start=start: all(rows.row(one) for one in ids[start : start + 800]))
        assert sum(1 for one in ids if rows.row(one)) <= MOST_ROWS

    def test_a_database_that_does_not_answer_is_asked_again(
        self, qtbot: QtBot, caplog: pytest.LogCaptureFixture
    ) -> None:
        store = GalleryStore(FormulaMedia(100, 1))
        store.broken = True
        with reading(store) as reader:
            rows = RowPages()
            rows.read_from(reader)
            rows.show(store.media.ids())
            rows.want(0, 10)
            qtbot.waitUntil(lambda: "rows_unread" in caplog.text)
            store.broken = False
            rows.want(0, 10)
            qtbot.waitUntil(lambda: rows.row(100) is not None)
        caplog.clear()


class TestListing:
    """One snapshot gives ids, days and counts that fit each other."""

    def test_filters_become_one_question(self, qtbot: QtBot) -> None:
        media = [item(3, direction=Direction.OUT), item(2, kind=MediaKind.VIDEO), item(1, name="nota.pdf")]
        with GalleryStore(ListedMedia(media)).view() as view:
            everything = load_listing(view, Filters(), None, with_totals=True)
            videos = load_listing(view, Filters(kind=MediaKind.VIDEO), None, with_totals=True)
            found = load_listing(view, Filters(text="nota"), None)
            nothing = load_listing(view, Filters(text="xyz"), None)
        assert list(everything.ids) == [3, 2, 1] and sum(everything.sections) == 3
        assert list(videos.ids) == [2] and videos.totals == everything.totals
        assert everything.totals is not None and everything.totals.count == 3
        assert list(found.ids) == [1] and len(nothing.ids) == 0

    def test_an_order_by_size_has_no_days(self, qtbot: QtBot) -> None:
        media = [item(1, size_bytes=5), item(2, size_bytes=9)]
        with GalleryStore(ListedMedia(media)).view() as view:
            found = load_listing(view, Filters(sort="size"), None)
        assert list(found.ids) == [2, 1] and found.days == () and found.sections == [2]

    def test_kind_and_order_do_not_narrow(self) -> None:
        assert not Filters(kind=MediaKind.IMAGE, sort="name").narrowing
        assert Filters(text="a").narrowing and Filters(states=frozenset({MediaState.LOCAL})).narrowing


class TestWeighing:
    """A selection says what it weighs a moment after it settled."""

    def test_a_few_are_added_up_from_their_rows(self, qtbot: QtBot) -> None:
        media = [item(1, size_bytes=10), item(2, size_bytes=20, state=MediaState.REMOTE), item(3, size_bytes=40)]
        assert self._weighed(qtbot, GalleryStore(ListedMedia(media)), [range(2)]) == Weight(30, 1)

    def test_many_are_added_up_from_whole_days_and_the_rest(self, qtbot: QtBot) -> None:
        store = GalleryStore(FormulaMedia(12_000, 3))
        with store.view() as view:
            away = sum(1 for one in view.media_rows(range(1, 12_001)) if one.state is not MediaState.LOCAL)
        weight = self._weighed(qtbot, store, [range(12_000)])
        assert weight == Weight(12_000 * 180_000, away)
        part = self._weighed(qtbot, store, [range(4_500)])
        with store.view() as view:
            rest = sum(one.size_bytes or 0 for one in view.media_rows(store.media.ids()[4_000:4_500]))
        assert part.size_bytes == 4_000 * 180_000 + rest

    def _weighed(self, qtbot: QtBot, store: GalleryStore, spans: list[range]) -> Weight:
        with reading(store) as reader:
            model = GalleryModel()
            model.read_from(reader)
            with store.view() as view:
                model.show(load_listing(view, Filters(), None))
            weighing = Weighing(model)
            weighing.read_from(reader)
            found: list[Weight] = []
            weighing.weighed.connect(lambda weight: found.append(weight) if weight is not None else None)
            model.selection.set(spans)
            qtbot.waitUntil(lambda: bool(found), timeout=8000)
        return found[0]
