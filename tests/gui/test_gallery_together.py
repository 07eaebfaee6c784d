"""The gallery over several accounts of a client: one grid, ids told apart, and each tile says whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.domain.ids import ClientId, InstanceId, InstanceRef
from app.domain.kinds import MediaKind, MediaState
from app.services.together import Keys, Together
from app.services.views import ViewStore
from app.ui.bridge import Reader
from app.ui.models.gallery import Owner
from app.ui.panes.gallery import GalleryPane, Reach, Scope
from tests.gui.looks import inside, make_look
from tests.support.view_store import MemoryStore

SHOP, STOCK = (InstanceRef(ClientId(1), InstanceId(name)) for name in ("shop", "stock"))
OWNERS = {SHOP: Owner("anil", "L", "Loja"), STOCK: Owner("terracota", "E", "Estoque")}
ANA = "+5511981423307"


def library(pictures: int, sounds: int) -> MemoryStore:
    """Return an account that talked with Ana and with somebody else, a minute between files."""
    store = MemoryStore()
    ana, other = store.add_chat("Ana", ANA), store.add_chat("Outra")
    for number in range(pictures):
        store.add_media(ana, name=f"foto {number}.jpg", state=MediaState.REMOTE if number == 0 else MediaState.LOCAL)
    for _number in range(sounds):
        store.add_media(other, MediaKind.AUDIO)
    return store


class House:
    """A gallery of two accounts."""

    def __init__(self, qtbot: QtBot, lane: ThreadPoolExecutor) -> None:
        theme, icons = make_look()
        self.qtbot, self.theme, self.keys = qtbot, theme, Keys()
        self.stores = {SHOP: library(5, 2), STOCK: library(3, 4)}
        self.reader = Reader(cast(ViewStore, Together(self.stores, self.keys)), lane)
        self.alone = Reader(self.stores[SHOP], lane)
        self.pane = GalleryPane(theme, icons)
        qtbot.addWidget(self.pane)
        self.pane.resize(1208, 752)
        self.pane.show()
        whose = {"reader": self.reader, "owner": lambda media: OWNERS[self.keys.split(media)[0]]}
        client, person = Scope(Reach.CLIENT, "Ramires", **whose), Scope(Reach.CONTACT, "Ana", ANA, **whose)
        self.pane.open(self.alone, "Loja", [client, person, Scope(Reach.ACCOUNT, "Loja")])
        self.wait(14)

    def wait(self, count: int) -> None:
        self.qtbot.waitUntil(lambda: len(self.pane.ids) == count)

    def close(self) -> None:
        self.reader.close()
        self.alone.close()


@pytest.fixture
def house(qtbot: QtBot, lane: ThreadPoolExecutor) -> Iterator[House]:
    made = House(qtbot, lane)
    yield made
    made.close()


def test_all_media_stand_in_one_order_under_their_days_with_counts_of_each_kind(house: House) -> None:
    listing = house.pane._model.listing
    assert {kind: count for kind, count in listing.counts.items() if count} == {"image": 8, "audio": 6}
    assert sum(day.count for day in listing.days) == 14
    house.qtbot.waitUntil(lambda: all(house.pane._model.tile_at(place).item for place in range(14)))
    times = [house.pane._model.tile_at(place).item.sent_at for place in range(14)]
    assert times == sorted(times, reverse=True)
    assert {house.keys.split(media)[0] for media in house.pane.ids} == {SHOP, STOCK}


def test_each_tile_says_and_shows_whose_it_is_and_of_one_account_none_does(house: House) -> None:
    model = house.pane._model
    house.qtbot.waitUntil(lambda: all(model.tile_at(place).item for place in range(14)))
    for place, media in enumerate(house.pane.ids):
        owner = OWNERS[house.keys.split(media)[0]]
        assert model.index_of(place).data(Qt.ItemDataRole.AccessibleTextRole).endswith(f", {owner.name}")
    both = [house.theme.colour(f"account.{owner.colour}.fill").name() for owner in OWNERS.values()]
    assert all(_painted(house, colour) for colour in both)
    house.pane._choose_scope("account:")
    house.wait(7)
    assert not any(_painted(house, colour) for colour in both)


def _painted(house: House, colour: str) -> bool:
    image = house.pane._area.grid.viewport().grab().toImage()
    spots = ((x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3))
    return sum(image.pixelColor(x, y).name() == colour for x, y in spots) > 10


def test_filters_search_and_one_person_reach_into_all_accounts(house: House) -> None:
    house.pane._tabs.chosen.emit(MediaKind.AUDIO)
    house.wait(6)
    house.pane._clear_filters()
    house.wait(14)
    house.pane._head.text_changed.emit("foto 1")
    house.wait(2)
    assert {house.keys.split(media) for media in house.pane.ids} == {(SHOP, 2), (STOCK, 2)}
    house.pane._clear_filters()
    house.pane._choose_scope(f"contact:{ANA}")
    house.wait(8)
    house.pane._head.text_changed.emit("foto 4")
    house.wait(1)


def test_a_selection_over_accounts_is_weighed_and_given_on_whole(house: House) -> None:
    house.pane._model.selection.select_all()
    house.qtbot.waitUntil(lambda: house.pane._weight is not None)
    assert house.pane._weight.elsewhere == 2
    with house.qtbot.waitSignal(house.pane.save_wanted) as wanted:
        house.pane._save()
    assert sorted(wanted.args[0]) == sorted(house.pane.ids)
    last = house.pane.ids[-1]
    with house.qtbot.waitSignal(house.pane.media_activated) as looked:
        house.pane._area.grid.looked_at.emit(last)
    assert looked.args == [last], "a key is longer than Qt's own numbers"


def test_what_arrives_in_any_account_appears(house: House) -> None:
    house.stores[STOCK].add_media(1)
    house.wait(15)


def test_a_clients_name_is_whole_where_there_is_room_and_all_ways_are_offered(house: House) -> None:
    head = house.pane._head
    house.pane._choose_scope("client:")
    assert head._title.text() == "Ramires"
    head._title.set_text("Móveis Ramires e Filhos")
    house.qtbot.waitUntil(lambda: head._title.text() == "Móveis Ramires e Filhos")
    assert all(button.isVisible() for button in head._segments.findChildren(QPushButton))


@pytest.mark.parametrize("width", [560, 620, 700])
def test_in_a_narrow_gallery_chat_and_contact_share_a_place_and_nothing_is_cut(house: House, width: int) -> None:
    pane = house.pane
    scopes = [*pane._scopes[:2], Scope(Reach.CHAT, "Ana Beatriz", ANA), pane._scopes[2]]
    pane.open(house.alone, "Loja", scopes)
    pane.resize(width, 552)
    house.qtbot.waitUntil(lambda: pane.width() == width and pane._head.width() == width)
    head = pane._head
    house.qtbot.waitUntil(head._segments.isVisible)
    shown = [button for button in head._segments.findChildren(QPushButton) if button.isVisible()]
    assert len(shown) == (3 if width == 560 else 4)
    assert all(button.width() >= button.minimumWidth() for button in shown)
    assert inside(head)
