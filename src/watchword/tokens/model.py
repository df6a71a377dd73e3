"""What is known of a token; the secret itself is not."""

import math
from enum import StrEnum

from msgspec import Struct

from watchword.access.actor import Actor
from watchword.access.roles import Role
from watchword.access.scopes import Scope
from watchword.kernel.ids import FamilyId, TokenId, UserId

SOON = 7 * 86_400
"""Seconds before its end from which on people are told."""


class Ended(StrEnum):
    """Why a token was ended before its time."""

    BY_OWNER = "owner"
    BY_OPERATOR = "operator"
    BY_SITE_ADMIN = "site_admin"
    BY_LEAK = "leak"
    """It was found where others can read it."""


class Token(Struct, frozen=True):
    """A token: a classic one that a person made, or one that an OAuth application got."""

    id: TokenId
    owner: UserId
    note: str
    scopes: tuple[Scope, ...]
    """Normalised: nothing in it is implied by another."""
    last_eight: str
    hashed: str
    """Base64 of the plain SHA-256, for the audit log."""
    created_at: int
    updated_at: int
    expires_at: int | None
    last_used_at: int | None = None
    last_used_from: str | None = None
    ended_at: int | None = None
    ended_by: Ended | None = None
    family: FamilyId | None = None
    """The sign-in through an application that it came from; None for a classic one."""
    client_id: str | None = None
    """That application's public name for itself."""
    idle_limit: int | None = None
    """Seconds without use after which it is dead."""
    impersonator: UserId | None = None
    """Who runs the site and acts with it for its owner; None for everybody's own tokens."""
    row_version: int = 0
    """How often the token was changed, its uses that were noted included."""

    def __hash__(self) -> int:
        """By its number: what is worked out of a token is kept, and found again often."""
        return hash(self.id)

    @property
    def is_public(self) -> bool:
        """Nobody else learns of a token."""
        return False

    def role_of(self, actor: Actor) -> Role:
        """A token is its owner's."""
        return Role.ADMIN if actor.user is not None and actor.user == self.owner else Role.NONE

    def is_expired(self, now: int) -> bool:
        """Whether its time is over; at the very second it is (attack 13)."""
        return self.expires_at is not None and now >= self.expires_at

    @property
    def idle_end(self) -> int | None:
        """When it is dead unless it is used before; a new secret has the whole time again."""
        if self.idle_limit is None:
            return None
        return (self.last_used_at or self.updated_at) + self.idle_limit

    @property
    def dead_from(self) -> float:
        """Seconds since 1970 from which on it is dead if nothing happens before."""
        ends = (self.expires_at, self.idle_end)
        return min((end for end in ends if end is not None), default=math.inf)

    def is_unused(self, now: int) -> bool:
        """Whether it was not used for as long as it may be."""
        return self.idle_end is not None and now >= self.idle_end

    def is_live(self, now: int) -> bool:
        """Whether it opens anything."""
        return self.ended_at is None and not self.is_expired(now) and not self.is_unused(now)

    def ends_soon(self, now: int) -> bool:
        """Whether it lives and ends within seven days."""
        return self.expires_at is not None and self.is_live(now) and self.expires_at - now <= SOON
