"""Which of the three languages to speak: the one asked for, else `ACERVO_LANG`, else the system's, else English."""

from __future__ import annotations

import os
import plistlib
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

LANGUAGES = ("pt_BR", "es", "en")
_BY_PREFIX = {"pt": "pt_BR", "es": "es", "en": "en"}
_CODE = re.compile(r"([A-Za-z]{2,3})(?![A-Za-z])")
_GETTEXT_NAMES = ("LC_ALL", "LC_MESSAGES", "LANG")


def matching(code: str | None) -> str | None:
    """Return the language that a code in any usual spelling means, None where there is no catalogue for it."""
    found = _CODE.match((code or "").strip())
    return _BY_PREFIX.get(found.group(1).lower()) if found else None


def choose(code: str | None, *, environment: Mapping[str, str] | None = None) -> str:
    """Return the language to speak.

    Args:
        code: what was asked for explicitly, None where nothing was.
        environment: in place of the process's own.
    """
    variables = os.environ if environment is None else environment
    asked = matching(code) or matching(variables.get("ACERVO_LANG"))
    return asked or _first(system_codes(variables)) or "en"


def system_codes(environment: Mapping[str, str]) -> list[str]:
    """Return the system's languages, most wanted first: a terminal's variables, else what the desktop was set to."""
    return _from_variables(environment) or _from_desktop()


def _first(codes: Iterable[str]) -> str | None:
    """Return the language for the most wanted code. A wish that we cannot fulfil is English, not the second wish."""
    return next((matching(code) or "en" for code in codes), None)


def _from_variables(environment: Mapping[str, str]) -> list[str]:
    locale = next((environment[name] for name in _GETTEXT_NAMES if environment.get(name)), "")
    if not locale or locale.partition(".")[0] in ("C", "POSIX"):
        return []
    return [*filter(None, environment.get("LANGUAGE", "").split(":")), locale]


def _from_desktop() -> list[str]:
    if sys.platform == "win32":
        return _from_windows()
    if sys.platform == "darwin":
        return _from_macos(Path.home() / "Library/Preferences/.GlobalPreferences.plist")
    return []


def _from_windows() -> list[str]:
    """Return the language that Windows shows its own menus in."""
    if sys.platform != "win32":
        return []
    import ctypes
    import locale

    return [locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")]


def _from_macos(preferences: Path) -> list[str]:
    """Return the languages of System Settings; a program started from the Dock has no variables to tell them."""
    try:
        wanted = plistlib.loads(preferences.read_bytes()).get("AppleLanguages", [])
    except (OSError, ValueError, plistlib.InvalidFileException):
        return []
    return [code for code in wanted if isinstance(code, str)]
