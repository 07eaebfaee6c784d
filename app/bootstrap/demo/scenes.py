"""The photos of the demo's customers, drawn: rooms, parcels, receipts, labels, streets and skies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PIL import Image

from app.bootstrap.demo.canvas import Canvas, Dice, Rgb, mixed

T = TypeVar("T")

_WALLS: tuple[Rgb, ...] = ((198, 205, 190), (214, 206, 196), (186, 198, 206), (222, 214, 200))
_SOFAS: tuple[Rgb, ...] = ((176, 82, 58), (70, 108, 112), (122, 112, 92), (86, 92, 122))
_WOODS: tuple[Rgb, ...] = ((168, 112, 66), (128, 84, 50), (190, 142, 92))
_SHOPS = ("MERCADO BOA VISTA", "PAPELARIA ESTRELA", "AUTO POSTO LAGOA", "CASA DAS TINTAS", "FARMACIA DO LARGO")
_GOODS = ("ARROZ 5KG", "FEIJAO 1KG", "CAFE 500G", "PAPEL A4", "CANETA AZUL", "LAMPADA LED", "SABAO PO", "OLEO SOJA")
_STREETS = ("R. das Palmeiras", "Av. Brasil", "R. do Mercado", "Al. Santos")
_PEOPLE = ("Paulo Nogueira", "Tereza Duarte", "Marina Prado", "Rodrigo Lima", "Beatriz Amorim")
# Plain letters: the font that Pillow brings along has no accents.


def boxes(dice: Dice) -> Image.Image:
    """Return parcels on a floor beside a door."""
    canvas = Canvas(1280, 800)
    wall = _pick(dice, _WALLS)
    canvas.fade((0, 0, 1280, 480), wall, mixed(wall, (0, 0, 0), 0.12))
    canvas.fade((0, 480, 1280, 800), (112, 108, 100), (84, 80, 74))
    canvas.box((0, 470, 1280, 484), (236, 234, 228))
    door = _pick(dice, _WOODS)
    canvas.box((880, 20, 1180, 480), door)
    for top in (50, 260):
        canvas.box((920, top, 1140, top + 180), mixed(door, (0, 0, 0), 0.15), radius=6)
    canvas.oval((1140, 250, 1158, 268), (220, 190, 120))
    for _number in range(int(dice.integers(1, 4))):
        _parcel(canvas, dice, float(dice.integers(160, 760)), 660, float(dice.integers(130, 260)))
    return canvas.finished(dice)


def sofa(dice: Dice) -> Image.Image:
    """Return a living room."""
    canvas = Canvas(1280, 960)
    wall = _pick(dice, _WALLS)
    canvas.fade((0, 0, 1280, 640), wall, mixed(wall, (255, 255, 255), 0.2))
    canvas.fade((0, 640, 1280, 960), (172, 138, 102), (140, 108, 78))
    canvas.box((840, 90, 1160, 400), (250, 250, 248), radius=4)
    canvas.fade((856, 106, 1144, 384), (188, 216, 236), (226, 236, 232))
    canvas.box((994, 90, 1006, 400), (250, 250, 248))
    canvas.box((220, 110, 460, 330), (90, 70, 50))
    canvas.fade((236, 126, 444, 314), (236, 210, 160), (150, 170, 150))
    colour = _pick(dice, _SOFAS)
    canvas.shadow((200, 760, 1080, 880))
    canvas.box((240, 480, 1040, 780), colour, radius=40)
    canvas.box((200, 560, 320, 820), mixed(colour, (0, 0, 0), 0.12), radius=36)
    canvas.box((960, 560, 1080, 820), mixed(colour, (0, 0, 0), 0.12), radius=36)
    for left in (320, 640):
        canvas.box((left, 620, left + 316, 800), mixed(colour, (255, 255, 255), 0.08), radius=24)
    canvas.box((360, 540, 500, 660), (236, 222, 190), radius=18)
    return canvas.finished(dice)


def receipt(dice: Dice) -> Image.Image:
    """Return a till receipt on a table."""
    canvas = Canvas(960, 1280)
    _table(canvas, dice)
    paper = Canvas(470, 1010, (250, 250, 246))
    paper.text((235, 30), _pick(dice, _SHOPS), 28, centred=True)
    paper.text((235, 70), "CNPJ 12.345.678/0001-90", 18, centred=True)
    paper.text((235, 98), "CUPOM FISCAL", 18, centred=True)
    total = 0
    for row in range(9):
        cents = int(dice.integers(399, 9999))
        total += cents
        y = 160 + row * 44
        paper.text((34, y), f"{row + 1:03} {_pick(dice, _GOODS)}", 20)
        paper.text((350, y), f"{cents // 100},{cents % 100:02}", 20)
    paper.line([(30, 570), (440, 570)], (120, 120, 120), 2)
    paper.text((34, 590), "TOTAL R$", 32)
    paper.text((310, 590), f"{total // 100},{total % 100:02}", 32)
    paper.squares(dice, (135, 690), 200)
    canvas.lay(paper, (480, 640), float(dice.uniform(-7, 7)))
    return canvas.finished(dice)


def label(dice: Dice) -> Image.Image:
    """Return the label of a parcel."""
    canvas = Canvas(1200, 900, _pick(dice, ((186, 142, 94), (176, 132, 84))))
    for _number in range(60):
        y = float(dice.integers(0, 900))
        canvas.line([(0, y), (1200, y + float(dice.integers(-6, 6)))], (172, 128, 80), 1)
    paper = Canvas(760, 560, (252, 252, 250))
    paper.text((40, 30), "ENTREGAR PARA", 30)
    paper.text((40, 90), _pick(dice, _PEOPLE), 40)
    paper.text((40, 150), f"{_pick(dice, _STREETS)}, {int(dice.integers(10, 900))}", 34)
    paper.text((40, 200), f"Campinas - SP  0{int(dice.integers(1000, 9999))}-020", 34)
    paper.line([(40, 270), (720, 270)], (20, 20, 20), 3)
    paper.bars(dice, (60, 300, 700, 450))
    code = f"BR {int(dice.integers(1000, 9999))} {int(dice.integers(1000, 9999))} 8 SP"
    paper.text((380, 470), code, 38, centred=True)
    canvas.lay(paper, (600, 450), float(dice.uniform(-9, 9)))
    return canvas.finished(dice)


def payment(dice: Dice) -> Image.Image:
    """Return the copy of a phone's screen that shows a payment."""
    canvas = Canvas(720, 1280, (250, 251, 252))
    colour = _pick(dice, ((24, 108, 186), (34, 122, 72), (196, 86, 30), (98, 52, 150)))
    canvas.box((0, 0, 720, 190), colour)
    canvas.text((360, 90), "Comprovante", 48, (255, 255, 255), centred=True)
    canvas.oval((290, 260, 430, 400), (46, 154, 88))
    canvas.line([(325, 332), (352, 360), (398, 304)], (255, 255, 255), 12)
    cents = int(dice.integers(1990, 998_000))
    reais = f"{cents // 100:,}".replace(",", ".")
    canvas.text((360, 450), f"R$ {reais},{cents % 100:02}", 72, centred=True)
    canvas.text((360, 550), "Pix enviado", 34, (110, 116, 120), centred=True)
    number = f"E{int(dice.integers(10**8, 10**9))}"
    facts = {"Para": "Ramires", "De": _pick(dice, _PEOPLE), "Data": "hoje", "ID": number}
    for row, (name, value) in enumerate(facts.items()):
        y = 660 + row * 90
        canvas.line([(60, y - 20), (660, y - 20)], (224, 228, 230), 2)
        canvas.text((60, y), name, 32, (110, 116, 120))
        canvas.text((230, y), value, 34)
    return canvas.finished()


