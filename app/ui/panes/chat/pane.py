"""The chat's pane: header, find bar, the list or what stands in its place, composer; files may be dropped anywhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QFileDialog, QFrame, QStackedWidget, QVBoxLayout, QWidget

from app.domain.ids import ChatId
from app.services.views import ContactRow, Viewing
from app.texts import _
from app.ui.bridge import Reader
from app.ui.look.empty_state import EmptyState
from app.ui.look.icons import Icons
from app.ui.look.skeleton import Skeleton
from app.ui.look.theme import Theme
from app.ui.models.contact_words import STATUS, contact_title
from app.ui.models.messages import MessagesModel
from app.ui.models.playing import PlayerState
from app.ui.models.sending_as import SendingAs
from app.ui.panes.chat.acting import Acting
from app.ui.panes.chat.bubbles.scene import Scene
from app.ui.panes.chat.composer import Composer
from app.ui.panes.chat.find_bar import FindBar
from app.ui.panes.chat.header import ChatHeader
from app.ui.panes.chat.view import MessageList
from app.ui.panes.drop_overlay import DropOverlay

_FILTERS = {
    "media": "*.jpg *.jpeg *.png *.gif *.webp *.heic *.mp4 *.mov *.3gp *.mkv *.avi *.webm",
    "document": "*",
    "audio": "*.ogg *.opus *.mp3 *.m4a *.aac *.amr *.wav *.flac",
}
_ROOM_FOR_SKELETON = ((0, 0.62, 60), (0, 0.4, 36), (1, 0.5, 80), (0, 0.7, 120), (1, 0.45, 36), (1, 0.6, 68))


class ChatPane(QFrame):
    """Shows one chat of one account."""

    send_text = Signal(str)
    files_given = Signal(list)
    attached = Signal(list, str)
    """Paths that were chosen as one kind: `auto`, or `document`, which changes nothing about them."""
    image_pasted = Signal(QImage)
    media_activated = Signal(int)
    save_wanted = Signal(list)
    drag_wanted = Signal(list)
    retry_wanted = Signal(int)
    fetch_wanted = Signal(int)
    upload_action = Signal(int, str)
    play_wanted = Signal(int)
    seek_wanted = Signal(int, float)
    speed_wanted = Signal(float)
    link_wanted = Signal(str)
    gallery_wanted = Signal()
    panel_toggled = Signal(bool)
    left = Signal()
    """Esc was pressed where nothing was left to undo."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reader: Reader | None = None
        self._progress_of: Reader | None = None
        self._contact: ContactRow | None = None
        self._account: SendingAs | None = None
        self._chat = self._unread = self._wanted = 0
        self.setProperty("surface", "canvas")
        self.setAcceptDrops(True)
        self.scene = Scene(theme, icons, self)
        self._model = MessagesModel(self)
        self._header = ChatHeader(theme, icons)
        self._find = FindBar(theme, icons)
        # The list must have its size before it scrolls to where a chat is opened.
        self._model.opened.connect(lambda _message: self._opened())
        self._list = MessageList(self.scene, icons, self._model)
        self._composer = Composer(theme, icons)
        self._nothing = EmptyState(theme, icons, "message-square")
        self._loading = Skeleton(theme, self._shapes)
        self._stack = QStackedWidget()
        self._overlay = DropOverlay(theme, self)
        self._acting = Acting(self, self._list, self.scene, self._composer)
        self._arrange()
        self._connect()
        self.close_chat()
        self.retranslate()

    # ── what the window does ───────────────────────────────────────────────────────────────────────────────────

    def open(self, reader: Reader, chat_id: int, sending_as: SendingAs | None, *, message: int = 0) -> None:
        """Show a chat at its newest messages, or around one of them."""
        same = reader is self._reader and chat_id == self._chat
        self._account = sending_as
        if same:
            self._composer.show_account(sending_as)
            if message:
                self.scroll_to(message)
            return
        if reader is not self._progress_of:
            self._progress_of = reader
            self.scene.forget_progress()
        self._reader, self._chat, self._wanted = reader, chat_id, message
        self._unread = 0
        self.scene.forget()
        self.scene.photos.read_from(reader)
        self._find.close_bar()
        self._take_contact(None)
        self._composer.begin(chat_id, sending_as, "")
        self._show_chat(shown=True)
        self._stack.setCurrentWidget(self._loading)
        self._model.open(None, 0)
        self._ask_open(reader, chat_id, message)

    def close_chat(self) -> None:
        """Show no chat."""
        self._reader, self._chat, self._contact = None, 0, None
        self._model.open(None, 0)
        self.scene.photos.read_from(None)
        self._show_chat(shown=False)
        self._say_nothing()
        self._stack.setCurrentWidget(self._nothing)

    def set_sending_as(self, sending_as: SendingAs | None) -> None:
        """Show what is new about the account."""
        self._account = sending_as
        self._composer.show_account(sending_as)

    def set_enter_sends(self, *, on: bool) -> None:
        """Let Enter send a message, or begin a line."""
        self._composer.field.enter_sends = on

    def set_progress(self, upload_id: int, done: int, total: int | None) -> None:
        """Show how far an upload of this chat is."""
        self.scene.tell_progress(upload_id, done, total)
        self._acting.repaint_upload(upload_id)

    def set_player_state(self, state: PlayerState) -> None:
        """Show what is played, in its bubble."""
        self._acting.show_player(state)

    def set_panel_open(self, *, shown: bool) -> None:
        """Show whether the side panel is open."""
        self._header.set_panel_open(shown=shown)

    def scroll_to(self, message_id: int) -> None:
        """Bring a message into sight, fetching what is around it."""
        self._model.show_around(message_id)

    def open_search(self) -> None:
        """Search in this chat."""
        if self._reader is not None and self._chat:
            self._find.open(self._reader, self._chat)

    def attach(self) -> None:
        """Ask for files to send."""
        self._composer.open_attach_menu()

    def focus_composer(self) -> None:
        """Take the keyboard into the field."""
        self._composer.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_first(self) -> None:
        """Take the keyboard into the messages."""
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def chat_id(self) -> int:
        """Return the chat that is shown, 0 for none."""
        return self._chat

    @property
    def memory_bytes(self) -> int:
        """Return what the pictures take."""
        return self.scene.photos.size_bytes

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._header.retranslate()
        self._find.retranslate()
        self._composer.retranslate()
        self._say_nothing()
        self._name_list()
        self._list.lay_out()

    # ── Qt's events ────────────────────────────────────────────────────────────────────────────────────────────

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the drop target over the messages."""
        super().resizeEvent(event)
        self._overlay.setGeometry(self._stack.geometry())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files and images, and say where they would go."""
        count = _count(event)
        if count and self._chat and self._account is not None and self._may_write:
            event.acceptProposedAction()
            self._overlay.setGeometry(self._stack.geometry())
            self._overlay.show_files(count, self._name(), self._account)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        """Go on taking them."""
        event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        """Show the chat again."""
        self._overlay.hide()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Give the files on."""
        self._overlay.hide()
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.files_given.emit(paths)
        elif event.mimeData().hasImage():
            event.acceptProposedAction()
            self.image_pasted.emit(QImage(event.mimeData().imageData()))

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _arrange(self) -> None:
        for page in (self._list, self._loading, self._nothing):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._find)
        column.addWidget(self._stack, 1)
        column.addWidget(self._composer)

    def _connect(self) -> None:
        self._header.gallery_wanted.connect(self.gallery_wanted)
        self._header.panel_toggled.connect(self.panel_toggled)
        self._header.search_wanted.connect(self.open_search)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(self._paste)
        self._find.found.connect(self._show_hit)
        self._find.wanted.connect(self.scene.mark)
        self._find.closed.connect(self.focus_composer)
        self._list.left.connect(self.focus_composer)
        self._list.bottom_reached.connect(self._mark_read)
        self._composer.left.connect(self.left)
        self._composer.sent.connect(self._send)
        self._composer.files_given.connect(self.files_given)
        self._composer.image_pasted.connect(self.image_pasted)
        self._composer.attach_wanted.connect(self._choose_files)
        self._model.settled.connect(self._settled)
        self._model.failed.connect(self._failed)
        self._model.arrived.connect(self._arrived)
        self._nothing.action_wanted.connect(self._again)

    def _show_hit(self, message: int) -> None:
        """Go to what was found; a long text is unfolded, because the hit may lie in what it hides."""
        self.scene.unfold(message, "text")
        self._list.relayout_message(message)
        self.scroll_to(message)

    def _ask_open(self, reader: Reader, chat: int, message: int) -> None:
        def facts(view: Viewing) -> tuple[ContactRow | None, int]:
            rows = view.chats([chat])
            return view.contact(ChatId(chat)), rows[0].unread if rows else 0

        def take(answer: tuple[ContactRow | None, int]) -> None:
            contact, self._unread = answer
            self._take_contact(contact)
            self._model.open(reader, chat, around=message, unread=self._unread)

        reader.ask(facts, take, group="chat", failed=lambda _error: self._failed())

    def _take_contact(self, contact: ContactRow | None) -> None:
        self._contact = contact
        self.scene.is_group = contact is not None and contact.is_group
        self._header.show_contact(contact)
        self._composer.show_name(self._name())
        self._composer.setVisible(bool(self._chat) and self._may_write)
        self._name_list()

    @property
    def _may_write(self) -> bool:
        """Whether the chat can be written to; a status update would go to all contacts."""
        return self._contact is None or self._contact.address != STATUS

    def _name(self) -> str:
        return "" if self._contact is None else contact_title(self._contact.name or self._contact.address)

    def _name_list(self) -> None:
        self._list.setAccessibleName(_("Messages with {name}").format(name=self._name()) if self._chat else "")

    def _show_chat(self, *, shown: bool) -> None:
        self._header.setVisible(shown)
        self._composer.setVisible(shown)

    def _opened(self) -> None:
        """Show the first page, or that there is none."""
        if self._chat:
            self._say_nothing()
            self._stack.setCurrentWidget(self._list if self._model.rowCount() else self._nothing)

    def _settled(self) -> None:
        """Show the list once the first message of an empty chat is here."""
        if self._chat and self._model.rowCount():
            self._stack.setCurrentWidget(self._list)

    def _failed(self) -> None:
        if not self._model.rowCount():
            self._nothing.say(
                _("The messages cannot be read"),
                _("Nothing is lost. The log has the details."),
                _("Try again"),
                failed=True,
            )
            self._stack.setCurrentWidget(self._nothing)

    def _again(self) -> None:
        if self._reader is not None and self._chat:
            self._stack.setCurrentWidget(self._loading)
            self._ask_open(self._reader, self._chat, self._wanted)

    def _say_nothing(self) -> None:
        if self._chat:
            self._nothing.say(_("No messages yet"), _("Write the first one, or drop files here."))
        else:
            self._nothing.say(_("No chat chosen"), _("Choose a chat at the left, or search with Ctrl+K."))

    def _arrived(self, count: int) -> None:
        self._unread += count
        if self._list.at_bottom():
            self._mark_read()

    def _mark_read(self) -> None:
        """Tell the library that the newest was seen; only where somebody can have seen it."""
        if self._unread and self._reader is not None and self.isVisible() and self.window().isActiveWindow():
            chat, self._unread = ChatId(self._chat), 0
            self._reader.write(lambda store: store.mark_read(chat))

    def _send(self, text: str) -> None:
        self.send_text.emit(text)
        self._list.to_newest()

    def _paste(self) -> None:
        """Paste into the message, wherever in the chat the keyboard is."""
        self.focus_composer()
        self._composer.field.paste()

    def _choose_files(self, kind: str) -> None:
        titles = {"media": _("Photos and videos"), "document": _("Documents"), "audio": _("Audio")}
        dialog = QFileDialog(self, titles[kind])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([f"{titles[kind]} ({_FILTERS[kind]})", f"{_('All files')} (*)"])
        as_kind = "document" if kind == "document" else "auto"
        dialog.filesSelected.connect(lambda names: self.attached.emit([Path(name) for name in names], as_kind))
        dialog.open()

    def _shapes(self, room: QRectF) -> list[tuple[QRectF, float]]:
        """Return the skeleton of some bubbles, the newest at the bottom."""
        px, bottom = self._theme.px, room.bottom() - self._theme.px(8)
        shapes: list[tuple[QRectF, float]] = []
        for side, share, height in reversed(_ROOM_FOR_SKELETON):
            width = min(px(320), room.width() - px(32)) * share / 0.7
            x = room.right() - px(16) - width if side else room.x() + px(16)
            bottom -= px(height)
            shapes.append((QRectF(x, bottom, width, px(height)), px(12)))
            bottom -= px(8)
        return shapes


def _count(event: QDropEvent) -> int:
    """Return how many files, or images without a file, are dragged."""
    files = sum(1 for url in event.mimeData().urls() if url.isLocalFile())
    return files or int(event.mimeData().hasImage())
