"""What webhooks need of storage."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from msgspec import Struct

from watchword.kernel.ids import EventId, HookDeliveryId, HookId, HookMessageId, RepoId
from watchword.repositories import ports as repositories
from watchword.webhooks.model import Config, Delivery, Hook, Message, Outcome, Place


@dataclass(frozen=True, slots=True)
class NewMessage:
    """Something to be said to one webhook."""

    hook: HookId
    guid: str
    event: str
    action: str | None
    repository: RepoId | None
    payload: str = field(repr=False)
    source: EventId | None = None
    """The fact that it is about; with `part` it is said to one webhook once and not again."""
    part: int = 0
    redelivery: bool = False


class Wanted(Struct, frozen=True):
    """Which deliveries are wanted, the newest first."""

    before: HookDeliveryId | None = None
    """Only those that came before that one."""
    success: bool | None = None
    most: int = 30


class HookStore(Protocol):
    """Webhooks."""

    def find(self, place: Place, hook: HookId) -> Hook | None:
        """Find a webhook where it belongs, and nowhere else (attack 58)."""

    def of(self, place: Place) -> Sequence[Hook]:
        """The webhooks of a repository or an organization, the oldest first."""

    def add(
        self, place: Place, config: Config, events: tuple[str, ...], *, active: bool, now: int
    ) -> Hook:
        """Keep a new webhook."""

    def update(self, hook: Hook, now: int) -> None:
        """Keep its changed config, events and whether it is active."""

    def delete(self, hook: HookId) -> None:
        """Forget a webhook, with what waits for it and what was sent."""

    def queue(self, messages: Sequence[NewMessage], now: int) -> int:
        """Let messages wait, each once for its fact and part; gives how many are new."""

    def is_due(self, now: int) -> bool:
        """Whether a message is due, to whomever: one look-up, for whoever asks again and again."""

    def claim(self, now: int, lease: int, but: Collection[HookId] = ()) -> Message | None:
        """Take the message that is due first, for so many seconds; another try begins with it.

        Those for the webhooks in `but` are left alone.
        """

    def done(self, message: Message, outcome: Outcome, now: int, again_at: int | None) -> None:
        """Keep what came of a try, and let the message wait for another one, or never again."""

    def deliveries(self, hook: HookId, wanted: Wanted) -> Sequence[Delivery]:
        """Tries to send something to a webhook."""

    def delivery(self, hook: HookId, delivery: HookDeliveryId) -> Delivery | None:
        """Find a try of that webhook."""

    def sweep(self, before: int, most: int) -> int:
        """Forget at most so many messages that were queued before that second; gives how many."""

    def left_by(self, repository: RepoId) -> Sequence[Hook]:
        """The webhooks that a repository had which is gone."""

    def forget_left(self, before: int) -> None:
        """Forget the webhooks of repositories that were gone before that second."""

    def waiting(self, hook: HookId) -> Sequence[HookMessageId]:
        """Messages that wait for a webhook."""


class Work(repositories.Work, Protocol):
    """A unit of work with webhooks in it."""

    @property
    def hooks(self) -> HookStore:
        """Webhooks."""
