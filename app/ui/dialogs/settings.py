"""The settings dialog: every declared setting with its help; a change takes effect at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.services.settings import SHOWN, Setting, UiSettings
from app.texts import _
from app.ui.dialogs.setting_rows import SettingRow
from app.ui.dialogs.sheet import Sheet
from app.ui.look.theme import Theme

_SIZE = (640, 0)


class SettingsDialog(Sheet):
    """Shows and changes settings."""

    changed = Signal(object)
    """The `Setting` that has a new value."""

    def __init__(self, theme: Theme, window: QWidget, settings: UiSettings) -> None:
        super().__init__(theme, window, _SIZE)
        self._settings = settings
        self._title, self._reset, self._close = QLabel(), QPushButton(), QPushButton()
        self._title.setProperty("role", "page")
        self._close.setProperty("kind", "primary")
        self._close.setDefault(True)
        self._close.clicked.connect(self.accept)
        self._reset.setProperty("kind", "quiet")
        self._reset.clicked.connect(self._back_to_defaults)
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
        self._reset.setText(_("Back to the defaults"))
        for row in self.rows.values():
            row.retranslate()
        self._look()

    def _row(self, setting: Setting[Any]) -> SettingRow:
        row = SettingRow(self._theme, setting, self._settings.get(setting))
        row.changed.connect(lambda value: self._keep(setting, value))
        return row

    def _keep(self, setting: Setting[Any], value: object) -> None:
        self._settings.put(setting, value)
        self._settings.save()
        self.changed.emit(setting)
        self._look()

    def _look(self) -> None:
        """Offer the way back where something is not as it was made."""
        self._reset.setEnabled(bool(self._altered()))
        self._reset.setToolTip("" if self._reset.isEnabled() else _("Everything is as it was made."))

    def _altered(self) -> list[Setting[Any]]:
        shown: Sequence[Setting[Any]] = SHOWN
        return [setting for setting in shown if self._settings.get(setting) != setting.default]

    def _back_to_defaults(self) -> None:
        for setting in self._altered():
            self.rows[setting.key].show_value(setting.default)
            self._keep(setting, setting.default)
        self._close.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        px = self._theme.px
        content, scroll = QWidget(), _Scroll()
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
        footer.addWidget(self._reset)
        footer.addStretch(1)
        footer.addWidget(self._close)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(12))
        column.addWidget(self._title)
        column.addWidget(scroll, 1)
        column.addLayout(footer)


class _Scroll(QScrollArea):
    """As high as its content wants it; where the window has less room, it scrolls."""

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the content's height at the width there is."""
        content = self.widget()
        if content is None:
            return super().sizeHint()
        width = max(self.viewport().width(), content.minimumSizeHint().width())
        return QSize(width, max(content.heightForWidth(width), content.sizeHint().height()))
