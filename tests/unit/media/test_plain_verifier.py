"""A body that is not encrypted is kept only if it is what the event declared."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.encryption import Check, Declared, Verified
from app.domain.errors import IllegalMoveError, RefusedError
from app.domain.reasons import Reason
from app.media.decryption import PlainVerifier

NOTHING = Declared()
PAGE = b"\xef\xbb\xbf \r\n<!DocType HTML>\n<title>Gone</title>" + b"." * 200


def verified_plain(body: bytes, declared: Declared, *, html_allowed: bool = True, **limits: int) -> Verified:
    out = bytearray()
    with PlainVerifier(declared, out.extend, html_allowed=html_allowed, **limits) as verifier:
        for start in range(0, len(body), 7):
            verifier.feed(body[start : start + 7])
        verified = verifier.finish()
    assert out == body
    return verified


def plain_refusal(body: bytes, declared: Declared, *, html_allowed: bool = True, **limits: int) -> Reason:
    with pytest.raises(RefusedError) as refused:
        verified_plain(body, declared, html_allowed=html_allowed, **limits)
    return refused.value.reason


@given(st.binary(min_size=1, max_size=200))
@settings(derandomize=True, deadline=None, max_examples=60)
def test_an_unencrypted_body_is_verified_by_what_is_declared(body: bytes) -> None:
    assert verified_plain(body, NOTHING) == Verified(hashlib.sha256(body).digest(), len(body), ())
    declared = Declared(plain_sha256=hashlib.sha256(body).digest(), cipher_sha256=bytes(32), length=len(body))
    assert verified_plain(body, declared).checks == (Check.PLAIN_SHA256, Check.LENGTH)
    assert verified_plain(body, Declared(length=len(body))).checks == (Check.LENGTH,)


def test_a_wrong_unencrypted_body_is_refused_with_its_reason() -> None:
    assert plain_refusal(b"", NOTHING) is Reason.EMPTY
    assert plain_refusal(b"", Declared(length=0)) is Reason.EMPTY
    assert plain_refusal(b"12345", Declared(length=6)) is Reason.TRUNCATED
    assert plain_refusal(b"12345", Declared(length=4)) is Reason.LENGTH
    assert plain_refusal(b"12345", Declared(plain_sha256=bytes(32))) is Reason.PLAIN_HASH
    assert plain_refusal(b"12345", NOTHING, cap_bytes=4) is Reason.TOO_LARGE


def test_a_web_page_is_a_file_only_where_one_may_be() -> None:
    assert verified_plain(PAGE, NOTHING).size_bytes == len(PAGE)
    assert plain_refusal(PAGE, NOTHING, html_allowed=False) is Reason.HTML_INSTEAD
    assert plain_refusal(PAGE, Declared(length=40), html_allowed=False) is Reason.HTML_INSTEAD
    assert plain_refusal(PAGE, Declared(length=9)) is Reason.LENGTH
    assert plain_refusal(PAGE, Declared(length=5000), html_allowed=False) is Reason.HTML_INSTEAD


def test_an_unencrypted_body_is_aborted_by_a_failing_sink() -> None:
    def broken(block: memoryview | bytes) -> None:
        raise OSError(28, "no space")

    verifier = PlainVerifier(NOTHING, broken)
    with pytest.raises(OSError, match="no space"):
        verifier.feed(bytearray(b"12345"))
    with pytest.raises(IllegalMoveError):
        verifier.finish()
