"""The chat: header, messages, composer."""

from app.ui.panes.chat.pane import ChatPane

__all__ = ["ChatPane"]
