"""Make a synthetic data folder: real schema, real rows, real thumbnails, and a sample of real files.

    python tests/benchmarks/make_library.py --media N --out DIR [--seed S] [--json]

Client 1 with the instance 1/loja (N media, as many texts) and a small second one, 1/atelie (a hundredth of N). The
same N and seed always give the same rows.

* Kinds: 52 % images, 22 % voice notes, 14 % documents (seven of ten PDF), 8 % videos, 4 % stickers; 62 % came in.
* States: 20 % remote (one in twenty of them put off with a reason), 3 % failed, expired or quarantined, going round
  every way in which that can happen; 77 % local. One in a hundred was sent by our own queue; of these some failed,
  were cancelled or stand unconfirmed, so that every reason there is occurs somewhere. No send is open.
* Time: ten years to June 2026, slowly growing; November 2024 alone has 7 %.
* Chats: one has 20 %, the others less and less; a contact for each fifty media, at most 20,000, with phones, LIDs or
  both, one in twenty a group. Names, texts and file names in Portuguese, Spanish, English, Arabic, Chinese, Japanese,
  Hebrew, Russian and more, with accents, emoji, and some that are very long.
* Bytes: people forward what they get, so ten pictures share one blob (see `library.blobs`), each with thumbnails of 256
  and 512 pixels from a pool of up to 400 pictures that really differ; every voice note has its own waveform. 500 files
  (fewer in a small library) lie on disk, and the newest media of each kind show them. The other blobs are rows alone:
  a million media take less than 6 GB.
* Messages whose media is not here keep their payload, outgoing ones their ticks.

The addresses of both instances lead nowhere (loopback, port 9): nothing can be fetched or sent by accident.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.domain.accounts import Instance, VaultForm
from app.domain.ids import ClientId, InstanceRef, instance_ref
from app.services.registry import Registry
from app.storage.premises import DiskPremises
from app.storage.registry import SqlRegistry
from app.system.paths import DataDir, open_data_dir
from tests.benchmarks.library import files, pictures
from tests.benchmarks.library.build import Built, Wish, build
from tests.benchmarks.library.rows import OWN_NUMBER

CLIENT = ClientId(1)
LARGE, SMALL = instance_ref("1/loja"), instance_ref("1/atelie")
DEFAULT_SEED = 7
MOST_CONTACTS = 20_000
NOWHERE = "http://127.0.0.1:9"
_OWNER = "make-library"

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Library:
    """What was made, as `--json` prints it."""

    folder: str
    media: int
    messages: int
    contacts: int
    blobs: int
    thumbnails: int
    files: int
    size_bytes: int
    seconds: float


def make_library(folder: Path, media: int, *, seed: int = DEFAULT_SEED, tell: Tell = lambda text: None) -> Library:
    """Make a data folder with about `media` media.

    Args:
        folder: absent or empty.
        media: of the large instance; at least 100.

    Raises:
        FileExistsError: there is something in the folder.
    """
    started = time.monotonic()
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(folder)
    wishes = {
        LARGE: Wish(media, _contacts(media), _files(media), seed),
        SMALL: Wish(max(100, media // 100), 20, 20, seed + 1),
    }
    data = open_data_dir(str(folder))
    pool = pictures.pool(max(24, min(pictures.POOL, media // 50)), seed)
    tell(f"{len(pool)} pictures are drawn")
    premises = DiskPremises(data.root, _OWNER)
    _register(data, list(wishes))
    built = []
    for ref, wish in wishes.items():
        tell(f"{ref}:")
        with premises.open_store(ref):
            pass
        built.append(build(data.instance(ref), premises.vault(ref), wish, pool, tell))
    return _report(folder, built, time.monotonic() - started)


def _contacts(media: int) -> int:
    return max(40, min(MOST_CONTACTS, media // 50))


def _files(media: int) -> int:
    return max(40, min(files.SAMPLE, media // 50))


def _register(data: DataDir, refs: list[InstanceRef]) -> None:
    registry = SqlRegistry(data.registry_db)
    try:
        registry.add_client("Padaria São João & Filhos 🥖", id=CLIENT, vault=VaultForm.PLAIN)
        for number, ref in enumerate(refs):
            _add_instance(registry, ref, number)
    finally:
        registry.close()


def _add_instance(registry: Registry, ref: InstanceRef, number: int) -> None:
    registry.add_instance(
        Instance(
            ref=ref,
            provider="wapi",
            name=f"{str(ref.instance).capitalize()} – atendimento",
            number=OWN_NUMBER[:-1] + str(number + 1),
            base_url=NOWHERE,
            settings={"instance_id": "T34398-SYNTHETIC", "media_host": NOWHERE},
            hook_secret=f"synthetic-{number}",
        )
    )


def _report(folder: Path, built: list[Built], took_s: float) -> Library:
    return Library(
        folder=str(folder),
        media=sum(one.media for one in built),
        messages=sum(one.messages for one in built),
        contacts=sum(one.contacts for one in built),
        blobs=sum(one.blobs for one in built),
        thumbnails=sum(one.thumbnails for one in built),
        files=sum(len(one.files) for one in built),
        size_bytes=sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()),
        seconds=round(took_s, 1),
    )


def main() -> int:
    """Read the arguments, make the library, say what it became."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--media", type=int, required=True, metavar="N", help="media of the large instance")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="a folder that is absent or empty")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help=f"{DEFAULT_SEED} unless given")
    parser.add_argument("--json", action="store_true", help="print one JSON object; progress goes to standard error")
    arguments = parser.parse_args()
    if arguments.media < 100:
        parser.error("--media: at least 100")
    started = time.monotonic()

    def tell(text: str) -> None:
        print(f"{time.monotonic() - started:7.1f} s  {text}", file=sys.stderr, flush=True)

    try:
        made = make_library(arguments.out, arguments.media, seed=arguments.seed, tell=tell)
    except FileExistsError:
        parser.error("--out: there is something in this folder already")
    print(json.dumps({"library": asdict(made)}) if arguments.json else _said(made))
    return 0


def _said(made: Library) -> str:
    facts = f"{made.media:,} media, {made.messages:,} messages, {made.thumbnails:,} thumbnails, {made.files} files"
    return f"{facts}; {made.size_bytes / 1e9:.2f} GB in {made.seconds:.0f} s: {made.folder}"


if __name__ == "__main__":
    sys.exit(main())
