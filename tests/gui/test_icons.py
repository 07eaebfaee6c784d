"""Icons are drawn in the colour and fineness that is asked for, follow the theme, and none is missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap

from app.ui.look.icons import Icons
from app.ui.look.theme import Choice, Theme
from tests.gui.looks import RESOURCES

UI = Path(__file__).parents[2] / "app" / "ui"
DRAWN = sorted(file.stem for file in (RESOURCES / "icons").glob("*.svg"))
_CALL = re.compile(
    r"""(?:icon|icons\.paint|\.paint|pixmap|Glyph|EmptyState|RailButton|show_icon)\(\s*(?:[\w.]+,\s*)*["']([a-z][a-z0-9-]*)["']"""
)


def ink(pixmap: QPixmap) -> QColor:
    """Return the colour of the pixel that is covered best; thin strokes cover none of them wholly."""
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_ARGB32)
    at = max(covered(image), key=lambda place: image.pixelColor(*place).alpha())
    return image.pixelColor(*at)


def is_like(one: QColor, other: QColor) -> bool:
    """Tell whether two colours are the same but for rounding and opacity."""
    parts = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)
    return all(abs(mine - its) <= 4 for mine, its in parts)


def covered(image: QImage) -> list[tuple[int, int]]:
    return [(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y).alpha() > 0]


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_an_icon_has_the_pixels_of_the_screen_and_the_size_that_was_asked_for(icons: Icons, ratio: float) -> None:
    pixmap = icons.pixmap("search", 20, QColor("#0b7a6b"), ratio)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (20 * ratio, ratio)
    assert pixmap.deviceIndependentSize().toSize() == QSize(20, 20)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_an_icon_is_drawn_in_one_colour(icons: Icons, ratio: float) -> None:
    red = QColor("#a8231b")
    image = icons.pixmap("search", 48, red, ratio).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    well = [image.pixelColor(*at) for at in covered(image) if image.pixelColor(*at).alpha() > 100]
    assert well
    assert all(is_like(colour, red) for colour in well)


def test_a_colour_with_opacity_makes_the_icon_as_transparent(icons: Icons) -> None:
    colour = QColor("#000000")
    colour.setAlphaF(0.5)
    image = icons.pixmap("square", 48, colour, 1.0).toImage()
    deepest = max(image.pixelColor(x, y).alpha() for x, y in covered(image))
    assert deepest == pytest.approx(128, abs=3)


def test_strokes_keep_their_thickness_whatever_the_size(icons: Icons) -> None:
    """A bar of a 16 px icon is as thick as one of a 48 px icon: 1.5 px."""
    thickness = []
    for size in (16, 48):
        image = icons.pixmap("minus", size, QColor("#000000"), 4.0).toImage()
        column = [image.pixelColor(image.width() // 2, y).alpha() for y in range(image.height())]
        thickness.append(sum(column) / 255)
    assert thickness[0] == pytest.approx(6.0, abs=0.6)
    assert thickness[1] == pytest.approx(thickness[0], abs=0.6)


def test_an_icon_follows_the_theme_while_it_is_in_use(theme: Theme, icons: Icons) -> None:
    icon = icons.icon("square", "text.primary")
    light = ink(icon.pixmap(QSize(48, 48)))
    assert is_like(light, QColor("#14201e"))
    theme.choose(Choice.DARK)
    dark = ink(icon.pixmap(QSize(48, 48)))
    assert is_like(dark, theme.colour("text.primary"))
    assert not is_like(dark, light)


def test_checked_and_disabled_icons_have_their_own_colours(theme: Theme, icons: Icons) -> None:
    icon = icons.icon("square", "text.secondary", active="accent.base")
    size = QSize(48, 48)
    checked = icon.pixmap(size, QIcon.Mode.Normal, QIcon.State.On)
    disabled = icon.pixmap(size, QIcon.Mode.Disabled, QIcon.State.Off)
    assert is_like(ink(checked), theme.colour("accent.base"))
    assert is_like(ink(disabled), theme.colour("text.disabled"))


def test_an_icon_is_painted_in_the_middle_of_its_place(theme: Theme, icons: Icons) -> None:
    image = QImage(100, 40, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    icons.paint(painter, "square", QRectF(0, 0, 100, 40), "text.primary")
    painter.end()
    places = covered(image)
    left, right = min(x for x, _ in places), max(x for x, _ in places)
    assert left + right == pytest.approx(99, abs=1)
    assert 30 <= left < right < 70


def test_a_copy_of_an_icon_draws_the_same(theme: Theme, icons: Icons) -> None:
    icon = icons.icon("square", "danger.text")
    copy = QIcon(icon)
    pixmap = QPixmap(48, 48)
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    copy.paint(painter, QRect(0, 0, 48, 48))
    painter.end()
    assert is_like(ink(pixmap), theme.colour("danger.text"))
    assert pixmap.toImage() == icon.pixmap(QSize(48, 48)).toImage()


def test_an_icon_that_was_never_copied_is_our_bug(icons: Icons) -> None:
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon", 16, QColor("#000000"))


@pytest.mark.parametrize("name", DRAWN)
def test_every_icon_draws_something(icons: Icons, name: str) -> None:
    assert covered(icons.pixmap(name, 24, QColor("#000000")).toImage())


def test_every_icon_that_the_window_names_was_copied() -> None:
    named = {name: file for file in sorted(UI.rglob("*.py")) for name in _CALL.findall(file.read_text("utf-8"))}
    assert {"search", "x"} <= named.keys()
    assert {name: str(file.relative_to(UI)) for name, file in named.items() if name not in DRAWN} == {}