def van(dice: Dice) -> Image.Image:
    """Return a delivery van in a street."""
    canvas = Canvas(1280, 800)
    street(canvas, dice)
    paint_van(canvas, float(dice.integers(220, 420)), _pick(dice, ((28, 132, 112), (190, 64, 48), (52, 86, 160))))
    return canvas.finished(dice)


def street(canvas: Canvas, dice: Dice) -> None:
    """Draw sky, houses and road."""
    canvas.fade((0, 0, 1280, 520), (96, 156, 214), (214, 232, 240))
    x = 0.0
    while x < 1280:
        width, height = float(dice.integers(120, 240)), float(dice.integers(160, 340))
        colour = _pick(dice, ((214, 194, 166), (190, 178, 170), (222, 208, 190), (176, 160, 148)))
        canvas.box((x, 560 - height, x + width, 560), colour)
        for left in range(int(x) + 24, int(x + width) - 30, 52):
            for top in range(int(560 - height) + 24, 540, 64):
                canvas.box((left, top, left + 24, top + 34), mixed(colour, (40, 60, 80), 0.45))
        x += width
    canvas.fade((0, 560, 1280, 800), (120, 122, 124), (92, 94, 96))
    canvas.box((0, 556, 1280, 580), (190, 188, 182))
    for left in range(20, 1280, 180):
        canvas.box((left, 690, left + 90, 700), (232, 228, 210))


def paint_van(canvas: Canvas, left: float, stripe: Rgb) -> None:
    """Draw a van whose rear stands at `left`."""
    canvas.shadow((left - 10, 640, left + 620, 700), 110, 8)
    canvas.box((left, 360, left + 440, 650), (246, 248, 248), radius=16)
    front = [(left + 430, 410), (left + 520, 420), (left + 590, 520), (left + 596, 650), (left + 430, 650)]
    canvas.shape(front, (240, 242, 242))
    glass = [(left + 450, 430), (left + 512, 438), (left + 560, 516), (left + 450, 516)]
    canvas.shape(glass, (84, 116, 138))
    canvas.box((left, 540, left + 590, 572), stripe)
    for wheel in (left + 100, left + 470):
        canvas.oval((wheel, 600, wheel + 96, 696), (36, 38, 40))
        canvas.oval((wheel + 26, 626, wheel + 70, 670), (168, 172, 176))


