"""Take out of log entries what must never be in them: the second line of defence, should a caller forget the first.

The first is that callers log ids only. Rather too much is hidden here than too little.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

HIDDEN = "[hidden]"
_DEEPEST = 6
_PRIVATE_KEYS = re.compile(
    r"token|secret|passw|passphrase|authori[sz]ation|credential|api[_-]?key|media[_-]?key|cookie|signature|caption|phone"
    r"|push_?name|file[_-]?name|jid|e164|(?:^|_)(?:name|number|text|body|payload|to|address|contact|chat|url|path)$",
    re.IGNORECASE,
)
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    # Secret paths of our own listener, whole.
    (re.compile(r"/hook/\S+"), f"/hook/{HIDDEN}"),
    # User and password of an address, then its query.
    (re.compile(r"(?<=://)[^\s/@]+@"), f"{HIDDEN}@"),
    (re.compile(r"(?<=[\w/=.-])\?[^\s'\"]+"), f"?{HIDDEN}"),
    (re.compile(r"\b(Bearer|Basic)\s+\S+", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (
        re.compile(
            r"([\w-]*(?:token|secret|passw(?:or)?d|api[_-]?key|media[_-]?key|authorization)['\"]?\s*[:=]\s*)"
            r"(?:'[^']*'|\"[^\"]*\"|[^\s,;}&]+)",
            re.IGNORECASE,
        ),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?"), HIDDEN),
    (re.compile(r"\bEAA[A-Za-z0-9]{16,}"), HIDDEN),
    # Long base64 with both cases and a digit: keys and tokens. Hashes in hex have one case and stay.
    (re.compile(r"(?<![\w+/=-])(?=[\w+/-]*[a-z])(?=[\w+/-]*[A-Z])(?=[\w+/-]*[0-9])[A-Za-z0-9+/_-]{32,}={0,2}"), HIDDEN),
    # WhatsApp ids, then phones in any spelling: 10 to 15 digits that are not part of a hash or a uuid.
    (re.compile(r"[\w.:+-]+@(?:s\.whatsapp\.net|c\.us|g\.us|lid|newsletter|broadcast|hosted\S*)"), HIDDEN),
    (re.compile(r"(?<![\w-])\+?\(?\d(?:[ ()-]{0,2}\d){9,14}(?![\w-]*[a-f])(?!\w)"), HIDDEN),
)
_LONG_NUMBER = 10**10
"""Whole numbers from here on may be phones; row ids and sizes of single files are smaller, times are floats."""


def redacted(entry: Mapping[str, object]) -> dict[str, object]:
    """Return a log entry without phones, tokens, addresses' secrets, or values of private names."""
    return {key: _member(key, value, 0) for key, value in entry.items()}


def redacted_text(text: str) -> str:
    """Return a text without phones, tokens and addresses' secrets."""
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text


def _member(key: object, value: object, depth: int) -> object:
    """Return a member of an entry; numbers under a private name are row ids and sizes, unless they are too long."""
    private = isinstance(key, str) and _PRIVATE_KEYS.search(key) is not None
    if private and value and not isinstance(value, int | float):
        return HIDDEN
    return _value(value, depth)


def _value(value: object, depth: int) -> object:
    """Return a value that is safe to be written: plain data of the same shape, other objects as redacted text."""
    if isinstance(value, int):
        return HIDDEN if abs(value) >= _LONG_NUMBER else value
    if value is None or isinstance(value, float):
        return value
    if isinstance(value, str):
        return redacted_text(value)
    if isinstance(value, bytes | bytearray | memoryview) or depth >= _DEEPEST:
        return HIDDEN
    if isinstance(value, Mapping):
        return {redacted_text(str(key)): _member(key, member, depth + 1) for key, member in value.items()}
    if isinstance(value, Sequence | set | frozenset):
        return [_value(member, depth + 1) for member in value]
    return redacted_text(str(value))
