"""What the wizard says about providers and their fields."""

from __future__ import annotations

from app.domain.errors import CommandError
from app.domain.reasons import ErrorCode
from app.texts import N_, _
from app.texts.refusals import error_remedy, error_title

PROVIDERS = {
    "wapi": ("W-API", N_("A number that is paired with W-API by scanning its code.")),
    "sandbox": ("Sandbox", N_("A gateway that plays WhatsApp on this computer, to try things out.")),
}
_FIELDS: dict[str, tuple[str, str, str]] = {
    "base_url": (N_("Address"), N_("Where the provider answers. Plain http is accepted for this computer only."), ""),
    "set.instance_id": (N_("Instance id"), N_("The provider's panel shows it beside the number."), "T34398-EXAMPLE"),
    "number": (N_("WhatsApp number"), N_("With the country's code."), "+55 11 99999-0000"),
    "credentials.token": (N_("Token"), N_("It goes into the keychain of this computer and nowhere else."), ""),
}
_WRONG = {
    "base_url": N_("An address looks like https://host/path."),
    "number": N_("A number is written like +5511999990000."),
    "set.instance_id": N_("This is needed."),
    "credentials.token": N_("This is needed."),
    "name": N_("A name has 1 to 200 characters."),
}


def provider_name(provider: str) -> str:
    """Return the name that a provider has for people."""
    return PROVIDERS[provider][0] if provider in PROVIDERS else provider


def provider_words(provider: str) -> str:
    """Return one sentence about a provider."""
    return _(PROVIDERS[provider][1])


def field_words(name: str) -> tuple[str, str, str]:
    """Return label, hint and example of a field."""
    label, hint, example = _FIELDS[_key(name)]
    return _(label), _(hint), example


def complaint(error: Exception, typed: str = "") -> str:
    """Say what is wrong with a field in which `typed` stands."""
    if not isinstance(error, CommandError):
        return error_title("internal")
    key = _key(error.field)
    if key == "base_url" and typed.lower().startswith("http://"):
        return _("Plain http is accepted for this computer only. Write https:// if the provider has it.")
    if error.code is not ErrorCode.BAD_INPUT or key not in _WRONG:
        return f"{error_title(error.code.value)} {error_remedy(error.code.value)}"
    return _(_WRONG[key])


def _key(field: str) -> str:
    """Return a field's name as the tables above spell it: `set instance_id` stands there as `set.instance_id`."""
    return field.replace(" ", ".")
