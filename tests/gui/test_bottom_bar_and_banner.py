"""The bottom bar counts transfers and what expires; the banner says one thing at a time, the most urgent first."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import CommandError, RefusedError, UnavailableError
from app.domain.ids import ClientId, InstanceId, InstanceRef, MediaId, UploadId
from app.domain.kinds import MediaState
from app.domain.reasons import ErrorCode, Reason
from app.domain.uploads import UploadState
from app.services.downloads import DownloadEnded
from app.services.uploads import UploadMoved, UploadProgress
from app.texts import LANGUAGES, set_language
from app.ui.panes.banner import Banner, Notice
from app.ui.panes.bottom import BottomBar
from app.ui.panes.bottom.expiry import Expiry
from app.ui.panes.bottom.transfers import Transfers
from app.ui.wiring.notices import account_notice, fault_notice, offline_notice, paused_notice
from app.ui.wiring.tally import Pace, Tally
from tests.gui.looks import make_look

REF = InstanceRef(ClientId(1), InstanceId("loja"))
OTHER = InstanceRef(ClientId(1), InstanceId("outra"))


@pytest.fixture
def bar(qtbot: QtBot) -> BottomBar:
    theme, icons = make_look()
    made = BottomBar(theme, icons)
    qtbot.addWidget(made)
    made.resize(1280, 48)
    made.show()
    return made


def texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


def test_an_idle_bar_says_nothing(bar: BottomBar) -> None:
    assert texts(bar) == []
    assert not bar.findChild(Transfers).isVisible() and not bar.findChild(Expiry).isVisible()


def test_transfers_are_counted_with_speed_and_time_in_the_language_in_force(bar: BottomBar) -> None:
    bar.set_transfers(2, 5, 3_100_000.0, 12.0)
    assert texts(bar) == ["2 of 5", "3.1\u00a0MB/s · 12 seconds"]
    assert bar.findChild(Transfers).accessibleName() == "Transfers: 2 of 5"
    set_language("pt_BR")
    bar.retranslate()
    assert texts(bar) == ["2 de 5", "3,1\u00a0MB/s · 12 segundos"]


def test_a_speed_that_is_not_known_is_not_shown(bar: BottomBar) -> None:
    bar.set_transfers(0, 5, 0.0, None)
    assert texts(bar) == ["0 of 5"]


def test_transfers_open_the_queue_by_mouse_and_keyboard(bar: BottomBar, qtbot: QtBot) -> None:
    bar.set_transfers(2, 5, 0.0, None)
    transfers = bar.findChild(Transfers)
    with qtbot.waitSignal(bar.queue_wanted):
        qtbot.mouseClick(transfers, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(bar.queue_wanted):
        qtbot.keyClick(transfers, Qt.Key.Key_Return)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("width", "scale"), [(1280, 1.0), (960, 1.0), (960, 1.5)])
def test_nothing_is_cut_at_any_width(qtbot: QtBot, language: str, width: int, scale: float) -> None:
    theme, icons = make_look(scale=scale)
    set_language(language)
    bar = BottomBar(theme, icons)
    qtbot.addWidget(bar)
    bar.resize(width, round(48 * scale))
    bar.set_transfers(1234, 5678, 3_100_000.0, 7_200.0)
    bar.set_expiring(1234)
    bar.show()
    parts = [part for part in bar.findChildren(QWidget) if part.isVisible() and isinstance(part, QLabel | Expiry)]
    for part in parts:
        inside = part.mapTo(bar, part.rect().topLeft()).x()
        assert inside >= 0 and inside + part.width() <= bar.width()
        assert part.width() >= part.sizeHint().width(), f"{language}: a number would be cut"


def test_the_expiry_stands_under_the_side_panel_where_there_is_room(bar: BottomBar, qtbot: QtBot) -> None:
    bar.set_expiring(4)
    expiry = bar.findChild(Expiry)
    assert expiry.text() == "4 files expire today"
    assert expiry.mapTo(bar, expiry.rect().topLeft()).x() == 1280 - 288
    with qtbot.waitSignal(bar.expiring_wanted):
        qtbot.mouseClick(expiry, Qt.MouseButton.LeftButton)


def test_a_player_takes_the_place_at_the_left(bar: BottomBar) -> None:
    player = QWidget()
    bar.set_player(player)
    bar.layout().activate()
    assert player.x() == 0 and player.parentWidget() is bar


class _Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def moved(number: int, state: UploadState, ref: InstanceRef = REF) -> UploadMoved:
    return UploadMoved(ref, UploadId(number), state, None)


def test_the_tally_counts_from_the_first_transfer_to_the_last_and_then_forgets() -> None:
    clock = _Clock()
    tally = Tally(clock)
    tally.upload_moved(moved(1, UploadState.QUEUED))
    tally.upload_moved(moved(2, UploadState.UPLOADING))
    tally.set_undone(REF, 3)
    assert tally.pace() == Pace(0, 5, 0.0, None)
    tally.upload_moved(moved(1, UploadState.ACCEPTED))
    tally.upload_moved(moved(1, UploadState.READ))
    tally.download_ended(DownloadEnded(REF, MediaId(1), MediaState.LOCAL, None, 1_000))
    assert (tally.pace().done, tally.pace().total) == (2, 5)
    tally.upload_moved(moved(2, UploadState.ACCEPTED))
    tally.set_undone(REF, 0)
    assert tally.pace().done == tally.pace().total == 3
    clock.now += 10
    assert tally.pace().total == 0


def test_a_download_that_is_to_be_tried_again_is_not_at_its_end() -> None:
    tally = Tally(_Clock())
    tally.set_undone(REF, 2)
    tally.download_ended(DownloadEnded(REF, MediaId(1), MediaState.REMOTE, Reason.OFFLINE))
    assert (tally.pace().done, tally.pace().total) == (0, 2)


def test_media_that_only_wait_for_their_next_try_are_no_transfer_after_a_while() -> None:
    clock = _Clock()
    tally = Tally(clock)
    tally.set_undone(REF, 5, 2)
    tally.download_ended(DownloadEnded(REF, MediaId(1), MediaState.LOCAL, None))
    tally.set_undone(REF, 4, 0)
    assert (tally.pace().done, tally.pace().total) == (1, 5)
    clock.now += 10
    assert tally.pace().total == 0
    tally.set_undone(REF, 4, 1)
    assert (tally.pace().done, tally.pace().total) == (0, 4)


def test_a_waiting_upload_counts_neither_as_moving_nor_as_done() -> None:
    tally = Tally(_Clock())
    tally.upload_moved(moved(1, UploadState.UPLOADING))
    tally.upload_moved(moved(1, UploadState.WAITING))
    assert tally.busy_uploads == 0 and tally.pace().done == 0


def test_speed_and_time_left_come_from_the_last_seconds() -> None:
    clock = _Clock()
    tally = Tally(clock)
    tally.upload_moved(moved(1, UploadState.UPLOADING))
    for step in range(1, 5):
        clock.now += 1
        tally.upload_progress(UploadProgress(REF, UploadId(1), step * 1_000_000, 10_000_000))
    pace = tally.pace()
    assert 1_000_000 <= pace.bytes_per_s <= 1_400_000
    assert pace.left_s is not None and 4 <= pace.left_s <= 6
    clock.now += 60
    assert tally.pace().bytes_per_s == 0.0 and tally.pace().left_s is None


def test_accounts_do_not_share_the_numbers_of_their_uploads() -> None:
    tally = Tally(_Clock())
    tally.upload_moved(moved(1, UploadState.QUEUED))
    tally.upload_moved(moved(1, UploadState.QUEUED, OTHER))
    assert tally.pace().total == 2


@pytest.fixture
def banner(qtbot: QtBot) -> Banner:
    theme, icons = make_look()
    made = Banner(theme, icons)
    qtbot.addWidget(made)
    made.resize(900, 60)
    return made


def test_the_banner_is_hidden_while_all_is_well(banner: Banner) -> None:
    assert banner.isHidden() and banner.shown is None


def test_one_notice_at_a_time_the_urgent_one_first_the_other_comes_back(banner: Banner) -> None:
    offline, full = offline_notice("14:02"), paused_notice("disk_full")
    banner.put(full)
    banner.put(offline)
    assert banner.shown == full and not banner.isHidden()
    banner.clear(full.key)
    assert banner.shown == offline
    banner.clear(offline.key)
    assert banner.isHidden()


def test_details_are_behind_a_fold_and_the_remedy_is_a_button(banner: Banner, qtbot: QtBot) -> None:
    banner.show()
    banner.put(Notice("k", "danger", "It broke.", "Try again.", remedy="Try again", details="KeyError"))
    assert texts(banner) == ["It broke.", "Try again."]
    fold = next(button for button in banner.findChildren(QPushButton) if button.text() == "Details")
    qtbot.mouseClick(fold, Qt.MouseButton.LeftButton)
    assert "KeyError" in texts(banner)
    remedy = next(button for button in banner.findChildren(QPushButton) if button.text() == "Try again")
    with qtbot.waitSignal(banner.remedy_wanted) as signal:
        qtbot.mouseClick(remedy, Qt.MouseButton.LeftButton)
    assert signal.args == ["k"]


def test_screen_readers_get_the_whole_notice(banner: Banner) -> None:
    banner.put(offline_notice("14:02"))
    assert banner.accessibleName().startswith("No connection since 14:02 What was downloaded is here")


@pytest.mark.parametrize(
    ("error", "title"),
    [
        (RefusedError(Reason.TOO_LARGE, "120 MB"), "larger than allowed"),
        (UnavailableError(Reason.DISK_FULL), "disk"),
        (CommandError(ErrorCode.BAD_INPUT, "id", "state"), "not valid"),
        (ZeroDivisionError("a secret value"), "inside Acervo"),
    ],
)
def test_every_fault_gets_words_and_never_shows_what_a_bug_was_working_on(error: Exception, title: str) -> None:
    notice = fault_notice(error)
    assert title in notice.title and notice.text
    assert "secret" not in f"{notice.title} {notice.text} {notice.details}"


def test_an_account_is_named_where_its_provider_refuses_it() -> None:
    notice = account_notice("account 1/loja", "Financeiro", "token_refused")
    assert notice.title.startswith("Financeiro: ") and notice.text
