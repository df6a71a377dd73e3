"""Making teams, changing them, and putting one below another."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.roles import Role
from watchword.access.table import teams as table
from watchword.kernel.errors import Conflict, FieldError, Invalid, NotPermitted
from watchword.kernel.ids import TeamId
from watchword.kernel.words import N_, filled
from watchword.organizations import names
from watchword.organizations.events import (
    TeamCreated,
    TeamDeleted,
    TeamMemberAdded,
    TeamMoved,
    TeamUpdated,
)
from watchword.organizations.model import Organization
from watchword.organizations.ports import Work
from watchword.organizations.team_model import Privacy, Team, TeamRole
from watchword.organizations.team_ports import NewTeam

SECRET_NESTED: Final = N_("A secret team stands below no other, and has none below it")
BELOW_ITSELF: Final = N_("A team cannot stand below itself")
OWNERS_ONLY: Final = N_("Only owners of the organization may create teams.")
TAKEN: Final = N_("Name must be unique for this org")
"""GitHub's sentence (GHES behaviour)."""


class WantedTeam(Struct, frozen=True):
    """What a team is to be. Without a word on privacy it is secret, below another one closed."""

    name: str
    description: str | None = None
    privacy: Privacy | None = None
    notifies: bool = True
    parent: TeamId | None = None
    maintainers: tuple[str, ...] = ()
    """Logins of members of the organization."""


def create(work: Work, grant: Grant[Organization], wanted: WantedTeam) -> Team:
    """Make a team; who makes it maintains it. Raises Invalid and NotPermitted."""
    grant.must_cover(table.CREATE)
    org, maker = grant.target, grant.actor.user
    if org.role_of(grant.actor) < Role.ADMIN and not org.members_may.create_teams:
        raise NotPermitted(OWNERS_ONLY)
    name = names.team(wanted.name)
    parent = _parent(work, grant, org, wanted.parent)
    unless_told = Privacy.SECRET if parent is None else Privacy.CLOSED
    privacy = wanted.privacy or unless_told
    if parent is not None and privacy is Privacy.SECRET:
        raise _unfit("privacy", SECRET_NESTED)
    new = NewTeam(
        org.id,
        name,
        names.slug(name),
        names.team_description(wanted.description),
        privacy,
        wanted.notifies,
        parent,
    )
    try:
        made = work.teams.add(new, work.now)
    except Conflict as taken:
        raise _unfit("name", TAKEN) from taken
    work.record(TeamCreated(org.id, made, new.name))
    _staff(work, org, made, wanted, grant)
    found = work.teams.by_id(made, maker)
    assert found is not None
    return found


def update(
    work: Work,
    grant: Grant[Team],
    *,
    name: str,
    description: str | None,
    privacy: Privacy,
    notifies: bool,
) -> None:
    """Change what is said of a team, and who knows of it. Raises Invalid."""
    grant.must_cover(table.UPDATE)
    team = grant.target
    name = names.team(name)
    nested = team.parent is not None or work.teams.has_children(team.id)
    if privacy is Privacy.SECRET and nested:
        raise _unfit("privacy", SECRET_NESTED)
    wanted: dict[str, str | bool | None] = {
        "name": name,
        "slug": names.slug(name),
        "description": names.team_description(description),
        "privacy": privacy.value,
        "notifies": notifies,
    }
    changed = {key: value for key, value in wanted.items() if getattr(team, key) != value}
    if not changed:
        return
    values: Mapping[str, str | int | bool | None] = {**changed}
    try:
        work.teams.update(team.id, values, work.now)
    except Conflict as taken:
        raise _unfit("name", TAKEN) from taken
    work.record(TeamUpdated(team.org, team.id, tuple(changed)))


def move(work: Work, grant: Grant[Team], parent: TeamId | None) -> None:
    """Put a team below another one, whose repositories it then works with, or below none.

    Raises Invalid for a team below itself or a secret one, NotPermitted where the other team is
    not maintained by who asks: nobody gains what they could not give (attack 59).
    """
    grant.must_cover(table.UPDATE)
    team = grant.target
    if parent == team.parent:
        return
    org = work.organizations.by_id(team.org, grant.actor.user)
    assert org is not None
    _parent(work, grant, org, parent)
    if parent is not None:
        if team.id in work.teams.ancestors(parent):
            raise _unfit("parent_team_id", BELOW_ITSELF)
        if team.privacy is Privacy.SECRET:
            raise _unfit("parent_team_id", SECRET_NESTED)
    work.teams.move(team.id, parent, work.now)
    work.record(TeamMoved(team.org, team.id, parent))


def delete(work: Work, grant: Grant[Team]) -> None:
    """Delete a team, and those below it (GHES behaviour)."""
    grant.must_cover(table.DELETE)
    work.teams.delete(grant.target.id)
    work.record(TeamDeleted(grant.target.org, grant.target.id, grant.target.name))


def _parent(
    work: Work,
    grant: Grant[Organization] | Grant[Team],
    org: Organization,
    wanted: TeamId | None,
) -> TeamId | None:
    if wanted is None:
        return None
    parent = work.teams.by_id(wanted, grant.actor.user)
    hidden = parent is None or parent.role_of(grant.actor) is Role.NONE
    if parent is None or hidden or parent.org != org.id:
        raise Invalid(FieldError("Team", "parent_team_id", "invalid"))
    if parent.privacy is Privacy.SECRET:
        raise _unfit("parent_team_id", SECRET_NESTED)
    if parent.role_of(grant.actor) < Role.MAINTAIN:
        raise NotPermitted
    return parent.id


def _staff(
    work: Work,
    org: Organization,
    team: TeamId,
    wanted: WantedTeam,
    grant: Grant[Organization],
) -> None:
    """Put the maintainers into a new team. Raises Invalid for who is no member."""
    staff = []
    for login in wanted.maintainers:
        user = work.users.by_login(login)
        if user is None or work.organizations.member(org.id, user.id) is None:
            told = filled("%(login)s is not a member of this organization", login=login[:64])
            raise _unfit("maintainers", told)
        staff.append(user.id)
    maker = grant.actor.user
    if maker is not None and work.organizations.member(org.id, maker):
        staff.append(maker)
    for user_id in dict.fromkeys(staff):
        work.teams.set_member(team, user_id, TeamRole.MAINTAINER, work.now)
        work.record(TeamMemberAdded(org.id, team, user_id))


def _unfit(field: str, message: str) -> Invalid:
    return Invalid(FieldError("Team", field, "custom", message))
