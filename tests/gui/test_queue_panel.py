"""The queue lists uploads in the order of need, with the answers that each allows, by mouse and by keyboard."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QCoreApplication, QModelIndex, QRectF, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from app.domain.addresses import Address
from app.domain.ids import MessageId, UploadId
from app.domain.kinds import MediaKind
from app.domain.reasons import Reason
from app.domain.uploads import Upload, UploadState
from app.texts import set_language
from app.ui.models.queue import GroupRole, LineRole, Need, QueueModel
from app.ui.models.queue_words import Asking, actions
from app.ui.panes.queue import QueuePanel
from app.ui.panes.queue.view import QueueView
from tests.gui.geometry import faults
from tests.gui.looks import make_look

S = UploadState
ANA, BIA = Address("+5511900000001"), Address("+5511900000002")


def upload(
    number: int, state: UploadState, reason: Reason | None = None, *, to: Address = ANA, age_s: float = 1
) -> Upload:
    now = time.time()
    return Upload(
        id=UploadId(number),
        row_id=MessageId(number),
        message_id="",
        to=to,
        kind=MediaKind.DOCUMENT,
        state=state,
        reason=reason,
        name=f"a_rather_long_name_of_a_file_number_{number}.pdf",
        mime="application/pdf",
        size_bytes=2_500_000,
        sha256="ab" * 32,
        caption="",
        voice=False,
        path="",
        client_ref="",
        attempts=0,
        next_try_at=now + 38 if reason is Reason.RATE_LIMITED else None,
        sending_at=None,
        created_at=now - age_s,
    )


EVERYTHING = [
    upload(1, S.READ),
    upload(2, S.QUEUED),
    upload(3, S.UPLOADING),
    upload(4, S.FAILED, Reason.TYPE_REFUSED),
    upload(5, S.UNCONFIRMED, Reason.UNKNOWN_OUTCOME),
    upload(6, S.WAITING, Reason.WINDOW_CLOSED),
    upload(7, S.WAITING, Reason.RATE_LIMITED, to=BIA),
    upload(8, S.SENDING, to=BIA),
    upload(9, S.CANCELLED, Reason.CANCELLED),
    upload(10, S.PREPARING, to=BIA),
]


def panel_of(
    qtbot: QtBot, uploads: list[Upload], *, width: int = 1208, height: int = 752, scale: float = 1.0
) -> tuple[QueuePanel, QueueView]:
    panel = QueuePanel(*make_look(scale=scale))
    qtbot.addWidget(panel)
    panel.resize(width, height)
    panel.show()
    panel.set_uploads(uploads)
    view = panel.findChild(QueueView)
    view.doItemsLayout()
    return panel, view


def rows(view: QueueView) -> list[QModelIndex]:
    return [view.model().index(row, 0) for row in range(view.model().rowCount())]


def row_of(view: QueueView, number: int) -> QModelIndex:
    return next(i for i in rows(view) if i.data(LineRole) is not None and i.data(LineRole).upload.id == number)


def answer_centre(view: QueueView, number: int, action: str) -> object:
    index = row_of(view, number)
    _upload, answers = view.itemDelegate().answers(QRectF(view.visualRect(index)), index)
    return next(answer.rect.center().toPoint() for answer in answers if answer.action == action)


def test_groups_stand_in_the_order_of_need(qtbot: QtBot) -> None:
    _panel, view = panel_of(qtbot, EVERYTHING)
    groups = [index.data(GroupRole) for index in rows(view) if index.data(GroupRole) is not None]
    assert [(group.need, group.count) for group in groups] == [
        (Need.ASKING, 3),
        (Need.RUNNING, 3),
        (Need.WAITING, 2),
        (Need.DONE, 2),
    ]


def test_every_state_allows_what_the_outbox_takes_and_sending_has_no_cancel() -> None:
    allowed = {one.state: actions(one) for one in EVERYTHING}
    assert allowed[S.SENDING] == ()
    assert allowed[S.UNCONFIRMED] == ("check", "resend", "arrived")
    assert allowed[S.FAILED] == ("retry",)
    assert all(allowed[state] == ("cancel",) for state in (S.QUEUED, S.PREPARING, S.UPLOADING, S.WAITING))
    assert allowed[S.READ] == ()


@pytest.mark.parametrize(("width", "scale"), [(1208, 1.0), (888, 1.0), (888, 1.5)])
@pytest.mark.parametrize("code", ["en", "pt_BR", "es"])
def test_answers_lie_inside_their_row_and_clear_of_the_words(qtbot: QtBot, code: str, width: int, scale: float) -> None:
    set_language(code)
    _panel, view = panel_of(qtbot, EVERYTHING, width=width, height=552, scale=scale)
    layout = view.itemDelegate().layout
    for index in rows(view):
        line = index.data(LineRole)
        if line is None:
            continue
        rect = QRectF(view.visualRect(index))
        at = layout.places(rect, line)
        for answer in at.answers:
            assert rect.contains(answer.rect)
            assert not any(answer.rect.intersects(words) for words in (at.name, at.state, at.detail, at.bar))
        assert at.name.right() <= (at.contact.left() if at.contact.width() else at.sign.left())
        assert at.state.width() > 0


def test_at_the_drawn_width_columns_and_heights_are_as_drawn(qtbot: QtBot) -> None:
    _panel, view = panel_of(qtbot, EVERYTHING)
    layout, asking, running = view.itemDelegate().layout, row_of(view, 4), row_of(view, 3)
    assert view.visualRect(asking).height() == 52
    assert view.visualRect(running).height() == 36
    at = layout.places(QRectF(view.visualRect(running)), running.data(LineRole))
    assert (at.contact.x(), at.sign.x(), at.bar.width()) == (372, 572, 128)
    assert layout.places(QRectF(view.visualRect(asking)), asking.data(LineRole)).thumb.x() == 36


def test_a_click_on_an_answer_says_it_once(qtbot: QtBot) -> None:
    panel, view = panel_of(qtbot, EVERYTHING)
    said: list[tuple[int, str]] = []
    panel.action.connect(lambda number, action: said.append((number, action)))
    for number, action in ((5, "arrived"), (3, "cancel"), (9, "requeue")):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=answer_centre(view, number, action))
    assert said == [(5, "arrived"), (3, "cancel"), (9, "retry")]


def test_the_keyboard_reaches_every_answer(qtbot: QtBot) -> None:
    panel, view = panel_of(qtbot, EVERYTHING)
    said: list[tuple[int, str]] = []
    panel.action.connect(lambda number, action: said.append((number, action)))
    view.setCurrentIndex(row_of(view, 5))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(view, key)
    view.setCurrentIndex(row_of(view, 2))
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert said == [(5, "resend"), (2, "cancel")]


def test_the_first_enter_on_a_row_only_shows_where_it_is(qtbot: QtBot) -> None:
    panel, view = panel_of(qtbot, EVERYTHING)
    said: list[str] = []
    panel.action.connect(lambda _number, action: said.append(action))
    view.setCurrentIndex(row_of(view, 4))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert said == []
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert said == ["retry"]


def test_progress_is_told_in_figures_and_forgotten_when_it_ended(qtbot: QtBot) -> None:
    panel, view = panel_of(qtbot, EVERYTHING)
    panel.set_progress(3, 1_175_000, 2_500_000)
    spoken = row_of(view, 3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "47 %" in spoken
    panel.set_uploads([upload(3, S.READ)])
    assert "%" not in row_of(view, 3).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_row_is_spoken_with_name_contact_state_and_what_can_be_done(qtbot: QtBot) -> None:
    _panel, view = panel_of(qtbot, EVERYTHING)
    index = row_of(view, 4)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert all(part in spoken for part in ("number_4.pdf", "+55 11", "It failed", "Files of this type"))
    assert "Try again" in index.data(Qt.ItemDataRole.AccessibleDescriptionRole)


def test_the_row_in_front_stays_when_the_list_begins_anew(qtbot: QtBot) -> None:
    panel, view = panel_of(qtbot, EVERYTHING)
    view.setCurrentIndex(row_of(view, 7))
    panel.set_uploads([upload(20, S.FAILED, Reason.EMPTY), *EVERYTHING])
    assert view.currentIndex().data(LineRole).upload.id == 7


def test_nothing_on_its_way_says_so_and_old_ones_are_left_to_the_chats(qtbot: QtBot) -> None:
    panel, view = panel_of(qtbot, [upload(1, S.READ, age_s=3 * 86_400)])
    assert not view.isVisible()
    panel.set_uploads(EVERYTHING)
    assert view.isVisible()


def test_the_model_holds_under_every_change(qtbot: QtBot) -> None:
    model = QueueModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_uploads(EVERYTHING)
    model.set_progress({3: (1, 2), 99: (1, 2)}, 1.0)
    model.set_names({ANA: "Ana"})
    model.clear_done()
    assert model.count(Need.DONE) == 0
    model.set_uploads(EVERYTHING[:3])
    model.set_uploads([])
    assert model.rowCount() == 0
    tester.deleteLater()


@pytest.mark.parametrize(("width", "scale", "shown"), [(1208, 1.0, 3), (888, 1.5, 1)])
def test_other_accounts_that_need_somebody_are_a_press_away(qtbot: QtBot, width: int, scale: float, shown: int) -> None:
    panel, _view = panel_of(qtbot, EVERYTHING, width=width, height=552, scale=scale)
    asking = [Asking(number, f"Loja {'muito ' * 9}{number}", "L", "anil", number) for number in (1, 3, 2)]
    panel.set_elsewhere(asking)
    QCoreApplication.processEvents()
    chips = [chip for chip in panel.findChildren(QAbstractButton) if chip.accessibleName().startswith("Loja")]
    seen = [chip for chip in chips if chip.isVisible()]
    assert len(seen) == shown and seen[0].accessibleName().endswith("3: 3 uploads need you")
    assert not faults(panel._header)
    with qtbot.waitSignal(panel.account_wanted) as wanted:
        qtbot.mouseClick(seen[0], Qt.MouseButton.LeftButton)
    assert wanted.args == [3]
    panel.set_elsewhere([])
    assert not any(chip.isVisible() for chip in chips)
