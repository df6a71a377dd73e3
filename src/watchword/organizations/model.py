"""Organizations, their members and invitations."""

from dataclasses import dataclass, field
from enum import StrEnum

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.roles import Role
from watchword.accounts.model import Account
from watchword.kernel.ids import InvitationId, OrgId, UserId


class OrgRole(StrEnum):
    """What somebody is in an organization."""

    ADMIN = "admin"
    """An owner."""
    MEMBER = "member"


ROLES = {OrgRole.ADMIN: Role.ADMIN, OrgRole.MEMBER: Role.WRITE}
"""What members are to the organization itself. READ is for everybody: profiles are public."""


class MembersMay(Struct, frozen=True):
    """What members who are no owners may make."""

    create_public: bool = True
    create_private: bool = True
    create_internal: bool = True
    create_teams: bool = True


@dataclass(frozen=True, slots=True)
class Organization(Account):
    """An organization, and what the one who looked it up is in it."""

    id: OrgId
    description: str | None
    company: str | None
    blog: str | None
    location: str | None
    public_email: str | None
    billing_email: str | None
    base_role: Role
    """What every member may do with each repository."""
    members_may: MembersMay
    public_repositories: int
    private_repositories: int
    created_at: int
    updated_at: int
    viewer: UserId | None = field(default=None, compare=False)
    viewer_is: OrgRole | None = field(default=None, compare=False)

    def role_of(self, actor: Actor) -> Role:
        """Owners run it, members have a part in it, everybody else sees its profile."""
        if actor.user is None:
            return Role.READ
        if actor.user != self.viewer:
            msg = "the organization was looked up for somebody else"
            raise AssertionError(msg)
        return ROLES[self.viewer_is] if self.viewer_is else Role.READ


class Member(Struct, frozen=True):
    """Somebody who is in an organization."""

    org: OrgId
    user: UserId
    login: str
    name: str | None
    role: OrgRole
    is_public: bool
    """Whether everybody may know."""
    since: int


class Invitation(Struct, frozen=True):
    """Somebody is asked to join: a person, or an address of which nobody is known yet."""

    id: InvitationId
    org: OrgId
    user: UserId | None
    login: str | None
    email: str | None
    role: OrgRole
    inviter: UserId | None
    created_at: int
    teams: int
    """How many teams come with it."""
