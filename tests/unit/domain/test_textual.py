"""Text or not, and which text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import filetypes as ft
from app.domain.textual import by_text, decoded, looks_like_table


@pytest.mark.parametrize(
    "head",
    [
        b"plain words\r\n",
        "Olá, ação, coração".encode(),
        "Olá, ação, coração".encode("cp1252"),
        "Olá, tudo bem?".encode("utf-16"),
        "Windows Registry Editor".encode("utf-16-le"),
        "Windows Registry Editor".encode("utf-16-be"),
        b"\xef\xbb\xbfa;b",
        "ação"[:2].encode() + "ã".encode()[:1],
    ],
)
def test_text_in_the_usual_encodings_is_text(head: bytes) -> None:
    assert decoded(head) is not None


@pytest.mark.parametrize(
    "head", [bytes(range(256)), b"\x00\x01\x02\x03" * 20, b"abc\x00def", "пример текста".encode("cp1251")]
)
def test_bytes_of_other_files_are_not_text(head: bytes) -> None:
    assert decoded(head) is None


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("<!DOCTYPE html><p>x", ft.HTML),
        ("\n  <HTML lang='pt'>", ft.HTML),
        ("<!-- saved --><html>", ft.HTML),
        ("<script>alert(1)</script>", ft.HTML),
        ('<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html>', ft.HTML),
        ("<html><hta:application id=x>", ft.HTML_APPLICATION),
        ('<?xml version="1.0"?><svg xmlns="x"/>', ft.SVG),
        ("<svg width='1'/>", ft.SVG),
        ('<?xml version="1.0"?><nfeProc/>', ft.XML),
        ('<?xml version="1.0"?><title/>', ft.XML),
        ("<job><script language='VBScript'></script></job>", ft.SCRIPT),
        ('{"a": 1}', ft.JSON),
        ("[1, 2]", ft.JSON),
        ("{this is no json", ft.TEXT),
        ("[" * 60_000, ft.TEXT),
        ("BEGIN:VCARD\nVERSION:3.0", ft.VCARD),
        ("begin:vcalendar", ft.CALENDAR),
        ("#!/bin/sh\nrm -rf x", ft.SCRIPT),
        ("#@~^XQAAAA==", ft.SCRIPT),
        ("Windows Registry Editor Version 5.00", ft.REGISTRY),
        ("REGEDIT4", ft.REGISTRY),
        ("[InternetShortcut]\nURL=file://x", ft.SHORTCUT),
        ("[Desktop Entry]\nExec=x", ft.SHORTCUT),
        ("import os\nprint(1)", ft.TEXT),
        ("a < b", ft.TEXT),
        ("<3 you", ft.TEXT),
    ],
)
def test_a_text_is_known_by_how_it_begins(text: str, row: ft.FileType) -> None:
    assert by_text(text, whole=True) == row


def test_json_that_goes_on_behind_the_head_is_still_json() -> None:
    assert by_text('{"messages": [', whole=False) == ft.JSON
    assert by_text('{"messages": [', whole=True) == ft.TEXT


def test_a_table_has_the_same_separators_in_each_line() -> None:
    assert looks_like_table("data;valor\n01/05;10,00\n02/05;11,00\n")
    assert not looks_like_table("Hello, you\nand you\nand you, and you\n")
    assert not looks_like_table("a;b\n")


def test_thousands_of_unclosed_comments_cost_nothing() -> None:
    assert by_text("<?a?>" * 13_000 + "<html>", whole=True) == ft.HTML
    assert by_text("<!--" * 16_000, whole=True) == ft.XML


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_have_an_answer(head: bytes) -> None:
    text = decoded(head)
    assert text is None or isinstance(by_text(text, whole=True), ft.FileType)
