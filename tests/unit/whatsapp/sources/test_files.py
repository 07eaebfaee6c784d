"""Payloads come out of a file in any of its forms, and what is no payload spoils as little as possible."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.errors import CommandError
from app.domain.reasons import ErrorCode
from app.services.inbox import BadInput
from app.whatsapp.sources import json_stream
from app.whatsapp.sources.files import open_payloads, read_payloads

THOROUGH = settings(derandomize=True, max_examples=100, deadline=None)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=60),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=10), inner, max_size=5),
    max_leaves=20,
)
NO_LISTS = VALUES.filter(lambda value: not isinstance(value, list))
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]


class Trickle(io.RawIOBase):
    """A stream that gives a few bytes at a time, as a pipe may."""

    def __init__(self, content: bytes, step: int) -> None:
        self._content, self._step, self._at = content, step, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        taken = self._content[self._at : self._at + min(self._step, size)]
        self._at += len(taken)
        return taken


def read(content: bytes | str, step: int = 10**9) -> list[Any]:
    raw = content.encode() if isinstance(content, str) else content
    entries = list(read_payloads(Trickle(raw, step)))  # type: ignore[arg-type]
    assert [index for index, _value in entries] == list(range(len(entries)))
    return [value for _index, value in entries]


def good(entries: Iterable[Any]) -> list[Any]:
    return [entry for entry in entries if not isinstance(entry, BadInput)]


def bad(entries: Iterable[Any]) -> list[str]:
    return [entry.detail for entry in entries if isinstance(entry, BadInput)]


@THOROUGH
@given(st.lists(VALUES), st.sampled_from(ENCODINGS), st.sampled_from([None, 2]), st.integers(1, 40))
def test_an_array_gives_its_items(values: list[Any], encoding: str, indent: int | None, step: int) -> None:
    text = json.dumps(values, ensure_ascii=step % 2 == 0, indent=indent)
    assert read(text.encode(encoding), step) == values


@THOROUGH
@given(
    st.lists(NO_LISTS, min_size=1),
    st.sampled_from(ENCODINGS),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
    st.integers(1, 40),
)
def test_lines_give_one_value_each(values: list[Any], encoding: str, line_break: str, step: int) -> None:
    text = line_break.join(json.dumps(value, ensure_ascii=step % 2 == 0) for value in values)
    assert read(text.encode(encoding), step) == values


@THOROUGH
@given(NO_LISTS, st.sampled_from([None, 0, 2]), st.integers(1, 40))
def test_one_value_gives_itself(value: Any, indent: int | None, step: int) -> None:
    assert read(json.dumps(value, indent=indent), step) == [value]


@THOROUGH
@given(st.binary(max_size=200) | st.text('[]{}",:\\ \n0e-.tfn', max_size=60).map(str.encode), st.integers(1, 40))
@example(b"\xff\xfe\x00", 1)
@example(b'[{"a": "\\', 3)
@example(b'"\\u12', 2)
def test_garbage_is_answered_and_never_raises(content: bytes, step: int) -> None:
    try:
        entries = read(content, step)
    except CommandError as error:
        assert error.code is ErrorCode.NOT_YET
        return
    assert entries or content.strip().startswith(b"[") or b"\0" in content
    assert entries == read(content)


@THOROUGH
@given(
    st.lists(
        st.dictionaries(st.text(max_size=5), st.text(max_size=20), min_size=1, max_size=3), min_size=1, max_size=8
    ),
    st.integers(0, 10),
    st.sampled_from(
        ['{"a": oops}', "oops", '{"a": "cut o', '{"a": 1,', '{"a": [', "{", '{"a" 1}', "}", '"', '{"a": NaN}']
    ),
)
def test_a_bad_line_spoils_only_itself(values: list[Any], place: int, broken: str) -> None:
    lines = [json.dumps(value) for value in values]
    place = min(place, len(lines))
    entries = read("\n".join([*lines[:place], broken, *lines[place:]]))
    assert good(entries) == values
    assert len(bad(entries)) == 1
    assert isinstance(entries[place], BadInput)


def test_a_broken_value_over_several_lines_does_not_give_its_insides_away() -> None:
    broken = '{\n  "a": oops,\n  "b": {\n    "c": 1\n  }\n}\n'
    entries = read(broken + '{"good": 1}\n')
    assert good(entries) == [{"good": 1}]
    assert len(bad(entries)) == 1


def test_a_broken_item_ends_an_array_and_what_was_before_it_stays_good() -> None:
    entries = read('[{"a": 1}, {"b": oops}, {"c": 3}]')
    assert entries[0] == {"a": 1}
    assert len(entries) == 2
    assert "what follows in the array was not read" in entries[1].detail


@pytest.mark.parametrize("text", ['[{"a": 1}', '[{"a": 1},', '[{"a": 1} {"b": 2}]', '[{"a": 1}, ]', '[{"a": 1}, {"b'])
def test_an_array_that_is_not_whole_says_so_after_its_items(text: str) -> None:
    entries = read(text)
    assert entries[0] == {"a": 1}
    assert len(bad(entries)) == 1


def test_several_arrays_one_after_the_other_are_all_read() -> None:
    assert read("[1, 2]\n[3]\n[]\n4") == [1, 2, 3, 4]


@pytest.mark.parametrize("text", ["", " \n\t ", "\ufeff"])
def test_an_input_with_nothing_in_it_says_so(text: str) -> None:
    assert bad(read(text)) == ["there is nothing in it"]


def test_an_empty_array_is_an_input_without_payloads() -> None:
    assert read(" [ ] ") == []


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999", "9" * 5000])
def test_what_is_no_number_of_json_spoils_only_its_value(number: str) -> None:
    lines = read(f'{{"a": {number}}}\n{number}\n{{"b": 1}}')
    assert good(lines) == [{"b": 1}]
    assert len(bad(lines)) == 2
    items = read(f'[{{"a": [{number}, "]"]}}, {{"b": 1}}]')
    assert good(items) == [{"b": 1}]
    assert len(bad(items)) == 1


def test_of_a_name_that_comes_twice_the_last_counts() -> None:
    assert read('{"a": 1, "a": 2}') == [{"a": 2}]


def test_bytes_of_another_encoding_spoil_only_their_value() -> None:
    entries = read('{"a": "ação"}\n'.encode() + '{"a": "ação"}\n'.encode("latin-1") + b'{"b": 1}')
    assert good(entries) == [{"a": "ação"}, {"b": 1}]
    assert bad(entries) == ["bytes that are not UTF-8"]


def test_a_lone_surrogate_that_is_escaped_is_kept_as_it_came() -> None:
    assert read('{"a": "\\ud83d"}') == [{"a": "\ud83d"}]


def nested(depth: int) -> str:
    return '{"a": ' + "[" * depth + "]" * depth + "}"


@pytest.mark.parametrize("depth", [100, 500, 5000, 300_000])
def test_a_value_nested_too_deep_spoils_only_itself(depth: int) -> None:
    assert bad(read(nested(depth))) == ["nested deeper than 100"]
    entries = read(f'[{nested(depth)}, {{"b": "]"}}]')
    assert good(entries) == [{"b": "]"}]
    assert bad(entries) == ["nested deeper than 100"]


def test_a_value_nested_as_deep_as_allowed_is_taken_and_brackets_in_texts_do_not_count() -> None:
    assert good(read(nested(99)))
    assert read(json.dumps({"a": "[" * 1000})) == [{"a": "[" * 1000}]


@pytest.mark.parametrize("piece", ["[", "{", '{"a":[', "\\"])
def test_megabytes_of_openings_are_one_or_two_refusals(piece: str) -> None:
    entries = read(piece * (3_000_000 // len(piece)))
    assert 1 <= len(entries) <= 2
    assert good(entries) == []


@pytest.fixture
def short_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "LONGEST_CHARS", 4000)
    monkeypatch.setattr(json_stream, "_CHUNK_BYTES", 256)


@pytest.mark.parametrize("value", ['{"a": "%s"}' % ("x" * 5000), '"%s"' % ('\\"[' * 2000), "[%s0]" % ("1," * 3000)])
def test_a_value_that_is_too_long_is_skipped_and_not_kept(short_values: None, value: str) -> None:
    entries = read(f'[{value}, {{"b": 1}}]')
    assert good(entries) == [{"b": 1}]
    assert bad(entries) == ["longer than 4000 characters"]


@pytest.mark.usefixtures("short_values")
@pytest.mark.parametrize("size", [200, 255, 256, 257, 700, 990])
def test_a_value_that_comes_in_several_chunks_is_whole(size: int) -> None:
    values = [{"text": 'é\\"' * (size // 3), "n": -1.5e-7}, 123456789012345678, "z" * size]
    assert read(json.dumps(values)) == values
    assert read("\n".join(map(json.dumps, values))) == values


def generated(item: bytes, count: int) -> Iterator[bytes]:
    yield b"["
    for number in range(count):
        yield (b"," if number else b"") + item
    yield b"]"


class Generated(io.RawIOBase):
    """A stream whose content is made while it is read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._held = pieces, b""

    def read(self, size: int = -1) -> bytes:
        while len(self._held) < size and (piece := next(self._pieces, None)) is not None:
            self._held += piece
        taken, self._held = self._held[:size], self._held[size:]
        return taken


