"""Answers of the HTTP side: refusals as JSON, and the faults that can be played on any request."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable

from aiohttp import web

from app.sandbox.gateway import Gateway
from app.sandbox.misbehaviour import Plan

GATEWAY: web.AppKey[Gateway] = web.AppKey("gateway", Gateway)
HTML_PAGE = "<!DOCTYPE html><html><head><title>Please wait</title></head><body><h1>One moment</h1></body></html>"

HttpCall = Callable[[web.Request], Awaitable[web.StreamResponse]]


class RefusalError(Exception):
    """A request is refused: status, code, a sentence, and the field that is wrong if there is one."""

    def __init__(self, status: int, code: str, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.field = field


def refusal(error: RefusalError) -> web.Response:
    """Return the answer of the contract for a refusal."""
    body = {"code": error.code, "message": error.message}
    if error.field is not None:
        body["field"] = error.field
    return web.json_response({"error": body}, status=error.status)


@web.middleware
async def speak_json(request: web.Request, handler: HttpCall) -> web.StreamResponse:
    """Turn refusals, and what the router refuses, into the error object of the contract."""
    try:
        return await handler(request)
    except RefusalError as error:
        return refusal(error)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        codes = {404: "not_found", 413: "too_large"}
        return refusal(RefusalError(error.status, codes.get(error.status, "bad_request"), error.reason))


@web.middleware
async def demand_token(request: web.Request, handler: HttpCall) -> web.StreamResponse:
    """Let only the holder of the token below /v1 and /control."""
    if request.path.startswith(("/v1/", "/control/")):
        expected = f"Bearer {request.app[GATEWAY].settings.token}"
        given = request.headers.get("Authorization", "")
        if not hmac.compare_digest(expected.encode(), given.encode(errors="surrogateescape")):
            raise RefusalError(401, "unauthorized", "a valid token is required")
    return await handler(request)


@web.middleware
async def misbehave_as_api(request: web.Request, handler: HttpCall) -> web.StreamResponse:
    """Play the faults of the scope `api` on calls below /v1; sends and the log are left out."""
    name = request.path.rpartition("/")[2]
    if not request.path.startswith("/v1/") or name == "log" or (name == "messages" and request.method == "POST"):
        return await handler(request)
    plan = request.app[GATEWAY].plan("api", f"{request.method} {request.path}")
    early = await fault_before(request, plan)
    return early if early is not None else fault_after(request, plan, await handler(request))


async def fault_before(request: web.Request, plan: Plan) -> web.StreamResponse | None:
    """Wait, cut or answer instead of the call, as the plan says; None if the call is to go on."""
    gateway = request.app[GATEWAY]
    await gateway.pause(plan.delay_s)
    if plan.fault == "hang":
        await gateway.pause(plan.argument)
    if plan.fault in ("hang", "drop"):
        return cut(request)
    return None if plan.status is None else _http_fault(plan.status, plan.argument)


def fault_after(request: web.Request, plan: Plan, answer: web.StreamResponse) -> web.StreamResponse:
    """Spoil the answer of a call that was done, as the plan says."""
    if plan.fault == "lose_answer":
        return cut(request)
    if plan.fault == "html":
        return web.Response(text=HTML_PAGE, content_type="text/html")
    if plan.fault == "empty":
        return web.Response(body=b"")
    if plan.fault == "truncate" and isinstance(answer, web.Response) and isinstance(answer.body, bytes):
        return web.Response(body=answer.body[: len(answer.body) // 2], content_type="application/json")
    return answer


def cut(request: web.Request) -> web.Response:
    """Cut the connection; the response that is returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _http_fault(status: int, retry_after_s: float) -> web.Response:
    code = "rate_limited" if status == 429 else "misbehaviour"
    answer = refusal(RefusalError(status, code, "the gateway was told to misbehave"))
    if status == 429 or retry_after_s:
        answer.headers["Retry-After"] = f"{retry_after_s:.0f}"
    return answer
