"""What the viewer shows of a media is found out off the UI thread: by content, bounded, and never more than is safe."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.domain.kinds import MediaKind, MediaState
from app.domain.messages import MediaItem
from app.domain.reasons import Reason
from app.ui.panes.viewer.content import TEXT_BYTES, Content, Form, beginning, form_of, levels, load
from app.ui.panes.viewer.walk import KEPT, Walk
from tests.gui.gallery_parts import reading
from tests.support import samples
from tests.support.gallery_store import GalleryStore, ListedMedia, item


def loaded(made: MediaItem, source: Path | bytes = b"") -> Content:
    with GalleryStore(ListedMedia([made])).view() as view:
        return load(view, int(made.id), lambda _media: source)


@pytest.mark.parametrize(
    ("kind", "mime", "form"),
    [
        (MediaKind.IMAGE, "image/jpeg", Form.IMAGE),
        (MediaKind.DOCUMENT, "image/png; charset=binary", Form.IMAGE),
        (MediaKind.STICKER, "image/webp", Form.IMAGE),
        (MediaKind.VIDEO, "video/mp4", Form.VIDEO),
        (MediaKind.DOCUMENT, "video/quicktime", Form.VIDEO),
        (MediaKind.DOCUMENT, "application/pdf", Form.PDF),
        (MediaKind.DOCUMENT, "text/csv", Form.TEXT),
        (MediaKind.DOCUMENT, "application/json", Form.TEXT),
        (MediaKind.DOCUMENT, "audio/mpeg", Form.SOUND),
        (MediaKind.DOCUMENT, "application/zip", Form.OTHER),
        (MediaKind.DOCUMENT, "", Form.OTHER),
    ],
)
def test_the_content_decides_how_a_media_is_shown(kind: MediaKind, mime: str, form: Form) -> None:
    assert form_of(item(1, kind=kind, mime=mime)) is form


@pytest.mark.parametrize("state", [state for state in MediaState if state is not MediaState.LOCAL])
def test_what_is_not_here_or_set_aside_is_never_opened(qtbot: QtBot, state: MediaState) -> None:
    made = item(1, state=state, reason=Reason.INFECTED)
    with GalleryStore(ListedMedia([made])).view() as view:
        content = load(view, 1, lambda media: pytest.fail(f"{media} was opened"))
    assert content.form is Form.ABSENT and content.item == made


def test_a_media_that_is_gone_is_absent(qtbot: QtBot) -> None:
    with GalleryStore(ListedMedia([])).view() as view:
        assert load(view, 9, lambda _media: b"").item is None


def test_a_picture_is_held_the_way_its_camera_was(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "no extension"
    path.write_bytes(samples.jpeg(80, 40, orientation=6))
    content = loaded(item(1), path)
    assert content.form is Form.IMAGE
    assert content.full_size == QSize(40, 80) and content.levels[0].size() == QSize(40, 80)


def test_a_large_picture_has_halves_down_to_the_screen(qtbot: QtBot) -> None:
    made = levels(QImage(4000, 3000, QImage.Format.Format_RGB32))
    assert [level.width() for level in made] == [4000, 2000, 1000]


@pytest.mark.parametrize(
    ("mime", "data", "form"),
    [
        ("image/gif", samples.gif(3), Form.ANIMATION),
        ("image/webp", samples.webp(3), Form.ANIMATION),
        ("image/webp", samples.webp(1), Form.IMAGE),
    ],
)
def test_moving_pictures_are_told_from_still_ones(
    qtbot: QtBot, tmp_path: Path, mime: str, data: bytes, form: Form
) -> None:
    (tmp_path / "picture").write_bytes(data)
    assert loaded(item(1, mime=mime), tmp_path / "picture").form is form
    assert loaded(item(1, mime=mime), data).form is Form.IMAGE


@pytest.mark.qt_log_ignore("JPEG")
def test_a_picture_that_does_not_open_falls_back_to_its_thumbnail(qtbot: QtBot) -> None:
    content = loaded(item(1, mime="image/heic"), samples.heic())
    assert content.form is Form.OTHER and len(content.levels) == 1
    assert loaded(item(1), samples.jpeg()[:300]).form is Form.OTHER


class TestText:
    """The beginning of a text, whatever its encoding."""

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_its_encoding_is_found(self, encoding: str) -> None:
        assert beginning("Ação; preço".encode(encoding)) == ("Ação; preço", False)

    def test_a_long_text_is_cut_between_characters(self, tmp_path: Path) -> None:
        path = tmp_path / "long.txt"
        path.write_text("é" * TEXT_BYTES, encoding="utf-8")
        text, cut = beginning(path)
        assert cut and set(text) == {"é"}
        odd, cut = beginning(("a" + "é" * TEXT_BYTES).encode())
        assert cut and odd.startswith("aé") and set(odd[1:]) == {"é"}


class TestWalk:
    """The list that the arrows walk."""

    def test_neighbours_are_ready_before_they_are_asked_for(self, qtbot: QtBot) -> None:
        opened: list[int] = []
        with reading(GalleryStore(ListedMedia([item(n) for n in range(1, 10)]))) as reader:
            walk = self._begun(qtbot, reader, opened, index=4)
            qtbot.waitUntil(lambda: sorted(opened) == [4, 5, 6])
            qtbot.waitUntil(lambda: len(walk._kept) == 3)
            came: list[int] = []
            walk.came.connect(lambda content: came.append(int(content.item.id)))
            assert walk.step(1) and came == [6], "it was there already"
            qtbot.waitUntil(lambda: 7 in opened)
            assert walk.place == (6, 9)

    def test_the_ends_hold(self, qtbot: QtBot) -> None:
        with reading(GalleryStore(ListedMedia([item(n) for n in range(1, 10)]))) as reader:
            walk = self._begun(qtbot, reader, [], index=0)
            assert not walk.step(-1) and walk.media == 1
            assert walk.go_to(8) and not walk.step(1)

    def test_only_the_last_few_are_kept(self, qtbot: QtBot) -> None:
        with reading(GalleryStore(ListedMedia([item(n) for n in range(1, 10)]))) as reader:
            walk = self._begun(qtbot, reader, [], index=0)
            for _step in range(8):
                walk.step(1)
                qtbot.waitUntil(lambda: walk.media in walk._kept)
            assert len(walk._kept) <= KEPT

    def test_what_cannot_be_opened_is_told_apart_and_logged(
        self, qtbot: QtBot, caplog: pytest.LogCaptureFixture
    ) -> None:
        def fail(_media: int) -> bytes:
            raise FileNotFoundError

        with reading(GalleryStore(ListedMedia([item(1)]))) as reader:
            walk = Walk()
            with qtbot.waitSignal(walk.came) as came:
                walk.begin([1], 0, reader, fail)
            assert came.args[0].form is Form.ABSENT
        assert "media_unopened" in caplog.text
        caplog.clear()

    def test_a_file_that_arrives_while_it_is_looked_at_is_shown(self, qtbot: QtBot) -> None:
        media = ListedMedia([item(1, state=MediaState.REMOTE)])
        store = GalleryStore(media)
        with reading(store) as reader:
            walk = Walk()
            with qtbot.waitSignal(walk.came):
                walk.begin([1], 0, reader, lambda _media: samples.jpeg())
            media.items[0] = item(1)
            store.touch()
            with qtbot.waitSignal(walk.came) as came:
                pass
            assert came.args[0].form is Form.IMAGE

    def _begun(self, qtbot: QtBot, reader: object, opened: list[int], *, index: int) -> Walk:
        def open_bytes(media: int) -> bytes:
            opened.append(media)
            return samples.jpeg()

        walk = Walk()
        with qtbot.waitSignal(walk.came):
            walk.begin(list(range(1, 10)), index, reader, open_bytes)
        return walk
