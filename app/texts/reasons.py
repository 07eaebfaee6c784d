"""Why something is as it is, in words for the support desk: what happened, whose fault it is, what to do next.

The codes are those of `app.domain.reasons`, taken as text: the database of a newer version may hold one that this
version does not know.
"""

from __future__ import annotations

from app.texts import N_, _

_SENDER = N_("The cause lies with the file as it was sent.")
_FILE = N_("The cause lies with the file itself.")
_WAY = N_("The cause lies somewhere between WhatsApp and this computer.")
_WHATSAPP = N_("The cause lies with WhatsApp.")
_PROVIDER = N_("The cause lies with the provider.")
_COMPUTER = N_("The cause lies with this computer.")
_NETWORK = N_("The cause lies with the network.")
_ACCOUNT = N_("The cause lies with the settings of this account.")
_CONTACT = N_("The cause lies with the contact.")
_TEAM = N_("Someone on the team decided this.")
_UNKNOWN = N_("The cause is not known.")

_AGAIN_OR_RESEND = N_("Try again; if it stays, ask the customer to send it again.")
_ASK_THE_PHONE = N_("Ask the phone for it again; if that does not help, ask the customer to send it again.")
_BY_ITSELF = N_("Acervo tries again by itself for a while; you can also try again yourself.")
_SMALLER = N_("A smaller version is needed: compress or split the file, or ask the customer to.")

