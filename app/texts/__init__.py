"""The face of the translated texts: pick a language once, then ask for sentences. gettext and Babel, without Qt.

Sentences are looked up by their English form; there is no catalogue for English. Nothing is read before the first
sentence is asked for.
"""

from __future__ import annotations

from app.texts.catalogue import Texts
from app.texts.choice import LANGUAGES, choose, matching

__all__ = ["LANGUAGES", "N_", "_", "language", "matching", "ngettext", "set_language"]

_texts: Texts | None = None


def set_language(code: str | None) -> str:
    """Choose the language of all texts from now on and return it (`pt_BR`, `es` or `en`).

    Args:
        code: in any usual spelling (`pt-BR`, `es_AR.UTF-8`). None, or a language that there is no catalogue for, leaves
            the choice to `ACERVO_LANG`, then to the system, then English. Ask `matching` first to refuse a wrong one.
    """
    global _texts
    _texts = Texts(choose(code))
    return _texts.language


def language() -> str:
    """Return the language in use: `pt_BR`, `es` or `en`."""
    return _current().language


def _(sentence: str) -> str:
    """Return a sentence in the language in use; fill its `{placeholders}` afterwards with `str.format`."""
    return _current().sentence(sentence)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of a sentence that fits `count`, in the language in use."""
    return _current().counted(singular, plural, count)


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for it
    """Mark a sentence of a table for the catalogues; the translation is asked for when it is shown."""
    return sentence


def _current() -> Texts:
    global _texts
    if _texts is None:
        _texts = Texts(choose(None))
    return _texts
