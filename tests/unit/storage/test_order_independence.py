"""The same events, in any order and any number of times, leave the same library (product contract 3.3)."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.addresses import Address
from app.domain.encryption import Declared, Encryption, KeyInfo
from app.domain.events import (
    ContactSeen,
    IncomingMessage,
    MessageEdited,
    MessageRevoked,
    Party,
    RemoteMedia,
    StatusChanged,
)
from app.domain.kinds import Direction, MediaKind, MessageKind
from app.domain.reasons import Reason
from app.domain.statuses import Status
from app.domain.uploads import UploadState
from app.services.store import Store, UploadJob
from tests.unit.storage.making import (
    GROUP,
    NOW,
    Happening,
    apply,
    apply_all,
    claim_upload,
    content,
    empty_folder,
    message,
    new_upload,
    opened,
    remote,
)

PHONES = [Address(f"+551199999000{n}") for n in range(2)]
LIDS = [Address(f"10000000000000{n}@lid") for n in range(2)]

persons = st.lists(st.sampled_from(PHONES + LIDS), min_size=1, max_size=2, unique=True).map(tuple)
short = st.sampled_from(["", "a", "b"])
moments = st.integers(1, 3)
ids = st.sampled_from(["AAA", "BBB"])


def parties(addresses: st.SearchStrategy[Any]) -> st.SearchStrategy[Party]:
    return st.builds(Party, addresses, name=short, verified_name=short, picture_url=short)


medias = st.builds(
    RemoteMedia,
    st.sampled_from([MediaKind.IMAGE, MediaKind.DOCUMENT]),
    mime=short,
    name=st.sampled_from(["", "É.pdf", "b.pdf"]),
    encryption=st.sampled_from([None, Encryption(b"1" * 32, KeyInfo.IMAGE), Encryption(b"2" * 32, KeyInfo.IMAGE)]),
    declared=st.sampled_from([Declared(), Declared(b"p" * 32, None, 9), Declared(None, b"c" * 32, 4)]),
    direct_path=st.sampled_from(["", "/p", "/q"]),
    url=st.sampled_from(["", "u", "v"]),
    expires_at=st.sampled_from([None, 10, 20]),
    width=st.sampled_from([None, 5, 6]),
    voice=st.booleans(),
    preview=st.sampled_from([b"", b"j"]),
    problem=st.sampled_from([None, None, Reason.NO_KEY, Reason.BAD_KEY]),
)


@st.composite
def incoming(draw: st.DrawFn, direction: st.SearchStrategy[Direction]) -> IncomingMessage:
    media = draw(st.none() | medias)
    known = [MessageKind(media.kind.value)] if media else [MessageKind.TEXT, MessageKind.UNKNOWN, MessageKind.POLL]
    chat = draw(st.sampled_from([(GROUP,)]) | persons)
    return IncomingMessage(
        provider_id=draw(ids),
        chat=draw(parties(st.just(chat))),
        sender=draw(st.none() | parties(persons)),
        direction=draw(direction),
        sent_at=draw(moments),
        kind=draw(st.sampled_from(known)),
        text=draw(short),
        media=media,
        reply_to=draw(short),
        from_api=draw(st.sampled_from([None, True, False])),
        extra=draw(st.sampled_from([(), (("a", "1"),), (("a", "0"), ("b", "2"))])),
    )


chats = st.just(()) | persons | st.just((GROUP,))
events: st.SearchStrategy[Happening] = st.one_of(
    incoming(st.sampled_from(Direction)),
    incoming(st.sampled_from(Direction)),
    st.builds(StatusChanged, ids, chats, st.sampled_from(Status), moments),
    st.builds(MessageRevoked, ids, chats, moments),
    st.builds(MessageEdited, ids, chats, moments, short),
    st.builds(ContactSeen, parties(persons), moments),
)


def library_after(happened: list[Happening], *, batch: int = 1000) -> dict[str, list[Any]]:
    with empty_folder() as folder:
        with opened(folder) as store:
            apply_all(store, happened, batch=batch)
        return content(folder)


@settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(events, min_size=2, max_size=9), st.randoms(use_true_random=False))
def test_any_order_and_any_repetition_leave_the_same_rows(happened: list[Happening], rng: random.Random) -> None:
    again = happened + rng.sample(happened, rng.randrange(len(happened) + 1))
    rng.shuffle(again)
    assert library_after(again, batch=rng.choice([1, 3, 1000])) == library_after(happened)


def queued(store: Store) -> UploadJob:
    """Queue an image for the first phone and bring it to *sending*."""
    with store.write() as tx:
        tx.uploads.enqueue(new_upload(to=PHONES[0]))
    (job,) = claim_upload(store)
    with store.write() as tx:
        for state in (UploadState.UPLOADING, UploadState.SENDING):
            assert tx.uploads.move(job, state, now=NOW)
    return job


def own_library_after(happened: list[Happening], accepted_at: int) -> dict[str, list[Any]]:
    """Apply events to a library in which one of ours is being sent; it is accepted as AAA after some of them."""
    with empty_folder() as folder:
        with opened(folder) as store:
            job = queued(store)
            for number, event in enumerate([*happened, None]):
                with store.write() as tx:
                    if number == accepted_at:
                        assert tx.uploads.move(job, UploadState.ACCEPTED, now=NOW, message_id="AAA")
                    if event is not None:
                        apply(tx, event)
        return content(folder)


echoes = incoming(st.just(Direction.OUT))


@settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(echoes, events), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_echoes_and_ticks_may_come_before_or_after_the_providers_answer(
    happened: list[Happening], rng: random.Random
) -> None:
    shuffled = rng.sample(happened, len(happened))
    late, early = len(happened), rng.randrange(len(happened) + 1)
    assert own_library_after(happened, late) == own_library_after(shuffled, early)


@pytest.mark.parametrize("seed", range(4))
def test_a_conversation_with_a_lid_and_a_phone_is_one_chat_whatever_tells_first(seed: int) -> None:
    lid, phone = LIDS[0], PHONES[0]
    happened: list[Happening] = [
        message("1", chat=[lid], text="by lid"),
        message("2", chat=[phone], media=remote()),
        message("1", chat=[phone], text="by lid"),
        message("3", chat=[lid], direction=Direction.OUT),
        StatusChanged("3", (phone,), Status.READ, 5),
        StatusChanged("3", (phone,), Status.DELIVERED, 4),
        ContactSeen(Party((lid, phone), name="Ana"), 9),
        MessageEdited("1", (phone,), 8, "edited"),
    ]
    random.Random(seed).shuffle(happened)
    library = library_after(happened, batch=1)
    assert [dict(row)["aliases"] for row in library["people"]] == [f"{phone} {lid}"]
    told = {dict(row)["provider_id"]: dict(row) for row in library["messages"]}
    assert (told["1"]["edited_text"], told["3"]["status"]) == ("edited", "read")
    assert len(told) == len(library["messages"]) == 3
