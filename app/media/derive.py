"""Everything that is learnt from a kept file in one go: probe, thumbnails, waveform (product 4.5).

Each step can fail alone: the file stays, and the failure is a value that the tile can show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, TypeVar

from app.domain.errors import RefusedError
from app.domain.filetypes import by_mime
from app.domain.kinds import MediaKind
from app.domain.mimes import canonical
from app.domain.reasons import Reason
from app.media.boundary import parsing
from app.media.probe import Probe, probe
from app.media.thumbnail import thumbnail
from app.media.waveform import waveform
from app.services.ports import Thumb

T = TypeVar("T")

PROBE, THUMBNAIL, WAVEFORM = "probe", "thumbnail", "waveform"


@dataclass(frozen=True, slots=True)
class Derived:
    """What was learnt from a file.

    Attributes:
        probe: None where the step failed.
        thumbs: smallest first; empty for what has no picture.
        waveform: 64 bytes of 0 to 100 for sound, empty for anything else.
        failures: step (`probe`, `thumbnail`, `waveform`) and why; a step that does not apply is no failure.
    """

    probe: Probe | None
    thumbs: tuple[Thumb, ...] = ()
    waveform: bytes = b""
    failures: Mapping[str, Reason] = field(default_factory=dict)


def derive(stream: BinaryIO, mime: str, kind: MediaKind) -> Derived:
    """Take all steps that apply to the file; never raises for its content.

    Args:
        stream: seekable and buffered: a read gives what was asked for, unless the file ends.
        mime: what the content was found to be.
        kind: what it is in the message; a sound file sent as a document gets its waveform too.
    """
    failures: dict[str, Reason] = {}
    learnt = _step(PROBE, failures, lambda: probe(stream, mime))
    thumbs = _step(THUMBNAIL, failures, lambda: thumbnail(stream, mime))
    bars = _step(WAVEFORM, failures, lambda: waveform(stream, mime)) if _is_sound(mime, kind) else None
    return Derived(learnt, tuple(thumbs or ()), bars or b"", failures)


def _is_sound(mime: str, kind: MediaKind) -> bool:
    row = by_mime(canonical(mime))
    return kind is MediaKind.AUDIO or (row is not None and row.family is MediaKind.AUDIO)


def _step(name: str, failures: dict[str, Reason], take: Callable[[], T]) -> T | None:
    try:
        with parsing(name):
            return take()
    except RefusedError as refusal:
        failures[name] = refusal.reason
        return None
