"""From an admission to what git is told of the visit."""

from collections.abc import Callable
from datetime import UTC, datetime

from watchword.access.actor import Actor
from watchword.access.gate import Grant, allows, require
from watchword.access.table import gists as gist_table
from watchword.access.table import git as table
from watchword.authn.throttle import network
from watchword.gists.model import Gist
from watchword.git_transport.version import Version
from watchword.kernel.errors import NotPermitted
from watchword.ref_updates.workflows import without_scope
from watchword.repositories.model import Repository
from watchword.surfaces.git_http.admission import Admission, Porter
from watchword.work.git_host import Pushing, Visit
from watchword.work.unit import Work

ENDS_SOON = "Your personal access token ends on {day} (UTC). Make a new one: {site}/settings/tokens"


def visit(
    admission: Admission, repository: Repository | Gist, version: Version, now: int, site: str
) -> Visit:
    """What git is told of somebody who was let in; `now` in seconds, `site` the public address."""
    actor = admission.caller.actor
    user = actor.user
    account = f"address {network(actor.origin.address)}" if user is None else f"user {user}"
    remark = _remark(admission, now, site)
    return Visit(repository.id, repository.key, account, version, remark)


def pushing(admission: Admission, repository: Repository | Gist, porter: Porter) -> Pushing:
    """What git is told of somebody who may push."""
    if isinstance(repository, Gist):
        return _pushing_to_gist(admission, repository, porter)
    actor = admission.caller.actor
    free = allows(actor, table.CHANGE_WORKFLOWS, repository)

    def authorise(work: Work) -> Grant[Repository]:
        """Ask again: the token may be dead by now, the repository archived, the role another."""
        caller = porter.caller(work, admission.presented, actor.origin)
        found = work.repositories.by_id(repository.id, caller.actor.user)
        grant = require(caller.actor, table.PUSH, found)
        if free and not allows(caller.actor, table.CHANGE_WORKFLOWS, grant.target):
            raise NotPermitted(table.CHANGE_WORKFLOWS.text)
        return grant

    refusal = None if free else _workflow_refusal(actor)
    return Pushing(repository.default_branch, actor.origin, authorise, refusal)


def _pushing_to_gist(admission: Admission, gist: Gist, porter: Porter) -> Pushing:
    actor = admission.caller.actor

    def authorise(work: Work) -> Grant[Gist]:
        """Ask again: the token may be dead by now, the gist deleted."""
        caller = porter.caller(work, admission.presented, actor.origin)
        return require(caller.actor, gist_table.GIT_PUSH, work.gists.by_id(gist.id))

    return Pushing(gist.default_branch, actor.origin, authorise, flat=True)


def _workflow_refusal(actor: Actor) -> Callable[[str], str]:
    return lambda path: without_scope(actor.kind, path)


def _remark(admission: Admission, now: int, site: str) -> str:
    """A line for the terminal of somebody whose token ends within seven days.

    Applications get their next token themselves: theirs end after some hours and nobody need care.
    """
    token = admission.caller.token
    if token is None or token.expires_at is None or token.family is not None:
        return ""
    if not token.ends_soon(now):
        return ""
    day = datetime.fromtimestamp(token.expires_at, UTC).strftime("%Y-%m-%d")
    return ENDS_SOON.format(day=day, site=site)
