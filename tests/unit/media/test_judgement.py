"""Which files come in and which go to quarantine, and under which type and extension."""

from __future__ import annotations

import io
import pickle

import pytest

from app.domain import filetypes as ft
from app.domain.kinds import MediaKind
from app.domain.reasons import Reason
from app.media.sniff import Judgement, Verdict, judge, sniff
from tests.support import samples

IMAGE, VIDEO, AUDIO, DOCUMENT, STICKER = (
    MediaKind.IMAGE,
    MediaKind.VIDEO,
    MediaKind.AUDIO,
    MediaKind.DOCUMENT,
    MediaKind.STICKER,
)
XLSX_MIME, DOCX_MIME = ft.XLSX.mime, ft.DOCX.mime


def judged(data: bytes, kind: MediaKind, declared: str, name: str = "") -> Judgement:
    return judge(sniff(io.BytesIO(data), name=name, size_bytes=len(data)), kind, declared, name)


def test_a_photo_is_accepted_as_itself() -> None:
    answer = judged(samples.jpeg(), IMAGE, "image/jpeg", "IMG.jpeg")
    assert answer == Judgement(Verdict.ACCEPT, None, "image/jpeg", "jpeg")


@pytest.mark.parametrize(
    ("data", "kind", "declared", "name", "mime", "extension"),
    [
        (samples.jpeg, IMAGE, "image/jpg", "", "image/jpeg", "jpg"),
        (samples.png, IMAGE, "image/jpeg", "photo.jpg", "image/png", "png"),
        (samples.heic, IMAGE, "application/octet-stream", "", "image/heic", "heic"),
        (samples.jpeg, IMAGE, "image/jpeg", "photo.exe", "image/jpeg", "jpg"),
        (samples.voice, AUDIO, "audio/ogg; codecs=opus", "", "audio/ogg; codecs=opus", "ogg"),
        (samples.voice, AUDIO, "application/ogg", "x.oga", "audio/ogg; codecs=opus", "oga"),
        (samples.voice, AUDIO, "audio/mpeg", "x.mp3", "audio/ogg; codecs=opus", "ogg"),
        (samples.film, AUDIO, "audio/mp4", "", "audio/mp4", "m4a"),
        (samples.film, AUDIO, "audio/mp4", "x.mp4", "audio/mp4", "mp4"),
        (samples.m4a, AUDIO, "video/mp4", "", "audio/mp4", "m4a"),
        (samples.film, VIDEO, "video/3gpp", "", "video/mp4", "mp4"),
        (samples.webp, STICKER, "image/webp", "", "image/webp", "webp"),
        (samples.png, STICKER, "image/webp", "", "image/png", "png"),
        (samples.pdf, DOCUMENT, "", "boleto", "application/pdf", "pdf"),
        (samples.pdf, DOCUMENT, "false", "boleto.pdf", "application/pdf", "pdf"),
        (samples.docx, DOCUMENT, "application/msword", "a.doc", DOCX_MIME, "docx"),
        (samples.docx, DOCUMENT, "application/zip", "a.docx", DOCX_MIME, "docx"),
        (samples.jpeg, DOCUMENT, "image/png", "a.png", "image/jpeg", "jpg"),
        (samples.html, DOCUMENT, "text/html", "a.htm", "text/html", "htm"),
    ],
)
def test_harmless_aliases_are_accepted_and_corrected(  # type: ignore[no-untyped-def]
    data, kind: MediaKind, declared: str, name: str, mime: str, extension: str
) -> None:
    assert judged(data(), kind, declared, name) == Judgement(Verdict.ACCEPT, None, mime, extension)


@pytest.mark.parametrize(
    ("data", "declared", "name", "mime", "extension"),
    [
        (b"print(1)\n", "text/x-python", "a.py", "text/x-python", "py"),
        (b"print(1)\n", "", "a.py", "text/plain", "py"),
        (b"a;b\n1;2\n3;4\n", "application/vnd.ms-excel", "a.csv", "text/csv", "csv"),
        (b"a;b\n1;2\n3;4\n", "text/csv", "", "text/csv", "csv"),
        (b'{"a": 1}', "text/plain", "a.txt", "application/json", "txt"),
        (
            samples.zipped("doc.kml"),
            "application/vnd.google-earth.kmz",
            "a.kmz",
            "application/vnd.google-earth.kmz",
            "kmz",
        ),
        (samples.zipped("x"), "application/x-foo", "a.pdf", "application/x-foo", "zip"),
        (samples.compound(*"abcdefg", "EncryptedPackage"), XLSX_MIME, "a.xlsx", XLSX_MIME, "xlsx"),
        (samples.compound(*"abcdefg", "EncryptedPackage"), XLSX_MIME, "", XLSX_MIME, "xlsx"),
        (bytes([200, 1, 130]) * 50, "application/acad", "a.dwg", "application/acad", "dwg"),
        (bytes([200, 1, 130]) * 50, "application/pdf", "a.pdf", "application/octet-stream", "pdf"),
        (bytes([200, 1, 130]) * 50, "", "", "application/octet-stream", "bin"),
        (b"", "text/plain", "a.txt", "application/x-empty", "txt"),
    ],
)
def test_a_document_of_no_better_known_type_is_kept_as_what_it_is(
    data: bytes, declared: str, name: str, mime: str, extension: str
) -> None:
    assert judged(data, DOCUMENT, declared, name) == Judgement(Verdict.ACCEPT, None, mime, extension)


