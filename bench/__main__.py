"""`make bench`: brings everything up in a temporary folder, measures, prints, tidies up."""

import argparse
import contextlib
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import report, start_up
from bench.api import growth, user
from bench.git import rows as git_rows
from bench.rotation import Clockwork
from bench.stage import Outcome, Stage, Table, measure
from bench.targets import TOLERATED, Plan

RESULTS = Path(__file__).with_name("RESULTS.md")
TABLES = (user.TABLE, growth.TABLE, git_rows.TABLE, start_up.TABLE)
MINUTES, QUICK_MINUTES = 24, 4
"""No repeat but the first of a row begins after these."""
TOLERATED_QUICKLY = 1.0
"""Less of everything is measured, so only a figure that is twice its target counts."""


def main() -> int:
    """Run, print the tables, write RESULTS.md. Gives the exit status.

    It is 1 where a target is missed or a row could not be measured.
    """
    asked = _arguments()
    wanted = chosen(TABLES, asked.only)
    if asked.list:
        print("\n".join(listed(wanted)))
        return 0
    clock = Clockwork(asked.repeats, time.monotonic() + 60 * asked.minutes)
    with _temporary_folder() as folder:
        outcomes = _measured(wanted, Stage(folder, clock, asked.quick))
    written = report.written(outcomes, asked.repeats)
    print(written)
    if asked.raw:
        lines = dict.fromkeys(row.raw() for outcome in outcomes for row in outcome.rows)
        asked.raw.write_text("".join(f"{line}\n" for line in lines))
    if asked.quick or asked.only:
        print("This was a part: bench/RESULTS.md stays as it is.")
    else:
        RESULTS.write_text(written)
    complaints = list(report.complaints(outcomes, TOLERATED_QUICKLY if asked.quick else TOLERATED))
    print("\n".join(complaints), file=sys.stderr)
    return 1 if complaints else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    names = [name for table in TABLES for name in (table.name, *(p.name for p in table.plans))]
    parser.add_argument("--quick", action="store_true", help="less of everything, in five minutes")
    parser.add_argument("--repeats", type=int, help="5, or 3 with --quick")
    parser.add_argument("--minutes", type=float, help=f"{MINUTES}, or {QUICK_MINUTES}")
    parser.add_argument("--only", nargs="+", choices=names, metavar="NAME", help="tables or rows")
    parser.add_argument("--list", action="store_true", help="say what there is, measure nothing")
    parser.add_argument("--raw", type=Path, metavar="FILE", help="keep all that was measured")
    asked = parser.parse_args()
    asked.repeats = asked.repeats or (3 if asked.quick else 5)
    asked.minutes = asked.minutes or (QUICK_MINUTES if asked.quick else MINUTES)
    return asked


def chosen(
    tables: Sequence[Table], names: Sequence[str] | None
) -> list[tuple[Table, tuple[Plan, ...]]]:
    """The rows that are asked for, by their own name or that of their table; else all."""
    found = []
    for table in tables:
        whole = not names or table.name in names
        if plans := tuple(plan for plan in table.plans if whole or plan.name in (names or ())):
            found.append((table, plans))
    return found


def listed(wanted: Sequence[tuple[Table, tuple[Plan, ...]]]) -> Iterator[str]:
    """A line for each row: its name, and its targets if it has any."""
    for table, plans in wanted:
        yield f"{table.name}: {table.title}"
        for plan in plans:
            targets = ", ".join(map(str, plan.targets))
            yield f"  {plan.name}" + (f": {targets}, against {plan.against}" if targets else "")


def _measured(wanted: Sequence[tuple[Table, tuple[Plan, ...]]], stage: Stage) -> list[Outcome]:
    left = sum(len(plans) for _, plans in wanted)
    outcomes = []
    for table, plans in wanted:
        left -= len(plans)
        outcomes.append(measure(table, plans, stage, left))
    return outcomes


@contextlib.contextmanager
def _temporary_folder() -> Iterator[Path]:
    """A folder that goes away, also where we are told to stop."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix="watchword-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
