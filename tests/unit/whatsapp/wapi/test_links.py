"""What W-API answers when it is asked for a media, in every form that was seen or documented."""

from __future__ import annotations

import base64
import time
from typing import Any

import pytest

from app.domain.errors import RefusedError, UnavailableError
from app.domain.kinds import MediaKind
from app.domain.reasons import Reason
from app.services.ports import HttpFetch
from app.whatsapp.transport import Answer
from app.whatsapp.wapi.client import BASE_URL
from app.whatsapp.wapi.links import fetch_of, request_of
from tests.unit.whatsapp.values import KEY, source
from tests.unit.whatsapp.wapi.samples import sample


def fetch(json: Any, *, status: int = 200, base_url: str = BASE_URL) -> HttpFetch:
    return fetch_of(Answer(status, json), source(), base_url)


def reason_of(json: Any, *, status: int = 200, **changes: Any) -> Reason:
    with pytest.raises((RefusedError, UnavailableError)) as caught:
        fetch_of(Answer(status, json), source(**changes), BASE_URL)
    return caught.value.reason


def test_the_question_has_the_four_fields_of_the_collection() -> None:
    assert set(request_of(source())) == set(sample("download_media_request"))
    asked = request_of(source(kind=MediaKind.STICKER, mime="image/webp"))
    assert asked["type"] == "image"
    assert asked["mediaKey"] == base64.b64encode(KEY).decode()
    assert asked["directPath"] == source().direct_path


@pytest.mark.parametrize(
    ("changes", "reason"), [({"encryption": None}, Reason.NO_KEY), ({"direct_path": ""}, Reason.UNSUPPORTED)]
)
def test_without_key_or_path_there_is_nothing_to_ask(changes: dict[str, Any], reason: Reason) -> None:
    with pytest.raises(RefusedError) as caught:
        request_of(source(**changes))
    assert caught.value.reason is reason


def test_the_recorded_link_is_fetched_without_a_token_and_checked_against_the_plain_file() -> None:
    made = fetch(sample("download_media_response_200"))
    assert made.url == "https://api.w-api.app/media/file/00000000-0000-4000-8000-000000000000_image.jpeg"
    assert made.way == "provider"
    assert made.encryption is None
    assert dict(made.headers) == {}
    assert made.declared.plain_sha256 == source().declared.plain_sha256
    assert made.declared.length == source().declared.length
    assert made.declared.cipher_sha256 is None
    assert made.allowed_hosts == ("api.w-api.app:443",)


@pytest.mark.parametrize(
    "link",
    [
        "http://203.0.113.7:8080/media/file/a_image.jpeg",
        "http://api.w-api.app/media/file/a_image.jpeg",
        "https://api.w-api.app:8443/media/file/a_image.jpeg",
        "http://[2001:db8::1]/media/file/a_image.jpeg",
    ],
)
def test_a_raw_ip_or_another_port_becomes_the_gateways_own_address(link: str) -> None:
    assert fetch({"fileLink": link}).url == "https://api.w-api.app/media/file/a_image.jpeg"


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/media/file/a",
        "https://user@api.w-api.app/media",
        "http://127.0.0.1:22//x",
        "https://api.w-api.app",
    ],
)
def test_a_link_to_somewhere_else_is_refused(link: str) -> None:
    assert reason_of({"fileLink": link}) is Reason.HOST_REFUSED


def test_on_loopback_the_gateways_own_address_stays() -> None:
    made = fetch({"url": "http://127.0.0.1:8080/media/file/a?x=1"}, base_url="http://127.0.0.1:9000/v1")
    assert made.url == "http://127.0.0.1:9000/media/file/a?x=1"
    assert made.plain_http_for == ("127.0.0.1:9000",)


@pytest.mark.parametrize(
    "json",
    [
        {"base64": base64.b64encode(b"\xff\xd8\xff").decode(), "mimetype": "image/jpeg"},
        {"data": "data:image/jpeg;base64," + base64.b64encode(b"\xff\xd8\xff").decode()},
        {"error": False, "data": {"base64": base64.b64encode(b"\xff\xd8\xff").decode()}},
    ],
)
def test_base64_in_the_answer_is_the_body_itself(json: Any) -> None:
    assert fetch(json).inline == b"\xff\xd8\xff"


@pytest.mark.parametrize(
    ("json", "status", "reason"),
    [
        (sample("download_media_response_500"), 500, Reason.PROVIDER_ERROR),
        ({"error": True, "message": "x"}, 200, Reason.PROVIDER_ERROR),
        (None, 200, Reason.PROVIDER_ERROR),
        ({}, 200, Reason.PROVIDER_ERROR),
        ({"error": False}, 200, Reason.PROVIDER_ERROR),
        ({"base64": "?"}, 200, Reason.PROVIDER_ERROR),
        ({"base64": "data:image/png;base64,"}, 200, Reason.EMPTY),
        (None, 502, Reason.PROVIDER_ERROR),
        ({"error": True}, 401, Reason.TOKEN_REFUSED),
        ({"error": True}, 403, Reason.TOKEN_REFUSED),
        ({"error": True}, 404, Reason.PROVIDER_ERROR),
        (None, 429, Reason.RATE_LIMITED),
    ],
)
def test_an_answer_without_a_file_says_why(json: Any, status: int, reason: Reason) -> None:
    assert reason_of(json, status=status) is reason


def test_a_failure_after_the_expiry_date_is_called_expired() -> None:
    failed = sample("download_media_response_500")
    assert reason_of(failed, status=500, expires_at=int(time.time()) - 60) is Reason.EXPIRED
    assert reason_of(failed, status=500, expires_at=int(time.time()) + 3600) is Reason.PROVIDER_ERROR
