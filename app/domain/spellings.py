"""How providers write keys, hashes, lengths, times and expiry dates, read into plain values.

The forms are those seen in the JSON of Baileys, whatsmeow, WAHA, Evolution API and Android exports (media encryption
contract, section 3). Pure functions; whatever the JSON holds, they answer or raise the errors they name.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping, Sequence
from typing import TypeGuard, cast
from urllib.parse import parse_qs

from app.domain.errors import BadEventError, RefusedError
from app.domain.reasons import Reason

_OCTETS = 32
_LONGEST_TEXT = 4096
"""No spelling of 32 bytes is longer; what is longer is not looked at."""
_HEX = re.compile(r"[0-9A-Fa-f]{64}")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+")
_DATA_URI = re.compile(r"data:[^,]*;base64,", re.IGNORECASE)
_INDEX = re.compile(r"0|[1-9][0-9]{0,3}")
_DIGITS = re.compile(r"-?[0-9]{1,20}")
_EXPIRY = re.compile(r"[0-9A-Fa-f]{1,8}")

_LONG_MEMBERS = {"low", "high", "unsigned"}

_LARGEST_BYTES = 2**40
_LATEST_S = 32_503_680_000
"""The year 3000: the last second that every system's calendar can still show."""
_MILLISECONDS_FROM = 10**11


class _UnreadableError(ValueError):
    """A value that is no spelling we know; its text gives the shape, never the content."""


def media_key(value: object) -> bytes:
    """Return the 32 bytes of a media key, however the provider spelled it.

    Args:
        value: base64 (both alphabets, any padding, line breaks), a `data:` URI, 64 hex digits, an array of bytes
            (signed ones too), an object of numbered bytes, a Node Buffer, any of these three as JSON text, raw bytes.

    Raises:
        RefusedError: `NO_KEY` where there is none, `BAD_KEY` for anything that is not exactly 32 bytes. The detail
            tells the shape only.
    """
    try:
        octets = _octets(value)
    except _UnreadableError as error:
        # `from None`: the cause of a parse error may quote a part of the key.
        raise RefusedError(Reason.BAD_KEY, str(error)) from None
    if not octets:
        raise RefusedError(Reason.NO_KEY)
    if len(octets) != _OCTETS:
        raise RefusedError(Reason.BAD_KEY, f"{len(octets)} bytes instead of {_OCTETS}")
    return octets


def sha256_digest(value: object, *, field: str = "") -> bytes | None:
    """Return the 32 bytes of a SHA-256 in any spelling that `media_key` knows, None where there is none.

    Raises:
        BadEventError: anything else; it carries `field`.
    """
    try:
        octets = _octets(value)
    except _UnreadableError as error:
        raise BadEventError(field, str(error)) from None
    if octets and len(octets) != _OCTETS:
        raise BadEventError(field, f"{len(octets)} bytes instead of {_OCTETS}")
    return octets or None


def length(value: object, *, field: str) -> int | None:
    """Return a count of bytes from a number, its decimal text or a long object (`low`, `high`), None where absent.

    Raises:
        BadEventError: negative, with a fraction, over 1 TiB, or no number; it carries `field`.
    """
    if isinstance(value, float) and not value.is_integer():
        raise BadEventError(field, "not a whole number")
    count = _integer(value, field)
    if count is not None and not 0 <= count <= _LARGEST_BYTES:
        raise BadEventError(field, "out of range for a length")
    return count


def epoch_s(value: object, *, field: str) -> int | None:
    """Return Unix seconds from seconds or milliseconds, spelled like a `length`; None where absent.

    A fraction of a second is dropped.

    Raises:
        BadEventError: negative, after the year 3000, or no number; it carries `field`.
    """
    moment = _integer(value, field)
    if moment is None:
        return None
    seconds = moment // 1000 if moment > _MILLISECONDS_FROM else moment
    if not 0 <= seconds <= _LATEST_S:
        raise BadEventError(field, "out of range for a time")
    return seconds


def expiry_of(path_or_url: str) -> int | None:
    """Return when a media link expires: its `oe` parameter, hexadecimal Unix seconds; None if absent or malformed."""
    query = path_or_url.partition("#")[0].partition("?")[2]
    try:
        first = parse_qs(query).get("oe", [""])[0]
    except ValueError:
        return None
    return int(first, 16) if _EXPIRY.fullmatch(first) else None


