"""Keys in words, as the system in front writes them."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence


def key_words(sequence: QKeySequence | str) -> str:
    """Return `Ctrl K` for `Ctrl+K`, the system's own signs on a Mac."""
    return QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ")
