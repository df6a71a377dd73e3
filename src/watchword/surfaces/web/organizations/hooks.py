"""Settings of an organization, webhooks."""

from typing import Final

from watchword.access.table import webhooks as table
from watchword.authn.resolve import Caller
from watchword.kernel.ids import HookId
from watchword.organizations.model import Organization
from watchword.surfaces.http_kit.route_table import Params
from watchword.surfaces.web.hooks.handlers import HookPages
from watchword.surfaces.web.organizations.finding import org_of_path
from watchword.surfaces.web.route import Asked, Page, number, page
from watchword.webhooks import service
from watchword.webhooks.model import Hook, Level, Place
from watchword.work.unit import Work

HOOKS: Final = "/organizations/{org}/settings/hooks"
NEW: Final = HOOKS + "/new"
ONE: Final = HOOKS + "/{hook}"
DELETE: Final = ONE + "/delete"
DELIVERY: Final = ONE + "/deliveries/{delivery}"
SENT: Final = table.READ_DELIVERIES_OF_ORG


class InOrganization:
    """The frame of an organization's settings."""

    folder = "organizations"
    level = Level.ORGANIZATION

    def address(self, owner: object) -> str:
        """Where the list of webhooks is."""
        assert isinstance(owner, Organization)
        return f"/organizations/{owner.login}/settings/hooks"

    def values(self, owner: object, _asked: Asked) -> dict[str, object]:
        """What the frame's templates need."""
        return {"org": owner}


def hook_of_path(work: Work, caller: Caller, params: Params) -> Hook | None:
    """Find the webhook that the path names, where it belongs to the organization (attack 58)."""
    org, wanted = org_of_path(work, caller, params), number(params["hook"])
    if org is None or wanted is None:
        return None
    return service.find(work, org, Place.organization(org.id), HookId(wanted))


SHOW: Final = HookPages(InOrganization())

PAGES: Final[list[Page]] = [
    page("GET", HOOKS, table.LIST_OF_ORG, org_of_path, SHOW.show_list),
    page("GET", NEW, table.CREATE_OF_ORG, org_of_path, SHOW.show_new),
    page("POST", HOOKS, table.CREATE_OF_ORG, org_of_path, SHOW.make, again=NEW),
    page("GET", ONE, table.READ_OF_ORG, hook_of_path, SHOW.show_one),
    page("POST", ONE, table.UPDATE_OF_ORG, hook_of_path, SHOW.change, again=ONE),
    page("POST", ONE + "/pings", table.PING_OF_ORG, hook_of_path, SHOW.ping),
    page("GET", DELETE, table.DELETE_OF_ORG, hook_of_path, SHOW.show_delete),
    page("POST", DELETE, table.DELETE_OF_ORG, hook_of_path, SHOW.delete),
    page("GET", DELIVERY, SENT, hook_of_path, SHOW.show_delivery),
    page("POST", DELIVERY + "/attempts", table.REDELIVER_OF_ORG, hook_of_path, SHOW.redeliver),
]
