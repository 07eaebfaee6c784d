"""Lays one bubble out from above to below: head (sender, what it answers), content, then time and ticks."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF

from app.domain.kinds import Direction
from app.domain.uploads import UploadState
from app.services.views import MessageRow
from app.texts import _
from app.texts.times import format_clock
from app.ui.look.elide import one_line
from app.ui.look.region_list import Region
from app.ui.look.shapes import square_in
from app.ui.look.signs import STATUS_SIGNS, TICK_SIZE
from app.ui.panes.chat.bubbles.actions import Action
from app.ui.panes.chat.bubbles.bubble import Bubble, Part
from app.ui.panes.chat.bubbles.parts import Box, Button, Line, Passage, Sign
from app.ui.panes.chat.bubbles.passages import broken
from app.ui.panes.chat.bubbles.scene import Scene

MEDIA_WIDTH = 320
ASKING_WIDTH = 384
SIDE = 12
QUIET_EDGE = 8
"""A button without a ground may reach so far into the margin: its words stay clear of the bubble's edge."""
UPLOAD_TICKS = {UploadState(status.value): sign for status, sign in STATUS_SIGNS.items()}
_TICKED = {
    UploadState.QUEUED: ("circle-dashed", "tick.wait"),
    UploadState.PREPARING: ("clock", "tick.wait"),
    UploadState.UPLOADING: ("clock", "tick.wait"),
    UploadState.SENDING: ("clock", "tick.wait"),
    UploadState.WAITING: ("hourglass", "warning.text"),
}


