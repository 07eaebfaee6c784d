"""The calls below /v1: status, webhook, history, contacts, log and "ask again" of one number."""

from __future__ import annotations

from aiohttp import web

from app.sandbox.answers import GATEWAY, RefusalError
from app.sandbox.bodies import Value, Webhook, read_body
from app.sandbox.events import Line, delivery_order
from app.sandbox.gateway import Gateway
from app.sandbox.number import Number
from app.sandbox.phones import is_on_whatsapp, lid_of
from app.sandbox.sends import send_message

LONGEST_WAIT_S = 60.0
MOST_EVENTS = 1000


def add_routes(app: web.Application) -> None:
    """Register the calls of one number."""
    base = "/v1/numbers/{number:[0-9]{6,15}}"
    app.router.add_get(f"{base}/status", _status)
    app.router.add_put(f"{base}/webhook", _set_webhook)
    app.router.add_get(f"{base}/webhook", _webhook)
    app.router.add_get(f"{base}/events", _events)
    app.router.add_get(f"{base}/contacts/{{phone}}", _contact)
    app.router.add_post(f"{base}/contacts/{{phone}}/block", _block)
    app.router.add_post(f"{base}/messages", send_message)
    app.router.add_get(f"{base}/log", _log)
    app.router.add_get(f"{base}/media/{{id}}", _ask_again)


def number_of(request: web.Request) -> Number:
    """Return the number in the path of `request`."""
    return request.app[GATEWAY].number(request.match_info["number"])


async def _status(request: web.Request) -> web.Response:
    number = number_of(request)
    return web.json_response({"connected": number.connected, "number": number.number, "name": number.name})


async def _set_webhook(request: web.Request) -> web.Response:
    wish = read_body(Webhook, await request.read())
    request.app[GATEWAY].postman(number_of(request).number).subscribe(wish.url)
    return web.json_response({"webhook": wish.url})


async def _webhook(request: web.Request) -> web.Response:
    return web.json_response({"webhook": number_of(request).subscription.url})


async def _events(request: web.Request) -> web.Response:
    after = int(_figure(request, "after", 0, 2**53))
    limit = int(_figure(request, "limit", 100, MOST_EVENTS, least=1))
    number, gateway = number_of(request), request.app[GATEWAY]
    await _wait(gateway, number, after, _figure(request, "wait_s", 0, LONGEST_WAIT_S))
    lines = number.history.after(after, limit)
    ordered = delivery_order(lines, number.number, gateway.misbehaviour)
    return web.Response(body=_page(ordered, lines[-1].seq if lines else after), content_type="application/json")


async def _wait(gateway: Gateway, number: Number, after: int, wait_s: float) -> None:
    """Wait for an event after `after`, in short turns so that a stop is not held up."""
    while wait_s > 0 and not gateway.stopping.is_set():
        turn_s = min(wait_s, 0.5)
        if await number.history.grows_beyond(after, turn_s):
            return
        wait_s -= turn_s


async def _contact(request: web.Request) -> web.Response:
    number, directory = number_of(request), request.app[GATEWAY].directory
    phone = _phone(request)
    exists = is_on_whatsapp(phone)
    if exists:
        directory.meet(phone)
    return web.json_response(
        {
            "exists": exists,
            "phone": phone,
            "lid": lid_of(phone) if exists else None,
            "name": directory.name(phone) if exists else None,
            "blocked": phone in number.blocked,
        }
    )


async def _block(request: web.Request) -> web.Response:
    wish = read_body(Value, await request.read())
    phone = _phone(request)
    number_of(request).block(phone, value=wish.value)
    return web.json_response({"phone": phone, "blocked": wish.value})


async def _log(request: web.Request) -> web.Response:
    return web.json_response({"messages": number_of(request).log})


async def _ask_again(request: web.Request) -> web.Response:
    gateway, number = request.app[GATEWAY], number_of(request)
    media = gateway.media.of_message(number.number, request.match_info["id"])
    if media is None:
        raise RefusalError(404, "not_found", "there is no media of this message")
    if not number.connected:
        raise RefusalError(503, "not_connected", "the phone of this number is not connected")
    if media.gone:
        raise RefusalError(410, "gone", "the phone no longer has this file")
    path, expires = gateway.media.fresh_path(media)
    return web.json_response(
        {"mimetype": media.mime, "direct_path": path, "url": f"{gateway.url}{path}", "expires": expires}
    )


def _phone(request: web.Request) -> str:
    """Return the canonical digits of the person in the path."""
    chat = request.app[GATEWAY].directory.chat_of(request.match_info["phone"])
    if chat is None or not chat.isdigit():
        raise RefusalError(400, "bad_request", "phone: no phone number", "phone")
    return chat


def _page(lines: list[Line], cursor: int) -> bytes:
    return b'{"events":[' + b",".join(line.json for line in lines) + f'],"next":"{cursor}"}}'.encode()


def _figure(request: web.Request, name: str, default: float, most: float, *, least: float = 0) -> float:
    """Return a figure of the query, within its bounds."""
    written = request.query.get(name)
    if not written:
        return default
    try:
        value = float(written)
    except ValueError:
        value = -1.0
    if not least <= value <= most:
        raise RefusalError(400, "bad_request", f"{name}: must be {least:g} to {most:g}", name)
    return value
