"""Pictures are decoded by what they begin with, on any thread, and nothing is guessed."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.ui.look.picture_reader import jpeg_size, picture_of, reader_of

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="7"><rect width="9" height="7"/></svg>'


def made(form: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (9, 7), (10, 120, 200)).save(stream, form)
    return stream.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "BMP"])
def test_what_customers_send_is_decoded_from_bytes_and_files(tmp_path: Path, form: str) -> None:
    (tmp_path / "misnamed.txt").write_bytes(made(form))
    reader = reader_of(tmp_path / "misnamed.txt")
    image = picture_of(made(form))
    assert (image.width(), image.height()) == (9, 7)
    assert reader.size().toTuple() == (9, 7) and not reader.read().isNull()


@pytest.mark.parametrize("data", [b"", SVG, b"<?xml version='1.0'?>" + SVG, b"P6 1 1 255\nabc"])
def test_nothing_else_is_tried(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "picture.svg").write_bytes(data)
    assert picture_of(data).isNull()
    assert reader_of(tmp_path / "picture.svg").read().isNull()


def test_a_file_that_is_not_there_is_no_picture(tmp_path: Path) -> None:
    assert reader_of(tmp_path / "gone.png").read().isNull()


def test_decoding_beside_a_busy_ui_thread_ends(qtbot: QtBot, tmp_path: Path) -> None:
    """Connections made and broken while others decode: with Qt's own guessing the two waited for each other."""
    pictures = [made("PNG"), made("JPEG"), made("WEBP")]
    decoded: list[int] = []
    path = tmp_path / "file"

    def decode() -> None:
        for data in pictures * 700:
            decoded.extend((picture_of(data).width(), reader_of(path).size().width(), reader_of(path).read().width()))

    path.write_bytes(made("GIF"))
    threads = [threading.Thread(target=decode) for _ in range(3)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        objects = [QTimer() for _ in range(20)]
        for timer in objects:
            timer.timeout.connect(timer.stop)
            timer.timeout.disconnect()
        qtbot.wait(1)
    assert len(decoded) == 3 * 3 * 2_100 and set(decoded) == {9}


@pytest.mark.parametrize("progressive", [False, True])
def test_the_size_of_a_jpeg_is_known_before_it_is_decoded(progressive: bool) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (640, 13)).save(stream, "JPEG", progressive=progressive, exif=Image.Exif())
    assert jpeg_size(stream.getvalue()) == (640, 13)


@given(st.binary(max_size=40))
def test_no_bytes_have_a_size_that_is_not_said(data: bytes) -> None:
    found = jpeg_size(b"\xff\xd8" + data)
    assert found is None or len(found) == 2
