"""The catalogues are complete, and the tool that keeps them so finds what is not."""

from __future__ import annotations

import gettext
import shutil
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest

from app import texts
from app.texts import catalogue
from app.texts.catalogues import UnreadableSourceError, main, placeholders, po_path, problems, update

CHECKOUT = Path(__file__).parents[3]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "app").mkdir()
    write_source(tmp_path, '_("Good day, {name}.")\nngettext("{count} cat", "{count} cats", n)\nN_("Later.")\n')
    update(tmp_path, ["es"])
    return tmp_path


def write_source(checkout: Path, text: str) -> None:
    (checkout / "app" / "greeting.py").write_text(text, encoding="utf-8")


def translate(checkout: Path, sentence: str, *translations: str) -> None:
    path = po_path(checkout, "es")
    plural = '"\nmsgstr[1] "'
    before, key, after = path.read_text(encoding="utf-8").partition(f'"{sentence}"\n')
    assert key
    after = after.replace(plural + '"', plural + translations[-1] + '"', 1) if len(translations) > 1 else after
    path.write_text(before + key + after.replace('""', f'"{translations[0]}"', 1), encoding="utf-8")


def translate_all(checkout: Path) -> None:
    translate(checkout, "Good day, {name}.", "Buenos días, {name}.")
    translate(checkout, "{count} cats", "{count} gato", "{count} gatos")
    translate(checkout, "Later.", "Luego.")


def test_every_sentence_of_the_texts_is_translated_with_the_same_placeholders(tmp_path: Path) -> None:
    shutil.copytree(CHECKOUT / "app" / "texts", tmp_path / "app" / "texts")
    shutil.copytree(CHECKOUT / "resources" / "i18n", tmp_path / "resources" / "i18n")
    assert problems(tmp_path) == []


def test_a_new_sentence_is_reported_until_it_is_translated(checkout: Path) -> None:
    assert len(problems(checkout, ["es"])) == 3
    translate_all(checkout)
    assert problems(checkout, ["es"]) == []


def test_a_translation_with_other_placeholders_is_reported(checkout: Path) -> None:
    translate_all(checkout)
    path = po_path(checkout, "es")
    path.write_text(path.read_text(encoding="utf-8").replace("días, {name}", "días, {nombre}"), encoding="utf-8")
    assert problems(checkout, ["es"]) == ["es: other placeholders than the sentence: Good day, {name}."]


def test_a_translation_marked_as_unfinished_is_reported(checkout: Path) -> None:
    translate_all(checkout)
    path = po_path(checkout, "es")
    text = path.read_text(encoding="utf-8").replace('msgid "Later."', '#, fuzzy\nmsgid "Later."')
    path.write_text(text, encoding="utf-8")
    assert problems(checkout, ["es"]) == ["es: marked as unfinished: Later."]


def test_an_update_keeps_translations_and_brings_back_those_that_were_gone(checkout: Path) -> None:
    translate_all(checkout)
    finished = po_path(checkout, "es").read_bytes()
    update(checkout, ["es"])
    assert po_path(checkout, "es").read_bytes() == finished
    write_source(checkout, '_("Later.")\n')
    update(checkout, ["es"])
    write_source(checkout, '_("Later.")\n_("Good day, {name}.")\n')
    update(checkout, ["es"])
    assert problems(checkout, ["es"]) == []


def test_a_source_that_is_half_written_throws_no_translation_away(checkout: Path) -> None:
    translate_all(checkout)
    before = po_path(checkout, "es").read_bytes()
    write_source(checkout, '_("Later."\n')
    with pytest.raises(UnreadableSourceError, match=r"greeting\.py"):
        update(checkout, ["es"])
    assert po_path(checkout, "es").read_bytes() == before


def test_placeholders_are_the_names_in_braces() -> None:
    assert placeholders("{count} of {total:d}, {{literally}}") == {"count", "total"}
    assert placeholders("an open { brace") == {"{"}


def test_the_check_names_what_is_left_to_do_and_fails(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check"], checkout=checkout) == 1
    assert "es: not translated: Later.\n" in capsys.readouterr().out
    assert main(["--update"], checkout=checkout) == 0
    write_source(checkout, "")
    assert main(["--check"], checkout=checkout) == 0
    write_source(checkout, "(")
    assert main(["--check"], checkout=checkout) == 1


def test_a_compiled_catalogue_is_preferred(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "es" / "LC_MESSAGES"
    place.mkdir(parents=True)
    po = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Yes"\nmsgstr "%s"\n'
    (place / "acervo.po").write_bytes(po % b"from text")
    monkeypatch.setattr(catalogue, "folder", lambda: tmp_path)
    assert catalogue.Texts("es").sentence("Yes") == "from text"
    (place / "acervo.mo").write_bytes(catalogue.compile_po(po % b"compiled"))
    assert catalogue.Texts("es").sentence("Yes") == "compiled"
    assert catalogue.Texts("en").sentence("Yes") == "Yes"


def test_the_catalogues_are_standard_gettext() -> None:
    text = po_path(CHECKOUT, "pt_BR").read_bytes()
    standard = gettext.GNUTranslations(BytesIO(catalogue.compile_po(text)))
    assert standard.gettext("The file is empty.") == "O arquivo está vazio."


def test_the_empty_sentence_stays_empty_in_every_language() -> None:
    for language in texts.LANGUAGES:
        texts.set_language(language)
        assert texts._("") == ""


def test_many_threads_may_ask_for_the_first_sentence_at_once() -> None:
    texts.set_language("es")
    with ThreadPoolExecutor(8) as threads:
        said = set(threads.map(texts._, ["The file is empty."] * 64))
    assert said == {"El archivo está vacío."}


def test_choosing_a_language_says_which_one_it_became(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACERVO_LANG", "es")
    assert texts.set_language("pt") == texts.language() == "pt_BR"
    assert texts.set_language("xx") == "es"
