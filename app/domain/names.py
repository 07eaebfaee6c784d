"""File names that are safe on Windows, macOS and Linux alike (product contract 10.1), for files that leave the vault.

A name is a label that a stranger wrote. What could lead elsewhere, hide the true type, or mean a device is taken out;
the original stays in the database.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from app.domain.errors import CommandError
from app.domain.filetypes import by_extension
from app.domain.reasons import ErrorCode

LONGEST_BYTES = 150
"""Of one name in UTF-8, its extension included; file systems take 255, the rest is left for paths and suffixes."""

SHORTEST_BYTES = 32
_PEOPLE = ("client", "instance", "contact", "chat")
_DAYS = ("yyyy", "mm", "dd", "yyyy-mm")
FIELDS = frozenset({*_PEOPLE, *_DAYS, "kind", "direction", "original name", "name", "id"})
"""What a pattern may name in braces."""

_LAST_RESORT = "file"
_MOST_PARTS = 10
_FORBIDDEN = re.compile(r'[/\\:*?"<>|]')
_BLANKS = re.compile(r"\s+")
_EXTENSION = re.compile(r"(?<=[^.])\.([A-Za-z0-9]{1,16})\Z")
_FIELD = re.compile(r"\{([^{}]*)\}")
_DEVICES = frozenset({"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"}) | {
    f"{port}{digit}" for port in ("COM", "LPT") for digit in "0123456789¹²³"
}
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Control, format (bidirectional overrides, joiners), surrogates, private use, not assigned."""


def safe_name(name: str, *, fallback: str, extension: str = "", max_bytes: int = LONGEST_BYTES) -> str:
    """Return a name that every system stores, shows and opens as what it is.

    NFC; no control or direction characters; no path separators, no characters that Windows refuses, no device names;
    no leading dot or dash, no trailing dot or blank; runs of blanks become one. The same name comes out when it is
    put in again.

    Args:
        name: as the sender wrote it.
        fallback: used where nothing is left of `name`.
        extension: the one of the content, without the dot; it replaces a known other one and is added to the rest.
            "" keeps what the name has.
        max_bytes: of the result in UTF-8, at least 32; the extension survives a cut.
    """
    limit = max(max_bytes, SHORTEST_BYTES)
    ending = re.sub(r"[^A-Za-z0-9]", "", extension)[:16].lower()
    return _settled(name, ending, limit) or _settled(fallback, ending, limit) or _settled(_LAST_RESORT, ending, limit)


def blob_stem(name: str, *, fallback: str, max_bytes: int = 100) -> str:
    """Return the first part of a kept file's name (`<stem>~<first 8 of sha256>.<ext>`): safe, without extension."""
    safe = safe_name(name, fallback=fallback, max_bytes=max_bytes)
    found = _EXTENSION.search(safe)
    if found is None or by_extension(found.group(1).lower()) is None:
        return safe
    return safe_name(safe[: found.start()], fallback=fallback, max_bytes=max_bytes)


def pattern_path(pattern: str, fields: Mapping[str, str], *, extension: str = "") -> tuple[str, ...]:
    """Return the folders and the file name that a pattern like `{client}/{yyyy-mm}/{original name}` gives.

    Every part is a safe name, so that no value of a field makes a folder of its own or leads out of the target.

    Args:
        pattern: parts between `/` (or `\\`); fields in braces, from `FIELDS`.
        fields: their values; a field that is missing counts as empty, and a part that comes out empty is called after
            its fields.
        extension: of the content, for the last part.

    Raises:
        CommandError: field `pattern`, code `bad_input`.
    """
    parts = _checked_parts(pattern)
    filled = [_FIELD.sub(lambda found: fields.get(found.group(1), ""), part) for part in parts]
    fallbacks = [" ".join(_FIELD.findall(part)) or _LAST_RESORT for part in parts]
    folders = [safe_name(text, fallback=name) for text, name in zip(filled[:-1], fallbacks[:-1], strict=True)]
    return (*folders, safe_name(filled[-1], fallback=fallbacks[-1], extension=extension))


def _checked_parts(pattern: str) -> list[str]:
    parts = pattern.replace("\\", "/").split("/")
    if any(not part.strip() or part.strip() in (".", "..") for part in parts) or len(parts) > _MOST_PARTS:
        raise _bad_pattern("parts between slashes are neither empty nor . nor .., and there are at most 10")
    if re.match(r"[A-Za-z]:", pattern):
        raise _bad_pattern("it is written below the target folder, without a drive")
    for part in parts:
        if set(_FIELD.sub("", part)) & set("{}"):
            raise _bad_pattern("a brace is not closed")
        for name in _FIELD.findall(part):
            if name not in FIELDS:
                raise _bad_pattern(f"known fields are {', '.join(sorted(FIELDS))}")
    return parts


def _bad_pattern(detail: str) -> CommandError:
    return CommandError(ErrorCode.BAD_INPUT, "pattern", detail)


def _settled(name: str, extension: str, limit: int) -> str:
    """Clean until nothing changes: a cut may bring a dot to the end or a device name to light."""
    cleaned = _cleaned(name, extension, limit)
    while cleaned != name:
        name, cleaned = cleaned, _cleaned(cleaned, extension, limit)
    return cleaned


def _cleaned(name: str, extension: str, limit: int) -> str:
    """Clean once; "" where nothing is left but an extension."""
    text = _FORBIDDEN.sub("_", _visible(unicodedata.normalize("NFC", name)))
    text = unicodedata.normalize("NFC", _BLANKS.sub(" ", text)).strip(" .")
    if text.startswith("-"):
        text = "_" + text[1:]
    stem, ending = _split(text, extension)
    stem = stem.rstrip(" .")
    if not stem or not stem.strip("_ "):
        return ""
    if stem.partition(".")[0].rstrip(" ").upper() in _DEVICES:
        stem = "_" + stem
    return _cut(stem, limit - len(ending)).rstrip(" .") + ending


def _visible(text: str) -> str:
    """Drop what is not seen; control characters that are blanks become one, so that words do not run together."""
    kept = (" " if char.isspace() else char for char in text if char.isspace() or not _is_dropped(char))
    return "".join(kept)


def _is_dropped(char: str) -> bool:
    return unicodedata.category(char) in _DROPPED


def _split(text: str, extension: str) -> tuple[str, str]:
    """Return stem and ending (with its dot); a known extension that is not the content's is no part of the stem."""
    found = _EXTENSION.search(text)
    if not extension:
        return (text[: found.start()], found.group()) if found else (text, "")
    if found and found.group(1).lower() != extension and by_extension(found.group(1).lower()):
        text = text[: found.start()].rstrip(" .")
        found = _EXTENSION.search(text)
    if found and found.group(1).lower() == extension:
        text = text[: found.start()]
    return text, f".{extension}"


def _cut(text: str, limit: int) -> str:
    """Cut to so many bytes of UTF-8 without parting a character from its accents."""
    cut = text.encode("utf-8")[:limit].decode("utf-8", "ignore")
    if len(cut) == len(text):
        return cut
    while cut and unicodedata.combining(text[len(cut)]):
        cut = cut[:-1]
    return cut
