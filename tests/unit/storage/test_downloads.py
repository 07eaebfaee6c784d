"""Download jobs: their order, their leases, and how they end."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.events import RemoteMedia
from app.domain.ids import MediaId
from app.domain.kinds import MediaState
from app.domain.messages import MediaItem
from app.domain.reasons import Reason
from app.services import checkpoints
from app.services.store import DownloadJob, RawBody, Store
from tests.unit.storage.making import NOW, claim_download, landed, message, opened, remote

DAY = 86_400


def fill(store: Store, medias: dict[str, tuple[int, RemoteMedia]]) -> dict[str, MediaId]:
    """Record media by message id with the days since NOW at which they were sent."""
    ids = {}
    with store.write() as tx:
        for id, (days, media) in medias.items():
            recorded = tx.library.record(message(id, media=media, sent_at=int(NOW) + days * DAY))
            assert recorded.media_id is not None
            ids[id] = recorded.media_id
    return ids


def claimed(store: Store, **options: object) -> list[str]:
    return [job.source.message_id for job in claim_download(store, **options)]


def item(store: Store, media: MediaId) -> MediaItem:
    with store.read() as rd:
        found = rd.media(media)
    assert found is not None
    return found


def one_job(store: Store) -> DownloadJob:
    fill(store, {"1": (0, remote())})
    (job,) = claim_download(store)
    return job


def test_the_users_wish_comes_first_then_what_expires_soonest_then_the_newest(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        ids = fill(
            store,
            {
                "old": (-9, remote()),
                "new": (-1, remote()),
                "dies later": (-5, remote(expires_at=int(NOW) + DAY + 5)),
                "dies soon": (-7, remote(expires_at=int(NOW) + 60)),
                "lives long": (-2, remote(expires_at=int(NOW) + 9 * DAY)),
                "wanted": (-8, remote()),
                "wanted more": (-8, remote()),
            },
        )
        with store.write() as tx:
            tx.downloads.prefer([ids["wanted"]], priority=1)
            tx.downloads.prefer([ids["wanted more"]], priority=2)
        order = [id for _ in range(7) for id in claimed(store, limit=1)]
    assert order == ["wanted more", "wanted", "dies soon", "dies later", "new", "lives long", "old"]


def test_a_larger_claim_has_the_same_order_and_takes_nothing_twice(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        ids = fill(store, {str(n): (-n, remote(expires_at=int(NOW) + n * DAY)) for n in range(5)})
        with store.write() as tx:
            tx.downloads.prefer([ids["4"]], priority=1)
        assert claimed(store, limit=3) == ["4", "0", "1"]
        assert claimed(store, limit=9) == ["2", "3"]
        assert claimed(store) == []


def test_only_what_was_asked_for_is_claimed(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        ids = fill(store, {"1": (0, remote()), "2": (-1, remote()), "3": (-2, remote())})
        assert claimed(store, only=[ids["2"], MediaId(999)]) == ["2"]
        assert claimed(store, only=[]) == []


def test_a_wish_that_is_taken_back_is_ordinary_again(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        ids = fill(store, {"old": (-1, remote()), "new": (0, remote())})
        for priority in (3, 0):
            with store.write() as tx:
                tx.downloads.prefer([ids["old"]], priority=priority)
        assert claimed(store, limit=1) == ["new"]


def test_a_claimed_media_says_that_it_is_downloading(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = one_job(store)
        assert item(store, job.source.id).state is MediaState.DOWNLOADING
        assert job.attempts == 0
        with store.read() as rd:
            assert rd.undone() == 1


def test_a_landed_media_is_local_with_what_the_content_says(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = one_job(store)
        file = landed(b"other", mime="image/png", extension="png")
        with store.write() as tx:
            blob = tx.downloads.land(job, file, now=NOW)
        with store.read() as rd:
            assert rd.blob_of(job.source.id) == blob
            assert rd.undone() == 0
        found = item(store, job.source.id)
    assert blob is not None and blob.path == "imagens/f~1.jpg"
    assert (found.state, found.mime, found.size_bytes, found.verified) == (MediaState.LOCAL, "image/png", 5, True)
    assert found.sha256 == blob.sha256


def test_equal_bytes_are_placed_once(tmp_path: Path) -> None:
    placed: list[str] = []

    def place() -> str:
        placed.append("x")
        return "imagens/x.jpg"

    with opened(tmp_path) as store:
        fill(store, {"1": (0, remote()), "2": (0, remote())})
        for job in claim_download(store):
            with store.write() as tx:
                assert tx.downloads.land(job, landed(place=place), now=NOW) is not None
    assert placed == ["x"]


def test_a_lost_lease_places_nothing(tmp_path: Path) -> None:
    def place() -> str:
        raise AssertionError("placed")

    with opened(tmp_path) as store:
        job = one_job(store)
        with store.write() as tx:
            assert tx.downloads.recover(lambda owner: False, now=NOW) == 1
        (again,) = claim_download(store)
        with store.write() as tx:
            assert tx.downloads.land(job, landed(place=place), now=NOW) is None
            tx.downloads.fail(job, MediaState.FAILED, Reason.MAC)
            tx.downloads.defer(job, Reason.OFFLINE, next_try_at=NOW)
            tx.downloads.release(job)
            tx.downloads.quarantine(job, landed(place=place), Reason.MAC)
        assert item(store, job.source.id).state is MediaState.DOWNLOADING
        with store.write() as tx:
            assert tx.downloads.land(again, landed(), now=NOW) is not None


@pytest.mark.parametrize("state", [MediaState.REMOTE, MediaState.FAILED, MediaState.EXPIRED])
def test_a_deferred_media_comes_back_when_its_time_has_come(tmp_path: Path, state: MediaState) -> None:
    with opened(tmp_path) as store:
        job = one_job(store)
        with store.write() as tx:
            tx.downloads.defer(job, Reason.OFFLINE, next_try_at=NOW + 60, state=state)
            assert tx.downloads.next_due(NOW) == NOW + 60
        found = item(store, job.source.id)
        assert (found.state, found.reason, found.attempts, found.next_try_at) == (state, Reason.OFFLINE, 1, NOW + 60)
        assert claim_download(store, now=NOW + 59) == []
        assert claim_download(store, now=NOW + 59, only=[job.source.id]) == []
        (again,) = claim_download(store, now=NOW + 60)
    assert again.attempts == 1


def test_what_waits_for_its_next_try_is_due_at_once_when_the_user_asks_for_it(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = one_job(store)
        with store.write() as tx:
            tx.downloads.defer(job, Reason.PROVIDER_ERROR, next_try_at=NOW + 3600)
            assert tx.downloads.retry([MediaState.REMOTE], [job.source.id]) == 1
        found = item(store, job.source.id)
        assert (found.state, found.reason, found.attempts) == (MediaState.REMOTE, None, 0)
        assert len(claim_download(store, now=NOW)) == 1


def test_a_media_that_waits_for_the_network_is_due_once_it_is_there_again(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = one_job(store)
        with store.write() as tx:
            tx.downloads.defer(job, Reason.OFFLINE, next_try_at=NOW + 3600)
            assert tx.downloads.hurry([Reason.PROVIDER_ERROR], now=NOW) == 0
            assert tx.downloads.hurry([Reason.OFFLINE], now=NOW) == 1
        (again,) = claim_download(store, now=NOW)
    assert again.attempts == 1


def test_a_released_job_is_as_it_was(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = one_job(store)
        with store.write() as tx:
            tx.downloads.release(job)
            assert tx.downloads.next_due(NOW) == NOW
        assert (item(store, job.source.id).state, item(store, job.source.id).attempts) == (MediaState.REMOTE, 0)
        assert len(claim_download(store)) == 1


def test_a_failed_job_ends_and_a_retry_starts_afresh(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = one_job(store)
        with store.write() as tx:
            tx.downloads.fail(job, MediaState.EXPIRED, Reason.GONE)
            assert tx.downloads.next_due(NOW) is None
        assert claim_download(store) == []
        with store.write() as tx:
            assert tx.downloads.retry([MediaState.FAILED]) == 0
            assert tx.downloads.retry([MediaState.EXPIRED], [MediaId(999)]) == 0
            assert tx.downloads.retry([MediaState.EXPIRED], [job.source.id]) == 1
        found = item(store, job.source.id)
        assert (found.state, found.reason, found.attempts) == (MediaState.REMOTE, None, 0)
        assert len(claim_download(store)) == 1


def test_quarantined_bytes_cannot_be_opened_and_can_be_fetched_again(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = one_job(store)
        with store.write() as tx:
            tx.downloads.quarantine(job, landed(b"evil", "quarantena/x.bin"), Reason.TYPE_MISMATCH)
        found = item(store, job.source.id)
        assert (found.state, found.reason, found.size_bytes) == (MediaState.QUARANTINED, Reason.TYPE_MISMATCH, 4)
        with store.read() as rd:
            assert rd.blob_of(job.source.id) is None
        with store.write() as tx:
            assert tx.downloads.retry([MediaState.QUARANTINED]) == 1
        assert item(store, job.source.id).state is MediaState.REMOTE


def test_a_heartbeat_keeps_a_lease_that_would_lapse(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        one_job(store)
        with store.write() as tx:
            tx.downloads.extend("a" * 32, now=NOW + 50, lease_s=60)
            tx.downloads.extend("somebody else", now=NOW + 500, lease_s=60)
            assert tx.downloads.recover(lambda owner: True, now=NOW + 100) == 0
            assert tx.downloads.recover(lambda owner: True, now=NOW + 111) == 1


def test_landing_lets_go_of_the_payload_that_was_kept_for_it(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        with store.write() as tx:
            tx.raw.add([RawBody("webhook", b"{}", NOW)])
            recorded = tx.library.record(message("1", media=remote()))
            (raw,) = tx.raw.pending(9)
            tx.raw.settle(raw.id, waiting_for=[recorded.row_id])
        (job,) = claim_download(store)
        with store.write() as tx:
            tx.downloads.land(job, landed(), now=NOW)
            assert tx.raw.add([RawBody("webhook", b"{}", NOW)]) == 1


def test_a_checkpoint_between_file_and_commit_can_stop_the_landing(tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    seen: list[str] = []

    def stop(name: str) -> None:
        seen.append(name)
        if name == "download.placed" and len(seen) == 1:
            raise StoppedError

    with opened(tmp_path) as store:
        job = one_job(store)
        checkpoints.install(stop)
        try:
            with pytest.raises(StoppedError), store.write() as tx:
                tx.downloads.land(job, landed(), now=NOW)
            assert item(store, job.source.id).state is MediaState.DOWNLOADING
            with store.write() as tx:
                tx.downloads.land(job, landed(), now=NOW)
        finally:
            checkpoints.install(None)
        assert item(store, job.source.id).state is MediaState.LOCAL
    assert seen == ["download.placed", "download.placed", "download.committed"]
