"""Facts about webhooks; each is about one of a repository, or of an organization."""

from dataclasses import dataclass

from watchword.kernel.events import Event
from watchword.kernel.ids import HookDeliveryId, HookId, OrgId, RepoId


@dataclass(frozen=True, slots=True, kw_only=True)
class HookCreated(Event):
    """Somebody outside is told of what happens from now on."""

    name = "hook.create"
    hook_id: HookId
    repository_id: RepoId | None = None
    org_id: OrgId | None = None
    host: str
    """Of the address, of which no more is told: secrets stand in paths."""
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HookConfigChanged(Event):
    """Messages go elsewhere, or are written or signed in another way."""

    name = "hook.config_changed"
    hook_id: HookId
    repository_id: RepoId | None = None
    org_id: OrgId | None = None
    host: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HookEventsChanged(Event):
    """It is told of other events."""

    name = "hook.events_changed"
    hook_id: HookId
    repository_id: RepoId | None = None
    org_id: OrgId | None = None
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HookActiveChanged(Event):
    """It was switched on or off."""

    name = "hook.active_changed"
    hook_id: HookId
    repository_id: RepoId | None = None
    org_id: OrgId | None = None
    active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HookDeleted(Event):
    """It is told of nothing any more."""

    name = "hook.destroy"
    hook_id: HookId
    repository_id: RepoId | None = None
    org_id: OrgId | None = None
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HookPinged(Event):
    """Somebody asked for a ping, or a webhook is new."""

    name = "hook.ping"
    hook_id: HookId
    repository_id: RepoId | None = None
    org_id: OrgId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HookTested(Event):
    """Somebody asked for the newest push once more."""

    name = "hook.test"
    hook_id: HookId
    repository_id: RepoId | None = None
    org_id: OrgId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HookRedelivered(Event):
    """Somebody asked for a message once more."""

    name = "hook.redeliver"
    hook_id: HookId
    repository_id: RepoId | None = None
    org_id: OrgId | None = None
    delivery: HookDeliveryId
