"""Read JSON values from a stream of any length: one value, an array item by item, or values one after the other.

Memory holds one value at a time. What is no JSON comes out as `BadInput` in its place, never as an exception; reading
goes on where the next value can be found with certainty.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from app.services.inbox import BadInput
from app.services.ports import Json

LONGEST_CHARS = 64_000_000
"""Of one value. The largest known batches of history are a few megabytes."""
DEEPEST = 100

_CHUNK_BYTES = 256 * 1024
_LONGEST_TOKEN = 16
"""Characters that a number's end, a literal or an escape needs to be recognised."""
_BLANK = re.compile(r"[ \t\r\n]*")
_SCALAR_END = re.compile(r"[ \t\r\n,\]}]")
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_IN_STRING = re.compile(r'["\\]')
_BRACKETS = re.compile(r'"|[\[{]+|[\]}]+')
_UNDECODED = re.compile("[\udc80-\udcff]")
_NEXT_LINE = re.compile(r"\n")
_NEXT_RECORD = re.compile(r"\n(?=[{\[])")
_REST_UNREAD = "; what follows in the array was not read"


def read_values(stream: BinaryIO, head: bytes) -> Iterator[Json | BadInput]:
    """Yield the values of a stream in order; the items of an array at the top one by one.

    Args:
        stream: what follows `head`.
        head: the first bytes; they tell the encoding (UTF-8 or UTF-16, with or without byte order mark).
    """
    window = _Window(stream, head)
    if not window.next_char():
        yield BadInput("there is nothing in it")
    while char := window.next_char():
        if char == "[":
            yield from _items(window)
        else:
            yield window.take()
            window.find_next_value()


def _items(window: _Window) -> Iterator[Json | BadInput]:
    """Yield the items of an array; after one that is no JSON nobody can tell where the next begins."""
    window.at += 1
    if window.next_char() == "]":
        window.at += 1
        return
    while True:
        value = window.take()
        if window.lost_from is not None:
            yield BadInput(value.detail + _REST_UNREAD) if isinstance(value, BadInput) else value
            break
        yield value
        char = window.next_char()
        if char not in (",", "]"):
            yield BadInput("the array is cut off" if not char else f"no comma after an item{_REST_UNREAD}")
            break
        window.at += 1
        if char == "]":
            return
        window.next_char()
    window.abandon()