def test_a_long_array_is_never_in_memory_as_a_whole() -> None:
    item = json.dumps({"text": "x" * 3000}).encode()
    count = 6_000
    tracemalloc.start()
    try:
        stream = Generated(generated(item * 1, count))
        seen = sum(1 for _entry in read_payloads(stream))  # type: ignore[arg-type]
        _now, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert seen == count
    assert peak_bytes < 3_000_000 < count * len(item)


def test_items_come_while_the_rest_is_not_there_yet() -> None:
    pieces = iter([b'[{"a": 1}, ' + b" " * 5000, b'{"b": 2}]'])
    entries = read_payloads(Generated(pieces))  # type: ignore[arg-type]
    assert next(entries) == (0, {"a": 1})


@pytest.mark.parametrize("head", [b"PK\x03\x04rest", b"PK\x05\x06" + bytes(18), b"SQLite format 3\x00rest"])
def test_forms_that_come_later_are_recognised(head: bytes) -> None:
    with pytest.raises(CommandError) as refused:
        read_payloads(io.BytesIO(head))
    assert refused.value.code is ErrorCode.NOT_YET


def refusal(open_it: Callable[[Path], object], path: Path) -> CommandError:
    with pytest.raises(CommandError) as refused:
        open_it(path)
    assert refused.value.field == "file"
    return refused.value


def test_files_and_folders_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "events.json").write_text('{"a": 1}')
    with open_payloads(tmp_path / "events.json") as stream:
        assert list(read_payloads(stream)) == [(0, {"a": 1})]
    assert refusal(open_payloads, tmp_path / "absent.json").code is ErrorCode.NOT_FOUND
    assert refusal(open_payloads, tmp_path).code is ErrorCode.BAD_INPUT
    assert refusal(open_payloads, tmp_path / "events.json" / "below").code is ErrorCode.BAD_INPUT
    (tmp_path / "media_storage").mkdir()
    assert refusal(open_payloads, tmp_path).code is ErrorCode.NOT_YET
    assert refusal(open_payloads, tmp_path / "media_storage").code is ErrorCode.NOT_YET
