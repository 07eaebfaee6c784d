"""The media that our own queue sent, and how each of these sends ended. None is open: nothing here may ever leave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.domain.reasons import Reason
from app.domain.uploads import ARRIVED, UploadState

SHARE = 0.01
"""Of all media."""

ODD_ENDS: tuple[tuple[UploadState, Reason], ...] = (
    (UploadState.FAILED, Reason.WINDOW_CLOSED),
    (UploadState.FAILED, Reason.NOT_ON_WHATSAPP),
    (UploadState.FAILED, Reason.BLOCKED),
    (UploadState.FAILED, Reason.PERMISSION_MISSING),
    (UploadState.FAILED, Reason.TOO_LARGE),
    (UploadState.CANCELLED, Reason.CANCELLED),
    (UploadState.UNCONFIRMED, Reason.UNKNOWN_OUTCOME),
)
"""Of five sends one ended in one of these ways, in turn."""

_LAST_UNCONFIRMED = 10 * 5 * len(ODD_ENDS)
"""At most ten stand unconfirmed: people resolve them, and each is looked at again whenever an echo comes."""

_GOOD_ENDS = (UploadState.READ, UploadState.READ, UploadState.DELIVERED, UploadState.SENT)


@dataclass(frozen=True, slots=True)
class Sent:
    """One upload."""

    state: UploadState
    reason: str | None
    client_ref: str

    @property
    def arrived(self) -> bool:
        """Tell whether the provider gave the message an id."""
        return self.state in ARRIVED

    @property
    def left(self) -> bool:
        """Tell whether its last block was released."""
        return self.arrived or self.state is UploadState.UNCONFIRMED

    @property
    def status(self) -> str | None:
        """Return the tick of its message."""
        return self.state.value if self.arrived else None


def uploads(media: int, candidates: NDArray[np.int64], random: np.random.Generator) -> dict[int, Sent]:
    """Choose which media our queue sent.

    Args:
        media: how many there are in all.
        candidates: the outgoing local ones, as places in the plan.
    """
    wanted = min(len(candidates), max(round(media * SHARE), 5 * len(ODD_ENDS)))
    chosen = np.sort(random.choice(candidates, wanted, replace=False)).tolist()
    return {place: _sent(number, random.bytes(16).hex()) for number, place in enumerate(chosen)}


def _sent(number: int, client_ref: str) -> Sent:
    if number % 5 == 0:
        ends = ODD_ENDS if number < _LAST_UNCONFIRMED else ODD_ENDS[:-1]
        state, reason = ends[number // 5 % len(ends)]
        return Sent(state, reason.value, client_ref)
    return Sent(_GOOD_ENDS[number % len(_GOOD_ENDS)], None, client_ref)
