"""Opening pictures with Pillow, one named format at a time and under a cap of pixels.

The declared format is the only decoder that may look at the bytes: Pillow's sixty others are attack surface.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from app.domain.errors import RefusedError
from app.domain.mimes import canonical
from app.domain.reasons import Reason
from app.media.boundary import parsing

if TYPE_CHECKING:
    from PIL import Image

MAX_PIXELS = 100_000_000
"""More is refused as a decompression bomb; the largest telephone cameras make 50 million by default."""

_FORMATS = {
    "image/jpeg": ("JPEG", "MPO"),
    "image/png": ("PNG",),
    "image/gif": ("GIF",),
    "image/webp": ("WEBP",),
    "image/bmp": ("BMP", "DIB"),
    "image/tiff": ("TIFF",),
    "image/heic": ("HEIF",),
    "image/heif": ("HEIF",),
    "image/avif": ("AVIF",),
}
_BY_HEIF = ("HEIF",)
_ORIENTATION = 0x0112


def is_picture(mime: str) -> bool:
    """Tell whether `opened` takes this type."""
    return canonical(mime) in _FORMATS


@contextmanager
def opened(stream: BinaryIO, mime: str) -> Iterator[Image.Image]:
    """Open a picture, header only; its pixels are decoded when somebody asks for them, inside the block.

    Raises:
        RefusedError: DIMENSIONS over the cap of pixels, UNREADABLE.
    """
    from PIL import Image

    formats = _FORMATS[canonical(mime)]
    if formats == _BY_HEIF:
        _learn_heif()
    stream.seek(0)
    with parsing("picture"), _strict_warnings():
        Image.MAX_IMAGE_PIXELS = MAX_PIXELS
        try:
            image = Image.open(stream, formats=formats)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise RefusedError(Reason.DIMENSIONS, "too many pixels") from error
        with image:
            check_dimensions(image.width, image.height)
            yield image


def check_dimensions(width: int, height: int) -> None:
    """Refuse dimensions that no honest file has.

    Raises:
        RefusedError: DIMENSIONS.
    """
    if width * height > MAX_PIXELS:
        raise RefusedError(Reason.DIMENSIONS, f"{width} x {height} pixels")


def orientation(image: Image.Image) -> int:
    """Return the EXIF orientation, 1 to 8; 1 where there is none or it cannot be read."""
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - a damaged EXIF block raises anything and must not cost the picture
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


@contextmanager
def _strict_warnings() -> Iterator[None]:
    """Make a bomb an error, and keep Pillow's remarks about odd files out of our log and off the terminal."""
    from PIL import Image

    logging.getLogger("PIL").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


def _learn_heif() -> None:
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False, aux_images=False, depth_images=False)
