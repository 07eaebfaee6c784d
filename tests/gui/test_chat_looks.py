"""How bubbles look: in both themes and at every ratio, under the pointer, in focus, and to a screen reader."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.look.icons import Icons
from app.ui.look.region_list import Region, Touch, Touches, next_index
from app.ui.look.shapes import square_in
from app.ui.look.skeleton import Skeleton
from app.ui.look.theme import Choice, Theme
from app.ui.look.wave import bars
from app.ui.models.playing import PlayerState
from app.ui.models.sending_as import SendingAs
from app.ui.panes.chat import ChatPane
from app.ui.panes.chat.bubbles.bubble import Brush, Bubble
from app.ui.panes.chat.bubbles.compose import compose
from app.ui.panes.chat.bubbles.scene import Scene
from app.ui.panes.chats import ChatsPane
from tests.gui.chat_lines import all_lines
from tests.gui.chat_store import NOW, ChatStore, chat_row
from tests.gui.furniture import MakeReader

LINES = all_lines()


@pytest.fixture
def scene(theme: Theme, icons: Icons) -> Scene:
    made = Scene(theme, icons)
    made.now = lambda: NOW
    return made


@pytest.fixture
def pane(qtbot: QtBot, theme: Theme, icons: Icons, read: MakeReader) -> Iterator[ChatPane]:
    made = ChatPane(theme, icons)
    qtbot.addWidget(made)
    made.scene.now = lambda: NOW
    made.resize(630, 700)
    made.show()
    store = ChatStore([chat_row(1, name="Marina Prado")], {1: list(LINES.values())})
    with qtbot.waitSignal(made._model.opened, check_params_cb=lambda _at: made._model.rowCount() > 0):
        made.open(read(store), 1, SendingAs(1, "Loja", "anil", "", ""))
    qtbot.waitUntil(lambda: made._stack.currentWidget() is made._list)
    yield made
    made.close_chat()


def painted(scene: Scene, bubble: Bubble, ratio: float = 1.0, **touched: Region) -> QImage:
    """Paint a bubble on the canvas."""
    size = bubble.size.toSize() + QSize(8, 8 + round(bubble.below))
    image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(scene.theme.colour("surface.canvas"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(4, 4)
    bubble.paint(Brush(painter, scene, **touched))
    painter.end()
    return image


def luminance(colour: QColor) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF())


def contrast(image: QImage, rect: QRectF, ratio: float = 1.0) -> float:
    """Return the contrast between the darkest and the lightest pixel of a part."""
    area = QRectF(rect.x() * ratio, rect.y() * ratio, rect.width() * ratio, rect.height() * ratio).toRect()
    levels = [
        luminance(image.pixelColor(x, y))
        for x in range(max(0, area.left()), min(image.width(), area.right()))
        for y in range(max(0, area.top()), min(image.height(), area.bottom()))
    ]
    return (max(levels) + 0.05) / (min(levels) + 0.05)


@pytest.mark.parametrize("choice", [Choice.LIGHT, Choice.DARK])
@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_every_bubble_is_painted_on_its_own_ground(scene: Scene, choice: Choice, ratio: float) -> None:
    scene.theme.choose(choice)
    for name, row in LINES.items():
        bubble = compose(scene, row)
        image = painted(scene, bubble, ratio)
        if bubble.surface and row.media is None:
            ground = image.pixelColor(round(ratio * (4 + bubble.size.width() / 2)), round(ratio * 6))
            assert ground == scene.theme.colour(bubble.surface), name
    scene.theme.choose(Choice.LIGHT)


@pytest.mark.parametrize("choice", [Choice.LIGHT, Choice.DARK])
def test_what_a_card_asks_can_be_read(scene: Scene, choice: Choice) -> None:
    scene.theme.choose(choice)
    for name in ("too_large", "infected", "upload_unconfirmed", "upload_failed"):
        bubble = compose(scene, LINES[name])
        image = painted(scene, bubble, 2.0)
        for region in bubble.regions:
            assert contrast(image, region.rect.translated(4, 4), 2.0) >= 4.5, (name, region.name)
    scene.theme.choose(Choice.LIGHT)


def test_a_region_shows_the_pointer_the_press_and_the_focus(scene: Scene) -> None:
    for name in ("too_large", "document", "audio", "upload_uploading", "remote_audio", "location"):
        bubble = compose(scene, LINES[name])
        region = bubble.regions[0] if name != "document" else bubble.regions[1]
        seen = [painted(scene, bubble)]
        seen.append(painted(scene, bubble, focused=region))
        seen.append(painted(scene, bubble, hovered=region))
        assert all(one != other for at, one in enumerate(seen) for other in seen[at + 1 :]), name


def test_the_bar_the_wave_and_the_times_follow_what_moves(scene: Scene) -> None:
    row = LINES["audio"]
    pictures = []
    for position in (5.0, 30.0):
        scene.player = PlayerState(int(row.media.id), playing=True, position_s=position, duration_s=42.0)
        pictures.append(painted(scene, compose(scene, row)))
    upload = LINES["upload_uploading"]
    for done in (100_000, 2_000_000):
        scene.tell_progress(int(upload.upload_id), done, 2_500_000)
        scene.pace(int(upload.upload_id)).done_bytes = done
        pictures.append(painted(scene, compose(scene, upload)))
    assert pictures[0] != pictures[1]
    assert pictures[2] != pictures[3]


def test_an_edge_is_three_pixels_in_the_tone_of_the_question(scene: Scene) -> None:
    image = painted(scene, compose(scene, LINES["too_large"]))
    middle = image.height() // 2
    edge = scene.theme.colour("danger.fill")
    assert [image.pixelColor(x, middle) == edge for x in (4, 5, 6, 7)] == [True, True, True, False]


def test_a_ring_is_seen_for_the_keyboard_and_not_for_the_mouse(qtbot: QtBot, pane: ChatPane) -> None:
    view = pane._list
    pane.activateWindow()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    view.setCurrentIndex(pane._model.index(pane._model.rowCount() - 1))
    ringed = view.viewport().grab().toImage()
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    view.setCurrentIndex(pane._model.index(pane._model.rowCount() - 1))
    assert view.viewport().grab().toImage() != ringed


def test_a_screen_reader_reads_every_bubble(pane: ChatPane) -> None:
    face = QAccessible.queryAccessibleInterface(pane._list)
    assert face.text(QAccessible.Text.Name) == "Messages with Marina Prado"
    assert face.childCount() >= len(LINES)
    names = [face.child(number).text(QAccessible.Text.Name) for number in range(len(LINES))]
    assert all(names)
    assert any("Video not received" in name for name in names)


def test_the_skeleton_of_the_list_lies_where_the_rows_will(qtbot: QtBot, theme: Theme, icons: Icons) -> None:
    pane = ChatsPane(theme, icons)
    qtbot.addWidget(pane)
    avatar = next(iter(pane._shapes(QRectF(0, 0, 288, 600))))[0]
    assert avatar == pane._delegate._avatar(QRectF(0, 0, 288, 60))


def test_a_skeleton_breathes_only_while_it_is_seen_and_motion_is_wanted(qtbot: QtBot, theme: Theme) -> None:
    skeleton = Skeleton(theme, lambda room: [(room.adjusted(4, 4, -4, -4), 6.0)])
    qtbot.addWidget(skeleton)
    skeleton.resize(80, 40)
    skeleton.show()
    assert skeleton._beat.isActive()
    skeleton.hide()
    assert not skeleton._beat.isActive()
    theme.reduced_motion = True
    skeleton.show()
    assert not skeleton._beat.isActive()
    assert skeleton.grab().toImage().pixelColor(40, 20) == theme.colour("surface.skeleton")


def test_waves_are_as_high_as_the_loudest_of_their_part() -> None:
    assert bars(b"", 3) == (0.0, 0.0, 0.0)
    assert bars(bytes([0, 100, 50, 20]), 2) == (1.0, 0.5)
    assert bars(bytes([40]), 3) == (0.4, 0.4, 0.4)


def test_icons_lie_on_whole_pixels() -> None:
    square = square_in(QRectF(10.3, 7.7, 33.3, 21.1), 14)
    assert (square.x(), square.y()) == (round(square.x()), round(square.y()))
    assert square.size() == QRectF(0, 0, 14, 14).size()


def test_places_are_walked_one_after_the_other() -> None:
    places = [Region(str(number), QRectF(), str(number)) for number in range(3)]
    assert next_index(places, None, forwards=True) == 0
    assert next_index(places, None, forwards=False) is None
    assert next_index(places, places[1], forwards=True) == 2
    assert next_index(places, places[0], forwards=False) is None
    assert next_index([], None, forwards=True) is None


def test_touches_belong_to_their_row_and_rings_to_the_keyboard() -> None:
    region = Region("view", QRectF(0, 0, 4, 4), "View")
    touches = Touches(hovered=Touch(7, region), focused=Touch(7, region))
    assert touches.on(7) == (region, None, None)
    touches.ringed = True
    assert touches.on(7) == (region, None, region)
    assert touches.on(8) == (None, None, None)


def test_pressing_one_place_and_letting_go_on_another_does_nothing(qtbot: QtBot, pane: ChatPane) -> None:
    done: list[object] = []
    pane.upload_action.connect(lambda *args: done.append(args))
    row = LINES["upload_unconfirmed"]
    index = pane._model.index(pane._model.row_of(int(row.id)))
    pane._list.scrollTo(index)
    first, second, _third = pane._list.regions(index)
    view = pane._list.viewport()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=pane._list.region_centre(index, first))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=pane._list.region_centre(index, second))
    assert done == []


def test_the_pointer_becomes_a_hand_over_what_can_be_done(qtbot: QtBot, pane: ChatPane) -> None:
    row = LINES["upload_unconfirmed"]
    index = pane._model.index(pane._model.row_of(int(row.id)))
    pane._list.scrollTo(index)
    region = pane._list.regions(index)[0]
    qtbot.mouseMove(pane._list.viewport(), pane._list.region_centre(index, region))
    qtbot.waitUntil(lambda: pane._list.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor)
    QApplication.processEvents()
    corner = pane._list.origin(index) + QPointF(2, 2)
    qtbot.mouseMove(pane._list.viewport(), corner.toPoint())
    qtbot.waitUntil(lambda: pane._list.viewport().cursor().shape() == Qt.CursorShape.ArrowCursor)
