"""The side panel shows who a chat is with, its latest media and what is missing, and says what is wanted of them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from app.domain.addresses import Address
from app.domain.kinds import MediaKind
from app.services.views import ContactRow
from app.texts import set_language
from app.ui.bridge import Reader
from app.ui.panes.contacts import SidePanel
from app.ui.panes.contacts.grid import MediaGrid
from app.ui.panes.contacts.rows import LinkRow
from tests.gui.chat_store import ChatStore, media_item, message_row, picture
from tests.gui.looks import make_look

COUNTS = (("image", 123), ("document", 31), ("audio", 58))
MARINA = ContactRow(Address("+5511981423307"), "Marina Prado", "Má", (), False, COUNTS, 1, 2)
LONG = ContactRow(
    Address("+5511981423307"), "Uma Pessoa Com Um Nome Bastante Comprido " * 2, "", (), False, COUNTS, 1, 2
)


@pytest.fixture
def reader(qtbot: QtBot) -> Iterator[Reader]:
    store = ChatStore()
    store.lines = {1: [message_row(n, media=media_item(n)) for n in range(1, 10)]}
    store.lines[1][3] = message_row(4, media=media_item(4, kind=MediaKind.VIDEO, duration_s=18.0))
    store.pictures = {n: (256, 192, picture(256, 192)) for n in range(1, 10)}
    with ThreadPoolExecutor(1) as lane:
        made = Reader(store, lane)
        yield made
        made.close()


def panel_of(
    qtbot: QtBot, contact: ContactRow | None, *, scale: float = 1.0, height: int = 752, reader: Reader | None = None
) -> SidePanel:
    theme, icons = make_look(scale=scale)
    panel = SidePanel(theme, icons)
    qtbot.addWidget(panel)
    panel.set_reader(reader)
    panel.resize(theme.size("side_panel"), height)
    panel.show()
    if contact is not None:
        panel.set_contact(contact, list(range(1, 10)))
    return panel


def texts(panel: SidePanel) -> list[str]:
    labels = [label.text() for label in panel.findChildren(QLabel) if label.isVisible() and label.text()]
    return labels + [row.accessibleName() for row in panel.findChildren(LinkRow) if row.isVisible()]


def test_a_contact_is_shown_with_number_counts_and_what_is_missing(qtbot: QtBot) -> None:
    shown = texts(panel_of(qtbot, MARINA))
    for words in ("Marina Prado", "+55 11 98142-3307", "~ Má", "Media · 212", "Documents · 31", "1 file not received"):
        assert words in shown
    assert not any(words.startswith("Videos") for words in shown)


def test_what_is_not_missing_is_not_spoken_of(qtbot: QtBot) -> None:
    calm = ContactRow(MARINA.address, "Marina Prado", "", (), False, COUNTS, 0, 0)
    assert not any("not" in words for words in texts(panel_of(qtbot, calm)))


def test_a_lid_without_a_phone_shows_no_number_and_an_alias_gives_one(qtbot: QtBot) -> None:
    lid = Address("123456@lid")
    unknown = ContactRow(lid, "Ana", "", (), False, (), 0, 0)
    assert not any("+" in words or "lid" in words for words in texts(panel_of(qtbot, unknown)))
    known = ContactRow(lid, "Ana", "", (Address("+5511981423307"),), False, (), 0, 0)
    assert "+55 11 98142-3307" in texts(panel_of(qtbot, known))


def test_without_an_open_chat_it_says_what_would_be_here(qtbot: QtBot) -> None:
    panel = panel_of(qtbot, None)
    assert "Facts and media of the open chat appear here." in texts(panel)
    panel.set_contact(MARINA, [])
    panel.set_contact(None)
    assert "Marina Prado" not in texts(panel)


def test_every_part_says_what_is_wanted(qtbot: QtBot, reader: Reader) -> None:
    panel = panel_of(qtbot, MARINA, reader=reader)
    said: list[object] = []
    panel.kind_wanted.connect(said.append)
    for name in ("closed", "gallery_wanted", "not_received_wanted", "unconfirmed_wanted"):
        getattr(panel, name).connect(lambda name=name: said.append(name))
    for row in panel.findChildren(LinkRow):
        if row.isVisible():
            row.click()
    assert said == ["gallery_wanted", "document", "audio", "image", "not_received_wanted", "unconfirmed_wanted"]


def test_the_latest_media_are_reached_by_mouse_and_keyboard(qtbot: QtBot, reader: Reader) -> None:
    panel = panel_of(qtbot, MARINA, reader=reader)
    grid, opened = panel.findChild(MediaGrid), []
    panel.media_activated.connect(opened.append)
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell(2).center().toPoint())
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(grid, key)
    assert opened == [3, 8]


def test_the_grid_is_two_rows_of_four_and_has_its_pictures(qtbot: QtBot, reader: Reader) -> None:
    panel = panel_of(qtbot, MARINA, reader=reader)
    grid = panel.findChild(MediaGrid)
    assert (grid.width(), grid.height()) == (4 * 58 + 3 * 8, 2 * 58 + 8)
    skeleton = make_look()[0].colour("surface.skeleton")
    qtbot.waitUntil(lambda: grid.grab().toImage().pixelColor(29, 29) != skeleton, timeout=5_000)
    qtbot.waitUntil(lambda: "Image" in grid.accessibleDescription(), timeout=5_000)


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("code", ["en", "pt_BR", "es"])
def test_a_small_window_scrolls_and_cuts_nothing_sideways(qtbot: QtBot, code: str, scale: float) -> None:
    set_language(code)
    panel = panel_of(qtbot, LONG, scale=scale, height=496)
    content = panel.findChild(QScrollArea).widget()
    qtbot.waitUntil(lambda: content.width() > 0)
    assert content.minimumSizeHint().width() <= panel.width()
    assert all(row.geometry().right() <= content.width() for row in panel.findChildren(QPushButton) if row.isVisible())
