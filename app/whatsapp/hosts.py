"""Where a request may go: what is read out of an address, host lists, and who may be spoken to without TLS.

An address that came in a payload never chooses a host of its own: it is compared with a list that the provider and the
administrator made. Only plain ASCII addresses are taken, because two parsers may see two hosts in anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.domain.accounts import is_loopback
from app.domain.errors import RefusedError
from app.domain.reasons import Reason

_PORTS = {"http": 80, "https": 443}
_ADDRESS = re.compile(r"https?://[!-\[\]^-~]{1,8000}\Z")
"""Printable ASCII without space and backslash."""
_HOST = re.compile(r"[a-z0-9]([a-z0-9._-]{0,252}[a-z0-9])?|[0-9a-f:.]{2,45}")
_PATH = re.compile(r"/(?!/)[!-\"$-\[\]^-~]{0,4000}\Z")
_IPV4 = re.compile(r"[0-9.]+\Z")


@dataclass(frozen=True, slots=True)
class Place:
    """Whom an address leads to.

    Attributes:
        host: lower case, IPv6 without brackets.
    """

    scheme: str
    host: str
    port: int

    @property
    def authority(self) -> str:
        """Return `host:port`, as an entry of a host list takes it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @property
    def is_literal(self) -> bool:
        """Tell whether the host is a bare IP address."""
        return ":" in self.host or bool(_IPV4.match(self.host))


def place_of(url: str) -> Place:
    """Return whom an address leads to.

    Raises:
        RefusedError: `HOST_REFUSED`: not http(s), with user info, or spelled so that parsers may disagree.
    """
    try:
        parts = urlsplit(url) if _ADDRESS.match(url) else None
        host, port = (parts.hostname or "", parts.port) if parts else ("", None)
    except ValueError:
        parts = None
    if parts is None or "@" in parts.netloc or not _HOST.fullmatch(host):
        raise RefusedError(Reason.HOST_REFUSED, "an address that cannot be read safely")
    return Place(parts.scheme, host, _PORTS[parts.scheme] if port is None else port)


def check_place(url: str, *, allowed_hosts: Iterable[str], plain_http_for: Iterable[str] = ()) -> Place:
    """Return whom an address leads to, if a request may go there.

    Args:
        allowed_hosts: `host` (its scheme's own port only), `host:port`, or `.suffix` (own port only).
        plain_http_for: `host` (any port) or `host:port` that may be spoken to without TLS.

    Raises:
        RefusedError: `HOST_REFUSED`.
    """
    place = place_of(url)
    if not any(_allows(entry.lower(), place) for entry in allowed_hosts):
        raise RefusedError(Reason.HOST_REFUSED, "the host is not on the provider's list")
    if place.scheme != "https" and not {place.host, place.authority} & {entry.lower() for entry in plain_http_for}:
        raise RefusedError(Reason.HOST_REFUSED, "https is required")
    return place


def plain_http_hosts(base_url: str) -> tuple[str, ...]:
    """Return the host list of an administrator's address for plain HTTP: itself where it is this computer."""
    place = place_of(base_url)
    return (place.authority,) if place.scheme == "http" and is_loopback(place.host) else ()


def below(base_url: str, path: str) -> str:
    """Return the address of a path (with its query) that came in a payload, below an address that we trust.

    Raises:
        RefusedError: `HOST_REFUSED`: the path does not begin with one slash, or could lead elsewhere.
    """
    if not _PATH.match(path):
        raise RefusedError(Reason.HOST_REFUSED, "a path that could lead elsewhere")
    url = base_url.rstrip("/") + path
    if place_of(url) != place_of(base_url):
        raise RefusedError(Reason.HOST_REFUSED, "a path that leads elsewhere")
    return url


def origin(url: str) -> str:
    """Return scheme, host and port of an address, without a path."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _allows(entry: str, place: Place) -> bool:
    if entry == place.authority:
        return True
    if place.port != _PORTS[place.scheme]:
        return False
    return place.host.endswith(entry) if entry.startswith(".") else entry == place.host
