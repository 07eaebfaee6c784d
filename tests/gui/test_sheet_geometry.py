"""Sheets, viewer, queue and welcome keep their shape: nothing is clipped or lies on anything else, in any language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtWidgets import QLabel, QLineEdit, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.domain.accounts import Client, VaultForm
from app.domain.encryption import Check
from app.domain.ids import ClientId
from app.domain.kinds import Direction, MediaKind, MediaState
from app.domain.reasons import Reason
from app.services.drafts import Draft
from app.services.setup import Check as SetupCheck
from app.services.setup import SetupReport, Verdict
from app.system.settings_file import SettingsFile
from app.texts import set_language
from app.ui.bridge import Errands
from app.ui.dialogs.client import ClientDialog
from app.ui.dialogs.folder import FolderFacts, FolderQuestion
from app.ui.dialogs.keys import KeysDialog
from app.ui.dialogs.prepare import PrepareSheet
from app.ui.dialogs.prepare.delegate import DraftDelegate
from app.ui.dialogs.prepare.listing import DraftList
from app.ui.dialogs.question import Question
from app.ui.dialogs.settings import SettingsDialog
from app.ui.dialogs.sheet import Sheet
from app.ui.dialogs.wizard import InstanceWizard
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.drafts import LineRole
from app.ui.panes.banner import Banner, Notice
from app.ui.panes.viewer.notice_view import NoticeView
from app.ui.panes.welcome import WelcomePage
from app.ui.wiring.actions import Actions
from tests.gui.gallery_parts import open_viewer
from tests.gui.geometry import faults
from tests.gui.looks import make_look
from tests.gui.sending_parts import LONG, sheet_over
from tests.support import samples
from tests.support.gallery_store import item

SIZES = {"960×600": ((960, 600), 1.0), "960×600 at 150 %": ((960, 600), 1.5), "1280×800": ((1280, 800), 1.0)}
CASES = [
    ("960×600 at 150 %", "es"),
    ("960×600 at 150 %", "pt_BR"),
    ("960×600 at 150 %", "en"),
    ("960×600", "es"),
    ("1280×800", "pt_BR"),
]
"""The longest language in the least room first; what fits there fits in the others."""
LONG_NAME = "Captura de tela da conversa inteira com o cliente 2026-11-20 às 14.35.12 parte 512.png"
PERSON = "María de los Ángeles Fernández-Echeverría y Castellanos del Río"
COMPANY = "Associação Beneficente dos Trabalhadores Aposentados da Região Metropolitana"

everywhere = pytest.mark.parametrize(("size", "language"), CASES)


class Room:
    """A window of some size in a language, and what its tests take hold of."""

    def __init__(self, qtbot: QtBot, size: str, language: str) -> None:
        (width, height), scale = SIZES[size]
        set_language(language)
        self.qtbot = qtbot
        self.look: tuple[Theme, Icons] = make_look(scale=scale)
        self.theme, self.icons = self.look
        self.theme.reduced_motion = True
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.window.resize(width, height)
        self.window.show()

    def faults_of(self, sheet: Sheet) -> list[str]:
        sheet.open()
        return self.settled(sheet.panel)

    def settled(self, part: QWidget) -> list[str]:
        for _round in range(3):
            QCoreApplication.sendPostedEvents()
            QCoreApplication.processEvents()
        # A caption field has its count inside of it.
        return [fault for fault in faults(part) if "QLineEdit" not in fault]


@pytest.fixture
def room(qtbot: QtBot, size: str, language: str) -> Room:
    return Room(qtbot, size, language)


def draft(name: str, kind: MediaKind = MediaKind.IMAGE, **facts: object) -> Draft:
    given = {"mime": "image/jpeg", "extension": "jpg", "size_bytes": 4_900_000, "sha256": "", "voice": False}
    return Draft(name, kind, temp=None, **(given | facts))  # type: ignore[arg-type]


DRAFTS = (
    draft(LONG_NAME),
    draft("large.jpg", problem=Reason.TOO_LARGE, size_bytes=12_000_000),
    draft("trick.jpg", problem=Reason.TYPE_REFUSED, extension="exe"),
    draft("photo.jpg", MediaKind.DOCUMENT),
    draft("voice.ogg", MediaKind.AUDIO, mime="audio/ogg", extension="ogg"),
)


def prepare_sheet(room: Room) -> PrepareSheet:
    sheet = sheet_over(room.window, room.look, LONG, PERSON)
    for key in sheet.show_files([Path(found.name) for found in DRAFTS]):
        sheet.model.update(key, draft=DRAFTS[key], ceiling_bytes=10_000_000, document_bytes=25_000_000)
    sheet.model.update(0, caption="Some words " * 20, facts="4,032 × 3,024")
    return sheet


@everywhere
def test_the_preparation_sheet(room: Room) -> None:
    sheet = prepare_sheet(room)
    sheet.say_left_out(300, 412)
    assert not room.faults_of(sheet)
    rows = sheet.findChild(DraftList)
    delegate = rows.itemDelegate()
    assert isinstance(delegate, DraftDelegate)
    for row in range(len(DRAFTS)):
        rows.setCurrentIndex(sheet.model.index(row))
        assert not room.settled(sheet.panel), sheet.model.lines[row].name
        place, line = rows.visualRect(sheet.model.index(row)), sheet.model.index(row).data(LineRole)
        answers = delegate.answers(place, line)
        lines = delegate._lines(QRectF(place), line)
        assert answers and all(QRectF(place).contains(answer.rect) for answer in answers)
        assert all(QRectF(place).contains(words) and words.width() > room.theme.px(80) for words in lines)
        if not line.refused:
            assert not any(answer.rect.intersects(words) for answer in answers for words in lines)
    sheet.leave()


@everywhere
def test_questions_and_the_client_dialog(room: Room, errands: Errands) -> None:
    question = Question(
        room.theme, room.window, f"These files are from {COMPANY}", f"They would leave as {PERSON} of {COMPANY}.",
        yes="Send them all the same", no="Do not send",
    )  # fmt: skip
    assert not room.faults_of(question)
    facts = FolderFacts((COMPANY,), 300, 123_456_789, left_out=112)
    assert not room.faults_of(FolderQuestion(room.theme, room.window, facts))
    dialog = ClientDialog(room.theme, room.window, cast(Any, None), errands)
    assert not room.faults_of(dialog)
    dialog._name.complain("A name has 1 to 200 characters. " * 2)
    assert not room.settled(dialog.panel)


@everywhere
def test_settings_and_keys(room: Room, tmp_path: Path) -> None:
    assert not room.faults_of(SettingsDialog(room.theme, room.window, SettingsFile(tmp_path / "window.json")))
    listed = Actions(room.window, room.icons).listed()
    assert not room.faults_of(KeysDialog(room.theme, room.window, listed))


@pytest.fixture
def wizard(room: Room, errands: Errands) -> Iterator[InstanceWizard]:
    clients = [Client(ClientId(1), COMPANY, VaultForm.PLAIN)]
    made = InstanceWizard(room.theme, room.icons, room.window, cast(Any, None), errands, clients=clients)
    yield made
    made.reject()


CHECKS = (
    SetupCheck("address", Verdict.PASSED),
    SetupCheck("key", Verdict.FAILED, Reason.TOKEN_REFUSED),
    SetupCheck("limits", Verdict.PASSED, facts=(("image", "10000000"), ("video", "50000000"), ("audio", "16000000"))),
    SetupCheck("number", Verdict.WAITING),
    SetupCheck("no_phone", Verdict.WARNED),
    SetupCheck("address", Verdict.FAILED, Reason.TLS),
)


@everywhere
def test_every_page_of_the_wizard(room: Room, wizard: InstanceWizard) -> None:
    for provider in ("wapi", "sandbox"):
        wizard.provider.choose(provider)
        for number, page in enumerate(wizard._pages):
            if page is wizard.checks:
                continue
            wizard._go(number)
            found = room.faults_of(wizard) if not wizard.isVisible() else room.settled(wizard.panel)
            assert not found, page
            for field in ("base_url", "number", "credentials token"):
                if getattr(page, "has", lambda _name: False)(field):
                    cast(Any, page).fill(field, "http://api.example/a/very/long/path/" * 3)
                    cast(Any, page)._fields[field].complain("An address looks like https://host/path. " * 2)
            assert not room.settled(wizard.panel), page


@everywhere
def test_the_wizards_test_with_everything_that_it_may_find(room: Room, wizard: InstanceWizard) -> None:
    wizard.open()
    wizard._stack.setCurrentIndex(wizard._pages.index(wizard.checks))
    wizard.checks.show_report(SetupReport(CHECKS, "+5511999990000", PERSON))
    assert not room.settled(wizard.panel)


@everywhere
def test_welcome_and_banner(room: Room) -> None:
    whole, column = QWidget(), QVBoxLayout()
    welcome, banner = WelcomePage(*room.look), Banner(*room.look)
    banner.put(Notice("a", "danger", f"{PERSON}: {COMPANY}", COMPANY * 2, "Try again", "details", urgent=True))
    whole.setLayout(column)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(banner)
    column.addWidget(welcome, 1)
    room.window.setCentralWidget(whole)
    assert not room.settled(whole)


MEDIA = (
    item(1, name=LONG_NAME, checks=tuple(Check), contact=PERSON, caption="Words " * 60, expires_at=1_800_000_000),
    item(2, name=LONG_NAME, contact=PERSON, state=MediaState.FAILED, reason=Reason.TYPE_MISMATCH),
    item(3, name=LONG_NAME, kind=MediaKind.AUDIO, mime="audio/ogg", contact=PERSON, direction=Direction.OUT),
)


@everywhere
def test_the_viewer(qtbot: QtBot, size: str, language: str) -> None:
    (width, height), scale = SIZES[size]
    set_language(language)
    files: dict[int, Path | bytes] = {1: samples.jpeg(640, 480), 3: samples.voice()}
    with open_viewer(qtbot, MEDIA, files, size=(width - 72, height - 48), scale=scale) as (viewer, _store):
        for number in range(len(MEDIA)):
            qtbot.waitUntil(lambda number=number: viewer.media == number + 1)
            for details in (True, False):
                viewer._details.setVisible(details)
                QCoreApplication.processEvents()
                found = [fault for fault in faults(viewer) if "QToolButton" not in fault or "sticks" in fault]
                assert not found, (number, details)
            viewer._step(1)


@everywhere
def test_what_the_viewer_says_in_place_of_a_picture(room: Room) -> None:
    view = NoticeView(*room.look)
    room.window.setCentralWidget(view)
    words = [label for label in view.findChildren(QLabel) if label.wordWrap()]
    for label in words:
        label.setText("The file arrived damaged: its seal does not match. Ask the phone for it again. " * 3)
        label.setVisible(True)
    assert not room.settled(view)


def test_a_field_is_as_high_as_its_text_at_150_percent(qtbot: QtBot) -> None:
    room = Room(qtbot, "960×600 at 150 %", "es")
    sheet = prepare_sheet(room)
    sheet.open()
    caption = sheet.findChild(QLineEdit)
    assert caption.height() >= room.theme.px(40) and caption.textMargins().right() > 0
    sheet.leave()
