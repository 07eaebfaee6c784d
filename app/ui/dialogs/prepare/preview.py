"""The right of the preparation sheet: the current file large, what is known of it, and its caption."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QPushButton, QVBoxLayout

from app.domain.kinds import MediaKind
from app.texts import _
from app.texts.titles import kind_title
from app.ui.dialogs.prepare.caption_field import CaptionField
from app.ui.dialogs.prepare.delegate import AS_DOCUMENT, REMOVE
from app.ui.dialogs.prepare.picture import Picture
from app.ui.look.check_box import CheckBox
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.draft_words import DraftLine, what_happens, why_not

_ROOM_FOR_GLYPH, _BESIDE = 320, 64


class Preview(QFrame):
    """Shows one file."""

    captioned = Signal(int, str)
    """The key of the file and its caption."""
    acted = Signal(int, str)
    """The key of the file, and `remove`, `as_document` or `as_it_is`."""
    sight_wanted = Signal(object)
    """A `DraftLine` whose own pixels should be seen."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._line: DraftLine | None = None
        self._shared = False
        self.picture, self.caption = Picture(theme, icons), CaptionField(theme)
        self._title, self._facts = QLabel(), QLabel()
        self._document, self._as_document, self._remove = CheckBox(theme, icons), QPushButton(), QPushButton()
        self.setProperty("surface", "canvas")
        self._arrange()
        self._connect()
        self.retranslate()

    def show_line(self, line: DraftLine | None) -> None:
        """Show a file, or nothing."""
        before, self._line = self._line, line
        self.picture.show_line(line)
        refused = line is not None and line.refused
        self._title.setText(what_happens(line) if line is not None and refused else "")
        self._title.setVisible(refused)
        self._facts.setText("" if line is None else why_not(line) if refused else _facts(line))
        self._document.setVisible(line is not None and not refused and (line.may_be_document or line.as_document))
        self._document.setChecked(line is not None and line.as_document)
        self._as_document.setVisible(line is not None and refused and line.may_be_document)
        self._remove.setVisible(refused)
        self._show_caption(line)
        self._place_parts()
        if line is not None and _has_pixels(line) and not self.picture.is_sharp and _other(before, line):
            self.sight_wanted.emit(line)

    def show_sight(self, key: int, image: QImage | None) -> None:
        """Show a file's own pixels."""
        if image is not None:
            self.picture.show_sight(key, image)

    def set_shared(self, *, shared: bool) -> None:
        """Say whether what is written goes under all files."""
        self._shared = shared
        self._say_caption()

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._document.setText(_("Send as a document"))
        self._document.setToolTip(_("WhatsApp changes nothing about a document, but shows no picture of it."))
        self._as_document.setText(_("Send as a document"))
        self._remove.setText(_("Remove"))
        self.caption.retranslate()
        self.show_line(self._line)
        self._say_caption()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give the reason of a refusal the room of glyph and caption where not all of it fits."""
        super().resizeEvent(event)
        self._place_parts()

    def _place_parts(self) -> None:
        refused = self._line is not None and self._line.refused
        spare = not refused or self.height() >= self._theme.px(_ROOM_FOR_GLYPH)
        self.picture.setVisible(spare)
        self.caption.setVisible(spare)
        self._say_facts_as("secondary" if refused and spare else "caption")
        wide = self._as_document.sizeHint().width() + self._remove.sizeHint().width() + self._theme.px(_BESIDE)
        across = QBoxLayout.Direction.LeftToRight
        self._choices.setDirection(across if wide <= self.width() else QBoxLayout.Direction.TopToBottom)

    def _say_facts_as(self, role: str) -> None:
        """Show facts small; sentences that explain a refusal are read, so they are larger where there is room."""
        if self._facts.property("role") != role:
            self._facts.setProperty("role", role)
            self._facts.style().unpolish(self._facts)
            self._facts.style().polish(self._facts)

    def _show_caption(self, line: DraftLine | None) -> None:
        self.caption.setEnabled(line is not None and line.takes_caption)
        text = line.caption if line is not None else ""
        if text != self.caption.text():
            self.caption.setText(text)
        self._say_caption()

    def _say_caption(self) -> None:
        line = self._line
        if line is not None and line.refused:
            self.caption.say(_("It is not sent"))
        elif line is not None and not line.takes_caption:
            self.caption.say(_("No caption goes with this kind"))
        else:
            self.caption.say(_("One caption for all") if self._shared else _("Caption"))

    def _act(self, action: str) -> None:
        if self._line is not None:
            self.acted.emit(self._line.key, action)

    def _edited(self, text: str) -> None:
        if self._line is not None:
            self.captioned.emit(self._line.key, text)

    def _connect(self) -> None:
        self.caption.textEdited.connect(self._edited)
        self._document.clicked.connect(lambda on: self._act(AS_DOCUMENT if on else "as_it_is"))
        self._as_document.clicked.connect(lambda: self._act(AS_DOCUMENT))
        self._remove.clicked.connect(lambda: self._act(REMOVE))

    def _arrange(self) -> None:
        px = self._theme.px
        self._title.setProperty("role", "danger")
        self._facts.setProperty("role", "caption")
        for label in (self._title, self._facts):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
        self._choices = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._choices.setSpacing(px(8))
        self._choices.addStretch(1)
        for part in (self._document, self._as_document, self._remove):
            self._choices.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        self._choices.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(12))
        column.addWidget(self.picture, 1)
        column.addStretch(0)
        column.addWidget(self._title)
        column.addWidget(self._facts)
        column.addLayout(self._choices)
        column.addWidget(self.caption)


def _facts(line: DraftLine) -> str:
    if line.draft is None:
        return what_happens(line)
    kind = _("Voice message") if line.draft.voice else kind_title(line.draft.kind.value)
    return " · ".join(part for part in (kind, line.facts) if part)


def _other(before: DraftLine | None, line: DraftLine) -> bool:
    """Tell whether it is another file than before, or has been copied since."""
    return before is None or before.key != line.key or before.draft != line.draft


def _has_pixels(line: DraftLine) -> bool:
    """Tell whether a file is a picture that can be shown in more pixels than its thumbnail has."""
    draft = line.draft
    if draft is None or draft.temp is None:
        return False
    return draft.kind in (MediaKind.IMAGE, MediaKind.STICKER) or draft.mime.startswith("image/")
