"""Telling text from binary by its bytes, and which text it is: HTML, XML, SVG, JSON, CSV, vCard, calendar, script.

Only the head of the file is looked at (64 KiB). Brazilian banks and cash registers write CSV in Windows-1252, so bytes
above 127 do not have to be UTF-8.
"""

from __future__ import annotations

import codecs
import json
import re

from app.domain import filetypes as ft

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")
_COMMENT = re.compile(r"\s*(?:<!--.*?-->|<\?.*?\?>)", re.DOTALL)
_HTML = re.compile(r"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_HTML_PIECE = re.compile(r"\s*<(?:head|body|script|title|meta|iframe|style|table|div|center|br)\b", re.IGNORECASE)
_SVG = re.compile(r"\s*(?:<!doctype\s+svg[^>]*>\s*)?<(?:\w+:)?svg\b", re.IGNORECASE)
_ELEMENT = re.compile(r"\s*<(?:!doctype\s|!--|[a-z_][\w.:-]*[\s/>])", re.IGNORECASE)
_SCRIPT_HOST = re.compile(r"\s*<(?:hta:|scriptlet\b|job\b|package\b)", re.IGNORECASE)
_HTA = re.compile(r"<hta:application\b", re.IGNORECASE)
_STARTS = (
    ("#!", ft.SCRIPT),
    ("#@~^", ft.SCRIPT),
    ("windows registry editor", ft.REGISTRY),
    ("regedit4", ft.REGISTRY),
    ("[internetshortcut", ft.SHORTCUT),
    ("[desktop entry]", ft.SHORTCUT),
    ("begin:vcard", ft.VCARD),
    ("begin:vcalendar", ft.CALENDAR),
)
_HIGH = bytes(range(0x80, 0x100))
_HIGH_SHARE = 0.3


def decoded(head: bytes) -> str | None:
    """Return the head of a text file as text, None where the bytes are not text."""
    text = _by_bom(head) or _utf16_without_bom(head) or _utf8(head) or _single_byte(head)
    if text is None or len(_CONTROL.findall(text)) > len(text) // 1000:
        return None
    return text


def by_text(text: str, *, whole: bool) -> ft.FileType:
    """Return what a text is.

    Args:
        text: the head of the file.
        whole: there is nothing after it.
    """
    start = text.lstrip("\ufeff \t\r\n\f")
    lowered = start[:64].lower()
    for prefix, row in _STARTS:
        if lowered.startswith(prefix):
            return row
    if start.startswith("<"):
        return _markup(start)
    if start[:1] in ("{", "["):
        return ft.JSON if _is_json(start, whole=whole) else ft.TEXT
    return ft.TEXT


def looks_like_table(text: str) -> bool:
    """Tell whether the first lines have one and the same number of separators, as CSV has."""
    lines = [line for line in text.splitlines()[:8] if line]
    if len(lines) < 3:
        return False
    return any(len({line.count(mark) for line in lines}) == 1 and lines[0].count(mark) for mark in ";\t,|")


def _by_bom(head: bytes) -> str | None:
    for bom, codec in _BOMS:
        if head.startswith(bom):
            return head[len(bom) :].decode(codec, errors="replace")
    return None


def _utf16_without_bom(head: bytes) -> str | None:
    if len(head) < 8:
        return None
    sample = head[: len(head) // 2 * 2]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.8 and even == 0:
        return sample.decode("utf-16-le", errors="replace")
    if even > half * 0.8 and odd == 0:
        return sample.decode("utf-16-be", errors="replace")
    return None


def _utf8(head: bytes) -> str | None:
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return None


def _single_byte(head: bytes) -> str | None:
    high = len(head) - len(head.translate(None, delete=_HIGH))
    return head.decode("cp1252", errors="replace") if high <= len(head) * _HIGH_SHARE else None


def _markup(start: str) -> ft.FileType:
    if _HTA.search(start):
        return ft.HTML_APPLICATION
    declared_xml, at = start.startswith("<?xml"), 0
    while skipped := _COMMENT.match(start, at):
        at = skipped.end()
    if _HTML.match(start, at) or (not declared_xml and _HTML_PIECE.match(start, at)):
        return ft.HTML
    if _SVG.match(start, at):
        return ft.SVG
    if _SCRIPT_HOST.match(start, at) and "<script" in start.lower():
        return ft.SCRIPT
    return ft.XML if declared_xml or _ELEMENT.match(start, at) else ft.TEXT


def _is_json(start: str, *, whole: bool) -> bool:
    if not whole:
        return bool(re.match(r'[{\[]\s*(?:["{\[\]}]|-?\d|true|false|null)', start))
    try:
        json.loads(start)
    except (ValueError, RecursionError):
        return False
    return True
