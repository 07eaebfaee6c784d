"""The log pane: entries newest first, followed live, narrowed by subject, level and text; copied and saved."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.services.logs import LogEntry, LogLevel, LogQuery, LogShelf
from app.texts import _, ngettext
from app.texts.formats import format_number
from app.ui.bridge import Errands
from app.ui.look.combo import Combo
from app.ui.look.empty_state import EmptyState
from app.ui.look.find_field import FindField
from app.ui.look.icons import Icons
from app.ui.look.region_list import Touches
from app.ui.look.row_table import RowTable
from app.ui.look.skeleton import Skeleton
from app.ui.look.theme import Theme
from app.ui.models.log_rows import MOST, EntryRole, LogModel
from app.ui.models.log_words import LEVELS, from_level_words
from app.ui.panes.logs.delegate import ROW, EntryDelegate

_DETAILS, _FIND_LEAST = 148, 120


class LogList(RowTable):
    """The rows; several can be chosen."""

    def row_height(self) -> int:
        """Return how high a row is."""
        return self._theme.px(ROW)


class LogPane(QFrame):
    """Shows the log, and says what is wanted with it."""

    folder_wanted = Signal()
    save_wanted = Signal(object)
    """A `LogQuery`: all that it lets through is to be saved."""
    left = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._broken = False
        self._touches = Touches()
        self._model = LogModel(self)
        self._list = LogList(theme, self._model, self._touches)
        self._delegate = EntryDelegate(theme, icons, self._touches, self)
        self._title, self._count = QLabel(), QLabel()
        self._copy, self._save, self._folder = QToolButton(), QToolButton(), QToolButton()
        self._subject, self._level, self._find = Combo(theme, icons), Combo(theme, icons), FindField(theme, icons)
        self._details = QPlainTextEdit()
        self._nothing = EmptyState(theme, icons, "scroll-text")
        self._loading = Skeleton(theme, self._shapes)
        self._stack, self._header, self._bar = QStackedWidget(), QFrame(), QFrame()
        self.setProperty("surface", "panel")
        self._dress()
        self._arrange()
        self._connect()
        self._measure()
        self.retranslate()
        self._stack.setCurrentWidget(self._loading)

    # ── what the window does ───────────────────────────────────────────────────────────────────────────────────

    def read_from(self, shelf: LogShelf, errands: Errands) -> None:
        """Take the files, and the lane to read them on."""
        self._model.read_from(shelf, errands)
        if self.isVisible():
            self._model.wake(awake=True)

    def offer_subjects(self, subjects: list[str]) -> None:
        """Offer these subjects beside all of them; what is chosen stays so."""
        known = [self._subject.itemData(place) for place in range(1, self._subject.count())]
        for subject in subjects:
            if subject not in known:
                self._subject.addItem(subject, subject)

    def say_saved(self, count: int) -> None:
        """Say how much was saved."""
        words = ngettext("{count} entry saved", "{count} entries saved", count)
        self._count.setText(words.format(count=format_number(count)))

    def focus_find(self) -> None:
        """Take the keyboard into the search field."""
        self._find.take_keyboard()

    def focus_first(self) -> None:
        """Take the keyboard into the list."""
        self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.setAccessibleName(_("Log"))
        self._title.setText(_("Log"))
        self._list.setAccessibleName(_("Entries of the log"))
        self._details.setAccessibleName(_("Details of the entry"))
        self._find.setPlaceholderText(_("Text"))
        self._find.setAccessibleName(_("Search the log"))
        self._subject.setItemText(0, _("All subjects"))
        self._subject.setAccessibleName(_("Subject"))
        self._level.setAccessibleName(_("Level"))
        for place, level in enumerate(LEVELS):
            self._level.setItemText(place, from_level_words(level))
        names = {self._copy: _("Copy"), self._save: _("Save an excerpt"), self._folder: _("Open the folder")}
        for button, name in names.items():
            button.setToolTip(name)
            button.setAccessibleName(name)
        self._say_count()
        self._say_nothing()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the files."""
        super().showEvent(event)
        self._model.wake(awake=True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Read nothing while nobody looks."""
        super().hideEvent(event)
        self._model.wake(awake=False)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Share the height anew."""
        super().resizeEvent(event)
        self._share_height()

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _dress(self) -> None:
        self._title.setProperty("role", "page")
        self._count.setProperty("role", "caption")
        for button, icon in ((self._copy, "copy"), (self._save, "download"), (self._folder, "folder-open")):
            button.setIcon(self._icons.icon(icon))
        self._subject.addItem("", "")
        for level in LEVELS:
            self._level.addItem("", int(level))
        self._list.setItemDelegate(self._delegate)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._details.setReadOnly(True)
        self._details.setTabChangesFocus(True)
        self._details.hide()

    def _arrange(self) -> None:
        self._head = QHBoxLayout(self._header)
        self._head.addWidget(self._title)
        self._head.addWidget(self._count)
        self._head.addStretch(1)
        for button in (self._copy, self._save, self._folder):
            self._head.addWidget(button)
        self._row = QHBoxLayout(self._bar)
        self._row.addWidget(self._subject)
        self._row.addWidget(self._level)
        self._row.addWidget(self._find, 1)
        line = QFrame()
        line.setProperty("line", "true")
        line.setFixedHeight(1)
        for page in (self._list, self._loading, self._nothing):
            self._stack.addWidget(page)
        self._foot = QVBoxLayout()
        self._foot.addWidget(self._details)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self._header, self._bar, line):
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        column.addLayout(self._foot)

    def _connect(self) -> None:
        self._subject.currentIndexChanged.connect(lambda _place: self._narrow())
        self._level.currentIndexChanged.connect(lambda _place: self._narrow())
        self._find.searched.connect(lambda _text: self._narrow())
        self._find.down_wanted.connect(self.focus_first)
        self._find.left.connect(self.left)
        self._copy.clicked.connect(self._copy_chosen)
        self._save.clicked.connect(lambda: self.save_wanted.emit(self._model.query))
        self._folder.clicked.connect(self.folder_wanted)
        self._list.left.connect(self.left)
        self._list.looked.connect(self._model.want)
        self._list.selectionModel().currentChanged.connect(self._show_details)
        self._model.listed.connect(self._listed)
        self._model.failed.connect(self._failed)
        self._model.came.connect(self._keep_place)
        self._model.rowsInserted.connect(lambda *_rows: self._say_count())
        self._model.dataChanged.connect(lambda *_range: self._show_details(self._list.currentIndex()))
        self._nothing.action_wanted.connect(self._again)
        self._theme.changed.connect(self._measure)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self._list)
        copy.activated.connect(self._copy_chosen)

    def _measure(self) -> None:
        px = self._theme.px
        self._header.setFixedHeight(self._theme.size("header"))
        self._head.setContentsMargins(px(20), 0, px(16), 0)
        self._head.setSpacing(px(8))
        self._row.setContentsMargins(px(16), 0, px(16), px(12))
        self._row.setSpacing(px(12))
        self._find.setMinimumWidth(px(_FIND_LEAST))
        self._foot.setContentsMargins(px(16), px(8), px(16), px(16))
        for button in (self._copy, self._save, self._folder):
            button.setIconSize(QSize(px(20), px(20)))
        self._stack.setMinimumHeight(px(3 * ROW))
        self._share_height()

    def _share_height(self) -> None:
        """Give the details a quarter in a low window, so that there is still a list."""
        self._details.setFixedHeight(min(self._theme.px(_DETAILS), max(self._theme.px(ROW), self.height() // 4)))

    def _narrow(self) -> None:
        level = LogLevel(self._level.currentData())
        self._model.show(LogQuery(self._subject.currentData() or "", level, self._find.sought))

    def _listed(self) -> None:
        self._broken = False
        self._say_count()
        self._say_nothing()
        found = self._model.rowCount() > 0
        self._stack.setCurrentWidget(self._list if found else self._nothing)
        self._list.scrollToTop()
        self._list.look()
        self._details.hide()

    def _failed(self) -> None:
        self._broken = True
        self._details.hide()
        self._say_nothing()
        self._stack.setCurrentWidget(self._nothing)

    def _again(self) -> None:
        self._stack.setCurrentWidget(self._loading)
        self._model.refresh()

    def _keep_place(self, count: int) -> None:
        """Let what is being read stay where it is; at the top the newest are followed."""
        if self._stack.currentWidget() is self._nothing:
            self._listed()
        bar = self._list.verticalScrollBar()
        if bar.value() > 0:
            bar.setValue(bar.value() + count * self._list.row_height())
        self._list.look()

    def _show_details(self, index: QModelIndex, *_before: object) -> None:
        entry: LogEntry | None = index.data(EntryRole) if index.isValid() else None
        if entry is None:
            return
        words = "\n".join(part for part in (entry.event, entry.details) if part)
        if words != self._details.toPlainText():
            self._details.setPlainText(words)
        self._details.setVisible(self._list.hasFocus() or self._details.isVisible())

    def _copy_chosen(self) -> None:
        rows = [index.row() for index in self._list.selectionModel().selectedRows()]
        self._model.read_raw(rows or [0], QGuiApplication.clipboard().setText)

    def _say_count(self) -> None:
        count = self._model.rowCount()
        words = ngettext("{count} entry", "{count} entries", count).format(count=format_number(count))
        if not self._model.complete and count:
            words = _("the newest {count}").format(count=format_number(count))
        if count >= MOST:
            words = _("the newest {count}; narrow the list to see older ones").format(count=format_number(count))
        self._count.setText(words if count else "")

    def _say_nothing(self) -> None:
        query = self._model.query
        if self._broken:
            self._nothing.say(_("The log cannot be read"), _("Look at the folder itself."), _("Try again"))
        elif query != LogQuery():
            self._nothing.say(_("No entry matches"), _("Choose another subject, level or text."))
        else:
            self._nothing.say(_("The log is empty"), _("What Acervo does and what goes wrong is written down here."))

    def _shapes(self, room: QRectF) -> list[tuple[QRectF, float]]:
        """Return the skeleton of rows."""
        px, high = self._theme.px, self._theme.px(ROW)
        rows = range(int(room.height() // high))
        return [(QRectF(px(40), n * high + px(9), room.width() * (0.3 + n % 3 / 10), px(10)), px(4)) for n in rows]
