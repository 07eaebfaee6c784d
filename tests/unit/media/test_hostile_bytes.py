"""Damaged and arbitrary bytes through everything: an answer or a refusal, never anything else."""

from __future__ import annotations

import io
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.errors import RefusedError
from app.domain.kinds import MediaKind
from app.media.derive import derive
from app.media.probe import probe
from app.media.sniff import judge, sniff
from app.media.thumbnail import thumbnail
from app.media.waveform import waveform
from tests.support import samples

NAMES = ["", "a.jpg", "a.exe", "a.csv", "a.js", "a.pdf", "\u202e.\0", "." * 300]
DECLARED = ["image/jpeg", "audio/ogg; codecs=opus", "application/pdf", "text/csv", "false", "", ";;;", "\0"]
CALM = settings(derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


@cache
def corpus() -> list[bytes]:
    return [
        samples.jpeg(),
        samples.png(mode="RGBA"),
        samples.gif(),
        samples.webp(3),
        samples.heic(),
        samples.still("TIFF"),
        samples.still("AVIF"),
        samples.film(),
        samples.film("avi", codec="mpeg4", sound="libmp3lame"),
        samples.film("webm", codec="libvpx", sound="libopus"),
        samples.film("asf", codec="wmv2", sound="wmav2"),
        samples.voice(),
        samples.mp3(),
        samples.m4a(),
        samples.amr(),
        samples.aac(),
        samples.flac(),
        samples.pdf(3),
        samples.docx(),
        samples.compound("WordDocument"),
        samples.html(),
    ]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Return a real file with a few bytes changed, and sometimes its end cut off."""
    data = bytearray(corpus()[draw(st.integers(0, len(corpus()) - 1))])
    for place, value in draw(st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), max_size=20)):
        data[int(place * len(data))] = value
    return bytes(data[: draw(st.one_of(st.none(), st.integers(1, len(data))))])


def everything(data: bytes, name: str, declared: str, kind: MediaKind) -> None:
    found = sniff(io.BytesIO(data), name=name, size_bytes=len(data))
    answer = judge(found, kind, declared, name)
    learnt = derive(io.BytesIO(data), answer.mime, kind)
    assert set(learnt.failures) <= {"probe", "thumbnail", "waveform"}
    assert learnt.waveform == b"" or (len(learnt.waveform) == 64 and max(learnt.waveform) <= 100)
    assert all(max(thumb.width, thumb.height) <= thumb.long_edge_px for thumb in learnt.thumbs)


@settings(CALM, max_examples=500)
@given(damaged(), st.sampled_from(NAMES), st.sampled_from(DECLARED), st.sampled_from(MediaKind))
def test_damaged_files_are_answered_or_refused(data: bytes, name: str, declared: str, kind: MediaKind) -> None:
    everything(data, name, declared, kind)


@settings(CALM, max_examples=300)
@given(st.binary(max_size=2000), st.sampled_from(NAMES), st.sampled_from(DECLARED), st.sampled_from(MediaKind))
def test_arbitrary_bytes_are_answered_or_refused(data: bytes, name: str, declared: str, kind: MediaKind) -> None:
    everything(data, name, declared, kind)


@settings(CALM, max_examples=300)
@given(damaged(), st.sampled_from(["image/jpeg", "image/tiff", "video/mp4", "audio/mpeg", "application/pdf", "x"]))
def test_each_step_refuses_in_our_words(data: bytes, mime: str) -> None:
    for step in (probe, thumbnail, waveform):
        try:
            step(io.BytesIO(data), mime)
        except RefusedError as refusal:
            assert refusal.reason
