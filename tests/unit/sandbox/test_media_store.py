from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from app.sandbox.journal import Journal
from app.sandbox.kinds import MediaKind
from app.sandbox.media_store import MediaStore, StoredMedia, Verdict

PHOTO = StoredMedia("5511900000001", "3EB0AA", "image", "image/jpeg", "a.enc", "a2V5", "c2hh", "ZW5j", 5)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[MediaStore]:
    journal = Journal(tmp_path / "media.ndjson")
    store = MediaStore(tmp_path, journal, b"secret")
    store.add(PHOTO)
    yield store
    journal.close()


def found(store: MediaStore, direct_path: str) -> StoredMedia | Verdict:
    parts = urlsplit(direct_path)
    query = parse_qs(parts.query)
    return store.find(parts.path, query["oh"][0], query["oe"][0])


@pytest.mark.parametrize(
    ("kind", "path_class"),
    [("image", "7118"), ("video", "7161"), ("audio", "7117"), ("document", "7119"), ("sticker", "15575")],
)
def test_a_path_looks_like_whatsapps(store: MediaStore, kind: MediaKind, path_class: str) -> None:
    path, expires = store.fresh_path(replace(PHOTO, kind=kind))
    pattern = rf"/v/t62\.{path_class}-24/[0-9]+_[0-9a-f]+_n\.enc\?ccb=11-4&oh=[\w-]+&oe=([0-9A-F]+)&_nc_sid=5e03e0"
    match = re.fullmatch(pattern, path)
    assert match is not None
    assert int(match[1], 16) == expires
    assert expires - time.time() == pytest.approx(30 * 86_400, abs=60)


def test_every_fresh_path_leads_to_the_media(store: MediaStore) -> None:
    paths = {store.fresh_path(PHOTO)[0] for _ in range(5)}
    assert len(paths) == 5
    assert [found(store, path) for path in paths] == [PHOTO] * 5


def test_a_path_that_was_changed_anywhere_has_a_wrong_signature(store: MediaStore) -> None:
    path, _ = store.fresh_path(PHOTO)
    signed = [path.replace("t62.7118", "t62.7161"), re.sub(r"24/[0-9]+_", "24/1_", path), path.replace("oe=", "oe=7")]
    assert [found(store, changed) for changed in signed] == [Verdict.BAD_SIGNATURE] * 3


def test_an_expired_path_and_a_file_that_is_gone_are_not_served(store: MediaStore) -> None:
    assert found(store, store.fresh_path(PHOTO, int(time.time()) - 1)[0]) is Verdict.GONE
    assert found(store, store.fresh_path(PHOTO, -5)[0]) is Verdict.GONE
    gone = replace(PHOTO, message_id="3EB0BB", gone=True)
    store.add(gone)
    assert found(store, store.fresh_path(gone)[0]) is Verdict.GONE


def test_a_signed_path_to_something_unknown_is_unknown(store: MediaStore) -> None:
    assert found(store, store.fresh_path(replace(PHOTO, message_id="never"))[0]) is Verdict.UNKNOWN


def test_the_same_message_id_at_two_numbers_is_two_media(store: MediaStore) -> None:
    other = replace(PHOTO, number="5511900000002", size=6)
    store.add(other)
    assert store.of_message("5511900000001", "3EB0AA") == PHOTO
    assert store.of_message("5511900000002", "3EB0AA") == other
    assert store.of_message("5511900000003", "3EB0AA") is None


def test_media_are_there_after_a_restart(store: MediaStore, tmp_path: Path) -> None:
    path, _ = store.fresh_path(PHOTO)
    journal = Journal(tmp_path / "media.ndjson")
    assert found(MediaStore(tmp_path, journal, b"secret"), path) == PHOTO
    assert found(MediaStore(tmp_path, journal, b"another"), path) is Verdict.BAD_SIGNATURE
    journal.close()
