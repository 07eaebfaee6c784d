"""The popup of the player's loudspeaker button: how loud, and through which output."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QRadioButton, QSlider, QVBoxLayout, QWidget

from app.texts import _
from app.texts.formats import format_number
from app.ui.look.theme import Theme

_WIDTH = 264
_STEP = 5


class VolumePopup(QFrame):
    """A slider, and below it the outputs where there is a choice. Esc closes it."""

    volume_chosen = Signal(float)
    """0 to 1."""
    output_chosen = Signal(object)
    """The output's id, b"" for the system's own."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._theme = theme
        self.setProperty("surface", "popup")
        self.setObjectName("volume")
        self._outputs: list[tuple[bytes, str]] = []
        self._output = b""
        self._choices: list[QRadioButton] = []
        self._group = QButtonGroup(self)
        self._slider, self._percent, self._title = QSlider(Qt.Orientation.Horizontal), QLabel(), QLabel()
        self._slider.setRange(0, 100)
        self._slider.setSingleStep(_STEP)
        self._slider.setPageStep(2 * _STEP)
        self._slider.setValue(100)
        self._percent.setProperty("role", "secondary")
        self._percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._title.setProperty("role", "strong")
        self._slider.valueChanged.connect(self._moved)
        self._row = QHBoxLayout()
        self._row.addWidget(self._slider, 1)
        self._row.addWidget(self._percent)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._row)
        self._column.addWidget(self._title)
        theme.changed.connect(self._measure)
        self._measure()
        self.retranslate()

    def show_volume(self, volume: float) -> None:
        """Show how loud it is, without saying so by `volume_chosen`."""
        with QSignalBlocker(self._slider):
            self._slider.setValue(round(volume * 100))
        self._say_percent()

    def show_outputs(self, outputs: Sequence[tuple[bytes, str]], chosen: bytes) -> None:
        """Show the outputs as (id, name); b"" chosen is the system's own."""
        self._outputs, self._output = list(outputs), chosen
        for choice in self._choices:
            self._group.removeButton(choice)
            choice.deleteLater()
        self._choices = []
        if len(self._outputs) > 1:
            for output, name in [(b"", _("As the system")), *self._outputs]:
                self._add(output, name, chosen=output == chosen)
        self._title.setVisible(bool(self._choices))
        self.adjustSize()

    def open_above(self, widget: QWidget) -> None:
        """Open above a button, inside the screen."""
        self.adjustSize()
        corner = widget.mapToGlobal(QPoint(widget.width() // 2 - self.width() // 2, -self.height() - self._theme.px(8)))
        left = widget.window().mapToGlobal(QPoint(self._theme.px(8), 0)).x()
        self.move(max(left, corner.x()), corner.y())
        self.show()
        self._slider.setFocus(Qt.FocusReason.PopupFocusReason)

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._title.setText(_("Play through"))
        self._slider.setAccessibleName(_("Volume"))
        self._say_percent()
        self.show_outputs(self._outputs, self._output)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _add(self, output: bytes, name: str, *, chosen: bool) -> None:
        choice = QRadioButton(name)
        choice.setChecked(chosen)
        choice.clicked.connect(lambda: self.output_chosen.emit(output))
        self._group.addButton(choice)
        self._column.addWidget(choice)
        self._choices.append(choice)

    def _moved(self, percent: int) -> None:
        self._say_percent()
        self.volume_chosen.emit(percent / 100)

    def _say_percent(self) -> None:
        self._percent.setText(_("{number} %").format(number=format_number(self._slider.value())))

    def _measure(self) -> None:
        px, line = self._theme.px, self._theme.colour("line.subtle").name()
        self.setStyleSheet(f"QFrame#volume {{ border: 1px solid {line}; }}")
        self.setFixedWidth(px(_WIDTH))
        self._percent.setFixedWidth(px(48))
        self._column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._column.setSpacing(px(8))
