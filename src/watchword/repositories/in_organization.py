"""What is special about repositories that an organization owns: their makers, and teams."""

from typing import Final

from watchword.access.actor import Actor
from watchword.access.gate import Grant, require
from watchword.access.kinds import INSIDE
from watchword.access.roles import ROLE_NAME_OF, Role
from watchword.access.table import organizations as org_table
from watchword.access.table import teams as table
from watchword.kernel.errors import FieldError, Invalid, NotFound, NotPermitted
from watchword.kernel.ids import TeamId
from watchword.kernel.words import N_
from watchword.organizations.events import (
    TeamRepositoryAdded,
    TeamRepositoryRemoved,
    TeamRepositoryUpdated,
)
from watchword.organizations.model import Organization
from watchword.organizations.team_model import Team
from watchword.repositories.events import CollaboratorAdded
from watchword.repositories.model import Repository, Visibility
from watchword.repositories.ports import Work

FIRST_ROLE: Final = Role.READ
"""What a team may do with a repository for which nothing was said (GHES behaviour)."""
OF_ANOTHER: Final = N_("The repository is not owned by the organization of this team.")


def lets_create(actor: Actor, org: Organization, visibility: Visibility) -> bool:
    """Whether somebody may make repositories of that visibility there, by what one is in it."""
    may = org.members_may
    lets = {
        Visibility.PUBLIC: may.create_public,
        Visibility.PRIVATE: may.create_private,
        Visibility.INTERNAL: may.create_internal,
    }
    is_member = org.role_of(actor) >= org_table.CREATE_PRIVATE.role
    return _runs(actor, org) or (is_member and lets[visibility])


def must_let_create(actor: Actor, org: Organization, visibility: Visibility) -> None:
    """Raise NotPermitted for a member where the organization keeps that to owners."""
    if not lets_create(actor, org, visibility):
        raise NotPermitted(org_table.ADDING)


def begin(
    work: Work, actor: Actor, org: Organization, made: Repository, team: TeamId | None
) -> None:
    """Let who made a repository administer it, and a team work with it. Raises Invalid."""
    if actor.user is not None and not _runs(actor, org):
        work.repositories.set_collaborator(made.id, actor.user, Role.ADMIN, work.now)
        work.record(CollaboratorAdded(made.id, actor.user, ROLE_NAME_OF[Role.ADMIN]))
    if team is not None:
        begin_with_team(work, actor, org, made, team)


def begin_with_team(
    work: Work, actor: Actor, org: Organization, made: Repository, team: TeamId
) -> None:
    """Let a team of the organization work with it from the beginning. Raises Invalid."""
    found = work.teams.by_id(team, actor.user)
    known = found is not None and (actor.kind in INSIDE or found.role_of(actor) > Role.NONE)
    if found is None or not known or found.org != org.id:
        raise Invalid(FieldError("Repository", "team_id", "invalid"))
    _set(work, found, made, FIRST_ROLE)


def let_team_work(
    work: Work, grant: Grant[Team], repository: Repository | None, role: Role | None
) -> None:
    """Let a team work with a repository, or change what it may do; None leaves that as it is.

    It takes administering the repository (attack 59). Raises Invalid for one of another owner.
    """
    grant.must_cover(table.SET_REPOSITORY)
    target = require(grant.actor, table.GIVE, repository).target
    if target.owner != grant.target.org:
        raise Invalid(FieldError("Team", "repository", "custom", OF_ANOTHER))
    if role is None:
        if work.teams.repository_role(grant.target.id, target.id) is not None:
            return
        role = FIRST_ROLE
    _set(work, grant.target, target, role)


def let_team_go(work: Work, grant: Grant[Team], repository: Repository | None) -> None:
    """Let a team work with a repository no longer. Raises NotFound where it does not."""
    grant.must_cover(table.REMOVE_REPOSITORY)
    target = require(grant.actor, table.GIVE, repository).target
    if not work.teams.remove_repository(grant.target.id, target.id):
        raise NotFound
    work.record(TeamRepositoryRemoved(grant.target.org, grant.target.id, target.id))


def _set(work: Work, team: Team, repository: Repository, role: Role) -> None:
    before = work.teams.repository_role(team.id, repository.id)
    work.teams.set_repository(team.id, repository.id, role, work.now)
    fact = TeamRepositoryAdded if before is None else TeamRepositoryUpdated
    work.record(fact(team.org, team.id, repository.id, ROLE_NAME_OF[role]))


def _runs(actor: Actor, org: Organization) -> bool:
    return actor.kind in INSIDE or org.role_of(actor) >= Role.ADMIN