@dataclass(slots=True)
class Maker:
    """Gathers parts and regions. `y` is how far down it has come; all measures are at the user's scale."""

    scene: Scene
    row: MessageRow
    width: float
    show_sender: bool
    y: float
    parts: list[Part]
    regions: list[Region]

    @classmethod
    def begin(cls, scene: Scene, row: MessageRow, width: float, *, show_sender: bool) -> Maker:
        """Begin a bubble of a width in pixels; the room there is bounds it."""
        return cls(scene, row, min(width, scene.room), show_sender, 0.0, [], [])

    @property
    def own(self) -> bool:
        """Tell whether it is from our number."""
        return self.row.direction is Direction.OUT

    @property
    def inset(self) -> str:
        """Return the colour path of what is set into the bubble."""
        return "bubble.out_inset" if self.own else "bubble.in_inset"

    def px(self, logical: float) -> int:
        """Return a measure at the user's scale."""
        return self.scene.px(logical)

    def done(self, height: float, *, edge: str = "", bare: bool = False) -> Bubble:
        """Return the bubble of a height; `bare` has no ground."""
        surface = "" if bare else ("bubble.out" if self.own else "bubble.in")
        size = QSizeF(math.ceil(self.width), math.ceil(height))
        return Bubble(size, self.own, surface, edge, 0, self.parts, self.regions)

    # ── regions ────────────────────────────────────────────────────────────────────────────────────────────────

    def region(
        self, action: Action, rect: QRectF, name: str, *, value: str = "", wordless: bool = False, radius: float = 6
    ) -> Region:
        """Add a region and return it."""
        region = Region(action, rect, name, value, wordless, self.px(radius))
        self.regions.append(region)
        return region

    def button(self, action: Action, x: float, y: float, text: str, *, icon: str = "", quiet: bool = False) -> float:
        """Add a button of 28 and return where it ends."""
        edge = self.px(SIDE - QUIET_EDGE if quiet else SIDE)
        width = min(button_width(self.scene, text, icon=icon, quiet=quiet), self.width - edge - x)
        region = self.region(action, QRectF(x, y, width, self.px(28)), text)
        path = "text.secondary" if quiet else "text.primary"
        self.parts.append(Button(region, text, "" if quiet else self.inset, path, icon))
        return x + width

    def text_button(self, action: Action, x: float, y: float, text: str, *, value: str = "") -> float:
        """Add accent words of 20 that act, and return where they end."""
        out, width = self.px(4), self.scene.letters.width(text, semibold=True)
        region = self.region(action, QRectF(x - out, y, width + 2 * out, self.px(20)), text, value=value)
        self.parts.append(Button(region, text, "", "accent.text"))
        return x + width

    def glyph_button(self, action: Action, rect: QRectF, icon: str, size: int, name: str) -> None:
        """Add a glyph that acts."""
        region = self.region(action, rect, name, wordless=True)
        self.parts.append(Button(region, "", "", "text.secondary", icon, size))

    # ── head ───────────────────────────────────────────────────────────────────────────────────────────────────

    def head(self, *, beside: float = SIDE) -> None:
        """Add who wrote it (in groups) and what it answers."""
        px, inner = self.px, self.width - 2 * self.px(beside)
        if self.show_sender:
            line = self.scene.theme.line("caption")
            rect = QRectF(px(beside), self.y + px(6), inner, line)
            self.parts.append(Line(rect, one_line(self.row.sender), "text.secondary", "caption", semibold=True))
            self.y += px(6) + line
        if self.row.reply_text or self.row.reply_to:
            self._quote(px(8), self.width - 2 * px(8))

    def head_width(self) -> float:
        """Return how wide the head wants to be."""
        letters, px = self.scene.letters, self.px
        sender = letters.width(one_line(self.row.sender), "caption", semibold=True) if self.show_sender else 0
        quoted = self._quoted()
        quote = letters.width(quoted[:120]) + px(14 + 6 + 8) if quoted else 0
        return max(sender, quote)

    def _quoted(self) -> str:
        if not self.row.reply_text and not self.row.reply_to:
            return ""
        return one_line(self.row.reply_text) or _("An earlier message")

    def _quote(self, x: float, width: float) -> None:
        px = self.px
        text = broken(self.scene, self._quoted()[:400], width - px(8 + 14 + 6 + 8), most_lines=2)
        rect = QRectF(x, self.y + px(8), width, text.height + px(8))
        self.region(Action.JUMP, rect, _("Go to the message this answers"), value=self.row.reply_to)
        sign = QRectF(rect.x() + px(8), rect.y() + px(7), px(14), px(14))
        self.parts.append(Box(rect, self.inset))
        self.parts.append(Sign(sign, "reply"))
        self.parts.append(Passage(QPointF(sign.right() + px(6), rect.y() + px(4)), text.layout, "text.secondary"))
        self.y = rect.bottom()

    # ── time and ticks ─────────────────────────────────────────────────────────────────────────────────────────

    def meta_words(self) -> str:
        """Return the time, after "edited" where it was."""
        clock = format_clock(self.row.sent_at)
        return f"{_('edited')} {clock}" if self.row.edited else clock

    def tick(self) -> tuple[str, str] | None:
        """Return icon and colour of how far an own message has come."""
        if not self.own:
            return None
        if self.row.upload_state in _TICKED:
            return _TICKED[self.row.upload_state]
        if self.row.status is not None:
            return STATUS_SIGNS[self.row.status]
        return UPLOAD_TICKS.get(self.row.upload_state) if self.row.upload_state is not None else None

    def meta_width(self) -> float:
        """Return how wide time and ticks are."""
        ticks = self.px(4 + self._tick_width()) if self.tick() else 0
        return self.scene.letters.width(self.meta_words(), "caption") + ticks

    def meta(self, right: float, top: float, height: float, *, path: str = "text.tertiary") -> None:
        """Add time and ticks, ending at `right`, in the middle of a line."""
        words, sign = self.meta_words(), self.tick()
        x = right - self.meta_width()
        width = self.scene.letters.width(words, "caption")
        self.parts.append(Line(QRectF(x, top, width + 1, height), words, path, "caption"))
        if sign is not None:
            side = self.px(TICK_SIZE if sign[0] == "check-check" else 14)
            at = square_in(QRectF(right - side + (self.px(1) if side > self.px(14) else 0), top, side, height), side)
            on_media = path == "on_media.text" and sign[1].startswith("tick")
            self.parts.append(Sign(at, sign[0], path if on_media else sign[1]))

    def _tick_width(self) -> int:
        sign = self.tick()
        return TICK_SIZE - 2 if sign and sign[0] == "check-check" else 14


def button_width(scene: Scene, text: str, *, icon: str = "", quiet: bool = False) -> float:
    """Return how wide a button of a bubble is."""
    return scene.letters.width(text, semibold=True) + 2 * scene.px(4 if quiet else 10) + (scene.px(18) if icon else 0)
