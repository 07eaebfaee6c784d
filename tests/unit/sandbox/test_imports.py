from __future__ import annotations

import ast
from pathlib import Path

import app.sandbox

FILES = sorted(Path(app.sandbox.__file__).parent.rglob("*.py"))


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file.name} imports relatively"
            names.add(node.module or "")
    return names


def test_the_sandbox_shares_no_line_with_the_program() -> None:
    ours = {(file.name, name) for file in FILES for name in imported(file) if name.split(".")[0] == "app"}
    assert ours
    assert {entry for entry in ours if not entry[1].startswith("app.sandbox")} == set()
