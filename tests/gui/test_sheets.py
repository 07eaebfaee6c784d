"""Dialogs stand on sheets over their window: modal to it, walked by Tab, left by Escape, and never a second loop."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QMainWindow, QPushButton, QSlider, QWidget
from pytestqt.qtbot import QtBot

from app.services.settings import LANGUAGE, REDUCED_MOTION, SCALE, SHOWN, THEME
from app.services.setup import Setup
from app.system.settings_file import SettingsFile
from app.texts import LANGUAGES, set_language
from app.ui.bridge import Crossing, Errands
from app.ui.dialogs.client import ClientDialog
from app.ui.dialogs.keys import KeysDialog
from app.ui.dialogs.question import Question
from app.ui.dialogs.settings import SettingsDialog
from app.ui.dialogs.sheet import Sheet
from app.ui.look.icons import Icons
from app.ui.look.segments import Segments
from app.ui.look.theme import Theme
from app.ui.look.toggle import Toggle
from app.ui.wiring.actions import Actions
from app.ui.wiring.sheets import Sheets
from tests.gui.looks import make_look


class _Window(QMainWindow):
    """A window with a button, and its look."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self.theme, self.icons = theme, icons
        self.button = QPushButton("Behind")
        self.setCentralWidget(self.button)
        self.resize(960, 600)


@pytest.fixture
def window(qtbot: QtBot) -> _Window:
    theme, icons = make_look()
    theme.reduced_motion = True
    made = _Window(theme, icons)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.button.setFocus()
    return made


def question(window: _Window) -> Question:
    return Question(window.theme, window, "Really?", "It goes on later.", yes="Close", no="Stay")


def test_a_sheet_covers_its_window_and_follows_its_size(window: _Window, qtbot: QtBot) -> None:
    sheet = Sheet(window.theme, window, (1000, 632))
    sheet.open()
    assert sheet.geometry() == window.rect() and not sheet.isWindow()
    assert sheet.panel.width() == 960 - 32 and sheet.panel.height() == 600 - 32
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: sheet.width() == 1280)
    assert (sheet.panel.width(), sheet.panel.height()) == (1000, 632)
    assert sheet.panel.geometry().center() == sheet.rect().center()


def test_a_sheet_takes_the_keyboard_keeps_it_and_gives_it_back(window: _Window, qtbot: QtBot) -> None:
    sheet = question(window)
    sheet.open()
    assert window.focusWidget().text() == "Stay"
    walked = []
    for _step in range(4):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        walked.append(window.focusWidget().text())
    assert walked == ["Close", "Stay", "Close", "Stay"]
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Backtab)
    assert window.focusWidget().text() == "Close"
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert window.focusWidget() is window.button


@pytest.mark.parametrize(("key", "answer"), [(Qt.Key.Key_Return, "no"), (Qt.Key.Key_Escape, "no")])
def test_the_safe_answer_is_the_one_that_a_stray_key_gives(
    window: _Window, qtbot: QtBot, key: Qt.Key, answer: str
) -> None:
    sheet, said = question(window), []
    sheet.accepted.connect(lambda: said.append("yes"))
    sheet.rejected.connect(lambda: said.append("no"))
    sheet.open()
    qtbot.keyClick(window.focusWidget(), key)
    assert said == [answer]


def test_while_a_sheet_is_open_the_windows_commands_rest(window: _Window, qtbot: QtBot) -> None:
    actions = Actions(window, window.icons)
    sheets, given = Sheets(actions), []
    actions.on("gallery", lambda: given.append(1))
    first, second = question(window), question(window)
    sheets.show(first)
    sheets.show(second)
    actions.action("gallery").trigger()
    assert given == [] and sheets.top is second
    second.reject()
    assert sheets.top is first and not actions.action("gallery").isEnabled()
    first.accept()
    actions.action("gallery").trigger()
    assert given == [1] and sheets.top is None


def test_a_sheet_that_leads_to_another_leaves_it_the_keyboard(window: _Window, qtbot: QtBot) -> None:
    first, second = question(window), question(window)
    first.open()
    second.open()
    inside = window.focusWidget()
    first.accept()
    assert window.focusWidget() is inside and second.isAncestorOf(inside)
    second.reject()
    assert window.focusWidget() is not inside


