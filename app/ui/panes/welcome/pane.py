"""Welcome: what Acervo does in three lines, and the two ways to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.texts import N_, _
from app.ui.look.empty_state import Glyph
from app.ui.look.icons import Icons
from app.ui.look.paragraph import Paragraph
from app.ui.look.theme import Theme

_PROMISES = (
    ("shield-check", N_("Every file is fetched at once and compared with what was sent.")),
    ("lock", N_("Files and messages stay on this computer; tokens stay in its keychain.")),
    ("circle-help", N_("What could not be had says why, and what to do next.")),
)
_WIDTH = 480


class WelcomePage(QFrame):
    """Shown while there is no account. Says "add a client", or once there is one, "add an account"."""

    demo_wanted = Signal()
    client_wanted = Signal()
    account_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_client = False
        self.setProperty("surface", "canvas")
        self._title, self._text = QLabel(), Paragraph(theme)
        self._title.setProperty("role", "page")
        self._promises = [Paragraph(theme, "text.primary") for _promise in _PROMISES]
        self._add, self._demo = QPushButton(), QPushButton()
        self._add.setProperty("kind", "primary")
        self._add.clicked.connect(self._add_clicked)
        self._demo.clicked.connect(self.demo_wanted)
        self._card = self._make_card(theme, icons)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._card)
        middle.addStretch(1)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.addStretch(2)
        column.addLayout(middle)
        column.addStretch(3)
        # Large text in a small window may need more room than there is.
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        # Else it would be as light as the card that stands on it.
        inner.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self._theme = theme
        theme.changed.connect(self._measure)
        self._measure()
        self.retranslate()

    def set_has_client(self, *, has_client: bool) -> None:
        """Ask for an account where a client is there already."""
        self._has_client = has_client
        self.retranslate()

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._title.setText(_("Welcome to Acervo"))
        self._text.setText(
            _("Acervo receives, keeps, finds and sends the photos, audios and documents of your WhatsApp numbers.")
        )
        for label, (_icon, sentence) in zip(self._promises, _PROMISES, strict=True):
            label.setText(_(sentence))
        self._add.setText(_("Add an account") if self._has_client else _("Add a client"))
        self._demo.setText(_("Try the demo"))
        self._demo.setToolTip(_("Opens a second window with invented customers; nothing is kept."))
        self.setAccessibleName(_("Welcome to Acervo"))

    def _add_clicked(self) -> None:
        (self.account_wanted if self._has_client else self.client_wanted).emit()

    def _make_card(self, theme: Theme, icons: Icons) -> QWidget:
        px = theme.px
        card = QFrame()
        card.setProperty("card", "true")
        column = QVBoxLayout(card)
        column.setContentsMargins(px(32), px(32), px(32), px(24))
        column.setSpacing(px(8))
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(px(12))
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(12))
        for row, (label, (icon, _sentence)) in enumerate(zip(self._promises, _PROMISES, strict=True)):
            grid.addWidget(Glyph(theme, icons, icon, 20, "accent.text"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label, row, 1)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        column.addSpacing(px(16))
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(self._add)
        buttons.addWidget(self._demo)
        buttons.addStretch(1)
        column.addLayout(buttons)
        return card

    def _measure(self) -> None:
        self._card.setFixedWidth(self._theme.px(_WIDTH))
