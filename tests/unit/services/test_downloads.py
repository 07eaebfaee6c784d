"""Downloads: which way is taken, what the tile says afterwards, and that nothing half done stays."""

from __future__ import annotations

import pytest

from app.domain.errors import RefusedError, UnavailableError
from app.domain.kinds import MediaKind, MediaState
from app.domain.messages import MediaItem
from app.domain.reasons import Reason
from app.services.downloads import DownloadEnded, DownloadsPaused
from app.services.store import GalleryQuery
from tests.unit.services.making import WAIT_FOR_STOP, Answer, Shop
from tests.unit.storage.making import NOW, message, remote

JPEG = b"\xff\xd8\xff picture"


def refused(reason: Reason) -> RefusedError:
    return RefusedError(reason)


def passing(reason: Reason, retry_after_s: float | None = None) -> UnavailableError:
    return UnavailableError(reason, retry_after_s=retry_after_s)


def arrive(desk: Shop, *, expires_at: int | None = None, count: int = 1, name: str = "") -> None:
    with desk.store.write() as tx:
        for number in range(count):
            tx.library.record(message(f"M{number}", media=remote(expires_at=expires_at, name=name)))


def tiles(desk: Shop) -> list[MediaItem]:
    with desk.store.read() as rd:
        return rd.gallery(GalleryQuery()).items


def script(desk: Shop, **answers: list[Answer]) -> None:
    desk.gateway.way_names = list(answers)
    desk.transfers.answers = {way: list(given) for way, given in answers.items()}


def test_a_media_becomes_local_and_is_kept_below_its_label(desk: Shop) -> None:
    arrive(desk, name="Recibo de maio.jpg")
    script(desk, direct=[JPEG])
    report = desk.downloads.run_until_idle()
    tile = tiles(desk)[0]
    assert (report.downloaded, report.pending, report.bytes) == (1, 0, len(JPEG))
    assert tile.state is MediaState.LOCAL
    assert tile.verified
    kept = list((desk.folder / "imagens").iterdir())
    assert [path.name.startswith("Recibo de maio~") for path in kept] == [True]
    assert kept[0].read_bytes() == JPEG
    assert desk.temporary() == []


def test_equal_bytes_are_stored_once(desk: Shop) -> None:
    arrive(desk, count=5)
    script(desk, direct=[JPEG])
    assert desk.downloads.run_until_idle().downloaded == 5
    assert len(list((desk.folder / "imagens").iterdir())) == 1


def test_the_second_way_is_taken_where_the_first_link_is_dead(desk: Shop) -> None:
    arrive(desk)
    script(desk, direct=[refused(Reason.NOT_FOUND)], provider=[JPEG])
    assert desk.downloads.run_until_idle().downloaded == 1
    assert desk.transfers.asked == ["direct", "provider"]


def test_damage_is_fetched_once_more_before_it_is_believed(desk: Shop) -> None:
    arrive(desk)
    script(desk, direct=[refused(Reason.MAC), JPEG])
    assert desk.downloads.run_until_idle().downloaded == 1


@pytest.mark.parametrize(
    "reason", [Reason.MAC, Reason.CIPHER_HASH, Reason.PLAIN_HASH, Reason.PADDING, Reason.LENGTH, Reason.EMPTY]
)
def test_damage_that_stays_fails_with_its_reason_and_leaves_nothing(desk: Shop, reason: Reason) -> None:
    arrive(desk)
    script(desk, direct=[refused(reason)], provider=[refused(Reason.NO_CREDENTIALS)])
    assert desk.downloads.run_until_idle().failed == 1
    tile = tiles(desk)[0]
    assert (tile.state, tile.reason) == (MediaState.FAILED, reason)
    assert list((desk.folder / "imagens").iterdir()) == []
    assert desk.temporary() == []


@pytest.mark.parametrize("reason", [Reason.DENIED, Reason.NOT_FOUND])
@pytest.mark.parametrize(
    ("expires_at", "state"), [(int(NOW) - 5, "expired"), (int(NOW) + 5, "failed"), (None, "failed")]
)
def test_a_dead_link_is_expired_only_where_its_time_had_come(
    desk: Shop, reason: Reason, expires_at: int | None, state: str
) -> None:
    arrive(desk, expires_at=expires_at)
    script(desk, direct=[refused(reason)])
    desk.downloads.run_until_idle()
    tile = tiles(desk)[0]
    assert (tile.state, tile.reason) == (MediaState(state), reason)


def test_gone_is_expired_whatever_the_link_said(desk: Shop) -> None:
    arrive(desk, expires_at=int(NOW) + 99)
    script(desk, direct=[refused(Reason.GONE)])
    assert desk.downloads.run_until_idle().expired == 1


def test_nobody_answering_leaves_it_remote_and_tries_again_later(desk: Shop) -> None:
    arrive(desk)
    script(desk, direct=[passing(Reason.TIMEOUT)])
    report = desk.downloads.run_until_idle()
    tile = tiles(desk)[0]
    assert (report.pending, report.failed) == (1, 0)
    assert (tile.state, tile.reason, tile.attempts) == (MediaState.REMOTE, Reason.TIMEOUT, 1)
    assert tile.next_try_at is not None
    desk.transfers.answers = {"direct": [JPEG]}
    assert desk.downloads.run_until_idle().downloaded == 0
    desk.clock.now = tile.next_try_at
    assert desk.downloads.run_until_idle().downloaded == 1


