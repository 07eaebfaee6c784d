"""What was heard and where sounds were left is kept, and the next unheard voice message is found."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from app.domain.ids import MediaId
from app.domain.kinds import Direction, MediaKind
from app.services.store import GalleryQuery
from app.storage.store import InstanceStore
from tests.unit.storage.making import NOW, OTHER, apply_all, claim_download, landed, message, opened, remote

VOICE = {"mime": "audio/ogg", "voice": True}


def note(id: str, at: int, **facts: object):  # type: ignore[no-untyped-def]
    voice = facts.pop("voice", True)
    return message(id, media=remote(MediaKind.AUDIO, mime="audio/ogg", voice=voice), sent_at=int(NOW) + at, **facts)


def fetch(store: InstanceStore) -> None:
    for job in claim_download(store, limit=100):
        with store.write() as tx:
            tx.downloads.land(job, landed(job.source.message_id.encode()), now=NOW)


def media_of(store: InstanceStore) -> dict[str, MediaId]:
    with store.view() as view:
        return {item.message_id: item.id for item in view.media_rows(view.media_ids(GalleryQuery()))}


def following(store: InstanceStore, media: MediaId) -> str | None:
    with store.view() as view:
        found = view.next_unheard(media)
        return None if found is None else view.media_rows([found])[0].message_id


def test_a_received_voice_message_is_unheard_until_it_was_heard(tmp_path: Path) -> None:
    events = [note("a", 0), note("b", 1, direction=Direction.OUT), note("c", 2, voice=False)]
    with opened(tmp_path) as store:
        apply_all(store, events)
        with store.view() as view:
            ids = view.media_ids(GalleryQuery())
            assert [item.message_id for item in view.media_rows(ids) if item.unheard] == ["a"]
        before = store.changed()
        for media in ids:
            store.mark_heard(MediaId(media))
        store.mark_heard(MediaId(ids[0]))
        store.mark_heard(MediaId(999))
        assert store.changed() != before
    with opened(tmp_path) as store, store.view() as view:
        items = view.media_rows(ids)
        assert all(item.heard and not item.unheard for item in items)
        assert view.messages([items[-1].row_id])[0].media == items[-1]


def test_a_place_is_kept_over_a_restart_and_forgotten_at_the_start(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        apply_all(store, [note("a", 0), note("b", 1)])
        ids = media_of(store)
        store.keep_place(ids["a"], 12.5)
        store.keep_place(ids["b"], 3.0)
        store.keep_place(ids["b"], 0.0)
        store.mark_heard(ids["a"])
        store.keep_place(MediaId(999), 1.0)
    with opened(tmp_path) as store, store.view() as view:
        assert view.left_at(list(ids.values())) == {ids["a"]: 12.5}
        assert view.left_at([]) == {}


def test_the_next_unheard_is_of_the_same_chat_here_received_and_a_voice_message(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        events = [
            note("first", 0),
            note("of another chat", 1, chat=(OTHER,)),
            note("our own", 2, direction=Direction.OUT),
            note("a song", 3, voice=False),
            message("a picture", media=remote(), sent_at=int(NOW) + 4),
            note("second", 5),
            note("third", 5),
        ]
        apply_all(store, events)
        ids = media_of(store)
        assert following(store, ids["first"]) is None, "nothing is here yet"
        fetch(store)
        assert following(store, ids["first"]) == "second"
        assert following(store, ids["second"]) == "third"
        store.mark_heard(ids["second"])
        assert following(store, ids["first"]) == "third"
        assert following(store, ids["third"]) is None
        assert following(store, MediaId(999)) is None


@pytest.mark.parametrize("seed", range(3))
def test_it_is_what_a_look_at_all_rows_finds(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    with opened(tmp_path) as store:
        apply_all(store, [note(f"m{number}", rng.randrange(20), voice=rng.random() < 0.8) for number in range(60)])
        fetch(store)
        ids = media_of(store)
        for id in rng.sample(sorted(ids), 20):
            store.mark_heard(ids[id])
        with store.view() as view:
            rows = sorted(view.media_rows(list(ids.values())), key=lambda item: (item.sent_at, item.id))
            for number, item in enumerate(rows):
                wanted = next((after.id for after in rows[number + 1 :] if after.unheard), None)
                assert view.next_unheard(item.id) == wanted
