"""Where each pane comes from. A pane is imported and made when it is first needed; until it exists, a page says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.texts import N_, _
from app.ui.look.empty_state import EmptyState
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme


@dataclass(frozen=True, slots=True)
class Place:
    """A pane's class, and how its place looks while there is none.

    Attributes:
        module, name: the class; it is made with `(theme, icons)`.
        icon, title, text: of the empty place.
        surface: its background.
    """

    module: str
    name: str
    icon: str
    title: str
    text: str
    surface: str = "canvas"


_NO_PAGE = N_("This page is not part of this version.")

PLACES: dict[str, Place] = {
    "chats": Place(
        "app.ui.panes.chats",
        "ChatsPane",
        "message-square",
        N_("Chats"),
        N_("The chats of this account appear here."),
        "panel",
    ),
    "chat": Place("app.ui.panes.chat", "ChatPane", "message-square", N_("Chat"), _NO_PAGE),
    "no_chat": Place("", "", "message-square", N_("No chat is open"), N_("Choose one on the left.")),
    "side": Place(
        "app.ui.panes.contacts",
        "SidePanel",
        "contact",
        N_("Contact"),
        N_("Facts and media of the open chat appear here."),
        "panel",
    ),
    "gallery": Place("app.ui.panes.gallery", "GalleryPane", "layout-grid", N_("Gallery"), _NO_PAGE),
    "viewer": Place("app.ui.panes.viewer", "Viewer", "eye", N_("Viewer"), _NO_PAGE, "viewer"),
    "queue": Place("app.ui.panes.queue", "QueuePanel", "arrow-up-down", N_("Queue"), _NO_PAGE, "panel"),
    "contacts": Place("app.ui.panes.people", "ContactsPane", "users", N_("Contacts"), _NO_PAGE, "panel"),
    "dashboard": Place("app.ui.panes.dashboard", "DashboardPane", "chart-column", N_("Dashboard"), _NO_PAGE),
    "logs": Place("app.ui.panes.logs", "LogPane", "scroll-text", N_("Log"), _NO_PAGE, "panel"),
    "player": Place("app.ui.panes.player", "PlayerBar", "play", "", "", "frame"),
    "welcome": Place("app.ui.panes.welcome", "WelcomePage", "store", N_("Welcome to Acervo"), _NO_PAGE),
}


class Placeholder(QFrame):
    """An empty place, designed: what would be here."""

    def __init__(self, theme: Theme, icons: Icons, place: Place) -> None:
        super().__init__()
        self._place = place
        self.setProperty("surface", place.surface)
        column = QVBoxLayout(self)
        self._state = EmptyState(theme, icons, place.icon)
        column.addWidget(self._state)
        self._state.setVisible(bool(place.title))
        self.retranslate()

    def retranslate(self) -> None:
        """Speak the language in force."""
        place = self._place
        self._state.say(_(place.title) if place.title else "", _(place.text) if place.text else "")


class Panes(QObject):
    """Makes panes when they are first asked for and remembers them."""

    made = Signal(str, object)
    """A pane that really exists was made: its name and the widget. Placeholders are not announced."""

    def __init__(self, theme: Theme, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._panes: dict[str, QWidget] = {}

    def get(self, name: str) -> QWidget:
        """Return a pane, made now if it was not yet."""
        if name not in self._panes:
            place = PLACES[name]
            kind = pane_class(place.module, place.name)
            pane = Placeholder(self._theme, self._icons, place) if kind is None else kind(self._theme, self._icons)
            pane.setObjectName(name)
            self._panes[name] = pane
            if kind is not None:
                self.made.emit(name, pane)
        return self._panes[name]

    def real(self, name: str) -> QWidget | None:
        """Return a pane that exists, made now if it was not yet; None where there is only a placeholder."""
        pane = self.get(name)
        return None if isinstance(pane, Placeholder) else pane

    def existing(self, name: str) -> QWidget | None:
        """Return a pane that exists and was made already."""
        pane = self._panes.get(name)
        return None if isinstance(pane, Placeholder) else pane

    def retranslate(self) -> None:
        """Let all panes speak the language in force."""
        for pane in self._panes.values():
            retranslate = getattr(pane, "retranslate", None)
            if retranslate is not None:
                retranslate()


def pane_class(module: str, name: str) -> Callable[[Theme, Icons], QWidget] | None:
    """Return a pane's class, None where it or a part of it was not built yet; whatever else fails raises."""
    if not module:
        return None
    try:
        found = import_module(module)
    except ModuleNotFoundError as error:
        if error.name is not None and error.name.startswith(module.rpartition(".")[0] or module):
            return None
        raise
    kind: Callable[[Theme, Icons], QWidget] | None = getattr(found, name, None)
    return kind


def read_ahead() -> None:
    """Import all panes, on a lane: the first click on one then costs the UI thread its making only."""
    for place in PLACES.values():
        pane_class(place.module, place.name)
