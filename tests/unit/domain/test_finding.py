"""Hits are marked where the full-text indexes find them: beginnings of words, accents and case ignored."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.finding import BEGIN, END, Spans, digits_in, moved, spans_in, unmarked


def marked(text: str, spans: Spans) -> str:
    """Return a text with brackets around what was found."""
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], f"[{text[start:end]}]"]
        at = end
    return "".join([*parts, text[at:]])


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("Marina Prado", "mar", "[Marina] Prado"),
        ("Marina Prado", "ina", "Marina Prado"),
        ("João Antônio", "joao ANTO", "[João] [Antônio]"),
        ("Joa\u0303o", "joão", "[Joa\u0303o]"),
        ("boleto-maio_2026.pdf", "maio_2026", "boleto-[maio]_[2026].pdf"),
        ("maio 2025, 2026", "maio_2026", "maio 2025, 2026"),
        ("Marina Prado", "", "Marina Prado"),
        ("Marina Prado", "👍 -", "Marina Prado"),
        ("محمد علي", "محمد", "[محمد] علي"),
    ],
)
def test_words_that_begin_so_are_found(text: str, wanted: str, found: str) -> None:
    assert marked(text, spans_in(text, wanted)) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("98142", "+55 11 [98142]-3307"),
        ("(11) 98142-33", "+55 [11 98142-33]07"),
        ("3307x", "+55 11 98142-3307"),
        ("99", "+55 11 98142-3307"),
        ("--", "+55 11 98142-3307"),
    ],
)
def test_digits_are_found_however_they_are_written(typed: str, found: str) -> None:
    number = "+55 11 98142-3307"
    assert marked(number, digits_in(number, typed)) == found


def test_marks_of_a_snippet_become_places() -> None:
    assert unmarked(f"o {BEGIN}boleto{END} de {BEGIN}maio{END}") == ("o boleto de maio", ((2, 8), (12, 16)))
    assert unmarked(f"{END}a{BEGIN}b{BEGIN}{END}") == ("ab", ())


@pytest.mark.parametrize(
    ("text", "shown", "spans", "found"),
    [
        ("boleto_maio_2026.pdf", "boleto_…2026.pdf", ((12, 16),), "boleto_…[2026].pdf"),
        ("boleto_maio_2026.pdf", "boleto_…2026.pdf", ((7, 11),), "boleto_[…]2026.pdf"),
        ("boleto_maio_2026.pdf", "bol…2026.pdf", ((0, 6),), "[bol…]2026.pdf"),
        ("um texto longo", "um texto…", ((3, 8), (9, 14)), "um [texto][…]"),
        ("abc", "abc", ((0, 1),), "[a]bc"),
    ],
)
def test_marks_follow_a_text_that_was_cut(text: str, shown: str, spans: Spans, found: str) -> None:
    assert marked(shown, moved(spans, text, shown)) == found


@settings(derandomize=True, max_examples=200)
@given(st.text(max_size=40), st.text(max_size=20))
def test_any_text_can_be_looked_through(text: str, wanted: str) -> None:
    for spans in (spans_in(text, wanted), digits_in(text, wanted)):
        ends = [place for span in spans for place in span]
        assert ends == sorted(ends) and all(0 <= place <= len(text) for place in ends)


@settings(derandomize=True, max_examples=200)
@given(st.text("ab", max_size=12), st.integers(0, 12), st.integers(0, 12))
def test_moved_marks_lie_in_what_is_shown(text: str, head: int, tail: int) -> None:
    head, tail = min(head, len(text)), min(tail, max(0, len(text) - head))
    shown = text[:head] + "…" + text[len(text) - tail :]
    for start, end in moved(((0, len(text)),) if text else (), text, shown):
        assert 0 <= start < end <= len(shown)
