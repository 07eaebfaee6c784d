"""Killed (`kill -9`) in the middle of transfers, the window goes on at its next start: nothing twice, nothing lost."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from tests.journeys.databases import ask, left_over
from tests.journeys.dying import standing
from tests.journeys.siege import LARGE_BYTES, Siege
from tests.journeys.waiting import until
from tests.journeys.window.acting import open_chat
from tests.journeys.window.stage import ANA, ANA_NAME, BIA, BIA_NAME, NUMBER, Stage
from tests.support import samples
from tests.support.desktop.program import WindowProcess

CHECKPOINTS = (
    "raw.before_commit", "download.placed", "download.committed", "upload.sending_committed",
    "upload.accepted_before_commit",
)  # fmt: skip
SLOW = "media.slow=1:1500000,send.slow=1:1000000"
_TEXTS = 2
_OPEN_UPLOADS = "SELECT 1 FROM upload WHERE state IN ('queued', 'preparing', 'uploading', 'sending', 'waiting')"
_OPEN_MEDIA = "SELECT 1 FROM media WHERE state IN ('remote', 'downloading')"


@pytest.fixture
def siege(stage: Stage) -> Siege:
    """Return a shop to whom two customers write and who sends to both."""
    stage.says("Bom dia")
    stage.says("Oi", by=BIA, name=BIA_NAME)
    folder = stage.folder / "siege"
    folder.mkdir()
    siege = Siege(stage.shop, stage.gateway, folder, seed=23)
    siege.queued.update({ANA: [], BIA: []})
    return siege


@pytest.mark.timeout(1800)
def test_a_window_that_is_killed_again_and_again_goes_on(
    stage: Stage, siege: Siege, soak: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    hits: Counter[str] = Counter()
    order = list(CHECKPOINTS) * (4 if soak else 1)
    random.Random(23).shuffle(order)
    for number, checkpoint in enumerate(order if soak else order[:2]):
        _queue(siege, 2, 3)
        hits[_die_at(stage, checkpoint, number)] += 1
    for _ in range(3 if soak else 1):
        _queue(siege, 2, 2, size_bytes=LARGE_BYTES)
        hits.update(_die_in_the_middle(stage))
    _die_over_a_sheet(stage)
    with capsys.disabled():
        print(f"\nthe window's deaths met: {dict(sorted(hits.items()))}")

    with stage.window() as window:
        window.wait_usable()
        until(lambda: not ask(stage.shop.database, _OPEN_UPLOADS), "all uploads to end", timeout_s=120)
        # What the gateway could not deliver to the dead it delivers again, in its own time.
        stage.gateway.wait_for_deliveries(NUMBER, _events(stage, siege), timeout_s=120)
        until(lambda: _told_of_all(stage), "all events to be read")
        until(lambda: not ask(stage.shop.database, _OPEN_MEDIA), "all downloads to end", timeout_s=120)
        open_chat(stage, window, ANA_NAME)
    _everything_is_here(siege)
    _everything_left_once(stage, siege)
    assert left_over(stage.shop.folder) == []
    assert [path.name for path in (stage.data_dir / "run").iterdir() if path.is_dir()] == []
    _the_user_settles_what_is_open(stage, siege)


def _queue(siege: Siege, incoming: int, outgoing: int, *, size_bytes: int = 0) -> None:
    """Let customers send files, and queue some to Ana and Bia."""
    siege.feed(incoming, size_bytes=min(size_bytes, 3_000_000))
    chat = siege.dice.choice([ANA, BIA])
    siege.shop.send(chat, "--no-wait", *siege.files(chat, outgoing, size_bytes=size_bytes))


def _die_at(stage: Stage, checkpoint: str, number: int) -> str:
    """Run a window that kills itself when it comes to a checkpoint."""
    note = stage.folder / f"note-{number}"
    program = ("-m", "tests.journeys.crashing", checkpoint, "1", str(note))
    WindowProcess(stage.desktop, stage.data_dir, program=program).die(lambda: False)
    assert note.read_text() == checkpoint
    return checkpoint


def _die_in_the_middle(stage: Stage) -> set[str]:
    """Kill a window while files come in and go out slowly, one of them half written."""
    stage.misbehave(SLOW)
    wanted = {"downloading", "uploading", "mid-write"}
    stage.window().die(lambda: wanted <= standing(stage.shop))
    stage.misbehave()
    return standing(stage.shop) & wanted


def _die_over_a_sheet(stage: Stage) -> None:
    """Kill a window whose user has files on the preparation sheet: copies were made, and nothing is to be sent."""
    photo = stage.file("nunca enviada.jpg", samples.jpeg(96, 64, seed=77))
    window = stage.window(str(photo))
    window.wait_usable()
    open_chat(stage, window, BIA_NAME)
    window.tree.find("dialog", "Send 1 file")
    window.kill()
    assert list((stage.shop.folder / "tmp").iterdir()), "the copy that the next start must clear away"


def _events(stage: Stage, siege: Siege) -> int:
    """Return how many events there are in the end: of each message that was sent the echo and three ticks."""
    return _TEXTS + siege.delivered + 4 * len(stage.sent())


def _told_of_all(stage: Stage) -> bool:
    """Tell whether every message that the gateway took is read by its ticks, and no event waits."""
    read = {ref for (ref,) in ask(stage.shop.database, "SELECT client_ref FROM upload WHERE state = 'read'")}
    pending = ask(stage.shop.database, "SELECT 1 FROM raw_event WHERE pending = 1")
    return not pending and {entry["client_ref"] for entry in stage.sent()} <= read


def _everything_is_here(siege: Siege) -> None:
    came_in = "SELECT state, count(*) FROM media WHERE direction = 'in' GROUP BY state"
    assert ask(siege.shop.database, came_in) == [("local", siege.delivered)]
    texts = "SELECT count(*) FROM message WHERE direction = 'in' AND kind = 'text'"
    assert ask(siege.shop.database, texts) == [(_TEXTS,)]


def _everything_left_once(stage: Stage, siege: Siege) -> None:
    """The gateway took each at most once and in order; what it took is known as read, the rest as unconfirmed."""
    uploads = ask(siege.shop.database, "SELECT state, client_ref FROM upload")
    log = Counter(entry["client_ref"] for entry in stage.sent())
    assert max(log.values()) == 1
    assert len(uploads) == sum(map(len, siege.queued.values()))
    assert {state for state, _ref in uploads} <= {"read", "unconfirmed"}
    assert {ref for state, ref in uploads if state == "read"} == set(log)
    for chat in (ANA, BIA):
        sent = [entry["name"] for entry in stage.sent() if entry["to"] == chat]
        assert sent == [name for name in siege.queued[chat] if name in sent], chat


def _the_user_settles_what_is_open(stage: Stage, siege: Siege) -> None:
    """What is unconfirmed never reached the gateway, whose events are all here: sent again, the log is whole."""
    siege.shop.queue("check")
    open_ended = [id for (id,) in ask(siege.shop.database, "SELECT id FROM upload WHERE state = 'unconfirmed'")]
    if open_ended:
        siege.shop.queue("resend", *open_ended, "--run")
    names = [entry["name"] for entry in stage.sent()]
    assert sorted(names) == sorted(name for listed in siege.queued.values() for name in listed)
    for entry in stage.sent():
        taken = stage.gateway.call("GET", f"/control/{NUMBER}/received/{entry['message_id']}").content
        assert taken == Path(siege.shop.acervo.data_dir.parent, "siege", "outgoing", entry["name"]).read_bytes()
