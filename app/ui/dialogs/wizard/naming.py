"""The wizard's last page: the colour and the name by which the team knows the account."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QLabel, QWidget

from app.texts import N_, _
from app.ui.dialogs.form import LONGEST_NAME, FormField
from app.ui.dialogs.wizard.page import Page
from app.ui.look.initials import initials
from app.ui.look.theme import Theme

_A_ROW = 4
"""Swatches of a row: eight would not fit beside the steps where the text is large."""
_NAMES = {
    "anil": N_("Indigo"),
    "azul": N_("Blue"),
    "violeta": N_("Violet"),
    "magenta": N_("Magenta"),
    "terracota": N_("Terracotta"),
    "ocre": N_("Ochre"),
    "oliva": N_("Olive"),
    "ardosia": N_("Slate"),
}


class NamingPage(Page):
    """Asks for name and colour; the tile shows both at once."""

    def __init__(self, theme: Theme, taken: Collection[str]) -> None:
        super().__init__(theme)
        self._name = FormField(theme, longest=LONGEST_NAME)
        self._label = QLabel()
        self._label.setProperty("role", "strong")
        self._group = QButtonGroup(self)
        self._swatches = {colour: _Swatch(theme, colour) for colour in theme.tokens.account_names()}
        row = QGridLayout()
        row.setSpacing(theme.px(8))
        for place, swatch in enumerate(self._swatches.values()):
            self._group.addButton(swatch)
            row.addWidget(swatch, place // _A_ROW, place % _A_ROW)
        row.setColumnStretch(_A_ROW, 1)
        self.column.addWidget(self._name)
        self.column.addSpacing(theme.px(16))
        self.column.addWidget(self._label)
        self.column.addSpacing(theme.px(4))
        self.column.addLayout(row)
        self.column.addStretch(1)
        free = [colour for colour in self._swatches if colour not in taken] or list(self._swatches)
        self._swatches[free[0]].setChecked(True)
        self._name.changed.connect(self._renamed)
        self.retranslate()

    @property
    def name(self) -> str:
        """Return the name."""
        return self._name.text

    @property
    def colour(self) -> str:
        """Return the name of the chosen colour."""
        return next(colour for colour, swatch in self._swatches.items() if swatch.isChecked())

    def suggest(self, name: str) -> None:
        """Put a name there if nothing was typed yet."""
        if not self._name.text:
            self._name.fill(name)
            self._renamed()

    def complain(self, sentence: str) -> None:
        """Say what is wrong with the name."""
        self._name.complain(sentence)

    @property
    def ready(self) -> bool:
        """Tell whether there is a name."""
        return bool(self._name.text)

    @property
    def hint(self) -> str:
        """Say what is still needed."""
        return "" if self.ready else _("Still needed: {field}").format(field=_("Name"))

    def first_field(self) -> QWidget:
        """Return the name."""
        return self._name.line

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.say(_("Colour and name"), _("Both are shown wherever something is sent from this account."))
        self._name.describe(_("Name"), _("As the team calls it, for example the shop or the department."))
        self._label.setText(_("Colour"))
        for colour, swatch in self._swatches.items():
            words = _(_NAMES[colour]) if colour in _NAMES else colour
            swatch.setAccessibleName(words)
            swatch.setToolTip(words)

    def _renamed(self) -> None:
        for swatch in self._swatches.values():
            swatch.show_letters(initials(self._name.text))
        self.changed.emit()


class _Swatch(QAbstractButton):
    """A tile in one account colour."""

    def __init__(self, theme: Theme, colour: str) -> None:
        super().__init__()
        self._theme, self._colour, self._letters = theme, colour, ""
        self.setCheckable(True)
        self.setFixedSize(self.sizeHint())
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_letters(self, letters: str) -> None:
        """Show the account's initials."""
        self._letters = letters
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the tile with room for its ring."""
        return QSize(self._theme.px(48), self._theme.px(48))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint tile, letters, and the ring of the chosen one."""
        px, theme = self._theme.px, self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tile = QRectF(px(4), px(4), px(40), px(40))
        painter.setPen(Qt.PenStyle.NoPen)
        chosen = self.isChecked()
        painter.setBrush(theme.colour(f"account.{self._colour}.{'fill' if chosen else 'tint'}"))
        painter.drawRoundedRect(tile, px(6), px(6))
        painter.setFont(theme.font("body", semibold=True))
        painter.setPen(theme.colour(f"account.{self._colour}.{'on' if chosen else 'text'}"))
        painter.drawText(tile, Qt.AlignmentFlag.AlignCenter, self._letters)
        if chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour(f"account.{self._colour}.fill"), px(2)))
            painter.drawRoundedRect(QRectF(px(1), px(1), px(46), px(46)), px(8), px(8))
        painter.end()
