"""The magic table's rows for sound and film: containers by their brands, raw streams by two frames in a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.domain import filetypes as ft

_IMAGE_BRANDS = {
    b"avif": ft.AVIF,
    b"avis": ft.AVIF,
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs"), ft.HEIC),
    b"mif1": ft.HEIF,
    b"msf1": ft.HEIF,
}
_SOUND_BRANDS = frozenset({b"M4A ", b"M4B ", b"M4P ", b"F4A ", b"F4B "})
_CAMERA_BRANDS = {
    b"3gp": ft.THREE_GP,
    b"3gs": ft.THREE_GP,
    b"3ge": ft.THREE_GP,
    b"3gr": ft.THREE_GP,
    b"3g2": ft.THREE_G2,
}
_OLD_QUICKTIME = frozenset({b"moov", b"mdat", b"wide", b"pnot"})

_OGG_CODECS = (
    (b"\x80theora", ft.OGG_VIDEO),
    (b"OpusHead", ft.OPUS),
    (b"\x01vorbis", ft.OGG),
    (b"\x7fFLAC", ft.OGG),
    (b"Speex   ", ft.OGG),
)
_ASF = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")
_ASF_VIDEO = bytes.fromhex("c0ef19bc4d5bcf11a8fd00805f5c442b")
_ASF_AUDIO = bytes.fromhex("409e69f84d5bcf11a8fd00805f5c442b")
_WEBP_ANIMATION = 0x02

_MP3_KBPS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_MP3_KBPS_LOW = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_MP3_HZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_PADDING_SEEN = 4096


def _iso_media(head: bytes) -> ft.FileType | None:
    """Read the brands of an ISO base media file (ISO/IEC 14496-12, 4.3): the major one first, then the others."""
    if head[4:8] in _OLD_QUICKTIME and head[:1] == b"\x00":
        return ft.MOV
    if head[4:8] != b"ftyp":
        return None
    end = min(max(int.from_bytes(head[:4], "big"), 16), 512)
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, min(end, len(head)) - 3, 4))]
    pictures = [_IMAGE_BRANDS[brand] for brand in brands if brand in _IMAGE_BRANDS]
    if brands[0] in _IMAGE_BRANDS:
        return min(pictures, key=(ft.AVIF, ft.HEIC, ft.HEIF).index)
    if brands[0] in _SOUND_BRANDS:
        return ft.M4A
    return _CAMERA_BRANDS.get(brands[0][:3]) or {b"qt  ": ft.MOV, b"M4V ": ft.M4V}.get(brands[0], ft.MP4)


def _riff(head: bytes) -> ft.FileType | None:
    if head[:4] in (b"RF64", b"BW64") and head[8:12] == b"WAVE":
        return ft.WAV
    if head[:4] != b"RIFF":
        return None
    if head[8:12] == b"WEBP":
        moves = head[12:16] == b"VP8X" and len(head) > 20 and bool(head[20] & _WEBP_ANIMATION)
        return replace(ft.WEBP, animated=moves)
    return {b"WAVE": ft.WAV, b"AVI ": ft.AVI}.get(head[8:12])


def _ogg(head: bytes) -> ft.FileType | None:
    if not head.startswith(b"OggS"):
        return None
    return next((row for mark, row in _OGG_CODECS if mark in head[:4096]), ft.OGG)


def _matroska(head: bytes) -> ft.FileType | None:
    if not head.startswith(b"\x1a\x45\xdf\xa3"):
        return None
    return ft.WEBM if b"webm" in head[:64] else ft.MKV


def _asf(head: bytes) -> ft.FileType | None:
    if not head.startswith(_ASF):
        return None
    return ft.WMA if _ASF_AUDIO in head and _ASF_VIDEO not in head else ft.WMV


def _marked_audio(head: bytes) -> ft.FileType | None:
    if head.startswith(b"#!AMR-WB\n"):
        return ft.AMR_WB
    if head.startswith(b"#!AMR\n"):
        return ft.AMR
    if head.startswith(b"fLaC"):
        return ft.FLAC
    if head.startswith(b"caff\x00"):
        return ft.CAF
    return ft.AIFF if head.startswith(b"FORM") and head[8:12] in (b"AIFF", b"AIFC") else None


def _mpeg(head: bytes) -> ft.FileType | None:
    if head.startswith((b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3")):
        return ft.MPEG
    if head.startswith(b"FLV\x01"):
        return ft.FLV
    return ft.MPEG_TS if len(head) > 376 and head[0] == head[188] == head[376] == 0x47 else None


def _id3(head: bytes) -> ft.FileType | None:
    """Look behind an ID3v2 tag, whose size is four bytes of seven bits (id3.org, 3.1)."""
    if not head.startswith(b"ID3") or len(head) < 10 or max(head[6:10]) > 0x7F:
        return None
    size = 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9])
    return _marked_audio(head[size:]) or _frames(head[size:]) or ft.MP3


def _frames(head: bytes) -> ft.FileType | None:
    """Find two frames in a row, after zero padding at most: eleven set bits alone are too common."""
    start = len(head[:_PADDING_SEEN]) - len(head[:_PADDING_SEEN].lstrip(b"\x00"))
    for length, row in ((_mp3_frame, ft.MP3), (_adts_frame, ft.AAC)):
        size = length(head, start)
        if size and (length(head, start + size) or start + size == len(head)):
            return row
    return None


def _mp3_frame(head: bytes, at: int) -> int:
    """Return the bytes of the MPEG audio layer III frame that starts here, 0 where none does."""
    if at + 4 > len(head) or head[at] != 0xFF or head[at + 1] & 0xE6 != 0xE2:
        return 0
    version, rate, hertz = head[at + 1] >> 3 & 3, head[at + 2] >> 4, head[at + 2] >> 2 & 3
    if version not in _MP3_HZ or rate in (0, 15) or hertz == 3:
        return 0
    kbps = (_MP3_KBPS if version == 3 else _MP3_KBPS_LOW)[rate]
    return (144 if version == 3 else 72) * kbps * 1000 // _MP3_HZ[version][hertz] + (head[at + 2] >> 1 & 1)


def _adts_frame(head: bytes, at: int) -> int:
    """Return the bytes of the ADTS frame that starts here (ISO/IEC 13818-7, 6.2), 0 where none does."""
    if at + 7 > len(head) or head[at] != 0xFF or head[at + 1] & 0xF6 != 0xF0 or head[at + 2] >> 2 & 15 > 12:
        return 0
    size = (head[at + 3] & 3) << 11 | head[at + 4] << 3 | head[at + 5] >> 5
    return size if size >= 7 else 0


AV_TESTS: tuple[Callable[[bytes], ft.FileType | None], ...] = (
    _iso_media,
    _riff,
    _ogg,
    _matroska,
    _asf,
    _marked_audio,
    _mpeg,
    _id3,
    _frames,
)
