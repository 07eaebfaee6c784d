"""Small real files of every kind, made at run time and kept for the run: the same bytes for the same arguments."""

from __future__ import annotations

import io
import struct
import zipfile
from fractions import Fraction
from functools import cache

import av
import numpy as np
import pillow_heif
import pypdfium2
from PIL import Image, ImageDraw

_SEED = 7
_HERTZ = 48_000


def picture(width: int, height: int, *, seed: int = _SEED, mode: str = "RGB") -> Image.Image:
    """Return a picture like a photograph: soft gradients, a few shapes, a little noise."""
    random = np.random.default_rng(seed)
    across, down = np.linspace(0, 255, width), np.linspace(0, 255, height)[:, None]
    bands = np.stack([across + 0 * down, down + 0 * across, (across + down) / 2], axis=-1)
    noisy = np.clip(bands + random.normal(0, 6, bands.shape), 0, 255).astype(np.uint8)
    image = Image.fromarray(noisy)
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        x, y = int(random.integers(0, width)), int(random.integers(0, height))
        colour = tuple(int(value) for value in random.integers(0, 256, 3))
        draw.ellipse((x, y, x + width // 6 + 1, y + height // 6 + 1), fill=colour)
    return image.convert(mode)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@cache
def jpeg(width: int = 64, height: int = 48, *, orientation: int = 1, quality: int = 80, seed: int = _SEED) -> bytes:
    """Return a JPEG; `orientation` is the EXIF value 1 to 8 of how to hold it."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return _saved(picture(width, height, seed=seed), "JPEG", quality=quality, exif=exif)


@cache
def png(width: int = 64, height: int = 48, *, mode: str = "RGB") -> bytes:
    """Return a PNG; with mode RGBA its left half is see-through."""
    image = picture(width, height, mode=mode)
    if mode == "RGBA":
        image.paste((0, 0, 0, 0), (0, 0, width // 2, height))
    return _saved(image, "PNG")


@cache
def deep_png(width: int = 64, height: int = 48) -> bytes:
    """Return a greyscale PNG of 16 bits."""
    levels = np.linspace(0, 65535, width * height).reshape(height, width).astype(np.uint16)
    return _saved(Image.fromarray(levels), "PNG")


@cache
def gif(frames: int = 3) -> bytes:
    """Return an animated GIF."""
    first, *others = [picture(48, 48, seed=_SEED + number) for number in range(frames)]
    return _saved(first, "GIF", save_all=True, append_images=others, duration=80, loop=0)


@cache
def webp(frames: int = 1, width: int = 64, height: int = 48) -> bytes:
    """Return a WebP with a see-through hole, like a sticker; animated with more than one frame."""
    first, *others = [picture(width, height, seed=_SEED + number, mode="RGBA") for number in range(frames)]
    for image in (first, *others):
        image.paste((0, 0, 0, 0), (width // 4, height // 4, width // 2, height // 2))
    if frames == 1:
        return _saved(first, "WEBP")
    return _saved(first, "WEBP", save_all=True, append_images=others, duration=80)


@cache
def heic(width: int = 64, height: int = 48) -> bytes:
    """Return a HEIC still picture."""
    out = io.BytesIO()
    pillow_heif.from_pillow(picture(width, height)).save(out, quality=60)
    return out.getvalue()


@cache
def still(kind: str) -> bytes:
    """Return a small picture in any format that Pillow writes: BMP, TIFF, AVIF."""
    return _saved(picture(64, 48), kind)


@cache
def film(container: str = "mp4", *, codec: str = "libx264", sound: str = "aac", seconds: float = 2.0) -> bytes:
    """Return 96x64 video whose brightness grows with time, with a tone; `sound` may be "" for none."""
    out, rate = io.BytesIO(), 25
    with av.open(out, "w", format=container) as box:
        video = box.add_stream(codec, rate=rate)
        video.width, video.height, video.pix_fmt = 96, 64, "yuv420p"
        track = _sound_track(box, sound, _HERTZ) if sound else None
        count = int(seconds * rate)
        for number in range(count):
            shade = np.full((64, 96, 3), 255 * number // max(1, count), np.uint8)
            box.mux(video.encode(av.VideoFrame.from_ndarray(shade, format="rgb24")))
        box.mux(video.encode())
        if track is not None:
            _add_tone(box, track, seconds)
    return out.getvalue()


@cache
def turned_film(matrix: tuple[int, int, int, int] = (0, 1, -1, 0)) -> bytes:
    """Return an MP4, stored 96x64 with its left half red, whose track header turns it (a quarter clockwise)."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as box:
        video = box.add_stream("libx264", rate=10)
        video.width, video.height, video.pix_fmt = 96, 64, "yuv420p"
        pixels = np.zeros((64, 96, 3), np.uint8)
        pixels[:, :48] = (255, 0, 0)
        for _ in range(10):
            box.mux(video.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        box.mux(video.encode())
    a, b, c, d = (value * 65536 for value in matrix)
    upright = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 0x40000000)
    data = out.getvalue()
    at = data.index(upright, data.index(b"tkhd"))
    return data[:at] + struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 0x40000000) + data[at + len(upright) :]


@cache
def sound(container: str, codec: str, *, seconds: float = 1.0, rate: int = _HERTZ, brand: str = "") -> bytes:
    """Return a tone that is loud in its first half and quiet in its second."""
    out = io.BytesIO()
    options = {"brand": brand} if brand else {}
    with av.open(out, "w", format=container, options=options) as box:
        track = _sound_track(box, codec, rate)
        _add_tone(box, track, seconds, rate=rate)
    return out.getvalue()


def voice(seconds: float = 1.0) -> bytes:
    """Return a voice note as WhatsApp makes it: OGG, Opus, mono."""
    return sound("ogg", "libopus", seconds=seconds)


def mp3(seconds: float = 1.0) -> bytes:
    """Return an MP3 with an ID3 tag."""
    return sound("mp3", "libmp3lame", seconds=seconds)


def m4a(seconds: float = 1.0) -> bytes:
    """Return AAC in an MP4 container with the audio-only brand."""
    return sound("ipod", "aac", seconds=seconds)


def amr(seconds: float = 1.0) -> bytes:
    """Return narrow-band AMR."""
    return sound("amr", "libopencore_amrnb", seconds=seconds, rate=8000)


def wav(seconds: float = 1.0) -> bytes:
    """Return 16-bit PCM."""
    return sound("wav", "pcm_s16le", seconds=seconds)


def aac(seconds: float = 1.0) -> bytes:
    """Return a raw ADTS stream."""
    return sound("adts", "aac", seconds=seconds)


def flac(seconds: float = 1.0) -> bytes:
    """Return FLAC."""
    return sound("flac", "flac", seconds=seconds)


def _sound_track(box: av.container.OutputContainer, codec: str, rate: int) -> av.AudioStream:
    track = box.add_stream(codec, rate=rate, layout="mono")
    if codec.startswith("wma"):
        track.bit_rate = 64_000
    return track


def _add_tone(box: av.container.OutputContainer, track: av.AudioStream, seconds: float, *, rate: int = _HERTZ) -> None:
    count = int(seconds * rate)
    times = np.arange(count) / rate
    strength = np.where(times < seconds / 2, 0.8, 0.2)
    wave = (np.sin(2 * np.pi * 440 * times) * strength * 32767).astype(np.int16)
    for at in range(0, count, 1024):
        frame = av.AudioFrame.from_ndarray(wave[None, at : at + 1024], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = rate, at, Fraction(1, rate)
        box.mux(track.encode(frame))
    box.mux(track.encode())


@cache
def pdf(pages: int = 1, width: float = 595, height: float = 842) -> bytes:
    """Return a PDF of empty pages."""
    document, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(pages):
        document.new_page(width, height).close()
    document.save(out)
    document.close()
    return out.getvalue()


@cache
def encrypted_pdf() -> bytes:
    """Return a PDF that claims a password (standard security handler, revision 3) which nobody knows."""
    filler = "A" * 32
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
        f"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O ({filler}) /U ({filler}) >>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = "<< /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<00112233445566778899aabbccddeeff> <00>] >>"
    end = f"xref\n0 5\n0000000000 65535 f \n{table}trailer\n{trailer}\nstartxref\n{len(body)}\n%%EOF\n"
    return body + end.encode()


@cache
def zipped(*names: str, content: bytes = b"x", compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP of members with these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 1, 12, 0, 0)), content)
    return out.getvalue()


