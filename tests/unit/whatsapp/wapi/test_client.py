"""W-API's gateway against a strict stand-in that runs as a process of its own."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.domain.addresses import Address
from app.domain.encryption import Encryption, KeyInfo
from app.domain.errors import CommandError, RefusedError, UnavailableError
from app.domain.kinds import MediaKind
from app.domain.reasons import ErrorCode, Reason
from app.services.gateway import Accepted, Outgoing, RateLimited, Recipient, Refused, RetryAfter, SendOutcome, Unknown
from app.whatsapp.fetching import open_fetch
from app.whatsapp.wapi.client import WapiGateway
from tests.support.wapi_process import WapiProcess
from tests.unit.whatsapp.values import CUSTOMER, KEY, file_to_send, instance, nothing, source, unseen

LITE_ID = "LITE-AAAAAA-BBBBBB"
PATH = "/v/t62.7118-24/1_n.enc?ccb=11-4&oe=7FFFFFFF"


@pytest.fixture(scope="module")
def wapi(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WapiProcess]:
    with WapiProcess(tmp_path_factory.mktemp("wapi")) as running:
        yield running


def gateway(wapi: WapiProcess, *, token: str = "", instance_id: str = "", **settings: str) -> WapiGateway:
    credentials = {"token": token or wapi.token}
    one = instance("wapi", wapi.base_url, instance_id=instance_id or wapi.instance_id, **settings)
    return WapiGateway(one, lambda: credentials)


def send(wapi: WapiProcess, outgoing: Outgoing, *, before_last: Callable[[], None] = nothing) -> SendOutcome:
    return gateway(wapi).send(outgoing, before_last=before_last, progress=unseen)


def taken_since(wapi: WapiProcess, count: int) -> list[dict[str, Any]]:
    return wapi.messages()[count:]


def test_the_plan_shows_in_the_instance_id(wapi: WapiProcess) -> None:
    assert MediaKind.STICKER in gateway(wapi).abilities.sends
    lite = gateway(wapi, instance_id=LITE_ID)
    assert lite.abilities.sends == {MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.AUDIO, MediaKind.DOCUMENT}
    refused = lite.send(file_to_send(b"x", kind=MediaKind.STICKER), before_last=nothing, progress=unseen)
    assert isinstance(refused, Refused) and refused.reason is Reason.UNSUPPORTED


def test_a_text_arrives_once_and_is_accepted(wapi: WapiProcess) -> None:
    before, words = len(wapi.messages()), []
    result = send(wapi, Outgoing(CUSTOMER, None, text="olá, tudo bem?"), before_last=lambda: words.append(1))
    (message,) = taken_since(wapi, before)
    assert result == Accepted(message["messageId"])
    assert (message["kind"], message["phone"], message["message"]) == ("text", "5511999990001", "olá, tudo bem?")
    assert words == [1]


@pytest.mark.parametrize("kind", list(MediaKind))
def test_every_kind_arrives_with_its_bytes(wapi: WapiProcess, kind: MediaKind) -> None:
    content, before = os.urandom(500_001), len(wapi.messages())
    result = send(wapi, file_to_send(content, kind=kind, mime="audio/ogg; codecs=opus"))
    (message,) = taken_since(wapi, before)
    assert result == Accepted(message["messageId"])
    assert (message["kind"], message["size"]) == (kind.value, len(content))
    assert message["sha256"] == hashlib.sha256(content).hexdigest()


def test_a_document_to_a_group_keeps_name_and_caption(wapi: WapiProcess) -> None:
    before = len(wapi.messages())
    group = Address("120363000000000001@g.us")
    assert isinstance(send(wapi, file_to_send(b"%PDF", to=group, text="segue", reply_to="3EB0AA")), Accepted)
    (message,) = taken_since(wapi, before)
    assert (message["phone"], message["fileName"], message["extension"]) == (group, "orcamento.pdf", "pdf")
    assert (message["caption"], message["reply_to"]) == ("segue", "3EB0AA")


def test_the_stand_in_holds_all_but_the_last_block_while_the_word_is_out(wapi: WapiProcess) -> None:
    content, before = os.urandom(2_000_000), len(wapi.messages())
    whole = len(content) * 4 // 3
    held: list[int] = []

    def look() -> None:
        begun = wapi.control("look")["received_bytes"]
        while wapi.control("look")["received_bytes"] - start < whole - 400_000:
            pass
        held.append(wapi.control("look")["received_bytes"] - start)
        assert begun >= start
        assert taken_since(wapi, before) == []

    start = wapi.control("look")["received_bytes"]
    assert isinstance(send(wapi, file_to_send(content), before_last=look), Accepted)
    assert held[0] < whole


class StopError(Exception):
    """What the word before the last block may raise."""


@pytest.mark.parametrize("error", [StopError(), ConnectionResetError(), RefusedError(Reason.BLOCKED), TimeoutError()])
def test_a_send_that_is_stopped_before_its_last_block_leaves_nothing(wapi: WapiProcess, error: Exception) -> None:
    def stop() -> None:
        raise error

    before = len(wapi.messages())
    for outgoing in (file_to_send(os.urandom(600_000)), Outgoing(CUSTOMER, None, text="oi")):
        with pytest.raises(type(error)) as caught:
            send(wapi, outgoing, before_last=stop)
        assert caught.value is error
    assert isinstance(send(wapi, Outgoing(CUSTOMER, None, text="depois")), Accepted)
    assert [message["message"] for message in taken_since(wapi, before)] == ["depois"]


@pytest.mark.parametrize(
    ("kind", "expected", "taken"),
    [
        ("lose_answer", Unknown, 1),
        ("bad_gateway", Unknown, 1),
        ("html", Unknown, 1),
        ("no_id", Unknown, 1),
        ("unavailable", Unknown, 0),
        ("refused", Refused, 0),
        ("unauthorized", Refused, 0),
        ("too_large", Refused, 0),
        ("rate_limited", RateLimited, 0),
    ],
)
def test_what_is_not_a_clear_answer_is_unknown_and_a_clear_one_is_believed(
    wapi: WapiProcess, kind: str, expected: type, taken: int
) -> None:
    before = len(wapi.messages())
    wapi.fail(kind)
    result = send(wapi, file_to_send(b"%PDF" * 1000))
    assert isinstance(result, expected)
    assert len(taken_since(wapi, before)) == taken


def test_reasons_of_refusals_and_the_wait_of_a_limit(wapi: WapiProcess) -> None:
    for kind, expected in (
        ("refused", Refused(Reason.PROVIDER_ERROR, "status 500, operation failed")),
        ("unauthorized", Refused(Reason.TOKEN_REFUSED, "status 401")),
        ("rate_limited", RateLimited(7, "status 429")),
    ):
        wapi.fail(kind)
        assert send(wapi, Outgoing(CUSTOMER, None, text="oi")) == expected


def test_a_connection_cut_in_the_middle_of_an_upload_may_be_tried_again(wapi: WapiProcess) -> None:
    before = len(wapi.messages())
    wapi.fail("cut_upload")
    result = send(wapi, file_to_send(os.urandom(20_000_000)))
    assert isinstance(result, RetryAfter)
    assert result.reason is Reason.TRUNCATED
    assert taken_since(wapi, before) == []


def test_nobody_there_is_a_retry(wapi: WapiProcess) -> None:
    nowhere = WapiGateway(instance("wapi", "http://127.0.0.1:1/v1", instance_id="X"), lambda: {"token": "t"})
    result = nowhere.send(file_to_send(b"x"), before_last=nothing, progress=unseen)
    assert isinstance(result, RetryAfter) and result.reason is Reason.OFFLINE


def test_a_wrong_or_missing_token_is_a_refusal(wapi: WapiProcess) -> None:
    text = Outgoing(CUSTOMER, None, text="oi")
    wrong = gateway(wapi, token="wrong").send(text, before_last=nothing, progress=unseen)
    assert wrong == Refused(Reason.TOKEN_REFUSED, "status 401")
    none = WapiGateway(instance("wapi", wapi.base_url, instance_id="X"), lambda: None)
    assert none.send(text, before_last=nothing, progress=unseen) == Refused(Reason.NO_CREDENTIALS, "no token")


def test_credentials_are_asked_for_when_first_needed_and_again_after_a_refusal(wapi: WapiProcess) -> None:
    asked: list[str] = []

    def credentials() -> dict[str, str]:
        asked.append("asked")
        return {"token": "old" if len(asked) == 1 else wapi.token}

    one = WapiGateway(instance("wapi", wapi.base_url, instance_id=wapi.instance_id), credentials)
    assert asked == []
    with pytest.raises(RefusedError):
        one.recipient(CUSTOMER)
    assert one.recipient(CUSTOMER).exists is True
    one.recipient(CUSTOMER)
    assert len(asked) == 2


def test_a_locked_keychain_and_an_impossible_token_are_missing_credentials(wapi: WapiProcess) -> None:
    def locked() -> dict[str, str]:
        raise CommandError(ErrorCode.NO_KEYCHAIN)

    for load in (locked, lambda: {"token": "a\r\nHost: b"}, lambda: {"token": " "}, dict):
        one = WapiGateway(instance("wapi", wapi.base_url, instance_id="X"), load)
        with pytest.raises(RefusedError) as caught:
            one.recipient(CUSTOMER)
        assert caught.value.reason is Reason.NO_CREDENTIALS
        assert one.check().reason is Reason.NO_CREDENTIALS


def test_a_number_is_looked_up_and_its_lid_is_learnt(wapi: WapiProcess) -> None:
    found = gateway(wapi).recipient(CUSTOMER)
    assert (found.address, found.exists) == (CUSTOMER, True)
    assert found.also and found.also[0].endswith("@lid")
    assert gateway(wapi).recipient(Address("+5511999990000")).exists is False


def test_groups_and_lids_are_not_looked_up(wapi: WapiProcess) -> None:
    for address in (Address("120363000000000001@g.us"), Address("100000000000002@lid")):
        assert gateway(wapi).recipient(address) == Recipient(address)


def test_an_old_number_is_sent_to_as_whatsapp_spells_it(wapi: WapiProcess) -> None:
    before, one = len(wapi.messages()), gateway(wapi)
    old = Address("+5511999990009")
    assert one.recipient(old).address == old
    one.send(Outgoing(old, None, text="oi"), before_last=nothing, progress=unseen)
    (message,) = taken_since(wapi, before)
    assert (message["phone"], message["reached"]) == ("551199990009", True)


def test_the_number_cannot_be_asked_for_says_why(wapi: WapiProcess) -> None:
    for kind, reason in (("rate_limited", Reason.RATE_LIMITED), ("unavailable", Reason.PROVIDER_ERROR)):
        wapi.fail(kind)
        with pytest.raises(UnavailableError) as caught:
            gateway(wapi).recipient(CUSTOMER)
        assert caught.value.reason is reason
        assert caught.value.retry_after_s == 7


def test_a_media_is_fetched_by_the_provider_without_showing_the_token(wapi: WapiProcess) -> None:
    content = os.urandom(300_000)
    facts = {"mediaKey": base64.b64encode(KEY).decode(), "directPath": PATH}
    wapi.control("media", **facts, base64=base64.b64encode(content).decode(), link="http://203.0.113.9:8080{path}")
    direct, provider = gateway(wapi).ways(source(direct_path=PATH, encryption=Encryption(KEY, KeyInfo.IMAGE)))
    assert direct().url == f"https://mmg.whatsapp.net{PATH}"
    with open_fetch(provider()) as body:
        assert b"".join(body) == content
    assert wapi.leaks() == []


def test_a_media_that_the_provider_cannot_get_is_refused(wapi: WapiProcess) -> None:
    _direct, provider = gateway(wapi).ways(source(direct_path="/v/unknown"))
    with pytest.raises(RefusedError) as caught:
        provider()
    assert caught.value.reason is Reason.PROVIDER_ERROR


def test_the_media_host_is_the_administrators(wapi: WapiProcess) -> None:
    direct, _provider = gateway(wapi, media_host="http://127.0.0.1:9000").ways(source())
    assert direct().url.startswith("http://127.0.0.1:9000/v/")


def test_checking_tells_number_and_name_or_what_is_wrong(wapi: WapiProcess) -> None:
    report = gateway(wapi).check()
    assert (report.ok, report.number, report.name, report.warnings) == (True, "+5511900000001", "Loja", ())
    wapi.control("state", phone="5511900000002")
    assert gateway(wapi).check().warnings == ("other_number",)
    wapi.control("state", phone="")
    assert (gateway(wapi).check().ok, gateway(wapi).check().warnings) == (False, ("no_phone",))
    wapi.control("state", connected=False)
    assert gateway(wapi).check().warnings == ("not_connected",)
    wapi.control("state", connected=True, phone="5511900000001")
    assert gateway(wapi, token="wrong").check().reason is Reason.TOKEN_REFUSED
