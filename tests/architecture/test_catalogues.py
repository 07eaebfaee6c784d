"""Every visible sentence is translated, whole and with its placeholders, in every catalogue."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app.texts import LANGUAGES, catalogues
from tests.architecture.tree import REPOSITORY

TRANSLATED = [code for code in LANGUAGES if code != "en"]
SOURCE = 'from app.texts import _, ngettext\n_("Save {name}")\nngettext("{n} file", "{n} files", 2)\n'
ENTRY = '\nmsgid "Save {name}"\nmsgstr "Guardar {name}"\n'
PLURAL = '\nmsgid "{n} file"\nmsgid_plural "{n} files"\nmsgstr[0] "{n} archivo"\nmsgstr[1] "{n} archivos"\n'
HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Language: es\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
)


def test_the_catalogues_are_complete() -> None:
    problems = catalogues.problems(REPOSITORY)
    assert not problems, "run `python -m app.texts.catalogues --update` and translate:\n" + "\n".join(problems)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_holds_exactly_the_sentences_of_the_program(language: str, tmp_path: Path) -> None:
    wanted = {message.id for message in catalogues.template(REPOSITORY) if message.id}
    content = catalogues.po_path(REPOSITORY, language).read_bytes()
    found = {message.id for message in read_po(BytesIO(content), locale=language) if message.id}
    assert found == wanted, (
        f"run `python -m app.texts.catalogues --update`; differs in {sorted(map(str, found ^ wanted))}"
    )


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_marked_as_unfinished(language: str) -> None:
    content = catalogues.po_path(REPOSITORY, language).read_bytes()
    assert not [message.id for message in read_po(BytesIO(content), locale=language) if message.id and message.fuzzy]


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        (PLURAL.replace("{n} archivos", "archivos"), "other placeholders"),
        (PLURAL.replace("{n} archivos", "{m} archivos"), "other placeholders"),
        (PLURAL.replace("{n} archivos", ""), "not translated"),
        (PLURAL.replace('msgstr[1] "{n} archivos"', ""), "not translated"),
    ],
)
def test_a_plural_that_is_not_whole_is_found(tmp_path: Path, planted: str, told: str) -> None:
    problems = catalogues.problems(_checkout(tmp_path, ENTRY + planted), ["es"])
    assert len(problems) == 1 and told in problems[0]


def test_a_complete_catalogue_is_fine(tmp_path: Path) -> None:
    assert not catalogues.problems(_checkout(tmp_path, ENTRY + PLURAL), ["es"])


def _checkout(folder: Path, entries: str) -> Path:
    (folder / "app").mkdir()
    (folder / "app" / "texts.py").write_text(SOURCE, encoding="utf-8")
    catalogue = catalogues.po_path(folder, "es")
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(HEADER + entries, encoding="utf-8")
    return folder
