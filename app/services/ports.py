"""What services need from the rest of the house: keychain, vault, byte work, lanes, transfers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, BinaryIO, ParamSpec, Protocol, TypeVar

from app.domain.encryption import Declared, Encryption, Verified
from app.domain.ids import InstanceRef
from app.domain.kinds import MediaKind
from app.domain.messages import Blob
from app.domain.reasons import Reason
from app.domain.sealing import Seal

P = ParamSpec("P")
R = TypeVar("R")

Credentials = Mapping[str, str]
"""Names and secrets of one instance: `{"token": …}`. Never printed, never logged."""


class Clock(Protocol):
    """Unix seconds; tests may bring their own."""

    def __call__(self) -> float: ...


class Secrets(Protocol):
    """The operating system's keychain, one entry an instance."""

    def load(self, ref: InstanceRef) -> Credentials | None:
        """Return what is kept, None where there is nothing.

        Raises:
            CommandError: code `no_keychain`: no backend answers, or it is locked.
        """

    def save(self, ref: InstanceRef, credentials: Credentials) -> None:
        """Keep the credentials. Raises CommandError `no_keychain`."""

    def delete(self, ref: InstanceRef) -> None:
        """Forget them; nothing to forget is fine, and so is an absent keychain."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of the vault. Crosses to worker processes, so it is plain data.

    Attributes:
        path: absolute.
        seal: what closes it; None for a plain file.
    """

    path: str
    seal: Seal | None = None


@dataclass(frozen=True, slots=True)
class TempFile(StoredFile):
    """A file of the vault that is being written; named after the owner process, so that a sweep knows whose it was."""


class Vault(Protocol):
    """Files at rest of one instance, plain or sealed. What is read can seek; a sealed file is written front to back."""

    @property
    def seal(self) -> Seal | None:
        """Return what closes the files, None where they are plain."""

    def new_temp(self) -> TempFile:
        """Reserve a temporary file (not created yet).

        Raises:
            UnavailableError: `disk_full` or `no_permission`.
        """

    def writer(self, temp: TempFile) -> AbstractContextManager[BinaryIO]:
        """Open a temporary file for writing from its start; when that ends the file is whole and synced, or gone."""

    def reader(self, temp: TempFile) -> BinaryIO:
        """Open a temporary file for reading, seekable."""

    def discard(self, temp: TempFile) -> None:
        """Remove a temporary file; an absent one is fine."""

    def place(self, temp: TempFile, *, sha256: str, kind: MediaKind, name: str, extension: str) -> str:
        """Move a synced temporary file to its place and return the path below the instance's folder.

        Call it inside the write transaction that inserts the blob. An equal file already there (left by a crash
        between rename and commit) is adopted; a different one is never replaced.
        """

    def quarantine(self, temp: TempFile, *, sha256: str) -> str:
        """Move a temporary file to the quarantine, under a name that opens nothing; return the path as `place`."""

    def open(self, blob: Blob) -> BinaryIO:
        """Open a kept file, seekable.

        Raises:
            RefusedError: `unreadable`: it is not there or cannot be read.
        """

    def sweep(self, owner_alive: Callable[[str], bool]) -> int:
        """Remove temporary files of dead owners; return how many."""


@dataclass(frozen=True, slots=True)
class HttpFetch:
    """One GET whose body becomes a file. Plain data: it may run in another process.

    Attributes:
        way: how the URL was found (`direct`, `provider`), kept with the media that it brought.
        allowed_hosts: host names, `host:port` or `.suffix`; checked before each request and each redirect.
        plain_http_for: hosts that may be spoken to without TLS (loopback addresses the administrator typed).
        encryption: None where the body is the file itself.
        cap_bytes: more is refused as `too_large`.
        total_s: seconds for the whole transfer; no body is worth waiting for ever.
        inline: the body itself, where the provider's answer already held it; then nothing is requested.
    """

    way: str
    url: str = field(repr=False)
    allowed_hosts: tuple[str, ...]
    encryption: Encryption | None
    declared: Declared
    plain_http_for: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    html_allowed: bool = False
    cap_bytes: int = 2 * 1024**3
    connect_s: float = 10.0
    read_s: float = 30.0
    total_s: float = 900.0
    inline: bytes = field(default=b"", repr=False)


Progress = Callable[[int, int | None], None]
"""Called with bytes done and bytes in all (None: not known), at most ten times a second."""


class Transfers(Protocol):
    """Fetch bodies into temporary files, decrypted and verified."""

    def fetch(self, ref: InstanceRef, fetch: HttpFetch, temp: TempFile, *, stopped: Callable[[], bool]) -> Verified:
        """Fetch, check and sync one file. Blocks; called on a net lane.

        Raises:
            RefusedError: damaged, denied, gone, refused host; the temporary file is removed.
            UnavailableError: `timeout`, `offline`, `tls`, `rate_limited`, `provider_error`, `truncated` body.
        """


@dataclass(frozen=True, slots=True)
class Judged:
    """What a file is by its content.

    Attributes:
        refused: None where it may be kept, else why it goes to quarantine.
    """

    mime: str
    extension: str
    refused: Reason | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Thumb:
    """A still picture of a media; `data` is JPEG or WebP."""

    long_edge_px: int
    width: int
    height: int
    mime: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Derived:
    """What was learnt from a file. A step that failed is named in `failures`; the others stand."""

    width: int | None = None
    height: int | None = None
    duration_s: float | None = None
    pages: int | None = None
    codec: str = ""
    thumbs: tuple[Thumb, ...] = ()
    waveform: bytes = b""
    failures: Mapping[str, Reason] = field(default_factory=dict)


class ByteWork(Protocol):
    """Everything that parses foreign bytes; runs in the `bytes` process lane."""

    def judge(self, temp: TempFile, *, kind: MediaKind, declared_mime: str, name: str, size_bytes: int) -> Judged:
        """Sniff a temporary file and judge it against what was declared (product 4.4)."""

    def derive(self, file: StoredFile, *, kind: MediaKind, mime: str) -> Derived:
        """Probe, thumbnails and waveform of a file of the vault."""

    def hash_copy(self, source: str, temp: TempFile) -> Verified:
        """Copy a user's file into a temporary file of the vault, synced, and return size and SHA-256."""


class Lane(Protocol):
    """A named pool of threads with a reason to exist."""

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]: ...


class Lanes(Protocol):
    """All pools of the process."""

    def net(self, ref: InstanceRef) -> Lane:
        """Return the instance's own pool: one slow provider starves nobody."""

    def work(self) -> Lane:
        """Return the pool that waits for the `bytes` processes."""


Json = Any
"""A parsed JSON value; narrowed at the edge."""
