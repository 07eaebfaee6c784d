"""One instance's HTTP: calls that answer JSON, and sends whose last block is held.

The token is asked for when a call needs it and goes to the provider's own host only; no redirect leaves that host.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urljoin

import requests
from requests.adapters import HTTPAdapter

from app import __version__
from app.domain.errors import UnavailableError
from app.domain.reasons import Reason
from app.services.ports import Json
from app.whatsapp.connections import watched
from app.whatsapp.failures import WIRE_ERRORS, refusal, retry_after_s, unavailable
from app.whatsapp.held_body import BodyStoppedError, HeldBody
from app.whatsapp.hosts import check_place, place_of, plain_http_hosts
from app.whatsapp.watch import Watch

CONNECT_S = 10.0
ANSWER_CAP_BYTES = 8 * 1024**2
_READ_S = 30.0
_SEND_READ_S = 120.0
_SEND_TOTAL_S = 3600.0
_REDIRECTS = 5
_MOVED = {301, 302, 303, 307, 308}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider answered.

    Attributes:
        json: the parsed body, None where it is not JSON.
        retry_after_s: what the header says.
    """

    status: int
    json: Json = None
    retry_after_s: float | None = None

    @property
    def ok(self) -> bool:
        """Tell whether the status is 2xx."""
        return 200 <= self.status < 300

    def member(self, name: str) -> Any:
        """Return a member of the answered object, None where there is none."""
        return self.json.get(name) if isinstance(self.json, dict) else None

    def check(self, reasons: dict[int, Reason] | None = None) -> Answer:
        """Return this answer if it is a JSON object with a status of 2xx.

        Raises:
            RefusedError, UnavailableError: what the status means; `PROVIDER_ERROR` for 2xx without a JSON object.
        """
        if not self.ok:
            raise refusal(self.status, retry_after_s=self.retry_after_s, reasons=reasons)
        if not isinstance(self.json, dict):
            raise UnavailableError(Reason.PROVIDER_ERROR, f"status {self.status} without a JSON object")
        return self


class Transport:
    """Speaks to one provider for one instance. Thread-safe; connections are kept and used again.

    Args:
        base_url: as the administrator typed it; plain HTTP for loopback only.
        headers: asked for before each call; may raise RefusedError `NO_CREDENTIALS`.
    """

    def __init__(self, base_url: str, headers: Callable[[], Mapping[str, str]]) -> None:
        self._base_url = base_url.rstrip("/")
        self._headers = headers
        self._session = _new_session()

    def call(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: Json = None,
        read_s: float = _READ_S,
        cap_bytes: int = ANSWER_CAP_BYTES,
    ) -> Answer:
        """Make one call and return its answer, whatever its status.

        Args:
            path: below the base address, quoted by the caller.
            read_s: seconds without a byte; the whole call may take twice that.
            cap_bytes: a longer answer is `PROVIDER_ERROR`.

        Raises:
            UnavailableError: no answer: `OFFLINE`, `TIMEOUT`, `TLS`, `TRUNCATED`, `PROVIDER_ERROR`.
            RefusedError: `NO_CREDENTIALS`, `HOST_REFUSED` (a redirect to elsewhere).
        """
        with Watch(CONNECT_S + 2 * read_s) as watch:
            try:
                return self._call(method, path, dict(params or {}), body, read_s, cap_bytes)
            except WIRE_ERRORS as error:
                raise watch.trouble() or unavailable(error, method) from None

    def send(self, path: str, body: HeldBody, *, content_type: str, params: Mapping[str, str] | None = None) -> Answer:
        """POST a held body and return the answer, whatever its status.

        The connection is a new one: on a kept one that the server has just closed, the loss would show only after the
        last block was released, and the outcome would be unknown for nothing.

        Raises:
            UnavailableError: no answer; `body.released` tells whether the message may have been taken.
            RefusedError: `NO_CREDENTIALS`.
            Exception: what `body` met on our side, as it was raised; the connection is closed.
        """
        headers = {"Content-Type": content_type, **self._headers()}
        url = self._address(path)
        with Watch(_SEND_TOTAL_S) as watch, _new_session() as session:
            try:
                return _answer(
                    session.post(
                        url,
                        params=dict(params or {}),
                        data=body,
                        headers=headers,
                        timeout=(CONNECT_S, _SEND_READ_S),
                        allow_redirects=False,
                        stream=True,
                    ),
                    ANSWER_CAP_BYTES,
                )
            except BodyStoppedError:
                failure = body.failure
            except WIRE_ERRORS as error:
                raise watch.trouble() or unavailable(error, "send") from None
        assert failure is not None
        raise failure

    def close(self) -> None:
        """Close the kept connections."""
        self._session.close()

    def _call(
        self, method: str, path: str, params: dict[str, str], body: Json, read_s: float, cap_bytes: int
    ) -> Answer:
        url, headers = self._address(path), self._headers()
        for _hop in range(_REDIRECTS + 1):
            response = self._session.request(
                method,
                url,
                params=params,
                json=body,
                headers=headers,
                timeout=(CONNECT_S, read_s),
                allow_redirects=False,
                stream=True,
            )
            location = response.headers.get("Location", "")
            if method != "GET" or response.status_code not in _MOVED or not location:
                return _answer(response, cap_bytes)
            response.close()
            url, params = self._own(urljoin(url, location)), {}
        return Answer(response.status_code)

    def _address(self, path: str) -> str:
        return self._own(self._base_url + path)

    def _own(self, url: str) -> str:
        """Return an address if it is on the provider's own host: the token goes nowhere else."""
        own = place_of(self._base_url).authority
        check_place(url, allowed_hosts=(own,), plain_http_for=plain_http_hosts(self._base_url))
        return url


class _Adapter(HTTPAdapter):
    """Uses watched connections and retries nothing."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pool manager that this adapter uses."""
        super().init_poolmanager(*args, **kwargs)
        watched(self.poolmanager)


def _new_session() -> requests.Session:
    """Return a session without proxies, netrc and cookies; what the environment says must not redirect a token."""
    session = requests.Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers.update({"User-Agent": f"Acervo/{__version__}", "Accept-Encoding": "identity"})
    for scheme in ("https://", "http://"):
        session.mount(scheme, _Adapter(max_retries=0))
    return session


def _answer(response: requests.Response, cap_bytes: int) -> Answer:
    """Read an answer and close it, or give its connection back."""
    with response:
        body = bytearray()
        for chunk in response.iter_content(64 * 1024):
            body += chunk
            if len(body) > cap_bytes:
                raise UnavailableError(Reason.PROVIDER_ERROR, f"an answer over {cap_bytes} bytes")
    wait = retry_after_s(response.headers.get("Retry-After"))
    return Answer(response.status_code, _parsed(bytes(body)), wait)


def _parsed(body: bytes) -> Json:
    try:
        return json.loads(body) if body else None
    except (ValueError, RecursionError):
        return None
