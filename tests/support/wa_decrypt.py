"""Decrypt media strictly as the contract says, for tests: every check, in memory, by no line of the program."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.support.wa_encrypt import derive

INFO = {
    "image": "WhatsApp Image Keys",
    "sticker": "WhatsApp Image Keys",
    "video": "WhatsApp Video Keys",
    "audio": "WhatsApp Audio Keys",
    "document": "WhatsApp Document Keys",
}


class DamagedError(Exception):
    """A check failed; the text is its name."""


def decrypt(body: bytes, media_key: bytes, info: str, sha256: bytes, enc_sha256: bytes, size: int) -> bytes:
    """Return the plain file behind `body`.

    Raises:
        DamagedError: cut, cipher_hash, mac, padding, plain_hash or length.
    """
    iv, cipher_key, mac_key, _ = derive(media_key, info)
    _demand(len(body) >= 26 and (len(body) - 10) % 16 == 0, "cut")
    _demand(hashlib.sha256(body).digest() == enc_sha256, "cipher_hash")
    ciphertext, mac = body[:-10], body[-10:]
    _demand(hmac.digest(mac_key, iv + ciphertext, "sha256")[:10] == mac, "mac")
    decryptor = Cipher(algorithms.AES(cipher_key), modes.CBC(iv)).decryptor()
    padded = decryptor.update(ciphertext) + decryptor.finalize()
    unpadder = padding.PKCS7(128).unpadder()
    try:
        plain = unpadder.update(padded) + unpadder.finalize()
    except ValueError:
        raise DamagedError("padding") from None
    _demand(hashlib.sha256(plain).digest() == sha256, "plain_hash")
    _demand(len(plain) == size, "length")
    return plain


def decrypt_event(body: bytes, event: dict[str, Any]) -> bytes:
    """Return the plain file behind `body`, with the key and the hashes of the sandbox's `event`."""
    media = event["media"]
    key, sha256, enc_sha256 = (base64.b64decode(media[name]) for name in ("media_key", "sha256", "enc_sha256"))
    return decrypt(body, key, INFO[event["type"]], sha256, enc_sha256, media["size"])


def _demand(fulfilled: bool, name: str) -> None:
    if not fulfilled:
        raise DamagedError(name)
