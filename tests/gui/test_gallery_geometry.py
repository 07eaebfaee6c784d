"""The gallery has the measures and tones of the design, and nothing is clipped in the smallest window or at 150 %."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.domain.kinds import Direction, MediaKind, MediaState
from app.domain.reasons import Reason
from app.texts import set_language
from app.ui.look.elided_label import ElidedLabel
from app.ui.look.facts_label import FactsLabel
from app.ui.models.tile_layout import columns_for, tile_side
from app.ui.panes.gallery.scrubber import Mark, labels, months
from app.ui.panes.gallery.tabs import KindTab
from app.ui.panes.gallery.tile_painter import state_badge
from tests.gui.gallery_parts import SCOPES, SIZE, SMALLEST_SIZE, OpenGallery, open_gallery, visible_parts
from tests.support.gallery_store import FormulaMedia, item


def pixel(gallery: OpenGallery, point: QPoint) -> QColor:
    image = gallery.grid.viewport().grab().toImage()
    ratio = image.devicePixelRatio()
    return image.pixelColor(round(point.x() * ratio), round(point.y() * ratio))


@pytest.mark.parametrize("width", [700, 888, 1000, 1208, 1528, 1848, 2560])
@pytest.mark.parametrize("wished", [96, 128, 200, 256])
def test_tiles_have_the_size_of_the_formula_at_every_width(qtbot: QtBot, width: int, wished: int) -> None:
    with open_gallery(qtbot, FormulaMedia(200, 3), size=(width, 600)) as gallery:
        gallery.pane.set_side(wished)
        gallery.settle()
        room = width - 16 - 32 - 48
        columns = columns_for(room, wished, 8)
        assert gallery.pane._model.columnCount() == columns
        assert gallery.grid.side == tile_side(room, columns, 8)
        last = gallery.grid.cell(columns - 1)
        assert last.right() < gallery.grid.viewport().width()


def test_every_row_is_as_high_as_what_is_in_it_after_any_change_of_width_or_list(qtbot: QtBot) -> None:
    with open_gallery(qtbot, FormulaMedia(600, 20)) as gallery:
        gallery.settle()
        for width, kind in ((1208, None), (700, None), (1000, MediaKind.IMAGE), (1848, MediaKind.IMAGE), (1000, None)):
            gallery.pane.resize(width, 752)
            gallery.pane._narrow(replace(gallery.pane._filters, kind=kind))
            gallery.settle(lambda kind=kind: gallery.pane._model.listing.query.kinds == frozenset({kind} - {None}))
            layout, heights = gallery.pane._model.layout_of_tiles, gallery.grid.verticalHeader()
            wrong = [
                row
                for row in range(layout.rows)
                if heights.sectionSize(row) != (28 if layout.is_header(row) else gallery.grid.side + 8)
            ]
            assert not wrong, f"at {width}"


def test_parts_stand_where_the_design_has_them(qtbot: QtBot) -> None:
    with open_gallery(qtbot, FormulaMedia(2_000, 40)) as gallery:
        gallery.settle()
        pane = gallery.pane
        tile = gallery.grid.cell(0).adjusted(4, 4, -4, -4)
        corner = gallery.grid.viewport().mapTo(pane, tile.topLeft())
        assert (corner.x(), corner.y(), tile.width()) == (16, 178, 132)
        assert pane._head.height() == 56 and pane._tabs.height() == 40 and pane._filter_bar.height() == 44
        assert pane._area._scrubber.width() == 48
        day = gallery.pane._model.layout_of_tiles.positions_of(1)
        gap = gallery.grid.cell(day.start).top() + 4 - (gallery.grid.cell(day.start - 1).bottom() - 3)
        assert gap == 36, "a day row and its gaps are 36"
        gallery.click(0)
        gallery.settle(lambda: pane._bar.height() == 56)


def test_header_rows_span_the_grid_around_what_is_seen_also_far_down(qtbot: QtBot) -> None:
    with open_gallery(qtbot, FormulaMedia(100_000, 1_000)) as gallery:
        gallery.settle()
        for value in (0, gallery.grid.verticalScrollBar().maximum() // 2, gallery.grid.verticalScrollBar().maximum()):
            gallery.grid.verticalScrollBar().setValue(value)
            first, last = gallery.grid.visible_rows()
            layout = gallery.pane._model.layout_of_tiles
            headers = [row for row in range(first, last + 1) if layout.is_header(row)]
            assert all(gallery.grid.columnSpan(row, 0) == layout.columns for row in headers)
            assert all(gallery.grid.rowHeight(row) == 28 for row in headers)


def test_the_heading_sticks_and_is_pushed_by_the_next_one(qtbot: QtBot) -> None:
    with open_gallery(qtbot, FormulaMedia(400, 10)) as gallery:
        gallery.settle()
        bar, strip = gallery.grid.verticalScrollBar(), gallery.pane._area._strip
        header = gallery.pane._model.layout_of_tiles.header_rows[0]
        bar.setValue(100)
        assert gallery.grid.sticky() == (0, 0) and strip.accessibleName().startswith("Today")
        bar.setValue(gallery.grid.verticalHeader().sectionPosition(header) + 10)
        assert gallery.grid.sticky() == (0, -10) and gallery.grid.sticky_next()
        bar.setValue(gallery.grid.verticalHeader().sectionPosition(header) + 40)
        assert gallery.grid.sticky() == (1, 0) and strip.accessibleName().startswith("Yesterday")


@pytest.mark.parametrize("dark", [False, True])
def test_tones_are_those_of_the_tokens(qtbot: QtBot, dark: bool) -> None:
    media = [
        item(5, state=MediaState.FAILED, reason=Reason.GONE),
        item(4, state=MediaState.QUARANTINED, reason=Reason.INFECTED),
        item(3, kind=MediaKind.AUDIO),
        item(2, kind=MediaKind.STICKER),
        item(1, state=MediaState.REMOTE),
    ]
    with open_gallery(qtbot, media, dark=dark) as gallery:
        gallery.settle()
        paths = ("danger.tint", "warning.tint", "surface.raised", "surface.panel", "surface.skeleton")
        for position, path in enumerate(paths):
            cell = gallery.grid.cell(position)
            assert pixel(gallery, QPoint(cell.right() - 12, cell.center().y())) == gallery.theme.colour(path), path
        gap = QPoint(gallery.grid.cell(0).left() + 1, gallery.grid.cell(0).top() + 1)
        assert pixel(gallery, gap) == gallery.theme.colour("surface.canvas")
        gallery.click(2)
        cell = gallery.grid.cell(2)
        assert pixel(gallery, QPoint(cell.left() + 5, cell.center().y())) == gallery.theme.colour("selection.tile")


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("language", ["pt_BR", "es", "en"])
@pytest.mark.parametrize("size", [SIZE, SMALLEST_SIZE, (852, 528)])
def test_nothing_is_clipped_or_lies_on_anything_else(
    qtbot: QtBot, size: tuple[int, int], language: str, scale: float
) -> None:
    set_language(language)
    with open_gallery(qtbot, FormulaMedia(400, 10), size=size, scale=scale, scopes=SCOPES) as gallery:
        gallery.settle(lambda: not gallery.grid._loading)
        gallery.pane._filter_bar.changed.emit(gallery.pane._filters)
        gallery.pane._narrow(type(gallery.pane._filters)(direction=Direction.IN))
        gallery.settle()
        gallery.click(0)
        gallery.settle(lambda: gallery.pane._bar.height() == gallery.theme.px(56))
        assert gallery.pane.size().toTuple() == size
        for part in visible_parts(gallery.pane):
            assert _inside(part), f"{part} sticks out"
            assert _whole(part), f"{part} {getattr(part, 'text', str)()!r} is cut"
        for row in (gallery.pane._head, gallery.pane._tabs, gallery.pane._filter_bar, gallery.pane._bar):
            assert _apart(row), f"parts of {row} overlap"


def _inside(part: QWidget) -> bool:
    parent = part.parentWidget()
    return parent is None or parent.rect().contains(part.geometry()) or part.geometry().isEmpty()


def _whole(part: QWidget) -> bool:
    """Tell whether a text has the room that it needs; labels that shorten themselves have always."""
    if isinstance(part, ElidedLabel | FactsLabel) or not isinstance(part, QAbstractButton | QLabel):
        return True
    return not part.text() or part.width() >= part.sizeHint().width() or isinstance(part, KindTab)


def _apart(row: QWidget) -> bool:
    parts = [child for child in row.children() if isinstance(child, QWidget) and child.isVisible()]
    rects = [part.geometry() for part in parts if not part.isWindow()]
    return not any(one.intersects(other) for n, one in enumerate(rects) for other in rects[n + 1 :])


def test_at_twice_the_pixels_pictures_are_cut_twice_as_large(qtbot: QtBot) -> None:
    with open_gallery(qtbot, [item(1)]) as gallery:
        gallery.settle()
        wish = gallery.grid.delegate.wish(item(1), 132, 2.0)
        assert wish is not None and wish.cut is not None
        assert wish.cut.device_size.toTuple() == (264, 264) and wish.cut.edge_px == 512


def test_a_tile_painted_at_any_size_stays_within_itself(qtbot: QtBot) -> None:
    media = [
        item(4, kind=MediaKind.VIDEO, duration_s=36_000.0, state=MediaState.REMOTE, size_bytes=1_999_999_999),
        item(3, kind=MediaKind.DOCUMENT, name="x" * 300 + ".pdf", state=MediaState.EXPIRED, pages=1_000_000),
        item(2, kind=MediaKind.AUDIO, contact="W" * 300, duration_s=36_000.0, state=MediaState.REMOTE),
        item(1, state=MediaState.FAILED, reason=Reason.HTML_INSTEAD),
    ]
    with open_gallery(qtbot, media) as gallery:
        for side in (96, 112, 256):
            gallery.pane.set_side(side)
            gallery.settle()
            image = gallery.grid.viewport().grab().toImage()
            canvas = gallery.theme.colour("surface.canvas")
            for position in range(4):
                assert _gutter_is_clean(image, gallery.grid.cell(position), canvas), (side, position)


def _gutter_is_clean(image: QImage, cell: QRect, canvas: QColor) -> bool:
    ratio = image.devicePixelRatio()
    edge = [QPoint(x, cell.top() + 1) for x in range(cell.left(), cell.right(), 3)]
    edge += [QPoint(x, cell.bottom() - 1) for x in range(cell.left(), cell.right(), 3)]
    edge += [QPoint(cell.right() - 1, y) for y in range(cell.top(), cell.bottom(), 3)]
    return all(image.pixelColor(round(p.x() * ratio), round(p.y() * ratio)) == canvas for p in edge)


def test_each_state_has_its_glyph_and_word() -> None:
    assert state_badge(item(1)) is None
    assert state_badge(item(1, state=MediaState.EXPIRED))[:2] == ("clock-alert", "Gone")
    assert state_badge(item(1, state=MediaState.DOWNLOADING), 0.63)[:2] == ("ring:63", "63 %")
    remote = item(1, state=MediaState.REMOTE, size_bytes=1_800_000)
    assert state_badge(remote)[:2] == ("cloud-download", "1.8\N{NO-BREAK SPACE}MB")


class TestScrubber:
    """The scale of dates."""

    def test_months_begin_where_their_first_day_is(self, qtbot: QtBot) -> None:
        with open_gallery(qtbot, FormulaMedia(3_000, 100)) as gallery:
            gallery.settle()
            found = list(months(gallery.pane._model.listing.days))
            assert found[0].section == 0 and 3 <= len(found) <= 5
            assert all(mark.month.day == 1 for mark in found)

    def test_a_year_stands_above_its_first_month_and_never_on_another_label(self) -> None:
        marks = [Mark(date(2026, 11 - n, 1), n) for n in range(4)]
        shown = labels([(mark, n / 4) for n, mark in enumerate(marks)], 40)
        assert shown[0] == (marks[0], True) and shown[1] == (marks[0], False)
        assert len(shown) == 5

    def test_ten_years_show_years_alone(self) -> None:
        marks = [Mark(date(2026 - n // 12, 12 - n % 12, 1), n) for n in range(120)]
        shown = labels([(mark, n / 120) for n, mark in enumerate(marks)], 35)
        assert [mark.month.year for mark, _year in shown.values()] == list(range(2026, 2016, -1))
        assert all(is_year for _mark, is_year in shown.values())

    def test_pulling_the_handle_goes_through_the_whole_list(self, qtbot: QtBot) -> None:
        with open_gallery(qtbot, FormulaMedia(20_000, 200)) as gallery:
            gallery.settle()
            scrubber, bar = gallery.pane._area._scrubber, gallery.grid.verticalScrollBar()
            qtbot.mousePress(scrubber, Qt.MouseButton.LeftButton, pos=QPoint(20, scrubber.height() - 2))
            assert bar.value() == bar.maximum()
            qtbot.mouseMove(scrubber, QPoint(20, scrubber.height() // 2))
            assert 0.3 < bar.value() / bar.maximum() < 0.7
            assert scrubber._bubble is not None and scrubber._bubble.isVisible()
            qtbot.mouseRelease(scrubber, Qt.MouseButton.LeftButton, pos=QPoint(20, 5))
