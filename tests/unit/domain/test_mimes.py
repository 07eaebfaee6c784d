"""Spellings of MIME types, and which types may stand for each other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import filetypes as ft
from app.domain.mimes import canonical, extension_of, interchangeable


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("image/jpg", "image/jpeg"),
        ("IMAGE/JPEG", "image/jpeg"),
        ("audio/ogg; codecs=opus", "audio/ogg"),
        ("application/ogg", "audio/ogg"),
        ("audio/mp3", "audio/mpeg"),
        ("audio/x-m4a", "audio/mp4"),
        ("application/x-zip-compressed", "application/zip"),
        ("text/x-vcard; charset=utf-8", "text/vcard"),
        ("application/octet-stream", ""),
        ("false", ""),
        ("", ""),
        ("application/x-autocad", "application/x-autocad"),
    ],
)
def test_a_mime_type_has_one_spelling(written: str, meant: str) -> None:
    assert canonical(written) == meant


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("photo.JPG", "jpg"),
        ("setup.exe. ", "exe"),
        ("setup.exe\0", "exe"),
        ("photo.jpg.scr", "scr"),
        ("invoice\u202efdp.exe", "exe"),
        ("find.search-ms", "search-ms"),
        ("README", ""),
        (".", ""),
        ("a.b c", ""),
        ("", ""),
    ],
)
def test_the_extension_is_what_the_system_would_run(name: str, extension: str) -> None:
    assert extension_of(name) == extension


@pytest.mark.parametrize(
    ("declared", "found"),
    [
        (ft.DOC, ft.DOCX),
        (ft.DOC, ft.RTF),
        (ft.DOCX, ft.SEALED_OFFICE),
        (ft.XLS, ft.CSV),
        (ft.XLS, ft.XLSM),
        (ft.PPT, ft.PPTX),
        (ft.ZIP, ft.EPUB),
        (ft.TEXT, ft.JSON),
        (ft.CSV, ft.TEXT),
        (ft.JPEG, ft.WEBP),
        (ft.M4A, ft.MP4),
        (ft.MP4, ft.M4A),
        (ft.XML, ft.SVG),
    ],
)
def test_types_that_programs_mix_up_stand_for_each_other(declared: ft.FileType, found: ft.FileType) -> None:
    assert interchangeable(declared, found)


@pytest.mark.parametrize(
    ("declared", "found"),
    [
        (ft.PDF, ft.DOCX),
        (ft.PDF, ft.HTML),
        (ft.DOCX, ft.XLSX),
        (ft.DOCX, ft.ZIP),
        (ft.TEXT, ft.XLS),
        (ft.DOCX, ft.CSV),
        (ft.SVG, ft.HTML),
        (ft.PDF, ft.JPEG),
        (ft.JPEG, ft.PDF),
        (ft.TEXT, ft.HTML),
        (ft.MP4, ft.MP3),
    ],
)
def test_other_types_do_not(declared: ft.FileType, found: ft.FileType) -> None:
    assert not interchangeable(declared, found)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_a_mime_type_and_a_name(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)
    assert "." not in extension_of(text)
