"""Whether the system says that there is a network. Where it says nothing, the providers' answers decide."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation


class NetworkState(QObject):
    """Tells changes; until the first one the network counts as there."""

    changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._information: QNetworkInformation | None = None
        if QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
            self._information = QNetworkInformation.instance()
        if self._information is not None:
            self._information.reachabilityChanged.connect(self._told)

    @property
    def online(self) -> bool:
        """Return False only where the system says that nothing can be reached."""
        if self._information is None:
            return True
        return self._information.reachability() != QNetworkInformation.Reachability.Disconnected

    def _told(self, _reachability: object) -> None:
        self.changed.emit(self.online)
