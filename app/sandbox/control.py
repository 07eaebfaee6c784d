"""The strings behind the stage: messages that arrive, populations, misbehaviour, statistics, the end."""

from __future__ import annotations

import asyncio
from pathlib import Path

from aiohttp import web

from app.sandbox.answers import GATEWAY, RefusalError
from app.sandbox.api import number_of
from app.sandbox.bodies import Connection, Incoming, Population, Spec, read_body
from app.sandbox.events import Event
from app.sandbox.incoming import deliver
from app.sandbox.misbehaviour import Misbehaviour, MisbehaviourError
from app.sandbox.populate import populate
from app.sandbox.uploads import Limits, Upload


def add_routes(app: web.Application) -> None:
    """Register the calls below /control."""
    base = "/control/{number:[0-9]{6,15}}"
    app.router.add_post(f"{base}/deliver", _deliver)
    app.router.add_post(f"{base}/populate", _populate)
    app.router.add_post(f"{base}/connection", _connection)
    app.router.add_get(f"{base}/received/{{id:[0-9A-Z]+}}", _received)
    app.router.add_post("/control/misbehave", _misbehave)
    app.router.add_get("/control/stats", _stats)
    app.router.add_post("/control/stop", _stop)


async def _deliver(request: web.Request) -> web.Response:
    if request.content_type.startswith("multipart/"):
        return _events(await _deliver_upload(request))
    wish = read_body(Incoming, await request.read())
    file = Path(wish.file_path) if wish.file_path is not None else None
    return _events(await deliver(request.app[GATEWAY], number_of(request), wish, file))


async def _deliver_upload(request: web.Request) -> list[Event]:
    gateway = request.app[GATEWAY]
    upload = await Upload.of(request)
    wish = read_body(Incoming, await upload.meta())
    if wish.file_path is not None:
        raise RefusalError(400, "bad_request", "file_path: the file is in the body", "file_path")
    if wish.file_name is None:
        raise RefusalError(400, "bad_request", "file_name: a file in the body needs a name", "file_name")
    received = await upload.file(gateway.spool, Limits(most_bytes=gateway.settings.max_file_bytes))
    try:
        return await deliver(gateway, number_of(request), wish, received.path)
    finally:
        received.discard()


async def _populate(request: web.Request) -> web.Response:
    gateway, number = request.app[GATEWAY], number_of(request)
    wish = read_body(Population, await request.read())
    events, media = await asyncio.to_thread(populate, gateway, number, wish)
    for event in events:
        if not event["from_me"]:
            gateway.directory.meet(event["from"], event["from_name"])
    gateway.media.add(*media)
    number.history.extend(events)
    size_bytes = sum(one.size for one in media)
    return web.json_response({"messages": len(events), "media": len(media), "bytes": size_bytes})


async def _connection(request: web.Request) -> web.Response:
    wish = read_body(Connection, await request.read())
    return web.json_response(number_of(request).connect(connected=wish.connected))


async def _received(request: web.Request) -> web.StreamResponse:
    number = number_of(request).number
    path = request.app[GATEWAY].received / f"{number}-{request.match_info['id']}"
    if not path.is_file():
        raise RefusalError(404, "not_found", "no media was sent with this id")
    return web.FileResponse(path)


async def _misbehave(request: web.Request) -> web.Response:
    gateway = request.app[GATEWAY]
    wish = read_body(Spec, await request.read())
    try:
        gateway.misbehaviour = Misbehaviour(wish.spec, gateway.settings.seed)
    except MisbehaviourError as error:
        raise RefusalError(400, "bad_request", f"spec: {error}", "spec") from None
    return web.json_response({"spec": str(gateway.misbehaviour)})


async def _stats(request: web.Request) -> web.Response:
    gateway = request.app[GATEWAY]
    numbers = {
        number.number: {
            "events": len(number.history),
            "delivered": number.subscription.delivered,
            "taken": len(number.log),
            "connected": number.connected,
        }
        for number in gateway.numbers.values()
    }
    return web.json_response(
        {
            "numbers": numbers,
            "media": len(gateway.media),
            "requests": dict(gateway.requests),
            "faults": dict(gateway.faults),
            "spec": str(gateway.misbehaviour),
            "seed": gateway.settings.seed,
        }
    )


async def _stop(request: web.Request) -> web.Response:
    request.app[GATEWAY].stopping.set()
    return web.json_response({"stopping": True})


def _events(events: list[Event]) -> web.Response:
    return web.json_response({"events": events})
