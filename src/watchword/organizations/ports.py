"""What organizations need of storage."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from watchword.accounts import ports as accounts
from watchword.accounts.model import User
from watchword.kernel.ids import InvitationId, OrgId, TeamId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.organizations import team_ports
from watchword.organizations.model import Invitation, Member, Organization, OrgRole


class NewInvitation(Struct, frozen=True):
    """An invitation to be kept: of a person, or of an address."""

    org: OrgId
    user: UserId | None
    email: str | None
    role: OrgRole
    inviter: UserId | None
    teams: tuple[TeamId, ...] = ()


class OrganizationStore(Protocol):
    """Organizations and their members."""

    def by_login(self, login: str, viewer: UserId | None) -> Organization | None:
        """Find by login, whatever the case."""

    def by_id(self, org: OrgId, viewer: UserId | None) -> Organization | None:
        """Find by number."""

    def after(self, org: int, count: int, viewer: UserId | None) -> Sequence[Organization]:
        """The first ones with a higher number."""

    def of(self, user: UserId, viewer: UserId | None, request: PageRequest) -> Page[Organization]:
        """Those that somebody is in, as far as the viewer may know, by login.

        One's own are all there, of others those in which they are public members.
        """

    def publicly_of(
        self, user: UserId, viewer: UserId | None, request: PageRequest
    ) -> Page[Organization]:
        """Those in which somebody is a public member, by login."""

    def shared(self, user: UserId, viewer: UserId, request: PageRequest) -> Page[Organization]:
        """The same, with those that both are in."""

    def add(self, login: str, name: str | None, billing_email: str | None, now: int) -> OrgId:
        """Keep a new organization. Raises Conflict when the login is taken."""

    def update(self, org: OrgId, values: Mapping[str, str | int | bool | None], now: int) -> None:
        """Change columns."""

    def rename(self, org: OrgId, login: str, now: int) -> None:
        """Change the login. Raises Conflict when it is taken."""

    def delete(self, org: OrgId) -> None:
        """Forget an organization that owns no repositories any more."""

    def member(self, org: OrgId, user: UserId) -> Member | None:
        """Find somebody who is in it."""

    def members(
        self,
        org: OrgId,
        request: PageRequest,
        *,
        role: OrgRole | None = None,
        concealed: bool = True,
    ) -> Page[Member]:
        """Who is in it, by login; without the concealed ones when these are not wanted."""

    def owners(self, org: OrgId) -> int:
        """How many owners there are that are not suspended."""

    def owned_alone(self, user: UserId) -> Sequence[str]:
        """The logins of organizations of which somebody is the last owner."""

    def set_member(self, org: OrgId, user: UserId, role: OrgRole, now: int) -> None:
        """Let somebody in, or change the role."""

    def publicize(self, org: OrgId, user: UserId, *, public: bool) -> None:
        """Let everybody know that somebody is in it, or only members."""

    def remove_member(self, org: OrgId, user: UserId, *, keep_collaborations: bool) -> None:
        """Take somebody out, of all its teams too, and off its repositories unless told not to."""

    def outsiders(self, org: OrgId, request: PageRequest) -> Page[User]:
        """Who works with its repositories and is no member, by login."""

    def remove_outsider(self, org: OrgId, user: UserId) -> bool:
        """Take somebody off all its repositories; whether anything changed."""


class InvitationStore(Protocol):
    """Invitations to organizations."""

    def add(self, new: NewInvitation, now: int) -> Invitation:
        """Keep a new one. Raises Conflict when the person or address is invited already."""

    def by_id(self, org: OrgId, invitation: InvitationId) -> Invitation | None:
        """Find one among those of an organization."""

    def of_user(self, org: OrgId, user: User) -> Invitation | None:
        """The one that a person may answer: by the account, or by its address."""

    def awaiting(self, user: User) -> Sequence[tuple[Invitation, str]]:
        """All that a person may answer, with the logins of the organizations."""

    def page(self, org: OrgId, request: PageRequest) -> Page[Invitation]:
        """Those that are not answered, the oldest first."""

    def teams(self, invitation: InvitationId) -> Sequence[TeamId]:
        """The teams that come with it."""

    def delete(self, invitation: InvitationId) -> None:
        """Forget one."""


class Work(accounts.Work, team_ports.Work, Protocol):
    """A unit of work with organizations in it."""

    @property
    def organizations(self) -> OrganizationStore:
        """Organizations."""

    @property
    def org_invitations(self) -> InvitationStore:
        """Invitations to organizations."""
