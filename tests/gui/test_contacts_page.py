"""The contacts page lists everybody, however many, finds them by parts of names and numbers, and opens their chats."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QStackedWidget
from pytestqt.qtbot import QtBot

from app.domain.addresses import Address
from app.domain.ids import ChatId, ContactId
from app.services.people import PeopleOrder, PersonRow
from app.texts import set_language
from app.ui.look.empty_state import EmptyState
from app.ui.look.find_field import FindField
from app.ui.models.people import MOST_ROWS, PeopleModel, PersonRole
from app.ui.panes.people import ContactsPane
from app.ui.panes.people.layout import person_regions, places
from app.ui.panes.people.pane import PeopleList
from tests.gui.furniture import MakeReader
from tests.gui.looks import inside, keep, make_look
from tests.support.view_store import MemoryStore

LONG = "Uma Pessoa Com Um Nome Bastante Comprido E Ainda Mais Alguns Sobrenomes De Família"


class Crowd:
    """A store of very many contacts; everything about one follows from its number."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.asked: list[int] = []
        self.broken = False
        self._changes = 0

    def touch(self, count: int) -> None:
        self.count = count
        self._changes += 1

    def changed(self) -> int:
        return self._changes

    @contextmanager
    def view(self) -> Iterator[SimpleNamespace]:
        if self.broken:
            raise OSError(5, "no")
        yield SimpleNamespace(people_ids=self._ids, people=self._people)

    def _ids(self, _order: PeopleOrder, text: str = "") -> array[int]:
        return array("q", range(1, self.count + 1)) if not text else array("q", [7])

    def _people(self, ids: Sequence[int]) -> list[PersonRow]:
        self.asked.append(len(ids))
        return [
            PersonRow(
                ContactId(n), ChatId(n), Address(f"+55119{n:08}"), f"Contact {n}", "", False, n % 5, 1_790_000_000
            )
            for n in ids
        ]


def small() -> MemoryStore:
    store = MemoryStore()
    for name, address in (("Zoë", ""), ("Álvaro Reis", ""), (LONG, ""), ("Team", "1203630@g.us"), ("محمد علي", "")):
        chat = store.add_chat(name, address)
        store.add(chat, "hello")
    store.add_media(ChatId(2))
    quiet = store.add_chat("+5511988887777", "+5511988887777")
    store.chats[quiet] = store.chats[quiet]
    return store


def pane_of(
    qtbot: QtBot, read: MakeReader, store: object, *, width: int = 1208, height: int = 704, scale: float = 1.0
) -> ContactsPane:
    pane = ContactsPane(*make_look(scale=scale))
    keep(qtbot, pane)
    pane.resize(width, height)
    pane.set_reader(read(store))
    pane.show()
    qtbot.waitUntil(lambda: listing(pane).model().rowCount() > 0)
    qtbot.waitUntil(lambda: listing(pane).model().index(0, 0).data(PersonRole) is not None)
    return pane


def listing(pane: ContactsPane) -> PeopleList:
    return pane.findChild(PeopleList)


def rows(pane: ContactsPane) -> list[QModelIndex]:
    model = listing(pane).model()
    return [model.index(row, 0) for row in range(model.rowCount())]


def names(pane: ContactsPane) -> list[str]:
    return [index.data() for index in rows(pane)]


def texts(pane: ContactsPane) -> list[str]:
    return [label.text() for label in pane.findChildren(QLabel) if label.isVisible()]


def press(qtbot: QtBot, pane: ContactsPane, row: int, action: str) -> None:
    table, index = listing(pane), rows(pane)[row]
    region = next(region for region in table.regions(index) if region.action == action)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.region_centre(index, region))


def test_contacts_are_in_order_with_number_files_and_last_message(qtbot: QtBot, read: MakeReader) -> None:
    pane = pane_of(qtbot, read, small())
    qtbot.waitUntil(lambda: None not in names(pane))
    assert names(pane) == ["Álvaro Reis", "Team", LONG, "Zoë", "محمد علي", "+55 11 98888-7777"]
    spoken = rows(pane)[0].data(Qt.ItemDataRole.AccessibleTextRole)
    assert all(part in spoken for part in ("Álvaro Reis", "+55 11 90000-0002", "1 file", "last message"))
    assert "No messages yet" in rows(pane)[5].data(Qt.ItemDataRole.AccessibleTextRole)
    assert "6" in texts(pane)


