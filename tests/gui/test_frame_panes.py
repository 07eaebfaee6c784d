"""The window's frame: the bottom bar, the banner of troubles and the page that welcomes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from app.texts import set_language
from app.ui.look.icons import Icons
from app.ui.look.theme import Choice, Theme
from app.ui.panes.banner import Banner, Notice
from app.ui.panes.bottom import BottomBar
from app.ui.panes.bottom.expiry import Expiry
from app.ui.panes.bottom.transfers import Transfers
from app.ui.panes.welcome import WelcomePage
from tests.gui.looks import inside


@pytest.fixture
def bottom(qtbot: QtBot, theme: Theme, icons: Icons) -> BottomBar:
    made = BottomBar(theme, icons)
    qtbot.addWidget(made)
    made.resize(1280, 48)
    made.show()
    return made


def test_a_bar_without_transfers_or_expiry_shows_neither(bottom: BottomBar) -> None:
    assert not bottom.findChild(Transfers).isVisible()
    assert not bottom.findChild(Expiry).isVisible()


def test_transfers_are_counted_with_speed_and_time_left(qtbot: QtBot, bottom: BottomBar) -> None:
    bottom.set_transfers(3, 12, 2_100_000.0, 65.0)
    transfers = bottom.findChild(Transfers)
    words = " ".join(label.text() for label in transfers.findChildren(QLabel))
    assert transfers.isVisible()
    assert "3 of 12" in words
    assert "/s" in words
    assert transfers.accessibleName() == "Transfers: 3 of 12"
    with qtbot.waitSignal(bottom.queue_wanted):
        qtbot.mouseClick(transfers, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(bottom.queue_wanted):
        qtbot.keyClick(transfers, Qt.Key.Key_Space)
    bottom.set_transfers(0, 0, 0.0, None)
    assert not transfers.isVisible()


@pytest.mark.parametrize(("count", "words"), [(1, "1 file expires today"), (1500, "1,500 files expire today")])
def test_what_expires_is_said_and_leads_there(qtbot: QtBot, bottom: BottomBar, count: int, words: str) -> None:
    bottom.set_expiring(count)
    expiry = bottom.findChild(Expiry)
    assert (expiry.isVisible(), expiry.text()) == (True, words)
    with qtbot.waitSignal(bottom.expiring_wanted):
        expiry.click()


def test_the_player_takes_its_place_in_the_bar(bottom: BottomBar) -> None:
    player = QLabel("player")
    bottom.set_player(player)
    assert bottom.isAncestorOf(player)
    assert player.x() < bottom.findChild(Expiry).parentWidget().x()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_bar_s_parts_fit_also_when_it_is_narrow(bottom: BottomBar, theme: Theme, scale: float) -> None:
    theme.set_scale(scale)
    bottom.set_transfers(999, 12_000, 2_100_000.0, 3_600.0)
    bottom.set_expiring(1234)
    bottom.resize(round(960 * scale), bottom.height())
    assert inside(bottom)


@pytest.fixture
def banner(qtbot: QtBot, theme: Theme, icons: Icons) -> Banner:
    made = Banner(theme, icons)
    qtbot.addWidget(made)
    return made


OFFLINE = Notice("offline", "warning", "No connection", "Files wait here.")
REFUSED = Notice("key", "danger", "The key is refused", remedy="Enter it anew", details="HTTP 401", urgent=True)


def test_a_banner_is_seen_only_while_something_is_wrong(banner: Banner) -> None:
    assert banner.isHidden()
    banner.put(OFFLINE)
    assert not banner.isHidden()
    assert banner.accessibleName() == "No connection Files wait here."
    banner.clear("something else")
    assert banner.has("offline")
    banner.clear("offline")
    assert banner.isHidden()


def test_the_urgent_matter_stands_in_front_and_the_other_comes_back(banner: Banner) -> None:
    banner.put(REFUSED)
    banner.put(OFFLINE)
    assert banner.shown == REFUSED
    banner.clear("key")
    assert banner.shown == OFFLINE


def test_the_remedy_names_its_matter(qtbot: QtBot, banner: Banner) -> None:
    banner.put(REFUSED)
    remedy = next(found for found in banner.findChildren(QPushButton) if found.text() == "Enter it anew")
    with qtbot.waitSignal(banner.remedy_wanted) as wanted:
        remedy.click()
    assert wanted.args == ["key"]


def test_technical_words_stay_folded_until_asked_for(banner: Banner) -> None:
    banner.put(REFUSED)
    details = next(label for label in banner.findChildren(QLabel) if label.text() == "HTTP 401")
    fold = next(found for found in banner.findChildren(QPushButton) if found.text() == "Details")
    assert details.isHidden()
    fold.click()
    assert not details.isHidden()
    banner.put(replace(OFFLINE, key="key"))
    assert details.isHidden()
    assert fold.isHidden()


def test_hiding_a_banner_says_which(qtbot: QtBot, banner: Banner) -> None:
    banner.put(OFFLINE)
    with qtbot.waitSignal(banner.dismissed) as gone:
        banner.findChild(QToolButton).click()
    assert gone.args == ["offline"]
    assert banner.isHidden()


def test_a_banner_s_ground_is_of_its_tone(qtbot: QtBot, banner: Banner, theme: Theme) -> None:
    banner.resize(600, 60)
    for notice, path in ((OFFLINE, "warning.tint"), (replace(REFUSED, key="offline"), "danger.tint")):
        banner.put(notice)
        assert banner.grab().toImage().pixelColor(300, 3) == theme.colour(path)


def test_who_has_nobody_yet_is_asked_for_a_client_then_for_an_account(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    page = WelcomePage(theme, icons)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.client_wanted):
        next(found for found in page.findChildren(QPushButton) if found.text() == "Add a client").click()
    page.set_has_client(has_client=True)
    with qtbot.waitSignal(page.account_wanted):
        next(found for found in page.findChildren(QPushButton) if found.text() == "Add an account").click()
    with qtbot.waitSignal(page.demo_wanted):
        next(found for found in page.findChildren(QPushButton) if found.text() == "Try the demo").click()


@pytest.mark.parametrize("language", ["en", "es", "pt_BR"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_welcome_fits_the_smallest_window_in_every_language(
    qtbot: QtBot, theme: Theme, icons: Icons, language: str, scale: float
) -> None:
    set_language(language)
    theme.choose(Choice.DARK)
    theme.set_scale(scale)
    page = WelcomePage(theme, icons)
    qtbot.addWidget(page)
    page.resize(960 - 72, 600 - 48)
    page.show()
    assert inside(page)
    for found in page.findChildren(QPushButton):
        assert found.width() >= found.fontMetrics().horizontalAdvance(found.text())