def _octets(value: object) -> bytes:
    """Return the bytes that a value spells, empty where it is absent."""
    if value is None:
        return b""
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    if isinstance(value, str):
        return _from_text(value)
    return _from_members(value)


def _from_text(text: str) -> bytes:
    if len(text) > _LONGEST_TEXT:
        raise _UnreadableError(f"a text of {len(text)} characters")
    compact = "".join(text.split())
    if compact.startswith(("[", "{")):
        return _from_members(_parsed(text))
    if prefix := _DATA_URI.match(compact):
        return _from_base64(compact[prefix.end() :])
    # 64 hex digits would also be base64, of 48 bytes; no key has 48 bytes.
    return bytes.fromhex(compact) if _HEX.fullmatch(compact) else _from_base64(compact)


def _parsed(text: str) -> object:
    try:
        return cast(object, json.loads(text))
    except (ValueError, RecursionError):
        raise _UnreadableError(f"a text of {len(text)} characters that is not JSON") from None


def _from_base64(text: str) -> bytes:
    """Decode either alphabet with any padding."""
    bare = "".join(text.split()).rstrip("=").replace("-", "+").replace("_", "/")
    if not bare:
        return b""
    try:
        if not _BASE64.fullmatch(bare):
            raise binascii.Error
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except binascii.Error:
        raise _UnreadableError(f"a text of {len(text)} characters that is neither base64 nor hex") from None


def _from_members(value: object) -> bytes:
    """Read what JSON makes of a byte array: an array, an object of numbered bytes, a Node Buffer."""
    if isinstance(value, list | tuple):
        return _from_numbers(value)
    if not isinstance(value, Mapping):
        raise _UnreadableError(f"a {type(value).__name__}")
    if value.get("type") == "Buffer" and set(value) == {"type", "data"}:
        return _from_buffer(value["data"])
    return _from_numbers(_in_number_order(value))


def _from_buffer(data: object) -> bytes:
    if isinstance(data, str) and len(data) <= _LONGEST_TEXT:
        return _from_base64(data)
    if isinstance(data, list | tuple):
        return _from_numbers(data)
    raise _UnreadableError(f"a Buffer with a {type(data).__name__}")


def _from_numbers(numbers: Sequence[object]) -> bytes:
    """Join bytes that are all 0..255 or all -128..127 (Java)."""
    octets = [number for number in numbers if isinstance(number, int) and not isinstance(number, bool)]
    lowest, highest = min(octets, default=0), max(octets, default=0)
    if len(octets) != len(numbers) or lowest < -128 or highest > (127 if lowest < 0 else 255):
        raise _UnreadableError(f"{len(numbers)} values that are not all bytes")
    return bytes(octet & 0xFF for octet in octets)


def _in_number_order(members: Mapping[object, object]) -> list[object]:
    """Return the members 0, 1, 2 … of an object; writers that sort the names as text put 10 before 2."""
    by_number = {int(str(name)): member for name, member in members.items() if _INDEX.fullmatch(str(name))}
    if len(by_number) != len(members) or any(number not in by_number for number in range(len(members))):
        raise _UnreadableError(f"an object of {len(members)} members that are not numbered from 0 without a gap")
    return [by_number[number] for number in range(len(members))]


def _integer(value: object, field: str) -> int | None:
    """Return the integer part of a number in any spelling, None where it is absent."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and abs(value) < 2**63:
        return int(value)
    if isinstance(value, str) and _DIGITS.fullmatch(value.strip()):
        return int(value)
    if isinstance(value, Mapping):
        return _long(value, field)
    raise BadEventError(field, f"a {type(value).__name__} that is not a number")


def _long(halves: Mapping[object, object], field: str) -> int:
    """Join the two signed 32-bit halves of a JavaScript Long."""
    low, high, unsigned = halves.get("low"), halves.get("high"), halves.get("unsigned", False)
    if set(halves) - _LONG_MEMBERS or not (_is_half(low) and _is_half(high) and isinstance(unsigned, bool)):
        raise BadEventError(field, "an object that is not a long")
    # A negative long becomes a huge number, out of range for everything that is read here.
    return (high & 0xFFFF_FFFF) << 32 | (low & 0xFFFF_FFFF)


def _is_half(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and -(2**31) <= value < 2**32
