"""The whole window on a real data folder, with a real gateway beside it: messages come, answers go, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListView, QPushButton
from pytestqt.qtbot import QtBot

from app.bootstrap.core import Core
from app.bootstrap.running import Running
from app.bootstrap.sounding import command
from app.bootstrap.window import resource_folder
from app.domain.accounts import Instance
from app.domain.ids import ClientId, InstanceId, InstanceRef
from app.domain.kinds import MediaState
from app.services.gateway import Gateway
from app.services.ports import Credentials
from app.services.settings import LANGUAGE, LAST_ACCOUNT, SECTION
from app.services.setup import Setup
from app.services.store import GalleryQuery
from app.services.views import ChatFilter
from app.system.log_shelf import FileLogShelf
from app.system.settings_file import NAME, SettingsFile
from app.ui.look.theme import Theme
from app.ui.models.accounts import TileRole
from app.ui.panes.welcome import WelcomePage
from app.ui.wiring.preferences import Language
from app.ui.wiring.window import Behind, Window
from app.whatsapp.registry import make_gateway
from tests.support import samples
from tests.support.sandbox import SandboxProcess

LOJA = InstanceRef(ClientId(1), InstanceId("loja"))
NUMBER, CUSTOMER = "5511999990000", "5511988887777"
SLOW_MS = 20_000


class House:
    """A window and all that stands behind it."""

    def __init__(self, folder: Path) -> None:
        self.core = Core(folder)
        self.settings = SettingsFile(folder / NAME)
        self.running = Running(self.core)
        self._lanes = [ThreadPoolExecutor(2, "read"), ThreadPoolExecutor(2, "errand")]
        self.window = self._made(folder)

    def add(self, gateway: SandboxProcess, ref: InstanceRef = LOJA, number: str = NUMBER, name: str = "Loja") -> None:
        """Add an instance of the gateway, and its client where it is not there."""
        if self.core.registry.client(ref.client) is None:
            self.core.accounts.add_client("Ramires", id=ref.client)
        self.core.accounts.add_instance(ref, provider="sandbox", base_url=gateway.url, number=f"+{number}", name=name)
        self.core.secrets.give(ref, {"token": gateway.token})

    def close(self) -> None:
        """End everything in order."""
        self.window.close()
        self.running.stop()
        for lane in self._lanes:
            lane.shutdown()
        self.window.frame.deleteLater()
        self.core.close()

    def _made(self, folder: Path) -> Window:
        def trial(instance: Instance, credentials: Credentials) -> Gateway:
            return make_gateway(instance, lambda: credentials)

        theme = Theme(resource_folder())
        theme.reduced_motion = True
        theme.apply()
        behind = Behind(
            settings=self.settings,
            setup=Setup(lambda: self.core.accounts, trial, self.core.secrets.give),
            work=self.running,
            bus=self.core.bus,
            read=self._lanes[0],
            errands=self._lanes[1],
            usual=dict,
            demo=["acervo", "--demo"],
            sounds=command(silent=True),
            folder=folder / "run",
            disk=self.core.premises.disk,
            logs=FileLogShelf(folder / "log"),
        )
        return Window(theme, behind, Language(self.settings, "en"))


@pytest.fixture
def house(qtbot: QtBot, tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "data")
    made.window.frame.show()
    yield made
    made.close()


@pytest.fixture(scope="module")
def gateway() -> Iterator[SandboxProcess]:
    with SandboxProcess(seed=3) as running:
        yield running


def unread(house: House, row: int = 1) -> int:
    model = house.window.frame.rail.findChild(QListView).model()
    return model.index(row, 0).data(TileRole).unread if model.rowCount() > row else -1


def connection(house: House, row: int = 1) -> str:
    model = house.window.frame.rail.findChild(QListView).model()
    return model.index(row, 0).data(TileRole).connection if model.rowCount() > row else ""


def opened(qtbot: QtBot, house: House) -> None:
    with qtbot.waitSignal(house.window.usable, timeout=SLOW_MS):
        house.window.load()


def test_without_a_client_the_window_welcomes_and_is_usable(qtbot: QtBot, house: House) -> None:
    opened(qtbot, house)
    assert house.window.frame.section == "welcome"
    assert house.window.frame.findChild(WelcomePage).isVisible()
    qtbot.keyClick(house.window.frame, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert house.window.frame.section == "welcome", "there is nothing that a gallery could show"


def test_first_run_from_welcome_to_a_connected_account(
    qtbot: QtBot, house: House, gateway: SandboxProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[InstanceRef, Credentials] = {}
    monkeypatch.setattr(house.core.secrets, "save", kept.__setitem__)
    monkeypatch.setattr(house.core.secrets, "load", kept.get)
    opened(qtbot, house)
    frame = house.window.frame
    qtbot.mouseClick(_button(house, "Add a client"), Qt.MouseButton.LeftButton)
    qtbot.keyClicks(frame.focusWidget(), "Ramires")
    before = house.window.sheets.top
    qtbot.keyClick(frame.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: house.window.sheets.top not in (None, before), timeout=SLOW_MS)
    wizard = house.window.sheets.top
    wizard.provider.choose("sandbox")
    _press(qtbot, wizard, "Continue")
    wizard.address.fill("base_url", gateway.url)
    wizard.address.fill("number", f"+{NUMBER}")
    _press(qtbot, wizard, "Continue")
    wizard.credentials.fill("credentials token", gateway.token)
    _press(qtbot, wizard, "Continue")
    qtbot.waitUntil(lambda: wizard.checks.report is not None, timeout=SLOW_MS)
    assert wizard.checks.report.ok and kept == {}
    _press(qtbot, wizard, "Continue")
    line = wizard.naming.findChild(QLineEdit)
    line.clear()
    qtbot.keyClicks(line, "Loja Centro")
    _press(qtbot, wizard, "Add account")
    qtbot.waitUntil(lambda: connection(house) == "connected", timeout=SLOW_MS)
    assert [str(ref) for ref in kept] == ["1/loja-centro"]
    assert frame.section == "chats" and house.window.sheets.top is None


def test_a_message_that_arrives_is_counted_on_the_rail_and_read_when_its_chat_is_opened(
    qtbot: QtBot, house: House, gateway: SandboxProcess
) -> None:
    house.add(gateway)
    opened(qtbot, house)
    qtbot.waitUntil(lambda: connection(house) == "connected", timeout=SLOW_MS)
    gateway.deliver(NUMBER, from_=CUSTOMER, name="Marina Prado", text="Bom dia!")
    qtbot.waitUntil(lambda: unread(house) == 1, timeout=SLOW_MS)
    house.window._chats.open(_chat(house))
    qtbot.waitUntil(lambda: unread(house) == 0, timeout=SLOW_MS)


def test_a_text_that_is_sent_reaches_the_customer_once(qtbot: QtBot, house: House, gateway: SandboxProcess) -> None:
    house.add(gateway)
    opened(qtbot, house)
    gateway.deliver(NUMBER, from_=CUSTOMER, name="Marina Prado", text="Qual é o prazo?")
    qtbot.waitUntil(lambda: unread(house) >= 1, timeout=SLOW_MS)
    house.window._chats.open(_chat(house))
    qtbot.waitUntil(lambda: house.window._chats.address is not None, timeout=SLOW_MS)
    house.window._chats._send_text("Amanhã de manhã.")
    qtbot.waitUntil(lambda: _sent(gateway, "Amanhã de manhã.") == 1, timeout=SLOW_MS)
    qtbot.wait(500)
    assert _sent(gateway, "Amanhã de manhã.") == 1


def test_a_file_that_could_not_be_fetched_is_fetched_when_it_is_asked_for_again(
    qtbot: QtBot, house: House, gateway: SandboxProcess, tmp_path: Path
) -> None:
    house.add(gateway)
    opened(qtbot, house)
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(samples.jpeg())
    gateway.misbehave("media.http_404")
    gateway.deliver(NUMBER, from_=CUSTOMER, name="Marina Prado", file_path=str(photo), type="image", mime="image/jpeg")
    qtbot.waitUntil(lambda: _states(house) == [MediaState.FAILED], timeout=SLOW_MS)
    gateway.misbehave("")
    house.window._media.fetch_again([1])
    qtbot.waitUntil(lambda: _states(house) == [MediaState.LOCAL], timeout=SLOW_MS)


def test_two_accounts_are_switched_by_key_and_the_last_one_is_remembered(
    qtbot: QtBot, house: House, gateway: SandboxProcess
) -> None:
    house.add(gateway)
    house.add(gateway, InstanceRef(ClientId(1), InstanceId("zweite")), "5511977770000", "Segunda")
    opened(qtbot, house)
    assert str(house.window.accounts.current) == "1/loja"
    house.window.actions.action("account_2").trigger()
    assert str(house.window.accounts.current) == "1/zweite"
    assert house.settings.get(LAST_ACCOUNT) == "1/zweite"
    assert house.window.accounts.sending_as(house.window.accounts.current).name == "Segunda"


def test_the_account_in_front_leads_back_to_its_chats_and_keeps_the_open_one(
    qtbot: QtBot, house: House, gateway: SandboxProcess
) -> None:
    house.add(gateway)
    opened(qtbot, house)
    gateway.deliver(NUMBER, from_=CUSTOMER, name="Marina Prado", text="Bom dia!")
    qtbot.waitUntil(lambda: unread(house) >= 1, timeout=SLOW_MS)
    house.window._chats.open(_chat(house))
    qtbot.waitUntil(lambda: house.window._chats.address is not None, timeout=SLOW_MS)
    house.window.actions.action("queue").trigger()
    house.window.frame.rail.account_chosen.emit(LOJA)
    assert house.window.frame.section == "chats"
    assert house.window._chats.address is not None


def test_the_gateway_goes_away_which_is_said_once_and_comes_back(
    qtbot: QtBot, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    with SandboxProcess(seed=4) as away:
        house.add(away)
        opened(qtbot, house)
        qtbot.waitUntil(lambda: connection(house) == "connected", timeout=SLOW_MS)
    banner = house.window.frame.banner
    house.running._connections._due[LOJA] = 0.0
    qtbot.waitUntil(lambda: connection(house) == "unreached", timeout=SLOW_MS)
    assert banner.isVisible() and banner.shown.title.startswith("No connection since")
    with SandboxProcess(seed=4, port=int(away.url.rpartition(":")[2])):
        house.running._connections._due[LOJA] = 0.0
        qtbot.waitUntil(lambda: connection(house) == "connected", timeout=SLOW_MS)
        assert not banner.isVisible()
    caplog.clear()


def test_a_language_is_switched_without_restart(qtbot: QtBot, house: House) -> None:
    opened(qtbot, house)
    house.settings.put(LANGUAGE, "pt_BR")
    house.window._dialogs.language_chosen.emit()
    assert house.window.frame.findChild(WelcomePage).accessibleName() == "Boas-vindas ao Acervo"
    assert house.window.actions.action("gallery").text() == "Galeria"


def test_pages_open_by_key_and_the_page_in_front_comes_back(
    qtbot: QtBot, house: House, gateway: SandboxProcess
) -> None:
    house.add(gateway)
    opened(qtbot, house)
    for name in ("gallery", "queue"):
        house.window.actions.action(name).trigger()
        assert house.window.frame.section == name
    assert house.settings.get(SECTION) == "queue"


def test_an_instance_whose_folder_cannot_be_opened_says_so_and_keeps_nobody_else_shut(
    qtbot: QtBot, house: House, gateway: SandboxProcess, caplog: pytest.LogCaptureFixture
) -> None:
    house.add(gateway)
    broken = InstanceRef(ClientId(1), InstanceId("broken"))
    house.add(gateway, broken, "5511977770000", "Quebrada")
    folder = house.core.paths.instance(broken)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file where a folder has to be")
    house.settings.put(LAST_ACCOUNT, "1/loja")
    opened(qtbot, house)
    qtbot.waitUntil(lambda: house.window.frame.banner.shown is not None, timeout=SLOW_MS)
    assert house.window.frame.banner.shown.title.startswith("Quebrada: ")
    qtbot.waitUntil(lambda: connection(house, row=2) == "connected", timeout=SLOW_MS)
    caplog.clear()


def _button(house: House, text: str) -> QPushButton:
    return next(b for b in house.window.frame.findChildren(QPushButton) if b.text() == text and b.isVisible())


def _press(qtbot: QtBot, wizard: object, text: str) -> None:
    button = next(b for b in wizard.findChildren(QPushButton) if b.text() == text)
    qtbot.waitUntil(button.isEnabled, timeout=SLOW_MS)
    page = wizard._stack.currentIndex()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: wizard._stack.currentIndex() != page or text == "Add account", timeout=SLOW_MS)


def _chat(house: House) -> int:
    with house.core.desk(LOJA).store.view() as view:
        return view.chat_ids(ChatFilter.ALL)[0]


def _states(house: House) -> list[MediaState]:
    with house.core.desk(LOJA).store.view() as view:
        return [item.state for item in view.media_rows(view.media_ids(GalleryQuery()))]


def _sent(gateway: SandboxProcess, text: str) -> int:
    return sum(message.get("text") == text for message in gateway.log(NUMBER))
