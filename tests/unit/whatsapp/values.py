"""Values that the tests of providers start from."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any, BinaryIO

from hypothesis import HealthCheck, settings

from app.domain.accounts import Instance
from app.domain.addresses import Address
from app.domain.encryption import Declared, Encryption, KeyInfo
from app.domain.ids import MediaId, instance_ref
from app.domain.kinds import Direction, MediaKind
from app.domain.messages import MediaSource
from app.services.gateway import Outgoing
from app.services.ports import HttpFetch
from tests.support.media_host import MediaHost

CALM = settings(derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
KEY = bytes(range(32))
CUSTOMER = Address("+5511999990001")


def fetch_from(host: MediaHost, path: str = "/file", **changes: Any) -> HttpFetch:
    """Return a request to a host of the test."""
    fetch = HttpFetch(
        way="direct",
        url=host.url + path,
        allowed_hosts=(host.authority,),
        encryption=None,
        declared=Declared(),
        plain_http_for=(host.authority,),
    )
    return replace(fetch, **changes)


def source(**changes: Any) -> MediaSource:
    """Return an encrypted image of a customer."""
    made = MediaSource(
        id=MediaId(1),
        kind=MediaKind.IMAGE,
        mime="image/jpeg",
        name="",
        message_id="3EB0AAAA",
        chat=CUSTOMER,
        direction=Direction.IN,
        sent_at=1781870000,
        encryption=Encryption(KEY, KeyInfo.IMAGE),
        declared=Declared(plain_sha256=b"p" * 32, cipher_sha256=b"c" * 32, length=1000),
        direct_path="/v/t62.7118-24/1_n.enc?ccb=11-4&oe=6A5D7CE9",
        url="",
        provider_ref="",
        expires_at=None,
    )
    return replace(made, **changes)


def instance(provider: str, base_url: str, **settings: str) -> Instance:
    """Return an instance as the registry would."""
    return Instance(instance_ref("1/loja"), provider, "Loja", "+5511900000001", base_url, settings)


def file_to_send(content: bytes, *, kind: MediaKind = MediaKind.DOCUMENT, **changes: Any) -> Outgoing:
    """Return a file on its way to the customer."""
    open_file: Callable[[], BinaryIO] = lambda: io.BytesIO(content)  # noqa: E731
    made = Outgoing(
        to=CUSTOMER,
        kind=kind,
        name="orcamento.pdf",
        mime="application/pdf",
        extension="pdf",
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        open=open_file,
    )
    return replace(made, **changes)


def nothing() -> None:
    """Hold nothing back."""


def unseen(_done_bytes: int, _all_bytes: int | None) -> None:
    """Report to nobody."""
