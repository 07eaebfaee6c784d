"""Names are shortened where they lose least, initials are what people expect, and bars and counts fit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QKeySequence, QPainter

from app.ui.look.account_tile import paint_account
from app.ui.look.elide import elided_end, elided_name, name_lines, one_line
from app.ui.look.initials import initials
from app.ui.look.keys import key_words
from app.ui.look.marks import count_text, paint_connection, paint_count
from app.ui.look.shapes import BOTTOM, TOP, progress_bar, rounded_path, square_in
from app.ui.look.theme import Theme
from app.ui.look.wave import bars, paint_wave

LONG = "proposta_comercial_moveis_recepcao_cliente_final_rev3.pdf"


@pytest.fixture
def metrics(theme: Theme) -> QFontMetricsF:
    return QFontMetricsF(theme.font())


def test_a_name_in_two_lines_breaks_where_a_word_of_it_ends(metrics: QFontMetricsF) -> None:
    first, second = name_lines(metrics, LONG, metrics.horizontalAdvance(LONG) * 0.62)
    assert first.endswith("_") and first + second == LONG
    first, second = name_lines(metrics, "a" * 40 + ".pdf", metrics.horizontalAdvance("a" * 30))
    assert first == "a" * 30 and second.endswith(".pdf"), "without a place to break every letter counts"


def test_a_file_name_loses_its_middle_and_keeps_its_ending(metrics: QFontMetricsF) -> None:
    shown = elided_name(metrics, LONG, 200)
    assert shown.startswith("prop")
    assert shown.endswith("_rev3.pdf")
    assert "…" in shown
    assert metrics.horizontalAdvance(shown) <= 200


def test_a_sentence_loses_its_end(metrics: QFontMetricsF) -> None:
    shown = elided_end(metrics, "Chegaram só duas caixas, falta a mesa.", 120)
    assert shown.startswith("Chegaram")
    assert shown.endswith("…")
    assert metrics.horizontalAdvance(shown) <= 120


def test_what_fits_is_left_alone(metrics: QFontMetricsF) -> None:
    assert elided_name(metrics, "boleto.pdf", 1000) == "boleto.pdf"
    assert elided_end(metrics, "Oi", 1000) == "Oi"
    assert name_lines(metrics, "boleto.pdf", 1000) == ["boleto.pdf"]


def test_a_long_name_is_broken_into_two_lines_before_anything_is_lost(metrics: QFontMetricsF) -> None:
    width = metrics.horizontalAdvance(LONG) * 0.6
    lines = name_lines(metrics, LONG, width)
    assert "".join(lines) == LONG
    assert all(metrics.horizontalAdvance(line) <= width for line in lines)
    short = name_lines(metrics, LONG * 2, width)
    assert len(short) == 2
    assert short[0].endswith("…")
    assert short[1].endswith("rev3.pdf")


@given(name=st.text(min_size=1, max_size=80), width=st.integers(min_value=60, max_value=400))
@settings(derandomize=True, max_examples=60, deadline=None)
def test_any_name_is_shortened_to_one_line_that_fits(name: str, width: int) -> None:
    metrics = QFontMetricsF(QFont())
    shown = elided_name(metrics, name, width)
    assert "\n" not in shown
    assert metrics.horizontalAdvance(shown) <= width + metrics.horizontalAdvance(name[:1]) + 1


def test_line_breaks_become_blanks() -> None:
    assert one_line("Rua das Palmeiras,\r\n214\tfundos") == "Rua das Palmeiras, 214 fundos"
    assert one_line("a  b") == "a  b"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Marina Prado", "MP"),
        ("Ana Beatriz de Albuquerque e Vasconcelos", "AV"),
        ("Paulo", "PA"),
        ("élodie", "ÉL"),
        ("ياسمين الخطيب", "يا"),
        ("+55 11 98142-3307", ""),
        ("status@broadcast", ""),
        ("🎉🎉", ""),
        ("", ""),
    ],
)
def test_initials_are_the_first_letters_of_the_first_and_last_word(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(("count", "text"), [(1, "1"), (999, "999"), (1000, "999+"), (12_408, "999+")])
def test_large_counts_are_given_up_on_openly(count: int, text: str) -> None:
    assert count_text(count) == text


def test_keys_are_written_as_people_read_them() -> None:
    assert key_words("Ctrl+K").replace("⌘", "Ctrl ").replace("  ", " ") == "Ctrl K"
    assert key_words(QKeySequence("F1")) == "F1"


def painted(width: int, height: int) -> tuple[QImage, QPainter]:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor("#000000"))
    return image, QPainter(image)


def share_of(image: QImage, colour: QColor) -> float:
    places = [(x, y) for x in range(image.width()) for y in range(image.height())]
    return sum(image.pixelColor(*at).name() == colour.name() for at in places) / len(places)


def test_a_count_of_nothing_paints_nothing(theme: Theme) -> None:
    image, painter = painted(60, 60)
    paint_count(painter, theme, QRectF(10, 10, 40, 40), 0, "surface.frame")
    painter.end()
    assert share_of(image, QColor("#000000")) == 1.0


def test_a_count_stands_at_the_upper_right_corner(theme: Theme) -> None:
    image, painter = painted(60, 60)
    paint_count(painter, theme, QRectF(10, 10, 40, 40), 7, "surface.frame")
    painter.end()
    accent = theme.colour("accent.base").name()
    found = [(x, y) for x in range(60) for y in range(60) if image.pixelColor(x, y).name() == accent]
    assert found
    assert min(x for x, _y in found) > 30
    assert max(y for _x, y in found) < 30


@pytest.mark.parametrize(
    ("state", "path"),
    [("connected", "success.fill"), ("unreached", "warning.fill"), ("disconnected", "danger.fill")],
)
def test_a_connection_has_its_colour_and_its_own_shape(theme: Theme, state: str, path: str) -> None:
    image, painter = painted(60, 60)
    paint_connection(painter, theme, QRectF(10, 10, 40, 40), state, "surface.frame")
    painter.end()
    assert share_of(image, theme.colour(path)) > 0
    others = {"success.fill", "warning.fill", "danger.fill"} - {path}
    assert all(share_of(image, theme.colour(other)) == 0 for other in others)


def test_a_connection_that_is_not_known_has_no_mark(theme: Theme) -> None:
    image, painter = painted(60, 60)
    paint_connection(painter, theme, QRectF(10, 10, 40, 40), "unknown", "surface.frame")
    painter.end()
    assert share_of(image, QColor("#000000")) == 1.0


def test_an_account_s_tile_is_filled_with_its_colour(theme: Theme) -> None:
    image, painter = painted(20, 20)
    paint_account(painter, theme, QRectF(0, 0, 20, 20), "terracota", "E")
    painter.end()
    assert share_of(image, theme.colour("account.terracota.fill")) > 0.4


@pytest.mark.parametrize(("fraction", "share"), [(-1.0, 0.0), (0.0, 0.0), (0.5, 0.5), (1.0, 1.0), (7.0, 1.0)])
def test_a_progress_bar_is_as_long_as_what_is_done(theme: Theme, fraction: float, share: float) -> None:
    image, painter = painted(200, 4)
    progress_bar(painter, theme, QRectF(0, 0, 200, 4), fraction)
    painter.end()
    assert share_of(image, theme.colour("accent.base")) == pytest.approx(share, abs=0.03)


def test_only_the_corners_that_are_asked_for_are_round() -> None:
    rect = QRectF(0, 0, 40, 40)
    for corners, upper, lower in ((TOP, False, True), (BOTTOM, True, False)):
        path = rounded_path(rect, 12, corners)
        assert path.contains(QRectF(0.2, 0.2, 0.5, 0.5)) is upper
        assert path.contains(QRectF(0.2, 39.2, 0.5, 0.5)) is lower


def test_icons_are_placed_on_whole_pixels() -> None:
    place = square_in(QRectF(0.3, 0.7, 33, 21), 16)
    assert (place.x() % 1, place.y() % 1, place.width()) == (0, 0, 16)
    assert square_in(QRectF(5, 0, 33, 21), 16, left=True).x() == 5


@given(levels=st.binary(max_size=200), count=st.integers(min_value=0, max_value=120))
@settings(derandomize=True, max_examples=80)
def test_a_waveform_has_as_many_bars_as_there_is_room_for(levels: bytes, count: int) -> None:
    heights = bars(levels, count)
    assert len(heights) == count
    assert all(0 <= height <= 1 for height in heights)
    if 0 < len(levels) == count:
        assert max(heights) == pytest.approx(min(1.0, max(levels) / 100))


def test_the_loudest_moment_stays_when_bars_are_fewer_than_levels() -> None:
    assert max(bars(bytes([5, 5, 90, 5, 5, 5, 5, 5]), 3)) == 0.9
    assert bars(b"", 4) == (0.0, 0.0, 0.0, 0.0)
    assert bars(bytes([10, 50]), 4) == (0.1, 0.1, 0.5, 0.5)


def test_what_was_played_has_another_colour_than_the_rest(theme: Theme) -> None:
    image, painter = painted(200, 20)
    levels = bytes([100] * 50)
    paint_wave(
        painter, theme, QRectF(0, 0, 200, 20), levels, played=0.5, rest="wave.rest", halo="surface.raised", knob=False
    )
    painter.end()
    played, rest = theme.colour("wave.played").name(), theme.colour("wave.rest").name()
    middle = [image.pixelColor(x, 10).name() for x in range(200)]
    assert played in middle[:96]
    assert rest not in middle[:96]
    assert rest in middle[104:]
    assert played not in middle[104:]
