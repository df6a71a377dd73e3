"""Rows of the API: `GET /api/v3/user` with a token, against `return 200` and a bare hello."""

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.accounting import Account, measured
from bench.ours import Watchword
from bench.peers.hello import Hello
from bench.peers.nginx import Nginx
from bench.rotation import Clockwork, Series, in_turn
from bench.running import Failed, environment, found, quiet, run
from bench.stage import ACCOUNTS, TOKENS, Measures, Stage, Table
from bench.table import Row, ratio
from bench.targets import Plan

CONNECTIONS = 32
PATH = "/api/v3/user"
OURS, NGINX, HELLO = "watchword", "nginx `return 200`", "a bare hello on the same HTTP server"
SERVER_CORE, CLIENT_CORE = 0, 1
SCRIPT = Path(__file__).with_name("rotate.lua")
ONE, TWO = Plan("api-user-1-worker"), Plan("api-user-2-workers")
CONNECTIONS_OVER_TLS = Plan("api-user-tls-connections")
ABOUT = f"""\
The API is asked by `wrk` on {CONNECTIONS} connections that stay open, with one token in ten out of
{TOKENS:,}, of {ACCOUNTS:,} accounts, in turn.
"""


@dataclass(frozen=True)
class Load:
    """One contestant under wrk."""

    url: str
    path: str
    account: Account
    values: Path | None = None
    """A file of Authorization values; the next one is taken for each request."""


@dataclass(frozen=True)
class Generator:
    """wrk, for so many whole seconds at a time."""

    folder: Path
    seconds: int
    core: int | None = None
    close: bool = False
    """A new connection for each request."""

    def run(self, load: Load) -> dict[str, float]:
        """Give requests and seconds. Raises Failed where one request was not answered with 200."""
        argv = [found("wrk"), "-t1", f"-c{CONNECTIONS}", f"-d{self.seconds}s", "--timeout", "10s"]
        argv += ["-s", str(SCRIPT), load.url, "--", load.path, str(load.values or "-")]
        argv += ["close"] * self.close
        if self.core is not None:
            argv = [found("taskset"), "-c", str(self.core), *argv]
        told = run(argv, environment(self.folder / "home"))
        result = json.loads(told.strip().splitlines()[-1])
        if result["status"] or result["socket"] or not result["requests"]:
            msg = f"{load.url}{load.path}: not every answer was good: {result}"
            raise Failed(msg)
        return {"requests": result["requests"], "seconds": result["microseconds"] / 1e6}

    def measure(self, load: Load) -> dict[str, float]:
        """Give requests per second and processor seconds of the server for each request."""
        with measured(load.account) as used:
            done = self.run(load)
        rate = done["requests"] / done["seconds"]
        return {"rate": rate, "cpu": used.cpu / done["requests"]}

    def series(self, loads: dict[str, Load], clock: Clockwork) -> Series:
        """Warm everybody up, then measure in turn."""
        for load in loads.values():
            self.run(load)
        for load in loads.values():
            quiet(load.account)
        return in_turn(
            [(name, lambda load=load: self.measure(load)) for name, load in loads.items()], clock
        )


@contextlib.contextmanager
def _open(stage: Stage) -> Iterator[Measures]:
    ours, clock, folder = stage.ours, stage.clock, stage.room("api")
    seconds = 1 if stage.quick else 2

    def plain(plan: Plan, workers: int) -> list[Row]:
        alone = workers == 1 and len(os.sched_getaffinity(0)) > 1
        generator = Generator(folder, seconds, CLIENT_CORE if alone else None)
        series = _plain(ours, generator, workers, SERVER_CORE if alone else None, clock)
        name = f"`GET {PATH}`, {workers} worker{'s'[: workers - 1]}"
        name += ", server and client on a core each" * alone
        return [Row(plan, name, peer, series, OURS) for peer in (NGINX, HELLO)]

    def over_tls(plan: Plan) -> list[Row]:
        series = _over_tls(ours, Generator(folder, seconds, close=True), clock)
        name = f"`GET {PATH}`, 2 workers, a new TLS connection for each request"
        return [Row(plan, name, NGINX, series, OURS)]

    yield {
        ONE.name: lambda plan: plain(plan, 1),
        TWO.name: lambda plan: plain(plan, 2),
        CONNECTIONS_OVER_TLS.name: over_tls,
    }


def _plain(
    ours: Watchword, generator: Generator, workers: int, core: int | None, clock: Clockwork
) -> Series:
    nginx, hello = (kind(generator.folder, workers, core) for kind in (Nginx, Hello))
    try:
        nginx.start()
        hello.start()
        ours.start_plain(workers, core)
        loads = {
            NGINX: Load(f"http://127.0.0.1:{nginx.plain}", "/", nginx.account),
            HELLO: Load(f"http://127.0.0.1:{hello.plain}", "/", hello.account),
            OURS: Load(f"http://127.0.0.1:{ours.plain}", PATH, ours.account, ours.tokens),
        }
        return generator.series(loads, clock)
    finally:
        for one in (ours, hello, nginx):
            one.stop()


def _over_tls(ours: Watchword, generator: Generator, clock: Clockwork) -> Series:
    nginx = Nginx(generator.folder, 2)
    try:
        nginx.start()
        ours.start(2)
        loads = {
            NGINX: Load(f"https://127.0.0.1:{nginx.tls}", "/", nginx.account),
            OURS: Load(f"https://127.0.0.1:{ours.tls}", PATH, ours.account, ours.tokens),
        }
        return generator.series(loads, clock)
    finally:
        ours.stop()
        nginx.stop()


TABLE = Table(
    name="api",
    title="The API",
    about=ABOUT,
    columns=(
        ratio("Requests/s (more is better)", "rate"),
        ratio("Server CPU per request", "cpu"),
    ),
    plans=(ONE, TWO, CONNECTIONS_OVER_TLS),
    open=_open,
)
