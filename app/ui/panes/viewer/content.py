"""What the viewer has to show of a media: found out and decoded on the read lane, so that turning a page is a swap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler

from app.domain.kinds import MediaKind, MediaState
from app.domain.messages import MediaItem
from app.services.views import Viewing
from app.ui.look.picture_reader import picture_of, reader_of
from app.ui.models.thumbnail_cuts import EDGES_PX

OpenBytes = Callable[[int], Path | bytes]
"""Gives a kept media, as a file or as its bytes. Blocks, and raises where there is none."""

TEXT_BYTES = 512 * 1024
"""So much of a text is shown."""
_MOST_PIXELS = 40_000_000
"""Larger pictures are decoded at half size and so on: nobody sees the difference, and memory stays bounded."""
_SMALLEST_LEVEL = 512
_SMOOTH = Qt.TransformationMode.SmoothTransformation
_TEXT_MIMES = ("application/json", "application/xml", "application/x-ndjson", "application/javascript")


class Form(StrEnum):
    """How a media is shown."""

    IMAGE = "image"
    ANIMATION = "animation"
    VIDEO = "video"
    SOUND = "sound"
    PDF = "pdf"
    TEXT = "text"
    OTHER = "other"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Content:
    """One media, ready to be shown.

    Attributes:
        item: its row, None where it is gone from the database.
        levels: an image and its halves, largest first; of other forms the stored thumbnail, if there is one.
        full_size: of the image as the file has it, in pixels.
        source: file or bytes, for what is opened when it is shown.
        text: the beginning of a text.
        cut: whether the text goes on.
    """

    item: MediaItem | None
    form: Form
    levels: tuple[QImage, ...] = ()
    full_size: QSize = field(default_factory=QSize)
    source: Path | bytes | None = None
    text: str = ""
    cut: bool = False
    waveform: bytes = b""

    @property
    def size_bytes(self) -> int:
        """Return the memory that it takes."""
        return sum(int(level.sizeInBytes()) for level in self.levels) + len(self.text)


def load(view: Viewing, media: int, open_bytes: OpenBytes) -> Content:
    """Return what there is to show. Runs on the read lane; what cannot be opened is shown as not here."""
    item = next(iter(view.media_rows([media])), None)
    if item is None or item.state is not MediaState.LOCAL:
        return Content(item, Form.ABSENT, _thumbnail(view, media))
    if item.kind is MediaKind.AUDIO:
        return Content(item, Form.SOUND, waveform=view.waveforms([media]).get(media, b""))
    source = open_bytes(media)
    form = form_of(item)
    if form is Form.IMAGE:
        return _image(view, item, source)
    if form is Form.TEXT:
        text, cut = beginning(source)
        return Content(item, Form.TEXT, source=source, text=text, cut=cut)
    levels = () if form is Form.PDF else _thumbnail(view, media)
    return Content(item, form, levels, source=source)


def form_of(item: MediaItem) -> Form:
    """Return how a kept media is shown, by what its content was found to be."""
    mime = item.mime.partition(";")[0].strip().lower()
    if mime.startswith("image/"):
        return Form.IMAGE
    if mime.startswith("video/") or item.kind is MediaKind.VIDEO:
        return Form.VIDEO
    if mime.startswith("audio/"):
        return Form.SOUND
    if mime == "application/pdf":
        return Form.PDF
    if mime.startswith("text/") or mime in _TEXT_MIMES:
        return Form.TEXT
    return Form.OTHER


def beginning(source: Path | bytes) -> tuple[str, bool]:
    """Return the first half megabyte of a text and whether it goes on; its encoding is found by trying."""
    if isinstance(source, bytes):
        data, more = source[:TEXT_BYTES], len(source) > TEXT_BYTES
    else:
        with source.open("rb") as stream:
            data = stream.read(TEXT_BYTES + 1)
        more, data = len(data) > TEXT_BYTES, data[:TEXT_BYTES]
    return _decoded(data, whole=not more), more


def _image(view: Viewing, item: MediaItem, source: Path | bytes) -> Content:
    if isinstance(source, bytes):
        # Without a file there is no device of Qt's own to read on from: one still picture, as it is stored.
        whole = picture_of(source)
        form = Form.OTHER if whole.isNull() else Form.IMAGE
        shown = _thumbnail(view, int(item.id)) if whole.isNull() else levels(whole)
        return Content(item, form, shown, whole.size(), source)
    reader = reader_of(source)
    size = reader.size()
    if reader.supportsAnimation() and reader.imageCount() != 1:
        return Content(item, Form.ANIMATION, _thumbnail(view, int(item.id)), size, source)
    halved = size
    while halved.width() * halved.height() > _MOST_PIXELS:
        halved = QSize(halved.width() // 2, halved.height() // 2)
    if halved != size:
        reader.setScaledSize(halved)
    image = reader.read()
    if image.isNull():
        return Content(item, Form.OTHER, _thumbnail(view, int(item.id)), source=source)
    turned = reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
    return Content(item, Form.IMAGE, levels(image), size.transposed() if turned else size, source)


def levels(image: QImage) -> tuple[QImage, ...]:
    """Return a picture and its halves down to screen size, so that painting it small stays smooth and quick."""
    form = QImage.Format.Format_ARGB32_Premultiplied if image.hasAlphaChannel() else QImage.Format.Format_RGB32
    made = [image.convertToFormat(form)]
    while max(made[-1].width(), made[-1].height()) > 2 * _SMALLEST_LEVEL:
        last = made[-1]
        made.append(last.scaled(QSize(last.width() // 2, last.height() // 2), mode=_SMOOTH))
    return tuple(made)


def _thumbnail(view: Viewing, media: int) -> tuple[QImage, ...]:
    """Return the stored thumbnail, which our own workers made."""
    thumb = view.thumbs([media], EDGES_PX[-1]).get(media)
    if thumb is None:
        return ()
    image = picture_of(thumb.data)
    return () if image.isNull() else (image,)


def _decoded(data: bytes, *, whole: bool) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if not whole and error.start > len(data) - 4:
            return data[: error.start].decode("utf-8-sig")
        return data.decode("cp1252", "replace")
