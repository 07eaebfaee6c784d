"""Types of single fields in providers' payloads, for the models at the edge.

What decides over bytes or identity must be right. What only decorates (pixels, names, previews) is dropped or cut
where it is odd, because a message is not lost over its decoration.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import Annotated, TypeVar

from pydantic import BeforeValidator

from app.domain import spellings
from app.domain.errors import BadEventError

LABEL_CHARACTERS = 1000
PREVIEW_BYTES = 64 * 1024
_LINK_CHARACTERS = 4096
_WAVEFORM_BYTES = 1024
_MESSAGE_ID = re.compile(r"[A-Za-z0-9._:=@-]{1,128}\Z")
_DIGITS = re.compile(r"[0-9]{1,12}\Z")

T = TypeVar("T")


def clean(text: str) -> str:
    """Return a text without what no database takes: NUL and lone halves of surrogate pairs."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode(errors="replace").decode()
    return text


def is_message_id(value: object) -> bool:
    """Tell whether a value can be a message id: 1 to 128 letters, digits and `. _ : = @ -`, not dots alone."""
    return isinstance(value, str) and bool(_MESSAGE_ID.match(value)) and bool(value.strip("."))


def _message_id(value: object) -> object:
    if not is_message_id(value):
        raise ValueError("a message id is 1 to 128 letters, digits and . _ : = @ -")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return clean(value)


def _scalar(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _text(value)


def _label(value: object) -> str:
    return clean(value)[:LABEL_CHARACTERS] if isinstance(value, str) else ""


def _link(value: object) -> str:
    return clean(value) if isinstance(value, str) and len(value) <= _LINK_CHARACTERS else ""


def _between(lowest: float, highest: float) -> Callable[[object], float | None]:
    def read(value: object) -> float | None:
        if isinstance(value, str) and _DIGITS.match(value):
            value = int(value)
        if not isinstance(value, int | float) or isinstance(value, bool):
            return None
        return value if lowest <= value <= highest else None

    return read


def _octets(most: int) -> Callable[[object], bytes]:
    def read(value: object) -> bytes:
        if not isinstance(value, str) or len(value) > most * 4 // 3 + 4:
            return b""
        try:
            return base64.b64decode(value, validate=True)[:most]
        except (binascii.Error, ValueError):
            return b""

    return read


def _preview(value: object) -> bytes:
    octets = _octets(PREVIEW_BYTES)(value)
    return octets if octets.startswith(b"\xff\xd8\xff") else b""


def _spelled(read: Callable[..., T]) -> Callable[[object], T]:
    """Let the domain's reader of spellings say in pydantic's way that a value is wrong."""

    def validate(value: object) -> T:
        try:
            return read(value, field="")
        except BadEventError as error:
            raise ValueError(error.detail) from None

    return validate


MessageId = Annotated[str, BeforeValidator(_message_id)]
Text = Annotated[str, BeforeValidator(_text)]
Scalar = Annotated[str, BeforeValidator(_scalar)]
"""A text, or a whole number that a writer did not quote."""
Label = Annotated[str, BeforeValidator(_label)]
"""A name: at most `LABEL_CHARACTERS`, the rest is cut."""
Link = Annotated[str, BeforeValidator(_link)]
Moment = Annotated[int, BeforeValidator(_spelled(spellings.epoch_s))]
Count = Annotated[int | None, BeforeValidator(_spelled(spellings.length))]
Digest = Annotated[bytes | None, BeforeValidator(_spelled(spellings.sha256_digest))]
Size = Annotated[int | None, BeforeValidator(_between(0, 1_000_000))]
"""Pixels or pages."""
Seconds = Annotated[float | None, BeforeValidator(_between(0, 10_000_000))]
Degrees = Annotated[float | None, BeforeValidator(_between(-180, 180))]
Preview = Annotated[bytes, BeforeValidator(_preview)]
"""A JPEG of at most `PREVIEW_BYTES` in base64."""
Waveform = Annotated[bytes, BeforeValidator(_octets(_WAVEFORM_BYTES))]
