"""A client with a sandbox number and files to play with, for tests that go through a real gateway."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.support import samples
from tests.support.cli import Acervo
from tests.support.sandbox import SandboxProcess

CUSTOMER = "5511988887777"
REF = "1/demo"


class Station:
    """The program, a gateway, and instance 1/demo between them.

    Attributes:
        number: of the instance, one that no other test of the gateway has.
    """

    def __init__(self, acervo: Acervo, gateway: SandboxProcess, folder: Path, number: str) -> None:
        self.acervo = acervo
        self.gateway = gateway
        self.folder = folder
        self.number = number
        acervo.client("Padaria Sol")
        acervo.instance(
            REF, "--base-url", gateway.url, "--number", f"+{number}", provider="sandbox",
            credentials={"token": gateway.token},
        )  # fmt: skip

    def file(self, name: str, content: bytes) -> Path:
        """Write a file of the customer's."""
        path = self.folder / name
        path.write_bytes(content)
        return path

    def deliver(self, name: str, content: bytes, type: str, mime: str, **more: Any) -> Path:
        """Let the customer send a file."""
        path = self.file(name, content)
        self.gateway.deliver(self.number, file_path=str(path), file_name=name, type=type, mime=mime, **more)
        return path

    def deliver_three(self) -> list[Path]:
        """Let the customer send a photo, a paper and a voice note."""
        return [
            self.deliver("foto.jpg", samples.jpeg(), "image", "image/jpeg", caption="a vitrine", at=1_750_000_000),
            self.deliver("recibo.pdf", samples.pdf(2), "document", "application/pdf", at=1_750_000_100),
            self.deliver("áudio.ogg", samples.voice(), "audio", "audio/ogg; codecs=opus", voice=True, at=1_760_000_000),
        ]

    def ingest(self) -> dict[str, Any]:
        """Take all that the gateway has ever told."""
        events, _cursor = self.gateway.events(self.number)
        return self.acervo.run("ingest", REF, "-", stdin="\n".join(json.dumps(event) for event in events))
