"""The contacts page: everybody that an account knows."""

from app.ui.panes.people.pane import ContactsPane

__all__ = ["ContactsPane"]
