"""What a phone tells of a file that it sends: measures, duration, pages, a small preview.

All of it is decoration: a file that cannot be looked into is sent without.
"""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

from app.sandbox.kinds import MediaKind

PREVIEW_PIXELS = 72


def describe(path: Path, kind: MediaKind, mime: str) -> dict[str, Any]:
    """Return what can be said of a file: some of width, height, seconds, pages, thumbnail (base64 of a JPEG)."""
    try:
        if kind in ("image", "sticker"):
            return _picture(path)
        if kind in ("video", "audio"):
            return _recording(path)
        return _pages(path) if mime == "application/pdf" else {}
    except Exception:  # noqa: BLE001 - three decoders with errors of their own, and a test's file may be anything
        return {}


def waveform_of(sha256: bytes) -> str:
    """Return 64 plausible loudness values of 0 to 100 for a voice note, base64."""
    return base64.b64encode(bytes(value % 101 for value in (sha256 * 2)[:64])).decode()


def _picture(path: Path) -> dict[str, Any]:
    from PIL import Image

    with Image.open(path) as image:
        width, height = image.size
        image.draft("RGB", (PREVIEW_PIXELS, PREVIEW_PIXELS))
        image.thumbnail((PREVIEW_PIXELS, PREVIEW_PIXELS))
        preview = io.BytesIO()
        image.convert("RGB").save(preview, "JPEG", quality=50)
    return {"width": width, "height": height, "thumbnail": base64.b64encode(preview.getvalue()).decode()}


def _recording(path: Path) -> dict[str, Any]:
    import av

    with av.open(str(path)) as container:
        facts: dict[str, Any] = {"seconds": round((container.duration or 0) / 1_000_000)}
        if container.streams.video:
            picture = container.streams.video[0]
            facts |= {"width": picture.width, "height": picture.height}
    return facts


def _pages(path: Path) -> dict[str, Any]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return {"pages": len(document)}
    finally:
        document.close()
