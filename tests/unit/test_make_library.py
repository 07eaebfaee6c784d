"""The synthetic library is what its description says: exact shares, every reason, true counters, real pictures."""

from __future__ import annotations

import hashlib
import io
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from app.domain.addresses import address
from app.domain.ids import InstanceRef
from app.domain.kinds import MediaKind, MediaState
from app.domain.reasons import Reason
from app.services.store import GalleryQuery, Reading
from app.storage import engine
from app.storage.premises import DiskPremises
from app.system.paths import DataDir
from tests.benchmarks.make_library import LARGE, SMALL, Library, make_library

MEDIA = 2_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return make_library(tmp_path_factory.mktemp("one") / "library", MEDIA, seed=3)


@pytest.fixture(scope="module")
def reader(made: Library) -> Iterator[Reading]:
    with DiskPremises(Path(made.folder), "test").open_store(LARGE) as store, store.read() as opened:
        yield opened


def rows(made: Library, statement: str, ref: InstanceRef = LARGE, *, thumbnails: bool = False) -> list[tuple[Any, ...]]:
    data = DataDir(Path(made.folder))
    with closing(engine.connect(data.thumbnails_db(ref) if thumbnails else data.media_db(ref))) as connection:
        return list(connection.execute(statement).fetchall())


def count(made: Library, condition: str) -> int:
    return int(rows(made, f"SELECT count(*) FROM media WHERE {condition}")[0][0])


def test_kinds_and_states_have_exactly_their_shares(made: Library) -> None:
    kinds = dict(rows(made, "SELECT kind, count(*) FROM media GROUP BY kind"))
    assert kinds == {"image": 1040, "audio": 440, "document": 280, "video": 160, "sticker": 80}
    assert count(made, "state = 'remote'") == 400
    assert count(made, "state IN ('failed', 'expired', 'quarantined')") == 60
    assert count(made, "state = 'local'") == 1540
    assert count(made, "direction = 'in'") == 1240


def test_every_reason_there_is_occurs(made: Library) -> None:
    found = rows(made, "SELECT reason FROM media UNION SELECT reason FROM upload")
    assert {reason for (reason,) in found} - {None} == {reason.value for reason in Reason}


def test_every_way_to_end_badly_comes_about_as_often(made: Library) -> None:
    bad = rows(
        made, "SELECT count(*) FROM media WHERE state IN ('failed','expired','quarantined') GROUP BY state, reason"
    )
    assert {times for (times,) in bad} <= {1, 2}


def test_one_month_and_one_chat_stand_out(made: Library) -> None:
    months = Counter(
        datetime.fromtimestamp(at, UTC).strftime("%Y-%m") for (at,) in rows(made, "SELECT sent_at FROM media")
    )
    assert months.most_common(1) == [("2024-11", 140)]
    assert len(months) == 120, "ten years"
    assert months.most_common(2)[1][1] < 60
    chats = rows(made, "SELECT count(*) FROM media GROUP BY chat_id ORDER BY 1 DESC")
    assert chats[0] == (400,)
    assert chats[1][0] < 200


def test_the_running_counters_equal_a_recount(made: Library, reader: Reading) -> None:
    assert sorted(map(repr, reader.counts())) == sorted(map(repr, reader.recount()))
    by_month = Counter[str]()
    for _month, cell in reader.counts_by_month():
        by_month[cell.state.value] += cell.files
    assert by_month == Counter(dict(rows(made, "SELECT state, count(*) FROM media GROUP BY state")))
    tables = ("message", "chat", "contact")
    assert reader.totals() == tuple(rows(made, f"SELECT count(*) FROM {table}")[0][0] for table in tables)


def test_what_points_somewhere_points_at_something(made: Library) -> None:
    for ref in (LARGE, SMALL):
        assert rows(made, "PRAGMA foreign_key_check", ref) == []
        assert rows(made, "PRAGMA integrity_check", ref) == [("ok",)]
        assert rows(made, "PRAGMA journal_mode", ref) == [("wal",)]
    assert count(made, "state = 'local' AND sha256 NOT IN (SELECT sha256 FROM blob)") == 0
    assert rows(made, "SELECT count(*) FROM blob WHERE sha256 NOT IN (SELECT sha256 FROM media)") == [(0,)]


