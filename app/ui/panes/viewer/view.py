"""What every kind of content has in common: it is shown and let go; some of it zooms, turns, is searched, copied."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.panes.viewer.content import Content


class ContentView(QWidget):
    """One kind of content. A kind overrides what it can do and says so by the four flags."""

    zoomed = Signal(float)
    """The zoom that holds; 1 is one picture pixel a device pixel, or a page at its printed size."""

    zooms = False
    turns = False
    searches = False
    copies = False

    def show_content(self, content: Content) -> None:
        """Show this."""

    def name(self, words: str) -> None:
        """Say to assistive technology what is shown."""
        self.setAccessibleName(words)

    def let_go(self) -> None:
        """Free what is held: something else is shown now."""

    def zoom_by(self, factor: float) -> None:
        """Zoom around the middle."""

    def fit(self) -> None:
        """Show all of it."""

    def actual_size(self) -> None:
        """Show it at its own size."""

    def turn(self) -> None:
        """Turn it by a quarter, clockwise."""

    def open_find(self) -> None:
        """Open the find box."""

    def copy(self) -> None:
        """Copy what is selected, else what is shown, to the clipboard."""

    def retranslate(self) -> None:
        """Speak the language in force."""
