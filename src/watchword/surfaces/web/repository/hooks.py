"""Settings of a repository, webhooks."""

from typing import Final

from watchword.access.table import webhooks as table
from watchword.authn.resolve import Caller
from watchword.kernel.ids import HookId
from watchword.repositories.model import Repository
from watchword.surfaces.http_kit.route_table import Params
from watchword.surfaces.web.hooks.handlers import HookPages
from watchword.surfaces.web.repository.finding import at_present_name, by_name, head
from watchword.surfaces.web.repository.running import SETTINGS
from watchword.surfaces.web.route import Asked, Page, number, page
from watchword.webhooks import service
from watchword.webhooks.model import Hook, Level, Place
from watchword.work.unit import Work

HOOKS: Final = SETTINGS + "/hooks"
NEW: Final = HOOKS + "/new"
ONE: Final = HOOKS + "/{hook}"
DELETE: Final = ONE + "/delete"
DELIVERY: Final = ONE + "/deliveries/{delivery}"


class InRepository:
    """The frame of a repository's settings."""

    folder = "repository"
    level = Level.REPOSITORY

    def address(self, owner: object) -> str:
        """Where the list of webhooks is."""
        assert isinstance(owner, Repository)
        return f"/{owner.full_name}/settings/hooks"

    def values(self, owner: object, asked: Asked) -> dict[str, object]:
        """What the frame's templates need."""
        assert isinstance(owner, Repository)
        return {"head": head(owner, asked)}


def hook_of_path(work: Work, caller: Caller, params: Params) -> Hook | None:
    """Find the webhook that the path names, where it belongs to the repository (attack 58)."""
    repository, wanted = by_name(work, caller, params), number(params["hook"])
    if repository is None or wanted is None:
        return None
    return service.find(work, repository, Place.repository(repository.id), HookId(wanted))


SHOW: Final = HookPages(InRepository())

PAGES: Final[list[Page]] = [
    page("GET", HOOKS, table.LIST, at_present_name(table.LIST), SHOW.show_list),
    page("GET", NEW, table.CREATE, at_present_name(table.CREATE), SHOW.show_new),
    page("POST", HOOKS, table.CREATE, by_name, SHOW.make, again=NEW),
    page("GET", ONE, table.READ, hook_of_path, SHOW.show_one),
    page("POST", ONE, table.UPDATE, hook_of_path, SHOW.change, again=ONE),
    page("POST", ONE + "/pings", table.PING, hook_of_path, SHOW.ping),
    page("GET", DELETE, table.DELETE, hook_of_path, SHOW.show_delete),
    page("POST", DELETE, table.DELETE, hook_of_path, SHOW.delete),
    page("GET", DELIVERY, table.READ_DELIVERIES, hook_of_path, SHOW.show_delivery),
    page("POST", DELIVERY + "/attempts", table.REDELIVER, hook_of_path, SHOW.redeliver),
]
