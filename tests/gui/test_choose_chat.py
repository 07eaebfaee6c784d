"""To whom something is forwarded: a chat of one account, found while typing; what cannot go along is said before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.ids import ClientId, InstanceId, InstanceRef
from app.domain.kinds import MediaState
from app.texts import LANGUAGES, set_language
from app.ui.dialogs.search import ChooseChat
from app.ui.models.finds import Account, Find
from app.ui.wiring.forwarding import words_of
from app.ui.wiring.preparing import MOST_FILES
from tests.gui.chat_store import media_item
from tests.gui.furniture import MakeReader
from tests.gui.looks import inside, make_look
from tests.support.view_store import MemoryStore

K = Qt.Key
SHOP = InstanceRef(ClientId(1), InstanceId("shop"))


class House:
    """A window with the question open over it, and what was answered."""

    def __init__(self, qtbot: QtBot, read: MakeReader, chats: int = 3, scale: float = 1.0) -> None:
        theme, icons = make_look(scale=scale)
        theme.reduced_motion = True
        store = MemoryStore()
        for number in range(chats):
            store.add(store.add_chat(f"Contato {number}", f"+55119814233{number:02}"), "oi")
        self.qtbot, self.window, self.chosen = qtbot, QMainWindow(), []
        self.window.setCentralWidget(QWidget())
        self.window.resize(960, 600)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.sheet = ChooseChat(
            theme, icons, self.window, Account(SHOP, read(store), "Loja Centro de Móveis", "anil", "L")
        )
        self.sheet.say(*words_of(3, [media_item(1), media_item(2, state=MediaState.REMOTE)]))
        self.sheet.chosen.connect(self.chosen.append)
        self.sheet.open()
        qtbot.waitUntil(lambda: self.sheet._model.rowCount() == (1 + min(chats, 50) if chats else 0))

    def names(self) -> list[str]:
        rows = [self.sheet._model.row(number) for number in range(self.sheet._model.rowCount())]
        return [row.chat.name for row in rows if isinstance(row, Find)]


def test_the_chat_spoken_in_last_is_one_key_away(qtbot: QtBot, read: MakeReader) -> None:
    house = House(qtbot, read)
    assert house.names() == ["Contato 2", "Contato 1", "Contato 0"]
    qtbot.keyClick(house.window.focusWidget(), K.Key_Return)
    assert [find.chat.name for find in house.chosen] == ["Contato 2"]
    assert not house.sheet.isVisible()


def test_a_name_or_number_narrows_and_the_arrows_choose(qtbot: QtBot, read: MakeReader) -> None:
    house = House(qtbot, read)
    qtbot.keyClicks(house.window.focusWidget(), "con")
    qtbot.keyClick(house.window.focusWidget(), K.Key_Down)
    qtbot.waitUntil(lambda: not house.sheet._field._pause.isActive() and not house.sheet._search.busy)
    qtbot.keyClick(house.window.focusWidget(), K.Key_Down)
    qtbot.keyClick(house.window.focusWidget(), K.Key_Return)
    assert len(house.chosen) == 1
    other = House(qtbot, read)
    qtbot.keyClicks(other.window.focusWidget(), "98142-3301")
    qtbot.waitUntil(lambda: other.names() == ["Contato 1"])


def test_escape_and_cancel_choose_nothing(qtbot: QtBot, read: MakeReader) -> None:
    first, second = House(qtbot, read), House(qtbot, read)
    qtbot.keyClick(first.window.focusWidget(), K.Key_Escape)
    qtbot.mouseClick(second.sheet.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert first.chosen == second.chosen == [] and not first.sheet.isVisible() and not second.sheet.isVisible()


def test_without_a_hit_nothing_is_chosen(qtbot: QtBot, read: MakeReader) -> None:
    house = House(qtbot, read)
    qtbot.keyClicks(house.window.focusWidget(), "xyzzy")
    qtbot.waitUntil(lambda: house.sheet._stack.currentWidget() is house.sheet._nothing)
    qtbot.keyClick(house.window.focusWidget(), K.Key_Return)
    assert house.chosen == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_is_cut_in_the_smallest_window(qtbot: QtBot, read: MakeReader, language: str, scale: float) -> None:
    set_language(language)
    house = House(qtbot, read, chats=60, scale=scale)
    assert inside(house.sheet.panel)
    assert house.sheet._facts.height() >= house.sheet._facts.heightForWidth(house.sheet._facts.width())


def test_it_is_said_what_is_fetched_first_and_what_stays_behind() -> None:
    here, remote = media_item(1), media_item(2, state=MediaState.REMOTE)
    lost = [replace(here, state=state) for state in (MediaState.FAILED, MediaState.QUARANTINED, MediaState.EXPIRED)]
    assert words_of(1, [here]) == ("Forward 1 file", "")
    assert words_of(2, [here, remote]) == ("Forward 2 files", "1 is fetched first")
    title, facts = words_of(5, [here, remote, *lost])
    assert (title, facts) == ("Forward 5 files", "1 is fetched first · 3 are not here and stay behind")
    assert words_of(MOST_FILES + 1, [here])[1] == "Only the first 300 can go at once"
