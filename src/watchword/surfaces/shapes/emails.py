"""Addresses of an account as GitHub's JSON has them."""

from typing import Literal

from msgspec import Struct

from watchword.accounts.model import Email as Model

Visibility = Literal["public", "private"]


class Email(Struct, kw_only=True):
    """One address."""

    email: str
    primary: bool
    verified: bool
    visibility: Visibility | None
    """Told of the primary one, and of another one that is shown."""


def email(found: Model) -> Email:
    """Say of an address what its account may know."""
    visibility: Visibility | None = "private" if found.primary else None
    return Email(
        email=found.address,
        primary=found.primary,
        verified=found.verified_at is not None,
        visibility="public" if found.public else visibility,
    )
