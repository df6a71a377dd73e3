"""Webhooks of organizations: made, shown, changed, deleted, pinged, what was sent."""

from typing import Final, TypeVar

from watchword.access.gate import Grant
from watchword.access.operation import Operation
from watchword.access.table import webhooks as table
from watchword.authn.resolve import Caller
from watchword.kernel.ids import HookId
from watchword.kernel.pagination import Page
from watchword.organizations.model import Organization
from watchword.surfaces.http_kit.route_table import Handler, Params, route
from watchword.surfaces.rest import hook_deliveries as deliveries
from watchword.surfaces.rest.endpoint import Endpoint, endpoint
from watchword.surfaces.rest.finding import number
from watchword.surfaces.rest.hook_rows import MADE, NOTHING_TO_SAY, OK
from watchword.surfaces.rest.hooks import (
    GivenConfig,
    HookChanges,
    NewHook,
    change_config,
    delete,
    part,
    ping,
    show_config,
)
from watchword.surfaces.rest.organizations.finding import ORG, by_login
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.rest.services import Services
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.hooks import OrganizationHook, organization_hook
from watchword.webhooks import service
from watchword.webhooks.model import Hook, Place
from watchword.work.unit import Work

B = TypeVar("B")
ALL: Final = f"{ORG}/hooks"
ONE: Final = f"{ORG}/hooks/{{hook_id}}"
DOCS: Final = "orgs/webhooks#"


def hook_in(work: Work, caller: Caller, params: Params) -> Hook | None:
    """The webhook of that number, where it belongs to the organization (attack 58)."""
    org, wanted = by_login(work, caller, params), number(params["hook_id"])
    if org is None or wanted is None:
        return None
    return service.find(work, org, Place.organization(org.id), HookId(wanted))


class OrganizationHooks:
    """Handlers."""

    def __init__(self, at: Addresses) -> None:
        """Name addresses there."""
        self._at = at

    def page(self, work: Work, grant: Grant[Organization], asked: Paged) -> Page[OrganizationHook]:
        """List the webhooks of an organization."""
        found, login = work.hooks.of(Place.organization(grant.target.id)), grant.target.login
        return part(found, asked).map(lambda one: organization_hook(one, login, self._at))

    def make(self, work: Work, grant: Grant[Organization], wanted: NewHook) -> OrganizationHook:
        """Make a webhook of an organization."""
        made = service.create(
            work, grant, wanted.config.wanted(), wanted.chosen(), active=wanted.active
        )
        return organization_hook(made, grant.target.login, self._at)

    def show(self, _work: Work, grant: Grant[Hook], _asked: Nothing) -> OrganizationHook:
        """Show a webhook of an organization."""
        return self._shown(grant, grant.target)

    def change(self, work: Work, grant: Grant[Hook], wanted: HookChanges) -> OrganizationHook:
        """Change a webhook of an organization."""
        changed = service.update(
            work, grant, wanted.wanted(), wanted.chosen(grant.target), active=wanted.switched()
        )
        return self._shown(grant, changed)

    def _shown(self, grant: Grant[Hook], hook: Hook) -> OrganizationHook:
        assert isinstance(grant.target.owner, Organization)
        return organization_hook(hook, grant.target.owner.login, self._at)


def _row(
    method: str,
    tail: str,
    operation: Operation,
    handle: Handler[Hook, B],
    body: type[B],
    docs: str,
    status: int | None = None,
) -> Endpoint:
    usual = NOTHING_TO_SAY if method in {"POST", "DELETE"} else OK
    path = ONE + tail
    row = route(method, path, operation, hook_in, handle, body, status=status or usual)
    return endpoint(row, DOCS + docs)


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    at = services.at
    hooks, of_org = OrganizationHooks(at), "for-an-organization-webhook"
    one, config = "/deliveries/{delivery_id}", "a-webhook-configuration-for-an-organization"
    reading, sent = table.READ_OF_ORG, table.READ_DELIVERIES_OF_ORG
    listing = route("GET", ALL, table.LIST_OF_ORG, by_login, hooks.page, Paged)
    making = route("POST", ALL, table.CREATE_OF_ORG, by_login, hooks.make, NewHook, status=MADE)
    changing, again = table.UPDATE_OF_ORG, table.REDELIVER_OF_ORG
    page = deliveries.Deliveries(at).page
    return [
        endpoint(listing, DOCS + "list-organization-webhooks"),
        endpoint(making, DOCS + "create-an-organization-webhook"),
        _row("GET", "", reading, hooks.show, Nothing, "get-an-organization-webhook"),
        _row("PATCH", "", changing, hooks.change, HookChanges, "update-an-organization-webhook"),
        _row("DELETE", "", table.DELETE_OF_ORG, delete, Nothing, "delete-an-organization-webhook"),
        _row("GET", "/config", reading, show_config, Nothing, f"get-{config}"),
        _row("PATCH", "/config", changing, change_config, GivenConfig, f"update-{config}"),
        _row("POST", "/pings", table.PING_OF_ORG, ping, Nothing, "ping-an-organization-webhook"),
        _row("GET", "/deliveries", sent, page, deliveries.Asked, f"list-deliveries-{of_org}"),
        _row("GET", one, sent, deliveries.show, deliveries.One, f"get-a-delivery-{of_org}"),
        _row(
            "POST",
            f"{one}/attempts",
            again,
            deliveries.redeliver,
            deliveries.One,
            f"redeliver-a-delivery-{of_org}",
            status=202,
        ),
    ]
