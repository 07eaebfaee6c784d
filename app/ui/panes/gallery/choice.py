"""What clicks and keys do to the selection: one alone, one more, or all from where it began."""

from __future__ import annotations

from app.ui.models.gallery import GalleryModel


class Choice:
    """Remembers where an extension begins, by its id, so that arrivals do not move it."""

    def __init__(self, model: GalleryModel) -> None:
        self._model = model
        self._anchor_media: int | None = None
        self._anchor_position = 0

    def only(self, position: int) -> None:
        """Select one and nothing else."""
        self.begin(position)
        self._model.selection.replace([range(position, position + 1)])

    def toggle(self, position: int) -> None:
        """Select one more, or one less."""
        self.begin(position)
        self._model.selection.toggle(position)

    def begin(self, position: int) -> None:
        """Let extensions begin here."""
        self._anchor_media = self._model.ids[position]
        self._anchor_position = position

    def extend(self, position: int, *, add: bool = False) -> None:
        """Select all from where it began to here, beside or in place of what is selected."""
        start = self._start(position)
        span = range(min(start, position), max(start, position) + 1)
        if add:
            self._model.selection.set([span])
        else:
            self._model.selection.replace([span])

    def _start(self, otherwise: int) -> int:
        if self._anchor_media is None:
            self.begin(otherwise)
            return otherwise
        found = self._model.position_of(self._anchor_media, near=self._anchor_position)
        return found if found >= 0 else otherwise