_REASONS: dict[str, tuple[str, str, str]] = {
    "no_key": (N_("The message came without the key that opens this file."), _PROVIDER, _ASK_THE_PHONE),
    "bad_key": (N_("The key that came with this file cannot be read."), _PROVIDER, _ASK_THE_PHONE),
    "mac": (N_("The file arrived damaged: its seal does not match."), _WAY, _AGAIN_OR_RESEND),
    "cipher_hash": (N_("The file arrived damaged: it is not what was sent."), _WAY, _AGAIN_OR_RESEND),
    "plain_hash": (N_("The file arrived, but it is not the one that was announced."), _SENDER, _AGAIN_OR_RESEND),
    "length": (N_("The file arrived with another size than was announced."), _SENDER, _AGAIN_OR_RESEND),
    "truncated": (N_("The file arrived incomplete: the transfer broke off."), _WAY, _BY_ITSELF),
    "padding": (N_("The file arrived damaged: its end cannot be decrypted."), _WAY, _AGAIN_OR_RESEND),
    "html_instead": (
        N_("A web page arrived in place of the file."),
        _PROVIDER,
        N_("Try again later; if it stays, ask your administrator to check the address of this account."),
    ),
    "empty": (N_("The file is empty."), _SENDER, N_("Choose another file, or ask the customer to send it again.")),
    "type_mismatch": (
        N_("The file is not what it claims to be."),
        _SENDER,
        N_("It was set aside for safety. Ask the customer what was meant to be sent before you go on."),
    ),
    "type_refused": (
        N_("Files of this type are not accepted."),
        _FILE,
        N_("Use another format, for example PDF or JPEG, or ask the customer for one."),
    ),
    "infected": (
        N_("The virus scanner found something dangerous in this file."),
        _SENDER,
        N_("It was set aside and can be neither opened nor sent. Tell your administrator and warn the sender."),
    ),
    "not_scanned": (
        N_("The file was not checked for viruses."),
        _COMPUTER,
        N_("Ask your administrator to start the virus scanner, then try again."),
    ),
    "gone": (N_("The file is no longer kept by WhatsApp."), _WHATSAPP, _ASK_THE_PHONE),
    "denied": (N_("WhatsApp refused to hand over the file."), _WHATSAPP, _AGAIN_OR_RESEND),
    "not_found": (N_("WhatsApp does not know this file."), _WHATSAPP, _ASK_THE_PHONE),
    "expired": (
        N_("The time for which WhatsApp keeps this file is over."),
        _WHATSAPP,
        N_("Ask the customer to send it again."),
    ),
    "too_large": (N_("The file is larger than allowed."), _FILE, _SMALLER),
    "dimensions": (N_("The picture has more pixels than can be opened safely."), _FILE, _SMALLER),
    "disk_full": (
        N_("The disk of this computer is full."),
        _COMPUTER,
        N_("Free some space; the transfer goes on by itself."),
    ),
    "no_permission": (
        N_("This computer does not allow Acervo to use that file or folder."),
        _COMPUTER,
        N_("Check the permissions of the folder, or choose another one."),
    ),
    "offline": (
        N_("There is no connection to the network."),
        _NETWORK,
        N_("Check the network; the transfer goes on by itself once the connection is back."),
    ),
    "timeout": (N_("The other side took too long to answer."), _NETWORK, _BY_ITSELF),
    "tls": (
        N_("The secure connection cannot be trusted."),
        _NETWORK,
        N_("Check the date of this computer and any program that inspects connections, then try again."),
    ),
    "rate_limited": (N_("There were too many requests in a short time."), _PROVIDER, _BY_ITSELF),
    "provider_error": (
        N_("The provider answered with an error."),
        _PROVIDER,
        N_("Try again later; if it stays, show the details to your administrator."),
    ),
    "token_refused": (
        N_("The provider no longer accepts the access token of this account."),
        _ACCOUNT,
        N_("Ask your administrator to enter new credentials for this account."),
    ),
    "permission_missing": (
        N_("The access token of this account lacks a permission."),
        _ACCOUNT,
        N_("Ask your administrator to grant the permission at the provider and to enter the token again."),
    ),
    "window_closed": (
        N_("The 24 hours in which this customer can be answered freely are over."),
        _WHATSAPP,
        N_("Send an approved template, or wait until the customer writes."),
    ),
    "not_on_whatsapp": (
        N_("This number is not on WhatsApp."),
        _CONTACT,
        N_("Check the number, or reach the customer another way."),
    ),
    "blocked": (
        N_("This contact is blocked, or does not accept messages from this number."),
        _CONTACT,
        N_("Unblock the contact, or reach the customer another way."),
    ),
    "unreadable": (
        N_("The file cannot be read."),
        _FILE,
        N_("Check whether it opens in another program; if not, get the file again."),
    ),
    "password": (
        N_("The file is protected by a password."),
        _FILE,
        N_("Use a version without a password, or send it unchanged as a document."),
    ),
    "unsupported": (
        N_("The provider of this account cannot do this."),
        _PROVIDER,
        N_("Use another account, or send another kind of file."),
    ),
    "cancelled": (N_("This was cancelled."), _TEAM, N_("Try again if it is wanted after all.")),
    "unknown_outcome": (
        N_("It is not known whether this arrived."),
        _NETWORK,
        N_("Look at the chat on the phone, then choose: check again, send again, or it arrived."),
    ),
    "host_refused": (
        N_("The file lies at an address that is not allowed for this account."),
        _PROVIDER,
        N_("Ask your administrator to check the addresses allowed for this account."),
    ),
    "no_credentials": (
        N_("There are no credentials for this account on this computer."),
        _ACCOUNT,
        N_("Ask your administrator to enter the credentials of this account."),
    ),
}
_NEWER = (
    N_("This version of Acervo does not know the reason."),
    _UNKNOWN,
    N_("Update Acervo, or show the details to your administrator."),
)


def reason_title(reason: str) -> str:
    """Say what happened, as one sentence. `reason` is a `Reason` or its code."""
    return _(_REASONS.get(reason, _NEWER)[0])


def reason_fault(reason: str) -> str:
    """Say whose fault it is, as one sentence."""
    return _(_REASONS.get(reason, _NEWER)[1])


def reason_remedy(reason: str) -> str:
    """Say what to do next, as one sentence or two."""
    return _(_REASONS.get(reason, _NEWER)[2])


def known_reasons() -> frozenset[str]:
    """Return the codes that have texts of their own."""
    return frozenset(_REASONS)
