"""Exceptions of libraries and statuses become reasons, and quote nothing."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import requests
import urllib3

from app.domain.errors import RefusedError, UnavailableError
from app.domain.reasons import Reason
from app.whatsapp.failures import refusal, retry_after_s, unavailable

SECRET_URL = "https://mmg.whatsapp.net/v/1.enc?oh=SECRET"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (requests.exceptions.ReadTimeout(SECRET_URL), Reason.PROVIDER_ERROR),
        (requests.exceptions.ConnectionError(ConnectionRefusedError(111, SECRET_URL)), Reason.OFFLINE),
        (requests.exceptions.ConnectionError(ConnectionResetError(104, SECRET_URL)), Reason.TRUNCATED),
        (requests.exceptions.SSLError(ssl.SSLCertVerificationError(1, SECRET_URL)), Reason.TLS),
        (urllib3.exceptions.ProtocolError(SECRET_URL, TimeoutError()), Reason.TIMEOUT),
        (urllib3.exceptions.ConnectTimeoutError(), Reason.TIMEOUT),
        (OSError(101, SECRET_URL), Reason.OFFLINE),
        (ValueError(SECRET_URL), Reason.PROVIDER_ERROR),
    ],
)
def test_an_exception_becomes_a_reason_without_its_text(error: Exception, reason: Reason) -> None:
    trouble = unavailable(error, "request")
    assert trouble.reason is reason
    assert "SECRET" not in str(trouble)


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        (401, RefusedError, Reason.TOKEN_REFUSED),
        (403, RefusedError, Reason.PERMISSION_MISSING),
        (404, RefusedError, Reason.NOT_FOUND),
        (410, RefusedError, Reason.GONE),
        (413, RefusedError, Reason.TOO_LARGE),
        (418, RefusedError, Reason.PROVIDER_ERROR),
        (302, RefusedError, Reason.PROVIDER_ERROR),
        (408, UnavailableError, Reason.TIMEOUT),
        (429, UnavailableError, Reason.RATE_LIMITED),
        (500, UnavailableError, Reason.PROVIDER_ERROR),
        (503, UnavailableError, Reason.PROVIDER_ERROR),
    ],
)
def test_a_status_becomes_a_reason(status: int, kind: type[Exception], reason: Reason) -> None:
    error = refusal(status)
    assert isinstance(error, kind)
    assert error.reason is reason


def test_a_provider_may_say_what_a_status_means_to_it() -> None:
    assert refusal(403, reasons={403: Reason.TOKEN_REFUSED}).reason is Reason.TOKEN_REFUSED


def test_retry_after_is_read_as_seconds_or_as_a_date() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    wait = retry_after_s(later)
    assert wait is not None and 80 < wait <= 90
    assert retry_after_s("7") == 7
    assert retry_after_s("1.5") == 1.5
    assert retry_after_s("99999999") == 24 * 3600
    assert retry_after_s("Wed, 21 Oct 2015 07:28:00 GMT") == 0


@pytest.mark.parametrize("header", [None, "", "soon", "-5", "١٢", "Wed, 99 Oct 2015 07:28:00 GMT"])
def test_an_unreadable_retry_after_says_nothing(header: str | None) -> None:
    assert retry_after_s(header) is None
