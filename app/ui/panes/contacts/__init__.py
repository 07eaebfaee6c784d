"""The contact at the right of a chat: who it is, what came and went, the latest media."""

from app.ui.panes.contacts.panel import SidePanel

__all__ = ["SidePanel"]
