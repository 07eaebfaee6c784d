"""Fetching a body: every way in which a host can fail ends in its reason, and in time."""

from __future__ import annotations

import os
import threading
import time
import tracemalloc
from pathlib import Path

import pytest

from app.domain.errors import RefusedError, UnavailableError
from app.domain.reasons import Reason
from app.services.ports import HttpFetch
from app.whatsapp import fetching
from app.whatsapp.connections import new_pool_manager
from app.whatsapp.fetching import CHUNK_BYTES, open_fetch
from tests.support import media_host as answers
from tests.support.certificates import self_signed
from tests.support.media_host import MediaHost
from tests.unit.whatsapp.values import fetch_from


def body_of(fetch: HttpFetch) -> bytes:
    with open_fetch(fetch) as body:
        return b"".join(body)


def reason_of(fetch: HttpFetch) -> tuple[type[Exception], Reason]:
    with pytest.raises((RefusedError, UnavailableError)) as caught:
        body_of(fetch)
    assert "file" not in str(caught.value), "an error must not quote the address"
    return caught.type, caught.value.reason


def test_a_body_arrives_as_it_was_sent(host: MediaHost) -> None:
    content = os.urandom(3 * CHUNK_BYTES + 17)
    host["/file"] = answers.plain(content, headers={"Content-Type": "application/octet-stream"})
    with open_fetch(fetch_from(host, headers={"Origin": "https://web.whatsapp.com"})) as body:
        assert body.length == len(content)
        assert body.content_type == "application/octet-stream"
        chunks = [bytes(chunk) for chunk in body]
    assert b"".join(chunks) == content
    assert max(map(len, chunks)) <= CHUNK_BYTES
    assert host.seen[0].headers["accept-encoding"] == "identity"
    assert host.seen[0].headers["origin"] == "https://web.whatsapp.com"
    assert "authorization" not in host.seen[0].headers


def test_a_body_without_a_length_arrives_whole(host: MediaHost) -> None:
    host["/file"] = answers.chunked(b"x" * 1000)
    assert body_of(fetch_from(host)) == b"x" * 1000


def test_an_encoded_body_is_left_as_it_is(host: MediaHost) -> None:
    host["/file"] = answers.plain(b"\x1f\x8bnot really", headers={"Content-Encoding": "gzip"})
    assert body_of(fetch_from(host)) == b"\x1f\x8bnot really"


def test_an_empty_body_and_a_page_of_html_flow_on_to_the_verifier(host: MediaHost) -> None:
    host["/file"] = answers.plain(b"")
    assert body_of(fetch_from(host)) == b""
    host["/file"] = answers.html()
    with open_fetch(fetch_from(host)) as body:
        assert body.content_type == "text/html"
        assert b"".join(body).startswith(b"<!DOCTYPE")


def test_a_body_that_came_in_the_answer_needs_no_request() -> None:
    content = os.urandom(2 * CHUNK_BYTES + 1)
    fetch = HttpFetch("provider", "", (), None, declared=None, inline=content)  # type: ignore[arg-type]
    with open_fetch(fetch) as body:
        assert body.length == len(content)
        assert b"".join(body) == content


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        (400, RefusedError, Reason.PROVIDER_ERROR),
        (401, RefusedError, Reason.DENIED),
        (403, RefusedError, Reason.DENIED),
        (404, RefusedError, Reason.NOT_FOUND),
        (408, RefusedError, Reason.PROVIDER_ERROR),
        (410, RefusedError, Reason.GONE),
        (429, UnavailableError, Reason.RATE_LIMITED),
        (500, UnavailableError, Reason.PROVIDER_ERROR),
        (503, UnavailableError, Reason.PROVIDER_ERROR),
        (204, RefusedError, Reason.PROVIDER_ERROR),
        (206, RefusedError, Reason.PROVIDER_ERROR),
        (304, RefusedError, Reason.PROVIDER_ERROR),
    ],
)
def test_a_status_ends_in_its_reason(host: MediaHost, status: int, kind: type[Exception], reason: Reason) -> None:
    host["/file"] = answers.plain(b"" if status in (204, 304) else b"no", status=status)
    assert reason_of(fetch_from(host)) == (kind, reason)


