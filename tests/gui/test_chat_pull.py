"""A file is pulled out of its bubble, to be dropped in another program; the wave is pulled for seeking only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.services.views import MessageRow
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.sending_as import SendingAs
from app.ui.panes.chat import ChatPane
from tests.gui.chat_lines import all_lines
from tests.gui.chat_store import NOW, ChatStore, chat_row, message_row
from tests.gui.furniture import MakeReader

SHOP = SendingAs("1/loja", "Loja Centro", "anil", "Cloud API", "Ramires")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def pane(qtbot: QtBot, theme: Theme, icons: Icons) -> Iterator[ChatPane]:
    made = ChatPane(theme, icons)
    qtbot.addWidget(made)
    made.scene.now = lambda: NOW
    made.resize(630, 750)
    made.show()
    yield made
    made.close_chat()


def show(qtbot: QtBot, pane: ChatPane, read: MakeReader, row: MessageRow) -> QPoint:
    """Open a chat of one message and return the upper left part of its bubble, where the picture or the icon is."""
    store = ChatStore(chats=[chat_row(1, name="Marina Prado")], lines={1: [row]})
    with qtbot.waitSignal(pane._model.opened, check_params_cb=lambda _at: bool(pane._model.rowCount())):
        pane.open(read(store), 1, SHOP)
    qtbot.waitUntil(lambda: pane._stack.currentWidget() is pane._list)
    index = pane._model.index(0)
    bubble = pane._list._delegate.places(index, pane._list.visualRect(index)).bubble
    return bubble.topLeft().toPoint() + QPoint(24, 24)


def pull(qtbot: QtBot, pane: ChatPane, start: QPoint, by: QPoint) -> list[list[int]]:
    """Press, move and let go; return what was dragged."""
    dragged: list[list[int]] = []
    pane.drag_wanted.connect(dragged.append)
    viewport = pane._list.viewport()
    qtbot.mousePress(viewport, LEFT, pos=start)
    for step in range(1, 5):
        qtbot.mouseMove(viewport, start + by * step / 4)
    qtbot.mouseRelease(viewport, LEFT, pos=start + by)
    return dragged


@pytest.mark.parametrize("name", ["image", "document", "remote_image"])
def test_a_file_is_pulled_out_and_nothing_else_is_done(
    qtbot: QtBot, pane: ChatPane, read: MakeReader, name: str
) -> None:
    row = all_lines()[name]
    start = show(qtbot, pane, read, row)
    done: list[object] = []
    for signal in (pane.media_activated, pane.save_wanted, pane.fetch_wanted):
        signal.connect(lambda *what: done.append(what))
    assert row.media is not None
    assert pull(qtbot, pane, start, QPoint(40, 10)) == [[int(row.media.id)]]
    assert done == []


def test_a_press_that_hardly_moves_is_a_click(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    row = all_lines()["image"]
    start = show(qtbot, pane, read, row)
    with qtbot.waitSignal(pane.media_activated):
        assert pull(qtbot, pane, start, QPoint(2, 1)) == []


@pytest.mark.parametrize("name", ["timeout", "upload_failed"])
def test_where_there_is_no_file_there_is_nothing_to_pull(
    qtbot: QtBot, pane: ChatPane, read: MakeReader, name: str
) -> None:
    row = all_lines()[name]
    start = show(qtbot, pane, read, row)
    local = row.media is not None and row.media.state.value == "local"
    assert bool(pull(qtbot, pane, start, QPoint(40, 10))) == local


def test_a_text_is_not_pulled(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    start = show(qtbot, pane, read, message_row(1, text="Bom dia"))
    assert pull(qtbot, pane, start, QPoint(40, 10)) == []


def test_the_wave_is_pulled_for_seeking(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    show(qtbot, pane, read, all_lines()["audio"])
    index = pane._model.index(0)
    wave = next(one for one in pane._list.regions(index) if one.action == "seek")
    assert pull(qtbot, pane, pane._list.region_centre(index, wave), QPoint(40, 0)) == []
