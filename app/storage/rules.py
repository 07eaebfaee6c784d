"""How two accounts of one thing become one, whatever order they came in.

Every rule is associative, commutative and idempotent, so that the same events, in any order and any number of times,
leave the same row. An account is a mapping from column to value; what it lacks is None, "" or 0.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from app.domain.addresses import Address, best_of
from app.domain.kinds import MediaKind, MessageKind
from app.domain.statuses import Status, later

Account = Mapping[str, Any]
Rule = Callable[[Any, Any], Any]

_FILES = frozenset(kind.value for kind in MediaKind)


def least(left: Any, right: Any) -> Any:
    """Fill an empty value, else take the lesser."""
    if left in (None, ""):
        return right
    return left if right in (None, "") else min(left, right)


def most(left: Any, right: Any) -> Any:
    """Fill an empty value, else take the greater."""
    if left in (None, ""):
        return right
    return left if right in (None, "") else max(left, right)


def ours(left: Any, _right: Any) -> Any:
    """Keep what our own queue wrote, even where it is empty: an echo knows no better what we sent."""
    return left


def more_telling_kind(left: str, right: str) -> str:
    """Prefer a kind with a file, then any other known one, then text."""
    return min(left, right, key=_kind_rank)


def _kind_rank(kind: str) -> tuple[int, str]:
    if kind in _FILES:
        return 0, kind
    return {MessageKind.UNKNOWN: 3, MessageKind.TEXT: 2}.get(MessageKind(kind), 1), kind


def better_address(left: str, right: str) -> str:
    """Prefer the address that names a person in public."""
    return best_of([Address(left), Address(right)]) if left and right else left or right


def no_problem(left: str | None, right: str | None) -> str | None:
    """A file that one account can fetch can be fetched."""
    return None if left is None or right is None else min(left, right)


def joined_facts(left: str, right: str) -> str:
    """Unite two JSON objects of texts; the lesser text of a name wins."""
    if not left or not right or left == right:
        return left or right
    return facts((*json.loads(left).items(), *json.loads(right).items()))


def facts(pairs: Any) -> str:
    """Return text pairs as the one spelling of a JSON object, "" where there are none."""
    united: dict[str, str] = {}
    for name, value in pairs:
        united[name] = least(united.get(name), value)
    return json.dumps(united, sort_keys=True, ensure_ascii=False) if united else ""


def later_status(left: str | None, right: str | None) -> str | None:
    """Return the tick that is further on."""
    status = later(Status(left) if left else None, Status(right) if right else None)
    return status.value if status else None


MESSAGE: dict[str, Rule] = {
    "kind": more_telling_kind,
    "sent_at": min,
    "sender": better_address,
    "text": least,
    "reply_to": least,
    "client_ref": least,
    "from_api": least,
    "extra": joined_facts,
    "status": later_status,
    "revoked_at": least,
}
MEDIA: dict[str, Rule] = {
    "kind": min,
    "name": least,
    "voice": max,
    "problem": no_problem,
    "expires_at": most,
    "priority": max,
}
SOURCE: dict[str, Rule] = {
    **dict.fromkeys(("mime", "key_info", "media_key", "provider_ref", "plain_sha256", "cipher_sha256"), least),
    **dict.fromkeys(("length", "width", "height", "duration_s", "pages", "waveform", "preview"), least),
    "animated": max,
    "view_once": max,
}

_PAIRED = {"direct_path": "direct_path_until", "url": "url_until"}
"""Links, each with the time until which it serves: the one that lives longest wins."""


def merged_message(known: Account, other: Account, *, own: bool) -> dict[str, Any]:
    """Return the columns of a message that change when another account of it comes.

    Args:
        own: `known` was written by our own queue.
    """
    rules = MESSAGE | dict.fromkeys(("kind", "text", "reply_to", "client_ref"), ours) if own else MESSAGE
    changes = _changes(rules, known, other)
    return changes | edited(known, other.get("edited_at"), other.get("edited_text"))


def merged_media(known: Account, other: Account, *, own: bool) -> dict[str, Any]:
    """Return the columns of a media that change, its state and job apart."""
    rules = MEDIA | dict.fromkeys(("kind", "name", "voice"), ours) if own else MEDIA
    return _changes(rules, known, other)


def merged_source(known: Account, other: Account) -> dict[str, Any]:
    """Return the columns of a source that change."""
    changes = _changes(SOURCE, known, other)
    for link, until in _PAIRED.items():
        if _better_link(known, other, link, until):
            changes |= {link: other[link], until: other[until]}
    return changes


def edited(known: Account, at: int | None, text: str | None) -> dict[str, Any]:
    """Return the columns that an edit changes: the newest counts, of two at one moment the greater text."""
    if at is None or (
        known["edited_at"] is not None and (known["edited_at"], known["edited_text"]) >= (at, text or "")
    ):
        return {}
    return {"edited_at": at, "edited_text": text or ""}


def _better_link(known: Account, other: Account, link: str, until: str) -> bool:
    """Tell whether the other link wins: any beats none, then the one that serves longer, then the lesser text."""
    if not known[link] or not other[link]:
        return bool(other[link])
    known_end, other_end = (-1 if account[until] is None else account[until] for account in (known, other))
    return bool((-other_end, other[link]) < (-known_end, known[link]))


def _changes(rules: Mapping[str, Rule], known: Account, other: Account) -> dict[str, Any]:
    changes = {}
    for column, rule in rules.items():
        merged = rule(known[column], other[column])
        if merged != known[column]:
            changes[column] = merged
    return changes
