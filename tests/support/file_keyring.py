"""Keychains for tests: one of plain files, one that is locked, one that is absent.

A subprocess uses the first with `PYTHON_KEYRING_BACKEND=tests.support.file_keyring.FileKeyring`, the checkout on
`PYTHONPATH` and a folder in `ACERVO_TEST_KEYRING`.
"""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, NoKeyringError, PasswordDeleteError


class FileKeyring(KeyringBackend):
    """Keeps each entry as a JSON file of the folder that `ACERVO_TEST_KEYRING` names."""

    priority = 9  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        """Return the secret, None where there is none."""
        try:
            entry = json.loads(_entry(service, username).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return str(entry["password"])

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""
        path = _entry(service, username)
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(f".{uuid.uuid4().hex}")
        new.write_text(json.dumps({"service": service, "username": username, "password": password}), encoding="utf-8")
        new.replace(path)

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret."""
        try:
            _entry(service, username).unlink()
        except FileNotFoundError:
            raise PasswordDeleteError("no such entry") from None


class AbsentKeyring(KeyringBackend):
    """What `keyring` finds on a computer without a keychain."""

    priority = 0  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        """Refuse."""
        raise NoKeyringError("no keychain")

    def set_password(self, service: str, username: str, password: str) -> None:
        """Refuse."""
        raise NoKeyringError("no keychain")

    delete_password = get_password  # type: ignore[assignment]


class LockedKeyring(KeyringBackend):
    """A keychain that the user did not unlock."""

    priority = 5  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        """Refuse."""
        raise KeyringLocked("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        """Refuse."""
        raise KeyringLocked("locked")

    delete_password = get_password  # type: ignore[assignment]


def entries(folder: Path) -> list[dict[str, str]]:
    """Return all that a folder of `FileKeyring` holds."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def _entry(service: str, username: str) -> Path:
    name = hashlib.sha256(f"{service}\0{username}".encode()).hexdigest()
    return Path(os.environ["ACERVO_TEST_KEYRING"]) / f"{name}.json"
