"""Keys, hashes, lengths and times are read in every spelling, and anything else is refused in domain words."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import BadEventError, RefusedError
from app.domain.reasons import Reason
from app.domain.spellings import epoch_s, expiry_of, length, media_key, sha256_digest
from tests.support.vectors import vectors

KEY = bytes.fromhex(vectors("media_key_encodings")["mediaKey_hex"])
CASES = vectors("media_key_encodings")["cases"]
quiet = settings(derandomize=True, deadline=None, max_examples=200)

Spelling = Callable[[bytes], object]


def signed(octets: bytes) -> list[int]:
    return [octet - 256 if octet > 127 else octet for octet in octets]


def numbered(octets: bytes) -> dict[str, int]:
    return {str(index): octet for index, octet in enumerate(octets)}


def b64(octets: bytes) -> str:
    return base64.b64encode(octets).decode()


SPELLINGS: dict[str, Spelling] = {
    "base64": b64,
    "base64 without padding": lambda key: b64(key).rstrip("="),
    "base64 with too much padding": lambda key: b64(key) + "==",
    "base64url": lambda key: base64.urlsafe_b64encode(key).decode(),
    "base64 broken into lines": lambda key: f" {b64(key)[:20]}\r\n{b64(key)[20:]}\n",
    "data uri of baileys": lambda key: f"data:;base64,{b64(key)}",
    "data uri with a type": lambda key: f"data:application/octet-stream;charset=x;base64,{b64(key)}",
    "data uri in capitals": lambda key: f"DATA:;BASE64,{b64(key)}",
    "hex": lambda key: key.hex(),
    "hex in capitals": lambda key: key.hex().upper() + "\n",
    "array": list,
    "tuple": tuple,
    "signed array": signed,
    "numbered object": numbered,
    "numbered object sorted as text": lambda key: dict(sorted(numbered(key).items())),
    "object numbered by integers": lambda key: dict(enumerate(key)),
    "buffer with base64": lambda key: {"type": "Buffer", "data": b64(key)},
    "buffer with array": lambda key: {"data": list(key), "type": "Buffer"},
    "json text of an array": lambda key: json.dumps(list(key)),
    "json text of an object": lambda key: " " + json.dumps(numbered(key), indent=1),
    "json text of a buffer": lambda key: json.dumps({"type": "Buffer", "data": list(key)}),
    "raw bytes": bytes,
    "bytearray": bytearray,
    "memoryview": memoryview,
}

ABSENT: list[object] = [None, "", "  \n", b"", [], {}, "[]", "data:;base64,", {"type": "Buffer", "data": []}, "===="]

WRONG: list[object] = [
    True,
    0,
    32,
    1.5,
    KEY[:31],
    KEY + b"\0",
    KEY.hex()[:-1],
    KEY.hex() + "00",
    "0x" + KEY.hex(),
    b64(KEY)[:-2] + "*=",
    b64(KEY)[:10] + "=" + b64(KEY)[10:],
    f"data:,{b64(KEY)}",
    f"data:;base64,{KEY.hex()}",
    "é" * 43,
    "\ud800" * 43,
    "A" * 5000,
    "[" * 4000,
    "[1,",
    '"text"',
    "{" + "9" * 3000 + "}",
    "[" + "9" * 4000 + "]",
    [*KEY[:31], True],
    [*KEY[:31], 1.0],
    [*KEY[:31], "1"],
    [-1, *[200] * 31],
    [-129, *[1] * 31],
    {**numbered(KEY), "length": 32},
    {"1": 1},
    {"00": 1, "1": 2},
    {0: 1, "0": 1},
    {"type": "Buffer"},
    {"type": "Buffer", "data": None},
    {"type": "Buffer", "data": KEY.hex()},
    {"type": "Buffer", "data": numbered(KEY)},
    {"type": "Buffer", "data": b64(KEY), "more": 1},
    {"type": "Other", "data": b64(KEY)},
    {"data": b64(KEY)},
]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_published_forms_get_the_published_verdict(case: dict[str, Any]) -> None:
    if case["suggested"] == "accept":
        assert media_key(case["value"]) == KEY
    else:
        with pytest.raises(RefusedError) as refused:
            media_key(case["value"])
        assert refused.value.reason is (Reason.NO_KEY if case["value"] is None else Reason.BAD_KEY)


@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=list(SPELLINGS))
@given(octets=st.binary(min_size=32, max_size=32))
@settings(derandomize=True, deadline=None, max_examples=40)
def test_a_key_or_digest_comes_back_from_every_spelling(spell: Spelling, octets: bytes) -> None:
    assert media_key(spell(octets)) == octets
    assert sha256_digest(spell(octets), field="f") == octets


@pytest.mark.parametrize("spell", SPELLINGS.values(), ids=list(SPELLINGS))
@pytest.mark.parametrize("size", [1, 31, 33, 48])
def test_another_size_than_32_bytes_is_refused_in_every_spelling(spell: Spelling, size: int) -> None:
    with pytest.raises(RefusedError) as refused:
        media_key(spell(bytes(range(100, 100 + size))))
    assert refused.value.reason is Reason.BAD_KEY


@pytest.mark.parametrize("value", ABSENT, ids=repr)
def test_an_absent_value_is_no_key_and_no_digest(value: object) -> None:
    with pytest.raises(RefusedError) as refused:
        media_key(value)
    assert refused.value.reason is Reason.NO_KEY
    assert sha256_digest(value) is None


@pytest.mark.parametrize("value", WRONG, ids=lambda value: ascii(value)[:40])
def test_what_is_no_key_is_refused_without_being_quoted(value: object) -> None:
    with pytest.raises(RefusedError) as refused:
        media_key(value)
    assert refused.value.reason is Reason.BAD_KEY
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None
    for secret in (KEY.hex()[:8], b64(KEY)[:8], str(list(KEY))[1:12]):
        assert secret not in str(refused.value)


@pytest.mark.parametrize("value", WRONG, ids=lambda value: ascii(value)[:40])
def test_what_is_no_digest_names_its_field(value: object) -> None:
    with pytest.raises(BadEventError) as bad:
        sha256_digest(value, field="media.fileSha256")
    assert bad.value.field == "media.fileSha256"
    assert bad.value.detail


LENGTHS: list[tuple[object, int | None]] = [
    (0, 0),
    (262748, 262748),
    ("262748", 262748),
    (" 12\n", 12),
    (7.0, 7),
    ({"low": 262748, "high": 0, "unsigned": True}, 262748),
    ({"low": -1, "high": 0, "unsigned": True}, 2**32 - 1),
    ({"low": -(2**31), "high": 1}, 2**32 + 2**31),
    (2**40, 2**40),
    (None, None),
    ("", None),
    ("  ", None),
]


@pytest.mark.parametrize(("value", "expected"), LENGTHS, ids=repr)
def test_a_length_is_read_from_every_spelling(value: object, expected: int | None) -> None:
    assert length(value, field="f") == expected


NO_NUMBERS: list[object] = [
    True,
    math.nan,
    math.inf,
    -math.inf,
    1e300,
    "12 3",
    "1_000",
    "0x10",
    "١٢",
    "1.5",
    "1e3",
    "-",
    "9" * 5000,
    [],
    [5],
    b"5",
    {},
    {"low": 1},
    {"low": 1, "high": None},
    {"low": True, "high": 0},
    {"low": 1.0, "high": 0},
    {"low": 2**32, "high": 0},
    {"low": 1, "high": 0, "unsigned": "yes"},
    {"low": 1, "high": 0, "more": 1},
]


@pytest.mark.parametrize("value", [*NO_NUMBERS, 1.5, -1, "-1", -0.5, 2**40 + 1, {"low": -5, "high": -1}], ids=repr)
def test_what_is_no_length_names_its_field(value: object) -> None:
    with pytest.raises(BadEventError) as bad:
        length(value, field="media.fileLength")
    assert bad.value.field == "media.fileLength"
    assert bad.value.detail


@given(st.integers(0, 2**40))
@quiet
def test_a_length_comes_back_from_number_text_and_long(count: int) -> None:
    low = (count & 0xFFFF_FFFF) - (2**32 if count & 0x8000_0000 else 0)
    for spelled in (count, str(count), float(count), {"low": low, "high": count >> 32, "unsigned": False}):
        assert length(spelled, field="f") == count


TIMES: list[tuple[object, int | None]] = [
    (1_700_000_000, 1_700_000_000),
    ("1700000000", 1_700_000_000),
    (1_700_000_000_123, 1_700_000_000),
    ("1700000000123", 1_700_000_000),
    (1_700_000_000.75, 1_700_000_000),
    ({"low": 1_700_000_000, "high": 0, "unsigned": True}, 1_700_000_000),
    (32_503_680_000, 32_503_680_000),
    (0, 0),
    (None, None),
    ("", None),
]


@pytest.mark.parametrize(("value", "expected"), TIMES, ids=repr)
def test_a_time_is_read_in_seconds_and_milliseconds(value: object, expected: int | None) -> None:
    assert epoch_s(value, field="f") == expected


@pytest.mark.parametrize("value", [*NO_NUMBERS, -1, "-1", 32_503_680_001, 1_700_000_000_000_000], ids=repr)
def test_what_is_no_time_names_its_field(value: object) -> None:
    with pytest.raises(BadEventError) as bad:
        epoch_s(value, field="messageTimestamp")
    assert bad.value.field == "messageTimestamp"


LINKS: list[tuple[str, int | None]] = [
    ("/v/t62.7118-24/1_n.enc?ccb=11-4&oh=01_Q5&oe=66A1B2C3&_nc_sid=5e03e0", 0x66A1B2C3),
    ("https://mmg.example/v/1.enc?oe=66a1b2c3&mms3=true#oe=1", 0x66A1B2C3),
    ("/d/f/AbC.enc", None),
    ("", None),
    ("/v/1.enc?oe=", None),
    ("/v/1.enc?oe=66A1B2CG", None),
    ("/v/1.enc?oe=-6A1B2C3", None),
    ("/v/1.enc?oe=66A1B2C366A1B2C3", None),
    ("/v/1.enc?noe=66A1B2C3", None),
    ("/v/1.enc#?oe=66A1B2C3", None),
    ("http://[?oe=66A1B2C3", 0x66A1B2C3),
]


@pytest.mark.parametrize(("link", "expected"), LINKS)
def test_the_expiry_of_a_link_is_its_hexadecimal_oe(link: str, expected: int | None) -> None:
    assert expiry_of(link) == expected


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.integers(-300, 300),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(st.text() | st.integers(0, 40).map(str), inner)
        | st.fixed_dictionaries({"low": inner, "high": inner})
        | st.fixed_dictionaries({"type": st.just("Buffer"), "data": inner})
    ),
    max_leaves=20,
)


@given(json_values | json_values.map(json.dumps))
@quiet
def test_no_json_value_causes_anything_but_the_errors_named(value: object) -> None:
    try:
        assert len(media_key(value)) == 32
    except RefusedError as refused:
        assert refused.reason in (Reason.NO_KEY, Reason.BAD_KEY)
    for read in (sha256_digest, length, epoch_s):
        try:
            read(value, field="f")
        except BadEventError as bad:
            assert bad.field == "f"


@given(st.text())
@quiet
def test_no_link_is_too_strange_to_ask_for_its_expiry(text: str) -> None:
    for link in (text, f"/v/1.enc?oe={text}", f"/v/1.enc?{text}&oe=1"):
        moment = expiry_of(link)
        assert moment is None or 0 <= moment < 2**32
