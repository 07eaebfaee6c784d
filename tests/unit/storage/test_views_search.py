"""Search against a slow look through all texts: newest first, any input, marks where the hit stands."""

from __future__ import annotations

import random
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.domain.events import ContactSeen, MessageEdited, MessageRevoked, Party
from app.domain.ids import ChatId
from app.domain.kinds import MediaKind, MessageKind
from app.services.views import ChatFilter, Hit
from app.storage import engine
from app.storage.store import FILE, InstanceStore
from app.storage.tables.search import INDEX_DUE
from tests.unit.storage.chatter import Chatter
from tests.unit.storage.making import GROUP, LID, OTHER, PHONE, Happening, apply_all, message, opened, remote
from tests.unit.storage.oracle import Oracle


def folded(text: str) -> list[str]:
    """Return the words of a text without accents and case."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", plain)


def matches(asked: str, *texts: str) -> bool:
    """Tell whether every word of `asked` begins a word of the texts."""
    words = [word for text in texts for word in folded(text)]
    return all(any(word.startswith(piece) for word in words) for piece in folded(asked))


def expected(oracle: Oracle, asked: str, chat: int | None = None) -> list[tuple[int, str]]:
    """Return (message, field) of all hits, newest first."""
    rows = {row.id: row for row in oracle.message}
    media = {row.id for row in oracle.media}
    found = []
    for id, (words, name) in oracle.words().items():
        row = rows[id]
        if matches(asked, words, name) and chat in (None, row.chat_id):
            in_words = any(matches(piece, words) for piece in folded(asked))
            field = ("caption" if id in media else "text") if in_words else "name"
            found.append((row.sent_at, id, field))
    if chat is None:
        for line in oracle.chat_line:
            person = oracle.contact_of(line.chat_id)
            if matches(asked, person.name, person.verified_name) and (shown := oracle.shown(line.chat_id)):
                found.append((line.last_at, shown[-1].id, "contact"))
    return [(id, field) for _at, id, field in sorted(found, key=lambda hit: (-hit[0], -hit[1]))]


QUESTIONS = [
    "boleto",
    "bo",
    "b",
    "MAE",
    "acao",
    "pdf",
    "42",
    "nota bo",
    "x 42",
    "pao maio",
    "ana",
    "avil jo",
    "cafe",
    "zoe",
    "none",
]


@pytest.mark.parametrize("seed", range(6))
def test_hits_are_those_of_a_slow_look_whatever_happened_before(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    with opened(tmp_path) as store:
        for _round in range(3):
            apply_all(store, Chatter(rng.random()).events(60), batch=rng.choice([1, 9, 1000]))
            oracle = Oracle(tmp_path / FILE)
            with store.view() as view:
                for asked in QUESTIONS:
                    hits = view.search(asked, 1000)
                    assert sorted(summary(hits)) == sorted(expected(oracle, asked))
                    assert [hit.sent_at for hit in hits] == sorted((hit.sent_at for hit in hits), reverse=True)
                    chat = rng.choice(oracle.chat).id
                    assert summary(view.search(asked, 1000, ChatId(chat))) == expected(oracle, asked, chat)
                    assert view.search(asked, 3) == hits[:3]
    check_indexes(tmp_path / FILE)


@pytest.mark.parametrize("seed", range(2))
def test_what_is_deleted_is_not_found(tmp_path: Path, seed: int) -> None:
    with opened(tmp_path) as store:
        apply_all(store, Chatter(seed).events(200))
        forget(tmp_path / FILE, random.Random(seed))
        oracle = Oracle(tmp_path / FILE)
        with store.view() as view:
            for asked in QUESTIONS:
                assert sorted(summary(view.search(asked, 1000))) == sorted(expected(oracle, asked))
    assert oracle.kept_lines() == oracle.lines()
    check_indexes(tmp_path / FILE)


def test_the_texts_of_one_transaction_are_indexed_together(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        for first in (0, 50):
            with store.write() as tx:
                for number in range(first, first + 50):
                    name = f"boleto {number}.pdf" if number % 5 == 0 else ""
                    media = remote(MediaKind.DOCUMENT, name=name) if name else None
                    tx.library.record(message(str(number), sent_at=1_000 - number, text="bom dia", media=media))
        with store.view() as view:
            assert len(view.search("bom dia", 1000)) == 100
            assert len(view.search("boleto", 1000)) == 20
    with closing(engine.connect(tmp_path / FILE)) as connection:
        assert connection.execute("SELECT count(DISTINCT origin) FROM message_search_docsize").fetchone() == (2,)
        assert connection.execute("SELECT count(*) FROM search_due").fetchone() == (0,)


def forget(path: Path, rng: random.Random) -> None:
    """Delete half of the messages, the files of some others, and one chat with everything in it."""
    with closing(engine.connect(path)) as connection:
        ids = [id for (id,) in connection.execute("SELECT id FROM message WHERE chat_id > 1")]
        whole = [(id,) for (id,) in connection.execute("SELECT id FROM message WHERE chat_id = 1")]
        half = [(id,) for id in rng.sample(ids, len(ids) // 2)]
        files = connection.execute("SELECT id FROM media WHERE name <> '' AND id % 2").fetchall()
        for table, key, gone in (
            ("source", "media_id", [*whole, *half, *files]),
            ("media", "id", [*whole, *half, *files]),
            ("message", "id", [*whole, *half]),
        ):
            connection.executemany(f"DELETE FROM {table} WHERE {key} = ?", gone)
        connection.execute("DELETE FROM chat WHERE id = 1")
        for statement in INDEX_DUE:
            connection.execute(statement)


def summary(hits: list[Hit]) -> list[tuple[int, str]]:
    return [(hit.message, hit.field) for hit in hits]


def check_indexes(path: Path) -> None:
    """Let SQLite compare the parts of its indexes, and see that there is an entry for each row and no other."""
    oracle = Oracle(path)
    entries = {
        "message_search": sum(any(texts) for texts in oracle.words().values()),
        "contact_search": len(oracle.contact),
    }
    with closing(engine.connect(path)) as connection:
        for name, count in entries.items():
            connection.execute(f"INSERT INTO {name} ({name}) VALUES ('integrity-check')")
            assert connection.execute(f"SELECT count(*) FROM {name}_docsize").fetchone() == (count,)


@pytest.fixture(scope="module")
def shop() -> Iterator[InstanceStore]:
    told: list[Happening] = [
        message("1", sent_at=1, text="Segue o BOLÊTO do mês de maio, obrigado"),
        message("2", sent_at=2, media=remote(MediaKind.DOCUMENT, name="boleto-maio_2026.pdf"), text="pague até sexta"),
        message("3", sent_at=3, chat=Party((OTHER,), name="Boleto Expresso"), text="olá"),
        message("4", sent_at=0, text="imported later, but older: boleto"),
        message("5", sent_at=5, chat=(GROUP,), media=remote(), text="recibo\x02\x03"),
    ]
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as store:
        apply_all(store, told)
        yield store


def found(store: InstanceStore, text: str, chat: ChatId | None = None) -> list[tuple[str, str]]:
    with store.view() as view:
        return [(hit.field, hit.snippet) for hit in view.search(text, 50, chat)]


def test_the_newest_come_first_whenever_they_were_recorded(shop: InstanceStore) -> None:
    assert found(shop, "boleto") == [
        ("contact", "\x02Boleto\x03 Expresso"),
        ("name", "\x02boleto\x03-maio_2026.pdf"),
        ("text", "Segue o \x02BOLÊTO\x03 do mês de maio, obrigado"),
        ("text", "imported later, but older: \x02boleto\x03"),
    ]


def test_pieces_may_stand_in_caption_and_file_name(shop: InstanceStore) -> None:
    assert found(shop, "boleto sexta") == [("caption", "pague até \x02sexta\x03")]


def test_a_name_is_found_by_its_parts_and_as_it_is_written(shop: InstanceStore) -> None:
    for asked in ("boleto-maio_2026.pdf", "maio_2026", "2026.pdf", "2026 pdf"):
        assert [field for field, _snippet in found(shop, asked)] == ["name"]


def test_a_hit_says_where_it_stands(shop: InstanceStore) -> None:
    with shop.view() as view:
        (hit,) = view.search("recibo", 9)
        assert (hit.message, hit.chat, hit.media, hit.sent_at) == (5, view.chat_at(GROUP), 5, 5)
        assert hit.snippet == "\x02recibo\x03  "
        (person,) = view.search("expresso", 9)
        assert (person.message, person.chat, person.media, person.sent_at) == (3, view.chat_at(OTHER), None, 3)


def test_a_search_in_one_chat_finds_nothing_else(shop: InstanceStore) -> None:
    with shop.view() as view:
        person, other = view.chat_at(PHONE), view.chat_at(OTHER)
    assert len(found(shop, "boleto", person)) == 3
    assert found(shop, "boleto", other) == []
    assert found(shop, "boleto", ChatId(999)) == []


def test_a_long_text_is_cut_around_the_hit(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        apply_all(store, [message("1", text="antes " * 500 + "agulha" + " depois" * 500)])
        ((_field, snippet),) = found(store, "agu")
    assert "\x02agulha\x03" in snippet
    assert len(snippet) < 200


NASTY = [
    '"', "'", "a AND", "NEAR(a b)", "words:a", "{name} : x", "-a", "a*", "^a", "a OR", "(", "NOT", "a+b", "\\", "%", "",
    " ", "\0", "a\0b", "\ud800", "\x02", "👍", "👩\u200d👧", "é" * 5000, "a " * 5000, "ａ", "ﬁ", "١٢", "\u0301", "中文",
    "İ",
]  # fmt: skip


@settings(
    max_examples=300, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=40) | st.lists(st.sampled_from([*NASTY, "boleto", "bo", "maio"]), max_size=5).map(" ".join))
@example("a" * 100_000)
def test_no_text_is_an_error(shop: InstanceStore, text: str) -> None:
    with shop.view() as view:
        for hit in view.search(text, 50):
            assert hit.snippet
        view.search(text, 50, ChatId(1))
        view.chat_ids(ChatFilter.ALL, text)


@pytest.mark.parametrize("text", NASTY)
def test_no_nasty_text_is_an_error(shop: InstanceStore, text: str) -> None:
    with shop.view() as view:
        assert len(view.search(text, 50)) <= 50


def test_signs_around_a_word_do_not_matter(shop: InstanceStore) -> None:
    for asked in ('"boleto"', "(boleto)", "boleto*", "👍 boleto", "BOLETO,"):
        assert len(found(shop, asked)) == 4


def test_an_edit_counts_and_what_was_taken_back_is_gone(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        document = remote(MediaKind.DOCUMENT, name="conta.pdf")
        apply_all(store, [message("1", text="ontem"), message("2", text="segredo", media=document)])
        apply_all(store, [MessageEdited("1", (PHONE,), 5, "amanhã"), MessageRevoked("2", (PHONE,), 6)])
        assert (found(store, "ontem"), found(store, "segredo")) == ([], [])
        assert [field for field, _ in found(store, "amanha")] == ["text"]
        assert [field for field, _ in found(store, "conta")] == ["name"]


def test_reactions_are_not_found(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        apply_all(store, [message("1", kind=MessageKind.REACTION, text="nice")])
        assert found(store, "nice") == []


def test_messages_of_two_chats_that_became_one_are_found_in_the_one(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        apply_all(store, [message("1", chat=(LID,), text="agulha"), message("2", text="agulha")])
        apply_all(store, [ContactSeen(Party((LID, PHONE), name="Ana"), 5)])
        with store.view() as view:
            chat = view.chat_at(PHONE)
        assert len(found(store, "agulha", chat)) == 2
        assert [field for field, _ in found(store, "ana")] == ["contact"]


def test_times_beyond_all_calendars_do_no_harm(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        times = [-5, 0, 2**33 - 1, 2**33, 2**40]
        apply_all(store, [message(str(at), sent_at=at, text="agulha") for at in times])
        with store.view() as view:
            assert [hit.sent_at for hit in view.search("agulha", 9)] == sorted(times, reverse=True)
