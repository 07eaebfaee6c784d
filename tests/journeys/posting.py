"""Posts webhook bodies as a provider does, one by one or many at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests

from tests.support.cli import Running

_TIMEOUT_S = 30.0
_AT_ONCE = 8
NO_ANSWER = 0


def hook_of(listening: Running, ref: str) -> str:
    """Return the address at which a listener that was started takes an instance's webhooks."""
    (where,) = listening.wait_for("listening")
    return str(where["webhook"][ref])


def post(url: str, body: Any, *, method: str = "POST", headers: Mapping[str, str] | None = None) -> int:
    """Send one body (bytes as they are, everything else as JSON) and return the status, `NO_ANSWER` where none came."""
    octets = body if isinstance(body, bytes) else json.dumps(body).encode()
    try:
        return requests.request(method, url, data=octets, headers=dict(headers or {}), timeout=_TIMEOUT_S).status_code
    except requests.RequestException:
        return NO_ANSWER


def post_all(url: str, bodies: Iterable[Any], *, answered: Callable[[int], None] = lambda _status: None) -> list[int]:
    """Send many bodies, several at once; return their statuses in order. Each is also told as it comes."""

    def one(body: Any) -> int:
        status = post(url, body)
        answered(status)
        return status

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(one, bodies))
