"""Connections as every exchange needs them: watched, patient while a block leaves, silent in the log, TLS verified."""

from __future__ import annotations

import logging
from typing import Any, cast

import certifi
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

from app.whatsapp import watch

SEND_BLOCK_S = 60.0
"""Seconds that one block of a request may take to leave; urllib3 would give it the connect timeout."""

# They write whole addresses into the log, and an address holds the instance's id or the signature of a media.
for _name in ("urllib3.connection", "urllib3.connectionpool", "urllib3.util.retry"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


class _WatchedConnection(HTTPConnection):
    """Tells the thread's watch which socket is waited for."""

    def send(self, data: Any) -> None:
        """Send one block, with a time of its own."""
        if self.sock is not None:
            self.sock.settimeout(SEND_BLOCK_S)
            watch.observe(self.sock)
        super().send(data)

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3 itself answers
        """Wait for the answer, watched."""
        watch.observe(self.sock)
        return super().getresponse()


class _WatchedTlsConnection(_WatchedConnection, HTTPSConnection):
    """The same over TLS."""


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _WatchedConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedTlsConnection


def watched(manager: PoolManager) -> PoolManager:
    """Make a pool manager use watched connections; return it."""
    manager.pool_classes_by_scheme = cast("dict[str, Any]", {"http": _PlainPool, "https": _TlsPool})
    return manager


def new_pool_manager(ca_certs: str | None = None) -> PoolManager:
    """Return a pool manager that verifies TLS, keeps a few connections a host, and knows no proxy.

    Args:
        ca_certs: PEM file of the authorities to trust; by default those that browsers trust.
    """
    trusted = ca_certs or certifi.where()
    return watched(PoolManager(num_pools=16, maxsize=8, cert_reqs="CERT_REQUIRED", ca_certs=trusted))
