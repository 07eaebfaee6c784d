"""Cut a stored picture to exactly what a tile paints: scaled, cropped, cornered. Pure work, for any thread."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QImage, QPainter

from app.ui.look.picture_reader import jpeg_size, picture_of

EDGES_PX = (256, 512)
"""The long edges that thumbnails are stored in."""

_PREVIEW_BYTES = 64 * 1024
_PREVIEW_EDGE_PX = 640
_BLUR_EDGE_PX = 20
_ASPECT = 4 / 3
_PAGE = 1.41


@dataclass(frozen=True, slots=True)
class Cut:
    """How a picture is cut for the place where it is shown.

    Attributes:
        width, height: of the place, in logical pixels.
        ratio: device pixels a logical one.
        radius: of the corners, in logical pixels.
        whole: show all of it inside the place; else fill the place and crop.
        top: fill the width and crop from the bottom alone, as for the first page of a document.
    """

    width: int
    height: int
    ratio: float = 1.0
    radius: int = 0
    whole: bool = False
    top: bool = False

    @property
    def device_size(self) -> QSize:
        """Return the place in device pixels."""
        return QSize(max(1, round(self.width * self.ratio)), max(1, round(self.height * self.ratio)))

    @property
    def edge_px(self) -> int:
        """Return which stored long edge is large enough, the largest where none is."""
        size = self.device_size
        needed = size.width() * _PAGE if self.top else max(size.width(), size.height()) * (1 if self.whole else _ASPECT)
        return next((edge for edge in EDGES_PX if edge >= needed), EDGES_PX[-1])


def cut_thumbnail(data: bytes, cut: Cut) -> QImage | None:
    """Return a stored thumbnail cut to size, None where it cannot be read."""
    image = picture_of(data)
    return None if image.isNull() else _cut(image, cut)


def cut_preview(data: bytes, cut: Cut) -> QImage | None:
    """Return the tiny picture that came inside an event, blurred to size.

    It was made by a stranger's phone, so only a small JPEG of a small size is looked at, and nothing else is guessed.
    """
    if len(data) > _PREVIEW_BYTES or not data.startswith(b"\xff\xd8"):
        return None
    size = jpeg_size(data)
    image = picture_of(data) if size is not None and max(size) <= _PREVIEW_EDGE_PX else QImage()
    if image.isNull():
        return None
    small = image.scaled(
        QSize(_BLUR_EDGE_PX, _BLUR_EDGE_PX),
        Qt.AspectRatioMode.KeepAspectRatioByExpanding,
        Qt.TransformationMode.SmoothTransformation,
    )
    half = small.scaled(small.size() * 4, mode=Qt.TransformationMode.SmoothTransformation)
    return _cut(half, cut)


def _cut(image: QImage, cut: Cut) -> QImage:
    size = cut.device_size
    smooth = Qt.TransformationMode.SmoothTransformation
    if cut.top:
        scaled = image.scaledToWidth(size.width(), smooth)
        shown = scaled.copy(0, 0, size.width(), min(size.height(), scaled.height()))
    elif cut.whole:
        shown = image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, smooth)
    else:
        scaled = image.scaled(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding, smooth)
        left, top = (scaled.width() - size.width()) // 2, (scaled.height() - size.height()) // 2
        shown = scaled.copy(left, top, size.width(), size.height())
    result = _cornered(shown, cut.radius * cut.ratio) if cut.radius else _premultiplied(shown)
    result.setDevicePixelRatio(cut.ratio)
    return result


def _premultiplied(image: QImage) -> QImage:
    return image.convertToFormat(
        QImage.Format.Format_ARGB32_Premultiplied if image.hasAlphaChannel() else QImage.Format.Format_RGB32
    )


def _cornered(image: QImage, radius: float) -> QImage:
    result = QImage(image.size(), QImage.Format.Format_ARGB32_Premultiplied)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(image))
    painter.drawRoundedRect(QRectF(0, 0, image.width(), image.height()), radius, radius)
    painter.end()
    return result
