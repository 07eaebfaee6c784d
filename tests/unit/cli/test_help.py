"""Help speaks three languages, and asking for it loads nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.cli import ROOT, Acervo

HEAVY = ["av", "numpy", "PIL", "alembic", "aiohttp", "pebble"]
SEEN = """
import sys
from app.cli.program import run
code = run(sys.argv[1:])
heavy = [name for name in {heavy!r} if name in sys.modules]
sys.stderr.write(",".join(heavy))
sys.exit(code)
"""

VERBS = [
    "client",
    "client add",
    "client list",
    "client remove",
    "instance",
    "instance add",
    "instance list",
    "instance test",
    "instance remove",
    "ingest",
    "listen",
    "download",
    "reprocess",
    "gallery",
    "save",
    "send",
    "queue",
    "stats",
    "sandbox",
]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(program: Acervo, verb: str) -> None:
    ended = program.call(*verb.split(), "--help")
    assert f"Usage: acervo {verb}" in ended.stdout
    assert "--data-dir" in ended.stdout
    assert ended.stderr == ""


@pytest.mark.parametrize(
    ("lang", "word"), [("en", "Usage:"), ("pt_BR", "Uso:"), ("es", "Uso:"), ("pt-PT", "Uso:"), ("es_AR.UTF-8", "Uso:")]
)
def test_help_is_in_the_language_that_was_asked_for(program: Acervo, lang: str, word: str) -> None:
    assert program.call("send", "--help", "--lang", lang).stdout.startswith(word)


def test_each_language_is_another(program: Acervo) -> None:
    spoken = {lang: program.call("instance", "add", "--help", "--lang", lang).stdout for lang in ("en", "pt_BR", "es")}
    assert len(set(spoken.values())) == 3


def test_errors_are_in_the_language_of_the_environment(tmp_path: Path) -> None:
    error = Acervo(tmp_path / "data", lang="pt_BR").run("client", "add", expect=2)["error"]
    assert error["title"] == "O comando não está escrito corretamente."
    assert error["detail"] == "Falta NAME."


@pytest.mark.parametrize("words", [["--help"], ["client", "list"]], ids=" ".join)
def test_a_quick_verb_loads_nothing_heavy(program: Acervo, words: list[str]) -> None:
    code = SEEN.format(heavy=HEAVY)
    program.call("client", "list")
    environment = {**program.environment, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert ended.stderr == ""


def test_a_spawned_worker_that_imports_the_program_runs_nothing() -> None:
    code = "import app.__main__, sys; sys.exit('app.cli.program' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_the_version_is_told(program: Acervo) -> None:
    assert set(program.run("--version")) == {"version"}
