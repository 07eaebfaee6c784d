"""A labelled field with its hint, or with what is wrong with it: one look for every dialog that asks for something."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from app.ui.look.theme import Theme

_LONGEST = 2048
LONGEST_NAME = 200


class FormField(QWidget):
    """Label above, line to type in, hint below; an error takes the hint's place until something else is typed."""

    changed = Signal()
    entered = Signal()

    def __init__(self, theme: Theme, *, secret: bool = False, longest: int = _LONGEST) -> None:
        super().__init__()
        self._hint_text = ""
        self._label, self._line, self._hint = QLabel(), QLineEdit(), QLabel()
        self._label.setProperty("role", "strong")
        self._label.setBuddy(self._line)
        self._hint.setWordWrap(True)
        self._line.setMaxLength(longest)
        if secret:
            self._line.setEchoMode(QLineEdit.EchoMode.Password)
            self._line.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        for part in (self._label, self._line, self._hint):
            column.addWidget(part)
        self._line.textEdited.connect(self._edited)
        self._line.returnPressed.connect(self.entered)
        self._say("caption", "")

    def describe(self, label: str, hint: str = "", *, placeholder: str = "") -> None:
        """Show label, hint and an example."""
        self._label.setText(label)
        self._hint_text = hint
        self._line.setPlaceholderText(placeholder)
        self._line.setAccessibleName(label)
        self._say("caption", hint)

    @property
    def text(self) -> str:
        """Return what was typed, without blanks around it."""
        return self._line.text().strip()

    def fill(self, text: str) -> None:
        """Put a text there."""
        self._line.setText(text)
        self._say("caption", self._hint_text)

    def complain(self, sentence: str) -> None:
        """Say what is wrong, and take the keyboard."""
        self._say("danger", sentence)
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._line.selectAll()

    @property
    def line(self) -> QLineEdit:
        """Return the field itself, for the tab order."""
        return self._line

    def _edited(self) -> None:
        self._say("caption", self._hint_text)
        self.changed.emit()

    def _say(self, role: str, text: str) -> None:
        self._hint.setText(text)
        self._hint.setVisible(bool(text))
        self._line.setAccessibleDescription(text)
        if self._hint.property("role") != role:
            self._hint.setProperty("role", role)
            self._line.setProperty("wrong", "true" if role == "danger" else "false")
            for part in (self._hint, self._line):
                part.style().unpolish(part)
                part.style().polish(part)
