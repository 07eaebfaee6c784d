"""What goes on behind the window, as the window sees it: instances are opened one after another, work, and end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from app.domain.ids import InstanceRef
from app.services.desk import Desk
from app.services.saving import Saver


@dataclass(frozen=True, slots=True)
class DeskOpened:
    """An instance is open: its database can be asked, its sources and transfers run."""

    desk: Desk


@dataclass(frozen=True, slots=True)
class DeskRefused:
    """An instance cannot be opened; `code` is an `ErrorCode` or `Reason`, `detail` technical words."""

    ref: InstanceRef
    code: str
    detail: str


class Work(Protocol):
    """Opens instances in the background and announces each as `DeskOpened` or `DeskRefused`."""

    def open(self, refs: list[InstanceRef]) -> None:
        """Open these, in this order, without waiting."""

    def saver(self, ref: InstanceRef) -> Saver:
        """Return the service that copies an instance's files out. Blocking."""

    def wake(self, ref: InstanceRef) -> None:
        """Look at an instance now: something was queued."""
