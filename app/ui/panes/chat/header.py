"""The chat's header: who it is with, search, gallery, and the side panel's switch."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.domain.addresses import formatted, is_phone
from app.services.views import ContactRow
from app.texts import _
from app.ui.look.avatar import Avatar
from app.ui.look.icons import Icons
from app.ui.look.lettering import LEFT, Lettering
from app.ui.look.theme import Theme
from app.ui.models.contact_words import contact_title


class ChatHeader(QFrame):
    """56 high, a hairline below."""

    search_wanted = Signal()
    gallery_wanted = Signal()
    panel_toggled = Signal(bool)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._contact: ContactRow | None = None
        self._avatar = Avatar(theme, icons, 32)
        self._name = _Words(theme, "title", "text.primary")
        self._facts = _Words(theme, "caption", "text.secondary")
        self._search, self._gallery, self._panel = QToolButton(), QToolButton(), QToolButton()
        self._panel.setCheckable(True)
        self.setProperty("surface", "panel")
        for button, icon in ((self._search, "search"), (self._gallery, "layout-grid"), (self._panel, "panel-right")):
            button.setIcon(icons.icon(icon))
        self._arrange()
        self._search.clicked.connect(self.search_wanted)
        self._gallery.clicked.connect(self.gallery_wanted)
        self._panel.toggled.connect(self.panel_toggled)
        theme.changed.connect(self._measure)
        self._measure()

    def show_contact(self, contact: ContactRow | None) -> None:
        """Show whom the chat is with; None while that is not known."""
        self._contact = contact
        if contact is None:
            self._avatar.show_person("", "")
            self._name.setText("")
            self._facts.setText("")
            return
        self._avatar.show_person(contact.address, contact.name)
        title = contact_title(contact.name or contact.address)
        number = formatted(contact.address) if is_phone(contact.address) else ""
        self._name.setText(title)
        self._facts.setText(_("Group") if contact.is_group else number if number != title else "")
        self._facts.setVisible(bool(self._facts.text()))

    def set_panel_open(self, *, shown: bool) -> None:
        """Show whether the side panel is open, without saying so by `panel_toggled`."""
        with QSignalBlocker(self._panel):
            self._panel.setChecked(shown)

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.show_contact(self._contact)
        names = {
            self._search: _("Search in this chat"),
            self._gallery: _("Gallery of this chat"),
            self._panel: _("Contact panel"),
        }
        for button, words in names.items():
            button.setToolTip(words)
            button.setAccessibleName(words)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the hairline."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, self._theme.colour("line.subtle"))
        painter.end()

    def _arrange(self) -> None:
        self._words = words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        for label in (self._name, self._facts):
            words.addWidget(label)
        words.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._avatar)
        self._row.addLayout(words, 1)
        for button in (self._search, self._gallery, self._panel):
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def _measure(self) -> None:
        px = self._theme.px
        self.setFixedHeight(self._theme.size("header"))
        self._row.setContentsMargins(px(16), 0, px(12), 0)
        self._row.setSpacing(px(4))
        self._avatar.setFixedSize(px(32), px(32))
        self._words.setContentsMargins(px(8), 0, 0, 0)
        self._name.setFixedHeight(self._theme.line("title"))
        self._facts.setFixedHeight(self._theme.line("caption"))
        for button in (self._search, self._gallery, self._panel):
            button.setIconSize(QSize(px(20), px(20)))


class _Words(QLabel):
    """One line that gives its room up; cut at its end, whichever way it is read."""

    def __init__(self, theme: Theme, role: str, path: str) -> None:
        super().__init__()
        self._theme, self._role, self._path = theme, role, path
        self._letters = Lettering(theme)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint what fits."""
        bold = self._role == "title"
        painter = QPainter(self)
        colour = self._theme.colour(self._path)
        self._letters.draw(painter, QRectF(self.rect()), self.text(), colour, self._role, semibold=bold, align=LEFT)
        painter.end()
        fits = self._letters.width(self.text(), self._role, semibold=bold) <= self.width()
        self.setToolTip("" if fits else self.text())
