"""Rows of git: ls-remote, clone and push, against nginx with git http-backend and file://."""

import contextlib
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.accounting import Nothing, measured
from bench.git import generated
from bench.git.client import Client
from bench.git.generated import Shape
from bench.git.places import Folder, OurPlace, Place
from bench.ours import Watchword
from bench.peers.nginx import HttpBackend
from bench.rotation import Clockwork, Measure, in_turn
from bench.running import environment, quiet
from bench.stage import Measures, Stage, Table
from bench.table import Row, both, ratio
from bench.targets import Plan

OURS = "watchword"
BACKEND = "nginx + fcgiwrap + `git http-backend`"
CAREFUL = f"{BACKEND}, with Watchword's checks and syncs"
FILE = "`file://`"
CHECKS_AND_SYNCS = {
    "receive.fsckObjects": "true",
    "core.fsync": "all",
    "core.fsyncMethod": "batch",
}
SETTLE = 0.15
"""Seconds that a server's processes get to end after the client did."""
WORKERS = 2
LISTING, CLONE, PUSH = Plan("git-ls-remote"), Plan("git-clone"), Plan("git-push")
ABOUT = """\
All git goes over TLS, to private repositories, with a password from git's credential store after
the server asked for one; "cold" means that no answer was kept from before. Watchword checks each
object that is pushed and syncs it to the disk before it says yes, git's own defaults do not: so
pushing is also compared to the same peer with both switched on.
"""


@dataclass(frozen=True)
class Sizes:
    """How much is cloned and pushed, and how often references are listed in one measurement."""

    large: Shape
    pushed: int
    """MiB."""
    listings: int


FULL = Sizes(generated.LARGE, pushed=50, listings=20)
QUICK = Sizes(generated.LESS_LARGE, pushed=10, listings=10)


class Rows:
    """The contestants, running, and a client that knows them."""

    def __init__(
        self, folder: Path, places: dict[str, Place], client: Client, clock: Clockwork
    ) -> None:
        self._sources = folder / "sources"
        self._sources.mkdir()
        self._environment = environment(folder / "home")
        self._places = places
        self._client = client
        self._clock = clock

    def listing(self, plan: Plan, times: int) -> list[Row]:
        """`git ls-remote` of the small repository."""
        source, told = self._source(generated.SMALL)
        self._serve(source)

        def measure(place: Place) -> None:
            self._client.ls_remote(place.url(source.stem), times)

        rivals = (BACKEND, FILE)
        return self._rows(plan, f"`git ls-remote`, {told}", rivals, self._measures(rivals, measure))

    def clone(self, plan: Plan, shape: Shape) -> list[Row]:
        """`git clone` of the large repository, each time from the beginning."""
        source, told = self._source(shape)
        self._serve(source)

        def measure(place: Place) -> None:
            self._client.clone(place.url(source.stem))

        rivals = (BACKEND, FILE)
        return self._rows(
            plan, f"cold `git clone`, {told}", rivals, self._measures(rivals, measure)
        )

    def push(self, plan: Plan, mebibytes: int) -> list[Row]:
        """`git push` into an empty repository."""
        source, _ = self._source(generated.pushed(mebibytes))
        numbers = itertools.count(1)

        def measure(place: Place) -> None:
            self._client.push(source, place.url(f"pushed-{number}"))

        def before(place: Place) -> None:
            nonlocal number
            number = next(numbers)
            place.add(f"pushed-{number}")

        number = 0
        rivals = (BACKEND, CAREFUL, FILE)
        measures = self._measures(rivals, measure, before)
        return self._rows(plan, f"`git push` of {mebibytes} MiB", rivals, measures)

    def _source(self, shape: Shape) -> tuple[Path, str]:
        """Make a repository to clone or to push from; gives it and how large it is."""
        path = generated.make(shape, self._sources, self._environment)
        return path, generated.size(path, self._environment)

    def _serve(self, source: Path) -> None:
        """Push a repository everywhere, then bring all copies into the same packed state."""
        for name, place in self._places.items():
            if name == CAREFUL:
                continue
            path = place.add(source.stem)
            self._client.push(source, place.url(source.stem))
            generated.pack(path, self._environment)

    def _measures(
        self,
        rivals: tuple[str, ...],
        act: Callable[[Place], None],
        before: Callable[[Place], None] = lambda _: None,
    ) -> dict[str, Measure]:
        def measure(place: Place) -> dict[str, float]:
            before(place)
            quiet(place.account)
            with measured(place.account, SETTLE) as used:
                act(place)
            told = {"wall": used.wall}
            if place.account.pids():
                told["memory"] = used.memory / 2**20
            if place.account.complete:
                told["cpu"] = used.cpu
            return told

        return {name: (lambda place=self._places[name]: measure(place)) for name in (OURS, *rivals)}

    def _rows(
        self, plan: Plan, what: str, rivals: tuple[str, ...], measures: dict[str, Measure]
    ) -> list[Row]:
        series = in_turn(list(measures.items()), self._clock)
        return [Row(plan, what, rival, series, OURS) for rival in rivals]


@contextlib.contextmanager
def _contestants(ours: Watchword, folder: Path) -> Iterator[tuple[dict[str, Place], Client]]:
    """Start the servers; stop them at the end."""
    backend = HttpBackend(folder)
    try:
        backend.start()
        ours.start(WORKERS)
        served, url = backend.repositories, backend.address.url
        (served / "careful").mkdir()
        places: dict[str, Place] = {
            OURS: OurPlace(ours),
            BACKEND: Folder(served, url, backend.account, {}),
            CAREFUL: Folder(
                served / "careful", f"{url}/careful", backend.account, CHECKS_AND_SYNCS
            ),
            FILE: Folder(folder / "plain", f"file://{folder}/plain", Nothing(), {}),
        }
        yield places, Client(folder / "client", [ours.address, backend.address])
    finally:
        ours.stop()
        backend.stop()


@contextlib.contextmanager
def _open(stage: Stage) -> Iterator[Measures]:
    folder, sizes = stage.room("git"), QUICK if stage.quick else FULL
    with _contestants(stage.ours, folder) as (places, client):
        made = Rows(folder, places, client, stage.clock)
        yield {
            LISTING.name: lambda plan: made.listing(plan, sizes.listings),
            CLONE.name: lambda plan: made.clone(plan, sizes.large),
            PUSH.name: lambda plan: made.push(plan, sizes.pushed),
        }


TABLE = Table(
    name="git",
    title="Git",
    about=ABOUT,
    columns=(
        ratio("Wall time", "wall"),
        ratio("Server CPU", "cpu"),
        both("Peak memory over idle, MiB: Watchword / the other", "memory"),
    ),
    plans=(LISTING, CLONE, PUSH),
    open=_open,
)
