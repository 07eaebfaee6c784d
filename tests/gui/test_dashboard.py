"""The dashboard shows what came, went and was lost by day and kind, and leads to whatever needs somebody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from app.domain.kinds import Direction, MediaKind, MediaState
from app.domain.reasons import Reason
from app.services.connections import Connection
from app.services.numbers import DayCount, DiskUse, Numbers, Side, Sum, Trouble, added, by_day, by_kind
from app.services.store import Count
from app.texts import set_language
from app.ui.look.combo import Combo
from app.ui.models.dashboard import AccountStanding, Part, bar_words, needs
from app.ui.panes.dashboard import DashboardPane
from app.ui.panes.dashboard.bars import BarRow
from app.ui.panes.dashboard.card import Card, Figure
from app.ui.panes.dashboard.day_table import DayModel
from app.ui.panes.dashboard.facts_cards import AccountRow
from app.ui.panes.dashboard.needs_card import NeedRow
from tests.gui.looks import inside, keep, make_look

TODAY = date.today().toordinal()
IN, OUT, LOCAL, FAILED = Direction.IN, Direction.OUT, MediaState.LOCAL, MediaState.FAILED


@pytest.fixture(autouse=True)
def _let_go(qapp: QApplication) -> Iterator[None]:
    """Have closed pages really gone: styling the next one would style all of them again."""
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def cell(ago: int, files: int, kind: MediaKind = MediaKind.IMAGE, way: Direction = IN, state: MediaState = LOCAL):
    return DayCount(TODAY - ago, Count(kind, way, state, files, files * 1000))


DAYS = (
    cell(0, 30),
    cell(0, 10, way=OUT),
    cell(0, 2, state=FAILED),
    cell(3, 5, MediaKind.AUDIO),
    cell(20, 7, MediaKind.DOCUMENT),
    cell(80, 1, MediaKind.VIDEO),
)
TROUBLES = (
    Trouble(Side.MEDIA, "failed", Reason.MAC, 2),
    Trouble(Side.MEDIA, "expired", Reason.GONE, 1_700),
    Trouble(Side.MEDIA, "quarantined", Reason.TYPE_MISMATCH, 1),
    Trouble(Side.MEDIA, "remote", Reason.OFFLINE, 12),
    Trouble(Side.MEDIA, "downloading", Reason.OFFLINE, 1),
    Trouble(Side.UPLOAD, "waiting", Reason.WINDOW_CLOSED, 2),
    Trouble(Side.UPLOAD, "unconfirmed", Reason.UNKNOWN_OUTCOME, 1),
)
NUMBERS = Numbers(
    counts=(*(one.count for one in DAYS), Count(MediaKind.IMAGE, IN, MediaState.REMOTE, 12, 0)),
    days=DAYS,
    troubles=TROUBLES,
    messages=18_234,
    chats=120,
    contacts=140,
    kept_files=3_100,
    kept_bytes=4_800_000_000,
    expiring=4,
)
CALM = Numbers(counts=NUMBERS.counts[:2], days=DAYS[:2], messages=40)
DISK = DiskUse(310_000_000, 120_000_000, 240_000_000_000, 480_000_000_000)
ACCOUNTS = [
    AccountStanding("Loja Centro", "anil", Connection.CONNECTED),
    AccountStanding("Loja Norte Com Um Nome Comprido", "oliva", Connection.DISCONNECTED, Reason.TOKEN_REFUSED),
]


def part(numbers: Numbers = NUMBERS, key: object = 1, name: str = "Loja Centro") -> Part:
    return Part(key, name, numbers)


def pane_of(
    qtbot: QtBot, numbers: Numbers = NUMBERS, *, width: int = 1208, height: int = 704, scale: float = 1.0
) -> DashboardPane:
    pane = DashboardPane(*make_look(scale=scale))
    keep(qtbot, pane)
    pane.resize(width, height)
    pane.set_scopes([("account", "Loja Centro"), ("client", "Ramires Distribuidora")], "account")
    pane.show_numbers([part(numbers)])
    pane.show_accounts(ACCOUNTS)
    pane.show_disk(DISK)
    pane.show()
    return pane


def texts(pane: QWidget) -> list[str]:
    return [label.text() for label in pane.findChildren(QLabel) if label.isVisible() and label.text()]


def button(pane: QWidget, words: str) -> QPushButton:
    return next(one for one in pane.findChildren(QPushButton) if one.text() == words and one.isVisible())


def test_the_figures_are_read_as_sentences(qtbot: QtBot) -> None:
    pane = pane_of(qtbot)
    assert "18,234 messages · 120 chats · 140 contacts" in texts(pane)
    names = [figure.accessibleName() for figure in pane.findChildren(Figure)]
    assert names == [
        "Files: 67, 55 received · 10 sent",
        "Kept here: 4.8\u00a0GB, 3,100 files",
        "Still to come: 12, 4 expire today",
        "Not received: 2, 3% of all",
    ]


def test_each_day_has_its_bar_and_days_without_anything_have_none(qtbot: QtBot) -> None:
    chart = pane_of(qtbot).days.chart
    assert len(chart.bars) == 14
    assert chart.bars[-1] == (TODAY, Sum(30, 10, 2, 40_000))
    assert [tone for tone, _rect in chart.stack(13)] == ["accent.base", "info.fill", "danger.fill"]
    assert chart.stack(12) == []
    heights = [rect.height() for _tone, rect in chart.stack(13)]
    assert heights[0] == pytest.approx(3 * heights[1], rel=0.01)
    for _tone, rect in chart.stack(13):
        assert chart.column(13).contains(rect)


@pytest.mark.parametrize(
    ("highest", "ceiling"), [(0, 4), (3, 4), (5, 8), (41, 80), (81, 200), (999, 2_000), (12_345, 20_000)]
)
def test_the_scale_ends_at_a_round_number(qtbot: QtBot, highest: int, ceiling: int) -> None:
    chart = pane_of(qtbot).days.chart
    chart.show_bars([(TODAY, Sum(received=highest))])
    assert chart.ceiling() == ceiling


def test_kind_and_period_narrow_the_chart(qtbot: QtBot) -> None:
    pane = pane_of(qtbot)
    button(pane, "90 days").click()
    assert len(pane.days.chart.bars) == 90
    assert sum(bar.files for _day, bar in pane.days.chart.bars) == 55
    kinds = pane.findChild(Combo)
    kinds.setCurrentIndex(kinds.findText("Documents"))
    assert sum(bar.files for _day, bar in pane.days.chart.bars) == 7
    assert "Received 7" in texts(pane)


def test_the_keyboard_walks_the_days_and_each_is_told(qtbot: QtBot) -> None:
    pane = pane_of(qtbot)
    chart = pane.days.chart
    chart.setFocus()
    assert bar_words(*chart.bars[-1]) in texts(pane)
    assert bar_words(*chart.bars[-1]).endswith("30 received, 10 sent, 2 not received")
    for key, place in ((Qt.Key.Key_Left, 12), (Qt.Key.Key_PageUp, 5), (Qt.Key.Key_Home, 0), (Qt.Key.Key_End, 13)):
        qtbot.keyClick(chart, key)
        assert chart.accessibleDescription() == bar_words(*chart.bars[place])
    qtbot.mouseMove(chart, chart.column(2).center().toPoint())
    qtbot.waitUntil(lambda: bar_words(*chart.bars[2]) in texts(pane))
    assert chart.accessibleName() == "Files received and sent by day"


def test_the_same_stands_in_a_table(qtbot: QtBot) -> None:
    pane = pane_of(qtbot)
    button(pane, "Table").click()
    assert pane.days.table.isVisible() and not pane.days.chart.isVisible()
    model = pane.days.table.model()
    assert [model.index(0, column).data() for column in range(1, 5)] == ["30", "10", "2", "40\u00a0kB"]
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == bar_words(*pane.days.chart.bars[-1])
    headers = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(5)]
    assert headers == ["Day", "Received", "Sent", "Not received", "Size"]


def test_the_table_model_holds_under_every_change() -> None:
    model = DayModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for days in (14, 0, 90):
        model.show_bars(by_day(NUMBERS, TODAY - days + 1, TODAY))
    tester.deleteLater()


def test_the_painted_bars_have_the_tones_of_the_theme(qtbot: QtBot) -> None:
    pane = pane_of(qtbot)
    chart = pane.days.chart
    image = chart.grab().toImage()
    for tone, rect in chart.stack(13):
        middle = rect.center().toPoint() * image.devicePixelRatio()
        assert QColor(image.pixel(middle)).name() == pane._theme.colour(tone).name()


def test_what_needs_somebody_comes_in_the_order_of_need_with_reason_and_remedy(qtbot: QtBot) -> None:
    titles = [row.accessibleName() for row in pane_of(qtbot).findChildren(NeedRow)]
    assert [title.partition(".")[0] for title in titles] == [
        "1 message not confirmed",
        "4 files expire today",
        "1,700 files not received",
        "2 files not received",
        "1 file set aside for safety",
        "2 messages wait to be sent",
        "12 files wait to be downloaded",
    ]
    assert "its seal does not match" in titles[3] and "ask the customer" in titles[3]


def test_every_need_leads_to_where_it_is_met(qtbot: QtBot) -> None:
    pane = pane_of(qtbot)
    said: list[object] = []
    pane.media_wanted.connect(lambda key, states: said.append((key, set(states))))
    pane.queue_wanted.connect(said.append)
    pane.fetch_wanted.connect(lambda: said.append("fetch"))
    for row in pane.findChildren(NeedRow)[:3]:
        row.button.click()
    button(pane, "Fetch all again").click()
    assert said == [1, (1, {MediaState.REMOTE}), (1, {MediaState.EXPIRED}), "fetch"]


def test_a_client_s_needs_name_their_account_and_lead_there(qtbot: QtBot) -> None:
    pane = pane_of(qtbot)
    said: list[object] = []
    pane.media_wanted.connect(lambda key, _states: said.append(key))
    other = Numbers(troubles=(Trouble(Side.MEDIA, "failed", Reason.EMPTY, 9_999),), messages=1)
    pane.show_numbers([part(CALM), part(other, key=2, name="Loja Norte")])
    qtbot.waitUntil(lambda: [row.isVisible() for row in pane.findChildren(NeedRow)] == [True])
    (row,) = pane.findChildren(NeedRow)
    assert row.accessibleName().startswith("Loja Norte: 9,999 files not received")
    row.button.click()
    assert said == [2]


def test_numbers_of_several_accounts_are_added() -> None:
    both = added([NUMBERS, NUMBERS])
    assert (both.media, both.messages, both.kept_bytes, both.expiring) == (134, 36_468, 9_600_000_000, 8)
    assert dict(by_kind(both))[MediaKind.IMAGE] == Sum(84, 20, 4, 80_000)
    assert {trouble.count for trouble in both.troubles} == {4, 3_400, 2, 24}
    assert by_day(both, TODAY, TODAY)[0][1].received == 60


def test_when_nothing_is_wrong_it_says_so_and_offers_nothing(qtbot: QtBot) -> None:
    pane = pane_of(qtbot, CALM)
    assert "Nothing. All files are here or on their way." in texts(pane)
    assert not any(one.text() == "Fetch all again" and one.isVisible() for one in pane.findChildren(QPushButton))
    assert needs([part(CALM)]) == []


def test_kinds_connections_and_disk_are_told_in_words(qtbot: QtBot) -> None:
    pane = pane_of(qtbot)
    rows = [row.accessibleName() for row in pane.findChildren(BarRow) if row.isVisible()]
    assert rows[0] == "Images: 54 · 40\u00a0kB"
    assert rows[-1] == "Room: 240\u00a0GB free of 480\u00a0GB"
    connections = [row.accessibleName() for row in pane.findChildren(AccountRow)]
    assert connections[0] == "Loja Centro: connected"
    assert "no longer accepts the access token" in connections[1] and "new credentials" in connections[1]
    assert not any("full" in words for words in texts(pane))
    pane.show_disk(DiskUse(1, 1, 90, 1_000))
    assert "The disk is 91 % full" in texts(pane)
    pane.show_disk(None)
    assert not any("free of" in row.accessibleName() and row.isVisible() for row in pane.findChildren(BarRow))


def test_loading_empty_broken_and_no_account_are_pages_of_their_own(qtbot: QtBot) -> None:
    pane = DashboardPane(*make_look())
    keep(qtbot, pane)
    pane.resize(1208, 704)
    pane.show()
    assert "No account chosen" in texts(pane)
    pane.show_loading()
    assert texts(pane) == ["Dashboard"]
    pane.show_numbers([part(Numbers())])
    assert "No numbers yet" in texts(pane)
    pane.show_failure()
    with qtbot.waitSignal(pane.again_wanted):
        button(pane, "Try again").click()
    pane.show_numbers([part()])
    assert pane.findChild(Figure).isVisible()


def test_escape_leaves_and_the_scope_is_a_choice(qtbot: QtBot) -> None:
    pane = pane_of(qtbot)
    with qtbot.waitSignal(pane.scope_chosen) as chosen:
        button(pane, "Ramires Distribuidora").click()
    assert chosen.args == ["client"]
    with qtbot.waitSignal(pane.left):
        qtbot.keyClick(pane.days.chart, Qt.Key.Key_Escape)


def test_another_language_is_spoken_at_once(qtbot: QtBot) -> None:
    pane = pane_of(qtbot)
    set_language("pt_BR")
    pane.retranslate()
    assert "2 mídias não recebidas" in " ".join(row.accessibleName() for row in pane.findChildren(NeedRow))
    assert "1.700" in " ".join(row.accessibleName() for row in pane.findChildren(NeedRow))


@pytest.mark.parametrize(("width", "scale"), [(1208, 1.0), (888, 1.0), (888, 1.5)])
@pytest.mark.parametrize("code", ["en", "pt_BR", "es"])
def test_nothing_is_cut_or_overlaps_in_small_windows_with_large_text(
    qtbot: QtBot, code: str, width: int, scale: float
) -> None:
    set_language(code)
    pane = pane_of(qtbot, width=width, height=504, scale=scale)
    pane.set_scopes([(one, f"Distribuidora de Alimentos do Vale {one}") for one in ("account", "client")], "client")
    assert inside(pane)
    assert pane.minimumSizeHint().width() <= width and pane.minimumSizeHint().height() <= 504
    body = pane.findChild(QScrollArea).widget()
    qtbot.waitUntil(lambda: body.width() > 0)
    assert body.minimumSizeHint().width() <= body.width() <= width
    shown = _cards(pane)
    for number, one in enumerate(shown):
        assert body.rect().contains(one.geometry())
        assert inside(one)
        assert not any(one.geometry().intersects(other.geometry()) for other in shown[number + 1 :])
    chart = pane.days.chart
    assert chart.plot().width() > 300
    for label in pane.findChildren(QLabel):
        if label.isVisible() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width())
    assert chart.mapTo(pane, QPoint(0, 0)).x() >= 0


def _cards(pane: DashboardPane) -> list[QWidget]:
    found: list[QWidget] = [*pane.findChildren(Card), *pane.findChildren(Figure)]
    return [card for card in found if card.isVisible()]
