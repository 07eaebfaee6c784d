"""What a file is by its content: real files of every kind, containers by their directory, polyglots."""

from __future__ import annotations

import io
import subprocess
import sys

import pytest

from app.domain import filetypes as ft
from app.domain.kinds import MediaKind
from app.media.sniff import sniff
from tests.support import samples

OD = "application/vnd.oasis.opendocument."


def sniffed(data: bytes, name: str = "") -> ft.FileType:
    return sniff(io.BytesIO(data), name=name, size_bytes=len(data))


REAL = {
    "jpeg": (samples.jpeg, ft.JPEG),
    "png": (samples.png, ft.PNG),
    "heic": (samples.heic, ft.HEIC),
    "avif": (lambda: samples.still("AVIF"), ft.AVIF),
    "bmp": (lambda: samples.still("BMP"), ft.BMP),
    "tiff": (lambda: samples.still("TIFF"), ft.TIFF),
    "mp4": (samples.film, ft.MP4),
    "mov": (lambda: samples.film("mov"), ft.MOV),
    "3gp": (lambda: samples.film("3gp"), ft.THREE_GP),
    "avi": (lambda: samples.film("avi", codec="mpeg4", sound="libmp3lame"), ft.AVI),
    "wmv": (lambda: samples.film("asf", codec="wmv2", sound="wmav2"), ft.WMV),
    "wma": (lambda: samples.sound("asf", "wmav2"), ft.WMA),
    "mkv": (lambda: samples.film("matroska"), ft.MKV),
    "webm": (lambda: samples.film("webm", codec="libvpx", sound="libopus"), ft.WEBM),
    "mpeg": (lambda: samples.film("mpeg", codec="mpeg1video", sound="mp2"), ft.MPEG),
    "opus": (samples.voice, ft.OPUS),
    "mp3": (samples.mp3, ft.MP3),
    "m4a": (samples.m4a, ft.M4A),
    "aac": (samples.aac, ft.AAC),
    "amr": (samples.amr, ft.AMR),
    "wav": (samples.wav, ft.WAV),
    "flac": (samples.flac, ft.FLAC),
    "caf": (lambda: samples.sound("caf", "pcm_s16le"), ft.CAF),
    "pdf": (samples.pdf, ft.PDF),
    "docx": (samples.docx, ft.DOCX),
    "xlsx": (samples.xlsx, ft.XLSX),
    "pptx": (samples.pptx, ft.PPTX),
    "docm": (lambda: samples.docx("word/vbaProject.bin"), ft.DOCM),
    "xlsm": (lambda: samples.xlsx("xl/vbaProject.bin"), ft.XLSM),
    "opc": (lambda: samples.zipped("[Content_Types].xml", "visio/document.xml"), ft.OPC),
    "odt": (lambda: samples.open_document(OD + "text"), ft.ODT),
    "ods": (lambda: samples.open_document(OD + "spreadsheet"), ft.ODS),
    "odp": (lambda: samples.open_document(OD + "presentation"), ft.ODP),
    "epub": (lambda: samples.open_document("application/epub+zip"), ft.EPUB),
    "lottie": (lambda: samples.zipped("animation/animation.json"), ft.LOTTIE_STICKER),
    "zip": (lambda: samples.zipped("a.txt", "b.txt"), ft.ZIP),
    "doc": (lambda: samples.compound("WordDocument", "1Table"), ft.DOC),
    "xls": (lambda: samples.compound("Workbook"), ft.XLS),
    "ppt": (lambda: samples.compound("PowerPoint Document"), ft.PPT),
    "msg": (lambda: samples.compound("__properties_version1.0"), ft.MSG),
    "sealed": (lambda: samples.compound(*"abcdefg", "EncryptedPackage"), ft.SEALED_OFFICE),
    "ole2": (lambda: samples.compound("VisioDocument"), ft.OLE2),
    "html": (samples.html, ft.HTML),
}
PROGRAMS = {
    "exe": (samples.exe, ft.WINDOWS_PROGRAM),
    "elf": (samples.elf, ft.ELF),
    "apk": (samples.apk, ft.ANDROID_APP),
    "jar": (samples.jar, ft.JAVA_ARCHIVE),
    "msix": (lambda: samples.zipped("[Content_Types].xml", "AppxManifest.xml"), ft.APP_PACKAGE),
    "ipa": (lambda: samples.zipped("Payload/X.app/Info.plist"), ft.APP_PACKAGE),
    "msi by its tables": (lambda: samples.compound("\u4840\u3f3f"), ft.INSTALLER),
    "msi by its class": (
        lambda: samples.compound("x", class_id=bytes.fromhex("84100c0000000000c000000000000046")),
        ft.INSTALLER,
    ),
    "dmg": (lambda: bytes([1, 2, 3, 250]) * 300 + b"koly" + bytes(508), ft.DISK_IMAGE),
}


