"""What all tables share: the folder, the clock, the server under test; and how a table is run."""

import functools
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from bench.ours import Filling, Watchword
from bench.rotation import Clockwork
from bench.running import Failed
from bench.table import Column, Row
from bench.targets import Plan

FULL = Filling(people=2_000, tokens=10_000, used=1_000)
QUICK = Filling(people=400, tokens=2_000, used=200)


@dataclass(frozen=True)
class Stage:
    """Where everything takes place."""

    folder: Path
    clock: Clockwork
    quick: bool = False

    @functools.cached_property
    def ours(self) -> Watchword:
        """The server under test with its people and tokens, not running. Raises Failed."""
        made = Watchword(self.room("ours"))
        made.prepare(QUICK if self.quick else FULL)
        return made

    def room(self, name: str) -> Path:
        """A folder of its own for a table or a peer."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        return folder


Measures = dict[str, Callable[[Plan], list[Row]]]
"""How each row is measured, by the name of its plan."""


@dataclass(frozen=True)
class Table:
    """Rows that are shown together, and that share servers while they are measured."""

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    plans: tuple[Plan, ...]
    open: Callable[[Stage], AbstractContextManager[Measures]]
    """Bring up what the rows share; it goes away with the context."""


@dataclass
class Outcome:
    """What came of a table."""

    table: Table
    rows: list[Row] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    """Rows that could not be measured, or whose answers were wrong: why."""


def measure(table: Table, plans: Sequence[Plan], stage: Stage, after: int) -> Outcome:
    """Measure some rows of a table; `after` others are still to come and get their time, too."""
    outcome = Outcome(table)
    try:
        with table.open(stage) as measures:
            for number, plan in enumerate(plans):
                stage.clock.share_out(len(plans) - number + after)
                began = time.monotonic()
                try:
                    outcome.rows += measures[plan.name](plan)
                except Failed as failed:
                    outcome.failed[plan.name] = str(failed)
                _say(plan, outcome, time.monotonic() - began)
    except Failed as failed:
        measured = {row.plan.name for row in outcome.rows}
        left = [plan.name for plan in plans if plan.name not in measured]
        outcome.failed |= dict.fromkeys(left or [table.name], str(failed))
    return outcome


def _say(plan: Plan, outcome: Outcome, seconds: float) -> None:
    why = outcome.failed.get(plan.name)
    told = f"could not be measured: {why}" if why else "is measured"
    print(f"{plan.name} {told} ({seconds:.0f} s)", file=sys.stderr, flush=True)
