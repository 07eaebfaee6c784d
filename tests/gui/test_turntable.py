"""What plays inside the process of its own: an output that goes away or stands still, and speakers that are a clock."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.domain.errors import RefusedError
from app.domain.reasons import Reason
from app.services.sounds import SampleShape

turntable = pytest.importorskip("app.ui.sounding.turntable", reason="this system has no QtMultimedia")

from app.ui.sounding.messages import Message, packed, unpacked  # noqa: E402
from app.ui.sounding.speaker import Nowhere  # noqa: E402

pytestmark = pytest.mark.qt_log_ignore("library", "symbols", "PulseAudio", "audio", extend=True)


class Tone:
    """Samples of so many seconds; with `broken` nothing decodes."""

    duration_s = 0.0

    def __init__(self, shape: SampleShape, seconds: float, *, broken: bool = False) -> None:
        self._shape, self._seconds, self._broken = shape, seconds, broken
        self.open = True

    def pieces(self) -> Iterator[bytes]:
        if self._broken:
            raise RefusedError(Reason.UNREADABLE)
        for _hundredth in range(round(self._seconds * 100)):
            yield bytes(self._shape.rate // 100 * self._shape.frame_bytes)

    def close(self) -> None:
        self.open = False


def played(said: list[Message], seconds: float = 0.3, **facts: bool):  # type: ignore[no-untyped-def]
    def open_samples(path: str, shape: SampleShape, *, start_s: float, speed: float) -> Tone:
        return Tone(shape, (seconds - start_s) / speed, **facts)

    table = turntable.Turntable(open_samples, said.append, silent=True)
    table.do({"do": "load", "number": 1, "file": "a"})
    table.do({"do": "play", "number": 1, "start_s": 0.1, "speed": 2.0})
    return table


def words(said: list[Message], word: str) -> list[Message]:
    return [message for message in said if message["say"] == word]


def test_it_tells_the_place_and_the_end(qtbot: QtBot) -> None:
    said: list[Message] = []
    table = played(said, 0.5)
    qtbot.waitUntil(lambda: bool(words(said, "ended")), timeout=30_000)
    assert words(said, "ended") == [{"say": "ended", "number": 1, "frames": 9600}]
    places = [message["position_s"] for message in words(said, "at")]
    assert places == sorted(places)
    assert all(0.1 <= place <= 0.5 for place in places)
    table.deleteLater()


def test_it_falls_silent_where_the_output_in_use_went_away(qtbot: QtBot) -> None:
    said: list[Message] = []
    table = played(said, 30.0)
    qtbot.waitUntil(lambda: bool(words(said, "at")), timeout=30_000)
    table._stretch.used = b"headphones"
    table._watch.audioOutputsChanged.emit()
    (lost,) = words(said, "lost")
    assert lost["number"] == 1
    assert lost["position_s"] > 0.1
    before = len(said)
    qtbot.wait(150)
    assert len(said) == before
    table.deleteLater()


def test_an_output_that_takes_nothing_does_not_answer(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turntable, "_STALL_S", 0.1)
    monkeypatch.setattr(turntable.Nowhere, "sounded_bytes", lambda _self: 0)
    said: list[Message] = []
    table = played(said, 30.0)
    qtbot.waitUntil(lambda: bool(words(said, "failed")), timeout=30_000)
    assert words(said, "failed") == [{"say": "failed", "number": 1, "why": "stuck"}]
    table.deleteLater()


def test_of_many_wishes_in_a_hurry_the_last_is_played_and_what_does_not_decode_is_said(qtbot: QtBot) -> None:
    said: list[Message] = []
    table = played(said, broken=True)
    for number in (2, 3):
        table.do({"do": "load", "number": number, "file": "b"})
        table.do({"do": "play", "number": number, "start_s": 0.0, "speed": 1.0})
    table.do({"do": "play", "number": 2, "start_s": 0.0, "speed": 1.0})
    table.do({"do": "dance"})
    qtbot.waitUntil(lambda: bool(words(said, "failed")), timeout=30_000)
    assert words(said, "opened") == [{"say": "opened", "number": 3, "duration_s": 0.0}]
    assert words(said, "failed") == [{"say": "failed", "number": 3, "why": "unreadable"}]
    table.deleteLater()


def test_a_clock_takes_samples_at_the_pace_at_which_they_would_sound() -> None:
    now = [100.0]
    clock = Nowhere(lambda: now[0])
    assert clock.start()
    whole = clock.free_bytes()
    assert clock.give(bytes(whole)) == whole
    assert clock.free_bytes() == 0
    now[0] += 0.1
    assert clock.shape.seconds(clock.sounded_bytes()) == pytest.approx(0.1, abs=0.001)
    now[0] += 10
    assert clock.sounded_bytes() == whole, "what was not given does not sound"
    clock.give(bytes(192))
    now[0] += 0.0005
    assert whole < clock.sounded_bytes() < whole + 192


def test_lines_that_are_no_messages_are_left_alone() -> None:
    assert unpacked(packed({"do": "halt"})) == {"do": "halt"}
    for line in (b"", b"\xff\n", b"[1]\n", b"{", b"7\n"):
        assert unpacked(line) is None
