"""The viewer: one media at a time, its neighbours an arrow away."""

from app.ui.panes.viewer.viewer import Viewer

__all__ = ["Viewer"]
