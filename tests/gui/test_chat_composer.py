"""The composer: Enter sends, it grows, keeps drafts, takes pasted files, and never hides as whom it sends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.texts import set_language
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.sending_as import SendingAs
from app.ui.panes.chat.composer import Composer
from app.ui.panes.chat.sending_line import window_words
from tests.gui.chat_store import NOW
from tests.gui.looks import inside, make_look

SHOP = SendingAs("1/loja", "Loja Centro", "anil", "Cloud API", "Móveis Ramires")
LONG = SendingAs(
    "1/x", "Departamento Comercial e Financeiro da Matriz", "oliva", "Evolution API", "Aroeira " * 6, NOW + 9.0
)


@pytest.fixture
def composer(qtbot: QtBot, theme: Theme, icons: Icons) -> Iterator[Composer]:
    made = Composer(theme, icons)
    qtbot.addWidget(made)
    made.resize(630, 80)
    made.show()
    made.begin(1, SHOP, "Marina Prado")
    yield made


def image() -> QImage:
    made = QImage(8, 8, QImage.Format.Format_RGB32)
    made.fill(QColor("red"))
    return made


def test_enter_sends_and_empties_the_field(qtbot: QtBot, composer: Composer) -> None:
    qtbot.keyClicks(composer.field, "  Good morning ")
    with qtbot.waitSignal(composer.sent) as sent:
        qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    assert sent.args == ["Good morning"]
    assert composer.field.toPlainText() == ""


def test_shift_enter_begins_a_line(qtbot: QtBot, composer: Composer) -> None:
    qtbot.keyClicks(composer.field, "one")
    qtbot.keyClick(composer.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(composer.field, "two")
    assert composer.field.toPlainText() == "one\ntwo"


def test_where_enter_begins_a_line_ctrl_enter_sends(qtbot: QtBot, composer: Composer) -> None:
    composer.field.enter_sends = False
    qtbot.keyClicks(composer.field, "one")
    qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    qtbot.keyClicks(composer.field, "two")
    with qtbot.waitSignal(composer.sent) as sent:
        qtbot.keyClick(composer.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sent.args == ["one\ntwo"]


def test_nothing_is_sent_without_words_or_without_an_account(qtbot: QtBot, composer: Composer) -> None:
    sent: list[str] = []
    composer.sent.connect(sent.append)
    qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    qtbot.mouseClick(composer._send, Qt.MouseButton.LeftButton)
    composer.show_account(None)
    qtbot.keyClicks(composer.field, "Hello")
    qtbot.keyClick(composer.field, Qt.Key.Key_Return)
    assert sent == []
    assert composer.field.toPlainText() == "Hello"
    assert not composer._send.isEnabled()


def test_the_field_grows_from_one_line_to_six_and_back(qtbot: QtBot, composer: Composer) -> None:
    assert composer.field.height() == 36
    heights = []
    for lines in (2, 6, 12, 1):
        composer.field.setPlainText("\n".join("line" for _line in range(lines)))
        heights.append(composer.field.height())
    two, six, twelve, one = heights
    assert one == 36 < two < six == twelve
    assert six < 36 + 6 * 24


def test_drafts_stay_with_their_chat_and_account(composer: Composer) -> None:
    other = SendingAs("2/x", "Entregas", "oliva", "", "")
    composer.field.setPlainText("For Marina")
    composer.begin(2, SHOP, "Paulo")
    assert composer.field.toPlainText() == ""
    composer.field.setPlainText("For Paulo")
    composer.begin(1, other, "Somebody")
    assert composer.field.toPlainText() == ""
    composer.begin(1, SHOP, "Marina Prado")
    assert composer.field.toPlainText() == "For Marina"
    composer.begin(2, SHOP, "Paulo")
    assert composer.field.toPlainText() == "For Paulo"


def test_a_ready_made_text_stands_below_what_was_written(composer: Composer) -> None:
    composer.offer("Could you send it again?")
    assert composer.field.toPlainText() == "Could you send it again?"
    composer.field.setPlainText("Hello.")
    composer.offer("Could you send it again?")
    assert composer.field.toPlainText() == "Hello.\nCould you send it again?"


def test_pasted_files_images_and_text_each_go_their_way(qtbot: QtBot, composer: Composer, tmp_path: Path) -> None:
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.pdf"))])
    files.setText("file:///a.pdf")
    with qtbot.waitSignal(composer.files_given) as given:
        composer.field.insertFromMimeData(files)
    assert given.args == [[tmp_path / "a.pdf"]]
    picture = QMimeData()
    picture.setImageData(image())
    with qtbot.waitSignal(composer.image_pasted) as pasted:
        composer.field.insertFromMimeData(picture)
    assert pasted.args[0].size() == image().size()
    plain = QMimeData()
    plain.setText("hello")
    composer.field.insertFromMimeData(plain)
    assert composer.field.toPlainText() == "hello"


def test_cells_of_a_spreadsheet_are_asked_about(qtbot: QtBot, composer: Composer) -> None:
    cells = QMimeData()
    cells.setText("a\tb")
    cells.setImageData(image())
    composer.field.insertFromMimeData(cells)
    menu = next(one for one in composer.field.findChildren(QMenu) if one.isVisible())
    assert [action.text() for action in menu.actions()] == ["Paste as text", "Paste as image"]
    menu.actions()[0].trigger()
    menu.close()
    assert composer.field.toPlainText() == "a\tb"


def test_files_are_attached_by_kind(qtbot: QtBot, composer: Composer) -> None:
    composer.open_attach_menu()
    menu = next(one for one in composer.findChildren(QMenu) if one.isVisible())
    with qtbot.waitSignal(composer.attach_wanted) as wanted:
        menu.actions()[2].trigger()
    menu.close()
    assert wanted.args == ["audio"]


def test_an_emoji_is_put_where_the_cursor_is(qtbot: QtBot, composer: Composer) -> None:
    composer.field.setPlainText("Thanks ")
    composer.field.moveCursor(composer.field.textCursor().MoveOperation.End)
    composer._open_emoji()
    assert composer._emoji.isVisible()
    qtbot.keyClick(composer._emoji, Qt.Key.Key_Right)
    qtbot.keyClick(composer._emoji, Qt.Key.Key_Return)
    assert not composer._emoji.isVisible()
    assert composer.field.toPlainText() == "Thanks 😁"


def test_the_line_says_aloud_as_whom_it_leaves(composer: Composer) -> None:
    assert composer._line.accessibleName() == "Sending as Loja Centro · Cloud API · Móveis Ramires"


@pytest.mark.parametrize(
    ("left_s", "words", "tone"),
    [
        (16 * 3600 + 40 * 60, "24 h window closes in 16 h 40", "success"),
        (3 * 3600, "24 h window closes in 3 h", "warning"),
        (59, "24 h window closes in 59 s", "warning"),
        (0, "24 h window closed", "danger"),
        (-5, "24 h window closed", "danger"),
    ],
)
def test_the_24_hour_window_is_told_before_one_writes(left_s: int, words: str, tone: str) -> None:
    said = window_words(SendingAs(1, "a", "anil", "", "", float(NOW + left_s)), NOW)
    assert (said[0], said[2]) == (words, tone)
    assert 0 <= said[3] <= 1


def test_a_provider_without_such_a_window_says_nothing_of_it() -> None:
    assert window_words(SHOP, NOW) is None


def test_the_edge_has_the_accounts_colour(composer: Composer, theme: Theme) -> None:
    picture = composer.grab().toImage()
    for y in (10, 40, 70):
        assert picture.pixelColor(1, y) == theme.colour("account.anil.fill")


@pytest.mark.parametrize("language", ["pt_BR", "es", "en"])
@pytest.mark.parametrize(("scale", "width"), [(1.0, 656), (1.0, 340), (1.5, 504)])
def test_the_account_stays_in_sight_at_every_width(
    qtbot: QtBot, qapp: QApplication, language: str, scale: float, width: int
) -> None:
    set_language(language)
    theme, icons = make_look(scale=scale)
    for account in (SHOP, LONG):
        composer = Composer(theme, icons)
        qtbot.addWidget(composer)
        composer.begin(1, account, "Marina")
        composer.resize(width, composer.sizeHint().height())
        composer.show()
        assert composer.width() == width
        assert inside(composer)
        picture = composer._line.grab().toImage()
        colour = theme.colour(f"account.{account.colour}.text")
        found = [x for x in range(picture.width()) if picture.pixelColor(x, picture.height() // 2) == colour]
        letters = {x for x in found if x > theme.px(36)}
        assert letters, "the account's name is not painted"
    make_look()


def test_alt_enter_does_not_send(qtbot: QtBot, composer: Composer) -> None:
    sent: list[str] = []
    composer.sent.connect(sent.append)
    qtbot.keyClick(composer.field, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert sent == []


def test_a_menu_opens_above_its_button(qtbot: QtBot, composer: Composer) -> None:
    composer.open_attach_menu()
    menu = next(one for one in composer.findChildren(QMenu) if one.isVisible())
    assert menu.pos().y() <= composer._attach.mapToGlobal(QPoint(0, 0)).y()
    menu.close()
