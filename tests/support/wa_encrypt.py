"""Encrypt media as WhatsApp does, for tests: written from the algorithm, without a line of the program under test."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives import hashes, padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_PIECE_BYTES = 1024 * 1024


def derive(media_key: bytes, info: str) -> tuple[bytes, bytes, bytes, bytes]:
    """Return iv, cipher key, MAC key and reference key."""
    expanded = HKDF(hashes.SHA256(), 112, None, info.encode("ascii")).derive(media_key)
    return expanded[:16], expanded[16:48], expanded[48:80], expanded[80:]


def encrypt(plaintext: bytes, media_key: bytes, info: str) -> bytes:
    """Return the body as the media host would serve it."""
    return b"".join(_encrypted([plaintext], media_key, info))


def encrypt_file(src: Path, dst: Path, key: bytes, info: str) -> tuple[bytes, bytes]:
    """Encrypt a file of any size in flat memory; return the SHA-256 of the body and of the plain file."""
    body_sha256, plain_sha256 = hashlib.sha256(), hashlib.sha256()

    def pieces() -> Iterator[bytes]:
        with src.open("rb") as source:
            while piece := source.read(_PIECE_BYTES):
                plain_sha256.update(piece)
                yield piece

    with dst.open("wb") as target:
        for piece in _encrypted(pieces(), key, info):
            body_sha256.update(piece)
            target.write(piece)
    return body_sha256.digest(), plain_sha256.digest()


def seal(padded: bytes, media_key: bytes, info: str) -> bytes:
    """Encrypt and authenticate whole blocks whose padding (right or wrong) the caller made."""
    iv, cipher_key, mac_key, _ = derive(media_key, info)
    cipher = Cipher(algorithms.AES(cipher_key), modes.CBC(iv)).encryptor()
    ciphertext = cipher.update(padded) + cipher.finalize()
    return ciphertext + hmac.digest(mac_key, iv + ciphertext, "sha256")[:10]


def _encrypted(pieces: Iterable[bytes], media_key: bytes, info: str) -> Iterator[bytes]:
    iv, cipher_key, mac_key, _ = derive(media_key, info)
    cipher = Cipher(algorithms.AES(cipher_key), modes.CBC(iv)).encryptor()
    pad = padding.PKCS7(128).padder()
    mac = hmac.new(mac_key, iv, "sha256")
    for piece in pieces:
        ciphertext = cipher.update(pad.update(piece))
        mac.update(ciphertext)
        yield ciphertext
    ciphertext = cipher.update(pad.finalize()) + cipher.finalize()
    mac.update(ciphertext)
    yield ciphertext
    yield mac.digest()[:10]
