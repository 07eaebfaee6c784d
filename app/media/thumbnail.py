"""Small still pictures of a media: images, the poster of a video, the first page of a PDF.

The largest is made from the file with as little decoding as the format allows, each smaller one from the next larger.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from app.domain.errors import RefusedError
from app.domain.reasons import Reason
from app.media import containers, papers, pictures
from app.media.boundary import parsing
from app.services.ports import Thumb

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream
    from PIL import Image

LONG_EDGE_PX = (256, 512)
_QUALITY = 85
_WEBP_EFFORT = 2
_MOST_PACKETS = 120
_POSTER_SHARE = 0.1
_POSTER_S = 1.0
_MICROSECONDS = 1_000_000
_EIGHT_BITS, _SIXTEEN_BITS = 255, 65535


def thumbnail(stream: BinaryIO, mime: str, *, long_edge_px: Sequence[int] = LONG_EDGE_PX) -> list[Thumb]:
    """Make one thumbnail for each edge, smallest first, JPEG, or WebP where the picture is see-through.

    A picture is never made larger: where it is smaller than the edge its thumbnail has its own size.

    Args:
        stream: seekable and buffered: a read gives what was asked for, unless the file ends.
        mime: what the content was found to be.

    Returns:
        Nothing for a type that has no picture (sound, office files, archives).

    Raises:
        RefusedError: UNREADABLE, DIMENSIONS, PASSWORD.
    """
    with parsing("thumbnail"):
        image = _largest(stream, mime, max(long_edge_px))
        return [] if image is None else _series(image, sorted(long_edge_px, reverse=True))


def _largest(stream: BinaryIO, mime: str, edge_px: int) -> Image.Image | None:
    if pictures.is_picture(mime):
        with pictures.opened(stream, mime) as image:
            return _from_picture(image, edge_px)
    if papers.is_paper(mime):
        with papers.opened(stream) as document:
            return papers.first_page(document, edge_px)
    return _poster(stream, mime, edge_px) if containers.is_container(mime) else None


def _from_picture(image: Image.Image, edge_px: int) -> Image.Image:
    """Decode at a reduced size where the format can (JPEG), resize, and only then turn: fewer pixels to move."""
    turned = pictures.orientation(image)
    image.draft("RGB", _fitted(image.size, edge_px))
    plain = _plain_mode(image)
    small = plain.resize(_fitted(plain.size, edge_px), _resampling()) if max(plain.size) > edge_px else plain
    return _upright(small, turned)


def _plain_mode(image: Image.Image) -> Image.Image:
    """Return the picture as RGB, or RGBA where it may be see-through."""
    if image.mode.startswith("I;16"):
        image = image.convert("I")
    if image.mode in ("I", "F"):
        image = _eight_bits(image)
    see_through = image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info
    return image.convert("RGBA" if see_through else "RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Scale deep greys down; Pillow would clip everything above 255 to white."""
    peak = float(max(image.getextrema()))  # type: ignore[arg-type]  # one band: two numbers, not two per band
    scale = 1.0 if peak <= _EIGHT_BITS else _EIGHT_BITS / max(peak, _SIXTEEN_BITS)
    return image.point(lambda value: value * scale + 0).convert("L")


def _upright(image: Image.Image, turned: int) -> Image.Image:
    from PIL.Image import Transpose

    steps = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    return image.transpose(steps[turned]) if turned in steps else image


def _poster(stream: BinaryIO, mime: str, edge_px: int) -> Image.Image | None:
    """Return a picture from a tenth of the film, or from its first second where the length is not told.

    Where seeking leads nowhere the file is opened anew and its first picture taken. Sound has no poster.

    Raises:
        RefusedError: UNREADABLE: no picture decodes; DIMENSIONS.
    """
    for find in (_frame_at_a_tenth, _first_frame):
        with containers.opened(stream, mime) as container:
            track = containers.picture_track(container)
            if track is None:
                return None
            pictures.check_dimensions(track.codec_context.width, track.codec_context.height)
            if frame := find(container, track):
                return _from_frame(frame, edge_px)
    raise RefusedError(Reason.UNREADABLE, "no picture decodes")


def _from_frame(frame: VideoFrame, edge_px: int) -> Image.Image:
    pictures.check_dimensions(frame.width, frame.height)
    width, height = _fitted((frame.width, frame.height), edge_px)
    image: Image.Image = frame.to_image(width=width, height=height)  # type: ignore[no-untyped-call]
    return image.rotate(frame.rotation, expand=True) if frame.rotation else image


def _first_frame(container: InputContainer, track: VideoStream) -> VideoFrame | None:
    return next(containers.video_frames(container, track, most_packets=_MOST_PACKETS), None)


def _frame_at_a_tenth(container: InputContainer, track: VideoStream) -> VideoFrame | None:
    """Return the picture nearest to the time that a bounded number of packets from a key frame leads to."""
    from av import FFmpegError

    start_s = (container.start_time or 0) / _MICROSECONDS
    at_s = start_s + ((container.duration or 0) / _MICROSECONDS * _POSTER_SHARE or _POSTER_S)
    try:
        container.seek(int(at_s * _MICROSECONDS))
    except FFmpegError:
        return None
    found = None
    for frame in containers.video_frames(container, track, most_packets=_MOST_PACKETS):
        found = frame
        if frame.time is None or frame.time >= at_s:
            break
    return found


def _series(image: Image.Image, edges_px: Sequence[int]) -> list[Thumb]:
    image = _without_idle_alpha(image)
    thumbs: list[Thumb] = []
    for edge_px in edges_px:
        if max(image.size) > edge_px:
            image = image.resize(_fitted(image.size, edge_px), _resampling())
        mime, data = _encoded(image)
        thumbs.append(Thumb(edge_px, image.width, image.height, mime, data))
    return thumbs[::-1]


def _without_idle_alpha(image: Image.Image) -> Image.Image:
    """Drop an alpha channel that hides nothing, so that a JPEG will do."""
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        return image.convert("RGB")
    return image


def _encoded(image: Image.Image) -> tuple[str, bytes]:
    out = io.BytesIO()
    if image.mode == "RGBA":
        image.save(out, "WEBP", quality=_QUALITY, method=_WEBP_EFFORT)
        return "image/webp", out.getvalue()
    image.save(out, "JPEG", quality=_QUALITY)
    return "image/jpeg", out.getvalue()


def _fitted(size: tuple[int, int], edge_px: int) -> tuple[int, int]:
    """Return a size of the same shape whose long edge is at most `edge_px`, no side under one pixel."""
    share = min(1.0, edge_px / max(size))
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


def _resampling() -> Image.Resampling:
    """Return the filter: HAMMING looks like bicubic when shrinking, at the price of bilinear."""
    from PIL.Image import Resampling

    return Resampling.HAMMING
