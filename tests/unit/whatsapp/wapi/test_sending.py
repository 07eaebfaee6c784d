"""The body of a W-API message: valid JSON, exact length, base64 that is the file, and memory that stays flat."""

from __future__ import annotations

import base64
import io
import json
import tracemalloc
from typing import Any, BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import RefusedError
from app.domain.kinds import MediaKind
from app.domain.reasons import Reason
from app.services.gateway import Outgoing
from app.whatsapp.held_body import BLOCK_BYTES, LARGE_BLOCK_BYTES, LARGE_FILE_BYTES
from app.whatsapp.wapi.sending import media_body, path_of, text_body
from tests.unit.whatsapp.values import CALM, CUSTOMER, file_to_send, nothing, unseen

TO = "5511999990001"


def sent(outgoing: Outgoing) -> dict[str, Any]:
    assert outgoing.open is not None
    body = media_body(outgoing, TO, outgoing.open(), before_last=nothing, progress=unseen)
    octets = b"".join(body)
    assert len(octets) == len(body)
    fields: dict[str, Any] = json.loads(octets)
    return fields


@CALM
@given(st.binary(max_size=200))
def test_any_content_arrives_as_base64_of_itself(content: bytes) -> None:
    fields = sent(file_to_send(content))
    prefix, _comma, text = fields["document"].partition(",")
    assert prefix == "data:application/pdf;base64"
    assert base64.b64decode(text, validate=True) == content


@pytest.mark.parametrize("extra", [-2, -1, 0, 1, 2])
@pytest.mark.parametrize("blocks", [1, 3])
def test_blocks_join_without_a_seam(blocks: int, extra: int) -> None:
    content = bytes(range(256)) * (blocks * BLOCK_BYTES // 256) + bytes(2)
    content = content[: blocks * BLOCK_BYTES + extra]
    assert base64.b64decode(sent(file_to_send(content))["document"].partition(",")[2], validate=True) == content


def test_a_document_carries_name_extension_and_caption() -> None:
    fields = sent(file_to_send(b"%PDF", text='a "quoted" caption\n', reply_to="3EB0AA"))
    assert {name: fields[name] for name in fields if name != "document"} == {
        "phone": TO,
        "messageId": "3EB0AA",
        "caption": 'a "quoted" caption\n',
        "extension": "pdf",
        "fileName": "orcamento.pdf",
    }
    assert sent(file_to_send(b"x", extension="", name="lista.final.xlsx"))["extension"] == "xlsx"


@pytest.mark.parametrize(
    ("kind", "mime", "shown"),
    [
        (MediaKind.IMAGE, "image/jpeg", "image/jpeg"),
        (MediaKind.VIDEO, "video/mp4", "video/mp4"),
        (MediaKind.AUDIO, "audio/ogg; codecs=opus", "audio/ogg"),
        (MediaKind.STICKER, "image/webp", "image/webp"),
        (MediaKind.IMAGE, "", "application/octet-stream"),
        (MediaKind.IMAGE, 'text/html,"<b>', "text/html"),
    ],
)
def test_each_kind_has_its_own_field_and_nothing_of_a_document(kind: MediaKind, mime: str, shown: str) -> None:
    fields = sent(file_to_send(b"x", kind=kind, mime=mime))
    assert set(fields) == {"phone", kind.value}
    assert fields[kind.value] == f"data:{shown};base64,eA=="


@pytest.mark.parametrize("kind", [MediaKind.AUDIO, MediaKind.STICKER])
def test_a_caption_that_whatsapp_would_not_show_is_not_dropped_in_silence(kind: MediaKind) -> None:
    with pytest.raises(RefusedError) as caught:
        sent(file_to_send(b"x", kind=kind, text="olá"))
    assert caught.value.reason is Reason.UNSUPPORTED


def test_a_text_is_one_block() -> None:
    body = text_body(Outgoing(CUSTOMER, None, text="olá\n"), TO, nothing)
    blocks = list(body)
    assert len(blocks) == 1
    assert json.loads(blocks[0]) == {"phone": TO, "message": "olá\n"}


def test_the_last_block_ends_file_and_json_and_what_leaves_before_is_no_json() -> None:
    left: list[bytes] = []
    before: list[bytes] = []
    content = bytes(3 * BLOCK_BYTES)
    outgoing = file_to_send(content)
    body = media_body(outgoing, TO, io.BytesIO(content), before_last=lambda: before.extend(left), progress=unseen)
    for block in body:
        left.append(block)
    assert 0 < len(b"".join(before)) < len(body)
    assert left[-1].endswith(b'"}')
    with pytest.raises(ValueError, match="Unterminated string"):
        json.loads(b"".join(before))


def test_calls_are_named_after_the_kind() -> None:
    assert path_of(None) == "/message/send-text"
    assert path_of(MediaKind.STICKER) == "/message/send-sticker"


class _Zeros(io.RawIOBase):
    """A file of zeros that takes no memory."""

    def __init__(self, size_bytes: int) -> None:
        self._left = size_bytes

    def read(self, size: int = -1) -> bytes:
        size = min(size, self._left)
        self._left -= size
        return bytes(size)


def test_memory_does_not_grow_with_the_file() -> None:
    def peak(size_bytes: int) -> int:
        file: BinaryIO = _Zeros(size_bytes)  # type: ignore[assignment]
        body = media_body(file_to_send(b"", size_bytes=size_bytes), TO, file, before_last=nothing, progress=unseen)
        tracemalloc.start()
        assert sum(len(block) for block in body) == len(body)
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    small, large = peak(LARGE_FILE_BYTES), peak(4 * LARGE_FILE_BYTES)
    assert large < small * 1.2
    assert large < 8 * LARGE_BLOCK_BYTES
