"""Reporting about commits."""

from watchword.access.gate import Grant
from watchword.access.table import statuses as table
from watchword.kernel.errors import Invalid
from watchword.repositories.model import Repository
from watchword.repositories.service import must_be_live
from watchword.statuses import checks
from watchword.statuses.events import StatusCreated
from watchword.statuses.model import State, Status
from watchword.statuses.ports import NewStatus, Work

MOST = 1_000
"""Reports of one context about one commit (GHES behaviour)."""
RESOURCE = "Status"
FULL = "Validation failed: This SHA and context has reached the maximum number of statuses."


def create(
    work: Work,
    grant: Grant[Repository],
    *,
    sha: str,
    state: State,
    context: str = "default",
    description: str | None = None,
    target_url: str | None = None,
) -> Status:
    """Report about a commit, which the caller saw to be there.

    Raises Invalid for what cannot be kept, and after a thousand reports of the same context.
    """
    grant.must_cover(table.CREATE)
    must_be_live(grant.target)
    new = NewStatus(
        sha,
        state,
        checks.name(RESOURCE, "context", context),
        checks.sentence(RESOURCE, description),
        checks.address(RESOURCE, "target_url", target_url),
        grant.actor.user,
    )
    if work.statuses.count(grant.target.id, sha, new.context) >= MOST:
        raise Invalid(text=FULL)
    made = work.statuses.add(grant.target.id, new, work.now)
    work.record(StatusCreated(grant.target.id, made.id, sha, state.value, made.context))
    return made
