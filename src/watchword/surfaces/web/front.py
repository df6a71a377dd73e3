"""The first page: what this server is, or one's repositories and the tokens that end soon."""

from watchword.access.gate import Grant, require
from watchword.access.table import accounts, collaborators, repositories, tokens
from watchword.accounts.model import Site, User
from watchword.kernel.pagination import Page as Listed
from watchword.kernel.pagination import PageRequest
from watchword.repositories.model import Repository
from watchword.repositories.ports import Listing, Sort
from watchword.surfaces.web.route import Answer, Asked, Page, View, number, page, site
from watchword.tokens.model import Token
from watchword.work.unit import Work


def front(work: Work, _grant: Grant[Site], asked: Asked) -> Answer:
    """Show what this server is, or what is new for the person who is signed in."""
    user = asked.caller.user
    if user is None:
        return View("front/welcome.html")
    mine = _tokens(work, asked, user)
    soon = [token for token in mine if token.ends_soon(work.now)]
    return View(
        "front/home.html",
        {
            "repositories": _repositories(work, asked, user),
            "ending": sorted(soon, key=lambda token: token.expires_at or 0),
            "invitations": _invitations(work, asked, user),
            "offers": _offers(work, asked, user),
            "has_tokens": any(token.is_live(work.now) for token in mine),
        },
    )


def _repositories(work: Work, asked: Asked, user: User) -> Listed[Repository]:
    grant = require(asked.caller.actor, repositories.LIST_OWN, user)
    listing = Listing(grant.target.id, grant.target.id, sort=Sort.PUSHED, descending=True)
    wanted = PageRequest.of(number(asked.query.text("page")), None)
    return work.repositories.page(listing, wanted)


def _invitations(work: Work, asked: Asked, user: User) -> list[tuple[str, str]]:
    """Repositories that the person is asked to work with: the address, and who asks."""
    grant = require(asked.caller.actor, collaborators.LIST_OWN_INVITATIONS, user)
    waiting = work.repository_invitations.of_invitee(grant.target.id)
    told = []
    for one in waiting:
        repository = work.repositories.by_id(one.repository, user.id)
        inviter = None if one.inviter is None else work.users.by_id(one.inviter)
        if repository is not None and not one.is_expired(work.now):
            told.append((repository.full_name, inviter.login if inviter else ""))
    return told


def _offers(work: Work, asked: Asked, user: User) -> list[tuple[str, str]]:
    """Repositories that the person is offered: the address, and who offers it."""
    grant = require(asked.caller.actor, repositories.ANSWER_OFFER, user)
    told = []
    for one in work.repository_offers.to(grant.target.id):
        repository = work.repositories.by_id(one.repository, user.id)
        giver = work.users.by_id(one.giver)
        if repository is not None and giver is not None and not one.is_over(work.now):
            told.append((repository.full_name, giver.login))
    return told


def _tokens(work: Work, asked: Asked, user: User) -> list[Token]:
    grant = require(asked.caller.actor, tokens.LIST, user)
    return list(work.tokens.of(grant.target.id))


PAGES: list[Page] = [page("GET", "/", accounts.LOOK, site, front)]
