"""Thumbnails of pictures, films and papers: size, shape, the right way up, the right format."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from app.domain.errors import RefusedError
from app.domain.reasons import Reason
from app.media.thumbnail import thumbnail
from tests.support import samples
from tests.unit.media.test_probe import bomb


def thumbs(data: bytes, mime: str) -> list[Image.Image]:
    made = thumbnail(io.BytesIO(data), mime)
    images = [Image.open(io.BytesIO(thumb.data)) for thumb in made]
    assert [(thumb.width, thumb.height, thumb.mime) for thumb in made] == [
        (*image.size, Image.MIME[image.format or ""]) for image in images
    ]
    return images


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (lambda: samples.jpeg(1600, 1200), "image/jpeg"),
        (lambda: samples.heic(800, 600), "image/heic"),
        (lambda: samples.png(1000, 750), "image/png"),
    ],
)
def test_a_picture_becomes_two_jpegs_of_its_shape(data, mime: str) -> None:  # type: ignore[no-untyped-def]
    images = thumbs(data(), mime)
    assert [image.size for image in images] == [(256, 192), (512, 384)]
    assert {image.format for image in images} == {"JPEG"}


def test_a_small_picture_is_not_made_larger() -> None:
    assert [image.size for image in thumbs(samples.jpeg(64, 48), "image/jpeg")] == [(64, 48), (64, 48)]
    assert [image.size for image in thumbs(samples.jpeg(300, 300), "image/jpeg")] == [(256, 256), (300, 300)]


def test_other_edges_may_be_asked_for() -> None:
    made = thumbnail(io.BytesIO(samples.jpeg(400, 200)), "image/jpeg", long_edge_px=(200,))
    assert [(thumb.long_edge_px, thumb.width, thumb.height) for thumb in made] == [(200, 200, 100)]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_the_right_way_up_however_it_was_held(orientation: int) -> None:
    from PIL import ImageOps

    data = samples.jpeg(640, 320, orientation=orientation)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    small = thumbs(data, "image/jpeg")[1]
    assert small.size == ((256, 512) if orientation > 4 else (512, 256))
    far = [(x, y) for x in (0.1, 0.9) for y in (0.1, 0.9)]
    for x, y in far:
        there = upright.getpixel((int(x * upright.width), int(y * upright.height)))
        here = small.getpixel((int(x * small.width), int(y * small.height)))
        assert all(abs(a - b) < 40 for a, b in zip(there, here, strict=True))


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (lambda: samples.webp(1, 640, 480), "image/webp"),
        (lambda: samples.webp(3, 640, 480), "image/webp"),
        (lambda: samples.png(640, 480, mode="RGBA"), "image/png"),
    ],
)
def test_what_is_see_through_stays_so(data, mime: str) -> None:  # type: ignore[no-untyped-def]
    for image in thumbs(data(), mime):
        assert image.format == "WEBP"
        assert image.getchannel("A").getextrema()[0] == 0


def test_an_alpha_channel_that_hides_nothing_is_dropped() -> None:
    assert thumbs(samples.gif(), "image/gif")[0].format == "JPEG"
    out = io.BytesIO()
    samples.picture(64, 64, mode="RGBA").save(out, "PNG")
    assert thumbs(out.getvalue(), "image/png")[0].format == "JPEG"


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK", "LA", "RGBA", "I"])
def test_every_colour_mode_is_shown(mode: str) -> None:
    out = io.BytesIO()
    kind = "TIFF" if mode in ("CMYK", "I") else "PNG"
    samples.picture(64, 64, mode=mode).save(out, kind)
    assert len(thumbs(out.getvalue(), f"image/{kind.lower()}")) == 2


def test_deep_greys_are_scaled_not_clipped() -> None:
    image = thumbs(samples.deep_png(), "image/png")[0].convert("L")
    assert image.getpixel((32, 12)) < 100 < image.getpixel((32, 30))


def test_a_picture_of_one_row_keeps_one_row() -> None:
    assert [image.size for image in thumbs(samples.png(3000, 1), "image/png")] == [(256, 1), (512, 1)]


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (samples.film, "video/mp4"),
        (lambda: samples.film("avi", codec="mpeg4", sound="libmp3lame"), "video/x-msvideo"),
        (lambda: samples.film("webm", codec="libvpx", sound="libopus"), "video/webm"),
        (lambda: samples.film("mpegts"), "video/mp2t"),
        (lambda: samples.film("3gp"), "video/3gpp"),
    ],
)
def test_a_film_has_a_poster(data, mime: str) -> None:  # type: ignore[no-untyped-def]
    assert [image.size for image in thumbs(data(), mime)] == [(96, 64), (96, 64)]


def test_the_poster_is_from_a_tenth_of_the_film() -> None:
    bright = thumbs(samples.film(seconds=8.0, sound=""), "video/mp4")[0].convert("L").getpixel((48, 32))
    assert 18 <= bright <= 40


def test_the_poster_of_a_turned_film_is_upright() -> None:
    image = thumbs(samples.turned_film(), "video/mp4")[0]
    assert image.size == (64, 96)
    top, bottom = image.getpixel((32, 10)), image.getpixel((32, 86))
    assert top[0] > 200
    assert bottom[0] < 50


def test_the_first_page_of_a_pdf_is_drawn_to_size() -> None:
    assert [image.size for image in thumbs(samples.pdf(3), "application/pdf")] == [(181, 256), (362, 512)]
    wide = thumbs(samples.pdf(1, 14400.0, 20.0), "application/pdf")
    assert [max(image.size) for image in wide] == [256, 512]


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (samples.voice, "audio/ogg; codecs=opus"),
        (samples.m4a, "video/mp4"),
        (samples.docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (lambda: b"hello", "text/plain"),
    ],
)
def test_what_has_no_picture_has_no_thumbnail(data, mime: str) -> None:  # type: ignore[no-untyped-def]
    assert thumbs(data(), mime) == []


@pytest.mark.parametrize(
    ("data", "mime", "reason"),
    [
        (lambda: bomb(30_000, 30_000), "image/png", Reason.DIMENSIONS),
        (lambda: samples.jpeg(640, 480)[:-4000], "image/jpeg", Reason.UNREADABLE),
        (lambda: samples.film()[:900], "video/mp4", Reason.UNREADABLE),
        (samples.encrypted_pdf, "application/pdf", Reason.PASSWORD),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_the_reason(data, mime: str, reason: Reason) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(RefusedError) as caught:
        thumbs(data(), mime)
    assert caught.value.reason is reason
