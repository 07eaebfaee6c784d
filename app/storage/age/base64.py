"""The base64 of headers: without padding, and only in the one spelling that is canonical."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error

from app.storage.age.errors import AgeError


def encoded(data: bytes) -> str:
    """Return `data` as text."""
    return b64encode(data).rstrip(b"=").decode("ascii")


def decoded(text: str) -> bytes:
    """Return the bytes; a second spelling of the same bytes is refused.

    Raises:
        AgeError: it is not base64, is padded, or has bits that mean nothing.
    """
    try:
        data = b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (Error, ValueError) as error:
        raise AgeError("the header is damaged") from error
    if encoded(data) != text:
        raise AgeError("the header is not in its one canonical spelling")
    return data
