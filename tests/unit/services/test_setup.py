"""Setting up an instance: tried with credentials that are kept nowhere, kept only at the end."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from app.domain.errors import CommandError
from app.domain.ids import ClientId, InstanceId, InstanceRef
from app.domain.kinds import MediaKind
from app.domain.reasons import ErrorCode, Reason
from app.services.accounts import Accounts
from app.services.gateway import Abilities, ConnectionReport
from app.services.ports import Credentials
from app.services.setup import FIELDS, InstanceDraft, Setup, Verdict, id_stem
from app.storage.premises import DiskPremises
from app.storage.registry import SqlRegistry
from app.texts.connection import check_meaning, check_title
from app.whatsapp.registry import PROVIDERS


class _Drawer:
    """A keychain in memory; locked where the test says so."""

    def __init__(self, *, locked: bool = False) -> None:
        self.kept: dict[InstanceRef, Credentials] = {}
        self.locked = locked

    def load(self, ref: InstanceRef) -> Credentials | None:
        return self.kept.get(ref)

    def save(self, ref: InstanceRef, credentials: Credentials) -> None:
        if self.locked:
            raise CommandError(ErrorCode.NO_KEYCHAIN)
        self.kept[ref] = dict(credentials)

    def delete(self, ref: InstanceRef) -> None:
        self.kept.pop(ref, None)


class _Provider:
    """What a trial meets."""

    abilities = Abilities(sends=frozenset({MediaKind.IMAGE, MediaKind.DOCUMENT}))

    def __init__(self, report: ConnectionReport) -> None:
        self._report = report

    def check(self) -> ConnectionReport:
        return self._report


class _House:
    def __init__(self, folder: Path, report: ConnectionReport, *, locked: bool = False) -> None:
        self.drawer = _Drawer(locked=locked)
        self.tried: list[Mapping[str, str]] = []
        self.remembered: dict[InstanceRef, Credentials] = {}
        registry = SqlRegistry(folder / "acervo.db")
        accounts = Accounts(
            registry, DiskPremises(folder, "owner"), self.drawer, PROVIDERS, lambda instance: _Provider(report)
        )

        def trial(_instance: object, credentials: Credentials) -> _Provider:
            self.tried.append(credentials)
            return _Provider(report)

        self.close = registry.close
        self.setup = Setup(lambda: accounts, trial, self.remembered.__setitem__)
        self.client = self.setup.add_client("Ramires").id

    def draft(self) -> InstanceDraft:
        draft = InstanceDraft(self.client, "wapi")
        for name, text in (
            ("set instance_id", "T1"),
            ("credentials token", "secret-token"),
            ("number", "+5511999990000"),
        ):
            draft = draft.with_value(name, text)
        return draft


FINE = ConnectionReport(ok=True, number="+5511999990000", name="Loja Centro")


@pytest.fixture
def house(tmp_path: Path):
    made = _House(tmp_path, FINE)
    yield made
    made.close()


def verdicts(found: object) -> dict[str, Verdict]:
    return {check.name: check.verdict for check in found.checks}


def test_a_test_keeps_nothing(house: _House) -> None:
    report = house.setup.test(house.draft())
    assert report.ok and report.name == "Loja Centro"
    assert house.tried == [{"token": "secret-token"}]
    assert house.drawer.kept == {} and house.setup.instances() == []


def test_adding_keeps_instance_and_credentials_under_an_id_made_of_the_name(house: _House) -> None:
    added = house.setup.add(house.draft(), name="Loja Centro")
    assert added.kept and str(added.instance.ref) == "1/loja-centro"
    assert house.drawer.kept == {added.instance.ref: {"token": "secret-token"}}
    again = house.setup.add(house.draft(), name="Loja Centro")
    assert str(again.instance.ref) == "1/loja-centro-2"


def test_without_a_keychain_the_credentials_are_given_to_this_run_and_it_is_said(tmp_path: Path) -> None:
    house = _House(tmp_path, FINE, locked=True)
    added = house.setup.add(house.draft(), name="Loja")
    assert not added.kept
    assert house.remembered == {added.instance.ref: {"token": "secret-token"}}
    house.close()


@pytest.mark.parametrize("provider", FIELDS)
def test_the_fields_of_a_provider_are_those_that_it_takes(provider: str) -> None:
    facts = PROVIDERS[provider]
    for field in FIELDS[provider]:
        kind, _space, key = field.name.partition(" ")
        assert kind in ("base_url", "number", "set", "credentials")
        assert kind != "set" or key in facts.settings
        assert kind != "credentials" or (key in facts.credentials and field.secret)


@pytest.mark.parametrize("missing", ["set instance_id", "credentials token"])
def test_what_is_missing_is_named_before_anything_is_called(house: _House, missing: str) -> None:
    with pytest.raises(CommandError) as caught:
        house.setup.test(house.draft().with_value(missing, ""))
    assert caught.value.field == missing and house.tried == []


def test_an_address_without_tls_is_named(house: _House) -> None:
    with pytest.raises(CommandError) as caught:
        house.setup.check(house.draft().with_value("base_url", "http://example.com"))
    assert caught.value.field == "base_url"


def test_a_draft_takes_back_what_was_typed_and_never_shows_credentials(house: _House) -> None:
    draft = house.draft()
    assert draft.value("credentials token") == "secret-token" and draft.value("set instance_id") == "T1"
    assert "secret" not in repr(draft)
    assert draft.with_value("set instance_id", "").settings == {}


CASES = [
    (FINE, {"address": "passed", "key": "passed", "limits": "passed", "number": "passed"}),
    (
        ConnectionReport(ok=False, reason=Reason.OFFLINE),
        {"address": "failed", "key": "waiting", "limits": "passed", "number": "waiting"},
    ),
    (
        ConnectionReport(ok=False, reason=Reason.TOKEN_REFUSED),
        {"address": "passed", "key": "failed", "limits": "passed", "number": "waiting"},
    ),
    (
        ConnectionReport(ok=False, reason=Reason.NOT_FOUND),
        {"address": "passed", "key": "failed", "limits": "passed", "number": "waiting"},
    ),
    (
        ConnectionReport(ok=False, warnings=("not_connected",)),
        {"address": "passed", "key": "passed", "limits": "passed", "not_connected": "failed"},
    ),
    (
        ConnectionReport(ok=True, number="+5511999990000", warnings=("other_number",)),
        {"address": "passed", "key": "passed", "limits": "passed", "number": "passed", "other_number": "warned"},
    ),
]


@pytest.mark.parametrize(("answer", "expected"), CASES)
def test_an_answer_becomes_checks_that_depend_on_each_other(
    tmp_path: Path, answer: ConnectionReport, expected: dict[str, str]
) -> None:
    house = _House(tmp_path, answer)
    report = house.setup.test(house.draft())
    assert {name: verdict.value for name, verdict in verdicts(report).items()} == expected
    assert report.ok == ("failed" not in expected.values())
    house.close()


@pytest.mark.parametrize("name", ["address", "key", "limits", "number", "not_connected", "no_phone", "other_number"])
def test_every_check_has_words(name: str) -> None:
    assert check_title(name) != name
    assert check_title("of_tomorrow") == "of_tomorrow" and check_meaning("of_tomorrow") == ""


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Loja Centro", "loja-centro"),
        ("Pós-venda", "pos-venda"),
        ("  A & B  ", "a-b"),
        ("日本", "conta"),
        ("x" * 90, "x" * 60),
    ],
)
def test_a_name_suggests_an_id_that_can_be_part_of_a_path(name: str, id: str) -> None:
    assert id_stem(name) == id
    InstanceRef(ClientId(1), InstanceId(id))
