"""The queue in SQL."""

from collections.abc import Sequence

import sqlalchemy as sa

from watchword.kernel.ids import JobId
from watchword.storage.events import EVENT, event_of
from watchword.storage.prepared import Prepared
from watchword.storage.tables.work import events, jobs
from watchword.work.jobs import MOST_TRIES, FailedJob, Job

DUE = (
    sa.select(jobs.c.id, jobs.c.listener, jobs.c.tries, *EVENT)
    .join(events, events.c.id == jobs.c.event_id)
    .where(jobs.c.given_up.is_(False), jobs.c.due <= sa.bindparam("now"))
    .order_by(jobs.c.due, jobs.c.id)
    .limit(1)
    .with_for_update(of=jobs, skip_locked=True)
)
"""Made once: it is asked for each job."""
ANY_DUE = Prepared(
    sa.select(jobs.c.id)
    .where(jobs.c.given_up.is_(False), jobs.c.due <= sa.bindparam("now"))
    .limit(1)
)
"""Asked each second, also while there is nothing to do."""


class SqlJobs:
    """The queue."""

    def __init__(self, connection: sa.Connection, now: int) -> None:
        """Speak over that connection, at that second."""
        self._connection = connection
        self._now = now

    def is_due(self) -> bool:
        """Whether a job is due."""
        return ANY_DUE.first(self._connection, now=self._now) is not None

    def claim(self, lease: int) -> Job | None:
        """Take the job that is due first, for so many seconds; another try begins with it.

        The lease is the due date moved on: who dies leaves the job due again.
        """
        row = self._connection.execute(DUE, {"now": self._now}).first()
        if row is None:
            return None
        job = Job(JobId(row[0]), row[1], row[2] + 1, event_of(row[3:]))
        taken = sa.update(jobs).where(jobs.c.id == job.id)
        self._connection.execute(taken.values(tries=job.tries, due=self._now + lease))
        return job

    def finish(self, job: Job) -> bool:
        """Take a job off the queue; False when somebody else holds it by now."""
        done = sa.delete(jobs).where(jobs.c.id == job.id, jobs.c.tries == job.tries)
        return bool(self._connection.execute(done).rowcount)

    def fail(self, job: Job, error: str, again_in: int) -> None:
        """Put a job back for later (seconds), or for good after the last try."""
        held = sa.update(jobs).where(jobs.c.id == job.id, jobs.c.tries == job.tries)
        values = {
            "error": error,
            "due": self._now + again_in,
            "given_up": job.tries >= MOST_TRIES,
        }
        self._connection.execute(held.values(values))

    def given_up(self) -> Sequence[FailedJob]:
        """Jobs that used up their tries."""
        found = sa.select(jobs.c.id, jobs.c.listener, jobs.c.tries, jobs.c.error).where(
            jobs.c.given_up.is_(True)
        )
        rows = self._connection.execute(found.order_by(jobs.c.id))
        return [FailedJob(JobId(row[0]), row[1], row[2], row[3] or "") for row in rows]