def docx(*more: str) -> bytes:
    """Return the members that make a Word file; `vbaProject.bin` among `more` makes it one with macros."""
    return zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml", *more, content=b"<x/>")


def xlsx(*more: str) -> bytes:
    """Return the members that make an Excel file."""
    return zipped("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", *more, content=b"<x/>")


def pptx(*more: str) -> bytes:
    """Return the members that make a PowerPoint file."""
    return zipped("[Content_Types].xml", "_rels/.rels", "ppt/presentation.xml", *more, content=b"<x/>")


@cache
def open_document(mime: str) -> bytes:
    """Return an OpenDocument or EPUB file: a ZIP whose first member, stored, names the type."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype", (2024, 5, 1, 12, 0, 0)), mime)
        archive.writestr(zipfile.ZipInfo("content.xml", (2024, 5, 1, 12, 0, 0)), "<x/>")
    return out.getvalue()


def apk() -> bytes:
    """Return the members that make an Android program."""
    return zipped("AndroidManifest.xml", "classes.dex", "META-INF/MANIFEST.MF")


def jar() -> bytes:
    """Return the members that make a Java program."""
    return zipped("META-INF/MANIFEST.MF", "Main.class")


@cache
def compound(*streams: str, class_id: bytes = bytes(16)) -> bytes:
    """Return an OLE2 file: header, one allocation sector, a directory with these streams."""
    entries = [_entry("Root Entry", 5, class_id), *(_entry(name, 2) for name in streams)]
    sectors = -(-len(entries) // 4)
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II", header, 44, 1, 1)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    chain = [0xFFFFFFFD, *range(2, sectors + 1), 0xFFFFFFFE]
    table = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    return bytes(header) + table + b"".join(entries).ljust(sectors * 512, b"\0")


def _entry(name: str, kind: int, class_id: bytes = bytes(16)) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    return raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw), kind, 1) + b"\xff" * 12 + class_id + bytes(32)


@cache
def exe() -> bytes:
    """Return the head of a Windows program; it does nothing."""
    stub = bytearray(b"MZ" + bytes(62))
    struct.pack_into("<I", stub, 60, 128)
    return bytes(stub) + bytes(64) + b"PE\0\0" + struct.pack("<HH", 0x8664, 1) + bytes(400)


def elf() -> bytes:
    """Return the head of a Linux program."""
    return b"\x7fELF\x02\x01\x01" + bytes(9) + struct.pack("<HH", 2, 62) + bytes(100)


def html(title: str = "Sign in") -> bytes:
    """Return a web page such as gateways answer instead of a file."""
    return f"<!DOCTYPE html>\n<html><head><title>{title}</title></head><body><p>502</p></body></html>\n".encode()
