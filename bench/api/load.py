"""One kind of request, asked again and again by wrk; what it costs the server."""

import contextlib
import http.client
import json
import os
import secrets
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from bench.accounting import Account, measured
from bench.ours import OWNER, Watchword
from bench.rotation import Clockwork, Series, in_turn
from bench.running import Failed, environment, found, quiet, run

CONNECTIONS = 32
SCRIPT = Path(__file__).with_name("rotate.lua")
NOTHING = "-"
USER = "/api/v3/user"
SERVER_CORE, CLIENT_CORE = 0, 1


@dataclass(frozen=True)
class Load:
    """One contestant under wrk: where it is, what it is asked, and what a right answer is."""

    url: str
    path: str
    account: Account
    values: Path | None = None
    """Values of the header below, a line each; the next one is taken for each request."""
    header: str = "Authorization"
    method: str = "GET"
    body: str = NOTHING
    """What is sent; `%d` in it becomes a number that no other request has."""
    status: int = 200
    holds: bytes = b""
    """What stands in the answer's body."""
    connections: int = CONNECTIONS
    longer: int = 1
    """So many times as long as other loads, for what takes long: wrk counts whole answers only."""
    has_consequences: bool = False
    """Whether the server works on after its answer: that is counted as well."""

    def check(self) -> None:
        """Ask once and look at the answer: wrk only counts statuses. Raises Failed."""
        headers = {"User-Agent": "bench"}
        if self.values:
            headers[self.header] = self.values.read_text().partition("\n")[0]
        number = str(secrets.randbits(40))
        sent = None if self.body == NOTHING else self.body.replace("%d", number).encode()
        answer = asked(self.url, self.method, self.path, headers, sent)
        if answer.status != self.status or self.holds not in answer.body:
            msg = f"{self.method} {self.url}{self.path}: {answer.status} {answer.body[:400]!r}"
            raise Failed(msg)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    cookies: str
    """All that it sets, as the header `Cookie` gives them back."""
    body: bytes


def asked(
    url: str, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None
) -> Answer:
    """Make one request on a connection of its own, and follow nothing."""
    parts = urlsplit(url)
    if parts.scheme == "https":
        # Our own server, on the loopback; wrk does not look at certificates either.
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        link: http.client.HTTPConnection = http.client.HTTPSConnection(
            parts.netloc, timeout=30, context=trusting
        )
    else:
        link = http.client.HTTPConnection(parts.netloc, timeout=30)
    with contextlib.closing(link):
        link.request(method, path, body, dict(headers))
        answer = link.getresponse()
        told = answer.headers.get_all("Set-Cookie", [])
        cookies = "; ".join(one.partition(";")[0] for one in told if "Max-Age=0" not in one)
        return Answer(answer.status, cookies, answer.read())


def asks_who_it_is(ours: Watchword) -> Load:
    """`GET /user`, with one token after the other."""
    holds = f'"login":"{OWNER}"'.encode()
    return Load(ours.url, USER, ours.account, ours.tokens, holds=holds)


def cores() -> tuple[int, int] | tuple[None, None]:
    """A core for the server and one for wrk, where there are two."""
    return (SERVER_CORE, CLIENT_CORE) if len(os.sched_getaffinity(0)) > 1 else (None, None)


@dataclass(frozen=True)
class Generator:
    """wrk, for so many whole seconds at a time."""

    folder: Path
    seconds: int
    core: int | None = None
    close: bool = False
    """A new connection for each request."""

    def run(self, load: Load) -> dict[str, float]:
        """Give requests and seconds. Raises Failed where one request failed."""
        lasting = f"-d{self.seconds * load.longer}s"
        argv = [found("wrk"), "-t1", f"-c{load.connections}", lasting, "--timeout", "10s"]
        argv += ["-s", str(SCRIPT), load.url, "--", load.method, load.path, load.body]
        argv += [load.header, str(load.values or NOTHING)]
        argv += ["close"] * self.close
        if self.core is not None:
            argv = [found("taskset"), "-c", str(self.core), *argv]
        told = run(argv, environment(self.folder / "home"))
        result = json.loads(told.strip().splitlines()[-1])
        if result["status"] or result["socket"] or not result["requests"]:
            msg = f"{load.method} {load.url}{load.path}: not every answer was good: {result}"
            raise Failed(msg)
        return {"requests": result["requests"], "seconds": result["microseconds"] / 1e6}

    def measure(self, load: Load) -> dict[str, float]:
        """Give requests per second and processor seconds of the server for each request."""
        with measured(load.account) as used:
            done = self.run(load)
            if load.has_consequences:
                quiet(load.account)
        rate = done["requests"] / done["seconds"]
        return {"rate": rate, "cpu": used.cpu / done["requests"]}

    def series(self, loads: Mapping[str, Load], clock: Clockwork) -> Series:
        """Look at an answer of each, warm everybody up, then measure in turn."""
        for load in loads.values():
            load.check()
            self.run(load)
        for load in loads.values():
            quiet(load.account)
        measures = [(name, partial(self.measure, load)) for name, load in loads.items()]
        return in_turn(measures, clock)
