"""The chat's pane: opening and leaving, what stands in for messages, dropped files, search, and what is played."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.domain.addresses import Address
from app.services.views import Hit, MessageRow
from app.texts import set_language
from app.ui.look.icons import Icons
from app.ui.look.theme import Choice, Theme
from app.ui.models.playing import PlayerState
from app.ui.models.sending_as import SendingAs
from app.ui.panes.chat import ChatPane
from app.ui.panes.chat.acting import ready_words
from tests.gui.chat_lines import all_lines
from tests.gui.chat_store import NOW, ChatStore, ChatView, chat_row, message_row, own, picture
from tests.gui.furniture import MakeReader
from tests.gui.looks import inside, make_look

SHOP = SendingAs("1/loja", "Loja Centro", "anil", "Cloud API", "Ramires", NOW + 9_000.0)
HEBREW = "אברהם יצחק בן־יעקב הלוי מירושלים"


def make_pane(qtbot: QtBot, theme: Theme, icons: Icons) -> ChatPane:
    made = ChatPane(theme, icons)
    qtbot.addWidget(made)
    made.scene.now = lambda: NOW
    made.resize(630, 700)
    made.show()
    return made


@pytest.fixture
def pane(qtbot: QtBot, theme: Theme, icons: Icons) -> Iterator[ChatPane]:
    made = make_pane(qtbot, theme, icons)
    yield made
    made.close_chat()


def store_of(*rows: MessageRow, **facts: object) -> ChatStore:
    given = {"name": "Marina Prado", "address": Address("+5511981423307")} | facts
    return ChatStore(chats=[chat_row(1, **given), chat_row(2, name="Paulo")], lines={1: list(rows)})


def open_chat(qtbot: QtBot, pane: ChatPane, reader: object, chat: int = 1) -> None:
    with qtbot.waitSignal(pane._model.opened):
        pane.open(reader, chat, SHOP)


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def hover(pane: ChatPane, mime: QMimeData) -> bool:
    event = QDragEnterEvent(
        QPoint(50, 50), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(pane, event)
    return event.isAccepted()


def drop(pane: ChatPane, mime: QMimeData) -> None:
    button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(pane, QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, mime, button, keys))


# ── opening ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_chat_the_pane_says_what_to_do(pane: ChatPane) -> None:
    assert pane._nothing.accessibleName() == "No chat chosen"
    assert not pane._composer.isVisible()
    assert not pane._header.isVisible()


def test_a_chat_opens_with_a_skeleton_and_then_its_messages(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    pane.open(read(store_of(message_row(1))), 1, SHOP)
    assert pane._stack.currentWidget() is pane._loading
    qtbot.waitUntil(lambda: pane._stack.currentWidget() is pane._list)
    assert pane._header._name.text() == "Marina Prado"
    assert pane._header._facts.text() == "+55 11 98142-3307"
    assert pane._composer.field.placeholderText() == "Message to Marina"
    assert pane._list.accessibleName() == "Messages with Marina Prado"


def test_a_chat_without_messages_says_so(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    open_chat(qtbot, pane, read(store_of()))
    qtbot.waitUntil(lambda: pane._stack.currentWidget() is pane._nothing)
    assert pane._nothing.accessibleName() == "No messages yet"
    assert pane._composer.isVisible()


def test_a_broken_database_is_told_and_tried_again(
    qtbot: QtBot, pane: ChatPane, read: MakeReader, caplog: pytest.LogCaptureFixture
) -> None:
    store = store_of(message_row(1))
    store.broken = True
    pane.open(read(store), 1, SHOP)
    qtbot.waitUntil(lambda: pane._nothing.accessibleName() == "The messages cannot be read")
    caplog.clear()
    store.broken = False
    pane._nothing.action_wanted.emit()
    qtbot.waitUntil(lambda: pane._stack.currentWidget() is pane._list)


def test_the_last_chat_that_was_asked_for_is_the_one_shown(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    store = store_of(message_row(1))
    store.lines[2] = [message_row(50, text="of Paulo")]
    reader = read(store)
    pane.open(reader, 1, SHOP)
    pane.open(reader, 2, SHOP)
    qtbot.waitUntil(lambda: [int(row.id) for row in pane._model.rows] == [50])
    assert pane._header._name.text() == "Paulo"
    assert pane.chat_id == 2


def test_what_was_seen_is_marked_as_read(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    store = store_of(message_row(1), message_row(2), unread=2)
    pane.activateWindow()
    qtbot.waitUntil(pane.isActiveWindow)
    open_chat(qtbot, pane, read(store))
    qtbot.waitUntil(lambda: store.read == [1])


def test_a_group_says_who_wrote(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    rows = [message_row(1, sender="Ana"), message_row(2, sender="Ana"), message_row(3, sender="Beto")]
    store = store_of(*rows, is_group=True, address=Address("120363@g.us"))
    open_chat(qtbot, pane, read(store))
    bubbles = [pane._list._delegate.bubble(pane._model.index(number)) for number in range(3)]
    assert bubbles[0].size.height() == bubbles[2].size.height() > bubbles[1].size.height()


def test_leaving_a_chat_gives_its_pictures_back(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    row = all_lines()["image"]
    store = store_of(row)
    store.pictures[int(row.media.id)] = (512, 288, picture(512, 288))
    open_chat(qtbot, pane, read(store))
    qtbot.waitUntil(lambda: pane.memory_bytes > 0)
    pane.close_chat()
    assert pane.memory_bytes == 0
    assert pane._model.rowCount() == 0


def test_a_picture_comes_in_three_steps(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    row = all_lines()["image"]
    media = int(row.media.id)
    store = store_of(row)
    open_chat(qtbot, pane, read(store))
    middle = QPoint(160, 120)

    def colour() -> QColor:
        return pane._list.viewport().grab().toImage().pixelColor(middle)

    qtbot.wait(50)
    assert colour() == pane.scene.theme.colour("surface.skeleton")
    store.small[media] = picture(64, 36, "#204080")
    store.touch()
    qtbot.waitUntil(lambda: colour() != pane.scene.theme.colour("surface.skeleton"))
    blurred = colour()
    store.pictures[media] = (512, 288, picture(512, 288, "#205020"))
    store.touch()
    qtbot.waitUntil(lambda: colour() != blurred)
    height = pane._list.visualRect(pane._model.index(0)).height()
    assert height == pane._list.sizeHintForRow(0)


# ── sending ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_text_is_sent_and_the_newest_comes_into_sight(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    open_chat(qtbot, pane, read(store_of(*(message_row(number) for number in range(1, 60)))))
    pane._list.verticalScrollBar().setValue(0)
    qtbot.keyClicks(pane._composer.field, "Hello")
    with qtbot.waitSignal(pane.send_text) as sent:
        qtbot.keyClick(pane._composer.field, Qt.Key.Key_Return)
    assert sent.args == ["Hello"]
    assert pane._list.at_bottom()


def test_hovering_files_say_to_whom_and_as_whom(qtbot: QtBot, pane: ChatPane, read: MakeReader, tmp_path: Path) -> None:
    open_chat(qtbot, pane, read(store_of(message_row(1))))
    mime = files(*(tmp_path / f"{number}.pdf" for number in range(6)))
    assert hover(pane, mime)
    assert pane._overlay.isVisible()
    assert pane._overlay.accessibleName() == "6 files for Marina Prado"
    with qtbot.waitSignal(pane.files_given) as given:
        drop(pane, mime)
    assert len(given.args[0]) == 6
    assert not pane._overlay.isVisible()


def test_an_image_from_a_browser_is_taken_and_text_is_not(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    open_chat(qtbot, pane, read(store_of(message_row(1))))
    mime = QMimeData()
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    mime.setImageData(image)
    assert hover(pane, mime)
    with qtbot.waitSignal(pane.image_pasted):
        drop(pane, mime)
    plain = QMimeData()
    plain.setText("words")
    assert not hover(pane, plain)


def test_without_a_chat_nothing_can_be_dropped(pane: ChatPane, tmp_path: Path) -> None:
    assert not hover(pane, files(tmp_path / "a.pdf"))


def test_files_that_leave_again_show_the_chat(qtbot: QtBot, pane: ChatPane, read: MakeReader, tmp_path: Path) -> None:
    open_chat(qtbot, pane, read(store_of(message_row(1))))
    hover(pane, files(tmp_path / "a.pdf"))
    QApplication.sendEvent(pane, QDragLeaveEvent())
    assert not pane._overlay.isVisible()


def test_attaching_opens_a_dialog_that_does_not_block(
    qtbot: QtBot, pane: ChatPane, read: MakeReader, tmp_path: Path
) -> None:
    open_chat(qtbot, pane, read(store_of(message_row(1))))
    pane._composer.attach_wanted.emit("document")
    dialog = pane.findChild(QFileDialog)
    assert dialog.isVisible()
    with qtbot.waitSignal(pane.attached) as given:
        dialog.filesSelected.emit([str(tmp_path / "a.pdf")])
    dialog.close()
    assert given.args == [[tmp_path / "a.pdf"], "document"]


def test_asking_the_customer_again_writes_the_words(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    row = all_lines()["too_large"]
    open_chat(qtbot, pane, read(store_of(row)))
    region = pane._list.regions_of(int(row.id))[0]
    pane._list.acted.emit(row, region, 0.0)
    assert pane._composer.field.toPlainText() == ready_words(row.media.reason)


# ── player, search ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_plays_is_seen_in_its_bubble_and_leaves_it(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    row = all_lines()["unheard_audio"]
    media = int(row.media.id)
    open_chat(qtbot, pane, read(store_of(row, own(99))))

    def actions() -> list[str]:
        return [str(one.action) for one in pane._list.regions_of(int(row.id))]

    assert actions() == ["play", "seek"]
    pane.set_player_state(PlayerState(media, playing=True, position_s=1, duration_s=42))
    assert actions() == ["play", "seek", "speed", "save"]
    before = pane._list.viewport().grab().toImage()
    pane.set_player_state(PlayerState(media, playing=True, position_s=30, duration_s=42))
    assert pane._list.viewport().grab().toImage() != before
    pane.set_player_state(PlayerState())
    assert actions() == ["play", "seek"]


def test_hits_in_a_chat_are_walked_from_the_newest(
    qtbot: QtBot, pane: ChatPane, read: MakeReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    hits = [Hit(number, 1, None, "text", "", 0) for number in (40, 20, 3)]
    monkeypatch.setattr(ChatView, "search", lambda _self, text, _limit, _chat=None: hits if text == "box" else [])
    open_chat(qtbot, pane, read(store_of(*(message_row(number) for number in range(1, 51)))))
    pane.activateWindow()
    pane.focus_composer()
    qtbot.waitUntil(pane._composer.field.hasFocus)
    pane.open_search()
    assert pane._find.isVisible()
    qtbot.keyClicks(pane._find._field, "box")
    qtbot.waitUntil(lambda: pane._find._count.text() == "1 of 3")

    def current() -> int:
        return int(pane._model.rows[pane._list.currentIndex().row()].id)

    assert current() == 40
    qtbot.keyClick(pane._find._field, Qt.Key.Key_Return)
    assert current() == 20
    qtbot.keyClick(pane._find._field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert current() == 40
    pane._find._field.setText("nothing")
    qtbot.waitUntil(lambda: pane._find._count.text() == "Nothing found")
    qtbot.keyClick(pane._find._field, Qt.Key.Key_Escape)
    assert not pane._find.isVisible()


def test_the_side_panels_switch_and_the_gallery(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    open_chat(qtbot, pane, read(store_of(message_row(1))))
    with qtbot.waitSignal(pane.panel_toggled) as toggled:
        qtbot.mouseClick(pane._header._panel, Qt.MouseButton.LeftButton)
    assert toggled.args == [True]
    with qtbot.assertNotEmitted(pane.panel_toggled):
        pane.set_panel_open(shown=False)
    with qtbot.waitSignal(pane.gallery_wanted):
        qtbot.mouseClick(pane._header._gallery, Qt.MouseButton.LeftButton)


# ── looks ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["pt_BR", "es", "en"])
@pytest.mark.parametrize(("scale", "size"), [(1.0, (656, 552)), (1.5, (504, 528)), (1.0, (630, 752))])
def test_everything_stays_inside_at_960_by_600_and_150_percent(
    qtbot: QtBot, qapp: QApplication, read: MakeReader, language: str, scale: float, size: tuple[int, int]
) -> None:
    set_language(language)
    theme, icons = make_look(scale=scale)
    pane = make_pane(qtbot, theme, icons)
    pane.resize(*size)
    open_chat(qtbot, pane, read(store_of(*all_lines().values(), name=HEBREW + " de Albuquerque Figueiredo")))
    qtbot.waitUntil(lambda: pane._stack.currentWidget() is pane._list)
    assert (pane.width(), pane.height()) == size
    assert inside(pane)
    assert inside(pane._header)
    assert inside(pane._composer)
    view = pane._list
    for number in range(pane._model.rowCount()):
        index = pane._model.index(number)
        bubble = view._delegate.places(index, view.visualRect(index)).bubble
        assert bubble.left() >= 0
        assert bubble.right() <= view.width()
    pane.close_chat()
    make_look()


def test_theme_and_language_change_while_a_chat_is_open(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    open_chat(qtbot, pane, read(store_of(*all_lines().values())))
    theme = pane.scene.theme
    light = pane.grab().toImage()
    theme.choose(Choice.DARK)
    assert pane.grab().toImage() != light
    set_language("pt_BR")
    pane.retranslate()
    names = {one.name for one in pane._list.regions_of(int(all_lines()["upload_unconfirmed"].id))}
    assert "It arrived" not in names
    theme.choose(Choice.LIGHT)


def test_status_updates_can_be_read_and_not_written_to(qtbot: QtBot, pane: ChatPane, read: MakeReader) -> None:
    store = store_of(message_row(1), name="status@broadcast", address=Address("status@broadcast"))
    open_chat(qtbot, pane, read(store))
    qtbot.waitUntil(lambda: pane._header._name.text() == "Status updates")
    assert not pane._composer.isVisible()
    open_chat(qtbot, pane, read(store_of(message_row(1))))
    qtbot.waitUntil(lambda: pane._composer.isVisible())
