"""Build hook: compile the message catalogues and put `resources/` into the wheel as `app/resources`.

A checkout (an editable install) gets nothing: there the program reads `resources/` where it lies.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CataloguesBuildHook(BuildHookInterface[Any]):
    """Adds `resources/` with compiled catalogues to a wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every `.po` beside a copy of the resources, and include the copy by force."""
        if version == "editable":
            return
        self._copy = tempfile.TemporaryDirectory(prefix="acervo-resources-")
        resources = Path(self._copy.name, "resources")
        shutil.copytree(Path(self.root, "resources"), resources, ignore=shutil.ignore_patterns("screenshots"))
        compile_catalogues(resources / "i18n")
        build_data["force_include"][str(resources)] = "app/resources"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the copy."""
        if version != "editable":
            self._copy.cleanup()


def compile_catalogues(folder: Path) -> list[Path]:
    """Write a `.mo` beside every `.po` below the folder; return what was written."""
    written = []
    for source in sorted(folder.rglob("*.po")):
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parent.parent.name)
        target = source.with_suffix(".mo")
        with target.open("wb") as stream:
            write_mo(stream, catalogue)
        written.append(target)
    return written
