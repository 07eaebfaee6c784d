"""Encrypted bodies for a media host, made by the tests' own encryptor, with the payloads that tell of them."""

from __future__ import annotations

import base64
import hashlib
import itertools
from pathlib import Path
from random import Random
from typing import Any

from tests.benchmarks.library.people import contacts
from tests.benchmarks.payloads import NEWEST, envelope
from tests.support.wa_encrypt import encrypt_file

_INFO = "WhatsApp Document Keys"
_numbers = itertools.count()


class MediaFolder:
    """A folder that the loopback server serves; every body in it decrypts to other bytes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._chance = Random(7)
        self._who = next(contacts(1))
        self._plain = folder / "plain.bin"

    def add(self, size_bytes: int) -> dict[str, Any]:
        """Put a body of a file of this size into the folder and return the payload of its message."""
        number = next(_numbers)
        write_file(self._plain, size_bytes, number)
        key, name = self._chance.randbytes(32), f"{number:09}_n.enc"
        cipher, plain = encrypt_file(self._plain, self._folder / name, key, _INFO)
        path = f"/v/t62.7119-24/{name}?ccb=11-4&oe={NEWEST + 90 * 86_400:X}"
        content = {
            "documentMessage": {
                "directPath": path,
                "mediaKey": base64.b64encode(key).decode(),
                "mimetype": "application/octet-stream",
                "fileName": f"backup {number}.dat",
                "fileLength": str(size_bytes),
                "fileSHA256": base64.b64encode(plain).decode(),
                "fileEncSHA256": base64.b64encode(cipher).decode(),
            }
        }
        return envelope(f"3EB0{number:018X}", self._who, NEWEST + number, content)

    def newest(self) -> Path:
        """Return the body that was added last."""
        return max(self._folder.glob("*.enc"))


def write_file(path: Path, size_bytes: int, number: int) -> Path:
    """Write bytes of no known type (what they might look like is judged elsewhere); others for each number."""
    block = b"".join(hashlib.sha512(b"%d %d" % (number, part)).digest() for part in range(1 << 14))
    with path.open("wb") as file:
        for start in range(0, size_bytes, len(block)):
            file.write(block[: size_bytes - start])
    return path
