"""Organizations as the site's administrators make and rename them."""

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import organizations as table
from watchword.accounts.model import Site
from watchword.kernel.errors import NotFound
from watchword.organizations import service
from watchword.organizations.service import WantedOrganization
from watchword.surfaces.http_kit.route_table import route
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.front import site
from watchword.surfaces.rest.reading import InPath
from watchword.surfaces.rest.services import Services
from watchword.surfaces.shapes.organizations import OrganizationSimple, organization_simple
from watchword.work.unit import Work


class NewOrganization(Struct, kw_only=True):
    """What a new organization is to be, and whose."""

    login: str
    admin: str
    """The login of its first owner."""
    profile_name: str | None = None


class NewLogin(Struct, kw_only=True):
    """What an organization is to be called."""

    org: InPath = ""
    login: str


class Queued(Struct, kw_only=True):
    """Word that it is done, or soon will be (GHES behaviour)."""

    message: str
    url: str


class SiteOrganizations:
    """Handlers."""

    def __init__(self, services: Services) -> None:
        """Name addresses there."""
        self._at = services.at

    def create(self, work: Work, grant: Grant[Site], wanted: NewOrganization) -> OrganizationSimple:
        """Make an organization of somebody."""
        new = WantedOrganization(wanted.login, wanted.profile_name)
        return organization_simple(service.create_for(work, grant, new, wanted.admin), self._at)

    def rename(self, work: Work, grant: Grant[Site], wanted: NewLogin) -> Queued:
        """Call an organization otherwise."""
        org = work.organizations.by_login(wanted.org, grant.actor.user)
        if org is None:
            raise NotFound
        service.rename(work, grant, org.id, wanted.login)
        message = "Job queued to rename organization. It may take a few minutes to complete."
        return Queued(message=message, url=f"{self._at.api}/organizations/{org.id}")


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    own, path = SiteOrganizations(services), "/admin/organizations"
    of = "enterprise-admin/orgs#"
    return [
        endpoint(
            route("POST", path, table.CREATE_FOR, site, own.create, NewOrganization, status=201),
            f"{of}create-an-organization",
        ),
        endpoint(
            route("PATCH", path + "/{org}", table.RENAME, site, own.rename, NewLogin, status=202),
            f"{of}update-an-organization-name",
        ),
    ]
