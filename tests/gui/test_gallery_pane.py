"""The gallery pane: what is shown, narrowed, ordered and kept in place, and its empty and failed states."""

from __future__ import annotations

import time
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.domain.kinds import Direction, MediaKind, MediaState
from app.services.store import GalleryQuery
from app.texts import set_language
from app.ui.panes.gallery.periods import Period, between, day_start, of_year, offered, period_name
from app.ui.panes.gallery.scope import Reach, Scope
from tests.gui.gallery_parts import SCOPES, OpenGallery, open_gallery
from tests.support.gallery_store import CHAT, DAY_S, FormulaMedia, GalleryStore, ListedMedia, item

NOON = day_start(date.today()) + DAY_S // 2


def shown(gallery: OpenGallery) -> list[int]:
    return list(gallery.pane.ids)


def choose_kind(gallery: OpenGallery, kind: MediaKind) -> None:
    gallery.pane._tabs._tabs[kind].click()


def test_it_opens_on_all_media_newest_first_with_counts(qtbot: QtBot) -> None:
    media = [item(5), item(4, kind=MediaKind.VIDEO), item(3, kind=MediaKind.AUDIO), item(2), item(1)]
    with open_gallery(qtbot, media) as gallery:
        gallery.settle()
        assert shown(gallery) == [5, 4, 3, 2, 1]
        tabs = gallery.pane._tabs._tabs
        assert tabs[""].accessibleName() == "All 5" and tabs[MediaKind.IMAGE].accessibleName() == "Images 3"
        assert gallery.pane._head._facts.text().startswith("5 files")


def test_until_the_list_comes_its_tiles_stand_empty_in_their_final_places(qtbot: QtBot) -> None:
    store = GalleryStore(ListedMedia([item(1)]))
    store.slow_s = 0.2
    with open_gallery(qtbot, store=store) as gallery:
        skeleton = gallery.theme.colour("surface.skeleton")
        image = gallery.grid.viewport().grab().toImage()
        ratio = image.devicePixelRatio()
        middle = gallery.grid.side // 2
        assert image.pixelColor(round(middle * ratio), round(middle * ratio)) == skeleton
        gallery.settle()


def test_a_tab_shows_one_kind_and_the_counts_of_all(qtbot: QtBot) -> None:
    with open_gallery(qtbot, [item(3), item(2, kind=MediaKind.VIDEO), item(1)]) as gallery:
        gallery.settle()
        choose_kind(gallery, MediaKind.VIDEO)
        gallery.settle(lambda: shown(gallery) == [2])
        assert gallery.pane._tabs._tabs[MediaKind.IMAGE].accessibleName() == "Images 2"
        assert gallery.pane._filter_bar._numbers.text() == "1 of 3"


def test_chips_narrow_and_are_taken_away_again(qtbot: QtBot) -> None:
    media = [item(3, direction=Direction.OUT), item(2, state=MediaState.REMOTE), item(1, sent_at=NOON - 40 * DAY_S)]
    with open_gallery(qtbot, media) as gallery:
        gallery.settle()
        bar = gallery.pane._filter_bar
        bar._direction.chosen.emit(Direction.IN)
        gallery.settle(lambda: shown(gallery) == [2, 1])
        bar._period.chosen.emit(Period(NOON - 30 * DAY_S))
        gallery.settle(lambda: shown(gallery) == [2])
        bar._state.chosen.emit(MediaState.LOCAL)
        gallery.settle(lambda: shown(gallery) == [])
        bar._state.click()
        gallery.settle(lambda: shown(gallery) == [2])
        assert bar._direction.text().strip() == "Received" and bar._direction.isChecked()
        bar._clear.click()
        gallery.settle(lambda: len(shown(gallery)) == 3)
        assert not bar._direction.isChecked() and bar._clear.isHidden()


def test_a_contact_is_chosen_from_the_chats_of_the_account(qtbot: QtBot) -> None:
    with open_gallery(qtbot, [item(2), item(1, chat="+5511900000000")]) as gallery:
        gallery.settle()
        bar = gallery.pane._filter_bar
        qtbot.mouseClick(bar._contact, Qt.MouseButton.LeftButton)
        popup = next(child for child in bar.children() if type(child).__name__ == "ContactPopup")
        qtbot.keyClicks(popup._field, "marina")
        qtbot.waitUntil(lambda: popup._names.rowCount() == 1)
        qtbot.keyClick(popup._field, Qt.Key.Key_Return)
        gallery.settle(lambda: shown(gallery) == [2])
        assert bar._contact.text().strip() == "Marina Prado"


