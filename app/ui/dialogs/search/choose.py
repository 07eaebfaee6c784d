"""Asks to whom something goes: a chat of one account, found by name or number, newest first."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.texts import _
from app.ui.dialogs.search.delegate import FindDelegate
from app.ui.dialogs.search.field import FindField
from app.ui.dialogs.search.listing import FindList
from app.ui.dialogs.sheet import Sheet
from app.ui.look.account_tile import paint_account
from app.ui.look.empty_state import EmptyState
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.find_rows import FindsModel, RowRole, rows_of
from app.ui.models.finds import Account, Find, Found, Group, Search

_SIZE = (480, 560)


class ChooseChat(Sheet):
    """One chat of the account that it is opened with; of no other one."""

    chosen = Signal(object)
    """A `Find` of a chat."""

    def __init__(self, theme: Theme, icons: Icons, window: QWidget, account: Account) -> None:
        super().__init__(theme, window, _SIZE)
        self._search, self._model = Search(self, groups=(Group.PEOPLE,)), FindsModel(self)
        self._list, self._field = FindList(self._model, FindDelegate(theme, icons, self)), FindField(theme, icons)
        self._title, self._facts, self._cancel = QLabel(), QLabel(), QPushButton()
        self._as = _As(theme, account)
        self._nothing = EmptyState(theme, icons, "search")
        self._stack = QStackedWidget()
        self._typed = False
        self._arrange()
        self._connect()
        self.retranslate()
        self._search.look_in([account])

    def say(self, title: str, facts: str) -> None:
        """Say what is to go where, and what is to be known of it."""
        self._title.setText(title)
        self._facts.setText(facts)
        self._facts.setVisible(bool(facts))
        self.setAccessibleName(title)

    def first_field(self) -> QWidget:
        """Return the field."""
        return self._field

    def done(self, result: int) -> None:
        """Close, and want no more answers."""
        self._search.close()
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Let what is typed in the list go on in the field."""
        if event.text().isprintable() and event.text() and not self._field.hasFocus():
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
            self._field.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._field.setPlaceholderText(_("Name or number"))
        self._field.setAccessibleName(_("Name or number"))
        self._list.setAccessibleName(_("Chats"))
        self._cancel.setText(_("Cancel"))
        self._nothing.say(_("No chat has this name"), _("A chat appears here as soon as a customer writes."))

    def _take(self, found: Found) -> None:
        walked = self._list.walked and not self._typed
        before = self._model.row(self._list.currentIndex().row()) if walked else None
        self._model.show(rows_of(found, Group.PEOPLE, recent=not self._search.text))
        place = self._model.place_of(before) if isinstance(before, Find) else -1
        if place >= 0:
            self._list.setCurrentIndex(self._model.index(place))
        elif self._typed or not walked:
            self._list.choose_first()
        self._typed = False
        self._stack.setCurrentWidget(self._list if self._model.rowCount() else self._nothing)

    def _ask(self, text: str) -> None:
        if text != self._search.text:
            self._typed = True
            self._search.ask(text)

    def _open(self, index: QModelIndex) -> None:
        row = index.data(RowRole) if index.isValid() else None
        if isinstance(row, Find):
            self.accept()
            self.chosen.emit(row)

    def _connect(self) -> None:
        self._search.came.connect(self._take)
        self._field.searched.connect(self._ask)
        self._field.stepped.connect(self._list.step)
        for opened in (self._field.opened, self._field.jumped):
            opened.connect(lambda: self._open(self._list.currentIndex()))
        self._list.opened.connect(self._open)
        self._list.jumped.connect(self._open)
        self._list.end_neared.connect(lambda: self._search.more(Group.PEOPLE))
        self._cancel.clicked.connect(self.reject)

    def _arrange(self) -> None:
        px = self._theme.px
        self._title.setProperty("role", "title")
        self._facts.setProperty("role", "secondary")
        self._facts.setWordWrap(True)
        self._cancel.setAutoDefault(False)
        for page in (self._list, self._nothing):
            self._stack.addWidget(page)
        top = QVBoxLayout()
        top.setContentsMargins(px(16), px(16), px(16), px(12))
        top.setSpacing(px(8))
        for part in (self._title, self._facts, self._field):
            top.addWidget(part)
        foot = QHBoxLayout()
        foot.setContentsMargins(px(16), px(12), px(16), px(12))
        foot.addWidget(self._as, 1)
        foot.addWidget(self._cancel)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(_line())
        column.addWidget(self._stack, 1)
        column.addWidget(_line())
        column.addLayout(foot)


class _As(QFrame):
    """Whose chats these are: the account's tile and name."""

    def __init__(self, theme: Theme, account: Account) -> None:
        super().__init__()
        self._theme, self._account = theme, account
        self._name = QLabel(account.name)
        self._name.setProperty("role", "strong")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(28), 0, 0, 0)
        row.addWidget(self._name)
        self.setFixedHeight(theme.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the tile."""
        super().paintEvent(event)
        side = self._theme.px(20)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tile = QRectF(0, (self.height() - side) / 2, side, side)
        paint_account(painter, self._theme, tile, self._account.colour, self._account.initials[:1])
        painter.end()


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("line", "true")
    line.setFixedHeight(1)
    return line
