"""Text can be read on what it stands on, in both themes, and every token the window names exists."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.ui.look.sheet import stylesheet
from app.ui.look.signs import KIND_ICONS, MEDIA_SIGNS, STATUS_SIGNS, UPLOAD_SIGNS
from app.ui.look.tokens import Mode, Tokens
from tests.gui.looks import RESOURCES

TOKENS = Tokens.load(RESOURCES)
UI = Path(__file__).parents[2] / "app" / "ui"

READABLE = 4.5
"""WCAG 2.2, 1.4.3: for text of ordinary size."""
SEEN = 3.0
"""WCAG 2.2, 1.4.11: for what is no text but must be seen."""

_SURFACES = ("surface.frame", "surface.panel", "surface.canvas", "surface.raised", "surface.popup", "surface.field")
_TEXTS = ("text.primary", "text.secondary", "text.tertiary")
_TONES = ("accent", "success", "warning", "danger", "info")
PAIRS = [
    *((text, surface) for text in _TEXTS for surface in _SURFACES),
    *((f"{tone}.text", surface) for tone in _TONES for surface in ("surface.panel", "surface.raised")),
    *((f"{tone}.text", f"{tone}.tint") for tone in _TONES),
    *((text, bubble) for text in ("text.primary", "text.secondary") for bubble in ("bubble.in", "bubble.out")),
    ("accent.on", "accent.base"),
    ("accent.on", "accent.hover"),
    ("accent.on", "accent.pressed"),
    ("text.primary", "surface.control"),
    ("text.primary", "surface.control_pressed"),
    ("text.primary", "surface.hover"),
    ("text.primary", "selection.row"),
    ("text.primary", "selection.text_bg"),
    ("text.inverse", "surface.tooltip"),
    ("text.link", "surface.raised"),
    ("warning.text", "surface.frame"),
]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_measured_as_the_standard_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(mode: Mode, text: str, ground: str) -> None:
    assert contrast(TOKENS.colour(mode, text), TOKENS.colour(mode, ground)) >= READABLE


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("account", TOKENS.account_names())
def test_an_account_s_letters_can_be_read_on_its_tile_chosen_or_not(mode: Mode, account: str) -> None:
    colour = {part: TOKENS.colour(mode, f"account.{account}.{part}") for part in ("fill", "on", "text", "tint")}
    assert contrast(colour["on"], colour["fill"]) >= READABLE
    assert contrast(colour["text"], colour["tint"]) >= READABLE


@pytest.mark.parametrize("mode", Mode)
def test_the_initials_of_people_can_be_read(mode: Mode) -> None:
    assert all(contrast(back, front) >= READABLE for back, front in TOKENS.avatars(mode))


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("ground", _SURFACES)
@pytest.mark.parametrize("path", ["focus.ring", "line.control"])
def test_what_is_no_text_can_be_seen(mode: Mode, ground: str, path: str) -> None:
    assert contrast(TOKENS.colour(mode, path), TOKENS.colour(mode, ground)) >= SEEN


def test_both_themes_name_the_same_colours() -> None:
    themes = json.loads((RESOURCES / "look" / "tokens.json").read_text("utf-8"))["themes"]
    light, dark = ({path for path, _ in leaves(themes[mode.value])} for mode in Mode)
    assert light == dark


def leaves(values: object, path: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(values, dict):
        for key, value in values.items():
            yield from leaves(value, f"{path}.{key}" if path else key)
    else:
        yield path, values


def test_every_colour_that_the_window_names_is_in_both_themes() -> None:
    """A misspelt path would be a KeyError in the middle of painting."""
    groups = tuple(
        f"{name}." for name in json.loads((RESOURCES / "look" / "tokens.json").read_text())["themes"]["light"]
    )
    named = {text for file in UI.rglob("*.py") for text in strings(file) if text.startswith(groups) and " " not in text}
    named = {text for text in named if text.replace(".", "").replace("_", "").isalpha() and not text.endswith(".py")}
    assert len(named) > 40
    for path in sorted(named):
        if path.endswith((".alpha", ".")) or path.startswith(("account.", "accounts.")):
            continue
        for mode in Mode:
            assert TOKENS.colour(mode, path).startswith("#"), path


def strings(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_a_colour_that_does_not_exist_is_our_bug_and_said_loudly() -> None:
    with pytest.raises(KeyError):
        TOKENS.colour(Mode.LIGHT, "surface.nowhere")


def test_measures_come_in_the_shapes_that_painters_want() -> None:
    assert TOKENS.size("rail") == 72
    assert TOKENS.pair("window_min") == (960, 600)
    assert [TOKENS.space(step) for step in range(1, 7)] == [4, 8, 12, 16, 24, 32]
    assert (TOKENS.type_role("body").size, TOKENS.type_role("body").line) == (13, 20)
    assert 0 < TOKENS.number(Mode.DARK, "scrim.alpha") < 1
    assert TOKENS.motion_ms("fast_ms") < TOKENS.motion_ms("slow_ms")


@pytest.mark.parametrize("mode", Mode)
def test_the_stylesheet_has_the_colours_of_its_theme_and_no_gap(mode: Mode) -> None:
    text = stylesheet(TOKENS, mode, 1.0)
    assert TOKENS.colour(mode, "surface.panel") in text
    assert text.count("{") == text.count("}")
    assert "None" not in text


def test_the_stylesheet_grows_with_the_scale() -> None:
    assert "font-size: 13px" in stylesheet(TOKENS, Mode.LIGHT, 1.0)
    assert "font-size: 20px" in stylesheet(TOKENS, Mode.LIGHT, 1.5)


def test_every_sign_has_an_icon_and_a_colour() -> None:
    signs = [*STATUS_SIGNS.values(), *UPLOAD_SIGNS.values(), *MEDIA_SIGNS.values()]
    for icon, path in [*signs, *((icon, "text.primary") for icon in KIND_ICONS.values())]:
        assert not icon or (RESOURCES / "icons" / f"{icon}.svg").is_file()
        assert all(TOKENS.colour(mode, path) for mode in Mode)
