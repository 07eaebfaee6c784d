"""The documents of the demo's customers: PDF pages written by the plainest means, a sheet, a letter, a list."""

from __future__ import annotations

import zipfile
from pathlib import Path

from app.bootstrap.demo.canvas import Dice

_PAGE = (595, 842)
_ESCAPED = str.maketrans({"\\": r"\\", "(": r"\(", ")": r"\)"})


class Page:
    """One page of a PDF; points, counted from the upper left corner."""

    def __init__(self) -> None:
        self._said: list[bytes] = []

    def text(self, x: float, y: float, words: str, size: float = 11, *, bold: bool = False) -> None:
        """Write words."""
        font = "F2" if bold else "F1"
        placed = f"BT /{font} {size} Tf {x} {_PAGE[1] - y} Td (".encode("ascii")
        self._said.append(placed + words.translate(_ESCAPED).encode("cp1252", "replace") + b") Tj ET")

    def bar(self, x: float, y: float, width: float, height: float, grey: float = 0.6) -> None:
        """Fill a rectangle."""
        self._said.append(f"{grey} g {x} {_PAGE[1] - y - height} {width} {height} re f 0 g".encode("ascii"))

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        """Draw the edge of a rectangle."""
        self._said.append(f"0.5 w {x} {_PAGE[1] - y - height} {width} {height} re S".encode("ascii"))

    def pad(self, size_bytes: int) -> None:
        """Make the page heavier by a remark that no reader shows."""
        line = b"% " + b"." * 70
        self._said += [line] * (size_bytes // len(line))

    @property
    def content(self) -> bytes:
        """Return the page's operators."""
        return b"\n".join(self._said)


def write_pdf(path: Path, pages: list[Page]) -> None:
    """Write pages with the two fonts that every reader has."""
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode("ascii"),
        _font("Helvetica"),
        _font("Helvetica-Bold"),
    ]
    for number, page in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_PAGE[0]} {_PAGE[1]}] /Contents {6 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>".encode("ascii")
        )
        objects.append(f"<< /Length {len(page.content)} >>\nstream\n".encode("ascii") + page.content + b"\nendstream")
    path.write_bytes(_file(objects))


def invoice(path: Path, dice: Dice, number: int) -> None:
    """Write a fiscal note of one page."""
    page = Page()
    page.frame(40, 40, 515, 90)
    page.text(56, 90, "Vidraçaria Lagoa", 22, bold=True)
    page.text(300, 80, "DANFE", 16, bold=True)
    page.text(300, 110, f"Nº {number}", 13, bold=True)
    _bars(page, dice, 390, 60, 150)
    for row, (name, value) in enumerate((("NATUREZA DA OPERAÇÃO", "Venda de mercadoria"), ("DESTINATÁRIO", "Ramires"))):
        page.frame(40, 140 + row * 46, 515, 46)
        page.text(50, 156 + row * 46, name, 7)
        page.text(50, 176 + row * 46, value, 12, bold=True)
    _items(page, dice, 260, 14)
    write_pdf(path, [page])


def slip(path: Path, dice: Dice, number: int) -> None:
    """Write a payment slip of one page."""
    page = Page()
    page.text(40, 70, "BANCO AURORA", 16, bold=True)
    page.text(230, 70, "001-7", 14, bold=True)
    page.text(300, 70, f"00190.00009 0{number}.560004 1 987600000{int(dice.integers(10000, 99999))}", 10)
    names = ("Local de pagamento", "Beneficiário", "Vencimento", "Valor do documento", "Nosso número")
    for row, name in enumerate(names):
        page.frame(40, 90 + row * 44, 515, 44)
        page.text(50, 104 + row * 44, name, 7)
        page.text(50, 124 + row * 44, str(dice.integers(10**6, 10**8)) if row else "Qualquer banco", 11)
    _bars(page, dice, 40, 340, 400)
    write_pdf(path, [page])


def proposal(path: Path, dice: Dice, pages: int) -> None:
    """Write a proposal of several pages."""
    written = []
    for number in range(pages):
        page = Page()
        page.text(60, 90, "Proposta comercial" if number == 0 else f"{number + 1}. Condições", 20, bold=True)
        page.bar(60, 104, 120, 3, 0.3)
        for row in range(24):
            page.bar(60, 140 + row * 26, float(dice.integers(260, 470)), 8, 0.75)
        page.text(280, 810, f"{number + 1} / {pages}", 9)
        written.append(page)
    write_pdf(path, written)


