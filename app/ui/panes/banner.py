"""The banner above the panes: once for the whole window that there is no network, or what went wrong and its remedy."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.texts import _
from app.ui.look.empty_state import Glyph
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme

_LOOKS = {"warning": ("triangle-alert", "warning.text"), "danger": ("circle-alert", "danger.text")}


@dataclass(frozen=True, slots=True)
class Notice:
    """What a banner says.

    Attributes:
        key: which matter it is; a newer notice of the same matter takes its place.
        tone: `warning` or `danger`.
        text: what it means for the user, one or two sentences.
        remedy: words of the button, "" for none.
        details: technical words behind a fold, "" for none.
        urgent: shown before others.
        icon: in place of the tone's own.
    """

    key: str
    tone: str
    title: str
    text: str = ""
    remedy: str = ""
    details: str = ""
    urgent: bool = False
    icon: str = ""


class Banner(QFrame):
    """Shows one notice at a time, the most urgent first; the others wait behind it."""

    remedy_wanted = Signal(str)
    dismissed = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._notices: dict[str, Notice] = {}
        self._glyph = Glyph(theme, icons, "wifi-off", 16, "warning.text")
        self._title, self._text, self._details = QLabel(), QLabel(), QLabel()
        self._remedy, self._fold, self._close = QPushButton(), QPushButton(), QToolButton()
        self._close.setIcon(icons.icon("x"))
        self._dress()
        self._arrange()
        self._remedy.clicked.connect(lambda: self.remedy_wanted.emit(self._key()))
        self._fold.toggled.connect(lambda unfolded: self._details.setVisible(unfolded))
        self._close.clicked.connect(self._dismiss)
        self._show()
        self.retranslate()

    def put(self, notice: Notice) -> None:
        """Show a notice, or what is new about one that is shown."""
        if self._notices.get(notice.key) != notice:
            self._notices[notice.key] = notice
            self._show()

    def clear(self, key: str) -> None:
        """The matter is over."""
        if self._notices.pop(key, None) is not None:
            self._show()

    def has(self, key: str) -> bool:
        """Tell whether a matter is not over yet."""
        return key in self._notices

    @property
    def shown(self) -> Notice | None:
        """Return the notice that is seen, None where all is well."""
        urgent_last = sorted(self._notices.values(), key=lambda notice: notice.urgent)
        return urgent_last[-1] if urgent_last else None

    def retranslate(self) -> None:
        """Speak the language in force; notices are put again by whoever put them."""
        self._fold.setText(_("Details"))
        self._close.setToolTip(_("Hide"))
        self._close.setAccessibleName(_("Hide"))

    def _dress(self) -> None:
        self._title.setProperty("role", "strong")
        self._details.setProperty("role", "secondary")
        for label in (self._title, self._text, self._details):
            label.setWordWrap(True)
        self._details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._remedy.setProperty("compact", "true")
        self._remedy.setProperty("kind", "raised")
        self._fold.setProperty("compact", "true")
        self._fold.setProperty("kind", "text")
        self._fold.setCheckable(True)

    def _arrange(self) -> None:
        px = self._theme.px
        words = QVBoxLayout()
        words.setSpacing(0)
        for label in (self._title, self._text, self._details):
            words.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(8), px(12), px(8))
        row.setSpacing(px(12))
        row.addWidget(self._glyph, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        for button in (self._fold, self._remedy, self._close):
            row.addWidget(button, alignment=Qt.AlignmentFlag.AlignVCenter)

    def _show(self) -> None:
        notice = self.shown
        self.setVisible(notice is not None)
        if notice is None:
            return
        icon, path = _LOOKS[notice.tone]
        self._glyph.show_icon(notice.icon or icon, path)
        self.setProperty("banner", notice.tone)
        self._title.setProperty("tone", notice.tone)
        for widget in (self, self._title):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self._title.setText(notice.title)
        self._text.setText(notice.text)
        self._text.setVisible(bool(notice.text))
        self._details.setText(notice.details)
        self._details.setVisible(bool(notice.details) and self._fold.isChecked())
        self._fold.setVisible(bool(notice.details))
        self._remedy.setText(notice.remedy)
        self._remedy.setVisible(bool(notice.remedy))
        self.setAccessibleName(f"{notice.title} {notice.text}".strip())

    def _key(self) -> str:
        return self.shown.key if self.shown else ""

    def _dismiss(self) -> None:
        key = self._key()
        self.clear(key)
        self.dismissed.emit(key)
