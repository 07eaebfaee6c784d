"""All steps over one file, each of which may fail alone."""

from __future__ import annotations

import io
import pickle

import pytest

from app.domain.kinds import MediaKind
from app.domain.reasons import Reason
from app.media.derive import Derived, derive
from tests.support import samples


def derived(data: bytes, mime: str, kind: MediaKind) -> Derived:
    return derive(io.BytesIO(data), mime, kind)


def test_a_photo_gives_size_and_thumbnails() -> None:
    learnt = derived(samples.jpeg(800, 600), "image/jpeg", MediaKind.IMAGE)
    assert (learnt.probe.width, learnt.probe.height) == (800, 600)
    assert [thumb.long_edge_px for thumb in learnt.thumbs] == [256, 512]
    assert learnt.waveform == b""
    assert learnt.failures == {}


def test_a_voice_note_gives_length_and_bars() -> None:
    learnt = derived(samples.voice(), "audio/ogg; codecs=opus", MediaKind.AUDIO)
    assert learnt.probe.duration_s == pytest.approx(1.0, abs=0.1)
    assert len(learnt.waveform) == 64
    assert learnt.thumbs == ()


def test_a_sound_file_sent_as_a_document_gives_bars_too() -> None:
    assert derived(samples.mp3(), "audio/mpeg", MediaKind.DOCUMENT).waveform
    assert not derived(samples.film(), "video/mp4", MediaKind.VIDEO).waveform


def test_an_archive_gives_nothing_and_that_is_no_failure() -> None:
    learnt = derived(samples.zipped("x"), "application/zip", MediaKind.DOCUMENT)
    assert (learnt.probe.width, learnt.thumbs, learnt.waveform, learnt.failures) == (None, (), b"", {})


def test_each_step_fails_alone() -> None:
    picture = derived(samples.jpeg(640, 480)[:-5000], "image/jpeg", MediaKind.IMAGE)
    assert picture.probe.width == 640
    assert picture.failures == {"thumbnail": Reason.UNREADABLE}
    silent = derived(samples.film(sound=""), "video/mp4", MediaKind.AUDIO)
    assert silent.probe.codec == "h264"
    assert silent.thumbs
    assert silent.failures == {"waveform": Reason.UNREADABLE}


def test_an_encrypted_pdf_fails_with_its_reason() -> None:
    learnt = derived(samples.encrypted_pdf(), "application/pdf", MediaKind.DOCUMENT)
    assert learnt.probe is None
    assert learnt.failures == {"probe": Reason.PASSWORD, "thumbnail": Reason.PASSWORD}


def test_a_file_that_is_not_what_was_found_fails_everywhere_and_raises_nothing() -> None:
    learnt = derived(b"nothing", "audio/mpeg", MediaKind.AUDIO)
    assert set(learnt.failures) == {"probe", "thumbnail", "waveform"}


def test_a_stream_that_breaks_is_a_failure_too() -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError("disk")

    learnt = derive(Broken(samples.jpeg()), "image/jpeg", MediaKind.IMAGE)
    assert learnt.failures == {"probe": Reason.UNREADABLE, "thumbnail": Reason.UNREADABLE}


def test_the_answer_crosses_to_another_process() -> None:
    learnt = derived(samples.film(), "video/mp4", MediaKind.VIDEO)
    assert pickle.loads(pickle.dumps(learnt)) == learnt
