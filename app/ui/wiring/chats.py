"""Connects chat list, chat and side panel with the account in front."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app.domain.addresses import Address, formatted
from app.domain.errors import RefusedError
from app.domain.ids import ChatId, InstanceRef, MediaId, MessageId, UploadId
from app.domain.kinds import MediaKind
from app.domain.reasons import Reason
from app.services.store import GalleryQuery, UploadAction
from app.services.uploads import UploadProgress
from app.services.views import ContactRow, Viewing
from app.services.work import Work
from app.ui.bridge import Bridge, Errands
from app.ui.main_window import MainWindow
from app.ui.models.listing import NOT_RECEIVED, Filters
from app.ui.pane_places import Panes
from app.ui.wiring.accounts import Accounts
from app.ui.wiring.faces import ChatFace, ChatsFace, SideFace
from app.ui.wiring.media import MediaActions

_RECENT = 8
"""Media of the side panel's grid."""
_WEB = ("http", "https")


class Chats(QObject):
    """The chat in front, and what the user does in it."""

    files_given = Signal(object, object, list)
    """Instance, address of the chat, paths: to be prepared and sent."""
    attached = Signal(object, object, list, str)
    """The same, and the kind that was chosen."""
    image_given = Signal(object, object, object)
    """Instance, address of the chat, QImage."""
    drag_wanted = Signal(list)
    play_wanted = Signal(int)
    seek_wanted = Signal(int, float)
    speed_wanted = Signal(float)
    gallery_wanted = Signal(object)
    """The chat's address."""
    narrowed_wanted = Signal(object, object)
    """The chat's address and the `Filters` that its gallery is to begin with."""
    queue_wanted = Signal()
    search_wanted = Signal(str)
    """A text that was typed above the chats, to be searched for everywhere."""
    files_hovering = Signal(str, int)
    """Name of the chat of the list that files hover over, and how many they are; "" where they left it."""
    opened = Signal(object, object)
    """Instance and address of the chat that is in front now."""
    failed = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        panes: Panes,
        accounts: Accounts,
        media: MediaActions,
        *,
        work: Work,
        bridge: Bridge,
        errands: Errands,
    ) -> None:
        super().__init__(window)
        self._window, self._panes, self._accounts, self._media = window, panes, accounts, media
        self._work, self._errands = work, errands
        self._chat: ChatId | None = None
        self._address: Address | None = None
        self._name = ""
        self._enter_sends = True
        accounts.switched.connect(self._switched)
        accounts.account_changed.connect(self._refresh)
        window.side_panel_changed.connect(self._panel_changed)
        bridge.on(UploadProgress, self._progress)

    @property
    def address(self) -> Address | None:
        """Return the address of the open chat."""
        return self._address

    def in_front(self) -> tuple[Address, str] | None:
        """Return address and name of the chat that the user sees, None where another page is in front, or no chat."""
        if self._window.section != "chats" or self._address is None:
            return None
        return self._address, self._name or formatted(self._address)

    def set_enter_sends(self, *, on: bool) -> None:
        """Let Enter send a message, or begin a line."""
        self._enter_sends = on
        chat = self._panes.existing("chat")
        if chat is not None:
            cast(ChatFace, chat).set_enter_sends(on=on)

    def wire_list(self, chats: ChatsFace) -> None:
        """Connect the chat list."""
        chats.chat_chosen.connect(self.open)
        chats.files_dropped.connect(self._dropped)
        chats.search_wanted.connect(self.search_wanted)
        chats.files_hovering.connect(self.files_hovering)
        chats.set_reader(self._accounts.reader(self._accounts.current))

    def wire_chat(self, chat: ChatFace) -> None:
        """Connect the chat."""
        chat.send_text.connect(self._send_text)
        chat.files_given.connect(self._files_given)
        chat.attached.connect(self._attached)
        chat.image_pasted.connect(self._image_given)
        chat.media_activated.connect(lambda media: self._media.look_at(media, self._address))
        chat.save_wanted.connect(self._media.save)
        chat.drag_wanted.connect(self.drag_wanted)
        chat.retry_wanted.connect(lambda media: self._media.fetch_again([media]))
        chat.fetch_wanted.connect(lambda media: self._media.fetch_again([media]))
        chat.upload_action.connect(self.act_on_upload)
        chat.play_wanted.connect(self.play_wanted)
        chat.seek_wanted.connect(self.seek_wanted)
        chat.speed_wanted.connect(self.speed_wanted)
        chat.link_wanted.connect(_open_link)
        chat.gallery_wanted.connect(lambda: self.gallery_wanted.emit(self._address))
        chat.panel_toggled.connect(lambda shown: self._window.show_side_panel(shown=bool(shown)))
        chat.left.connect(self._to_the_list)
        chat.set_panel_open(shown=self._window.side_panel_shown)
        chat.set_enter_sends(on=self._enter_sends)

    def wire_side(self, side: SideFace) -> None:
        """Connect the side panel."""
        side.closed.connect(lambda: self._window.show_side_panel(shown=False))
        side.media_activated.connect(lambda media: self._media.look_at(media, self._address))
        side.gallery_wanted.connect(lambda: self.gallery_wanted.emit(self._address))
        side.kind_wanted.connect(lambda kind: self._narrowed_gallery(Filters(kind=MediaKind(kind))))
        side.not_received_wanted.connect(lambda: self._narrowed_gallery(Filters(states=NOT_RECEIVED)))
        side.unconfirmed_wanted.connect(self.queue_wanted)

    def open(self, chat_id: int, message: int = 0) -> None:
        """Bring a chat to the front, and a message of it into sight."""
        ref = self._accounts.current
        reader, chat = self._accounts.reader(ref), self._panes.real("chat")
        if ref is None or reader is None or chat is None:
            return
        self._chat, self._address = ChatId(chat_id), None
        self._window.show_section("chats")
        self._window.show_chat(shown=True)
        cast(ChatFace, chat).open(reader, chat_id, self._accounts.sending_as(ref), message=message)
        chats = self._panes.existing("chats")
        if chats is not None:
            cast(ChatsFace, chats).select(chat_id)
        self._refresh(ref)
        reader.write(lambda store: store.mark_read(ChatId(chat_id)))

    def jump_to_media(self, media: int) -> None:
        """Open the chat of a media at its message, in the account that keeps it."""
        ref, own = self._accounts.owner(media)
        reader = self._accounts.reader(ref)
        if reader is None:
            return

        def go(found: tuple[ChatId, MessageId, int] | None) -> None:
            if found is not None and ref is not None:
                if ref != self._accounts.current:
                    self._accounts.choose(ref)
                self.open(found[0], found[1])

        reader.ask(lambda view: view.message_of(MediaId(own)), go, group="jump")

    def act_on_upload(self, upload: int, action: str) -> None:
        """Do what the user answered about an upload: `cancel`, `retry`, `resend`, `arrived` or `check`."""
        desk = self._accounts.desk(self._accounts.current)
        if desk is None:
            return

        def act() -> None:
            if action == "check":
                if upload not in [resolved.id for resolved in desk.outbox.check()]:
                    # Else nothing at all would be seen to happen.
                    raise RefusedError(Reason.UNKNOWN_OUTCOME)
            else:
                desk.outbox.command(UploadId(upload), UploadAction(action))
            self._work.wake(desk.instance.ref)

        self._errands.run(act, failed=self.failed.emit)

    def _switched(self, ref: InstanceRef | None) -> None:
        reader = self._accounts.reader(ref)
        self._chat = self._address = None
        self._window.show_chat(shown=False)
        chats, chat, side = (self._panes.existing(name) for name in ("chats", "chat", "side"))
        if chats is not None:
            cast(ChatsFace, chats).set_reader(reader)
        if chat is not None:
            cast(ChatFace, chat).close_chat()
        if side is not None:
            cast(SideFace, side).set_reader(reader)
            cast(SideFace, side).set_contact(None)

    def _refresh(self, ref: InstanceRef) -> None:
        """Read what the side panel shows of the open chat."""
        reader, chat = self._accounts.reader(ref), self._chat
        if reader is not None and chat is not None and ref == self._accounts.current:
            reader.ask(lambda view: _facts(view, chat), self._show_contact, group="contact")

    def _show_contact(self, found: tuple[Address | None, ContactRow | None, list[int]]) -> None:
        before = self._address
        self._address, contact, recent = found
        self._name = contact.name if contact is not None else ""
        if self._address is not None and before != self._address:
            self.opened.emit(self._accounts.current, self._address)
        side = self._panes.existing("side")
        if side is not None:
            cast(SideFace, side).set_contact(contact, recent)

    def _send_text(self, text: str) -> None:
        desk, address = self._accounts.desk(self._accounts.current), self._address
        if desk is None or address is None:
            return

        def send() -> None:
            desk.outbox.enqueue_text(address, text)
            self._work.wake(desk.instance.ref)

        self._errands.run(send, failed=self.failed.emit)

    def _narrowed_gallery(self, filters: Filters) -> None:
        if self._address is not None:
            self.narrowed_wanted.emit(self._address, filters)

    def _files_given(self, paths: list[Path]) -> None:
        if self._accounts.current is not None and self._address is not None:
            self.files_given.emit(self._accounts.current, self._address, paths)

    def _attached(self, paths: list[Path], as_kind: str) -> None:
        if self._accounts.current is not None and self._address is not None:
            self.attached.emit(self._accounts.current, self._address, paths, as_kind)

    def _image_given(self, image: object) -> None:
        if self._accounts.current is not None and self._address is not None:
            self.image_given.emit(self._accounts.current, self._address, image)

    def _dropped(self, chat_id: int, paths: list[Path]) -> None:
        ref = self._accounts.current
        reader = self._accounts.reader(ref)
        if reader is not None:
            reader.ask(
                lambda view: view.chats([chat_id]),
                lambda rows: self.files_given.emit(ref, rows[0].address, paths) if rows else None,
                failed=self.failed.emit,
            )

    def _progress(self, event: UploadProgress) -> None:
        chat = self._panes.existing("chat")
        if chat is not None and event.ref == self._accounts.current:
            cast(ChatFace, chat).set_progress(event.upload, event.done_bytes, event.total_bytes)

    def _panel_changed(self, shown: object) -> None:
        chat = self._panes.existing("chat")
        if chat is not None:
            cast(ChatFace, chat).set_panel_open(shown=bool(shown))

    def _to_the_list(self) -> None:
        chats = self._panes.existing("chats")
        if chats is not None:
            cast(ChatsFace, chats).focus_first()


def _facts(view: Viewing, chat: ChatId) -> tuple[Address | None, ContactRow | None, list[int]]:
    rows = view.chats([chat])
    address = rows[0].address if rows else None
    recent = list(view.media_ids(GalleryQuery(chat=address))[:_RECENT]) if address is not None else []
    return address, view.contact(chat), recent


def _open_link(link: str) -> None:
    """Open an address in the browser; what a customer wrote may name nothing but the web."""
    url = QUrl(link, QUrl.ParsingMode.StrictMode)
    if url.isValid() and url.scheme().lower() in _WEB:
        QDesktopServices.openUrl(url)
