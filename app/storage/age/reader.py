"""Reads a file in the age format from any place, a chunk at a time; what is read was verified."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, BinaryIO, cast

from app.storage.age import header
from app.storage.age.errors import AgeError
from app.storage.age.keys import Identity, Passphrase
from app.storage.age.payload import CHUNK_BYTES, NONCE_BYTES, SEALED_BYTES, TAG_BYTES, Payload, chunks_of

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


def opened(source: BinaryIO, key: Identity | Passphrase) -> BinaryIO:
    """Return the plain bytes as a buffered stream that can seek; closing it closes `source`.

    The last chunk is verified at once, so that a file that was cut off is refused before a byte of it is used.

    Args:
        source: seekable, at its start.

    Raises:
        WrongKeyError: the file is for another key.
        AgeError: it is damaged or cut off, or not in the format.
    """
    try:
        return cast(BinaryIO, io.BufferedReader(_AgeReader(source, key), CHUNK_BYTES))
    except BaseException:  # whatever it was, the file must not stay open
        source.close()
        raise


class _AgeReader(io.RawIOBase):
    """Keeps one opened chunk."""

    def __init__(self, source: BinaryIO, key: Identity | Passphrase) -> None:
        super().__init__()
        self._source = source
        found = header.read(source)
        nonce = source.read(NONCE_BYTES)
        if len(nonce) != NONCE_BYTES:
            raise AgeError("the file is cut off")
        self._payload = Payload(found.file_key(key), nonce)
        self._start = found.size_bytes + NONCE_BYTES
        sealed_bytes = source.seek(0, os.SEEK_END) - self._start
        self._chunks = chunks_of(sealed_bytes)
        self._size = sealed_bytes - self._chunks * TAG_BYTES
        self._position = 0
        self._number, self._chunk = -1, b""
        self._load(self._chunks - 1)

    def readable(self) -> bool:
        """Return True."""
        return True

    def seekable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Return the place in the plain bytes."""
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a place in the plain bytes; beyond the end there is nothing to read."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        if start + offset < 0:
            raise ValueError("a place before the start of the file")
        self._position = start + offset
        return self._position

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Put what is left of a chunk into the buffer and return how much that was.

        Raises:
            AgeError: the chunk was changed.
        """
        target = memoryview(buffer).cast("B")
        if self._position >= self._size or not target:
            return 0
        number, offset = divmod(self._position, CHUNK_BYTES)
        self._load(number)
        part = memoryview(self._chunk)[offset : offset + len(target)]
        target[: len(part)] = part
        self._position += len(part)
        return len(part)

    def close(self) -> None:
        """Close the file below and forget the chunk."""
        if not self.closed:
            self._chunk, self._number = b"", -1
            self._source.close()
        super().close()

    def _load(self, number: int) -> None:
        if number == self._number:
            return
        self._source.seek(self._start + number * SEALED_BYTES)
        last = number == self._chunks - 1
        self._chunk = self._payload.open(number, self._source.read(SEALED_BYTES), last=last)
        self._number = number
