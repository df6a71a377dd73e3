"""The database, the jobs that gave up, and the repositories that nobody looked after."""

from collections.abc import Iterator, Sequence

from watchword.access.gate import require
from watchword.access.table import accounts as table
from watchword.accounts.model import SITE
from watchword.git_process import maintenance
from watchword.operator_cli.checks.finding import Finding, bad, doubtful, good
from watchword.operator_cli.desk import Desk
from watchword.processes import schema
from watchword.settings import Settings
from watchword.storage.diagnosis import Diagnosis
from watchword.storage.migrations import HEAD, revision
from watchword.work.complaints import ADVICE
from watchword.work.jobs import FailedJob
from watchword.work.unit import Work

SHOWN = 10


def database(settings: Settings, found: Diagnosis) -> Iterator[Finding]:
    """Version, damage and schema."""
    if found.complaints:
        yield bad(
            f"{found.product}: damaged: {'; '.join(found.complaints)}",
            "Stop the server, keep a copy of the folder, and go back to a backup.",
        )
    else:
        yield good(found.product)
    present = revision(settings.database_url)
    if present != HEAD:
        yield bad(
            f"the schema is at {present}, this release works with {HEAD}",
            schema.advice(present),
        )
    else:
        yield good(f"schema {present}")


def jobs(desk: Desk) -> Iterator[Finding]:
    """Jobs that used up their tries."""

    def unit(work: Work) -> Sequence[FailedJob]:
        require(desk.actor, table.DIAGNOSE, SITE)
        return work.jobs.given_up()

    failed = desk.database.read_now(unit, desk.actor.origin)
    for one in failed[:SHOWN]:
        yield doubtful(
            f"job {one.id} ({one.listener}) failed {one.tries} times: {one.error}",
            "See the log of the jobs process; what it should have done is not done.",
        )
    if len(failed) > SHOWN:
        yield doubtful(f"and {len(failed) - SHOWN} more jobs", "See the log of the jobs process.")
    if not failed:
        yield good("no job gave up")


def upkeep(desk: Desk, now: int) -> Iterator[Finding]:
    """Repositories that should be repacked; `now` is in seconds since 1970."""
    damaged: dict[str, Exception] = {}
    found = maintenance.waiting(desk.layout, now, damaged.__setitem__)
    for key, error in list(damaged.items())[:SHOWN]:
        yield bad(f"the repository in {desk.layout.path(key)} is damaged: {error}", ADVICE)
    if len(damaged) > SHOWN:
        yield bad(f"and {len(damaged) - SHOWN} more repositories", ADVICE)
    every = sum(1 for _ in desk.layout.keys())  # noqa: SIM118 - no mapping
    if not found:
        yield good("no repository waits for upkeep")
    elif desk.settings.upkeep_percent:
        yield good(f"{len(found)} of {every} repositories wait for upkeep")
    else:
        yield doubtful(
            f"{len(found)} of {every} repositories wait for upkeep, which is switched off",
            "Set upkeep_percent to more than 0, or repack them in another way.",
        )


def latest_event(desk: Desk) -> int | None:
    """When the newest fact was stored, in seconds since 1970."""

    def unit(work: Work) -> int | None:
        require(desk.actor, table.DIAGNOSE, SITE)
        return next((event.at_ms // 1000 for event in work.events.latest(1)), None)

    return desk.database.read_now(unit, desk.actor.origin)
