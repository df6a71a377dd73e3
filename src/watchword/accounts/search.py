"""What people type to find accounts, as conditions (GHES behaviour: docs, "Searching users")."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Final

from msgspec.structs import replace

from watchword.kernel import amounts, search_terms
from watchword.kernel.amounts import Measured
from watchword.kernel.search_terms import Term, Words


class Kind(Enum):
    """What owns repositories."""

    PERSON = "user"
    ORGANIZATION = "org"


class Place(Enum):
    """Where words are looked for. Addresses are none of them: not everybody shows theirs."""

    LOGIN = "login"
    NAME = "name"


class Measure(Enum):
    """What may be asked for by how much of it there is."""

    REPOSITORIES = "repos"
    FOLLOWERS = "followers"
    CREATED = "created"


class Order(Enum):
    """What comes first."""

    LOGIN = "best-match"
    FOLLOWERS = "followers"
    REPOSITORIES = "repositories"
    JOINED = "joined"


class AccountSearch(Words, frozen=True):
    """What is looked for."""

    places: frozenset[Place] = frozenset()
    """Where; none: everywhere."""
    kinds: frozenset[Kind] = frozenset(Kind)
    logins: frozenset[str] = frozenset()
    """Only these, whatever the case; none: any."""
    other_logins: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    """Stand in the full name."""
    locations: tuple[str, ...] = ()
    measured: tuple[Measured[Measure], ...] = ()
    nothing: bool = False
    """It asks for something that is known of nobody: the language that they write in."""
    order: Order = Order.LOGIN
    descending: bool = True


def parsed(text: str) -> AccountSearch:
    """Take a search apart. Raises Unsearchable for a condition that this server cannot keep."""
    return search_terms.read(text, AccountSearch(), CONDITIONS)


def _kind(found: AccountSearch, term: Term) -> AccountSearch:
    chosen = term.one_of(KINDS)
    kept = {one for one in found.kinds if (one is chosen) is not term.negated}
    return replace(found, kinds=frozenset(kept))


def _login(found: AccountSearch, term: Term) -> AccountSearch:
    login = frozenset({term.text.lower()})
    if term.negated:
        return replace(found, other_logins=found.other_logins | login)
    return replace(found, logins=found.logins | login)


def _places(found: AccountSearch, term: Term) -> AccountSearch:
    return replace(found, places=found.places | term.some_of(PLACES))


def _name(found: AccountSearch, term: Term) -> AccountSearch:
    if term.negated:
        raise term.unknown()
    return replace(found, names=(*found.names, term.text.lower()))


def _location(found: AccountSearch, term: Term) -> AccountSearch:
    if term.negated:
        raise term.unknown()
    return replace(found, locations=(*found.locations, term.text.lower()))


def _unknown_here(found: AccountSearch, term: Term) -> AccountSearch:
    """Nobody writes in a language that is known: everybody writes in another one."""
    return found if term.negated else replace(found, nothing=True)


def _sorted(found: AccountSearch, term: Term) -> AccountSearch:
    order, descending = term.order(ORDERS)
    return replace(found, order=order, descending=descending)


def _measured(found: AccountSearch, term: Term) -> AccountSearch:
    what = MEASURES[term.qualifier]
    read = amounts.seconds if what is Measure.CREATED else amounts.number
    amount = read(term.text)
    if amount is None:
        raise term.unknown()
    return replace(found, measured=(*found.measured, Measured(what, amount, term.negated)))


KINDS: Final = {one.value: one for one in Kind}
PLACES: Final = {one.value: one for one in Place}
ORDERS: Final = {one.value: one for one in Order}
MEASURES: Final = {one.value: one for one in Measure}
CONDITIONS: Final[Mapping[str, Callable[[AccountSearch, Term], AccountSearch]]] = {
    "type": _kind,
    "user": _login,
    "org": _login,
    "in": _places,
    "fullname": _name,
    "location": _location,
    "language": _unknown_here,
    "sort": _sorted,
    **dict.fromkeys(MEASURES, _measured),
}
