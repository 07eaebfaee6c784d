"""What no file of the project may carry, and what the lock must be."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.tree import PACKAGING, REPOSITORY, files, shown, text_of

# Written in halves, so that this file passes its own rule.
REGISTRIES = [
    *("py" + "pi.org", "python" + "hosted.org", "registry.npm" + "js.org", "deb.deb" + "ian.org"),
    *("archive.ubun" + "tu.com", "conda.ana" + "conda.org"),
]
MACHINE_PATH = re.compile(r"(?<![\w.])/(wo" + r"rk|ro" + r"ot)/|/opt/(wh" + r"eels|py" + r"pi)")
LARGEST_BYTES = 2_000_000

LOCK = PACKAGING / "requirements.lock"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Return the text of every text file of the project by its path."""
    found = {shown(file): text_of(file) for file in files(REPOSITORY)}
    return {path: text for path, text in found.items() if text is not None}


def test_no_file_names_a_package_registry(texts: dict[str, str]) -> None:
    found = [f"{path} names {host}" for path, text in texts.items() for host in REGISTRIES if host in text]
    assert not found, "\n".join(found)


def test_no_file_carries_a_path_of_somebodys_machine(texts: dict[str, str]) -> None:
    found = [f"{path}: {hit[0]}" for path, text in texts.items() if (hit := MACHINE_PATH.search(text))]
    assert not found, "\n".join(found)


def test_no_file_is_too_large_for_the_repository() -> None:
    assert not [shown(file) for file in files(REPOSITORY) if file.stat().st_size > LARGEST_BYTES]


def test_the_rules_about_addresses_and_paths_find_what_they_are_for() -> None:
    assert MACHINE_PATH.search("see /wo" + "rk/main") and MACHINE_PATH.search('"/ro' + 'ot/.cache"')
    assert not MACHINE_PATH.search("https://example.org/wo" + "rk/")


def test_the_lock_carries_no_address_and_a_hash_for_every_package() -> None:
    text = LOCK.read_text(encoding="utf-8")
    assert "://" not in text and " @ " not in text
    options = [line for line in text.splitlines() if line.startswith(("-", "/", "."))]
    assert not options
    for entry in re.split(r"\n(?=[A-Za-z0-9])", text.partition("\n")[2]):
        assert "--hash=sha256:" in entry, entry


def test_the_lock_holds_a_fitting_version_of_everything_that_pyproject_asks_for() -> None:
    locked: dict[str, list[str]] = {}
    for name, version in PINNED.findall(LOCK.read_text(encoding="utf-8")):
        locked.setdefault(canonicalize_name(name), []).append(version)
    for wanted in _requirements(REPOSITORY / "pyproject.toml"):
        versions = locked.get(canonicalize_name(wanted.name), [])
        assert any(version in wanted.specifier for version in versions), (
            f"the lock has {wanted.name} {versions or 'not at all'}, pyproject.toml asks for {wanted}: "
            "run `python3 packaging/dev.py lock`"
        )


def _requirements(pyproject: Path) -> list[Requirement]:
    content = tomllib.loads(pyproject.read_text(encoding="utf-8"))
    project = content["project"]
    extras = [one for extra in project.get("optional-dependencies", {}).values() for one in extra]
    lines = [*content["build-system"]["requires"], *project["dependencies"], *extras]
    return [Requirement(line) for line in [*lines, *content["dependency-groups"]["dev"]]]


def test_the_window_stays_on_the_qt_bindings_that_keep_their_references() -> None:
    versions = dict(PINNED.findall(LOCK.read_text(encoding="utf-8")))
    assert {versions[name].rpartition(".")[0] for name in ("pyside6-essentials", "pyside6-addons")} == {"6.11"}
