"""The demo's files are real ones, the same for the same seed, and its weeks of talk are plausible."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from pathlib import Path

import av
import pypdfium2
import pytest
from PIL import Image

from app.bootstrap.demo.people import ACCOUNTS, CLIENTS, PEOPLE
from app.bootstrap.demo.scenes import SCENES
from app.bootstrap.demo.shelf import Item, Shelf
from app.bootstrap.demo.stage import history
from app.domain.addresses import is_phone, phone

DAY_S = 86_400
NOW = 1_790_000_000


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path, 20)


def digest(item: Item) -> str:
    return hashlib.sha256(item.path.read_bytes()).hexdigest()


@pytest.mark.parametrize("number", range(len(SCENES)))
def test_every_scene_is_a_picture_with_something_on_it(shelf: Shelf, number: int) -> None:
    item = shelf.photo(number)
    with Image.open(item.path) as image:
        assert Image.MIME[image.format or ""] == item.mime
        assert min(image.size) >= 400
        assert len(image.convert("RGB").resize((64, 64)).getcolors(4096) or []) > 30


def test_the_same_seed_draws_the_same_and_another_does_not(tmp_path: Path) -> None:
    made = []
    for folder, seed in (("a", 20), ("b", 20), ("c", 21)):
        (tmp_path / folder).mkdir()
        made.append(digest(Shelf(tmp_path / folder, seed).photo(0)))
    assert made[0] == made[1] != made[2]


def test_a_file_is_made_once(shelf: Shelf) -> None:
    first = shelf.paper(0)
    first.path.write_bytes(b"touched")
    assert shelf.paper(0).path.read_bytes() == b"touched"


def test_a_voice_note_is_a_sound_of_its_length(shelf: Shelf) -> None:
    item = shelf.voice(0)
    assert (item.voice, item.type) == (True, "audio")
    with av.open(str(item.path)) as box:
        assert box.streams.audio[0].codec_context.name in ("opus", "libopus")
        assert float(box.duration or 0) / av.time_base == pytest.approx(4.0, abs=0.2)


def test_the_papers_can_be_opened(shelf: Shelf) -> None:
    for number in range(8):
        item = shelf.paper(number)
        if item.mime == "application/pdf":
            with pypdfium2.PdfDocument(item.path) as document:
                assert len(document) >= 1
                assert document[0].get_textpage().get_text_bounded().strip()
        elif item.path.suffix in (".xlsx", ".docx"):
            assert item.path.read_bytes().startswith(b"PK")


def test_a_sticker_is_see_through_at_its_corners(shelf: Shelf) -> None:
    with Image.open(shelf.sticker(1).path) as image:
        assert image.size == (512, 512)
        assert image.convert("RGBA").getpixel((0, 0))[3] == 0
        assert image.convert("RGBA").getpixel((256, 100))[3] == 255


def test_the_disguised_file_is_no_picture(shelf: Shelf) -> None:
    item = shelf.disguised()
    assert (item.mime, item.path.suffix) == ("image/jpeg", ".jpg")
    assert not item.path.read_bytes().startswith(b"\xff\xd8")


def test_history_is_newest_first_lies_in_the_past_and_reaches_everybody() -> None:
    lines = history(random.Random(20), NOW, 420)
    times = [line.at for line in lines]
    assert times == sorted(times, reverse=True)
    assert NOW - 46 * DAY_S < times[-1] < times[0] < NOW
    assert {(line.account.id, line.person) for line in lines} == {
        (account.id, person) for account in ACCOUNTS for person in account.people
    }
    kinds = Counter(line.kind for line in lines)
    assert set(kinds) == {"text", "photo", "voice", "paper", "film", "sticker"}
    assert kinds["text"] == max(kinds.values())
    assert not [line for line in lines if line.from_me and line.kind in ("sticker", "film")]
    assert lines == history(random.Random(20), NOW, 420)


def test_people_and_accounts_have_numbers_that_a_phone_could_have() -> None:
    numbers = [number for _name, number in PEOPLE] + [account.number for account in ACCOUNTS]
    assert len(set(numbers)) == len(numbers)
    assert all((found := phone(f"+{number}")) is not None and is_phone(found) for number in numbers)
    assert {account.client for account in ACCOUNTS} == set(range(1, len(CLIENTS) + 1))
    assert all(0 <= person < len(PEOPLE) for account in ACCOUNTS for person in account.people)
