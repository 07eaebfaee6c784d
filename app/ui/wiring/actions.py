"""The commands of the window with their keys: one table for shortcuts, the menu and the list that F1 opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.texts import N_, _
from app.ui.look.icons import Icons


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        keys: how it is written in Qt's portable form; Ctrl is the command key on macOS.
        words: what it does, as menu and list say.
        icon: in the menu, "" where it is not there.
        role: its place in the menu of macOS.
    """

    name: str
    keys: str
    words: str
    icon: str = ""
    role: QAction.MenuRole = QAction.MenuRole.NoRole


COMMANDS = (
    Command("chats", "Ctrl+1", N_("Chats"), "message-square"),
    Command("gallery", "Ctrl+G", N_("Gallery"), "layout-grid"),
    Command("queue", "Ctrl+J", N_("Queue"), "arrow-up-down"),
    Command("contacts", "Ctrl+2", N_("Contacts"), "users"),
    Command("dashboard", "Ctrl+3", N_("Dashboard"), "chart-column"),
    Command("find_here", "Ctrl+F", N_("Search here")),
    Command("find_everywhere", "Ctrl+K", N_("Search everywhere"), "search"),
    Command("find_chat", "Ctrl+Shift+K", N_("Go to a chat")),
    Command("chat_next", "Ctrl+Tab", N_("Next chat")),
    Command("chat_before", "Ctrl+Shift+Tab", N_("Previous chat")),
    Command("attach", "Ctrl+O", N_("Attach a file")),
    Command("side_panel", "Ctrl+Shift+I", N_("Open or close the side panel")),
    Command("zone_next", "F6", N_("Go to the next part of the window")),
    Command("zone_before", "Shift+F6", N_("Go to the part before")),
    Command("add_client", "", N_("Add a client"), "store"),
    Command("add_account", "", N_("Add an account"), "plus"),
    Command("settings", "Ctrl+,", N_("Settings"), "settings", QAction.MenuRole.PreferencesRole),
    Command("logs", "Ctrl+Shift+L", N_("Log"), "scroll-text"),
    Command("keys", "F1", N_("Keys"), "keyboard"),
    Command("minimise", "Ctrl+M", N_("Minimise")),
    Command("quit", "Ctrl+Q", N_("Quit"), "log-out", QAction.MenuRole.QuitRole),
)
"""In the order of the list."""

MENU = (
    ("chats", "gallery", "queue", "contacts", "dashboard"),
    ("find_everywhere",),
    ("add_client", "add_account"),
    ("settings", "logs", "keys"),
    ("quit",),
)
ACCOUNTS = 9
"""Accounts that have a key of their own."""


class Actions(QObject):
    """The commands as QActions of a window; what each does is connected by the wiring."""

    def __init__(self, window: QWidget, icons: Icons) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        for command in COMMANDS:
            action = QAction(window)
            if command.keys:
                action.setShortcut(QKeySequence(command.keys))
            if command.icon:
                action.setIcon(icons.icon(command.icon))
            action.setMenuRole(command.role)
            self._add(window, command.name, action)
        for number in range(1, ACCOUNTS + 1):
            action = QAction(window)
            action.setShortcut(QKeySequence(f"Ctrl+Shift+{number}"))
            self._add(window, f"account_{number}", action)
        self.retranslate()

    def on(self, name: str, slot: Callable[[], object]) -> None:
        """Call `slot` when a command is given."""
        self._actions[name].triggered.connect(lambda _checked=False: slot())

    def action(self, name: str) -> QAction:
        """Return a command, for the menu."""
        return self._actions[name]

    def set_enabled(self, *, enabled: bool) -> None:
        """Take commands or none of them: under an open sheet nothing else happens."""
        for action in self._actions.values():
            action.setEnabled(enabled)

    def listed(self) -> list[tuple[str, str]]:
        """Return what each key does and how it is written on this system, for the list of keys."""
        native = QKeySequence.SequenceFormat.NativeText
        rows = [(action.text(), action.shortcut().toString(native)) for action in self._actions.values()]
        return [(words, keys) for words, keys in rows if words and keys]

    def retranslate(self) -> None:
        """Speak the language in force."""
        for command in COMMANDS:
            self._actions[command.name].setText(_(command.words))
        for number in range(1, ACCOUNTS + 1):
            self._actions[f"account_{number}"].setText(_("Account {number}").format(number=number))

    def _add(self, window: QWidget, name: str, action: QAction) -> None:
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        window.addAction(action)
        self._actions[name] = action
