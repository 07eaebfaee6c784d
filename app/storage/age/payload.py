"""The body of a file: chunks of 64 KiB, each sealed under its number, the last one marked as the last."""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from app.storage.age.errors import AgeError
from app.storage.age.keys import derived_key

CHUNK_BYTES = 64 * 1024
TAG_BYTES = 16
SEALED_BYTES = CHUNK_BYTES + TAG_BYTES
NONCE_BYTES = 16


class Payload:
    """Seals and opens chunks by their number."""

    def __init__(self, file_key: bytes, nonce: bytes) -> None:
        self._cipher = ChaCha20Poly1305(derived_key(file_key, salt=nonce, info=b"payload"))

    def seal(self, number: int, chunk: bytes | memoryview, *, last: bool) -> bytes:
        """Return a chunk of at most 64 KiB with its tag."""
        return self._cipher.encrypt(_nonce(number, last=last), chunk, None)

    def open(self, number: int, sealed: bytes, *, last: bool) -> bytes:
        """Return what is in a chunk.

        Raises:
            AgeError: it was changed, moved, or is the last where more should follow (or the other way round).
        """
        try:
            return self._cipher.decrypt(_nonce(number, last=last), sealed, None)
        except InvalidTag as error:
            raise AgeError("the file was changed or is cut off") from error


def chunks_of(sealed_bytes: int) -> int:
    """Return how many chunks a body of this size has.

    Raises:
        AgeError: no body has this size.
    """
    count, rest = divmod(sealed_bytes, SEALED_BYTES)
    if rest == 0 and count:
        return count
    if rest < TAG_BYTES or (rest == TAG_BYTES and count):
        raise AgeError("the file is cut off")
    return count + 1


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
