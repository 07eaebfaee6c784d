"""Somebody without a name is shown by their number as people write it; the list of status updates has words."""

from __future__ import annotations

import pytest

from app.domain.kinds import Direction
from app.domain.statuses import Status
from app.domain.uploads import UploadState
from app.texts import set_language
from app.ui.look.avatar import _glyph
from app.ui.models.contact_words import contact_title
from app.ui.panes.chats.delegate import _own_sign
from tests.gui.chat_store import chat_row


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Marina Prado", "Marina Prado"),
        ("+5511981423307", "+55 11 98142-3307"),
        ("status@broadcast", "Status updates"),
        ("100000000000002@lid", "100000000000002@lid"),
        ("", ""),
    ],
)
def test_a_contact_is_called_by_name_number_or_words(name: str, title: str) -> None:
    assert contact_title(name) == title


def test_the_words_follow_the_language_in_force() -> None:
    assert contact_title("status@broadcast") == "Status updates"
    set_language("en")
    assert contact_title("status@broadcast") == "Status updates"


def test_status_updates_groups_and_strangers_have_different_glyphs() -> None:
    glyphs = {_glyph(key) for key in ("status@broadcast", "1203630@g.us", "+5511981423307")}
    assert len(glyphs) == 3


@pytest.mark.parametrize(
    ("state", "icon"),
    [
        (UploadState.UNCONFIRMED, "circle-question-mark"),
        (UploadState.FAILED, "circle-alert"),
        (UploadState.WAITING, "hourglass"),
        (UploadState.UPLOADING, "circle-dashed"),
        (UploadState.READ, "check-check"),
        (None, "check-check"),
    ],
)
def test_the_list_says_how_far_an_own_message_has_come(state: UploadState | None, icon: str) -> None:
    row = chat_row(1, last_direction=Direction.OUT, last_status=Status.READ, last_upload=state)
    assert _own_sign(row)[0] == icon


def test_a_received_message_has_no_sign_of_its_way() -> None:
    assert _own_sign(chat_row(1, last_direction=Direction.IN)) is None
