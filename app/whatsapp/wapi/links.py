"""The second way to a media: W-API fetches and decrypts it, and answers with a link or with base64.

W-API contract, 2.3: the link may carry a raw IP in place of the gateway's host, needs no token, and may lead to HTML or
to nothing at all, which the verifier finds.
"""

from __future__ import annotations

import base64
import binascii
import re
import time
from urllib.parse import urlsplit

from app.domain.encryption import Declared
from app.domain.errors import RefusedError
from app.domain.kinds import MediaKind
from app.domain.messages import MediaSource
from app.domain.reasons import Reason
from app.services.ports import HttpFetch
from app.whatsapp.direct import html_allowed
from app.whatsapp.hosts import below, origin, place_of, plain_http_hosts
from app.whatsapp.transport import Answer
from app.whatsapp.wapi.errors import REASONS, says_failed

_DATA_URI = re.compile(r"data:[^,]{0,200},")
_LINKS = ("fileLink", "url")
_BYTES = ("base64", "data")


def request_of(source: MediaSource) -> dict[str, str]:
    """Return the body of `message/download-media`, the form that every working consumer uses.

    Raises:
        RefusedError: `NO_KEY`, or `UNSUPPORTED`: the event names no path.
    """
    if source.encryption is None:
        raise RefusedError(Reason.NO_KEY)
    if not source.direct_path:
        raise RefusedError(Reason.UNSUPPORTED, "the event has no path")
    kind = MediaKind.IMAGE if source.kind is MediaKind.STICKER else source.kind
    return {
        "mediaKey": base64.b64encode(source.encryption.media_key).decode(),
        "directPath": source.direct_path,
        "type": kind.value,
        "mimetype": source.mime,
    }


def fetch_of(answer: Answer, source: MediaSource, base_url: str) -> HttpFetch:
    """Return the request for the file that W-API has ready, or the file itself where it is in the answer.

    Raises:
        RefusedError: `EXPIRED` or `PROVIDER_ERROR` (W-API could not), `HOST_REFUSED`, and what a status means.
        UnavailableError: `PROVIDER_ERROR`, `RATE_LIMITED`.
    """
    if says_failed(answer) and (answer.ok or answer.status == 500):
        past = source.expires_at is not None and source.expires_at < time.time()
        raise RefusedError(Reason.EXPIRED if past else Reason.PROVIDER_ERROR, "the provider could not download it")
    # A 404 of this call means its path or the instance, so it must not pass for a file that WhatsApp dropped.
    found = answer.check({**REASONS, 404: Reason.PROVIDER_ERROR}).json
    nested = found.get("data")
    for holder in (found, nested) if isinstance(nested, dict) else (found,):
        for name in _LINKS:
            if isinstance(holder.get(name), str) and holder[name].startswith(("http://", "https://")):
                return _linked(holder[name], source, base_url)
        for name in _BYTES:
            if isinstance(holder.get(name), str) and holder[name]:
                return _inline(holder[name], source)
    raise RefusedError(Reason.PROVIDER_ERROR, "an answer without a link")


def _linked(link: str, source: MediaSource, base_url: str) -> HttpFetch:
    own, place = place_of(base_url), place_of(link)
    if place.host != own.host and not place.is_literal:
        raise RefusedError(Reason.HOST_REFUSED, "the link leads to another host")
    parts = urlsplit(link)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return HttpFetch(
        way="provider",
        url=below(origin(base_url), path),
        allowed_hosts=(own.authority,),
        plain_http_for=plain_http_hosts(base_url),
        encryption=None,
        declared=_plain(source),
        html_allowed=html_allowed(source),
    )


def _inline(text: str, source: MediaSource) -> HttpFetch:
    try:
        octets = base64.b64decode(_DATA_URI.sub("", text, count=1), validate=True)
    except (binascii.Error, ValueError):
        raise RefusedError(Reason.PROVIDER_ERROR, "an answer that is not base64") from None
    if not octets:
        raise RefusedError(Reason.EMPTY)
    return HttpFetch("provider", "", (), None, _plain(source), html_allowed=html_allowed(source), inline=octets)


def _plain(source: MediaSource) -> Declared:
    return Declared(plain_sha256=source.declared.plain_sha256, length=source.declared.length)
