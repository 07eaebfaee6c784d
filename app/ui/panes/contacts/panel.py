"""The side panel: who the open chat is with, its latest media, how much there is of each kind, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.addresses import formatted, is_phone
from app.services.views import ContactRow
from app.texts import N_, _, ngettext
from app.texts.formats import format_number
from app.ui.bridge import Reader
from app.ui.look.avatar import Avatar
from app.ui.look.empty_state import EmptyState
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.contact_words import contact_title
from app.ui.panes.contacts.grid import MediaGrid
from app.ui.panes.contacts.rows import LinkRow

_KINDS = {
    "document": (N_("Documents"), "file-text"),
    "audio": (N_("Audio"), "audio-lines"),
    "image": (N_("Images"), "image"),
    "video": (N_("Videos"), "video"),
    "sticker": (N_("Stickers"), "sticker"),
}


class SidePanel(QFrame):
    """Facts about one contact or group. Empty until `set_contact`."""

    closed = Signal()
    """The user closed the panel."""
    media_activated = Signal(int)
    gallery_wanted = Signal()
    """All media of the chat."""
    kind_wanted = Signal(str)
    """The chat's media of one kind (`MediaKind`)."""
    not_received_wanted = Signal()
    unconfirmed_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._contact: ContactRow | None = None
        self._heading, self._close = QLabel(), QToolButton()
        self._avatar = Avatar(theme, icons, 64)
        self._name, self._number, self._also = QLabel(), QLabel(), QLabel()
        self._media = LinkRow(theme, icons, "", arrow=True)
        self._grid = MediaGrid(theme, icons)
        self._kinds = {kind: LinkRow(theme, icons, icon) for kind, (_words, icon) in _KINDS.items()}
        self._missing = LinkRow(theme, icons, "file-x-2", path="danger.text", arrow=True)
        self._unsure = LinkRow(theme, icons, "circle-question-mark", path="warning.text", arrow=True)
        self._rule = QFrame()
        self._empty = EmptyState(theme, icons, "contact")
        self._stack = QStackedWidget()
        self.setProperty("surface", "panel")
        self._dress()
        self._arrange()
        self._connect()
        self._measure()
        self.retranslate()

    def set_reader(self, reader: Reader | None) -> None:
        """Take pictures from an account's data; what was shown of another is gone."""
        self._grid.read_from(reader)

    def set_contact(self, contact: ContactRow | None, recent: Sequence[int] = ()) -> None:
        """Show a contact and the latest media of its chat (ids, newest first); None shows that no chat is open."""
        self._contact = contact
        self._grid.show_media(recent)
        self._show()

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.setAccessibleName(_("Contact"))
        self._close.setAccessibleName(_("Close the side panel"))
        self._close.setToolTip(_("Close the side panel"))
        self._grid.setAccessibleName(_("Latest media"))
        self._empty.say(_("Contact"), _("Facts and media of the open chat appear here."))
        self._show()

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _dress(self) -> None:
        self._heading.setProperty("role", "title")
        self._name.setProperty("role", "title")
        self._number.setProperty("role", "secondary")
        self._also.setProperty("role", "caption")
        for label in (self._name, self._number, self._also):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._rule.setProperty("line", "true")
        self._rule.setFixedHeight(1)
        self._close.setIcon(self._icons.icon("x"))

    def _arrange(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(self._heading, 1)
        self._head.addWidget(self._close)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        for label in (self._name, self._number, self._also):
            words.addWidget(label)
        words.addStretch(1)
        self._person = QHBoxLayout()
        self._person.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        self._person.addLayout(words, 1)
        facts = QFrame()
        facts.setProperty("surface", "panel")
        self._facts = QVBoxLayout(facts)
        self._facts.setSpacing(0)
        self._facts.addLayout(self._person)
        self._facts.addWidget(self._media)
        self._inset = QHBoxLayout()
        self._inset.addWidget(self._grid)
        self._inset.addStretch(1)
        self._facts.addLayout(self._inset)
        self._ruled = QHBoxLayout()
        self._ruled.addWidget(self._rule)
        for row in self._kinds.values():
            self._facts.addWidget(row)
        self._facts.addLayout(self._ruled)
        self._facts.addWidget(self._missing)
        self._facts.addWidget(self._unsure)
        self._facts.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(facts)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._close.clicked.connect(self.closed)
        self._media.clicked.connect(self.gallery_wanted)
        self._grid.activated.connect(self.media_activated)
        for kind, row in self._kinds.items():
            row.clicked.connect(lambda _on=False, kind=kind: self.kind_wanted.emit(kind))
        self._missing.clicked.connect(self.not_received_wanted)
        self._unsure.clicked.connect(self.unconfirmed_wanted)
        self._theme.changed.connect(self._measure)

    def _show(self) -> None:
        contact = self._contact
        self._stack.setCurrentIndex(0 if contact is None else 1)
        group = contact is not None and contact.is_group
        self._heading.setText("" if contact is None else _("Group") if group else _("Contact"))
        if contact is None:
            return
        self._avatar.show_person(contact.address, contact.name)
        number = _number(contact)
        self._name.setText(contact_title(contact.name or contact.address))
        self._number.setText(number)
        self._number.setVisible(bool(number) and number != self._name.text())
        also = _called(contact)
        self._also.setText(also)
        self._also.setVisible(bool(also))
        self._show_media(contact)

    def _show_media(self, contact: ContactRow) -> None:
        counts = dict(contact.media_counts)
        total = sum(counts.values())
        self._media.say(_("Media") if total else _("No media yet"), total if total else None)
        self._media.setEnabled(total > 0)
        for kind, row in self._kinds.items():
            row.say(_(_KINDS[kind][0]), counts.get(kind, 0))
            row.setVisible(counts.get(kind, 0) > 0)
        missing = ngettext("{count} file not received", "{count} files not received", contact.not_received)
        self._missing.say(missing.format(count=format_number(contact.not_received)))
        self._missing.setVisible(contact.not_received > 0)
        unsure = ngettext("{count} message not confirmed", "{count} messages not confirmed", contact.unconfirmed)
        self._unsure.say(unsure.format(count=format_number(contact.unconfirmed)))
        self._unsure.setVisible(contact.unconfirmed > 0)
        self._rule.setVisible(contact.not_received > 0 or contact.unconfirmed > 0)

    def _measure(self) -> None:
        px = self._theme.px
        for label, role in ((self._name, "title"), (self._number, "body"), (self._also, "caption")):
            label.setMinimumHeight(self._theme.line(role))
        self._head.setContentsMargins(px(16), px(12), px(12), px(12))
        self._person.setSpacing(px(12))
        self._person.setContentsMargins(px(8), px(8), px(8), px(16))
        self._inset.setContentsMargins(px(8), px(4), 0, px(12))
        self._ruled.setContentsMargins(px(8), px(8), px(8), px(8))
        self._facts.setContentsMargins(px(8), 0, px(8), px(16))
        self._close.setIconSize(self._close.iconSize().scaled(px(20), px(20), Qt.AspectRatioMode.IgnoreAspectRatio))


def _number(contact: ContactRow) -> str:
    """Return the phone of a person as people write it, "" where it is not known."""
    phones = [address for address in (contact.address, *contact.aliases) if is_phone(address)]
    return formatted(phones[0]) if phones else ""


def _called(contact: ContactRow) -> str:
    """Return the name that a person gave themself as WhatsApp writes it, where it is another."""
    return f"~ {contact.own_name}" if contact.own_name and contact.own_name != contact.name else ""
