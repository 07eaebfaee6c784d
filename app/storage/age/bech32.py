"""Keys as text, in Bech32 (BIP 173) without its limit of 90 characters, as age writes them.

Forty lines of our own: the libraries on offer are copies of the same reference or look after Bitcoin addresses only.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.storage.age.errors import AgeError

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK = 6


def encode(prefix: str, data: bytes) -> str:
    """Return `data` in lower case under a prefix that is in lower case."""
    values = _regrouped(data, 8, 5, padded=True)
    check = _polymod([*_expanded(prefix), *values, *([0] * _CHECK)]) ^ 1
    values += [(check >> 5 * (_CHECK - 1 - place)) & 31 for place in range(_CHECK)]
    return f"{prefix}1{''.join(_ALPHABET[value] for value in values)}"


def decode(text: str) -> tuple[str, bytes]:
    """Return prefix (in lower case) and data.

    Raises:
        AgeError: a character that cannot be there, mixed case, or a checksum that does not match.
    """
    if text.lower() != text and text.upper() != text:
        raise AgeError("a key mixes small and capital letters")
    prefix, separator, rest = text.lower().rpartition("1")
    if not separator or not prefix or len(rest) < _CHECK or set(rest) - set(_ALPHABET):
        raise AgeError("this is not a key")
    values = [_ALPHABET.index(letter) for letter in rest]
    if not prefix.isascii() or _polymod([*_expanded(prefix), *values]) != 1:
        raise AgeError("a character of the key is wrong")
    return prefix, bytes(_regrouped(values[:-_CHECK], 5, 8, padded=False))


def _expanded(prefix: str) -> list[int]:
    codes = prefix.encode("ascii", "replace")
    return [*(code >> 5 for code in codes), 0, *(code & 31 for code in codes)]


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, factor in enumerate(_GENERATOR):
            check ^= factor if (top >> place) & 1 else 0
    return check


def _regrouped(values: Iterable[int], before: int, after: int, *, padded: bool) -> list[int]:
    held = bits = 0
    result = []
    for value in values:
        held, bits = (held << before | value) & 0xFFF, bits + before
        while bits >= after:
            bits -= after
            result.append(held >> bits & ((1 << after) - 1))
    left = held << (after - bits) & ((1 << after) - 1)
    if padded and bits:
        result.append(left)
    elif not padded and (bits >= before or left):
        raise AgeError("the end of the key is wrong")
    return result
