"""Writes a file in the age format, from its start to its end, in constant memory."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from app.storage.age import header
from app.storage.age.keys import FILE_KEY_BYTES, Passphrase, Recipient
from app.storage.age.payload import CHUNK_BYTES, NONCE_BYTES, Payload

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class AgeWriter(io.RawIOBase):
    """A stream of plain bytes whose sealed form goes to `target`.

    The file is whole only after `finish`: closing without it leaves one that no reader accepts, and that is meant so.
    `target` is not closed.

    Args:
        keys: who may open the file; a passphrase stands alone.
    """

    def __init__(self, target: BinaryIO, keys: Sequence[Recipient | Passphrase]) -> None:
        super().__init__()
        file_key, nonce = os.urandom(FILE_KEY_BYTES), os.urandom(NONCE_BYTES)
        self._target = target
        self._payload = Payload(file_key, nonce)
        self._held = bytearray()
        self._number = 0
        self._put(header.written(file_key, keys) + nonce)

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        """Take all of `data` and return its length in bytes."""
        view = memoryview(data).cast("B")
        for start in range(0, len(view), CHUNK_BYTES):
            self._held += view[start : start + CHUNK_BYTES]
            # A full chunk waits until it is known that something follows: the last one is sealed differently.
            if len(self._held) > CHUNK_BYTES:
                self._pass_on()
        return len(view)

    def finish(self) -> None:
        """Seal what is left as the end of the file."""
        self._put(self._payload.seal(self._number, memoryview(self._held), last=True))
        self._held = bytearray()

    def _pass_on(self) -> None:
        with memoryview(self._held) as held:
            sealed = self._payload.seal(self._number, held[:CHUNK_BYTES], last=False)
        self._put(sealed)
        del self._held[:CHUNK_BYTES]
        self._number += 1

    def _put(self, sealed: bytes) -> None:
        rest = memoryview(sealed)
        while rest:
            rest = rest[self._target.write(rest) :]
