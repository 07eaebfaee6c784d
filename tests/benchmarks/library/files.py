"""The sample of files that really lie on disk: every kind, each of other bytes, put there by the vault itself."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.kinds import MediaKind
from app.domain.messages import Blob
from app.media.derive import derive
from app.services.ports import Derived, Vault
from tests.benchmarks.library.making import pdf, voice
from tests.benchmarks.library.pictures import Picture
from tests.benchmarks.library.wording import STEMS, numbered
from tests.support import samples

SAMPLE = 500
_MIX = (
    *(MediaKind.IMAGE, MediaKind.AUDIO, MediaKind.IMAGE, MediaKind.DOCUMENT, MediaKind.IMAGE),
    *(MediaKind.STICKER, MediaKind.IMAGE, MediaKind.AUDIO, MediaKind.DOCUMENT, MediaKind.VIDEO),
)
"""The kinds of each ten files."""

_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class RealFile:
    """A file in the vault, and what was derived from it."""

    kind: MediaKind
    blob: Blob
    derived: Derived


def kinds_of(count: int) -> dict[MediaKind, int]:
    """Return how many of `count` files are of each kind."""
    drawn = [_MIX[number % len(_MIX)] for number in range(count)]
    return {kind: drawn.count(kind) for kind in MediaKind}


def place_files(vault: Vault, counts: dict[MediaKind, int], pictures: Sequence[Picture]) -> Iterator[RealFile]:
    """Make files and put them into the vault; yields each as it is there."""
    for kind, count in counts.items():
        for number in range(count):
            mime, extension, data = _MAKERS[kind](number, pictures)
            yield RealFile(kind, _placed(vault, kind, mime, extension, data, number), _derived(data, mime, kind))


def _placed(vault: Vault, kind: MediaKind, mime: str, extension: str, data: bytes, number: int) -> Blob:
    temp = vault.new_temp()
    with vault.writer(temp) as sink:
        sink.write(data)
    sha256 = hashlib.sha256(data).hexdigest()
    stem = numbered(STEMS[number % len(STEMS)], number) if kind is MediaKind.DOCUMENT else kind.value
    path = vault.place(temp, sha256=sha256, kind=kind, name=stem, extension=extension)
    return Blob(sha256, len(data), mime, extension, path)


def _derived(data: bytes, mime: str, kind: MediaKind) -> Derived:
    made = derive(io.BytesIO(data), mime, kind)
    probe = made.probe
    return Derived(
        width=probe.width if probe else None,
        height=probe.height if probe else None,
        duration_s=probe.duration_s if probe else None,
        pages=probe.pages if probe else None,
        codec=(probe.codec or "") if probe else "",
        thumbs=made.thumbs,
        waveform=made.waveform,
    )


def _image(number: int, pictures: Sequence[Picture]) -> tuple[str, str, bytes]:
    """Return a picture of the pool; its comment makes the bytes others than those of the same picture before."""
    data = pictures[number % len(pictures)].data
    comment = f"photo {number}".encode()
    return "image/jpeg", "jpg", data[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2) + comment + data[2:]


def _audio(number: int, _pictures: Sequence[Picture]) -> tuple[str, str, bytes]:
    return "audio/ogg; codecs=opus", "ogg", voice(number, 1.0 + number / 50)


def _video(number: int, _pictures: Sequence[Picture]) -> tuple[str, str, bytes]:
    return "video/mp4", "mp4", samples.film(seconds=1.0 + number / 25)


def _sticker(number: int, _pictures: Sequence[Picture]) -> tuple[str, str, bytes]:
    return "image/webp", "webp", samples.webp(width=96 + number % 64, height=96 + number // 64)


def _document(number: int, _pictures: Sequence[Picture]) -> tuple[str, str, bytes]:
    if number % 2:
        return "application/pdf", "pdf", pdf(number, 1 + number % 5)
    if number % 4:
        note = f"Pedido nº {number}\nRua das Acácias, {number}\n"
        return "text/plain", "txt", note.encode() * 20
    return _OFFICE + "wordprocessingml.document", "docx", samples.docx(f"word/custom{number}.xml")


_MAKERS = {
    MediaKind.IMAGE: _image,
    MediaKind.AUDIO: _audio,
    MediaKind.VIDEO: _video,
    MediaKind.STICKER: _sticker,
    MediaKind.DOCUMENT: _document,
}
