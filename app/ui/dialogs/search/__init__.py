"""Search everywhere: one field over the window, and what is found in all chats of a client."""

from app.ui.dialogs.search.choose import ChooseChat
from app.ui.dialogs.search.sheet import SearchSheet

__all__ = ["ChooseChat", "SearchSheet"]
