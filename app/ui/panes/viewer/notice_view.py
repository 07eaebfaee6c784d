"""What is said where there is nothing to look at: a sound, a file without preview, one that is not here."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout

from app.domain.kinds import MediaState
from app.domain.messages import MediaItem
from app.texts import _
from app.texts.reasons import reason_fault, reason_remedy, reason_title
from app.texts.titles import media_state_title
from app.ui.look.elided_label import ElidedLabel
from app.ui.look.empty_state import Glyph
from app.ui.look.icons import Icons
from app.ui.look.paragraph import Paragraph
from app.ui.look.signs import MEDIA_SIGNS, kind_icon
from app.ui.look.theme import Theme
from app.ui.models.gallery_words import media_title
from app.ui.panes.viewer.content import Content, Form
from app.ui.panes.viewer.view import ContentView

_PICTURE = 320
_TEXT_WIDTH = 400
_FETCHABLE = (MediaState.REMOTE, MediaState.FAILED, MediaState.EXPIRED)


class NoticeView(ContentView):
    """A glyph or the stored thumbnail, a title, a sentence and the one thing to do."""

    play_wanted = Signal()
    fetch_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._content: Content | None = None
        self._locked = False
        self._glyph = Glyph(theme, icons, "file", 24)
        self._picture, self._title = QLabel(), ElidedLabel("title", file_name=True)
        self._text, self._button = Paragraph(theme), QPushButton()
        self._button.clicked.connect(self._act)
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(8))
        column.addStretch(2)
        for part in (self._glyph, self._picture, self._title, self._text, self._button):
            column.addWidget(part, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        theme.changed.connect(self._measure)
        self._measure()

    def show_content(self, content: Content) -> None:
        """Say what there is to say about a media."""
        self._content, self._locked = content, False
        self._say()

    def name(self, words: str) -> None:
        """Keep the notice's own title."""

    def show_locked(self, content: Content, *, password: bool) -> None:
        """Say that a document does not open."""
        self._content, self._locked = content, password
        self._say()

    def retranslate(self) -> None:
        """Speak the language in force."""
        if self._content is not None:
            self._say()

    def _say(self) -> None:
        content = self._content
        assert content is not None
        item = content.item
        if item is None:
            icon, title, text, action = "circle-alert", _("This media is no longer here"), "", ""
        elif content.form is Form.SOUND:
            icon, title, text, action = kind_icon(item.kind, voice=item.voice), media_title(item), "", _("Play")
        elif content.form is Form.ABSENT:
            icon, title, text, action = self._absent(item)
        elif self._locked:
            icon, title = "lock", media_title(item)
            text, action = _("The document asks for a password. Save it to open it with another program."), _("Save")
        else:
            icon, title = kind_icon(item.kind), media_title(item)
            text, action = _("There is no preview for files of this kind. Save it to open it."), _("Save")
        self._glyph.show_icon(icon, "text.secondary")
        self._title.set_text(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self._measure()
        self._show_picture(next(iter(content.levels), None))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def _absent(self, item: MediaItem) -> tuple[str, str, str, str]:
        icon = MEDIA_SIGNS[item.state][0] or "cloud-download"
        parts = []
        if item.reason is not None:
            parts = [reason_title(item.reason), reason_fault(item.reason), reason_remedy(item.reason)]
        action = ""
        if item.state in _FETCHABLE:
            action = _("Download now") if item.state is MediaState.REMOTE else _("Try again")
        return icon, media_state_title(item.state), " ".join(parts), action

    def _act(self) -> None:
        content = self._content
        if content is None or content.item is None:
            return
        if content.form is Form.SOUND:
            self.play_wanted.emit()
        elif content.form is Form.ABSENT:
            self.fetch_wanted.emit()
        else:
            self.save_wanted.emit()

    def _show_picture(self, image: QImage | None) -> None:
        self._picture.setVisible(image is not None)
        self._glyph.setVisible(image is None)
        if image is not None:
            ratio = self.devicePixelRatioF()
            side = round(self._theme.px(_PICTURE) * ratio)
            fitted = image.scaled(
                QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            pixmap = QPixmap.fromImage(fitted)
            pixmap.setDevicePixelRatio(ratio)
            self._picture.setPixmap(pixmap)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give the words the width that fits."""
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        """Give the words their width and then the height that they need in it: a centred label would get its own."""
        width = min(self._theme.px(_TEXT_WIDTH), max(self.width() - self._theme.px(32), 1))
        for label in (self._title, self._text):
            label.setFixedWidth(width)
        self._text.setFixedHeight(max(self._text.heightForWidth(width), 0))
