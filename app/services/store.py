"""What services need from an instance's database. One store is one instance: no method takes a client or instance id.

Writing goes through a unit of work: `with store.write() as tx:` opens one IMMEDIATE transaction on the instance's
only writer, commits at the end (fsynced: what was committed survives a power cut) and rolls back on an exception.
`with store.read() as rd:` opens a read snapshot that waits for nobody. Neither may be held across a network call.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from app.domain.addresses import Address
from app.domain.encryption import Check
from app.domain.events import ContactSeen, IncomingMessage, MessageEdited, MessageRevoked, StatusChanged
from app.domain.ids import ChatId, InstanceRef, MediaId, MessageId, RawEventId, UploadId
from app.domain.kinds import Direction, MediaKind, MediaState
from app.domain.messages import Blob, MediaItem, MediaSource
from app.domain.reasons import Reason
from app.domain.statuses import Status
from app.domain.uploads import Upload, UploadState
from app.services.ports import Derived, Thumb

# ── events ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class RawBody:
    """A payload as it came, before anybody looked into it.

    Attributes:
        source: `webhook`, `ingest`, `history` …
    """

    source: str
    body: bytes = field(repr=False)
    received_at: float


@dataclass(frozen=True, slots=True)
class RawEvent:
    """A kept payload."""

    id: RawEventId
    source: str
    body: bytes = field(repr=False)
    received_at: float


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording a message did.

    Attributes:
        new: False where the message was known already (its empty fields may have been filled).
        complete: nothing is left to fetch, so its raw payload need not be kept.
        new_contacts: people and groups seen for the first time.
    """

    row_id: MessageId
    media_id: MediaId | None
    new: bool
    complete: bool
    new_contacts: int


class RawEvents(Protocol):
    """Payloads kept until their messages are complete, or until a version that understands them comes."""

    def add(self, bodies: Sequence[RawBody]) -> int:
        """Keep bodies (zlib) as *pending*; equal bytes are not kept twice. Return how many are new."""

    def pending(self, limit: int) -> list[RawEvent]:
        """Return the oldest payloads that nobody has parsed."""

    def settle(self, raw: RawEventId, *, waiting_for: Sequence[MessageId] = (), problem: str = "") -> None:
        """Say what came of a pending payload (a no-op if another process settled it).

        It stays while messages in `waiting_for` lack their media, or with a `problem` (rejected or unknown, to be
        read again by a better version); else it is removed.
        """

    def keep(self, body: RawBody, *, waiting_for: Sequence[MessageId] = (), problem: str = "") -> None:
        """Keep a payload that was parsed before it was stored (bulk intake), settled as in `settle`.

        A body that would not have to stay is not written at all.
        """

    def problems(self, limit: int) -> list[RawEvent]:
        """Return kept payloads with a problem, for reading again."""


class Library(Protocol):
    """Contacts, chats, messages and media. Recording is idempotent and independent of order (product 3.3)."""

    def record(self, message: IncomingMessage) -> Recorded:
        """Store a message, its people, chat, media and download job; or fill what a known one lacks.

        The key is (chat, provider id, direction). People: all addresses of a party become one contact (union), the
        newest name wins. Media is `remote` with a job, or `failed` with `problem`. Where two deliveries of one
        message differ, the result is the same in any order (the lesser value, the link that lives longest). Ticks,
        revocations and edits that came before the message are applied.
        """

    def mark(self, event: StatusChanged | MessageRevoked | MessageEdited) -> bool:
        """Apply a tick, revocation or edit, now or when its message comes; return whether it told something new.

        Ticks move the upload of an own message along too.
        """

    def see(self, event: ContactSeen) -> int:
        """Store facts about a person; return how many contacts are new."""

    def chat_of(self, addresses: Sequence[Address]) -> ChatId | None:
        """Return the chat with a person or group, None where there is none yet."""


# ── downloads ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class DownloadJob:
    """A media that this process has claimed.

    Attributes:
        attempts: tries before this one.
        token: fences the claim: a step by anybody else's token does nothing.
    """

    source: MediaSource
    attempts: int
    token: str


@dataclass(frozen=True, slots=True)
class Landed:
    """A verified file that is to be committed.

    Attributes:
        place: moves the temporary file to its place and returns the path; called inside the transaction, only if no
            blob of these bytes exists.
    """

    sha256: str
    size_bytes: int
    mime: str
    extension: str
    checks: tuple[Check, ...]
    way: str
    place: Callable[[], str]


