"""The composer: attach, the field, send, and under them as whom it leaves; the account's colour is its edge."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.texts import _
from app.ui.look.icons import Icons
from app.ui.look.menu import Menu
from app.ui.look.theme import Theme
from app.ui.models.sending_as import SendingAs
from app.ui.panes.chat.emoji import EmojiPopup
from app.ui.panes.chat.field import MessageField
from app.ui.panes.chat.sending_line import SendingLine

_EDGE = 3


class Composer(QFrame):
    """Writes messages to one chat. Drafts are kept per account and chat."""

    sent = Signal(str)
    attach_wanted = Signal(str)
    """`media`, `document` or `audio`."""
    files_given = Signal(list)
    image_pasted = Signal(QImage)
    left = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._account: SendingAs | None = None
        self._draft_key: object = None
        self._drafts: dict[object, str] = {}
        self._name = ""
        self._attach, self._send = QToolButton(), QPushButton()
        self._attach.setIcon(icons.icon("paperclip"))
        self._attach.setProperty("big", "true")
        self._send.setIcon(icons.icon("send-horizontal", "accent.on"))
        self._send.setProperty("kind", "primary")
        self.field = MessageField(theme, icons)
        self._line = SendingLine(theme, icons)
        self._emoji: EmojiPopup | None = None
        self.setProperty("surface", "panel")
        self._arrange()
        self._connect()
        self._measure()
        self._allow()

    # ── what the pane does ─────────────────────────────────────────────────────────────────────────────────────

    def begin(self, chat: int, account: SendingAs | None, name: str) -> None:
        """Write to another chat; what was begun here before is back."""
        self._keep_draft()
        self._draft_key = (account.ref if account else None, chat)
        self.show_account(account)
        self.show_name(name)
        self.field.setPlainText(self._drafts.get(self._draft_key, ""))
        self.field.moveCursor(self.field.textCursor().MoveOperation.End)

    def show_account(self, account: SendingAs | None) -> None:
        """Show as whom it leaves."""
        self._account = account
        self._line.show_account(account)
        self._allow()
        self.update()

    def show_name(self, name: str) -> None:
        """Say whom it is for."""
        self._name = name
        self.field.retranslate(name)

    def offer(self, text: str) -> None:
        """Put a ready-made text into the field, below what stands there."""
        before = self.field.toPlainText()
        self.field.setPlainText(f"{before}\n{text}" if before.strip() else text)
        self.field.moveCursor(self.field.textCursor().MoveOperation.End)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_attach_menu(self) -> None:
        """Ask what kind of file is to be attached."""
        menu = Menu(self)
        for kind, icon, words in (
            ("media", "image", _("Photos and videos")),
            ("document", "file-text", _("Documents")),
            ("audio", "audio-lines", _("Audio")),
        ):
            action = menu.addAction(self._icons.icon(icon), words, partial(self.attach_wanted.emit, kind))
            action.setIconVisibleInMenu(True)
        corner = self._attach.mapToGlobal(QPoint(0, 0))
        menu.popup(corner - QPoint(0, menu.sizeHint().height() + self._theme.px(4)))

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.setAccessibleName(_("Write a message"))
        for button, words in ((self._attach, _("Attach files")), (self._send, _("Send"))):
            button.setToolTip(words)
            button.setAccessibleName(words)
        self.field.retranslate(self._name)
        self._line.show_account(self._account)

    # ── Qt's events ────────────────────────────────────────────────────────────────────────────────────────────

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the hairline above and the account's edge."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._theme.colour("line.subtle"))
        if self._account is not None:
            edge = self._theme.px(_EDGE)
            painter.fillRect(0, 0, edge, self.height(), self._theme.colour(f"account.{self._account.colour}.fill"))
        painter.end()

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _arrange(self) -> None:
        self._row = QHBoxLayout()
        self._row.addWidget(self._attach, 0, Qt.AlignmentFlag.AlignBottom)
        self._row.addWidget(self.field, 1)
        self._row.addWidget(self._send, 0, Qt.AlignmentFlag.AlignBottom)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._row)
        self._column.addWidget(self._line)

    def _connect(self) -> None:
        self._attach.clicked.connect(self.open_attach_menu)
        self._send.clicked.connect(self._send_text)
        self.field.sent.connect(self._send_text)
        self.field.textChanged.connect(self._allow)
        self.field.files_pasted.connect(self.files_given)
        self.field.image_pasted.connect(self.image_pasted)
        self.field.emoji_wanted.connect(self._open_emoji)
        self.field.left.connect(self.left)
        self._theme.changed.connect(self._measure)

    def _measure(self) -> None:
        px = self._theme.px
        self._row.setSpacing(px(8))
        self._column.setSpacing(px(8))
        self._column.setContentsMargins(px(12), px(8), px(12), px(8))
        side = self._theme.size("composer_input")
        self._send.setFixedSize(side, side)
        self._send.setStyleSheet(f"padding: 0; min-height: {side}px;")
        for button in (self._attach, self._send):
            button.setIconSize(QSize(px(20), px(20)))

    def _allow(self) -> None:
        """Sending needs words and an account; the tooltip says what is missing."""
        words = bool(self.field.toPlainText().strip())
        self._send.setEnabled(self._account is not None)
        self._send.setToolTip(_("Send") if words else _("Write something to send"))

    def _send_text(self) -> None:
        text = self.field.toPlainText().strip()
        if not text:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._account is not None:
            self.field.clear()
            self._drafts.pop(self._draft_key, None)
            self.sent.emit(text)

    def _keep_draft(self) -> None:
        text = self.field.toPlainText()
        if text.strip():
            self._drafts[self._draft_key] = text
        else:
            self._drafts.pop(self._draft_key, None)

    def _open_emoji(self) -> None:
        if self._emoji is None:
            self._emoji = EmojiPopup(self._theme, self)
            self._emoji.picked.connect(self._put_emoji)
        button = self.field.emoji_button()
        self._emoji.open_above(button.mapToGlobal(QPoint(button.width(), 0)))

    def _put_emoji(self, emoji: str) -> None:
        self.field.insertPlainText(emoji)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
