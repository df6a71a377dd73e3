"""Rows of `GET /api/v3/user` with a token, against `return 200` and a bare hello."""

import contextlib
import functools
from collections.abc import Iterator

from bench import table
from bench.api import everyday, with_postgresql
from bench.api.load import CONNECTIONS, USER, Generator, Load, asks_who_it_is, cores
from bench.ours import Watchword
from bench.peers.hello import Hello
from bench.peers.nginx import Nginx
from bench.rotation import Clockwork, Series
from bench.stage import FULL, QUICK, Measures, Stage, Table
from bench.table import Row
from bench.targets import Plan, ratio

OURS, NGINX, HELLO = "watchword", "nginx `return 200`", "a bare hello on the same HTTP server"
CPU, RATE = (ratio("cpu", 2.5),), (ratio("rate", 0.2, at_least=True),)
PLANS = {
    Plan("api-user-1-worker", CPU, HELLO): 1,
    Plan("api-user-1-worker-nginx", RATE, NGINX): 1,
    Plan("api-user-2-workers", CPU, HELLO): 2,
    Plan("api-user-2-workers-nginx", RATE, NGINX): 2,
}
"""Each with its number of workers."""
TLS = Plan("api-user-tls-connections", (ratio("cpu", 1.0),), NGINX)
COLUMNS = (
    table.ratio("Requests/s (more is better)", "rate"),
    table.ratio("Server CPU per request", "cpu"),
)
ABOUT = f"""\
Asked by `wrk` on {CONNECTIONS} connections that stay open, with {FULL.used:,} of {FULL.tokens:,}
tokens in turn, of {FULL.people:,} accounts. Requests are counted against a limit that is never
reached, and the last use of each token is written down. Of other requests and of pages it is only
said what they cost beside `GET {USER}`. A page is asked for by somebody who is signed in.
Processes of PostgreSQL count as the server's.
"""


@contextlib.contextmanager
def _open(stage: Stage) -> Iterator[Measures]:
    ours, clock, folder = stage.ours, stage.clock, stage.room("api")
    seconds = 1 if stage.quick else 2

    @functools.cache
    def of_workers(workers: int) -> Series:
        # Two plans each look at these figures.
        server, client = cores() if workers == 1 else (None, None)
        return _plain(ours, Generator(folder, seconds, client), workers, server, clock)

    def plain(plan: Plan) -> list[Row]:
        workers = PLANS[plan]
        name = f"`GET {USER}`, {workers} worker{'s'[: workers - 1]}"
        name += ", server and client on a core each" * (workers == 1 and cores() != (None, None))
        return [Row(plan, name, plan.against, of_workers(workers), OURS)]

    def over_tls(plan: Plan) -> list[Row]:
        series = _over_tls(ours, Generator(folder, seconds, close=True), clock)
        name = f"`GET {USER}`, 2 workers, a new TLS connection for each request"
        return [Row(plan, name, NGINX, series, OURS)]

    def on_postgresql(plan: Plan) -> list[Row]:
        filling = QUICK if stage.quick else FULL
        generator = Generator(folder, seconds, cores()[1])
        return with_postgresql.rows(plan, filling, generator, clock)

    yield {plan.name: plain for plan in PLANS} | {
        with_postgresql.PLAN.name: on_postgresql,
        TLS.name: over_tls,
        everyday.PLAN.name: lambda plan: everyday.rows(plan, ours, folder, seconds, clock),
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
            OURS: asks_who_it_is(ours),
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
            OURS: asks_who_it_is(ours),
        }
        return generator.series(loads, clock)
    finally:
        ours.stop()
        nginx.stop()


TABLE = Table(
    name="api",
    title="The API and pages",
    about=ABOUT,
    columns=COLUMNS,
    plans=(*PLANS, TLS, everyday.PLAN, with_postgresql.PLAN),
    open=_open,
)
