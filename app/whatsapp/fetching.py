"""Streams one body from a media host: addresses checked, time and size bounded, no more copies than needed.

Runs in worker processes too, so it needs urllib3 only. What the bytes are is judged by whoever takes them; here a body
is right when the status is 200 and all that was announced came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.client import HTTPException
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

from urllib3 import BaseHTTPResponse, Timeout
from urllib3.exceptions import ProtocolError

from app.domain.errors import RefusedError, UnavailableError
from app.domain.reasons import Reason
from app.services.ports import HttpFetch
from app.whatsapp.connections import new_pool_manager
from app.whatsapp.failures import WIRE_ERRORS, refusal, retry_after_s, unavailable
from app.whatsapp.hosts import check_place
from app.whatsapp.watch import Watch

CHUNK_BYTES = 256 * 1024
REDIRECTS = 5

_pool = new_pool_manager()
"""One a process: connections are kept per host and used again."""

_MOVED = {301, 302, 303, 307, 308}
_MEANING = {
    401: Reason.DENIED,
    403: Reason.DENIED,
    404: Reason.NOT_FOUND,
    410: Reason.GONE,
}
"""What statuses mean at a host that serves signed links: nobody is logged in there."""


class Fetching:
    """A body that is coming in. Iterate it once, inside `with`.

    Attributes:
        length: bytes announced, None where the host does not say.
        content_type: as the host declares it, "" where it does not.
        size_bytes: taken so far.
    """

    def __init__(self, fetch: HttpFetch, response: BaseHTTPResponse | None, watch: Watch) -> None:
        self._fetch = fetch
        self._response = response
        self._watch = watch
        self.size_bytes = 0
        self.length = len(fetch.inline) if response is None else _announced(response)
        self.content_type = "" if response is None else response.headers.get("Content-Type", "")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._watch.__exit__(kind, error, at)
        if self._response is not None:
            whole = self.length is not None and self.size_bytes == self.length
            self._response.release_conn() if whole else self._response.close()

    def __iter__(self) -> Iterator[bytes | memoryview]:
        """Yield chunks of at most 256 KiB.

        Raises:
            UnavailableError: `TRUNCATED`, `TIMEOUT`.
            RefusedError: `TOO_LARGE`, `CANCELLED`.
        """
        while chunk := self._next():
            self.size_bytes += len(chunk)
            if self.size_bytes > self._fetch.cap_bytes:
                raise RefusedError(Reason.TOO_LARGE, f"over {self._fetch.cap_bytes} bytes")
            yield chunk
        if self.length is not None and self.size_bytes != self.length:
            raise UnavailableError(Reason.TRUNCATED, f"{self.size_bytes} of {self.length} bytes")

    def _next(self) -> bytes | memoryview:
        if trouble := self._watch.trouble():
            raise trouble
        if self._response is None:
            return memoryview(self._fetch.inline)[self.size_bytes : self.size_bytes + CHUNK_BYTES]
        try:
            # read1 gives what one read of the socket brings; read would wait until the chunk is full.
            chunk = self._response.read1(CHUNK_BYTES, decode_content=False)
        except WIRE_ERRORS as error:
            raise self._watch.trouble() or unavailable(error, "body") from None
        if not chunk and (trouble := self._watch.trouble()):
            raise trouble
        return chunk


def open_fetch(fetch: HttpFetch, *, stopped: Callable[[], bool] = lambda: False) -> Fetching:
    """Ask for a body and return it as it comes in; close it by leaving its `with`.

    Args:
        stopped: polled all the time, also while the host says nothing.

    Raises:
        RefusedError: `HOST_REFUSED`, `DENIED`, `NOT_FOUND`, `GONE`, `TOO_LARGE`, `CANCELLED`, `PROVIDER_ERROR` (any
            other 4xx).
        UnavailableError: `OFFLINE`, `TIMEOUT`, `TLS`, `TRUNCATED`, `RATE_LIMITED`, `PROVIDER_ERROR` (5xx).
    """
    watch = Watch(fetch.total_s, stopped)
    watch.__enter__()
    try:
        if trouble := watch.trouble():
            raise trouble
        return Fetching(fetch, None if fetch.inline else _opened(fetch, watch), watch)
    except BaseException:  # whatever it is, its clock must not go on
        watch.__exit__(None, None, None)
        raise


def _opened(fetch: HttpFetch, watch: Watch) -> BaseHTTPResponse:
    url = fetch.url
    for _hop in range(REDIRECTS + 1):
        check_place(url, allowed_hosts=fetch.allowed_hosts, plain_http_for=fetch.plain_http_for)
        response = _asked(fetch, url, watch)
        location = response.headers.get("Location", "")
        if response.status not in _MOVED or not location:
            return _checked(fetch, response)
        response.close()
        url = urljoin(url, location)
    raise RefusedError(Reason.PROVIDER_ERROR, f"over {REDIRECTS} redirects")


def _asked(fetch: HttpFetch, url: str, watch: Watch) -> BaseHTTPResponse:
    """GET once; a second time where a kept connection turned out to be closed before it answered."""
    try:
        return _get(fetch, url)
    except WIRE_ERRORS as error:
        if trouble := watch.trouble():
            raise trouble from None
        if not _closed_unheard(error):
            raise unavailable(error, "request") from None
    try:
        return _get(fetch, url)
    except WIRE_ERRORS as error:
        raise watch.trouble() or unavailable(error, "request") from None


def _get(fetch: HttpFetch, url: str) -> BaseHTTPResponse:
    return _pool.request(
        "GET",
        url,
        headers={**fetch.headers, "Accept-Encoding": "identity"},
        timeout=Timeout(connect=fetch.connect_s, read=fetch.read_s),
        retries=False,
        redirect=False,
        preload_content=False,
        decode_content=False,
    )


def _closed_unheard(error: BaseException) -> bool:
    return isinstance(error, ProtocolError) and any(isinstance(part, HTTPException | OSError) for part in error.args)


def _checked(fetch: HttpFetch, response: BaseHTTPResponse) -> BaseHTTPResponse:
    length = _announced(response)
    if response.status == 200 and (length is None or length <= fetch.cap_bytes):
        return response
    response.close()
    if response.status == 200:
        raise RefusedError(Reason.TOO_LARGE, f"{length} bytes, over {fetch.cap_bytes}")
    if response.status >= 500 or response.status == 429:
        raise refusal(response.status, retry_after_s=retry_after_s(response.headers.get("Retry-After")))
    raise RefusedError(_MEANING.get(response.status, Reason.PROVIDER_ERROR), f"status {response.status}")


def _announced(response: BaseHTTPResponse) -> int | None:
    """Return the Content-Length where it is a plain number and frames the body."""
    text = response.headers.get("Content-Length", "").strip()
    if response.headers.get("Transfer-Encoding") or not (text.isascii() and text.isdigit()):
        return None
    return int(text)
