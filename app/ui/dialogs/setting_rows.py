"""One row a declared setting: title and help at the left, the control that fits its type at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSlider, QWidget

from app.services.settings import Setting
from app.texts import N_, _
from app.texts.formats import format_number
from app.ui.look.combo import Combo
from app.ui.look.segments import Segments
from app.ui.look.theme import Theme
from app.ui.look.toggle import Toggle

_NAMES = {
    "system": N_("As the system"),
    "light": N_("Light"),
    "dark": N_("Dark"),
}
# A language is written in itself, whatever language is in force.
_LANGUAGES = {"pt_BR": "Português (Brasil)", "es": "Español", "en": "English"}
_STEP_PERCENT = 10
_SETTLE_MS = 250
_SEGMENTS_MOST = 3


def choice_name(value: str) -> str:
    """Return the words for a value of a choice."""
    return _(_NAMES[value]) if value in _NAMES else _LANGUAGES.get(value, value)


class SettingRow(QWidget):
    """Shows a setting and says when the user changed it."""

    changed = Signal(object)

    def __init__(self, theme: Theme, setting: Setting[Any], value: object) -> None:
        super().__init__()
        self._setting = setting
        self._title, self._help = QLabel(), QLabel()
        self._title.setProperty("role", "strong")
        self._help.setProperty("role", "secondary")
        self._help.setWordWrap(True)
        control, self._speak = self._control(theme, value)
        self.control = control
        grid = QGridLayout(self)
        grid.setContentsMargins(0, theme.px(8), 0, theme.px(8))
        grid.setVerticalSpacing(0)
        grid.setHorizontalSpacing(theme.px(16))
        grid.addWidget(self._title, 0, 0)
        grid.addWidget(self._help, 1, 0)
        grid.addWidget(control, 0, 1, 2, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.setColumnStretch(0, 1)
        self.retranslate()

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._title.setText(_(self._setting.title))
        self._help.setText(_(self._setting.help))
        self.control.setAccessibleName(self._title.text())
        self.control.setAccessibleDescription(self._help.text())
        self._speak()

    def _control(self, theme: Theme, value: object) -> tuple[QWidget, Callable[[], None]]:
        if isinstance(value, bool):
            return self._toggle(theme, on=value)
        if isinstance(value, float):
            return self._slider(theme, value)
        if len(self._setting.choices) <= _SEGMENTS_MOST:
            return self._segments(theme, str(value))
        return self._combo(theme, str(value))

    def _toggle(self, theme: Theme, *, on: bool) -> tuple[QWidget, Callable[[], None]]:
        toggle = Toggle(theme)
        toggle.setChecked(on)
        toggle.toggled.connect(lambda switched: self.changed.emit(switched))
        return toggle, lambda: None

    def _segments(self, theme: Theme, value: str) -> tuple[QWidget, Callable[[], None]]:
        segments = Segments(theme)

        def speak() -> None:
            segments.offer([(choice, choice_name(choice)) for choice in self._setting.choices])

        speak()
        segments.choose(value)
        segments.chosen.connect(lambda chosen: self.changed.emit(chosen))
        return segments, speak

    def _combo(self, theme: Theme, value: str) -> tuple[QWidget, Callable[[], None]]:
        combo = Combo(theme)
        for choice in self._setting.choices:
            combo.addItem(choice_name(choice), choice)
        combo.setCurrentIndex(combo.findData(value))
        combo.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
        combo.activated.connect(lambda _row: self.changed.emit(combo.currentData()))

        def speak() -> None:
            for row in range(combo.count()):
                combo.setItemText(row, choice_name(str(combo.itemData(row))))

        return combo, speak

    def _slider(self, theme: Theme, value: float) -> tuple[QWidget, Callable[[], None]]:
        """Return a slider in steps of ten per cent; it takes effect when it rests, not while it is dragged."""
        whole, slider, label = QWidget(), QSlider(Qt.Orientation.Horizontal), QLabel()
        slider.setRange(round((self._setting.lowest or 0) * 100), round((self._setting.highest or 1) * 100))
        slider.setSingleStep(_STEP_PERCENT)
        slider.setPageStep(_STEP_PERCENT)
        slider.setValue(round(value * 100))
        slider.setFixedWidth(theme.px(160))
        label.setFixedWidth(theme.px(48))
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        rest = QTimer(self)
        rest.setSingleShot(True)
        rest.setInterval(_SETTLE_MS)
        rest.timeout.connect(lambda: self.changed.emit(_stepped(slider.value()) / 100))

        def speak() -> None:
            label.setText(_("{number} %").format(number=format_number(_stepped(slider.value()))))
            slider.setAccessibleName(_(self._setting.title))

        slider.valueChanged.connect(lambda _value: speak())
        slider.valueChanged.connect(lambda _value: rest.start())
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(slider)
        row.addWidget(label)
        return whole, speak


def _stepped(percent: int) -> int:
    return round(percent / _STEP_PERCENT) * _STEP_PERCENT