def test_every_local_picture_has_thumbnails_that_decode(reader: Reading) -> None:
    query = GalleryQuery(states=frozenset({MediaState.LOCAL}), limit=MEDIA)
    pictures = [item for item in reader.gallery(query).items if item.kind is not MediaKind.AUDIO]
    pictorial = [item for item in pictures if item.mime.startswith(("image/", "video/", "application/pdf"))]
    assert len(pictorial) > 1000
    seen = set()
    for item in pictorial:
        for edge_px in (256, 512):
            thumb = reader.thumb(item.id, edge_px)
            assert thumb is not None
            seen.add(thumb.data)
            with Image.open(io.BytesIO(thumb.data)) as image:
                assert image.size == (thumb.width, thumb.height)
                assert max(image.size) <= edge_px
                image.load()
    assert len(seen) > 40, "they really differ"


def test_every_voice_note_has_its_own_waveform(made: Library) -> None:
    waveforms = rows(made, "SELECT data FROM waveform", thumbnails=True)
    assert len(waveforms) == count(made, "kind = 'audio' AND state = 'local'")
    assert all(len(data) == 64 and max(data) <= 100 for (data,) in waveforms)


def test_files_on_disk_are_what_their_rows_say_and_the_newest_media_show_them(made: Library, reader: Reading) -> None:
    folder = DataDir(Path(made.folder)).instance(LARGE)
    on_disk = {file for kind in MediaKind for file in (folder / kind.folder).iterdir()}
    blobs = {folder / path: sha256 for path, sha256 in rows(made, "SELECT path, sha256 FROM blob")}
    assert len(on_disk) == 40
    for file in on_disk:
        assert hashlib.sha256(file.read_bytes()).hexdigest() == blobs[file]
    for kind in MediaKind:
        query = GalleryQuery(states=frozenset({MediaState.LOCAL}), kinds=frozenset({kind}), limit=1)
        blob = reader.blob_of(reader.gallery(query).items[0].id)
        assert blob is not None
        assert folder / blob.path in on_disk


def test_addresses_are_spelled_as_the_program_spells_them(made: Library) -> None:
    aliases = [alias for (alias,) in rows(made, "SELECT address FROM alias")]
    assert len(aliases) > 40
    assert all(address(alias) == alias for alias in aliases)


def test_names_come_in_many_scripts(made: Library) -> None:
    names = "".join(name for (name,) in rows(made, "SELECT name FROM media UNION SELECT name FROM contact"))
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in names if letter.isalpha()}
    assert {"LATIN", "ARABIC", "CJK", "HIRAGANA", "KATAKANA", "HEBREW", "CYRILLIC"} <= scripts
    assert any(ord(letter) > 0x1F000 for letter in names), "emoji"


def test_nothing_is_left_to_send_and_what_is_missing_keeps_its_payload(made: Library) -> None:
    still_open = "('queued', 'preparing', 'uploading', 'sending', 'waiting')"
    assert rows(made, f"SELECT count(*) FROM upload WHERE state IN {still_open}") == [(0,)]
    assert rows(made, "SELECT count(*) FROM raw_waiting") == [(count(made, "state <> 'local'"),)]


def test_the_same_seed_gives_the_same_rows_and_another_one_others(tmp_path: Path) -> None:
    first, again, other = (make_library(tmp_path / str(at), 300, seed=seed) for at, seed in enumerate((3, 3, 4)))
    for table in ("message", "media", "source", "blob", "mark", "upload", "contact", "alias", "raw_event", "counter"):
        statement = f"SELECT * FROM {table}"
        assert rows(first, statement) == rows(again, statement), table
    thumbs = "SELECT * FROM thumb"
    assert rows(first, thumbs, thumbnails=True) == rows(again, thumbs, thumbnails=True)
    assert rows(first, "SELECT * FROM media") != rows(other, "SELECT * FROM media")


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError):
        make_library(tmp_path, 100)
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]
