"""The frame: pages, panels, keys between the parts, all as the user left it. Panes here are plain stand-ins."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QListWidget, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.services.settings import SECTION, SIDE_PANEL
from app.system.settings_file import SettingsFile
from app.texts import set_language
from app.ui import pane_places
from app.ui.look.focus import FocusRing
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.main_window import MainWindow
from app.ui.pane_places import Panes, Place, Placeholder
from tests.gui.looks import make_look


class PlainPane(QFrame):
    """A pane with a button, as far as the frame is concerned."""

    def __init__(self, _theme: Theme, _icons: Icons) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        self.button = QPushButton("Something")
        column.addWidget(self.button)
        self.spoken = 0

    def retranslate(self) -> None:
        """Count."""
        self.spoken += 1


class ZonedPane(QFrame):
    """A pane that names its own parts for F6."""

    def __init__(self, _theme: Theme, _icons: Icons) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        self.parts = [QListWidget(), QPushButton("Send")]
        for part in self.parts:
            place = QWidget()
            place.setProperty("zone", True)
            inner = QVBoxLayout(place)
            inner.addWidget(part)
            column.addWidget(place)


@pytest.fixture(autouse=True)
def _plain_panes(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = {"ChatPane": ZonedPane, "Nothing": None}
    monkeypatch.setattr(pane_places, "pane_class", lambda module, name: kinds.get(name, PlainPane) if module else None)


def frame(qtbot: QtBot, folder: Path, *, scale: float = 1.0) -> MainWindow:
    theme, icons = make_look(scale=scale)
    window = MainWindow(theme, icons, SettingsFile(folder / "window.json"), Panes(theme, icons))
    qtbot.addWidget(window)
    window.show_section("chats")
    window.show()
    qtbot.waitExposed(window)
    return window


def side(window: MainWindow) -> QWidget:
    return window.findChild(QWidget, "side")


def test_the_first_start_has_the_drawn_size_and_widths(qtbot: QtBot, tmp_path: Path) -> None:
    window = frame(qtbot, tmp_path)
    assert (window.width(), window.height()) == (1280, 800)
    assert window.rail.width() == 72 and window.bottom.height() == 48
    assert window.findChild(QWidget, "chats").width() == 288 and side(window).width() == 288


def test_a_page_is_made_when_it_is_first_shown_and_only_once(qtbot: QtBot, tmp_path: Path) -> None:
    window = frame(qtbot, tmp_path)
    assert window.findChild(QWidget, "gallery") is None
    shown: list[str] = []
    window.section_shown.connect(shown.append)
    for name in ("gallery", "chats", "gallery"):
        window.show_section(name)
    assert len(window.findChildren(QWidget, "gallery")) == 1
    assert shown == ["gallery", "chats", "gallery"] and window.section == "gallery"
    assert window.findChild(QWidget, "gallery").isVisible()


def test_what_the_user_had_comes_back(qtbot: QtBot, tmp_path: Path) -> None:
    first = frame(qtbot, tmp_path)
    first.resize(1200, 700)
    first.show_section("gallery")
    first.show_section("chats")
    first._split.setSizes([250, 600, 300])
    qtbot.wait(10)
    sizes = first._split.sizes()
    first.keep_state()
    again = frame(qtbot, tmp_path)
    again.resize(first.size())
    assert again._split.sizes() == sizes
    assert (again.width(), again.height()) == (1200, 700)


def test_the_page_in_front_is_remembered_but_not_the_viewer(qtbot: QtBot, tmp_path: Path) -> None:
    window = frame(qtbot, tmp_path)
    settings = window._settings
    window.show_section("queue")
    window.show_section("viewer")
    assert settings.get(SECTION) == "queue"


def test_the_side_panel_closes_and_is_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    window = frame(qtbot, tmp_path)
    window.resize(1280, 800)
    told: list[bool] = []
    window.side_panel_changed.connect(told.append)
    window.show_side_panel(shown=False)
    assert not side(window).isVisible() and told == [False]
    window.keep_state()
    again = frame(qtbot, tmp_path)
    again.resize(1280, 800)
    assert not again.side_panel_shown


def test_in_a_narrow_window_the_side_panel_makes_room_and_comes_back(qtbot: QtBot, tmp_path: Path) -> None:
    window = frame(qtbot, tmp_path)
    window.resize(1280, 800)
    assert window.side_panel_shown
    window.resize(960, 600)
    qtbot.waitUntil(lambda: not window.side_panel_shown)
    window.show_side_panel(shown=True)
    assert window.side_panel_shown, "who asks for it there gets it"
    assert window._settings.get(SIDE_PANEL) is True
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: window.side_panel_shown)


def test_larger_text_makes_a_window_narrow_and_smaller_text_wide_again(qtbot: QtBot, tmp_path: Path) -> None:
    window = frame(qtbot, tmp_path)
    window.resize(1280, 800)
    window._theme.set_scale(1.5)
    assert not window.side_panel_shown
    window._theme.set_scale(1.0)
    assert window.side_panel_shown


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5, 2.0])
def test_every_part_has_its_place_in_the_smallest_window(qtbot: QtBot, tmp_path: Path, scale: float) -> None:
    window = frame(qtbot, tmp_path, scale=scale)
    window.resize(960, 600)
    qtbot.wait(20)
    assert (window.width(), window.height()) == (960, 600)
    parts = [window.rail, window.findChild(QWidget, "chats"), window._chat, window.bottom]
    placed = [part.rect().translated(part.mapTo(window, part.rect().topLeft())) for part in parts]
    assert all(window.rect().contains(place) for place in placed)
    overlapping = [(a, b) for a in placed for b in placed if a is not b and a.intersects(b)]
    assert not overlapping


def test_f6_walks_the_parts_and_back(qtbot: QtBot, tmp_path: Path) -> None:
    window = frame(qtbot, tmp_path)
    window.resize(1280, 800)
    window.show_chat(shown=True)
    window.activateWindow()
    walked = []
    for _step in range(6):
        window.next_zone(forward=True)
        walked.append(window.focusWidget())
    chat = window.findChild(ZonedPane)
    names = [_owner(window, widget) for widget in walked]
    assert names == ["rail", "chats", "chat", "chat", "side", "bottom"]
    assert walked[2] is chat.parts[0] and walked[3] is chat.parts[1]
    window.next_zone(forward=True)
    assert _owner(window, window.focusWidget()) == "rail"
    window.next_zone(forward=False)
    assert _owner(window, window.focusWidget()) == "bottom"


def _owner(window: MainWindow, widget: QWidget) -> str:
    named = {"rail": window.rail, "bottom": window.bottom}
    named |= {name: window.findChild(QWidget, name) for name in ("chats", "chat", "side")}
    return next(name for name, part in named.items() if part is not None and part.isAncestorOf(widget))


def test_the_ring_is_for_the_keyboard_and_not_for_clicks(qtbot: QtBot, tmp_path: Path) -> None:
    window = frame(qtbot, tmp_path)
    ring = window.findChild(FocusRing)
    button = window.findChild(PlainPane, "chats").button
    qtbot.mousePress(button, Qt.MouseButton.LeftButton)
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not ring.isVisible()
    qtbot.mouseRelease(button, Qt.MouseButton.LeftButton)
    window.next_zone(forward=True)
    window.next_zone(forward=True)
    qtbot.waitUntil(lambda: ring.isVisible())
    target = ring.target
    around = target.rect().translated(target.mapTo(window, target.rect().topLeft()))
    assert ring.geometry() == around.adjusted(-4, -4, 4, 4)
    target.hide()
    assert ring.target is not target, "Qt gives the focus to the next one, and the ring goes along"


def test_closing_is_a_wish(qtbot: QtBot, tmp_path: Path) -> None:
    window = frame(qtbot, tmp_path)
    with qtbot.waitSignal(window.close_wanted):
        window.close()
    assert window.isVisible()


def test_a_place_without_its_pane_says_what_would_be_there(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    theme, icons = make_look()
    monkeypatch.setitem(
        pane_places.PLACES, "extra", Place("app.ui.panes.extra", "Nothing", "eye", "Gallery", "Choose one on the left.")
    )
    panes, made = Panes(theme, icons), []
    panes.made.connect(lambda name, _pane: made.append(name))
    placeholder = panes.get("extra")
    qtbot.addWidget(placeholder)
    assert isinstance(placeholder, Placeholder) and panes.real("extra") is None and made == []
    set_language("pt_BR")
    panes.retranslate()
    state = placeholder._state
    assert state.accessibleName() == "Galeria" and state.accessibleDescription() == "Escolha uma à esquerda."


def test_a_pane_is_announced_when_it_is_made_and_spoken_to_when_the_language_changes(qtbot: QtBot) -> None:
    theme, icons = make_look()
    panes, made = Panes(theme, icons), []
    panes.made.connect(lambda name, pane: made.append((name, pane)))
    gallery = panes.get("gallery")
    qtbot.addWidget(gallery)
    assert made == [("gallery", gallery)] and panes.existing("queue") is None
    panes.retranslate()
    assert gallery.spoken == 1


def test_a_module_that_is_not_there_is_no_error_and_one_that_is_broken_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    assert pane_places.pane_class("app.ui.panes.of_tomorrow", "Pane") is None
    assert pane_places.pane_class("app.ui.panes.rail", "NoSuchPane") is None
    assert pane_places.pane_class("", "") is None
    (tmp_path / "broken_pane.py").write_text("import no_such_library_anywhere\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError):
        pane_places.pane_class("broken_pane", "Pane")
