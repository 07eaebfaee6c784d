"""Runs the command line as a user does: `python -m app …` as a process, with a data folder and keychain of its own."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).parents[2]
KEYRING = "tests.support.file_keyring.FileKeyring"
NO_KEYRING = "keyring.backends.fail.Keyring"
RUN_TIMEOUT_S = 110.0

Json = dict[str, Any]


@dataclass(frozen=True)
class Ended:
    """What a run left behind."""

    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Json:
        """Return the one JSON object on stdout, and fail where there is anything else."""
        found = json.loads(self.stdout)
        assert isinstance(found, dict)
        return found


class Acervo:
    """The program on one data folder.

    Args:
        keyring: what `PYTHON_KEYRING_BACKEND` says.
        lang: what `ACERVO_LANG` says.
        environment: more variables.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        keyring: str = KEYRING,
        lang: str = "en",
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.data_dir = data_dir
        self.keyring_dir = data_dir.with_name(f"{data_dir.name}-keyring")
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ACERVO_")},
            "ACERVO_DATA_DIR": str(data_dir),
            "ACERVO_LANG": lang,
            "ACERVO_TEST_KEYRING": str(self.keyring_dir),
            "PYTHONPATH": str(ROOT),
            "PYTHON_KEYRING_BACKEND": keyring,
            **(environment or {}),
        }

    def run(self, *arguments: object, stdin: str | bytes | None = None, expect: int = 0) -> Json:
        """Run a verb with `--json` and return its object; the exit code must be `expect`."""
        return self.call("--json", *arguments, stdin=stdin, expect=expect).json

    def call(self, *arguments: object, stdin: str | bytes | None = None, expect: int | None = 0) -> Ended:
        """Run a verb as it is written; no traceback may come out of it. `expect` None takes every exit code."""
        given = stdin.encode() if isinstance(stdin, str) else stdin
        ended = subprocess.run(
            self._command(arguments),
            cwd=ROOT,
            env=self.environment,
            input=given if given is not None else b"",
            capture_output=True,
            timeout=RUN_TIMEOUT_S,
            check=False,
        )
        out, err = ended.stdout.decode(), ended.stderr.decode()
        told = f"acervo {' '.join(map(str, arguments))} ended with {ended.returncode}\n{out}\n{err}"
        assert expect is None or ended.returncode == expect, told
        assert "Traceback" not in err, told
        return Ended(ended.returncode, out, err)

    def start(self, *arguments: object, stdin: str | None = None) -> Running:
        """Start a verb with `--json` and leave it running: `with acervo.start("listen") as listening: …`."""
        group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP} if sys.platform == "win32" else {}
        process = subprocess.Popen(
            self._command(("--json", *arguments)),
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **group,
        )
        assert process.stdin is not None
        process.stdin.write((stdin or "").encode())
        process.stdin.close()
        return Running(process)

    def client(self, name: str = "Padaria Sol") -> int:
        """Add a client and return its id."""
        return int(self.run("client", "add", name)["client"]["id"])

    def instance(
        self, ref: str, *options: object, provider: str, credentials: Mapping[str, str], expect: int = 0
    ) -> Json:
        """Add an instance with credentials."""
        more = ("--provider", provider, *options, "--credentials-stdin")
        return self.run("instance", "add", ref, *more, stdin=json.dumps(dict(credentials)), expect=expect)

    def _command(self, arguments: Sequence[object]) -> list[str]:
        return [sys.executable, "-m", "app", *map(str, arguments)]


class Running:
    """A verb that goes on until it is stopped, and the JSON lines that it writes."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process
        self._lines: queue.Queue[Json | None] = queue.Queue()
        self._said: list[str] = []
        self.seen: list[Json] = []
        self._threads = [threading.Thread(target=self._read), threading.Thread(target=self._hear)]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Running:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        code = self.stop()
        if kind is None:
            assert code == 0, f"ended with {code}:\n{self.stderr}"

    @property
    def stderr(self) -> str:
        """Return what it said so far beside its answer."""
        return "".join(self._said)

    def wait_for(self, event: str, *, count: int = 1, timeout_s: float = 60.0, **fields: object) -> list[Json]:
        """Return the first `count` events of a name with these fields, those seen before included."""
        found = [one for one in self.seen if _fits(one, event, fields)]
        while len(found) < count:
            try:
                line = self._lines.get(timeout=timeout_s)
            except queue.Empty:
                line = None
            assert line is not None, f"no {event} {fields} came; seen: {self.seen}\n{self.stderr}"
            self.seen.append(line)
            found += [line] if _fits(line, event, fields) else []
        return found[:count]

    def stop(self, number: int | None = None) -> int:
        """Ask it, by its id, to end (SIGTERM unless told otherwise) and return its exit code."""
        if self.process.poll() is None:
            default = signal.CTRL_BREAK_EVENT if sys.platform == "win32" else signal.SIGTERM
            self.process.send_signal(default if number is None else number)
        return self.ended()

    def kill(self) -> None:
        """End it without warning, as a crash would."""
        self.process.kill()
        self.ended()

    def ended(self, timeout_s: float = 60.0) -> int:
        """Wait for its end and return its exit code."""
        try:
            self.process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        finally:
            for thread in self._threads:
                thread.join()
            for stream in (self.process.stdout, self.process.stderr):
                if stream is not None:
                    stream.close()
        return self.process.returncode

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(json.loads(line))
        self._lines.put(None)

    def _hear(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._said.append(line.decode(errors="replace"))


def _fits(line: Json, event: str, fields: Mapping[str, object]) -> bool:
    return line.get("event") == event and all(line.get(name) == value for name, value in fields.items())
