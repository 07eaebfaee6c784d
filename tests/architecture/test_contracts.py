"""The import contracts of pyproject.toml: kept by the program, broken by whatever they are meant to catch."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import REPOSITORY

PYPROJECT = REPOSITORY / "pyproject.toml"
CONTRACTS = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
MODULES = (
    *("__main__", "cli", "bootstrap", "bootstrap.window", "ui", "ui.panes", "storage", "storage.tables", "whatsapp"),
    *("whatsapp.wapi", "media", "runtime", "system", "system.secrets", "services", "services.ports", "domain", "texts"),
    *("sandbox",),
)
# The contract, then modules and the line planted into each.
PLANTED: list[tuple[str, ...]] = [
    ("layers", "domain", "import app.services"),
    ("layers", "services.ports", "from app.storage import tables"),
    ("layers", "storage.tables", "import app.media"),
    ("layers", "whatsapp.wapi", "def fetch():\n    import app.runtime"),
    ("layers", "domain", "import app.texts"),
    ("layers", "bootstrap", "import app.cli"),
    ("qt", "services", "from PySide6.QtCore import QObject"),
    ("qt", "bootstrap", "import qasync"),
    ("qt", "cli", "import PySide6.QtWidgets"),
    ("sql", "services", "import sqlalchemy"),
    ("sql", "whatsapp.wapi", "import sqlcipher3"),
    ("requests", "media", "import requests"),
    ("requests", "services", "from requests import Session"),
    ("keyring", "bootstrap", "import keyring"),
    ("sandbox-unknown", "cli", "from app import sandbox"),
    ("sandbox-alone", "sandbox", "from app.domain import ids"),
    ("cycles", "storage.tables", "import app.storage.rows", "storage.rows", "import app.storage.tables"),
]
ALLOWED = [
    *(("__main__", "import app.cli, app.bootstrap"), ("cli", "import app.bootstrap, app.texts")),
    *(("bootstrap", "import app.storage, app.whatsapp"), ("bootstrap.window", "import app.ui, PySide6, qasync")),
    *(("ui.panes", "import PySide6, app.services"), ("storage.tables", "import sqlalchemy, requests, app.domain")),
    *(("whatsapp.wapi", "import requests, urllib3, app.services.ports"), ("system.secrets", "import keyring")),
    *(("services", "import app.domain, app.texts"), ("sandbox", "import aiohttp")),
]


def test_the_program_keeps_every_contract() -> None:
    code, output = _lint(REPOSITORY)
    assert code == 0, output


def test_imports_that_the_architecture_allows_break_nothing(tmp_path: Path) -> None:
    code, output = _lint(_program(tmp_path, ALLOWED))
    assert code == 0, output


@pytest.mark.parametrize("planted", PLANTED, ids=lambda planted: f"{planted[0]}: {planted[2]} in {planted[1]}")
def test_a_planted_import_breaks_its_contract(tmp_path: Path, planted: tuple[str, ...]) -> None:
    contract, *imports = planted
    code, output = _lint(_program(tmp_path, list(zip(imports[::2], imports[1::2], strict=True))), contract)
    assert code == 1 and re.search(r"\bBROKEN\b", output), output


def test_every_contract_is_proved_to_fire() -> None:
    assert {contract["id"] for contract in CONTRACTS} == {planted[0] for planted in PLANTED}


def _program(folder: Path, imports: list[tuple[str, str]]) -> Path:
    """Write a program of empty packages with some imports in them."""
    for module in [*MODULES, *(module for module, _line in imports)]:
        package = Path(folder, "app", *module.split("."))
        for part in (Path(folder, "app"), package.parent, package):
            part.mkdir(exist_ok=True)
            (part / "__init__.py").touch()
    for module, line in imports:
        with Path(folder, "app", *module.split("."), "__init__.py").open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    return folder


def _lint(folder: Path, *contracts: str) -> tuple[int, str]:
    chosen = [part for contract in contracts for part in ("--contract", contract)]
    program = Path(sys.executable).with_name("lint-imports.exe" if os.name == "nt" else "lint-imports")
    done = subprocess.run(
        [str(program), "--config", str(PYPROJECT), "--no-cache", *chosen],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONUTF8": "1", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout + done.stderr
