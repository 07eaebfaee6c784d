"""The frame with its real panes over libraries in memory, everything in it as long as it may get."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from app.domain.addresses import Address
from app.domain.ids import ClientId, InstanceId, InstanceRef
from app.domain.kinds import MediaKind, MessageKind
from app.domain.statuses import Status
from app.domain.uploads import UploadState
from app.services.connections import Connection
from app.services.views import ContactRow
from app.system.settings_file import SettingsFile
from app.texts import set_language
from app.ui.bridge import Reader
from app.ui.look.theme import Theme
from app.ui.main_window import MainWindow
from app.ui.models.accounts import AccountTile
from app.ui.models.chats import Sending
from app.ui.models.playing import PlayerState
from app.ui.models.sending_as import SendingAs
from app.ui.pane_places import Panes
from tests.gui.chat_lines import LONG_NAME, all_lines
from tests.gui.chat_store import NOW, ChatStore, chat_row, media_item, own, page, picture
from tests.gui.looks import make_look
from tests.support.gallery_store import FormulaMedia, GalleryStore

PEOPLE = (
    "María Fernanda Núñez de la Torre y Villaseñor",
    "Associação Beneficente dos Trabalhadores Aposentados da Região Metropolitana",
    "אברהם יצחק בן־יעקב הלוי מירושלים",
    "Donaudampfschifffahrtsgesellschaftskapitänswitwe",
    "+5511988880000",
    "Li",
)
COLOURS = ("anil", "terracota", "violeta", "oliva", "azul", "magenta")
SHOP = InstanceRef(ClientId(1), InstanceId("loja"))
_STATUSES = (Status.ACCEPTED, Status.SENT, Status.DELIVERED, Status.READ)


@dataclass
class WholeWindow:
    """A shown window and what its tests take hold of."""

    qtbot: QtBot
    theme: Theme
    frame: MainWindow
    panes: Panes

    def pane(self, name: str) -> Any:
        return self.panes.get(name)

    def settle(self) -> None:
        """Let layouts take what was asked of them."""
        for _round in range(3):
            QCoreApplication.sendPostedEvents()


@contextmanager
def whole_window(
    qtbot: QtBot, folder: Path, size: tuple[int, int], *, language: str = "en", scale: float = 1.0, dark: bool = False
) -> Iterator[WholeWindow]:
    """Show the frame with an open chat, six accounts, transfers, a sound that plays and media that expire."""
    set_language(language)
    theme, icons = make_look(dark=dark, scale=scale)
    theme.reduced_motion = True
    panes = Panes(theme, icons)
    frame = MainWindow(theme, icons, SettingsFile(folder / "window.json"), panes)
    qtbot.addWidget(frame)
    with ThreadPoolExecutor(2) as lane:
        store = _chats()
        readers = [Reader(store, lane, seen=store.changed())]
        window = WholeWindow(qtbot, theme, frame, panes)
        _fill(window, readers[0])
        frame.resize(*size)
        frame.show()
        frame.show_chat(shown=True)
        yield_to = window.pane("chat")
        yield_to.scene.now = lambda: NOW
        yield_to.open(readers[0], 1, _sender())
        qtbot.waitUntil(lambda: yield_to._stack.currentWidget() is yield_to._list)
        qtbot.waitUntil(lambda: window.pane("chats")._model.row(1) is not None)
        try:
            yield window
        finally:
            yield_to.close_chat()
            window.pane("chats").set_reader(None)
            frame.hide()
            for reader in readers:
                reader.close()


@contextmanager
def gallery_in(window: WholeWindow) -> Iterator[Any]:
    """Show the gallery of a library of two thousand, some of it selected."""
    from tests.gui.gallery_parts import SCOPES

    media = GalleryStore(FormulaMedia(2_000, 40))
    with ThreadPoolExecutor(2) as lane:
        reader = Reader(media, lane, seen=media.changed())
        window.frame.show_section("gallery")
        gallery = window.pane("gallery")
        gallery.open(reader, "Loja Centro", SCOPES)
        window.qtbot.waitUntil(lambda: len(gallery.ids) > 0, timeout=5000)
        gallery._model.selection.select_all()
        window.qtbot.waitUntil(lambda: gallery._bar.isVisible() and gallery._bar.height() > 0)
        try:
            yield gallery
        finally:
            window.frame.show_section("chats")
            gallery._model.read_from(None)
            reader.close()


def _fill(window: WholeWindow, reader: Reader) -> None:
    frame, chats, side = window.frame, window.pane("chats"), window.pane("side")
    frame.rail.set_accounts(_accounts())
    frame.rail.set_current(SHOP)
    frame.rail.set_queue_count(1234)
    frame.show_section("chats")
    chats.set_reader(reader)
    chats.set_sending({2: Sending(LONG_NAME, 0.47)})
    side.set_reader(reader)
    side.set_contact(_contact(), list(range(60, 68)))
    frame.bottom.set_transfers(1234, 5678, 3_100_000.0, 7_200.0)
    frame.bottom.set_expiring(1234)
    sound = PlayerState(
        28, True, 3_599.0, 36_000.0, 1.75, PEOPLE[0], "Voice message · yesterday 14:30", bytes(range(64))
    )
    window.pane("player").set_state(sound)
    window.pane("chat").set_player_state(sound)


def _accounts() -> list[AccountTile]:
    states = (Connection.CONNECTED, Connection.UNREACHED, Connection.DISCONNECTED)
    clients = ("Ramires", "Móveis Planejados Aroeira & Filhos", "Ramires")
    return [
        AccountTile(
            SHOP if number == 0 else InstanceRef(ClientId(1 + number // 2), InstanceId(f"a{number}")),
            clients[number // 2],
            PEOPLE[number],
            "LC",
            COLOURS[number],
            1234 * number,
            states[number % 3],
        )
        for number in range(6)
    ]


def _sender() -> SendingAs:
    return SendingAs(
        str(SHOP), "Loja Centro de Distribuição e Atendimento", "anil", "Cloud API", PEOPLE[1], NOW + 9_000.0
    )


def _contact() -> ContactRow:
    counts = tuple((kind.value, 123_456) for kind in MediaKind)
    address = Address("+5511981423307")
    return ContactRow(address, PEOPLE[1], PEOPLE[0], (address,), False, counts, 1_234, 5_678)


def _chats() -> ChatStore:
    rows = [
        chat_row(
            number + 1,
            name=PEOPLE[number % len(PEOPLE)],
            unread=(0, 2, 1234)[number % 3],
            pinned=number % 4 == 1,
            last_kind=(MessageKind.TEXT, MessageKind.DOCUMENT, MessageKind.AUDIO)[number % 3],
            last_text=("Muito obrigada pelo retorno. " * 4, LONG_NAME, "")[number % 3],
            last_direction=own(1).direction if number % 2 else chat_row(1).last_direction,
            last_status=_STATUSES[number % 4] if number % 2 else None,
            last_upload=UploadState.UNCONFIRMED if number == 5 else None,
        )
        for number in range(24)
    ]
    store = ChatStore(rows, {1: list(all_lines().values())}, {1: _contact()})
    small, paper = picture(128, 96), page()
    store.pictures = {number: (1280, 960, picture(256, 192)) for number in range(20, 70)}
    store.pictures |= dict.fromkeys((31, 32, 33), (192, 256, paper))
    store.small = dict.fromkeys(range(20, 70), small)
    store.waves = {number: bytes((37 * bar) % 100 for bar in range(64)) for number in (28, 29, 30)}
    store.lines[2] = [own(90, media=media_item(90))]
    return store
