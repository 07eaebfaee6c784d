"""Clients, instances and what spans them: the gallery and the statistics of one client, never of two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from app.domain.accounts import VaultForm
from app.domain.errors import CommandError
from app.domain.ids import ClientId, InstanceRef, instance_ref
from app.domain.kinds import MediaKind
from app.domain.reasons import ErrorCode
from app.services.accounts import Accounts, ProviderFacts
from app.services.gallery import Gallery
from app.services.statistics import StatisticsDesk
from app.services.store import GalleryQuery
from app.storage.premises import DiskPremises
from app.storage.registry import SqlRegistry
from tests.unit.services.making import ScriptedGateway
from tests.unit.storage.making import NOW, OWNER, message, remote

FACTS = {
    "wapi": ProviderFacts(
        frozenset({"instance_id", "media_host", "max_document_mb"}), frozenset({"token"}), "https://x.example"
    ),
    "sandbox": ProviderFacts(frozenset(), frozenset({"token"}), ""),
}


class Drawer:
    """A keychain in memory; `locked` makes it answer as none."""

    def __init__(self) -> None:
        self.entries: dict[InstanceRef, Mapping[str, str]] = {}
        self.locked = False

    def load(self, ref: InstanceRef) -> Mapping[str, str] | None:
        return self.entries.get(ref)

    def save(self, ref: InstanceRef, credentials: Mapping[str, str]) -> None:
        if self.locked:
            raise CommandError(ErrorCode.NO_KEYCHAIN, "", "locked")
        self.entries[ref] = credentials

    def delete(self, ref: InstanceRef) -> None:
        self.entries.pop(ref, None)


class Office:
    def __init__(self, root: Path) -> None:
        self.registry = SqlRegistry(root / "acervo.db")
        self.premises = DiskPremises(root, OWNER)
        self.drawer = Drawer()
        self.accounts = Accounts(self.registry, self.premises, self.drawer, FACTS, lambda _instance: ScriptedGateway())

    def fill(self, ref: str, count: int, *, every_s: int = 10, first: int = 0) -> None:
        with self.premises.open_store(instance_ref(ref)) as store, store.write() as tx:
            for number in range(count):
                kind = list(MediaKind)[number % 5]
                media = remote(kind, name=f"{ref[-1]}-{number:03}", mime="x/y")
                tx.library.record(message(f"M{number}", media=media, sent_at=int(NOW) + first + number * every_s))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.registry.close()


def test_a_client_and_an_instance_are_added_and_listed(office: Office) -> None:
    client = office.accounts.add_client("Móveis Ramires")
    office.accounts.add_instance(
        instance_ref("1/loja"), provider="wapi", number="11 99999-0001".replace("11", "5511", 1)
    )
    assert (client.id, office.accounts.clients()) == (1, [client])
    instance = office.accounts.instance(instance_ref("1/loja"))
    assert (instance.number, instance.base_url, len(instance.hook_secret) >= 32) == (
        "+5511999990001",
        "https://x.example",
        True,
    )


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"provider": "telegraph"}, "provider"),
        ({"provider": "cloud"}, "provider"),
        ({"provider": "sandbox"}, "base_url"),
        ({"provider": "wapi", "base_url": "http://example.com"}, "base_url"),
        ({"provider": "wapi", "number": "abc"}, "number"),
        ({"provider": "wapi", "settings": {"colour": "red"}}, "set colour"),
        ({"provider": "wapi", "settings": {"media_host": "ftp://x"}}, "set media_host"),
        ({"provider": "wapi", "settings": {"max_document_mb": "-1"}}, "set max_document_mb"),
        ({"provider": "wapi", "credentials": {"password": "x"}}, "credentials password"),
    ],
)
def test_what_is_wrong_with_an_instance_is_named(office: Office, options: dict[str, object], field: str) -> None:
    office.accounts.add_client("A")
    with pytest.raises(CommandError) as caught:
        office.accounts.add_instance(instance_ref("1/loja"), **options)  # type: ignore[arg-type]
    assert caught.value.field == field
    assert office.accounts.instances() == []


def test_the_same_instance_twice_and_an_unknown_client_are_refused(office: Office) -> None:
    office.accounts.add_client("A")
    office.accounts.add_instance(instance_ref("1/loja"), provider="wapi")
    for ref, code in (("1/loja", ErrorCode.ALREADY_EXISTS), ("7/loja", ErrorCode.NOT_FOUND)):
        with pytest.raises(CommandError) as caught:
            office.accounts.add_instance(instance_ref(ref), provider="wapi")
        assert caught.value.code is code


def test_the_sealed_form_is_not_promised_before_it_exists(office: Office) -> None:
    with pytest.raises(CommandError) as caught:
        office.accounts.add_client("A", vault=VaultForm.SEALED)
    assert caught.value.code is ErrorCode.NOT_YET


def test_without_a_keychain_the_instance_stays_and_the_credentials_do_not(office: Office) -> None:
    office.accounts.add_client("A")
    office.drawer.locked = True
    with pytest.raises(CommandError) as caught:
        office.accounts.add_instance(instance_ref("1/loja"), provider="wapi", credentials={"token": "t"})
    assert caught.value.code is ErrorCode.NO_KEYCHAIN
    assert len(office.accounts.instances()) == 1
    assert office.drawer.entries == {}


def test_removing_a_client_really_deletes_what_it_had(office: Office, tmp_path: Path) -> None:
    office.accounts.add_client("A")
    office.accounts.add_instance(instance_ref("1/loja"), provider="wapi", credentials={"token": "t"})
    office.fill("1/loja", 5)
    removed = office.accounts.remove_client(ClientId(1))
    assert removed.messages == 5
    assert removed.files >= 1
    assert office.drawer.entries == {}
    assert list(tmp_path.glob("media_storage/*")) == []
    assert office.accounts.clients() == []


@pytest.mark.parametrize("sort", ["date", "size", "name"])
@pytest.mark.parametrize("limit", [1, 7, 50])
def test_a_clients_gallery_merges_its_instances_without_gaps_or_doubles(office: Office, sort: str, limit: int) -> None:
    office.fill("1/a", 23)
    office.fill("1/b", 31, every_s=7, first=3)
    office.fill("2/c", 9)
    refs = [instance_ref("1/a"), instance_ref("1/b")]
    gallery = Gallery(office.premises)
    seen: list[tuple[InstanceRef, int]] = []
    times: list[int] = []
    after = ""
    for _page in range(60):
        page = gallery.page(refs, GalleryQuery(sort=sort, limit=limit, after=after))
        assert page.total == 54
        assert len(page.items) <= limit
        seen += [(ref, item.id) for ref, item in page.items]
        times += [item.sent_at for _ref, item in page.items]
        after = page.next
        if not after:
            break
    assert len(seen) == len(set(seen)) == 54
    assert {str(ref) for ref, _id in seen} == {"1/a", "1/b"}
    if sort == "date":
        assert times == sorted(times, reverse=True)


@pytest.mark.parametrize("cursor", ["x", "e30x", "bnVsbA=="])
def test_a_strange_cursor_is_refused_by_name(office: Office, cursor: str) -> None:
    refs = [instance_ref("1/a"), instance_ref("1/b")]
    with pytest.raises(CommandError) as caught:
        Gallery(office.premises).page(refs, GalleryQuery(after=cursor))
    assert caught.value.field == "after"


def test_statistics_of_a_client_are_the_sum_of_its_instances(office: Office) -> None:
    office.fill("1/a", 10)
    office.fill("1/b", 5)
    desk = StatisticsDesk(office.premises)
    one, both = desk.of([instance_ref("1/a")]), desk.of([instance_ref("1/a"), instance_ref("1/b")])
    assert (one.media, both.media, both.messages) == (10, 15, 15)
    assert both.by_kind == {kind.value: 3 for kind in MediaKind}
    assert sum(both.by_state.values()) == 15
