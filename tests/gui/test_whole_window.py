"""The whole window keeps its shape: nothing is clipped or lies on anything else, in any size and language."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from app.ui.panes.chat.overlays import JumpPill, StickyDay
from app.ui.panes.drop_overlay import DropOverlay
from app.ui.panes.gallery.bubble import Bubble
from app.ui.panes.gallery.tabs import KindTab
from app.ui.panes.player import PlayerBar
from tests.gui.geometry import faults
from tests.gui.whole_window import WholeWindow, gallery_in, whole_window

LAID_OVER = (StickyDay, JumpPill, DropOverlay, Bubble, KindTab)
LANGUAGES = ("pt_BR", "es", "en")
SIZES = {"960×600": ((960, 600), 1.0), "960×600 at 150 %": ((960, 600), 1.5), "1280×800": ((1280, 800), 1.0)}


def found(window: WholeWindow) -> list[str]:
    """Return the faults of the window. The emoji stand in their field on purpose."""
    window.settle()
    return [fault for fault in faults(window.frame, laid_over=LAID_OVER) if "MessageField" not in fault]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_chat_list_rail_and_bottom_bar_keep_their_shape(qtbot: QtBot, tmp_path: Path, size: str, language: str) -> None:
    (width, height), scale = SIZES[size]
    with whole_window(qtbot, tmp_path, (width, height), language=language, scale=scale) as window:
        assert (window.frame.width(), window.frame.height()) == (width, height), "the window would not get so small"
        assert not found(window)
        bubbles = [bubble_right(window, row) for row in range(window.pane("chat")._model.rowCount())]
        assert max(bubbles) <= window.pane("chat")._list.viewport().width()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", list(SIZES)[:2])
def test_the_gallery_keeps_its_shape(qtbot: QtBot, tmp_path: Path, size: str, language: str) -> None:
    (width, height), scale = SIZES[size]
    with (
        whole_window(qtbot, tmp_path, (width, height), language=language, scale=scale) as window,
        gallery_in(window),
    ):
        assert (window.frame.width(), window.frame.height()) == (width, height)
        assert not found(window)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bottom_bar_folds_parts_away_and_never_cuts_a_number(qtbot: QtBot, tmp_path: Path, language: str) -> None:
    with whole_window(qtbot, tmp_path, (960, 600), language=language, scale=1.5) as window:
        bar, player = window.frame.bottom, window.pane("player")
        assert bar.minimumSizeHint().width() <= 960
        assert isinstance(player, PlayerBar) and player.width() >= player.minimumSizeHint().width()
        transfers, expiry = bar._transfers, bar._expiry
        assert transfers._count.isVisible() and not transfers._speed.isVisible()
        assert transfers._speed.text() in transfers.toolTip()
        assert expiry.text() in (expiry.toolTip(), expiry.accessibleName())
        assert all(button.width() >= 32 for button in window.frame.rail.findChildren(QToolButton) if button.isVisible())


def test_a_chat_at_its_end_stays_there_when_text_grows_or_the_window_shrinks(qtbot: QtBot, tmp_path: Path) -> None:
    with whole_window(qtbot, tmp_path, (1280, 800)) as window:
        shown = window.pane("chat")._list
        window.settle()
        assert shown.at_bottom()
        for scale, size in ((1.5, (1280, 800)), (1.5, (960, 600)), (1.0, (960, 600)), (1.25, (1100, 700))):
            window.theme.set_scale(scale)
            window.frame.resize(*size)
            window.settle()
            assert shown.at_bottom(), f"at {scale} in {size}"


def bubble_right(window: WholeWindow, row: int) -> float:
    shown = window.pane("chat")._list
    index = shown.model().index(row, 0)
    return shown._delegate.places(index, shown.visualRect(index)).bubble.right()
