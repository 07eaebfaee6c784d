"""Credentials in the operating system's keychain, and nowhere else (product contract 1.4)."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from app.domain.errors import CommandError
from app.domain.ids import InstanceRef
from app.domain.reasons import ErrorCode
from app.services.ports import Credentials, Secrets

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

R = TypeVar("R")

SERVICE = "Acervo"
_WINDOWS_LIMIT_BYTES = 2560
"""Windows keeps at most so much in one entry (CRED_MAX_CREDENTIAL_BLOB_SIZE), in UTF-16."""

logger = logging.getLogger("app.keychain")


class Keychain:
    """Fulfils `Secrets` with `keyring`; one entry an instance, told apart by data folder.

    Args:
        data_dir_id: random id of the data folder (`app.system.paths.data_dir_id`).
    """

    def __init__(self, data_dir_id: str) -> None:
        self._data_dir_id = data_dir_id

    def load(self, ref: InstanceRef) -> Credentials | None:
        """Return what is kept, None where there is nothing, or nothing that can be read.

        Raises:
            CommandError: `no_keychain`: no backend answers, or it is locked.
        """
        kept = _asked(lambda backend: backend.get_password(SERVICE, self._user(ref)))
        return None if kept is None else _parsed(kept, ref)

    def save(self, ref: InstanceRef, credentials: Credentials) -> None:
        """Keep the credentials.

        Raises:
            CommandError: `no_keychain`; `bad_input` where they are longer than Windows keeps.
        """
        text = json.dumps(dict(credentials), ensure_ascii=True, sort_keys=True)
        if sys.platform == "win32" and 2 * len(text) > _WINDOWS_LIMIT_BYTES:
            raise CommandError(ErrorCode.BAD_INPUT, "credentials", "longer than the keychain of Windows keeps")
        _asked(lambda backend: backend.set_password(SERVICE, self._user(ref), text))

    def delete(self, ref: InstanceRef) -> None:
        """Forget the credentials; nothing to forget is fine, and so is a computer without a keychain.

        Raises:
            CommandError: `no_keychain`: there is a keychain but it does not let go, for example because it is locked.
        """
        try:
            backend = _backend()
        except CommandError:
            return
        if _asked_of(backend, lambda known: known.get_password(SERVICE, self._user(ref))) is not None:
            _asked_of(backend, lambda known: known.delete_password(SERVICE, self._user(ref)))

    def _user(self, ref: InstanceRef) -> str:
        return f"{ref}@{self._data_dir_id}"


class RunSecrets:
    """Fulfils `Secrets`; credentials given for this run alone come before the keychain's and are kept nowhere."""

    def __init__(self, keychain: Secrets) -> None:
        self._keychain = keychain
        self._given: dict[InstanceRef, Credentials] = {}

    def give(self, ref: InstanceRef, credentials: Credentials) -> None:
        """Use these credentials until the program ends."""
        self._given[ref] = dict(credentials)

    def load(self, ref: InstanceRef) -> Credentials | None:
        """Return what was given, else what the keychain has. Raises CommandError `no_keychain`."""
        given = self._given.get(ref)
        return dict(given) if given is not None else self._keychain.load(ref)

    def save(self, ref: InstanceRef, credentials: Credentials) -> None:
        """Keep the credentials in the keychain; they replace those given for this run. Raises as `Keychain.save`."""
        self._keychain.save(ref, credentials)
        self._given.pop(ref, None)

    def delete(self, ref: InstanceRef) -> None:
        """Forget the credentials in both places. Raises as `Keychain.delete`."""
        self._given.pop(ref, None)
        self._keychain.delete(ref)


def _parsed(kept: str, ref: InstanceRef) -> Credentials | None:
    try:
        credentials = json.loads(kept)
    except ValueError:
        credentials = None
    if isinstance(credentials, dict) and all(isinstance(value, str) for value in credentials.values()):
        return credentials
    logger.warning("the keychain entry of instance %s cannot be read; its credentials have to be entered again", ref)
    return None


def _asked(question: Callable[[KeyringBackend], R]) -> R:
    return _asked_of(_backend(), question)


def _asked_of(backend: KeyringBackend, question: Callable[[KeyringBackend], R]) -> R:
    from keyring.errors import KeyringLocked

    try:
        return question(backend)
    except KeyringLocked as error:
        raise _no_keychain("the keychain is locked, or unlocking it was refused", error) from None
    except Exception as error:  # noqa: BLE001 - backends raise what their system gives them: D-Bus, COM, OSError
        # The cause is not chained: its text may hold the value.
        raise _no_keychain(f"the keychain answered with {type(error).__name__}", error) from None


def _backend() -> KeyringBackend:
    """Return the keychain of this system.

    Backends that `keyring` itself does not recommend (priority under 1) are refused: they fail, forget, or write plain
    text into a file.
    """
    try:
        import keyring

        backend = keyring.get_keyring()
        recommended = backend.priority >= 1
    except Exception as error:  # a backend named in keyring's own settings may fail in any way when it is loaded
        raise _no_keychain(f"the keychain cannot be loaded ({type(error).__name__})", error) from error
    if not recommended:
        raise _no_keychain(_advice(), None)
    return backend


def _advice() -> str:
    if sys.platform.startswith("linux"):
        return "no Secret Service or KWallet answers; is a desktop session with a keychain running?"
    return "no keychain of this system answers"


def _no_keychain(detail: str, error: Exception | None) -> CommandError:
    logger.info("no keychain: %s", type(error).__name__ if error else "none recommended")
    return CommandError(ErrorCode.NO_KEYCHAIN, "", detail)
