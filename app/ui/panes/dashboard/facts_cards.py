"""The cards beside the chart: files by kind, the accounts' connections, the disk."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.domain.kinds import MediaKind
from app.services.connections import Connection
from app.services.numbers import DiskUse, Numbers, by_kind
from app.texts import _, ngettext
from app.texts.formats import format_bytes, format_number
from app.texts.reasons import reason_remedy, reason_title
from app.ui.look.account_tile import paint_account
from app.ui.look.elided_label import ElidedLabel
from app.ui.look.icons import Icons
from app.ui.look.initials import initials
from app.ui.look.marks import paint_connection
from app.ui.look.signs import kind_icon
from app.ui.look.theme import Theme
from app.ui.models.accounts import connection_words
from app.ui.models.dashboard import FULL_DISK, KIND_NAMES, AccountStanding, kind_facts
from app.ui.panes.dashboard.bars import BarRow
from app.ui.panes.dashboard.card import Card, clear, wrapped


class KindsCard(Card):
    """How many files of each kind there are; the bars are parts of the most frequent one."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme)
        self._numbers = Numbers()
        self._rows = {kind: BarRow(theme, icons, kind_icon(kind.value)) for kind in MediaKind}
        self.column.setSpacing(theme.px(4))
        for row in self._rows.values():
            self.column.addWidget(row)

    def show_numbers(self, numbers: Numbers) -> None:
        """Show these."""
        self._numbers = numbers
        sums = by_kind(numbers)
        most = max((bar.files for _kind, bar in sums), default=0) or 1
        for kind, bar in sums:
            shares = (("accent.base", bar.received), ("info.fill", bar.sent), ("danger.fill", bar.lost))
            self._rows[kind].show_row(_(KIND_NAMES[kind]), kind_facts(bar), [(t, n / most) for t, n in shares])

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.name(_("By kind"))
        self.show_numbers(self._numbers)


class AccountRow(QWidget):
    """An account's tile with its mark, its name, and what its connection is like."""

    def __init__(self, theme: Theme, standing: AccountStanding) -> None:
        super().__init__()
        self._theme = theme
        px = theme.px
        name, state = ElidedLabel("strong"), wrapped(QLabel())
        name.set_text(standing.name)
        words = [connection_words(standing.connection.value) or _("not asked yet")]
        if standing.connection is not Connection.CONNECTED and standing.reason is not None:
            words.append(f"{reason_title(standing.reason)} {reason_remedy(standing.reason)}")
        state.setText(" · ".join(words))
        state.setProperty("role", "secondary")
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(name)
        column.addWidget(state)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(16))
        tile = _Tile(theme, standing)
        row.addWidget(tile)
        row.addLayout(column, 1)
        self.setAccessibleName(f"{standing.name}: {state.text()}")


class _Tile(QWidget):
    def __init__(self, theme: Theme, standing: AccountStanding) -> None:
        super().__init__()
        self._theme, self._standing = theme, standing
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the tile with the room of its mark."""
        return QSize(self._theme.px(36), self._theme.px(40))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the square, and dot, ring or cross at its corner."""
        painter, side = QPainter(self), self._theme.px(32)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(0, self._theme.px(4), side, side)
        paint_account(painter, self._theme, rect, self._standing.colour, initials(self._standing.name))
        paint_connection(painter, self._theme, rect, self._standing.connection.value, "surface.panel")
        painter.end()


class ConnectionsCard(Card):
    """Each account of the scope and how it is connected."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._shown: list[AccountStanding] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.px(8))
        self.column.addLayout(self._list)

    def show_accounts(self, accounts: Sequence[AccountStanding]) -> None:
        """Show these."""
        if list(accounts) != self._shown:
            self._shown = list(accounts)
            self._fill()

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.name(_("Connection"))
        self._fill()

    def _fill(self) -> None:
        clear(self._list)
        for standing in self._shown:
            self._list.addWidget(AccountRow(self._theme, standing))


class DiskCard(Card):
    """What is kept here, and how full the disk is."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme)
        self._numbers, self._use = Numbers(), DiskUse()
        self._room = BarRow(theme, icons, "database")
        self._facts = [_Fact() for _number in range(4)]
        self._alert = wrapped(QLabel())
        self._alert.setProperty("tone", "warning")
        self.column.setSpacing(theme.px(8))
        for part in (self._room, *self._facts, self._alert):
            self.column.addWidget(part)

    def show_use(self, numbers: Numbers, use: DiskUse | None) -> None:
        """Show what the library takes, and how much room there is; None where that is not known yet."""
        self._numbers, self._use = numbers, use or DiskUse()
        self._show()

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.name(_("Disk"))
        self._show()

    def _show(self) -> None:
        numbers, use = self._numbers, self._use
        ours = numbers.kept_bytes + numbers.set_aside_bytes + use.database_bytes + use.thumbnail_bytes
        taken = use.total_bytes - use.free_bytes
        whole = use.total_bytes or 1
        tone = "warning.fill" if taken / whole >= FULL_DISK else "wave.rest"
        self._room.setVisible(use.total_bytes > 0)
        free = _("{free} free of {total}").format(
            free=format_bytes(use.free_bytes), total=format_bytes(use.total_bytes)
        )
        self._room.show_row(_("Room"), free, [("accent.base", ours / whole), (tone, max(0, taken - ours) / whole)])
        files = ngettext("{count} file", "{count} files", numbers.kept_files)
        facts = (
            (
                _("Files"),
                f"{files.format(count=format_number(numbers.kept_files))} · {format_bytes(numbers.kept_bytes)}",
            ),
            (_("Set aside for safety"), format_bytes(numbers.set_aside_bytes) if numbers.set_aside_bytes else ""),
            (_("Messages and index"), format_bytes(use.database_bytes) if use.database_bytes else ""),
            (_("Thumbnails"), format_bytes(use.thumbnail_bytes) if use.thumbnail_bytes else ""),
        )
        for row, (name, fact) in zip(self._facts, facts, strict=True):
            row.show_fact(name, fact)
        full = use.total_bytes > 0 and taken / whole >= FULL_DISK
        self._alert.setText(_("The disk is {percent} % full").format(percent=round(100 * taken / whole)))
        self._alert.setVisible(full)


class _Fact(QWidget):
    """A name and a fact at the right; not shown without the fact."""

    def __init__(self) -> None:
        super().__init__()
        self._name, self._fact = ElidedLabel("secondary"), QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._name, 1)
        row.addWidget(self._fact)

    def show_fact(self, name: str, fact: str) -> None:
        """Show these words."""
        self._name.set_text(name)
        self._fact.setText(fact)
        self.setVisible(bool(fact))
        self.setAccessibleName(f"{name}: {fact}")