def test_the_wait_that_a_host_asks_for_is_passed_on(host: MediaHost) -> None:
    host["/file"] = answers.plain(b"", status=429, headers={"Retry-After": "42"})
    with pytest.raises(UnavailableError) as caught:
        body_of(fetch_from(host))
    assert caught.value.retry_after_s == 42


@pytest.mark.parametrize("begun", [b"", b"x" * 99, b"x" * CHUNK_BYTES * 2])
def test_a_body_that_ends_early_is_truncated(host: MediaHost, begun: bytes) -> None:
    host["/file"] = answers.truncated(begun, announced=len(begun) + 1)
    assert reason_of(fetch_from(host)) == (UnavailableError, Reason.TRUNCATED)


def test_a_chunked_body_that_ends_early_is_truncated(host: MediaHost) -> None:
    host["/file"] = answers.chunked(b"x" * 1000, cut=True)
    assert reason_of(fetch_from(host)) == (UnavailableError, Reason.TRUNCATED)


def test_a_host_that_hangs_up_without_a_word_is_asked_once_more(host: MediaHost) -> None:
    host["/file"] = answers.first([answers.hang_up(), answers.plain(b"here")])
    assert body_of(fetch_from(host)) == b"here"
    host["/file"] = answers.hang_up()
    assert reason_of(fetch_from(host)) == (UnavailableError, Reason.TRUNCATED)


def test_what_is_not_http_is_the_hosts_error(host: MediaHost) -> None:
    host["/file"] = answers.raw(b"SSH-2.0-OpenSSH_9\r\n\r\n")
    assert reason_of(fetch_from(host)) == (UnavailableError, Reason.PROVIDER_ERROR)


def test_nobody_there_is_offline(host: MediaHost) -> None:
    fetch = fetch_from(
        host, url="http://127.0.0.1:1/file", allowed_hosts=("127.0.0.1:1",), plain_http_for=("127.0.0.1",)
    )
    assert reason_of(fetch) == (UnavailableError, Reason.OFFLINE)


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    with MediaHost(self_signed(tmp_path)) as host:
        host["/file"] = answers.plain(b"secret")
        assert reason_of(fetch_from(host, url=f"https://{host.authority}/file")) == (UnavailableError, Reason.TLS)
        assert not host.seen


def test_over_tls_a_body_arrives_and_a_drip_still_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = os.urandom(2 * CHUNK_BYTES + 5)
    with MediaHost(self_signed(tmp_path)) as host:
        monkeypatch.setattr(fetching, "_pool", new_pool_manager(str(tmp_path / "server.pem")))
        fetch = fetch_from(host, url=f"https://{host.authority}/file", plain_http_for=(), total_s=0.6)
        host["/file"] = answers.plain(content)
        assert body_of(fetch) == content
        host["/file"] = answers.hang(begun=b"x")
        assert reason_of(fetch) == (UnavailableError, Reason.TIMEOUT)
        host["/file"] = answers.drip_headers(pause_s=0.05)
        assert reason_of(fetch) == (UnavailableError, Reason.TIMEOUT)


def test_a_host_without_tls_is_not_spoken_to_in_clear_text(host: MediaHost) -> None:
    assert reason_of(fetch_from(host, plain_http_for=())) == (RefusedError, Reason.HOST_REFUSED)
    kind, _reason = reason_of(fetch_from(host, url=f"https://{host.authority}/file", plain_http_for=()))
    assert kind is UnavailableError
    assert not host.seen


def test_a_host_that_says_nothing_times_out(host: MediaHost) -> None:
    host["/file"] = answers.hang()
    assert reason_of(fetch_from(host, read_s=0.2)) == (UnavailableError, Reason.TIMEOUT)
    host["/file"] = answers.hang(begun=b"x")
    assert reason_of(fetch_from(host, read_s=0.2)) == (UnavailableError, Reason.TIMEOUT)


