"""Jumps to messages far away, and what a search marks: only a window is loaded, and the target is pointed out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLineEdit, QToolTip
from pytestqt.qtbot import QtBot

from app.services.views import ChatFilter, Hit, MessageRow
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.sending_as import SendingAs
from app.ui.panes.chat import ChatPane
from app.ui.panes.chat.spotlight import Spotlight
from app.ui.panes.chats import ChatsPane
from tests.gui.chat_store import NOW, ChatStore, ChatView, chat_row, media_item, message_row
from tests.gui.furniture import MakeReader

SHOP = SendingAs("1/loja", "Loja Centro", "anil", "Cloud API", "Ramires")
MANY = 12_000


@pytest.fixture
def pane(qtbot: QtBot, theme: Theme, icons: Icons) -> Iterator[ChatPane]:
    made = ChatPane(theme, icons)
    qtbot.addWidget(made)
    made.scene.now = lambda: NOW
    made.resize(630, 750)
    made.show()
    yield made
    made.close_chat()


def store_of(rows: list[MessageRow]) -> ChatStore:
    return ChatStore(chats=[chat_row(1, name="Marina Prado")], lines={1: rows})


def open_chat(qtbot: QtBot, pane: ChatPane, reader: object, message: int = 0) -> None:
    with qtbot.waitSignal(pane._model.opened):
        pane.open(reader, 1, SHOP, message=message)
    qtbot.waitUntil(lambda: pane._stack.currentWidget() is pane._list)


def in_sight(pane: ChatPane, message: int) -> bool:
    first, last = pane._list.in_sight()
    return first <= pane._model.row_of(message) <= last and pane._model.row_of(message) >= 0


def settled(qtbot: QtBot, pane: ChatPane) -> None:
    qtbot.waitUntil(lambda: not pane._model._busy)


@pytest.fixture(scope="module")
def long_chat() -> ChatStore:
    rows = [message_row(number) for number in range(1, MANY + 1)]
    rows[-1] = message_row(MANY, reply_to="M40", reply_text="Message number 40")
    rows[-2] = message_row(MANY - 1, reply_to="elsewhere", reply_text="")
    return store_of(rows)


def test_a_jump_in_a_chat_of_thousands_loads_what_is_around_its_target_only(
    qtbot: QtBot, pane: ChatPane, read: MakeReader, long_chat: ChatStore
) -> None:
    open_chat(qtbot, pane, read(long_chat))
    for target in (40, 6_000, MANY - 30, 1):
        with qtbot.waitSignal(pane._model.opened):
            pane.scroll_to(target)
        settled(qtbot, pane)
        assert in_sight(pane, target)
        assert pane._list.currentIndex().row() == pane._model.row_of(target)
        assert len(pane._model.rows) <= 400, "nothing between was loaded"
        ids = [int(row.id) for row in pane._model.rows]
        assert ids == list(range(ids[0], ids[0] + len(ids)))


def test_a_chat_opens_around_a_message_and_goes_on_both_ways(
    qtbot: QtBot, pane: ChatPane, read: MakeReader, long_chat: ChatStore
) -> None:
    open_chat(qtbot, pane, read(long_chat), 5_000)
    settled(qtbot, pane)
    assert in_sight(pane, 5_000) and not pane._model.at_start and not pane._model.at_end
    bar = pane._list.verticalScrollBar()
    for down in (False, True):
        known = {int(row.id) for row in pane._model.rows}
        bar.setValue(bar.maximum() if down else 0)
        qtbot.waitUntil(lambda known=known: {int(row.id) for row in pane._model.rows} - known != set())
        settled(qtbot, pane)
    pane._list.to_newest()
    qtbot.waitUntil(lambda: in_sight(pane, MANY))


def test_a_quote_leads_to_its_message_wherever_it_is(
    qtbot: QtBot, pane: ChatPane, read: MakeReader, long_chat: ChatStore
) -> None:
    open_chat(qtbot, pane, read(long_chat))
    index = pane._model.index(pane._model.row_of(MANY))
    quote = next(region for region in pane._list.regions(index) if region.action == "jump")
    point = pane._list.region_centre(index, quote)
    with qtbot.waitSignal(pane._model.opened):
        qtbot.mouseClick(pane._list.viewport(), Qt.MouseButton.LeftButton, pos=point)
    settled(qtbot, pane)
    assert in_sight(pane, 40)


def test_a_quote_of_what_is_not_here_says_so_and_stays(
    qtbot: QtBot, pane: ChatPane, read: MakeReader, long_chat: ChatStore
) -> None:
    open_chat(qtbot, pane, read(long_chat))
    with qtbot.waitSignal(pane._model.absent):
        pane._list.show_quoted("elsewhere")
    assert QToolTip.text() == "The message that this answers is not in Acervo."
    assert in_sight(pane, MANY)
    QToolTip.hideText()


def band(pane: ChatPane, message: int) -> str:
    """Return the colour beside a message's bubble."""
    place = pane._list.visualRect(pane._model.index(pane._model.row_of(message)))
    image: QImage = pane._list.viewport().grab().toImage()
    return image.pixelColor(QPoint(4, place.center().y())).name()