def test_search_finds_names_and_captions_and_escape_clears(qtbot: QtBot) -> None:
    media = [item(3, name="Nota.pdf"), item(2, caption="a nota fiscal"), item(1)]
    with open_gallery(qtbot, media) as gallery:
        gallery.settle()
        gallery.pane.focus_find()
        qtbot.keyClicks(gallery.pane._head.search, "nota")
        gallery.settle(lambda: shown(gallery) == [3, 2])
        gallery.pane._clear_filters()
        gallery.settle(lambda: len(shown(gallery)) == 3)
        assert gallery.pane._head.search.text() == ""


def test_another_order_has_no_days(qtbot: QtBot) -> None:
    media = [item(3, size_bytes=1), item(2, size_bytes=9, sent_at=NOON - DAY_S), item(1, size_bytes=5)]
    with open_gallery(qtbot, media) as gallery:
        gallery.settle()
        gallery.pane._head.sort_chosen.emit("size")
        gallery.settle(lambda: shown(gallery) == [2, 1, 3])
        assert gallery.pane._model.layout_of_tiles.sections == 1
        assert gallery.pane._area._strip.accessibleName().startswith("Largest first")


def test_scopes_switch_between_chat_and_account(qtbot: QtBot) -> None:
    media = [item(2), item(1, chat="+5511900000000")]
    with open_gallery(qtbot, media, scopes=SCOPES) as gallery:
        gallery.settle(lambda: shown(gallery) == [2])
        texts = [button.text() for button in gallery.pane._head._segments.findChildren(QPushButton)]
        assert texts == ["Marina", "Account"]
        gallery.pane._head._segments.findChildren(QPushButton)[1].click()
        gallery.settle(lambda: shown(gallery) == [2, 1])
        assert gallery.pane._head._title.whole_text() == "Loja Centro"


def test_questions_to_the_database_serve_as_scopes(qtbot: QtBot) -> None:
    with open_gallery(qtbot, [item(2), item(1, chat="+5511900000000")]) as gallery:
        gallery.pane.open(gallery.reader, "Loja", [GalleryQuery(chat=CHAT), GalleryQuery()])
        gallery.settle(lambda: shown(gallery) == [2])
        assert [scope.reach for scope in gallery.pane._scopes] == [Reach.CHAT, Reach.ACCOUNT]
        gallery.settle(lambda: gallery.pane._head._title.whole_text() == str(CHAT))


def test_an_empty_gallery_says_what_would_be_here(qtbot: QtBot) -> None:
    with open_gallery(qtbot) as gallery:
        area = gallery.pane._area
        gallery.settle(lambda: area._stack.currentWidget() is area._empty)
        assert area._empty.accessibleName() == "No media yet"


def test_where_nothing_passes_one_button_takes_the_filters_away(qtbot: QtBot) -> None:
    with open_gallery(qtbot, [item(1)]) as gallery:
        gallery.settle()
        choose_kind(gallery, MediaKind.VIDEO)
        area = gallery.pane._area
        gallery.settle(lambda: area._stack.currentWidget() is area._nothing)
        area._nothing._button.click()
        gallery.settle(lambda: shown(gallery) == [1])
        assert area._stack.currentWidget() is area._tiles


