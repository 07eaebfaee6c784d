"""Names that a stranger wrote become names that every system stores, shows and opens as what they are."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.errors import CommandError
from app.domain.names import FIELDS, blob_stem, pattern_path, safe_name
from app.domain.reasons import ErrorCode

THOROUGH = settings(derandomize=True, max_examples=1000, deadline=None)
DEVICES = ["CON", "PRN", "AUX", "NUL", *(f"{port}{digit}" for port in ("COM", "LPT") for digit in "123456789¹²³")]
DIRECTION = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c"
NASTY = st.text(
    alphabet=st.one_of(
        st.sampled_from('abcCONUL.. -_~$/\\:*?"<>|\0\n\t\r\x7f%{}\u202e\u2066\u200d\ufeff\u0301é😀漢\u00a0¹'),
        st.characters(codec="utf-8"),
        st.characters(categories=["Cs", "Cf", "Mn"]),
    ),
    max_size=300,
)
NAMES = st.one_of(
    NASTY,
    st.builds(lambda device, rest: device + rest, st.sampled_from([*DEVICES, "con", "Lpt1", "CONIN$"]), NASTY),
    st.builds(lambda stem, ext: f"{stem}.{ext}", NASTY, st.sampled_from(["jpg", "EXE", "tar.gz", "pdf ", "x" * 40])),
)
EXTENSIONS = st.sampled_from(["", "jpg", "pdf", "mp4", "webp"])


def assert_fit_for_every_system(name: str, max_bytes: int) -> None:
    assert name
    assert len(name.encode("utf-8")) <= max_bytes
    assert unicodedata.is_normalized("NFC", name)
    # Windows
    assert not set(name) & set('<>:"/\\|?*')
    assert not any(ord(char) < 32 or ord(char) == 127 for char in name)
    assert name[-1] not in " ."
    assert name.split(".")[0].rstrip(" ").upper() not in DEVICES
    assert PureWindowsPath(name).parts == (name,)
    # macOS and Linux
    assert PurePosixPath(name).parts == (name,)
    assert name not in (".", "..")
    assert name[0] not in ".- "
    # What is shown is what is there
    assert not set(name) & set(DIRECTION)
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in name)


@THOROUGH
@given(NAMES, EXTENSIONS, st.integers(32, 255))
@example("CON......................................................x", "", 32)
@example("CON" + "a" + "\u0301" * 100, "", 32)
@example("\ud800", "", 32)
@example("aux.h" + "." * 40, "jpg", 40)
def test_any_name_becomes_one_that_fits_and_stays_as_it_is(name: str, extension: str, max_bytes: int) -> None:
    safe = safe_name(name, fallback="media 7", extension=extension, max_bytes=max_bytes)
    assert_fit_for_every_system(safe, max_bytes)
    assert safe_name(safe, fallback="other", extension=extension, max_bytes=max_bytes) == safe
    if extension:
        assert safe.endswith(f".{extension}")


@THOROUGH
@given(NAMES, NAMES)
def test_a_fallback_that_is_no_better_is_made_safe_too(name: str, fallback: str) -> None:
    assert_fit_for_every_system(safe_name(name, fallback=fallback), 150)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Relatório de maio.pdf", "Relatório de maio.pdf"),
        ("Relato\u0301rio.pdf", "Relatório.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\Users\\x\\a.txt", "C__Users_x_a.txt"),
        ("a:b.txt", "a_b.txt"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("con", "_con"),
        ("NUL.txt", "_NUL.txt"),
        ("aux .tar.gz", "_aux .tar.gz"),
        ("com¹.log", "_com¹.log"),
        ("console.log", "console.log"),
        (".htaccess", "htaccess"),
        ("-rf", "_rf"),
        ("a.exe. . ", "a.exe"),
        ("receipt.pdf        .exe", "receipt.pdf.exe"),
        ("two\nlines\tand a tab.txt", "two lines and a tab.txt"),
        ("...", "media 7"),
        ("", "media 7"),
        ("???", "media 7"),
        ("😀.png", "😀.png"),
    ],
)
def test_a_name_keeps_what_is_harmless(name: str, safe: str) -> None:
    assert safe_name(name, fallback="media 7") == safe


@pytest.mark.parametrize(
    ("name", "extension", "safe"),
    [
        ("photo.exe", "jpg", "photo.jpg"),
        ("photo.jpeg", "jpg", "photo.jpg"),
        ("PHOTO.JPG", "jpg", "PHOTO.jpg"),
        ("version 2.1", "pdf", "version 2.1.pdf"),
        ("a.jpg.png", "jpg", "a.jpg"),
        ("run.bat", "jpg", "run.bat.jpg"),
        ("", "ogg", "media 7.ogg"),
        (".pdf", "pdf", "pdf.pdf"),
        ("a", "../sh", "a.sh"),
    ],
)
def test_the_extension_is_that_of_the_content(name: str, extension: str, safe: str) -> None:
    assert safe_name(name, fallback="media 7", extension=extension) == safe


def test_a_long_name_is_cut_before_its_extension_and_not_inside_a_character() -> None:
    cut = safe_name("ç" * 300 + ".pdf", fallback="x")
    assert cut == "ç" * 73 + ".pdf"
    accents = safe_name("a" * 147 + "e\u0302\u0323\u0331", fallback="x")
    assert accents == "a" * 147


@THOROUGH
@given(NAMES)
def test_the_stem_of_a_kept_file_takes_a_hash_and_an_extension(name: str) -> None:
    stem = blob_stem(name, fallback="image")
    assert_fit_for_every_system(stem, 100)
    assert_fit_for_every_system(f"{stem}~0123abcd.jpg", 150)


def test_the_stem_of_a_kept_file_has_no_known_extension() -> None:
    assert blob_stem("contract.docx", fallback="x") == "contract"
    assert blob_stem("version 2.1", fallback="x") == "version 2.1"


VALUES = {
    "client": "Padaria/Sol",
    "contact": "..",
    "yyyy-mm": "2025-05",
    "original name": "a:b.exe",
    "name": "a:b.exe",
    "kind": "image",
}


def test_a_pattern_makes_folders_of_its_slashes_and_of_nothing_else() -> None:
    path = pattern_path("{client}/{contact}/{yyyy-mm}/{original name}", VALUES, extension="jpg")
    assert path == ("Padaria_Sol", "contact", "2025-05", "a_b.jpg")
    assert pattern_path("all\\{kind} {yyyy-mm}", VALUES) == ("all", "image 2025-05")


def test_an_unknown_field_is_named_as_the_fault_of_the_pattern() -> None:
    with pytest.raises(CommandError, match="original name") as refused:
        pattern_path("{client}/{year}", VALUES)
    assert (refused.value.code, refused.value.field) == (ErrorCode.BAD_INPUT, "pattern")


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "",
            "/",
            "/{name}",
            "\\\\server\\{name}",
            "C:\\{name}",
            "c:{name}",
            "a//b",
            "a/",
            "..",
            "../{name}",
            "a/ .. /b",
        ),
        *("{name", "name}", "{{name}}", "{}", "{name.__class__}", "{0}", "/".join("abcdefghijk")),
    ],
)
def test_a_pattern_that_leads_elsewhere_or_is_not_one_is_refused(pattern: str) -> None:
    with pytest.raises(CommandError) as refused:
        pattern_path(pattern, VALUES)
    assert refused.value.field == "pattern"


@THOROUGH
@given(
    st.lists(
        st.lists(st.sampled_from([*(f"{{{name}}}" for name in sorted(FIELDS)), " ", "-", "x", "."]), min_size=1),
        min_size=1,
        max_size=5,
    ),
    st.dictionaries(st.sampled_from(sorted(FIELDS)), NAMES),
)
def test_no_value_leads_out_of_the_target(parts: list[list[str]], values: dict[str, str]) -> None:
    pattern = "/".join("".join(part) for part in parts)
    try:
        path = pattern_path(pattern, values, extension="jpg")
    except CommandError:
        return
    assert len(path) == len(parts)
    for part in path:
        assert_fit_for_every_system(part, 150)
    assert path[-1].endswith(".jpg")
    assert not PureWindowsPath(*path).is_absolute()
