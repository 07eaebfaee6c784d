"""The details panel: whether the bytes are verified, their hash, how they were checked, and the facts."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.messages import MediaItem
from app.texts import _
from app.ui.look.account_tile import AccountName
from app.ui.look.empty_state import Glyph
from app.ui.look.icons import Icons
from app.ui.look.roles import give_role
from app.ui.look.theme import Theme
from app.ui.models.sending_as import SendingAs
from app.ui.panes.viewer.facts import check_words, facts_of, hash_lines, verdict

_PAD = 16
_LABEL = 88
_GAP = 16
"""Above and below the lines between the parts."""


class Details(QScrollArea):
    """320 wide on the panel's tone."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._item: MediaItem | None = None
        self._account: SendingAs | None = None
        give_role(self, QAccessible.Role.Grouping)
        self.setProperty("surface", "panel")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self._build)
        self._build()

    def show_item(self, item: MediaItem | None, account: SendingAs | None = None) -> None:
        """Show the details of a media, and which account it belongs to."""
        if (item, account) != (self._item, self._account):
            self._item, self._account = item, account
            self._build()

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._build()

    def _build(self) -> None:
        px = self._theme.px
        self.setFixedWidth(self._theme.size("details_panel"))
        inner = QFrame()
        inner.setProperty("surface", "panel")
        column = QVBoxLayout(inner)
        column.setContentsMargins(px(_PAD), px(_PAD), px(_PAD), px(_PAD))
        column.setSpacing(px(_GAP))
        if self._item is not None:
            for part in (self._badge(self._item), self._hash(self._item), self._checks(self._item)):
                if part is not None:
                    column.addWidget(part)
            column.addWidget(self._facts(self._item))
        column.addStretch(1)
        self.setWidget(inner)
        self.setAccessibleName(_("Details"))

    def _badge(self, item: MediaItem) -> QWidget | None:
        tone, icon, title, text = verdict(item)
        box = QFrame()
        box.setStyleSheet(
            f"QFrame {{ background: {self._theme.colour(f'{tone}.tint' if tone else 'surface.control').name()};"
            f" border-radius: {self._theme.px(6)}px; }}"
        )
        path = f"{tone}.text" if tone else "text.secondary"
        heading, below = self._label(title, "strong"), self._label(text, "caption")
        heading.setStyleSheet(f"color: {self._theme.colour(path).name()};")
        below.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(heading)
        words.addWidget(below)
        row = QHBoxLayout(box)
        px = self._theme.px
        row.setContentsMargins(px(12), px(8), px(12), px(8))
        row.setSpacing(px(12))
        row.addWidget(Glyph(self._theme, self._icons, icon, 20, path), alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        box.setAccessibleName(f"{title}. {text}")
        return box

    def _hash(self, item: MediaItem) -> QWidget | None:
        if not item.sha256:
            return None
        digest = item.sha256
        box, head, copy = QWidget(), QHBoxLayout(), QToolButton()
        copy.setIcon(self._icons.icon("copy"))
        copy.setIconSize(QSize(self._theme.px(16), self._theme.px(16)))
        copy.setToolTip(_("Copy the fingerprint"))
        copy.setAccessibleName(_("Copy the fingerprint"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(digest))
        head.addWidget(self._label("SHA-256", "strong"))
        head.addStretch(1)
        head.addWidget(copy)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        font = self._theme.mono()
        for text in hash_lines(digest):
            line = self._label(text, "secondary")
            line.setMinimumHeight(self._theme.line("caption"))
            line.setStyleSheet(f"font-family: '{font.family()}'; font-size: {font.pixelSize()}px;")
            line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(line)
        column.addSpacing(self._theme.px(_GAP))
        column.addWidget(_line())
        return box

    def _checks(self, item: MediaItem) -> QWidget | None:
        if not item.checks:
            return None
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._theme.px(4))
        column.addWidget(self._label(_("How it was checked"), "strong"))
        for words in check_words(item.checks):
            row = QHBoxLayout()
            row.setSpacing(self._theme.px(12))
            row.addWidget(Glyph(self._theme, self._icons, "circle-check", 16, "success.text"))
            row.addWidget(self._label(words, ""), 1)
            column.addLayout(row)
        column.addSpacing(self._theme.px(_GAP - 4))
        column.addWidget(_line())
        return box

    def _facts(self, item: MediaItem) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(self._theme.px(4))
        grid.setHorizontalSpacing(self._theme.px(8))
        grid.setColumnMinimumWidth(0, self._theme.px(_LABEL))
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._label(_("File"), "strong"), 0, 0, 1, 2)
        for number, (name, value) in enumerate(facts_of(item), 1):
            shown = self._label(value, "")
            shown.setWordWrap(True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            shown.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            grid.addWidget(self._label(name, "secondary"), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, number, 1)
        if self._account is not None:
            row, account = grid.rowCount(), self._account
            words = " · ".join(part for part in (account.name, account.provider) if part)
            grid.addWidget(self._label(_("Account"), "secondary"), row, 0)
            grid.addWidget(AccountName(self._theme, account.colour, account.letter, words), row, 1)
        return box

    def _label(self, text: str, role: str) -> QLabel:
        """Return a text at least as high as a line of its size."""
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setText(text)
        label.setProperty("role", role)
        label.setMinimumHeight(self._theme.line("caption" if role == "caption" else "body"))
        return label


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("line", "true")
    line.setFixedHeight(1)
    return line
