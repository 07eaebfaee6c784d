"""The chat list: search, chips and a row a chat."""

from app.ui.panes.chats.pane import ChatsPane

__all__ = ["ChatsPane"]