@pytest.mark.parametrize("kind", MediaKind)
@pytest.mark.parametrize(
    ("data", "name"),
    [
        (samples.exe, "photo.jpg"),
        (samples.elf, "contract.pdf"),
        (samples.apk, "update.zip"),
        (samples.jar, "a"),
        (lambda: b"@echo off\r\n", "a.bat"),
        (lambda: b"#!/bin/sh\n", "notes.txt"),
    ],
)
def test_programs_and_scripts_are_quarantined_whatever_they_are_called(kind, data, name: str) -> None:  # type: ignore[no-untyped-def]
    answer = judged(data(), kind, "image/jpeg", name)
    assert (answer.verdict, answer.reason) == (Verdict.QUARANTINE, Reason.TYPE_REFUSED)


@pytest.mark.parametrize(
    ("data", "kind", "declared", "reason"),
    [
        (samples.pdf, IMAGE, "image/jpeg", Reason.TYPE_MISMATCH),
        (samples.film, IMAGE, "image/jpeg", Reason.TYPE_MISMATCH),
        (samples.jpeg, VIDEO, "video/mp4", Reason.TYPE_MISMATCH),
        (samples.m4a, VIDEO, "video/mp4", Reason.TYPE_MISMATCH),
        (samples.jpeg, AUDIO, "audio/ogg", Reason.TYPE_MISMATCH),
        (samples.film, STICKER, "image/webp", Reason.TYPE_MISMATCH),
        (lambda: bytes([200, 1, 130]) * 50, IMAGE, "image/jpeg", Reason.TYPE_MISMATCH),
        (lambda: b"not found", AUDIO, "audio/ogg", Reason.TYPE_MISMATCH),
        (lambda: b"", IMAGE, "image/jpeg", Reason.EMPTY),
        (samples.html, IMAGE, "image/jpeg", Reason.HTML_INSTEAD),
        (samples.html, AUDIO, "text/html", Reason.HTML_INSTEAD),
        (samples.html, DOCUMENT, "", Reason.HTML_INSTEAD),
        (samples.html, DOCUMENT, "application/x-foo", Reason.HTML_INSTEAD),
        (samples.html, DOCUMENT, "application/pdf", Reason.TYPE_MISMATCH),
        (samples.docx, DOCUMENT, "application/pdf", Reason.TYPE_MISMATCH),
        (samples.pdf, DOCUMENT, DOCX_MIME, Reason.TYPE_MISMATCH),
        (samples.jpeg, DOCUMENT, "application/pdf", Reason.TYPE_MISMATCH),
        (lambda: samples.zipped("x"), DOCUMENT, DOCX_MIME, Reason.TYPE_MISMATCH),
        (lambda: samples.jpeg() + samples.zipped("x"), IMAGE, "image/jpeg", Reason.TYPE_MISMATCH),
        (lambda: samples.jpeg() + samples.zipped("x"), DOCUMENT, "image/jpeg", Reason.TYPE_MISMATCH),
    ],
)
def test_content_of_another_kind_is_quarantined(data, kind: MediaKind, declared: str, reason: Reason) -> None:  # type: ignore[no-untyped-def]
    answer = judged(data(), kind, declared)
    assert (answer.verdict, answer.reason) == (Verdict.QUARANTINE, reason)
    assert answer.detail


def test_a_name_stands_in_for_a_type_that_was_not_declared() -> None:
    assert judged(samples.html(), DOCUMENT, "", "boleto.pdf").reason is Reason.TYPE_MISMATCH
    assert judged(samples.html(), DOCUMENT, "application/octet-stream", "page.html").reason is None
    assert judged(samples.docx(), DOCUMENT, "", "boleto.pdf").reason is Reason.TYPE_MISMATCH


def test_a_lottie_sticker_is_a_sticker() -> None:
    assert judged(samples.zipped("animation/animation.json"), STICKER, "application/was").mime == "application/was"
    assert judged(samples.zipped("animation/animation.json"), IMAGE, "image/webp").reason is Reason.TYPE_MISMATCH


def test_the_detail_never_quotes_the_name() -> None:
    for kind in MediaKind:
        assert "Maria" not in judged(samples.html(), kind, "application/pdf", "Maria.pdf").detail


def test_an_answer_crosses_to_another_process() -> None:
    found = pickle.loads(pickle.dumps(sniff(io.BytesIO(b""), size_bytes=0)))
    answer = judge(found, IMAGE, "image/jpeg", "")
    assert answer.reason is Reason.EMPTY
    assert pickle.loads(pickle.dumps(answer)) == answer
