"""Sheets lie over their window, keep the keyboard inside, and keep what was typed when it was wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPushButton, QSlider, QWidget
from pytestqt.qtbot import QtBot

from app.domain.accounts import Client, VaultForm
from app.domain.errors import CommandError
from app.domain.ids import ClientId
from app.domain.reasons import ErrorCode
from app.services.settings import LANGUAGE, SCALE, SEND_BY_ENTER, THEME, Setting
from app.system.settings_file import SettingsFile
from app.texts import set_language
from app.ui.bridge import Errands
from app.ui.dialogs.client import ClientDialog
from app.ui.dialogs.form import FormField
from app.ui.dialogs.keys import KeysDialog
from app.ui.dialogs.question import Question
from app.ui.dialogs.settings import SettingsDialog
from app.ui.dialogs.sheet import Sheet
from app.ui.look.combo import Combo
from app.ui.look.segments import Segments
from app.ui.look.theme import Theme
from app.ui.look.toggle import Toggle


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> QWidget:
    theme.reduced_motion = True
    made = QWidget()
    made.field = QLineEdit(made)
    qtbot.addWidget(made)
    made.resize(960, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def pressed(sheet: QWidget, text: str) -> QAbstractButton:
    found = next(button for button in sheet.findChildren(QAbstractButton) if button.text() == text)
    found.click()
    return found


def ask(theme: Theme, window: QWidget) -> Question:
    return Question(theme, window, "Delete it?", "It is gone then.", yes="Delete", no="Keep")


def test_a_sheet_covers_its_window_and_follows_its_size(window: QWidget, theme: Theme) -> None:
    sheet = ask(theme, window)
    sheet.open()
    assert sheet.geometry() == window.rect()
    window.resize(1200, 700)
    assert sheet.geometry() == window.rect()
    assert sheet.panel.geometry().center().x() == pytest.approx(600, abs=1)


def test_a_sheet_is_never_larger_than_its_window(window: QWidget, theme: Theme) -> None:
    sheet = Sheet(theme, window, (5000, 5000))
    sheet.open()
    assert sheet.rect().adjusted(16, 16, -16, -16) == sheet.panel.geometry()


@pytest.mark.parametrize(("answer", "result"), [("Delete", 1), ("Keep", 0)])
def test_a_question_is_answered_by_its_buttons(
    qtbot: QtBot, window: QWidget, theme: Theme, answer: str, result: int
) -> None:
    sheet = ask(theme, window)
    sheet.open()
    with qtbot.waitSignal(sheet.finished) as ended:
        pressed(sheet, answer)
    assert ended.args == [result]


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_a_stray_key_answers_with_the_safe_no(qtbot: QtBot, window: QWidget, theme: Theme, key: Qt.Key) -> None:
    sheet = ask(theme, window)
    sheet.open()
    with qtbot.waitSignal(sheet.rejected):
        qtbot.keyClick(sheet.focusWidget() or sheet, key)


def test_tab_stays_inside_and_the_keyboard_goes_back_afterwards(qtbot: QtBot, window: QWidget, theme: Theme) -> None:
    window.field.setFocus()
    sheet = ask(theme, window)
    sheet.open()
    seen = []
    for _press in range(4):
        seen.append(window.focusWidget().text())
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert seen == ["Keep", "Delete", "Keep", "Delete"]
    sheet.reject()
    assert window.focusWidget() is window.field


def test_the_keys_are_listed_with_what_they_do(qtbot: QtBot, window: QWidget, theme: Theme) -> None:
    sheet = KeysDialog(theme, window, [("Search", "Ctrl K"), ("Queue", "Ctrl 3")])
    sheet.open()
    words = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Search", "Ctrl K", "Queue", "Ctrl 3"} <= words
    with qtbot.waitSignal(sheet.accepted):
        pressed(sheet, "Close")


def test_a_complaint_stands_in_place_of_the_hint_until_something_is_typed(qtbot: QtBot, theme: Theme) -> None:
    field = FormField(theme)
    qtbot.addWidget(field)
    field.describe("Name", "As the team calls it.")
    field.complain("This is needed.")
    assert field.line.accessibleDescription() == "This is needed."
    with qtbot.waitSignal(field.changed):
        qtbot.keyClicks(field.line, "  Loja ")
    assert field.line.accessibleDescription() == "As the team calls it."
    assert field.text == "Loja"


def test_a_secret_is_not_shown_while_it_is_typed(qtbot: QtBot, theme: Theme) -> None:
    field = FormField(theme, secret=True)
    qtbot.addWidget(field)
    qtbot.keyClicks(field.line, "abc")
    assert field.line.displayText() == "●●●" or "abc" not in field.line.displayText()
    assert field.text == "abc"


class Clients:
    """Adds clients, except one that it has."""

    def __init__(self) -> None:
        self.names = ["Ramires"]

    def add_client(self, name: str) -> Client:
        if name in self.names:
            raise CommandError(ErrorCode.BAD_INPUT, "name", "taken")
        self.names.append(name)
        return Client(ClientId(len(self.names)), name, VaultForm.PLAIN)


def test_a_client_is_added_by_name(qtbot: QtBot, window: QWidget, theme: Theme, errands: Errands) -> None:
    clients = Clients()
    dialog = ClientDialog(theme, window, clients, errands)
    dialog.open()
    add = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Add")
    add.click()
    assert dialog.first_field().accessibleDescription() == "Write the name of the company."
    qtbot.keyClicks(dialog.first_field(), "Aroeira")
    with qtbot.waitSignals([dialog.added, dialog.accepted]) as _done:
        add.click()
    assert clients.names == ["Ramires", "Aroeira"]


def test_a_name_that_is_refused_stays_to_be_mended(
    qtbot: QtBot, window: QWidget, theme: Theme, errands: Errands
) -> None:
    dialog = ClientDialog(theme, window, Clients(), errands)
    dialog.open()
    line = dialog.first_field()
    qtbot.keyClicks(line, "Ramires")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(line.accessibleDescription()))
    assert line.text() == "Ramires"
    assert dialog.isVisible()
    add = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Add")
    assert add.isEnabled()


@pytest.fixture
def kept(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "window.json")


@pytest.fixture
def dialog(qtbot: QtBot, window: QWidget, theme: Theme, kept: SettingsFile) -> SettingsDialog:
    made = SettingsDialog(theme, window, kept)
    made.open()
    return made


Act = Callable[[SettingsDialog], None]


def slide(dialog: SettingsDialog) -> None:
    dialog.rows["scale"].findChild(QSlider).setValue(147)


def speak(dialog: SettingsDialog) -> None:
    combo = dialog.rows["language"].findChild(Combo)
    combo.setCurrentIndex(combo.findData("es"))
    combo.activated.emit(combo.currentIndex())


@pytest.mark.parametrize(
    ("act", "setting", "value"),
    [
        (lambda d: pressed(d.rows["theme"].findChild(Segments), "Dark"), THEME, "dark"),
        (lambda d: d.rows["send_by_enter"].findChild(Toggle).click(), SEND_BY_ENTER, False),
        (slide, SCALE, 1.5),
        (speak, LANGUAGE, "es"),
    ],
)
def test_a_change_is_kept_at_once_and_said(
    qtbot: QtBot,
    dialog: SettingsDialog,
    kept: SettingsFile,
    tmp_path: Path,
    act: Act,
    setting: Setting[object],
    value: object,
) -> None:
    with qtbot.waitSignal(dialog.changed) as changed:
        act(dialog)
    assert changed.args == [setting]
    assert kept.get(setting) == value
    assert SettingsFile(tmp_path / "window.json").get(setting) == value


def test_the_dialog_shows_what_is_kept(qtbot: QtBot, window: QWidget, theme: Theme, kept: SettingsFile) -> None:
    kept.put(THEME, "light")
    kept.put(SEND_BY_ENTER, False)
    dialog = SettingsDialog(theme, window, kept)
    assert dialog.rows["theme"].findChild(Segments).value == "light"
    assert not dialog.rows["send_by_enter"].findChild(Toggle).isChecked()


def test_the_settings_speak_the_new_language_at_once(dialog: SettingsDialog) -> None:
    set_language("pt_BR")
    dialog.retranslate()
    words = {label.text() for label in dialog.findChildren(QLabel)}
    assert "Idioma" in words
    combo = dialog.rows["language"].findChild(Combo)
    assert [combo.itemText(row) for row in range(1, 4)] == ["Português (Brasil)", "Español", "English"]


def test_a_switch_is_switched_by_space_and_click_and_painted_so(qtbot: QtBot, theme: Theme) -> None:
    toggle = Toggle(theme)
    qtbot.addWidget(toggle)
    toggle.resize(toggle.sizeHint())
    off = toggle.grab().toImage()
    qtbot.keyClick(toggle, Qt.Key.Key_Space)
    assert toggle.isChecked()
    assert toggle.grab().toImage() != off
    qtbot.mouseClick(toggle, Qt.MouseButton.LeftButton, pos=toggle.rect().bottomRight())
    assert not toggle.isChecked()


def test_segments_say_only_what_the_user_chose(qtbot: QtBot, theme: Theme) -> None:
    segments = Segments(theme)
    qtbot.addWidget(segments)
    segments.offer([("a", "A"), ("b", "B")])
    assert segments.value == ""
    with qtbot.assertNotEmitted(segments.chosen):
        segments.choose("a")
    with qtbot.waitSignal(segments.chosen) as chosen:
        pressed(segments, "B")
    assert (chosen.args, segments.value) == (["b"], "b")
    segments.offer([("a", "Á"), ("b", "Bê")])
    assert [button.text() for button in segments.findChildren(QPushButton)] == ["Á", "Bê"]
