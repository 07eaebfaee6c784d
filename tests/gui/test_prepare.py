"""The preparation sheet: files in order with their captions, refusals with their reason, and each file sent once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, QRect, Qt, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import UnavailableError
from app.domain.kinds import MediaKind
from app.domain.reasons import Reason
from app.services.drafts import Draft
from app.ui.bridge import Errands
from app.ui.dialogs.prepare import PrepareSheet
from app.ui.dialogs.prepare.delegate import AS_DOCUMENT, REMOVE, WHY, DraftDelegate
from app.ui.dialogs.prepare.listing import DraftList
from app.ui.look.check_box import CheckBox
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.look.toggle import Toggle
from app.ui.models.draft_words import DraftLine, what_happens
from app.ui.models.drafts import DraftsModel, LineRole
from app.ui.wiring.preparing import MOST_FILES
from tests.gui.sending_parts import Counter, counter, prepared, sheet_over
from tests.support import samples

MB = 10**6


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> QMainWindow:
    theme.reduced_motion = True
    made = QMainWindow()
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    return made


@pytest.fixture
def shelf(tmp_path: Path) -> dict[str, Path]:
    """Files of several kinds, one of them a program that is called a picture."""
    contents = {
        "photo.jpg": samples.jpeg(640, 480),
        "other.png": samples.png(200, 300),
        "voice.ogg": samples.voice(),
        "list.txt": b"one\ntwo\n",
        "trick.jpg": b"MZ" + bytes(2_000),
        "nothing.pdf": b"",
    }
    folder = tmp_path / "shelf"
    folder.mkdir()
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return {name: folder / name for name in contents}


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Counter]:
    with counter(tmp_path / "instance") as made:
        yield made


class Hands:
    """An open sheet and the hands on it."""

    def __init__(self, qtbot: QtBot, sheet: PrepareSheet, at: Counter, errands: Errands) -> None:
        self.qtbot, self.sheet, self.at = qtbot, sheet, at
        self.preparation = prepared(sheet, at, errands)

    def add(self, *paths: Path) -> Hands:
        self.preparation.add(paths)
        self.sheet.open()
        self.looked()
        return self

    def looked(self) -> None:
        self.qtbot.waitUntil(lambda: all(line.draft is not None for line in self.sheet.model.lines))

    @property
    def rows(self) -> DraftList:
        return self.sheet.findChild(DraftList)

    @property
    def caption(self) -> QLineEdit:
        return self.sheet.findChild(QLineEdit)

    def button(self, words: str) -> QPushButton:
        return next(one for one in self.sheet.findChildren(QPushButton) if words in (one.text(), one.accessibleName()))

    def names(self) -> list[str]:
        return [line.name for line in self.sheet.model.lines]

    def choose(self, row: int) -> None:
        self.rows.setCurrentIndex(self.sheet.model.index(row))

    def write(self, text: str) -> None:
        self.caption.clear()
        self.qtbot.keyClicks(self.caption, text)

    def press(self, row: int, action: str) -> None:
        """Press an answer of a row with the mouse."""
        index = self.sheet.model.index(row)
        delegate = self.rows.itemDelegate()
        assert isinstance(delegate, DraftDelegate)
        answers = delegate.answers(self.rows.visualRect(index), index.data(LineRole))
        place = next(answer.rect for answer in answers if answer.action == action)
        self.qtbot.mouseClick(self.rows.viewport(), Qt.MouseButton.LeftButton, pos=place.center().toPoint())


@pytest.fixture
def hands(qtbot: QtBot, window: QMainWindow, look: tuple[Theme, Icons], at: Counter, errands: Errands) -> Hands:
    return Hands(qtbot, sheet_over(window, look), at, errands)


# ── the model ──────────────────────────────────────────────────────────────────────────────────────────────────


def said(line: DraftLine) -> str:
    """Return what is said of a file, with plain blanks."""
    return what_happens(line).replace("\xa0", " ")


def draft(name: str = "a.jpg", kind: MediaKind = MediaKind.IMAGE, **facts: object) -> Draft:
    given = {"mime": "image/jpeg", "extension": "jpg", "size_bytes": MB, "sha256": "", "voice": False, "temp": None}
    return Draft(name, kind, **(given | facts))  # type: ignore[arg-type]


def model_of(*names: str) -> DraftsModel:
    model = DraftsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    for key in model.add([Path(name) for name in names]):
        model.update(key, draft=draft(names[key]))
    return model


def order(model: DraftsModel) -> str:
    return "".join(line.name for line in model.lines)


@pytest.mark.parametrize(
    ("source", "before", "after"),
    [(0, 2, "bacd"), (0, 4, "bcda"), (3, 0, "dabc"), (1, 1, "abcd"), (1, 2, "abcd"), (2, 1, "acbd")],
)
def test_a_dragged_row_lands_where_it_is_dropped(qapp: object, source: int, before: int, after: str) -> None:
    model = model_of("a", "b", "c", "d")
    data = model.mimeData([model.index(source)])
    model.dropMimeData(data, Qt.DropAction.MoveAction, before, 0, QModelIndex())
    assert order(model) == after


def test_a_drag_of_anything_else_moves_nothing(qapp: object) -> None:
    model = model_of("a", "b")
    data = QMimeData()
    data.setText("0")
    assert not model.dropMimeData(data, Qt.DropAction.MoveAction, 2, 0, QModelIndex())
    assert order(model) == "ab"


def test_one_caption_for_all_hides_what_was_written_and_gives_it_back(qapp: object) -> None:
    model = model_of("a", "b")
    model.caption(0, "first")
    model.share("for all")
    assert [line.caption for line in model.leaving()] == ["for all", "for all"]
    model.caption(1, "for everybody")
    assert [line.caption for line in model.leaving()] == ["for everybody", "for everybody"]
    model.share(None)
    assert [line.caption for line in model.leaving()] == ["first", ""]


def test_a_sound_takes_no_caption_not_even_that_of_all(qapp: object) -> None:
    model = model_of("a", "b")
    model.update(1, draft=draft("b.ogg", MediaKind.AUDIO, mime="audio/ogg", extension="ogg"))
    model.share("for all")
    assert [line.caption for line in model.leaving()] == ["for all", ""]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (draft(), "1 MB JPG, goes as it is"),
        (draft(kind=MediaKind.DOCUMENT), "1 MB JPG, goes as a document, unchanged"),
        (draft(kind=MediaKind.DOCUMENT, mime="application/pdf", extension="pdf"), "1 MB PDF, goes as it is"),
        (draft(kind=MediaKind.DOCUMENT, mime="text/csv", extension="csv"), "1 MB CSV, goes as a document"),
        (draft(problem=Reason.TOO_LARGE, size_bytes=12 * MB), "Refused: 12 MB, the limit is 10 MB"),
        (draft(problem=Reason.TYPE_REFUSED, extension="exe"), "Refused: it is a program (.exe)"),
        (draft(problem=Reason.EMPTY), "Refused: it is empty"),
        (draft(problem=Reason.DIMENSIONS), "Refused: The picture has more pixels than can be opened safely."),
    ],
)
def test_each_row_says_what_will_happen(qapp: object, found: Draft, words: str) -> None:
    line = DraftLine(0, "a", draft=found, ceiling_bytes=10 * MB, document_bytes=25 * MB)
    assert said(line) == words


# ── looking, ordering, removing ────────────────────────────────────────────────────────────────────────────────


def test_files_are_looked_at_and_each_says_what_it_is(hands: Hands, shelf: dict[str, Path]) -> None:
    hands.add(*shelf.values())
    each = {line.name: said(line) for line in hands.sheet.model.lines}
    assert each["photo.jpg"].endswith("JPG, goes as it is")
    assert each["list.txt"].endswith("TXT, goes as a document")
    assert each["trick.jpg"] == "Refused: it is a program (.exe)"
    assert each["nothing.pdf"] == "Refused: it is empty"
    assert hands.sheet.accessibleName() == "Send 4 of 6 files"
    hands.qtbot.waitUntil(lambda: hands.sheet.model.lines[0].picture is not None)
    assert hands.sheet.model.lines[0].facts == "640 × 480"


def test_the_file_in_front_is_seen_in_its_own_pixels(hands: Hands, shelf: dict[str, Path]) -> None:
    hands.add(shelf["photo.jpg"])
    picture = hands.sheet._preview.picture
    hands.qtbot.waitUntil(lambda: picture.is_sharp)
    assert picture._image.width() == 640


def test_rows_are_moved_by_keyboard_from_the_list_and_from_the_caption(hands: Hands, shelf: dict[str, Path]) -> None:
    hands.add(shelf["photo.jpg"], shelf["other.png"], shelf["list.txt"])
    alt = Qt.KeyboardModifier.AltModifier
    hands.qtbot.keyClick(hands.caption, Qt.Key.Key_Down, alt)
    assert hands.names() == ["other.png", "photo.jpg", "list.txt"]
    hands.rows.setFocus()
    hands.qtbot.keyClick(hands.rows, Qt.Key.Key_Down, alt)
    hands.qtbot.keyClick(hands.rows, Qt.Key.Key_Down, alt)
    assert hands.names() == ["other.png", "list.txt", "photo.jpg"]
    assert hands.rows.currentIndex().row() == 2


def test_tab_goes_from_caption_to_caption_and_then_on(hands: Hands, shelf: dict[str, Path]) -> None:
    hands.add(shelf["photo.jpg"], shelf["voice.ogg"], shelf["trick.jpg"], shelf["other.png"])
    hands.write("one")
    hands.qtbot.keyClick(hands.caption, Qt.Key.Key_Tab)
    assert hands.rows.currentIndex().row() == 3 and hands.caption.text() == ""
    hands.write("two")
    hands.qtbot.keyClick(hands.caption, Qt.Key.Key_Backtab)
    assert hands.caption.text() == "one"
    hands.qtbot.keyClick(hands.caption, Qt.Key.Key_Tab)
    hands.qtbot.keyClick(hands.caption, Qt.Key.Key_Tab)
    assert not hands.caption.hasFocus()
    assert [line.caption for line in hands.sheet.model.lines] == ["one", "", "", "two"]


def test_a_caption_stays_with_its_file_and_is_no_longer_than_whatsapp_takes(
    hands: Hands, shelf: dict[str, Path]
) -> None:
    hands.add(shelf["photo.jpg"], shelf["other.png"])
    hands.write("of the photo")
    hands.choose(1)
    assert hands.caption.text() == ""
    hands.caption.insert("x" * 2_000)
    assert len(hands.caption.text()) == 1_024
    hands.choose(0)
    assert hands.caption.text() == "of the photo"


def test_a_row_is_taken_out_by_its_cross_and_by_delete_and_its_copy_with_it(
    hands: Hands, shelf: dict[str, Path]
) -> None:
    hands.add(shelf["photo.jpg"], shelf["other.png"], shelf["list.txt"])
    assert len(hands.at.shop.temporary()) == 3
    hands.press(0, REMOVE)
    hands.qtbot.keyClick(hands.rows, Qt.Key.Key_Delete)
    assert hands.names() == ["list.txt"]
    hands.qtbot.waitUntil(lambda: len(hands.at.shop.temporary()) == 1)


def test_without_any_file_left_the_sheet_is_gone(qtbot: QtBot, hands: Hands, shelf: dict[str, Path]) -> None:
    hands.add(shelf["photo.jpg"])
    with qtbot.waitSignal(hands.sheet.rejected):
        hands.press(0, REMOVE)


def test_a_refused_row_offers_why_and_removal_and_is_not_sent(hands: Hands, shelf: dict[str, Path]) -> None:
    hands.add(shelf["photo.jpg"], shelf["trick.jpg"])
    hands.press(1, WHY)
    words = [label.text() for label in hands.sheet.findChildren(QLabel) if label.isVisible()]
    assert any(text.startswith("Files of this type are not accepted.") for text in words)
    assert not hands.caption.isEnabled() and hands.button("Send 1").isEnabled()
    hands.press(1, REMOVE)
    assert hands.names() == ["photo.jpg"]


def test_the_keyboard_walks_over_a_refused_file_without_landing_on_a_button(
    hands: Hands, shelf: dict[str, Path]
) -> None:
    hands.add(shelf["photo.jpg"], shelf["trick.jpg"], shelf["other.png"])
    hands.qtbot.keyClick(hands.caption, Qt.Key.Key_Down)
    assert hands.sheet.window().focusWidget() is hands.rows and hands.rows.currentIndex().row() == 1
    hands.qtbot.keyClick(hands.rows, Qt.Key.Key_Down)
    assert hands.rows.currentIndex().row() == 2 and hands.caption.isEnabled()


def test_where_nothing_can_be_sent_the_button_says_so(hands: Hands, shelf: dict[str, Path]) -> None:
    hands.add(shelf["trick.jpg"], shelf["nothing.pdf"])
    assert not hands.button("Send 0").isEnabled()
    assert any(label.text() == "Nothing of it can be sent" for label in hands.sheet.findChildren(QLabel))


def test_a_picture_too_large_for_a_picture_can_leave_as_a_document(hands: Hands, tmp_path: Path) -> None:
    large = tmp_path / "large.jpg"
    large.write_bytes(samples.jpeg() + bytes(11 * MB))
    hands.add(large)
    assert said(hands.sheet.model.lines[0]) == "Refused: 11 MB, the limit is 10 MB"
    hands.press(0, AS_DOCUMENT)
    hands.looked()
    assert said(hands.sheet.model.lines[0]) == "11 MB JPG, goes as a document, unchanged"
    assert hands.button("Send 1").isEnabled()


def test_a_picture_can_be_sent_as_a_document_and_as_a_picture_again(hands: Hands, shelf: dict[str, Path]) -> None:
    hands.add(shelf["photo.jpg"])
    box = hands.sheet.findChild(CheckBox)

    def kinds() -> list[MediaKind]:
        return [line.draft.kind for line in hands.sheet.model.lines if line.draft is not None]

    hands.qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    hands.looked()
    assert kinds() == [MediaKind.DOCUMENT]
    hands.qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    hands.looked()
    assert kinds() == [MediaKind.IMAGE]
    hands.qtbot.waitUntil(lambda: len(hands.at.shop.temporary()) == 1)


def test_a_file_that_is_not_there_is_refused_and_keeps_nobody_else(hands: Hands, shelf: dict[str, Path]) -> None:
    hands.add(shelf["photo.jpg"], Path("/no/such/file.pdf"))
    assert said(hands.sheet.model.lines[1]) == "Refused: it is no longer there"
    assert hands.button("Send 1").isEnabled()


def test_what_finds_no_room_is_counted_and_said(hands: Hands, shelf: dict[str, Path]) -> None:
    hands.preparation.add([shelf["list.txt"]] * (MOST_FILES + 12))
    hands.sheet.open()
    assert len(hands.sheet.model.lines) == MOST_FILES
    words = [label.text() for label in hands.sheet.findChildren(QLabel) if label.isVisible()]
    assert any("12 more found no room" in text for text in words)
    hands.sheet.leave()


# ── sending ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_enter_in_a_caption_queues_the_files_in_their_order_with_their_captions(
    qtbot: QtBot, hands: Hands, shelf: dict[str, Path]
) -> None:
    hands.add(shelf["photo.jpg"], shelf["trick.jpg"], shelf["list.txt"], shelf["voice.ogg"])
    hands.write("Here it is")
    hands.qtbot.keyClick(hands.caption, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    hands.qtbot.keyClick(hands.caption, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    with qtbot.waitSignal(hands.sheet.accepted):
        qtbot.keyClick(hands.caption, Qt.Key.Key_Return)
    queued = [(upload.name, upload.caption, upload.kind) for upload in hands.at.queued()]
    assert queued == [
        ("list.txt", "", MediaKind.DOCUMENT),
        ("photo.jpg", "Here it is", MediaKind.IMAGE),
        ("voice.ogg", "", MediaKind.AUDIO),
    ]
    assert hands.at.woken and not hands.at.shop.temporary()


def test_one_caption_goes_under_every_file(qtbot: QtBot, hands: Hands, shelf: dict[str, Path]) -> None:
    hands.add(shelf["photo.jpg"], shelf["other.png"])
    qtbot.mouseClick(hands.sheet.findChild(Toggle), Qt.MouseButton.LeftButton)
    hands.write("For both")
    with qtbot.waitSignal(hands.sheet.accepted):
        qtbot.mouseClick(hands.button("Send 2"), Qt.MouseButton.LeftButton)
    assert [upload.caption for upload in hands.at.queued()] == ["For both", "For both"]


def test_nothing_is_sent_while_a_file_is_still_being_looked_at(
    qtbot: QtBot, hands: Hands, shelf: dict[str, Path]
) -> None:
    hands.preparation.add([shelf["photo.jpg"], shelf["other.png"]])
    assert not hands.button("Send 0").isEnabled()
    qtbot.keyClick(hands.caption, Qt.Key.Key_Return)
    assert hands.at.queued() == []
    hands.looked()
    assert hands.button("Send 2").isEnabled()


def test_pressing_send_twice_queues_each_file_once(qtbot: QtBot, hands: Hands, shelf: dict[str, Path]) -> None:
    hands.add(shelf["photo.jpg"], shelf["other.png"])
    with qtbot.waitSignal(hands.sheet.accepted):
        for _press in range(3):
            qtbot.keyClick(hands.caption, Qt.Key.Key_Return)
            qtbot.mouseClick(hands.button("Send 2"), Qt.MouseButton.LeftButton)
    assert len(hands.at.queued()) == 2


def test_what_could_not_be_queued_stays_on_the_sheet_and_what_was_is_gone_from_it(
    qtbot: QtBot, hands: Hands, shelf: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    hands.add(shelf["photo.jpg"], shelf["other.png"], shelf["list.txt"])
    hands.choose(2)
    hands.write("the list")
    outbox, enqueue = hands.at.desk.outbox, hands.at.desk.outbox.enqueue_file

    def full(to: object, of: Draft, *, caption: str = "") -> object:
        if of.name == "other.png":
            hands.at.desk.preparer.discard(of)
            raise UnavailableError(Reason.DISK_FULL)
        return enqueue(to, of, caption=caption)  # type: ignore[arg-type]

    monkeypatch.setattr(outbox, "enqueue_file", full)
    qtbot.keyClick(hands.caption, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hands.names() == ["other.png", "list.txt"])
    words = [label.text() for label in hands.sheet.findChildren(QLabel) if label.isVisible()]
    assert any(text.startswith("1 file is in the queue. The disk of this computer is full.") for text in words)
    hands.looked()
    monkeypatch.setattr(outbox, "enqueue_file", enqueue)
    with qtbot.waitSignal(hands.sheet.accepted):
        qtbot.mouseClick(hands.button("Send 2"), Qt.MouseButton.LeftButton)
    queued = [(upload.name, upload.caption) for upload in hands.at.queued()]
    assert queued == [("photo.jpg", ""), ("other.png", ""), ("list.txt", "the list")]


def test_escape_asks_only_where_a_caption_was_written_and_leaves_no_copies(
    qtbot: QtBot, hands: Hands, shelf: dict[str, Path]
) -> None:
    hands.add(shelf["photo.jpg"])
    hands.write("words")
    with qtbot.waitSignal(hands.sheet.leave_wanted):
        qtbot.keyClick(hands.caption, Qt.Key.Key_Escape)
    assert hands.sheet.isVisible()
    hands.caption.clear()
    hands.sheet.model.caption(0, "")
    with qtbot.waitSignal(hands.sheet.rejected):
        qtbot.keyClick(hands.caption, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not hands.at.shop.temporary())
    assert hands.at.queued() == []


def test_a_sheet_that_is_left_while_files_are_looked_at_leaves_no_copies(
    qtbot: QtBot, hands: Hands, shelf: dict[str, Path]
) -> None:
    hands.preparation.add(list(shelf.values()))
    hands.sheet.open()
    hands.sheet.leave()
    qtbot.waitUntil(lambda: not hands.preparation._busy)
    qtbot.waitUntil(lambda: not hands.at.shop.temporary())


# ── more files ─────────────────────────────────────────────────────────────────────────────────────────────────


def clipboard(data: QMimeData) -> None:
    QApplication.clipboard().setMimeData(data)


def test_files_and_pictures_are_pasted_into_the_sheet(qtbot: QtBot, hands: Hands, shelf: dict[str, Path]) -> None:
    hands.add(shelf["photo.jpg"])
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(shelf["list.txt"]))])
    clipboard(files)
    with qtbot.waitSignal(hands.sheet.added) as added:
        qtbot.keyClick(hands.caption, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert added.args == [[shelf["list.txt"]]]
    pixels = QMimeData()
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    pixels.setImageData(image)
    clipboard(pixels)
    with qtbot.waitSignal(hands.sheet.image_added):
        qtbot.keyClick(hands.rows, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_text_is_pasted_into_the_caption(qtbot: QtBot, hands: Hands, shelf: dict[str, Path]) -> None:
    hands.add(shelf["photo.jpg"])
    text = QMimeData()
    text.setText("from elsewhere")
    clipboard(text)
    qtbot.keyClick(hands.caption, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert hands.caption.text() == "from elsewhere"
    assert hands.sheet.model.lines[0].caption == "from elsewhere"


def inside(part: QWidget, whole: QWidget) -> bool:
    return whole.rect().contains(QRect(part.mapTo(whole, QPoint(0, 0)), part.size()))


def test_every_part_has_a_name_for_assistive_technology(hands: Hands, shelf: dict[str, Path]) -> None:
    hands.add(*shelf.values())
    assert hands.rows.accessibleName() and hands.caption.accessibleName()
    for button in hands.sheet.findChildren(QPushButton):
        assert button.accessibleName() or button.text()
    row = hands.sheet.model.index(4)
    assert row.data(Qt.ItemDataRole.AccessibleTextRole) == "trick.jpg"
    assert row.data(Qt.ItemDataRole.AccessibleDescriptionRole).startswith("Refused: it is a program")