def test_a_closed_sheet_is_gone(window: _Window, qtbot: QtBot) -> None:
    sheet = question(window)
    sheet.open()
    with qtbot.waitSignal(sheet.destroyed):
        sheet.accept()


def test_a_sheet_comes_by_rising_unless_motion_is_reduced(window: _Window, qtbot: QtBot) -> None:
    window.theme.reduced_motion = False
    sheet = question(window)
    sheet.open()
    at_first = sheet.panel.y()
    qtbot.waitUntil(lambda: sheet.panel.y() < at_first or sheet._come == 1.0)
    qtbot.waitUntil(lambda: sheet._come == 1.0)
    rest = sheet.panel.y()
    window.theme.reduced_motion = True
    still = question(window)
    still.open()
    assert still.panel.y() == rest


@pytest.fixture
def settings(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path / "window.json")


def test_every_declared_setting_has_its_control_and_a_change_is_kept_at_once(
    window: _Window, qtbot: QtBot, settings: SettingsFile, tmp_path: Path
) -> None:
    dialog, changed = SettingsDialog(window.theme, window, settings), []
    dialog.changed.connect(lambda setting: changed.append(setting.key))
    dialog.open()
    assert set(dialog.rows) == {setting.key for setting in SHOWN}
    dark = next(b for b in dialog.rows[THEME.key].findChildren(QPushButton) if b.text() == "Dark")
    qtbot.mouseClick(dark, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.rows[REDUCED_MOTION.key].findChild(Toggle), Qt.MouseButton.LeftButton)
    combo = dialog.rows[LANGUAGE.key].findChild(QComboBox)
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert changed == [THEME.key, REDUCED_MOTION.key, LANGUAGE.key]
    again = SettingsFile(tmp_path / "window.json")
    assert (again.get(THEME), again.get(REDUCED_MOTION), again.get(LANGUAGE)) == ("dark", True, "pt_BR")


def test_everything_goes_back_to_how_it_was_made(window: _Window, qtbot: QtBot, settings: SettingsFile) -> None:
    settings.put(SCALE, 1.3)
    settings.put(THEME, "dark")
    settings.put(LANGUAGE, "es")
    dialog, changed = SettingsDialog(window.theme, window, settings), []
    dialog.changed.connect(lambda setting: changed.append(setting.key))
    dialog.open()
    reset = next(one for one in dialog.findChildren(QPushButton) if one.text() == "Back to the defaults")
    qtbot.mouseClick(reset, Qt.MouseButton.LeftButton)
    assert changed == [THEME.key, LANGUAGE.key, SCALE.key]
    assert [settings.get(setting) for setting in SHOWN] == [setting.default for setting in SHOWN]
    assert dialog.rows[SCALE.key].findChild(QSlider).value() == 100
    assert dialog.rows[THEME.key].findChild(Segments).value == "system" and not reset.isEnabled()
    qtbot.wait(300)
    assert len(changed) == 3, "a slider that is put back must not speak"


def test_the_scale_takes_effect_when_the_slider_rests(window: _Window, qtbot: QtBot, settings: SettingsFile) -> None:
    dialog = SettingsDialog(window.theme, window, settings)
    dialog.open()
    slider = dialog.rows[SCALE.key].findChild(QSlider)
    for _step in range(5):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert settings.get(SCALE) == 1.0
    qtbot.waitUntil(lambda: settings.get(SCALE) == 1.5)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_settings_are_readable_in_every_language_in_the_smallest_window(
    qtbot: QtBot, settings: SettingsFile, language: str, scale: float
) -> None:
    theme, icons = make_look(scale=scale)
    theme.reduced_motion = True
    set_language(language)
    window = _Window(theme, icons)
    qtbot.addWidget(window)
    window.show()
    dialog = SettingsDialog(theme, window, settings)
    dialog.open()
    QCoreApplication.processEvents()
    assert window.rect().contains(dialog.panel.geometry())
    for row in dialog.rows.values():
        assert row.control.width() >= row.control.minimumSizeHint().width()
        assert row.control.geometry().right() <= row.width()
        assert row.control.accessibleName() and row.control.accessibleDescription()


