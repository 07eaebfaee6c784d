"""The catalogue of file types and the magic table that finds a row by the first bytes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import filetypes as ft
from app.domain.kinds import MediaKind
from app.domain.magic import by_magic
from app.domain.mimes import canonical

ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
LINK = b"\x4c\x00\x00\x00\x01\x14\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46"


def brand(name: bytes, *others: bytes) -> bytes:
    body = b"ftyp" + name + bytes(4) + b"".join(others)
    return (len(body) + 4).to_bytes(4, "big") + body + bytes(16)


HEADS = [
    (b"\xff\xd8\xff\xe0", ft.JPEG),
    (b"\x89PNG\r\n\x1a\n" + bytes(8), ft.PNG),
    (b"GIF87a", ft.GIF),
    (b"RIFF\x10\x00\x00\x00WEBPVP8 ", ft.WEBP),
    (b"BM" + bytes(12) + (40).to_bytes(4, "little"), ft.BMP),
    (b"II*\x00", ft.TIFF),
    (b"MM\x00*", ft.TIFF),
    (brand(b"heic"), ft.HEIC),
    (brand(b"mif1", b"mif1", b"heic"), ft.HEIC),
    (brand(b"mif1", b"miaf"), ft.HEIF),
    (brand(b"avif"), ft.AVIF),
    (brand(b"mif1", b"avif"), ft.AVIF),
    (brand(b"isom", b"iso2", b"avc1"), ft.MP4),
    (brand(b"mp42"), ft.MP4),
    (brand(b"M4V "), ft.M4V),
    (brand(b"qt  "), ft.MOV),
    (b"\x00\x00\x00\x08wide\x00\x00\x00\x00mdat", ft.MOV),
    (brand(b"3gp4"), ft.THREE_GP),
    (brand(b"3g2a"), ft.THREE_G2),
    (brand(b"M4A "), ft.M4A),
    (b"RIFF\x10\x00\x00\x00AVI LIST", ft.AVI),
    (b"RIFF\x10\x00\x00\x00WAVEfmt ", ft.WAV),
    (b"RF64\xff\xff\xff\xffWAVEds64", ft.WAV),
    (ASF, ft.WMV),
    (ASF + bytes.fromhex("409e69f84d5bcf11a8fd00805f5c442b"), ft.WMA),
    (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm", ft.WEBM),
    (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska", ft.MKV),
    (b"\x00\x00\x01\xba", ft.MPEG),
    (b"FLV\x01", ft.FLV),
    (b"OggS" + bytes(24) + b"OpusHead", ft.OPUS),
    (b"OggS" + bytes(24) + b"\x01vorbis", ft.OGG),
    (b"OggS" + bytes(24) + b"\x80theora", ft.OGG_VIDEO),
    (b"ID3\x03\x00\x00\x00\x00\x00\x00\xff\xfb", ft.MP3),
    (b"ID3\x03\x00\x00\x00\x00\x00\x04tag!fLaC", ft.FLAC),
    (b"#!AMR\n\x3c", ft.AMR),
    (b"#!AMR-WB\n\x3c", ft.AMR_WB),
    (b"fLaC", ft.FLAC),
    (b"caff\x00\x01", ft.CAF),
    (b"FORM\x00\x00\x00\x10AIFF", ft.AIFF),
    (b"%PDF-1.7", ft.PDF),
    (b"{\\rtf1", ft.RTF),
    (b"PK\x03\x04", ft.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ft.OLE2),
    (b"7z\xbc\xaf\x27\x1c", ft.SEVEN_ZIP),
    (b"Rar!\x1a\x07\x01\x00", ft.RAR),
    (b"\x1f\x8b\x08", ft.GZIP),
    (b"BZh91AY&SY", ft.BZIP2),
    (bytes(257) + b"ustar", ft.TAR),
]
DANGEROUS_HEADS = [
    (b"MZ" + bytes(62), ft.WINDOWS_PROGRAM),
    (b"\x7fELF\x02\x01\x01", ft.ELF),
    (b"\xcf\xfa\xed\xfe\x07", ft.MACH_O),
    (b"\xfe\xed\xfa\xce\x00", ft.MACH_O),
    (b"\xca\xfe\xba\xbe\x00\x00\x00\x02", ft.MACH_O),
    (b"\xca\xfe\xba\xbe\x00\x00\x00\x41", ft.JAVA_CLASS),
    (LINK, ft.SHORTCUT),
    (b"ITSF\x03\x00\x00\x00", ft.COMPILED_HELP),
    (b"dex\n035\x00", ft.BYTECODE),
    (b"CWS\x0a\x00\x10\x00\x00", ft.BYTECODE),
    (b"\x00asm\x01", ft.BYTECODE),
    (b"!<arch>\ndebian-binary", ft.APP_PACKAGE),
    (b"\xed\xab\xee\xdb\x03", ft.APP_PACKAGE),
    (b"conectix", ft.DISK_IMAGE),
    (bytes(32769) + b"CD001", ft.DISK_IMAGE),
]


@pytest.mark.parametrize(("head", "row"), HEADS)
def test_the_first_bytes_tell_the_type(head: bytes, row: ft.FileType) -> None:
    assert by_magic(head) == row


@pytest.mark.parametrize(("head", "row"), DANGEROUS_HEADS)
def test_programs_are_known_by_their_first_bytes(head: bytes, row: ft.FileType) -> None:
    found = by_magic(head)
    assert found == row
    assert found.dangerous


def test_two_mp3_frames_in_a_row_are_sound_and_one_is_chance() -> None:
    frame = b"\xff\xfb\x90\x00" + bytes(413)
    assert by_magic(frame * 2) == ft.MP3
    assert by_magic(bytes(100) + frame * 2) == ft.MP3
    assert by_magic(frame[:4] + bytes(900)) is None


def test_two_adts_frames_in_a_row_are_aac() -> None:
    frame = b"\xff\xf1\x4c\x80\x01\x7f\xfc" + bytes(4)
    assert by_magic(frame * 2) == ft.AAC
    assert by_magic(frame + bytes(20)) is None


def test_text_that_begins_like_a_program_or_a_bitmap_is_not_one() -> None:
    assert by_magic(b"MZ is the mark of Mark Zbikowski, who wrote the first of these loaders.") is None
    assert by_magic(b"BM is a kind of car, or so they say in this long line of plain words") is None
    assert by_magic(b"CWS 12 is an order number") is None


def test_moving_pictures_say_so() -> None:
    assert by_magic(b"RIFF\x10\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02" + bytes(9)).animated
    assert by_magic(b"GIF89a" + bytes(20) + b"NETSCAPE2.0").animated
    assert by_magic(b"\x89PNG\r\n\x1a\n" + bytes(20) + b"acTL").animated
    assert not by_magic(b"RIFF\x10\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x10" + bytes(9)).animated


@pytest.mark.parametrize("row", ft.CATALOGUE, ids=lambda row: row.mime)
def test_every_row_is_well_formed(row: ft.FileType) -> None:
    assert row.mime == row.mime.lower()
    assert row.extension == row.extension.lower().strip(".")
    assert canonical(row.mime) in ("", row.mime.partition(";")[0])
    if row.as_audio:
        assert ft.by_mime(row.as_audio).family is MediaKind.AUDIO
    if row.dangerous:
        assert row.family is MediaKind.DOCUMENT


def test_an_extension_leads_to_its_likeliest_type() -> None:
    assert [ft.by_extension(text) for text in ("jpeg", "mp4", "zip", "docx", "opus", "exe")] == [
        ft.JPEG,
        ft.MP4,
        ft.ZIP,
        ft.DOCX,
        ft.OPUS,
        ft.WINDOWS_PROGRAM,
    ]
    assert ft.by_extension("dwg") is None


def test_a_mime_type_leads_to_its_row_whatever_its_parameters_were() -> None:
    assert ft.by_mime("audio/ogg") == ft.OPUS
    assert ft.by_mime("application/x-nothing") is None


@settings(derandomize=True, max_examples=400, deadline=None)
@given(st.sampled_from([head for head, _ in HEADS + DANGEROUS_HEADS]), st.binary(max_size=64))
def test_any_tail_behind_any_head_has_an_answer(head: bytes, tail: bytes) -> None:
    found = by_magic(head[: len(tail)] + tail)
    assert found is None or isinstance(found, ft.FileType)
