"""The files of the demo, made when they are first wanted, the same for the same seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.bootstrap.demo import papers, sounds
from app.bootstrap.demo.canvas import Dice, save_photo
from app.bootstrap.demo.scenes import SCENES

_FACES = ((255, 204, 51), (120, 200, 160), (240, 150, 160))
_STEMS = tuple(SCENES)
_PHOTOS = 48


@dataclass(frozen=True, slots=True)
class Item:
    """One file and how a customer sends it; `type` as the gateway names the kind."""

    path: Path
    type: str
    mime: str
    voice: bool = False


class Shelf:
    """Makes files in a folder."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder, self._seed = folder, seed

    def photo(self, number: int) -> Item:
        """Return one of the photos; some are copies of a screen, in PNG."""
        number %= _PHOTOS
        stem = _STEMS[number % len(_STEMS)]
        png = stem == "comprovante" and number % 2 == 0
        name = f"{stem}_{number:02}.{'png' if png else 'jpg'}"
        mime = "image/png" if png else "image/jpeg"
        return self._made(name, "image", mime, lambda path, dice: save_photo(SCENES[stem](dice), path))

    def voice(self, number: int) -> Item:
        """Return one of the voice notes, four to forty seconds long."""
        number %= 12
        seconds = 4.0 + (number * 11) % 39
        made = self._made(
            f"recado_{number:02}.ogg", "audio", "audio/ogg; codecs=opus", lambda path, dice: _voice(path, dice, seconds)
        )
        return Item(made.path, made.type, made.mime, voice=True)

    def song(self) -> Item:
        """Return a sound file that is no voice note."""
        return self._made(
            "gravacao.m4a", "audio", "audio/mp4", lambda path, dice: sounds.voice(path, dice, 14.0, codec="aac")
        )

    def film(self, number: int) -> Item:
        """Return one of the films."""
        number %= 4
        stem = ("entrega", "sofa", "vista", "caixas")[number]
        seconds = (8.0, 12.0, 18.0, 6.0)[number]
        return self._made(
            f"video_{stem}.mp4",
            "video",
            "video/mp4",
            lambda path, dice: sounds.film(path, SCENES[stem](dice), seconds),
        )

    def sticker(self, number: int) -> Item:
        """Return one of the stickers."""
        number %= len(_FACES)
        return self._made(
            f"figurinha_{number}.webp",
            "sticker",
            "image/webp",
            lambda path, _dice: sounds.sticker(path, _FACES[number]),
        )

    def paper(self, number: int) -> Item:
        """Return one of the documents."""
        name, mime, make = _PAPERS[number % len(_PAPERS)]
        return self._made(name, "document", mime, make)

    def disguised(self) -> Item:
        """Return a program that calls itself a photo."""
        return self._made(
            "foto_premiada.jpg", "image", "image/jpeg", lambda path, _dice: papers.program_in_disguise(path)
        )

    def _made(self, name: str, type: str, mime: str, make: Callable[[Path, Dice], None]) -> Item:
        path = self._folder / name
        if not path.exists():
            make(path, np.random.default_rng([self._seed, *name.encode()]))
        return Item(path, type, mime)


def _voice(path: Path, dice: Dice, seconds: float) -> None:
    sounds.voice(path, dice, seconds)


_PDF = "application/pdf"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_PAPERS: tuple[tuple[str, str, Callable[[Path, Dice], None]], ...] = (
    ("boleto_segunda_via_4102.pdf", _PDF, lambda path, dice: papers.slip(path, dice, 4102)),
    ("NF-e 5127.pdf", _PDF, lambda path, dice: papers.invoice(path, dice, 5127)),
    ("proposta_comercial_moveis_recepcao_cliente_final_rev3.pdf", _PDF, lambda p, dice: papers.proposal(p, dice, 15)),
    ("romaneio_20-11.xlsx", f"{_OFFICE}.spreadsheetml.sheet", papers.workbook),
    ("NF-e 8214.pdf", _PDF, lambda path, dice: papers.invoice(path, dice, 8214)),
    ("contrato.docx", f"{_OFFICE}.wordprocessingml.document", lambda path, _dice: papers.letter(path)),
    ("boleto_novembro.pdf", _PDF, lambda path, dice: papers.slip(path, dice, 1911)),
    ("pedidos.csv", "text/csv", papers.orders),
    ("orçamento montagem.pdf", _PDF, lambda path, dice: papers.proposal(path, dice, 3)),
)
