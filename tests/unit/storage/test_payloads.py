"""Payloads as they came: kept exactly as long as somebody needs them."""

from __future__ import annotations

from pathlib import Path

from app.domain.ids import MessageId, RawEventId
from app.services.store import RawBody, Store
from tests.unit.storage.making import NOW, claim_download, landed, message, opened, remote


def body(text: str = "{}") -> RawBody:
    return RawBody("webhook", text.encode(), NOW)


def waiting_message(store: Store, id: str = "1") -> MessageId:
    with store.write() as tx:
        return tx.library.record(message(id, media=remote())).row_id


def all_kept(store: Store) -> int:
    """Count kept payloads by what is new when they are added again; they end up pending."""
    with store.write() as tx:
        return len(tx.raw.pending(99)) + len(tx.raw.problems(99))


def test_what_was_added_is_pending_oldest_first_and_equal_bytes_are_kept_once(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        with store.write() as tx:
            assert tx.raw.add([body("a"), body("b"), body("a")]) == 2
            assert tx.raw.add([body("b")]) == 0
        with opened(tmp_path) as again, again.write() as tx:
            found = tx.raw.pending(9)
            assert tx.raw.pending(1) == found[:1]
    assert [(raw.body, raw.source, raw.received_at) for raw in found] == [
        (b"a", "webhook", NOW),
        (b"b", "webhook", NOW),
    ]


def test_a_payload_that_is_done_goes(tmp_path: Path) -> None:
    with opened(tmp_path) as store, store.write() as tx:
        tx.raw.add([body()])
        (raw,) = tx.raw.pending(9)
        tx.raw.settle(raw.id)
        tx.raw.settle(raw.id, problem="too late")
        tx.raw.settle(RawEventId(99), problem="never there")
        assert tx.raw.pending(9) == tx.raw.problems(9) == []
        assert tx.raw.add([body()]) == 1


def test_a_payload_with_a_problem_stays_until_it_is_read_well(tmp_path: Path) -> None:
    with opened(tmp_path) as store, store.write() as tx:
        tx.raw.add([body()])
        (raw,) = tx.raw.pending(9)
        tx.raw.settle(raw.id, problem="unknown")
        assert tx.raw.pending(9) == []
        assert [kept.id for kept in tx.raw.problems(9)] == [raw.id]
        assert tx.raw.add([body()]) == 0
        tx.raw.settle(raw.id)
        assert tx.raw.problems(9) == []
        assert tx.raw.add([body()]) == 1


def test_a_payload_waits_for_all_its_messages(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        first, second = waiting_message(store, "1"), waiting_message(store, "2")
        with store.write() as tx:
            tx.raw.add([body()])
            (raw,) = tx.raw.pending(9)
            tx.raw.settle(raw.id, waiting_for=[first, second])
        for job, new in zip(claim_download(store), (0, 1), strict=True):
            with store.write() as tx:
                tx.downloads.land(job, landed(), now=NOW)
                assert tx.raw.add([body()]) == new


def test_a_payload_does_not_wait_for_what_has_landed_meanwhile(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        row = waiting_message(store)
        with store.write() as tx:
            tx.raw.add([body()])
            (raw,) = tx.raw.pending(9)
        (job,) = claim_download(store)
        with store.write() as tx:
            tx.downloads.land(job, landed(), now=NOW)
            tx.raw.settle(raw.id, waiting_for=[row])
            assert tx.raw.add([body()]) == 1


def test_bulk_intake_writes_only_what_has_to_stay(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        row = waiting_message(store)
        with store.write() as tx:
            text = tx.library.record(message("text")).row_id
            tx.raw.keep(body("done"))
            tx.raw.keep(body("text"), waiting_for=[text])
            tx.raw.keep(body("waits"), waiting_for=[row])
            tx.raw.keep(body("odd"), problem="unknown")
            assert [raw.body for raw in tx.raw.problems(9)] == [b"odd"]
            assert tx.raw.add([body("done"), body("text"), body("waits"), body("odd")]) == 2


def test_a_payload_that_another_process_is_to_read_is_left_to_it(tmp_path: Path) -> None:
    with opened(tmp_path) as store, store.write() as tx:
        tx.raw.add([body()])
        tx.raw.keep(body(), problem="unknown")
        assert (len(tx.raw.pending(9)), tx.raw.problems(9)) == (1, [])


def test_payloads_follow_a_message_that_is_united_with_another(tmp_path: Path) -> None:
    from app.domain.events import ContactSeen, Party
    from tests.unit.storage.making import LID, PHONE

    with opened(tmp_path) as store:
        with store.write() as tx:
            rows = [tx.library.record(message("1", chat=[who], media=remote())).row_id for who in (LID, PHONE)]
            tx.raw.keep(body("by phone"), waiting_for=[rows[1]])
            tx.library.see(ContactSeen(Party((LID, PHONE)), 1))
        (job,) = claim_download(store)
        with store.write() as tx:
            tx.downloads.land(job, landed(), now=NOW)
            assert tx.raw.add([body("by phone")]) == 1
        assert all_kept(store) == 1
