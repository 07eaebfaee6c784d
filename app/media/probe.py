"""What a file says about itself: dimensions, duration, pages, codec. Headers only, at most one picture is decoded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from app.domain.errors import RefusedError
from app.domain.reasons import Reason
from app.media import containers, papers, pictures
from app.media.boundary import parsing

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

_MOST_PACKETS = 30
_LONGEST_S = 1_000_000.0
"""Eleven days; a header that says more is lying."""
_SIDEWAYS = (5, 6, 7, 8)
_DEGREES = {3: 180, 4: 180, 5: 90, 6: 90, 7: 270, 8: 270}


@dataclass(frozen=True, slots=True)
class Probe:
    """What was learnt; None where the file has no such thing or does not tell.

    Attributes:
        width: pixels as shown, rotation applied.
        height: pixels as shown.
        duration_s: of sound or film.
        pages: of a PDF.
        codec: of the picture track, of the sound where there is no picture; the format's name for a still image.
        rotation: degrees clockwise that a viewer turns the stored picture: 0, 90, 180, 270.
        audio_codec: of the sound track.
        channels: of the sound track.
    """

    width: int | None = None
    height: int | None = None
    duration_s: float | None = None
    pages: int | None = None
    codec: str | None = None
    rotation: int = 0
    audio_codec: str | None = None
    channels: int | None = None


def probe(stream: BinaryIO, mime: str) -> Probe:
    """Read dimensions, duration and the like.

    Args:
        stream: seekable and buffered: a read gives what was asked for, unless the file ends.
        mime: what the content was found to be, aliases and parameters allowed.

    Returns:
        An empty probe for a type that has nothing to tell (an archive, an office file).

    Raises:
        RefusedError: UNREADABLE, DIMENSIONS (a decompression bomb), PASSWORD (an encrypted PDF).
    """
    if pictures.is_picture(mime):
        return _picture(stream, mime)
    if containers.is_container(mime):
        return _container(stream, mime)
    return _paper(stream) if papers.is_paper(mime) else Probe()


def _picture(stream: BinaryIO, mime: str) -> Probe:
    with pictures.opened(stream, mime) as image:
        turned = pictures.orientation(image)
        width, height = image.size[::-1] if turned in _SIDEWAYS else image.size
        codec = (image.format or "").lower() or None
        return Probe(width=width, height=height, codec=codec, rotation=_DEGREES.get(turned, 0))


def _paper(stream: BinaryIO) -> Probe:
    with papers.opened(stream) as document:
        return Probe(pages=len(document), codec="pdf")


def _container(stream: BinaryIO, mime: str) -> Probe:
    with containers.opened(stream, mime) as container:
        film, sound = containers.picture_track(container), containers.sound_track(container)
        audio_codec = sound.codec.canonical_name if sound else None
        duration_s = _duration_s(container)
        if film is None and sound is None:
            raise RefusedError(Reason.UNREADABLE, "neither sound nor picture")
        channels = sound.codec_context.channels or None if sound else None
        if film is None:
            return Probe(duration_s=duration_s, codec=audio_codec, audio_codec=audio_codec, channels=channels)
        width, height, rotation = _shown(container, film)
        return Probe(width, height, duration_s, None, film.codec.canonical_name, rotation, audio_codec, channels)


def _duration_s(container: InputContainer) -> float | None:
    """Return the container's own duration, or the longest track's."""
    lengths = [container.duration / 1_000_000] if container.duration else []
    if not lengths:
        tracks = [*container.streams.video, *container.streams.audio]
        lengths = [float(track.duration * track.time_base) for track in tracks if track.duration and track.time_base]
    longest = max(lengths, default=0.0)
    return longest if 0 < longest <= _LONGEST_S else None


def _shown(container: InputContainer, film: VideoStream) -> tuple[int | None, int | None, int]:
    """Return width and height as shown and the rotation, which FFmpeg tells with the first picture only."""
    width, height = film.codec_context.width, film.codec_context.height
    pictures.check_dimensions(width, height)
    with parsing("video"):
        frame = next(containers.video_frames(container, film, most_packets=_MOST_PACKETS), None)
    rotation = -frame.rotation % 360 if frame else 0
    if rotation in (90, 270):
        width, height = height, width
    return width or None, height or None, rotation
