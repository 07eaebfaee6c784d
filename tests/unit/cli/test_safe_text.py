"""What customers wrote cannot steer the terminal that it is shown on."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from app.cli.output import console_for
from app.cli.safe_text import shown
from app.cli.tables import facts, table


@given(st.text(max_size=40))
def test_nothing_that_steers_a_terminal_is_shown(text: str) -> None:
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in shown(text))


def test_ordinary_text_stays_as_it_is() -> None:
    assert shown("pão de queijo ✓ 日本") == "pão de queijo ✓ 日本"


def test_text_that_is_turned_around_is_not() -> None:
    assert "\u202e" not in shown("photo\u202egpj.exe")


def test_nothing_in_a_table_is_read_as_markup() -> None:
    stream = io.StringIO()
    console_for(stream).print(table(("Name",), [("[bold]x[/bold] :smile: \x1b[31m",)]))
    console_for(stream).print(facts([("A", "[red]y[/red]")]))
    assert "[bold]x[/bold] :smile: \ufffd[31m" in stream.getvalue()
    assert "[red]y[/red]" in stream.getvalue()
