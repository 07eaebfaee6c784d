"""Payloads that are still kept because the media that they tell of is not here."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from typing import Any


def raw_rows(message: int, at: int, body: bytes) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield table and row of a payload that waits for one message's media, as the program itself keeps it."""
    yield "raw_event", (message, hashlib.sha256(body).digest(), "webhook", zlib.compress(body, 1), float(at), 0)
    yield "raw_waiting", (message, message)
