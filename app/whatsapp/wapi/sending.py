"""The body of a W-API message: JSON with the file as base64 in it, made while it leaves.

W-API takes a file as a public link or as base64 in JSON, nothing else (W-API contract, 2.2). The whole length is known
beforehand, memory does not grow with the file, and the file stands last, so that the last block ends both.
"""

from __future__ import annotations

import json
import re
from binascii import b2a_base64
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import BinaryIO

from app.domain.errors import RefusedError
from app.domain.kinds import MediaKind
from app.domain.reasons import Reason
from app.services.gateway import Outgoing
from app.services.ports import Progress
from app.whatsapp.held_body import HeldBody, closed, file_blocks

_MIME = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,100}")
_TAIL = b'"}'
_CAPTIONED = {MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.DOCUMENT}


def path_of(kind: MediaKind | None) -> str:
    """Return the call that sends a kind of media, or a text."""
    return f"/message/send-{kind.value if kind else 'text'}"


def text_body(outgoing: Outgoing, to: str, before_last: Callable[[], None]) -> HeldBody:
    """Return the body of a text message: one block, held like the last of a file."""
    body = json.dumps({**_common(outgoing, to), "message": outgoing.text}).encode()
    return HeldBody((body,), size_bytes=len(body), before_last=before_last)


def media_body(
    outgoing: Outgoing, to: str, file: BinaryIO, *, before_last: Callable[[], None], progress: Progress
) -> HeldBody:
    """Return the body of a media message.

    Raises:
        RefusedError: `UNSUPPORTED`: WhatsApp shows no text with this kind, and a text is not dropped in silence.
    """
    head = _head(outgoing, to)
    size_bytes = len(head) + (outgoing.size_bytes + 2) // 3 * 4 + len(_TAIL)
    blocks = (b2a_base64(block, newline=False) for block in file_blocks(file, outgoing.size_bytes, progress))
    return HeldBody(closed(head, blocks, _TAIL), size_bytes=size_bytes, before_last=before_last)


def _head(outgoing: Outgoing, to: str) -> bytes:
    """Return everything before the base64: the other fields, and the beginning of the data URI."""
    kind = outgoing.kind or MediaKind.DOCUMENT
    if outgoing.text and kind not in _CAPTIONED:
        raise RefusedError(Reason.UNSUPPORTED, f"no caption with {kind.value}")
    fields = _common(outgoing, to)
    if outgoing.text:
        fields["caption"] = outgoing.text
    if kind is MediaKind.DOCUMENT:
        fields |= {"extension": _extension(outgoing), "fileName": outgoing.name}
    return f'{json.dumps(fields)[:-1]}, "{kind.value}": "data:{_mime(outgoing)};base64,'.encode()


def _common(outgoing: Outgoing, to: str) -> dict[str, str]:
    fields = {"phone": to}
    if outgoing.reply_to:
        fields["messageId"] = outgoing.reply_to
    return fields


def _mime(outgoing: Outgoing) -> str:
    """Return the bare type: a reader of data URIs may stop at the first semicolon."""
    found = _MIME.match(outgoing.mime.lower())
    return found.group() if found else "application/octet-stream"


def _extension(outgoing: Outgoing) -> str:
    return (outgoing.extension or PurePosixPath(outgoing.name).suffix).lstrip(".")
