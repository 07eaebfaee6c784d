"""Thumbnails come nearest first, cut to the tile, and never take more memory than they may."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.domain.kinds import MediaKind, MediaState
from app.ui.models.thumbnail_cuts import Cut, cut_preview, cut_thumbnail
from app.ui.models.thumbnails import BATCH, ThumbnailCache, Wish
from tests.gui.gallery_parts import reading
from tests.gui.looks import make_look
from tests.support.gallery_store import FormulaMedia, GalleryStore, ListedMedia, item, picture

SQUARE = Cut(40, 40)


def jpeg(width: int, height: int, colour: str = "#204080") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG")
    return out.getvalue()


def cache_of(reader: object, **options: int) -> ThumbnailCache:
    theme, _icons = make_look()
    return ThumbnailCache(reader, theme, **options)


class TestCuts:
    """A stored picture becomes exactly what is painted."""

    @pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
    @pytest.mark.parametrize(("width", "height"), [(256, 192), (144, 256), (256, 256), (30, 20)])
    def test_a_tile_is_filled_whatever_the_shape(self, qtbot: QtBot, width: int, height: int, ratio: float) -> None:
        image = cut_thumbnail(jpeg(width, height), Cut(132, 132, ratio))
        assert image is not None
        assert (image.width(), image.height()) == (round(132 * ratio), round(132 * ratio))
        assert image.devicePixelRatio() == ratio

    def test_corners_are_cut_and_the_middle_is_not(self, qtbot: QtBot) -> None:
        image = cut_thumbnail(jpeg(256, 256), Cut(132, 132, radius=12))
        assert image is not None
        assert QColor(image.pixelColor(0, 0)).alpha() == 0
        assert image.pixelColor(66, 66).alpha() == 255 and image.pixelColor(66, 0).alpha() == 255

    def test_a_sticker_is_shown_whole(self, qtbot: QtBot) -> None:
        image = cut_thumbnail(jpeg(256, 128), Cut(84, 84, whole=True))
        assert image is not None and (image.width(), image.height()) == (84, 42)

    def test_a_page_fills_the_width_and_loses_its_end(self, qtbot: QtBot) -> None:
        tall = cut_thumbnail(jpeg(181, 256), Cut(84, 80, top=True))
        wide = cut_thumbnail(jpeg(256, 128), Cut(84, 80, top=True))
        assert tall is not None and (tall.width(), tall.height()) == (84, 80)
        assert wide is not None and (wide.width(), wide.height()) == (84, 42)

    def test_twice_the_pixels_take_the_larger_thumbnail(self) -> None:
        assert Cut(132, 132, 1.0).edge_px == 256
        assert Cut(132, 132, 2.0).edge_px == 512
        assert Cut(256, 256, 2.0).edge_px == 512
        assert Cut(84, 80, 2.0, top=True).edge_px == 256

    @pytest.mark.qt_log_ignore("JPEG")
    def test_what_cannot_be_read_is_no_picture(self, qtbot: QtBot) -> None:
        assert cut_thumbnail(b"no picture at all", SQUARE) is None
        assert cut_thumbnail(jpeg(64, 64)[:200], SQUARE) is None

    @pytest.mark.qt_log_ignore("JPEG")
    @pytest.mark.parametrize(
        "hostile",
        [
            pytest.param(jpeg(2000, 2000), id="too many pixels"),
            pytest.param(jpeg(32, 32) + bytes(80_000), id="too many bytes"),
            pytest.param(b"GIF89a" + bytes(40), id="another format"),
            pytest.param(b"\xff\xd8" + b"\x00" * 100, id="damaged"),
            pytest.param(b"", id="empty"),
        ],
    )
    def test_a_strangers_preview_is_looked_at_only_if_it_is_a_small_jpeg(self, qtbot: QtBot, hostile: bytes) -> None:
        assert cut_preview(hostile, SQUARE) is None

    def test_a_preview_is_blurred_to_the_size_of_the_tile(self, qtbot: QtBot) -> None:
        image = cut_preview(picture("#8a6a4a", 96), Cut(132, 132, 2.0, 12))
        assert image is not None and image.width() == 264


class TestCache:
    """What is kept, what is asked for, what is let go."""

    def test_the_nearest_come_first_and_older_wishes_are_dropped(self, qtbot: QtBot) -> None:
        store = GalleryStore(FormulaMedia(4_000, 4))
        came: list[int] = []
        with reading(store) as reader:
            cache = cache_of(reader)
            cache.ready.connect(came.extend)
            cache.want([Wish(media, SQUARE) for media in range(1, 200)])
            cache.want([Wish(media, SQUARE) for media in range(1001, 1031)])
            qtbot.waitUntil(lambda: len([one for one in came if one > 1000]) == 30)
        early = [one for one in came if one < 1000]
        assert len(early) <= 2 * BATCH, "only what had begun was finished"
        near = [one for one in came if one > 1000]
        # Two lanes work at once, so whatever comes first is of the two nearest batches.
        assert set(near[:BATCH]) <= set(range(1001, 1001 + 2 * BATCH))

    def test_memory_stays_under_its_cap_and_the_least_used_goes(self, qtbot: QtBot) -> None:
        each = 40 * 40 * 4
        store = GalleryStore(ListedMedia([item(n) for n in range(1, 31)]))
        with reading(store) as reader:
            cache = cache_of(reader, capacity_bytes=10 * each)
            for media in range(1, 31):
                cache.want([Wish(media, SQUARE)])
                qtbot.waitUntil(lambda media=media: cache.picture(media) is not None)
                cache.picture(1)
            assert cache.size_bytes <= 10 * each
            assert cache.picture(1) is not None and cache.picture(2) is None

    def test_what_has_no_picture_is_asked_for_once(self, qtbot: QtBot) -> None:
        store = GalleryStore(ListedMedia([item(1, state=MediaState.REMOTE)]))
        with reading(store) as reader:
            cache = cache_of(reader)
            with qtbot.waitSignal(cache.ready):
                cache.want([Wish(1, SQUARE)])
            asked = len(store.asked)
            cache.want([Wish(1, SQUARE)])
            qtbot.wait(50)
            assert len(store.asked) == asked
            found = cache.picture(1)
            assert found is not None and found.pixmap is None

    def test_a_blur_becomes_sharp_once_the_file_is_here(self, qtbot: QtBot) -> None:
        media = ListedMedia([item(1, state=MediaState.REMOTE)])
        store = GalleryStore(media)
        store.small[1] = picture("#8a6a4a", 72)
        with reading(store) as reader:
            cache = cache_of(reader)
            with qtbot.waitSignal(cache.ready):
                cache.want([Wish(1, SQUARE)])
            assert cache.picture(1).blurred
            media.items[0] = item(1)
            cache.forget([1])
            with qtbot.waitSignal(cache.ready):
                cache.want([Wish(1, SQUARE)])
            assert not cache.picture(1).blurred and cache.picture(1).pixmap is not None

    def test_another_size_of_tile_is_cut_anew_and_the_old_one_stays_until_then(self, qtbot: QtBot) -> None:
        with reading(GalleryStore(ListedMedia([item(1)]))) as reader:
            cache = cache_of(reader)
            with qtbot.waitSignal(cache.ready):
                cache.want([Wish(1, SQUARE)])
            larger = Cut(60, 60, 2.0)
            cache.want([Wish(1, larger)])
            assert cache.picture(1).cut == SQUARE
            qtbot.waitUntil(lambda: cache.picture(1).cut == larger)
            assert cache.picture(1).pixmap.width() == 120

    def test_waveforms_come_with_the_pictures(self, qtbot: QtBot) -> None:
        store = GalleryStore(ListedMedia([item(1, kind=MediaKind.AUDIO), item(2)]))
        store.waves[1] = bytes([50] * 64)
        with reading(store) as reader:
            cache = cache_of(reader)
            with qtbot.waitSignal(cache.ready) as ready:
                cache.want([Wish(1, None), Wish(2, SQUARE)])
            assert sorted(ready.args[0]) == [1, 2]
            assert cache.waveform(1) == bytes([50] * 64)

    def test_a_database_that_fails_leaves_nothing_stuck(self, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
        store = GalleryStore(ListedMedia([item(1)]))
        store.broken = True
        with reading(store) as reader:
            cache = cache_of(reader)
            cache.want([Wish(1, SQUARE)])
            qtbot.waitUntil(lambda: "thumbnails_unread" in caplog.text)
            store.broken = False
            qtbot.wait(20)
            with qtbot.waitSignal(cache.ready):
                cache.want([Wish(1, SQUARE)])
        caplog.clear()

    def test_cleared_memory_is_given_back(self, qtbot: QtBot) -> None:
        with reading(GalleryStore(ListedMedia([item(1)]))) as reader:
            cache = cache_of(reader)
            with qtbot.waitSignal(cache.ready):
                cache.want([Wish(1, SQUARE)])
            cache.clear()
            assert cache.size_bytes == 0 and cache.picture(1) is None
