"""Opens the dialogs: welcome's two ways, client, account wizard, settings, keys, and the menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QPoint, QProcess, Signal

from app.domain.accounts import Client
from app.domain.ids import ClientId
from app.services.settings import LANGUAGE, Setting, UiSettings
from app.services.setup import Added, Setup
from app.texts import _
from app.ui.bridge import Errands
from app.ui.look.icons import Icons
from app.ui.look.menu import Menu
from app.ui.look.theme import Theme
from app.ui.main_window import MainWindow
from app.ui.panes.banner import Notice
from app.ui.panes.welcome import WelcomePage
from app.ui.wiring.accounts import Accounts
from app.ui.wiring.actions import MENU, Actions
from app.ui.wiring.preferences import apply_look
from app.ui.wiring.sheets import Sheets


class Dialogs(QObject):
    """Opens a dialog and carries out what comes of it."""

    language_chosen = Signal()
    setting_changed = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        icons: Icons,
        *,
        actions: Actions,
        sheets: Sheets,
        accounts: Accounts,
        setup: Setup,
        settings: UiSettings,
        errands: Errands,
        usual: Callable[[], Mapping[str, str]],
        demo: list[str],
    ) -> None:
        """Connect menu and commands.

        Args:
            usual: tells the addresses that providers have unless something else is typed.
            demo: the command that starts the demo as a program of its own.
        """
        super().__init__(window)
        self._window, self._theme, self._icons = window, theme, icons
        self._actions, self._sheets, self._accounts = actions, sheets, accounts
        self._setup, self._settings, self._errands = setup, settings, errands
        self._usual, self._demo = usual, demo
        window.rail.menu_wanted.connect(self._open_menu)
        window.rail.add_wanted.connect(self.add_account)
        for name, slot in (
            ("add_client", self.add_client),
            ("add_account", self.add_account),
            ("settings", self.settings),
            ("keys", self.keys),
        ):
            actions.on(name, slot)

    def wire_welcome(self, welcome: WelcomePage) -> None:
        """Connect the first page."""
        welcome.demo_wanted.connect(self.start_demo)
        welcome.client_wanted.connect(self.add_client)
        welcome.account_wanted.connect(self.add_account)

    def start_demo(self) -> None:
        """Start the demo as a program of its own, with a data folder of its own."""
        program, *arguments = self._demo
        QProcess.startDetached(program, arguments)

    def add_client(self) -> None:
        """Ask for a client, then for its first account."""
        from app.ui.dialogs.client import ClientDialog

        dialog = ClientDialog(self._theme, self._window, self._setup, self._errands)
        dialog.added.connect(self._client_added)
        self._sheets.show(dialog)

    def add_account(self) -> None:
        """Open the wizard; without any client, ask for one first."""
        clients = list(self._accounts.clients.values())
        if not clients:
            self.add_client()
            return
        current = self._accounts.current
        self._open_wizard(clients, current.client if current is not None else clients[-1].id)

    def settings(self) -> None:
        """Open the settings."""
        from app.ui.dialogs.settings import SettingsDialog

        dialog = SettingsDialog(self._theme, self._window, self._settings)
        dialog.changed.connect(self._setting_changed)
        self._sheets.show(dialog)

    def keys(self) -> None:
        """Open the list of keys."""
        from app.ui.dialogs.keys import KeysDialog

        self._sheets.show(KeysDialog(self._theme, self._window, self._actions.listed()))

    def _open_wizard(self, clients: list[Client], chosen: ClientId) -> None:
        from app.ui.dialogs.wizard import InstanceWizard

        wizard = InstanceWizard(
            self._theme,
            self._icons,
            self._window,
            self._setup,
            self._errands,
            clients=clients,
            chosen=chosen,
            usual=self._usual(),
            colours_taken=self._accounts.colours_taken(),
        )
        wizard.added.connect(self._instance_added)
        self._sheets.show(wizard)

    def _client_added(self, client: Client) -> None:
        self._accounts.clients[client.id] = client
        self._accounts.load()
        self._open_wizard(list(self._accounts.clients.values()), client.id)

    def _instance_added(self, added: Added, colour: str) -> None:
        self._accounts.added(added.instance, colour)
        self._window.show_section("chats")
        if not added.kept:
            title = _("The token of {account} is known until Acervo is closed").format(account=added.instance.name)
            text = _("No keychain of the system answers, so it was kept nowhere.")
            self._window.banner.put(Notice("keychain", "warning", title, text))

    def _setting_changed(self, setting: Setting[object]) -> None:
        if setting.key == LANGUAGE.key:
            self.language_chosen.emit()
        else:
            apply_look(self._theme, self._settings)
        self.setting_changed.emit(setting)

    def _open_menu(self, corner: QPoint) -> None:
        menu = Menu(self._window)
        for place, group in enumerate(MENU):
            if place:
                menu.addSeparator()
            for name in group:
                menu.addAction(self._actions.action(name))
        menu.popup(corner)
