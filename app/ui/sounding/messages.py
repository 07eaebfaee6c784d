"""The words between the window and the process that plays: one JSON object a line, both ways.

To the player: `load` (number, file), `play` (number, start_s, speed), `halt`, `volume`, `output`. From it: `outputs`
(list), `opened` (number, duration_s), `at` (number, position_s), `ended` (number, frames), `failed` (number, why),
`lost` (number, position_s: its output went away), `lacking`, `broke`.
"""

from __future__ import annotations

import json
from typing import Any

Message = dict[str, Any]

UNREADABLE, NO_OUTPUT, STUCK = "unreadable", "no_output", "stuck"
"""Why something `failed`; `stuck`: the output takes nothing any more, or the process itself says nothing."""
LACKING = "lacking"
"""Libraries that are needed to play are not installed."""


def packed(message: Message) -> bytes:
    """Return a message as a line."""
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"


def unpacked(line: bytes) -> Message | None:
    """Return the message of a line, None where it is none."""
    try:
        message = json.loads(line)
    except ValueError:
        return None
    return message if isinstance(message, dict) else None
