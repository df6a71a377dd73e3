"""References listed: by git of a small repository, and with a prefix among very many."""

import http.client
from pathlib import Path
from urllib.parse import urlsplit

from bench.git.arena import APACHE, FILE, NGINX, Arena
from bench.git.contest import contest, some
from bench.git.generated import SMALL, Shape
from bench.git.places import Place
from bench.git.recorded import HEADERS, PATH, Request, listing_request
from bench.running import Failed, found, run
from bench.table import Row
from bench.targets import Plan, ratio

PER_TEAM = 100
"""References that share a prefix."""
PREFIX = "refs/heads/team-7/"
LISTING = Plan("git-ls-remote", (ratio("wall", 0.75), ratio("cpu", 0.20)), NGINX)
PREFIXED = Plan("git-ls-refs-prefix", (ratio("wall", 0.30),), NGINX)
LISTING_TLS = Plan("git-ls-remote-tls-asked")


def listing(arena: Arena, plan: Plan, times: int, *, tls: bool = False) -> list[Row]:
    """`git ls-remote`, one after another; over TLS git is asked for a password first."""
    places = arena.places(tls=tls)
    repository = arena.serve(SMALL, places)
    client = arena.client(places, is_asked=tls)
    contestants = some(places, NGINX) if tls else some(places, NGINX, APACHE, FILE)
    what = f"`git ls-remote`{', over TLS, asked for a password' * tls}, {repository.told}"

    def act(name: str) -> None:
        client.ls_remote(contestants[name].url(repository.name), times)

    return contest(plan, what, contestants, arena.stage.clock, act, rehearsals=1)


def prefixed(arena: Arena, plan: Plan, references: int, times: int) -> list[Row]:
    """The first request of `git fetch origin 'refs/heads/team-7/*'`, on one connection."""
    shape = Shape("refs", SMALL.commits, SMALL.bulk, SMALL.texts)
    places = some(arena.places(), NGINX)
    repository = arena.serve(
        shape, places, lambda path: _add_references(path, references, arena.environment)
    )
    folder = arena.room("clients")
    folder.mkdir()
    request = listing_request(repository.source, folder, arena.environment, PREFIX)
    answers = {_ask(place, repository.name, request, 1) for place in places.values()}
    if len(answers) != 1 or answers.pop().count(b"\n") != PER_TEAM:
        raise Failed("Watchword and its peer list other references, or not all.")

    def act(name: str) -> None:
        _ask(places[name], repository.name, request, times)

    what = f"{PER_TEAM} references by their prefix (protocol 2) out of {references:,}"
    return contest(plan, what, places, arena.stage.clock, act, rehearsals=1)


def _add_references(path: Path, references: int, env: dict[str, str]) -> None:
    """Write them as `git pack-refs` does: making so many one by one takes minutes."""
    git = [found("git"), "-C", str(path)]
    run([*git, "pack-refs", "--all"], env)
    tips = run([*git, "rev-list", "main"], env).split()
    packed = path / "packed-refs"
    head, *lines = packed.read_text().splitlines()
    lines += [
        f"{tips[number % len(tips)]} refs/heads/team-{number // PER_TEAM}/topic-{number}"
        for number in range(references)
    ]
    lines.sort(key=lambda line: line.partition(" ")[2])
    written = packed.with_name("packed-refs.new")
    written.write_text("\n".join([head, *lines]) + "\n")
    written.replace(packed)


def _ask(place: Place, name: str, request: Request, times: int) -> bytes:
    """Send a request so often; gives the answer. Raises Failed where it is not always the same."""
    assert place.address
    parts = urlsplit(place.url(name))
    connection = http.client.HTTPConnection(parts.netloc, timeout=60)
    headers = dict(line.split(": ", 1) for line in (*HEADERS, place.address.authorization))
    seen: set[bytes] = set()
    try:
        for _ in range(times):
            connection.request("POST", parts.path + PATH, request.body, headers)
            answer = connection.getresponse()
            seen.add(answer.read())
            if answer.status != 200 or len(seen) != 1:
                raise Failed(f"{place.url(name)} answered with {answer.status}, or differently")
    finally:
        connection.close()
    return seen.pop()
