"""The files of the preparation sheet in their order, and the captions that go with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.services.drafts import AS_AUTO
from app.ui.models.draft_words import DraftLine, what_happens, why_not

LineRole = int(Qt.ItemDataRole.UserRole) + 1
"""The `DraftLine` of a row, with the caption that holds."""
AnyIndex = QModelIndex | QPersistentModelIndex
_ROWS = "application/x-acervo-drafts"


class DraftsModel(QAbstractListModel):
    """Rows that can be moved by mouse and keyboard."""

    changed = Signal()
    """Something is known now, came, went or moved."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[DraftLine] = []
        self._next_key = 0
        self._shared: str | None = None

    @property
    def lines(self) -> Sequence[DraftLine]:
        """Return all lines in order, each with the caption that was written for it."""
        return self._lines

    @property
    def shared(self) -> str | None:
        """Return the one caption of all, None where each has its own."""
        return self._shared

    @property
    def written(self) -> bool:
        """Tell whether words were written that would be lost."""
        return bool(self._shared) or any(line.caption for line in self._lines)

    def share(self, caption: str | None) -> None:
        """Put one caption under every file that takes one; None gives each its own again."""
        if caption != self._shared:
            self._shared = caption
            self._announce_all()

    def caption(self, key: int, text: str) -> None:
        """Take the words for a file, or for all where one caption is for all."""
        if self._shared is not None:
            self.share(text)
        else:
            self.update(key, caption=text)

    def line(self, key: int) -> DraftLine | None:
        """Return a file by its key, None where it was removed."""
        row = self.row_of(key)
        return None if row is None else self._lines[row]

    def shown(self, line: DraftLine) -> DraftLine:
        """Return a line with the caption that will leave with it."""
        if not line.takes_caption:
            return replace(line, caption="")
        return line if self._shared is None else replace(line, caption=self._shared)

    def leaving(self) -> list[DraftLine]:
        """Return what can be sent, in order, with the captions that hold."""
        return [self.shown(line) for line in self._lines if line.sendable]

    def add(self, paths: Sequence[Path], *, as_kind: str = AS_AUTO) -> list[int]:
        """Append files that are still to be looked at, and return their keys."""
        if not paths:
            return []
        first = len(self._lines)
        keys = list(range(self._next_key, self._next_key + len(paths)))
        self._next_key += len(paths)
        self.beginInsertRows(QModelIndex(), first, first + len(paths) - 1)
        self._lines += [DraftLine(key, path.name, path, as_kind) for key, path in zip(keys, paths, strict=True)]
        self.endInsertRows()
        self.changed.emit()
        return keys

    def update(self, key: int, **facts: Any) -> bool:
        """Note what is known of a file now; False where it was removed meanwhile."""
        row = self.row_of(key)
        if row is None:
            return False
        self._lines[row] = replace(self._lines[row], **facts)
        index = self.index(row)
        self.dataChanged.emit(index, index)
        self.changed.emit()
        return True

    def remove(self, key: int) -> DraftLine | None:
        """Take a file out and return it."""
        row = self.row_of(key)
        if row is None:
            return None
        self.beginRemoveRows(QModelIndex(), row, row)
        line = self._lines.pop(row)
        self.endRemoveRows()
        self.changed.emit()
        return line

    def move(self, row: int, by: int) -> int:
        """Move a row up (-1) or down (1) and return where it is then."""
        target = min(max(row + by, 0), len(self._lines) - 1)
        if target != row:
            self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), target + (1 if target > row else 0))
            self._lines.insert(target, self._lines.pop(row))
            self.endMoveRows()
            self.changed.emit()
        return target

    def moveRows(  # noqa: N802 - Qt's name
        self, _from: AnyIndex, row: int, count: int, _to: AnyIndex, before: int
    ) -> bool:
        """Move one row before another; the list calls it when a row was dragged."""
        if count != 1 or not 0 <= row < len(self._lines):
            return False
        return self.move(row, (before - 1 if before > row else before) - row) != row

    def row_of(self, key: int) -> int | None:
        """Return where a file stands."""
        return next((row for row, line in enumerate(self._lines) if line.key == key), None)

    def retranslate(self) -> None:
        """Announce that all texts changed."""
        self._announce_all()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and default
        """Return the number of files."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows and says."""
        if not index.isValid():
            return None
        line = self.shown(self._lines[index.row()])
        if role == LineRole:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.name
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return ". ".join(part for part in (what_happens(line), why_not(line), line.caption) if part)
        if role == Qt.ItemDataRole.ToolTipRole and line.refused:
            return why_not(line)
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Let rows be chosen, dragged, and others be dropped between them; refused ones stay where they are."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags if self._lines[index.row()].refused else flags | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:  # noqa: N802 - Qt's name
        """Take moves."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:  # noqa: N802 - Qt's name
        """Return the form in which rows are dragged within the list."""
        return [_ROWS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802 - Qt's name
        """Carry the key of the dragged row."""
        data = QMimeData()
        data.setData(_ROWS, str(self._lines[indexes[0].row()].key).encode("ascii"))
        return data

    def dropMimeData(  # noqa: N802 - Qt's name
        self, data: QMimeData, _action: Qt.DropAction, row: int, _column: int, parent: AnyIndex
    ) -> bool:
        """Put a dragged row where it was dropped; False, because nothing is left to be removed at the old place."""
        source = self.row_of(int(bytes(data.data(_ROWS).data()) or b"-1"))
        if source is not None:
            before = row if row >= 0 else parent.row() if parent.isValid() else len(self._lines)
            self.moveRows(QModelIndex(), source, 1, QModelIndex(), before)
        return False

    def _announce_all(self) -> None:
        if self._lines:
            self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1))
            self.changed.emit()
