"""What the connection test found, in words: each check, each warning, and what helps."""

from __future__ import annotations

from app.texts import N_, _

_CHECKS = {
    "address": N_("The address answers"),
    "key": N_("The key was accepted"),
    "limits": N_("Limits read"),
    "number": N_("Number and name on WhatsApp"),
    "not_connected": N_("The phone is not connected"),
    "no_phone": N_("The session has no phone"),
    "other_number": N_("It is another number"),
}
_FAILED = {
    "address": N_("The address does not answer"),
    "key": N_("The key was not accepted"),
}
_MEANINGS = {
    "not_connected": N_("Scan the code of this number again at the provider."),
    "no_phone": N_("What is sent now would be lost. Connect the phone again at the provider."),
    "other_number": N_("The provider answers with another number than the one typed here."),
}


def check_title(name: str, *, failed: bool = False) -> str:
    """Say in a few words what was checked, or what failed; a check of a newer version keeps its code."""
    sentences = {**_CHECKS, **_FAILED} if failed else _CHECKS
    return _(sentences[name]) if name in sentences else name


def check_meaning(name: str) -> str:
    """Say what a warning means and what helps, "" where there is no more to say."""
    return _(_MEANINGS[name]) if name in _MEANINGS else ""
