"""Invitations to an organization, as its owners send them and take them back."""

from typing import Final, Literal

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import organizations as table
from watchword.kernel.errors import FieldError, Invalid, NotFound
from watchword.kernel.ids import InvitationId, TeamId, UserId
from watchword.kernel.pagination import Page
from watchword.organizations import invitations
from watchword.organizations.invitations import Invited
from watchword.organizations.model import Invitation, Organization, OrgRole
from watchword.surfaces.http_kit.route_table import route
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.finding import LARGEST, number
from watchword.surfaces.rest.organizations.finding import ORG, by_login
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.showing_teams import shape
from watchword.surfaces.shapes.organizations import (
    OrganizationInvitation,
    organization_invitation,
)
from watchword.surfaces.shapes.teams import TeamShape
from watchword.surfaces.shapes.users import simple_user
from watchword.work.unit import Work

INVITATIONS: Final = ORG + "/invitations"
ROLES: Final = {
    "admin": OrgRole.ADMIN,
    "direct_member": OrgRole.MEMBER,
    "reinstate": OrgRole.MEMBER,
}


class NewInvitation(Struct, kw_only=True):
    """Who is asked, and to be what."""

    invitee_id: int | None = None
    email: str | None = None
    role: Literal["admin", "direct_member", "reinstate"] = "direct_member"
    team_ids: list[int] = []


class OneInvitation(Struct, kw_only=True):
    """Which invitation is meant."""

    invitation_id: InPath = ""


class TeamsOfInvitation(Paged, kw_only=True):
    """Of which invitation the teams are wanted."""

    invitation_id: InPath = ""


class Invitations:
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Name addresses there."""
        self._at = services.at

    def list_all(
        self, work: Work, grant: Grant[Organization], asked: Paged
    ) -> Page[OrganizationInvitation]:
        """List the invitations that were not answered."""
        page = work.org_invitations.page(grant.target.id, asked.request)
        return page.map(lambda one: self._shape(work, grant.target, one))

    def invite(
        self, work: Work, grant: Grant[Organization], wanted: NewInvitation
    ) -> OrganizationInvitation:
        """Ask somebody to join an organization."""
        user = None
        if wanted.invitee_id is not None:
            fits = 0 < wanted.invitee_id <= LARGEST
            user = work.users.by_id(UserId(wanted.invitee_id)) if fits else None
            if user is None:
                raise Invalid(FieldError("OrganizationInvitation", "invitee_id", "invalid"))
        teams = tuple(TeamId(one) for one in wanted.team_ids if 0 < one <= LARGEST)
        if len(teams) < len(wanted.team_ids):
            raise Invalid(FieldError("OrganizationInvitation", "team_ids", "invalid"))
        invited = Invited(user, wanted.email, ROLES[wanted.role], teams)
        made = invitations.invite(work, grant, invited)
        return self._shape(work, grant.target, made)

    def cancel(self, work: Work, grant: Grant[Organization], asked: OneInvitation) -> None:
        """Take an invitation back."""
        invitations.cancel(work, grant, _found(work, grant, asked.invitation_id))

    def list_teams(
        self, work: Work, grant: Grant[Organization], asked: TeamsOfInvitation
    ) -> list[TeamShape]:
        """List the teams that come with an invitation."""
        invitation = _found(work, grant, asked.invitation_id)
        found = (
            work.teams.by_id(team, grant.actor.user)
            for team in work.org_invitations.teams(invitation.id)
        )
        return [shape(work, grant.actor, team, self._at) for team in found if team is not None]

    def _shape(self, work: Work, org: Organization, found: Invitation) -> OrganizationInvitation:
        inviter = None if found.inviter is None else work.users.by_id(found.inviter)
        by = None if inviter is None else simple_user(inviter, self._at)
        return organization_invitation(found, org, by, self._at)


def _found(work: Work, grant: Grant[Organization], text: str) -> Invitation:
    """Find the invitation among those of this organization (attack 58). Raises NotFound."""
    wanted = number(text)
    found = wanted and work.org_invitations.by_id(grant.target.id, InvitationId(wanted))
    if not found:
        raise NotFound
    return found


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    own = Invitations(services)
    one, of = INVITATIONS + "/{invitation_id}", "orgs/members#"
    read, cancel = table.LIST_INVITATIONS, table.CANCEL_INVITATION
    return [
        endpoint(
            route("GET", INVITATIONS, read, by_login, own.list_all, Paged),
            f"{of}list-pending-organization-invitations",
        ),
        endpoint(
            route(
                "POST", INVITATIONS, table.INVITE, by_login, own.invite, NewInvitation, status=201
            ),
            f"{of}create-an-organization-invitation",
        ),
        endpoint(
            route("DELETE", one, cancel, by_login, own.cancel, OneInvitation, status=204),
            f"{of}cancel-an-organization-invitation",
        ),
        endpoint(
            route("GET", one + "/teams", read, by_login, own.list_teams, TeamsOfInvitation),
            f"{of}list-organization-invitation-teams",
        ),
    ]
