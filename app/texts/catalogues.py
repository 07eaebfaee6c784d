"""Keep the catalogues in step with the sources: `python -m app.texts.catalogues --update` or `--check`.

`--update` takes the sentences from `app/` into every `.po` file and keeps the translations, also of sentences that
went away and may come back. `--check` names what a translator still has to do and exits 1 if there is anything.
"""

from __future__ import annotations

import argparse
import os
import string
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tokenize import TokenError

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from app.texts.catalogue import DOMAIN

TRANSLATED = ("pt_BR", "es")
_CHECKOUT = Path(__file__).parents[2]
_HEADER = "# Texts of Acervo. Written by `python -m app.texts.catalogues --update`; translations by hand."
_AUTHORS = "The Acervo authors"


class UnreadableSourceError(Exception):
    """A source file whose sentences cannot be known."""


def main(arguments: Sequence[str] | None = None, *, checkout: Path = _CHECKOUT) -> int:
    """Run the command on a source checkout and return its exit code."""
    parser = argparse.ArgumentParser(prog="python -m app.texts.catalogues", description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--update", action="store_true", help="write the sentences of app/ into the .po files")
    what.add_argument("--check", action="store_true", help="exit 1 if a translation is missing or wrong")
    asked = parser.parse_args(arguments)
    try:
        if asked.update:
            update(checkout)
        found = problems(checkout)
    except UnreadableSourceError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.writelines(f"{problem}\n" for problem in found)
    return 1 if asked.check and found else 0


def template(checkout: Path) -> Catalog:
    """Return all sentences of `app/`, each with the files it stands in.

    Raises:
        UnreadableSourceError: a file is no Python; leaving it out would throw its translations away.
    """
    catalog = Catalog(domain=DOMAIN, project="Acervo", fuzzy=False)
    opened = [""]
    found = extract_from_dir(checkout / "app", callback=lambda file, _method, _options: opened.append(file))
    try:
        for file, line, message, comments, context in found:
            place = (f"app/{Path(file).as_posix()}", line)
            catalog.add(message, locations=[place], auto_comments=comments, context=context)
    except (SyntaxError, TokenError) as error:
        raise UnreadableSourceError(f"app/{opened[-1]} is not Python: {error}") from error
    return catalog


def update(checkout: Path, languages: Sequence[str] = TRANSLATED) -> None:
    """Bring the catalogues of a checkout up to date; a file that would not change is not touched."""
    sentences = template(checkout)
    for code in languages:
        path = po_path(checkout, code)
        before = path.read_bytes() if path.exists() else b""
        catalog = _read(before, code)
        _revive(catalog, sentences)
        catalog.update(sentences, no_fuzzy_matching=True, update_creation_date=False)
        after = _written(catalog)
        if after != before:
            _replace(path, after)


def problems(checkout: Path, languages: Sequence[str] = TRANSLATED) -> list[str]:
    """Return one line for everything that is missing, unfinished or wrong."""
    sentences = template(checkout)
    return [line for code in languages for line in _problems(po_path(checkout, code), code, sentences)]


def po_path(checkout: Path, code: str) -> Path:
    """Return where the catalogue of a language lies in a checkout."""
    return checkout / "resources" / "i18n" / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def placeholders(text: str) -> frozenset[str]:
    """Return the names in braces of a sentence; one with braces that do not match has the placeholder `{`."""
    try:
        return frozenset(name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None)
    except ValueError:
        return frozenset("{")


def _problems(path: Path, code: str, sentences: Catalog) -> Iterator[str]:
    catalog = _read(path.read_bytes() if path.exists() else b"", code)
    for sentence in sentences:
        if not sentence.id:
            continue
        entry = catalog.get(sentence.id, sentence.context)
        for problem in _faults(sentence, entry, catalog.num_plurals):
            yield f"{code}: {problem}: {_forms(sentence.id)[0]}"


def _faults(sentence: Message, entry: Message | None, plural_forms: int) -> Iterator[str]:
    if entry is None or not all(_forms(entry.string)):
        yield "not translated"
        return
    if entry.fuzzy:
        yield "marked as unfinished"
    if sentence.pluralizable and len(_forms(entry.string)) != plural_forms:
        yield "wrong number of plural forms"
    if not _same_placeholders(_forms(sentence.id), _forms(entry.string)):
        yield "other placeholders than the sentence"


def _same_placeholders(sentence: Sequence[str], translated: Sequence[str]) -> bool:
    """Compare; only the last form, that of many, has to name all that the English forms name."""
    wanted = frozenset().union(*map(placeholders, sentence))
    return placeholders(translated[-1]) == wanted and all(placeholders(form) <= wanted for form in translated)


def _forms(text: str | Sequence[str] | None) -> Sequence[str]:
    return (text or "",) if text is None or isinstance(text, str) else text


def _read(content: bytes, code: str) -> Catalog:
    if content:
        return read_po(BytesIO(content), locale=code, domain=DOMAIN)
    return Catalog(
        locale=code,
        domain=DOMAIN,
        header_comment=_HEADER,
        project="Acervo",
        version="0",
        msgid_bugs_address="-",
        revision_date=datetime.now(UTC),
        last_translator=_AUTHORS,
        language_team=_AUTHORS,
        fuzzy=False,
    )


def _revive(catalog: Catalog, sentences: Catalog) -> None:
    """Put back the translations of sentences that were gone for a while."""
    for old in list(catalog.obsolete.values()):
        if sentences.get(old.id, old.context) and not catalog.get(old.id, old.context):
            catalog.add(old.id, old.string, context=old.context)
            del catalog.obsolete[catalog._key_for(old.id, old.context)]


def _written(catalog: Catalog) -> bytes:
    content = BytesIO()
    write_po(content, catalog, width=120, sort_by_file=True, include_lineno=False)
    return content.getvalue()


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    new.write_bytes(content)
    new.replace(path)


if __name__ == "__main__":
    sys.exit(main())
