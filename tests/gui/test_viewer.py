"""The viewer: zoom, pages, text, video, details, and the keys that walk and leave."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.domain.encryption import Check
from app.domain.kinds import MediaKind, MediaState
from app.domain.reasons import Reason
from app.texts import set_language
from app.ui.panes.viewer.image_view import ImageView
from app.ui.panes.viewer.notice_view import NoticeView
from app.ui.panes.viewer.pdf_view import PdfView
from app.ui.panes.viewer.text_view import TextView
from app.ui.panes.viewer.video_view import PLAYS, VideoView
from app.ui.panes.viewer.viewer import Viewer
from tests.gui.gallery_parts import SIZE, SMALLEST_SIZE, open_viewer, visible_parts
from tests.support import samples
from tests.support.gallery_store import item

K = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
PICTURES = [item(n) for n in range(1, 5)]
FILES: dict[int, Path | bytes] = {n: samples.jpeg(640, 480, seed=n) for n in range(1, 5)}
PDF = item(1, kind=MediaKind.DOCUMENT, mime="application/pdf", name="NF-e 5127.pdf", pages=3)


def wheel(view: ImageView, point: QPoint, delta: int) -> None:
    event = QWheelEvent(
        QPointF(point), QPointF(view.mapToGlobal(point)), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)


def text_pdf(*pages: str) -> bytes:
    """Make a PDF whose text can be searched, a line a page."""
    parts = ["<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    for text in pages:
        content = f"BT /F1 24 Tf 60 760 Td ({text}) Tj ET"
        parts.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    tree = 2 + 2 * len(pages)
    for number in range(len(pages)):
        parts.append(
            f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Contents {number + 2} 0 R"
            " /Resources << /Font << /F1 1 0 R >> >> >>"
        )
    kids = " ".join(f"{len(pages) + 2 + number} 0 R" for number in range(len(pages)))
    parts.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    parts.append(f"<< /Type /Catalog /Pages {tree} 0 R >>")
    out, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{part}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    head = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}"
    trailer = f"trailer << /Size {len(parts) + 1} /Root {len(parts)} 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return out + (head + trailer).encode()


def view_of(viewer: Viewer, kind: type) -> object:
    view = viewer._view()
    assert isinstance(view, kind), view
    return view


class TestPicture:
    """A picture."""

    def test_it_is_fitted_and_never_blown_up(self, qtbot: QtBot) -> None:
        with open_viewer(qtbot, PICTURES, FILES) as (viewer, _store):
            view = view_of(viewer, ImageView)
            assert view.zoom == pytest.approx(1.0 * view.devicePixelRatioF() if view.zoom > 1 else view.zoom)
            assert view.zoom <= 1.0
            viewer.resize(500, 400)
            assert view.zoom < 1.0

    def test_the_wheel_zooms_to_the_pointer(self, qtbot: QtBot) -> None:
        with open_viewer(qtbot, PICTURES, FILES) as (viewer, _store):
            view = view_of(viewer, ImageView)
            view.actual_size()
            for _turn in range(6):
                wheel(view, QPoint(view.width() // 2, view.height() // 2), 120)
            point = QPoint(view.width() // 3, view.height() // 3)
            before = self._under(view, point)
            wheel(view, point, 120)
            after = self._under(view, point)
            assert (after - before).manhattanLength() < 0.01
            assert viewer._head._zoom.text() == f"{round(view.zoom * 100)} %"

    def _under(self, view: ImageView, point: QPoint) -> QPointF:
        return (QPointF(point) - view._middle) / (view.zoom / view.devicePixelRatioF())

    def test_keys_zoom_fit_turn_and_copy(self, qtbot: QtBot) -> None:
        with open_viewer(qtbot, PICTURES, FILES) as (viewer, _store):
            view = view_of(viewer, ImageView)
            qtbot.keyClick(viewer, K.Key_1)
            assert view.zoom == 1.0
            qtbot.keyClick(viewer, K.Key_Plus)
            assert view.zoom == 1.25
            qtbot.keyClick(viewer, K.Key_Minus)
            qtbot.keyClick(viewer, K.Key_R)
            assert view._turned_size().toTuple() == (480, 640)
            qtbot.keyClick(viewer, K.Key_C, CONTROL)
            assert QGuiApplication.clipboard().image().size().toTuple() == (480, 640)
            qtbot.keyClick(viewer, K.Key_0)
            assert view._fitted

    def test_it_is_pulled_around_but_never_out_of_sight(self, qtbot: QtBot) -> None:
        with open_viewer(qtbot, PICTURES, FILES) as (viewer, _store):
            view = view_of(viewer, ImageView)
            view.zoom_by(8)
            start = view._middle
            centre = view.rect().center()
            qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=centre)
            qtbot.mouseMove(view, centre + QPoint(40, 30))
            assert view._middle - start == QPointF(40, 30)
            qtbot.mouseMove(view, centre + QPoint(90_000, 0))
            qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=centre)
            wide = view._size.width() * view.zoom / view.devicePixelRatioF()
            assert view._middle.x() == pytest.approx(wide / 2)

    def test_a_double_click_changes_between_all_of_it_and_its_own_size(self, qtbot: QtBot) -> None:
        files = {1: samples.jpeg(2400, 1800)}
        with open_viewer(qtbot, [item(1)], files) as (viewer, _store):
            view = view_of(viewer, ImageView)
            qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=view.rect().center())
            assert view.zoom == 1.0
            qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=view.rect().center())
            assert view._fitted and view.zoom < 1.0

    @pytest.mark.parametrize(("mime", "data"), [("image/gif", samples.gif(3)), ("image/webp", samples.webp(3))])
    def test_one_that_moves_moves(self, qtbot: QtBot, tmp_path: Path, mime: str, data: bytes) -> None:
        (tmp_path / "picture").write_bytes(data)
        with open_viewer(qtbot, [item(1, mime=mime)], {1: tmp_path / "picture"}) as (viewer, _store):
            view = view_of(viewer, ImageView)
            frames = set()
            view._movie.frameChanged.connect(frames.add)
            qtbot.waitUntil(lambda: len(frames) >= 2)


class TestKeys:
    """Walking and leaving."""

    def test_arrows_walk_and_the_ends_hold(self, qtbot: QtBot) -> None:
        with open_viewer(qtbot, PICTURES, FILES, index=1) as (viewer, _store):
            walked: list[int] = []
            viewer.walked.connect(walked.append)
            for key in (K.Key_Right, K.Key_Right, K.Key_Right, K.Key_Home, K.Key_End):
                before = viewer.media
                qtbot.keyClick(viewer, key)
                qtbot.waitUntil(lambda before=before: not walked or walked[-1] == viewer.media)
            qtbot.waitUntil(lambda: viewer._content.item.id == 4)
            assert viewer.media == 4 and "4 of 4" in viewer._head._facts.text()
            assert viewer._next.isHidden() and not viewer._before.isHidden()

    @pytest.mark.parametrize("key", [K.Key_Space, K.Key_Escape])
    def test_space_and_escape_leave(self, qtbot: QtBot, key: Qt.Key) -> None:
        with open_viewer(qtbot, PICTURES, FILES) as (viewer, _store):
            with qtbot.waitSignal(viewer.closed):
                qtbot.keyClick(viewer, key)
            assert viewer.media is None

    def test_save_and_jump_are_about_what_is_looked_at(self, qtbot: QtBot) -> None:
        with open_viewer(qtbot, PICTURES, FILES, index=2) as (viewer, _store):
            saved, jumped = QSignalSpy(viewer.save_wanted), QSignalSpy(viewer.jump_wanted)
            qtbot.keyClick(viewer, K.Key_S, CONTROL)
            qtbot.keyClick(viewer, K.Key_Return)
            assert (saved.at(0), jumped.at(0)) == ([3], [3])

    def test_details_open_and_close(self, qtbot: QtBot) -> None:
        with open_viewer(qtbot, PICTURES, FILES) as (viewer, _store):
            assert viewer._details.isVisible()
            qtbot.keyClick(viewer, K.Key_I)
            assert not viewer._details.isVisible()


class TestPdf:
    """A document."""

    def test_its_pages_stand_in_the_strip_and_the_pill_counts_them(self, qtbot: QtBot) -> None:
        with open_viewer(qtbot, [PDF], {1: text_pdf("one", "two", "three")}) as (viewer, _store):
            view = view_of(viewer, PdfView)
            assert view._strip.isVisible() and view._strip.model().rowCount() == 3
            assert view._pill._words.text() == "Page 1 of 3"
            view._pill._next.click()
            qtbot.waitUntil(lambda: view._pill._words.text() == "Page 2 of 3")
            view._strip.page_chosen.emit(2)
            qtbot.waitUntil(lambda: view.pages.page == 2)

    def test_a_single_page_needs_neither_strip_nor_pill(self, qtbot: QtBot, tmp_path: Path) -> None:
        path = tmp_path / "one.pdf"
        path.write_bytes(text_pdf("one"))
        with open_viewer(qtbot, [PDF], {1: path}) as (viewer, _store):
            view = view_of(viewer, PdfView)
            assert view._strip.isHidden() and view._pill.isHidden()

    def test_pages_are_rendered_and_zoomed(self, qtbot: QtBot) -> None:
        with open_viewer(qtbot, [PDF], {1: text_pdf("one", "two")}) as (viewer, _store):
            view = view_of(viewer, PdfView)
            with qtbot.waitSignal(view.pages._images.ready):
                view.pages.viewport().repaint()
            before = view.pages.zoom
            qtbot.keyClick(viewer, K.Key_Plus)
            assert view.pages.zoom == pytest.approx(before * 1.25)
            qtbot.keyClick(viewer, K.Key_0)
            assert view.pages.zoom == pytest.approx(before)

    def test_search_counts_and_steps_through_hits(self, qtbot: QtBot) -> None:
        with open_viewer(qtbot, [PDF], {1: text_pdf("vidro", "porta", "vidro e vidro")}) as (viewer, _store):
            view = view_of(viewer, PdfView)
            qtbot.keyClick(viewer, K.Key_F, CONTROL)
            qtbot.keyClicks(view._find.field, "vidro")
            qtbot.waitUntil(lambda: view._find._numbers.text() == "1 of 3")
            qtbot.keyClick(view._find.field, K.Key_Return)
            assert view._find._numbers.text() == "2 of 3"
            qtbot.waitUntil(lambda: view.pages._hit.page() == 2)
            qtbot.keyClick(view._find.field, K.Key_Return, Qt.KeyboardModifier.ShiftModifier)
            assert view._find._numbers.text() == "1 of 3"
            qtbot.keyClicks(view._find.field, "zzz")
            qtbot.waitUntil(lambda: view._find._numbers.text() == "No hits")
            qtbot.keyClick(view._find.field, K.Key_Escape)
            assert view._find.isHidden() and viewer.media == 1, "the box closes, the viewer stays"

    def test_text_is_copied_the_selected_or_the_page(self, qtbot: QtBot) -> None:
        with open_viewer(qtbot, [PDF], {1: text_pdf("Vidro temperado")}) as (viewer, _store):
            view = view_of(viewer, PdfView)
            qtbot.keyClick(viewer, K.Key_C, CONTROL)
            assert "Vidro temperado" in QGuiApplication.clipboard().text()
            rect, scale = view.pages._page_rect(0), view.pages._scale()
            start = (rect.topLeft() + QPointF(58, 72) * scale).toPoint()
            end = (rect.topLeft() + QPointF(110, 80) * scale).toPoint()
            qtbot.mousePress(view.pages.viewport(), Qt.MouseButton.LeftButton, pos=start)
            qtbot.mouseMove(view.pages.viewport(), end)
            qtbot.mouseRelease(view.pages.viewport(), Qt.MouseButton.LeftButton, pos=end)
            chosen = view.pages.selected_text()
            assert chosen and chosen != "Vidro temperado" and chosen.strip() in "Vidro temperado"

    def test_one_with_a_password_says_so(self, qtbot: QtBot) -> None:
        with open_viewer(qtbot, [PDF], {1: samples.encrypted_pdf()}) as (viewer, _store):
            notice = view_of(viewer, NoticeView)
            assert "password" in notice._text.text()
            with qtbot.waitSignal(viewer.save_wanted):
                notice._button.click()

    def test_what_is_no_pdf_is_told(self, qtbot: QtBot) -> None:
        with open_viewer(qtbot, [PDF], {1: b"no document"}) as (viewer, _store):
            assert "no preview" in view_of(viewer, NoticeView)._text.text()


class TestText:
    """A text."""

    def test_it_is_read_searched_and_copied(self, qtbot: QtBot) -> None:
        made = item(1, kind=MediaKind.DOCUMENT, mime="text/csv", name="lista.csv")
        data = "\n".join(f"{n};vidro" for n in range(20)).encode()
        with open_viewer(qtbot, [made], {1: data}) as (viewer, _store):
            view = view_of(viewer, TextView)
            viewer.focus_find()
            qtbot.keyClicks(view._find.field, "vidro")
            assert view._find._numbers.text() == "1 of 20"
            view._find.stepped.emit(-1)
            assert view._find._numbers.text() == "20 of 20"
            view._find.closed.emit()
            view.copy()
            assert QGuiApplication.clipboard().text().startswith("0;vidro")
            assert view._more.isHidden()

    def test_markup_in_it_stays_text(self, qtbot: QtBot) -> None:
        made = item(1, kind=MediaKind.DOCUMENT, mime="text/html", name="<b>x</b>.html")
        with open_viewer(qtbot, [made], {1: b"<h1>Hi</h1>"}) as (viewer, _store):
            assert view_of(viewer, TextView)._text.toPlainText() == "<h1>Hi</h1>"


@pytest.mark.skipif(not PLAYS, reason="this system has no QtMultimedia")
@pytest.mark.qt_log_ignore("library", "symbols", "RHI", "open media", "PulseAudio", "audio", extend=True)
class TestVideo:
    """A video."""

    @pytest.mark.parametrize("as_file", [True, False])
    def test_it_plays_seeks_and_is_paused_when_left(self, qtbot: QtBot, tmp_path: Path, as_file: bool) -> None:
        data = samples.film(seconds=2.0)
        path = tmp_path / "film.mp4"
        path.write_bytes(data)
        made = item(1, kind=MediaKind.VIDEO, mime="video/mp4", duration_s=2.0)
        with open_viewer(qtbot, [made], {1: path if as_file else data}) as (viewer, _store):
            view = view_of(viewer, VideoView)
            qtbot.waitUntil(lambda: view.controls._duration_s > 1.5, timeout=8000)
            qtbot.keyClick(viewer, K.Key_K)
            qtbot.waitUntil(lambda: view._screen._frame is not None, timeout=8000)
            view.controls.seek_wanted.emit(1.2)
            qtbot.waitUntil(lambda: view.controls._position_s >= 1.0, timeout=8000)
            view.controls._next_speed()
            assert view.controls._rate.text() == "1.5×"
            view.controls._speaker.click()
            assert view.controls._loudness.value() == 0

    def test_one_that_does_not_play_says_so(self, qtbot: QtBot) -> None:
        made = item(1, kind=MediaKind.VIDEO, mime="video/mp4")
        with open_viewer(qtbot, [made], {1: b"no film"}) as (viewer, _store):
            view = view_of(viewer, VideoView)
            qtbot.waitUntil(lambda: view.controls._sentence.isVisible(), timeout=8000)


class TestNotices:
    """What there is nothing to look at of."""

    def test_a_file_that_is_not_here_says_why_and_can_be_fetched(self, qtbot: QtBot) -> None:
        made = item(1, state=MediaState.FAILED, reason=Reason.MAC)
        with open_viewer(qtbot, [made], {}) as (viewer, _store):
            notice = view_of(viewer, NoticeView)
            assert "damaged" in notice._text.text() and notice._button.text() == "Try again"
            with qtbot.waitSignal(viewer.retry_wanted) as asked:
                notice._button.click()
            assert asked.args == [[1]] and not viewer._head._save.isEnabled()

    def test_a_quarantined_file_offers_nothing(self, qtbot: QtBot) -> None:
        made = item(1, state=MediaState.QUARANTINED, reason=Reason.INFECTED)
        with open_viewer(qtbot, [made], {}) as (viewer, _store):
            assert view_of(viewer, NoticeView)._button.isHidden()

    def test_a_sound_is_handed_to_the_player(self, qtbot: QtBot) -> None:
        made = item(1, kind=MediaKind.AUDIO, mime="audio/ogg", voice=True)
        with open_viewer(qtbot, [made], {}) as (viewer, _store):
            with qtbot.waitSignal(viewer.play_wanted) as asked:
                view_of(viewer, NoticeView)._button.click()
            assert asked.args == [1]

    def test_another_file_can_be_saved(self, qtbot: QtBot) -> None:
        made = item(1, kind=MediaKind.DOCUMENT, mime="application/zip", name="fotos.zip")
        with open_viewer(qtbot, [made], {1: samples.zipped("a.txt")}) as (viewer, _store):
            notice = view_of(viewer, NoticeView)
            assert notice._title.text() == "fotos.zip"
            with qtbot.waitSignal(viewer.save_wanted):
                notice._button.click()


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("language", ["pt_BR", "es", "en"])
@pytest.mark.parametrize("size", [SIZE, SMALLEST_SIZE, (852, 528)])
def test_nothing_is_clipped_in_the_viewer(qtbot: QtBot, size: tuple[int, int], language: str, scale: float) -> None:
    set_language(language)
    made = item(1, checks=(Check.MAC,), contact="Ana Beatriz de Albuquerque e Vasconcelos", name="x" * 90 + ".jpg")
    document = item(2, kind=MediaKind.DOCUMENT, mime="application/pdf", name="nota.pdf")
    files = {1: FILES[1], 2: text_pdf("um", "dois")}
    with open_viewer(qtbot, [made, document], files, size=size, scale=scale) as (viewer, _store):
        for _media in range(2):
            assert viewer.size().toTuple() == size
            for part in visible_parts(viewer._head):
                assert viewer._head.rect().contains(part.geometry()), part
                if isinstance(part, QAbstractButton) and part.text():
                    assert part.width() >= part.sizeHint().width(), part.text()
            for label in viewer._details.findChildren(QLabel):
                if label.isVisible() and not label.wordWrap():
                    assert label.width() >= label.sizeHint().width(), label.text()
            qtbot.keyClick(viewer, K.Key_Right)
            qtbot.waitUntil(lambda: viewer._content.item.id == 2)
