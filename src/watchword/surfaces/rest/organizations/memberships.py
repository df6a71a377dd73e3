"""Memberships of an organization, as its owners give and take them, and who is outside."""

from typing import Final, Literal

from msgspec import Struct

from watchword.access.gate import Grant, require
from watchword.access.table import organizations as table
from watchword.accounts.model import User
from watchword.kernel.errors import NotFound
from watchword.kernel.pagination import Page
from watchword.organizations import invitations, members
from watchword.organizations.model import Organization, OrgRole
from watchword.surfaces.http_kit.route_table import route
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.organizations.finding import ORG, by_login, person
from watchword.surfaces.rest.organizations.membership import membership
from watchword.surfaces.rest.organizations.own import ACTIVE, PENDING
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.shapes.organizations import OrgMembership
from watchword.surfaces.shapes.users import SimpleUser, simple_user
from watchword.work.unit import Work

ONE: Final = ORG + "/memberships/{username}"
OUTSIDERS: Final = ORG + "/outside_collaborators"


class Whose(Struct, kw_only=True):
    """Whose membership is meant."""

    username: InPath = ""


class WantedMembership(Struct, kw_only=True):
    """What somebody is to be."""

    username: InPath = ""
    role: Literal["admin", "member"] = "member"


class OutsiderFilter(Paged, kw_only=True):
    """Which outside collaborators are wanted."""

    filter: Literal["all", "2fa_disabled", "2fa_insecure"] = "all"


class Memberships:
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Name addresses there."""
        self._at = services.at

    def show(self, work: Work, grant: Grant[Organization], asked: Whose) -> OrgMembership:
        """Show what somebody is in an organization, or is asked to be."""
        org, user = grant.target, person(work, asked.username)
        if found := work.organizations.member(org.id, user.id):
            return membership(org, user, found.role, ACTIVE, self._at)
        # Whom owners asked, members need not know.
        require(grant.actor, table.LIST_INVITATIONS, org)
        invitation = work.org_invitations.of_user(org.id, user)
        if invitation is None:
            raise NotFound
        return membership(org, user, invitation.role, PENDING, self._at)

    def set(self, work: Work, grant: Grant[Organization], asked: WantedMembership) -> OrgMembership:
        """Let somebody into an organization, or change the role."""
        user = person(work, asked.username)
        made = members.set_role(work, grant, user, OrgRole(asked.role))
        return membership(grant.target, user, made.role, ACTIVE, self._at)

    def remove(self, work: Work, grant: Grant[Organization], asked: Whose) -> None:
        """Take somebody out of an organization, or take an invitation back."""
        org, user = grant.target, person(work, asked.username)
        invitation = work.org_invitations.of_user(org.id, user)
        if invitation and work.organizations.member(org.id, user.id) is None:
            cancel = require(grant.actor, table.CANCEL_INVITATION, org)
            invitations.cancel(work, cancel, invitation)
            return
        members.remove(work, grant, user)

    def list_outsiders(
        self, work: Work, grant: Grant[Organization], asked: OutsiderFilter
    ) -> Page[SimpleUser]:
        """List who works with repositories of an organization without being a member."""
        page: Page[User] = work.organizations.outsiders(grant.target.id, asked.request)
        return page.map(lambda user: simple_user(user, self._at))

    def put_outside(self, work: Work, grant: Grant[Organization], asked: Whose) -> None:
        """Make an outside collaborator of a member."""
        members.remove(work, grant, person(work, asked.username), keep_collaborations=True)

    def remove_outsider(self, work: Work, grant: Grant[Organization], asked: Whose) -> None:
        """Take an outside collaborator off all repositories."""
        members.remove_outsider(work, grant, person(work, asked.username))


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    own, outsider = Memberships(services), OUTSIDERS + "/{username}"
    remove, end = table.REMOVE_MEMBER, table.REMOVE_OUTSIDER
    return [
        endpoint(
            route("GET", ONE, table.READ_MEMBERSHIP, by_login, own.show, Whose),
            "orgs/members#get-organization-membership-for-a-user",
        ),
        endpoint(
            route("PUT", ONE, table.SET_MEMBERSHIP, by_login, own.set, WantedMembership),
            "orgs/members#set-organization-membership-for-a-user",
        ),
        endpoint(
            route("DELETE", ONE, remove, by_login, own.remove, Whose, status=204),
            "orgs/members#remove-organization-membership-for-a-user",
        ),
        endpoint(
            route(
                "GET",
                OUTSIDERS,
                table.LIST_OUTSIDERS,
                by_login,
                own.list_outsiders,
                OutsiderFilter,
            ),
            "orgs/outside-collaborators#list-outside-collaborators-for-an-organization",
        ),
        endpoint(
            route("PUT", outsider, remove, by_login, own.put_outside, Whose, status=204),
            "orgs/outside-collaborators#convert-an-organization-member-to-outside-collaborator",
        ),
        endpoint(
            route("DELETE", outsider, end, by_login, own.remove_outsider, Whose, status=204),
            "orgs/outside-collaborators#remove-outside-collaborator-from-an-organization",
        ),
    ]
