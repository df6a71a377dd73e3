"""Who is in a team, and as what."""

from watchword.access.gate import Grant
from watchword.access.roles import Role
from watchword.access.table import teams as table
from watchword.accounts.model import User
from watchword.kernel.errors import NotFound, NotPermitted
from watchword.organizations import members
from watchword.organizations.events import (
    MaintainerDemoted,
    MaintainerPromoted,
    TeamMemberAdded,
    TeamMemberRemoved,
)
from watchword.organizations.model import OrgRole
from watchword.organizations.ports import Work
from watchword.organizations.team_model import Team, TeamRole

STRANGERS = "You must be an organization owner or team maintainer to add a team membership."
"""GitHub's sentence (GHES behaviour). A maintainer adds members of the organization only."""


def set_role(work: Work, grant: Grant[Team], user: User, role: TeamRole) -> None:
    """Let somebody in, or change the role.

    Who is no member of the organization becomes one at once, when an owner asks (GHES behaviour).
    Raises NotPermitted when a maintainer does.
    """
    grant.must_cover(table.SET_MEMBERSHIP)
    team = grant.target
    if work.organizations.member(team.org, user.id) is None:
        org = work.organizations.by_id(team.org, grant.actor.user)
        if org is None or team.role_of(grant.actor) < Role.ADMIN:
            raise NotPermitted(STRANGERS)
        members.let_in(work, org, user, OrgRole.MEMBER)
    before = work.teams.own_role(team.id, user.id)
    if before is role:
        return
    work.teams.set_member(team.id, user.id, role, work.now)
    if before is None:
        work.record(TeamMemberAdded(team.org, team.id, user.id))
    if role is TeamRole.MAINTAINER:
        work.record(MaintainerPromoted(team.org, team.id, user.id))
    elif before is TeamRole.MAINTAINER:
        work.record(MaintainerDemoted(team.org, team.id, user.id))


def remove(work: Work, grant: Grant[Team], user: User) -> None:
    """Take somebody out. Raises NotFound for who is not in the team itself."""
    grant.must_cover(table.REMOVE_MEMBERSHIP)
    _take_out(work, grant.target, user)


def leave(work: Work, grant: Grant[Team]) -> None:
    """Leave a team."""
    grant.must_cover(table.LEAVE)
    user = None if grant.actor.user is None else work.users.by_id(grant.actor.user)
    if user is None:
        raise NotFound
    _take_out(work, grant.target, user)


def _take_out(work: Work, team: Team, user: User) -> None:
    if not work.teams.remove_member(team.id, user.id):
        raise NotFound
    work.record(TeamMemberRemoved(team.org, team.id, user.id))
