"""The table of git: what is measured in which order, first over plain HTTP, then over TLS."""

import contextlib
from collections.abc import Iterator

from bench.git.arena import Arena
from bench.git.clone_rows import (
    CLONE,
    PUSH,
    PUSH_SMALL,
    SHALLOW_8,
    push,
    push_small,
    shallow,
    whole,
)
from bench.git.crowd_rows import CROWD, crowd
from bench.git.fetch_rows import (
    COLD_8,
    COLD_8_TLS,
    STOPPED,
    UNCACHED,
    WARM,
    WARM_TLS,
    Fetches,
)
from bench.git.listing_rows import LISTING, LISTING_TLS, PREFIXED, listing, prefixed
from bench.git.sizes import FULL, QUICK
from bench.stage import Measures, Stage, Table
from bench.table import both, ratio

ABOUT = """\
Repositories are private, and clients send their password with each request, as jobs do, if nothing
else is said. Fetches are requests of `git clone` that were recorded; curl sends them and discards
the answers, of which status and size are checked each time, and the pack once. For "warm" the same
was asked three times before; for "cold" all kept answers are deleted before each time. All others
are made by git itself; lists and shallow clones were rehearsed once by everybody. Watchword checks
each object that is pushed and syncs it to the disk before it says yes, git's own defaults do not:
so pushing is also compared to peers with both switched on.
"""


@contextlib.contextmanager
def _open(stage: Stage) -> Iterator[Measures]:
    sizes = QUICK if stage.quick else FULL
    arena = Arena(stage, stage.room("git"))
    fetches = Fetches(arena, sizes.large)
    try:
        arena.start()
        yield {
            LISTING.name: lambda plan: listing(arena, plan, sizes.listings),
            PREFIXED.name: lambda plan: prefixed(arena, plan, sizes.references, sizes.requests),
            SHALLOW_8.name: lambda plan: shallow(arena, plan, sizes.clones),
            PUSH.name: lambda plan: push(arena, plan, sizes.pushed),
            PUSH_SMALL.name: lambda plan: push_small(arena, plan, sizes.small_pushes),
            WARM.name: fetches.warm,
            UNCACHED.name: fetches.uncached,
            COLD_8.name: fetches.cold_at_once,
            STOPPED.name: lambda plan: fetches.stopped(plan, sizes.seconds),
            CROWD.name: lambda plan: crowd(arena, plan, sizes.held),
            CLONE.name: lambda plan: whole(arena, plan, sizes.large),
            WARM_TLS.name: lambda plan: fetches.warm(plan, tls=True),
            COLD_8_TLS.name: lambda plan: fetches.cold_at_once(plan, tls=True),
            LISTING_TLS.name: lambda plan: listing(arena, plan, sizes.listings, tls=True),
        }
    finally:
        arena.stop()


TABLE = Table(
    name="git",
    title="Git",
    about=ABOUT,
    columns=(
        ratio("Wall time", "wall"),
        ratio("Server CPU", "cpu"),
        both("Peak memory over idle, MiB: Watchword / the other", "memory"),
    ),
    plans=(
        LISTING,
        PREFIXED,
        SHALLOW_8,
        PUSH,
        PUSH_SMALL,
        WARM,
        UNCACHED,
        COLD_8,
        STOPPED,
        CROWD,
        CLONE,
        WARM_TLS,
        COLD_8_TLS,
        LISTING_TLS,
    ),
    open=_open,
)