class Downloads(Protocol):
    """Download jobs: durable, leased, prioritised."""

    def claim(
        self, owner: str, *, now: float, lease_s: float, limit: int, only: Collection[MediaId] | None = None
    ) -> list[DownloadJob]:
        """Lease due jobs and set their media *downloading*.

        Order: asked for by the user (`only`, `prefer`), then what expires soonest among what expires within two days,
        then newest first.
        """

    def prefer(self, media: Collection[MediaId], *, priority: int) -> None:
        """Move media up (what is on screen); 0 is ordinary."""

    def extend(self, owner: str, *, now: float, lease_s: float) -> None:
        """Heartbeat: lengthen all leases of `owner`."""

    def land(self, job: DownloadJob, landed: Landed, *, now: float) -> Blob | None:
        """Make the media *local* and its message complete; None where the lease was lost (the file is not placed)."""

    def defer(
        self, job: DownloadJob, reason: Reason, *, next_try_at: float, state: MediaState = MediaState.REMOTE
    ) -> None:
        """Give the job back with a reason and the time of its next try; counts an attempt.

        The media becomes `state`: *remote* where nobody answered, *failed* or *expired* where an answer was bad but
        another way is still open. `claim` takes such jobs when their time has come, whatever that state is.
        """

    def release(self, job: DownloadJob) -> None:
        """Give a job back untouched (shutdown); counts no attempt."""

    def fail(self, job: DownloadJob, state: MediaState, reason: Reason) -> None:
        """End the job: *failed* or *expired*."""

    def quarantine(self, job: DownloadJob, landed: Landed, reason: Reason) -> None:
        """End the job: *quarantined*; the bytes stay apart and can be neither opened, saved nor sent."""

    def retry(self, states: Collection[MediaState], media: Collection[MediaId] | None = None) -> int:
        """Put failed, expired or quarantined media back to *remote* with fresh attempts; return how many.

        Media that can never be fetched (no key) are left alone.
        """

    def hurry(self, reasons: Collection[Reason], *, now: float) -> int:
        """Make due now what waits for its next try for one of these reasons; return how many."""

    def recover(self, alive: Callable[[str], bool], *, now: float) -> int:
        """Free jobs whose owner is dead, or whose lease ran out; return how many."""

    def next_due(self, now: float) -> float | None:
        """Return when the next job may run, None where there is none."""


# ── uploads ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class NewUpload:
    """A message to be queued. A file must be in the vault already (`blob` says how to place it)."""

    to: Address
    kind: MediaKind | None
    text: str
    name: str
    mime: str
    voice: bool
    blob: Landed | None
    created_at: float
    client_ref: str
    reply_to: str = ""
    converted: str = ""
    width: int | None = None
    height: int | None = None
    duration_s: float | None = None


@dataclass(frozen=True, slots=True)
class UploadJob:
    """An upload that this process has claimed; `token` fences it as in `DownloadJob`."""

    upload: Upload
    blob: Blob | None
    token: str


class Uploads(Protocol):
    """Upload jobs: durable, leased, in order per chat."""

    def enqueue(self, new: NewUpload) -> Upload:
        """Write message, media and upload at once; the message shows as outgoing immediately."""

    def claim(self, owner: str, *, now: float, lease_s: float, limit: int) -> list[UploadJob]:
        """Lease the first due upload of chats that nothing holds back, and move it to *preparing*.

        Due: queued, or waiting with its time come. Nothing is due while the queue is paused.
        """

    def move(
        self,
        job: UploadJob,
        state: UploadState,
        *,
        now: float,
        reason: Reason | None = None,
        next_try_at: float | None = None,
        message_id: str = "",
        recipient: Sequence[Address] = (),
    ) -> bool:
        """Move a claimed upload; False where the claim was lost (then nothing may leave any more).

        *sending* stamps `sending_at`. *accepted* stores the provider's message id; an echo of the same message that
        came first is merged into ours, and ticks that came first are applied. *queued* and *waiting* count an
        attempt and free the lease; so does every final state. `recipient` unites addresses of the person.

        Raises:
            IllegalMoveError: no such arrow.
        """

    def extend(self, owner: str, *, now: float, lease_s: float) -> None:
        """Heartbeat: lengthen all leases of `owner`."""

    def cancel_wanted(self, job: UploadJob) -> bool:
        """Tell whether the user asked to cancel a running upload."""

    def recover(self, alive: Callable[[str], bool], *, now: float) -> list[Upload]:
        """Move uploads of dead owners by `after_restart`; return those that are now *unconfirmed*."""

    def settle_by_echo(self, *, now: float) -> list[Upload]:
        """Resolve *unconfirmed* uploads by evidence: our own id in an echo, or plain SHA-256 + chat + time.

        An echo counts only if no upload has its message id, it was sent from 60 s before to 15 min after `sending`
        was committed, and no other candidate exists on either side. Returns what was resolved.
        """

    def listed(self, ids: Collection[UploadId] | None = None) -> list[Upload]:
        """Return uploads, oldest first."""

    def command(self, upload: UploadId, action: UploadAction, *, now: float) -> Upload:
        """Do what the user asked of one upload.

        Raises:
            CommandError: `not_found`, or `bad_input` where its state does not allow it (field `id`).
        """

    def hurry(self, reasons: Collection[Reason], *, now: float) -> int:
        """Make due now what waits for its next try for one of these reasons; return how many."""

    def pause(self, *, paused: bool) -> None:
        """Hold the whole queue of the instance, or let it go on."""

    def paused(self) -> bool: ...

    def hold_until(self, at: float) -> None:
        """Let nothing leave before `at` (the provider's rate limit)."""

    def next_due(self, now: float) -> float | None:
        """Return when the next upload may run, None where none waits for time (or the queue is paused)."""

    def busy(self) -> bool:
        """Tell whether another live owner is working on uploads of this instance."""


