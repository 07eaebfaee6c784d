"""The contacts page against a slow look at the rows: order, search, lines, and what it costs."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from app.domain.addresses import Address
from app.domain.events import ContactSeen, Party, StatusChanged
from app.domain.kinds import MediaKind
from app.domain.statuses import Status
from app.services.people import PeopleOrder, PersonRow
from app.services.views import ViewStore
from app.storage.store import FILE
from app.storage.views import people
from tests.unit.storage.chatter import START, Chatter
from tests.unit.storage.making import GROUP, LID, OTHER, PHONE, apply_all, message, opened, remote
from tests.unit.storage.oracle import Oracle, Row
from tests.unit.storage.stepping import steps


def listed(store: ViewStore, order: PeopleOrder = PeopleOrder.NAME, text: str = "") -> list[PersonRow]:
    with store.view() as view:
        return view.people(view.people_ids(order, text))


def names(store: ViewStore, order: PeopleOrder = PeopleOrder.NAME, text: str = "") -> list[str]:
    return [row.name for row in listed(store, order, text)]


def folded(text: str) -> str:
    marks = unicodedata.normalize("NFD", text.replace("ø", "o").replace("Ø", "O"))
    return "".join(mark for mark in marks if not unicodedata.combining(mark)).lower()


def met(name: str, number: int, **facts: str) -> ContactSeen:
    return ContactSeen(Party((Address(f"+55119000000{number:02}"),), name=name, **facts), START)


def test_names_are_in_order_whatever_their_accents_and_whoever_has_none_comes_last(tmp_path: Path) -> None:
    people_seen = ["zoe", "Álvaro", "alba", "ANA", "Ñandú", "nadia", "~ Bia", "", "Élodie", "Østen", "olga", "محمد"]
    with opened(tmp_path) as store:
        apply_all(store, [met(name, number) for number, name in enumerate(people_seen)])
        assert names(store) == [
            "alba", "Álvaro", "ANA", "~ Bia", "Élodie", "nadia", "Ñandú", "olga", "Østen", "zoe", "محمد",
            "+5511900000007",
        ]  # fmt: skip


def test_a_new_name_moves_a_contact_and_the_verified_name_stands_in(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        apply_all(store, [met("Bia", 1), met("", 2, verified_name="Agência"), met("Caio", 3)])
        assert names(store) == ["Agência", "Bia", "Caio"]
        apply_all(store, [ContactSeen(Party((Address("+5511900000001"),), name="Zélia"), START + 5)])
        assert names(store) == ["Agência", "Caio", "Zélia"]


def test_the_latest_come_first_and_whoever_never_wrote_last(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        wrote = [message("1", sent_at=START), message("2", chat=(OTHER,), sent_at=START + 9)]
        apply_all(store, [met("Silent", 9), *wrote])
        assert names(store, PeopleOrder.LATEST) == [OTHER, PHONE, "Silent"]
        store.pin(1, pinned=True)
        assert names(store, PeopleOrder.LATEST) == [OTHER, PHONE, "Silent"], "pins are of the chat list"


@pytest.mark.parametrize(("text", "found"), [
    ("joao", ["João Ávila"]), ("AVI", ["João Ávila"]), ("jo av", ["João Ávila"]), ("ana", ["Ana"]),
    ("9 0000", ["Ana", "João Ávila"]), ("+55 (11) 90000-0002", ["João Ávila"]), ("nobody", []), ('"', []),
])  # fmt: skip
def test_a_search_ignores_accents_and_case_and_takes_parts_of_numbers(
    tmp_path: Path, text: str, found: list[str]
) -> None:
    with opened(tmp_path) as store:
        apply_all(store, [met("Ana", 1), met("João Ávila", 2)])
        assert names(store, text=text) == names(store, PeopleOrder.NAME, text) == found
        assert sorted(names(store, PeopleOrder.LATEST, text)) == found


def test_a_line_tells_chat_files_and_the_last_message(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        apply_all(store, [
            message("1", chat=Party((PHONE, LID), name="Ana", verified_name="Ana & Co"), sent_at=START,
                    media=remote(MediaKind.VIDEO)),
            message("2", sent_at=START + 1, media=remote()),
            message("3", chat=Party((GROUP,), name="Team"), sent_at=START + 2),
            met("Silent", 9),
        ])  # fmt: skip
        ana, silent, team = listed(store)
        with store.view() as view:
            assert ana.chat == view.chat_at(LID)
            assert view.people([ana.id, 10**6]) == [ana]
    assert (ana.address, ana.name, ana.verified_name, ana.media, ana.last_at) == (
        PHONE, "Ana", "Ana & Co", 2, START + 1,
    )  # fmt: skip
    assert (team.is_group, team.media) == (True, 0)
    assert (silent.chat, silent.last_at, silent.media) == (None, 0, 0)


def test_whoever_only_a_tick_named_is_nobody_s_contact(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        apply_all(store, [message("1"), StatusChanged("1", (OTHER,), Status.READ, START)])
        assert names(store) == [PHONE]
        with store.read() as rd:
            assert rd.totals()[2] == 1


@pytest.mark.parametrize("seed", range(4))
def test_any_library_is_listed_whole_and_in_order(tmp_path: Path, seed: int) -> None:
    with opened(tmp_path) as store:
        apply_all(store, Chatter(seed).events(150))
        oracle = Oracle(tmp_path / FILE)
        seen = {row.id: row for row in oracle.contact if row.seen}
        for order in PeopleOrder:
            assert {row.id for row in listed(store, order)} == seen.keys()
        rows = listed(store)
        assert [_key(seen[row.id]) for row in rows] == sorted(_key(row) for row in seen.values())
        assert [row.last_at for row in listed(store, PeopleOrder.LATEST)] == sorted(
            (row.last_at for row in rows), reverse=True
        )
        for row in rows:
            media = [each for each in oracle.media if each.chat_id == row.chat]
            assert row.media == len(media)


def test_lines_cost_the_same_in_a_large_account_and_ids_grow_with_it_alone(tmp_path: Path) -> None:
    costs = []
    with opened(tmp_path) as store:
        for begin, end in ((0, 200), (200, 2_000)):
            apply_all(store, [_greeting(number) for number in range(begin, end)])
            costs.append([
                steps(tmp_path / FILE, lambda sql: people.people_ids(sql, PeopleOrder.NAME, "")),
                steps(tmp_path / FILE, lambda sql: people.people_ids(sql, PeopleOrder.NAME, "maria 19")),
                steps(tmp_path / FILE, lambda sql: people.people(sql, range(1, 41))),
            ])  # fmt: skip
    (few_ids, _few_found, few_rows), (many_ids, _many_found, many_rows) = costs
    assert many_ids < 12 * few_ids, "ten times as many contacts"
    assert many_ids / 2_000 < 25, "one index is walked, nothing is sorted"
    assert many_rows < 1.5 * few_rows


def _key(row: Row) -> tuple[bool, str, int]:
    name = row.name or row.verified_name
    return not name, folded(name).lstrip(" ~.,_*-(") if name else row.address, row.id


def _greeting(number: int) -> object:
    person = Party((Address(f"+5511{900_000_000 + number}"),), name=f"{('Maria', 'João', 'Zoë')[number % 3]} {number}")
    return message(f"id{number}", chat=person, sent_at=START + number, media=remote() if number % 4 == 0 else None)
