"""Clients and the WhatsApp numbers (instances) that the team serves for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

from app.domain.errors import CommandError
from app.domain.ids import ClientId, InstanceRef
from app.domain.reasons import ErrorCode

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_NAME_MAX = 200


class VaultForm(StrEnum):
    """How a client's files rest: encrypted or in readable folders."""

    SEALED = "sealed"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Client:
    """A company whose numbers the team serves."""

    id: ClientId
    name: str
    vault: VaultForm


@dataclass(frozen=True, slots=True)
class Instance:
    """One WhatsApp number, connected through one provider.

    Attributes:
        settings: what the provider needs that is not secret (`instance_id`, `media_host` …).
        hook_secret: the unguessable part of the webhook's path.
    """

    ref: InstanceRef
    provider: str
    name: str
    number: str
    base_url: str
    settings: Mapping[str, str] = field(default_factory=dict)
    hook_secret: str = field(default="", repr=False)


def display_name(text: str) -> str:
    """Return a client's or instance's name trimmed, control characters gone.

    Raises:
        CommandError: field `name`: empty or over 200 characters.
    """
    name = re.sub(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "", text).strip()
    if not name or len(name) > _NAME_MAX:
        raise CommandError(ErrorCode.BAD_INPUT, "name", f"a name has 1 to {_NAME_MAX} characters")
    return name


def service_address(text: str, *, field: str) -> str:
    """Return an address that the administrator typed, without a trailing slash.

    `https` is required; `http` is taken for loopback only.

    Raises:
        CommandError: names `field`.
    """
    parts, host = _split(text.strip())
    if parts is None or parts.scheme not in ("http", "https") or not host:
        raise CommandError(ErrorCode.BAD_INPUT, field, "an address looks like https://host/path")
    if parts.username or parts.query or parts.fragment:
        raise CommandError(ErrorCode.BAD_INPUT, field, "an address looks like https://host/path")
    if parts.scheme == "http" and not is_loopback(host):
        raise CommandError(ErrorCode.BAD_INPUT, field, "http is accepted for loopback only; use https")
    return text.strip().rstrip("/")


def _split(address: str) -> tuple[SplitResult | None, str]:
    """Return the parts of an address and its host; None where it is none: blanks, broken brackets, a port too high."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - looking at it is what checks it
    except ValueError:
        return None, ""
    return (None, "") if re.search(r"\s", address) else (parts, parts.hostname or "")


def is_loopback(host: str) -> bool:
    """Tell whether a host name or literal address is this computer."""
    return host in _LOOPBACK or bool(re.fullmatch(r"127(\.[0-9]{1,3}){3}", host))
