"""RESULTS.md: all tables, with what they were measured on."""

import datetime as dt
from collections.abc import Iterator, Sequence

from bench import machine, table
from bench.stage import Outcome
from bench.targets import TOLERATED

ABOUT = """\
# What Watchword costs

Ratios to well-known servers of the same run. All contestants are up at the same time and measure
in turn, {repeats} times, in reversed order each second time. Each ratio is of one repeat; shown are
the median of the repeats and, in brackets, the smallest and the largest. Less is better unless the
head of the column says otherwise. "Server CPU" is user and system time of the server with all its
children, git included; it varies less than wall time and is the figure to decide on. Memory is
anonymous memory of all processes of the server. Absolute times are left out on purpose: they tell
about the machine.

A target is met ("yes") where the median meets it, and missed ("no") where the whole range misses it
by more than {tolerated:.0%}; `make bench` fails then. Between the two stands "nearly".
"""


def written(outcomes: Sequence[Outcome], repeats: int) -> str:
    """All that was measured, in Markdown."""
    parts = [ABOUT.format(repeats=repeats, tolerated=TOLERATED)]
    for outcome in outcomes:
        parts += [f"## {outcome.table.title}\n", *filter(None, [outcome.table.about])]
        if outcome.rows:
            parts += [table.text(outcome.rows, outcome.table.columns), ""]
        if outcome.failed:
            parts += [f"Not measured: {', '.join(f'`{name}`' for name in outcome.failed)}.", ""]
    today = dt.datetime.now(dt.UTC).date().isoformat()
    parts += [f"Made on {today} by `make bench`, on {machine.in_words()}"]
    return "\n".join(parts) + "\n"


def complaints(outcomes: Sequence[Outcome], tolerated: float) -> Iterator[str]:
    """A sentence for each row that failed, and for each target that is missed."""
    for outcome in outcomes:
        for name, why in outcome.failed.items():
            yield f"{name}: {why}"
        yield from table.missed(outcome.rows, tolerated)
