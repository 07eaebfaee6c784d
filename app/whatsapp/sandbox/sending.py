"""The body of a message to the sandbox gateway: JSON for a text, two parts of a form for a file."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Callable
from typing import Any, BinaryIO

from app.services.gateway import Outgoing
from app.services.ports import Progress
from app.whatsapp.held_body import HeldBody, closed, file_blocks

_NAME_CHARACTERS = 255


def text_body(outgoing: Outgoing, to: str, before_last: Callable[[], None]) -> tuple[HeldBody, str]:
    """Return the body of a text message, one held block, and its content type."""
    body = json.dumps({**_common(outgoing, to), "type": "text", "text": outgoing.text}).encode()
    return HeldBody((body,), size_bytes=len(body), before_last=before_last), "application/json"


def media_body(
    outgoing: Outgoing, to: str, file: BinaryIO, *, before_last: Callable[[], None], progress: Progress
) -> tuple[HeldBody, str]:
    """Return the body of a media message and its content type; the closing boundary goes with the last block."""
    boundary = f"acervo-{secrets.token_hex(16)}"
    head = (
        f"--{boundary}\r\n"
        'Content-Disposition: form-data; name="meta"\r\nContent-Type: application/json\r\n\r\n'
        f"{json.dumps(_meta(outgoing, to))}\r\n--{boundary}\r\n"
        'Content-Disposition: form-data; name="file"; filename="file"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    ).encode()
    tail = f"\r\n--{boundary}--\r\n".encode()
    blocks = file_blocks(file, outgoing.size_bytes, progress)
    size_bytes = len(head) + outgoing.size_bytes + len(tail)
    body = HeldBody(closed(head, blocks, tail), size_bytes=size_bytes, before_last=before_last)
    return body, f"multipart/form-data; boundary={boundary}"


def _meta(outgoing: Outgoing, to: str) -> dict[str, Any]:
    digest = base64.b64encode(bytes.fromhex(outgoing.sha256)).decode()
    return {
        **_common(outgoing, to),
        "type": outgoing.kind.value if outgoing.kind else "document",
        "mime": outgoing.mime or "application/octet-stream",
        "size": outgoing.size_bytes,
        "voice": outgoing.voice,
        **_given(name=outgoing.name[:_NAME_CHARACTERS], caption=outgoing.text, sha256_b64=digest),
    }


def _common(outgoing: Outgoing, to: str) -> dict[str, Any]:
    return {"to": to, **_given(client_ref=outgoing.client_ref, reply_to=outgoing.reply_to)}


def _given(**fields: str) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}
