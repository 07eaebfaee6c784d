"""The sandbox gateway as a `Gateway`: the shape of a provider that can do everything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import quote

from app.domain import addresses
from app.domain.accounts import Instance
from app.domain.addresses import Address
from app.domain.errors import CommandError, RefusedError, UnavailableError
from app.domain.events import Event
from app.domain.kinds import MediaKind
from app.domain.messages import MediaSource
from app.domain.reasons import ErrorCode, Reason
from app.services.gateway import (
    Abilities,
    ConnectionReport,
    Outgoing,
    Recipient,
    Refused,
    RetryAfter,
    SendOutcome,
)
from app.services.ports import Credentials, HttpFetch, Json, Progress
from app.whatsapp.credentials import Token
from app.whatsapp.direct import direct_fetch
from app.whatsapp.fields import LABEL_CHARACTERS, clean, is_message_id
from app.whatsapp.held_body import HeldBody
from app.whatsapp.outcomes import deliver, general
from app.whatsapp.sandbox.events import events_of
from app.whatsapp.sandbox.sending import media_body, text_body
from app.whatsapp.transport import Answer, Transport

_READ_S = 30.0
_REFUSALS = {"blocked": Reason.BLOCKED, "not_on_whatsapp": Reason.NOT_ON_WHATSAPP, "too_large": Reason.TOO_LARGE}
_ABILITIES = Abilities(
    sends=frozenset(MediaKind),
    checks_numbers=True,
    reads_history=True,
    asks_again=True,
    echoes_client_ref=True,
)


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A stretch of a number's events. `next` is the cursor that the following page begins after."""

    events: list[Json]
    next: str


class SandboxGateway:
    """One number of a sandbox gateway.

    Raises:
        CommandError: field `number`: the instance has none, and the gateway knows its numbers by nothing else.
    """

    name = "sandbox"
    abilities = _ABILITIES

    def __init__(self, instance: Instance, credentials: Callable[[], Credentials | None]) -> None:
        if not addresses.is_phone(instance.number):
            raise CommandError(ErrorCode.BAD_INPUT, "number", "a sandbox instance needs its number")
        self._number = addresses.digits(instance.number)
        self._media_host = instance.settings.get("media_host") or instance.base_url
        self._path = f"/v1/numbers/{self._number}"
        self._token = Token(credentials)
        self._transport = Transport(instance.base_url, self._token.bearer)

    def events(self, payload: Json) -> list[Event]:
        """Turn one event into the domain's. Raises BadEventError."""
        return events_of(payload, number=self._number)

    def ways(self, source: MediaSource) -> Sequence[Callable[[], HttpFetch]]:
        """Return the two ways to a media: by the path in the event, then by a fresh one that the phone is asked for."""
        return (lambda: direct_fetch(source, self._media_host), lambda: self._asked_again(source))

    def recipient(self, address: Address) -> Recipient:
        """Ask whether a number has WhatsApp; groups and LIDs are taken as they are.

        Raises:
            RefusedError, UnavailableError: it could not be asked.
        """
        if not addresses.is_phone(address):
            return Recipient(address)
        answer = self._call("GET", f"/contacts/{addresses.digits(address)}").check()
        if answer.member("exists") is not True:
            return Recipient(address, exists=False)
        found = addresses.address(answer.member("phone")) or address
        lid = addresses.address(answer.member("lid"))
        also = [one for one in (address, lid) if one is not None and one != found]
        return Recipient(found, exists=True, also=tuple(also))

    def send(self, outgoing: Outgoing, *, before_last: Callable[[], None], progress: Progress) -> SendOutcome:
        """Send one message."""
        to, content_type = addresses.digits(outgoing.to), ""

        def make(file: BinaryIO | None) -> HeldBody:
            nonlocal content_type
            if file is None:
                body, content_type = text_body(outgoing, to, before_last)
            else:
                body, content_type = media_body(outgoing, to, file, before_last=before_last, progress=progress)
            return body

        def post(body: HeldBody) -> Answer:
            return self._seen(self._transport.send(f"{self._path}/messages", body, content_type=content_type))

        return deliver(outgoing, make, post, send_outcome)

    def check(self) -> ConnectionReport:
        """Ask for the number's state. Warnings: `not_connected`."""
        try:
            answer = self._call("GET", "/status").check()
        except (RefusedError, UnavailableError) as error:
            return ConnectionReport(ok=False, reason=error.reason)
        connected = answer.member("connected") is True
        name = clean(str(answer.member("name") or ""))[:LABEL_CHARACTERS]
        warnings = () if connected else ("not_connected",)
        return ConnectionReport(ok=connected, number=f"+{self._number}", name=name, warnings=warnings)

    def register_webhook(self, url: str | None) -> None:
        """Have every event delivered to an address; None ends that.

        Raises:
            RefusedError, UnavailableError: it could not be done.
        """
        self._call("PUT", "/webhook", body={"url": url}).check()

    def history(self, after: str = "", limit: int = 100, wait_s: float = 0.0) -> HistoryPage:
        """Return events that follow a cursor ("": from the first one on).

        Args:
            limit: 1 to 1000.
            wait_s: 0 to 60; an answer without events is held back so long for one to come.

        Raises:
            RefusedError, UnavailableError: it could not be asked.
        """
        params = {"limit": str(limit), "wait_s": f"{wait_s:g}", **({"after": after} if after else {})}
        answer = self._call("GET", "/events", params, read_s=_READ_S + wait_s).check()
        events, cursor = answer.member("events"), answer.member("next")
        if not isinstance(events, list) or not isinstance(cursor, str | int):
            raise UnavailableError(Reason.PROVIDER_ERROR, "a history without events or cursor")
        return HistoryPage(events, str(cursor))

    def _asked_again(self, source: MediaSource) -> HttpFetch:
        if not is_message_id(source.message_id):
            raise RefusedError(Reason.UNSUPPORTED, "no message id")
        answer = self._call("GET", f"/media/{quote(source.message_id, safe='')}").check()
        path = answer.member("direct_path")
        if not isinstance(path, str) or not path:
            raise RefusedError(Reason.PROVIDER_ERROR, "an answer without a path")
        return direct_fetch(source, self._media_host, direct_path=path, way="provider")

    def _call(
        self,
        method: str,
        path: str,
        params: dict[str, str] | None = None,
        *,
        body: Json = None,
        read_s: float = _READ_S,
    ) -> Answer:
        return self._seen(self._transport.call(method, self._path + path, params=params, body=body, read_s=read_s))

    def _seen(self, answer: Answer) -> Answer:
        if answer.status == 401:
            self._token.forget()
        return answer


def send_outcome(answer: Answer) -> SendOutcome:
    """Return what the sandbox's answer to a whole message means; its refusals carry a code."""
    error = answer.member("error")
    code = error.get("code") if isinstance(error, dict) else None
    if not answer.ok and isinstance(code, str):
        if code in _REFUSALS:
            return Refused(_REFUSALS[code], f"status {answer.status}")
        if code == "not_connected":
            return RetryAfter(Reason.PROVIDER_ERROR, answer.retry_after_s, "the phone is not connected")
        if code == "incomplete":
            return RetryAfter(Reason.TRUNCATED, answer.retry_after_s, "the body did not arrive whole")
    message_id = answer.member("message_id")
    return general(answer, message_id=message_id if is_message_id(message_id) else "")
