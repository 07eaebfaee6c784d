"""The sentences of one language, read when the first one is asked for."""

from __future__ import annotations

import gettext
from importlib import resources
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path
from threading import Lock

DOMAIN = "acervo"
_CHECKOUT = Path(__file__).parents[2]


class Texts:
    """One language's catalogue.

    Attributes:
        language: `pt_BR`, `es` or `en`.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._read: gettext.NullTranslations | None = None
        self._reading = Lock()

    def sentence(self, sentence: str) -> str:
        """Return the translation, the English sentence where there is none."""
        return self._catalogue().gettext(sentence) if sentence else ""

    def counted(self, singular: str, plural: str, count: int) -> str:
        """Return the translated form for `count`."""
        return self._catalogue().ngettext(singular, plural, count)

    def _catalogue(self) -> gettext.NullTranslations:
        if self._read is None:
            with self._reading:
                self._read = self._read or _read(self.language)
        return self._read


def folder() -> Traversable:
    """Return the folder of the catalogues: inside the installed package, else of the source checkout."""
    installed = resources.files("app") / "resources" / "i18n"
    return installed if installed.is_dir() else _CHECKOUT / "resources" / "i18n"


def _read(language: str) -> gettext.NullTranslations:
    """Return a compiled catalogue, else compile the text in memory; English needs none."""
    place = folder() / language / "LC_MESSAGES"
    compiled, text = place / f"{DOMAIN}.mo", place / f"{DOMAIN}.po"
    if compiled.is_file():
        return gettext.GNUTranslations(BytesIO(compiled.read_bytes()))
    if text.is_file():
        return gettext.GNUTranslations(BytesIO(compile_po(text.read_bytes())))
    return gettext.NullTranslations()


def compile_po(text: bytes) -> bytes:
    """Return the binary form of a catalogue; unfinished (fuzzy) entries are left out."""
    from babel.messages import mofile, pofile

    binary = BytesIO()
    mofile.write_mo(binary, pofile.read_po(BytesIO(text), domain=DOMAIN))
    return binary.getvalue()