def evening(dice: Dice) -> Image.Image:
    """Return hills below an evening sky."""
    canvas = Canvas(1280, 960)
    canvas.fade((0, 0, 1280, 620), (84, 108, 158), (250, 190, 130))
    x = float(dice.integers(300, 1000))
    canvas.oval((x, 400, x + 120, 520), (255, 240, 200))
    for number, colour in enumerate(((128, 138, 160), (92, 116, 120), (74, 100, 76))):
        base = 560 + number * 90
        points = [(0.0, 960.0), (0.0, float(base))]
        points += [(step * 160.0, base + float(dice.integers(-70, 60))) for step in range(1, 8)]
        canvas.shape([*points, (1280.0, float(base)), (1280.0, 960.0)], colour)
    canvas.shape([(600, 800), (680, 800), (880, 960), (420, 960)], (150, 140, 126))
    return canvas.finished(dice)


def scratch(dice: Dice) -> Image.Image:
    """Return damaged wood, close up."""
    canvas = Canvas(1200, 900)
    _table(canvas, dice)
    x, y = float(dice.integers(300, 600)), float(dice.integers(250, 500))
    for number in range(4):
        canvas.line([(x + number * 18, y), (x + 260 + number * 30, y + 190)], (236, 206, 168), float(3 + number))
    return canvas.finished(dice, grain=5)


def cake(dice: Dice) -> Image.Image:
    """Return a cake on a table."""
    canvas = Canvas(1200, 1200, (244, 236, 226))
    canvas.fade((0, 760, 1200, 1200), (208, 176, 140), (176, 140, 104))
    colour = _pick(dice, ((232, 160, 168), (250, 226, 168), (150, 100, 70), (190, 212, 170)))
    canvas.shadow((220, 880, 980, 1010))
    canvas.oval((180, 820, 1020, 980), (250, 250, 250))
    canvas.box((300, 520, 900, 880), colour, radius=40)
    canvas.oval((300, 460, 900, 590), mixed(colour, (255, 255, 255), 0.45))
    for number in range(8):
        left = 330 + number * 68
        canvas.oval((left, 500 + (number % 2) * 24, left + 44, 544 + (number % 2) * 24), (196, 42, 56))
    return canvas.finished(dice)


SCENES: dict[str, Callable[[Dice], Image.Image]] = {
    "caixas": boxes,
    "sofa": sofa,
    "cupom": receipt,
    "etiqueta": label,
    "comprovante": payment,
    "entrega": van,
    "vista": evening,
    "risco": scratch,
    "bolo": cake,
}
"""By the stem that their files have."""


def _pick(dice: Dice, choices: Sequence[T]) -> T:
    return choices[int(dice.integers(len(choices)))]


def _table(canvas: Canvas, dice: Dice) -> None:
    wood = _pick(dice, _WOODS)
    plank = canvas.height / 6
    canvas.box((0, 0, canvas.width, canvas.height), mixed(wood, (0, 0, 0), 0.45))
    for number in range(6):
        shade = mixed(wood, (0, 0, 0), float(dice.uniform(0, 0.2)))
        canvas.box((0, number * plank, canvas.width, (number + 1) * plank - 3), shade)
        for _grain in range(14):
            y = number * plank + float(dice.uniform(4, plank - 6))
            canvas.line([(0, y), (canvas.width, y + float(dice.uniform(-5, 5)))], mixed(shade, (0, 0, 0), 0.12), 1)


def _parcel(canvas: Canvas, dice: Dice, left: float, floor: float, side: float) -> None:
    front, light = (196, 152, 102), (214, 176, 128)
    deep = side * 0.45
    canvas.shadow((left - 10, floor - 20, left + side + deep + 20, floor + 30), 100, 8)
    top = floor - side * 0.8
    canvas.box((left, top, left + side, floor), front)
    back = top - deep * 0.5
    canvas.shape([(left, top), (left + deep, back), (left + side + deep, back), (left + side, top)], light)
    canvas.shape(
        [
            (left + side, top),
            (left + side + deep, top - deep * 0.5),
            (left + side + deep, floor - deep * 0.5),
            (left + side, floor),
        ],
        (166, 124, 80),
    )
    canvas.box((left + side * 0.44, top, left + side * 0.56, floor), (218, 190, 150))
    canvas.box((left + side * 0.08, floor - side * 0.42, left + side * 0.36, floor - side * 0.12), (250, 250, 248))
    canvas.bars(dice, (left + side * 0.11, floor - side * 0.36, left + side * 0.33, floor - side * 0.2))
