"""Where a request may go is decided by lists of ours, never by an address that came in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import RefusedError
from app.domain.reasons import Reason
from app.whatsapp.hosts import below, check_place, place_of, plain_http_hosts
from tests.unit.whatsapp.values import CALM

MEDIA = "https://mmg.whatsapp.net"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://mmg.whatsapp.net/x",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "https://user@mmg.whatsapp.net/x",
        "https://mmg.whatsapp.net@evil.example/x",
        "https://mmg.whatsapp.net\\@evil.example/x",
        "https://mmg.whatsapp.net:99999/x",
        "https://mmg.whatsapp.net:x/",
        "https://mmg.whatsapp.net /x",
        "https://mmg.whatsapp.net/\nx",
        "https://ｍmg.whatsapp.net/x",
        "https://[::1/x",
        "mmg.whatsapp.net/x",
        "",
    ],
)
def test_an_address_that_parsers_may_read_in_two_ways_is_refused(url: str) -> None:
    with pytest.raises(RefusedError) as refused:
        check_place(url, allowed_hosts=("mmg.whatsapp.net", ".whatsapp.net", "evil.example"))
    assert refused.value.reason is Reason.HOST_REFUSED


@pytest.mark.parametrize(
    ("url", "allowed", "may"),
    [
        ("https://mmg.whatsapp.net/x", "mmg.whatsapp.net", True),
        ("https://MMG.WhatsApp.net/x", "mmg.whatsapp.net", True),
        ("https://mmg.whatsapp.net:443/x", "mmg.whatsapp.net", True),
        ("https://mmg.whatsapp.net:8443/x", "mmg.whatsapp.net", False),
        ("https://mmg.whatsapp.net:8443/x", "mmg.whatsapp.net:8443", True),
        ("https://media-gru1-1.cdn.whatsapp.net/x", ".whatsapp.net", True),
        ("https://evilwhatsapp.net/x", ".whatsapp.net", False),
        ("https://whatsapp.net.evil.example/x", ".whatsapp.net", False),
        ("https://127.0.0.1/x", ".whatsapp.net", False),
        ("https://[::1]:8443/x", "[::1]:8443", True),
        ("https://evolution_api.lan/x", "evolution_api.lan", True),
    ],
)
def test_a_host_list_knows_hosts_ports_and_suffixes(url: str, allowed: str, may: bool) -> None:
    if may:
        check_place(url, allowed_hosts=(allowed,))
    else:
        with pytest.raises(RefusedError):
            check_place(url, allowed_hosts=(allowed,))


def test_plain_http_goes_only_where_the_administrator_put_it() -> None:
    with pytest.raises(RefusedError):
        check_place("http://127.0.0.1:9000/x", allowed_hosts=("127.0.0.1:9000",))
    check_place("http://127.0.0.1:9000/x", allowed_hosts=("127.0.0.1:9000",), plain_http_for=("127.0.0.1:9000",))
    assert plain_http_hosts("http://127.0.0.1:9000") == ("127.0.0.1:9000",)
    assert plain_http_hosts("http://10.0.0.7:9000") == ()
    assert plain_http_hosts("https://127.0.0.1:9000") == ()


@pytest.mark.parametrize(
    "path",
    ["", "v/x", "//evil.example/x", "https://evil.example/x", "/x\\y", "/x y", "/x\r\nHost: y", "/x#y", "@evil/x"],
)
def test_a_path_of_a_payload_that_could_lead_elsewhere_is_refused(path: str) -> None:
    with pytest.raises(RefusedError) as refused:
        below(MEDIA, path)
    assert refused.value.reason is Reason.HOST_REFUSED


@CALM
@given(st.text(max_size=60))
def test_no_path_ever_leaves_the_media_host(path: str) -> None:
    try:
        url = below(MEDIA, path)
    except RefusedError:
        return
    assert place_of(url) == place_of(MEDIA)
    assert url == MEDIA + path


@CALM
@given(st.text(max_size=80))
def test_reading_an_address_raises_nothing_but_a_refusal(url: str) -> None:
    for candidate in (url, "https://" + url):
        try:
            place_of(candidate)
        except RefusedError as error:
            assert error.reason is Reason.HOST_REFUSED
