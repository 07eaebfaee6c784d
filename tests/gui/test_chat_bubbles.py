"""Bubbles: their measures, what can be done in them, and that nothing is clipped at any width, scale or language."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QApplication

from app.services.views import MessageRow
from app.texts import set_language
from app.ui.look.elide import elided_end, elided_name, name_lines
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.playing import PlayerState
from app.ui.panes.chat.bubbles.actions import Action
from app.ui.panes.chat.bubbles.bubble import Bubble
from app.ui.panes.chat.bubbles.cards import card_numbers
from app.ui.panes.chat.bubbles.compose import compose
from app.ui.panes.chat.bubbles.live_parts import Photo, Wave
from app.ui.panes.chat.bubbles.parts import Button, Line
from app.ui.panes.chat.bubbles.passages import broken, links_in, reads_left
from app.ui.panes.chat.bubbles.scene import Scene
from tests.gui.chat_lines import HEBREW, LONG_NAME, VCARD, all_lines
from tests.gui.chat_store import NOW, message_row
from tests.gui.looks import make_look

LINES = all_lines()
ROOMS = ((1.0, 480), (1.0, 268), (1.5, 448))
"""Scale and pixels of room: wide, the narrowest chat, and 960×600 at 150 %."""


@pytest.fixture
def scene(theme: Theme, icons: Icons) -> Scene:
    return make_scene(theme, icons)


def make_scene(theme: Theme, icons: Icons, room: int = 480) -> Scene:
    made = Scene(theme, icons)
    made.room = room
    made.now = lambda: NOW
    return made


def actions(bubble: Bubble) -> list[str]:
    return [str(region.action) for region in bubble.regions]


def part(bubble: Bubble, kind: type) -> object:
    return next(one for one in bubble.parts if isinstance(one, kind))


# ── measures of the design ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "width", "height"),
    [
        ("audio", 320, 60),
        ("unheard_audio", 320, 60),
        ("remote_audio", 320, 60),
        ("document", 320, 80),
        ("upload_uploading", 320, 68),
        ("upload_queued", 320, 68),
        ("upload_accepted", 320, 56),
        ("too_large", 384, 96),
        ("upload_unconfirmed", 384, 96),
        ("image", 320, 180),
        ("tall_image", 320, 320),
        ("shapeless_image", 320, 240),
    ],
)
def test_a_bubble_has_its_drawn_measure(scene: Scene, name: str, width: int, height: int) -> None:
    bubble = compose(scene, LINES[name])
    assert (bubble.size.width(), bubble.size.height()) == (width, height)


def test_a_document_with_a_long_name_takes_a_second_line_of_16(scene: Scene) -> None:
    row = LINES["long_document"]
    assert compose(scene, row).size.height() == 96 + 20 + 2 * 6
    names = name_lines(scene.letters.metrics(semibold=True), LONG_NAME, 240)
    assert len(names) == 2
    assert names[1].endswith("rev3.pdf")


def test_the_wave_is_24_high_and_ends_12_before_the_bubble(scene: Scene) -> None:
    bubble = compose(scene, LINES["audio"])
    wave = part(bubble, Wave)
    assert wave.rect == QRectF(60, 8, 248, 24)


def test_a_picture_keeps_its_place_before_and_after_it_loads(scene: Scene) -> None:
    photo = part(compose(scene, LINES["wide_image"]), Photo)
    assert photo.rect == QRectF(0, 0, 320, 96)


def test_asking_bubbles_carry_their_edge_and_no_other_does(scene: Scene) -> None:
    edges = {name: compose(scene, row).edge for name, row in LINES.items()}
    asking = {name for name, edge in edges.items() if edge}
    assert asking == {
        *("too_large", "timeout", "expired", "no_key", "infected", "text_failed", "upload_failed"),
        "upload_unconfirmed",
    }
    assert edges["infected"] == edges["upload_unconfirmed"] == "warning.fill"
    assert edges["too_large"] == "danger.fill"


# ── what can be done ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("image", ["view"]),
        ("remote_image", ["fetch"]),
        ("audio", ["play", "seek", "speed", "save"]),
        ("unheard_audio", ["play", "seek"]),
        ("remote_audio", ["fetch"]),
        ("document", ["view", "view", "save"]),
        ("remote_document", ["fetch", "fetch"]),
        ("too_large", ["ask", "retry", "details"]),
        ("timeout", ["retry", "ask", "details"]),
        ("no_key", ["ask", "details"]),
        ("infected", ["ask", "details"]),
        ("upload_queued", ["cancel"]),
        ("upload_uploading", ["cancel"]),
        ("upload_sending", []),
        ("upload_waiting", ["cancel"]),
        ("upload_accepted", []),
        ("upload_failed", ["retry_upload", "details"]),
        ("upload_unconfirmed", ["check", "resend", "arrived"]),
        ("upload_cancelled", ["retry_upload"]),
        ("text_failed", ["retry_upload", "details"]),
        ("location", ["link"]),
        ("contact", ["copy_value"]),
        ("reply", ["jump"]),
        ("link", ["link", "link"]),
        ("long", ["more"]),
        ("short", []),
        ("deleted", []),
    ],
)
def test_a_bubble_offers_what_can_be_done_and_no_more(scene: Scene, name: str, expected: list[str]) -> None:
    assert actions(compose(scene, LINES[name])) == expected


def test_the_sound_that_plays_offers_speed_and_saving(scene: Scene) -> None:
    row = LINES["audio"]
    scene.player = PlayerState(int(row.media.id), playing=True, position_s=15, duration_s=42, speed=1.5)
    bubble = compose(scene, row)
    assert actions(bubble) == ["play", "seek", "speed", "save"]
    assert bubble.regions[0].name == "Pause"
    assert bubble.regions[2].name == "Speed 1.5×"


def test_a_document_on_the_server_is_fetched_not_viewed(scene: Scene) -> None:
    words = [one.text for one in compose(scene, LINES["remote_document"]).parts if isinstance(one, Line)]
    assert any("on the server" in text for text in words)


def test_details_unfold_fault_remedy_and_attempts(scene: Scene) -> None:
    row = LINES["timeout"]
    folded = compose(scene, row).size.height()
    scene.toggle(row.id, "details")
    assert compose(scene, row).size.height() >= folded + 3 * 20
    scene.toggle(row.id, "details")
    assert compose(scene, row).size.height() == folded


def test_a_long_text_is_folded_until_it_is_wanted_whole(scene: Scene) -> None:
    row = LINES["long"]
    short = compose(scene, row).size.height()
    scene.toggle(row.id, "text")
    assert compose(scene, row).size.height() > short


def test_links_are_web_addresses_without_the_marks_around_them() -> None:
    text = "Veja (https://a.example/x?y=1), www.b.example. E http:// ou javascript:alert(1)"
    assert [address for _start, _end, address in links_in(text)] == ["https://a.example/x?y=1", "https://www.b.example"]


def test_a_link_over_two_lines_is_one_action_on_both(scene: Scene) -> None:
    text = broken(scene, "https://exemplo.com.br/" + "a" * 120, 200)
    assert len(text.links) == 1
    assert len(text.links[0].rects) == text.lines > 1


def test_numbers_of_a_contact_card_are_read_in_e164() -> None:
    assert card_numbers(VCARD) == ["+5511988887777", "+551133334444"]
    assert card_numbers("TEL:nonsense") == []


def test_right_to_left_text_is_known_by_its_first_letter() -> None:
    assert reads_left(HEBREW)
    assert not reads_left("123 abc " + HEBREW)


# ── nothing clipped ────────────────────────────────────────────────────────────────────────────────────────────────


def fits(bubble: Bubble, scene: Scene) -> list[str]:
    """Return what of a bubble lies outside of it, or is too small for its words."""
    whole = QRectF(0, 0, bubble.size.width(), bubble.size.height() + bubble.below)
    wrong = [f"region {region.action}" for region in bubble.regions if not whole.contains(region.rect)]
    for one in bubble.parts:
        if isinstance(one, Line) and not whole.adjusted(-1, -1, 2, 1).contains(one.rect):
            wrong.append(f"line {one.text!r} {one.rect}")
        if isinstance(one, Button) and one.text:
            needed = scene.letters.width(one.text, one.role, semibold=True)
            if one.region.rect.width() + 0.5 < needed and bubble.size.width() > 300:
                wrong.append(f"button {one.text!r}")
    return wrong


def overlaps(bubble: Bubble) -> list[str]:
    """Return pairs of buttons that lie on each other; one inside the other (a badge on a picture) is meant so."""
    rects = [(str(region.action), region.rect.adjusted(1, 1, -1, -1)) for region in bubble.regions]
    return [
        f"{one[0]} on {other[0]}"
        for at, one in enumerate(rects)
        for other in rects[at + 1 :]
        if one[1].intersects(other[1]) and not one[1].contains(other[1]) and not other[1].contains(one[1])
    ]


@pytest.mark.parametrize("language", ["pt_BR", "es", "en"])
@pytest.mark.parametrize(("scale", "room"), ROOMS)
def test_nothing_is_clipped_or_overlaps(qapp: QApplication, language: str, scale: float, room: int) -> None:
    set_language(language)
    theme, icons = make_look(scale=scale)
    scene = make_scene(theme, icons, room)
    wrong = {}
    for name, row in LINES.items():
        for group in (False, True):
            scene.player = PlayerState(row.media.id if row.media else None, duration_s=42.0)
            bubble = compose(scene, row, show_sender=group and not bubble_is_own(row))
            if found := [*fits(bubble, scene), *overlaps(bubble)]:
                wrong[f"{name} group={group}"] = found
            assert bubble.size.width() <= room
    make_look()
    assert not wrong


def bubble_is_own(row: MessageRow) -> bool:
    return row.direction.value == "out"


def test_file_names_lose_their_middle_and_sentences_their_end(scene: Scene) -> None:
    metrics = scene.letters.metrics()
    for width in (60, 90, 150, 220):
        name = elided_name(metrics, LONG_NAME, width)
        assert name.endswith(".pdf")
        assert name.count("…") == 1
        assert metrics.horizontalAdvance(name) <= width
    assert elided_name(metrics, "a.pdf", 200) == "a.pdf"
    assert elided_end(metrics, "Marina Prado de Albuquerque", 60).endswith("…")


def test_a_name_with_line_breaks_stays_one_line(scene: Scene) -> None:
    row = message_row(1, text="", sender="Two\nlines")
    bubble = compose(scene, row, show_sender=True)
    assert all("\n" not in one.text for one in bubble.parts if isinstance(one, Line))


def test_the_time_stands_beside_the_last_line_or_below_it(scene: Scene) -> None:
    beside = compose(scene, message_row(1, text="Ok"))
    assert beside.size.height() == 20 + 12
    below = compose(scene, message_row(1, text=HEBREW))
    assert below.size.height() >= 40 + 12


def test_every_region_says_what_it_does(scene: Scene) -> None:
    for name, row in LINES.items():
        for region in compose(scene, row).regions:
            assert region.name.strip(), name
            Action(region.action)
