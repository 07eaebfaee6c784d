"""Dimensions, durations, pages and codecs of real files; refusals of hostile ones."""

from __future__ import annotations

import io
import struct
import zlib

import pytest

from app.domain.errors import RefusedError
from app.domain.reasons import Reason
from app.media.probe import Probe, probe
from tests.support import samples


def probed(data: bytes, mime: str) -> Probe:
    return probe(io.BytesIO(data), mime)


def bomb(width: int, height: int) -> bytes:
    """Return the header of a PNG that would unpack to any size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b"")]
    parts = [
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


@pytest.mark.parametrize(
    ("data", "mime", "codec"),
    [
        (samples.jpeg, "image/jpg", "jpeg"),
        (samples.png, "image/png", "png"),
        (samples.webp, "image/webp", "webp"),
        (samples.heic, "image/heic", "heif"),
        (lambda: samples.still("AVIF"), "image/avif", "avif"),
        (lambda: samples.still("TIFF"), "image/tiff", "tiff"),
        (lambda: samples.still("BMP"), "image/bmp", "bmp"),
    ],
)
def test_a_picture_tells_its_size(data, mime: str, codec: str) -> None:  # type: ignore[no-untyped-def]
    assert probed(data(), mime) == Probe(width=64, height=48, codec=codec)


@pytest.mark.parametrize(
    ("orientation", "size", "rotation"), [(1, (64, 48), 0), (3, (64, 48), 180), (6, (48, 64), 90), (8, (48, 64), 270)]
)
def test_the_size_of_a_photo_is_the_one_that_is_shown(orientation: int, size: tuple[int, int], rotation: int) -> None:
    found = probed(samples.jpeg(orientation=orientation), "image/jpeg")
    assert (found.width, found.height, found.rotation) == (*size, rotation)


@pytest.mark.parametrize(
    ("data", "mime", "codec", "audio_codec"),
    [
        (samples.film, "video/mp4", "h264", "aac"),
        (lambda: samples.film(codec="mpeg4"), "video/mp4", "mpeg4", "aac"),
        (lambda: samples.film("mov", sound=""), "video/quicktime", "h264", None),
        (lambda: samples.film("avi", codec="mpeg4", sound="libmp3lame"), "video/x-msvideo", "mpeg4", "mp3"),
        (lambda: samples.film("webm", codec="libvpx", sound="libopus"), "video/webm", "vp8", "opus"),
        (lambda: samples.film("asf", codec="wmv2", sound="wmav2"), "video/x-ms-wmv", "wmv2", "wmav2"),
        (lambda: samples.film("mpeg", codec="mpeg1video", sound="mp2"), "video/mpeg", "mpeg1video", "mp2"),
    ],
)
def test_a_film_tells_size_length_and_codecs(data, mime: str, codec: str, audio_codec: str | None) -> None:  # type: ignore[no-untyped-def]
    found = probed(data(), mime)
    assert (found.width, found.height, found.codec, found.audio_codec) == (96, 64, codec, audio_codec)
    assert found.duration_s == pytest.approx(2.0, abs=0.15)


@pytest.mark.parametrize(
    ("matrix", "size", "rotation"),
    [((0, 1, -1, 0), (64, 96), 90), ((-1, 0, 0, -1), (96, 64), 180), ((0, -1, 1, 0), (64, 96), 270)],
)
def test_a_turned_film_has_the_size_that_is_shown(matrix, size: tuple[int, int], rotation: int) -> None:  # type: ignore[no-untyped-def]
    found = probed(samples.turned_film(matrix), "video/mp4")
    assert (found.width, found.height, found.rotation) == (*size, rotation)


@pytest.mark.parametrize(
    ("data", "mime", "codec"),
    [
        (samples.voice, "audio/ogg; codecs=opus", "opus"),
        (samples.mp3, "audio/mpeg", "mp3"),
        (samples.m4a, "audio/mp4", "aac"),
        (samples.aac, "audio/aac", "aac"),
        (samples.amr, "audio/amr", "amr_nb"),
        (samples.wav, "audio/wav", "pcm_s16le"),
        (samples.flac, "audio/flac", "flac"),
    ],
)
def test_sound_tells_its_length(data, mime: str, codec: str) -> None:  # type: ignore[no-untyped-def]
    found = probed(data(), mime)
    assert (found.codec, found.audio_codec, found.channels, found.width) == (codec, codec, 1, None)
    assert found.duration_s == pytest.approx(1.0, abs=0.1)


def test_a_pdf_tells_its_pages() -> None:
    assert probed(samples.pdf(7), "application/pdf").pages == 7


def test_what_has_nothing_to_tell_is_an_empty_probe() -> None:
    assert probed(samples.docx(), "application/zip") == Probe()
    assert probed(b"hello", "text/plain") == Probe()
    assert probed(b"", "") == Probe()


def test_an_encrypted_pdf_asks_for_its_password() -> None:
    with pytest.raises(RefusedError) as caught:
        probed(samples.encrypted_pdf(), "application/pdf")
    assert caught.value.reason is Reason.PASSWORD


@pytest.mark.parametrize("size", [(10_001, 10_000), (30_000, 30_000), (2_000_000_000, 2_000_000_000)])
def test_a_decompression_bomb_is_refused_by_its_header(size: tuple[int, int]) -> None:
    with pytest.raises(RefusedError) as caught:
        probed(bomb(*size), "image/png")
    assert caught.value.reason is Reason.DIMENSIONS


def test_a_hundred_million_pixels_are_still_a_picture() -> None:
    assert probed(bomb(10_000, 10_000), "image/png").width == 10_000


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (b"", "image/jpeg"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"OggS", "audio/ogg"),
        (b"%PDF-1.4", "application/pdf"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(50), "video/mp4"),
        (b"#EXTM3U\nhttp://127.0.0.1:9/a.ts\n", "video/mp4"),
        (b"ffconcat version 1.0\nfile /etc/hostname\n", "video/x-matroska"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, mime: str) -> None:
    with pytest.raises(RefusedError) as caught:
        probed(data, mime)
    assert caught.value.reason is Reason.UNREADABLE


def test_only_the_named_decoder_sees_the_bytes() -> None:
    with pytest.raises(RefusedError):
        probed(samples.png(), "image/jpeg")
    with pytest.raises(RefusedError):
        probed(samples.wav(), "video/mp4")


def test_libraries_keep_quiet_about_damaged_files(capfd: pytest.CaptureFixture[str]) -> None:
    data = bytearray(samples.film())
    data[2000:4000:3] = bytes(len(data[2000:4000:3]))
    tiff = bytearray(samples.still("TIFF"))
    tiff[-150:] = bytes(range(150))
    for broken, mime in ((data, "video/mp4"), (tiff, "image/tiff"), (data[5000:], "audio/aac")):
        try:
            probed(bytes(broken), mime)
        except RefusedError:
            continue
    assert capfd.readouterr() == ("", "")
