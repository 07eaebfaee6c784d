"""The two ends of a file, read once: all that most questions about its type need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

HEAD_BYTES = 64 * 1024
TAIL_BYTES = 64 * 1024 + 22
"""A ZIP's end record has 22 bytes and up to 65,535 of comment."""


@dataclass(frozen=True, slots=True)
class Window:
    """The ends of a file; for a small file they overlap.

    Attributes:
        size_bytes: of the whole file.
        tail_at: offset of `tail` in the file.
    """

    size_bytes: int
    head: bytes
    tail: bytes
    tail_at: int

    @property
    def whole(self) -> bool:
        """Tell whether the head is the whole file."""
        return self.size_bytes <= len(self.head)


def read_window(stream: BinaryIO, size_bytes: int) -> Window:
    """Read both ends of a seekable stream."""
    head = read_at(stream, 0, min(HEAD_BYTES, size_bytes))
    tail_at = max(0, size_bytes - TAIL_BYTES)
    tail = read_at(stream, tail_at, min(TAIL_BYTES, size_bytes)) if size_bytes > len(head) else head
    return Window(size_bytes, head, tail, tail_at)


def read_at(stream: BinaryIO, offset: int, size_bytes: int) -> bytes:
    """Return up to `size_bytes` from `offset`, fewer only at the end of the file."""
    stream.seek(offset)
    parts = []
    while size_bytes > 0 and (part := stream.read(size_bytes)):
        parts.append(part)
        size_bytes -= len(part)
    return b"".join(parts)
