"""Secret-scanning alerts of all repositories of an organization."""

from watchword.access.gate import Grant
from watchword.access.kinds import SCOPED
from watchword.access.table import leaks as table
from watchword.authn.resolve import Caller
from watchword.kernel.pagination import Page
from watchword.leaks.model import WatchedOrganization
from watchword.surfaces.http_kit.route_table import Params, route
from watchword.surfaces.rest.answers import Told
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.organizations.finding import ORG, by_login
from watchword.surfaces.rest.secret_alerts import ALERTS, DOCS
from watchword.surfaces.rest.services import Services
from watchword.surfaces.rest.showing_alerts import AskedAlerts, Shower, told
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.secret_alerts import SecretAlert
from watchword.work.unit import Work


def watched(work: Work, caller: Caller, params: Params) -> WatchedOrganization | None:
    """The organization, as its owners see it."""
    found = by_login(work, caller, params)
    return None if found is None else WatchedOrganization(found)


class AlertsOfOrganizations:
    """Handlers."""

    def __init__(self, at: Addresses) -> None:
        """Name addresses there."""
        self._at = at

    def page(
        self, work: Work, grant: Grant[WatchedOrganization], asked: AskedAlerts
    ) -> Page[SecretAlert] | Told[list[SecretAlert]]:
        """List secret scanning alerts for an organization."""
        actor, org = grant.actor, grant.target.organization
        covers_all = actor.kind not in SCOPED or bool(table.ALERTS & actor.scopes)
        found = work.alerts.of_organization(
            org.id, actor.user, asked.listing(), asked.part, public_only=not covers_all
        )
        shown = Shower(work, self._at, asked.hide_secret).each(found.items, actor)
        base = f"{self._at.api}/orgs/{org.login}{ALERTS}"
        return told(Page(shown, found.total, found.request), asked, base)


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    row = route(
        "GET",
        ORG + ALERTS,
        table.READ_OF_ORGANIZATION,
        watched,
        AlertsOfOrganizations(services.at).page,
        AskedAlerts,
    )
    return [endpoint(row, DOCS + "list-secret-scanning-alerts-for-an-organization")]
