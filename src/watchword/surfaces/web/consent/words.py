"""Facts about a sign-in, in words that a person can decide by."""

import ipaddress
import re
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

from watchword.access.scopes import PUBLIC_REPO, REPO, TREE, Scope, expand
from watchword.kernel.words import N_
from watchword.surfaces.web.scope_tree import with_effect

IPV4_NETWORK: Final = 24
"""Bits that a household's or an office's addresses have in common, more or less."""
IPV6_NETWORK: Final = 64
LONGEST_AGENT: Final = 60
PRODUCT: Final = re.compile(r"([\w.+-]{1,40})/v?(\d[\w.]{0,20})")
"""Name and version of the first product (RFC 9110 section 10.1.5)."""
BROWSERS: Final = N_("A web browser")
GO: Final = N_("A program written in Go")
UNNAMED: Final = N_("A program that does not tell its name")

PRIVATE_TOO: Final = N_(
    "It will be able to read and change all repositories that you can, private ones too, as you."
)
PUBLIC_ONLY: Final = N_("It will be able to change public repositories that you can, as you.")
WHAT_IS_TICKED: Final = N_("It will be able to do what is ticked here, as you, and nothing more.")
NOTHING: Final = N_("It will learn who you are, and read what everybody can read.")


class Asking(Struct, frozen=True):
    """One scope that an application asks for."""

    name: Scope
    text: str
    """To be translated."""
    ticked: bool
    idle: bool
    """Nothing that this server offers asks for it."""


def asking(scopes: Iterable[Scope], ticked: Iterable[str]) -> tuple[Asking, ...]:
    """Give the scopes with their texts, in the order of the tree: what weighs most comes first."""
    wanted, on = frozenset(scopes), frozenset(ticked)
    return tuple(
        Asking(row.name, row.text, row.name in on, row.name not in with_effect())
        for row in TREE
        if row.name in wanted
    )


def able_to(scopes: Iterable[Scope]) -> str:
    """Say in one sentence what all of those scopes open; to be translated."""
    granted = tuple(scopes)
    carried = expand(granted)
    if REPO in carried:
        return PRIVATE_TOO
    if PUBLIC_REPO in carried:
        return PUBLIC_ONLY
    return WHAT_IS_TICKED if granted else NOTHING


def agent(text: str) -> str:
    """Say which program that is, as far as it says so itself; to be translated."""
    if not text.strip():
        return UNNAMED
    if text.startswith("Mozilla/"):
        return BROWSERS
    if text.startswith("Go-http-client/"):
        return GO
    found = PRODUCT.match(text)
    if found is None:
        return text[:LONGEST_AGENT]
    return f"{found[1].replace('-', ' ').replace('_', ' ')} {found[2]}"


def same_network(one: str, other: str) -> bool:
    """Whether two addresses are near each other: the same /24 of IPv4 or /64 of IPv6.

    An address of each kind may well be one machine; nobody can tell, so they count as apart.
    """
    first, second = _parsed(one), _parsed(other)
    if first is None or second is None:
        return one == other
    if first.is_loopback and second.is_loopback:
        return True
    bits = IPV4_NETWORK if first.version == 4 else IPV6_NETWORK
    return second in ipaddress.ip_network((first, bits), strict=False)


def _parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        parsed = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(parsed, "ipv4_mapped", None) or parsed
