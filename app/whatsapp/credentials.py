"""An instance's token: asked of the keychain when a call first needs it, forgotten when the provider refuses it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable

from app.domain.errors import CommandError, RefusedError
from app.domain.reasons import Reason
from app.services.ports import Credentials

_TOKEN = re.compile(r"[!-~]{1,4096}\Z")


class Token:
    """The `token` of an instance's credentials. Thread-safe.

    Args:
        load: asks the keychain; may raise CommandError where none answers.
    """

    def __init__(self, load: Callable[[], Credentials | None]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._token: str | None = None

    def bearer(self) -> dict[str, str]:
        """Return the header that carries the token.

        Raises:
            RefusedError: `NO_CREDENTIALS`: there is none, it cannot stand in a header, or no keychain answers.
        """
        with self._lock:
            if self._token is None:
                self._token = self._loaded()
            return {"Authorization": f"Bearer {self._token}"}

    def forget(self) -> None:
        """Ask the keychain anew next time: the user may have typed a better token meanwhile."""
        with self._lock:
            self._token = None

    def _loaded(self) -> str:
        try:
            token = (self._load() or {}).get("token", "").strip()
        except CommandError as error:
            raise RefusedError(Reason.NO_CREDENTIALS, error.code.value) from error
        if not token:
            raise RefusedError(Reason.NO_CREDENTIALS, "no token")
        if not _TOKEN.match(token):
            raise RefusedError(Reason.NO_CREDENTIALS, "the token has characters that no header can hold")
        return token
