"""The page of a person or an organization: who it is, and the repositories that may be seen."""

from typing import Final

from watchword.access.gate import Grant, allows
from watchword.access.table import organizations as org_table
from watchword.access.table import repositories as table
from watchword.authn.resolve import Caller
from watchword.kernel.pagination import PageRequest
from watchword.organizations.model import Organization
from watchword.repositories import in_organization, owners
from watchword.repositories.model import Visibility
from watchword.repositories.owners import Owner
from watchword.repositories.ports import Affiliation, Listing, Sort
from watchword.surfaces.http_kit.route_table import Params
from watchword.surfaces.web.repository.finding import NAME
from watchword.surfaces.web.route import Answer, Asked, Page, View, number, page
from watchword.work.unit import Work

SOME: Final = PageRequest(size=50)
"""How many members the page of an organization names."""


def owner_of_path(work: Work, caller: Caller, params: Params) -> Owner | None:
    """Find the person or the organization that the path names."""
    login = params["owner"]
    return owners.by_login(work, login, caller.actor.user) if NAME.fullmatch(login) else None


def show(work: Work, grant: Grant[Owner], asked: Asked) -> Answer:
    """Show an account and its repositories; of an organization, those who are in it as well."""
    listing = Listing(
        of=grant.target.id,
        viewer=asked.caller.actor.user,
        affiliations=frozenset({Affiliation.OWNER}),
        sort=Sort.PUSHED,
        descending=True,
    )
    wanted = PageRequest.of(number(asked.query.text("page")), None)
    values = {"owner": grant.target, "repositories": work.repositories.page(listing, wanted)}
    if not isinstance(grant.target, Organization):
        return View("repository/owner.html", values)
    org, actor = grant.target, grant.actor
    concealed = allows(actor, org_table.SEE_CONCEALED, org)
    values |= {
        "members": work.organizations.members(org.id, SOME, concealed=concealed).items,
        "may_create": any(in_organization.lets_create(actor, org, one) for one in Visibility),
    }
    return View("organizations/organization.html", values)


PAGES: Final[list[Page]] = [page("GET", "/{owner}", table.LIST_OF_USER, owner_of_path, show)]