@pytest.mark.parametrize(("make", "row"), REAL.values(), ids=REAL)
def test_a_real_file_is_what_it_is_whatever_it_is_called(make, row) -> None:  # type: ignore[no-untyped-def]
    assert sniffed(make()) == row
    if not row.generic:
        assert sniffed(make(), "virus.exe") == row


@pytest.mark.parametrize(("make", "row"), PROGRAMS.values(), ids=PROGRAMS)
def test_a_program_is_a_program_whatever_it_is_called(make, row) -> None:  # type: ignore[no-untyped-def]
    assert sniffed(make(), "photo.jpg") == row
    assert row.dangerous


@pytest.mark.parametrize(
    "name", ["a.bat", "a.cmd", "a.ps1", "a.vbs", "a.js", "a.jse", "a.wsf", "a.hta", "a.reg", "a.sh", "a.JS. ", "a.url"]
)
def test_text_with_the_name_of_a_script_is_one(name: str) -> None:
    assert sniffed(b"echo hello\r\n", name).dangerous


@pytest.mark.parametrize("name", ["a.py", "a.txt", "a.log", "a", "a.sql", "a.md"])
def test_text_with_any_other_name_is_text(name: str) -> None:
    assert sniffed(b"print('hello')\n", name) == ft.TEXT


def test_a_web_page_called_hta_is_a_program_and_called_html_is_a_page() -> None:
    assert sniffed(samples.html(), "a.hta").dangerous
    assert sniffed(samples.html(), "a.html") == ft.HTML


def test_a_bare_zip_is_what_its_name_makes_the_system_do_with_it() -> None:
    assert sniffed(samples.zipped("x"), "a.jar").dangerous
    assert sniffed(samples.zipped("x"), "a.kmz") == ft.ZIP


def test_bytes_of_no_known_type_are_unknown_unless_the_system_would_run_them() -> None:
    data = bytes([200, 1, 130, 7, 255, 3]) * 40
    assert sniffed(data, "model.dwg") == ft.UNKNOWN
    assert sniffed(data, "a.com").dangerous
    assert sniffed(data).family is None


def test_the_library_knows_rarer_types() -> None:
    found = sniffed(b"8BPS\x00\x01" + bytes(40))
    assert (found.mime, found.extension, found.family) == ("image/vnd.adobe.photoshop", "psd", MediaKind.IMAGE)
    assert sniffed(b"SQLite format 3\x00" + bytes(84)).family is MediaKind.DOCUMENT


def test_no_bytes_are_empty() -> None:
    assert sniffed(b"") == ft.EMPTY


def test_a_table_is_csv_by_name_or_by_look() -> None:
    rows = b"data;valor\n01/05;10,00\n02/05;11,00\n"
    assert sniffed(rows) == ft.CSV
    assert sniffed(rows, "extrato.csv") == ft.CSV
    assert sniffed(b"one line", "extrato.csv") == ft.CSV
    assert sniffed(rows, "extrato.txt") == ft.TEXT


def test_macros_and_programs_inside_are_told() -> None:
    assert sniffed(samples.docx("word/vbaProject.bin")).active
    assert sniffed(samples.compound("WordDocument", "Macros")).active
    assert sniffed(samples.zipped("nota.pdf.lnk")).active
    assert not sniffed(samples.zipped("nota.pdf")).active


