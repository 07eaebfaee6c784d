"""The secret paths of webhooks: which instance a path names, if its secret is right."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from app.domain.ids import InstanceRef


class Hooks:
    """The secrets of all instances that listen.

    Args:
        secrets: by instance; an empty secret opens nothing.
    """

    def __init__(self, secrets: Mapping[InstanceRef, str]) -> None:
        self._by_path = {str(ref): (ref, _digest(secret)) for ref, secret in secrets.items() if secret}

    def find(self, client: str, instance: str, secret: str) -> InstanceRef | None:
        """Return the instance that a path names, None for a wrong secret as for an unknown instance.

        Both take the same time: digests of one length are compared in constant time, also where there is no instance.
        """
        ref, expected = self._by_path.get(f"{client}/{instance}", (None, _NOBODY))
        return ref if hmac.compare_digest(_digest(secret), expected) else None


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


_NOBODY = bytes(32)
"""No text has this digest as far as anybody knows; and with it there is no instance to return."""
