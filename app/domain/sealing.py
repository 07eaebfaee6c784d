"""What closes the files of an instance."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Seal:
    """The key of an instance's files. Plain data, so that it may go to a worker process; never shown.

    Attributes:
        secret: 32 bytes, an X25519 identity of the age format.
    """

    secret: bytes = field(repr=False)
