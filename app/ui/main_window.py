"""The window: arranges rail, panes and bottom bar, and remembers how the user had them; knows not what they show."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.services.settings import CHAT_SPLIT, GEOMETRY, SECTION, SIDE_PANEL, UiSettings
from app.ui.look.focus import FocusRing, note_keyboard
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.pane_places import Panes
from app.ui.panes.banner import Banner
from app.ui.panes.bottom import BottomBar
from app.ui.panes.rail import Rail

NARROW = 1120
"""Below this width the side panel makes room for the chat, unless it was asked for there."""
_LIST_MOST, _CHAT_LEAST, _CHAT_LEAST_MOST = 348, 320, 460
"""Least widths of list and chat; they do not grow with the text beyond what fits the smallest window."""
_PASSING = ("viewer", "welcome", "logs")
"""Pages that a start does not come back to."""


class MainWindow(QMainWindow):
    """The frame of the program."""

    close_wanted = Signal()
    """The user wants to leave. The window stays until it is told to go."""
    section_shown = Signal(str)
    side_panel_changed = Signal(bool)

    def __init__(self, theme: Theme, icons: Icons, settings: UiSettings, panes: Panes) -> None:
        super().__init__()
        self._theme, self._settings, self._panes = theme, settings, panes
        self._narrow = False
        self._section = ""
        self.rail, self.banner, self.bottom = Rail(theme, icons), Banner(theme, icons), BottomBar(theme, icons)
        self._stack = QStackedWidget()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._list, self._chat, self._side = panes.get("chats"), QStackedWidget(), panes.get("side")
        self._pages: dict[str, QWidget] = {"chats": self._split}
        self._arrange()
        FocusRing(theme, self)
        theme.changed.connect(self._measure)
        self._measure()
        self._restore()

    @property
    def section(self) -> str:
        """Return the page in front."""
        return self._section

    def show_section(self, name: str) -> None:
        """Bring a page to the front: `chats`, or any other pane by its name."""
        if name not in self._pages:
            self._pages[name] = self._panes.get(name)
            self._stack.addWidget(self._pages[name])
        self._section = name
        self._stack.setCurrentWidget(self._pages[name])
        self.rail.set_section(name)
        if name not in _PASSING:
            self._settings.put(SECTION, name)
        self.section_shown.emit(name)

    def show_chat(self, *, shown: bool) -> None:
        """Show the chat, or that none is open."""
        pane = self._panes.get("chat" if shown else "no_chat")
        if self._chat.indexOf(pane) < 0:
            self._chat.addWidget(pane)
        self._chat.setCurrentWidget(pane)

    def show_side_panel(self, *, shown: bool) -> None:
        """Open or close the side panel as the user asks; in a narrow window that is not remembered."""
        self._show_side(shown=shown)
        if not self._narrow:
            self._settings.put(SIDE_PANEL, shown)

    def content_area(self) -> QRect:
        """Return where the chat is, in the window's own pixels."""
        return QRect(self._chat.mapTo(self, QPoint()), self._chat.size())

    def page_area(self) -> QRect:
        """Return where the page in front is: all but rail, banner and bottom bar."""
        return QRect(self._stack.mapTo(self, QPoint()), self._stack.size())

    @property
    def side_panel_shown(self) -> bool:
        """Return whether the side panel is open."""
        return not self._side.isHidden()

    def next_zone(self, *, forward: bool) -> None:
        """Give the keyboard to the next part of the window: rail, list, content, side panel, bottom bar."""
        zones = [zone for zone in self._zones() if zone.isVisible() and _first_in(zone) is not None]
        if not zones:
            return
        focus = self.focusWidget()
        here = next((place for place, zone in enumerate(zones) if focus is not None and zone.isAncestorOf(focus)), None)
        note_keyboard(self, moved=True)
        step = 1 if forward else -1
        place = (0 if forward else len(zones) - 1) if here is None else (here + step) % len(zones)
        target = _first_in(zones[place])
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001, N802 - Qt's name and signature
        """Note that the keyboard moves the focus."""
        note_keyboard(self, moved=True)
        return super().focusNextPrevChild(forward)

    def keep_state(self) -> None:
        """Remember geometry and panels."""
        self._settings.put(GEOMETRY, bytes(self.saveGeometry().toHex().data()).decode("ascii"))
        if not self._narrow and self.isVisible():
            self._settings.put(CHAT_SPLIT, list(self._split.sizes()))
        self._settings.save()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Say that the user wants to leave; whoever listens ends everything in order and lets the window go."""
        event.ignore()
        self.close_wanted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Make room for the chat in a narrow window, and give the side panel back in a wide one."""
        super().resizeEvent(event)
        self._look_how_wide()

    def _look_how_wide(self) -> None:
        """Look whether there is room for the side panel: the window's size or that of its text changed."""
        narrow = self.width() < self._theme.px(NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self._show_side(shown=not narrow and self._settings.get(SIDE_PANEL))

    def _show_side(self, *, shown: bool) -> None:
        self._side.setVisible(shown)
        self.side_panel_changed.emit(shown)

    def _arrange(self) -> None:
        self._chat.addWidget(self._panes.get("no_chat"))
        for part in (self._list, self._chat, self._side):
            self._split.addWidget(part)
        self._split.setChildrenCollapsible(False)
        self._split.setStretchFactor(1, 1)
        self._split.setHandleWidth(1)
        self._stack.addWidget(self._split)
        self.bottom.set_player(self._panes.get("player"))
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.banner)
        right.addWidget(self._stack, 1)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.rail)
        upper.addLayout(right, 1)
        whole = QFrame()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(upper, 1)
        column.addWidget(self.bottom)
        self.setCentralWidget(whole)

    def _measure(self) -> None:
        size = self._theme.size
        self._list.setMinimumWidth(min(size("chat_list_min"), _LIST_MOST))
        self._chat.setMinimumWidth(min(self._theme.px(_CHAT_LEAST), _CHAT_LEAST_MOST))
        self._side.setMinimumWidth(size("side_panel"))
        screen = QGuiApplication.primaryScreen().availableSize()
        self.setMinimumSize(QSize(*self._theme.tokens.pair("window_min")).boundedTo(screen))
        if self.isVisible():
            self._look_how_wide()

    def _restore(self) -> None:
        usual_size = QSize(*self._theme.tokens.pair("window_default"))
        self.resize(usual_size.boundedTo(QGuiApplication.primaryScreen().availableSize()))
        self.restoreGeometry(QByteArray.fromHex(self._settings.get(GEOMETRY).encode("ascii", "ignore")))
        widths = self._settings.get(CHAT_SPLIT)
        list_width, side_width = self._theme.size("chat_list"), self._theme.size("side_panel")
        usual = [list_width, max(self.width() - list_width - side_width, 1), side_width]
        self._split.setSizes(widths if len(widths) == 3 and any(widths) else usual)
        self._side.setVisible(self._settings.get(SIDE_PANEL))

    def _zones(self) -> list[QWidget]:
        """Return the parts that F6 walks: a pane names its own by the property `zone`, else it is one."""
        panes = [self._list, self._chat, self._side] if self._section == "chats" else [self._pages[self._section]]
        zones: list[QWidget] = [self.rail]
        for pane in panes:
            zones += [part for part in pane.findChildren(QWidget) if part.property("zone")] or [pane]
        return [*zones, self.bottom]


def _first_in(zone: QWidget) -> QWidget | None:
    """Return the first part of a zone that Tab would come to."""
    widget = zone.nextInFocusChain()
    while widget is not None and widget is not zone:
        takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes_tab and zone.isAncestorOf(widget) and widget.isVisible() and widget.isEnabled():
            return widget
        widget = widget.nextInFocusChain()
    return None
