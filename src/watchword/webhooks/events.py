"""Facts about webhooks; each is about one of a repository, or of an organization."""

from watchword.kernel.events import Event
from watchword.kernel.ids import HookDeliveryId, HookId, OrgId, RepoId


class HookCreated(Event, frozen=True, kw_only=True):
    """Somebody outside is told of what happens from now on."""

    name = "hook.create"
    hook_id: HookId
    repository_id: RepoId | None = None
    org_id: OrgId | None = None
    host: str
    """Of the address, of which no more is told: secrets stand in paths."""
    events: tuple[str, ...]


class HookConfigChanged(Event, frozen=True, kw_only=True):
    """Messages go elsewhere, or are written or signed in another way."""

    name = "hook.config_changed"
    hook_id: HookId
    repository_id: RepoId | None = None
    org_id: OrgId | None = None
    host: str
    fields: tuple[str, ...]


class HookEventsChanged(Event, frozen=True, kw_only=True):
    """It is told of other events."""

    name = "hook.events_changed"
    hook_id: HookId
    repository_id: RepoId | None = None
    org_id: OrgId | None = None
    events: tuple[str, ...]


class HookActiveChanged(Event, frozen=True, kw_only=True):
    """It was switched on or off."""

    name = "hook.active_changed"
    hook_id: HookId
    repository_id: RepoId | None = None
    org_id: OrgId | None = None
    active: bool


class HookDeleted(Event, frozen=True, kw_only=True):
    """It is told of nothing any more."""

    name = "hook.destroy"
    hook_id: HookId
    repository_id: RepoId | None = None
    org_id: OrgId | None = None
    host: str


class HookPinged(Event, frozen=True, kw_only=True):
    """Somebody asked for a ping, or a webhook is new."""

    name = "hook.ping"
    hook_id: HookId
    repository_id: RepoId | None = None
    org_id: OrgId | None = None


class HookTested(Event, frozen=True, kw_only=True):
    """Somebody asked for the newest push once more."""

    name = "hook.test"
    hook_id: HookId
    repository_id: RepoId | None = None
    org_id: OrgId | None = None


class HookRedelivered(Event, frozen=True, kw_only=True):
    """Somebody asked for a message once more."""

    name = "hook.redeliver"
    hook_id: HookId
    repository_id: RepoId | None = None
    org_id: OrgId | None = None
    delivery: HookDeliveryId
