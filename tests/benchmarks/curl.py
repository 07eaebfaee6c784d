"""What curl needs for the same transfer; where there is no curl, a plain socket stands in."""

from __future__ import annotations

import http.client
import shutil
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

_BLOCK_BYTES = 256 * 1024
NAME = "curl" if shutil.which("curl") else "a bare socket (no curl here)"


def download_s(url: str, target: Path) -> float:
    """Fetch a body into a file and return the seconds that the transfer took."""
    if shutil.which("curl"):
        return _curl("-o", str(target), url)
    return _by_hand(url, None, target)


def upload_s(url: str, body: Path, content_type: str) -> float:
    """Post a file as it is and return the seconds that the transfer took."""
    if shutil.which("curl"):
        # Without `Expect`, which would cost a round trip that our side does not make either.
        headers = ("-H", f"Content-Type: {content_type}", "-H", "Expect:")
        return _curl("-X", "POST", *headers, "-T", str(body), "-o", str(body.with_suffix(".answer")), url)
    return _by_hand(url, body, body.with_suffix(".answer"))


def _curl(*arguments: str) -> float:
    command = ["curl", "-s", "-S", "--fail", "--noproxy", "*", "-w", "%{time_total}", *arguments]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def _by_hand(url: str, body: Path | None, target: Path) -> float:
    parts, started = urlsplit(url), time.perf_counter()
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
    path = f"{parts.path}?{parts.query}"
    if body is None:
        connection.request("GET", path)
    else:
        connection.putrequest("POST", path)
        connection.putheader("Content-Length", str(body.stat().st_size))
        connection.endheaders()
        with body.open("rb") as source:
            while block := source.read(_BLOCK_BYTES):
                connection.send(block)
    with target.open("wb") as sink:
        shutil.copyfileobj(connection.getresponse(), sink, _BLOCK_BYTES)
    connection.close()
    return time.perf_counter() - started
