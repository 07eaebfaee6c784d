"""The theme in force: follows the system live, or what the user chose, and tells everybody when it changes."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from app.ui.look.sheet import stylesheet
from app.ui.look.tokens import Mode, Tokens


class Choice(StrEnum):
    """What the user chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Colours, fonts and measures for whoever paints. Given to panes, never found."""

    changed = Signal()

    def __init__(self, resources: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.resources = resources
        self.tokens = Tokens.load(resources)
        self.choice = Choice.SYSTEM
        self.scale = 1.0
        self.reduced_motion = False
        self._colours: dict[tuple[Mode, str], QColor] = {}
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def mode(self) -> Mode:
        """Return light or dark, by choice or by the system."""
        if self.choice is not Choice.SYSTEM:
            return Mode(self.choice.value)
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return Mode.DARK if dark else Mode.LIGHT

    def colour(self, path: str) -> QColor:
        """Return a token's colour in the theme in force."""
        key = (self.mode, path)
        if key not in self._colours:
            self._colours[key] = QColor(self.tokens.colour(self.mode, path))
        return self._colours[key]

    def faded(self, path: str, alpha: float) -> QColor:
        """Return a token's colour with an opacity between 0 and 1."""
        colour = QColor(self.colour(path))
        colour.setAlphaF(alpha)
        return colour

    def px(self, logical: float) -> int:
        """Return a measure at the user's own interface scale."""
        return round(logical * self.scale)

    def size(self, name: str) -> int:
        """Return a token's measure at the user's interface scale."""
        return self.px(self.tokens.size(name))

    def font(self, role: str = "body", *, semibold: bool = False) -> QFont:
        """Return the system font in one of the four sizes and two weights, with tabular figures."""
        font = QFont(QApplication.font().family())
        font.setPixelSize(self.px(self.tokens.type_role(role).size))
        font.setWeight(QFont.Weight.DemiBold if semibold else QFont.Weight.Normal)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def mono(self) -> QFont:
        """Return the monospace font, for hashes only."""
        font = QFont("monospace")
        font.setStyleHint(QFont.StyleHint.Monospace)
        font.setPixelSize(self.px(self.tokens.type_role("caption").size))
        return font

    def line(self, role: str = "body") -> int:
        """Return the line height of a text size."""
        return self.px(self.tokens.type_role(role).line)

    def choose(self, choice: Choice) -> None:
        """Take the user's choice and restyle at once."""
        if choice is not self.choice:
            self.choice = choice
            self.apply()

    def set_scale(self, scale: float) -> None:
        """Take the user's interface scale (0.8 to 2.0)."""
        self.scale = min(2.0, max(0.8, scale))
        self.apply()

    def motion_ms(self, name: str) -> int:
        """Return a duration, 0 where motion is reduced."""
        return 0 if self.reduced_motion else self.tokens.motion_ms(name)

    def apply(self) -> None:
        """Give the application its palette, font and stylesheet, and tell everybody."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setPalette(self._palette())
            app.setFont(self.font())
            app.setStyleSheet(stylesheet(self.tokens, self.mode, self.scale))
        self.changed.emit()

    def text_family(self) -> str:
        """Return the family that is really used."""
        return QFontInfo(self.font()).family()

    def _system_changed(self) -> None:
        if self.choice is Choice.SYSTEM:
            self.apply()

    def _palette(self) -> QPalette:
        palette = QPalette()
        roles = {
            QPalette.ColorRole.Window: "surface.panel",
            QPalette.ColorRole.WindowText: "text.primary",
            QPalette.ColorRole.Base: "surface.field",
            QPalette.ColorRole.AlternateBase: "surface.panel",
            QPalette.ColorRole.Text: "text.primary",
            QPalette.ColorRole.Button: "surface.control",
            QPalette.ColorRole.ButtonText: "text.primary",
            QPalette.ColorRole.Highlight: "selection.text_bg",
            QPalette.ColorRole.HighlightedText: "text.primary",
            QPalette.ColorRole.ToolTipBase: "surface.tooltip",
            QPalette.ColorRole.ToolTipText: "text.inverse",
            QPalette.ColorRole.PlaceholderText: "text.tertiary",
            QPalette.ColorRole.Link: "text.link",
        }
        for role, path in roles.items():
            palette.setColor(role, self.colour(path))
        disabled = QPalette.ColorGroup.Disabled
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
            palette.setColor(disabled, role, self.colour("text.disabled"))
        return palette
