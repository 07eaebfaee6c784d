"""Why something is as it is: stable codes that the database, the command line and the texts share."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """A cause that a user is shown, with a text and a remedy in `app.texts`. Values never change once released."""

    NO_KEY = "no_key"
    BAD_KEY = "bad_key"
    MAC = "mac"
    CIPHER_HASH = "cipher_hash"
    PLAIN_HASH = "plain_hash"
    LENGTH = "length"
    TRUNCATED = "truncated"
    PADDING = "padding"
    HTML_INSTEAD = "html_instead"
    EMPTY = "empty"
    TYPE_MISMATCH = "type_mismatch"
    TYPE_REFUSED = "type_refused"
    INFECTED = "infected"
    NOT_SCANNED = "not_scanned"
    GONE = "gone"
    DENIED = "denied"
    NOT_FOUND = "not_found"
    EXPIRED = "expired"
    TOO_LARGE = "too_large"
    DIMENSIONS = "dimensions"
    DISK_FULL = "disk_full"
    NO_PERMISSION = "no_permission"
    OFFLINE = "offline"
    TIMEOUT = "timeout"
    TLS = "tls"
    RATE_LIMITED = "rate_limited"
    PROVIDER_ERROR = "provider_error"
    TOKEN_REFUSED = "token_refused"  # noqa: S105 - a code, not a secret
    PERMISSION_MISSING = "permission_missing"
    WINDOW_CLOSED = "window_closed"
    NOT_ON_WHATSAPP = "not_on_whatsapp"
    BLOCKED = "blocked"
    UNREADABLE = "unreadable"
    PASSWORD = "password"  # noqa: S105 - a code, not a secret
    UNSUPPORTED = "unsupported"
    CANCELLED = "cancelled"
    UNKNOWN_OUTCOME = "unknown_outcome"
    HOST_REFUSED = "host_refused"
    """The address is not on the provider's list: a payload must not choose where we connect."""
    NO_CREDENTIALS = "no_credentials"
    """The keychain gave no token for the instance."""


class ErrorCode(StrEnum):
    """What a command refused, in `error.code` of the command line."""

    BAD_INPUT = "bad_input"
    NOT_FOUND = "not_found"
    ALREADY_EXISTS = "already_exists"
    NOT_YET = "not_yet"
    USAGE = "usage"
    NO_KEYCHAIN = "no_keychain"
    CONFIRM = "confirm"
    DATABASE = "database"
    DATA_DIR = "data_dir"
    INTERNAL = "internal"
