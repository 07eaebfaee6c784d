"""Running counters equal a recount after anything that can happen (product contract 9.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.domain.addresses import Address
from app.domain.encryption import Declared
from app.domain.events import ContactSeen, Party
from app.domain.kinds import Direction, MediaKind, MediaState
from app.domain.reasons import Reason
from app.services.store import Count, DownloadJob, Writing
from app.storage import engine
from app.storage.store import FILE
from tests.unit.storage.making import LID, NOW, OTHER, PHONE, empty_folder, landed, message, new_upload, opened, remote

MONTHS = [1_700_000_000, 1_702_000_000, 1_750_000_000]
addresses = st.sampled_from([(PHONE,), (LID,), (OTHER,), (PHONE, LID)])


class Library(RuleBasedStateMachine):
    """A library to which anything happens."""

    def __init__(self) -> None:
        super().__init__()
        self.closing = ExitStack()
        self.folder = self.closing.enter_context(empty_folder())
        self.store = self.closing.enter_context(opened(self.folder))
        self.jobs: list[DownloadJob] = []
        self.refs = 0

    def teardown(self) -> None:
        self.closing.close()

    def _write(self, change: Callable[[Writing], object]) -> None:
        with self.store.write() as tx:
            change(tx)

    @rule(
        id=st.sampled_from("ABCDEF"),
        chat=addresses,
        direction=st.sampled_from(Direction),
        kind=st.none() | st.sampled_from([MediaKind.IMAGE, MediaKind.AUDIO]),
        problem=st.sampled_from([None, Reason.NO_KEY]),
        length=st.sampled_from([None, 4, 7]),
        sent_at=st.sampled_from(MONTHS),
    )
    def record(
        self,
        id: str,
        chat: tuple[Address, ...],
        direction: Direction,
        kind: MediaKind | None,
        problem: Reason | None,
        length: int | None,
        sent_at: int,
    ) -> None:
        media = remote(kind, problem=problem, declared=Declared(None, None, length)) if kind else None
        event = message(id, chat=chat, direction=direction, media=media, sent_at=sent_at)
        self._write(lambda tx: tx.library.record(event))

    @rule(chat=addresses)
    def see(self, chat: tuple[Address, ...]) -> None:
        self._write(lambda tx: tx.library.see(ContactSeen(Party(chat), 1)))

    @rule(limit=st.integers(1, 3))
    def claim(self, limit: int) -> None:
        self._write(lambda tx: self.jobs.extend(tx.downloads.claim("me", now=NOW, lease_s=60, limit=limit)))

    @precondition(lambda self: self.jobs)
    @rule(
        how=st.sampled_from(["land", "fail", "expire", "defer", "release", "quarantine"]), bytes_=st.binary(max_size=2)
    )
    def end(self, how: str, bytes_: bytes) -> None:
        job = self.jobs.pop()
        sha256 = hashlib.sha256(bytes_).hexdigest()
        file = landed(bytes_, sha256=sha256, path=f"imagens/{sha256}.jpg")
        ends: dict[str, Callable[[Writing], object]] = {
            "land": lambda tx: tx.downloads.land(job, file, now=NOW),
            "fail": lambda tx: tx.downloads.fail(job, MediaState.FAILED, Reason.MAC),
            "expire": lambda tx: tx.downloads.fail(job, MediaState.EXPIRED, Reason.GONE),
            "defer": lambda tx: tx.downloads.defer(job, Reason.OFFLINE, next_try_at=NOW),
            "release": lambda tx: tx.downloads.release(job),
            "quarantine": lambda tx: tx.downloads.quarantine(job, file, Reason.TYPE_MISMATCH),
        }
        self._write(ends[how])

    @rule(states=st.sets(st.sampled_from(MediaState), min_size=1))
    def retry(self, states: set[MediaState]) -> None:
        self._write(lambda tx: tx.downloads.retry(states))

    @rule(to=st.sampled_from([PHONE, LID, OTHER]), content=st.none() | st.binary(max_size=2))
    def enqueue(self, to: Address, content: bytes | None) -> None:
        self.refs += 1
        self._write(lambda tx: tx.uploads.enqueue(new_upload(f"ref-{self.refs}", to=to, content=content)))

    @invariant()
    def counters_equal_a_recount(self) -> None:
        with self.store.read() as rd:
            assert sorted(rd.counts(), key=repr) == sorted(rd.recount(), key=repr)
            assert sorted(rd.counts_by_month(), key=repr) == sorted(self._months(), key=repr)
            set_aside = "FROM quarantined UNION ALL SELECT files, size_bytes FROM holding WHERE name = 'set_aside'"
            counted, kept = self._rows(f"SELECT count(*), coalesce(sum(size_bytes), 0) {set_aside}")
            assert counted == kept
            assert rd.totals() == self._totals()
            assert [rd.kept()] == self._rows("SELECT count(*), coalesce(sum(size_bytes), 0) FROM blob")

    def _months(self) -> list[tuple[int, Count]]:
        cells: dict[tuple[int, str, str, str], tuple[int, int]] = {}
        for kind, direction, state, sent_at, size in self._rows(
            "SELECT kind, direction, state, sent_at, size_bytes FROM media"
        ):
            cell = (int(datetime.fromtimestamp(sent_at, UTC).strftime("%Y%m")), kind, direction, state)
            files, size_bytes = cells.get(cell, (0, 0))
            cells[cell] = files + 1, size_bytes + (size or 0)
        return [
            (month, Count(MediaKind(kind), Direction(direction), MediaState(state), *numbers))
            for (month, kind, direction, state), numbers in cells.items()
        ]

    def _totals(self) -> tuple[int, ...]:
        tables = ("message", "chat", "contact WHERE seen = 1")
        return tuple(self._rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables)

    def _rows(self, query: str) -> list[tuple[int, ...]]:
        connection = engine.connect(self.folder / FILE)
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()


TestCounters = Library.TestCase
TestCounters.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
