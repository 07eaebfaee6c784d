"""Opening sound and film with PyAV, one named demuxer at a time and from the given stream only.

FFmpeg would otherwise guess, and some of its formats (playlists, `concat`) open further files and addresses.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from app.domain.mimes import canonical
from app.media.boundary import parsing
from app.media.window import read_at

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

_DEMUXERS = {
    "mov": "video/mp4 video/x-m4v video/quicktime video/3gpp video/3gpp2 audio/mp4 audio/3gpp audio/3gpp2",
    "matroska": "video/x-matroska video/webm audio/x-matroska audio/webm",
    "avi": "video/x-msvideo",
    "asf": "video/x-ms-wmv audio/x-ms-wma",
    "mpegts": "video/mp2t",
    "flv": "video/x-flv",
    "ogg": "audio/ogg video/ogg",
    "mp3": "audio/mpeg",
    "aac": "audio/aac",
    "amr": "audio/amr audio/amr-wb",
    "wav": "audio/wav",
    "flac": "audio/flac",
    "caf": "audio/x-caf",
    "aiff": "audio/aiff",
}
_BY_MIME = {mime: name for name, mimes in _DEMUXERS.items() for mime in mimes.split()}
_MPEG = "video/mpeg"
_MOST_PLANES = 7
_MPEG_STREAM_START = b"\x00\x00\x01\xb3"

_OPTIONS = {
    "probesize": "4000000",
    "analyzeduration": "3000000",
    "protocol_whitelist": "none",
}
"""Bytes and microseconds looked at to find the streams; no protocol may be opened, whatever a file asks for."""


def is_container(mime: str) -> bool:
    """Tell whether `opened` takes this type."""
    base = canonical(mime)
    return base in _BY_MIME or base == _MPEG


@contextmanager
def opened(stream: BinaryIO, mime: str) -> Iterator[InputContainer]:
    """Open a sound or film file.

    Raises:
        RefusedError: UNREADABLE.
    """
    import av
    import av.logging

    av.logging.set_level(None)
    name = _demuxer(stream, canonical(mime))
    stream.seek(0)
    with (
        parsing("container"),
        av.open(stream, mode="r", format=name, container_options=_OPTIONS, metadata_errors="replace") as container,
    ):
        yield container


def picture_track(container: InputContainer) -> VideoStream | None:
    """Return the first real video stream; a cover picture is none."""
    from av.stream import Disposition

    tracks = (track for track in container.streams.video if not track.disposition & Disposition.attached_pic)
    return next(tracks, None)


def sound_track(container: InputContainer) -> AudioStream | None:
    """Return the first audio stream."""
    return next(iter(container.streams.audio), None)


def video_frames(container: InputContainer, track: VideoStream, *, most_packets: int) -> Iterator[VideoFrame]:
    """Decode pictures on one thread; packets that do not decode are left out."""
    from av import FFmpegError

    track.codec_context.thread_count = 1
    with suppress(FFmpegError):
        for packet in islice(container.demux(track), most_packets):
            with suppress(FFmpegError):
                yield from packet.decode()


def audio_frames(container: InputContainer, track: AudioStream) -> Iterator[AudioFrame]:
    """Decode all sound on one thread; packets that do not decode are left out, a damaged end is the end.

    Frames of eight planes and more are left out too: PyAV (18.1) counts planes up to a null pointer that such frames do
    not have, and reading them kills the process. One flipped bit in an MP3 or AAC file is enough to make one.
    """
    from av import FFmpegError

    track.codec_context.thread_count = 1
    with suppress(FFmpegError):
        for packet in container.demux(track):
            with suppress(FFmpegError):
                yield from (frame for frame in packet.decode() if _is_readable(frame))


def _is_readable(frame: AudioFrame) -> bool:
    return not frame.format.is_planar or frame.layout.nb_channels <= _MOST_PLANES


def _demuxer(stream: BinaryIO, mime: str) -> str:
    if mime != _MPEG:
        return _BY_MIME[mime]
    return "mpegvideo" if read_at(stream, 0, 4) == _MPEG_STREAM_START else "mpeg"
