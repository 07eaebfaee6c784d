"""The head of the gallery: whose media, how far, search, order and the size of tiles."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from app.texts import _
from app.texts.formats import format_bytes
from app.ui.look.account_tile import paint_account
from app.ui.look.avatar import paint_avatar
from app.ui.look.elided_label import ElidedLabel
from app.ui.look.empty_state import Glyph
from app.ui.look.facts_label import FactsLabel
from app.ui.look.icon_words import say_beside_icon
from app.ui.look.icons import Icons
from app.ui.look.initials import initials
from app.ui.look.keys import key_words
from app.ui.look.menu import Menu
from app.ui.look.segments import Segments
from app.ui.look.theme import Theme
from app.ui.models.gallery_words import files
from app.ui.models.listing import Totals
from app.ui.panes.gallery.scope import Scope

SMALLEST, USUAL, LARGEST = 96, 128, 256
_TYPING_MS = 180
_SEARCH, _SEARCH_LEAST, _SEARCH_TIGHT = 248, 120, 84
_SLIDER = 88


class Badge(QWidget):
    """The square of an account or the circle of a person, 32."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._scope: Scope | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_scope(self, scope: Scope) -> None:
        """Show whose media they are."""
        self._scope = scope
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return 32 by 32."""
        return QSize(self._theme.px(32), self._theme.px(32))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint it."""
        if self._scope is None:
            return
        painter, rect = QPainter(self), QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._scope.chat is not None:
            name = self._scope.name
            paint_avatar(painter, self._theme, self._icons, rect, self._scope.chat or name, name)
        else:
            colour = self._scope.colour or self._theme.tokens.account_names()[0]
            paint_account(painter, self._theme, rect, colour, initials(self._scope.name))
        painter.end()


