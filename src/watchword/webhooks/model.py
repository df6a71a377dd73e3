"""Webhooks, what waits to be sent to them, and what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

import msgspec
from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.gate import Target
from watchword.access.roles import Role
from watchword.kernel.ids import HookDeliveryId, HookId, HookMessageId, OrgId, RepoId

UNUSED: Final = "unused"
"""GitHub's word for a webhook that nothing was sent to yet (GHES behaviour)."""


class ContentType(StrEnum):
    """How a message is written."""

    JSON = "json"
    FORM = "form"
    """The JSON stands in a field `payload` of a form."""


class Level(StrEnum):
    """What a webhook belongs to."""

    REPOSITORY = "repository"
    ORGANIZATION = "organization"


class Place(Struct, frozen=True):
    """The repository or organization that a webhook belongs to."""

    level: Level
    number: int

    @classmethod
    def repository(cls, number: RepoId) -> "Place":
        """A repository."""
        return cls(Level.REPOSITORY, number)

    @classmethod
    def organization(cls, number: OrgId) -> "Place":
        """An organization."""
        return cls(Level.ORGANIZATION, number)

    def __str__(self) -> str:
        """Name it, as sealed secrets are bound to it."""
        return f"{self.level} {self.number}"


class LastAnswer(Struct, frozen=True):
    """What the receiver said last."""

    code: int | None = None
    status: str = UNUSED
    message: str | None = None


NOTHING_SENT = LastAnswer()


@dataclass(frozen=True, slots=True)
class Config:
    """Where to a webhook sends, and how."""

    url: str
    content_type: ContentType = ContentType.FORM
    insecure_ssl: bool = False
    """The certificate of the receiver is not looked at."""
    sealed: bytes | None = field(default=None, repr=False)
    """The secret that signs messages, sealed; None where they are not signed."""


@dataclass(frozen=True, slots=True)
class Hook:
    """A webhook. Who may see and change it is who administers what it belongs to."""

    id: HookId
    place: Place
    config: Config
    events: tuple[str, ...]
    """By name; `*` for all."""
    active: bool
    created_at: int
    updated_at: int
    last: LastAnswer = NOTHING_SENT
    owner: Target | None = field(default=None, compare=False)
    """The repository or organization, where it was found through that."""

    @property
    def is_public(self) -> bool:
        """Whether anybody may see what it belongs to."""
        return self._owner.is_public

    def role_of(self, actor: Actor) -> Role:
        """The role on what it belongs to."""
        return self._owner.role_of(actor)

    def hears(self, event: str) -> bool:
        """Whether it is told of events of that name."""
        return self.active and (event in self.events or "*" in self.events)

    @property
    def _owner(self) -> Target:
        if self.owner is None:
            msg = "the webhook was found without what it belongs to"
            raise AssertionError(msg)
        return self.owner


class Message(Struct, frozen=True):
    """Something that is to be said to one webhook, on lease."""

    id: HookMessageId
    hook: Hook
    guid: str
    event: str
    action: str | None
    repository: RepoId | None
    payload: str
    """JSON."""
    redelivery: bool
    tries: int
    """Counts this one. A message is finished only by who holds that try."""


class Outcome(Struct, frozen=True):
    """What came of one try to send a message."""

    url: str
    request_headers: Mapping[str, str]
    status: str
    """GitHub's words: `OK`, `Invalid HTTP Response: 404`, `failed to connect to host`, …"""
    status_code: int
    """0 where there was no answer."""
    duration_ms: int
    response_headers: Mapping[str, str] = msgspec.field(default_factory=dict)
    response_body: str = ""

    @property
    def is_success(self) -> bool:
        """Whether the receiver took it."""
        return 200 <= self.status_code < 300


class Delivery(Struct, frozen=True):
    """One try, as it is kept for a while."""

    id: HookDeliveryId
    guid: str
    event: str
    action: str | None
    repository: RepoId | None
    redelivery: bool
    delivered_at: int
    outcome: Outcome
    payload: str
