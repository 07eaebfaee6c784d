"""Shortening: file names in the middle, so that the extension stays; people and sentences at the end."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

_ELLIPSIS = "…"
_MOST_EXTENSION = 8
_KEPT = 5
"""Characters before the extension that stay, too: names in a row often differ there."""
_MOST_OF_IT = 0.6
_SEAMS = " _-."
_LEAST_OF_LINE = 0.5


def elided_end(metrics: QFontMetricsF, text: str, width: float) -> str:
    """Return a sentence or a person's name in one line, cut at its end where it does not fit."""
    return metrics.elidedText(one_line(text), Qt.TextElideMode.ElideRight, width)


def elided_name(metrics: QFontMetricsF, name: str, width: float) -> str:
    """Return a file name in one line: cut in the middle, its last characters and its extension kept."""
    name = one_line(name)
    if metrics.horizontalAdvance(name) <= width:
        return name
    extension = _extension(name)
    tail = name[: len(name) - len(extension)][-_KEPT:] + extension
    while len(tail) > len(extension) and metrics.horizontalAdvance(_ELLIPSIS + tail) > width * _MOST_OF_IT:
        tail = tail[1:]
    room = width - metrics.horizontalAdvance(_ELLIPSIS + tail)
    if room <= 0:
        return _ELLIPSIS + tail
    return _fitting(metrics, name[: len(name) - len(tail)], room) + _ELLIPSIS + tail


def name_lines(metrics: QFontMetricsF, name: str, width: float) -> list[str]:
    """Return a file name in one line or two; what is too long for two loses its middle."""
    name = one_line(name)
    if metrics.horizontalAdvance(name) <= width:
        return [name]
    fitting = _fitting(metrics, name, width)
    for first in (_to_seam(fitting), fitting):
        rest = name[len(first) :]
        if metrics.horizontalAdvance(rest) <= width:
            return [first, rest]
    first = _fitting(metrics, name, width - metrics.horizontalAdvance(_ELLIPSIS))
    return [first + _ELLIPSIS, _ending(metrics, name, width)]


def one_line(text: str) -> str:
    """Return a text without line breaks and control characters."""
    return " ".join(text.split()) if any(mark < " " for mark in text) else text


def _extension(name: str) -> str:
    """Return a name's extension with its dot, "" where it has none or what looks like one is a sentence."""
    dot = name.rfind(".")
    return name[dot:] if dot > 0 and len(name) - dot <= _MOST_EXTENSION else ""


def _to_seam(first: str) -> str:
    """Return a name's first line cut where its words end, all of it where that would leave too little."""
    seam = max(first.rfind(mark) for mark in _SEAMS) + 1
    return first[:seam] if seam >= len(first) * _LEAST_OF_LINE else first


def _fitting(metrics: QFontMetricsF, text: str, width: float) -> str:
    """Return the longest beginning that fits, possibly none of it."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if metrics.horizontalAdvance(text[:middle]) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low]


def _ending(metrics: QFontMetricsF, text: str, width: float) -> str:
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if metrics.horizontalAdvance(text[-middle:]) <= width:
            low = middle
        else:
            high = middle - 1
    return text[-low:]
