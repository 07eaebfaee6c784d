"""Encrypts a file as WhatsApp does, streaming; written from the contract alone.

HKDF-SHA256 of the media key gives IV, cipher key and MAC key; the body is AES-256-CBC with PKCS7, followed by the
first ten bytes of HMAC-SHA256 over IV and cipher text. The IV is not in the file.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.padding import PKCS7

from app.sandbox.kinds import KINDS, MediaKind

CHUNK_BYTES = 256 * 1024
MEDIA_KEY_BYTES = 32
MAC_BYTES = 10


@dataclass(frozen=True, slots=True)
class MediaKeys:
    """What a media key expands to: 16, 32 and 32 bytes."""

    iv: bytes
    cipher_key: bytes
    mac_key: bytes


@dataclass(frozen=True, slots=True)
class Encrypted:
    """What is known of a file after it was encrypted; hashes are raw, sizes in bytes."""

    size_bytes: int
    sha256: bytes
    enc_size_bytes: int
    enc_sha256: bytes


def media_keys(media_key: bytes, kind: MediaKind) -> MediaKeys:
    """Expand `media_key` (32 bytes) for one kind of media.

    Raises:
        ValueError: the key has another length.
    """
    if len(media_key) != MEDIA_KEY_BYTES:
        raise ValueError(f"a media key has {MEDIA_KEY_BYTES} bytes")
    expanded = HKDF(hashes.SHA256(), 112, None, KINDS[kind].info).derive(media_key)
    return MediaKeys(expanded[:16], expanded[16:48], expanded[48:80])


def encrypt_file(
    source: Path, target: Path, media_key: bytes, kind: MediaKind, *, spoil_mac: bool = False
) -> Encrypted:
    """Write the encrypted form of `source` to `target`; memory does not grow with the file.

    With `spoil_mac` the MAC is wrong and the hash of the whole body is right all the same.
    """
    with source.open("rb") as plain, target.open("wb") as enc:
        return _encrypt(plain, enc, media_keys(media_key, kind), spoil_mac=spoil_mac)


def _encrypt(plain: BinaryIO, enc: BinaryIO, keys: MediaKeys, *, spoil_mac: bool) -> Encrypted:
    mac = hmac.new(keys.mac_key, keys.iv, hashlib.sha256)
    plain_hash, enc_hash = hashlib.sha256(), hashlib.sha256()
    size_bytes = enc_size_bytes = 0
    encryptor = Cipher(algorithms.AES(keys.cipher_key), modes.CBC(keys.iv)).encryptor()
    padder = PKCS7(128).padder()
    for chunk, is_last in _chunks(plain):
        plain_hash.update(chunk)
        size_bytes += len(chunk)
        padded = padder.update(chunk) + (padder.finalize() if is_last else b"")
        block = encryptor.update(padded)
        mac.update(block)
        enc_hash.update(block)
        enc_size_bytes += enc.write(block)
    tail = mac.digest()[:MAC_BYTES]
    if spoil_mac:
        tail = bytes([tail[0] ^ 0x80]) + tail[1:]
    enc_hash.update(tail)
    enc_size_bytes += enc.write(tail)
    return Encrypted(size_bytes, plain_hash.digest(), enc_size_bytes, enc_hash.digest())


def _chunks(stream: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Yield the pieces of `stream` and whether each is the last; an empty stream is one empty piece."""
    chunk = stream.read(CHUNK_BYTES)
    while True:
        following = stream.read(CHUNK_BYTES)
        yield chunk, not following
        if not following:
            return
        chunk = following