class UploadAction(StrEnum):
    """The names of what a user can ask (`queue` verb)."""

    CANCEL = "cancel"
    RETRY = "retry"
    RESEND = "resend"
    ARRIVED = "arrived"


# ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class GalleryQuery:
    """Which media, in which order. Times are Unix seconds, `to` exclusive."""

    kinds: frozenset[MediaKind] = frozenset()
    states: frozenset[MediaState] = frozenset()
    direction: Direction | None = None
    chat: Address | None = None
    since: int | None = None
    until: int | None = None
    ids: tuple[MediaId, ...] = ()
    sort: str = "date"
    limit: int = 50
    after: str = ""


@dataclass(frozen=True, slots=True)
class GalleryPage:
    """Items and the cursor of the next page, "" at the end. `total` counts all that the filters let through."""

    items: list[MediaItem]
    next: str
    total: int


@dataclass(frozen=True, slots=True)
class Count:
    """One cell of the statistics."""

    kind: MediaKind
    direction: Direction
    state: MediaState
    files: int
    size_bytes: int


class Reading(Protocol):
    """A read snapshot."""

    def gallery(self, query: GalleryQuery) -> GalleryPage:
        """Return a page by keyset (never OFFSET).

        Raises:
            CommandError: field `after`: a cursor of another query or not ours; field `chat`: no such chat.
        """

    def media(self, media: MediaId) -> MediaItem | None: ...

    def blob_of(self, media: MediaId) -> Blob | None:
        """Return the kept bytes of a *local* media, None otherwise."""

    def thumb(self, media: MediaId, long_edge_px: int) -> Thumb | None:
        """Return a stored thumbnail."""

    def counts(self) -> list[Count]:
        """Return the running counters: constant time, not a scan."""

    def counts_by_month(self) -> list[tuple[int, Count]]:
        """Return the counters per month (`202611`)."""

    def kept(self) -> tuple[int, int]:
        """Return how many files are kept, and their bytes: what several media share is counted once. Constant time."""

    def recount(self) -> list[Count]:
        """Count the rows themselves; slow, for tests and `doctor`."""

    def totals(self) -> tuple[int, int, int]:
        """Return the numbers of messages, chats and contacts."""

    def status_of(self, message_id: str) -> Status | None: ...

    def uploads(self, ids: Collection[UploadId] | None = None) -> list[Upload]: ...

    def find_message(self, message_id: str) -> MessageId | None:
        """Look a message up by WhatsApp's id."""

    def undone(self) -> int:
        """Return how many media wait for a download or are being downloaded."""


class Derivations(Protocol):
    """Thumbnails, probes and waveforms of blobs."""

    def claim(self, owner: str, *, now: float, lease_s: float, limit: int) -> list[tuple[Blob, MediaKind]]:
        """Lease blobs that nobody derived from yet."""

    def recover(self, alive: Callable[[str], bool]) -> int:
        """Free blobs whose owner is dead; return how many."""

    def store(self, sha256: str, derived: Derived) -> None:
        """Store what was learnt; thumbnails go to `thumbnails.db`."""


class Writing(Protocol):
    """The unit of work."""

    @property
    def raw(self) -> RawEvents: ...
    @property
    def library(self) -> Library: ...
    @property
    def downloads(self) -> Downloads: ...
    @property
    def uploads(self) -> Uploads: ...
    @property
    def derivations(self) -> Derivations: ...


class Store(Protocol):
    """One instance's databases. Thread-safe; several processes may share the files."""

    @property
    def ref(self) -> InstanceRef: ...

    def write(self) -> AbstractContextManager[Writing]: ...

    def read(self) -> AbstractContextManager[Reading]: ...

    def changed(self) -> int:
        """Return a number that differs after a commit of any process (cheap: polled several times a second)."""

    def close(self) -> None: ...
