"""A strict stand-in for W-API, written from its contract alone: `python -m tests.support.wapi_gateway --state DIR`.

The first line of stdout is `{"wapi": {"url", "token", "instance_id", "port", "pid"}}`; it serves until a signal. It
imports nothing of the program, refuses unknown fields, checks base64, and writes every message that it takes to
`DIR/messages.ndjson`, synced before the answer leaves. A token that is shown where none is due is written to
`DIR/leaks.ndjson`.

Numbers that end in 0000 are not on WhatsApp. Those that end in 0009 are known there without the Brazilian ninth digit,
and a message to the other spelling is taken and swallowed (`reached` is false in the log), as W-API does.

Control, no token
    POST /control/fail   {"kind", "times"?, "path"?, "retry_after"?}; kinds: lose_answer (taken, then cut), cut_upload,
                         refused (500 and the envelope), bad_gateway (taken, then 502), unavailable (503), rate_limited,
                         unauthorized, too_large (before the body is read), html, no_id (both taken)
    POST /control/media  {"mediaKey", "directPath", "base64", "link"?}: what download-media has
    POST /control/state  {"connected"?, "phone"?}
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import os
import re
import signal
import sys
import threading
import time
import uuid
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

Json = dict[str, Any]

TOKEN = "wapi-token-of-the-tests"
PRO_ID = "AAAAAA-BBBBBB-CCCCCC"

SENDS: dict[str, tuple[set[str], set[str]]] = {
    "text": ({"message"}, set()),
    "image": ({"image"}, {"caption"}),
    "video": ({"video"}, {"caption"}),
    "audio": ({"audio"}, set()),
    "document": ({"document", "extension", "fileName"}, {"caption"}),
    "sticker": ({"sticker"}, set()),
}
COMMON = {"messageId", "delayMessage"}
_TO = re.compile(r"([0-9]{8,15}|[0-9-]{5,40}@g\.us|[0-9]{5,20}@lid)\Z")
_DATA = re.compile(r"data:([a-z0-9.+-]+/[a-z0-9.+-]+);base64,")
_WEBHOOK = re.compile(
    r"/v1/webhook/update-webhook-(received|delivery|message-status|connected|disconnected|chat-presence)\Z"
)


class RefusalError(Exception):
    """A status and the sentence of its envelope."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


class State:
    """What the gateway knows and is told to do."""

    def __init__(self, folder: Path, instance_id: str) -> None:
        self.folder = folder
        self.instance_id = instance_id
        self.lock = threading.Lock()
        self.failures: list[Json] = []
        self.media: dict[tuple[str, str], Json] = {}
        self.files: dict[str, bytes] = {}
        self.webhooks: dict[str, str] = {}
        self.connected = True
        self.phone = "5511900000001"
        self.url = ""
        self.received_bytes = 0

    def failure(self, path: str) -> Json:
        """Take the failure that this call is to meet, {} where it is to be well."""
        with self.lock:
            for failure in self.failures:
                if failure.get("path", path) == path and failure["times"] > 0:
                    failure["times"] -= 1
                    return failure
        return {}

    def write(self, name: str, entry: Json) -> None:
        """Append one line, on the disk before this returns."""
        with self.lock, (self.folder / name).open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")
            file.flush()
            os.fsync(file.fileno())


