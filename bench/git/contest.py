"""How one row of git is measured: everybody in turn, each beside a server that is idle before."""

from collections.abc import Callable, Sequence

from bench.accounting import measured
from bench.git.arena import OURS
from bench.git.places import Place
from bench.rotation import Clockwork, Measure, in_turn
from bench.running import quiet
from bench.table import Row
from bench.targets import Plan

SETTLE = 0.15
"""Seconds that a server's processes get to end after the client did."""
ALL = ("wall", "cpu", "memory")


def contest(
    plan: Plan,
    what: str,
    places: dict[str, Place],
    clock: Clockwork,
    act: Callable[[str], None],
    before: Callable[[str], None] = lambda _: None,
    quantities: Sequence[str] = ALL,
    rehearsals: int = 0,
) -> list[Row]:
    """Measure what `act` does at each place; `before` is done before it, and not measured.

    Both get the place's name. So often everybody acts beforehand without being measured. Raises
    Failed where an answer was wrong.
    """
    for name in [*places] * rehearsals:
        act(name)

    def measure(name: str, place: Place) -> dict[str, float]:
        before(name)
        if place.account.pids():
            quiet(place.account)
        with measured(place.account, SETTLE) as used:
            act(name)
        told = {"wall": used.wall}
        if place.account.pids():
            told["memory"] = used.memory / 2**20
        if place.account.complete:
            told["cpu"] = used.cpu
        return {quantity: value for quantity, value in told.items() if quantity in quantities}

    def measure_of(name: str) -> Measure:
        return lambda: measure(name, places[name])

    series = in_turn([(name, measure_of(name)) for name in places], clock)
    return [Row(plan, what, rival, series, OURS) for rival in places if rival != OURS]


def some(places: dict[str, Place], *names: str) -> dict[str, Place]:
    """Watchword and the peers of these names."""
    return {name: places[name] for name in (OURS, *names)}
