"""The views of the viewer by form of content; each is made when it is first needed, with what it imports."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRect, Signal

from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.panes.viewer.content import Form
from app.ui.panes.viewer.image_view import ImageView
from app.ui.panes.viewer.notice_view import NoticeView
from app.ui.panes.viewer.view import ContentView


class Kinds(QObject):
    """Makes and keeps views."""

    zoomed = Signal(float)
    play_wanted = Signal()
    save_wanted = Signal()
    fetch_wanted = Signal()
    locked = Signal(bool)

    def __init__(self, theme: Theme, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self.notice = NoticeView(theme, icons)
        self.notice.play_wanted.connect(self.play_wanted)
        self.notice.save_wanted.connect(self.save_wanted)
        self.notice.fetch_wanted.connect(self.fetch_wanted)
        self._views: dict[Form, ContentView] = {}

    def view(self, form: Form) -> ContentView:
        """Return the view of a form."""
        form = Form.IMAGE if form is Form.ANIMATION else form
        if form not in self._views:
            self._views[form] = self._made(form)
            self._views[form].zoomed.connect(self.zoomed)
        return self._views[form]

    def toggle(self, view: ContentView) -> None:
        """Play or pause what plays."""
        toggle = getattr(view, "toggle", None)
        if toggle is not None:
            toggle()

    def content_area(self, view: ContentView) -> QRect:
        """Return the part of a view that is no strip and no controls."""
        pages = getattr(view, "pages", None)
        return pages.geometry() if pages is not None else view.rect()

    def retranslate(self) -> None:
        """Speak the language in force."""
        for view in (self.notice, *self._views.values()):
            view.retranslate()

    def _made(self, form: Form) -> ContentView:
        if form is Form.IMAGE:
            return ImageView(self._theme)
        if form is Form.TEXT:
            from app.ui.panes.viewer.text_view import TextView

            return TextView(self._theme, self._icons)
        if form is Form.PDF:
            from app.ui.panes.viewer.pdf_view import PdfView

            view = PdfView(self._theme, self._icons)
            view.unreadable.connect(self.locked)
            return view
        if form is Form.VIDEO:
            from app.ui.panes.viewer.video_view import VideoView

            return VideoView(self._theme, self._icons)
        return self.notice
