"""Search everywhere: found while typing in one client's accounts, walked and opened by the keyboard, hits marked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.ids import ClientId, InstanceId, InstanceRef
from app.domain.kinds import MediaKind
from app.services.views import Hit
from app.texts import LANGUAGES, set_language
from app.ui.dialogs.search import SearchSheet
from app.ui.models.find_rows import FindsModel, Heading, Rest, rows_of
from app.ui.models.finds import FIRST, Account, Find, Found, Group, Search, look_for, merged
from tests.gui.furniture import MakeReader
from tests.gui.looks import inside, make_look
from tests.support.view_store import START, MemoryStore, MemoryView

K = Qt.Key
SHOP, STOCK = (InstanceRef(ClientId(1), InstanceId(name)) for name in ("shop", "stock"))


def shop(messages: int = 3, *, name: str = "Marina Prado") -> MemoryStore:
    """Return an account: a person with messages, captions and files about a boleto."""
    store = MemoryStore()
    chat, other = store.add_chat(name), store.add_chat("João Boleto", "+5511981423307")
    for _number in range(messages):
        store.add(chat, "Segue o BOLÊTO de maio")
    store.add_media(chat, MediaKind.IMAGE, caption="o boleto pago")
    store.add_media(chat, MediaKind.DOCUMENT, name="boleto_maio.pdf")
    store.add(other, "bom dia")
    return store


def account(read: MakeReader, store: MemoryStore, ref: InstanceRef = SHOP) -> Account:
    return Account(ref, read(store), str(ref.instance), "anil", "LC")


class House:
    """A window with the search open over it, and what was chosen."""

    def __init__(self, qtbot: QtBot, accounts: list[Account], *, dark: bool = False, scale: float = 1.0) -> None:
        theme, icons = make_look(dark=dark, scale=scale)
        theme.reduced_motion = True
        self.qtbot, self.window = qtbot, QMainWindow()
        self.window.setCentralWidget(QWidget())
        self.window.resize(960, 600)
        qtbot.addWidget(self.window)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.chosen: list[tuple[Find, bool]] = []
        self.sheet = SearchSheet(theme, icons, self.window, "Móveis Ramires", accounts)
        self.sheet.chosen.connect(lambda find, to_message: self.chosen.append((find, to_message)))
        self.sheet.open()
        self.settle()

    @property
    def rows(self) -> list[object]:
        model = self.sheet._model
        return [model.row(number) for number in range(model.rowCount())]

    @property
    def current(self) -> Find | None:
        return self.sheet._model.row(self.sheet._list.currentIndex().row())

    def settle(self) -> None:
        search, pause = self.sheet._search, self.sheet._field._pause
        self.qtbot.waitUntil(lambda: not pause.isActive() and not search.busy)

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(self.window.focusWidget(), text)
        self.settle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.window.focusWidget(), key, modifier)


@pytest.fixture
def house(qtbot: QtBot, read: MakeReader) -> House:
    return House(qtbot, [account(read, shop())])


def finds(house: House, group: Group) -> list[Find]:
    return [row for row in house.rows if isinstance(row, Find) and row.group is group]


def hits(find: Find) -> list[str]:
    return [find.text[start:end] for start, end in find.spans]


def test_before_anything_is_typed_the_recent_chats_are_there(house: House) -> None:
    heading, first, second = house.rows
    assert isinstance(heading, Heading) and heading.recent
    assert [first.chat.name, second.chat.name] == ["João Boleto", "Marina Prado"]
    assert house.current == first


def test_people_messages_and_files_are_found_newest_first_with_their_hits_marked(house: House) -> None:
    house.type("boleto")
    (person,) = finds(house, Group.PEOPLE)
    assert [person.chat.name[a:b] for a, b in person.name_spans] == ["Boleto"]
    words = finds(house, Group.WORDS)
    assert [find.text for find in words] == ["o boleto pago", *["Segue o BOLÊTO de maio"] * 3]
    assert [hits(find) for find in words] == [["boleto"], *[["BOLÊTO"]] * 3]
    (file,) = finds(house, Group.FILES)
    assert (file.text, hits(file), file.media.kind) == ("boleto_maio.pdf", ["boleto"], MediaKind.DOCUMENT)


def test_a_number_finds_its_chat_however_it_is_written(house: House) -> None:
    house.type("98142-33")
    (person,) = finds(house, Group.PEOPLE)
    assert hits(person) == ["98142-33"] and person.text == "+55 11 98142-3307"


def test_the_arrows_walk_from_the_field_past_the_headings_and_enter_opens(house: House) -> None:
    house.type("boleto")
    assert house.current.group is Group.PEOPLE
    for _step in range(2):
        house.press(K.Key_Down)
    assert house.current.text == "Segue o BOLÊTO de maio"
    house.press(K.Key_Up)
    house.press(K.Key_Return)
    ((find, to_message),) = house.chosen
    assert (find.text, find.message, to_message) == ("o boleto pago", 4, False)
    assert not house.sheet.isVisible()


def test_ctrl_enter_wants_the_message_of_a_file(house: House) -> None:
    house.type("maio.pdf")
    house.press(K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    ((find, to_message),) = house.chosen
    assert (find.group, to_message) == (Group.FILES, True)


def test_escape_leaves_and_nothing_is_chosen(house: House) -> None:
    house.type("boleto")
    house.press(K.Key_Escape)
    assert not house.sheet.isVisible() and house.chosen == []


def test_what_is_typed_in_the_list_goes_on_in_the_field(house: House) -> None:
    house.sheet._list.setFocus()
    house.press(K.Key_B)
    house.type("o")
    assert house.sheet._field.text() == "bo"


def test_nothing_found_says_what_was_looked_for(house: House) -> None:
    house.type("xyzzy")
    assert house.sheet._stack.currentWidget() is house.sheet._nothing
    assert house.sheet._nothing.accessibleName() == "Nothing found"
    house.press(K.Key_Return)
    assert house.chosen == []


def test_a_group_shows_its_first_ones_and_leads_to_all_of_them(qtbot: QtBot, read: MakeReader) -> None:
    house = House(qtbot, [account(read, shop(FIRST + 30))])
    house.type("boleto")
    (rest,) = [row for row in house.rows if isinstance(row, Rest)]
    assert rest == Rest(Group.WORDS, f"{FIRST}+") and len(finds(house, Group.WORDS)) == 6
    place = house.sheet._model.index(house.rows.index(rest))
    house.sheet._list.scrollTo(place)
    at = house.sheet._list.visualRect(place).center()
    qtbot.mouseClick(house.sheet._list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert len(finds(house, Group.WORDS)) == FIRST and not finds(house, Group.FILES)
    for _page in range(20):
        house.press(K.Key_PageDown)
        house.settle()
    assert len(finds(house, Group.WORDS)) == FIRST + 31
    assert house.current.text == "Segue o BOLÊTO de maio"


def test_the_accounts_of_a_client_are_searched_together_and_one_alone_when_it_is_chosen(
    qtbot: QtBot, read: MakeReader
) -> None:
    stock = shop(1, name="Marina do Estoque")
    house = House(qtbot, [account(read, shop(2)), account(read, stock, STOCK)])
    house.type("boleto")
    words = finds(house, Group.WORDS)
    assert {find.ref for find in words} == {SHOP, STOCK} and len(words) == 5
    assert [find.at for find in words] == sorted((find.at for find in words), reverse=True)
    assert set(house.sheet._delegate.accounts) == {SHOP, STOCK}
    button = next(b for b in house.sheet.findChildren(QPushButton) if b.text() == "Account")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    house.settle()
    assert {find.ref for find in finds(house, Group.WORDS)} == {SHOP}
    assert house.sheet._delegate.accounts == {}


def test_the_newest_is_chosen_whichever_account_answers_first(qtbot: QtBot, read: MakeReader) -> None:
    older, newer = shop(9), shop(1, name="Marina do Estoque")
    chat = newer.add_chat("Ana")
    newer.add(chat, "o boleto mais novo", sent_at=START + 10**6)
    house = House(qtbot, [account(read, older), account(read, newer, STOCK)])
    house.type("boleto")
    house.sheet._choose_group(Group.WORDS)
    parts = house.sheet._search._parts
    house.sheet._typed = True
    house.sheet._take(merged([parts[SHOP]], house.sheet._search._limits))
    assert house.current.ref == SHOP
    house.sheet._take(merged([parts[SHOP], parts[STOCK]], house.sheet._search._limits))
    assert house.current.text == "o boleto mais novo", "nobody walked away from the first one"
    assert house.sheet._list.verticalScrollBar().value() == 0


def test_one_account_needs_no_choice_of_where(house: House) -> None:
    assert not house.sheet._reach.isVisible()


class _Slow(MemoryStore):
    """A store that answers when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.broken = False

    @contextmanager
    def view(self) -> Iterator[MemoryView]:
        if self.broken:
            raise OSError("no database")
        yield _Noting(self)


