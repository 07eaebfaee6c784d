"""The kinds as tabs: a glyph, a word, how many, and a line under the one that holds."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from app.domain.kinds import MediaKind
from app.texts import _
from app.texts.formats import format_number
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme

HEIGHT = 40
_TAB = 36
"""The words stand in the middle of so much, above the lower edge."""
_ICONS = {
    "": "layout-grid",
    MediaKind.IMAGE: "image",
    MediaKind.VIDEO: "video",
    MediaKind.AUDIO: "audio-lines",
    MediaKind.DOCUMENT: "file-text",
    MediaKind.STICKER: "sticker",
}
_GAPS = (24, 16, 12)
"""Between tabs: as drawn, without glyphs, without glyphs and counts."""


class KindTab(QAbstractButton):
    """One tab. `spare` takes its glyph (1) and its count (2) away where there is no room."""

    def __init__(self, theme: Theme, icons: Icons, icon: str) -> None:
        super().__init__()
        self._theme, self._icons, self._icon = theme, icons, icon
        self._count = ""
        self.spare = 0
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, word: str, count: int | None) -> None:
        """Show a word and how many there are, nothing while that is not known."""
        self.setText(word)
        self._count = "" if count is None else format_number(count)
        self.setAccessibleName(f"{word} {self._count}".strip())
        self.updateGeometry()
        self.update()

    def width_with(self, spare: int) -> int:
        """Return how wide it is with that much taken away."""
        px = self._theme.px
        wide = QFontMetrics(self._theme.font("body", semibold=True)).horizontalAdvance(self.text())
        if spare < 1:
            wide += px(16) + px(8)
        if spare < 2 and self._count:
            wide += px(8) + QFontMetrics(self._theme.font("caption")).horizontalAdvance(self._count)
        return wide + 1

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size at what is spared now."""
        return QSize(self.width_with(self.spare), self._theme.px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint glyph, word, count and the line."""
        px, painter = self._theme.px, QPainter(self)
        on = self.isChecked()
        path = "text.primary" if on or self.underMouse() else "text.secondary"
        left, tall = 0, self.height()
        top = tall - px(_TAB)
        if self.spare < 1:
            self._icons.paint(painter, self._icon, QRect(0, top + (tall - top - px(16)) // 2, px(16), px(16)), path)
            left = px(24)
        font = self._theme.font("body", semibold=on)
        painter.setFont(font)
        painter.setPen(self._theme.colour(path))
        painter.drawText(QRect(left, top, self.width() - left, tall - top), Qt.AlignmentFlag.AlignVCenter, self.text())
        left += QFontMetrics(self._theme.font("body", semibold=True)).horizontalAdvance(self.text()) + px(8)
        if self.spare < 2:
            painter.setFont(self._theme.font("caption"))
            painter.setPen(self._theme.colour("text.tertiary"))
            painter.drawText(
                QRect(left, top, self.width() - left, tall - top), Qt.AlignmentFlag.AlignVCenter, self._count
            )
        if on:
            painter.fillRect(QRectF(0, tall - px(3), self.width(), px(3)), self._theme.colour("accent.base"))
        if self.hasFocus() and self.property("ringed"):
            painter.setPen(self._theme.colour("focus.ring"))
            painter.drawRect(self.rect().adjusted(0, px(6), -1, -px(6)))
        painter.end()


class KindTabs(QWidget):
    """All and the five kinds; arrows move between them."""

    chosen = Signal(object)
    """A `MediaKind`, None for all."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._counts: Mapping[str, int] | None = None
        self._group = QButtonGroup(self)
        self._tabs = {kind: KindTab(theme, icons, icon) for kind, icon in _ICONS.items()}
        self._row = QHBoxLayout(self)
        for kind, tab in self._tabs.items():
            self._group.addButton(tab)
            self._row.addWidget(tab)
            tab.clicked.connect(lambda _on, wanted=kind: self.chosen.emit(MediaKind(wanted) if wanted else None))
        self._row.addStretch(1)
        self._tabs[""].setChecked(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._fit)
        self.retranslate()

    def show_counts(self, counts: Mapping[str, int] | None) -> None:
        """Show how many there are of each kind; None while that is not known."""
        self._counts = counts
        self.retranslate()

    def choose(self, kind: MediaKind | None) -> None:
        """Show one as the one that holds, without saying so."""
        self._tabs[kind or ""].setChecked(True)

    def retranslate(self) -> None:
        """Speak the language in force."""
        words = {
            "": _("All"),
            MediaKind.IMAGE: _("Images"),
            MediaKind.VIDEO: _("Videos"),
            MediaKind.AUDIO: _("Audio"),
            MediaKind.DOCUMENT: _("Documents"),
            MediaKind.STICKER: _("Stickers"),
        }
        for kind, tab in self._tabs.items():
            tab.say(words[kind], self._count(kind))
        self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return that there is no least width: what does not fit is spared."""
        return QSize(0, self._theme.px(HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Spare what does not fit."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the keys to whoever is around; the tabs take their own arrows."""
        event.ignore()

    def _count(self, kind: str) -> int | None:
        if self._counts is None:
            return None
        return sum(self._counts.values()) if kind == "" else self._counts.get(kind, 0)

    def _fit(self) -> None:
        px = self._theme.px
        room = self.width() - 2 * px(16)
        spare = 0
        while spare < len(_GAPS) - 1 and self._wide(spare) > room:
            spare += 1
        for tab in self._tabs.values():
            tab.spare = spare
            tab.updateGeometry()
            tab.update()
        self._row.setContentsMargins(px(16), 0, px(16), 0)
        self._row.setSpacing(px(_GAPS[spare]))

    def _wide(self, spare: int) -> int:
        gaps = self._theme.px(_GAPS[spare]) * (len(self._tabs) - 1)
        return gaps + sum(tab.width_with(spare) for tab in self._tabs.values())
