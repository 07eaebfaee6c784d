"""The chat list's pane: search field, chips, and the list or what stands in its place."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.ids import ChatId
from app.services.views import ChatFilter
from app.texts import _
from app.ui.bridge import Reader
from app.ui.look.empty_state import EmptyState
from app.ui.look.icons import Icons
from app.ui.look.skeleton import Skeleton
from app.ui.look.theme import Theme
from app.ui.models.chats import ChatsModel, Sending
from app.ui.panes.chats.chips import Chips
from app.ui.panes.chats.delegate import ChatDelegate
from app.ui.panes.chats.search_field import SearchField
from app.ui.panes.chats.view import ChatList


class ChatsPane(QFrame):
    """Shows the chats of one account."""

    chat_chosen = Signal(int)
    files_dropped = Signal(int, list)
    files_hovering = Signal(str, int)
    """Files hover over a chat: its name and how many they are; "" where they left it."""
    search_wanted = Signal(str)
    left = Signal()
    """Esc was pressed where nothing was left to undo."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._reader: Reader | None = None
        self._broken = False
        self._model = ChatsModel(self)
        self._delegate = ChatDelegate(theme, icons, self)
        self._list = ChatList(theme, self._model, self._delegate)
        self._search = SearchField(theme, icons)
        self._chips = Chips(theme, icons)
        self._nothing = EmptyState(theme, icons, "message-square")
        self._loading = Skeleton(theme, self._shapes)
        self._stack = QStackedWidget()
        self.setProperty("surface", "panel")
        self._arrange()
        self._connect()
        self._measure()
        self.retranslate()
        self._stack.setCurrentWidget(self._nothing)

    # ── what the window does ───────────────────────────────────────────────────────────────────────────────────

    def set_reader(self, reader: Reader | None) -> None:
        """Show another account's chats, or none."""
        self._reader, self._broken = reader, False
        self._stack.setCurrentWidget(self._loading if reader else self._nothing)
        self._search.clear()
        self._chips.choose(ChatFilter.ALL)
        self._delegate.wanted = ""
        self._model.show(ChatFilter.ALL, "")
        self._chips.count_unread(0)
        self._model.read_from(reader)

    def select(self, chat_id: int | None) -> None:
        """Show which chat is in front, without saying so by `chat_chosen`."""
        self._list.show_chosen(chat_id)

    def step(self, by: int) -> None:
        """Open the next (1) or previous (-1) chat of the list."""
        place = self._model.place_of(self._delegate.chosen)
        chat = self._model.id_at(place.row() + by if place.isValid() else 0)
        if chat is not None:
            self.chat_chosen.emit(chat)

    def focus_search(self) -> None:
        """Take the keyboard into the search field."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def focus_first(self) -> None:
        """Take the keyboard into the list."""
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_sending(self, sending: Mapping[int, Sending]) -> None:
        """Show which chats a file is leaving to, by chat."""
        self._model.set_sending(sending)

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.setAccessibleName(_("Chats"))
        self._list.setAccessibleName(_("Chats"))
        self._search.retranslate()
        self._chips.retranslate()
        self._say_nothing()
        self._list.viewport().update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the drawn width."""
        return QSize(self._theme.size("chat_list"), self._theme.px(400))

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _arrange(self) -> None:
        px = self._theme.px
        self._top = QVBoxLayout()
        self._top.setSpacing(px(8))
        self._top.addWidget(self._search)
        self._top.addWidget(self._chips)
        for page in (self._list, self._loading, self._nothing):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(self._top)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._chips.chosen.connect(self._filter)
        self._search.searched.connect(self._filter)
        self._search.everywhere_wanted.connect(self.search_wanted)
        self._search.down_wanted.connect(self.focus_first)
        self._search.left.connect(self.left)
        self._list.chosen.connect(self.chat_chosen)
        self._list.dropped.connect(self.files_dropped)
        self._list.hovered.connect(self.files_hovering)
        self._list.left.connect(self.left)
        self._list.menu_wanted.connect(self._open_menu)
        self._model.listed.connect(self._listed)
        self._model.failed.connect(self._failed)
        self._model.unread_counted.connect(self._chips.count_unread)
        self._nothing.action_wanted.connect(self._act)
        self._theme.changed.connect(self._measure)

    def _measure(self) -> None:
        px = self._theme.px
        self._top.setContentsMargins(px(12), px(12), px(12), 0)
        self.setMinimumWidth(self._theme.size("chat_list_min"))

    def _filter(self) -> None:
        self._delegate.wanted = self._search.text().strip()
        self._list.viewport().update()
        self._model.show(self._chips.which, self._delegate.wanted)

    def _listed(self) -> None:
        self._broken = False
        self._say_nothing()
        self._stack.setCurrentWidget(self._list if self._model.rowCount() else self._nothing)
        self._list.show_chosen(self._delegate.chosen)

    def _failed(self) -> None:
        self._broken = True
        self._say_nothing()
        self._stack.setCurrentWidget(self._nothing)

    def _say_nothing(self) -> None:
        """Say what would be here: for an error, a search, a chip, no account, or an account without chats."""
        say = self._nothing.say
        if self._broken:
            say(
                _("The chats cannot be read"),
                _("Nothing is lost. The log has the details."),
                _("Try again"),
                failed=True,
            )
        elif self._search.text().strip():
            say(
                _("No chat has this name"),
                _("Texts, captions and file names are searched too."),
                _("Search everywhere"),
            )
        elif self._chips.which is ChatFilter.UNREAD:
            say(_("Nothing unread"), _("Chats with new messages appear here."))
        elif self._chips.which is ChatFilter.WITH_MEDIA:
            say(_("No media yet"), _("Chats with photos, audio or documents appear here."))
        elif self._reader is None:
            say(_("No account chosen"), _("Choose an account at the left."))
        else:
            say(_("No chats yet"), _("A chat appears here as soon as a customer writes."))

    def _act(self) -> None:
        if self._broken:
            self._stack.setCurrentWidget(self._loading)
            self._model.refresh()
        else:
            self.search_wanted.emit(self._search.text().strip())

    def _open_menu(self, chat: int, at: QPoint) -> None:
        row, reader = self._model.row(chat), self._reader
        if row is None or reader is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Open"), lambda: self.chat_chosen.emit(chat))
        pin = menu.addAction(_("Unpin") if row.pinned else _("Pin"))
        pinned = not row.pinned
        pin.triggered.connect(lambda: reader.write(lambda store: store.pin(ChatId(chat), pinned=pinned)))
        read = menu.addAction(_("Mark as read"))
        read.setEnabled(row.unread > 0)
        read.triggered.connect(lambda: reader.write(lambda store: store.mark_read(ChatId(chat))))
        address = row.address
        if address.startswith("+"):
            menu.addAction(_("Copy number"), lambda: QGuiApplication.clipboard().setText(address))
        menu.popup(at)

    def _shapes(self, room: QRectF) -> list[tuple[QRectF, float]]:
        """Return the skeleton of rows in their final places."""
        px = self._theme.px
        shapes: list[tuple[QRectF, float]] = []
        height = self._theme.size("list_row")
        for number in range(int(room.height() // height) + 1):
            top, left = number * height, px(68)
            shapes.append((QRectF(px(16), top + px(10), px(40), px(40)), px(20)))
            width = room.width() - left - px(16)
            shapes.append((QRectF(left, top + px(15), width * 0.5, px(10)), px(4)))
            shapes.append((QRectF(left, top + px(35), width * 0.8, px(10)), px(4)))
        return shapes
