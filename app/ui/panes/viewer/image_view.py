"""A picture: fitted, at its own size, zoomed to the pointer, pulled around, turned; and one that moves."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QAccessible,
    QGuiApplication,
    QImage,
    QMouseEvent,
    QMovie,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)

from app.ui.look.picture_reader import qt_form_of
from app.ui.look.roles import give_role
from app.ui.look.theme import Theme
from app.ui.panes.viewer.content import Content, Form
from app.ui.panes.viewer.view import ContentView

MOST, LEAST = 16.0, 0.02
STEP = 1.25
_NOTCH = 120
_MARGIN = 16


class ImageView(ContentView):
    """Keeps the zoom, the turn and where the middle of the picture is."""

    zooms = turns = copies = True

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._levels: tuple[QImage, ...] = ()
        self._size = QSizeF()
        self._zoom, self._turns, self._fitted = 1.0, 0, True
        self._middle = QPointF()
        self._pulled: QPointF | None = None
        self._movie: QMovie | None = None
        give_role(self, QAccessible.Role.Graphic)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def zoom(self) -> float:
        """Return device pixels a picture pixel."""
        return self._zoom

    def show_content(self, content: Content) -> None:
        """Show a picture fitted, from its first pixel decoded already."""
        self.let_go()
        self._levels = content.levels
        first = content.levels[0].size() if content.levels else QSize()
        self._size = QSizeF(content.full_size if content.full_size.isValid() else first)
        if content.form is Form.ANIMATION and isinstance(content.source, Path):
            self._play(content.source)
        self._turns = 0
        self.fit()

    def let_go(self) -> None:
        """Stop moving and free the pixels."""
        if self._movie is not None:
            self._movie.stop()
            self._movie.deleteLater()
        self._movie, self._levels = None, ()

    def fit(self) -> None:
        """Show all of it, a small picture no larger than it is."""
        self._fitted = True
        size = self._turned_size()
        if size.isEmpty():
            return
        room = QSizeF(self.size()) - QSizeF(2, 2) * self._theme.px(_MARGIN)
        ratio = self.devicePixelRatioF()
        share = min(room.width() * ratio / size.width(), room.height() * ratio / size.height(), 1.0)
        self._middle = QPointF(self.rect().center())
        self._set_zoom(max(LEAST, share))

    def actual_size(self) -> None:
        """Show one picture pixel on each device pixel."""
        self._zoom_at(1.0, QPointF(self.rect().center()))

    def zoom_by(self, factor: float) -> None:
        """Zoom around the middle of the view."""
        self._zoom_at(self._zoom * factor, QPointF(self.rect().center()))

    def turn(self) -> None:
        """Turn by a quarter, clockwise."""
        self._turns = (self._turns + 1) % 4
        if self._fitted:
            self.fit()
        self.update()

    def copy(self) -> None:
        """Copy the pixels as they are shown, turned, at their full size."""
        image = self._movie.currentImage() if self._movie is not None else next(iter(self._levels), None)
        if image is not None and not image.isNull():
            turned = image.transformed(QTransform().rotate(90 * self._turns))
            QGuiApplication.clipboard().setImage(turned)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Stay fitted, or keep the middle."""
        super().resizeEvent(event)
        if self._fitted:
            self.fit()
        else:
            self._keep_in_sight()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom to the pointer."""
        if event.angleDelta().y():
            self._zoom_at(self._zoom * STEP ** (event.angleDelta().y() / _NOTCH), event.position())
            event.accept()

    def event(self, event: QEvent) -> bool:
        """Zoom by a pinch on a touchpad."""
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self._zoom_at(self._zoom * (1 + event.value()), event.position())
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold of the picture."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pulled = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Pull it around."""
        if self._pulled is not None:
            self._middle = self._middle + event.position() - self._pulled
            self._pulled = event.position()
            self._keep_in_sight()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go of it."""
        self._pulled = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Change between all of it and its own size there."""
        if self._fitted and self._zoom < 1.0:
            self._zoom_at(1.0, event.position())
        else:
            self.fit()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the level that is just large enough."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface.viewer"))
        image = self._movie.currentImage() if self._movie is not None else self._level()
        if image is not None and not image.isNull() and not self._size.isEmpty():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._zoom < 2)
            scale = self._zoom / self.devicePixelRatioF()
            wide, tall = self._size.width() * scale, self._size.height() * scale
            painter.translate(self._middle)
            painter.rotate(90 * self._turns)
            painter.drawImage(QRectF(-wide / 2, -tall / 2, wide, tall), image)
        painter.end()

    def _play(self, source: Path) -> None:
        self._movie = QMovie(str(source), QByteArray(qt_form_of(source).encode()), self)
        self._movie.frameChanged.connect(self._frame)
        self._movie.start()

    def _frame(self) -> None:
        if self._movie is not None and self._size.isEmpty():
            self._size = QSizeF(self._movie.currentImage().size())
            self.fit()
        self.update()

    def _level(self) -> QImage | None:
        """Return the smallest kept level that is not smaller than it is shown."""
        wanted = self._size.width() * self._zoom
        large = [level for level in self._levels if level.width() >= wanted]
        return large[-1] if large else next(iter(self._levels), None)

    def _turned_size(self) -> QSizeF:
        return self._size.transposed() if self._turns % 2 else self._size

    def _zoom_at(self, zoom: float, point: QPointF) -> None:
        """Change the zoom so that what is under `point` stays there."""
        zoom = min(MOST, max(LEAST, zoom))
        self._fitted = False
        self._middle = point + (self._middle - point) * (zoom / self._zoom)
        self._set_zoom(zoom)
        self._keep_in_sight()

    def _set_zoom(self, zoom: float) -> None:
        self._zoom = zoom
        self.zoomed.emit(zoom)
        self.update()

    def _keep_in_sight(self) -> None:
        """A picture smaller than the view stays in its middle, a larger one covers it."""
        scale, size = self._zoom / self.devicePixelRatioF(), self._turned_size()
        self._middle = QPointF(
            _held(self._middle.x(), size.width() * scale, self.width()),
            _held(self._middle.y(), size.height() * scale, self.height()),
        )
        self.update()


def _held(middle: float, shown: float, room: float) -> float:
    if shown <= room:
        return room / 2
    return min(shown / 2, max(room - shown / 2, middle))
