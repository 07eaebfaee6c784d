"""The last block of a send waits for our word, and our own errors are not taken for the network's."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import RefusedError
from app.domain.reasons import Reason
from app.whatsapp.held_body import (
    BLOCK_BYTES,
    LARGE_BLOCK_BYTES,
    LARGE_FILE_BYTES,
    BodyStoppedError,
    HeldBody,
    closed,
    file_blocks,
    opened,
)
from tests.unit.whatsapp.values import CALM, file_to_send, nothing, unseen


@CALM
@given(st.lists(st.binary(max_size=5), min_size=1, max_size=6).filter(any))
def test_all_parts_leave_in_order_and_the_last_after_the_word(parts: list[bytes]) -> None:
    left: list[bytes] = []
    seen_at_the_word: list[bytes] = []
    body = HeldBody(parts, size_bytes=len(b"".join(parts)), before_last=lambda: seen_at_the_word.extend(left))
    for block in body:
        left.append(block)
    assert b"".join(left) == b"".join(parts)
    assert len(body) == len(b"".join(parts))
    assert seen_at_the_word == left[:-1]
    assert body.released


@pytest.mark.parametrize(
    "error", [ConnectionResetError(), BrokenPipeError(), TimeoutError(), RefusedError(Reason.BLOCKED)]
)
def test_what_the_word_raises_stops_the_body_before_its_last_block(error: Exception) -> None:
    def refuse() -> None:
        raise error

    body = HeldBody([b"a", b"b"], size_bytes=2, before_last=refuse)
    left = []
    with pytest.raises(BodyStoppedError):
        for block in body:
            left.append(block)
    assert left == [b"a"]
    assert body.failure is body.hold_failure is error
    assert not body.released


@pytest.mark.parametrize("said", [1, 2, 4, 5])
def test_a_file_that_is_not_as_long_as_it_was_never_ends(said: int) -> None:
    called = []
    body = HeldBody([b"a", b"b", b"c"], size_bytes=said, before_last=lambda: called.append(1))
    left = []
    with pytest.raises(BodyStoppedError):
        for block in body:
            left.append(block)
    assert len(b"".join(left)) < said
    assert not called
    assert isinstance(body.failure, RefusedError)
    assert body.failure.reason is Reason.UNREADABLE
    assert body.hold_failure is None


class Trickle(io.RawIOBase):
    """Gives a thousand bytes at a time, as a raw stream may."""

    def __init__(self, content: bytes) -> None:
        self._rest = io.BytesIO(content)

    def read(self, size: int = -1) -> bytes:
        return self._rest.read(min(size, 1000))


def test_blocks_are_full_whatever_the_file_gives_at_a_time() -> None:
    content = bytes(BLOCK_BYTES * 2 + 7)
    for file in (io.BytesIO(content), Trickle(content)):
        blocks = list(file_blocks(file, len(content), unseen))  # type: ignore[arg-type]
        assert [len(block) for block in blocks] == [BLOCK_BYTES, BLOCK_BYTES, 7]


def test_a_large_file_leaves_in_larger_blocks_that_are_whole_in_base64_too() -> None:
    content = bytes(LARGE_FILE_BYTES + 7)
    sizes = [len(block) for block in file_blocks(io.BytesIO(content), len(content), unseen)]
    assert set(sizes[:-1]) == {LARGE_BLOCK_BYTES}
    assert sum(sizes) == len(content)
    assert LARGE_BLOCK_BYTES % 3 == BLOCK_BYTES % 3 == 0


def test_progress_tells_the_end_and_not_every_block() -> None:
    told: list[tuple[int, int | None]] = []
    content = bytes(BLOCK_BYTES * 50)
    list(file_blocks(io.BytesIO(content), len(content), lambda done, total: told.append((done, total))))
    assert told[-1] == (len(content), len(content))
    assert told == sorted(told)
    assert len(told) < 50


class Broken(io.RawIOBase):
    """A file whose disk fails."""

    def read(self, size: int = -1) -> bytes:
        raise OSError(5, "input/output error", "/data/Joao/contrato.pdf")


def test_a_disk_that_fails_is_the_files_fault_and_its_name_is_not_told() -> None:
    with pytest.raises(RefusedError) as caught:
        list(file_blocks(Broken(), 10, unseen))  # type: ignore[arg-type]
    assert caught.value.reason is Reason.UNREADABLE
    assert "contrato" not in str(caught.value)


def test_a_file_that_cannot_be_opened_is_unreadable() -> None:
    def missing() -> BinaryIO:
        raise FileNotFoundError(2, "no such file", "contrato.pdf")

    for outgoing in (file_to_send(b"x", open=missing), file_to_send(b"x", open=None)):
        with pytest.raises(RefusedError) as caught:
            opened(outgoing)
        assert caught.value.reason is Reason.UNREADABLE
        assert "contrato" not in str(caught.value)


@CALM
@given(
    st.binary(max_size=10), st.lists(st.binary(min_size=1, max_size=4), max_size=4), st.binary(min_size=1, max_size=4)
)
def test_the_end_of_a_body_goes_with_the_end_of_its_file(head: bytes, blocks: list[bytes], tail: bytes) -> None:
    def made() -> Iterator[bytes]:
        return closed(head, blocks, tail)

    assert b"".join(made()) == head + b"".join(blocks) + tail
    assert list(made())[-1] == (blocks[-1] if blocks else b"") + tail


def test_a_body_is_sized_before_it_is_read() -> None:
    assert len(HeldBody(iter(()), size_bytes=12345, before_last=nothing)) == 12345
