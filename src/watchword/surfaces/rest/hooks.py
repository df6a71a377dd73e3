"""Webhooks of repositories: made, shown, changed, deleted, pinged."""

from collections.abc import Sequence
from typing import Final, TypeAlias, TypeVar

from msgspec import UNSET, Struct, UnsetType

from watchword.access.gate import Grant
from watchword.access.table import webhooks as table
from watchword.kernel.pagination import Page
from watchword.repositories.model import Repository
from watchword.surfaces.rest import hook_deliveries as deliveries
from watchword.surfaces.rest.endpoint import Endpoint
from watchword.surfaces.rest.hook_rows import HookRows, repository_of
from watchword.surfaces.rest.paging import Paged
from watchword.surfaces.rest.reading import Nothing
from watchword.surfaces.rest.services import Services
from watchword.surfaces.shapes.addresses import Addresses
from watchword.surfaces.shapes.hooks import (
    HookConfig,
    RepositoryHook,
    hook_config,
    repository_hook,
)
from watchword.webhooks import checking, service
from watchword.webhooks.model import ContentType, Hook, Place
from watchword.webhooks.service import WantedConfig
from watchword.work.unit import Work

T = TypeVar("T")
DOCS: Final = "repos/webhooks#"
Switch: TypeAlias = str | int | float | bool
TRUE: Final = frozenset({"1", "true", "yes"})


class GivenConfig(Struct, kw_only=True):
    """Where to and how, as clients send it."""

    url: str | None = None
    content_type: str | None = None
    secret: str | None = None
    insecure_ssl: Switch | None = None

    def wanted(self) -> WantedConfig:
        """The same in words of the domain. Raises Invalid."""
        return WantedConfig(
            self.url, _content_type(self.content_type), _switch(self.insecure_ssl), self.secret
        )

    def whole(self) -> WantedConfig:
        """The same, where a secret that is not named is taken away (GHES behaviour)."""
        wanted = self.wanted()
        return WantedConfig(
            wanted.url, wanted.content_type, wanted.insecure_ssl, wanted.secret or ""
        )


class NewHook(Struct, kw_only=True):
    """What a new webhook is to do."""

    config: GivenConfig
    name: str | None = None
    events: list[str] | None = None
    active: bool = True

    def chosen(self) -> tuple[str, ...]:
        """The events that it is to hear of. Raises Invalid for another name than `web`."""
        if self.name not in {None, "web"}:
            raise checking.complaint("name", "The name of a webhook is 'web'")
        return tuple(self.events or ("push",))


class HookChanges(Struct, kw_only=True):
    """What is to be otherwise; what is not named stays."""

    config: GivenConfig | UnsetType = UNSET
    events: list[str] | UnsetType = UNSET
    add_events: list[str] = []
    remove_events: list[str] = []
    active: bool | UnsetType = UNSET

    def chosen(self, hook: Hook) -> tuple[str, ...]:
        """The events that it hears of from now on."""
        begun = hook.events if self.events is UNSET else self.events or ("push",)
        return tuple(({*begun} | {*self.add_events}) - {*self.remove_events})

    def wanted(self) -> WantedConfig:
        """The config that is wanted."""
        return WantedConfig() if self.config is UNSET else self.config.whole()

    def switched(self) -> bool | None:
        """Whether it is to be on; None where that stays."""
        return None if self.active is UNSET else self.active


class Hooks:
    """Handlers."""

    def __init__(self, at: Addresses) -> None:
        """Name addresses there."""
        self._at = at

    def page(self, work: Work, grant: Grant[Repository], asked: Paged) -> Page[RepositoryHook]:
        """List the webhooks of a repository."""
        found, name = work.hooks.of(Place.repository(grant.target.id)), grant.target.full_name
        return part(found, asked).map(lambda one: repository_hook(one, name, self._at))

    def make(self, work: Work, grant: Grant[Repository], wanted: NewHook) -> RepositoryHook:
        """Make a webhook of a repository."""
        made = service.create(
            work, grant, wanted.config.wanted(), wanted.chosen(), active=wanted.active
        )
        return repository_hook(made, grant.target.full_name, self._at)

    def show(self, _work: Work, grant: Grant[Hook], _asked: Nothing) -> RepositoryHook:
        """Show a webhook of a repository."""
        return self._shown(grant, grant.target)

    def change(self, work: Work, grant: Grant[Hook], wanted: HookChanges) -> RepositoryHook:
        """Change a webhook of a repository."""
        changed = service.update(
            work, grant, wanted.wanted(), wanted.chosen(grant.target), active=wanted.switched()
        )
        return self._shown(grant, changed)

    def _shown(self, grant: Grant[Hook], hook: Hook) -> RepositoryHook:
        return repository_hook(hook, repository_of(grant).full_name, self._at)


def delete(work: Work, grant: Grant[Hook], _asked: Nothing) -> None:
    """Delete a webhook."""
    service.delete(work, grant)


def show_config(_work: Work, grant: Grant[Hook], _asked: Nothing) -> HookConfig:
    """Show where to a webhook sends, and how."""
    return hook_config(grant.target.config)


def change_config(work: Work, grant: Grant[Hook], wanted: GivenConfig) -> HookConfig:
    """Change where to a webhook sends, and how; what is not named stays."""
    return hook_config(service.update(work, grant, wanted.wanted()).config)


def ping(work: Work, grant: Grant[Hook], _asked: Nothing) -> None:
    """Send a ping."""
    service.ping(work, grant)


def test(work: Work, grant: Grant[Hook], _asked: Nothing) -> None:
    """Send the newest push once more."""
    service.test(work, grant)


def part(found: Sequence[T], asked: Paged) -> Page[T]:
    """The part of a list that is wanted; webhooks are few, so all of them were read."""
    wanted = asked.request
    return Page(found[wanted.offset :][: wanted.size], len(found), wanted)


def _content_type(text: str | None) -> ContentType | None:
    if text is None:
        return None
    if text not in set(ContentType):
        raise checking.complaint("content_type", "Content type must be json or form")
    return ContentType(text)


def _switch(given: Switch | None) -> bool | None:
    """GitHub takes a text or a number here; `0` and `1` are what it gives."""
    return None if given is None else str(given).lower() in TRUE


def routes(services: Services) -> list[Endpoint]:
    """The rows."""
    hooks, rows = Hooks(services.at), HookRows(services.at, DOCS)
    config = "a-webhook-configuration-for-a-repository"
    return [
        *rows.of_owner("GET", table.LIST, hooks.page, Paged, "list-repository-webhooks"),
        *rows.of_owner("POST", table.CREATE, hooks.make, NewHook, "create-a-repository-webhook"),
        *rows.of_hook("GET", "", table.READ, hooks.show, Nothing, "get-a-repository-webhook"),
        *rows.of_hook(
            "PATCH", "", table.UPDATE, hooks.change, HookChanges, "update-a-repository-webhook"
        ),
        *rows.of_hook("DELETE", "", table.DELETE, delete, Nothing, "delete-a-repository-webhook"),
        *rows.of_hook("GET", "/config", table.READ, show_config, Nothing, f"get-{config}"),
        *rows.of_hook(
            "PATCH", "/config", table.UPDATE, change_config, GivenConfig, f"update-{config}"
        ),
        *rows.of_hook("POST", "/pings", table.PING, ping, Nothing, "ping-a-repository-webhook"),
        *rows.of_hook(
            "POST", "/tests", table.TEST, test, Nothing, "test-the-push-repository-webhook"
        ),
        *deliveries.rows_of(rows, services.at),
    ]
