"""The project's own files, as the rules in this folder read them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
APP = REPOSITORY / "app"
RESOURCES = REPOSITORY / "resources"
PACKAGING = REPOSITORY / "packaging"
TESTS = REPOSITORY / "tests"

# What .gitignore names: made by tools, never committed.
MADE_BY_TOOLS = {
    *(".git", ".venv", "__pycache__", "build", "dist", ".benchmarks"),
    *(".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache"),
}


def files(folder: Path) -> Iterator[Path]:
    """Yield every file below a folder that a person wrote, in a fixed order."""
    for entry in sorted(folder.iterdir()):
        if entry.name in MADE_BY_TOOLS or entry.suffix == ".egg-info":
            continue
        if entry.is_dir():
            yield from files(entry)
        else:
            yield entry


def python_files(*folders: Path) -> list[Path]:
    """Return the Python files below some folders; a folder that is not there has none."""
    return [file for folder in folders if folder.is_dir() for file in files(folder) if file.suffix == ".py"]


def shown(file: Path) -> str:
    """Return a path as it is written in a message: from the repository's folder, with slashes."""
    return file.relative_to(REPOSITORY).as_posix()


def text_of(file: Path) -> str | None:
    """Return a file's text, or None for one that is no text."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None
