"""Searches in SQL. Words may stand anywhere in a text: rows are read one after the other."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import sqlalchemy as sa

from watchword.accounts.search import AccountSearch, Kind
from watchword.accounts.search import Measure as AccountMeasure
from watchword.accounts.search import Order as AccountOrder
from watchword.accounts.search import Place as AccountPlace
from watchword.kernel.amounts import Amount
from watchword.kernel.ids import RepoId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.repositories.model import Repository
from watchword.repositories.search import Measure, Order, Place, Places, Search, Sought
from watchword.storage.lineage import FORKS
from watchword.storage.paging import page
from watchword.storage.sight import may_see, repository_of, seen
from watchword.storage.tables.accounts import accounts
from watchword.storage.tables.lineage import lineage
from watchword.storage.tables.organizations import organizations
from watchword.storage.tables.repositories import repositories

NONE: Final = sa.literal(0)
"""What no repository here has."""
BLANK: Final = " "
MEASURES: Final[Mapping[Measure, sa.ColumnElement[Any]]] = {
    Measure.STARS: repositories.c.stars,
    Measure.FORKS: FORKS,
    Measure.SIZE: repositories.c.size,
    Measure.TOPICS: sa.case(
        (repositories.c.topics == "", 0),
        else_=sa.func.length(repositories.c.topics)
        - sa.func.length(sa.func.replace(repositories.c.topics, BLANK, ""))
        + 1,
    ),
    Measure.CREATED: repositories.c.created_at,
    Measure.PUSHED: sa.func.coalesce(repositories.c.pushed_at, repositories.c.created_at),
    Measure.GOOD_FIRST_ISSUES: NONE,
    Measure.HELP_WANTED_ISSUES: NONE,
}
ORDERS: Final[Mapping[Order, sa.ColumnElement[Any]]] = {
    Order.STARS: repositories.c.stars,
    Order.FORKS: FORKS,
    Order.UPDATED: repositories.c.updated_at,
    Order.CREATED: repositories.c.created_at,
    Order.NAME: repositories.c.name_key,
    Order.HELP_WANTED_ISSUES: repositories.c.updated_at,
}
PLACES: Final[Mapping[Place, sa.ColumnElement[Any]]] = {
    Place.NAME: repositories.c.name_key,
    Place.DESCRIPTION: sa.func.lower(sa.func.coalesce(repositories.c.description, "")),
    Place.TOPICS: repositories.c.topics,
}
ACCOUNT_MEASURES: Final[Mapping[AccountMeasure, sa.ColumnElement[Any]]] = {
    AccountMeasure.REPOSITORIES: accounts.c.public_repositories,
    AccountMeasure.FOLLOWERS: accounts.c.followers,
    AccountMeasure.CREATED: accounts.c.created_at,
}
ACCOUNT_ORDERS: Final[Mapping[AccountOrder, sa.ColumnElement[Any]]] = {
    AccountOrder.FOLLOWERS: accounts.c.followers,
    AccountOrder.REPOSITORIES: accounts.c.public_repositories,
    AccountOrder.JOINED: accounts.c.created_at,
}
ACCOUNT_PLACES: Final[Mapping[AccountPlace, sa.ColumnElement[Any]]] = {
    AccountPlace.LOGIN: accounts.c.login_key,
    AccountPlace.NAME: sa.func.lower(sa.func.coalesce(accounts.c.name, "")),
}
OF_ORGANIZATION: Final = (
    sa.select(organizations.c.location).where(organizations.c.id == accounts.c.id).scalar_subquery()
)
LOCATION: Final = sa.func.lower(sa.func.coalesce(accounts.c.location, OF_ORGANIZATION, ""))
KINDS: Final = {Kind.PERSON: "user", Kind.ORGANIZATION: "organization"}
Conditions = Iterator[sa.ColumnElement[bool]]


class SqlSearch:
    """Finds repositories and accounts."""

    def __init__(self, connection: sa.Connection) -> None:
        """Speak over that connection."""
        self._connection = connection

    def newest(self) -> RepoId:
        """The highest number that a repository has; 0 for none."""
        highest = sa.select(sa.func.max(repositories.c.id))
        return RepoId(self._connection.execute(highest).scalar_one() or 0)

    def repositories(self, sought: Sought, request: PageRequest) -> Page[Repository]:
        """A page of those that fit and that the viewer may see."""
        every = seen(sa.literal(sought.viewer, sa.BigInteger))
        conditions = (*_in_sight(sought), *_of_repository(sought.search))
        fit = every.with_only_columns(repositories.c.id).where(*conditions)
        numbers = page(self._connection, fit, _order(sought.search), request, lambda row: row[0])
        # What the viewer is to a repository is worked out for those on the page only.
        rows = self._connection.execute(every.where(repositories.c.id.in_(numbers.items)))
        by_number = {row[0]: repository_of(row, sought.viewer) for row in rows}
        return numbers.map(lambda number: by_number[number])

    def accounts(self, search: AccountSearch, request: PageRequest) -> Page[UserId]:
        """A page of the numbers of those that fit."""
        fit = sa.select(accounts.c.id).where(*_of_account(search))
        key = ACCOUNT_ORDERS.get(search.order)
        ordered = [accounts.c.login_key.asc()]
        if key is not None:
            ordered.insert(0, key.desc() if search.descending else key.asc())
        return page(self._connection, fit, ordered, request, lambda row: UserId(row[0]))


def _in_sight(sought: Sought) -> Conditions:
    yield may_see(sought.viewer)
    yield repositories.c.visibility.in_([one.value for one in sought.visibilities])
    if sought.after is not None:
        yield repositories.c.id > sought.after
    if sought.within is not None:
        yield _in(sought.within)
    if not sought.beyond.is_empty:
        yield ~_in(sought.beyond)


def _in(places: Places) -> sa.ColumnElement[bool]:
    return sa.or_(
        repositories.c.owner_id.in_(places.owners), repositories.c.id.in_(places.repositories)
    )


def _of_repository(search: Search) -> Conditions:
    places = [PLACES[one] for one in search.places or PLACES]
    for word in search.words:
        yield _stands_in(word, places)
    for word in search.without:
        yield ~_stands_in(word, places)
    topics = BLANK + repositories.c.topics + BLANK
    for topic in search.topics:
        yield topics.contains(f" {topic} ", autoescape=True)
    for topic in search.other_topics:
        yield ~topics.contains(f" {topic} ", autoescape=True)
    yield from _of_kind(search)
    for one in search.measured:
        held = _within(MEASURES[one.what], one.amount)
        yield ~held if one.negated else held


def _of_kind(search: Search) -> Conditions:
    licence = sa.func.coalesce(repositories.c.licence, "")
    if search.licences:
        yield licence.in_(search.licences)
    if search.other_licences:
        yield licence.not_in(search.other_licences)
    language = sa.func.replace(
        sa.func.lower(sa.func.coalesce(repositories.c.language, "")), BLANK, "-"
    )
    if search.languages:
        yield language.in_(search.languages)
    if search.other_languages:
        yield language.not_in(search.other_languages)
    if search.archived is not None:
        column = repositories.c.archived_at
        yield column.is_not(None) if search.archived else column.is_(None)
    if search.forks is not None:
        yield _descends(lineage.c.parent_id.is_not(None), search.forks)
    if search.template is not None:
        yield _descends(lineage.c.is_template, search.template)


def _descends(condition: sa.ColumnElement[bool], wanted: bool) -> sa.ColumnElement[bool]:  # noqa: FBT001 - which of the two
    known = sa.select(lineage.c.repository_id).where(condition)
    return repositories.c.id.in_(known) if wanted else repositories.c.id.not_in(known)


def _order(search: Search) -> list[sa.ColumnElement[Any]]:
    if search.order is Order.BEST:
        names = repositories.c.name_key
        fits = sa.case(
            (names.in_(search.words), 0),
            *_each(search, lambda word: names.startswith(word, autoescape=True), 1),
            *_each(search, lambda word: names.contains(word, autoescape=True), 2),
            else_=3,
        )
        return [fits, repositories.c.updated_at.desc(), repositories.c.id.desc()]
    keys = (ORDERS[search.order], repositories.c.id)
    return [key.desc() if search.descending else key.asc() for key in keys]


def _each(
    search: Search, fits: Callable[[str], sa.ColumnElement[bool]], rank: int
) -> Iterator[tuple[sa.ColumnElement[bool], int]]:
    for word in search.words:
        yield fits(word), rank


def _of_account(search: AccountSearch) -> Conditions:
    yield accounts.c.kind.in_([KINDS[one] for one in search.kinds])
    places = [ACCOUNT_PLACES[one] for one in search.places or ACCOUNT_PLACES]
    for word in search.words:
        yield _stands_in(word, places)
    for word in search.without:
        yield ~_stands_in(word, places)
    if search.logins:
        yield accounts.c.login_key.in_(search.logins)
    if search.other_logins:
        yield accounts.c.login_key.not_in(search.other_logins)
    for name in search.names:
        yield _stands_in(name, [ACCOUNT_PLACES[AccountPlace.NAME]])
    for place in search.locations:
        yield _stands_in(place, [LOCATION])
    for one in search.measured:
        held = _within(ACCOUNT_MEASURES[one.what], one.amount)
        yield ~held if one.negated else held


def _stands_in(word: str, places: list[sa.ColumnElement[Any]]) -> sa.ColumnElement[bool]:
    return sa.or_(*(place.contains(word, autoescape=True) for place in places))


def _within(column: sa.ColumnElement[Any], amount: Amount) -> sa.ColumnElement[bool]:
    bounds: list[sa.ColumnElement[bool]] = [sa.true()]
    if amount.least is not None:
        bounds.append(column >= amount.least)
    if amount.most is not None:
        bounds.append(column <= amount.most)
    return sa.and_(*bounds)
