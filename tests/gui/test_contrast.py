"""Everything that is read or looked at stands out from its ground, measured from the pixels of the painted window."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QLabel
from pytestqt.qtbot import QtBot

from tests.gui.measured import Finding, luminance, measure, ratio_of
from tests.gui.whole_window import WholeWindow, gallery_in, whole_window

TEXT, GLYPH = 4.5, 3.0
"""WCAG 2.2, 1.4.3 for text of ordinary size, and 1.4.11 for what is no text."""


def too_faint(found: list[Finding]) -> list[str]:
    return sorted(
        {
            f"{each.mark.what[:40]!r}: {each.contrast:.2f}, {each.ink} on {each.ground}"
            for each in found
            if each.contrast < (GLYPH if each.mark.glyph else TEXT)
        }
    )


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_all_of_the_chat_can_be_read(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dark: bool) -> None:
    with whole_window(qtbot, tmp_path, (1280, 800), dark=dark) as window:
        window.settle()
        found = measure(window.frame, monkeypatch)
        assert len(found) > 60 and not too_faint(found)
        numbers = [each.mark.what for each in found if re.fullmatch(r"[\d.,:]+…", each.mark.what)]
        assert not numbers, "a number is cut"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_bubbles_of_every_kind_can_be_read(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dark: bool
) -> None:
    with whole_window(qtbot, tmp_path, (1280, 800), dark=dark) as window:
        shown = window.pane("chat")._list
        found: list[Finding] = []
        for page in range(shown.verticalScrollBar().maximum(), -1, -int(shown.viewport().height() * 0.9)):
            shown.verticalScrollBar().setValue(page)
            window.settle()
            found += measure(window.pane("chat"), monkeypatch)
        assert len(found) > 100 and not too_faint(found)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_all_of_the_gallery_can_be_read(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dark: bool
) -> None:
    with whole_window(qtbot, tmp_path, (1280, 800), dark=dark) as window, gallery_in(window) as gallery:
        qtbot.waitUntil(lambda: _rows_known(gallery))
        window.settle()
        found = measure(window.frame, monkeypatch)
        assert len(found) > 60 and not too_faint(found)


def _rows_known(gallery: object) -> bool:
    grid = gallery._area.grid
    return all(grid.tiles.tile_at(position).item is not None for position in grid.visible_positions())


def test_what_is_too_faint_is_found(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    place = QFrame()
    qtbot.addWidget(place)
    place.setStyleSheet("background: #ffffff")
    place.resize(200, 60)
    for number, colour in enumerate(("#767676", "#777777")):
        label = QLabel(colour, place)
        label.setStyleSheet(f"color: {colour}; font-size: 16px")
        label.setGeometry(0, 30 * number, 200, 30)
    place.show()
    faint = too_faint(measure(place, monkeypatch))
    assert len(faint) == 1 and "#777777" in faint[0]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_ring_of_the_keyboard_stands_out_from_what_is_around_it(qtbot: QtBot, tmp_path: Path, dark: bool) -> None:
    with whole_window(qtbot, tmp_path, (1280, 800), dark=dark) as window:
        window.frame.activateWindow()
        window.settle()
        window.frame.rail.focus_first()
        for _zone in range(4):
            before = picture(window)
            window.frame.next_zone(forward=True)
            window.settle()
            now = picture(window)
            changed = before != now
            colours, counts = np.unique(now[changed], return_counts=True)
            assert len(colours), f"nothing is seen of the keyboard at {window.frame.focusWidget()}"
            ring = int(colours[counts.argmax()])
            was = before[changed & (now == ring)]
            around, times = np.unique(was, return_counts=True)
            contrast = ratio_of(luminance(ring), luminance(int(around[times.argmax()])))
            assert contrast >= GLYPH, f"{contrast:.2f} at {window.frame.focusWidget()}"


def picture(window: WholeWindow) -> np.ndarray:
    """Return the painted window as rows of colours."""
    image = window.frame.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), dtype=np.uint32).reshape(image.height(), image.bytesPerLine() // 4).copy()
