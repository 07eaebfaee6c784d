"""A search in texts or in file names only, and a message found by the id that a reply names."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.events import MessageRevoked
from app.domain.ids import ChatId
from app.domain.kinds import Direction, MediaKind, MessageKind
from app.services.views import Within
from app.storage.store import InstanceStore
from tests.unit.storage.chatter import Chatter
from tests.unit.storage.making import OTHER, PHONE, apply_all, message, opened, remote


def found(store: InstanceStore, text: str, within: Within, chat: ChatId | None = None) -> list[tuple[int, str, str]]:
    with store.view() as view:
        return [(int(hit.message), hit.field, hit.snippet) for hit in view.search(text, 50, chat, within)]


@pytest.fixture
def shop(tmp_path: Path) -> InstanceStore:
    with opened(tmp_path) as store:
        document = MediaKind.DOCUMENT
        apply_all(
            store,
            [
                message("1", sent_at=1, text="o boleto"),
                message("2", sent_at=2, text="o boleto", media=remote(document, name="recibo.pdf")),
                message("3", sent_at=3, text="segue", media=remote(document, name="boleto.pdf")),
                message("4", sent_at=4, text="este boleto", media=remote(document, name="boleto maio.pdf")),
                message("5", sent_at=5, text="maio", media=remote(document, name="boleto.pdf"), chat=(OTHER,)),
            ],
        )
        yield store


def test_texts_and_names_are_told_apart_and_no_message_is_in_both(shop: InstanceStore) -> None:
    assert [(id, field) for id, field, _snippet in found(shop, "boleto", Within.WORDS)] == [(2, "caption"), (1, "text")]
    assert found(shop, "boleto", Within.NAMES) == [
        (5, "name", "\x02boleto\x03.pdf"),
        (4, "name", "\x02boleto\x03 maio.pdf"),
        (3, "name", "\x02boleto\x03.pdf"),
    ]


def test_words_of_which_caption_and_name_have_one_each_count_as_text(shop: InstanceStore) -> None:
    assert [id for id, _field, _snippet in found(shop, "boleto maio", Within.WORDS)] == [5]
    assert [id for id, _field, _snippet in found(shop, "boleto maio", Within.NAMES)] == [4]


def test_one_chat_alone_can_be_searched_so_too(shop: InstanceStore) -> None:
    with shop.view() as view:
        chat = view.chat_at(OTHER)
    assert [id for id, _field, _snippet in found(shop, "boleto", Within.NAMES, chat)] == [5]
    assert found(shop, "boleto", Within.WORDS, chat) == []


@pytest.mark.parametrize("seed", range(3))
def test_both_together_find_what_a_search_in_all_texts_finds(tmp_path: Path, seed: int) -> None:
    with opened(tmp_path) as store:
        apply_all(store, Chatter(seed).events(120))
        with store.view() as view:
            for text in ("b", "bo", "a", "pdf", "maio b", "1"):
                whole = {hit.message for hit in view.search(text, 1000) if hit.field != "contact"}
                words = {hit.message for hit in view.search(text, 1000, within=Within.WORDS)}
                names = {hit.message for hit in view.search(text, 1000, within=Within.NAMES)}
                assert words | names == whole and not words & names


def test_a_message_is_found_by_the_id_that_a_reply_names_in_its_own_chat_only(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        apply_all(
            store,
            [
                message("A", sent_at=1),
                message("A", sent_at=2, chat=(OTHER,)),
                message("B", sent_at=3, direction=Direction.OUT),
                message("B", sent_at=4),
                message("C", sent_at=5, kind=MessageKind.REACTION, text="👍"),
                message("D", sent_at=6),
                MessageRevoked("D", (PHONE,), 7),
            ],
        )
        with store.view() as view:
            chat, other = view.chat_at(PHONE), view.chat_at(OTHER)
            times = {name: view.messages([view.message_with(chat, name) or 0])[0].sent_at for name in "ABD"}
            assert times == {"A": 1, "B": 4, "D": 6}
            assert view.messages([view.message_with(other, "A") or 0])[0].sent_at == 2
            for unknown in ("B", "C", "x", ""):
                assert view.message_with(other, unknown) is None
            assert view.message_with(chat, "C") is None
