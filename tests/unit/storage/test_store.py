"""One instance's databases, open: transactions, snapshots, notice of changes, trouble with the file."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from app.domain.errors import CommandError, UnavailableError
from app.domain.events import ContactSeen, Party
from app.domain.reasons import ErrorCode, Reason
from app.services import checkpoints
from app.services.ports import Derived, Thumb
from app.services.store import GalleryQuery, RawBody
from app.storage import engine
from app.storage.store import FILE
from tests.unit.storage.making import (
    LID,
    NOW,
    OTHER,
    PHONE,
    claim_download,
    landed,
    message,
    new_upload,
    opened,
    remote,
)


def test_what_was_committed_is_there_for_the_next_start(tmp_path: Path) -> None:
    with opened(tmp_path) as store, store.write() as tx:
        tx.library.record(message("1"))
    with opened(tmp_path) as store, store.read() as rd:
        assert rd.find_message("1") is not None


def test_an_exception_undoes_the_whole_transaction(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        with pytest.raises(KeyError), store.write() as tx:
            tx.library.record(message("1"))
            tx.raw.add([RawBody("webhook", b"{}", NOW)])
            raise KeyError
        with store.read() as rd:
            assert rd.totals() == (0, 0, 0)
        with store.write() as tx:
            assert tx.raw.pending(9) == []


def test_a_write_inside_a_write_is_a_bug_that_is_told(tmp_path: Path) -> None:
    with opened(tmp_path) as store, store.write(), pytest.raises(RuntimeError), store.write():
        pass


def test_threads_take_turns_in_writing(tmp_path: Path) -> None:
    with opened(tmp_path) as store:

        def write(start: int) -> None:
            for number in range(start, start + 25):
                with store.write() as tx:
                    tx.library.record(message(str(number)))

        threads = [threading.Thread(target=write, args=(25 * number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with store.read() as rd:
            assert rd.totals()[0] == 100


def test_readers_see_what_was_committed_and_wait_for_nobody(tmp_path: Path) -> None:
    with opened(tmp_path) as store, store.write() as tx:
        tx.library.record(message("1"))
        with store.read() as rd:
            assert rd.find_message("1") is None


def test_a_snapshot_stays_as_it_is(tmp_path: Path) -> None:
    with opened(tmp_path) as store, store.read() as rd:
        assert rd.totals() == (0, 0, 0)
        with store.write() as tx:
            tx.library.record(message("1"))
        assert rd.totals() == (0, 0, 0)


def test_two_processes_see_each_others_contacts(tmp_path: Path) -> None:
    with opened(tmp_path) as ours, opened(tmp_path) as theirs:
        with ours.write() as tx:
            tx.library.record(message("1", chat=[LID]))
            tx.library.record(message("2", chat=[PHONE]))
        with theirs.write() as tx:
            tx.library.see(ContactSeen(Party((LID, PHONE)), 1))
        with ours.write() as tx:
            assert not tx.library.record(message("1", chat=[PHONE])).new
            assert tx.library.record(message("3", chat=[LID])).new_contacts == 0
        with theirs.read() as rd:
            assert rd.totals() == (3, 1, 1)


def test_a_commit_of_any_process_is_noticed_and_nothing_else(tmp_path: Path) -> None:
    with opened(tmp_path) as ours, opened(tmp_path) as theirs:
        before = ours.changed()
        with ours.read() as rd:
            rd.totals()
        assert claim_download(ours) == []
        assert ours.changed() == before
        with ours.write() as tx:
            tx.library.record(message("1"))
        mine = ours.changed()
        with theirs.write() as tx:
            tx.library.record(message("2"))
        assert before != mine != ours.changed()


def test_a_writer_that_does_not_let_go_is_passing_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_WRITER", ("PRAGMA busy_timeout = 10", *engine._WRITER[1:]))
    with opened(tmp_path) as ours, opened(tmp_path) as theirs, theirs.write():
        with pytest.raises(UnavailableError) as caught, ours.write():
            pass
        with ours.read() as rd:
            assert rd.totals() == (0, 0, 0)
    assert caught.value.reason is Reason.TIMEOUT


def test_a_damaged_file_is_called_by_its_name(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all" * 400)
    with pytest.raises(CommandError) as caught, opened(tmp_path):
        pass
    assert (caught.value.code, caught.value.field) == (ErrorCode.DATABASE, FILE)


def test_an_error_never_carries_what_was_written(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        with store.write() as tx:
            tx.uploads.enqueue(new_upload("secret-ref", to=OTHER))
        with pytest.raises(Exception, match="UNIQUE") as caught, store.write() as tx:
            tx.uploads.enqueue(new_upload("secret-ref", to=OTHER))
    assert "secret-ref" not in str(caught.value) and OTHER not in str(caught.value)


def test_a_full_disk_is_passing_trouble_and_loses_nothing_that_was_there(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        with store.write() as tx:
            tx.library.record(message("1"))
        connection = store._opened()[0]  # the only way to make a disk full without filling one
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.rollback()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.rollback()
        with pytest.raises(UnavailableError) as caught, store.write() as tx:
            for number in range(2000):
                tx.library.record(message(f"more {number}", text="x" * 500))
        with store.read() as rd:
            assert rd.totals()[0] == 1
    assert caught.value.reason is Reason.DISK_FULL


def test_secured_payloads_pass_a_checkpoint_before_their_commit(tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(name: str) -> None:
        assert name == "raw.before_commit"
        raise StoppedError

    with opened(tmp_path) as store:
        checkpoints.install(stop)
        try:
            with pytest.raises(StoppedError), store.write() as tx:
                tx.raw.add([RawBody("webhook", b"{}", NOW)])
        finally:
            checkpoints.install(None)
        with store.write() as tx:
            assert tx.raw.pending(9) == []


def test_what_is_learnt_from_a_file_shows_and_its_pictures_are_found(tmp_path: Path) -> None:
    thumb = Thumb(256, 200, 256, "image/jpeg", b"jpeg")
    with opened(tmp_path) as store:
        with store.write() as tx:
            tx.library.record(message("1", media=remote(width=1, height=2)))
        (job,) = claim_download(store)
        with store.write() as tx:
            tx.downloads.land(job, landed(), now=NOW)
        with store.write() as tx:
            ((blob, kind),) = tx.derivations.claim("me", now=NOW, lease_s=60, limit=9)
            assert tx.derivations.claim("other", now=NOW + 59, lease_s=60, limit=9) == []
            assert len(tx.derivations.claim("other", now=NOW + 60, lease_s=60, limit=9)) == 1
        with store.write() as tx:
            failures = {"pages": Reason.UNREADABLE}
            derived = Derived(width=300, height=400, thumbs=(thumb,), waveform=b"wave", failures=failures)
            tx.derivations.store(blob.sha256, derived)
            assert tx.derivations.claim("me", now=NOW * 2, lease_s=60, limit=9) == []
        with store.read() as rd:
            item = rd.media(job.source.id)
            assert rd.thumb(job.source.id, 256) == thumb
            assert rd.thumb(job.source.id, 512) is None
    assert item is not None and (item.width, item.height, kind) == (300, 400, item.kind)


@pytest.mark.parametrize("left", [None, b"", b"SQLite format 3\0 and nothing more", b"something else" * 999])
def test_thumbnails_that_are_lost_or_damaged_are_made_again(tmp_path: Path, left: bytes | None) -> None:
    thumb = Thumb(256, 200, 256, "image/jpeg", b"jpeg")
    with opened(tmp_path) as store:
        with store.write() as tx:
            tx.library.record(message("1", media=remote()))
        (job,) = claim_download(store)
        with store.write() as tx:
            tx.downloads.land(job, landed(), now=NOW)
        with store.write() as tx:
            ((blob, _kind),) = tx.derivations.claim("me", now=NOW, lease_s=60, limit=9)
            tx.derivations.store(blob.sha256, Derived(thumbs=(thumb,)))
    for path in tmp_path.rglob("thumbnails.db*"):
        path.unlink()
        if left is not None and path.suffix == ".db":
            path.write_bytes(left)
    with opened(tmp_path) as store:
        with store.write() as tx:
            ((again, _kind),) = tx.derivations.claim("me", now=NOW, lease_s=60, limit=9)
            assert again == blob
            tx.derivations.store(again.sha256, Derived(thumbs=(thumb,)))
        with store.read() as rd:
            assert rd.thumb(job.source.id, 256) == thumb


def test_the_same_bytes_sent_and_received_are_one_blob(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        with store.write() as tx:
            tx.uploads.enqueue(new_upload())
            tx.library.record(message("1", chat=[OTHER], media=remote()))
        (job,) = claim_download(store)
        with store.write() as tx:
            blob = tx.downloads.land(job, landed(path="elsewhere"), now=NOW)
        with store.read() as rd:
            items = rd.gallery(GalleryQuery()).items
            assert {rd.blob_of(item.id) for item in items} == {blob}
    assert blob is not None and blob.path == "imagens/f~1.jpg"
