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

from app.cli.demo_media import Sample
from app.domain.errors import AcervoError
from app.texts import _

STOP_S = 10.0
_CALL_S = 20.0
_TOKEN_VARIABLE = "ACERVO_SANDBOX_TOKEN"  # noqa: S105 - the name of the variable


class DemoError(AcervoError):
    """Something that the demo shows did not happen."""


class DemoGateway:
    """A running gateway of our own: `with DemoGateway(seed=7) as gateway: …`.

    Attributes:
        url: where it is.
        token: what it asks its callers for.
    """

    def __init__(self, folder: Path, *, seed: int) -> None:
        self.token = secrets.token_urlsafe(24)
        self.url = ""
        self._said = (folder / "gateway.txt").open("w+b")
        command = [sys.executable, "-m", "app.sandbox", "--json", "--seed", str(seed), "--tick-delay-s", "0.3"]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._said,
            env=_environment(self.token),
        )
        self._port = 0

    def __enter__(self) -> DemoGateway:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self.stop()
            raise DemoError(_("The gateway did not start."))
        where = json.loads(line)["sandbox"]
        self.url, self._port = str(where["url"]), int(where["port"])
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.stop()

    def deliver(self, number: str, sender: str, sample: Sample, *, name: str) -> None:
        """Let a customer send a file."""
        wish = {
            "from": sender,
            "name": name,
            "type": sample.type,
            "file_path": str(sample.path),
            "file_name": sample.path.name,
            "mime": sample.mime,
            "voice": sample.voice,
        }
        self._call("POST", f"/control/{number}/deliver", wish)

    def say(self, number: str, sender: str, text: str, *, name: str) -> None:
        """Let a customer send a text."""
        self._call("POST", f"/control/{number}/deliver", {"from": sender, "name": name, "type": "text", "text": text})

    def misbehave(self, spec: str) -> None:
        """Misbehave by a specification from now on; "" behaves."""
        self._call("POST", "/control/misbehave", {"spec": spec})

    def received(self, number: str, message_id: str) -> bytes:
        """Return the bytes that arrived at the other end with a message."""
        return self._call("GET", f"/control/{number}/received/{message_id}", None)

    def stop(self) -> None:
        """End the process and wait for it."""
        if self._process.poll() is None:
            self._process.terminate()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._said.close()

    def _call(self, method: str, path: str, body: dict[str, Any] | None) -> bytes:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        text = None if body is None else json.dumps(body)
        with closing(HTTPConnection("127.0.0.1", self._port, timeout=_CALL_S)) as connection:
            connection.request(method, path, text, headers)
            answer = connection.getresponse()
            found = answer.read()
        if answer.status != HTTPStatus.OK:
            raise DemoError(_("The gateway answered with {status}.").format(status=answer.status))
        return found


def _environment(token: str) -> dict[str, str]:
    return {**os.environ, _TOKEN_VARIABLE: token}
