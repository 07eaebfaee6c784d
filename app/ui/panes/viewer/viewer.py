"""The viewer pane: head, content of the kind that fits, details; arrows walk the list, Space and Escape leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from app.domain.kinds import MediaState
from app.domain.messages import MediaItem
from app.texts import _
from app.texts.formats import format_number
from app.ui.bridge import Reader
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.gallery_words import media_spoken, media_title
from app.ui.models.sending_as import SendingAs
from app.ui.panes.viewer.content import Content, Form, OpenBytes
from app.ui.panes.viewer.details import Details
from app.ui.panes.viewer.facts import moment_words
from app.ui.panes.viewer.head import ViewerHead
from app.ui.panes.viewer.image_view import STEP
from app.ui.panes.viewer.kinds import Kinds
from app.ui.panes.viewer.view import ContentView
from app.ui.panes.viewer.walk import Walk

_ROOMY = 900
"""In a narrower viewer the details are closed until they are asked for."""


class Viewer(QFrame):
    """Shows one media at a time."""

    closed = Signal()
    save_wanted = Signal(object)
    jump_wanted = Signal(object)
    play_wanted = Signal(object)
    retry_wanted = Signal(object)
    """A list with the id of a media that is not here."""
    walked = Signal(object)
    """The id of the media that is looked at now."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._content: Content | None = None
        self._details_wanted: bool | None = None
        self._account_of: Callable[[int], SendingAs | None] = lambda _media: None
        self.setProperty("surface", "viewer")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._walk = Walk(self)
        self._walk.came.connect(self._show)
        self._head, self._details = ViewerHead(theme, icons), Details(theme, icons)
        self._stack = QStackedWidget()
        self._kinds = Kinds(theme, icons)
        self._before, self._next = QToolButton(self._stack), QToolButton(self._stack)
        self._before.setIcon(icons.icon("chevron-left", "text.inverse"))
        self._next.setIcon(icons.icon("chevron-right", "text.inverse"))
        self._arrange()
        self._connect()
        theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()

    def show_media(self, ids: Sequence[int], index: int, reader: Reader, open_bytes: OpenBytes) -> None:
        """Look at one of a list of media.

        Args:
            ids: what the arrows walk; kept, not copied.
            index: where to begin.
            open_bytes: gives a kept media as a file or as bytes; called on the read lane.
        """
        self._walk.begin(ids, index, reader, open_bytes)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def name_accounts(self, account_of: Callable[[int], SendingAs | None]) -> None:
        """Take who knows which account a media belongs to: a merged list holds those of several."""
        self._account_of = account_of

    def focus_find(self) -> None:
        """Open the find box where the kind has one."""
        self._view().open_find()

    @property
    def media(self) -> int | None:
        """Return the id of what is looked at."""
        return self._walk.media

    def leave(self) -> None:
        """Close: let the file go and say so."""
        self._view().let_go()
        self._content = None
        self._walk.end()
        self.closed.emit()

    def retranslate(self) -> None:
        """Speak the language in force."""
        for part in (self._head, self._details, self._kinds):
            part.retranslate()
        for button, words in ((self._before, _("Previous")), (self._next, _("Next"))):
            button.setToolTip(words)
            button.setAccessibleName(words)
        self.setAccessibleName(_("Viewer"))
        self._say()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk, zoom and act by keyboard."""
        for standard, tool in (
            (QKeySequence.StandardKey.Copy, "copy"),
            (QKeySequence.StandardKey.Save, "save"),
            (QKeySequence.StandardKey.Find, "find"),
        ):
            if event.matches(standard):
                self._use(tool)
                return
        action = self._keys.get(event.key())
        if action is None or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
        else:
            action()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Make room for the content."""
        super().resizeEvent(event)
        self._place_details()

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep the arrows at the edges of the content."""
        if event.type() is QEvent.Type.Resize:
            self._place_arrows()
        return False

    def _arrange(self) -> None:
        across, column = QHBoxLayout(), QVBoxLayout(self)
        for layout in (across, column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        self._stack.addWidget(self._kinds.view(Form.ABSENT))
        self._stack.installEventFilter(self)
        across.addWidget(self._stack, 1)
        across.addWidget(self._details)
        column.addWidget(self._head)
        column.addLayout(across, 1)

    def _connect(self) -> None:
        self._head.wanted.connect(self._use)
        self._before.clicked.connect(lambda: self._step(-1))
        self._next.clicked.connect(lambda: self._step(1))
        self._kinds.zoomed.connect(self._head.show_zoom)
        self._kinds.play_wanted.connect(lambda: self._tell(self.play_wanted))
        self._kinds.save_wanted.connect(lambda: self._use("save"))
        self._kinds.fetch_wanted.connect(lambda: self.retry_wanted.emit([self.media]))
        self._kinds.locked.connect(self._show_locked)
        last = "last"
        self._keys: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Left: lambda: self._step(-1),
            Qt.Key.Key_Right: lambda: self._step(1),
            Qt.Key.Key_Home: lambda: self._jump_to("first"),
            Qt.Key.Key_End: lambda: self._jump_to(last),
            Qt.Key.Key_Space: self.leave,
            Qt.Key.Key_Escape: self.leave,
            Qt.Key.Key_Return: lambda: self._use("jump"),
            Qt.Key.Key_Enter: lambda: self._use("jump"),
            Qt.Key.Key_Plus: lambda: self._use("zoom_in"),
            Qt.Key.Key_Equal: lambda: self._use("zoom_in"),
            Qt.Key.Key_Minus: lambda: self._use("zoom_out"),
            Qt.Key.Key_0: lambda: self._use("fit"),
            Qt.Key.Key_1: lambda: self._use("actual"),
            Qt.Key.Key_R: lambda: self._use("turn"),
            Qt.Key.Key_I: lambda: self._use("details"),
            Qt.Key.Key_K: lambda: self._kinds.toggle(self._view()),
        }

    def _use(self, tool: str) -> None:
        view = self._view()
        actions: dict[str, Callable[[], None]] = {
            "back": self.leave,
            "zoom_in": lambda: view.zoom_by(STEP),
            "zoom_out": lambda: view.zoom_by(1 / STEP),
            "fit": view.fit,
            "actual": view.actual_size,
            "turn": view.turn,
            "find": view.open_find,
            "copy": view.copy,
            "details": self._toggle_details,
            "jump": lambda: self._tell(self.jump_wanted),
            "save": self._save,
        }
        actions[tool]()

    def _step(self, by: int) -> None:
        if self._walk.step(by):
            self._say()

    def _jump_to(self, which: str) -> None:
        self._walk.go_to(0 if which == "first" else self._walk.place[1] - 1)

    def _save(self) -> None:
        if self._kept:
            self._tell(self.save_wanted)

    def _tell(self, signal: object) -> None:
        if self.media is not None:
            signal.emit(self.media)  # type: ignore[attr-defined]  # a bound signal; its type has no name in the stubs

    @property
    def _item(self) -> MediaItem | None:
        return self._content.item if self._content is not None else None

    @property
    def _kept(self) -> bool:
        return self._item is not None and self._item.state is MediaState.LOCAL

    def _view(self) -> ContentView:
        view = self._stack.currentWidget()
        assert isinstance(view, ContentView)
        return view

    def _show(self, content: Content) -> None:
        """Swap to what came; what was shown lets its file go."""
        before, view = self._view(), self._kinds.view(content.form)
        if self._stack.indexOf(view) < 0:
            self._stack.addWidget(view)
        if before is not view:
            before.let_go()
        self._content = content
        self._stack.setCurrentWidget(view)
        view.show_content(content)
        self._say()
        self.walked.emit(self._walk.media)

    def _show_locked(self, password: bool) -> None:  # noqa: FBT001 - the argument of a signal
        if self._content is not None:
            notice = self._kinds.notice
            self._stack.setCurrentWidget(notice)
            notice.show_locked(self._content, password=password)
            self._say()

    def _say(self) -> None:
        item, (number, count) = self._item, self._walk.place
        if item is None:
            self._head.say("", [], kept=False)
        else:
            place = _("{number} of {count}").format(number=format_number(number), count=format_number(count))
            facts = [item.contact, moment_words(item, datetime.now())] + ([place] if count > 1 else [])
            self._head.say(media_title(item), facts, kept=self._kept)
            self.setAccessibleDescription(media_spoken(item, selected=False))
            self._view().name(media_spoken(item, selected=False))
        self._head.fit_tools(self._view(), kept=self._kept)
        self._details.show_item(item, self._account_of(int(item.id)) if item is not None else None)
        self._before.setVisible(number > 1)
        self._next.setVisible(number < count)
        self._place_details()
        self._place_arrows()

    def _toggle_details(self) -> None:
        self._details_wanted = self._details.isHidden()
        self._place_details()

    def _place_details(self) -> None:
        roomy = self.width() >= self._theme.px(_ROOMY)
        shown = roomy if self._details_wanted is None else self._details_wanted
        self._details.setVisible(shown and self._item is not None)
        self._head.show_details(shown=shown)

    def _place_arrows(self) -> None:
        area, side, pad = self._kinds.content_area(self._view()), self._before.width(), self._theme.px(12)
        top = (self._stack.height() - side) // 2
        self._before.move(area.x() + pad, top)
        self._next.move(area.x() + area.width() - side - pad, top)
        self._before.raise_()
        self._next.raise_()

    def _dress(self) -> None:
        px, colour = self._theme.px, self._theme.colour
        ground, radius = colour("surface.tooltip").name(), px(18)
        style = f"QToolButton, QToolButton:hover {{ background: {ground}; border-radius: {radius}px; }}"
        for button in (self._before, self._next):
            button.setProperty("big", "true")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setStyleSheet(style)
            button.setIconSize(QSize(px(20), px(20)))
            button.setFixedSize(px(36), px(36))
