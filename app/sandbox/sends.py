"""Takes messages that a client sends: checks, receives, writes the log, answers; then the echo and the ticks."""

from __future__ import annotations

import hashlib
from typing import Any

from aiohttp import web

from app.sandbox.answers import GATEWAY, RefusalError, cut, fault_after, fault_before
from app.sandbox.bodies import MediaSend, TextSend, read_body
from app.sandbox.events import Event, now_s, status_event
from app.sandbox.gateway import Gateway
from app.sandbox.media_store import b64
from app.sandbox.misbehaviour import Plan
from app.sandbox.number import Number
from app.sandbox.uploads import CutHereError, Limits, Received, Upload

TICKS = ("sent", "delivered", "read")
UNKNOWN_IN_ECHO = ("enc_sha256", "media_key", "direct_path", "url", "width", "height", "seconds", "pages")


async def send_message(request: web.Request) -> web.StreamResponse:
    """POST /v1/numbers/{number}/messages."""
    number = request.app[GATEWAY].number(request.match_info["number"])
    if request.content_type.startswith("multipart/"):
        return await _send_media(request, number)
    return await _send_text(request, number)


def resume_sends(gateway: Gateway) -> None:
    """Go on with the echoes and ticks that a gateway which was killed still owed."""
    for number in gateway.numbers.values():
        told = _told(number)
        for entry in number.log:
            if (seen := told.get(entry["message_id"], set())) < {"echo", *TICKS} and "failed" not in seen:
                gateway.spawn(_tell(gateway, number, entry, seen))


async def _send_text(request: web.Request, number: Number) -> web.StreamResponse:
    gateway = request.app[GATEWAY]
    try:
        wish = read_body(TextSend, await request.read())
    except ConnectionError as error:
        raise RefusalError(400, "incomplete", "the client hung up") from error
    plan = gateway.plan("send", _key(number, wish, wish.text))
    early = cut(request) if plan.fault == "cut_upload" else await fault_before(request, plan)
    if early is not None:
        return early
    raw = wish.text.encode()
    chat = _reachable(gateway, number, wish.to)
    entry = _entry(number, wish, chat, hashlib.sha256(raw).digest(), len(raw)) | {"text": wish.text}
    return await _taken(request, number, entry, plan)


async def _send_media(request: web.Request, number: Number) -> web.StreamResponse:
    gateway = request.app[GATEWAY]
    upload = await Upload.of(request)
    wish = read_body(MediaSend, await upload.meta())
    if wish.size > gateway.settings.max_file_bytes:
        raise RefusalError(413, "too_large", "size: larger than this gateway takes", "size")
    plan = gateway.plan("send", _key(number, wish, f"{wish.name} {wish.size}"))
    early = await fault_before(request, plan)
    if early is not None:
        return early
    chat = _reachable(gateway, number, wish.to)
    try:
        received = await upload.file(gateway.spool, _limits(wish, plan))
    except CutHereError:
        return cut(request)
    return await _media_taken(request, number, wish, chat, received, plan)


async def _media_taken(
    request: web.Request, number: Number, wish: MediaSend, chat: str, received: Received, plan: Plan
) -> web.StreamResponse:
    """Keep the file under its message's id and go on; a file that is not what `meta` says leaves nothing."""
    try:
        if wish.sha256_b64 not in (None, b64(received.sha256)):
            raise RefusalError(400, "bad_request", "sha256_b64: the file has another hash", "sha256_b64")
        entry = _entry(number, wish, chat, received.sha256, received.size_bytes)
        entry |= {"mime": wish.mime, "voice": wish.voice}
        received.path.replace(request.app[GATEWAY].received / f"{number.number}-{entry['message_id']}")
        return await _taken(request, number, entry, plan)
    finally:
        received.discard()


async def _taken(request: web.Request, number: Number, entry: dict[str, Any], plan: Plan) -> web.StreamResponse:
    """Write the log, start echo and ticks, answer as the plan says."""
    gateway = request.app[GATEWAY]
    await number.take(entry)
    gateway.spawn(_tell(gateway, number, entry, set()))
    answer = web.json_response({"message_id": entry["message_id"], "status": "accepted"})
    return fault_after(request, plan, answer)


async def _tell(gateway: Gateway, number: Number, entry: dict[str, Any], seen: set[str]) -> None:
    """Emit what the client does not know yet of a message: its echo, then its ticks or the failure."""
    if "echo" not in seen:
        number.history.append(_echo(number, entry))
    key = f"{number.number}/{entry['client_ref'] or entry['message_id']}"
    fails = "fail_status" in gateway.misbehaviour.hits("send", key, 1)
    for tick in ("failed",) if fails else TICKS:
        if tick not in seen:
            await gateway.pause(gateway.settings.tick_delay_s)
            number.history.append(status_event(entry["message_id"], entry["to"], tick))


def _echo(number: Number, entry: dict[str, Any]) -> Event:
    event: Event = {
        "event": "message",
        "id": entry["message_id"],
        "at": entry["at"],
        "from": number.number,
        "from_name": number.name,
        "from_lid": None,
        "to": entry["to"],
        "chat": entry["to"],
        "from_me": True,
        "from_api": True,
        "type": entry["type"],
    }
    optional = ("text", "caption", "reply_to", "client_ref")
    event |= {name: entry[name] for name in optional if entry.get(name) is not None}
    if entry["type"] != "text":
        known = {name: entry[name] for name in ("mime", "name", "size", "sha256", "voice")}
        event["media"] = known | dict.fromkeys(UNKNOWN_IN_ECHO)
    return event


def _entry(number: Number, wish: TextSend | MediaSend, chat: str, sha256: bytes, size_bytes: int) -> dict[str, Any]:
    media = wish if isinstance(wish, MediaSend) else None
    return {
        "number": number.number,
        "message_id": number.new_id(),
        "to": chat,
        "type": wish.type,
        "sha256": b64(sha256),
        "size": size_bytes,
        "client_ref": wish.client_ref,
        "name": media.name if media else None,
        "caption": media.caption if media else None,
        "reply_to": wish.reply_to,
        "at": now_s(),
    }


def _limits(wish: MediaSend, plan: Plan) -> Limits:
    is_cut = plan.fault == "cut_upload"
    return Limits(
        most_bytes=wish.size,
        size_bytes=wish.size,
        bytes_per_s=plan.bytes_per_s,
        stop_after_bytes=int(wish.size * plan.draw) if is_cut else None,
    )


def _key(number: Number, wish: TextSend | MediaSend, content: str) -> str:
    """Return what makes one send the same request when it is tried again."""
    return f"{number.number}/{wish.client_ref or f'{wish.to} {wish.type} {content}'}"


def _reachable(gateway: Gateway, number: Number, to: str) -> str:
    if not number.connected:
        raise RefusalError(503, "not_connected", "the phone of this number is not connected")
    if gateway.directory.chat_of(to) is None:
        raise RefusalError(400, "bad_request", "to: neither a phone number nor an address", "to")
    chat = gateway.directory.reachable(to)
    if chat is None:
        raise RefusalError(404, "not_on_whatsapp", "nobody answers at this number", "to")
    if chat in number.blocked:
        raise RefusalError(403, "blocked", "this contact is blocked", "to")
    return chat


def _told(number: Number) -> dict[str, set[str]]:
    """Return what the history already tells of each message that was sent: echo and ticks."""
    told: dict[str, set[str]] = {}
    for event in number.history.events():
        if event["event"] == "status":
            told.setdefault(event["message_id"], set()).add(event["status"])
        elif event["event"] == "message" and event["from_api"]:
            told.setdefault(event["id"], set()).add("echo")
    return told
