"""The head of the viewer: back, what it is and from whom, the tools that fit the kind, and what to do with it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.texts import _
from app.ui.look.elided_label import ElidedLabel
from app.ui.look.facts_label import FactsLabel
from app.ui.look.icon_words import say_beside_icon
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.panes.viewer.view import ContentView

_ICONS = {
    "back": "chevron-left",
    "zoom_out": "zoom-out",
    "zoom_in": "zoom-in",
    "fit": "maximize",
    "turn": "rotate-cw",
    "find": "search",
    "copy": "copy",
    "details": "panel-right",
}
_KEYS = {"zoom_out": "-", "zoom_in": "+", "fit": "0", "turn": "R", "details": "I"}


class ViewerHead(QFrame):
    """56 high; `wanted` carries the name of a tool."""

    wanted = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("surface", "panel")
        self._title, self._facts = ElidedLabel("title", file_name=True), FactsLabel()
        self._zoom = QLabel()
        self._zooms = False
        self._lines = QFrame(), QFrame()
        self._tools = {name: QToolButton() for name in _ICONS}
        for name, button in self._tools.items():
            button.setIcon(icons.icon(_ICONS[name]))
            button.clicked.connect(lambda _on, tool=name: self.wanted.emit(tool))
        self._tools["details"].setCheckable(True)
        self._jump, self._save = QPushButton(), QPushButton()
        self._jump.setIcon(icons.icon("message-square", "text.primary"))
        self._save.setIcon(icons.icon("download", "accent.on"))
        self._save.setProperty("kind", "primary")
        self._jump.clicked.connect(lambda: self.wanted.emit("jump"))
        self._save.clicked.connect(lambda: self.wanted.emit("save"))
        self._arrange()
        theme.changed.connect(self._measure)
        self._measure()
        self.retranslate()

    def say(self, title: str, facts: list[str], *, kept: bool) -> None:
        """Show what is looked at; only what is kept here can be saved."""
        self._title.set_text(title)
        self._facts.show_facts(facts)
        self._save.setEnabled(kept)
        self._save.setToolTip("" if kept else _("Its bytes are not on this computer."))

    def fit_tools(self, view: ContentView, *, kept: bool) -> None:
        """Show the tools of a kind of content."""
        for name, shown in {
            "zoom_out": view.zooms,
            "zoom_in": view.zooms,
            "fit": view.zooms,
            "turn": view.turns,
            "find": view.searches,
            "copy": view.copies,
        }.items():
            self._tools[name].setVisible(shown and kept)
        self._lines[0].setVisible(kept and (view.zooms or view.turns) and (view.searches or view.copies))
        self._lines[1].setVisible(kept and (view.zooms or view.turns or view.searches or view.copies))
        self._zooms = view.zooms and kept
        self._words()

    def show_zoom(self, zoom: float) -> None:
        """Show the zoom that holds."""
        self._zoom.setText(f"{round(zoom * 100)} %")

    def show_details(self, *, shown: bool) -> None:
        """Show whether the details are open."""
        self._tools["details"].setChecked(shown)

    def retranslate(self) -> None:
        """Speak the language in force."""
        words = {
            "back": _("Back"),
            "zoom_out": _("Smaller"),
            "zoom_in": _("Larger"),
            "fit": _("Fit"),
            "turn": _("Turn"),
            "find": _("Find"),
            "copy": _("Copy"),
            "details": _("Details"),
        }
        for name, button in self._tools.items():
            key = _KEYS.get(name)
            button.setToolTip(f"{words[name]} ({key})" if key else words[name])
            button.setAccessibleName(words[name])
        self._words()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give words up where there is no room for them."""
        super().resizeEvent(event)
        self._words()

    def _words(self) -> None:
        bare = self.width() < self._theme.px(_ROOMY)
        say_beside_icon(self._jump, "" if bare else _("Go to the message"))
        self._jump.setToolTip(_("Go to the message"))
        self._jump.setAccessibleName(_("Go to the message"))
        say_beside_icon(self._save, _("Save"))
        self._zoom.setVisible(self._zooms and self.width() >= self._theme.px(_TIGHT))

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._facts)
        words.addStretch(1)
        row, tools = QHBoxLayout(self), self._tools
        row.setSpacing(self._theme.px(8))
        row.setContentsMargins(self._theme.px(8), 0, self._theme.px(12), 0)
        row.addWidget(tools["back"])
        row.addLayout(words)
        row.addStretch(1)
        zoom: list[QWidget] = [tools["zoom_out"], self._zoom, tools["zoom_in"], tools["fit"], tools["turn"]]
        for part in [*zoom, self._lines[0], tools["find"], tools["copy"], self._lines[1]]:
            row.addWidget(part)
        ends: list[QWidget] = [self._jump, self._save, tools["details"]]
        for part in ends:
            row.addWidget(part)

    def _measure(self) -> None:
        px = self._theme.px
        self.setFixedHeight(self._theme.size("header"))
        for line in self._lines:
            line.setProperty("upright", "true")
            line.setFixedSize(1, px(24))
        for button in self._tools.values():
            button.setIconSize(QSize(px(20), px(20)))
        for worded in (self._jump, self._save):
            worded.setIconSize(QSize(px(16), px(16)))
        self._zoom.setFixedWidth(self._zoom.fontMetrics().horizontalAdvance("1600 %"))
        self._words()


_ROOMY, _TIGHT = 820, 620
"""Below these widths the jump to the message is a glyph alone, then the zoom is not told."""
