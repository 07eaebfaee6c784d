"""A voice note is played in the real window into an output that nobody hears, and heard there to its last sample."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest

from tests.journeys.databases import ask
from tests.journeys.waiting import until
from tests.journeys.window.acting import bubble, has, open_chat
from tests.journeys.window.stage import ANA_NAME, Stage
from tests.support import null_sink, samples
from tests.support.desktop.program import WindowProcess
from tests.support.null_sink import NullSink, heard_s, pitch_hz, sounding

HEARD = "SELECT count(*) FROM listening WHERE heard_at IS NOT NULL"
LEFT = "SELECT left_at_s FROM listening WHERE left_at_s IS NOT NULL"


@pytest.fixture
def sink() -> Iterator[NullSink]:
    """Return a sound system of its own; where it cannot be had, CI fails and a developer is told what to install."""
    if not sys.platform.startswith("linux"):
        pytest.skip("the sound system is a matter of Linux")
    if absent := null_sink.missing():
        said = f"not installed: {', '.join(absent)}; `python3 packaging/dev.py test` installs them where it may"
        pytest.fail(said) if os.environ.get("CI") else pytest.skip(said)
    with NullSink() as found:
        yield found


def play(stage: Stage, window: WindowProcess, *parts: str) -> None:
    """Give a bubble the keyboard and press Space."""
    stage.hands.click(bubble(window, ANA_NAME, *parts))
    stage.hands.key("space")


def test_voice_notes_are_heard_one_after_the_other_to_the_last_sample(stage: Stage, sink: NullSink) -> None:
    first, second = stage.file("a.ogg", samples.voice(1)), stage.file("b.ogg", samples.voice(2))
    with stage.window(environment=sink.places) as window:
        window.wait_usable()
        stage.sends(first, voice=True)
        stage.says("e mais isto")
        stage.sends(second, voice=True)
        stage.sends(stage.file("song.mp3", samples.mp3(3)))
        open_chat(stage, window, ANA_NAME)
        for length in ("0:01", "0:02"):
            bubble(window, ANA_NAME, "Audio", length, "not heard yet")

        play(stage, window, "Audio", "0:01")
        until(lambda: ask(stage.shop.database, HEARD) == [(2,)], "two notes heard")
        # One and two seconds, whole: nothing was cut at the start, at the end, or between the two.
        until(lambda: heard_s(sink.heard()) > 2.95, "three seconds in the output")
        window.tree.gone("list item", has("not heard yet"))
        assert heard_s(sink.heard()) == pytest.approx(3.0, abs=0.06)
        assert pitch_hz(sounding(sink.heard())) == pytest.approx(440, abs=3)

        # The song does not follow by itself. The keyboard's play key leaves it in its middle.
        sink.forget()
        play(stage, window, "Audio", "0:03")
        until(lambda: heard_s(sink.heard()) > 0.5, "the song")
        stage.hands.key("XF86AudioPlay")
        until(lambda: len(ask(stage.shop.database, LEFT)) == 1, "a place kept")

    ((left_at_s,),) = ask(stage.shop.database, LEFT)
    assert 0.3 < left_at_s < 2.9
    with stage.window(environment=sink.places) as window:
        window.wait_usable()
        open_chat(stage, window, ANA_NAME)
        sink.forget()
        play(stage, window, "Audio", "0:03")
        until(lambda: ask(stage.shop.database, LEFT) == [], "the song's end")
        assert heard_s(sink.heard()) == pytest.approx(3 - left_at_s, abs=0.15)