def test_a_failure_says_so_and_can_be_tried_again(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    store = GalleryStore(ListedMedia([item(1)]))
    store.broken = True
    with open_gallery(qtbot, store=store) as gallery:
        area = gallery.pane._area
        gallery.settle(lambda: area._stack.currentWidget() is area._failure)
        store.broken = False
        area._failure._button.click()
        gallery.settle(lambda: shown(gallery) == [1])
    caplog.clear()


def test_what_arrives_appears_at_the_top_but_a_reader_further_down_stays_in_place(qtbot: QtBot) -> None:
    media = ListedMedia([item(n, sent_at=NOON - (200 - n)) for n in range(200, 0, -1)])
    store = GalleryStore(media)
    with open_gallery(qtbot, store=store) as gallery:
        gallery.settle()
        bar = gallery.grid.verticalScrollBar()
        bar.setValue(700)
        before = gallery.pane.ids[gallery.grid.visible_positions().start]
        top = gallery.grid.cell(gallery.grid.visible_positions().start).top()
        media.items.insert(0, item(201, sent_at=NOON + 5))
        store.touch()
        gallery.settle(lambda: len(shown(gallery)) == 201)
        position = gallery.pane._model.position_of(before)
        assert abs(gallery.grid.cell(position).top() - top) <= gallery.grid.side + 8
        assert position in gallery.grid.visible_positions()
        bar.setValue(0)
        media.items.insert(0, item(202, sent_at=NOON + 6))
        store.touch()
        gallery.settle(lambda: len(shown(gallery)) == 202)
        assert bar.value() == 0 and gallery.grid.visible_positions().start == 0


def test_a_change_of_state_repaints_the_tile_without_moving_anything(qtbot: QtBot) -> None:
    media = ListedMedia([item(2, state=MediaState.REMOTE), item(1)])
    store = GalleryStore(media)
    with open_gallery(qtbot, store=store) as gallery:
        gallery.settle()
        media.items[0] = item(2)
        store.touch()
        gallery.settle(lambda: gallery.pane._model.tile_at(0).item.state is MediaState.LOCAL)
        cache = gallery.pane._area._sight.cache
        gallery.settle(lambda: cache.picture(2) is not None and cache.picture(2).pixmap is not None)


def test_progress_of_downloads_and_sounds_is_shown_on_their_tiles(qtbot: QtBot) -> None:
    media = [item(2, state=MediaState.DOWNLOADING), item(1, kind=MediaKind.AUDIO, duration_s=60.0)]
    with open_gallery(qtbot, media) as gallery:
        gallery.settle()
        before = gallery.grid.viewport().grab().toImage()
        gallery.pane.set_progress(2, 0.63)
        gallery.pane.set_played(1, 0.5)
        assert gallery.grid.viewport().grab().toImage() != before
        gallery.pane.set_progress(2, None)
        assert gallery.grid.delegate.arrived == {}


def test_a_million_media_open_and_the_last_one_is_reached(qtbot: QtBot) -> None:
    with open_gallery(qtbot, FormulaMedia(1_000_000, 3_650)) as gallery:
        gallery.settle()
        gallery.grid.setFocus()
        gallery.press(Qt.Key.Key_End)
        gallery.settle()
        assert gallery.grid.current() == 999_999
        assert 999_999 in gallery.grid.visible_positions()
        assert gallery.pane._model.tile_at(999_999).media == 1


def test_thumbnails_of_what_is_in_sight_are_there_within_a_moment(qtbot: QtBot) -> None:
    with open_gallery(qtbot, FormulaMedia(5_000, 20)) as gallery:
        gallery.settle()
        gallery.grid.verticalScrollBar().setValue(9_000)
        gallery.settle()
        cache = gallery.pane._area._sight.cache
        pictured = [
            tile.media
            for tile in map(gallery.pane._model.tile_at, gallery.grid.visible_positions())
            if tile.item.kind is MediaKind.IMAGE and tile.item.state is MediaState.LOCAL
        ]
        gallery.settle(lambda: all(cache.picture(media) is not None for media in pictured))


def test_languages_change_without_opening_anew(qtbot: QtBot) -> None:
    with open_gallery(qtbot, [item(1)]) as gallery:
        gallery.settle()
        set_language("pt_BR")
        gallery.pane.retranslate()
        assert gallery.pane._tabs._tabs[MediaKind.IMAGE].text() == "Imagens"
        assert gallery.pane._filter_bar._direction.text().strip() == "Sentido"


def test_another_account_takes_nothing_along(qtbot: QtBot) -> None:
    with open_gallery(qtbot, [item(2), item(1)]) as gallery:
        gallery.settle()
        gallery.pane._model.selection.select_all()
        other = Scope(Reach.ACCOUNT, "Outra")
        gallery.pane.open(gallery.reader, "Outra", [other])
        assert len(gallery.pane._model.selection) == 0
        gallery.settle()


class TestPeriods:
    """The dates of the filter."""

    def test_the_menu_offers_days_weeks_and_years(self) -> None:
        day = date(2026, 11, 20)
        names = [name for name, _period in offered(day)]
        assert names == ["Today", "Last 7 days", "Last 30 days", "Since January", "2025"]
        assert of_year(2025).until == day_start(date(2026, 1, 1))

    def test_a_period_is_called_as_in_the_menu_else_by_its_dates(self) -> None:
        day = date(2026, 11, 20)
        assert period_name(Period(day_start(date(2026, 1, 1))), day) == "Since January"
        assert period_name(between(date(2026, 3, 1), date(2026, 3, 9)), day) == "3/1/26 – 3/9/26"
        assert period_name(between(None, date(2026, 3, 9)), day) == "Until 3/9/26"

    def test_both_days_of_a_period_are_in_it(self) -> None:
        period = between(date(2026, 3, 1), date(2026, 3, 1))
        assert period.since is not None and period.until is not None
        assert period.since <= time.mktime((2026, 3, 1, 23, 59, 59, 0, 0, -1)) < period.until
