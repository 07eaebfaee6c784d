"""The demo's material is real: every file is what it says, the same for the same seed, and the history is plausible."""

from __future__ import annotations

import random
import time
from collections import Counter
from pathlib import Path

import pytest

from app.bootstrap.demo.people import ACCOUNTS, CLIENTS, PEOPLE
from app.bootstrap.demo.shelf import Item, Shelf
from app.bootstrap.demo.stage import history
from app.domain.addresses import is_phone, phone
from app.domain.ids import instance_id
from app.domain.kinds import MediaKind
from app.media.derive import derive
from app.media.judgement import judge
from app.media.sniff import sniff

NOW = 1_790_000_000


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("shelf"), 20)


def everything(shelf: Shelf) -> list[Item]:
    return [
        *(shelf.photo(number) for number in range(9)),
        *(shelf.paper(number) for number in range(9)),
        shelf.voice(0),
        shelf.song(),
        shelf.film(3),
        shelf.sticker(0),
    ]


def test_every_file_is_what_it_says_and_would_be_kept(shelf: Shelf) -> None:
    for item in everything(shelf):
        with item.path.open("rb") as stream:
            found = sniff(stream, name=item.path.name, size_bytes=item.path.stat().st_size)
        verdict = judge(found, MediaKind(item.type), item.mime, item.path.name)
        assert verdict.reason is None, item.path.name
        assert item.voice == (item.path.suffix == ".ogg")


def test_files_of_every_kind_give_what_the_window_shows_of_them(shelf: Shelf) -> None:
    photo, paper, voice, film, sticker = (
        shelf.photo(0), shelf.paper(2), shelf.voice(0), shelf.film(3), shelf.sticker(1),
    )  # fmt: skip
    found = {}
    for item in (photo, paper, voice, film, sticker):
        with item.path.open("rb") as stream:
            found[item.type] = derive(stream, item.mime, MediaKind(item.type))
    assert all(not derived.failures for derived in found.values()), found
    assert found["image"].probe.width == 1280 and found["image"].thumbs
    assert found["document"].probe.pages == 15 and found["document"].thumbs
    assert 3.5 < found["audio"].probe.duration_s < 4.5 and len(set(found["audio"].waveform)) > 10
    assert found["video"].thumbs and 5 < found["video"].probe.duration_s < 7
    assert found["sticker"].probe.width == 512


def test_a_program_in_disguise_is_set_aside(shelf: Shelf) -> None:
    item = shelf.disguised()
    with item.path.open("rb") as stream:
        found = sniff(stream, name=item.path.name, size_bytes=item.path.stat().st_size)
    assert judge(found, MediaKind.IMAGE, item.mime, item.path.name).reason is not None


def test_the_same_seed_makes_the_same_files_and_another_one_others(tmp_path: Path) -> None:
    made = []
    for number, seed in enumerate((20, 20, 21)):
        folder = tmp_path / str(number)
        folder.mkdir()
        made.append(Shelf(folder, seed).photo(2).path.read_bytes())
    assert made[0] == made[1] != made[2]


def test_a_file_is_made_once(shelf: Shelf) -> None:
    first = shelf.photo(1).path
    written = first.stat().st_mtime_ns
    time.sleep(0.01)
    assert shelf.photo(1).path.stat().st_mtime_ns == written


def test_people_and_accounts_can_exist() -> None:
    numbers = [number for _name, number in PEOPLE] + [account.number for account in ACCOUNTS]
    assert len(set(numbers)) == len(numbers)
    assert all(phone(number) is not None and is_phone(phone(number)) for number in numbers)
    assert all(instance_id(account.id) for account in ACCOUNTS)
    assert {account.client for account in ACCOUNTS} == set(range(1, len(CLIENTS) + 1)) and len(ACCOUNTS) == 4
    assert all(person < len(PEOPLE) for account in ACCOUNTS for person in account.people)


def test_the_history_reaches_every_chat_is_newest_first_and_mixes_all_kinds() -> None:
    lines = history(random.Random(20), NOW, 420)
    assert len(lines) == 420
    assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)
    assert all(line.at < NOW for line in lines)
    assert {(line.account.id, line.person) for line in lines} == {
        (account.id, person) for account in ACCOUNTS for person in account.people
    }
    kinds = Counter(line.kind for line in lines)
    assert set(kinds) == {"text", "photo", "voice", "paper", "film", "sticker"}
    assert sum(count for kind, count in kinds.items() if kind != "text") > 150
    assert any(line.from_me for line in lines) and any(not line.from_me for line in lines)