class Server(ThreadingHTTPServer):
    """One instance's gateway."""

    daemon_threads = True
    state: State

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients here hang up on purpose."""


class Session(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, format: str, *args: Any) -> None:
        """Write nothing: stdout is one line of JSON."""

    def handle_any(self) -> None:
        """Answer one request."""
        try:
            self._route()
        except RefusalError as error:
            self.answer(error.status, {"error": True, "message": error.message})

    do_GET = do_POST = do_PUT = handle_any

    def answer(self, status: int, body: Json | bytes, headers: Json | None = None) -> None:
        """Send a JSON object, or bytes as they are."""
        octets = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        self.send_response_only(status)
        kind = "text/html" if octets.startswith(b"<") else "application/json"
        for name, value in {"Content-Type": kind, "Content-Length": len(octets), **(headers or {})}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(octets)

    def cut(self) -> None:
        """End the connection without an answer."""
        self.close_connection = True

    def read(self, most: int | None = None) -> bytes:
        """Return the body; a body that ends early is nothing that was taken."""
        length = int(self.headers.get("Content-Length") or 0)
        if most is not None:
            self.rfile.read(min(length, most))
            self.cut()
            return b""
        body = b""
        parts = []
        while length and (body := self.rfile.read1(min(length, 1 << 20))):
            parts.append(body)
            length -= len(body)
            self.server.state.received_bytes += len(body)
        if length:
            raise ConnectionError("a body that ended early")
        return b"".join(parts)

    def _route(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        state = self.server.state
        if parts.path.startswith("/control/"):
            control(state, parts.path, json.loads(self.read() or b"{}"))
            self.answer(200, {"ok": True, "received_bytes": state.received_bytes})
        elif parts.path.startswith("/media/file/"):
            self._file(parts.path)
        else:
            self._api(parts.path, query)

    def _file(self, path: str) -> None:
        state = self.server.state
        if "Authorization" in self.headers:
            state.write("leaks.ndjson", {"path": path})
        body = state.files.get(path)
        self.answer(404, {"error": True, "message": "not found"}) if body is None else self.answer(200, body)

    def _api(self, path: str, query: Json) -> None:
        state = self.server.state
        failure = state.failure(path)
        kind = failure.get("kind", "")
        if kind == "too_large":
            self.answer(413, {"error": True, "message": "payload too large"}, {"Connection": "close"})
            return self.cut()
        if kind == "cut_upload":
            self.read(int(self.headers.get("Content-Length") or 0) // 2)
            return None
        body = self.read()
        if kind in ("refused", "unavailable", "rate_limited", "unauthorized"):
            return self._fail(kind, failure)
        if self.headers.get("Authorization") != f"Bearer {TOKEN}" or query.pop("instanceId", "") != state.instance_id:
            raise RefusalError(401, "instância ou token inválido")
        result = ROUTES.get((self.command, path), not_found)(state, query, body, path)
        if kind == "lose_answer":
            return self.cut()
        if kind == "bad_gateway":
            return self.answer(502, b"<html>bad gateway</html>")
        if kind == "html":
            return self.answer(200, b"<html></html>")
        return self.answer(200, {"insertedId": result.get("insertedId", "")} if kind == "no_id" else result)

    def _fail(self, kind: str, failure: Json) -> None:
        if kind == "refused":
            inner = {"error": True, "message": "Falha na operação."}
            self.answer(500, {"error": True, "message": {"error": False, "data": inner}})
        elif kind == "unauthorized":
            self.answer(401, {"error": True, "message": "token inválido"})
        else:
            status = 429 if kind == "rate_limited" else 503
            self.answer(status, {"message": kind}, {"Retry-After": failure.get("retry_after", 7)})


def control(state: State, path: str, body: Json) -> None:
    """Obey the test."""
    if path == "/control/fail":
        state.failures.append({"times": 1, **body})
    elif path == "/control/media":
        state.media[body["mediaKey"], body["directPath"]] = body
    elif path == "/control/state":
        state.connected = body.get("connected", state.connected)
        state.phone = body.get("phone", state.phone)


def send(state: State, _query: Json, body: bytes, path: str) -> Json:
    """POST message/send-…: check every field, write the message to the log, answer with its id."""
    kind = path.rpartition("send-")[2]
    if kind == "sticker" and state.instance_id.startswith("LITE-"):
        raise RefusalError(400, "recurso do plano PRO")
    fields = an_object(body)
    needed, optional = SENDS[kind]
    if "phone" not in fields:
        raise RefusalError(400, "O número de telefone ou ID do grupo é obrigatório")
    for name in fields.keys() - needed - optional - COMMON - {"phone"}:
        raise RefusalError(400, f"campo desconhecido: {name}")
    for name in needed | {"phone"}:
        if not isinstance(fields.get(name), str) or not fields[name]:
            raise RefusalError(400, f"campo obrigatório: {name}")
    if not _TO.match(fields["phone"]):
        raise RefusalError(400, "número inválido")
    entry: Json = {"at": time.time(), "messageId": f"3EB0{uuid.uuid4().hex[:16].upper()}", "kind": kind}
    entry |= {"reply_to" if name == "messageId" else name: fields[name] for name in fields if name != kind}
    entry["reached"] = reaches(fields["phone"])
    if kind != "text":
        entry |= file_facts(fields[kind])
    state.write("messages.ndjson", entry)
    return {"instanceId": state.instance_id, "messageId": entry["messageId"], "insertedId": uuid.uuid4().hex[:24]}


def file_facts(value: str) -> Json:
    """Return hash, size and type of a file given as a link or as base64."""
    if value.startswith("https://"):
        return {"link": value}
    prefix = _DATA.match(value)
    if not prefix:
        raise RefusalError(400, "arquivo inválido: use link https ou data:<mime>;base64,")
    try:
        octets = base64.b64decode(memoryview(value.encode())[prefix.end() :], validate=True)
    except binascii.Error:
        raise RefusalError(400, "base64 inválido") from None
    return {"mime": prefix.group(1), "size": len(octets), "sha256": hashlib.sha256(octets).hexdigest()}


def spelling(digits: str) -> str:
    """Return how WhatsApp spells a number."""
    old = digits.startswith("55") and len(digits) == 13 and digits.endswith("0009")
    return f"{digits[:4]}{digits[5:]}" if old else digits


def reaches(to: str) -> bool:
    """Tell whether a message gets anywhere; W-API takes the others too."""
    return "@" in to or (not to.endswith("0000") and spelling(to) == to)


def phone_exists(_state: State, query: Json, _body: bytes, _path: str) -> Json:
    """GET contacts/phone-exists?phoneNumber=."""
    digits = query.get("phoneNumber", "")
    if not re.fullmatch(r"[0-9]{8,15}", digits):
        raise RefusalError(400, "phoneNumber é obrigatório")
    if digits.endswith("0000"):
        return {"exists": False, "phoneNumber": digits, "lid": None}
    return {"exists": True, "phoneNumber": spelling(digits), "lid": f"9{digits[-10:]}@lid"}


def download_media(state: State, _query: Json, body: bytes, _path: str) -> Json:
    """POST message/download-media, the form {mediaKey, directPath, type, mimetype}."""
    fields = an_object(body)
    if set(fields) != {"mediaKey", "directPath", "type", "mimetype"}:
        raise RefusalError(400, "mediaKey, directPath, type e mimetype são obrigatórios")
    if fields["type"] not in ("image", "video", "audio", "document"):
        raise RefusalError(400, "type inválido")
    known = state.media.get((fields["mediaKey"], fields["directPath"]))
    if known is None or not state.connected:
        inner = {"error": True, "message": "Falha ao fazer o download do conteúdo."}
        raise RefusalError(500, {"error": False, "data": inner})  # type: ignore[arg-type]
    path = f"/media/file/{uuid.uuid4()}_{fields['type']}.{fields['mimetype'].partition('/')[2].partition(';')[0]}"
    state.files[path] = base64.b64decode(known["base64"])
    link = known.get("link", "{url}{path}").format(url=state.url, path=path)
    return {"error": False, "fileLink": link, "expires": int(time.time() * 1000) + 86_400_000}


def webhook(state: State, _query: Json, body: bytes, path: str) -> Json:
    """PUT webhook/update-webhook-…: only `{"value": URL}` is kept; other forms answer 200 and change nothing."""
    fields = an_object(body)
    if isinstance(fields.get("value"), str):
        state.webhooks[path.rpartition("webhook-")[2]] = fields["value"]
    return {"error": False, "message": "ok"}


def status(state: State, _query: Json, _body: bytes, _path: str) -> Json:
    """GET instance/status-instance."""
    return {"instanceId": state.instance_id, "connected": state.connected}


def instance(state: State, _query: Json, _body: bytes, _path: str) -> Json:
    """GET instance/fetch-instance."""
    return {"error": False, "connectedPhone": state.phone, "paymentStatus": "paid", "instanceName": "Loja"}


def device(state: State, _query: Json, _body: bytes, _path: str) -> Json:
    """GET instance/device."""
    return {"connectedPhone": state.phone, "name": "Loja"}


def not_found(state: State, query: Json, body: bytes, path: str) -> Json:
    """Everything else, save the webhooks' settings."""
    if _WEBHOOK.match(path):
        return webhook(state, query, body, path)
    raise RefusalError(404, "rota não encontrada")


