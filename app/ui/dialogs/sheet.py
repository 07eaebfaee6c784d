"""The sheet on which all dialogs stand: a panel with a shadow over the dimmed window, modal to it alone.

It is a child of the window and not a window of its own: it moves and scales with it, no window manager can misplace
it, and nothing of it needs a second event loop.
"""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QRect, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QFrame, QWidget
from shiboken6 import isValid

from app.ui.look.focus import note_keyboard
from app.ui.look.theme import Theme
from app.ui.look.tokens import Mode

_MARGIN = 16
"""What stays of the window around a sheet that is as large as it."""
_RISE = 8
"""How far a sheet rises while it comes."""
_SHADOW_STEPS = 12


class Sheet(QDialog):
    """A dialog inside its window. Subclasses put their widgets into `panel`.

    Args:
        size: width and height in logical pixels; the window's size less a margin is the most. A height of 0 follows
            the content.
    """

    def __init__(self, theme: Theme, window: QWidget, size: tuple[int, int]) -> None:
        super().__init__(window)
        # Only now: the constructor would take the absence of a window type for a wish to be a window.
        self.setWindowFlags(Qt.WindowType.Widget)
        self._theme = theme
        self._size = size
        self._before: QWidget | None = None
        self._has_keyboard = True
        self._come = 1.0
        self._coming: QVariantAnimation | None = None
        self.panel = _Panel(theme, self)
        self.setProperty("sheet", "true")
        self.hide()
        window.installEventFilter(self)
        self.panel.installEventFilter(self)
        theme.changed.connect(self._place)
        self.finished.connect(self._give_focus_back)

    def open(self) -> None:
        """Show the sheet over its window and take the keyboard."""
        self._before = self.window().focusWidget()
        self._place()
        self.panel.setAccessibleName(self.accessibleName())
        self.show()
        self.raise_()
        self._rise()
        self.take_keyboard()

    def take_keyboard(self) -> None:
        """Give the keyboard to the first field; the panel has it as long as that takes none, never what lies behind."""
        first = self.first_field()
        takes = first is not None and first.isEnabled()
        (first if first is not None and takes else self.panel).setFocus(Qt.FocusReason.OtherFocusReason)

    def first_field(self) -> QWidget | None:
        """Return what has the keyboard first; subclasses say."""
        return None

    @property
    def holds_work(self) -> bool:
        """Tell whether something would be lost if the window closed now; subclasses say."""
        return False

    def done(self, result: int) -> None:
        """Close and be deleted; `finished` tells the result."""
        parent, focus = self.parentWidget(), self.window().focusWidget()
        if parent is not None:
            parent.removeEventFilter(self)
        # Another sheet that was opened meanwhile keeps the keyboard.
        self._has_keyboard = focus is None or focus is self or self.isAncestorOf(focus)
        super().done(result)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Follow the window's size, and the content's where the height is left to it."""
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self._place()
        elif event.type() == QEvent.Type.LayoutRequest and watched is self.panel and not self._size[1]:
            self._place_panel()
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001, N802 - Qt's name and signature
        """Keep Tab inside the sheet."""
        chain = self._tab_chain()
        if not chain:
            return True
        note_keyboard(self.window(), moved=True)
        now = self.focusWidget()
        place = chain.index(now) if now in chain else (-1 if forward else 0)
        target = chain[(place + (1 if forward else -1)) % len(chain)]
        target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Dim the window and paint the panel's shadow."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        alpha = self._theme.tokens.number(self._theme.mode, "scrim.alpha")
        painter.fillRect(self.rect(), self._theme.faded("scrim", alpha * self._come))
        self._paint_shadow(painter)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the panel into the middle."""
        super().resizeEvent(event)
        self._place_panel()

    def _tab_chain(self) -> list[QWidget]:
        chain: list[QWidget] = []
        widget = self.nextInFocusChain()
        while widget is not None and widget is not self:
            takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
            if takes_tab and self.isAncestorOf(widget) and widget.isVisibleTo(self) and widget.isEnabled():
                chain.append(widget)
            widget = widget.nextInFocusChain()
        return chain

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self._place_panel()

    def _place_panel(self) -> None:
        margin = self._theme.px(_MARGIN)
        room = self.rect().adjusted(margin, margin, -margin, -margin)
        width = min(self._theme.px(self._size[0]), room.width())
        wanted = self._theme.px(self._size[1]) if self._size[1] else self.panel.heightForWidth(width)
        if wanted <= 0:
            wanted = self.panel.sizeHint().height()
        height = min(wanted, room.height())
        left, top = (self.width() - width) // 2, (self.height() - height) // 2
        self.panel.setGeometry(QRect(left, top + round((1.0 - self._come) * self._theme.px(_RISE)), width, height))

    def _paint_shadow(self, painter: QPainter) -> None:
        """Paint by hand: a graphics effect would send every repaint of the sheet's content through a picture of it."""
        reach = self._theme.px(24)
        strength = 0.5 if self._theme.mode is Mode.DARK else 0.18
        radius = self._theme.px(self._theme.tokens.radius("tile"))
        face = QRectF(self.panel.geometry()).translated(0, self._theme.px(8))
        painter.setPen(Qt.PenStyle.NoPen)
        colour = QColor(Qt.GlobalColor.black)
        colour.setAlphaF(strength * self._come / _SHADOW_STEPS)
        painter.setBrush(colour)
        for step in range(_SHADOW_STEPS):
            out = reach * (0.5 - step / _SHADOW_STEPS)
            painter.drawRoundedRect(face.adjusted(-out, -out, out, out), radius + max(out, 0), radius + max(out, 0))

    def _rise(self) -> None:
        duration_ms = self._theme.motion_ms("fast_ms")
        if duration_ms <= 0:
            return
        self._coming = QVariantAnimation(self)
        self._coming.setDuration(duration_ms)
        self._coming.setStartValue(0.0)
        self._coming.setEndValue(1.0)
        self._coming.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._coming.valueChanged.connect(self._come_to)
        self._coming.start()

    def _come_to(self, share: float) -> None:
        self._come = share
        self._place_panel()
        self.update()

    def _give_focus_back(self) -> None:
        # What had the keyboard may have been a question that led here and is gone.
        if self._has_keyboard and self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)


class _Panel(QFrame):
    """The sheet's face: rounded, raised, with the one shadow of the design."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the rounded face."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("surface.panel"))
        radius = self._theme.px(self._theme.tokens.radius("tile"))
        painter.drawRoundedRect(self.rect(), radius, radius)
        painter.end()
