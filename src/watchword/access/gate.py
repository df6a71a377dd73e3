"""The one place that says yes or no."""

from typing import Generic, Protocol, TypeVar

import msgspec

from watchword.access.actor import Actor
from watchword.access.kinds import INSIDE, SCOPED, Kind
from watchword.access.operation import Lacking, Operation
from watchword.access.roles import Role
from watchword.kernel.errors import (
    NotAuthenticated,
    NotFound,
    NotPermitted,
    PasswordChangeNeeded,
    PasswordNeeded,
)


class LacksScopes(NotPermitted):
    """Nothing but the scopes of a token is in the way of something that it may know of."""

    def __init__(self, operation: Operation) -> None:
        """Keep the operation, which says by which scopes it can be had."""
        super().__init__(operation.text)
        self.operation = operation


class Target(Protocol):
    """Anything that somebody can have a role on."""

    @property
    def is_public(self) -> bool:
        """Whether anybody may see it."""

    def role_of(self, actor: Actor) -> Role:
        """The role that the owner of the credential has on it now."""


T = TypeVar("T", bound=Target)
T_co = TypeVar("T_co", bound=Target, covariant=True)


class Grant(msgspec.Struct, Generic[T_co], frozen=True):
    """Proof that the gate said yes: this actor, this operation, this target, this unit of work."""

    actor: Actor
    operation: Operation
    target: T_co

    def must_cover(self, operation: Operation) -> None:
        """Stop a service that was handed the grant of another operation."""
        if self.operation is not operation:
            msg = f"grant for {self.operation.name} used for {operation.name}"
            raise AssertionError(msg)


def require(actor: Actor, operation: Operation, target: T | None) -> Grant[T]:
    """Grant the operation on the target, or refuse.

    A missing target and a hidden one take the same way out, so that the answer does not tell which
    it was (attack 52). Nobody in particular is asked to sign in; a live credential gets NotFound
    for what it may not know of, and NotPermitted with the row's text for what it may: LacksScopes
    where more scopes would help.
    """
    if actor.half and not operation.while_half:
        raise PasswordChangeNeeded
    role = _role(actor, target)
    if target is None or (role is Role.NONE and operation.role > Role.NONE):
        raise NotAuthenticated if actor.kind is Kind.ANONYMOUS else NotFound
    if actor.kind is Kind.ANONYMOUS and actor.kind not in operation.who:
        raise NotAuthenticated
    admitted = actor.kind in operation.who
    if not admitted or not covers(actor, operation, public=target.is_public):
        # What the token cannot even see is hidden, whatever the row says of the visible.
        if operation.lacking is Lacking.HIDDEN or not may_see(actor, target):
            raise NotFound
        helps = admitted and role >= operation.role
        raise LacksScopes(operation) if helps else NotPermitted(operation.text)
    if role < operation.role:
        raise NotAuthenticated if actor.kind is Kind.ANONYMOUS else NotPermitted(operation.text)
    if operation.sudo and actor.kind is Kind.SESSION and not actor.sudo:
        raise PasswordNeeded
    return Grant(actor, operation, target)


def allows(actor: Actor, operation: Operation, target: Target) -> bool:
    """Whether `require` would say yes; for showing or hiding a button, never instead of it."""
    try:
        require(actor, operation, target)
    except PasswordNeeded:
        return True
    except (NotAuthenticated, NotFound, NotPermitted, PasswordChangeNeeded):
        return False
    return True


def may_see(actor: Actor, target: Target) -> bool:
    """Whether a private thing is within what the credential carries at all.

    Things that are not public are seen through `repo` alone (GHES behaviour): no classic scope
    gives less than that.
    """
    return target.is_public or actor.kind not in SCOPED or "repo" in actor.scopes


def _role(actor: Actor, target: Target | None) -> Role:
    if target is None:
        return Role.NONE
    return Role.ADMIN if actor.kind in INSIDE else target.role_of(actor)


def covers(actor: Actor, operation: Operation, *, public: bool) -> bool:
    """Whether the credential has the scopes for it, on a target of that kind."""
    if actor.kind not in SCOPED:
        return True
    need = operation.needs(public=public)
    return (not need or bool(need & actor.scopes)) and operation.all_of <= actor.scopes
