"""The rail at the left: the menu, the accounts grouped by client, and the sections."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QSizePolicy, QVBoxLayout, QWidget

from app.domain.ids import InstanceRef
from app.texts import _
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.accounts import AccountsModel, AccountTile
from app.ui.panes.rail.button import RailButton
from app.ui.panes.rail.delegate import AccountDelegate

SECTIONS = {
    "gallery": "layout-grid",
    "queue": "arrow-up-down",
    "contacts": "users",
    "dashboard": "chart-column",
    "settings": "settings",
}
_GAP = 8
_GIVEN_UP_FIRST = ("dashboard", "contacts", "settings")
"""Buttons that make room for accounts in a low window; the menu has them too."""


class Rail(QFrame):
    """Switches between accounts and sections."""

    account_chosen = Signal(object)
    section_chosen = Signal(str)
    add_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._section = "chats"
        self._model = AccountsModel(self)
        self._delegate = AccountDelegate(theme, self)
        self._list = _AccountList(self._model, self._delegate)
        self._menu = RailButton(theme, icons, "menu")
        self._add = RailButton(theme, icons, "plus")
        self._sections = {name: RailButton(theme, icons, icon, checkable=True) for name, icon in SECTIONS.items()}
        self.setProperty("surface", "frame")
        self._arrange()
        self._list.chosen.connect(self._choose)
        self._menu.clicked.connect(self._open_menu)
        self._add.clicked.connect(self.add_wanted)
        for name, button in self._sections.items():
            button.clicked.connect(lambda _checked, wanted=name: self._choose_section(wanted))
        theme.changed.connect(self._measure)
        self._measure()
        self.retranslate()

    def set_accounts(self, tiles: Sequence[AccountTile]) -> None:
        """Show these accounts, grouped by client."""
        self._model.set_tiles(tiles)
        self._make_room()

    def set_current(self, ref: InstanceRef | None) -> None:
        """Show which account is in front."""
        self._delegate.current = ref
        if ref is not None:
            self._list.setCurrentIndex(self._model.index_of(ref))
        self._list.viewport().update()

    def set_section(self, section: str) -> None:
        """Show which section is in front; the chats have no button of their own."""
        for name, button in self._sections.items():
            button.setChecked(name == section)
        self._section = section

    def set_queue_count(self, count: int) -> None:
        """Show how many uploads need the user."""
        self._sections["queue"].set_count(count)

    def focus_first(self) -> None:
        """Take the keyboard."""
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._menu.name(_("Menu"))
        self._add.name(_("Add an account"))
        names = {
            "gallery": _("Gallery"),
            "queue": _("Queue"),
            "contacts": _("Contacts"),
            "dashboard": _("Dashboard"),
            "settings": _("Settings"),
        }
        for name, button in self._sections.items():
            button.name(names[name])
        self._list.setAccessibleName(_("Accounts"))
        self._model.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Make room for the accounts."""
        super().resizeEvent(event)
        self._make_room()

    def _arrange(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(self._menu, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._column.addSpacing(self._theme.px(2))
        self._column.addWidget(self._list)
        self._column.addSpacing(self._theme.px(_GAP))
        self._column.addWidget(self._add, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)
        for button in self._sections.values():
            self._column.addWidget(button, alignment=Qt.AlignmentFlag.AlignHCenter)
            self._column.addSpacing(self._theme.px(2))

    def _measure(self) -> None:
        self.setFixedWidth(self._theme.size("rail"))
        self._column.setContentsMargins(0, self._theme.px(8), 0, self._theme.px(6))
        self._list.remeasure()
        self._make_room()

    def _make_room(self) -> None:
        """Give buttons up while the accounts do not fit, and take them back when they do."""
        pitch = self._theme.px(42)
        taken = self._theme.px(16 + _GAP) + pitch * (2 + len(self._sections))
        free = self.height() - taken - self._list.sizeHint().height()
        for name in _GIVEN_UP_FIRST:
            self._sections[name].setVisible(free >= 0)
            free += pitch if free < 0 else 0

    def _choose(self, index: QModelIndex) -> None:
        tile = self._model.tile(index)
        if tile is not None:
            self.account_chosen.emit(tile.ref)

    def _open_menu(self) -> None:
        self.menu_wanted.emit(self._menu.mapToGlobal(QPoint(0, self._menu.height())))

    def _choose_section(self, name: str) -> None:
        """Ask for a section; which one is in front is said by `set_section`, not by the click."""
        self.set_section(self._section)
        self.section_chosen.emit(name)


class _AccountList(QListView):
    """The accounts, as high as they need to be and no higher."""

    chosen = Signal(QModelIndex)

    def __init__(self, model: AccountsModel, delegate: AccountDelegate) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.clicked.connect(self.chosen)
        self.activated.connect(self.chosen)
        model.modelReset.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height of all rows."""
        rows = range(self.model().rowCount())
        height = sum(self.sizeHintForRow(row) for row in rows)
        return QSize(self.sizeHintForColumn(0), height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return one tile's height; what does not fit is scrolled to."""
        return QSize(0, min(self.sizeHint().height(), 52))

    def remeasure(self) -> None:
        """Take the theme's measures anew."""
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()
