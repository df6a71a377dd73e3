"""What a small request feels of a crowd: `GET /api/v3/user` while many clones are held at once."""

import http.client
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from bench.git.arena import OURS, Arena
from bench.git.contest import some
from bench.git.fetching import Fetcher
from bench.git.generated import Shape
from bench.git.places import Place
from bench.rotation import in_turn
from bench.running import LONGEST, Failed, quiet
from bench.table import Row
from bench.targets import Plan, Target, ratio

HELD = 200
IDLE_FOR = 3.0
"""Seconds for which it is asked while nothing else goes on."""
PATH = "/api/v3/user"
ITSELF = "itself when idle"
CROWD = Plan("git-200-held", (ratio("wall", 10), Target("failures", 0, is_count=True)), ITSELF)


def crowd(arena: Arena, plan: Plan, shape: Shape) -> list[Row]:
    """The 99th percentile of a request's time, beside a crowd over that without anybody."""
    places = arena.places()
    repository = arena.serve(shape, places)
    fetcher = arena.fetchers(some(places), repository)[OURS]
    ours = places[OURS]

    def idle() -> dict[str, float]:
        quiet(ours.account)
        until = time.monotonic() + IDLE_FOR
        return {"wall": _percentile(_asked(ours, lambda: time.monotonic() < until))}

    def busy() -> dict[str, float]:
        arena.stage.ours.forget_answers()
        quiet(ours.account)
        return _beside(fetcher, ours)

    series = in_turn([(OURS, busy), (ITSELF, idle)], arena.stage.clock)
    what = f"99th percentile of `GET {PATH}` while {HELD} clones are sent, {repository.told}"
    return [Row(plan, what, ITSELF, series, OURS)]


def _beside(fetcher: Fetcher, ours: Place) -> dict[str, float]:
    crowd = fetcher.begin_many(HELD)
    until = time.monotonic() + LONGEST
    try:
        times = _asked(ours, lambda: crowd.poll() is None and time.monotonic() < until)
        is_over = crowd.poll() is not None
    finally:
        crowd.terminate()
        told, _ = crowd.communicate()
    if not is_over:
        raise Failed(f"{HELD} clones took over {LONGEST} s")
    good = fetcher.good_ones(told)
    return {"wall": _percentile(times), "failures": HELD - good}


def _asked(ours: Place, more: Callable[[], bool]) -> list[float]:
    """Ask again and again on one connection; gives the seconds that each answer took."""
    assert ours.address
    connection = http.client.HTTPConnection(urlsplit(ours.address.url).netloc, timeout=60)
    header, value = ours.address.authorization.split(": ", 1)
    times = []
    try:
        while more():
            began = time.perf_counter()
            connection.request("GET", PATH, headers={header: value, "User-Agent": "bench"})
            answer = connection.getresponse()
            answer.read()
            times.append(time.perf_counter() - began)
            if answer.status != 200:
                raise Failed(f"{PATH} answered with {answer.status}")
    finally:
        connection.close()
    if not times:
        raise Failed(f"{PATH} was not asked once: the crowd was gone at once")
    return times


def _percentile(times: list[float]) -> float:
    return sorted(times)[int(0.99 * (len(times) - 1))]
