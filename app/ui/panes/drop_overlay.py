"""What is seen while files hover: how many, for whom, and as which account; over the chat, or over all the window."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.texts import _, ngettext
from app.texts.formats import format_number
from app.ui.look.elide import elided_end
from app.ui.look.lettering import CENTRE, LEFT, Lettering
from app.ui.look.theme import Theme
from app.ui.models.sending_as import SendingAs, ceiling_words

_MARGIN, _ROOM = 16, 12


class DropOverlay(QWidget):
    """Covers what lies under it; takes no events itself."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._letters = Lettering(theme)
        self._words = ""
        self._account: SendingAs | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_files(self, count: int, name: str, account: SendingAs | None) -> None:
        """Say how many files would go to whom."""
        self.show_words(files_for(count, name), account)

    def show_words(self, words: str, account: SendingAs | None = None) -> None:
        """Say in one line what dropping does."""
        self._words, self._account = words, account
        self.setAccessibleName(words)
        self.show()
        self.raise_()
        self.update()

    def words(self) -> str:
        """Return the first line."""
        return self._words

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Dim what is under it and paint the target."""
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.faded("surface.canvas", 0.7))
        margin, width = px(_MARGIN), px(2)
        box = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        painter.setBrush(theme.colour("accent.tint"))
        painter.setPen(QPen(theme.colour("accent.base"), width))
        painter.drawRoundedRect(box, px(12), px(12))
        line, small, middle = theme.line(), theme.line("caption"), box.center().y()
        first = QRectF(box.x() + px(_ROOM), middle - line, box.width() - 2 * px(_ROOM), line)
        self._letters.draw(painter, first, self._words, theme.colour("accent.text"), semibold=True, align=CENTRE)
        if self._account is not None:
            second = QRectF(first.x(), middle + px(4), first.width(), small)
            self._as(painter, second, self._account)
            third = second.translated(0, small + px(4))
            limits = ceiling_words(self._account)
            self._letters.draw(painter, third, limits, theme.colour("text.secondary"), "caption", align=CENTRE)
        painter.end()

    def _as(self, painter: QPainter, line: QRectF, account: SendingAs) -> None:
        """Paint "as Loja Centro · Cloud API", the name in the account's colour."""
        before, _name, after = _("as {account}").partition("{account}")
        after += f" · {account.provider}" if account.provider else ""
        metrics = self._letters.metrics("caption", semibold=True)
        outside = self._letters.width(before + after, "caption")
        name = elided_end(metrics, account.name, line.width() - outside)
        wide = outside + metrics.horizontalAdvance(name)
        x = line.center().x() - wide / 2
        for words, path, bold in (
            (before, "text.secondary", False),
            (name, f"account.{account.colour}.text", True),
            (after, "text.secondary", False),
        ):
            width = self._letters.width(words, "caption", semibold=bold)
            rect = QRectF(x, line.y(), width + 1, line.height())
            self._letters.draw(painter, rect, words, self._theme.colour(path), "caption", semibold=bold, align=LEFT)
            x += width


def files_for(count: int, name: str) -> str:
    """Return "3 files for Marina"."""
    words = ngettext("{count} file for {name}", "{count} files for {name}", count)
    return words.format(count=format_number(count), name=name)


def files_without_a_chat(count: int) -> str:
    """Say that a chat is chosen after the files are dropped."""
    words = ngettext("Drop {count} file, then choose the chat", "Drop {count} files, then choose the chat", count)
    return words.format(count=format_number(count))


def files_added(count: int) -> str:
    """Say that files join those that are prepared already."""
    return ngettext("Add {count} file", "Add {count} files", count).format(count=format_number(count))
