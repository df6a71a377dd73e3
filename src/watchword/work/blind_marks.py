"""After a change of who sees what in an organization: marks of those who see it no longer go.

The base role of members fell, or a team went, or stands below another one. Lists leave such stars
and watches out at once; the counts beside repositories follow here, a few repositories at a time.
Runs as a job; told again, it finds nothing more.
"""

from typing import Final

from watchword.access.gate import require
from watchword.access.table import social as table
from watchword.accounts.model import SITE
from watchword.audit.model import StoredEvent
from watchword.authn import resolve
from watchword.kernel.ids import OrgId, RepoId, UserId
from watchword.work.unit import Database, Work

AT_ONCE: Final = 50
"""Repositories that are looked at in one unit of work."""


def forget(database: Database, event: StoredEvent) -> None:
    """Forget them in all repositories of the organization of which a fact tells."""
    actor = resolve.system()
    org = OrgId(UserId(event.body["org_id"]))
    last: RepoId | None = None
    while True:

        def unit(work: Work, after: RepoId | None = last) -> RepoId | None:
            require(actor, table.FORGET_BLIND, SITE)
            return work.watches.forget_blind_of(org, after, AT_ONCE)

        last = database.write_now(unit, actor.origin)
        if last is None:
            return
