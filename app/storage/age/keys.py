"""Who can open a file: an X25519 identity and its public recipient, or a passphrase.

Each wraps and unwraps the 16-byte key of a file as a stanza of its header (age-encryption.org/v1).
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from app.storage.age import bech32
from app.storage.age.base64 import decoded, encoded
from app.storage.age.errors import AgeError

FILE_KEY_BYTES = 16
KEY_BYTES = 32
_ZERO_NONCE = bytes(12)
_SALT_BYTES = 16
_WORK_FACTOR = 18
_MOST_WORK = 20
"""More would let a foreign file eat gigabytes: 2^20 takes one."""

_X25519 = "X25519"
_SCRYPT = "scrypt"
_X25519_INFO = b"age-encryption.org/v1/X25519"
_SCRYPT_SALT = b"age-encryption.org/v1/scrypt"
_PUBLIC, _SECRET = "age", "age-secret-key-"
_FACTOR = re.compile(r"[1-9][0-9]?\Z")


@dataclass(frozen=True, slots=True)
class Stanza:
    """One line of arguments and a body in the header of a file."""

    kind: str
    arguments: tuple[str, ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Recipient:
    """The public half: enough to write. `key` is 32 bytes."""

    key: bytes

    @classmethod
    def parse(cls, text: str) -> Recipient:
        """Read `age1…`. Raises AgeError."""
        return cls(_key_of(text, _PUBLIC))

    def __str__(self) -> str:
        return bech32.encode(_PUBLIC, self.key)

    def wrap(self, file_key: bytes) -> Stanza:
        """Return the stanza that lets the identity find the key of a file."""
        secret = X25519PrivateKey.generate()
        share = secret.public_key().public_bytes_raw()
        shared = secret.exchange(X25519PublicKey.from_public_bytes(self.key))
        wrapping = derived_key(shared, salt=share + self.key, info=_X25519_INFO)
        return Stanza(_X25519, (encoded(share),), ChaCha20Poly1305(wrapping).encrypt(_ZERO_NONCE, file_key, None))


@dataclass(frozen=True, slots=True)
class Identity:
    """The secret half: enough to read. `secret` is 32 bytes and never shown."""

    secret: bytes = field(repr=False)

    @classmethod
    def generate(cls) -> Identity:
        """Make a new one from the system's randomness."""
        return cls(X25519PrivateKey.generate().private_bytes_raw())

    @classmethod
    def parse(cls, text: str) -> Identity:
        """Read `AGE-SECRET-KEY-1…`. Raises AgeError."""
        return cls(_key_of(text, _SECRET))

    @property
    def text(self) -> str:
        """Return the key as the `age` program reads it; for the recovery key only."""
        return bech32.encode(_SECRET, self.secret).upper()

    @property
    def recipient(self) -> Recipient:
        """Return the public half."""
        return Recipient(X25519PrivateKey.from_private_bytes(self.secret).public_key().public_bytes_raw())

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """Return the key of the file, None where the stanza is for somebody else.

        Raises:
            AgeError: a stanza that breaks the format.
        """
        if stanza.kind != _X25519:
            return None
        if len(stanza.arguments) != 1 or len(share := decoded(stanza.arguments[0])) != KEY_BYTES:
            raise AgeError("the header names no X25519 share")
        if len(stanza.body) != FILE_KEY_BYTES + 16:
            raise AgeError("the header holds a file key of a wrong length")
        try:
            shared = X25519PrivateKey.from_private_bytes(self.secret).exchange(X25519PublicKey.from_public_bytes(share))
        except ValueError as error:
            raise AgeError("the header names a share that gives no secret") from error
        wrapping = derived_key(shared, salt=share + self.recipient.key, info=_X25519_INFO)
        return _unsealed(wrapping, stanza.body)


@dataclass(frozen=True, slots=True)
class Passphrase:
    """Words that a person remembers; wraps and unwraps. `work_factor` is the binary logarithm of scrypt's N."""

    words: str = field(repr=False)
    work_factor: int = _WORK_FACTOR

    def wrap(self, file_key: bytes) -> Stanza:
        """Return the only stanza of a file that a passphrase opens. Takes about a second."""
        salt = os.urandom(_SALT_BYTES)
        body = ChaCha20Poly1305(self._key(salt, self.work_factor)).encrypt(_ZERO_NONCE, file_key, None)
        return Stanza(_SCRYPT, (encoded(salt), str(self.work_factor)), body)

    def unwrap(self, stanza: Stanza) -> bytes | None:
        """Return the key of the file, None where the words are others or another kind of key is asked for.

        Raises:
            AgeError: a stanza that breaks the format or asks for too much work.
        """
        if stanza.kind != _SCRYPT:
            return None
        if len(stanza.arguments) != 2 or len(salt := decoded(stanza.arguments[0])) != _SALT_BYTES:
            raise AgeError("the header names no salt")
        if not _FACTOR.match(stanza.arguments[1]) or int(stanza.arguments[1]) > _MOST_WORK:
            raise AgeError("the header asks for more work than is allowed")
        if len(stanza.body) != FILE_KEY_BYTES + 16:
            raise AgeError("the header holds a file key of a wrong length")
        return _unsealed(self._key(salt, int(stanza.arguments[1])), stanza.body)

    def _key(self, salt: bytes, factor: int) -> bytes:
        return Scrypt(salt=_SCRYPT_SALT + salt, length=KEY_BYTES, n=1 << factor, r=8, p=1).derive(self.words.encode())


def needs_passphrase(stanzas: tuple[Stanza, ...]) -> bool:
    """Tell whether a passphrase opens the file; such a stanza stands alone.

    Raises:
        AgeError: it does not stand alone.
    """
    found = any(stanza.kind == _SCRYPT for stanza in stanzas)
    if found and len(stanzas) != 1:
        raise AgeError("a passphrase stands beside other keys in the header")
    return found


def derived_key(secret: bytes, *, salt: bytes | None, info: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=salt, info=info).derive(secret)


def _unsealed(key: bytes, body: bytes) -> bytes | None:
    try:
        return ChaCha20Poly1305(key).decrypt(_ZERO_NONCE, body, None)
    except InvalidTag:
        return None


def _key_of(text: str, prefix: str) -> bytes:
    found, key = bech32.decode(text.strip())
    if found != prefix or len(key) != KEY_BYTES:
        raise AgeError("this is another kind of key")
    return key
