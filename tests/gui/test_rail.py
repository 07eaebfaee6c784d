"""The rail shows accounts by client, says in words what its marks mean, and is used by mouse and keyboard alike."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from app.domain.ids import ClientId, InstanceId, InstanceRef
from app.services.connections import Connection
from app.texts import set_language
from app.ui.look.initials import initials
from app.ui.look.marks import count_text
from app.ui.models.accounts import AccountsModel, AccountTile
from app.ui.panes.rail import Rail
from app.ui.panes.rail.button import RailButton
from tests.gui.looks import make_look


def tile(client: int, id: str, name: str, **facts: object) -> AccountTile:
    ref = InstanceRef(ClientId(client), InstanceId(id))
    colour = {"centro": "anil", "entregas": "terracota", "fin": "violeta"}.get(id, "oliva")
    made = {"unread": 0, "connection": Connection.CONNECTED, **facts}
    return AccountTile(ref, ("Ramires", "Aroeira")[client - 1], name, initials(name), colour, **made)


TILES = [
    tile(1, "centro", "Loja Centro", unread=12),
    tile(1, "entregas", "Entregas", unread=3),
    tile(2, "fin", "Financeiro", connection=Connection.UNREACHED),
    tile(2, "pos", "Pós-venda", connection=Connection.DISCONNECTED, unread=1),
]


@pytest.fixture
def rail(qtbot: QtBot) -> Rail:
    theme, icons = make_look()
    made = Rail(theme, icons)
    qtbot.addWidget(made)
    made.set_accounts(TILES)
    made.set_current(TILES[0].ref)
    made.resize(72, 752)
    made.show()
    return made


def listing(rail: Rail) -> QListView:
    found = rail.findChild(QListView)
    assert found is not None
    return found


def buttons(rail: Rail) -> dict[str, RailButton]:
    return {button.accessibleName(): button for button in rail.findChildren(RailButton)}


def colour_at(rail: Rail, x: int, y: int) -> QColor:
    return rail.grab().toImage().pixelColor(x, y)


def test_the_model_keeps_qts_rules_through_changes(qtbot: QtBot) -> None:
    model = AccountsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for tiles in (TILES, TILES[:1], [], TILES, [tile(1, "centro", "Outra")]):
        model.set_tiles(tiles)
    assert model.rowCount() == 2


def test_a_new_count_repaints_one_row_and_moves_nothing(qtbot: QtBot) -> None:
    model, changed, resets = AccountsModel(), [], []
    model.set_tiles(TILES)
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    model.modelReset.connect(lambda: resets.append(1))
    model.set_tiles([tile(1, "centro", "Loja Centro", unread=13), *TILES[1:]])
    assert changed == [(1, 1)] and resets == []


def test_every_client_has_its_caption_before_its_tiles(rail: Rail) -> None:
    model = listing(rail).model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == [
        *("Ramires", "Loja Centro", "Entregas", "Aroeira", "Financeiro", "Pós-venda"),
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Loja Centro · connected · 12 unread"),
        ("pt_BR", "Loja Centro · conectada · 12 não lidas"),
        ("es", "Loja Centro · conectada · 12 sin leer"),
    ],
)
def test_a_tile_says_in_words_what_its_marks_mean(rail: Rail, language: str, words: str) -> None:
    set_language(language)
    rail.retranslate()
    index = listing(rail).model().index(1, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == words
    assert index.data(Qt.ItemDataRole.ToolTipRole) == words
    assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "Ramires"


def test_a_click_on_a_tile_chooses_the_account_and_a_caption_chooses_nothing(rail: Rail, qtbot: QtBot) -> None:
    chosen: list[object] = []
    rail.account_chosen.connect(chosen.append)
    view = listing(rail)
    for row in (0, 2):
        qtbot.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(row, 0)).center()
        )
    assert chosen == [TILES[1].ref]


def test_arrows_walk_over_captions_and_enter_chooses(rail: Rail, qtbot: QtBot) -> None:
    chosen: list[object] = []
    rail.account_chosen.connect(chosen.append)
    view = listing(rail)
    rail.focus_first()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(view, key)
    assert chosen == [TILES[2].ref]


def test_the_active_account_has_its_full_colour_and_the_edge(rail: Rail) -> None:
    theme, _icons = make_look()
    view = listing(rail)
    row = view.visualRect(view.model().index(1, 0)).translated(view.pos())
    assert colour_at(rail, 1, row.center().y()) == theme.colour("account.anil.fill")
    assert colour_at(rail, row.center().x() - 16, row.center().y() + 16) == theme.colour("account.anil.fill")
    other = view.visualRect(view.model().index(2, 0)).translated(view.pos())
    assert colour_at(rail, 1, other.center().y()) == theme.colour("surface.frame")
    assert colour_at(rail, other.center().x() - 16, other.center().y()) == theme.colour("account.terracota.tint")


@pytest.mark.parametrize(("row", "path"), [(1, "success.fill"), (4, "warning.fill"), (5, "danger.fill")])
def test_a_connection_is_a_dot_a_ring_or_a_cross_in_its_colour(rail: Rail, row: int, path: str) -> None:
    theme, _icons = make_look()
    view = listing(rail)
    place = view.visualRect(view.model().index(row, 0)).translated(view.pos())
    corner = place.center() + QPoint(17, 16)
    image = rail.grab().toImage()
    near = {image.pixelColor(corner.x() + x, corner.y() + y).name() for x in range(-5, 6) for y in range(-5, 6)}
    assert theme.colour(path).name() in near
    centre = image.pixelColor(corner).name()
    assert (centre == theme.colour(path).name()) == (row != 4), "only the ring is hollow"


def test_sections_are_asked_for_and_shown_when_the_window_says_so(rail: Rail, qtbot: QtBot) -> None:
    asked: list[str] = []
    rail.section_chosen.connect(asked.append)
    queue = buttons(rail)["Queue"]
    qtbot.mouseClick(queue, Qt.MouseButton.LeftButton)
    assert asked == ["queue"] and not queue.isChecked()
    rail.set_section("queue")
    assert queue.isChecked()
    rail.set_section("chats")
    assert not queue.isChecked()


def test_the_queue_says_how_many_wait(rail: Rail) -> None:
    rail.set_queue_count(3)
    assert "Queue · 3" in buttons(rail)
    rail.set_queue_count(0)
    assert "Queue" in buttons(rail)


def test_adding_and_the_menu_are_signals(rail: Rail, qtbot: QtBot) -> None:
    with qtbot.waitSignal(rail.add_wanted):
        qtbot.mouseClick(buttons(rail)["Add an account"], Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(rail.menu_wanted):
        qtbot.mouseClick(buttons(rail)["Menu"], Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("height", [552, 752])
def test_all_accounts_fit_also_in_the_lowest_window_and_no_button_is_cut(rail: Rail, qtbot: QtBot, height: int) -> None:
    rail.resize(72, height)
    qtbot.wait(10)
    view = listing(rail)
    last = view.visualRect(view.model().index(view.model().rowCount() - 1, 0))
    assert last.bottom() <= view.viewport().height()
    shown = [button for button in rail.findChildren(RailButton) if button.isVisible()]
    assert all(rail.rect().contains(button.geometry()) for button in shown)
    overlapping = [(a, b) for a in shown for b in shown if a is not b and a.geometry().intersects(b.geometry())]
    assert not overlapping
    assert ("Dashboard" in {b.accessibleName() for b in shown}) == (height == 752)


def test_forty_accounts_can_be_scrolled_and_leave_the_buttons_their_place(rail: Rail, qtbot: QtBot) -> None:
    rail.set_accounts([tile(1, f"n{number}", f"Número {number}") for number in range(40)])
    qtbot.wait(10)
    view = listing(rail)
    assert view.height() < view.sizeHint().height()
    view.scrollTo(view.model().index(40, 0))
    assert view.verticalScrollBar().value() > 0
    assert rail.rect().contains(buttons(rail)["Settings"].geometry())


def test_the_scale_grows_everything_together(qtbot: QtBot) -> None:
    theme, icons = make_look(scale=1.5)
    rail = Rail(theme, icons)
    qtbot.addWidget(rail)
    rail.set_accounts(TILES)
    rail.show()
    assert rail.width() == 108
    assert listing(rail).sizeHintForRow(1) == 78
    assert listing(rail).indexAt(QPoint(0, 0)) != QModelIndex()


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Loja Centro", "LC"), ("Entregas", "EN"), ("", ""), ("— 3 —", "3"), ("ياسمين الخطيب", "يا"), ("a b c", "AC")],
)
def test_initials_are_those_of_the_first_and_last_word(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_count_that_is_very_large_is_given_up_on_openly() -> None:
    assert count_text(999) == "999" and count_text(1000) == "999+"
