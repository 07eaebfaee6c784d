"""The details of the viewer: the verdict on the bytes, their hash, how they were checked, and the facts."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.domain.encryption import Check
from app.domain.kinds import Direction, MediaState
from app.ui.look.account_tile import AccountName
from app.ui.models.sending_as import SendingAs
from app.ui.panes.viewer.facts import check_words, facts_of, hash_lines, moment_words, verdict
from tests.gui.gallery_parts import open_viewer
from tests.support import samples
from tests.support.gallery_store import item


class TestFacts:
    """The details."""

    def test_a_hash_stands_in_groups_of_four_on_two_lines(self) -> None:
        lines = hash_lines("0123456789abcdef" * 4)
        assert lines == ["0123 4567 89ab cdef 0123 4567 89ab cdef"] * 2

    def test_the_badge_says_what_is_proven(self) -> None:
        assert verdict(item(1, checks=(Check.MAC,)))[0] == "success"
        assert verdict(item(1))[2] == "Not verified"
        assert verdict(item(1, direction=Direction.OUT))[2] == "Sent from here"
        assert verdict(item(1, state=MediaState.QUARANTINED))[0] == "warning"
        assert verdict(item(1, state=MediaState.FAILED))[0] == "danger"

    def test_checks_are_told_strongest_first(self) -> None:
        told = check_words((Check.LENGTH, Check.PLAIN_SHA256))
        assert told == ["The file matches (SHA-256)", "The size matches"]

    def test_facts_leave_out_what_is_not_known(self) -> None:
        names = [name for name, _value in facts_of(item(1, size_bytes=None, width=None, height=None))]
        assert names == ["Type", "From", "Number", "When"]
        assert dict(facts_of(item(1)))["Size"].endswith("1,280 × 960")

    def test_a_type_is_told_by_the_content_of_what_is_here(self) -> None:
        assert dict(facts_of(item(1, mime="image/jpeg")))["Type"] == "JPG, by its content"
        assert dict(facts_of(item(1, mime="application/x-odd")))["Type"] == "application/x-odd, by its content"
        assert dict(facts_of(item(1, mime="image/jpeg", state=MediaState.REMOTE)))["Type"] == "Image · JPG"

    def test_a_number_is_written_as_people_write_it(self) -> None:
        assert dict(facts_of(item(1, chat="+5511981423307")))["Number"] == "+55 11 98142-3307"

    def test_an_expiry_that_no_longer_matters_is_said_calmly(self) -> None:
        facts = dict(facts_of(item(1, expires_at=1_800_000_000)))
        assert facts["At WhatsApp"].endswith("already kept")

    def test_when_it_came_is_said_in_words(self) -> None:
        now = datetime(2026, 11, 20, 18, 0)
        at = int(datetime(2026, 11, 20, 12, 51).timestamp())
        assert moment_words(item(1, sent_at=at), now) == "received today 12:51"
        assert moment_words(item(1, sent_at=at - 86_400, direction=Direction.OUT), now) == "sent yesterday 12:51"
        assert moment_words(item(1, sent_at=at - 40 * 86_400), now) == "received Oct 11, 2026, 12:51"

    def test_the_panel_shows_badge_hash_checks_and_facts(self, qtbot: QtBot) -> None:
        made = item(1, checks=(Check.MAC, Check.PLAIN_SHA256))
        with open_viewer(qtbot, [made], {1: samples.jpeg()}) as (viewer, _store):
            texts = [label.text() for label in viewer._details.findChildren(QLabel)]
            assert "Verified" in texts and "SHA-256" in texts and "The seal matches (MAC)" in texts
            assert any(text.startswith("9f2c 41d7 e08b") for text in texts)

    def test_the_panel_names_the_account_that_a_media_belongs_to(self, qtbot: QtBot) -> None:
        shop = SendingAs(1, "Loja Centro", "anil", "W-API", "Ramires")
        with open_viewer(qtbot, [item(1)], {1: samples.jpeg()}) as (viewer, _store):
            viewer.name_accounts(lambda media: shop if media == 1 else None)
            viewer.retranslate()
            assert viewer._details.findChild(AccountName).accessibleName() == "Loja Centro · W-API"
