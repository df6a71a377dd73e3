"""Searching the site for repositories, people and organizations."""

from typing import Final
from urllib.parse import urlencode

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import repositories as table
from watchword.accounts import search as account_search
from watchword.accounts.model import Site
from watchword.kernel.ids import UserId
from watchword.kernel.pagination import Page as Listed
from watchword.kernel.pagination import PageRequest
from watchword.kernel.search_terms import Unsearchable
from watchword.organizations.model import Organization
from watchword.repositories import search, searching
from watchword.repositories.model import Repository
from watchword.repositories.owners import Owner
from watchword.surfaces.web.route import Answer, Asked, Page, View, number, page, site
from watchword.work.unit import Work

SEARCH: Final = "/search"
ACCOUNTS: Final = "users"
LONGEST: Final = 1_000


class Found(Struct, frozen=True):
    """What was found of each kind; only that which is shown has items."""

    repositories: Listed[Repository]
    accounts: Listed[Owner]
    is_cut: bool
    """Whether the oldest repositories were not looked at."""

    @property
    def organizations(self) -> frozenset[UserId]:
        """Which of the accounts are no people."""
        return frozenset(one.id for one in self.accounts.items if isinstance(one, Organization))


def show(work: Work, grant: Grant[Site], asked: Asked) -> Answer:
    """Show what is found, or what can be searched for."""
    query = asked.query.text("q").strip()[:LONGEST]
    of_accounts = asked.query.text("type") == ACCOUNTS
    values = {"query": query, "of_accounts": of_accounts, "found": None, "complaint": ""}
    values["address"] = _address(query, of_accounts)
    values["others"] = _address(query, not of_accounts)
    if query:
        wanted = PageRequest.of(number(asked.query.text("page")), None)
        try:
            values["found"] = _found(work, grant, query, wanted, of_accounts=of_accounts)
        except Unsearchable as refused:
            values["complaint"] = asked.say(refused.sentence, near=refused.near)
    return View("front/search.html", values, status=422 if values["complaint"] else 200)


def _address(query: str, of_accounts: bool) -> str:  # noqa: FBT001 - which of the two
    kind = {"type": ACCOUNTS} if of_accounts else {}
    return f"{SEARCH}?{urlencode({'q': query, **kind})}"


def _found(
    work: Work, grant: Grant[Site], query: str, wanted: PageRequest, *, of_accounts: bool
) -> Found:
    """Search for what is shown. Raises Unsearchable."""
    if of_accounts:
        asked = account_search.parsed(query)
        accounts = searching.accounts(work, grant, asked, wanted)
        return Found(Listed([], 0, wanted), accounts, is_cut=False)
    sought = searching.sought(work, grant, search.parsed(query))
    repositories = searching.repositories(work, grant, sought, wanted)
    return Found(repositories, Listed([], 0, wanted), is_cut=sought.is_cut)


PAGES: Final[list[Page]] = [page("GET", SEARCH, table.SEARCH, site, show)]
