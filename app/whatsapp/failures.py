"""What went wrong on the wire, or was refused by its status, in the words of the domain.

Causes are not chained: the libraries' exceptions quote addresses, and an address holds ids and signatures.
"""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from http.client import HTTPException, RemoteDisconnected
from http.client import IncompleteRead as BodyCut

from urllib3 import exceptions as wire

from app.domain.errors import RefusedError, UnavailableError
from app.domain.reasons import Reason

WIRE_ERRORS = (wire.HTTPError, HTTPException, OSError, ValueError)
"""What an exchange raises: urllib3's root, sockets and all of requests' (OSError), values that no header can hold."""

_LONGEST_WAIT_S = 24 * 3600.0
_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?\Z")
_DEEPEST = 12

_SIGNS: tuple[tuple[Reason, tuple[type[BaseException], ...]], ...] = (
    (Reason.TRUNCATED, (BodyCut, wire.IncompleteRead, RemoteDisconnected, ConnectionResetError, BrokenPipeError)),
    (Reason.TRUNCATED, (ConnectionAbortedError, ssl.SSLEOFError, ssl.SSLZeroReturnError)),
    (Reason.OFFLINE, (wire.NewConnectionError,)),
    (Reason.TIMEOUT, (TimeoutError, wire.TimeoutError)),
    (Reason.TLS, (ssl.SSLError, wire.SSLError)),
)
"""In this order: what urllib3 says of a connection that could not be made is also one of its timeouts."""


def unavailable(error: BaseException, doing: str) -> UnavailableError:
    """Return the passing trouble that a library's exception stands for.

    `OFFLINE`: nobody could be reached. `TRUNCATED`: the connection was cut. `TIMEOUT`, `TLS`. `PROVIDER_ERROR`: what
    came is not HTTP. The detail names the kind of exception, never its text.
    """
    chain = list(_chain(error))
    for reason, signs in _SIGNS:
        if any(isinstance(link, signs) for link in chain):
            return UnavailableError(reason, f"{doing}: {type(error).__name__}")
    offline = any(isinstance(link, OSError) and link.errno is not None for link in chain)
    reason = Reason.OFFLINE if offline else Reason.PROVIDER_ERROR
    return UnavailableError(reason, f"{doing}: {type(error).__name__}")


def refusal(
    status: int, *, retry_after_s: float | None = None, reasons: dict[int, Reason] | None = None
) -> RefusedError | UnavailableError:
    """Return the error that a status outside 2xx stands for.

    Args:
        reasons: what statuses mean at this provider, ahead of what they mean in general.
    """
    detail = f"status {status}"
    if reasons and status in reasons:
        return RefusedError(reasons[status], detail)
    if status == 429:
        return UnavailableError(Reason.RATE_LIMITED, detail, retry_after_s=retry_after_s)
    if status == 408:
        return UnavailableError(Reason.TIMEOUT, detail, retry_after_s=retry_after_s)
    if status >= 500:
        return UnavailableError(Reason.PROVIDER_ERROR, detail, retry_after_s=retry_after_s)
    return RefusedError(GENERAL.get(status, Reason.PROVIDER_ERROR), detail)


GENERAL = {
    401: Reason.TOKEN_REFUSED,
    403: Reason.PERMISSION_MISSING,
    404: Reason.NOT_FOUND,
    410: Reason.GONE,
    413: Reason.TOO_LARGE,
}
"""What the statuses of an API mean where a provider says nothing else."""


def retry_after_s(header: str | None) -> float | None:
    """Return the seconds of a Retry-After header (seconds or an HTTP date), None where it is absent or unreadable."""
    if not header:
        return None
    if _SECONDS.match(header.strip()):
        return min(float(header), _LONGEST_WAIT_S)
    try:
        seconds = parsedate_to_datetime(header).timestamp() - time.time()
    except (ValueError, OverflowError):
        return None
    return min(max(seconds, 0.0), _LONGEST_WAIT_S)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and what it was made from, as far as the libraries tell."""
    left, seen = [error], 0
    while left and seen < _DEEPEST:
        link = left.pop(0)
        seen += 1
        yield link
        inner = (link.__cause__, link.__context__, getattr(link, "reason", None), *link.args)
        left.extend(part for part in inner if isinstance(part, BaseException))
