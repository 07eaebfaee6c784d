"""One row a declared setting: title and help at the left, the control that fits its type at the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
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


@dataclass(frozen=True, slots=True)
class _Control:
    """A control and what a row does with it: speak the language in force, show a value, take the theme's measures."""

    widget: QWidget
    show: Callable[[Any], None]
    speak: Callable[[], None] = lambda: None
    measure: Callable[[], None] = lambda: None


class SettingRow(QWidget):
    """Shows a setting and says when the user changed it."""

    changed = Signal(object)

    def __init__(self, theme: Theme, setting: Setting[Any], value: object) -> None:
        super().__init__()
        self._theme, self._setting = theme, setting
        self._title, self._help = QLabel(), QLabel()
        self._title.setProperty("role", "strong")
        self._help.setProperty("role", "secondary")
        self._help.setWordWrap(True)
        self._made = self._control(value)
        self.control = self._made.widget
        self._grid = QGridLayout(self)
        self._grid.setVerticalSpacing(0)
        self._grid.addWidget(self._title, 0, 0)
        self._grid.addWidget(self._help, 1, 0)
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(self.control, 0, 1, 2, 1, side)
        self._grid.setColumnStretch(0, 1)
        theme.changed.connect(self._measure)
        self._measure()
        self.retranslate()

    def show_value(self, value: object) -> None:
        """Show a value that was set elsewhere, without saying that it changed."""
        with QSignalBlocker(self.control):
            self._made.show(value)

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._title.setText(_(self._setting.title))
        self._help.setText(_(self._setting.help))
        self.control.setAccessibleName(self._title.text())
        self.control.setAccessibleDescription(self._help.text())
        self._made.speak()

    def _measure(self) -> None:
        px = self._theme.px
        self._grid.setContentsMargins(0, px(8), 0, px(8))
        self._grid.setHorizontalSpacing(px(16))
        for label in (self._title, self._help):
            label.setMinimumHeight(self._theme.line("body"))
        self._made.measure()

    def _control(self, value: object) -> _Control:
        if isinstance(value, bool):
            return self._toggle(on=value)
        if isinstance(value, float):
            return self._slider(value)
        if len(self._setting.choices) <= _SEGMENTS_MOST:
            return self._segments(str(value))
        return self._combo(str(value))

    def _toggle(self, *, on: bool) -> _Control:
        toggle = Toggle(self._theme)
        toggle.setChecked(on)
        toggle.toggled.connect(lambda switched: self.changed.emit(switched))
        return _Control(toggle, toggle.setChecked)

    def _segments(self, value: str) -> _Control:
        segments = Segments(self._theme)

        def speak() -> None:
            segments.offer([(choice, choice_name(choice)) for choice in self._setting.choices])

        speak()
        segments.choose(value)
        segments.chosen.connect(lambda chosen: self.changed.emit(chosen))
        return _Control(segments, segments.choose, speak)

    def _combo(self, value: str) -> _Control:
        combo = Combo(self._theme)
        for choice in self._setting.choices:
            combo.addItem(choice_name(choice), choice)
        combo.setCurrentIndex(combo.findData(value))
        combo.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
        combo.activated.connect(lambda _row: self.changed.emit(combo.currentData()))

        def speak() -> None:
            for row in range(combo.count()):
                combo.setItemText(row, choice_name(str(combo.itemData(row))))

        return _Control(combo, lambda chosen: combo.setCurrentIndex(combo.findData(chosen)), speak)

    def _slider(self, value: float) -> _Control:
        """Return a slider in steps of ten per cent; it takes effect when it rests, not while it is dragged."""
        whole, slider, label = QWidget(), QSlider(Qt.Orientation.Horizontal), QLabel()
        slider.setRange(round((self._setting.lowest or 0) * 100), round((self._setting.highest or 1) * 100))
        slider.setSingleStep(_STEP_PERCENT)
        slider.setPageStep(_STEP_PERCENT)
        slider.setValue(round(value * 100))
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        rest = QTimer(self)
        rest.setSingleShot(True)
        rest.setInterval(_SETTLE_MS)
        rest.timeout.connect(lambda: self.changed.emit(_stepped(slider.value()) / 100))

        def show(share: float) -> None:
            slider.setValue(round(share * 100))
            rest.stop()

        def speak() -> None:
            label.setText(_("{number} %").format(number=format_number(_stepped(slider.value()))))
            slider.setAccessibleName(_(self._setting.title))

        def measure() -> None:
            slider.setFixedWidth(self._theme.px(160))
            label.setFixedWidth(self._theme.px(48))

        slider.valueChanged.connect(lambda _value: speak())
        slider.valueChanged.connect(lambda _value: rest.start())
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(slider)
        row.addWidget(label)
        return _Control(whole, show, speak, measure)


def _stepped(percent: int) -> int:
    return round(percent / _STEP_PERCENT) * _STEP_PERCENT
