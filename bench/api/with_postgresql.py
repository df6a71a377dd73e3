"""Rows on PostgreSQL, where its server is installed: reported, nothing is promised."""

import sys
from pathlib import Path

from bench.api.everyday import WHO, of_programs
from bench.api.load import Generator, Load, asks_who_it_is, cores
from bench.ours import Filling, Watchword
from bench.peers import postgresql
from bench.peers.hello import Hello
from bench.rotation import Clockwork
from bench.table import Row
from bench.targets import Plan

PLAN = Plan("api-postgresql")
HERE = f"{WHO} on PostgreSQL"
HELLO = "a bare hello on the same HTTP server"


def rows(plan: Plan, filling: Filling, generator: Generator, clock: Clockwork) -> list[Row]:
    """`GET /user` beside a bare hello, and other requests beside it.

    What PostgreSQL's own processes use counts as the server's.
    """
    binaries = postgresql.programs()
    if binaries is None:
        print(f"{plan.name} is left out: PostgreSQL's server is not installed", file=sys.stderr)
        return []
    server, _ = cores()
    with postgresql.running(binaries, server) as database:
        ours = _prepared(generator.folder / "on-postgresql", database, filling)
        hello = Hello(generator.folder, 1, server)
        try:
            hello.start()
            ours.start_plain(1, server)
            loads = {
                HELLO: Load(f"http://127.0.0.1:{hello.plain}", "/", hello.account),
                HERE: asks_who_it_is(ours),
                **of_programs(ours),
            }
            series = generator.series(loads, clock)
        finally:
            ours.stop()
            hello.stop()
    others = [name for name in loads if name not in {HELLO, HERE}]
    made = [Row(plan, HERE, HELLO, series, HERE)]
    return made + [Row(plan, f"{name} on PostgreSQL", HERE, series, name) for name in others]


def _prepared(folder: Path, database: postgresql.Postgresql, filling: Filling) -> Watchword:
    folder.mkdir()
    made = Watchword(folder, folder.name, database.url, database.account)
    made.prepare(filling)
    return made
