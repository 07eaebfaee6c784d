"""Events on their way to a real listener."""

from __future__ import annotations

from collections import Counter

from tests.support.sandbox import SandboxProcess
from tests.support.webhook_listener import WebhookListener


def seqs(events: list[dict[str, int]]) -> list[int]:
    return [event["seq"] for event in events]


def test_events_come_in_order_those_from_before_included(sandbox: SandboxProcess, number: str) -> None:
    sandbox.deliver(number, text="before", count=3)
    with WebhookListener() as listener:
        sandbox.set_webhook(number, listener.url)
        assert sandbox.call("GET", f"/v1/numbers/{number}/webhook").json() == {"webhook": listener.url}
        sandbox.deliver(number, text="after", count=150)
        events = listener.wait_for(153)
        sandbox.set_webhook(number, None)
    assert events == sandbox.events(number)[0]
    assert seqs(events) == list(range(1, 154))


def test_an_event_comes_again_until_it_is_accepted(sandbox: SandboxProcess, number: str) -> None:
    with WebhookListener(statuses=[500, 302, 404]) as listener:
        sandbox.set_webhook(number, listener.url)
        sandbox.deliver(number, text="x", count=2)
        events = listener.wait_for(2)
        sandbox.set_webhook(number, None)
    assert seqs(listener.refused) == [1, 1, 1]
    assert seqs(events) == [1, 2]


def test_nothing_is_lost_while_nobody_listens(sandbox: SandboxProcess, number: str) -> None:
    with WebhookListener() as gone:
        url = gone.url
    sandbox.set_webhook(number, url)
    sandbox.deliver(number, text="x", count=2)
    with WebhookListener() as listener:
        sandbox.set_webhook(number, listener.url)
        assert seqs(listener.wait_for(2)) == [1, 2]
        sandbox.set_webhook(number, None)


def test_without_a_webhook_events_wait(sandbox: SandboxProcess, number: str) -> None:
    with WebhookListener() as listener:
        sandbox.set_webhook(number, listener.url)
        sandbox.deliver(number, text="x")
        listener.wait_for(1)
        sandbox.set_webhook(number, None)
        sandbox.deliver(number, text="x", count=2)
        assert sandbox.call("GET", f"/v1/numbers/{number}/webhook").json() == {"webhook": None}
        sandbox.set_webhook(number, listener.url)
        assert seqs(listener.wait_for(3)) == [1, 2, 3]
        sandbox.set_webhook(number, None)


def test_duplicates_and_disorder_come_only_when_told(sandbox: SandboxProcess, number: str) -> None:
    sandbox.deliver(number, text="x", count=6)
    sandbox.misbehave("event.reorder,event.duplicate=1:2")
    with WebhookListener() as listener:
        sandbox.set_webhook(number, listener.url)
        events = listener.wait_for(18)
        sandbox.set_webhook(number, None)
    assert seqs(events)[:6] == [2, 1, 4, 3, 6, 5]
    assert set(Counter(seqs(events)).values()) == {3}


def test_a_dropped_event_is_in_the_history_only(sandbox: SandboxProcess, number: str) -> None:
    sandbox.deliver(number, text="x", count=20)
    sandbox.misbehave("event.drop=0.5")
    with WebhookListener() as listener:
        sandbox.set_webhook(number, listener.url)
        sandbox.deliver(number, text="the last", count=20)
        arrived = listener.wait_for(8)
        sandbox.set_webhook(number, None)
    assert seqs(arrived) == sorted(set(seqs(arrived)))
    assert len(arrived) < 40
    assert seqs(sandbox.events(number)[0]) == list(range(1, 41))


def test_one_number_that_nobody_answers_does_not_hold_up_another(sandbox: SandboxProcess, number: str) -> None:
    other = f"{number}9"
    sandbox.set_webhook(number, "http://127.0.0.1:9/nobody")
    sandbox.deliver(number, text="x")
    with WebhookListener() as listener:
        sandbox.set_webhook(other, listener.url)
        sandbox.deliver(other, text="y")
        assert listener.wait_for(1)[0]["text"] == "y"
        sandbox.set_webhook(other, None)
    sandbox.set_webhook(number, None)
