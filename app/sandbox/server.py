"""Runs one gateway on 127.0.0.1 until it is told to stop, and says where it is."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from aiohttp import web

from app.sandbox import api, control, media_host
from app.sandbox.answers import GATEWAY, demand_token, misbehave_as_api, speak_json
from app.sandbox.gateway import Gateway, Settings
from app.sandbox.sends import resume_sends

HOST = "127.0.0.1"
JSON_BODY_BYTES = 4 * 1024 * 1024
SHUTDOWN_S = 1.0


def application(gateway: Gateway) -> web.Application:
    """Return the HTTP side of `gateway`."""
    app = web.Application(middlewares=[speak_json, demand_token, misbehave_as_api], client_max_size=JSON_BODY_BYTES)
    app[GATEWAY] = gateway
    api.add_routes(app)
    control.add_routes(app)
    media_host.add_routes(app)
    return app


async def serve(settings: Settings, port: int, announce: Callable[[str], None]) -> None:
    """Serve on `port` (0: a free one) until a signal or `POST /control/stop`.

    Args:
        announce: takes the one line of JSON that says where the gateway is.

    Raises:
        OSError: the port or the state folder cannot be had.
        MisbehaviourError: the specification cannot be read.
    """
    gateway = Gateway(settings)
    # A second signal while the first is obeyed must not kill the process before its folder is gone.
    with _stopped_by_signal(gateway):
        runner = web.AppRunner(application(gateway), access_log=None, shutdown_timeout=SHUTDOWN_S)
        try:
            await runner.setup()
            await web.TCPSite(runner, HOST, port).start()
            await _run(gateway, runner.addresses[0][1], announce)
        finally:
            gateway.stopping.set()
            await runner.cleanup()
            await gateway.close()


async def _run(gateway: Gateway, port: int, announce: Callable[[str], None]) -> None:
    gateway.url = f"http://{HOST}:{port}"
    _resume(gateway)
    announce(greeting(gateway, port))
    await gateway.stopping.wait()


def greeting(gateway: Gateway, port: int) -> str:
    """Return the first line of stdout."""
    facts = {"url": gateway.url, "token": gateway.settings.token, "port": port}
    return json.dumps({"sandbox": facts | {"seed": gateway.settings.seed, "pid": os.getpid()}})


def _resume(gateway: Gateway) -> None:
    """Go on with deliveries and ticks that an earlier process left."""
    resume_sends(gateway)
    for number in list(gateway.numbers.values()):
        if number.subscription.url is not None:
            gateway.postman(number.number)


@contextmanager
def _stopped_by_signal(gateway: Gateway) -> Iterator[None]:
    """Stop `gateway` on Ctrl+C, SIGTERM and Ctrl+Break while inside; outside the main thread signals are left alone."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()

    def stop(_number: int, _frame: object) -> None:
        loop.call_soon_threadsafe(gateway.stopping.set)

    # signal.signal and not loop.add_signal_handler: the latter does not exist on Windows.
    names = ("SIGINT", "SIGTERM", "SIGBREAK")
    before = {number: signal.signal(number, stop) for name in names if (number := getattr(signal, name, None))}
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)


def say(line: str) -> None:
    """Write `line` to stdout at once; a process without stdout says nothing."""
    if sys.stdout is not None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
