"""The gallery by mouse and by keyboard: choosing, extending, the rubber band, dragging out, the menu, the bar."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.kinds import MediaState
from app.ui.look.menu import Menu
from tests.gui.gallery_parts import OpenGallery, open_gallery
from tests.support.gallery_store import FormulaMedia, item

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
K = Qt.Key


def selected(gallery: OpenGallery) -> list[int]:
    return list(gallery.pane._model.selection.positions())


class TestMouse:
    """By mouse."""

    def test_a_click_chooses_one_and_a_second_click_another(self, qtbot: QtBot) -> None:
        with open_gallery(qtbot, FormulaMedia(60, 2)) as gallery:
            gallery.settle()
            gallery.click(2)
            gallery.click(5)
            assert selected(gallery) == [5] and gallery.grid.current() == 5

    def test_control_adds_and_shift_extends(self, qtbot: QtBot) -> None:
        with open_gallery(qtbot, FormulaMedia(60, 2)) as gallery:
            gallery.settle()
            gallery.click(1)
            gallery.click(3, CONTROL)
            assert selected(gallery) == [1, 3]
            gallery.click(6, SHIFT)
            assert selected(gallery) == [3, 4, 5, 6]
            gallery.click(9, CONTROL)
            gallery.click(11, CONTROL | SHIFT)
            assert selected(gallery) == [3, 4, 5, 6, 9, 10, 11]
            gallery.click(4, CONTROL)
            assert 4 not in selected(gallery)

    def test_the_check_adds_without_any_key(self, qtbot: QtBot) -> None:
        with open_gallery(qtbot, FormulaMedia(60, 2)) as gallery:
            gallery.settle()
            for position in (2, 5):
                gallery.click(position, at=gallery.grid.cell(position).topLeft() + QPoint(20, 20))
            assert selected(gallery) == [2, 5]

    def test_a_double_click_looks_at_a_media(self, qtbot: QtBot) -> None:
        with open_gallery(qtbot, FormulaMedia(60, 2)) as gallery:
            gallery.settle()
            with qtbot.waitSignal(gallery.pane.media_activated) as looked:
                point = gallery.middle(3)
                qtbot.mouseDClick(gallery.grid.viewport(), Qt.MouseButton.LeftButton, pos=point)
            assert looked.args == [gallery.pane.ids[3]]

    def test_a_click_between_tiles_clears(self, qtbot: QtBot) -> None:
        with open_gallery(qtbot, FormulaMedia(60, 2)) as gallery:
            gallery.settle()
            gallery.click(3)
            qtbot.mouseClick(gallery.grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
            assert selected(gallery) == []

    def test_a_rubber_band_takes_what_it_touches_and_lets_go_of_what_it_leaves(self, qtbot: QtBot) -> None:
        with open_gallery(qtbot, FormulaMedia(200, 2)) as gallery:
            gallery.settle()
            start = gallery.grid.cell(0).topLeft() + QPoint(1, 1)
            view = gallery.grid.viewport()
            qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
            qtbot.mouseMove(view, gallery.middle(10))
            assert selected(gallery) == [0, 1, 2, 8, 9, 10]
            qtbot.mouseMove(view, gallery.middle(1))
            assert selected(gallery) == [0, 1]
            qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=gallery.middle(1))
            assert not gallery.grid.mouse.banding

    def test_with_control_the_band_adds_to_what_is_selected(self, qtbot: QtBot) -> None:
        with open_gallery(qtbot, FormulaMedia(200, 2)) as gallery:
            gallery.settle()
            gallery.click(20)
            view = gallery.grid.viewport()
            qtbot.mousePress(view, Qt.MouseButton.LeftButton, CONTROL, gallery.grid.cell(0).topLeft() + QPoint(1, 1))
            qtbot.mouseMove(view, gallery.middle(1))
            qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, CONTROL, gallery.middle(1))
            assert selected(gallery) == [0, 1, 20]

    def test_a_band_pulled_beyond_the_edge_scrolls_the_list(self, qtbot: QtBot) -> None:
        with open_gallery(qtbot, FormulaMedia(2_000, 2)) as gallery:
            gallery.settle()
            view = gallery.grid.viewport()
            qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=gallery.grid.cell(0).topLeft() + QPoint(1, 1))
            qtbot.mouseMove(view, QPoint(view.width() - 5, view.height() + 80))
            gallery.settle(lambda: gallery.grid.verticalScrollBar().value() > 300)
            count = len(gallery.pane._model.selection)
            qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
            assert count > 40 and selected(gallery)[0] == 0

    def test_a_drag_from_a_selected_tile_takes_the_whole_selection_out(self, qtbot: QtBot) -> None:
        with open_gallery(qtbot, FormulaMedia(60, 2)) as gallery:
            gallery.settle()
            gallery.click(2)
            gallery.click(4, CONTROL)
            with qtbot.waitSignal(gallery.pane.drag_wanted) as dragged:
                gallery.drag(gallery.middle(4), gallery.middle(4) + QPoint(60, 60))
            assert dragged.args == [[gallery.pane.ids[2], gallery.pane.ids[4]]]
            assert selected(gallery) == [2, 4]

    def test_a_drag_from_another_tile_takes_that_one_out(self, qtbot: QtBot) -> None:
        with open_gallery(qtbot, FormulaMedia(60, 2)) as gallery:
            gallery.settle()
            with qtbot.waitSignal(gallery.pane.drag_wanted) as dragged:
                gallery.drag(gallery.middle(7), gallery.middle(7) + QPoint(60, 0))
            assert dragged.args == [[gallery.pane.ids[7]]]

    def test_hovering_changes_the_tile_and_nothing_else(self, qtbot: QtBot) -> None:
        with open_gallery(qtbot, FormulaMedia(60, 2)) as gallery:
            gallery.settle()
            gallery.grid.mouse._hover(3)
            assert gallery.grid.delegate.hovered == 3
            gallery.grid.mouse.leave()
            assert gallery.grid.delegate.hovered == -1

    def test_a_band_may_begin_beside_the_tiles(self, qtbot: QtBot) -> None:
        with open_gallery(qtbot, FormulaMedia(60, 2)) as gallery:
            gallery.settle()
            area = gallery.pane._area
            qtbot.mousePress(area, Qt.MouseButton.LeftButton, pos=QPoint(3, 60))
            qtbot.mouseMove(area, area.mapFromGlobal(gallery.grid.viewport().mapToGlobal(gallery.middle(1))))
            assert selected(gallery) == [0, 1]
            qtbot.mouseRelease(area, Qt.MouseButton.LeftButton, pos=QPoint(3, 60))


class TestKeyboard:
    """By keyboard."""

    @pytest.fixture
    def gallery(self, qtbot: QtBot) -> object:
        with open_gallery(qtbot, FormulaMedia(101, 5)) as gallery:
            gallery.settle()
            gallery.grid.setFocus()
            gallery.grid.go_to(0)
            yield gallery

    def test_arrows_walk_and_keep_their_column(self, gallery: OpenGallery) -> None:
        for key, expected in (
            (K.Key_Right, 1), (K.Key_Right, 2), (K.Key_Down, 10), (K.Key_Down, 18), (K.Key_Down, 23),
            (K.Key_Up, 18), (K.Key_Left, 17), (K.Key_End, 100), (K.Key_Home, 0), (K.Key_Left, 0),
        ):  # fmt: skip
            gallery.press(key)
            assert gallery.grid.current() == expected, key

    def test_a_short_row_is_passed_without_losing_the_column(self, gallery: OpenGallery) -> None:
        gallery.grid.go_to(0)
        gallery.press(K.Key_End)
        gallery.grid.go_to(14)
        gallery.press(K.Key_Right)
        assert gallery.grid.current() == 15
        gallery.press(K.Key_Down)
        assert gallery.grid.current() == 20, "the third row of the day has five tiles only"
        gallery.press(K.Key_Down)
        assert gallery.grid.current() == 28, "column eight again"

    def test_shift_extends_x_toggles_and_escape_clears_then_leaves(self, gallery: OpenGallery, qtbot: QtBot) -> None:
        gallery.press(K.Key_Right)
        gallery.press(K.Key_Right, SHIFT)
        gallery.press(K.Key_Right, SHIFT)
        assert selected(gallery) == [1, 2, 3]
        gallery.press(K.Key_X)
        assert selected(gallery) == [1, 2]
        gallery.press(K.Key_Escape)
        assert selected(gallery) == []
        with qtbot.waitSignal(gallery.pane.left):
            gallery.press(K.Key_Escape)

    def test_control_a_takes_everything(self, gallery: OpenGallery) -> None:
        gallery.press(K.Key_A, CONTROL)
        assert len(selected(gallery)) == 101

    def test_space_looks_enter_jumps_and_control_enter_reveals(self, gallery: OpenGallery) -> None:
        spies = [
            QSignalSpy(signal)
            for signal in (gallery.pane.media_activated, gallery.pane.jump_wanted, gallery.pane.reveal_wanted)
        ]
        gallery.press(K.Key_Space)
        gallery.press(K.Key_Return)
        gallery.press(K.Key_Return, CONTROL)
        assert [spy.count() for spy in spies] == [1, 1, 1]
        assert [spy.at(0) for spy in spies] == [[gallery.pane.ids[0]]] * 3

    def test_copy_and_save_are_about_the_selection_or_the_tile_at_hand(self, gallery: OpenGallery) -> None:
        saved, copied = QSignalSpy(gallery.pane.save_wanted), QSignalSpy(gallery.pane.copy_wanted)
        gallery.press(K.Key_S, CONTROL)
        gallery.press(K.Key_X)
        gallery.press(K.Key_Right)
        gallery.press(K.Key_X)
        gallery.press(K.Key_C, CONTROL)
        assert saved.at(0) == [[gallery.pane.ids[0]]]
        assert copied.at(0) == [[gallery.pane.ids[0], gallery.pane.ids[1]]]

    def test_pages_and_days(self, gallery: OpenGallery) -> None:
        gallery.press(K.Key_PageDown, CONTROL)
        assert gallery.grid.current() == 21
        gallery.press(K.Key_PageDown, CONTROL)
        gallery.press(K.Key_Right)
        gallery.press(K.Key_PageUp, CONTROL)
        assert gallery.grid.current() == 42
        gallery.press(K.Key_PageUp)
        assert gallery.grid.current() < 42

    def test_the_ring_shows_for_the_keyboard_alone(self, gallery: OpenGallery) -> None:
        gallery.press(K.Key_Right)
        assert gallery.grid.delegate.focused == 1
        gallery.click(4)
        assert gallery.grid.delegate.focused == -1

    def test_tiles_grow_and_shrink(self, gallery: OpenGallery) -> None:
        before = gallery.grid.side
        for _time in range(3):
            gallery.press(K.Key_Plus, CONTROL)
        assert gallery.grid.side > before

    def test_extending_survives_an_arrival(self, gallery: OpenGallery) -> None:
        gallery.press(K.Key_Right)
        listing = gallery.pane._model.listing
        gallery.store.media = FormulaMedia(102, 5)
        gallery.store.touch()
        gallery.settle(lambda: gallery.pane._model.listing is not listing and len(gallery.pane.ids) == 102)
        gallery.grid.go_to(2)
        gallery.press(K.Key_Right, SHIFT)
        assert selected(gallery) == [2, 3], "it began at the same media, one place further on"


class TestBar:
    """The bar of what is selected."""

    def test_it_slides_in_with_count_bytes_and_where_they_are(self, qtbot: QtBot) -> None:
        media = [item(3, size_bytes=1_000_000), item(2, size_bytes=500_000, state=MediaState.REMOTE), item(1)]
        with open_gallery(qtbot, media) as gallery:
            gallery.settle()
            bar = gallery.pane._bar
            assert bar.isHidden()
            gallery.click(0)
            gallery.settle(lambda: bar._facts.text() == "1\N{NO-BREAK SPACE}MB, all on this computer")
            assert bar.isVisible() and bar._number.text() == "1 selected"
            gallery.click(1, CONTROL)
            gallery.settle(lambda: bar._facts.text() == "1.5\N{NO-BREAK SPACE}MB, 1 not on this computer")
            assert bar._save.text().strip() == "Save 2" and bar._all.text() == "Select all 3"

    def test_its_buttons_say_what_is_wanted_with_the_selection(self, qtbot: QtBot) -> None:
        with open_gallery(qtbot, [item(3), item(2), item(1)]) as gallery:
            gallery.settle()
            gallery.click(1)
            pane, bar = gallery.pane, gallery.pane._bar
            for button, signal in (
                (bar._save, pane.save_wanted), (bar._copy, pane.copy_wanted), (bar._forward, pane.forward_wanted),
            ):  # fmt: skip
                with qtbot.waitSignal(signal) as said:
                    button.click()
                assert said.args == [[2]]
            bar._all.click()
            assert list(pane.selected) == [3, 2, 1] and bar._all.isHidden()
            bar._close.click()
            assert list(pane.selected) == []
            gallery.settle(lambda: bar.isHidden())


class TestMenu:
    """The menu of a tile."""

    def test_it_is_about_the_tile_under_the_mouse(self, qtbot: QtBot) -> None:
        with open_gallery(qtbot, [item(2), item(1, state=MediaState.FAILED)]) as gallery:
            gallery.settle()
            menu = self._opened(gallery, 1)
            texts = [action.text().partition("\t")[0] for action in menu.actions() if not action.isSeparator()]
            assert texts[:3] == ["View", "Try again", "Save"] and "Go to the message" in texts
            assert list(gallery.pane.selected) == [1]
            with qtbot.waitSignal(gallery.pane.retry_wanted) as asked:
                menu.actions()[1].trigger()
            assert asked.args == [[1]]
            menu.close()

    def test_it_keeps_a_selection_that_the_tile_belongs_to(self, qtbot: QtBot) -> None:
        with open_gallery(qtbot, [item(3), item(2), item(1)]) as gallery:
            gallery.settle()
            gallery.click(0)
            gallery.click(1, CONTROL)
            menu = self._opened(gallery, 1)
            assert list(gallery.pane.selected) == [3, 2]
            menu.close()

    def _opened(self, gallery: OpenGallery, position: int) -> Menu:
        view, point = gallery.grid.viewport(), gallery.middle(position)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, view.mapToGlobal(point))
        QApplication.sendEvent(view, event)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, Menu)
        return menu