def test_a_host_that_drips_ends_when_the_whole_time_is_up(host: MediaHost) -> None:
    host["/file"] = answers.drip(b"x" * 10_000, pause_s=0.05)
    assert reason_of(fetch_from(host, total_s=0.5, read_s=20.0)) == (UnavailableError, Reason.TIMEOUT)
    host["/file"] = answers.drip_headers(pause_s=0.05)
    assert reason_of(fetch_from(host, total_s=0.5, read_s=20.0)) == (UnavailableError, Reason.TIMEOUT)
    host["/file"] = answers.hang(begun=b"x")
    assert reason_of(fetch_from(host, total_s=0.5, read_s=20.0)) == (UnavailableError, Reason.TIMEOUT)


def test_a_fetch_that_nobody_wants_any_more_ends_also_while_the_host_is_silent(host: MediaHost) -> None:
    host["/file"] = answers.hang(begun=b"x")
    stopped = threading.Event()
    began = time.monotonic()
    threading.Timer(0.2, stopped.set).start()
    with pytest.raises(RefusedError) as caught, open_fetch(fetch_from(host), stopped=stopped.is_set) as body:
        list(body)
    assert caught.value.reason is Reason.CANCELLED
    assert time.monotonic() - began < 20, "the host would have been silent for 30 s"


def test_a_fetch_that_is_stopped_before_it_begins_asks_nobody(host: MediaHost) -> None:
    with pytest.raises(RefusedError) as caught:
        open_fetch(fetch_from(host), stopped=lambda: True)
    assert caught.value.reason is Reason.CANCELLED
    assert not host.seen


def test_a_body_over_the_cap_is_refused_announced_or_not(host: MediaHost) -> None:
    host["/file"] = answers.plain(b"x" * 1001)
    assert reason_of(fetch_from(host, cap_bytes=1000)) == (RefusedError, Reason.TOO_LARGE)
    host["/file"] = answers.chunked(b"x" * 1001)
    assert reason_of(fetch_from(host, cap_bytes=1000)) == (RefusedError, Reason.TOO_LARGE)
    host["/file"] = answers.plain(b"x" * 1000)
    assert len(body_of(fetch_from(host, cap_bytes=1000))) == 1000


def test_a_redirect_is_followed_to_allowed_hosts_only(host: MediaHost) -> None:
    with MediaHost() as other:
        other["/there"] = answers.plain(b"there")
        host["/file"] = answers.redirect(f"{other.url}/there")
        assert reason_of(fetch_from(host)) == (RefusedError, Reason.HOST_REFUSED)
        assert not other.seen
        both = (host.authority, other.authority)
        assert body_of(fetch_from(host, allowed_hosts=both, plain_http_for=both)) == b"there"


def test_a_redirect_may_be_relative_and_may_not_go_round_for_ever(host: MediaHost) -> None:
    host["/here"] = answers.plain(b"here")
    host["/file"] = answers.redirect("/here", status=307)
    assert body_of(fetch_from(host)) == b"here"
    host["/file"] = answers.redirect("/file")
    assert reason_of(fetch_from(host)) == (RefusedError, Reason.PROVIDER_ERROR)
    assert len(host.seen) < 10


def test_a_redirect_never_leads_to_a_file_of_this_computer(host: MediaHost) -> None:
    host["/file"] = answers.redirect("file:///etc/passwd")
    assert reason_of(fetch_from(host)) == (RefusedError, Reason.HOST_REFUSED)


def test_connections_are_used_again(host: MediaHost) -> None:
    host["/file"] = answers.plain(b"x" * 1000)
    for _ in range(3):
        body_of(fetch_from(host))
    host["/file"] = answers.plain(b"no", status=404)
    for _ in range(3):
        reason_of(fetch_from(host))
    assert len(host.seen) == 6


def test_memory_does_not_grow_with_the_body(host: MediaHost) -> None:
    def peak(size_bytes: int) -> int:
        host["/file"] = answers.plain(bytes(size_bytes))
        tracemalloc.start()
        with open_fetch(fetch_from(host)) as body:
            assert sum(len(chunk) for chunk in body) == size_bytes
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest - size_bytes  # the host's own copy lives in this process

    small, large = peak(4 * 2**20), peak(16 * 2**20)
    assert large < small + 2 * 2**20
