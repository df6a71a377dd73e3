"""Rows of what is only reported: other requests of the API, and pages, beside `GET /user`."""

from pathlib import Path

from bench.api.load import USER, Generator, Load, asks_who_it_is, cores
from bench.api.visitor import FIRST, Visitor
from bench.ours import OWNER, Watchword
from bench.rotation import Clockwork
from bench.table import Row
from bench.targets import Plan

PLAN = Plan("api-everyday")
REPOSITORIES = 100
FILES = 1_000
NEW = '{"name":"made-%d","private":true}'
WHO = f"`GET {USER}`"
FEW = 2
"""Connections for what takes long: with more, the first answers come after wrk has left."""


def rows(plan: Plan, ours: Watchword, folder: Path, seconds: int, clock: Clockwork) -> list[Row]:
    """One worker, pinned as in the rows of `GET /user`."""
    server, client = cores()
    try:
        ours.start_plain(1, server)
        loads = {WHO: asks_who_it_is(ours), **of_programs(ours), **pages(ours, folder)}
        series = Generator(folder, seconds, client).series(loads, clock)
    finally:
        ours.stop()
    return [Row(plan, name, WHO, series, name) for name in loads if name != WHO]


def of_programs(ours: Watchword) -> dict[str, Load]:
    """Requests of the API, by the owner of what they ask for, which is made here."""
    owner = Visitor(ours)
    owner.make_repositories(REPOSITORIES)
    one, several = f"/api/v3/repos/{OWNER}/{FIRST}", "/api/v3/user/repos?per_page=100"
    values, account = owner.authorization, ours.account
    named = f'"full_name":"{OWNER}/'.encode()
    made = Load(
        owner.url,
        "/api/v3/user/repos",
        account,
        values,
        method="POST",
        body=NEW,
        status=201,
        holds=named + b"made-",
        connections=FEW,
        longer=2,
        has_consequences=True,
    )
    return {
        "`GET /api/v3/repos/{owner}/{repo}`": Load(owner.url, one, account, values, holds=named),
        f"`GET /api/v3/user/repos`, {REPOSITORIES} of them": Load(
            owner.url, several, account, values, holds=named, connections=FEW
        ),
        "`POST /api/v3/user/repos`": made,
    }


def pages(ours: Watchword, folder: Path) -> dict[str, Load]:
    """Pages of somebody who is signed in."""
    owner = Visitor(ours)
    owner.push_files(FILES, folder)
    cookie = owner.sign_in()

    def page(path: str, holds: str) -> Load:
        return Load(
            owner.url,
            path,
            ours.account,
            cookie,
            header="Cookie",
            holds=holds.encode(),
            connections=FEW,
            longer=2,
        )

    return {
        "the page of one's tokens, 50 of them": page("/settings/tokens", "bench 49"),
        f"the page of a repository of {FILES:,} files": page(
            f"/{OWNER}/{FIRST}", f"file-{FILES - 1:04}.txt"
        ),
    }
