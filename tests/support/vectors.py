"""Read the test vectors of the media encryption, made with an implementation that is not ours."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parents[1] / "fixtures" / "vectors"


def vectors(name: str) -> dict[str, Any]:
    """Return one file of vectors."""
    loaded: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def plaintext(label: str, size: int) -> bytes:
    """Return the first bytes of the stream of hashes that the vectors' plain files consist of."""
    blocks = (hashlib.sha256(f"wa-vec-data:{label}:{index}".encode()).digest() for index in range(size // 32 + 1))
    return b"".join(blocks)[:size]