def test_the_time_that_the_host_asked_for_is_kept(desk: Shop) -> None:
    arrive(desk)
    script(desk, direct=[passing(Reason.RATE_LIMITED, 120.0)])
    desk.downloads.run_until_idle()
    assert (tiles(desk)[0].next_try_at or 0) >= NOW + 120


def test_trouble_that_lasts_ends_as_failed(desk: Shop) -> None:
    arrive(desk)
    script(desk, direct=[passing(Reason.TIMEOUT)])
    for _ in range(12):
        desk.downloads.run_until_idle()
        desk.clock.now += 2 * 3600
    tile = tiles(desk)[0]
    assert (tile.state, tile.reason) == (MediaState.FAILED, Reason.TIMEOUT)
    assert len(desk.transfers.asked) == 8


def test_days_without_a_network_are_waited_for(desk: Shop) -> None:
    arrive(desk)
    script(desk, direct=[passing(Reason.OFFLINE)])
    for _ in range(50):
        desk.downloads.run_until_idle()
        desk.clock.now += 2 * 3600
    tile = tiles(desk)[0]
    assert (tile.state, tile.reason) == (MediaState.REMOTE, Reason.OFFLINE)
    desk.transfers.answers = {"direct": [JPEG]}
    assert desk.downloads.run_until_idle().downloaded == 1


def test_a_bad_answer_says_so_while_another_way_is_still_open(desk: Shop) -> None:
    arrive(desk)
    script(desk, direct=[refused(Reason.NOT_FOUND)], provider=[passing(Reason.OFFLINE)])
    desk.downloads.run_until_idle()
    tile = tiles(desk)[0]
    assert (tile.state, tile.reason) == (MediaState.FAILED, Reason.NOT_FOUND)
    assert tile.next_try_at is not None
    desk.clock.now = tile.next_try_at
    desk.transfers.answers["provider"] = [JPEG]
    assert desk.downloads.run_until_idle().downloaded == 1


def test_a_program_in_disguise_is_set_apart(desk: Shop) -> None:
    arrive(desk)
    script(desk, direct=[b"MZ\x90 a program"])
    assert desk.downloads.run_until_idle().quarantined == 1
    tile = tiles(desk)[0]
    assert (tile.state, tile.reason) == (MediaState.QUARANTINED, Reason.TYPE_REFUSED)
    with desk.store.read() as rd:
        assert rd.blob_of(tile.id) is None
    assert list((desk.folder / "imagens").iterdir()) == []


def test_a_full_disk_pauses_and_is_never_counted_as_the_files_fault(desk: Shop) -> None:
    paused: list[DownloadsPaused] = []
    desk.bus.subscribe(DownloadsPaused, paused.append)
    arrive(desk)
    script(desk, direct=[passing(Reason.DISK_FULL)])
    for _ in range(12):
        desk.downloads.run_until_idle()
        desk.clock.now += 2 * 3600
    assert tiles(desk)[0].state is MediaState.REMOTE
    assert {pause.reason for pause in paused} == {Reason.DISK_FULL}


def test_only_what_was_asked_for_is_fetched(desk: Shop) -> None:
    arrive(desk, count=3)
    script(desk, direct=[JPEG])
    wanted = tiles(desk)[1].id
    assert desk.downloads.run_until_idle(only=[wanted]).downloaded == 1
    assert {tile.id for tile in tiles(desk) if tile.state is MediaState.LOCAL} == {wanted}


def test_what_ended_is_told_once_each(desk: Shop) -> None:
    told: list[DownloadEnded] = []
    desk.bus.subscribe(DownloadEnded, told.append)
    arrive(desk, count=4)
    script(desk, direct=[JPEG])
    seen: list[DownloadEnded] = []
    desk.downloads.run_until_idle(on_ended=seen.append)
    assert sorted(ended.media for ended in told) == sorted(ended.media for ended in seen)
    assert len(told) == 4


def test_a_stop_gives_jobs_back_untouched(desk: Shop) -> None:
    arrive(desk, count=2)
    script(desk, direct=[WAIT_FOR_STOP])
    desk.downloads.step()
    desk.downloads.stop()
    assert desk.transfers.asked == ["direct", "direct"]
    assert {(tile.state, tile.attempts, tile.reason) for tile in tiles(desk)} == {(MediaState.REMOTE, 0, None)}
    assert desk.temporary() == []


def test_time_that_is_up_is_called_a_timeout(desk: Shop) -> None:
    arrive(desk)
    script(desk, direct=[WAIT_FOR_STOP])
    desk.clock.step_s = 0.01
    report = desk.downloads.run_until_idle(timeout_s=0.05)
    assert (report.pending, report.downloaded) == (1, 0)
    assert tiles(desk)[0].reason is Reason.TIMEOUT


def test_the_folder_follows_the_kind(desk: Shop) -> None:
    with desk.store.write() as tx:
        tx.library.record(message("P", media=remote(MediaKind.DOCUMENT, mime="application/pdf", name="a.pdf")))
    script(desk, direct=[b"%PDF-1.7"])
    desk.downloads.run_until_idle()
    assert [path.suffix for path in (desk.folder / "documentos").iterdir()] == [".pdf"]
