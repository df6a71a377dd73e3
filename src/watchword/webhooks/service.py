"""What people do with webhooks: make, change, delete, ping, send once more."""

import dataclasses
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from watchword.access.gate import Grant, Target
from watchword.access.operation import Operation
from watchword.access.table import webhooks as table
from watchword.kernel.errors import NotFound
from watchword.kernel.events import Event
from watchword.kernel.ids import HookDeliveryId, HookId
from watchword.kernel.secret import Secret
from watchword.kernel.words import N_, filled
from watchword.webhooks import checking
from watchword.webhooks.events import (
    HookActiveChanged,
    HookConfigChanged,
    HookCreated,
    HookDeleted,
    HookEventsChanged,
    HookPinged,
    HookRedelivered,
    HookTested,
)
from watchword.webhooks.model import Config, ContentType, Hook, Level, Place
from watchword.webhooks.ports import NewMessage, Work

MOST_HOOKS: Final = 100
"""Of one repository or organization."""
PURPOSE: Final = "webhook secret"
EXISTS: Final = {
    Level.REPOSITORY: N_("Hook already exists on this repository"),
    Level.ORGANIZATION: N_("Hook already exists on this organization"),
}
"""GitHub's words (GHES behaviour)."""
"""Keeps these sealed secrets apart from others."""
MASK: Final = "********"
"""What is shown in the place of a secret (GHES behaviour)."""
CREATING: Final = {
    table.CREATE: Level.REPOSITORY,
    table.CREATE_OF_ORG: Level.ORGANIZATION,
}
UPDATING: Final = (table.UPDATE, table.UPDATE_OF_ORG)
DELETING: Final = (table.DELETE, table.DELETE_OF_ORG)
PINGING: Final = (table.PING, table.PING_OF_ORG)
REDELIVERING: Final = (table.REDELIVER, table.REDELIVER_OF_ORG)


class Numbered(Target, Protocol):
    """A repository or an organization."""

    @property
    def id(self) -> int:
        """Its number."""


@dataclass(frozen=True, slots=True)
class WantedConfig:
    """Where to and how, as it was typed. None: as it is (or as usual, for a new webhook)."""

    url: str | None = None
    content_type: ContentType | None = None
    insecure_ssl: bool | None = None
    secret: str | None = dataclasses.field(default=None, repr=False)
    """An empty text takes the secret away; what is shown in its place leaves it."""


def find(work: Work, owner: Target, place: Place, hook: HookId) -> Hook | None:
    """Find a webhook of the repository or organization that was found before (attack 58)."""
    found = work.hooks.find(place, hook)
    return None if found is None else dataclasses.replace(found, owner=owner)


def create(
    work: Work,
    grant: Grant[Numbered],
    wanted: WantedConfig,
    events: tuple[str, ...],
    *,
    active: bool = True,
) -> Hook:
    """Make a webhook, and let a ping be sent to it. Raises Invalid."""
    _must_cover(grant, CREATING)
    place = Place(CREATING[grant.operation], grant.target.id)
    config = _changed(work, place, Config(checking.address(wanted.url or "")), wanted)
    chosen = checking.events(events, place.level)
    there = work.hooks.of(place)
    if len(there) >= MOST_HOOKS:
        told = filled("There cannot be more than %(most)s webhooks", most=MOST_HOOKS)
        raise checking.complaint("base", told)
    _must_be_new(place, config, there)
    made = work.hooks.add(place, config, chosen, active=active, now=work.now)
    _record(work, HookCreated, made, host=checking.host_of(config.url), events=chosen)
    if active:
        _record(work, HookPinged, made)
    return dataclasses.replace(made, owner=grant.target)


def update(
    work: Work,
    grant: Grant[Hook],
    wanted: WantedConfig,
    events: tuple[str, ...] | None = None,
    *,
    active: bool | None = None,
) -> Hook:
    """Change a webhook; None leaves what there is. Raises Invalid."""
    _must_cover(grant, UPDATING)
    hook = grant.target
    after = dataclasses.replace(
        hook,
        config=_changed(work, hook.place, hook.config, wanted),
        events=hook.events if events is None else checking.events(events, hook.place.level),
        active=hook.active if active is None else active,
        updated_at=work.now,
    )
    others = (one for one in work.hooks.of(hook.place) if one.id != hook.id)
    if after.config.url != hook.config.url:
        _must_be_new(hook.place, after.config, list(others))
    if (after.config, after.events, after.active) == (hook.config, hook.events, hook.active):
        return hook
    work.hooks.update(after, work.now)
    _record_changes(work, hook, after)
    return after


