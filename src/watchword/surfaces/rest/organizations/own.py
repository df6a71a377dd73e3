"""Organizations that somebody is in, and what one answers to their invitations."""

from typing import Final, Literal

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import organizations as table
from watchword.accounts.model import User
from watchword.kernel.errors import NotFound
from watchword.kernel.pagination import Page, PageRequest
from watchword.organizations import invitations
from watchword.organizations.model import OrgRole
from watchword.surfaces.http_kit.route_table import route
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.organizations.membership import membership
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.users import named, oneself
from watchword.surfaces.shapes.organizations import (
    OrganizationSimple,
    OrgMembership,
    organization_simple,
)
from watchword.work.unit import Work

MEMBERSHIPS: Final = "/user/memberships/orgs"
ACTIVE: Final = "active"
PENDING: Final = "pending"


class OwnMemberships(Paged, kw_only=True):
    """Which of one's own memberships are wanted."""

    state: Literal["active", "pending"] | None = None


class OneOwn(Struct, kw_only=True):
    """Which membership is wanted."""

    org: InPath = ""


class Answer(Struct, kw_only=True):
    """What one answers to an invitation."""

    org: InPath = ""
    state: Literal["active"]


class OwnOrganizations:
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Name addresses there."""
        self._at = services.at

    def list_own(self, work: Work, grant: Grant[User], asked: Paged) -> Page[OrganizationSimple]:
        """List the organizations that one is in."""
        page = work.organizations.of(grant.target.id, grant.actor.user, asked.request)
        return page.map(lambda org: organization_simple(org, self._at))

    def list_theirs(self, work: Work, grant: Grant[User], asked: Paged) -> Page[OrganizationSimple]:
        """List the organizations in which somebody is a public member."""
        page = work.organizations.publicly_of(grant.target.id, grant.actor.user, asked.request)
        return page.map(lambda org: organization_simple(org, self._at))

    def list_memberships(
        self, work: Work, grant: Grant[User], asked: OwnMemberships
    ) -> Page[OrgMembership]:
        """List what one is in organizations, and is asked to be."""
        person, every = grant.target, PageRequest(size=10_000)
        found: list[OrgMembership] = []
        if asked.state != PENDING:
            for org in work.organizations.of(person.id, person.id, every).items:
                role = org.viewer_is or OrgRole.MEMBER
                found.append(membership(org, person, role, ACTIVE, self._at))
        if asked.state != ACTIVE:
            for invitation, _ in work.org_invitations.awaiting(person):
                asking = work.organizations.by_id(invitation.org, person.id)
                assert asking is not None
                found.append(membership(asking, person, invitation.role, PENDING, self._at))
        start, size = asked.request.offset, asked.request.size
        return Page(found[start : start + size], len(found), asked.request)

    def show_membership(self, work: Work, grant: Grant[User], asked: OneOwn) -> OrgMembership:
        """Show what one is in an organization, or is asked to be."""
        return self._membership(work, grant, asked.org)

    def answer(self, work: Work, grant: Grant[User], asked: Answer) -> OrgMembership:
        """Accept an invitation to an organization."""
        org = work.organizations.by_login(asked.org, grant.target.id)
        if org is None:
            raise NotFound
        if org.viewer_is is None:
            invitations.accept(work, grant, org.id)
        return self._membership(work, grant, asked.org)

    def _membership(self, work: Work, grant: Grant[User], login: str) -> OrgMembership:
        person = grant.target
        org = work.organizations.by_login(login, person.id)
        if org is None:
            raise NotFound
        if org.viewer_is is not None:
            return membership(org, person, org.viewer_is, ACTIVE, self._at)
        invitation = work.org_invitations.of_user(org.id, person)
        if invitation is None:
            raise NotFound
        return membership(org, person, invitation.role, PENDING, self._at)


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    own, one = OwnOrganizations(services), MEMBERSHIPS + "/{org}"
    listing, answering = table.LIST_OWN_MEMBERSHIPS, table.ANSWER_INVITATION
    return [
        endpoint(
            route("GET", "/user/orgs", table.LIST_OWN, oneself, own.list_own, Paged),
            "orgs/orgs#list-organizations-for-the-authenticated-user",
        ),
        endpoint(
            route(
                "GET", "/users/{username}/orgs", table.LIST_OF_USER, named, own.list_theirs, Paged
            ),
            "orgs/orgs#list-organizations-for-a-user",
        ),
        endpoint(
            route("GET", MEMBERSHIPS, listing, oneself, own.list_memberships, OwnMemberships),
            "orgs/members#list-organization-memberships-for-the-authenticated-user",
        ),
        endpoint(
            route("GET", one, listing, oneself, own.show_membership, OneOwn),
            "orgs/members#get-an-organization-membership-for-the-authenticated-user",
        ),
        endpoint(
            route("PATCH", one, answering, oneself, own.answer, Answer),
            "orgs/members#update-an-organization-membership-for-the-authenticated-user",
        ),
    ]