class _Window:
    """The part of the text that is being looked at.

    Attributes:
        at: where the next value is looked for.
        lost_from: where the last value failed, None where it is known what follows it.
    """

    def __init__(self, stream: BinaryIO, head: bytes) -> None:
        encoding = json.detect_encoding(head)
        errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
        self._decoder = codecs.getincrementaldecoder(encoding)(errors)
        self._stream = stream
        self._text = self._decoder.decode(head)
        self._ended = False
        self.at = 0
        self.lost_from: int | None = None

    def next_char(self) -> str:
        """Go to the next character that is no blank and return it, "" at the end."""
        while True:
            found = _BLANK.match(self._text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self._text):
                return self._text[self.at]
            if self._ended:
                return ""
            self._more()

    def take(self) -> Json | BadInput:
        """Return the value that begins here and go behind it."""
        self.lost_from = None
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self.at)
            except json.JSONDecodeError as error:
                if self._is_certain(error):
                    self.lost_from = error.pos
                    return BadInput(f"not JSON: {error.msg} (character {error.pos - self.at})")
            except RecursionError:
                return self._skipped(f"nested deeper than {DEEPEST}")
            except ValueError as error:
                # Not of JSON, though Python's reader would take it (NaN), or a number of thousands of digits.
                return self._skipped(str(error).partition(":")[0])
            else:
                if self._is_whole(end):
                    return self._checked(value, end)
            if len(self._text) - self.at > LONGEST_CHARS:
                return self._skipped(f"longer than {LONGEST_CHARS} characters")
            self._more()

    def find_next_value(self) -> None:
        """Go behind a value that failed.

        It spoils its own line. If it went on over several lines, the next value is the next line that opens one at its
        very beginning: lines inside a value are indented.
        """
        if self.lost_from is None:
            return
        wanted = _NEXT_RECORD if "\n" in self._text[self.at : self.lost_from] else _NEXT_LINE
        while (found := wanted.search(self._text, self.at)) is None:
            # The line break alone may stand at the very end, and what it opens comes with the next chunk.
            self.at = max(self.at, len(self._text) - 1)
            if self._ended:
                self.abandon()
                return
            self._more()
        self.at = found.end()

    def abandon(self) -> None:
        """Read no further."""
        self._text, self.at, self._ended = "", 0, True

    def _more(self) -> None:
        """Drop what was read and read on: as much as is held, so that a long value is not copied too often."""
        held = self._text[self.at :]
        chunk = self._stream.read(max(_CHUNK_BYTES, len(held)))
        self._ended = not chunk
        self._text, self.at = held + self._decoder.decode(chunk, final=self._ended), 0

    def _is_certain(self, error: json.JSONDecodeError) -> bool:
        """Tell whether more text could not mend an error."""
        if self._ended:
            return True
        open_string = self._text[error.pos : error.pos + 1] == '"' and not _STRING.match(self._text, error.pos)
        return not open_string and error.pos + _LONGEST_TOKEN < len(self._text)

    def _is_whole(self, end: int) -> bool:
        """Tell whether more text could not lengthen a value that ends at `end`, as it may a number."""
        if self._ended or self._text[self.at] in '"[{':
            return True
        return end + _LONGEST_TOKEN < len(self._text) or bool(_SCALAR_END.match(self._text, end))

    def _checked(self, value: Json, end: int) -> Json | BadInput:
        start, self.at = self.at, end
        if end - start > LONGEST_CHARS:
            return BadInput(f"longer than {LONGEST_CHARS} characters")
        if _depth(self._text, start, end) > DEEPEST:
            return BadInput(f"nested deeper than {DEEPEST}")
        if not self._text.isascii() and _UNDECODED.search(self._text, start, end):
            return BadInput("bytes that are not UTF-8")
        return value

    def _skipped(self, detail: str) -> BadInput:
        """Go behind a value by its brackets alone, keeping nothing of it."""
        if self._text[self.at] not in '"[{':
            while (found := _SCALAR_END.search(self._text, self.at)) is None and not self._ended:
                self.at = len(self._text)
                self._more()
            self.at = found.start() if found else len(self._text)
            return BadInput(detail)
        extent = _Extent()
        while not extent.closed and not self._ended:
            self.at = extent.follow(self._text, self.at, len(self._text))
            if not extent.closed:
                self._more()
        return BadInput(detail)


@dataclass(slots=True)
class _Extent:
    """Follows brackets and strings to the end of a value, whatever else is inside."""

    depth: int = 0
    deepest: int = 0
    in_string: bool = False
    closed: bool = False

    def follow(self, text: str, at: int, end: int) -> int:
        """Look at `text[at:end]` and return where the value closed, or where to go on with more text."""
        while not self.closed:
            found = (_IN_STRING if self.in_string else _BRACKETS).search(text, at, end)
            if found is None:
                return end
            at = self._in_string(found, end) if self.in_string else self._outside(found)
            if at < 0:
                return found.start()
        return at

    def _in_string(self, found: re.Match[str], end: int) -> int:
        """Return where to go on, -1 where the character after a backslash is not there yet."""
        if found.group() == "\\":
            return found.end() + 1 if found.end() < end else -1
        self.in_string = False
        self.closed = self.depth == 0
        return found.end()

    def _outside(self, found: re.Match[str]) -> int:
        run = found.group()
        if run == '"':
            self.in_string = True
        elif run[0] in "[{":
            self.depth += len(run)
            self.deepest = max(self.deepest, self.depth)
        elif len(run) >= self.depth:
            self.closed = True
            return found.start() + self.depth
        else:
            self.depth -= len(run)
        return found.end()


def _depth(text: str, start: int, end: int) -> int:
    """Return how deep a value nests; its brackets are counted first, which nearly always tells enough."""
    brackets = text.count("[", start, end) + text.count("{", start, end)
    if brackets <= DEEPEST:
        return brackets
    extent = _Extent()
    extent.follow(text, start, end)
    return extent.deepest


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError("a number beyond all bounds")
    return number


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite)