def test_moving_stickers_are_told_from_still_ones() -> None:
    assert sniffed(samples.webp(3)).animated
    assert not sniffed(samples.webp(1)).animated
    assert sniffed(samples.gif()).animated


POLYGLOTS = {
    "zip behind a jpeg": lambda: samples.jpeg() + samples.zipped("Main.class"),
    "zip behind a jpeg, and more": lambda: samples.jpeg() + samples.zipped("Main.class") + bytes(500),
    "zip behind a png": lambda: samples.png() + samples.zipped("x"),
    "zip behind a gif": lambda: samples.gif() + samples.zipped("x"),
    "zip with a long comment": lambda: (
        samples.png() + samples.zipped("x")[:-2] + (60000).to_bytes(2, "little") + bytes(60000)
    ),
    "zip behind a pdf": lambda: samples.pdf() + samples.zipped("x"),
    "zip behind a film": lambda: samples.film() + samples.zipped("x"),
    "program behind a jpeg": lambda: samples.jpeg() + samples.exe(),
    "elf behind a png": lambda: samples.png() + samples.elf(),
    "rar behind a jpeg": lambda: samples.jpeg() + b"Rar!\x1a\x07\x01\x00" + bytes(50),
    "7z behind a gif": lambda: samples.gif() + b"7z\xbc\xaf\x27\x1c" + bytes(50),
    "pdf inside a gif": lambda: b"GIF89a" + bytes(100) + samples.pdf(),
    "pdf inside sound": lambda: samples.amr()[:200] + samples.pdf(),
}


@pytest.mark.parametrize("make", POLYGLOTS.values(), ids=POLYGLOTS)
def test_a_file_that_is_two_things_says_so(make) -> None:  # type: ignore[no-untyped-def]
    assert sniffed(make()).hidden


@pytest.mark.parametrize(
    "make",
    [
        lambda: samples.zipped("scan.pdf", content=samples.pdf(), compression=0),
        lambda: samples.jpeg() + samples.film(),
        lambda: samples.jpeg() + b"PK\x05\x06" + bytes(18),
        lambda: samples.pdf() + samples.zipped("a.xml") + b"\nendstream\n%%EOF\n",
        lambda: samples.docx("word/embeddings/x.xlsx"),
        lambda: samples.jpeg(800, 600) + b"MZ" + bytes(200),
    ],
    ids=["zip of a pdf", "motion photo", "stray mark", "pdf with an attachment", "docx", "stray MZ"],
)
def test_an_honest_file_with_a_strange_tail_is_no_polyglot(make) -> None:  # type: ignore[no-untyped-def]
    assert not sniffed(make()).hidden


def test_a_zip_behind_junk_is_judged_by_its_directory() -> None:
    junk = bytes([200, 1, 130, 7, 255, 3]) * 40
    assert sniffed(junk + samples.jar()) == ft.JAVA_ARCHIVE


def test_a_directory_longer_than_the_head_is_read() -> None:
    names = [f"folder/{number:060}.txt" for number in range(3000)]
    assert sniffed(samples.zipped(*names, "AndroidManifest.xml")) == ft.ANDROID_APP


def test_a_pdf_may_have_junk_in_front() -> None:
    assert sniffed(bytes([0, 200, 1, 255] * 20) + samples.pdf()) == ft.PDF


def test_a_chain_that_bites_its_tail_ends() -> None:
    data = bytearray(samples.compound("a", "b", "c", "d", "e"))
    data[512 + 4 : 512 + 8] = (1).to_bytes(4, "little")
    assert sniffed(bytes(data)) == ft.OLE2


class Counting(io.BytesIO):
    """Counts what is read of it."""

    read_bytes = 0

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self.read_bytes += len(data)
        return data


def test_only_the_ends_of_a_large_file_are_read() -> None:
    data = samples.jpeg() + bytes(8_000_000)
    stream = Counting(data)
    assert sniff(stream, size_bytes=len(data)) == ft.JPEG
    assert stream.read_bytes < 140_000


def test_sniffing_loads_no_heavy_library() -> None:
    code = (
        "import sys, app.media.sniff, app.media.derive;"
        "print([name for name in ('av', 'PIL', 'numpy', 'pypdfium2', 'filetype') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
