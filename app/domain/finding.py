"""Where a search stands in a text: the words that the full-text indexes find, as places that can be marked.

The rules are those of the indexes: letters and digits make words, accents and case do not count, each piece between
spaces wants the beginning of a word, and what stands inside one piece wants to follow each other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

BEGIN, END = "\x02", "\x03"
"""What embraces a hit in a `Hit.snippet`."""

Spans = tuple[tuple[int, int], ...]
"""Start and end of what was found, in order and apart from each other."""

_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_NUMBER = re.compile(r"[\d\s+()./-]+\Z", re.ASCII)
_PIECES = 12


def folded(text: str) -> str:
    """Return a text without accents and case."""
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(mark for mark in plain if not unicodedata.combining(mark))


def spans_in(text: str, wanted: str) -> Spans:
    """Return the words of a text that a search would find, none where there is nothing to look for."""
    pieces = [piece for piece in map(_words_of, wanted.split()[:_PIECES]) if piece]
    if not pieces or not text:
        return ()
    places = [(found.start(), found.end()) for found in _WORD.finditer(text)]
    words = [folded(text[start:end]) for start, end in places]
    hit: set[int] = set()
    for piece in pieces:
        for number in range(len(words) - len(piece) + 1):
            if _stands(piece, words, number):
                hit.update(range(number, number + len(piece)))
    return tuple(places[number] for number in sorted(hit))


def digits_in(text: str, wanted: str) -> Spans:
    """Return where the digits of a number that was typed stand in one that is shown, however either is written."""
    number = re.sub(r"\D", "", wanted) if _NUMBER.match(wanted) else ""
    places = [place for place, mark in enumerate(text) if mark.isdigit()]
    start = "".join(text[place] for place in places).find(number)
    if not number or start < 0:
        return ()
    return ((places[start], places[start + len(number) - 1] + 1),)


def unmarked(snippet: str) -> tuple[str, Spans]:
    """Return a snippet's text and where its hits stand; marks without a partner are left away."""
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    at, start = 0, -1
    for part in re.split(f"([{BEGIN}{END}])", snippet):
        if part == BEGIN:
            start = at
        elif part == END:
            if 0 <= start < at:
                spans.append((start, at))
            start = -1
        else:
            parts.append(part)
            at += len(part)
    return "".join(parts), tuple(spans)


def moved(spans: Spans, text: str, shown: str) -> Spans:
    """Return where spans of a text stand once a run of it became an ellipsis; a hidden one marks the ellipsis."""
    if shown == text:
        return spans
    head = _alike(text, shown)
    tail = min(_alike(text[::-1], shown[::-1]), len(shown) - head, len(text) - head)
    cut, shift = len(text) - tail, len(shown) - len(text)
    found = []
    for start, end in spans:
        first = start if start < head else start + shift if start >= cut else head
        last = end if end <= head else end + shift if end > cut else len(shown) - tail
        if first < last:
            found.append((first, last))
    return tuple(dict.fromkeys(found))


def _words_of(piece: str) -> list[str]:
    return [folded(found.group()) for found in _WORD.finditer(piece)]


def _stands(piece: Sequence[str], words: Sequence[str], at: int) -> bool:
    whole, last = piece[:-1], piece[-1]
    return list(words[at : at + len(whole)]) == list(whole) and words[at + len(whole)].startswith(last)


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    count = 0
    for mark, partner in zip(one, other, strict=False):
        if mark != partner:
            break
        count += 1
    return count
