"""A server on loopback, in a process of its own, that is never the slow side: media host, W-API and sandbox in one.

It serves the files of a folder with `sendfile` and swallows what is sent to it, counting bytes only. The sandbox
gateway proper parses, hashes and writes what it gets, in Python; next to it neither curl nor Acervo would show how
fast they are. Run as a program: `loopback.py FOLDER` prints its port and serves until its standard input closes.
"""

from __future__ import annotations

import json
import secrets
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

_BLOCK_BYTES = 1 << 20
_STOP_S = 10.0


class _Conversation(socketserver.StreamRequestHandler):
    """One connection; requests follow each other on it."""

    disable_nagle_algorithm = True

    def handle(self) -> None:
        while (line := self.rfile.readline(65536)).strip():
            method, target, _version = line.decode("latin-1").split()
            fields = dict(self._fields())
            if method == "GET":
                self._get(target)
            else:
                self._swallow(fields)
                self._answer(_accepted(target))

    def _fields(self) -> Iterator[tuple[str, str]]:
        while line := self.rfile.readline(65536).strip():
            name, _, value = line.decode("latin-1").partition(":")
            yield name.lower(), value.strip()

    def _get(self, target: str) -> None:
        parts = urlsplit(target)
        file = Path(self.server.folder) / Path(parts.path).name  # type: ignore[attr-defined]
        if parts.path.startswith("/v/") and file.is_file():
            self._send_file(file)
        else:
            self._answer(_told(parts.path, parse_qs(parts.query)))

    def _send_file(self, file: Path) -> None:
        size_bytes = file.stat().st_size
        self.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: %d\r\n\r\n" % size_bytes
        )
        with file.open("rb") as body:
            self.connection.sendfile(body)

    def _swallow(self, fields: dict[str, str]) -> None:
        if fields.get("expect", "").lower() == "100-continue":
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        left, block = int(fields.get("content-length", "0")), memoryview(bytearray(_BLOCK_BYTES))
        while left:
            # The buffered reader may hold the body's beginning; large reads go past its buffer.
            got = self.rfile.readinto1(block[: min(left, _BLOCK_BYTES)])  # type: ignore[attr-defined]
            if not got:
                return
            left -= got

    def _answer(self, body: dict[str, object]) -> None:
        raw = json.dumps(body).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(raw)}\r\n\r\n"
        self.wfile.write(head.encode() + raw)


def _accepted(target: str) -> dict[str, object]:
    """Return what W-API and the sandbox say when they took a message; each reads its own field."""
    message_id = f"3EB0{secrets.token_hex(9).upper()}"
    return {"messageId": message_id, "insertedId": "1", "message_id": message_id, "status": "accepted"}


def _told(path: str, query: dict[str, list[str]]) -> dict[str, object]:
    phone = query.get("phoneNumber", [path.rpartition("/")[2]])[0]
    known = {"exists": True, "phoneNumber": phone, "phone": phone, "lid": None, "name": None, "blocked": False}
    return known | {"connected": True, "number": phone}


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Run the server on a free port over the files of a folder; yields `http://127.0.0.1:PORT`."""
    command = [sys.executable, str(Path(__file__).resolve()), str(folder)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None and process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.stdin.close()
        process.stdout.close()
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _serve(folder: str) -> None:
    with _Server(("127.0.0.1", 0), _Conversation) as server:
        server.folder = folder  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(server.server_address[1], flush=True)
        sys.stdin.read()
        server.shutdown()


if __name__ == "__main__":
    _serve(sys.argv[1])
