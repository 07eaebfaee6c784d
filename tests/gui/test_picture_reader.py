"""Pictures are decoded by what they begin with, on any thread, and nothing is guessed."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.ui.look.picture_reader import picture_of, reader_of

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="7"><rect width="9" height="7"/></svg>'


def made(form: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (9, 7), (10, 120, 200)).save(stream, form)
    return stream.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "BMP"])
def test_what_customers_send_is_decoded_from_bytes_and_files(tmp_path: Path, form: str) -> None:
    (tmp_path / "misnamed.txt").write_bytes(made(form))
    reader, _buffer = reader_of(tmp_path / "misnamed.txt")
    image = picture_of(made(form))
    assert (image.width(), image.height()) == (9, 7)
    assert reader.size().toTuple() == (9, 7) and not reader.read().isNull()


@pytest.mark.parametrize("data", [b"", SVG, b"<?xml version='1.0'?>" + SVG, b"P6 1 1 255\nabc"])
def test_nothing_else_is_tried(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "picture.svg").write_bytes(data)
    assert picture_of(data).isNull()
    assert reader_of(tmp_path / "picture.svg")[0].read().isNull()


def test_a_file_that_is_not_there_is_no_picture(tmp_path: Path) -> None:
    assert reader_of(tmp_path / "gone.png")[0].read().isNull()


def test_decoding_beside_a_busy_ui_thread_ends(qtbot: QtBot) -> None:
    """Connections made and broken while others decode: with Qt's own guessing the two waited for each other."""
    pictures = [made("PNG"), made("JPEG")]
    decoded: list[int] = []

    def decode() -> None:
        decoded.extend(picture_of(data).width() for data in pictures * 1_000)

    threads = [threading.Thread(target=decode) for _ in range(3)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        objects = [QTimer() for _ in range(20)]
        for timer in objects:
            timer.timeout.connect(timer.stop)
            timer.timeout.disconnect()
        qtbot.wait(1)
    assert len(decoded) == 6_000 and set(decoded) == {9}
