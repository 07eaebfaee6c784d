"""The stage of a journey in the window: data folder, instance, the gateway behind it, and the window when wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.journeys.shop import NUMBER, REF, Json, Shop, sandbox_shop
from tests.support.cli import Acervo
from tests.support.desktop.hands import Hands
from tests.support.desktop.program import WindowProcess
from tests.support.desktop.screen import Desktop
from tests.support.sandbox import SandboxProcess

ANA, ANA_NAME = "5511988887777", "Ana Ribeiro"
BIA, BIA_NAME = "5511977776666", "Bia Costa"


class Stage:
    """One client with one instance, whose gateway runs. `end` ends what was started.

    Attributes:
        acervo: the program's verbs on the same data folder; for use while no window runs.
        shop: the instance, with the steps that journeys share.
        desktop: where the window appears; `hands` are its mouse and keyboard.
        gateway: the running one; another object after `restart_gateway`.
    """

    def __init__(self, desktop: Desktop, folder: Path) -> None:
        self.desktop, self.folder = desktop, folder
        self.acervo = Acervo(folder / "data")
        self.gateway = self._gateway(port=0).start()
        self._windows: list[WindowProcess] = []
        try:
            self.acervo.client()
            self.shop: Shop = sandbox_shop(self.acervo, self.gateway)
        except BaseException:
            self.end()
            raise

    @property
    def hands(self) -> Hands:
        """Mouse and keyboard."""
        return self.desktop.hands

    @property
    def data_dir(self) -> Path:
        """The data folder."""
        return self.acervo.data_dir

    def window(
        self, *arguments: str, allow: Sequence[str] = (), environment: Mapping[str, str] | None = None
    ) -> WindowProcess:
        """Start the window on this data folder: `with stage.window() as window: window.wait_usable()`."""
        window = WindowProcess(self.desktop, self.data_dir, *arguments, allow=allow, environment=environment)
        self._windows.append(window)
        return window

    def says(self, text: str, *, by: str = ANA, name: str = ANA_NAME, **more: Any) -> Json:
        """Let a customer write; return the event."""
        return self.gateway.deliver(NUMBER, from_=by, name=name, text=text, **more)[0]

    def sends(self, file: Path, *, by: str = ANA, name: str = ANA_NAME, **more: Any) -> Json:
        """Let a customer send a file (`type`, `caption`, `voice`, `gone`, `expires_s` … besides); return the event."""
        return self.gateway.deliver(NUMBER, from_=by, name=name, file_path=str(file), **more)[0]

    def sent(self) -> list[Json]:
        """Return what the gateway took, each message as often as it did: the proof that nothing went twice."""
        return self.gateway.log(NUMBER)

    def misbehave(self, spec: str = "") -> None:
        """Let the gateway misbehave by a specification (`app.sandbox.misbehaviour`); "" behaves."""
        self.gateway.misbehave(spec)

    def stop_gateway(self) -> None:
        """Let the gateway go away, as a network does."""
        self.gateway.stop()

    def restart_gateway(self) -> None:
        """Let the gateway come back with all it knew, at the same address; it behaves."""
        self.gateway = self._gateway(port=self.gateway.port).start()

    def file(self, name: str, content: bytes) -> Path:
        """Make a file of the user's or a customer's; return its path."""
        path = self.folder / "files" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return path

    def end(self) -> None:
        """End what still runs."""
        for window in self._windows:
            window.end_quietly()
        self.gateway.stop()

    def _gateway(self, *, port: int) -> SandboxProcess:
        return SandboxProcess(seed=7, state_dir=self.folder / "gateway", port=port)


__all__ = ["ANA", "ANA_NAME", "BIA", "BIA_NAME", "NUMBER", "REF", "Stage"]
