"""A list whose rows have places to act on: one way of hovering, pressing, tabbing and reading them out for all of them.

Rows are painted by a delegate, so there are no widgets inside; what can be acted on is a list of regions that the
layout gives. Tab walks the regions of the current row before it leaves the list, Enter does the one in focus.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPalette,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QToolTip, QWidget

AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Region:
    """A place inside a row that the mouse and the keyboard can act on.

    Attributes:
        rect: from the row's origin.
        name: what it does, spoken and shown as its tooltip.
        value: what the action needs: an address, a text.
        wordless: no word is painted, so the name is shown as a tooltip.
        radius: of its focus ring.
    """

    action: str
    rect: QRectF
    name: str
    value: str = ""
    wordless: bool = False
    radius: float = 6


@dataclass(slots=True)
class Touch:
    """A region of a row; `key` names the row."""

    key: object = None
    region: Region | None = None


@dataclass(slots=True)
class Touches:
    """Where pointer and keyboard are. `ringed`: the keyboard was used last, so that what it is at is ringed."""

    hovered: Touch = field(default_factory=Touch)
    pressed: Touch = field(default_factory=Touch)
    focused: Touch = field(default_factory=Touch)
    ringed: bool = False

    def on(self, key: object) -> tuple[Region | None, Region | None, Region | None]:
        """Return what is hovered, pressed and in focus in a row."""
        hovered = self.hovered.region if self.hovered.key == key else None
        pressed = self.pressed.region if self.pressed.key == key else None
        return hovered, pressed, self.focused.region if self.ringed and self.focused.key == key else None


class RegionList(QListView):
    """To be told by its heirs what a row's regions are and where they stand."""

    left = Signal()
    """Esc."""

    def __init__(self, touches: Touches, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.touches = touches
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAutoScroll(False)
        self.setResizeMode(QListView.ResizeMode.Fixed)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        self.setPalette(palette)

    # ── what heirs say ─────────────────────────────────────────────────────────────────────────────────────────

    def regions(self, index: AnyIndex) -> Sequence[Region]:
        """Return what can be done in a row, in the order of Tab."""
        return ()

    def origin(self, index: AnyIndex) -> QPointF:
        """Return where in the viewport the regions' rectangles are counted from."""
        return QPointF(self.visualRect(index).topLeft())

    def key(self, index: AnyIndex) -> object:
        """Return what names a row, however rows move."""
        return index.row()

    def act(self, index: QModelIndex, region: Region) -> None:
        """Do what a region does."""

    def ask_menu(self, index: QModelIndex, at: QPoint) -> None:
        """Open a row's menu at a point of the screen."""

    def press(self, region: Region, point: QPoint) -> None:
        """Begin something that is done while the button is held."""

    # ── where things are ───────────────────────────────────────────────────────────────────────────────────────

    def region_at(self, point: QPoint) -> tuple[QModelIndex, Region | None]:
        """Return the row and the region under a point of the viewport; of two the smaller one."""
        index = self.indexAt(point)
        if not index.isValid():
            return index, None
        inside = QPointF(point) - self.origin(index)
        found = [region for region in self.regions(index) if region.rect.contains(inside)]
        return index, min(found, key=lambda region: region.rect.width() * region.rect.height(), default=None)

    def region_centre(self, index: QModelIndex, region: Region) -> QPoint:
        """Return where the middle of a region is in the viewport."""
        return (self.origin(index) + region.rect.center()).toPoint()

    # ── mouse ──────────────────────────────────────────────────────────────────────────────────────────────────

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Light up what is under the pointer."""
        index, region = self.region_at(event.position().toPoint())
        self._hover(index, region)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Press what is under the pointer."""
        self._ring(on=False)
        index, region = self.region_at(event.position().toPoint())
        if index.isValid():
            self.setCurrentIndex(index)
        if event.button() == Qt.MouseButton.LeftButton and region is not None:
            self.touches.pressed = Touch(self.key(index), region)
            self.press(region, event.position().toPoint())
            self.update(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Do what was pressed, if the pointer is still there."""
        pressed, self.touches.pressed = self.touches.pressed, Touch()
        index, region = self.region_at(event.position().toPoint())
        self.viewport().update()
        if region is not None and region is pressed.region:
            self.act(index, region)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Forget the pointer when it leaves; say what glyphs without words do."""
        if event.type() == QEvent.Type.Leave:
            self._hover(QModelIndex(), None)
        elif isinstance(event, QHelpEvent):
            _index, region = self.region_at(event.pos())
            words = region.name if region is not None and region.wordless else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().viewportEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for the menu of a row."""
        by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_keys else self.indexAt(event.pos())
        if index.isValid():
            middle = self.viewport().mapToGlobal(self.visualRect(index).center())
            self.ask_menu(index, middle if by_keys else event.globalPos())

    # ── keyboard ───────────────────────────────────────────────────────────────────────────────────────────────

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk and act by keys."""
        self._ring(on=True)
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            regions = self.regions(index)
            focused = self.touches.focused.region
            if focused is not None or regions:
                self.act(index, focused or regions[0])
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: N802, FBT001 - Qt's name and signature
        """Walk the places of the current row before leaving the list."""
        if self.hasFocus() and self.walk(forwards=next):
            return True
        self._focus(None)
        return super().focusNextPrevChild(next)

    def walk(self, *, forwards: bool) -> bool:
        """Go to the next place of the current row; tell whether there was one."""
        index = self.currentIndex()
        regions = self.regions(index) if index.isValid() else ()
        at = next_index(regions, self.touches.focused.region, forwards=forwards)
        if at is None:
            return False
        self._focus(regions[at])
        return True

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:  # noqa: N802 - Qt's name
        """Leave the places of the row that was current; keep the new one in sight."""
        self.touches.focused = Touch()
        super().currentChanged(current, previous)
        self.update(previous)
        if self.touches.ringed and current.isValid():
            self.scrollTo(current)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Ring what the keyboard has come to."""
        self._ring(on=event.reason() != Qt.FocusReason.MouseFocusReason)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Ring nothing any more."""
        self._focus(None)
        super().focusOutEvent(event)

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def refocus(self, index: QModelIndex) -> None:
        """Keep the keyboard at the same action of a row that was laid out anew."""
        focused = self.touches.focused
        if focused.region is not None and focused.key == self.key(index):
            same = (region for region in self.regions(index) if region.action == focused.region.action)
            self.touches.focused = Touch(focused.key, next(same, None))

    def _hover(self, index: QModelIndex, region: Region | None) -> None:
        before = self.touches.hovered
        if before.region is region:
            return
        self.touches.hovered = Touch(self.key(index), region) if region is not None else Touch()
        self.viewport().update()
        shape = Qt.CursorShape.PointingHandCursor if region is not None else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def _focus(self, region: Region | None) -> None:
        index = self.currentIndex()
        self.touches.focused = Touch(self.key(index), region) if region and index.isValid() else Touch()
        if index.isValid():
            self.update(index)
        if region is not None:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, region.name))

    def _ring(self, *, on: bool) -> None:
        if self.touches.ringed != on:
            self.touches.ringed = on
            self.viewport().update()


def next_index(regions: Sequence[Region], focused: Region | None, *, forwards: bool) -> int | None:
    """Return which place comes next, None at either end; nothing in focus stands before the first."""
    at = next((number for number, region in enumerate(regions) if region is focused), None)
    if at is None:
        return 0 if forwards and regions else None
    after = at + 1 if forwards else at - 1
    return after if 0 <= after < len(regions) else None
