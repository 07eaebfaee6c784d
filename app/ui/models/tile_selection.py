"""The gallery's own selection: a set of media ids, kept as one byte a position so that a million cost a megabyte.

Qt's selection model would hold a range a row; here selecting everything, counting and asking for one are each a
single operation on bytes. When the list changes the selection follows the ids, not the places.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import compress

from PySide6.QtCore import QObject, Signal

_ON, _OFF = b"\x01", b"\x00"


class TileSelection(QObject):
    """Which positions of an id array are selected."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: array[int] = array("q")
        self._flags = bytearray()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __contains__(self, position: int) -> bool:
        return bool(self._flags[position])

    def ids(self) -> array[int]:
        """Return the selected ids in the order of the list."""
        return array("q", compress(self._ids, self._flags))

    def positions(self) -> Iterable[int]:
        """Return the selected positions, in order."""
        return compress(range(len(self._flags)), self._flags)

    def count_in(self, span: range) -> int:
        """Return how many of consecutive positions are selected."""
        return self._flags.count(1, span.start, span.stop)

    def set(self, spans: Iterable[range], *, on: bool = True) -> None:
        """Select or deselect runs of positions."""
        for span in spans:
            self._flags[span.start : span.stop] = (_ON if on else _OFF) * len(span)
        self._recount()

    def replace(self, spans: Iterable[range]) -> None:
        """Select these and nothing else."""
        self._flags = bytearray(len(self._ids))
        self.set(spans)

    def toggle(self, position: int) -> None:
        """Select what is not, deselect what is."""
        self.set([range(position, position + 1)], on=position not in self)

    def select_all(self) -> None:
        """Select everything, loaded or not."""
        self.set([range(len(self._flags))])

    def clear(self) -> None:
        """Select nothing."""
        if self._count:
            self.replace([])

    def snapshot(self) -> bytes:
        """Return the state of now, for `restore`."""
        return bytes(self._flags)

    def restore(self, snapshot: bytes, spans: Iterable[range] = (), *, on: bool = True) -> None:
        """Go back to a state, then select or deselect `spans`: one step of a rubber band. Another list's is ignored."""
        if len(snapshot) == len(self._flags):
            self._flags[:] = snapshot
        self.set(spans, on=on)

    def follow(self, ids: array[int]) -> None:
        """Take a new list; what was selected stays so where it is still in it."""
        before = self._count
        if not self._count:
            flags = bytearray(len(ids))
        elif len(ids) >= len(self._ids) and ids[len(ids) - len(self._ids) :] == self._ids:
            flags = bytearray(len(ids) - len(self._ids)) + self._flags
        else:
            flags = bytearray(map(set(self.ids()).__contains__, ids))
        self._ids, self._flags = ids, flags
        self._count = flags.count(1)
        if before != self._count:
            self.changed.emit()

    def _recount(self) -> None:
        self._count = self._flags.count(1)
        self.changed.emit()
