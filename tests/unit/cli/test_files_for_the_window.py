"""`acervo FILE…`: what is meant by words that are no verb, and what is said where a file is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli.window import mean_files
from app.domain.errors import CommandError
from tests.support.cli import Acervo


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder to be in, with one file and one folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "boleto").write_bytes(b"%PDF-1.4\n")
    (tmp_path / "fotos").mkdir()
    return tmp_path


@pytest.mark.parametrize("words", [["boleto"], ["fotos"], ["./boleto", "fotos"]])
def test_files_and_folders_that_are_there_are_meant(here: Path, words: list[str]) -> None:
    assert mean_files(words)


@pytest.mark.parametrize(
    "words", [["lisetn"], ["--demo"], ["donwload", "1/loja"], ["clinet", "list"], ["x" * 5000], ["--lang", "boleto"]]
)
def test_a_mistyped_verb_is_left_to_who_knows_the_verbs(here: Path, words: list[str]) -> None:
    assert not mean_files(words)


@pytest.mark.parametrize("words", [["recibo.pdf"], ["./recibo"], ["boleto", "recibo"], ["pasta/recibo"], ["a\0b.pdf"]])
def test_a_file_that_is_not_there_is_named(here: Path, words: list[str]) -> None:
    with pytest.raises(CommandError) as refused:
        mean_files(words)
    assert refused.value.code.value == "not_found" and refused.value.field == "FILE"
    assert words[-1] in refused.value.detail


def test_the_answer_names_the_file_and_opens_nothing(tmp_path: Path) -> None:
    acervo = Acervo(tmp_path / "data", environment={"QT_QPA_PLATFORM": "offscreen"})
    ended = acervo.call("--json", str(tmp_path / "recibo.pdf"), expect=1)
    assert ended.json["error"]["code"] == "not_found" and "recibo.pdf" in ended.json["error"]["detail"]
    spoken = acervo.call(str(tmp_path / "recibo.pdf"), expect=1)
    assert "recibo.pdf" in spoken.stderr and not spoken.stdout
    assert not (tmp_path / "data").exists()
