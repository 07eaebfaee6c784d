"""Tells gateways that can be told where their events are to go, and goes on trying until they answer."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Protocol, runtime_checkable

from app.domain.backoff import wait_s
from app.domain.errors import RefusedError, UnavailableError
from app.services.gateway import Gateway

_log = logging.getLogger("app.sources")
_LONGEST_PAUSE_S = 30.0


@runtime_checkable
class TakesWebhook(Protocol):
    """A gateway whose webhook address can be set by a call."""

    def register_webhook(self, url: str | None) -> None:
        """Have every event delivered to an address. Raises RefusedError, UnavailableError."""


class Registrations:
    """One thread an instance, from `with` to its end. Gateways that take no address are left alone.

    At the end nothing is taken back: another process may have put its own address there.
    """

    def __init__(self, gateways: Mapping[str, Gateway]) -> None:
        """Take the address of each gateway."""
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._register, args=(gateway, url), name="registration", daemon=True)
            for url, gateway in gateways.items()
            if isinstance(gateway, TakesWebhook)
        ]

    def __enter__(self) -> Registrations:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _register(self, gateway: TakesWebhook, url: str) -> None:
        attempts = 0
        while not self._stop.is_set():
            try:
                gateway.register_webhook(url)
                return
            except (RefusedError, UnavailableError) as error:
                attempts += 1
                _log.warning("webhook_not_registered", extra={"reason": error.reason.value, "attempts": attempts})
            self._stop.wait(min(wait_s(attempts), _LONGEST_PAUSE_S))
