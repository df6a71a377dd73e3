"""A person's page: who it is, and the repositories that may be seen."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import repositories as table
from watchword.accounts.model import User
from watchword.authn.resolve import Caller
from watchword.kernel.pagination import PageRequest
from watchword.repositories.ports import Affiliation, Listing, Sort
from watchword.surfaces.http_kit.route_table import Params
from watchword.surfaces.web.repository.finding import NAME
from watchword.surfaces.web.route import Answer, Asked, Page, View, number, page
from watchword.work.unit import Work


def user_of_path(work: Work, _caller: Caller, params: Params) -> User | None:
    """Find the person that the path names."""
    login = params["owner"]
    return work.users.by_login(login) if NAME.fullmatch(login) else None


def show(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Show a person and their repositories."""
    listing = Listing(
        of=grant.target.id,
        viewer=asked.caller.actor.user,
        affiliations=frozenset({Affiliation.OWNER}),
        sort=Sort.PUSHED,
        descending=True,
    )
    wanted = PageRequest.of(number(asked.query.text("page")), None)
    values = {"owner": grant.target, "repositories": work.repositories.page(listing, wanted)}
    return View("repository/owner.html", values)


PAGES: Final[list[Page]] = [page("GET", "/{owner}", table.LIST_OF_USER, user_of_path, show)]
