"""The page that a start without any client shows: try the demo, or add a client."""

from app.ui.panes.welcome.pane import WelcomePage

__all__ = ["WelcomePage"]
