"""The wizard asks step by step, tries before it keeps, and leads back to the field that is at fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import CommandError
from app.domain.ids import InstanceRef
from app.domain.reasons import ErrorCode, Reason
from app.services.accounts import Accounts, ProviderFacts
from app.services.gateway import ConnectionReport
from app.services.setup import Added, Setup
from app.storage.premises import DiskPremises
from app.storage.registry import SqlRegistry
from app.texts import set_language
from app.ui.bridge import Errands
from app.ui.dialogs.wizard.sheet import InstanceWizard
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from tests.unit.services.making import ScriptedGateway
from tests.unit.storage.making import OWNER

FACTS = {
    "wapi": ProviderFacts(frozenset({"instance_id"}), frozenset({"token"}), "https://wapi.example"),
    "sandbox": ProviderFacts(frozenset(), frozenset({"token"}), ""),
}
TOKEN = "a-token-of-a-test"


@dataclass
class Office:
    """Real accounts in a folder, a keychain in memory and a provider that answers `report`."""

    root: Path
    report: ConnectionReport = field(default_factory=lambda: ConnectionReport(True, "+5511999990000", "Loja Centro"))
    kept: dict[InstanceRef, Mapping[str, str]] = field(default_factory=dict)
    locked: bool = False
    remembered: dict[InstanceRef, Mapping[str, str]] = field(default_factory=dict)
    tried: list[Mapping[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.registry = SqlRegistry(self.root / "acervo.db")
        premises = DiskPremises(self.root, OWNER)
        self.accounts = Accounts(self.registry, premises, self, FACTS, lambda _instance: ScriptedGateway())
        self.setup = Setup(lambda: self.accounts, self.trial, self.remembered.__setitem__)

    def trial(self, _instance: object, credentials: Mapping[str, str]) -> ScriptedGateway:
        self.tried.append(credentials)
        gateway = ScriptedGateway()
        gateway.check = lambda: self.report  # type: ignore[method-assign]
        return gateway

    def load(self, ref: InstanceRef) -> Mapping[str, str] | None:
        return self.kept.get(ref)

    def save(self, ref: InstanceRef, credentials: Mapping[str, str]) -> None:
        if self.locked:
            raise CommandError(ErrorCode.NO_KEYCHAIN, "", "locked")
        self.kept[ref] = credentials

    def delete(self, ref: InstanceRef) -> None:
        self.kept.pop(ref, None)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    for name in ("Ramires", "Aroeira"):
        made.accounts.add_client(name)
    yield made
    made.registry.close()


class Walk:
    """A wizard and the hands on it."""

    def __init__(self, qtbot: QtBot, wizard: InstanceWizard) -> None:
        self.qtbot, self.wizard = qtbot, wizard

    def button(self, text: str) -> QAbstractButton:
        found = self.wizard.findChildren(QAbstractButton)
        return next(one for one in found if text in (one.text(), one.accessibleName()))

    def on(self) -> None:
        """Go on, until another page is there or a field says what is wrong with it."""
        before = self.page
        assert self.button("Continue").isEnabled()
        self.button("Continue").click()
        self.qtbot.waitUntil(lambda: self.page != before or bool(self.wrong()))

    def wrong(self) -> list[str]:
        """Return what the fields of the page complain about."""
        said = [label for label in self.wizard.findChildren(QLabel) if label.property("role") == "danger"]
        return [label.text() for label in said if label.isVisible()]

    def fill(self, **texts: str) -> None:
        for page in (self.wizard.address, self.wizard.credentials):
            for name, text in texts.items():
                full = {"instance_id": "set instance_id", "token": "credentials token"}.get(name, name)
                if page.has(full):
                    page.fill(full, text)

    @property
    def page(self) -> str:
        for name in ("provider", "address", "credentials", "checks", "naming"):
            if getattr(self.wizard, name).isVisible():
                return name
        return ""

    def to(self, page: str) -> None:
        self.qtbot.waitUntil(lambda: self.page == page)

    def tested(self) -> None:
        self.to("checks")
        self.qtbot.waitUntil(lambda: self.wizard.checks.report is not None)


@pytest.fixture
def walk(qtbot: QtBot, theme: Theme, icons: Icons, office: Office, errands: Errands) -> Walk:
    theme.reduced_motion = True
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    clients = office.accounts.clients()
    wizard = InstanceWizard(
        theme, icons, window, office.setup, errands, clients=clients, chosen=clients[1].id,
        usual={"wapi": "https://wapi.example"}, colours_taken=["anil", "azul"],
    )  # fmt: skip
    wizard.window_of_the_test = window
    wizard.open()
    return Walk(qtbot, wizard)


def test_an_instance_is_added_from_the_first_step_to_the_last(qtbot: QtBot, walk: Walk, office: Office) -> None:
    walk.on()
    assert walk.page == "address"
    walk.fill(instance_id="T34398-TEST")
    walk.on()
    walk.fill(token=TOKEN)
    walk.on()
    walk.tested()
    assert office.tried == [{"token": TOKEN}]
    assert office.accounts.instances() == []
    walk.on()
    assert (walk.page, walk.wizard.naming.name, walk.wizard.naming.colour) == ("naming", "Loja Centro", "violeta")
    with qtbot.waitSignal(walk.wizard.added) as added:
        walk.button("Add account").click()
    made, colour = added.args
    assert isinstance(made, Added)
    assert (str(made.instance.ref), made.instance.name, made.kept, colour) == (
        "2/loja-centro", "Loja Centro", True, "violeta",
    )  # fmt: skip
    assert office.kept == {made.instance.ref: {"token": TOKEN}}
    assert [instance.ref for instance in office.accounts.instances()] == [made.instance.ref]


def test_the_way_on_is_shut_until_all_that_is_needed_was_typed(walk: Walk) -> None:
    walk.on()
    assert not walk.button("Continue").isEnabled()
    assert any(label.text() == "Still needed: Instance id" for label in walk.wizard.findChildren(QLabel))
    walk.fill(instance_id="T1")
    assert walk.button("Continue").isEnabled()
    walk.fill(instance_id="   ")
    assert not walk.button("Continue").isEnabled()


@pytest.mark.parametrize(
    ("texts", "complaint"),
    [
        ({"number": "not a number"}, "A number is written like +5511999990000."),
        ({"base_url": "api.example"}, "An address looks like https://host/path."),
        ({"base_url": "https://[broken"}, "An address looks like https://host/path."),
        ({"base_url": "https://api.example:99999"}, "An address looks like https://host/path."),
        ({"base_url": "https://my host/"}, "An address looks like https://host/path."),
        (
            {"base_url": "http://api.example"},
            "Plain http is accepted for this computer only. Write https:// if the provider has it.",
        ),
    ],
)
def test_a_badly_written_field_says_so_before_the_next_step(
    walk: Walk, office: Office, texts: dict[str, str], complaint: str
) -> None:
    walk.on()
    walk.fill(instance_id="T1", **texts)
    walk.on()
    assert (walk.page, walk.wrong()) == ("address", [complaint])
    assert office.tried == []


def test_a_field_stops_complaining_once_something_else_is_typed(qtbot: QtBot, walk: Walk) -> None:
    walk.on()
    walk.fill(instance_id="T1", number="12")
    walk.on()
    line = walk.wizard.focusWidget()
    assert line.property("wrong") == "true" and line.accessibleDescription() == walk.wrong()[0]
    qtbot.keyClicks(line, "+5511988887777")
    assert walk.wrong() == [] and line.property("wrong") == "false"
    line.setText("+5511988887777")
    walk.on()
    assert walk.page == "credentials" and walk.wizard.draft.number == "+5511988887777"


def test_a_name_of_nothing_but_invisible_marks_is_refused_at_its_field(walk: Walk) -> None:
    walk.on()
    walk.fill(instance_id="T1", token=TOKEN)
    walk.on()
    walk.on()
    walk.tested()
    walk.on()
    walk.wizard.naming._name.fill("\u202e\u2066")
    walk.button("Add account").click()
    walk.qtbot.waitUntil(lambda: bool(walk.wrong()))
    assert (walk.page, walk.wrong()) == ("naming", ["A name has 1 to 200 characters."])
    assert walk.button("Add account").isEnabled()


def test_pressing_add_twice_adds_one_account(qtbot: QtBot, walk: Walk, office: Office) -> None:
    walk.on()
    walk.fill(instance_id="T1", token=TOKEN)
    walk.on()
    walk.on()
    walk.tested()
    walk.on()
    with qtbot.waitSignal(walk.wizard.added):
        for _press in range(3):
            walk.wizard._forward()
            walk.wizard.naming._name.changed.emit()
            walk.wizard.reject()
    assert len(office.accounts.instances()) == 1


def test_leaving_while_the_test_runs_disturbs_nobody(qtbot: QtBot, walk: Walk, office: Office) -> None:
    walk.on()
    walk.fill(instance_id="T1", token=TOKEN)
    walk.on()
    walk.on()
    walk.to("checks")
    with qtbot.waitSignal(walk.wizard.destroyed):
        walk.wizard.reject()
    qtbot.waitUntil(lambda: len(office.tried) <= 1)
    qtbot.wait(50)


@pytest.mark.parametrize(
    ("report", "ready"),
    [
        (ConnectionReport(ok=False, reason=Reason.TOKEN_REFUSED), False),
        (ConnectionReport(ok=False, reason=Reason.OFFLINE), False),
        (ConnectionReport(ok=True, number="+5511999990000", name="Loja"), True),
    ],
)
def test_only_what_failed_holds_back(walk: Walk, office: Office, report: ConnectionReport, ready: bool) -> None:
    office.report = report
    walk.on()
    walk.fill(instance_id="T1", token=TOKEN)
    walk.on()
    walk.on()
    walk.tested()
    assert walk.button("Continue").isEnabled() is ready
    assert walk.wizard.checks.report.ok is ready


@pytest.mark.parametrize(
    ("reason", "words"),
    [(Reason.TOKEN_REFUSED, "Change the key"), (Reason.OFFLINE, "Change the address"), (None, "Continue")],
)
def test_after_the_test_the_keyboard_is_at_what_is_wanted_next(
    qtbot: QtBot, walk: Walk, office: Office, reason: Reason | None, words: str
) -> None:
    office.report = ConnectionReport(ok=reason is None, reason=reason, name="Loja")
    walk.on()
    walk.fill(instance_id="T1", token=TOKEN)
    walk.on()
    walk.on()
    walk.tested()
    focus = walk.wizard.focusWidget()
    assert isinstance(focus, QAbstractButton) and focus.text() == words


def test_a_test_that_failed_can_be_run_again(qtbot: QtBot, walk: Walk, office: Office) -> None:
    office.report = ConnectionReport(ok=False, reason=Reason.OFFLINE)
    walk.on()
    walk.fill(instance_id="T1", token=TOKEN)
    walk.on()
    walk.on()
    walk.tested()
    office.report = ConnectionReport(ok=True, name="Loja")
    walk.button("Test again").click()
    qtbot.waitUntil(lambda: walk.wizard.checks.ready)
    assert len(office.tried) == 2
    assert walk.wizard.checks.summary.startswith(str(len(walk.wizard.checks.report.checks)))


def test_going_back_keeps_what_was_typed_and_another_provider_forgets_it(walk: Walk) -> None:
    walk.on()
    walk.fill(instance_id="T1")
    walk.button("Back").click()
    walk.on()
    assert walk.wizard.draft.settings == {"instance_id": "T1"}
    walk.button("Back").click()
    walk.wizard.provider.choose("sandbox")
    walk.on()
    assert walk.wizard.draft.settings == {}
    assert walk.wizard.address.has("base_url")
    assert not walk.wizard.address.has("set instance_id")
    assert walk.wizard.address.hint == "Still needed: Address"


def test_without_a_keychain_the_account_is_added_and_the_key_remembered_for_this_run(
    qtbot: QtBot, walk: Walk, office: Office
) -> None:
    office.locked = True
    walk.on()
    walk.fill(instance_id="T1", token=TOKEN)
    walk.on()
    walk.on()
    walk.tested()
    walk.on()
    with qtbot.waitSignal(walk.wizard.added) as added:
        walk.button("Add account").click()
    assert not added.args[0].kept
    assert office.remembered == {added.args[0].instance.ref: {"token": TOKEN}}


def test_leaving_keeps_nothing(qtbot: QtBot, walk: Walk, office: Office) -> None:
    walk.on()
    walk.fill(instance_id="T1", token=TOKEN)
    with qtbot.waitSignal(walk.wizard.rejected):
        qtbot.keyClick(walk.wizard, Qt.Key.Key_Escape)
    assert (office.accounts.instances(), office.kept) == ([], {})


def test_the_token_is_in_no_text_that_can_be_read(walk: Walk) -> None:
    walk.on()
    walk.fill(instance_id="T1", token=TOKEN)
    walk.on()
    said = [label.text() for label in walk.wizard.findChildren(QLabel)]
    said += [part.accessibleName() + part.accessibleDescription() for part in walk.wizard.findChildren(QWidget)]
    assert TOKEN not in "".join(said) + repr(walk.wizard.draft)


def test_the_wizard_speaks_every_language(walk: Walk) -> None:
    set_language("pt_BR")
    walk.wizard.retranslate()
    assert walk.button("Continuar").isEnabled()
    assert walk.button("Cancelar")