def test_the_language_of_an_open_dialog_can_be_switched(window: _Window, settings: SettingsFile) -> None:
    dialog = SettingsDialog(window.theme, window, settings)
    dialog.open()
    set_language("es")
    dialog.retranslate()
    assert dialog.accessibleName() == "Configuración"
    assert dialog.rows[THEME.key].findChild(Segments).value == "system"


def test_the_list_of_keys_names_every_key_of_the_table(window: _Window) -> None:
    listed = Actions(window, window.icons).listed()
    dialog = KeysDialog(window.theme, window, listed)
    dialog.open()
    assert ("Gallery", "Ctrl+G") in listed and len(listed) >= 20
    assert len({keys for _words, keys in listed}) == len(listed), "two commands on one key"


def test_a_sheet_whose_first_field_takes_nothing_yet_has_the_keyboard_all_the_same(
    window: _Window, qtbot: QtBot
) -> None:
    class Waiting(Sheet):
        """A sheet whose field waits for something."""

        def __init__(self) -> None:
            super().__init__(window.theme, window, (400, 300))
            self.field = QLineEdit(self.panel)
            self.field.setEnabled(False)

        def first_field(self) -> QWidget:
            return self.field

    sheet = Waiting()
    sheet.open()
    assert sheet.isAncestorOf(window.focusWidget()), "Enter must not reach what lies behind"
    sheet.field.setEnabled(True)
    sheet.take_keyboard()
    assert window.focusWidget() is sheet.field
    with qtbot.waitSignal(sheet.rejected):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)


@pytest.fixture
def lane() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as executor:
        yield executor


class _Clients:
    """The part of a `Setup` that the dialog uses."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.names: list[str] = []
        self._refuses = refuses

    def add_client(self, name: str) -> str:
        if self._refuses:
            from app.domain.errors import CommandError
            from app.domain.reasons import ErrorCode

            raise CommandError(ErrorCode.ALREADY_EXISTS, "name")
        self.names.append(name)
        return name


def client_dialog(window: _Window, lane: ThreadPoolExecutor, clients: _Clients) -> ClientDialog:
    setup: Setup = clients  # type: ignore[assignment]
    return ClientDialog(window.theme, window, setup, Errands(lane, Crossing(window)))


def button(widget: QWidget, text: str) -> QPushButton:
    return next(each for each in widget.findChildren(QPushButton) if each.text() == text)


def test_a_client_needs_a_name_and_is_added_by_enter(window: _Window, qtbot: QtBot, lane: ThreadPoolExecutor) -> None:
    clients = _Clients()
    dialog = client_dialog(window, lane, clients)
    dialog.open()
    line = window.focusWidget()
    assert isinstance(line, QLineEdit)
    qtbot.keyClicks(line, "   ")
    qtbot.mouseClick(button(dialog, "Add"), Qt.MouseButton.LeftButton)
    assert line.accessibleDescription() == "Write the name of the company." and clients.names == []
    qtbot.keyClicks(line, "  Ramires ")
    with qtbot.waitSignal(dialog.added) as signal:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert signal.args == ["Ramires"] and clients.names == ["Ramires"]


def test_a_refused_client_says_why_at_the_field_and_can_be_tried_again(
    window: _Window, qtbot: QtBot, lane: ThreadPoolExecutor
) -> None:
    dialog = client_dialog(window, lane, _Clients(refuses=True))
    dialog.open()
    line = window.focusWidget()
    qtbot.keyClicks(line, "Ramires")
    qtbot.mouseClick(button(dialog, "Add"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: line.accessibleDescription().startswith("This exists already."))
    assert button(dialog, "Add").isEnabled()
    qtbot.keyClicks(line, "R")
    assert line.accessibleDescription() == ""


def test_pressing_add_twice_adds_one_client(window: _Window, qtbot: QtBot, lane: ThreadPoolExecutor) -> None:
    clients = _Clients()
    dialog = client_dialog(window, lane, clients)
    dialog.open()
    qtbot.keyClicks(window.focusWidget(), "Ramires")
    with qtbot.waitSignal(dialog.added):
        for _press in range(3):
            qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
            dialog.reject()
    assert clients.names == ["Ramires"]
