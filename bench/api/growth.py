"""Rows of what must not grow: Watchword beside itself, with more tokens and with more routes."""

import contextlib
import functools
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.api.load import USER, Generator, Load, asked, asks_who_it_is, cores
from bench.api.user import COLUMNS
from bench.api.visitor import FIRST, Visitor
from bench.ours import OWNER, PROGRAM, Filling, Watchword
from bench.rotation import Clockwork, Series
from bench.stage import Measures, Stage, Table
from bench.table import Row
from bench.targets import Plan, ratio

FEW = Filling(people=20, tokens=100, used=100)
MANY = Filling(people=200_000, tokens=1_000_000, used=1_000)
LESS_MANY = Filling(people=20_000, tokens=100_000, used=1_000)
FEW_ROUTES = (sys.executable, "-m", "bench.api.few_routes")
HUNDRED, TEN = "100 tokens", "an API of 10 routes"
OURS = "watchword"
TOKENS = Plan("api-flat-tokens", (ratio("cpu", 1.2),), HUNDRED)
ROUTES = Plan("api-flat-routes", (ratio("cpu", 1.15),), TEN)
DEEP = Plan("api-flat-routes-deep", (ratio("cpu", 1.15),), TEN)
ABOUT = f"""\
Watchword beside itself, one worker. Many tokens: {MANY.used:,} of them are in use, so that the
look-up meets more of the database than with a hundred. Few routes: the same server, whose API has
nothing but what is asked for and some routes more.
"""


class Pair:
    """Two servers that differ in one thing."""

    def __init__(self, folder: Path, seconds: int, clock: Clockwork) -> None:
        self._folder = folder
        self._clock = clock
        core, client = cores()
        self._core: int | None = core
        self._generator = Generator(folder, seconds, client)

    def with_tokens(self, plan: Plan, many: Filling) -> list[Row]:
        """`GET /user` with many tokens, beside a hundred."""
        with contextlib.ExitStack() as stack:
            several, few = (stack.enter_context(self._running(one)) for one in (many, FEW))
            loads = {one: asks_who_it_is(one) for one in (several, few)}
            series = self._series(loads[several], HUNDRED, loads[few])
        name = f"`GET {USER}`, {many.tokens:,} tokens"
        return [Row(plan, name, HUNDRED, series, OURS)]

    def with_routes(self, plan: Plan) -> list[Row]:
        """A path that stands for itself alone, or one with parameters, beside ten routes."""
        with contextlib.ExitStack() as stack:
            whole = stack.enter_context(self._running(FEW))
            ten = stack.enter_context(self._running(FEW, FEW_ROUTES))
            ask = _repository if plan == DEEP else asks_who_it_is
            series = self._series(ask(whole), TEN, ask(ten))
            routes = _routes(whole)
        path = "/api/v3/repos/{owner}/{repo}" if plan == DEEP else USER
        return [Row(plan, f"`GET {path}`, {routes} routes", TEN, series, OURS)]

    def _series(self, ours: Load, name: str, other: Load) -> Series:
        return self._generator.series({OURS: ours, name: other}, self._clock)

    @contextlib.contextmanager
    def _running(self, filling: Filling, program: tuple[str, ...] = PROGRAM) -> Iterator[Watchword]:
        one = self._filled(filling, program)
        try:
            one.start_plain(1, self._core, program)
            yield one
        finally:
            one.stop()

    @functools.cache  # noqa: B019 - as long as the table is open
    def _filled(self, filling: Filling, program: tuple[str, ...]) -> Watchword:
        """A data folder for each of them."""
        name = f"of-{filling.tokens}-tokens-{len(program)}"
        (self._folder / name).mkdir()
        made = Watchword(self._folder / name, name)
        made.prepare(filling)
        return made


def _repository(server: Watchword) -> Load:
    """One repository, by its owner."""
    owner = Visitor(server)
    owner.make_repositories(1)
    path, holds = f"/api/v3/repos/{OWNER}/{FIRST}", f'"full_name":"{OWNER}/{FIRST}"'.encode()
    return Load(owner.url, path, server.account, owner.authorization, holds=holds)


def _routes(server: Watchword) -> int:
    """How many operations the API says that it has."""
    told = asked(server.url, "GET", "/api/v3/openapi.json", {"User-Agent": "bench"})
    return sum(map(len, json.loads(told.body)["paths"].values()))


@contextlib.contextmanager
def _open(stage: Stage) -> Iterator[Measures]:
    pair = Pair(stage.room("growth"), 1 if stage.quick else 2, stage.clock)
    many = LESS_MANY if stage.quick else MANY
    yield {
        TOKENS.name: lambda plan: pair.with_tokens(plan, many),
        ROUTES.name: pair.with_routes,
        DEEP.name: pair.with_routes,
    }


TABLE = Table(
    name="api-flat",
    title="More tokens, more routes",
    about=ABOUT,
    columns=COLUMNS,
    plans=(TOKENS, ROUTES, DEEP),
    open=_open,
)
