"""Where panes lead: the search to messages and files, the gallery's forward to a sheet, the side panel to kinds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from pytestqt.qtbot import QtBot

from app.domain.ids import ClientId, InstanceId, InstanceRef
from app.domain.kinds import MediaKind, MediaState
from app.services.store import GalleryQuery
from app.services.views import ChatFilter
from app.ui.dialogs.prepare import PrepareSheet
from app.ui.dialogs.search import ChooseChat, SearchSheet
from app.ui.models.find_rows import Heading
from app.ui.models.finds import Find, Group
from app.ui.models.listing import NOT_RECEIVED
from app.ui.panes.viewer.content import Form
from tests.gui.test_window_wired import CUSTOMER, LOJA, NUMBER, SLOW_MS, House, gateway, house, opened
from tests.support import samples
from tests.support.sandbox import SandboxProcess

__all__ = ["gateway", "house"]

STOCK = InstanceRef(ClientId(1), InstanceId("estoque"))
OTHERS = InstanceRef(ClientId(2), InstanceId("outra"))
NUMBERS = {LOJA: NUMBER, STOCK: "5511977770000", OTHERS: "5511966660000"}
ANA = "5511955554444"


def texts(house: House, ref: InstanceRef) -> int:
    """Return how many messages an account has."""
    with house.core.desk(ref).store.view() as view:
        chats = view.chat_ids(ChatFilter.ALL)
        return sum(len(view.messages_before(chat, None, 1000)) for chat in chats)


def states(house: House, ref: InstanceRef = LOJA) -> list[MediaState]:
    with house.core.desk(ref).store.view() as view:
        return [item.state for item in view.media_rows(view.media_ids(GalleryQuery()))]


def found(sheet: SearchSheet) -> list[Find]:
    rows = [sheet._model.row(number) for number in range(sheet._model.rowCount())]
    return [row for row in rows if isinstance(row, Find)]


def search(qtbot: QtBot, house: House, text: str, done: Callable[[list[Find]], bool]) -> SearchSheet:
    """Open the search, type, and wait for the results."""
    command = house.window.actions.action("find_everywhere")
    assert command.shortcut().toString() == "Ctrl+K"
    command.trigger()
    sheet = house.window.sheets.top
    assert isinstance(sheet, SearchSheet)
    qtbot.keyClicks(sheet.first_field(), text)
    qtbot.waitUntil(lambda: sheet._search.text == text and not sheet._search.busy and done(found(sheet)))
    return sheet


def open_all(qtbot: QtBot, house: House, gateway: SandboxProcess, *refs: InstanceRef) -> None:
    for ref in refs:
        house.add(gateway, ref, NUMBERS[ref], str(ref.instance))
    opened(qtbot, house)
    qtbot.waitUntil(lambda: len(house.window.accounts.desks()) == len(refs), timeout=SLOW_MS)


def test_the_search_stays_with_one_client_and_leads_to_a_message_of_its_other_account(
    qtbot: QtBot, house: House, gateway: SandboxProcess
) -> None:
    open_all(qtbot, house, gateway, LOJA, STOCK, OTHERS)
    for ref, name in ((LOJA, "Marina Prado"), (STOCK, "Ana Ribeiro"), (OTHERS, "Carla Dias")):
        gateway.deliver(NUMBERS[ref], from_=CUSTOMER, name=name, text="segue o comprovante")
        qtbot.waitUntil(lambda ref=ref: texts(house, ref) == 1, timeout=SLOW_MS)
    house.window.accounts.choose(LOJA)
    sheet = search(qtbot, house, "comprovante", lambda finds: len(finds) == 2)
    assert {find.ref for find in found(sheet)} == {LOJA, STOCK}
    assert isinstance(sheet._model.row(0), Heading)
    other = next(find for find in found(sheet) if find.ref == STOCK)
    sheet._list.setCurrentIndex(sheet._model.index(sheet._model.place_of(other)))
    qtbot.keyClick(sheet.first_field(), Qt.Key.Key_Return)
    assert house.window.accounts.current == STOCK
    chat = house.window.panes.get("chat")
    qtbot.waitUntil(lambda: chat._list._delegate.spot.message == other.message, timeout=SLOW_MS)
    qtbot.waitUntil(lambda: house.window._chats.address == f"+{CUSTOMER}")
    house.window.accounts.choose(OTHERS)
    sheet = search(qtbot, house, "comprovante", lambda finds: len(finds) == 1)
    assert {find.ref for find in found(sheet)} == {OTHERS} and not sheet._reach.isVisible()
    qtbot.keyClick(sheet.first_field(), Qt.Key.Key_Escape)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "comprovante.jpg"
    path.write_bytes(samples.jpeg())
    return path


def receive(qtbot: QtBot, house: House, gateway: SandboxProcess, file: Path, kind: str = "document") -> None:
    before = len(states(house))
    mime = {"document": "image/jpeg", "image": "image/jpeg", "audio": "audio/ogg; codecs=opus"}[kind]
    gateway.deliver(NUMBER, from_=CUSTOMER, name="Marina Prado", file_path=str(file), type=kind, mime=mime)
    qtbot.waitUntil(lambda: len(states(house)) == before + 1, timeout=SLOW_MS)


def test_a_file_that_was_found_opens_in_the_viewer_and_its_message_with_ctrl(
    qtbot: QtBot, house: House, gateway: SandboxProcess, photo: Path
) -> None:
    open_all(qtbot, house, gateway, LOJA)
    receive(qtbot, house, gateway, photo)
    qtbot.waitUntil(lambda: states(house) == [MediaState.LOCAL], timeout=SLOW_MS)
    sheet = search(qtbot, house, "comprovante", lambda finds: len(finds) == 1)
    assert found(sheet)[0].group is Group.FILES
    qtbot.keyClick(sheet.first_field(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: house.window.frame.section == "viewer", timeout=SLOW_MS)
    sheet = search(qtbot, house, "comprovante", lambda finds: len(finds) == 1)
    qtbot.keyClick(sheet.first_field(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert house.window.frame.section == "chats"
    chat = house.window.panes.get("chat")
    qtbot.waitUntil(lambda: chat._list._delegate.spot.message == 1, timeout=SLOW_MS)


def test_what_is_selected_in_the_gallery_is_forwarded_within_its_account_without_fetching_it_again(
    qtbot: QtBot, house: House, gateway: SandboxProcess, photo: Path
) -> None:
    open_all(qtbot, house, gateway, LOJA)
    receive(qtbot, house, gateway, photo)
    qtbot.waitUntil(lambda: states(house) == [MediaState.LOCAL], timeout=SLOW_MS)
    gateway.deliver(NUMBER, from_=ANA, name="Ana Ribeiro", text="bom dia")
    qtbot.waitUntil(lambda: texts(house, LOJA) == 2, timeout=SLOW_MS)
    gateway.misbehave("media.http_404")
    house.window.actions.action("gallery").trigger()
    gallery = house.window.panes.get("gallery")
    qtbot.waitUntil(lambda: len(gallery.ids) == 1, timeout=SLOW_MS)
    gallery._model.selection.select_all()
    gallery._forward()
    sheet = house.window.sheets.top
    assert isinstance(sheet, ChooseChat) and sheet.accessibleName() == "Forward 1 file"
    qtbot.keyClicks(sheet.first_field(), "ana")
    qtbot.waitUntil(lambda: sheet._search.text == "ana" and not sheet._search.busy and sheet._model.rowCount() == 2)
    qtbot.keyClick(sheet.first_field(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(house.window.sheets.top, PrepareSheet), timeout=SLOW_MS)
    prepared = house.window.sheets.top
    qtbot.waitUntil(lambda: prepared._foot.can_send, timeout=SLOW_MS)
    prepared._go()
    qtbot.waitUntil(lambda: _sent_to(gateway, ANA) == 1, timeout=SLOW_MS)
    gateway.misbehave("")


def _sent_to(gateway: SandboxProcess, number: str) -> int:
    return sum(number in str(message.get("to", message.get("chat", ""))) for message in gateway.log(NUMBER))


def test_the_side_panel_leads_to_one_kind_and_to_what_was_not_received(
    qtbot: QtBot, house: House, gateway: SandboxProcess, photo: Path
) -> None:
    open_all(qtbot, house, gateway, LOJA)
    receive(qtbot, house, gateway, photo)
    qtbot.waitUntil(lambda: states(house) == [MediaState.LOCAL], timeout=SLOW_MS)
    gateway.misbehave("media.http_404")
    photo.write_bytes(samples.jpeg(80, 60))
    receive(qtbot, house, gateway, photo, "image")
    qtbot.waitUntil(lambda: sorted(states(house)) == [MediaState.FAILED, MediaState.LOCAL], timeout=SLOW_MS)
    gateway.misbehave("")
    house.window._chats.open(1)
    qtbot.waitUntil(lambda: house.window._chats.address is not None)
    side = house.window.panes.get("side")
    side.kind_wanted.emit("document")
    gallery = house.window.panes.get("gallery")
    qtbot.waitUntil(lambda: len(gallery.ids) == 1, timeout=SLOW_MS)
    assert house.window.frame.section == "gallery"
    assert gallery._filters.kind is MediaKind.DOCUMENT and gallery._scope.chat == f"+{CUSTOMER}"
    side.not_received_wanted.emit()
    qtbot.waitUntil(lambda: gallery._filters.states == NOT_RECEIVED and list(gallery.ids) == [2], timeout=SLOW_MS)
    assert gallery._filters.kind is None
    side.gallery_wanted.emit()
    assert gallery._filters.states == NOT_RECEIVED, "the gallery of the same chat stays as it is"


def test_from_the_viewer_a_file_is_fetched_again_and_then_seen(
    qtbot: QtBot, house: House, gateway: SandboxProcess, photo: Path
) -> None:
    open_all(qtbot, house, gateway, LOJA)
    gateway.misbehave("media.http_404")
    receive(qtbot, house, gateway, photo, "image")
    qtbot.waitUntil(lambda: states(house) == [MediaState.FAILED], timeout=SLOW_MS)
    gateway.misbehave("")
    house.window._media.look_at(1, None)
    qtbot.waitUntil(lambda: house.window.frame.section == "viewer", timeout=SLOW_MS)
    viewer = house.window.panes.get("viewer")
    qtbot.waitUntil(lambda: viewer._item is not None, timeout=SLOW_MS)
    assert viewer._kinds.notice._button.text() == "Try again"
    viewer._kinds.notice._button.click()
    qtbot.waitUntil(lambda: viewer._item.state is MediaState.LOCAL, timeout=SLOW_MS)


def test_from_the_viewer_a_voice_note_is_played_by_the_one_player(
    qtbot: QtBot, house: House, gateway: SandboxProcess, tmp_path: Path
) -> None:
    open_all(qtbot, house, gateway, LOJA)
    note = tmp_path / "note.ogg"
    note.write_bytes(samples.voice())
    receive(qtbot, house, gateway, note, "audio")
    qtbot.waitUntil(lambda: states(house) == [MediaState.LOCAL], timeout=SLOW_MS)
    house.window._media.look_at(1, None)
    qtbot.waitUntil(lambda: house.window.frame.section == "viewer", timeout=SLOW_MS)
    viewer = house.window.panes.get("viewer")
    qtbot.waitUntil(lambda: viewer._item is not None, timeout=SLOW_MS)
    played: list[int] = []
    house.window._media.play_wanted.connect(played.append)
    viewer._kinds.notice._button.click()
    assert played == [1]


def test_the_gallery_reaches_over_all_accounts_of_the_client_and_no_further(
    qtbot: QtBot, house: House, gateway: SandboxProcess, photo: Path
) -> None:
    open_all(qtbot, house, gateway, LOJA, STOCK, OTHERS)
    for seed, ref in enumerate((LOJA, STOCK, OTHERS)):
        photo.write_bytes(samples.jpeg(64 + seed, 48))
        gateway.deliver(
            NUMBERS[ref], from_=CUSTOMER, name="Marina Prado", file_path=str(photo), type="image", mime="image/jpeg"
        )
        qtbot.waitUntil(lambda ref=ref: states(house, ref) == [MediaState.LOCAL], timeout=SLOW_MS)
    house.window.accounts.choose(LOJA)
    house.window._chats.open(1)
    qtbot.waitUntil(lambda: house.window._chats.address is not None)
    assert _keys_meant_twice(house) == set(), "a key that means two things does nothing"
    house.window._gallery.open_chat(house.window._chats.address)
    gallery = house.window.panes.get("gallery")
    assert [scope.reach.value for scope in gallery._scopes] == ["chat", "contact", "account", "client"]
    for reach, count in (("account:", 1), (f"contact:+{CUSTOMER}", 2), ("client:", 2)):
        gallery._choose_scope(reach)
        qtbot.waitUntil(lambda count=count: len(gallery.ids) == count, timeout=SLOW_MS)
    shown = list(gallery.ids)
    assert {house.window.accounts.owner(media) for media in shown} == {(LOJA, 1), (STOCK, 1)}
    assert gallery._tabs is not None and sum(gallery._model.listing.counts.values()) == 2
    spoken = [gallery._model.index_of(place).data(Qt.ItemDataRole.AccessibleTextRole) for place in (0, 1)]
    assert {words.rpartition(", ")[2] for words in spoken} == {"loja", "estoque"}, "each tile says whose it is"
    strange = next(media for media in shown if house.window.accounts.owner(media)[0] == STOCK)
    _saved_to(qtbot, house, shown, photo.parent / "saved")
    gallery._model.selection.select_all()
    gallery._forward()
    assert house.window.sheets.top is None and house.window.frame.banner.has("forward")
    gallery.media_activated.emit(strange)
    viewer = house.window.panes.get("viewer")
    qtbot.waitUntil(lambda: viewer.media == strange and viewer._item is not None, timeout=SLOW_MS)
    assert viewer._walk.place[1] == 2 and viewer._content.form is Form.IMAGE
    viewer.jump_wanted.emit(strange)
    qtbot.waitUntil(lambda: house.window.accounts.current == STOCK, timeout=SLOW_MS)
    chat = house.window.panes.get("chat")
    qtbot.waitUntil(lambda: chat._list._delegate.spot.message == 1, timeout=SLOW_MS)


def _saved_to(qtbot: QtBot, house: House, media: list[int], folder: Path) -> None:
    with qtbot.waitSignal(house.window._media.saved, timeout=SLOW_MS) as saved:
        house.window._media.save_to(house.window.accounts.parted(media), folder)
    (report,) = saved.args
    assert report.saved == 2 and not report.failed and len({Path(file).read_bytes() for file in report.files}) == 2


def _keys_meant_twice(house: House) -> set[str]:
    """Return the keys that a pane takes and the window, too: Qt then obeys neither."""
    commands = {action.shortcut().toString() for action in house.window.frame.actions()} - {""}
    panes = {key.toString() for short in house.window.frame.findChildren(QShortcut) for key in [short.key()]}
    return commands & panes
