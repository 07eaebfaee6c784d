"""The sheet of the search: field, what kind of thing and how far, the results or what stands for them, the keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.texts import _
from app.ui.dialogs.search.delegate import FindDelegate
from app.ui.dialogs.search.field import FindField
from app.ui.dialogs.search.listing import FindList
from app.ui.dialogs.sheet import Sheet
from app.ui.look.empty_state import EmptyState
from app.ui.look.icons import Icons
from app.ui.look.keys import key_words
from app.ui.look.segments import Segments, keep_bold_width
from app.ui.look.skeleton import Skeleton
from app.ui.look.theme import Theme
from app.ui.models.find_rows import FindsModel, Rest, RowRole, group_title, rows_of
from app.ui.models.finds import Account, Find, Found, Group, Search

_SIZE = (672, 568)
_PATIENCE_MS = 150
"""An answer that comes sooner shows no skeleton before it."""
_ALL = "all"


class SearchSheet(Sheet):
    """Searches the accounts of one client. It closes when something was chosen."""

    chosen = Signal(object, bool)
    """A `Find`, and whether its message is wanted rather than itself."""

    def __init__(self, theme: Theme, icons: Icons, window: QWidget, client: str, accounts: Sequence[Account]) -> None:
        """Take the accounts of one client, the one in front first, and what the client is called."""
        super().__init__(theme, window, _SIZE)
        self._client, self._accounts = client, list(accounts)
        self._found, self._only = Found(), None  # type: tuple[Found, Group | None]
        self._typed = False
        self._search, self._model = Search(self), FindsModel(self)
        self._delegate = FindDelegate(theme, icons, self)
        self._list, self._field = FindList(self._model, self._delegate), FindField(theme, icons)
        self._chips: dict[str, QPushButton] = {}
        self._reach = Segments(theme)
        self._keys = QLabel()
        self._nothing = EmptyState(theme, icons, "search")
        self._loading = Skeleton(theme, self._shapes)
        self._stack = QStackedWidget()
        self._patience = QTimer(self)
        self._arrange()
        self._connect()
        self.retranslate()
        self._take_reach("client" if len(self._accounts) > 1 else "account")

    def type_text(self, text: str) -> None:
        """Begin with a text."""
        self._field.setText(text)
        self._field.selectAll()
        self._search.ask(text.strip())

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
        self.setAccessibleName(_("Search everywhere"))
        self._field.setPlaceholderText(_("Search in {client}").format(client=self._client))
        self._field.setAccessibleName(_("Name, text, caption or file"))
        self._list.setAccessibleName(_("Results"))
        self._reach.offer([("account", _("Account")), ("client", _("Client"))])
        self._reach.setAccessibleName(_("Where to search"))
        hints = (
            ("Enter", _("opens")),
            ("Ctrl+Enter", _("goes to the message")),
            ("Esc", _("closes")),
        )
        self._keys.setText("    ".join(f"{key_words(keys)} {words}" for keys, words in hints))
        self._say_chips()
        self._say_nothing(failed=False)
        self._list.viewport().update()

    # ── what comes ─────────────────────────────────────────────────────────────────────────────────────────────

    def _take(self, found: Found) -> None:
        """Show what is known; what the user walked to stays chosen, else the first is, whoever answered first."""
        self._patience.stop()
        self._found = found
        walked = self._list.walked and not self._typed
        before = self._model.row(self._list.currentIndex().row()) if walked else None
        self._show_rows()
        place = self._model.place_of(before) if isinstance(before, Find) else -1
        if place >= 0:
            self._list.setCurrentIndex(self._model.index(place))
        elif self._typed or not walked:
            self._list.choose_first()
        self._typed = False

    def _show_rows(self) -> None:
        recent = not self._search.text
        self._model.show(rows_of(self._found, None if recent else self._only, recent=recent))
        self._say_chips()
        self._say_nothing(failed=False)
        self._stack.setCurrentWidget(self._list if self._model.rowCount() else self._nothing)

    def _ask(self, text: str) -> None:
        if text != self._search.text:
            self._typed = True
            self._search.ask(text)

    def _fail(self) -> None:
        self._patience.stop()
        self._say_nothing(failed=True)
        self._stack.setCurrentWidget(self._nothing)

    def _say_chips(self) -> None:
        for key, chip in self._chips.items():
            chip.setText(_("All") if key == _ALL else group_title(Group(key)))
            chip.setEnabled(key == _ALL or bool(self._search.text))
            keep_bold_width(self._theme, chip)

    def _say_nothing(self, *, failed: bool) -> None:
        if failed:
            self._nothing.say(
                _("The search did not answer"), _("Nothing is lost. The log has the details."), _("Try again")
            )
        elif self._search.text:
            self._nothing.say(
                _("Nothing found"),
                _("Every word must begin a word of a name, a message, a caption or a file name."),
            )
        else:
            self._nothing.say(_("No chats yet"), _("A chat appears here as soon as a customer writes."))

    # ── what is chosen ─────────────────────────────────────────────────────────────────────────────────────────

    def _open(self, index: QModelIndex, *, to_message: bool = False) -> None:
        row = index.data(RowRole) if index.isValid() else None
        if isinstance(row, Rest):
            self._choose_group(row.group)
        elif isinstance(row, Find):
            self.accept()
            self.chosen.emit(row, to_message)

    def _choose_group(self, group: Group | None) -> None:
        self._only = group
        self._chips[group or _ALL].setChecked(True)
        self._show_rows()
        self._list.choose_first()

    def _take_reach(self, reach: str) -> None:
        self._reach.choose(reach)
        accounts = self._accounts if reach == "client" else self._accounts[:1]
        mixed = {account.ref: account for account in accounts} if len(accounts) > 1 else {}
        self._delegate.accounts = mixed
        self._model.name_accounts({ref: account.name for ref, account in mixed.items()})
        self._typed = True
        self._search.look_in(accounts)

    def _want_more(self) -> None:
        if self._only is not None and self._only in self._found.more:
            self._search.more(self._only)

    # ── how it is put together ─────────────────────────────────────────────────────────────────────────────────

    def _connect(self) -> None:
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._wait)
        self._search.came.connect(self._take)
        self._search.began.connect(self._patience.start)
        self._search.ended.connect(self._patience.stop)
        self._search.failed.connect(self._fail)
        self._field.searched.connect(self._ask)
        self._field.stepped.connect(self._list.step)
        self._field.opened.connect(lambda: self._open(self._list.currentIndex()))
        self._field.jumped.connect(lambda: self._open(self._list.currentIndex(), to_message=True))
        self._list.opened.connect(self._open)
        self._list.jumped.connect(lambda index: self._open(index, to_message=True))
        self._list.end_neared.connect(self._want_more)
        self._reach.chosen.connect(self._take_reach)
        self._nothing.action_wanted.connect(self._search.again)

    def _wait(self) -> None:
        """Show what will come where nothing else is shown."""
        if self._search.busy and not self._model.rowCount():
            self._stack.setCurrentWidget(self._loading)

    def _arrange(self) -> None:
        px = self._theme.px
        for page in (self._list, self._loading, self._nothing):
            self._stack.addWidget(page)
        self._keys.setProperty("role", "caption")
        top = QVBoxLayout()
        top.setContentsMargins(px(16), px(16), px(16), px(12))
        top.setSpacing(px(12))
        top.addWidget(self._field)
        top.addLayout(self._choices())
        foot = QHBoxLayout()
        foot.setContentsMargins(px(16), px(8), px(16), px(8))
        foot.addWidget(self._keys)
        foot.addStretch(1)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(_line())
        column.addWidget(self._stack, 1)
        column.addWidget(_line())
        column.addLayout(foot)

    def _choices(self) -> QHBoxLayout:
        """Return the row of chips, and how far the search reaches where that can be chosen."""
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(4))
        group = QButtonGroup(self)
        for key in (_ALL, *Group):
            chip = QPushButton()
            chip.setCheckable(True)
            chip.setProperty("chip", "true")
            chip.setAutoDefault(False)
            chip.clicked.connect(lambda _on, key=key: self._choose_group(None if key == _ALL else Group(key)))
            group.addButton(chip)
            row.addWidget(chip)
            self._chips[key] = chip
        self._chips[_ALL].setChecked(True)
        row.addStretch(1)
        row.addWidget(self._reach)
        self._reach.setVisible(len(self._accounts) > 1)
        return row

    def _shapes(self, room: QRectF) -> list[tuple[QRectF, float]]:
        """Return the skeleton of rows in their final places."""
        px = self._theme.px
        shapes: list[tuple[QRectF, float]] = []
        for number in range(int(room.height() // px(52))):
            top, left = px(32) + number * px(52), px(60)
            shapes.append((QRectF(px(16), top + px(10), px(32), px(32)), px(16)))
            shapes.append((QRectF(left, top + px(11), (room.width() - left) * 0.3, px(10)), px(4)))
            shapes.append((QRectF(left, top + px(31), (room.width() - left) * 0.7, px(10)), px(4)))
        return shapes


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("line", "true")
    line.setFixedHeight(1)
    return line