class _Noting(MemoryView):
    def search(self, text: str, *rest: object, **named: object) -> list[Hit]:
        self._store.asked.append(text)
        return super().search(text, *rest, **named)


def test_an_answer_to_an_older_question_is_dropped(qtbot: QtBot, read: MakeReader) -> None:
    store = _Slow()
    chat = store.add_chat("Ana")
    store.add(chat, "boleto")
    store.add(chat, "recibo")
    search, came = Search(), []
    search.came.connect(lambda found: came.append([find.text for find in found.of(Group.WORDS)]))
    search.look_in([account(read, store)])
    search.ask("boleto")
    search.ask("recibo")
    qtbot.waitUntil(lambda: not search.busy)
    qtbot.wait(50)
    assert came == [["recibo"]]


def test_what_arrives_while_the_search_stands_is_shown_and_the_choice_stays(qtbot: QtBot, read: MakeReader) -> None:
    store = shop()
    house = House(qtbot, [account(read, store)])
    house.type("boleto")
    house.press(K.Key_Down)
    chosen = house.current
    store.add(1, "mais um boleto")
    qtbot.waitUntil(lambda: len(finds(house, Group.WORDS)) == 5)
    house.settle()
    assert house.current.key == chosen.key and finds(house, Group.WORDS)[0].text == "mais um boleto"


