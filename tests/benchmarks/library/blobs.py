"""The bytes that a synthetic library keeps: fewer than there are media, because people forward what they get.

About ten images, videos and stickers share one blob, and so do five documents; a voice note is always its own. That is
what keeps a million thumbnails at a gigabyte. The newest media of each kind show the files that really are on disk.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.kinds import MediaKind
from app.services.ports import Thumb
from tests.benchmarks.library.files import RealFile
from tests.benchmarks.library.pictures import Picture

_MEDIA_A_BLOB = {
    MediaKind.IMAGE: 10,
    MediaKind.VIDEO: 10,
    MediaKind.STICKER: 10,
    MediaKind.DOCUMENT: 5,
    MediaKind.AUDIO: 1,
}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_DOCUMENTS = (
    *([("application/pdf", "pdf")] * 7),
    (_OFFICE + "wordprocessingml.document", "docx"),
    (_OFFICE + "spreadsheetml.sheet", "xlsx"),
    ("text/plain", "txt"),
)
_TYPES = {
    MediaKind.IMAGE: (("image/jpeg", "jpg"),),
    MediaKind.VIDEO: (("video/mp4", "mp4"),),
    MediaKind.STICKER: (("image/webp", "webp"),),
    MediaKind.AUDIO: (("audio/ogg; codecs=opus", "ogg"),),
    MediaKind.DOCUMENT: _DOCUMENTS,
}
_CODECS = {MediaKind.VIDEO: "h264", MediaKind.AUDIO: "opus"}
_LARGEST = {
    MediaKind.IMAGE: 900_000,
    MediaKind.VIDEO: 16_000_000,
    MediaKind.STICKER: 90_000,
    MediaKind.AUDIO: 400_000,
    MediaKind.DOCUMENT: 3_000_000,
}


@dataclass(frozen=True, slots=True)
class Kept:
    """One row of `blob`, with its thumbnails and waveform."""

    sha256: str
    size_bytes: int
    mime: str
    extension: str
    path: str
    kind: MediaKind
    width: int | None = None
    height: int | None = None
    duration_s: float | None = None
    pages: int | None = None
    codec: str = ""
    thumbs: tuple[Thumb, ...] = ()
    waveform: bytes = b""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The blobs of one kind, and which of them each local media of that kind shows, in the order of time."""

    blobs: list[Kept]
    shown: NDArray[np.int64]


def shelf(
    kind: MediaKind, local: int, real: Sequence[RealFile], pictures: Sequence[Picture], random: np.random.Generator
) -> Shelf:
    """Return the blobs for `local` media; every blob is shown by one media at least.

    Args:
        real: what is on disk; at most `local` of them are used.
    """
    real = real[:local]
    count = max(-(-local // _MEDIA_A_BLOB[kind]), len(real))
    blobs = [_from_disk(one) for one in real]
    blobs += _made_up(kind, count - len(real), pictures, random)
    return Shelf(blobs, _shown(local, count, len(real), random))


def _shown(local: int, count: int, real: int, random: np.random.Generator) -> NDArray[np.int64]:
    older = local - real
    shown = random.integers(real, max(count, real + 1), older)
    shown[random.permutation(older)[: count - real]] = np.arange(real, count)
    if count == real:
        shown[:] = random.integers(0, max(real, 1), older)
    return np.concatenate([shown, np.arange(real)])


def _from_disk(one: RealFile) -> Kept:
    blob, derived = one.blob, one.derived
    return Kept(
        blob.sha256, blob.size_bytes, blob.mime, blob.extension, blob.path, one.kind, derived.width, derived.height,
        derived.duration_s, derived.pages, derived.codec, derived.thumbs, derived.waveform,
    )  # fmt: skip


def _made_up(kind: MediaKind, count: int, pictures: Sequence[Picture], random: np.random.Generator) -> Iterator[Kept]:
    digests = random.bytes(32 * count)
    sizes = (random.lognormal(-1.2, 0.8, count).clip(0.01, 1.0) * _LARGEST[kind]).astype(np.int64).tolist()
    chosen = random.integers(0, len(pictures), count).tolist()
    for number in range(count):
        sha256 = digests[32 * number : 32 * number + 32].hex()
        yield _kept(kind, number, sha256, sizes[number], pictures[chosen[number]])


def _kept(kind: MediaKind, number: int, sha256: str, size_bytes: int, picture: Picture) -> Kept:
    types = _TYPES[kind]
    mime, extension = types[number % len(types)]
    pictorial = kind in (MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.STICKER)
    sounding = kind in _CODECS
    return Kept(
        sha256=sha256,
        size_bytes=size_bytes,
        mime=mime,
        extension=extension,
        path=f"{kind.folder}/{kind.value}~{sha256[:8]}.{extension}",
        kind=kind,
        width=picture.width * 2 if pictorial else None,
        height=picture.height * 2 if pictorial else None,
        duration_s=round(size_bytes / 20_000, 2) if sounding else None,
        pages=1 + number % 9 if extension == "pdf" else None,
        codec=_CODECS.get(kind, ""),
        thumbs=picture.thumbs if pictorial or extension == "pdf" else (),
        waveform=_bars(sha256) if kind is MediaKind.AUDIO else b"",
    )


def _bars(sha256: str) -> bytes:
    """Return 64 bars of 0 to 100 that differ from note to note."""
    return bytes(byte % 101 for byte in sha256.encode())
