"""What the journeys share: the program on a data folder of its own, the servers, and logs shown where a test fails."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.journeys.shop import REF, Shop, sandbox_shop, wapi_shop
from tests.journeys.wapi_events import INSTANCE_ID
from tests.support.cli import Acervo
from tests.support.media_host import MediaHost
from tests.support.sandbox import SandboxProcess
from tests.support.wapi_process import WapiProcess

SOAK = bool(os.environ.get("ACERVO_SOAK"))
_SHOWN_BYTES = 4000


@pytest.fixture
def soak() -> bool:
    """Tell whether the long version runs."""
    return SOAK


@pytest.fixture
def acervo(tmp_path: Path) -> Acervo:
    """Return the program with client 1 in its data folder."""
    acervo = Acervo(tmp_path / "data")
    assert acervo.client() == 1
    return acervo


@pytest.fixture
def media_host() -> Iterator[MediaHost]:
    """Return WhatsApp's media host."""
    with MediaHost() as host:
        yield host


@pytest.fixture
def wapi(tmp_path: Path) -> Iterator[WapiProcess]:
    """Return the W-API stand-in, running."""
    folder = tmp_path / "wapi"
    folder.mkdir()
    with WapiProcess(folder) as process:
        yield process


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[SandboxProcess]:
    """Return the sandbox gateway, running."""
    with SandboxProcess(seed=7, state_dir=tmp_path / "gateway") as process:
        yield process


@pytest.fixture
def quiet_loja(acervo: Acervo) -> Shop:
    """Return instance 1/loja of W-API with nobody behind it: files can be read into it."""
    acervo.run("instance", "add", REF, "--provider", "wapi", "--set", f"instance_id={INSTANCE_ID}")
    return Shop(acervo)


@pytest.fixture
def wapi_loja(acervo: Acervo, wapi: WapiProcess, media_host: MediaHost) -> Shop:
    """Return instance 1/loja of W-API."""
    return wapi_shop(acervo, wapi, media_host)


@pytest.fixture
def sandbox_loja(acervo: Acervo, sandbox: SandboxProcess) -> Shop:
    """Return instance 1/loja of the sandbox."""
    return sandbox_shop(acervo, sandbox)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show the ends of the program's log files beside a failure."""
    report = yield
    if report.when == "call" and report.failed:
        folder = getattr(item, "funcargs", {}).get("tmp_path")
        for file in sorted(folder.glob("*/log/*")) if folder else ():
            said = file.read_bytes()[-_SHOWN_BYTES:].decode(errors="replace")
            if said:
                report.sections.append((f"the end of {file.relative_to(folder)}", said))
    return report
