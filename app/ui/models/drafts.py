"""The files of the preparation sheet in their order: what is known of each, and the caption it gets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QImage

from app.domain.kinds import MediaKind
from app.services.drafts import Draft
from app.texts import _
from app.texts.formats import format_bytes
from app.texts.reasons import reason_remedy, reason_title
from app.texts.titles import kind_title

LineRole = int(Qt.ItemDataRole.UserRole) + 1
"""The `DraftLine` of a row."""
AnyIndex = QModelIndex | QPersistentModelIndex
_ROWS = "application/x-acervo-drafts"
_WORDLESS = frozenset({MediaKind.AUDIO, MediaKind.STICKER})


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One file.

    Attributes:
        key: tells it from the others, whatever their order.
        draft: None while it is being looked at.
        picture: what can be shown of it, None while or where there is nothing.
        facts: size in pixels, length or pages, in words.
    """

    key: int
    name: str
    draft: Draft | None = None
    picture: QImage | None = None
    facts: str = ""
    caption: str = ""

    @property
    def sendable(self) -> bool:
        """Tell whether it was looked at and is not refused."""
        return self.draft is not None and self.draft.problem is None

    @property
    def refused(self) -> bool:
        """Tell whether it was looked at and cannot be sent."""
        return self.draft is not None and self.draft.problem is not None

    @property
    def takes_caption(self) -> bool:
        """Tell whether words can stand below it."""
        return self.draft is None or self.draft.kind not in _WORDLESS


def what_happens(line: DraftLine) -> str:
    """Say in words what will happen to a file."""
    draft = line.draft
    if draft is None:
        return _("Being looked at")
    if draft.problem is not None:
        return _("Refused: {reason}").format(reason=reason_title(draft.problem.value))
    words = _("{size}, goes as it is: {kind}")
    return words.format(size=format_bytes(draft.size_bytes), kind=kind_title(draft.kind.value))


def why_not(line: DraftLine) -> str:
    """Say what helps where a file is refused, "" where it is not."""
    return reason_remedy(line.draft.problem.value) if line.draft and line.draft.problem else ""


class DraftsModel(QAbstractListModel):
    """Rows that can be moved by mouse and keyboard."""

    changed = Signal()
    """Something is known now, came, went or moved."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[DraftLine] = []
        self._next_key = 0

    @property
    def lines(self) -> Sequence[DraftLine]:
        """Return all lines in order."""
        return self._lines

    def add(self, names: Sequence[str]) -> list[int]:
        """Append files that are still to be looked at, and return their keys."""
        first = len(self._lines)
        keys = list(range(self._next_key, self._next_key + len(names)))
        self._next_key += len(names)
        self.beginInsertRows(QModelIndex(), first, first + len(names) - 1)
        self._lines += [DraftLine(key, name) for key, name in zip(keys, names, strict=True)]
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

    def row_of(self, key: int) -> int | None:
        """Return where a file stands."""
        return next((row for row, line in enumerate(self._lines) if line.key == key), None)

    def retranslate(self) -> None:
        """Announce that all texts changed."""
        if self._lines:
            self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1))

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and default
        """Return the number of files."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows and says."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == LineRole:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.name
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return ". ".join(part for part in (what_happens(line), line.caption) if part)
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
            target = row if row >= 0 else parent.row() if parent.isValid() else len(self._lines)
            self.move(source, (target - 1 if target > source else target) - source)
        return False