def delete(work: Work, grant: Grant[Hook]) -> None:
    """Forget a webhook; what waits for it is not sent any more."""
    _must_cover(grant, DELETING)
    hook = grant.target
    work.hooks.delete(hook.id)
    _record(work, HookDeleted, hook, host=checking.host_of(hook.config.url))


def ping(work: Work, grant: Grant[Hook]) -> None:
    """Let a ping be sent."""
    _must_cover(grant, PINGING)
    _record(work, HookPinged, grant.target)


def test(work: Work, grant: Grant[Hook]) -> None:
    """Let the newest push be sent once more, if the webhook hears of pushes."""
    grant.must_cover(table.TEST)
    if grant.target.hears("push"):
        _record(work, HookTested, grant.target)


def redeliver(work: Work, grant: Grant[Hook], delivery: HookDeliveryId) -> None:
    """Send what was sent once more, word for word. Raises NotFound, also for another's."""
    _must_cover(grant, REDELIVERING)
    hook = grant.target
    found = work.hooks.delivery(hook.id, delivery)
    if found is None:
        raise NotFound
    again = NewMessage(
        hook.id,
        found.guid,
        found.event,
        found.action,
        found.repository,
        found.payload,
        redelivery=True,
    )
    work.hooks.queue([again], work.now)
    _record(work, HookRedelivered, hook, delivery=delivery)


def secret_of(work: Work, hook: Hook) -> Secret | None:
    """What its messages are signed with."""
    sealed = hook.config.sealed
    return None if sealed is None else work.keys.unseal(PURPOSE, str(hook.place), sealed)


def _changed(work: Work, place: Place, config: Config, wanted: WantedConfig) -> Config:
    sealed = config.sealed
    if wanted.secret is not None and wanted.secret != MASK:
        plain = checking.secret(wanted.secret)
        sealed = (
            None
            if plain is None
            else work.keys.seal(PURPOSE, str(place), Secret(plain), work.entropy)
        )
    return Config(
        url=config.url if wanted.url is None else checking.address(wanted.url),
        content_type=wanted.content_type or config.content_type,
        insecure_ssl=config.insecure_ssl if wanted.insecure_ssl is None else wanted.insecure_ssl,
        sealed=sealed,
    )


def _must_be_new(place: Place, config: Config, others: Sequence[Hook]) -> None:
    """Refuse a second webhook that would say the same to the same receiver (GHES behaviour)."""
    same = (config.url, config.content_type)
    if any((one.config.url, one.config.content_type) == same for one in others):
        raise checking.complaint("base", EXISTS[place.level])


def _record_changes(work: Work, before: Hook, after: Hook) -> None:
    changed = tuple(
        name
        for name in ("url", "content_type", "insecure_ssl", "sealed")
        if getattr(before.config, name) != getattr(after.config, name)
    )
    if changed:
        fields = tuple("secret" if name == "sealed" else name for name in changed)
        host = checking.host_of(after.config.url)
        _record(work, HookConfigChanged, after, host=host, fields=fields)
    if before.events != after.events:
        _record(work, HookEventsChanged, after, events=after.events)
    if before.active != after.active:
        _record(work, HookActiveChanged, after, active=after.active)


def _record(work: Work, fact: Callable[..., Event], hook: Hook, **more: object) -> None:
    """Record a fact about a webhook, under what it belongs to."""
    whose = "repository_id" if hook.place.level is Level.REPOSITORY else "org_id"
    work.record(fact(hook_id=hook.id, **{whose: hook.place.number}, **more))


def _must_cover(grant: Grant[Target], operations: Collection[Operation]) -> None:
    """Stop who was granted something else."""
    if grant.operation not in operations:
        msg = f"grant for {grant.operation.name} used for a webhook"
        raise AssertionError(msg)
