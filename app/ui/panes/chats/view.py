"""The list itself: rows by delegate, keyboard, context menu, and files dropped on a chat or held over it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from app.ui.look.theme import Theme
from app.ui.models.chats import ChatsModel, RowRole
from app.ui.models.contact_words import STATUS, contact_title
from app.ui.panes.chats.delegate import ChatDelegate

_AHEAD_ROWS = 20
_CHOOSING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ChatList(QTableView):
    """One column of rows of one height."""

    chosen = Signal(int)
    menu_wanted = Signal(int, QPoint)
    dropped = Signal(int, list)
    hovered = Signal(str, int)
    """Files hover over a chat: its name and how many they are; "" where they left it."""
    left = Signal()
    """Esc: the user wants back to where the keyboard came from."""

    def __init__(self, theme: Theme, model: ChatsModel, delegate: ChatDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._chats, self._delegate = theme, model, delegate
        self._held = QTimer(self)
        self._held.setSingleShot(True)
        self._held.timeout.connect(self._open_held)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self._dress()
        self.clicked.connect(self._choose)
        self.verticalScrollBar().valueChanged.connect(self._look)
        model.listed.connect(self._look)
        theme.changed.connect(self.remeasure)
        self.remeasure()

    def remeasure(self) -> None:
        """Take the theme's measures anew."""
        self.verticalHeader().setDefaultSectionSize(self._theme.size("list_row"))
        self.viewport().update()

    def show_chosen(self, chat: int | None) -> None:
        """Show which chat is in front."""
        self._delegate.chosen = chat
        place = self._chats.place_of(chat)
        if place.isValid():
            self.setCurrentIndex(place)
        self.viewport().update()

    # ── Qt's events ────────────────────────────────────────────────────────────────────────────────────────────

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk with arrows, open with Enter, leave with Esc."""
        self._ring(on=True)
        if event.key() in _CHOOSING and self.currentIndex().isValid():
            self._choose(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Menu or (
            event.key() == Qt.Key.Key_F10 and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            self._menu_at(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show no ring for the mouse."""
        self._ring(on=False)
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for the menu of the row under the pointer."""
        index = self.indexAt(event.pos())
        if index.isValid() and event.reason() == QContextMenuEvent.Reason.Mouse:
            self.menu_wanted.emit(self._id(index), event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Have a current row once the keyboard is here."""
        self._ring(on=event.reason() != Qt.FocusReason.MouseFocusReason)
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._chats.rowCount():
            self.setCurrentIndex(self._chats.index(0, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fetch what came into sight."""
        super().resizeEvent(event)
        self._delegate.scroll_bar = self.width() - self.viewport().width()
        self._look()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Repaint when the pointer leaves, so that no row stays hovered."""
        if event.type() == QEvent.Type.Leave:
            self.viewport().update()
        return super().viewportEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Take files."""
        if paths_of(event):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        """Outline the chat under the pointer; holding over it opens it, holding at an end of the list scrolls it."""
        point = event.position().toPoint()
        index = self._taking_at(point)
        self._hold(index, len(paths_of(event)))
        self._scroll_at(point)
        if index.isValid():
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        """Outline nothing any more."""
        self._let_go()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Give the files to the chat under the pointer."""
        index, paths = self._taking_at(event.position().toPoint()), paths_of(event)
        self._let_go()
        if index.isValid() and paths:
            event.acceptProposedAction()
            self.dropped.emit(self._id(index), paths)

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _dress(self) -> None:
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setShowGrid(False)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setDropIndicatorShown(False)

    def _look(self) -> None:
        """Have the rows in sight and some beyond fetched."""
        height = max(1, self.verticalHeader().defaultSectionSize())
        first = self.verticalScrollBar().value() // height
        self._chats.want(first - _AHEAD_ROWS, first + self.viewport().height() // height + _AHEAD_ROWS)

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self._id(index))

    def _id(self, index: QModelIndex) -> int:
        return self._chats.id_at(index.row()) or 0

    def _menu_at(self, index: QModelIndex) -> None:
        if index.isValid():
            corner = self.visualRect(index).bottomLeft() + QPoint(self._theme.px(68), 0)
            self.menu_wanted.emit(self._id(index), self.viewport().mapToGlobal(corner))

    def _taking_at(self, point: QPoint) -> QModelIndex:
        """Return the row at a point that files may be given to, an invalid index where there is none."""
        index = self.indexAt(point)
        row = index.data(RowRole)
        return QModelIndex() if row is not None and row.address == STATUS else index

    def _hold(self, index: QModelIndex, count: int) -> None:
        chat = self._id(index) if index.isValid() else None
        if chat == self._delegate.dropping_on:
            return
        self._delegate.dropping_on = chat
        self.viewport().update()
        row = index.data(RowRole)
        self.hovered.emit(contact_title(row.name or row.address) if row is not None else "", count)
        if chat is None or chat == self._delegate.chosen:
            self._held.stop()
        else:
            self._held.start(self._theme.tokens.motion_ms("drag_open_ms"))

    def _let_go(self) -> None:
        self._hold(QModelIndex(), 0)
        self.stopAutoScroll()

    def _scroll_at(self, point: QPoint) -> None:
        margin = self.autoScrollMargin()
        if margin <= point.y() < self.viewport().height() - margin:
            self.stopAutoScroll()
        else:
            self.startAutoScroll()

    def _open_held(self) -> None:
        if self._delegate.dropping_on is not None:
            self.chosen.emit(self._delegate.dropping_on)

    def _ring(self, *, on: bool) -> None:
        if self._delegate.ringed != on:
            self._delegate.ringed = on
            self.viewport().update()


def paths_of(event: QDropEvent) -> list[Path]:
    """Return the local files and folders that are dragged."""
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
