"""Starts the sandbox gateway as the process of its own that it is, and speaks to it over HTTP."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import requests

ROOT = Path(__file__).parents[2]
TOKEN = "sandbox-token-of-the-tests"
BOUNDARY = "acervo-tests-boundary"
STOP_TIMEOUT_S = 15.0
HTTP_TIMEOUT_S = 30.0

Json = dict[str, Any]


class MultipartBody:
    """A sized, streamed multipart body: `meta`, then `file` in blocks of 256 KiB."""

    def __init__(self, meta: Json, file: Path, *, boundary: str = BOUNDARY) -> None:
        self._file = file
        self._head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="meta"\r\n'
            f"Content-Type: application/json\r\n\r\n{json.dumps(meta)}\r\n"
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="file"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        self._tail = f"\r\n--{boundary}--\r\n".encode()
        self.headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}

    def __len__(self) -> int:
        return len(self._head) + self._file.stat().st_size + len(self._tail)

    def __iter__(self) -> Iterator[bytes]:
        yield self._head
        with self._file.open("rb") as file:
            while block := file.read(256 * 1024):
                yield block
        yield self._tail


class SandboxProcess:
    """A running gateway: `with SandboxProcess(seed=1, misbehave="media.http_500=0.1") as sandbox: ...`.

    Leaving stops it and fails if it wrote anything to stderr or did not end well.

    Attributes:
        url: `http://127.0.0.1:PORT`.
        token: for `Authorization: Bearer`.
        pid: of the process.
    """

    def __init__(
        self,
        *,
        seed: int = 1,
        misbehave: str = "",
        state_dir: Path | None = None,
        port: int = 0,
        tick_delay_s: float = 0.01,
        arguments: Sequence[str] = (),
    ) -> None:
        self._command = [sys.executable, "-m", "app.sandbox", "--json", "--port", str(port), "--seed", str(seed)]
        self._command += ["--misbehave", misbehave, "--tick-delay-s", str(tick_delay_s), *arguments]
        if state_dir is not None:
            self._command += ["--state", str(state_dir)]
        self._process: subprocess.Popen[bytes] | None = None
        self._stderr: IO[bytes] | None = None
        self._session = requests.Session()
        self._session.trust_env = False
        self.url = ""
        self.token = ""
        self.port = 0

    def __enter__(self) -> SandboxProcess:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        said = self.stop()
        if kind is None:
            assert said == "", f"the gateway wrote to stderr:\n{said}"

    @property
    def pid(self) -> int:
        assert self._process is not None, "the gateway was not started"
        return self._process.pid

    def start(self) -> SandboxProcess:
        """Start the process and wait for its first line."""
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `_ended`
        self._process = subprocess.Popen(
            self._command,
            cwd=ROOT,
            env={**os.environ, "ACERVO_SANDBOX_TOKEN": TOKEN},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._stderr,
            creationflags=_own_group(),
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, f"the gateway did not start:\n{self._ended(STOP_TIMEOUT_S)}"
        where = json.loads(line)["sandbox"]
        self.url, self.token, self.port = where["url"], where["token"], where["port"]
        return self

    def stop(self) -> str:
        """Ask the process, by its id, to end; return what it wrote to stderr. A process that ended is left alone."""
        if self._process is None:
            return ""
        if self._process.poll() is None:
            self._process.send_signal(_end_signal())
        said = self._ended(STOP_TIMEOUT_S)
        assert self._process.returncode == 0, f"the gateway ended with {self._process.returncode}:\n{said}"
        self._process = None
        return said

    def kill(self) -> None:
        """Kill the process without warning, as a crash would."""
        assert self._process is not None
        self._process.kill()
        self._ended(STOP_TIMEOUT_S)
        self._process = None

    def call(self, method: str, path: str, **options: Any) -> requests.Response:
        """Send one request with the token; `path` begins with /v1 or /control."""
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        options.setdefault("timeout", HTTP_TIMEOUT_S)
        return self._session.request(method, f"{self.url}{path}", headers=headers, **options)

    def deliver(self, number: str, **wish: Any) -> list[Json]:
        """Let a message arrive at `number`; `from_` stands for `from`. Return the events."""
        if "from_" in wish:
            wish["from"] = wish.pop("from_")
        wish.setdefault("from", "5511988887777")
        events: list[Json] = self._json("POST", f"/control/{number}/deliver", json=wish)["events"]
        return events

    def populate(self, number: str, messages: int, **wish: Any) -> Json:
        """Fill `number` with many messages."""
        return self._json("POST", f"/control/{number}/populate", json={"messages": messages, **wish})

    def log(self, number: str) -> list[Json]:
        """Return every message that the gateway ever took from `number`."""
        messages: list[Json] = self._json("GET", f"/v1/numbers/{number}/log")["messages"]
        return messages

    def events(self, number: str, *, after: str = "", limit: int = 1000, wait_s: float = 0) -> tuple[list[Json], str]:
        """Return a page of the history and the next cursor."""
        page = self._json(
            "GET", f"/v1/numbers/{number}/events", params={"after": after, "limit": limit, "wait_s": wait_s}
        )
        return page["events"], page["next"]

    def wait_for_events(self, number: str, count: int) -> list[Json]:
        """Return the history once it has at least `count` events."""
        found: list[Json] = []
        cursor = ""
        while len(found) < count:
            events, cursor = self.events(number, after=cursor, wait_s=10)
            assert events, f"only {len(found)} of {count} events came"
            found += events
        return found

    def send_text(self, number: str, to: str, text: str, **fields: Any) -> requests.Response:
        """Send a text."""
        body = {"to": to, "type": "text", "text": text, **fields}
        return self.call("POST", f"/v1/numbers/{number}/messages", json=body)

    def send_file(self, number: str, to: str, file: Path, **fields: Any) -> requests.Response:
        """Send a file, streamed; as a document unless `type` says otherwise."""
        meta = {"to": to, "type": "document", "mime": "application/pdf", "size": file.stat().st_size, **fields}
        body = MultipartBody(meta, file)
        return self.call("POST", f"/v1/numbers/{number}/messages", data=body, headers=body.headers)

    def fetch(self, direct_path: str, **options: Any) -> requests.Response:
        """Get from the media host, without a token."""
        options.setdefault("timeout", HTTP_TIMEOUT_S)
        return self._session.get(f"{self.url}{direct_path}", **options)

    def wait_for_deliveries(self, number: str, count: int, timeout_s: float = 20.0) -> None:
        """Wait until the gateway knows that `count` events of `number` were accepted by a webhook."""
        deadline = time.monotonic() + timeout_s
        while self.stats()["numbers"][number]["delivered"] < count:
            assert time.monotonic() < deadline, f"{count} events were not delivered in time"
            time.sleep(0.01)

    def set_webhook(self, number: str, url: str | None) -> None:
        """Let the events of `number` go to `url`."""
        self._json("PUT", f"/v1/numbers/{number}/webhook", json={"url": url})

    def misbehave(self, spec: str) -> str:
        """Misbehave by `spec` from now on; return it as the gateway writes it."""
        written: str = self._json("POST", "/control/misbehave", json={"spec": spec})["spec"]
        return written

    def stats(self) -> Json:
        """Return the gateway's counters."""
        return self._json("GET", "/control/stats")

    def _json(self, method: str, path: str, **options: Any) -> Json:
        answer = self.call(method, path, **options)
        assert answer.status_code == 200, f"{answer.status_code}: {answer.text}"
        body: Json = answer.json()
        return body

    def _ended(self, timeout_s: float) -> str:
        assert self._process is not None and self._stderr is not None
        self._session.close()
        try:
            self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._stderr.seek(0)
        said = self._stderr.read().decode(errors="replace")
        self._stderr.close()
        return said


def _own_group() -> int:
    """Return the flag that lets Windows send Ctrl+Break to this process alone; nothing elsewhere."""
    if sys.platform == "win32":
        return subprocess.CREATE_NEW_PROCESS_GROUP
    return 0


def _end_signal() -> int:
    if sys.platform == "win32":
        return signal.CTRL_BREAK_EVENT
    return signal.SIGTERM


def types_of(events: Iterable[Json]) -> list[str]:
    """Return what each event is, ticks by their status: `["message", "sent", "delivered", "read"]`."""
    return [event["status"] if event["event"] == "status" else event["event"] for event in events]
