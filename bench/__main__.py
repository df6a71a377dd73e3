"""`make bench`: brings everything up in a temporary folder, measures, prints, tidies up."""

import argparse
import contextlib
import datetime as dt
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench import api, git_rows, machine, start_up, table
from bench.ours import Watchword
from bench.rotation import Clockwork
from bench.running import Failed

RESULTS = Path(__file__).with_name("RESULTS.md")
ACCOUNTS, TOKENS = 1_000, 5_000
STARTS = 20
FEWER = 200, 1_000

ABOUT = """\
# What Watchword costs

Ratios to well-known servers of the same run. All contestants are up at the same time and measure
in turn, {repeats} times, in reversed order each second time. Each ratio is of one repeat; shown are
the median of the repeats and, in brackets, the smallest and the largest. Less is better unless the
head of the column says otherwise. "Server CPU" is user and system time of the server with all its
children, git included; it varies less than wall time and is the figure to decide on. Absolute times
are left out on purpose: they tell about the machine.

The API is asked by `wrk` on {connections} connections that stay open, with one token in ten out of
{tokens:,}, of {accounts:,} accounts, in turn. All git goes over TLS, to private repositories, with
a password from git's credential store after the server asked for one; "cold" means that no answer
was kept from before. Watchword checks each object that is pushed and syncs it to the disk before it
says yes, git's own defaults do not: so pushing is also compared to the same peer with both switched
on.
"""


def main() -> int:
    """Run, print the table, write RESULTS.md. Gives the exit status."""
    asked = _arguments()
    clock = Clockwork(asked.repeats, time.monotonic() + 60 * asked.minutes)
    try:
        with _temporary_folder() as folder:
            written = _measured(asked, folder, clock)
    except Failed as failed:
        print(failed, file=sys.stderr)
        return 1
    print(written)
    if asked.quick or asked.only:
        print("This was a part: bench/RESULTS.md stays as it is.")
    else:
        RESULTS.write_text(written)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="less of everything, in two minutes")
    parser.add_argument("--repeats", type=int, help="5, or 3 with --quick")
    parser.add_argument("--minutes", type=float, default=9, help="no repeat begins after these")
    parser.add_argument("--only", choices=("api", "git", "start"), help="one of the tables")
    parser.add_argument("--raw", type=Path, metavar="FILE", help="keep all that was measured")
    asked = parser.parse_args()
    asked.repeats = asked.repeats or (3 if asked.quick else 5)
    return asked


@contextlib.contextmanager
def _temporary_folder() -> Iterator[Path]:
    """A folder that goes away, also where we are told to stop."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix="watchword-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measured(asked: argparse.Namespace, folder: Path, clock: Clockwork) -> str:
    """Measure and write it down."""
    names = ("ours", "api", "git", "start")
    ours_folder, api_folder, git_folder, start_folder = (folder / name for name in names)
    for made in (ours_folder, api_folder, git_folder, start_folder):
        made.mkdir()
    accounts, tokens = FEWER if asked.quick else (ACCOUNTS, TOKENS)
    times = STARTS // (4 if asked.quick else 1)
    of_starts = start_up.rows(start_folder, times, clock) if asked.only in {None, "start"} else []
    ours = Watchword(ours_folder)
    if asked.only != "start":
        ours.prepare(accounts, tokens)
    api_is_asked, git_is_asked = (asked.only in {None, one} for one in ("api", "git"))
    of_api = api.rows(ours, api_folder, 1 + (not asked.quick), clock) if api_is_asked else []
    sizes = git_rows.QUICK if asked.quick else git_rows.FULL
    of_git = git_rows.rows(ours, git_folder, sizes, clock) if git_is_asked else []
    if asked.raw:
        lines = dict.fromkeys(row.raw() for row in [*of_api, *of_git, *of_starts])
        asked.raw.write_text("".join(f"{line}\n" for line in lines))
    about = ABOUT.format(
        repeats=asked.repeats, connections=api.CONNECTIONS, tokens=tokens, accounts=accounts
    )
    parts = [about]
    parts += ["## The API\n", table.of_api(of_api), ""] if of_api else []
    parts += ["## Git\n", table.of_git(of_git), ""] if of_git else []
    parts += ["## Starting\n", table.of_starts(of_starts), ""] if of_starts else []
    today = dt.datetime.now(dt.UTC).date().isoformat()
    parts += [f"Made on {today} by `make bench`, on {machine.in_words()}"]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(main())
