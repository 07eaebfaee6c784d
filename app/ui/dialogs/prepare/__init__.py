"""The preparation sheet: what is about to be sent, to whom, and as which account."""

from app.ui.dialogs.prepare.sheet import PrepareSheet
from app.ui.dialogs.prepare.whither import Whither

__all__ = ["PrepareSheet", "Whither"]
