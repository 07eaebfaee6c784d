"""Opening PDF files with pdfium, which runs no script and fetches nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from app.domain.errors import RefusedError
from app.domain.filetypes import PDF
from app.domain.mimes import canonical
from app.domain.reasons import Reason
from app.media.boundary import parsing

if TYPE_CHECKING:
    from PIL import Image
    from pypdfium2 import PdfDocument

_PASSWORD_ERROR = 4
"""FPDF_ERR_PASSWORD of fpdfview.h."""


def is_paper(mime: str) -> bool:
    """Tell whether `opened` takes this type."""
    return canonical(mime) == PDF.mime


@contextmanager
def opened(stream: BinaryIO) -> Iterator[PdfDocument]:
    """Open a PDF without a password.

    Raises:
        RefusedError: PASSWORD, UNREADABLE.
    """
    import pypdfium2

    stream.seek(0)
    with parsing("pdf"):
        try:
            document = pypdfium2.PdfDocument(stream)
        except pypdfium2.PdfiumError as error:
            if error.err_code == _PASSWORD_ERROR:
                raise RefusedError(Reason.PASSWORD, "the pdf is encrypted") from error
            raise
        try:
            yield document
        finally:
            document.close()


def first_page(document: PdfDocument, long_edge_px: int) -> Image.Image:
    """Return the first page, its long edge as asked for, on white."""
    page = document[0]
    try:
        longest = max(page.get_size())
        scale = long_edge_px / longest if 0 < longest < float("inf") else 1.0
        image: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
        return image.convert("RGB")
    finally:
        page.close()
