"""Functions that run in worker processes (or, for small files, on a net thread). Plain data in, plain data out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from app.domain.encryption import Verified
from app.domain.errors import RefusedError
from app.domain.kinds import MediaKind
from app.domain.reasons import Reason
from app.services.ports import Derived, HttpFetch, Judged, StoredFile, TempFile, Thumb
from app.storage import streams
from app.system.files import disk_reason

_CHUNK = 256 * 1024


def fetch_file(fetch: HttpFetch, temp: TempFile, stopped: Callable[[], bool] | None = None) -> Verified:
    """Fetch one body into a new file, decrypting and verifying as it streams; synced when this returns.

    On any error no file is left.
    """
    from app.media.decryption import Decryptor, PlainVerifier
    from app.whatsapp.fetching import open_fetch

    with open_fetch(fetch, stopped=stopped or _never) as body, streams.written(temp) as sink:
        if fetch.encryption is not None:
            verifier: Decryptor | PlainVerifier = Decryptor(
                fetch.encryption, fetch.declared, sink.write, cap_bytes=fetch.cap_bytes
            )
        else:
            verifier = PlainVerifier(
                fetch.declared, sink.write, html_allowed=fetch.html_allowed, cap_bytes=fetch.cap_bytes
            )
        with verifier:
            for chunk in body:
                verifier.feed(chunk)
            return verifier.finish()


def judge_file(file: StoredFile, *, kind: MediaKind, declared_mime: str, name: str, size_bytes: int) -> Judged:
    """Sniff a file and judge it against what was declared."""
    from app.media.sniff import judge, sniff

    with streams.read(file) as stream:
        found = sniff(stream, name=name, size_bytes=size_bytes)
    verdict = judge(found, kind, declared_mime, name)
    return Judged(mime=verdict.mime, extension=verdict.extension, refused=verdict.reason)


def derive_file(file: StoredFile, *, kind: MediaKind, mime: str) -> Derived:
    """Probe a file of the vault and make its thumbnails and waveform."""
    from app.media.derive import derive

    with streams.read(file) as stream:
        made = derive(stream, mime, kind)
    thumbs = tuple(Thumb(t.long_edge_px, t.width, t.height, t.mime, t.data) for t in made.thumbs)
    probe = made.probe
    return Derived(
        width=probe.width if probe else None,
        height=probe.height if probe else None,
        duration_s=probe.duration_s if probe else None,
        pages=probe.pages if probe else None,
        codec=(probe.codec or "") if probe else "",
        thumbs=thumbs,
        waveform=made.waveform or b"",
        failures=dict(made.failures),
    )


def copy_and_hash(source: str, temp: TempFile) -> Verified:
    """Copy a user's file, synced, and return its size and SHA-256.

    Raises:
        RefusedError: `not_found`, `no_permission` or `unreadable` for the source.
        UnavailableError: `disk_full` or `no_permission` for our side.
    """
    digest = hashlib.sha256()
    size_bytes = 0
    with _source(source) as reader, streams.written(temp) as sink:
        while chunk := _read(reader):
            digest.update(chunk)
            size_bytes += len(chunk)
            sink.write(chunk)
    return Verified(digest.digest(), size_bytes, ())


def _read(reader: BinaryIO) -> bytes:
    try:
        return reader.read(_CHUNK)
    except OSError as error:
        raise RefusedError(disk_reason(error), type(error).__name__) from error


def _source(source: str) -> BinaryIO:
    try:
        if not Path(source).is_file():
            raise RefusedError(Reason.NOT_FOUND, "not a file")
        return Path(source).open("rb")
    except OSError as error:
        raise RefusedError(disk_reason(error), type(error).__name__) from error


def _never() -> bool:
    return False
