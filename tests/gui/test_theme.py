"""The theme follows the user, else the system, and everything that was styled follows the theme."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.ui.look.avatar import Avatar, avatar_colours
from app.ui.look.icons import Icons
from app.ui.look.lettering import Lettering
from app.ui.look.theme import Choice, Theme
from app.ui.look.tokens import Mode
from tests.gui.looks import RESOURCES, make_look


def test_choosing_a_theme_changes_colours_palette_and_stylesheet_at_once(qtbot: QtBot, theme: Theme) -> None:
    light = theme.colour("surface.panel")
    with qtbot.waitSignal(theme.changed):
        theme.choose(Choice.DARK)
    assert theme.mode is Mode.DARK
    dark = theme.colour("surface.panel")
    assert dark.lightness() < 80 < light.lightness()
    assert QApplication.palette().color(QPalette.ColorRole.Window) == dark
    assert dark.name().upper() in QApplication.instance().styleSheet().upper()


def test_choosing_what_is_chosen_restyles_nothing(qtbot: QtBot, theme: Theme) -> None:
    with qtbot.assertNotEmitted(theme.changed):
        theme.choose(Choice.LIGHT)


def test_a_label_is_painted_in_the_theme_in_force(qtbot: QtBot, theme: Theme) -> None:
    panel = QWidget()
    qtbot.addWidget(panel)
    panel.setProperty("surface", "panel")
    panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    panel.resize(40, 40)
    for choice in (Choice.DARK, Choice.LIGHT):
        theme.choose(choice)
        assert panel.grab().toImage().pixelColor(20, 20) == theme.colour("surface.panel")


def test_without_a_choice_the_system_is_followed(qtbot: QtBot, qapp: object) -> None:
    theme = Theme(RESOURCES)
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert theme.choice is Choice.SYSTEM
    assert theme.mode is (Mode.DARK if dark else Mode.LIGHT)
    with qtbot.waitSignal(theme.changed):
        QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    theme.choice = Choice.LIGHT
    with qtbot.assertNotEmitted(theme.changed):
        QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)


@pytest.mark.parametrize(("asked", "taken"), [(0.1, 0.8), (1.5, 1.5), (9.0, 2.0)])
def test_the_scale_stays_between_its_limits(theme: Theme, asked: float, taken: float) -> None:
    theme.set_scale(asked)
    assert theme.scale == taken
    assert theme.px(100) == round(100 * taken)
    assert theme.size("rail") == round(72 * taken)


def test_text_grows_with_the_scale(qapp: object) -> None:
    small, _icons = make_look()
    sizes = [small.font(role).pixelSize() for role in ("caption", "body", "title", "page")]
    large, _icons = make_look(scale=2.0)
    assert [large.font(role).pixelSize() for role in ("caption", "body", "title", "page")] == [2 * s for s in sizes]
    assert sizes == [11, 13, 15, 20]
    assert large.line("body") == 2 * small.line("body") == 40


def test_semibold_text_is_heavier_than_body_text(theme: Theme) -> None:
    assert theme.font("body", semibold=True).weight() > theme.font("body").weight()
    assert theme.mono().pixelSize() == 11


def test_a_label_of_a_role_takes_its_colour_from_the_theme(qtbot: QtBot, theme: Theme) -> None:
    label = QLabel("x")
    qtbot.addWidget(label)
    label.setProperty("role", "danger")
    theme.apply()
    label.ensurePolished()
    assert label.palette().color(QPalette.ColorRole.WindowText) == theme.colour("danger.text")


def test_reduced_motion_takes_no_time(theme: Theme) -> None:
    assert theme.motion_ms("normal_ms") > 0
    theme.reduced_motion = True
    assert theme.motion_ms("normal_ms") == 0


def test_a_faded_colour_leaves_the_token_alone(theme: Theme) -> None:
    faded = theme.faded("text.primary", 0.25)
    assert faded.alphaF() == pytest.approx(0.25, abs=0.01)
    assert theme.colour("text.primary").alpha() == 255


def test_kept_fonts_are_made_anew_when_the_scale_changes(theme: Theme) -> None:
    letters = Lettering(theme)
    before = letters.width("Marina Prado")
    assert letters.font() is letters.font()
    theme.set_scale(2.0)
    assert letters.width("Marina Prado") > 1.5 * before


def test_the_same_person_has_the_same_colours_always(theme: Theme) -> None:
    pairs = {avatar_colours(theme, f"+55119{number:08}")[0].name() for number in range(60)}
    assert len(pairs) == len(theme.tokens.avatars(Mode.LIGHT))
    assert avatar_colours(theme, "+5511981423307") == avatar_colours(theme, "+5511981423307")


def test_a_person_s_circle_is_round_and_of_their_colour(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    avatar = Avatar(theme, icons, 40)
    qtbot.addWidget(avatar)
    avatar.resize(avatar.sizeHint())
    avatar.setAutoFillBackground(False)
    image = avatar.grab().toImage()
    assert image.pixelColor(20, 4) == theme.colour("surface.skeleton")
    avatar.show_person("+5511981423307", "")
    back, _front = avatar_colours(theme, "+5511981423307")
    image = avatar.grab().toImage()
    assert image.pixelColor(20, 3) == QColor(back)
    assert image.pixelColor(0, 0) != QColor(back)
