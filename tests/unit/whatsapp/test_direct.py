"""The way to WhatsApp's media host: the path in the event, never a host of the event's choosing."""

from __future__ import annotations

import pytest

from app.domain.errors import RefusedError
from app.domain.kinds import MediaKind
from app.domain.reasons import Reason
from app.whatsapp.direct import MEDIA_HOST, direct_fetch, usable_url
from tests.unit.whatsapp.values import source


def test_the_path_is_fetched_from_the_media_host_with_whatsapp_webs_headers() -> None:
    fetch = direct_fetch(source(), MEDIA_HOST)
    assert fetch.url == "https://mmg.whatsapp.net/v/t62.7118-24/1_n.enc?ccb=11-4&oe=6A5D7CE9"
    assert fetch.way == "direct"
    assert fetch.plain_http_for == ()
    assert fetch.headers == {"Origin": "https://web.whatsapp.com", "Referer": "https://web.whatsapp.com/"}
    assert fetch.encryption == source().encryption
    assert fetch.declared == source().declared


def test_a_media_host_of_the_administrator_may_be_this_computer() -> None:
    fetch = direct_fetch(source(), "http://127.0.0.1:9000")
    assert fetch.url.startswith("http://127.0.0.1:9000/v/t62.7118-24/")
    assert fetch.plain_http_for == ("127.0.0.1:9000",)
    assert "127.0.0.1:9000" in fetch.allowed_hosts


@pytest.mark.parametrize(
    "path", ["v/x", "//evil.example/v", "https://evil.example/v", "/v\\@evil.example", "/v x", "/v\r\nHost: x", "@evil"]
)
def test_a_path_that_leads_elsewhere_is_refused(path: str) -> None:
    with pytest.raises(RefusedError) as caught:
        direct_fetch(source(direct_path=path, url="https://mmg.whatsapp.net/v/x"), MEDIA_HOST)
    assert caught.value.reason is Reason.HOST_REFUSED


@pytest.mark.parametrize(
    ("url", "usable"),
    [
        ("https://mmg.whatsapp.net/v/x.enc", True),
        ("https://media-gru1-1.cdn.whatsapp.net/v/x.enc", True),
        ("https://web.whatsapp.net", False),
        ("https://web.whatsapp.net/v/x", False),
        ("https://a.whatsapp.net/v/x", False),
        ("https://mmg.whatsapp.net", False),
        ("https://evil.example/v/x", False),
        ("http://mmg.whatsapp.net/v/x", False),
        ("https://mmg.whatsapp.net.evil.example/v/x", False),
        ("", False),
    ],
)
def test_an_address_in_the_event_is_used_only_where_it_is_a_media_hosts(url: str, usable: bool) -> None:
    assert usable_url(url) is usable
    if usable:
        assert direct_fetch(source(direct_path="", url=url), MEDIA_HOST).url == url
    else:
        with pytest.raises(RefusedError) as caught:
            direct_fetch(source(direct_path="", url=url), MEDIA_HOST)
        assert caught.value.reason is (Reason.HOST_REFUSED if url else Reason.UNSUPPORTED)


def test_without_a_key_only_a_channels_media_is_fetched() -> None:
    with pytest.raises(RefusedError) as caught:
        direct_fetch(source(encryption=None), MEDIA_HOST)
    assert caught.value.reason is Reason.NO_KEY
    assert direct_fetch(source(encryption=None, chat="120363@newsletter"), MEDIA_HOST).encryption is None


def test_html_is_expected_only_where_it_was_sent() -> None:
    page = source(kind=MediaKind.DOCUMENT, mime="text/html", name="pagina.html")
    assert direct_fetch(page, MEDIA_HOST).html_allowed
    assert not direct_fetch(source(), MEDIA_HOST).html_allowed
    assert not direct_fetch(source(mime="text/html"), MEDIA_HOST).html_allowed
