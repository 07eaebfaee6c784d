"""Recorded and inferred payloads of W-API, ready to be changed."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[3] / "fixtures" / "wapi"
INSTANCE_ID = "AAAAAA-BBBBBB-CCCCCC"


@cache
def _read(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def sample(name: str) -> Any:
    """Return a payload, a copy of its own."""
    return copy.deepcopy(_read(name))


def image(**content: Any) -> Any:
    """Return a received image of 2026 with members of its `imageMessage` changed; None removes one."""
    payload = sample("2026_received_image")
    changed(payload["msgContent"]["imageMessage"], **content)
    return payload


def envelope(**members: Any) -> Any:
    """Return a received text of 2026 with members of its envelope changed; None removes one."""
    return changed(sample("2026_received_text"), **members)


def holding(**content: Any) -> Any:
    """Return a received message that holds something else."""
    return envelope(msgContent=content)


def changed(target: Any, **members: Any) -> Any:
    """Set members of an object, None removes one; return it."""
    for name, value in members.items():
        if value is None:
            target.pop(name, None)
        else:
            target[name] = value
    return target
