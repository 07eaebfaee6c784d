"""The bar that slides in with a selection: how many, how much, where they are, and what to do with them."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from app.texts import _, ngettext
from app.texts.formats import format_bytes, format_number
from app.ui.look.icon_words import say_beside_icon
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.weighing import Weight


class SelectionBar(QFrame):
    """56 high, docked under the grid."""

    close_wanted = Signal()
    all_wanted = Signal()
    save_wanted = Signal()
    copy_wanted = Signal()
    forward_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._count, self._total = 0, 0
        self._wanted = self._bare = False
        self._weight: Weight | None = None
        self.setProperty("surface", "popup")
        self._close = QToolButton()
        self._close.setIcon(icons.icon("x"))
        self._number, self._facts = QLabel(), QLabel()
        self._number.setProperty("role", "strong")
        self._facts.setProperty("role", "secondary")
        self._all = _button("text")
        self._copy, self._forward = _button("quiet"), _button("quiet")
        self._copy.setIcon(icons.icon("copy"))
        self._forward.setIcon(icons.icon("forward"))
        self._save = _button("primary")
        self._save.setIcon(icons.icon("folder-down", "accent.on"))
        self._arrange()
        self._connect()
        self._slide = QPropertyAnimation(self, b"maximumHeight", self)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.finished.connect(self._arrived)
        self.setMaximumHeight(0)
        self.hide()
        theme.changed.connect(self._measure)
        self._measure()
        self.retranslate()

    def show_selection(self, count: int, total: int, weight: Weight | None) -> None:
        """Show how much is selected; `weight` None while it is being added up. Slides in and out by itself."""
        self._count, self._total, self._weight = count, total, weight
        if count:
            self._say()
        if (count > 0) != self._wanted:
            self._wanted = count > 0
            self._move()

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._close.setToolTip(_("Clear the selection"))
        self._close.setAccessibleName(_("Clear the selection"))
        self._name_actions()
        self._say()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the bar and the line above it."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, self._theme.colour("line.strong"))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give facts up where the actions need the room."""
        super().resizeEvent(event)
        self._fit()

    def _say(self) -> None:
        count, number = self._count, format_number(self._count)
        self._number.setText(ngettext("{count} selected", "{count} selected", count).format(count=number))
        self._facts.setText(_weighed(self._weight) if self._weight is not None else "")
        self._all.setText(_("Select all {count}").format(count=format_number(self._total)))
        self._all.setEnabled(count < self._total)
        say_beside_icon(self._save, _("Save {count}").format(count=number))
        self.setAccessibleName(f"{self._number.text()} {self._facts.text()}".strip())
        self._fit()

    def _arrange(self) -> None:
        self._row = QHBoxLayout(self)
        for part in (self._close, self._number, self._facts, self._all):
            self._row.addWidget(part)
        self._row.addStretch(1)
        for part in (self._copy, self._forward, self._save):
            self._row.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def _connect(self) -> None:
        self._close.clicked.connect(self.close_wanted)
        self._all.clicked.connect(self.all_wanted)
        self._copy.clicked.connect(self.copy_wanted)
        self._forward.clicked.connect(self.forward_wanted)
        self._save.clicked.connect(self.save_wanted)

    def _measure(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(8), 0, px(16), 0)
        self._row.setSpacing(px(8))
        self._close.setIconSize(QSize(px(20), px(20)))
        for button in (self._copy, self._forward, self._save):
            button.setIconSize(QSize(px(16), px(16)))
        if self._wanted:
            self.setMaximumHeight(self._theme.size("selection_bar"))
        self.setMinimumHeight(0)
        self._fit()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height that it slides to."""
        return QSize(0, self._theme.size("selection_bar"))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return nothing: it slides."""
        return QSize(0, 0)

    def _move(self) -> None:
        self.setVisible(True)
        self._slide.stop()
        self._slide.setDuration(self._theme.motion_ms("normal_ms"))
        self._slide.setStartValue(min(self.maximumHeight(), self._theme.size("selection_bar")))
        self._slide.setEndValue(self._theme.size("selection_bar") if self._wanted else 0)
        self._slide.start()

    def _arrived(self) -> None:
        self.setVisible(self._wanted)

    def _fit(self) -> None:
        """Take away the facts, then *select all*, then the words of copy and forward, until the rest fits."""
        px = self._theme.px
        fixed = (self._close, self._number, self._copy, self._forward, self._save)
        room = self.width() - sum(part.sizeHint().width() + px(8) for part in fixed) - px(24)
        words = sum(self.fontMetrics().horizontalAdvance(words) + px(12) for words in (_("Copy"), _("Forward")))
        with_words = room - words if self._bare else room
        if self._bare != (with_words < 0):
            self._bare = not self._bare
            self._name_actions()
            room = self.width() - sum(part.sizeHint().width() + px(8) for part in fixed) - px(24)
        all_wide = self._all.sizeHint().width() + px(8)
        self._all.setVisible(self._all.isEnabled() and room >= all_wide)
        room -= all_wide if self._all.isEnabled() else 0
        self._facts.setVisible(room >= self._facts.sizeHint().width() + px(8))

    def _name_actions(self) -> None:
        """Show copy and forward with their words, or as glyphs that say them in their tooltips."""
        for button, words in ((self._copy, _("Copy")), (self._forward, _("Forward"))):
            say_beside_icon(button, "" if self._bare else words)
            button.setAccessibleName(words)
            button.setToolTip(words if self._bare else "")


def _button(kind: str) -> QPushButton:
    button = QPushButton()
    button.setProperty("kind", kind)
    return button


def _weighed(weight: Weight) -> str:
    size = format_bytes(weight.size_bytes)
    if not weight.elsewhere:
        return _("{size}, all on this computer").format(size=size)
    sentence = ngettext(
        "{size}, {count} not on this computer", "{size}, {count} not on this computer", weight.elsewhere
    )
    return sentence.format(size=size, count=format_number(weight.elsewhere))
