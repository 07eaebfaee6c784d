"""Starts the sandbox gateway for the demo and pulls the strings behind its stage."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

STOP_S = 10.0
_CALL_S = 20.0
_TOKEN_VARIABLE = "ACERVO_SANDBOX_TOKEN"  # noqa: S105 - the name of the variable


class GatewayError(Exception):
    """The gateway did not do what the demo asked of it."""


class Strings:
    """Speaks to a running gateway; usable from any process.

    Args:
        url: where it is.
        token: what it asks its callers for.
    """

    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = url, token
        self._port = urlsplit(url).port or 80

    def deliver(self, number: str, wish: dict[str, Any]) -> None:
        """Let a message arrive, or the number's own phone send one."""
        self.call("POST", f"/control/{number}/deliver", wish)

    def misbehave(self, spec: str) -> None:
        """Misbehave by a specification from now on; "" behaves."""
        self.call("POST", "/control/misbehave", {"spec": spec})

    def connect(self, number: str, *, connected: bool) -> None:
        """Let a number's phone come or go."""
        self.call("POST", f"/control/{number}/connection", {"connected": connected})

    def stop(self) -> None:
        """Ask the gateway to end."""
        self.call("POST", "/control/stop", {})

    def call(self, method: str, path: str, body: dict[str, Any] | None) -> bytes:
        """Send one request.

        Raises:
            GatewayError: it was refused.
            OSError: nobody answers.
        """
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        text = None if body is None else json.dumps(body)
        with closing(HTTPConnection("127.0.0.1", self._port, timeout=_CALL_S)) as connection:
            connection.request(method, path, text, headers)
            answer = connection.getresponse()
            found = answer.read()
        if answer.status != HTTPStatus.OK:
            raise GatewayError(f"{path.rpartition('/')[2]} was answered with {answer.status}")
        return found


class DemoGateway:
    """The gateway as a process of its own: `with DemoGateway(folder, seed=20) as gateway: …`.

    Attributes:
        strings: to speak to it.
    """

    strings: Strings

    def __init__(self, folder: Path, *, seed: int) -> None:
        self._folder, self._seed = folder, seed
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> DemoGateway:
        token = secrets.token_urlsafe(24)
        command = [sys.executable, "-m", "app.sandbox", "--json", "--seed", str(self._seed), "--tick-delay-s", "0.4"]
        with (self._folder / "gateway.txt").open("wb") as said:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
                env={**os.environ, _TOKEN_VARIABLE: token},
                # Ctrl+C in the terminal is for the window, which then ends the gateway itself.
                start_new_session=True,
            )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self.stop()
            raise GatewayError("it did not start")
        self.strings = Strings(str(json.loads(line)["sandbox"]["url"]), token)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End the process and wait for it."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()