def an_object(body: bytes) -> Json:
    """Return a body as an object, or refuse it."""
    try:
        fields = json.loads(body)
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        raise RefusalError(400, "corpo inválido")
    return fields


Route = Callable[[State, Json, bytes, str], Json]
ROUTES: dict[tuple[str, str], Route] = {
    **{("POST", f"/v1/message/send-{kind}"): send for kind in SENDS},
    ("POST", "/v1/message/download-media"): download_media,
    ("GET", "/v1/contacts/phone-exists"): phone_exists,
    ("GET", "/v1/instance/status-instance"): status,
    ("GET", "/v1/instance/fetch-instance"): instance,
    ("GET", "/v1/instance/device"): device,
}


def start(folder: Path, *, port: int = 0, instance_id: str = PRO_ID) -> Server:
    """Return a server that is bound and not serving yet."""
    server = Server(("127.0.0.1", port), Session)
    server.state = State(folder, instance_id)
    server.state.url = f"http://127.0.0.1:{server.server_address[1]}"
    return server


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--instance-id", default=PRO_ID)
    options = parser.parse_args()
    options.state.mkdir(parents=True, exist_ok=True)
    server = start(options.state, port=options.port, instance_id=options.instance_id)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    facts = {"url": f"{server.state.url}/v1", "token": TOKEN, "instance_id": options.instance_id}
    port = server.server_address[1]
    sys.stdout.write(json.dumps({"wapi": {**facts, "port": port, "pid": os.getpid()}}) + "\n")
    sys.stdout.flush()
    server.serve_forever(poll_interval=0.05)
    server.server_close()


if __name__ == "__main__":
    main()
