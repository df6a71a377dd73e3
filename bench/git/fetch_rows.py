"""Whole repositories fetched by a recorded request: once, eight times at once, and stopped."""

import http.client
import time
from urllib.parse import urlsplit

from bench.git.arena import NGINX, OURS, Arena, Repository
from bench.git.contest import contest, some
from bench.git.fetching import Fetcher
from bench.git.generated import Shape
from bench.git.places import Place
from bench.git.recorded import HEADERS, PATH
from bench.running import Failed
from bench.table import Row
from bench.targets import Plan, Target, ratio

AT_ONCE = 8
STOPS_AFTER = 64 * 1024
"""Bytes that a client reads before it stops."""

WARM = Plan("git-fetch-warm", (ratio("wall", 0.20), ratio("cpu", 0.12)), NGINX)
COLD_8 = Plan(
    "git-fetch-8-cold",
    (ratio("wall", 0.25), ratio("cpu", 0.20), ratio("memory", 0.50)),
    NGINX,
)
UNCACHED = Plan("git-fetch-uncached", (ratio("wall", 1.05), ratio("cpu", 1.10)), NGINX)
STOPPED = Plan("git-fetch-stopped", (Target("memory", 40, "MiB"),), NGINX)
WARM_TLS = Plan("git-fetch-warm-tls", (ratio("wall", 0.32), ratio("cpu", 0.17)), NGINX)
COLD_8_TLS = Plan("git-fetch-8-cold-tls", (ratio("wall", 0.45), ratio("cpu", 0.30)), NGINX)


class Fetches:
    """The rows over one repository."""

    def __init__(self, arena: Arena, shape: Shape) -> None:
        self._arena = arena
        self._shape = shape
        self._fetchers: dict[bool, dict[str, Fetcher]] = {}

    def warm(self, plan: Plan, *, tls: bool = False) -> list[Row]:
        """The answer is kept: it was asked for three times before."""
        places, fetchers, told = self._ready(tls=tls)
        for _ in range(3):
            fetchers[OURS].fetch()
        return self._rows(plan, f"fetch, warm{_over(tls=tls)}, {told}", places, fetchers, 1)

    def cold_at_once(self, plan: Plan, *, tls: bool = False) -> list[Row]:
        """Eight who ask the same at once, and nothing is kept."""
        places, fetchers, told = self._ready(tls=tls)
        what = f"{AT_ONCE} fetches at once, cold{_over(tls=tls)}, {told}"
        return self._rows(plan, what, places, fetchers, AT_ONCE, is_cold=True)

    def uncached(self, plan: Plan) -> list[Row]:
        """One who asks what nobody asked before."""
        places, fetchers, told = self._ready(tls=False)
        return self._rows(plan, f"fetch, cold, {told}", places, fetchers, 1, is_cold=True)

    def stopped(self, plan: Plan, seconds: int) -> list[Row]:
        """One who stops reading after some KiB; nothing is kept."""
        places, _, told = self._ready(tls=False)
        body = self._arena.clone_request(self._served(places)).packed

        def act(name: str) -> None:
            _stop_reading(places[name], self._shape.name, body, seconds)

        what = f"fetch by a client that stops reading, cold, {told}"
        clock = self._arena.stage.clock
        return contest(plan, what, places, clock, act, self._forget, ("memory",))

    def _rows(
        self,
        plan: Plan,
        what: str,
        places: dict[str, Place],
        fetchers: dict[str, Fetcher],
        times: int,
        *,
        is_cold: bool = False,
    ) -> list[Row]:
        def act(name: str) -> None:
            fetchers[name].fetch(times)

        def before(name: str) -> None:
            if is_cold:
                self._forget(name)

        return contest(plan, what, places, self._arena.stage.clock, act, before)

    def _forget(self, name: str) -> None:
        if name == OURS:
            self._arena.stage.ours.forget_answers()

    def _served(self, places: dict[str, Place]) -> Repository:
        return self._arena.serve(self._shape, places)

    def _ready(self, *, tls: bool) -> tuple[dict[str, Place], dict[str, Fetcher], str]:
        """Serve the repository and look once whether the answers are good. Raises Failed."""
        places = self._arena.places(tls=tls)
        repository = self._served(places)
        contestants = some(places, NGINX)
        if tls not in self._fetchers:
            self._fetchers = {tls: self._arena.fetchers(contestants, repository)}
        return contestants, self._fetchers[tls], repository.told


def _over(*, tls: bool) -> str:
    return ", over TLS" if tls else ""


def _stop_reading(place: Place, name: str, body: bytes, seconds: int) -> None:
    """Ask for a clone, read the beginning, and then nothing more. Raises Failed."""
    assert place.address
    parts = urlsplit(place.url(name))
    connection = http.client.HTTPConnection(parts.netloc, timeout=60)
    headers = dict(line.split(": ", 1) for line in (*HEADERS, place.address.authorization))
    try:
        headers["Content-Encoding"] = "gzip"
        connection.request("POST", parts.path + PATH, body, headers)
        answer = connection.getresponse()
        if answer.status != 200 or len(answer.read(STOPS_AFTER)) < STOPS_AFTER:
            raise Failed(f"{place.url(name)} answered with {answer.status}, or too little")
        time.sleep(seconds)
    finally:
        connection.close()