def test_what_a_row_offers_is_what_there_is(qtbot: QtBot, read: MakeReader) -> None:
    pane = pane_of(qtbot, read, small())
    qtbot.waitUntil(lambda: None not in names(pane))
    offered = [[region.action for region in listing(pane).regions(index)] for index in rows(pane)]
    assert offered[0] == ["chat", "gallery", "copy"]
    assert offered[1] == ["chat"], "a group without files has no gallery and no number"


def test_the_mouse_opens_chat_and_gallery_and_copies_the_number(qtbot: QtBot, read: MakeReader) -> None:
    pane = pane_of(qtbot, read, small())
    said: list[object] = []
    pane.chat_wanted.connect(said.append)
    pane.gallery_wanted.connect(said.append)
    place = listing(pane).visualRect(rows(pane)[0]).center()
    qtbot.mouseClick(listing(pane).viewport(), Qt.MouseButton.LeftButton, pos=place)
    for action in ("chat", "gallery", "copy"):
        press(qtbot, pane, 0, action)
    assert said == [2, 2, "+5511900000002"]
    assert QGuiApplication.clipboard().text() == "+5511900000002"


def test_the_keyboard_does_all_of_it(qtbot: QtBot, read: MakeReader) -> None:
    pane = pane_of(qtbot, read, small())
    said: list[object] = []
    pane.chat_wanted.connect(said.append)
    pane.gallery_wanted.connect(said.append)
    pane.left.connect(lambda: said.append("left"))
    pane.focus_find()
    find, table = pane.findChild(FindField), listing(pane)
    qtbot.keyClick(find, Qt.Key.Key_Down)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Down):
        qtbot.keyClick(table, key)
    qtbot.keyClick(table, Qt.Key.Key_Up)
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "+5511900000002")
    qtbot.keyClick(table, Qt.Key.Key_Escape)
    assert said == [2, "+5511900000002", "left"]


def test_the_menu_offers_the_same(qtbot: QtBot, read: MakeReader) -> None:
    pane = pane_of(qtbot, read, small())
    said: list[int] = []
    pane.chat_wanted.connect(said.append)
    listing(pane).setCurrentIndex(rows(pane)[0])
    qtbot.keyClick(listing(pane), Qt.Key.Key_Menu)
    menu = pane.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == ["Open the chat", "Open the gallery", "Copy the number"]
    menu.actions()[0].trigger()
    menu.close()
    assert said == [2]


def test_typing_narrows_the_list_without_accents_and_escape_gives_it_back(qtbot: QtBot, read: MakeReader) -> None:
    pane = pane_of(qtbot, read, small())
    find = pane.findChild(FindField)
    qtbot.keyClicks(find, "alv")
    qtbot.waitUntil(lambda: names(pane) == ["Álvaro Reis"])
    find.clear()
    qtbot.keyClicks(find, "0000-0005")
    qtbot.waitUntil(lambda: names(pane) == ["محمد علي"])
    qtbot.keyClick(find, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(rows(pane)) == 6)
    qtbot.keyClicks(find, "nobody")
    qtbot.waitUntil(lambda: "No contact has this name or number" in texts(pane))


def test_the_order_is_a_choice(qtbot: QtBot, read: MakeReader) -> None:
    pane = pane_of(qtbot, read, small())
    (latest,) = [button for button in pane.findChildren(QPushButton) if button.text() == "Recent"]
    latest.click()
    qtbot.waitUntil(lambda: names(pane)[:2] == ["Álvaro Reis", "محمد علي"])


def test_a_hundred_thousand_contacts_cost_only_those_in_sight(qtbot: QtBot, read: MakeReader) -> None:
    crowd = Crowd(100_000)
    pane = pane_of(qtbot, read, crowd)
    table = listing(pane)
    assert table.model().rowCount() == 100_000
    qtbot.waitUntil(lambda: bool(crowd.asked))
    assert sum(crowd.asked) <= 100, "the rows in sight and a screen beyond"
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    last = table.model().index(99_999, 0)
    qtbot.waitUntil(lambda: last.data() == "Contact 100000")
    assert table.visualRect(last).bottom() <= table.viewport().height(), "the last one is reached"
    assert sum(crowd.asked) <= 200


