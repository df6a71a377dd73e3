"""Teams put into GitHub's shape, with their parents."""

from watchword.access.actor import Actor
from watchword.access.roles import Role
from watchword.organizations.team_model import Team
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.teams import TeamFull, TeamShape, team_full, team_shape
from watchword.work.unit import Work


def shape(
    work: Work, actor: Actor, team: Team, at: Addresses, role: Role | None = None
) -> TeamShape:
    """Say of a team what lists say of it."""
    return team_shape(team, _parent(work, actor, team), at, role)


def full(work: Work, actor: Actor, team: Team, at: Addresses) -> TeamFull:
    """Say of a team what who knows of it may know."""
    org = work.organizations.by_id(team.org, actor.user)
    assert org is not None, "teams go with their organization"
    return team_full(team, _parent(work, actor, team), org, at)


def _parent(work: Work, actor: Actor, team: Team) -> Team | None:
    """The team above it, which is closed, so that who knows of one knows of the other."""
    return None if team.parent is None else work.teams.by_id(team.parent, actor.user)
