"""Facts about organizations, their members and teams."""

from dataclasses import dataclass

from watchword.kernel.events import Event
from watchword.kernel.ids import InvitationId, OrgId, RepoId, TeamId, UserId


@dataclass(frozen=True, slots=True)
class OrganizationCreated(Event):
    """There is a new organization."""

    name = "org.create"
    org_id: OrgId
    org: str


@dataclass(frozen=True, slots=True)
class OrganizationUpdated(Event):
    """What is said of it changed."""

    name = "org.update"
    org_id: OrgId
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BaseRoleChanged(Event):
    """Members may do more with all repositories, or less."""

    name = "org.update_default_repository_permission"
    org_id: OrgId
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class CreationChanged(Event):
    """Members may make more of their own, or less."""

    name = "org.update_member_repository_creation_permission"
    org_id: OrgId
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrganizationRenamed(Event):
    """It is called otherwise."""

    name = "org.rename"
    org_id: OrgId
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class OrganizationDeleted(Event):
    """It is gone with all that it owned."""

    name = "org.delete"
    org_id: OrgId
    org: str


@dataclass(frozen=True, slots=True)
class MemberAdded(Event):
    """Somebody is in it now."""

    name = "org.add_member"
    org_id: OrgId
    user_id: UserId
    role: str


@dataclass(frozen=True, slots=True)
class MemberUpdated(Event):
    """A member became an owner, or an owner a member."""

    name = "org.update_member"
    org_id: OrgId
    user_id: UserId
    role: str


@dataclass(frozen=True, slots=True)
class MemberRemoved(Event):
    """Somebody is in it no longer, was taken out or left."""

    name = "org.remove_member"
    org_id: OrgId
    user_id: UserId


@dataclass(frozen=True, slots=True)
class MemberPublicized(Event):
    """Everybody may know of a member, or only members."""

    name = "org.update_member_visibility"
    org_id: OrgId
    user_id: UserId
    public: bool


@dataclass(frozen=True, slots=True)
class OutsiderRemoved(Event):
    """Somebody who is no member works with none of its repositories any more."""

    name = "org.remove_outside_collaborator"
    org_id: OrgId
    user_id: UserId


@dataclass(frozen=True, slots=True)
class MemberInvited(Event):
    """Somebody was asked to join."""

    name = "org.invite_member"
    org_id: OrgId
    invitation: InvitationId
    user_id: UserId | None
    email: str | None
    role: str


@dataclass(frozen=True, slots=True)
class InvitationCancelled(Event):
    """It can be accepted no more: it was taken back, or declined."""

    name = "org.cancel_invitation"
    org_id: OrgId
    invitation: InvitationId
    user_id: UserId | None


@dataclass(frozen=True, slots=True)
class TeamCreated(Event):
    """There is a new team."""

    name = "team.create"
    org_id: OrgId
    team_id: TeamId
    team: str


@dataclass(frozen=True, slots=True)
class TeamUpdated(Event):
    """What is said of it, or who knows of it, changed."""

    name = "team.update"
    org_id: OrgId
    team_id: TeamId
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamMoved(Event):
    """It stands below another team, or below none."""

    name = "team.change_parent_team"
    org_id: OrgId
    team_id: TeamId
    parent: TeamId | None


@dataclass(frozen=True, slots=True)
class TeamDeleted(Event):
    """It is gone, with the teams below it."""

    name = "team.destroy"
    org_id: OrgId
    team_id: TeamId
    team: str


@dataclass(frozen=True, slots=True)
class TeamMemberAdded(Event):
    """Somebody is in it now."""

    name = "team.add_member"
    org_id: OrgId
    team_id: TeamId
    user_id: UserId


@dataclass(frozen=True, slots=True)
class TeamMemberRemoved(Event):
    """Somebody is in it no longer."""

    name = "team.remove_member"
    org_id: OrgId
    team_id: TeamId
    user_id: UserId


@dataclass(frozen=True, slots=True)
class MaintainerPromoted(Event):
    """A member of the team manages it now."""

    name = "team.promote_maintainer"
    org_id: OrgId
    team_id: TeamId
    user_id: UserId


@dataclass(frozen=True, slots=True)
class MaintainerDemoted(Event):
    """A maintainer is a member like the others."""

    name = "team.demote_maintainer"
    org_id: OrgId
    team_id: TeamId
    user_id: UserId


@dataclass(frozen=True, slots=True)
class TeamRepositoryAdded(Event):
    """The team works with a repository."""

    name = "team.add_repository"
    org_id: OrgId
    team_id: TeamId
    repository_id: RepoId
    role: str


@dataclass(frozen=True, slots=True)
class TeamRepositoryUpdated(Event):
    """The team may do more with it, or less."""

    name = "team.update_repository_permission"
    org_id: OrgId
    team_id: TeamId
    repository_id: RepoId
    role: str


@dataclass(frozen=True, slots=True)
class TeamRepositoryRemoved(Event):
    """The team works with it no longer."""

    name = "team.remove_repository"
    org_id: OrgId
    team_id: TeamId
    repository_id: RepoId