def test_the_rows_kept_are_bounded(qtbot: QtBot, read: MakeReader) -> None:
    crowd = Crowd(100_000)
    model = PeopleModel()
    model.wake(awake=True)
    model.read_from(read(crowd))
    qtbot.waitUntil(lambda: model.rowCount() == 100_000)
    for begin in range(0, 20_000, 500):
        model.want(begin, begin + 499)
        qtbot.waitUntil(lambda begin=begin: model.index(begin, 0).data() is not None)
        assert len(model._rows) <= MOST_ROWS + 500


def test_the_model_holds_under_every_change(qtbot: QtBot, read: MakeReader) -> None:
    crowd = Crowd(50)
    model = PeopleModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.wake(awake=True)
    model.read_from(read(crowd))
    for count in (50, 60, 55, 0, 3):
        crowd.touch(count)
        qtbot.waitUntil(lambda count=count: model.rowCount() == count, timeout=5_000)
        model.want(0, 20)
    model.show(PeopleOrder.NAME, "seven")
    qtbot.waitUntil(lambda: [model.id_at(row) for row in range(model.rowCount())] == [7])
    model.read_from(None)
    assert model.rowCount() == 0
    tester.deleteLater()


def test_nothing_is_asked_for_while_nobody_looks(qtbot: QtBot, read: MakeReader) -> None:
    crowd = Crowd(10)
    pane = pane_of(qtbot, read, crowd)
    pane.hide()
    crowd.touch(11)
    qtbot.wait(600)
    assert listing(pane).model().rowCount() == 10
    pane.show()
    qtbot.waitUntil(lambda: listing(pane).model().rowCount() == 11)


def test_an_error_is_said_with_a_way_out(qtbot: QtBot, read: MakeReader, caplog: pytest.LogCaptureFixture) -> None:
    crowd = Crowd(10)
    crowd.broken = True
    pane = ContactsPane(*make_look())
    keep(qtbot, pane)
    pane.show()
    pane.set_reader(read(crowd))
    qtbot.waitUntil(lambda: "The contacts cannot be read" in texts(pane))
    crowd.broken = False
    caplog.clear()
    (again,) = [button for button in pane.findChildren(QPushButton) if button.text() == "Try again"]
    again.click()
    qtbot.waitUntil(lambda: len(rows(pane)) == 10)


def test_an_account_that_knows_nobody_and_no_account_say_so(qtbot: QtBot, read: MakeReader) -> None:
    pane = ContactsPane(*make_look())
    keep(qtbot, pane)
    pane.show()
    assert "No account chosen" in texts(pane)
    stack = pane.findChild(QStackedWidget)
    pane.set_reader(None, opening=True)
    assert not isinstance(stack.currentWidget(), EmptyState | PeopleList), "a skeleton while it is opened"
    pane.show_failure()
    assert "The contacts cannot be read" in texts(pane)
    pane.set_reader(read(MemoryStore()))
    assert not isinstance(stack.currentWidget(), EmptyState | PeopleList), "a skeleton until it is known"
    qtbot.waitUntil(lambda: "No contacts yet" in texts(pane))


@pytest.mark.parametrize(("width", "scale"), [(1208, 1.0), (888, 1.0), (888, 1.5)])
@pytest.mark.parametrize("code", ["en", "pt_BR", "es"])
def test_nothing_overlaps_in_small_windows_with_large_text(
    qtbot: QtBot, read: MakeReader, code: str, width: int, scale: float
) -> None:
    set_language(code)
    pane = pane_of(qtbot, read, small(), width=width, height=504, scale=scale)
    assert inside(pane)
    assert pane.minimumSizeHint().width() <= width
    assert pane.minimumSizeHint().height() <= 504
    header = pane._header
    parts = sorted((part for part in header.children() if hasattr(part, "geometry") and hasattr(part, "isVisible")
                    and part.isVisible()), key=lambda part: part.x())  # fmt: skip
    for one, other in itertools.pairwise(parts):
        assert one.geometry().right() < other.geometry().left()
    theme = pane._theme
    rect = listing(pane).visualRect(rows(pane)[0])
    at = places(theme, rect.width(), rect.height())
    columns = [part for part in (at.avatar, at.name, at.files, at.last) if not part.isEmpty()]
    columns += [region.rect for region in person_regions(theme, rows(pane)[0].data(PersonRole), *rect.size().toTuple())]
    for left, right in itertools.pairwise(columns):
        assert left.right() <= right.left() + 0.5
    assert at.name.width() >= theme.px(160)
