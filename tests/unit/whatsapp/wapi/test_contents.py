"""What a message holds: media in both years' spelling, wrappers, and everything else that people send."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from app.domain.encryption import KeyInfo
from app.domain.events import IncomingMessage, RemoteMedia
from app.domain.kinds import MediaKind, MessageKind
from app.domain.reasons import Reason
from app.whatsapp.wapi.events import events_of
from tests.unit.whatsapp.wapi.samples import holding, image, sample


def message(payload: Any) -> IncomingMessage:
    (found,) = events_of(payload, instance_id="")
    assert isinstance(found, IncomingMessage)
    return found


def media(payload: Any) -> RemoteMedia:
    found = message(payload).media
    assert found is not None
    return found


def test_an_image_of_2026() -> None:
    found = media(sample("2026_received_image"))
    assert (found.kind, found.mime, found.problem) == (MediaKind.IMAGE, "image/jpeg", None)
    assert found.encryption is not None and len(found.encryption.media_key) == 32
    assert found.declared.length == 65480
    assert found.declared.plain_sha256 is not None and found.declared.cipher_sha256 is not None
    assert found.direct_path.startswith("/v/t62.7118-24/")
    assert found.expires_at == 0x6A5D7CE9
    assert (found.width, found.height) == (1040, 345)
    assert found.preview.startswith(b"\xff\xd8\xff")
    assert message(sample("2026_received_image")).text == "legenda de exemplo"


def test_a_sticker_of_2025_in_the_older_spelling() -> None:
    found = media(sample("2025_received_sticker_envelope_inferred"))
    assert (found.kind, found.declared.length) == (MediaKind.STICKER, 54120)
    assert found.encryption is not None and found.encryption.info is KeyInfo.IMAGE
    assert found.declared.cipher_sha256 is not None


def test_a_voice_note_with_its_waveform() -> None:
    found = media(sample("2026_received_audio_ptt"))
    assert (found.voice, found.duration_s, found.mime) == (True, 2, "audio/ogg; codecs=opus")
    assert len(found.waveform) == 64
    assert found.encryption is not None and found.encryption.info is KeyInfo.AUDIO


def test_a_document_with_name_and_pages() -> None:
    found = media(sample("inferred_2026_received_document"))
    assert (found.name, found.pages, found.kind) == ("orcamento.pdf", 3, MediaKind.DOCUMENT)


@pytest.mark.parametrize(
    "wrappers",
    [
        ("documentWithCaptionMessage",),
        ("viewOnceMessage",),
        ("viewOnceMessageV2",),
        ("viewOnceMessageV2Extension",),
        ("ephemeralMessage",),
        ("ephemeralMessage", "viewOnceMessageV2"),
        ("EphemeralMessage", "documentWithCaptionMessage"),
    ],
)
def test_a_wrapped_media_is_the_media_in_it(wrappers: tuple[str, ...]) -> None:
    content: Any = {"imageMessage": sample("2026_received_image")["msgContent"]["imageMessage"]}
    for wrapper in reversed(wrappers):
        content = {"messageContextInfo": {}, wrapper: {"message": content}}
    found = message(holding(**content))
    assert found.kind is MessageKind.IMAGE
    assert found.media is not None
    assert found.media.view_once == any("once" in name.lower() for name in wrappers)


def test_wrappers_without_an_end_are_an_unknown_message() -> None:
    content: Any = {"conversation": "oi"}
    for _ in range(200):
        content = {"ephemeralMessage": {"message": content}}
    assert message(holding(**content)).kind is MessageKind.UNKNOWN


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"mediaKey": "AAAA"}, Reason.BAD_KEY),
        ({"mediaKey": 7}, Reason.BAD_KEY),
        ({"mediaKey": None}, Reason.NO_KEY),
        ({"mediaKey": ""}, Reason.NO_KEY),
        ({"mediaKey": None, "directPath": None, "URL": None}, Reason.NO_KEY),
        ({"directPath": None, "URL": None}, Reason.UNSUPPORTED),
        ({"directPath": None, "URL": "https://web.whatsapp.net"}, Reason.UNSUPPORTED),
        ({"directPath": None, "URL": "https://evil.example/v/x"}, Reason.UNSUPPORTED),
        ({"directPath": None}, None),
        ({"URL": "https://web.whatsapp.net"}, None),
    ],
)
def test_a_media_that_cannot_be_had_says_why_and_the_message_stays(change: dict[str, Any], problem: Reason) -> None:
    found = message(image(**change))
    assert found.kind is MessageKind.IMAGE
    assert found.text == "legenda de exemplo"
    assert found.media is not None
    assert found.media.problem is problem


def test_the_key_is_found_where_it_stands_a_second_time() -> None:
    key = base64.b64encode(bytes(range(32))).decode()
    found = media(image(mediaKey=None, contextInfo={"mediaDomainInfo": {"e2EeMediaKey": key}}))
    assert found.problem is None
    assert found.encryption is not None and found.encryption.media_key == bytes(range(32))


def test_a_channels_media_needs_no_key() -> None:
    payload = image(mediaKey=None, fileEncSHA256=None)
    payload["chat"] = {"id": "120363000000000001@newsletter"}
    found = media(payload)
    assert (found.encryption, found.problem) == (None, None)


def test_decoration_that_is_odd_is_dropped_and_names_are_cut() -> None:
    found = media(
        image(width="wide", height=-3, seconds=True, JPEGThumbnail="x" * 100_000, waveform=[1], fileName="n" * 4000)
    )
    assert (found.width, found.height, found.duration_s, found.preview, found.waveform) == (None, None, None, b"", b"")
    assert len(found.name) == 1000


def test_a_preview_that_is_no_jpeg_is_dropped() -> None:
    assert media(image(JPEGThumbnail=base64.b64encode(b"<svg/>").decode())).preview == b""


def test_text_that_no_database_takes_is_made_harmless() -> None:
    assert message(holding(conversation="a\x00b\ud800c")).text == "ab?c"


def test_a_reaction_names_what_it_is_for() -> None:
    found = message(holding(reactionMessage={"key": {"ID": "3EB0AA", "fromMe": True}, "text": "👍"}))
    assert (found.kind, found.text, found.reply_to) == (MessageKind.REACTION, "👍", "3EB0AA")


def test_a_location() -> None:
    found = message(holding(locationMessage={"degreesLatitude": -23.5, "degreesLongitude": -46.625, "name": "Loja"}))
    assert found.kind is MessageKind.LOCATION
    assert dict(found.extra) == {"latitude": "-23.5", "longitude": "-46.625", "name": "Loja"}


def test_contact_cards_one_and_several() -> None:
    card = {"displayName": "Ana", "vcard": "BEGIN:VCARD\nEND:VCARD"}
    one = message(holding(contactMessage=card))
    assert (one.kind, dict(one.extra)["name"]) == (MessageKind.CONTACT, "Ana")
    several = message(holding(contactsArrayMessage={"contacts": [card, {**card, "displayName": "Bia"}]}))
    assert [value for name, value in several.extra if name == "name"] == ["Ana", "Bia"]


@pytest.mark.parametrize("name", ["pollCreationMessage", "pollCreationMessageV2", "pollCreationMessageV3"])
def test_a_poll_with_its_options(name: str) -> None:
    found = message(holding(**{name: {"name": "Quando?", "options": [{"optionName": "hoje"}, {"optionName": "já"}]}}))
    assert (found.kind, found.text) == (MessageKind.POLL, "Quando?")
    assert found.extra == (("option", "hoje"), ("option", "já"))


def test_answers_to_buttons_and_lists_are_texts() -> None:
    assert message(holding(buttonsResponseMessage={"selectedDisplayText": "Sim"})).text == "Sim"
    assert message(holding(listResponseMessage={"title": "Opção 2"})).text == "Opção 2"


@pytest.mark.parametrize("content", [{}, {"messageContextInfo": {}}, {"holographicMessage": {"a": 1}}, {"x": None}])
def test_a_message_whose_content_is_unknown_is_not_lost(content: dict[str, Any]) -> None:
    assert message(holding(**content)).kind is MessageKind.UNKNOWN


def test_an_unknown_content_keeps_its_name_and_a_known_one_goes_before_it() -> None:
    assert message(holding(holographicMessage={})).extra == (("content", "holographicMessage"),)
    both = message(holding(newThing={}, conversation="oi"))
    assert (both.kind, both.text) == (MessageKind.TEXT, "oi")
    empty = message(holding(conversation="", imageMessage=sample("2026_received_image")["msgContent"]["imageMessage"]))
    assert empty.kind is MessageKind.IMAGE
