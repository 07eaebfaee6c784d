"""The gallery: all media of a chat, an account or a client as a grid by day."""

from app.ui.panes.gallery.pane import GalleryPane
from app.ui.panes.gallery.scope import Reach, Scope

__all__ = ["GalleryPane", "Reach", "Scope"]
