"""What people and lists are called where they have no name of their own: a number as people write it, or words."""

from __future__ import annotations

from functools import lru_cache

from app.domain.addresses import formatted, is_phone
from app.texts import _, language

STATUS = "status@broadcast"
"""WhatsApp's address for the status updates of everybody; what is sent there is shown to all contacts."""


def contact_title(name: str) -> str:
    """Return what is shown for a contact's name, which is their address where nobody knows one."""
    return _title(name, language()) if is_phone(name) or name == STATUS else name


@lru_cache(maxsize=4096)
def _title(name: str, _language: str) -> str:
    return _("Status updates") if name == STATUS else formatted(name)
