"""W-API as a `Gateway`: one instance's calls, in the order and with the checks that its contract advises."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import BinaryIO

from app.domain import addresses
from app.domain.accounts import Instance
from app.domain.addresses import Address
from app.domain.errors import RefusedError, UnavailableError
from app.domain.events import Event
from app.domain.kinds import MediaKind
from app.domain.messages import MediaSource
from app.domain.reasons import Reason
from app.services.gateway import Abilities, ConnectionReport, Outgoing, Recipient, Refused, SendOutcome
from app.services.ports import Credentials, HttpFetch, Json, Progress
from app.whatsapp.credentials import Token
from app.whatsapp.direct import MEDIA_HOST, direct_fetch
from app.whatsapp.fields import LABEL_CHARACTERS, clean
from app.whatsapp.held_body import HeldBody
from app.whatsapp.outcomes import deliver
from app.whatsapp.transport import ANSWER_CAP_BYTES, Answer, Transport
from app.whatsapp.wapi.errors import REASONS, send_outcome
from app.whatsapp.wapi.events import events_of
from app.whatsapp.wapi.links import fetch_of, request_of
from app.whatsapp.wapi.numbers import KnownNumbers, same_line, told_number
from app.whatsapp.wapi.sending import media_body, path_of, text_body

BASE_URL = "https://api.w-api.app/v1"

_READ_S = 30.0
_DOWNLOAD_READ_S = 90.0
_DOWNLOAD_CAP_BYTES = 32 * 1024**2
_LITE_SENDS = frozenset({MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.AUDIO, MediaKind.DOCUMENT})
_LITE = Abilities(sends=_LITE_SENDS, checks_numbers=True)
_PRO = Abilities(sends=_LITE_SENDS | {MediaKind.STICKER}, checks_numbers=True)


class WapiGateway:
    """One number at W-API. Its plan shows in the instance id: `LITE-…` or PRO."""

    name = "wapi"

    def __init__(self, instance: Instance, credentials: Callable[[], Credentials | None]) -> None:
        self._instance = instance
        self._id = instance.settings.get("instance_id", "")
        self._media_host = instance.settings.get("media_host") or MEDIA_HOST
        self._base_url = instance.base_url or BASE_URL
        self._token = Token(credentials)
        self._transport = Transport(self._base_url, self._token.bearer)
        self._numbers = KnownNumbers()

    @property
    def abilities(self) -> Abilities:
        """Return what the instance's plan can do (W-API contract, section 3)."""
        return _LITE if self._id.upper().startswith("LITE-") else _PRO

    def events(self, payload: Json) -> list[Event]:
        """Turn one webhook body into events. Raises BadEventError."""
        return events_of(payload, instance_id=self._id)

    def ways(self, source: MediaSource) -> Sequence[Callable[[], HttpFetch]]:
        """Return the two ways to a media: from WhatsApp's media host, then by W-API's own download."""
        return (lambda: direct_fetch(source, self._media_host), lambda: self._provider(source))

    def recipient(self, address: Address) -> Recipient:
        """Ask W-API whether a number has WhatsApp; groups and LIDs are taken as they are.

        The next send uses the spelling that W-API answers with.

        Raises:
            RefusedError: `TOKEN_REFUSED`, `NO_CREDENTIALS`; `PROVIDER_ERROR`: an answer about somebody else.
            UnavailableError: it could not be asked.
        """
        if not addresses.is_phone(address):
            return Recipient(address)
        params = {"phoneNumber": addresses.digits(address)}
        answer = self._call("GET", "/contacts/phone-exists", params).check(REASONS)
        exists = answer.member("exists")
        if exists is not True:
            return Recipient(address, exists=False if exists is False else None)
        return self._found(address, answer)

    def send(self, outgoing: Outgoing, *, before_last: Callable[[], None], progress: Progress) -> SendOutcome:
        """Send one message; acceptance is W-API's queue, not WhatsApp."""
        if outgoing.kind is not None and outgoing.kind not in self.abilities.sends:
            return Refused(Reason.UNSUPPORTED, f"{outgoing.kind.value} is not in the plan")
        to = self._numbers.spelling(outgoing.to)

        def make(file: BinaryIO | None) -> HeldBody:
            if file is None:
                return text_body(outgoing, to, before_last)
            return media_body(outgoing, to, file, before_last=before_last, progress=progress)

        return deliver(outgoing, make, lambda body: self._post(path_of(outgoing.kind), body), send_outcome)

    def check(self) -> ConnectionReport:
        """Ask whether the instance is connected, and with which number.

        Warnings: `not_connected`; `no_phone`: a session that is half dead, whose sends W-API swallows; `other_number`:
        not the number that the instance was added with.
        """
        try:
            connected = self._call("GET", "/instance/status-instance").check(REASONS).member("connected")
            if connected is not True:
                return ConnectionReport(ok=False, warnings=("not_connected",))
            return self._report(self._device())
        except (RefusedError, UnavailableError) as error:
            return ConnectionReport(ok=False, reason=error.reason)

    def _device(self) -> Answer:
        """Return the first of the two calls that tell the phone."""
        answer = self._call("GET", "/instance/fetch-instance").check(REASONS)
        if told_number(answer.member("connectedPhone")):
            return answer
        return self._call("GET", "/instance/device").check(REASONS)

    def _report(self, device: Answer) -> ConnectionReport:
        told = told_number(device.member("connectedPhone"))
        names = (device.member(key) for key in ("name", "profileName", "instanceName"))
        name = next((clean(found)[:LABEL_CHARACTERS] for found in names if isinstance(found, str) and found), "")
        if told is None:
            return ConnectionReport(ok=False, name=name, warnings=("no_phone",))
        other = bool(self._instance.number) and told[0] != addresses.phone(self._instance.number)
        return ConnectionReport(ok=True, number=told[0], name=name, warnings=("other_number",) if other else ())

    def _found(self, address: Address, answer: Answer) -> Recipient:
        lid = addresses.address(answer.member("lid"))
        lids = (lid,) if lid is not None and addresses.is_person(lid) else ()
        told = told_number(answer.member("phoneNumber"))
        if told is None:
            return Recipient(address, exists=True, also=lids)
        number, spelling = told
        if not same_line(number, address):
            raise RefusedError(Reason.PROVIDER_ERROR, "the answer is about another number")
        self._numbers.learn(number, spelling)
        return Recipient(number, exists=True, also=lids if number == address else (address, *lids))

    def _provider(self, source: MediaSource) -> HttpFetch:
        body = request_of(source)
        answer = self._call(
            "POST", "/message/download-media", body=body, read_s=_DOWNLOAD_READ_S, cap_bytes=_DOWNLOAD_CAP_BYTES
        )
        return fetch_of(answer, source, self._base_url)

    def _call(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None = None,
        *,
        body: Json = None,
        read_s: float = _READ_S,
        cap_bytes: int = ANSWER_CAP_BYTES,
    ) -> Answer:
        params = {"instanceId": self._id, **(params or {})}
        answer = self._transport.call(method, path, params=params, body=body, read_s=read_s, cap_bytes=cap_bytes)
        return self._seen(answer)

    def _post(self, path: str, body: HeldBody) -> Answer:
        params = {"instanceId": self._id}
        return self._seen(self._transport.send(path, body, content_type="application/json", params=params))

    def _seen(self, answer: Answer) -> Answer:
        if answer.status in (401, 403):
            self._token.forget()
        return answer
