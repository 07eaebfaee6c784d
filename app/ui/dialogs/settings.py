"""The settings dialog: every declared setting with its help; a change takes effect at once."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.services.settings import SHOWN, Setting, UiSettings
from app.texts import _
from app.ui.dialogs.setting_rows import SettingRow
from app.ui.dialogs.sheet import Sheet
from app.ui.look.theme import Theme

_SIZE = (640, 480)


class SettingsDialog(Sheet):
    """Shows and changes settings."""

    changed = Signal(object)
    """The `Setting` that has a new value."""

    def __init__(self, theme: Theme, window: QWidget, settings: UiSettings) -> None:
        super().__init__(theme, window, _SIZE)
        self._settings = settings
        self._title, self._close = QLabel(), QPushButton()
        self._title.setProperty("role", "page")
        self._close.setProperty("kind", "primary")
        self._close.setDefault(True)
        self._close.clicked.connect(self.accept)
        self.rows = {setting.key: self._row(setting) for setting in SHOWN}
        self._arrange()
        self.retranslate()

    def first_field(self) -> QWidget:
        """Return the button that closes: nothing is changed by a stray key."""
        return self._close

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._title.setText(_("Settings"))
        self.setAccessibleName(_("Settings"))
        self._close.setText(_("Close"))
        for row in self.rows.values():
            row.retranslate()

    def _row(self, setting: Setting[Any]) -> SettingRow:
        row = SettingRow(self._theme, setting, self._settings.get(setting))
        row.changed.connect(lambda value: self._keep(setting, value))
        return row

    def _keep(self, setting: Setting[Any], value: object) -> None:
        self._settings.put(setting, value)
        self._settings.save()
        self.changed.emit(setting)

    def _arrange(self) -> None:
        px = self._theme.px
        content, scroll = QWidget(), QScrollArea()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(0, 0, px(8), 0)
        rows.setSpacing(0)
        for row in self.rows.values():
            rows.addWidget(row)
        rows.addStretch(1)
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        footer = QHBoxLayout()
        footer.addStretch(1)
        footer.addWidget(self._close)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(12))
        column.addWidget(self._title)
        column.addWidget(scroll, 1)
        column.addLayout(footer)
