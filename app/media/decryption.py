"""Decryption and verification of a media body while it streams (media encryption contract, strict decryptor)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from app.domain.encryption import Check, Declared, Encryption, Verified
from app.domain.errors import RefusedError
from app.domain.reasons import Reason
from app.media.body import Body
from app.media.keys import BLOCK_BYTES, MAC_BYTES, cipher_size, stream_keys
from app.media.outflow import Outflow
from app.media.verifier import Chunk, Verifier

__all__ = ["Chunk", "Decryptor", "PlainVerifier", "Verifier", "Write"]

Write = Callable[[memoryview | bytes], object]
"""A sink of plain bytes; a view is valid only during the call."""

_TAIL_BYTES = BLOCK_BYTES + MAC_BYTES


class Decryptor(Verifier):
    """Decrypts a WhatsApp media body and makes every check that can be made, in the contract's order.

    Size, SHA-256 of the body, MAC, padding, SHA-256 of the file, length of the file. The last block is written only
    after all of them passed.

    Args:
        encryption: the media key and its info.
        declared: what the event says; a value that is None is not checked.
        write: takes the plain bytes in order, in blocks of up to 256 KiB.
        cap_bytes: the largest file that is allowed, None for no limit.

    Raises:
        RefusedError: `BAD_KEY`, the media key has not 32 bytes.
    """

    def __init__(
        self, encryption: Encryption, declared: Declared, write: Write, *, cap_bytes: int | None = None
    ) -> None:
        keys = stream_keys(encryption)
        super().__init__(
            Body(
                expected_bytes=None if declared.length is None else cipher_size(declared.length),
                cap_bytes=None if cap_bytes is None else cipher_size(cap_bytes),
            )
        )
        self._declared = declared
        self._cap_bytes = cap_bytes
        self._cipher = Cipher(AES(keys.cipher_key), CBC(keys.iv)).decryptor()
        self._mac = hmac.new(keys.mac_key, keys.iv, "sha256")
        self._body_sha256 = None if declared.cipher_sha256 is None else hashlib.sha256()
        self._tail = bytearray()
        self._plain = Outflow(write, expected_bytes=declared.length)

    def abort(self) -> None:
        """Stop and end the hashing thread; more than once, or after `finish`, does no harm."""
        super().abort()
        self._plain.close()

    def _take(self, chunk: memoryview) -> None:
        """Decrypt all but the last block and the MAC, which nobody knows before the body ends."""
        if self._body_sha256 is not None:
            self._body_sha256.update(chunk)
        surplus = len(self._tail) + len(chunk) - _TAIL_BYTES
        if surplus > 0:
            kept = min(surplus, len(self._tail))
            self._decrypt(memoryview(bytes(self._tail[:kept])))
            self._decrypt(chunk[: surplus - kept])
            del self._tail[:kept]
            chunk = chunk[surplus - kept :]
        self._tail += chunk

    def _decrypt(self, ciphertext: memoryview) -> None:
        self._mac.update(ciphertext)
        while ciphertext:
            room = self._plain.room()
            piece = ciphertext[: len(room) - BLOCK_BYTES]
            self._plain.filled(self._cipher.update_into(piece, room))
            ciphertext = ciphertext[len(piece) :]

    def _verdict(self) -> Verified:
        self._check_size()
        body_checks = self._check_body_hash()
        self._check_mac()
        self._take_last_block()
        sha256, size_bytes = self._plain.digest(), self._plain.size_bytes
        plain_checks = _check_plain(self._body, self._declared, sha256, size_bytes)
        if self._cap_bytes is not None and size_bytes > self._cap_bytes:
            raise RefusedError(Reason.TOO_LARGE, f"file longer than the {self._cap_bytes} bytes allowed")
        self._plain.flush()
        checks = (*body_checks, Check.MAC, Check.PADDING, *plain_checks)
        return Verified(sha256=sha256, size_bytes=size_bytes, checks=checks)

    def _check_size(self) -> None:
        """Refuse what is not whole blocks and a MAC; a declared length was compared before, so this is a cut."""
        size = self._body.size_bytes
        if size < _TAIL_BYTES or (size - MAC_BYTES) % BLOCK_BYTES:
            raise self._body.refusal(Reason.TRUNCATED, f"{size} bytes are not whole blocks and a MAC")

    def _check_body_hash(self) -> tuple[Check, ...]:
        if self._body_sha256 is None:
            return ()
        if self._body_sha256.digest() != self._declared.cipher_sha256:
            raise self._body.refusal(Reason.CIPHER_HASH, f"after {self._body.size_bytes} bytes")
        return (Check.CIPHER_SHA256,)

    def _check_mac(self) -> None:
        self._mac.update(self._tail[:BLOCK_BYTES])
        if not hmac.compare_digest(self._mac.digest()[:MAC_BYTES], self._tail[BLOCK_BYTES:]):
            raise self._body.refusal(Reason.MAC, f"after {self._body.size_bytes} bytes")

    def _take_last_block(self) -> None:
        """Put the last block in without its padding (PKCS7: 1 to 16 bytes that all give their number)."""
        block = self._cipher.update(bytes(self._tail[:BLOCK_BYTES])) + self._cipher.finalize()
        padding = block[-1]
        if not 1 <= padding <= BLOCK_BYTES or not block.endswith(bytes([padding]) * padding):
            raise RefusedError(Reason.PADDING, f"last byte {padding}")
        kept = BLOCK_BYTES - padding
        self._plain.room()[:kept] = block[:kept]
        self._plain.filled(kept)


class PlainVerifier(Verifier):
    """Verifies a body that is not encrypted: its length and SHA-256 as far as they are declared.

    Args:
        declared: what the event says; `cipher_sha256` has no meaning here.
        write: takes the bytes in order, each chunk as it was fed.
        html_allowed: False where the media cannot be a web page, so that one is refused though no hash tells.
        cap_bytes: the largest file that is allowed, None for no limit.
    """

    def __init__(
        self, declared: Declared, write: Write, *, html_allowed: bool = True, cap_bytes: int | None = None
    ) -> None:
        super().__init__(Body(expected_bytes=declared.length, cap_bytes=cap_bytes, html_allowed=html_allowed))
        self._declared = declared
        self._write = write
        self._sha256 = hashlib.sha256()

    def _take(self, chunk: memoryview) -> None:
        self._sha256.update(chunk)
        self._write(chunk)

    def _verdict(self) -> Verified:
        if self._body.is_html_instead:
            raise RefusedError(Reason.HTML_INSTEAD)
        sha256, size_bytes = self._sha256.digest(), self._body.size_bytes
        checks = _check_plain(self._body, self._declared, sha256, size_bytes)
        return Verified(sha256=sha256, size_bytes=size_bytes, checks=checks)


def _check_plain(body: Body, declared: Declared, sha256: bytes, size_bytes: int) -> tuple[Check, ...]:
    """Compare the file with what is declared about it and return the checks made."""
    made: tuple[Check, ...] = ()
    if declared.plain_sha256 is not None:
        if sha256 != declared.plain_sha256:
            raise body.refusal(Reason.PLAIN_HASH, f"after {size_bytes} bytes")
        made += (Check.PLAIN_SHA256,)
    if declared.length is not None:
        if size_bytes != declared.length:
            raise body.refusal(Reason.LENGTH, f"{size_bytes} bytes instead of {declared.length}")
        made += (Check.LENGTH,)
    return made