def workbook(path: Path, dice: Dice) -> None:
    """Write a small spreadsheet in the format of Excel."""
    rows = []
    for row in range(1, 41):
        cells = "".join(
            f'<c r="{column}{row}"><v>{int(dice.integers(1, 900))}</v></c>' for column in "BCD"
        )  # one cell after the other; shared strings are not needed
        rows.append(f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>Item {row}</t></is></c>{cells}</row>')
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{main}"><sheetData>{"".join(rows)}</sheetData></worksheet>'
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book = (
        f'<workbook xmlns="{main}" xmlns:r="{links}"><sheets>'
        '<sheet name="Romaneio" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    _package(
        path,
        {"xl/workbook.xml": f"{kind}.sheet.main+xml", "xl/worksheets/sheet1.xml": f"{kind}.worksheet+xml"},
        {"xl/workbook.xml": book, "xl/worksheets/sheet1.xml": sheet},
        part=("xl/_rels/workbook.xml.rels", f"{links}/worksheet", "worksheets/sheet1.xml"),
    )


def letter(path: Path) -> None:
    """Write a letter in the format of Word."""
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    lines = ("Contrato de prestação de serviços", "Entre as partes abaixo fica combinado o seguinte.", "Campinas")
    text = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    body = f'<w:document xmlns:w="{main}"><w:body>{text}</w:body></w:document>'
    _package(path, {"word/document.xml": kind}, {"word/document.xml": body})


def orders(path: Path, dice: Dice) -> None:
    """Write a list of orders."""
    rows = [f"{number};mesa;{int(dice.integers(1, 40))}" for number in range(1, 80)]
    path.write_text("\n".join(["pedido;produto;quantidade", *rows]) + "\n", encoding="utf-8")


def program_in_disguise(path: Path) -> None:
    """Write what a program of Windows begins with, and nothing that could run: it has to be set aside."""
    header = bytearray(1024)
    header[:2] = b"MZ"
    header[60:64] = (128).to_bytes(4, "little")
    header[128:132] = b"PE\0\0"
    path.write_bytes(bytes(header))


def _font(name: str) -> bytes:
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode("ascii")


def _file(objects: list[bytes]) -> bytes:
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n".encode("ascii") + content + b"\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("ascii")


def _bars(page: Page, dice: Dice, x: float, y: float, width: float) -> None:
    at = x
    while at < x + width:
        thick = float(dice.integers(1, 4))
        page.bar(at, y, thick, 50, 0)
        at += thick + float(dice.integers(1, 4))


def _items(page: Page, dice: Dice, top: float, rows: int) -> None:
    page.bar(40, top, 515, 20, 0.9)
    for column, name in ((50, "Código"), (130, "Descrição"), (380, "Qtd"), (470, "Valor")):
        page.text(column, top + 14, name, 9, bold=True)
    goods = ("Vidro temperado 8 mm", "Espelho bisotê 60 × 90", "Ferragem inox", "Corte e lapidação", "Mesa lateral")
    for row in range(rows):
        y = top + 40 + row * 22
        page.text(50, y, str(int(dice.integers(100, 999))), 9)
        page.text(130, y, goods[int(dice.integers(len(goods)))], 9)
        page.text(380, y, str(int(dice.integers(1, 9))), 9)
        page.text(470, y, f"{int(dice.integers(20, 900))},00", 9)


def _package(
    path: Path, kinds: dict[str, str], parts: dict[str, str], *, part: tuple[str, str, str] | None = None
) -> None:
    """Write an Office file: the parts, what each is, and how they hang together."""
    open_package = "http://schemas.openxmlformats.org/package/2006"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    types = (
        f'<Types xmlns="{open_package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )

    def linked(kind: str, target: str) -> str:
        link = f'<Relationship Id="rId1" Type="{kind}" Target="{target}"/>'
        return f'<Relationships xmlns="{open_package}/relationships">{link}</Relationships>'

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", types)
        package.writestr("_rels/.rels", linked(f"{links}/officeDocument", next(iter(parts))))
        for name, text in parts.items():
            package.writestr(name, text)
        if part is not None:
            name, kind, target = part
            package.writestr(name, linked(kind, target))
