"""The bubbles of a chat: pages both ways against the rows, and what belongs to a message but lies elsewhere."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from app.domain.events import ContactSeen, MessageEdited, MessageRevoked, Party, StatusChanged
from app.domain.ids import ChatId, MediaId
from app.domain.kinds import Direction, MediaKind, MessageKind
from app.domain.reasons import Reason
from app.domain.statuses import Status
from app.domain.uploads import UploadState
from app.services.views import MessageRow, Viewing
from app.storage.store import FILE, InstanceStore
from tests.unit.storage.chatter import Chatter
from tests.unit.storage.making import (
    GROUP,
    LID,
    NOW,
    OTHER,
    PHONE,
    Happening,
    apply_all,
    claim_upload,
    message,
    new_upload,
    opened,
    remote,
)
from tests.unit.storage.oracle import Oracle

REACTION = MessageKind.REACTION


def walked(view: Viewing, chat: ChatId, limit: int) -> list[MessageRow]:
    """Read a chat from its newest message to its oldest."""
    page = view.messages_before(chat, None, limit)
    found = page
    while page:
        page = view.messages_before(chat, (found[0].sent_at, found[0].id), limit)
        assert len(page) <= limit
        found = page + found
    return found


@pytest.mark.parametrize("seed", range(8))
def test_pages_backwards_and_forwards_show_every_message_once_in_order(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    with opened(tmp_path) as store:
        apply_all(store, Chatter(seed).events(120))
        oracle = Oracle(tmp_path / FILE)
        with store.view() as view:
            for chat in oracle.chat:
                shown = oracle.shown(chat.id)
                limit = rng.choice([1, 2, 5, 500])
                found = walked(view, ChatId(chat.id), limit)
                assert [row.id for row in found] == [row.id for row in shown]
                for place in rng.sample(range(len(shown)), min(3, len(shown))):
                    after = view.messages_after(ChatId(chat.id), (shown[place].sent_at, shown[place].id), limit)
                    assert [row.id for row in after] == [row.id for row in shown[place + 1 : place + 1 + limit]]


@pytest.mark.parametrize("seed", range(4))
def test_a_bubble_says_what_its_row_says(tmp_path: Path, seed: int) -> None:
    with opened(tmp_path) as store:
        apply_all(store, Chatter(seed).events(120))
        oracle = Oracle(tmp_path / FILE)
        with store.view() as view:
            bubbles = view.messages([row.id for row in oracle.message])
            files = {item.id: item for item in view.media_rows([row.id for row in oracle.media])}
    reactions = reactions_of(oracle)
    for bubble, row in zip(bubbles, oracle.message, strict=True):
        text = row.text if row.edited_text is None else row.edited_text
        assert (bubble.id, bubble.message_id, bubble.kind, bubble.sent_at) == (
            row.id, row.provider_id, row.kind, row.sent_at,
        )  # fmt: skip
        assert (bubble.text, bubble.direction, bubble.reply_to) == (text, row.direction, row.reply_to)
        assert (bubble.edited, bubble.revoked) == (row.edited_at is not None, row.revoked_at is not None)
        assert bubble.media == files.get(row.id)
        assert bubble.status == (row.status if row.direction == "out" else None)
        assert bubble.reactions == reactions.get((row.chat_id, row.provider_id), ())


def reactions_of(oracle: Oracle) -> dict[tuple[int, str], tuple[str, ...]]:
    """Return the last reaction of each person to each message."""
    person_of = {row.address: row.contact_id for row in oracle.alias}
    owner_of = {row.id: row.contact_id for row in oracle.chat}
    given: dict[tuple[int, str], dict[int, str]] = {}
    for row in sorted(oracle.message, key=lambda row: (row.sent_at, row.id)):
        if row.kind == "reaction" and row.revoked_at is None:
            person = 0 if row.direction == "out" else person_of.get(row.sender, owner_of[row.chat_id])
            people = given.setdefault((row.chat_id, row.reply_to), {})
            people.pop(person, None)
            if row.text:
                people[person] = row.text
    return {target: tuple(people.values()) for target, people in given.items()}


def bubbles_of(store: InstanceStore, chat: str = PHONE) -> dict[str, MessageRow]:
    """Return a chat's bubbles by WhatsApp's id."""
    with store.view() as view:
        return {row.message_id: row for row in view.messages_before(view.chat_at(chat), None, 99)}


def test_ids_that_are_gone_are_left_out_and_the_order_is_the_callers(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        apply_all(store, [message("1"), message("2"), message("3")])
        with store.view() as view:
            assert [row.id for row in view.messages([3, 77, 1])] == [3, 1]
            assert view.messages([]) == []
            assert view.messages_before(ChatId(99), None, 5) == []


def test_who_wrote_is_named_as_well_as_it_is_known(tmp_path: Path) -> None:
    ana, bob = Party((OTHER,), name="Ana"), Party((LID,))
    told: list[Happening] = [
        message("named", chat=(GROUP,), sender=ana),
        message("nameless", chat=(GROUP,), sender=bob),
        message("unknown", chat=Party((GROUP,), name="Our group")),
        message("ours", chat=(GROUP,), direction=Direction.OUT, sender=ana),
        message("person", chat=ana),
    ]
    with opened(tmp_path) as store:
        apply_all(store, told)
        group = bubbles_of(store, GROUP)
        person = bubbles_of(store, OTHER)
    assert [group[id].sender for id in ("named", "nameless", "unknown", "ours")] == ["Ana", LID, "", ""]
    assert person["person"].sender == "Ana"


def test_an_answer_shows_what_it_answers_as_far_as_it_is_here(tmp_path: Path) -> None:
    told: list[Happening] = [
        message("a", text="first"),
        message("b", media=remote(MediaKind.DOCUMENT, name="bill.pdf")),
        message("c", chat=(OTHER,), text="of another chat"),
        message("d", text="taken back"),
        MessageRevoked("d", (PHONE,), 9),
        MessageEdited("a", (PHONE,), 9, "first, edited"),
        *[message(f"to-{id}", reply_to=id) for id in ("a", "b", "c", "d", "e")],
    ]
    with opened(tmp_path) as store:
        apply_all(store, told)
        rows = bubbles_of(store)
    answers = {id: (rows[f"to-{id}"].reply_to, rows[f"to-{id}"].reply_text) for id in "abcde"}
    assert answers == {
        "a": ("a", "first, edited"),
        "b": ("b", "bill.pdf"),
        "c": ("c", ""),
        "d": ("d", ""),
        "e": ("e", ""),
    }


def test_each_person_has_one_reaction_and_may_take_it_back(tmp_path: Path) -> None:
    def reaction(id: str, text: str, at: int, **facts: object) -> Happening:
        return message(id, kind=REACTION, text=text, reply_to="m", sent_at=at, **facts)

    told: list[Happening] = [
        message("m", sent_at=1, text="look"),
        reaction("r1", "👍", 2, sender=(PHONE,)),
        reaction("r2", "❤️", 3, sender=(LID,)),
        reaction("r3", "😂", 4, direction=Direction.OUT),
        reaction("r4", "🙏", 5, chat=(OTHER,)),
    ]
    with opened(tmp_path) as store:
        apply_all(store, told)
        assert bubbles_of(store)["m"].reactions == ("👍", "❤️", "😂")
        apply_all(store, [ContactSeen(Party((LID, PHONE)), 9)])
        assert bubbles_of(store)["m"].reactions == ("❤️", "😂")
        apply_all(store, [reaction("r5", "", 6, direction=Direction.OUT)])
        assert bubbles_of(store)["m"].reactions == ("❤️",)
        apply_all(store, [MessageRevoked("r2", (PHONE,), 9)])
        assert bubbles_of(store)["m"].reactions == ("👍",)
        assert set(bubbles_of(store)) == {"m"}


def test_our_own_message_carries_its_upload_and_its_file(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        with store.write() as tx:
            queued = tx.uploads.enqueue(new_upload(created_at=NOW))
        (row,) = bubbles_of(store).values()
        assert (row.upload_id, row.upload_state, row.status) == (queued.id, UploadState.QUEUED, None)
        assert (row.text, row.sender, row.direction, row.media.name) == ("hello", "", Direction.OUT, "photo.jpg")
        (job,) = claim_upload(store)
        with store.write() as tx:
            tx.uploads.move(job, UploadState.UPLOADING, now=NOW)
            tx.uploads.move(job, UploadState.SENDING, now=NOW)
            tx.uploads.move(job, UploadState.SENT, now=NOW, message_id="3EB0")
            tx.library.mark(StatusChanged("3EB0", (PHONE,), Status.DELIVERED, 1))
        row = bubbles_of(store)["3EB0"]
        assert (row.upload_state, row.status) == (UploadState.DELIVERED, Status.DELIVERED)


def test_our_own_message_says_why_it_waits(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        with store.write() as tx:
            tx.uploads.enqueue(new_upload(created_at=NOW))
        (job,) = claim_upload(store)
        with store.write() as tx:
            tx.uploads.move(job, UploadState.WAITING, now=NOW, reason=Reason.OFFLINE, next_try_at=NOW + 9)
        (row,) = bubbles_of(store).values()
        assert (row.upload_state, row.upload_reason) == (UploadState.WAITING, Reason.OFFLINE)


def test_facts_of_a_kind_come_as_pairs(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        place = (("name", "Praça"), ("latitude", "-23.5"))
        apply_all(store, [message("1", kind=MessageKind.LOCATION, extra=place), message("2")])
        rows = bubbles_of(store)
    assert (rows["1"].extra, rows["2"].extra) == ((("latitude", "-23.5"), ("name", "Praça")), ())


def test_a_media_knows_where_its_message_stands(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        apply_all(store, [message("1"), message("2", sent_at=7, media=remote())])
        with store.view() as view:
            assert view.message_of(MediaId(2)) == (view.chat_at(PHONE), 2, 7)
            assert view.message_of(MediaId(1)) is None
