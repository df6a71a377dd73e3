"""What people type to find repositories, as conditions (GHES behaviour: docs, "Searching")."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Final, Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from watchword.accounts.search import AccountSearch
from watchword.kernel import amounts, search_terms
from watchword.kernel.amounts import Measured
from watchword.kernel.ids import RepoId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.kernel.search_terms import Term, Words
from watchword.repositories.model import Repository, Visibility

YES_OR_NO: Final = {"true": True, "false": False}
FORKS: Final = {"true": None, "false": False, "only": True}
VISIBILITIES: Final = {one.value: one for one in Visibility}


class Place(Enum):
    """Where words are looked for."""

    NAME = "name"
    DESCRIPTION = "description"
    TOPICS = "topics"


class Measure(Enum):
    """What may be asked for by how much of it there is."""

    STARS = "stars"
    FORKS = "forks"
    SIZE = "size"
    TOPICS = "topics"
    CREATED = "created"
    PUSHED = "pushed"
    GOOD_FIRST_ISSUES = "good-first-issues"
    HELP_WANTED_ISSUES = "help-wanted-issues"


class Order(Enum):
    """What comes first."""

    BEST = "best-match"
    """Those whose names fit best."""
    STARS = "stars"
    FORKS = "forks"
    UPDATED = "updated"
    CREATED = "created"
    NAME = "name"
    HELP_WANTED_ISSUES = "help-wanted-issues"


class Search(Words, frozen=True):
    """What is looked for."""

    places: frozenset[Place] = frozenset()
    """Where; none: everywhere."""
    owners: frozenset[str] = frozenset()
    """In accounts of these logins, whatever the case; none: of everybody."""
    other_owners: frozenset[str] = frozenset()
    """And in none of these."""
    names: frozenset[str] = frozenset()
    """These repositories, as OWNER/NAME; beside owners both are looked in."""
    other_names: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    other_topics: frozenset[str] = frozenset()
    licences: frozenset[str] = frozenset()
    """Under one of these, by their keys; none: any, or none at all."""
    other_licences: frozenset[str] = frozenset()
    visibilities: frozenset[Visibility] = field(default_factory=lambda: frozenset(Visibility))
    archived: bool | None = None
    template: bool | None = None
    forks: bool | None = False
    """None: forks as well; True: nothing else. Unless told they are left out."""
    measured: tuple[Measured[Measure], ...] = ()
    languages: frozenset[str] = frozenset()
    """Written in one of these, in lower case, with hyphens for blanks; none: in any."""
    other_languages: frozenset[str] = frozenset()
    order: Order = Order.BEST
    descending: bool = True


class Places(Struct, frozen=True):
    """Accounts and repositories by number."""

    owners: frozenset[UserId] = frozenset()
    repositories: frozenset[RepoId] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look in."""
        return not self.owners and not self.repositories


class Sought(Struct, frozen=True):
    """A search with its names looked up, cut down to what who asks may see."""

    search: Search
    viewer: UserId | None
    visibilities: frozenset[Visibility]
    within: Places | None = None
    """None: everywhere."""
    beyond: Places = Places()
    after: RepoId | None = None
    """Only those that were made after that one."""

    @property
    def is_cut(self) -> bool:
        """Whether old repositories are left out, so that it takes no more time than it may."""
        return self.after is not None


class SearchStore(Protocol):
    """Finds repositories and accounts."""

    def newest(self) -> RepoId:
        """The highest number that a repository has; 0 for none."""

    def repositories(self, sought: Sought, request: PageRequest) -> Page[Repository]:
        """A page of those that fit and that the viewer may see."""

    def accounts(self, search: AccountSearch, request: PageRequest) -> Page[UserId]:
        """A page of the numbers of those that fit."""


def parsed(text: str) -> Search:
    """Take a search apart. Raises Unsearchable for a condition that this server cannot keep."""
    return search_terms.read(text, Search(), CONDITIONS)


def _owner(found: Search, term: Term) -> Search:
    login = frozenset({term.text.lower()})
    if term.negated:
        return replace(found, other_owners=found.other_owners | login)
    return replace(found, owners=found.owners | login)


def _name(found: Search, term: Term) -> Search:
    if term.text.count("/") != 1:
        raise term.unknown()
    name = frozenset({term.text.lower()})
    if term.negated:
        return replace(found, other_names=found.other_names | name)
    return replace(found, names=found.names | name)


def _topic(found: Search, term: Term) -> Search:
    topic = frozenset({term.text.lower()})
    if term.negated:
        return replace(found, other_topics=found.other_topics | topic)
    return replace(found, topics=found.topics | topic)


def _licence(found: Search, term: Term) -> Search:
    key = frozenset({term.text.lower()})
    if term.negated:
        return replace(found, other_licences=found.other_licences | key)
    return replace(found, licences=found.licences | key)


def _visibility(found: Search, term: Term) -> Search:
    chosen = term.one_of(VISIBILITIES)
    kept = {one for one in found.visibilities if (one is chosen) is not term.negated}
    return replace(found, visibilities=frozenset(kept))


def _archived(found: Search, term: Term) -> Search:
    return replace(found, archived=term.one_of(YES_OR_NO) is not term.negated)


def _template(found: Search, term: Term) -> Search:
    return replace(found, template=term.one_of(YES_OR_NO) is not term.negated)


def _fork(found: Search, term: Term) -> Search:
    if term.negated:
        raise term.unknown()
    return replace(found, forks=term.one_of(FORKS))


def _places(found: Search, term: Term) -> Search:
    return replace(found, places=found.places | term.some_of(PLACES))


def _language(found: Search, term: Term) -> Search:
    name = frozenset({term.text.lower().replace(" ", "-")})
    if term.negated:
        return replace(found, other_languages=found.other_languages | name)
    return replace(found, languages=found.languages | name)


def _sorted(found: Search, term: Term) -> Search:
    order, descending = term.order(ORDERS)
    return replace(found, order=order, descending=descending)


def _measured(found: Search, term: Term) -> Search:
    what = MEASURES[term.qualifier]
    amount = (amounts.seconds if what in OF_TIME else amounts.number)(term.text)
    if amount is None:
        raise term.unknown()
    return replace(found, measured=(*found.measured, Measured(what, amount, term.negated)))


PLACES: Final = {one.value: one for one in Place}
ORDERS: Final = {one.value: one for one in Order}
MEASURES: Final = {one.value: one for one in Measure}
OF_TIME: Final = frozenset({Measure.CREATED, Measure.PUSHED})
CONDITIONS: Final[Mapping[str, Callable[[Search, Term], Search]]] = {
    "user": _owner,
    "org": _owner,
    "repo": _name,
    "topic": _topic,
    "is": _visibility,
    "visibility": _visibility,
    "archived": _archived,
    "template": _template,
    "fork": _fork,
    "in": _places,
    "language": _language,
    "license": _licence,
    "sort": _sorted,
    **dict.fromkeys(MEASURES, _measured),
}
