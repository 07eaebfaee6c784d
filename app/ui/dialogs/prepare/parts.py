"""What stands around the files of the preparation sheet: head, foot, the switch of one caption, and a notice."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from app.texts import _
from app.texts.formats import format_number
from app.ui.dialogs.prepare.whither import Whither, WhitherLine
from app.ui.look.elided_label import ElidedLabel
from app.ui.look.empty_state import Glyph
from app.ui.look.icon_words import say_beside_icon
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.look.toggle import Toggle
from app.ui.models.sending_as import SendingAs, ceiling_words

_HINT_FROM = 900
"""In a narrower sheet the hint beside the buttons gives its room to who sends and to whom."""


class Head(QWidget):
    """56 high: how many files of which size, a way to add more, and the cross."""

    add_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons, account: SendingAs) -> None:
        super().__init__()
        self._account = account
        self._title, self._size = QLabel(), ElidedLabel("secondary")
        self._title.setProperty("role", "title")
        self._add, self._close = QPushButton(), QToolButton()
        self._add.setProperty("kind", "quiet")
        self._add.setIcon(icons.icon("plus"))
        self._close.setIcon(icons.icon("x"))
        self._add.clicked.connect(self.add_wanted)
        self._close.clicked.connect(self.close_wanted)
        px = theme.px
        for button in (self._add, self._close):
            button.setIconSize(QSize(px(16), px(16)))
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(24), px(12), px(12), px(12))
        row.setSpacing(px(8))
        row.addWidget(self._title)
        row.addWidget(self._size, 1)
        row.addWidget(self._add)
        row.addWidget(self._close)

    @property
    def title(self) -> str:
        """Return the first words."""
        return self._title.text()

    def say(self, title: str, size: str) -> None:
        """Show how many files leave, and their size in all."""
        self._title.setText(title)
        self._size.set_text(size)

    def retranslate(self) -> None:
        """Speak the language in force."""
        say_beside_icon(self._add, _("Add"))
        words = _("Add files; they can also be dropped or pasted here")
        self._add.setToolTip("\n".join(part for part in (words, ceiling_words(self._account)) if part))
        self._close.setToolTip(_("Close"))
        self._close.setAccessibleName(_("Close"))


class Foot(QWidget):
    """64 high: who sends to whom with the account's colour as its edge, and the two answers."""

    send_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons, whither: Whither) -> None:
        super().__init__()
        self._theme, self._colour = theme, whither.account.colour
        self._whither, self._hint = WhitherLine(theme, icons, whither), QLabel()
        self._cancel, self._send = QPushButton(), QPushButton()
        self._send.setProperty("kind", "primary")
        self._send.setDefault(True)
        self._send.setIcon(icons.icon("send", "accent.on"))
        self._cancel.setAutoDefault(False)
        self._hint.setProperty("role", "caption")
        self._send.clicked.connect(self.send_wanted)
        self._cancel.clicked.connect(self.close_wanted)
        px = theme.px
        self.setFixedHeight(px(64))
        self._send.setIconSize(QSize(px(16), px(16)))
        row = QHBoxLayout(self)
        row.setContentsMargins(px(24), 0, px(16), 0)
        row.setSpacing(px(8))
        row.addWidget(self._whither, 1)
        row.addWidget(self._hint)
        row.addSpacing(px(4))
        for button in (self._cancel, self._send):
            row.addWidget(button)

    @property
    def can_send(self) -> bool:
        """Tell whether there is something to send."""
        return self._send.isEnabled()

    def say(self, count: int, *, waiting: bool, sending: bool) -> None:
        """Show how many would leave, and what is waited for."""
        say_beside_icon(self._send, _("Send {count}").format(count=format_number(count)))
        self._send.setEnabled(count > 0 and not waiting and not sending)
        self._cancel.setEnabled(not sending)
        if sending:
            self._hint.setText(_("Putting them into the queue"))
        elif waiting:
            self._hint.setText(_("Files are being looked at"))
        else:
            self._hint.setText(_("Enter sends") if count else _("Nothing of it can be sent"))
        self.fit(self.width())

    def fit(self, width: int) -> None:
        """Show the hint where there is room; a disabled button always has its reason beside it."""
        self._hint.setVisible(width >= self._theme.px(_HINT_FROM) or not self.can_send)

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._cancel.setText(_("Cancel"))
        self._whither.retranslate()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the account's edge: look who sends."""
        painter = QPainter(self)
        edge = self._theme.px(3)
        radius = self._theme.px(self._theme.tokens.radius("tile"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(0, 0, edge, self.height())
        painter.setPen(self._theme.colour(f"account.{self._colour}.fill"))
        painter.setBrush(self._theme.colour(f"account.{self._colour}.fill"))
        # The sheet's own corner is round, and so is the edge in it.
        painter.drawRoundedRect(0, -radius, self.width(), self.height() + radius, radius, radius)
        painter.end()


class SharedLine(QWidget):
    """The switch that puts one caption under all files."""

    switched = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._toggle, self._words = Toggle(theme), ElidedLabel()
        self._toggle.toggled.connect(self.switched)
        px = theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(8), px(16), px(16))
        row.setSpacing(px(12))
        row.addWidget(self._toggle)
        row.addWidget(self._words, 1)

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._words.set_text(_("One caption for all"))
        self._toggle.setAccessibleName(_("One caption for all"))
        self._toggle.setToolTip(_("The same words go under every file that takes a caption."))


class NoticeLine(QFrame):
    """What needs to be known before anything is sent: files without room, or what could not be queued."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._glyph, self._words = Glyph(theme, icons, "triangle-alert", 16, "warning.text"), QLabel()
        self._words.setWordWrap(True)
        px = theme.px
        row = QHBoxLayout(self)
        row.setContentsMargins(px(24), px(8), px(24), px(8))
        row.setSpacing(px(12))
        row.addWidget(self._glyph)
        row.addWidget(self._words, 1)
        self.hide()

    def say(self, tone: str, sentence: str) -> None:
        """Show a sentence, `warning` or `danger`."""
        self.setProperty("banner", tone)
        self._glyph.show_icon("triangle-alert" if tone == "warning" else "circle-alert", f"{tone}.text")
        self.style().unpolish(self)
        self.style().polish(self)
        self._words.setText(sentence)
        self.setAccessibleName(sentence)
        self.show()


def hairline() -> QFrame:
    """Return a line across."""
    line = QFrame()
    line.setProperty("line", "true")
    line.setFixedHeight(1)
    return line


def beside(left: QWidget, right: QWidget) -> QHBoxLayout:
    """Return two parts with a line between them; the right one takes the room."""
    line = QFrame()
    line.setProperty("upright", "true")
    line.setFixedWidth(1)
    row = QHBoxLayout()
    row.setSpacing(0)
    row.addWidget(left)
    row.addWidget(line)
    row.addWidget(right, 1)
    return row
