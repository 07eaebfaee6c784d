"""Decides what the banner says: no network (once for the window), an account that is refused, a disk that is full."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QDateTime, QLocale, QObject, Signal

from app.domain.errors import AcervoError, CommandError, RefusedError, UnavailableError
from app.domain.ids import InstanceRef
from app.domain.kinds import MediaState
from app.services.connections import Connection, ConnectionChange
from app.services.downloads import DownloadEnded, DownloadsPaused
from app.services.work import DeskRefused
from app.texts import _, language, ngettext
from app.texts.formats import format_number
from app.texts.reasons import reason_remedy, reason_title
from app.texts.refusals import error_remedy, error_title
from app.ui.bridge import Bridge
from app.ui.panes.banner import Banner, Notice
from app.ui.wiring.accounts import Accounts

OFFLINE, PAUSED, FAULT, HELD = "offline", "paused", "fault", "held"


class Notices(QObject):
    """Puts notices and takes them away again."""

    remedy_wanted = Signal(str)

    def __init__(self, banner: Banner, accounts: Accounts, bridge: Bridge) -> None:
        super().__init__(banner)
        self._banner, self._accounts = banner, accounts
        self._network = True
        self._offline_since = ""
        self._again: dict[str, Callable[[], None]] = {}
        banner.remedy_wanted.connect(self.remedy_wanted)
        bridge.on(ConnectionChange, self._connection_changed)
        bridge.on(DownloadsPaused, self._paused)
        bridge.on(DownloadEnded, self._ended)
        bridge.on(DeskRefused, self._refused)

    def set_network(self, *, online: bool) -> None:
        """Take what the system says of the network."""
        self._network = online
        self._look()

    def tell(self, error: object) -> None:
        """Show why something that the user asked for could not be done."""
        self._say(FAULT, lambda: fault_notice(error))

    def set_held(self, count: int) -> None:
        """Say that files wait for the user to choose a chat."""
        if count:
            self._say(HELD, lambda: held_notice(count))
        else:
            self._banner.clear(HELD)

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._banner.retranslate()
        for key, again in list(self._again.items()):
            if self._banner.has(key):
                again()

    def _look(self) -> None:
        """Say once that nothing can be reached; what one account lacks is on its tile."""
        connections = self._accounts.connections()
        unreached = [change for change in connections if change.connection is Connection.UNREACHED]
        offline = not self._network or (bool(connections) and len(unreached) == len(connections))
        if offline and not self._offline_since:
            self._offline_since = _clock_time()
            self._say(OFFLINE, lambda: offline_notice(self._offline_since))
        elif not offline and self._offline_since:
            self._offline_since = ""
            self._banner.clear(OFFLINE)

    def _connection_changed(self, change: ConnectionChange) -> None:
        self._look()
        key = f"account {change.ref}"
        if change.connection is Connection.DISCONNECTED and change.reason is not None:
            name = self._name(change.ref)
            reason = change.reason.value
            self._say(key, lambda: account_notice(key, name, reason))
        else:
            self._banner.clear(key)

    def _paused(self, event: DownloadsPaused) -> None:
        self._say(PAUSED, lambda: paused_notice(event.reason.value))

    def _ended(self, event: DownloadEnded) -> None:
        if event.state is MediaState.LOCAL:
            self._banner.clear(PAUSED)

    def _refused(self, event: DeskRefused) -> None:
        key = f"desk {event.ref}"
        name = self._name(event.ref)
        self._say(key, lambda: desk_notice(key, name, event))

    def _say(self, key: str, make: Callable[[], Notice]) -> None:
        self._again[key] = lambda: self._banner.put(make())
        self._again[key]()

    def _name(self, ref: InstanceRef) -> str:
        try:
            return self._accounts.instance(ref).name
        except KeyError:
            return str(ref)


def offline_notice(since: str) -> Notice:
    """Return the one notice that nothing can be reached."""
    title = _("No connection since {time}").format(time=since)
    text = _("What was downloaded is here all the same. What you send leaves when the network is back.")
    return Notice(OFFLINE, "warning", title, text, icon="wifi-off")


def account_notice(key: str, name: str, reason: str) -> Notice:
    """Return the notice of an account that its provider refuses."""
    return Notice(key, "danger", _name_first(name, reason_title(reason)), reason_remedy(reason))


def held_notice(count: int) -> Notice:
    """Return the notice of files that came without a chat."""
    title = ngettext("{count} file waits to be sent", "{count} files wait to be sent", count)
    return Notice(
        HELD, "warning", title.format(count=format_number(count)), _("Choose the chat that it is for."), icon="send"
    )


def desk_notice(key: str, name: str, event: DeskRefused) -> Notice:
    """Return the notice of an account whose folder or database cannot be opened."""
    title = _name_first(name, error_title(event.code))
    return Notice(key, "danger", title, error_remedy(event.code), details=event.detail, urgent=True)


def paused_notice(reason: str) -> Notice:
    """Return the notice that nothing can be kept now."""
    text = _("Downloads wait and go on by themselves. Nothing is lost.")
    return Notice(PAUSED, "danger", reason_title(reason), f"{text} {reason_remedy(reason)}", urgent=True)


def fault_notice(error: object) -> Notice:
    """Return the notice of something that the user asked for and that could not be done."""
    if isinstance(error, RefusedError | UnavailableError):
        code, detail = error.reason.value, error.detail
        return Notice(FAULT, "danger", reason_title(code), reason_remedy(code), details=detail, urgent=True)
    code = error.code.value if isinstance(error, CommandError) else "internal"
    detail = str(error) if isinstance(error, AcervoError) else type(error).__name__
    return Notice(FAULT, "danger", error_title(code), error_remedy(code), details=detail, urgent=True)


def _name_first(name: str, sentence: str) -> str:
    return _("{account}: {sentence}").format(account=name, sentence=sentence)


def _clock_time() -> str:
    return QLocale(language()).toString(QDateTime.currentDateTime().time(), QLocale.FormatType.ShortFormat)
