"""Our own lints, run over the whole tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.architecture import lints
from tests.architecture.lints import Finding
from tests.architecture.tree import APP, PACKAGING, RESOURCES, TESTS, python_files, shown
from tests.architecture.visible_text import visible_texts

# What the customers of the demo write and send is theirs, in their language.
NOT_OUR_WORDS = {APP / "cli" / "demo_media.py"}

Lint = Callable[[str], list[Finding]]

RULES: list[tuple[Lint, tuple[Path, ...]]] = [
    (lints.second_event_loops, (APP / "ui",)),
    (lints.broad_excepts, (APP, PACKAGING)),
    (lints.unfinished, (APP, PACKAGING, TESTS)),
    (lints.mocks, (APP, TESTS)),
    (lints.input_output, (APP / "domain",)),
    (visible_texts, (APP / "cli", APP / "ui")),
]


@pytest.mark.parametrize(("lint", "folders"), RULES, ids=[lint.__name__ for lint, _folders in RULES])
def test_no_line_of_the_tree_breaks_this_rule(lint: Lint, folders: tuple[Path, ...]) -> None:
    exempt = NOT_OUR_WORDS if lint is visible_texts else set()
    findings = list(_findings(lint, [file for file in python_files(*folders) if file not in exempt]))
    assert not findings, "\n" + "\n".join(findings)


def _findings(lint: Lint, sources: Iterable[Path]) -> Iterable[str]:
    for file in sources:
        for finding in lint(file.read_text(encoding="utf-8")):
            yield f"{shown(file)}:{finding.line}: {finding.message}"


def test_every_folder_of_the_program_is_a_package() -> None:
    # Alembic loads the steps in a folder called versions by their path.
    folders = {file.parent for file in python_files(APP) if file.parent.name != "versions"}
    assert not [shown(folder) for folder in folders if not (folder / "__init__.py").exists()]


@pytest.mark.parametrize("folder", [PACKAGING, RESOURCES], ids=lambda folder: folder.name)
def test_folders_that_share_a_name_with_a_library_are_no_packages(folder: Path) -> None:
    found = [shown(file) for file in folder.rglob("__init__.py")]
    assert not found, f"remove {found}: `import packaging` must stay the library"
