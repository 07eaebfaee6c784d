"""Forwards media: asks to which chat of the same account, makes copies, and opens the preparation sheet with them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from app.domain.ids import InstanceRef
from app.domain.kinds import MediaState
from app.domain.messages import MediaItem
from app.texts import _, ngettext
from app.texts.formats import format_number
from app.ui.bridge import Reader
from app.ui.dialogs.search import ChooseChat
from app.ui.look.icons import Icons
from app.ui.look.initials import initials
from app.ui.look.theme import Theme
from app.ui.main_window import MainWindow
from app.ui.models.finds import Account
from app.ui.panes.banner import Notice
from app.ui.wiring.accounts import Accounts
from app.ui.wiring.handing import Handing
from app.ui.wiring.preparing import MOST_FILES
from app.ui.wiring.sheets import Sheets

_NOTICE = "forward"
_COMING = (MediaState.REMOTE, MediaState.DOWNLOADING)


class Forwarding(QObject):
    """Guards the account: what one account keeps goes to chats of that account, and leaves as that account."""

    def __init__(
        self, window: MainWindow, theme: Theme, icons: Icons, *, sheets: Sheets, accounts: Accounts, handing: Handing
    ) -> None:
        super().__init__(window)
        self._window, self._theme, self._icons = window, theme, icons
        self._sheets, self._accounts, self._handing = sheets, accounts, handing

    def choose(self, media: Sequence[int]) -> None:
        """Ask to whom media go. Those of several accounts cannot go together: each leaves as its own account."""
        parts = self._accounts.parted(media)
        if len(parts) > 1:
            title = _("These files belong to several accounts")
            text = _("Forward the files of one account at a time: each account sends what its own customers sent.")
            self._window.banner.put(Notice(_NOTICE, "warning", title, text))
            return
        self._window.banner.clear(_NOTICE)
        owner = parts[0][0].instance.ref if parts else None
        reader = self._accounts.reader(owner)
        if owner is None or reader is None or self._sheets.top is not None:
            return
        self._ask(owner, reader, parts[0][1])

    def _ask(self, owner: InstanceRef, reader: Reader, media: list[int]) -> None:
        wanted = media[:MOST_FILES]
        known = self._accounts.sending_as(owner)
        account = Account(owner, reader, known.name, known.colour, initials(known.name))
        sheet = ChooseChat(self._theme, self._icons, self._window, account)
        sheet.say(*words_of(len(media), []))
        sheet.chosen.connect(lambda find: self._handing.forward(owner, find.chat.address, wanted))
        self._sheets.show(sheet)
        ticket = reader.ask(
            lambda view: view.media_rows(wanted), lambda items: sheet.say(*words_of(len(media), items)), group="forward"
        )
        sheet.finished.connect(ticket.cancel)


def words_of(count: int, items: Sequence[MediaItem]) -> tuple[str, str]:
    """Return title and facts of the question: how many files, what is fetched first, what cannot go along."""
    title = ngettext("Forward {count} file", "Forward {count} files", count).format(count=format_number(count))
    coming = sum(item.state in _COMING for item in items)
    lost = sum(item.state not in (*_COMING, MediaState.LOCAL) for item in items)
    facts = []
    if count > MOST_FILES:
        facts.append(_("Only the first {count} can go at once").format(count=format_number(MOST_FILES)))
    if coming:
        words = ngettext("{count} is fetched first", "{count} are fetched first", coming)
        facts.append(words.format(count=format_number(coming)))
    if lost:
        words = ngettext("{count} is not here and stays behind", "{count} are not here and stay behind", lost)
        facts.append(words.format(count=format_number(lost)))
    return title, " · ".join(facts)
