"""Which other accounts have uploads that need somebody: a chip each, which brings that account to the front."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from app.texts import _, ngettext
from app.texts.formats import format_number
from app.ui.look.account_tile import paint_account
from app.ui.look.lettering import Lettering
from app.ui.look.shapes import fill_rounded, focus_ring
from app.ui.look.theme import Theme
from app.ui.models.queue_words import Asking

_HEIGHT, _TILE, _EDGE, _GAP = 28, 20, 4, 8
_MOST_NAME = 160


class Elsewhere(QWidget):
    """Shows as many accounts as there is room for, those with most first."""

    wanted = Signal(object)
    """The `ref` of an account."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chips: list[_Chip] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(4))
        self._row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_accounts(self, asking: Sequence[Asking]) -> None:
        """Show these accounts."""
        wanted = sorted(asking, key=lambda each: -each.count)
        if [chip.asking for chip in self._chips] == wanted:
            return
        for chip in self._chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for number, each in enumerate(wanted):
            chip = _Chip(self._theme, each, self)
            chip.clicked.connect(lambda _on=False, ref=each.ref: self.wanted.emit(ref))
            self._row.insertWidget(number, chip)
            self._chips.append(chip)
        self._fit()

    def retranslate(self) -> None:
        """Speak the language in force."""
        for chip in self._chips:
            chip.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show what fits."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for no room: what does not fit is counted on the rail all the same."""
        return QSize(0, self._theme.px(_HEIGHT))

    def _fit(self) -> None:
        used = 0
        for chip in self._chips:
            used += chip.sizeHint().width() + self._row.spacing()
            chip.setVisible(used <= self.width() + self._row.spacing())


class _Chip(QAbstractButton):
    """The account's tile, its name and a number."""

    def __init__(self, theme: Theme, asking: Asking, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self.asking = theme, asking
        self._letters = Lettering(theme)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.updateGeometry)
        self.retranslate()

    def retranslate(self) -> None:
        """Speak the language in force."""
        count = self.asking.count
        words = ngettext("{account}: {count} upload needs you", "{account}: {count} uploads need you", count)
        said = words.format(account=self.asking.name, count=format_number(count))
        self.setAccessibleName(said)
        self.setToolTip(f"{said}. {_('Shows the queue of this account.')}")

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room of tile, name and number."""
        px = self._theme.px
        words = self._name_width() + px(_GAP) + self._letters.width(self._number(), semibold=True)
        return QSize(px(_EDGE + _TILE + _GAP) + round(words + 0.5) + px(_GAP), px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint ground, tile, name and number."""
        theme, px, letters = self._theme, self._theme.px, self._letters
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone = "control_pressed" if self.isDown() else "control_hover" if self.underMouse() else "control"
        whole = QRectF(self.rect())
        fill_rounded(painter, whole, theme.colour(f"surface.{tone}"), px(6))
        if self.hasFocus():
            inset = px(3)
            focus_ring(painter, theme, whole.adjusted(inset, inset, -inset, -inset), px(4))
        tile = QRectF(px(_EDGE), (whole.height() - px(_TILE)) / 2, px(_TILE), px(_TILE))
        paint_account(painter, theme, tile, self.asking.colour, self.asking.letter)
        name = QRectF(tile.right() + px(_GAP), 0, self._name_width(), whole.height())
        letters.draw(painter, name, self.asking.name, theme.colour("text.secondary"))
        number = QRectF(name.right() + px(_GAP), 0, whole.width() - name.right() - px(_GAP), whole.height())
        letters.draw(painter, number, self._number(), theme.colour("text.primary"), semibold=True)
        painter.end()

    def _name_width(self) -> float:
        return min(self._letters.width(self.asking.name) + 1, self._theme.px(_MOST_NAME))

    def _number(self) -> str:
        return format_number(self.asking.count)
