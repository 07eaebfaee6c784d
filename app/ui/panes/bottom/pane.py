"""The bottom bar, 48 high: the player's place, the transfers, and what expires."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from app.texts import _
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.panes.bottom.expiry import Expiry
from app.ui.panes.bottom.transfers import Transfers

_WIDE = 1120
"""From here on the expiry has the whole width under the side panel."""
_PLAYER = 320
"""The player keeps so much before anything else is shown in full."""
_GAP = 16
_FOLDS = ((0, False), (1, False), (2, False), (2, True))
"""How much of the transfers and whether the words of the expiry are given up, in this order."""


class BottomBar(QFrame):
    """The lower arm of the frame."""

    queue_wanted = Signal()
    expiring_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._player: QWidget = QWidget()
        self._transfers = Transfers(theme, icons)
        self._expiry = Expiry(theme, icons)
        self._end = _with(self._expiry)
        self.setProperty("surface", "frame")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self._player, 1)
        self._row.addWidget(self._transfers, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addSpacing(_GAP)
        self._row.addWidget(self._end)
        self._transfers.clicked.connect(self.queue_wanted)
        self._expiry.clicked.connect(self.expiring_wanted)
        theme.changed.connect(self._measure)
        self.set_transfers(0, 0, 0.0, None)
        self.set_expiring(0)
        self._measure()
        self.retranslate()

    def set_player(self, player: QWidget) -> None:
        """Put the player into its place at the left."""
        self._row.replaceWidget(self._player, player)
        self._player.deleteLater()
        self._player = player

    def set_transfers(self, done: int, total: int, bytes_per_s: float, left_s: float | None) -> None:
        """Show how far the transfers are; a total of 0 hides them."""
        self._transfers.show_progress(done, total, bytes_per_s, left_s)
        self._fit()

    def set_expiring(self, count: int) -> None:
        """Show how many media not yet here expire today; 0 hides it."""
        self._expiry.show_count(count)
        self._fit()

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.setAccessibleName(_("Player and transfers"))
        self._transfers.retranslate()
        self._expiry.retranslate()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give the expiry the side panel's width where there is room."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return that any width will do: what does not fit is folded away."""
        return QSize(0, self._theme.size("bottom_bar"))

    def _fit(self) -> None:
        """Fold transfers and expiry as far as the player's room asks for."""
        px, wide = self._theme.px, self.width() >= self._theme.px(_WIDE)
        end = self._theme.size("side_panel") if wide else 0
        self._end.setMinimumWidth(end)
        gap = px(_GAP)
        for player in (px(_PLAYER), self._player.minimumSizeHint().width()):
            for transfers, expiry in _FOLDS:
                right = max(end, self._expiry.width_when(folded=expiry))
                if player + self._transfers.width_when(transfers) + gap + right <= self.width():
                    break
            else:
                continue
            break
        self._transfers.fold(transfers)
        self._expiry.fold(folded=expiry)
        for part in (self._transfers, self._end):
            layout = part.layout()
            if layout is not None:
                layout.activate()
        self._row.activate()

    def _measure(self) -> None:
        self.setFixedHeight(self._theme.size("bottom_bar"))
        self._fit()


def _with(part: QWidget) -> QWidget:
    """Return a place that keeps its width also while the part in it is hidden."""
    place = QWidget()
    row = QHBoxLayout(place)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(part)
    return place
