"""The way to a media that needs no provider: from WhatsApp's media host, by the path in the event.

Host, headers and dead placeholders: media encryption contract, section 2.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from app.domain.errors import RefusedError
from app.domain.kinds import MediaKind
from app.domain.messages import MediaSource
from app.domain.reasons import Reason
from app.services.ports import HttpFetch
from app.whatsapp.hosts import below, check_place, place_of, plain_http_hosts

MEDIA_HOST = "https://mmg.whatsapp.net"
WHATSAPP_SUFFIX = ".whatsapp.net"

_PLACEHOLDERS = {"web.whatsapp.net", "a.whatsapp.net"}
_HEADERS = {"Origin": "https://web.whatsapp.com", "Referer": "https://web.whatsapp.com/"}


def direct_fetch(source: MediaSource, media_host: str, *, direct_path: str = "", way: str = "direct") -> HttpFetch:
    """Return the request for a media's encrypted body.

    Args:
        media_host: address that the administrator set, or `MEDIA_HOST`.
        direct_path: a fresh path, where the provider was asked again; else the source's own.

    Raises:
        RefusedError: `NO_KEY`; `HOST_REFUSED` (a path or address that leads elsewhere); `UNSUPPORTED` (the event names
            no place).
    """
    if source.encryption is None and not _is_public(source):
        raise RefusedError(Reason.NO_KEY)
    place = place_of(media_host)
    return HttpFetch(
        way=way,
        url=_address(source, media_host, direct_path or source.direct_path),
        allowed_hosts=(place.authority, WHATSAPP_SUFFIX),
        plain_http_for=plain_http_hosts(media_host),
        encryption=source.encryption,
        declared=source.declared,
        headers=_HEADERS,
        html_allowed=html_allowed(source),
    )


def html_allowed(source: MediaSource) -> bool:
    """Tell whether a page of HTML may be what was sent, not an error page in its place."""
    named = source.name.lower().endswith((".htm", ".html", ".xhtml"))
    return source.kind is MediaKind.DOCUMENT and (named or "html" in source.mime.lower())


def usable_url(url: str, media_host: str = MEDIA_HOST) -> bool:
    """Tell whether the full address in an event may be asked: the media host's own or WhatsApp's, no placeholder."""
    try:
        place = check_place(
            url,
            allowed_hosts=(place_of(media_host).authority, WHATSAPP_SUFFIX),
            plain_http_for=plain_http_hosts(media_host),
        )
    except RefusedError:
        return False
    return place.host not in _PLACEHOLDERS and len(urlsplit(url).path) > 1


def _address(source: MediaSource, media_host: str, direct_path: str) -> str:
    if direct_path:
        return below(media_host, direct_path)
    if not source.url:
        raise RefusedError(Reason.UNSUPPORTED, "the event names no place")
    if not usable_url(source.url, media_host):
        raise RefusedError(Reason.HOST_REFUSED, "the address in the event is not a media host's")
    return source.url


def _is_public(source: MediaSource) -> bool:
    """Tell whether a media without a key is one that WhatsApp does not encrypt: that of channels."""
    return source.chat.endswith("@newsletter") and source.declared.plain_sha256 is not None
