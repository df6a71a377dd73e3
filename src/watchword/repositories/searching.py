"""Looking for repositories and for accounts: what who asks may see is found, and counted."""

from collections.abc import Iterable
from typing import Final

from watchword.access.actor import Actor
from watchword.access.gate import Grant, allows
from watchword.access.table import repositories as table
from watchword.accounts.model import Site
from watchword.accounts.search import AccountSearch
from watchword.kernel.ids import RepoId, UserId
from watchword.kernel.pagination import Page, PageRequest
from watchword.repositories import owners
from watchword.repositories.carried import carried
from watchword.repositories.model import Repository
from watchword.repositories.owners import Owner
from watchword.repositories.ports import Work
from watchword.repositories.search import Places, Search, Sought

ME: Final = "@me"
"""Whoever asks (GHES behaviour); gh names itself so."""
MOST_LOOKED_AT: Final = 100_000
"""Of all repositories the newest ones are looked at, where no owner and no name is given."""


def sought(work: Work, grant: Grant[Site], search: Search) -> Sought:
    """Look up the names of a search. Missing accounts and hidden repositories are nowhere."""
    grant.must_cover(table.SEARCH)
    actor = grant.actor
    within = None
    after = None
    if search.owners or search.names:
        within = _places(work, actor, search.owners, search.names)
    else:
        oldest = work.search.newest() - MOST_LOOKED_AT
        after = RepoId(oldest) if oldest > 0 else None
    return Sought(
        search=search,
        viewer=actor.user,
        visibilities=carried(actor) & search.visibilities,
        within=within,
        beyond=_places(work, actor, search.other_owners, search.other_names),
        after=after,
    )


def repositories(
    work: Work, grant: Grant[Site], wanted: Sought, request: PageRequest
) -> Page[Repository]:
    """A page of what is found."""
    grant.must_cover(table.SEARCH)
    nowhere = wanted.within is not None and wanted.within.is_empty
    if nowhere or not wanted.visibilities:
        return Page([], 0, request)
    return work.search.repositories(wanted, request)


def accounts(
    work: Work, grant: Grant[Site], search: AccountSearch, request: PageRequest
) -> Page[Owner]:
    """A page of the people and organizations that are found: everybody may know of them."""
    grant.must_cover(table.SEARCH)
    if search.nothing or not search.kinds:
        return Page([], 0, request)
    found = work.search.accounts(search, request)
    each = [owners.by_id(work, one, grant.actor.user) for one in found.items]
    return Page([one for one in each if one is not None], found.total, request)


def _places(work: Work, actor: Actor, logins: Iterable[str], names: Iterable[str]) -> Places:
    return Places(
        frozenset(_of_owners(work, actor, logins)), frozenset(_of_names(work, actor, names))
    )


def _of_owners(work: Work, actor: Actor, logins: Iterable[str]) -> Iterable[UserId]:
    for login in logins:
        if login == ME:
            if actor.user is not None:
                yield actor.user
        elif owner := owners.by_login(work, login, actor.user):
            yield owner.id


def _of_names(work: Work, actor: Actor, names: Iterable[str]) -> Iterable[RepoId]:
    for name in names:
        owner, _, repository = name.partition("/")
        found = work.repositories.find(owner, repository, actor.user)
        if found is not None and allows(actor, table.READ, found):
            yield found.id
