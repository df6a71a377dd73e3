"""The page of a person or an organization: who it is, and the repositories that may be seen."""

from typing import Final

from watchword.access.gate import Grant, allows
from watchword.access.table import organizations as org_table
from watchword.access.table import repositories as table
from watchword.accounts.model import User
from watchword.authn.resolve import Caller
from watchword.kernel.pagination import PageRequest
from watchword.organizations.model import Organization
from watchword.repositories import in_organization, owners
from watchword.repositories.carried import EVERY, PUBLIC
from watchword.repositories.model import Visibility
from watchword.repositories.owners import Owner
from watchword.repositories.ports import Affiliation, Listing, Sort
from watchword.surfaces.http_kit.route_table import Params
from watchword.surfaces.web.repository.finding import NAME
from watchword.surfaces.web.route import Answer, Asked, Page, View, number, page
from watchword.work.unit import Work

STARS: Final = "stars"
"""The tab of a person's page that lists what they marked."""
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
    starred = isinstance(grant.target, User) and asked.query.text("tab") == STARS
    if starred:
        listing = _starred(grant)
    wanted = PageRequest.of(number(asked.query.text("page")), None)
    values: dict[str, object] = {
        "owner": grant.target,
        "starred": starred,
        "repositories": work.repositories.page(listing, wanted),
    }
    if isinstance(grant.target, User):
        values |= _of_person(work, asked, grant.target)
        return View("repository/owner.html", values)
    assert isinstance(grant.target, Organization)
    org, actor = grant.target, grant.actor
    concealed = allows(actor, org_table.SEE_CONCEALED, org)
    values |= {
        "members": work.organizations.members(org.id, SOME, concealed=concealed).items,
        "may_create": any(in_organization.lets_create(actor, org, one) for one in Visibility),
    }
    return View("organizations/organization.html", values)


def _starred(grant: Grant[Owner]) -> Listing:
    """What a person marked with a star; what is not public is told to that person alone."""
    mine = grant.actor.user == grant.target.id
    return Listing(
        of=None,
        viewer=grant.actor.user,
        visibilities=EVERY if mine else PUBLIC,
        sort=Sort.MARKED,
        descending=True,
        starred_by=grant.target.id,
    )


def _of_person(work: Work, asked: Asked, user: User) -> dict[str, object]:
    """What a page of a person tells beyond the repositories."""
    viewer = asked.caller.actor.user
    return {
        "blog": _link(user.blog or ""),
        "followed": viewer is not None and work.follows.follows(viewer, user.id),
    }


def _link(blog: str) -> str:
    """Where a link to what somebody calls their site may lead: over HTTP, and nowhere else."""
    return blog if not blog or blog.startswith(("https://", "http://")) else f"https://{blog}"


PAGES: Final[list[Page]] = [page("GET", "/{owner}", table.LIST_OF_USER, owner_of_path, show)]
