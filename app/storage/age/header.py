"""The head of a file: who may open it, sealed by a MAC under the key that they find there."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from app.storage.age.base64 import decoded, encoded
from app.storage.age.errors import AgeError, WrongKeyError
from app.storage.age.keys import FILE_KEY_BYTES, Identity, Passphrase, Recipient, Stanza, derived_key, needs_passphrase

VERSION = b"age-encryption.org/v1"
_COLUMNS = 64
_MOST_LINE = 4_096
_MOST_BYTES = 64 * 1024
"""Headers of ours have 200 bytes; a foreign one with a thousand recipients still fits."""


@dataclass(frozen=True, slots=True)
class Header:
    """What was read. `size_bytes` is where the payload begins."""

    stanzas: tuple[Stanza, ...]
    sealed: bytes
    mac: bytes
    size_bytes: int

    def file_key(self, key: Identity | Passphrase) -> bytes:
        """Return the key of the file.

        Raises:
            WrongKeyError: the file is for another key.
            AgeError: the header was changed.
        """
        if needs_passphrase(self.stanzas) is not isinstance(key, Passphrase):
            raise WrongKeyError("the file asks for another kind of key")
        for stanza in self.stanzas:
            found = key.unwrap(stanza)
            if found is not None:
                if not hmac.compare_digest(_mac(found, self.sealed), self.mac):
                    raise AgeError("the header was changed")
                return found
        raise WrongKeyError("the file is for another key")


def written(file_key: bytes, keys: Sequence[Recipient | Passphrase]) -> bytes:
    """Return the header of a new file that each of the keys opens."""
    stanzas = tuple(key.wrap(file_key) for key in keys)
    if not stanzas or len(file_key) != FILE_KEY_BYTES:
        raise ValueError("a header needs a file key and somebody who can find it")
    needs_passphrase(stanzas)
    sealed = b"".join([VERSION, b"\n", *map(_lines, stanzas), b"---"])
    return sealed + b" " + encoded(_mac(file_key, sealed)).encode() + b"\n"


def read(stream: BinaryIO) -> Header:
    """Read the header from the start of a file.

    Raises:
        AgeError: it is not in the format, or cut off.
    """
    lines = _Lines(stream)
    if lines.next() != VERSION:
        raise AgeError("this is not a file in the age format")
    stanzas = []
    while True:
        line = lines.next()
        if line.startswith(b"---"):
            break
        stanzas.append(_stanza(line, lines))
    mac = decoded(_text(line[4:])) if line.startswith(b"--- ") else b""
    if not stanzas or len(mac) != sha256().digest_size:
        raise AgeError("the header is damaged")
    sealed = lines.taken[: -len(line) - 1] + b"---"
    return Header(tuple(stanzas), bytes(sealed), mac, len(lines.taken))


class _Lines:
    """Reads lines without taking a byte of the payload, and keeps what it read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.taken = bytearray()

    def next(self) -> bytes:
        line = self._stream.readline(_MOST_LINE)
        self.taken += line
        if not line.endswith(b"\n") or len(self.taken) > _MOST_BYTES:
            raise AgeError("the header is cut off or too long")
        return line[:-1]


def _stanza(line: bytes, lines: _Lines) -> Stanza:
    words = _text(line).split(" ")
    if words[0] != "->" or len(words) < 2 or not all(word and _visible(word) for word in words):
        raise AgeError("the header is damaged")
    body = []
    while True:
        part = _text(lines.next())
        if len(part) > _COLUMNS:
            raise AgeError("the header is damaged")
        body.append(decoded(part))
        if len(part) < _COLUMNS:
            return Stanza(words[1], tuple(words[2:]), b"".join(body))


def _lines(stanza: Stanza) -> bytes:
    body = encoded(stanza.body)
    wrapped = [body[start : start + _COLUMNS] for start in range(0, len(body) + 1, _COLUMNS)]
    return "\n".join([" ".join(("->", stanza.kind, *stanza.arguments)), *wrapped, ""]).encode("ascii")


def _mac(file_key: bytes, sealed: bytes) -> bytes:
    return hmac.digest(derived_key(file_key, salt=None, info=b"header"), sealed, sha256)


def _visible(word: str) -> bool:
    return all("!" <= letter <= "~" for letter in word)


def _text(line: bytes) -> str:
    try:
        return line.decode("ascii")
    except UnicodeDecodeError as error:
        raise AgeError("the header is damaged") from error
