"""A real library in a folder, with a provider, transfers and byte work whose answers a test writes down."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.addresses import Address
from app.domain.encryption import Check, Declared, Verified
from app.domain.errors import RefusedError, UnavailableError
from app.domain.events import Event
from app.domain.ids import InstanceRef
from app.domain.kinds import MediaKind
from app.domain.messages import MediaSource
from app.domain.reasons import Reason
from app.services.bus import Bus
from app.services.downloads import Downloader
from app.services.drafts import Preparer
from app.services.gateway import (
    Abilities,
    Accepted,
    ConnectionReport,
    Outgoing,
    Recipient,
    SendOutcome,
)
from app.services.inbox import Inbox
from app.services.ports import Derived, HttpFetch, Json, Judged, Progress, StoredFile, TempFile
from app.services.uploads import Outbox
from app.storage.store import InstanceStore
from app.storage.vault import FolderVault
from tests.unit.storage.making import NOW, OWNER, opened

Answer = bytes | RefusedError | UnavailableError
WAIT_FOR_STOP = RefusedError(Reason.CANCELLED, "told to stop")
"""An answer of the transfers: nothing until the caller says stop."""

Send = Callable[[Outgoing, Callable[[], None]], SendOutcome]


class Clock:
    """A clock that a test moves, or that moves by `step_s` whenever somebody looks."""

    def __init__(self) -> None:
        self.now = NOW
        self.step_s = 0.0

    def __call__(self) -> float:
        self.now += self.step_s
        return self.now


def accept(outgoing: Outgoing, before_last: Callable[[], None]) -> SendOutcome:
    """Take any message."""
    before_last()
    return Accepted(f"WA-{outgoing.client_ref}")


@dataclass
class ScriptedGateway:
    """A provider: `ways` of a media, `on_send` answers a send whose bytes went by `leaving`, `events` are dicts."""

    way_names: Sequence[str] = ("direct",)
    on_send: Send = accept
    leaving: Callable[[Progress], None] | None = None
    exists: bool | None = True
    sent: list[Outgoing] = field(default_factory=list)
    abilities: Abilities = field(
        default_factory=lambda: Abilities(sends=frozenset(MediaKind) - {MediaKind.STICKER}, checks_numbers=True)
    )
    parsed: dict[str, list[Event]] = field(default_factory=dict)

    def events(self, payload: Json) -> list[Event]:
        return self.parsed[payload["key"]]

    def ways(self, source: MediaSource) -> Sequence[Callable[[], HttpFetch]]:
        return [lambda way=name: _fetch(way, source) for name in self.way_names]  # type: ignore[misc]

    def recipient(self, address: Address) -> Recipient:
        return Recipient(address, exists=self.exists)

    def send(self, outgoing: Outgoing, *, before_last: Callable[[], None], progress: Progress) -> SendOutcome:
        self.sent.append(outgoing)
        if self.leaving is not None:
            self.leaving(progress)
        progress(outgoing.size_bytes, outgoing.size_bytes)
        return self.on_send(outgoing, before_last)

    def check(self) -> ConnectionReport:
        return ConnectionReport(ok=True)


def _fetch(way: str, source: MediaSource) -> HttpFetch:
    return HttpFetch(way, f"https://example.invalid/{source.message_id}", (), None, Declared())


@dataclass
class ScriptedTransfers:
    """Fetches: answers per way, taken one after the other; the last one stays."""

    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def fetch(self, ref: InstanceRef, fetch: HttpFetch, temp: TempFile, *, stopped: Callable[[], bool]) -> Verified:
        self.asked.append(fetch.way)
        script = self.answers[fetch.way]
        answer = script.pop(0) if len(script) > 1 else script[0]
        if answer is WAIT_FOR_STOP:
            while not stopped():
                time.sleep(0.001)
        if isinstance(answer, Exception):
            raise answer
        Path(temp.path).write_bytes(answer)
        return Verified(hashlib.sha256(answer).digest(), len(answer), (Check.MAC, Check.PLAIN_SHA256))


class PlainByteWork:
    """Judges by a file's first bytes and copies in this process."""

    def judge(self, temp: TempFile, *, kind: MediaKind, declared_mime: str, name: str, size_bytes: int) -> Judged:
        head = Path(temp.path).read_bytes()[:4]
        if head.startswith(b"MZ"):
            return Judged("application/x-msdownload", "exe", Reason.TYPE_REFUSED)
        known = {b"OggS": ("audio/ogg", "ogg"), b"%PDF": ("application/pdf", "pdf")}
        mime, extension = known.get(head, ("image/jpeg", "jpg"))
        return Judged(mime, extension, None)

    def derive(self, file: StoredFile, *, kind: MediaKind, mime: str) -> Derived:
        return Derived(width=1, height=1)

    def hash_copy(self, source: str, temp: TempFile) -> Verified:
        if not Path(source).is_file():
            raise RefusedError(Reason.NOT_FOUND)
        shutil.copyfile(source, temp.path)
        content = Path(temp.path).read_bytes()
        return Verified(hashlib.sha256(content).digest(), len(content), ())


@dataclass
class Shop:
    """One instance with everything that serves it."""

    folder: Path
    store: InstanceStore
    vault: FolderVault
    gateway: ScriptedGateway
    transfers: ScriptedTransfers
    downloads: Downloader
    outbox: Outbox
    inbox: Inbox
    preparer: Preparer
    clock: Clock
    bus: Bus
    lane: ThreadPoolExecutor

    def temporary(self) -> list[Path]:
        """Return temporary files that are still there."""
        return list(self.folder.rglob("*.part"))


@contextmanager
def shop(folder: Path) -> Iterator[Shop]:
    """Open an instance in `folder`."""
    clock, bus, gateway, transfers, work = Clock(), Bus(), ScriptedGateway(), ScriptedTransfers(), PlainByteWork()
    for kind in MediaKind:
        (folder / kind.folder).mkdir(parents=True, exist_ok=True)
    with opened(folder, clock=clock) as store, ThreadPoolExecutor(4) as lane:
        vault = FolderVault(folder, OWNER)
        downloads = Downloader(
            store=store,
            vault=vault,
            gateway=gateway,
            transfers=transfers,
            work=work,
            lane=lane,
            bus=bus,
            clock=clock,
            owner=OWNER,
        )
        outbox = Outbox(store=store, vault=vault, gateway=gateway, lane=lane, bus=bus, clock=clock, owner=OWNER)
        inbox = Inbox(store, gateway, bus, clock)
        preparer = Preparer("wapi", gateway.abilities, vault, work)
        yield Shop(folder, store, vault, gateway, transfers, downloads, outbox, inbox, preparer, clock, bus, lane)