def test_the_target_of_a_jump_is_pointed_out_for_a_moment(
    qtbot: QtBot, pane: ChatPane, read: MakeReader, theme: Theme
) -> None:
    theme.reduced_motion = True
    open_chat(qtbot, pane, read(store_of([message_row(number) for number in range(1, 300)])))
    assert pane._list._delegate.spot.message == 0, "opening a chat points at nothing"
    with qtbot.waitSignal(pane._model.opened):
        pane.scroll_to(100)
    settled(qtbot, pane)
    assert band(pane, 100) == theme.colour("accent.tint_hover").name()
    assert band(pane, 99) != band(pane, 100)
    pane._list._delegate.spot._fading.setCurrentTime(1599)
    qtbot.waitUntil(lambda: pane._list._delegate.spot.message == 0)
    assert band(pane, 100) == band(pane, 99)


def test_a_spotlight_fades_and_points_at_one_thing(qtbot: QtBot, theme: Theme) -> None:
    theme.reduced_motion = False
    spot, moved = Spotlight(theme), []
    spot.moved.connect(moved.append)
    spot.point_at(5)
    spot.point_at(7)
    assert (spot.strength(5), spot.strength(7)) == (0.0, 1.0) and moved == [5, 5, 7]
    spot._fading.setCurrentTime(1400)
    assert 0 < spot.strength(7) < 0.5
    spot.clear()
    assert spot.strength(7) == 0.0


class _Found(ChatView):
    def search(self, text: str, limit: int, *_rest: object) -> list[Hit]:
        rows = [row for row in self.store.lines[1] if text.casefold() in row.text.casefold()]
        return [Hit(row.id, 1, None, "text", row.text, row.sent_at) for row in reversed(rows)][:limit]


def marked_pixels(pane: ChatPane | ChatsPane, theme: Theme) -> int:
    image, wanted = pane._list.viewport().grab().toImage(), theme.colour("selection.text_bg").rgb()
    return sum(image.pixel(x, y) == wanted for x in range(0, image.width(), 2) for y in range(0, image.height(), 2))


def test_what_is_searched_for_in_a_chat_is_marked_in_the_bubbles(
    qtbot: QtBot, pane: ChatPane, read: MakeReader, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.gui.chat_store.ChatView", _Found)
    document = media_item(4, kind="document", name="boleto_maio.pdf")
    rows = [message_row(1, text="O Boleto\nde maio"), message_row(2, text="outra coisa"), message_row(3, text="boleto")]
    open_chat(qtbot, pane, read(store_of([*rows, message_row(4, text="", media=document, kind="document")])))
    assert marked_pixels(pane, theme) == 0
    pane.open_search()
    qtbot.keyClicks(pane._find.findChild(QLineEdit), "bol")
    qtbot.waitUntil(lambda: pane._list._delegate.spot.message == 3)
    pane._list._delegate.spot.clear()
    several = marked_pixels(pane, theme)
    assert several > 100
    qtbot.keyClicks(pane._find.findChild(QLineEdit), "eto_maio")
    qtbot.waitUntil(lambda: 0 < marked_pixels(pane, theme) < several)
    qtbot.keyClick(pane._find.findChild(QLineEdit), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: marked_pixels(pane, theme) == 0)


def test_a_hit_in_the_hidden_part_of_a_long_text_is_unfolded(
    qtbot: QtBot, pane: ChatPane, read: MakeReader, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.gui.chat_store.ChatView", _Found)
    open_chat(qtbot, pane, read(store_of([message_row(1, text="muito antes " * 120 + "agulha"), message_row(2)])))
    folded = pane._list.visualRect(pane._model.index(0)).height()
    pane.open_search()
    qtbot.keyClicks(pane._find.findChild(QLineEdit), "agulha")
    qtbot.waitUntil(lambda: pane._list._delegate.spot.message == 1)
    assert pane._list.visualRect(pane._model.index(0)).height() > folded
    pane._list._delegate.spot.clear()
    assert marked_pixels(pane, theme) > 0


def test_what_the_chats_are_searched_for_is_marked_in_their_names_and_numbers(
    qtbot: QtBot, theme: Theme, icons: Icons, read: MakeReader
) -> None:
    chats = ChatsPane(theme, icons)
    qtbot.addWidget(chats)
    chats.resize(288, 500)
    chats.show()
    store = ChatStore(chats=[chat_row(1, name="João Prado"), chat_row(2, name="Ana")])
    chats.set_reader(read(store))
    qtbot.waitUntil(lambda: chats._model.row(1) is not None)
    assert marked_pixels(chats, theme) == 0
    field = chats.findChild(QLineEdit)
    qtbot.keyClicks(field, "jo")
    qtbot.waitUntil(lambda: chats._model.rowCount() == 1 and marked_pixels(chats, theme) > 20)
    field.clear()
    qtbot.waitUntil(lambda: chats._model.rowCount() == 2 and marked_pixels(chats, theme) == 0)
    with store.view() as view:
        assert len(view.chat_ids(ChatFilter.ALL, "")) == 2
    chats._delegate.wanted = "00000002"
    chats._list.viewport().update()
    assert marked_pixels(chats, theme) > 20, "the number stands where the last message stood"
