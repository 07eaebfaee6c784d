"""The limits table against the ceilings that product 2.2 names."""

from __future__ import annotations

import pytest

from app.domain import filetypes as ft
from app.domain.kinds import MediaKind
from app.domain.limits import KB, LIMITS, MB, kind_for, limit_for

IMAGE, VIDEO, AUDIO, DOCUMENT, STICKER = (
    MediaKind.IMAGE,
    MediaKind.VIDEO,
    MediaKind.AUDIO,
    MediaKind.DOCUMENT,
    MediaKind.STICKER,
)


@pytest.mark.parametrize(
    ("provider", "kind", "max_bytes"),
    [
        ("cloud", IMAGE, 5 * MB),
        ("cloud", VIDEO, 16 * MB),
        ("cloud", AUDIO, 16 * MB),
        ("cloud", DOCUMENT, 100 * MB),
        ("cloud", STICKER, 100 * KB),
        ("wapi", IMAGE, 10 * MB),
        ("wapi", VIDEO, 50 * MB),
        ("wapi", AUDIO, 16 * MB),
        ("wapi", DOCUMENT, 100 * MB),
        ("evolution", IMAGE, 10 * MB),
        ("sandbox", VIDEO, 50 * MB),
    ],
)
def test_each_provider_has_its_ceiling(provider: str, kind: MediaKind, max_bytes: int) -> None:
    assert limit_for(provider, kind).max_bytes == max_bytes


def test_a_megabyte_has_a_million_bytes() -> None:
    limit = limit_for("cloud", IMAGE)
    assert limit.fits(5_000_000)
    assert not limit.fits(5_000_001)
    assert not limit.fits(0)


def test_a_gateway_takes_documents_of_25_mb_until_somebody_raises_it() -> None:
    limit = limit_for("wapi", DOCUMENT)
    assert (limit.default_bytes, limit.max_bytes) == (25 * MB, 100 * MB)
    assert limit.fits(25 * MB)
    assert not limit.fits(26 * MB)
    assert limit.takes("application/x-anything")


def test_an_animated_sticker_may_be_larger() -> None:
    limit = limit_for("cloud", STICKER)
    assert not limit.fits(400 * KB)
    assert limit.fits(400 * KB, animated=True)
    assert not limit.fits(600 * KB, animated=True)


def test_spelling_and_parameters_do_not_matter() -> None:
    assert limit_for("cloud", AUDIO).takes("audio/ogg; codecs=opus")
    assert limit_for("cloud", IMAGE).takes("image/jpg")
    assert not limit_for("cloud", IMAGE).takes("image/webp")


@pytest.mark.parametrize(
    ("mime", "provider", "kind"),
    [
        ("image/jpeg", "cloud", IMAGE),
        ("image/webp", "cloud", DOCUMENT),
        ("image/gif", "cloud", DOCUMENT),
        ("image/gif", "wapi", IMAGE),
        ("image/heic", "wapi", IMAGE),
        ("image/heic", "cloud", DOCUMENT),
        ("video/mp4", "cloud", VIDEO),
        ("video/quicktime", "wapi", DOCUMENT),
        ("audio/ogg; codecs=opus", "cloud", AUDIO),
        ("audio/wav", "sandbox", DOCUMENT),
        ("application/pdf", "evolution", DOCUMENT),
        ("application/x-anything", "wapi", DOCUMENT),
        ("", "wapi", DOCUMENT),
    ],
)
def test_automatic_means_what_the_provider_takes_and_a_document_otherwise(
    mime: str, provider: str, kind: MediaKind
) -> None:
    assert kind_for(mime, provider) is kind


def test_what_can_be_converted_counts_when_conversion_is_at_hand() -> None:
    assert kind_for("image/webp", "cloud", converting=True) is IMAGE
    assert kind_for("video/quicktime", "wapi", converting=True) is VIDEO
    assert kind_for("audio/wav", "wapi", converting=True) is AUDIO


def test_every_provider_knows_every_kind_in_canonical_types() -> None:
    for table in LIMITS.values():
        assert set(table) == set(MediaKind)
        for limit in table.values():
            assert all(ft.by_mime(mime) for mime in limit.mimes | limit.converted)
            assert limit.default_bytes <= limit.max_bytes


def test_an_unknown_provider_is_a_bug() -> None:
    with pytest.raises(KeyError):
        limit_for("pigeon", IMAGE)
