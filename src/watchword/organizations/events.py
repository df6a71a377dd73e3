"""Facts about organizations, their members and teams."""

from watchword.kernel.events import Event
from watchword.kernel.ids import InvitationId, OrgId, RepoId, TeamId, UserId


class OrganizationCreated(Event, frozen=True):
    """There is a new organization."""

    name = "org.create"
    org_id: OrgId
    org: str


class OrganizationUpdated(Event, frozen=True):
    """What is said of it changed."""

    name = "org.update"
    org_id: OrgId
    fields: tuple[str, ...]


class BaseRoleChanged(Event, frozen=True):
    """Members may do more with all repositories, or less."""

    name = "org.update_default_repository_permission"
    org_id: OrgId
    before: str
    now: str


class CreationChanged(Event, frozen=True):
    """Members may make more of their own, or less."""

    name = "org.update_member_repository_creation_permission"
    org_id: OrgId
    fields: tuple[str, ...]


class OrganizationRenamed(Event, frozen=True):
    """It is called otherwise."""

    name = "org.rename"
    org_id: OrgId
    old: str
    new: str


class OrganizationDeleted(Event, frozen=True):
    """It is gone with all that it owned."""

    name = "org.delete"
    org_id: OrgId
    org: str


class MemberAdded(Event, frozen=True):
    """Somebody is in it now."""

    name = "org.add_member"
    org_id: OrgId
    user_id: UserId
    role: str


class MemberUpdated(Event, frozen=True):
    """A member became an owner, or an owner a member."""

    name = "org.update_member"
    org_id: OrgId
    user_id: UserId
    role: str


class MemberRemoved(Event, frozen=True):
    """Somebody is in it no longer, was taken out or left."""

    name = "org.remove_member"
    org_id: OrgId
    user_id: UserId


class MemberPublicized(Event, frozen=True):
    """Everybody may know of a member, or only members."""

    name = "org.update_member_visibility"
    org_id: OrgId
    user_id: UserId
    public: bool


class OutsiderRemoved(Event, frozen=True):
    """Somebody who is no member works with none of its repositories any more."""

    name = "org.remove_outside_collaborator"
    org_id: OrgId
    user_id: UserId


class MemberInvited(Event, frozen=True):
    """Somebody was asked to join."""

    name = "org.invite_member"
    org_id: OrgId
    invitation: InvitationId
    user_id: UserId | None
    email: str | None
    role: str


class InvitationCancelled(Event, frozen=True):
    """It can be accepted no more: it was taken back, or declined."""

    name = "org.cancel_invitation"
    org_id: OrgId
    invitation: InvitationId
    user_id: UserId | None


class TeamCreated(Event, frozen=True):
    """There is a new team."""

    name = "team.create"
    org_id: OrgId
    team_id: TeamId
    team: str


class TeamUpdated(Event, frozen=True):
    """What is said of it, or who knows of it, changed."""

    name = "team.update"
    org_id: OrgId
    team_id: TeamId
    fields: tuple[str, ...]


class TeamMoved(Event, frozen=True):
    """It stands below another team, or below none."""

    name = "team.change_parent_team"
    org_id: OrgId
    team_id: TeamId
    parent: TeamId | None


class TeamDeleted(Event, frozen=True):
    """It is gone, with the teams below it."""

    name = "team.destroy"
    org_id: OrgId
    team_id: TeamId
    team: str


class TeamMemberAdded(Event, frozen=True):
    """Somebody is in it now."""

    name = "team.add_member"
    org_id: OrgId
    team_id: TeamId
    user_id: UserId


class TeamMemberRemoved(Event, frozen=True):
    """Somebody is in it no longer."""

    name = "team.remove_member"
    org_id: OrgId
    team_id: TeamId
    user_id: UserId


class MaintainerPromoted(Event, frozen=True):
    """A member of the team manages it now."""

    name = "team.promote_maintainer"
    org_id: OrgId
    team_id: TeamId
    user_id: UserId


class MaintainerDemoted(Event, frozen=True):
    """A maintainer is a member like the others."""

    name = "team.demote_maintainer"
    org_id: OrgId
    team_id: TeamId
    user_id: UserId


class TeamRepositoryAdded(Event, frozen=True):
    """The team works with a repository."""

    name = "team.add_repository"
    org_id: OrgId
    team_id: TeamId
    repository_id: RepoId
    role: str


class TeamRepositoryUpdated(Event, frozen=True):
    """The team may do more with it, or less."""

    name = "team.update_repository_permission"
    org_id: OrgId
    team_id: TeamId
    repository_id: RepoId
    role: str


class TeamRepositoryRemoved(Event, frozen=True):
    """The team works with it no longer."""

    name = "team.remove_repository"
    org_id: OrgId
    team_id: TeamId
    repository_id: RepoId