class GalleryHead(QFrame):
    """56 high; gives up the slider, then the word of the order, then width of the search where there is no room."""

    scope_chosen = Signal(str)
    text_changed = Signal(str)
    sort_chosen = Signal(str)
    side_chosen = Signal(int)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._scope: Scope | None = None
        self._totals: Totals | None = None
        self._scopes: Sequence[Scope] = ()
        self._sort = "date"
        self.setProperty("surface", "panel")
        self._badge = Badge(theme, icons)
        self._title, self._facts = ElidedLabel("title"), FactsLabel()
        self._segments: Segments | None = None
        self.search = _SearchField(theme, icons)
        self._order = QPushButton(icons.icon("arrow-down-wide-narrow"), "")
        self._order.setProperty("kind", "quiet")
        self._order.clicked.connect(self._open_orders)
        self._grid_icon = Glyph(theme, icons, "layout-grid", 16)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(SMALLEST, LARGEST)
        self.slider.setSingleStep(8)
        self.slider.setPageStep(32)
        self.slider.setValue(USUAL)
        self._arrange()
        self._connect()
        theme.changed.connect(self._measure)
        self._measure()
        self.retranslate()

    def offer(self, scopes: Sequence[Scope], current: Scope) -> None:
        """Show what there is to choose from; one scope alone needs no choice."""
        self._scopes = scopes
        if self._segments is not None:
            self._row.removeWidget(self._segments)
            self._segments.deleteLater()
            self._segments = None
        if len(scopes) > 1:
            self._segments = Segments(self._theme)
            self._segments.chosen.connect(self.scope_chosen)
            self._row.insertWidget(_SEGMENTS_AT, self._segments)
            self._offer_words()
        self.show_scope(current)

    def rename(self, scopes: Sequence[Scope], current: Scope) -> None:
        """Take the names of the same scopes."""
        totals = self._totals
        self._scopes = scopes
        self._offer_words()
        self.show_scope(current)
        if totals is not None:
            self.show_totals(totals)

    def show_scope(self, scope: Scope) -> None:
        """Show whose media these are."""
        self._scope, self._totals = scope, None
        self._badge.show_scope(scope)
        self._title.set_text(scope.name)
        if self._segments is not None:
            self._segments.choose(scope.key)
        self._say_facts()

    def show_totals(self, totals: Totals) -> None:
        """Show how much there is in the whole scope."""
        self._totals = totals
        self._say_facts()

    def show_sort(self, sort: str) -> None:
        """Show the order that holds."""
        self._sort = sort
        self.retranslate()

    def retranslate(self) -> None:
        """Speak the language in force."""
        words = _orders()
        say_beside_icon(self._order, "" if self._order.property("bare") else words[self._sort])
        self._order.setToolTip(_("Order"))
        self._order.setAccessibleName(f"{_('Order')}: {words[self._sort]}")
        self.search.retranslate()
        self.slider.setToolTip(_("Size of the tiles"))
        self.slider.setAccessibleName(_("Size of the tiles"))
        self._offer_words()
        self._say_facts()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give up what does not fit."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height alone: what does not fit is given up."""
        return QSize(0, self._theme.size("header"))

    def _open_orders(self) -> None:
        menu = Menu(self)
        for sort, words in _orders().items():
            action = QAction(words, menu)
            if sort == self._sort:
                action.setIcon(self._icons.icon("check", "text.primary"))
            action.triggered.connect(lambda _on, wanted=sort: self.sort_chosen.emit(wanted))
            menu.addAction(action)
        menu.popup(self._order.mapToGlobal(self._order.rect().bottomLeft()))

    def _offer_words(self) -> None:
        if self._segments is not None:
            self._segments.offer([(scope.key, scope.label) for scope in self._scopes])

    def _say_facts(self) -> None:
        facts = []
        if self._totals is not None:
            facts.append(files(self._totals.count))
            if self._totals.size_bytes:
                facts.append(format_bytes(self._totals.size_bytes))
        if self._scope is not None and self._scope.note:
            facts.append(self._scope.note)
        self._facts.show_facts(facts)

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        # Aligned, so that short facts do not make a long title short as well.
        words.addWidget(self._facts, alignment=Qt.AlignmentFlag.AlignLeft)
        words.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)
        for part in (self._badge, 12, words, 32, None, 16, self.search, 16, self._order, self._density()):
            if isinstance(part, int):
                self._row.addSpacing(self._theme.px(part))
            elif part is None:
                self._row.addStretch(1)
            elif isinstance(part, QVBoxLayout):
                self._row.addLayout(part)
            else:
                self._row.addWidget(part)

    def _density(self) -> QWidget:
        self._sizes = QWidget()
        row = QHBoxLayout(self._sizes)
        row.setContentsMargins(self._theme.px(12), 0, 0, 0)
        row.setSpacing(self._theme.px(8))
        row.addWidget(self._grid_icon)
        row.addWidget(self.slider)
        return self._sizes

    def _connect(self) -> None:
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_TYPING_MS)
        self._waiting.timeout.connect(lambda: self.text_changed.emit(self.search.text().strip()))
        self.search.textChanged.connect(lambda _text: self._waiting.start())
        self.slider.valueChanged.connect(self.side_chosen)

    def _measure(self) -> None:
        px = self._theme.px
        self.setFixedHeight(self._theme.size("header"))
        self._row.setContentsMargins(px(16), 0, px(16), 0)
        self.slider.setFixedSize(px(_SLIDER), px(20))
        self._order.setIconSize(QSize(px(16), px(16)))
        self._title.setFixedHeight(self._theme.line("title"))
        self._facts.setFixedHeight(self._theme.line("caption"))
        self._fit()

    def _fit(self) -> None:
        px = self._theme.px
        least = px(32 + 12 + 32 + 16 + 16 + 32) + min(px(140), self._title.sizeHint().width())
        least += self._fit_segments(self.width() - least - px(_SEARCH_TIGHT))
        word = self._order.fontMetrics().horizontalAdvance(_("Newest")) + px(8)
        room = self.width() - least - px(_SEARCH_LEAST) - px(40)
        slider = room >= px(_SLIDER + 36) + word
        bare = room < word
        self._sizes.setVisible(slider)
        if bool(self._order.property("bare")) != bare:
            self._order.setProperty("bare", bare)
            self.retranslate()
        spare = room - (px(_SLIDER + 36) if slider else 0) - (0 if bare else word)
        self.search.setFixedWidth(max(px(_SEARCH_TIGHT), min(px(_SEARCH), px(_SEARCH_LEAST) + spare)))

    def _fit_segments(self, room: int) -> int:
        """Keep one of chat and contact back where not all choices fit; return how wide the others are."""
        segments = self._segments
        if segments is None:
            return 0
        keys = [scope.key for scope in self._scopes]
        wide = sum(segments.width_of(key) for key in keys) + self._theme.px(4)
        people = [scope.key for scope in self._scopes if scope.chat is not None]
        spare = next((key for key in reversed(people) if key != segments.value), "")
        hidden = spare if len(people) > 1 and wide > room else ""
        for key in keys:
            segments.show_choice(key, shown=key != hidden)
        return wide - (segments.width_of(hidden) if hidden else 0)


def _orders() -> dict[str, str]:
    return {"date": _("Newest"), "size": _("Largest"), "name": _("By name")}


_SEGMENTS_AT = 4
"""After the tile, the words and the gaps beside them."""


class _SearchField(QLineEdit):
    """The field with its glass at the left and its key at the right."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._key = QLabel(self)
        self._key.setProperty("role", "caption")
        self._key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._glass = Glyph(theme, icons, "search", 16)
        self._glass.setParent(self)
        self._theme = theme
        self.textChanged.connect(lambda text: self._key.setVisible(not text))

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.setAccessibleName(_("Search in this gallery"))
        self._key.setText(key_words(QKeySequence(QKeySequence.StandardKey.Find)))
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the key at the right."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        wide = self._key.sizeHint().width()
        roomy = self.width() >= self._theme.px(_SEARCH) - self._theme.px(20)
        self._key.setVisible(roomy and not self.text())
        self.setPlaceholderText(_("Name, caption or text") if self.width() > self._theme.px(_SEARCH_LEAST) else "")
        side = self._theme.px(16)
        self.setTextMargins(side + self._theme.px(8), 0, 0, 0)
        self._glass.setGeometry(self._theme.px(12), (self.height() - side) // 2, side, side)
        self._key.setGeometry(self.width() - wide - self._theme.px(10), 0, wide, self.height())
