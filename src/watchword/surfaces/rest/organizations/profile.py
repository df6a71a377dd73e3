"""An organization itself: shown, changed, deleted; and the list of all."""

from collections.abc import Mapping
from typing import Final, Literal

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from watchword.access.gate import Grant, allows
from watchword.access.roles import BY_NAME, Role
from watchword.access.table import organizations as table
from watchword.accounts.model import Site
from watchword.kernel.pagination import DEFAULT_SIZE, LARGEST_SIZE, PageRequest
from watchword.organizations import service
from watchword.organizations.model import Organization
from watchword.organizations.service import Profile
from watchword.repositories.footprint import Footprint
from watchword.surfaces.http_kit.route_table import Lane, route
from watchword.surfaces.rest.answers import Told
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.front import site
from watchword.surfaces.rest.organizations.finding import NUMBERED, ORG, by_login, by_number
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.rest.services import Services
from watchword.surfaces.shapes.organizations import (
    NO_BASE_ROLE,
    OrganizationFull,
    OrganizationSimple,
    organization_full,
    organization_simple,
)
from watchword.work.delete_organization import delete_organization
from watchword.work.unit import Work

ONE: Final = PageRequest(size=1)
Text = str | UnsetType | None
Switch = bool | UnsetType


class Numbered(Struct, kw_only=True):
    """Which part of all organizations is wanted."""

    since: int | None = None
    """The number after which the part begins."""
    per_page: int | None = None


class OrganizationChanges(Struct, kw_only=True):
    """What is to be otherwise; what is not named stays.

    Switches of what this server does not have are taken and stay as they are.
    """

    name: Text = UNSET
    description: Text = UNSET
    company: Text = UNSET
    blog: Text = UNSET
    location: Text = UNSET
    email: Text = UNSET
    billing_email: Text = UNSET
    default_repository_permission: Literal["none", "read", "write", "admin"] | UnsetType = UNSET
    members_can_create_repositories: Switch = UNSET
    members_can_create_public_repositories: Switch = UNSET
    members_can_create_private_repositories: Switch = UNSET
    members_can_create_internal_repositories: Switch = UNSET
    members_can_create_teams: Switch = UNSET
    members_allowed_repository_creation_type: Literal["all", "private", "none"] | UnsetType = UNSET

    def profile(self, now: Organization) -> Profile:
        """What it says of itself from now on."""
        return Profile(
            name=_kept(self.name, now.name),
            description=_kept(self.description, now.description),
            company=_kept(self.company, now.company),
            blog=_kept(self.blog, now.blog),
            location=_kept(self.location, now.location),
            public_email=_kept(self.email, now.public_email),
            billing_email=_kept(self.billing_email, now.billing_email),
        )

    def switches(self) -> Mapping[str, bool]:
        """What members may make from now on; what says more of it wins (GHES behaviour)."""
        wanted: dict[str, bool] = {}
        every = ("create_public", "create_private", "create_internal")
        if self.members_can_create_repositories is not UNSET:
            wanted |= dict.fromkeys(every, self.members_can_create_repositories)
        kind = self.members_allowed_repository_creation_type
        if kind is not UNSET:
            wanted |= dict.fromkeys(every, kind != "none") | {"create_public": kind == "all"}
        for name, told in (
            ("create_public", self.members_can_create_public_repositories),
            ("create_private", self.members_can_create_private_repositories),
            ("create_internal", self.members_can_create_internal_repositories),
            ("create_teams", self.members_can_create_teams),
        ):
            if told is not UNSET:
                wanted[name] = told
        return wanted


class Organizations:
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Name addresses there."""
        self._at = services.at

    def show(self, work: Work, grant: Grant[Organization], _asked: Nothing) -> OrganizationFull:
        """Show an organization; to its owners more than to others."""
        org = grant.target
        owns = allows(grant.actor, table.READ_SETTINGS, org)
        return organization_full(org, self._at, _footprint(work, org) if owns else None)

    def list_all(self, work: Work, grant: Grant[Site], asked: Numbered) -> list[OrganizationSimple]:
        """List all organizations, in the order in which they were made."""
        size = min(asked.per_page or DEFAULT_SIZE, LARGEST_SIZE)
        found = work.organizations.after(asked.since or 0, size, grant.actor.user)
        return [organization_simple(one, self._at) for one in found]

    def change(
        self, work: Work, grant: Grant[Organization], wanted: OrganizationChanges
    ) -> OrganizationFull:
        """Change what an organization says of itself and lets its members do."""
        service.update_profile(work, grant, wanted.profile(grant.target))
        told = wanted.default_repository_permission
        if told is not UNSET:
            role = Role.NONE if told == NO_BASE_ROLE else BY_NAME[told]
            service.set_base_role(work, grant, role)
        service.let_members(work, grant, wanted.switches())
        now = work.organizations.by_id(grant.target.id, grant.actor.user)
        assert now is not None
        return organization_full(now, self._at, _footprint(work, now))

    def delete(
        self, work: Work, grant: Grant[Organization], _asked: Nothing
    ) -> Told[dict[str, str]]:
        """Delete an organization with all that it owns."""
        delete_organization(work, grant)
        return Told({}, 202)


def _kept(told: Text, now: str | None) -> str | None:
    return now if told is UNSET else told


def _footprint(work: Work, org: Organization) -> Footprint:
    """What its repositories come to; who works with any of them and is no member counts."""
    outsiders = work.organizations.outsiders(org.id, ONE).total
    return replace(work.footprints.of_owner(org.id), collaborators=outsiders)


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    own = Organizations(services)
    show, change, delete = own.show, own.change, own.delete
    return [
        endpoint(
            route("GET", "/organizations", table.LIST, site, own.list_all, Numbered),
            "orgs/orgs#list-organizations",
        ),
        endpoint(
            route("GET", ORG, table.READ, by_login, show, Nothing), "orgs/orgs#get-an-organization"
        ),
        endpoint(
            route("GET", NUMBERED, table.READ, by_number, show, Nothing),
            "orgs/orgs#get-an-organization",
        ),
        endpoint(
            route("PATCH", ORG, table.UPDATE, by_login, change, OrganizationChanges),
            "orgs/orgs#update-an-organization",
        ),
        endpoint(
            route("DELETE", ORG, table.DELETE, by_login, delete, Nothing, Lane.WRITE, 202),
            "orgs/orgs#delete-an-organization",
        ),
    ]
