"""git itself: clones of a small and of a large repository, and pushes."""

import shutil

from bench.git import generated
from bench.git.arena import (
    APACHE,
    APACHE_CAREFUL,
    DAEMON,
    FILE,
    NGINX,
    NGINX_CAREFUL,
    Arena,
)
from bench.git.contest import contest, some
from bench.git.generated import SMALL, Shape
from bench.running import Failed, found, run
from bench.table import Row
from bench.targets import Plan, Target, ratio

AT_ONCE = 8
SHALLOW_8 = Plan("git-clone-shallow-8", (ratio("wall", 0.45),), NGINX)
CLONE = Plan("git-clone")
PUSH_SMALL = Plan("git-push-small")
PUSH = Plan("git-push", (ratio("wall", 1.20), Target("memory", 16, "MiB")), APACHE_CAREFUL)


def shallow(arena: Arena, plan: Plan, times: int) -> list[Row]:
    """`git clone --depth 1`, eight at a time."""
    places = arena.places()
    repository = arena.serve(SMALL, places)
    client = arena.client(places)

    def act(name: str) -> None:
        url = places[name].url(repository.name)
        with client.clones(url, times, AT_ONCE, "--bare", "--depth", "1") as made:
            if not all((path / "shallow").exists() for path in made):
                raise Failed(f"{url}: not every clone is shallow")

    what = f"`git clone --bare --depth 1`, {AT_ONCE} at a time, {repository.told}"
    contestants = some(places, NGINX, APACHE, DAEMON)
    return contest(plan, what, contestants, arena.stage.clock, act, rehearsals=1)


def whole(arena: Arena, plan: Plan, shape: Shape) -> list[Row]:
    """`git clone` with all that a person waits for: the client indexes and checks out."""
    places = arena.places()
    repository = arena.serve(shape, places)
    client = arena.client(places)
    tip = run([found("git"), "-C", str(repository.source), "rev-parse", "main"], arena.environment)

    def act(name: str) -> None:
        target = client.clone(places[name].url(repository.name))
        read = run([found("git"), "-C", str(target), "rev-parse", "HEAD"], arena.environment)
        if read != tip:
            raise Failed(f"a clone of {name} is at {read}")
        shutil.rmtree(target)

    contestants = some(places, NGINX, APACHE, DAEMON, FILE)
    what = f"`git clone`, {repository.told}"
    return contest(plan, what, contestants, arena.stage.clock, act)


def push(arena: Arena, plan: Plan, mebibytes: int) -> list[Row]:
    """`git push` into an empty repository."""
    source = arena.source(generated.pushed(mebibytes))
    contestants = some(arena.places(), NGINX, NGINX_CAREFUL, APACHE_CAREFUL, FILE)
    client = arena.client(contestants)
    made = dict.fromkeys(contestants, "")

    def before(name: str) -> None:
        made[name] = f"pushed{arena.room('clients').name}"
        contestants[name].add(made[name])

    def act(name: str) -> None:
        client.push(source, contestants[name].url(made[name]))

    what = f"`git push` of {mebibytes} MiB"
    return contest(plan, what, contestants, arena.stage.clock, act, before)


def push_small(arena: Arena, plan: Plan, times: int) -> list[Row]:
    """`git push` of one small commit after the other, each by itself, onto a history."""
    contestants = some(arena.places(), NGINX_CAREFUL, APACHE_CAREFUL)
    client = arena.client(contestants)
    source = arena.room("clients")
    shutil.copytree(arena.source(SMALL), source)
    # The peers serve one folder, each what belongs to it.
    made = {name: f"pushed{arena.room('clients').name}" for name in contestants}
    for name, place in contestants.items():
        place.add(made[name])

    def act(name: str) -> None:
        for _ in range(times):
            generated.commit(source, arena.environment)
            client.push(source, contestants[name].url(made[name]))

    def before(name: str) -> None:
        client.push(source, contestants[name].url(made[name]))

    what = f"{times} times `git push` of one small commit"
    return contest(plan, what, contestants, arena.stage.clock, act, before)
