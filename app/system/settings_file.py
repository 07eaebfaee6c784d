"""The window's settings in one small JSON file of the data folder, written whole and swapped into place."""

from __future__ import annotations

import copy
import json
import logging
import os
from pathlib import Path
from typing import Any, TypeVar

from app.services.settings import Setting

T = TypeVar("T")

NAME = "window.json"
"""Of the file, in the data folder."""

_log = logging.getLogger("app.settings")
_LARGEST_BYTES = 1_000_000


class SettingsFile:
    """`UiSettings` in a file. A file that is damaged or absent means defaults; keys of newer versions are kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._values = _read(path)
        self._changed = False

    def get(self, setting: Setting[T]) -> T:
        """Return the kept value if it fits its declaration, else the default."""
        if setting.key not in self._values:
            return copy.copy(setting.default)
        return copy.copy(setting.checked(self._values[setting.key]))

    def put(self, setting: Setting[T], value: T) -> None:
        """Keep a value."""
        checked = setting.checked(value)
        if setting.key not in self._values or self._values[setting.key] != checked:
            self._values[setting.key] = copy.copy(checked)
            self._changed = True

    def save(self) -> None:
        """Write the file if anything changed since the last time."""
        if not self._changed:
            return
        new = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        try:
            new.write_text(json.dumps(self._values, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
            new.replace(self._path)
        except OSError as error:
            _log.warning("settings_not_saved", extra={"error": error.strerror})
            return
        self._changed = False


def _read(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise ValueError("larger than settings can be")
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        _log.warning("settings_unreadable", extra={"error": type(error).__name__})
        return {}
    return values if isinstance(values, dict) else {}
