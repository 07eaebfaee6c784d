"""The media host: serves encrypted bodies by signed path, whole or in ranges, and spoils them when told to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from app.sandbox.answers import GATEWAY, HTML_PAGE, cut, fault_before
from app.sandbox.encryptor import CHUNK_BYTES
from app.sandbox.media_store import Verdict
from app.sandbox.misbehaviour import Plan

_CONTENT_TYPE = "application/octet-stream"


def add_routes(app: web.Application) -> None:
    """Register the media paths, at the root as WhatsApp's own host has them and below /media-host."""
    for prefix in ("", "/media-host"):
        app.router.add_get(prefix + "/v/{path_class}/{name}", _serve)


@dataclass(frozen=True, slots=True)
class Span:
    """The bytes [start, stop) of a body of `total_bytes`; `is_range` if the client asked for a part."""

    start: int
    stop: int
    total_bytes: int
    is_range: bool

    @property
    def length_bytes(self) -> int:
        """Return how many bytes it covers."""
        return self.stop - self.start


async def _serve(request: web.Request) -> web.StreamResponse:
    gateway = request.app[GATEWAY]
    path = request.path.removeprefix("/media-host")
    found = gateway.media.find(path, request.query.get("oh", ""), request.query.get("oe", ""))
    if isinstance(found, Verdict):
        return web.Response(status=found.value, text=found.name.lower().replace("_", " "))
    plan = gateway.plan("media", f"{found.number}/{found.message_id}")
    if plan.fault != "hang":
        early = await fault_before(request, plan)
        if early is not None:
            return early
    file = gateway.media.path_of(found)
    if plan.fault is None and plan.bytes_per_s is None:
        return web.FileResponse(file, headers={"Content-Type": _CONTENT_TYPE})
    if plan.fault in ("html", "empty"):
        return web.Response(text=HTML_PAGE if plan.fault == "html" else "", content_type="text/html")
    return await _spoiled(request, plan, file)


async def _spoiled(request: web.Request, plan: Plan, file: Path) -> web.StreamResponse:
    """Send a body that is slow, damaged, too short or never ends, as the plan says."""
    span = span_of(request, file.stat().st_size)
    sent_bytes = span.length_bytes
    if plan.fault in ("truncate", "cut_download", "hang"):
        sent_bytes = int(span.length_bytes * plan.draw)
    response = web.StreamResponse(status=206 if span.is_range else 200, headers={"Content-Type": _CONTENT_TYPE})
    response.content_length = sent_bytes if plan.fault == "truncate" else span.length_bytes
    if span.is_range:
        response.headers["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{span.total_bytes}"
    await response.prepare(request)
    flip_at = span.start + int(span.length_bytes * plan.draw) if plan.fault == "corrupt" else None
    try:
        async for piece in _pieces(file, span.start, span.start + sent_bytes, flip_at, plan.bytes_per_s):
            await response.write(piece)
    except ConnectionResetError:  # the reader hung up in the middle, as it may
        return response
    if plan.fault == "hang":
        await request.app[GATEWAY].pause(plan.delay_s + plan.argument)
    if plan.fault in ("cut_download", "hang"):
        return _cut_short(request, response)
    await response.write_eof()
    return response


def _cut_short(request: web.Request, response: web.StreamResponse) -> web.StreamResponse:
    """End the connection after what was written so far has left."""
    if request.transport is not None:
        request.transport.close()
    else:
        cut(request)
    return response


def span_of(request: web.Request, total_bytes: int) -> Span:
    """Return which bytes `request` asks for; a range that makes no sense asks for all."""
    try:
        wanted = request.http_range
    except ValueError:
        return Span(0, total_bytes, total_bytes, is_range=False)
    if wanted.start is None:
        return Span(0, total_bytes, total_bytes, is_range=False)
    start, stop, _ = slice(wanted.start, wanted.stop).indices(total_bytes)
    return Span(start, max(start, stop), total_bytes, is_range=start < stop)


async def _pieces(
    file: Path, start: int, stop: int, flip_at: int | None, bytes_per_s: float | None
) -> AsyncIterator[bytes]:
    """Yield the bytes [start, stop) of `file`, with one bit flipped at `flip_at`, at most `bytes_per_s`."""
    piece_bytes = CHUNK_BYTES if bytes_per_s is None else max(1, min(CHUNK_BYTES, int(bytes_per_s / 10)))
    with file.open("rb") as body:
        body.seek(start)
        while start < stop and (piece := body.read(min(piece_bytes, stop - start))):
            if flip_at is not None and start <= flip_at < start + len(piece):
                damaged = bytearray(piece)
                damaged[flip_at - start] ^= 1
                piece = bytes(damaged)
            yield piece
            start += len(piece)
            if bytes_per_s is not None:
                await asyncio.sleep(len(piece) / bytes_per_s)
