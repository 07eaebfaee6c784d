"""Contacts, dashboard and log in the whole window, on a real data folder with a real gateway beside it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.ids import ClientId, InstanceId, InstanceRef
from app.domain.kinds import MediaState
from app.services.logs import LogQuery
from app.services.settings import SECTION
from app.ui.models.people import PersonRole
from app.ui.panes.dashboard import DashboardPane
from app.ui.panes.dashboard.card import Figure
from app.ui.panes.dashboard.needs_card import NeedRow
from app.ui.panes.gallery import GalleryPane
from app.ui.panes.logs import LogPane
from app.ui.panes.people import ContactsPane
from app.ui.panes.people.pane import PeopleList
from tests.gui.test_window_wired import CUSTOMER, LOJA, NUMBER, SLOW_MS, House, opened
from tests.support import samples
from tests.support.sandbox import SandboxProcess

NORTE = InstanceRef(ClientId(1), InstanceId("norte"))


@pytest.fixture
def house(qtbot: QtBot, tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "data")
    made.window.frame.show()
    yield made
    made.close()


@pytest.fixture(scope="module")
def gateway() -> Iterator[SandboxProcess]:
    with SandboxProcess(seed=5) as running:
        yield running


def press(house: House, name: str) -> None:
    """Press a button of the rail."""
    buttons = house.window.frame.rail.findChildren(QWidget)
    next(
        one for one in buttons if one.accessibleName() == name and isinstance(one, QWidget) and one.isVisible()
    ).click()


def page(house: House, kind: type[QWidget]) -> QWidget:
    return house.window.frame.findChild(kind)


def test_the_rail_and_the_keys_open_pages_that_show_what_came(
    qtbot: QtBot, house: House, gateway: SandboxProcess, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    house.add(gateway)
    house.add(gateway, NORTE, "5511977770000", "Norte")
    opened(qtbot, house)
    _photo_that_fails(house, gateway, tmp_path, qtbot)
    press(house, "Contacts")
    table = page(house, ContactsPane).findChild(PeopleList)
    qtbot.waitUntil(lambda: table.model().rowCount() == 1 and table.model().index(0, 0).data(PersonRole) is not None)
    assert table.model().index(0, 0).data() == "Marina Prado"
    field = house.window.frame.focusWidget()
    qtbot.keyClicks(field, "prado")
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert house.window.frame.section == "chats"
    qtbot.waitUntil(lambda: house.window._chats.address == f"+{CUSTOMER}", timeout=SLOW_MS)

    press(house, "Dashboard")
    dashboard = page(house, DashboardPane)
    qtbot.waitUntil(lambda: "Not received: 1" in _figures(dashboard), timeout=SLOW_MS)
    gateway.deliver(NUMBER, from_=CUSTOMER, name="Marina Prado", text="one more")
    qtbot.waitUntil(lambda: dashboard._facts.text().startswith("2 messages · 1 chat · "), timeout=SLOW_MS)
    assert "free of" in " ".join(one.accessibleName() for one in dashboard.findChildren(QWidget))
    _button(dashboard, "Ramires").click()
    qtbot.waitUntil(lambda: _needs(dashboard) == ["Loja: 1 file not received"], timeout=SLOW_MS)
    house.window.accounts.choose(NORTE)
    qtbot.waitUntil(lambda: "Norte" in [b.text() for b in dashboard.findChildren(QPushButton)], timeout=SLOW_MS)
    _needed(dashboard).click()
    assert (house.window.accounts.current, house.window.frame.section) == (LOJA, "gallery")
    gallery = page(house, GalleryPane)
    qtbot.waitUntil(lambda: len(gallery.ids) == 1 and gallery._filters.states == {MediaState.FAILED}, timeout=SLOW_MS)

    gateway.misbehave("")
    house.window.actions.action("dashboard").trigger()
    assert house.settings.get(SECTION) == "dashboard"
    _button(dashboard, "Fetch all again").click()
    qtbot.waitUntil(lambda: "Not received: 0" in _figures(dashboard), timeout=SLOW_MS)
    qtbot.keyClick(dashboard.days.chart, Qt.Key.Key_Escape)
    assert house.window.frame.section == "chats"
    caplog.clear()


def test_the_log_opens_even_without_an_account_and_is_left_to_where_one_was(
    qtbot: QtBot, house: House, tmp_path: Path
) -> None:
    logging.getLogger("app.uploads").info("tried", extra={"upload": 7})
    opened(qtbot, house)
    frame = house.window.frame
    assert frame.section == "welcome"
    qtbot.keyClick(frame, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert frame.section == "logs"
    pane = page(house, LogPane)
    qtbot.waitUntil(lambda: "tried" in [pane._model.index(n, 0).data() for n in range(pane._model.rowCount())])
    qtbot.waitUntil(lambda: pane._subject.findText("uploads") > 0)
    house.window._pages._logs.save_to(LogQuery(text="tried"), tmp_path / "excerpt.jsonl")
    qtbot.waitUntil(lambda: (tmp_path / "excerpt.jsonl").exists() and "1 entry saved" in pane._count.text())
    house.window.actions.action("find_here").trigger()
    assert pane._find.hasFocus()
    qtbot.keyClick(pane._find, Qt.Key.Key_Escape)
    assert frame.section == "welcome"


def _photo_that_fails(house: House, gateway: SandboxProcess, folder: Path, qtbot: QtBot) -> None:
    photo = folder / "photo.jpg"
    photo.write_bytes(samples.jpeg())
    gateway.misbehave("media.http_404")
    gateway.deliver(NUMBER, from_=CUSTOMER, name="Marina Prado", file_path=str(photo), type="image", mime="image/jpeg")

    def failed() -> bool:
        with house.core.desk(LOJA).store.view() as view:
            return view.numbers(1, 0, 0).in_state([MediaState.FAILED]) == 1

    qtbot.waitUntil(failed, timeout=SLOW_MS)


def _figures(dashboard: QWidget) -> str:
    return " | ".join(figure.accessibleName() for figure in dashboard.findChildren(Figure))


def _needs(dashboard: QWidget) -> list[str]:
    rows = [row for row in dashboard.findChildren(NeedRow) if row.isVisible()]
    return [row.accessibleName().partition(".")[0] for row in rows]


def _needed(dashboard: QWidget) -> QPushButton:
    return next(row for row in dashboard.findChildren(NeedRow) if row.isVisible()).button


def _button(page: QWidget, words: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text() == words and one.isVisible())