def test_a_search_that_fails_says_so_and_can_be_tried_again(
    qtbot: QtBot, read: MakeReader, caplog: pytest.LogCaptureFixture
) -> None:
    store = _Slow()
    store.add(store.add_chat("Ana"), "boleto")
    house = House(qtbot, [account(read, store)])
    store.broken = True
    house.type("bol")
    assert house.sheet._nothing.accessibleName() == "The search did not answer"
    store.broken = False
    qtbot.mouseClick(house.sheet._nothing.findChild(QPushButton), Qt.MouseButton.LeftButton)
    house.settle()
    assert len(finds(house, Group.WORDS)) == 1
    assert [record.getMessage() for record in caplog.records] == ["search_failed"]
    caplog.clear()


def test_the_list_takes_only_what_differs(qtbot: QtBot) -> None:
    model = FindsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    store = shop(8)
    with store.view() as view:
        several = look_for(view, SHOP, "boleto", dict.fromkeys(Group, 50))
        one = look_for(view, SHOP, "maio", dict.fromkeys(Group, 50))
    removed: list[int] = []
    model.rowsRemoved.connect(lambda _parent, first, last: removed.append(last - first + 1))
    for found, only in ((several, None), (several, Group.WORDS), (one, None), (Found(), None), (several, None)):
        model.show(rows_of(found, only))
        assert [model.row(n) for n in range(model.rowCount())] == rows_of(found, only)
    before = len(removed)
    model.show(rows_of(several, None))
    assert len(removed) == before, "the same rows are not touched"
    del tester


def test_rows_are_spoken_with_what_was_found_when_and_in_which_account(house: House) -> None:
    house.type("maio.pdf")
    house.sheet._model.name_accounts({SHOP: "Loja Centro"})
    index = house.sheet._list.currentIndex()
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("boleto_maio.pdf, Document, Marina Prado · ") and spoken.endswith(", Loja Centro")
    assert house.sheet._model.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Files 1"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_is_cut_in_the_smallest_window(qtbot: QtBot, read: MakeReader, language: str, scale: float) -> None:
    set_language(language)
    house = House(qtbot, [account(read, shop(60)), account(read, shop(60), STOCK)], dark=scale > 1, scale=scale)
    house.type("boleto")
    assert inside(house.sheet.panel)
    parts = [*house.sheet._chips.values(), house.sheet._reach]
    spans = sorted((part.mapTo(house.sheet, QPoint(0, 0)).x(), part.width()) for part in parts)
    assert all(left + width <= right for (left, width), (right, _w) in pairwise(spans))
    assert all(chip.width() >= chip.sizeHint().width() for chip in house.sheet._chips.values())
