"""The contacts page: search, order, and everybody that the account in front knows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, QRectF, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.services.people import PeopleOrder
from app.texts import _, ngettext
from app.texts.formats import format_number
from app.ui.bridge import Reader
from app.ui.look.empty_state import EmptyState
from app.ui.look.find_field import FindField
from app.ui.look.icons import Icons
from app.ui.look.menu import Menu
from app.ui.look.region_list import AnyIndex, Region, Touches
from app.ui.look.row_table import RowTable
from app.ui.look.segments import Segments
from app.ui.look.skeleton import Skeleton
from app.ui.look.theme import Theme
from app.ui.models.people import PeopleModel, PersonRole
from app.ui.models.people_words import number_words
from app.ui.panes.people.delegate import PersonDelegate, skeleton
from app.ui.panes.people.layout import CHAT, COPY, GALLERY, GLYPHS, person_regions, places

_FIND_MOST, _FIND_LEAST = 320, 120


class PeopleList(RowTable):
    """The rows, with what can be done in each."""

    def regions(self, index: AnyIndex) -> Sequence[Region]:
        """Return the glyphs of a row."""
        row, rect = index.data(PersonRole), self.visualRect(index)
        return [] if row is None else person_regions(self._theme, row, rect.width(), rect.height())


class ContactsPane(QFrame):
    """Lists contacts and says what is wanted with one."""

    chat_wanted = Signal(int)
    """The chat of a contact."""
    gallery_wanted = Signal(object)
    """The address of a contact whose files are to be seen."""
    left = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._reader: Reader | None = None
        self._broken = False
        touches = Touches()
        self._model = PeopleModel(self)
        self._list = PeopleList(theme, self._model, touches)
        self._list.setItemDelegate(PersonDelegate(theme, icons, touches, self))
        self._header, self._title, self._count = QFrame(), QLabel(), QLabel()
        self._find, self._order = FindField(theme, icons), Segments(theme)
        self._nothing = EmptyState(theme, icons, "users")
        self._loading = Skeleton(theme, self._shapes)
        self._stack = QStackedWidget()
        self.setProperty("surface", "panel")
        self._arrange()
        self._connect()
        self._measure()
        self._order.offer([(order.value, "") for order in PeopleOrder])
        self._order.choose(PeopleOrder.NAME.value)
        self.retranslate()
        self._stack.setCurrentWidget(self._nothing)

    # ── what the window does ───────────────────────────────────────────────────────────────────────────────────

    def set_reader(self, reader: Reader | None, *, opening: bool = False) -> None:
        """Show another account's contacts, or none; `opening`: its reader is still to come."""
        if reader is self._reader and reader is not None:
            return
        self._reader, self._broken = reader, False
        self._say_nothing()
        self._stack.setCurrentWidget(self._loading if opening or reader is not None else self._nothing)
        self._find.clear()
        self._model.show(PeopleOrder(self._order.value), "")
        self._model.read_from(reader)
        self._say_count()

    def show_failure(self) -> None:
        """Show that the contacts cannot be read."""
        self._failed()

    def focus_find(self) -> None:
        """Take the keyboard into the search field."""
        self._find.take_keyboard()

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.setAccessibleName(_("Contacts"))
        self._list.setAccessibleName(_("Contacts"))
        self._title.setText(_("Contacts"))
        self._find.setPlaceholderText(_("Name or number"))
        self._find.setAccessibleName(_("Search contacts"))
        self._order.offer([(PeopleOrder.NAME.value, _("By name")), (PeopleOrder.LATEST.value, _("Recent"))])
        self._say_count()
        self._say_nothing()
        self._list.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Read what was missed while nobody looked."""
        super().showEvent(event)
        self._model.wake(awake=True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for nothing while nobody looks."""
        super().hideEvent(event)
        self._model.wake(awake=False)

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _arrange(self) -> None:
        self._title.setProperty("role", "page")
        self._count.setProperty("role", "secondary")
        self._row = QHBoxLayout(self._header)
        self._row.addWidget(self._title)
        self._row.addWidget(self._count)
        self._row.addStretch(1)
        self._row.addWidget(self._find, 100)
        self._row.addWidget(self._order)
        line = QFrame()
        line.setProperty("line", "true")
        line.setFixedHeight(1)
        for page in (self._list, self._loading, self._nothing):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._header, line):
            column.addWidget(part)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._find.searched.connect(lambda _text: self._narrow())
        self._find.down_wanted.connect(self._list.setFocus)
        self._find.left.connect(self.left)
        self._order.chosen.connect(lambda _value: self._narrow())
        self._list.looked.connect(self._model.want)
        self._list.chosen.connect(lambda index: self._act(index, CHAT))
        self._list.acted.connect(self._act)
        self._list.menu_wanted.connect(self._open_menu)
        self._list.left.connect(self.left)
        self._model.listed.connect(self._listed)
        self._model.failed.connect(self._failed)
        self._nothing.action_wanted.connect(self._again)
        self._theme.changed.connect(self._measure)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self._list)
        copy.activated.connect(lambda: self._act(self._list.currentIndex(), COPY))

    def _measure(self) -> None:
        px = self._theme.px
        self._header.setFixedHeight(self._theme.size("header"))
        self._row.setContentsMargins(px(20), 0, px(16), 0)
        self._row.setSpacing(px(12))
        self._find.setMinimumWidth(px(_FIND_LEAST))
        self._find.setMaximumWidth(px(_FIND_MOST))

    def _narrow(self) -> None:
        self._model.show(PeopleOrder(self._order.value), self._find.sought)

    def _listed(self) -> None:
        self._broken = False
        self._say_count()
        self._say_nothing()
        self._stack.setCurrentWidget(self._list if self._model.rowCount() else self._nothing)
        self._list.look()

    def _failed(self) -> None:
        self._broken = True
        self._say_nothing()
        self._stack.setCurrentWidget(self._nothing)

    def _say_count(self) -> None:
        count = self._model.rowCount()
        self._count.setText(format_number(count) if count else "")
        words = ngettext("{count} contact", "{count} contacts", count).format(count=format_number(count))
        self._count.setAccessibleName(words if count else "")

    def _say_nothing(self) -> None:
        """Say what would be here: for an error, a search, no account, or an account that knows nobody."""
        say = self._nothing.say
        if self._broken:
            say(_("The contacts cannot be read"), _("Nothing is lost. The log has the details."), _("Try again"))
        elif self._find.sought:
            say(_("No contact has this name or number"), _("Parts of a name or of a number are enough."))
        elif self._reader is None:
            say(_("No account chosen"), _("Choose an account at the left."))
        else:
            say(_("No contacts yet"), _("Whoever writes to this number, or is written to, appears here."))

    def _again(self) -> None:
        self._stack.setCurrentWidget(self._loading)
        self._model.refresh()

    def _act(self, index: QModelIndex, action: str) -> None:
        row = self._model.person(index)
        if row is None:
            return
        if action == CHAT and row.chat is not None:
            self.chat_wanted.emit(row.chat)
        elif action == GALLERY and row.media:
            self.gallery_wanted.emit(row.address)
        elif action == COPY and number_words(row):
            QGuiApplication.clipboard().setText(row.address)

    def _open_menu(self, index: QModelIndex, at: QPoint) -> None:
        menu = Menu(self)
        for region in self._list.regions(index):
            chosen = menu.addAction(self._icons.icon(GLYPHS[region.action]), region.name)
            chosen.triggered.connect(lambda _on=False, action=region.action: self._act(index, action))
        if menu.actions():
            menu.popup(at)

    def _shapes(self, room: QRectF) -> list[tuple[QRectF, float]]:
        """Return the skeleton of rows in their final places."""
        shapes: list[tuple[QRectF, float]] = []
        height = self._theme.size("list_row")
        at = places(self._theme, room.width(), height)
        for number in range(int(room.height() // height) + 1):
            down = number * height
            shapes.append((at.avatar.translated(0, down), at.avatar.width() / 2))
            shapes += [(bar.translated(0, down), self._theme.px(radius)) for bar, radius in skeleton(self._theme, at)]
        return shapes
