"""The webhook listener: an HTTP server that says 200 only once a body is safe on disk.

Bodies are not looked into here. Paths hold secrets, so nothing here logs a path.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import Future

from aiohttp import web

from app.domain.errors import CommandError, UnavailableError
from app.domain.ids import InstanceRef
from app.domain.reasons import ErrorCode

Accept = Callable[[InstanceRef, str, bytes], "Future[None] | Awaitable[None]"]
"""Takes instance, source (`webhook`) and raw body; what it returns resolves once the body is committed.

It may raise UnavailableError where too much is waiting; whatever it raises, the sender is asked to try again.
"""
Find = Callable[[str, str, str], InstanceRef | None]
"""Takes client, instance and secret of a path and returns whom it names, in constant time (see `Hooks.find`)."""

LARGEST_BYTES = 3 * 1024 * 1024
"""Meta's batches have up to 3 MB and it does not say which; a refused batch would be lost."""
SLOWEST_S = 30.0
"""For one body to arrive; a sender that is slower is cut off."""
_RETRY_AFTER_S = 5.0
_CLOSING_S = 5.0
_IDLE_S = 75.0
_PATH = "/hook/{client}/{instance}/{secret}"
# Evolution can be told to put the event's name behind the address (`webhookByEvents`).
_PATHS = (_PATH, _PATH + "/{event:[A-Za-z0-9_-]{1,64}}")

logger = logging.getLogger("app.sources")


class WebhookListener:
    """Serves `/hook/CLIENT/INSTANCE/SECRET` on one address; start and stop it on the loop of the sources.

    Answers: 200 committed; 404 unknown instance or wrong secret, before the body is read; 405 not a POST; 400 empty
    body; 408 too slow; 413 too large; 503 with Retry-After where the body could not be committed, whatever the cause.

    Args:
        port: 0 for any that is free; `port` tells which.
        largest_bytes: of a body; 3 MiB unless said otherwise (gateways that put files into events need more).
    """

    def __init__(self, accept: Accept, find: Find, *, host: str, port: int, largest_bytes: int = LARGEST_BYTES) -> None:
        self._accept = accept
        self._find = find
        self._largest_bytes = largest_bytes
        self._host, self._port = host, port
        self._runner: web.AppRunner | None = None

    @property
    def port(self) -> int:
        """Return the port that is served, the one asked for before the start."""
        addresses = self._runner.addresses if self._runner else []
        return int(addresses[0][1]) if addresses else self._port

    async def start(self) -> None:
        """Listen.

        Raises:
            CommandError: `bad_input`, field `webhook`: the address is taken, not allowed, or not of this computer.
        """
        application = web.Application(client_max_size=self._largest_bytes)
        for path in _PATHS:
            application.router.add_route("*", path, self._answer)
        application.router.add_route("*", "/{anything:.*}", self._unknown)
        runner = web.AppRunner(
            application,
            access_log=None,
            logger=_server_logger(),
            keepalive_timeout=_IDLE_S,
            lingering_time=1.0,
            shutdown_timeout=_CLOSING_S,
        )
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._port).start()
        except (OSError, OverflowError) as error:
            await runner.cleanup()
            detail = f"cannot listen there ({getattr(error, 'strerror', None) or type(error).__name__})"
            raise CommandError(ErrorCode.BAD_INPUT, "webhook", detail) from error
        self._runner = runner

    async def stop(self) -> None:
        """Take no more requests, answer those that are being committed, and close."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        try:
            return await self._served(request)
        except UnavailableError as error:
            return _later(error.retry_after_s or _RETRY_AFTER_S)
        except Exception as error:  # noqa: BLE001 - whatever it was, the body is not safe and the sender has to keep it
            logger.warning("a webhook body was not committed: %s", type(error).__name__)
            return _later(_RETRY_AFTER_S)

    async def _served(self, request: web.Request) -> web.Response:
        if request.method != "POST":
            return _said(405, {"Allow": "POST"})
        names = request.match_info
        ref = self._find(names["client"], names["instance"], names["secret"])
        if ref is None:
            return _said(404)
        try:
            body = await self._body(request)
        except TimeoutError:
            return _cut_off(408)
        except web.HTTPException as error:
            return _cut_off(error.status)
        except (OSError, web.RequestPayloadError):
            # The sender hung up, or broke the rules of HTTP in the middle; it has no 200 and will send again.
            return _cut_off(400)
        if not body:
            return _said(400)
        settled = self._accept(ref, "webhook", body)
        # Shielded: a sender that hangs up takes nobody's commit with it.
        await asyncio.shield(asyncio.wrap_future(settled) if isinstance(settled, Future) else settled)
        return _said(200)

    async def _body(self, request: web.Request) -> bytes:
        if (request.content_length or 0) > self._largest_bytes:
            raise web.HTTPRequestEntityTooLarge(self._largest_bytes)
        async with asyncio.timeout(SLOWEST_S):
            return await request.read()

    async def _unknown(self, _request: web.Request) -> web.Response:
        return _said(404)


def _said(status: int, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(status=status, headers={"Server": "Acervo", **(headers or {})})


def _later(retry_after_s: float) -> web.Response:
    return _said(503, {"Retry-After": str(max(1, round(retry_after_s)))})


def _cut_off(status: int) -> web.Response:
    """Answer a request whose body was not read to its end, and close the connection."""
    response = _said(status)
    response.force_close()
    return response


def _server_logger() -> logging.Logger:
    """Return the logger of the HTTP server, which says of a malformed request only what kind of error it was."""
    server = logging.getLogger("app.sources.http")
    server.addFilter(_without_the_request)
    return server


def _without_the_request(record: logging.LogRecord) -> bool:
    """Cut a record down: errors of aiohttp's parser quote the request line, and that holds the secret."""
    error = record.exc_info[0] if record.exc_info else None
    record.msg, record.args = f"a request could not be read: {error.__name__ if error else record.levelname}", ()
    record.levelno, record.levelname = logging.INFO, "INFO"
    record.exc_info = record.exc_text = record.stack_info = None
    return True
