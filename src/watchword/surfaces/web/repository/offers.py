"""What somebody sees whom a repository is offered: the offer, to be answered."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import repositories as table
from watchword.accounts.model import User
from watchword.repositories import offering
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.repository.finding import PATH, by_name
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, oneself, page
from watchword.work.unit import Work

OFFER: Final = PATH + "/transfer"
ACCEPT: Final = OFFER + "/accept"
DECLINE: Final = OFFER + "/decline"


def show(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Show the offer of a repository."""
    repository = by_name(work, asked.caller, asked.params)
    offer = offering.waiting(work, grant.target.id, repository)
    giver = work.users.by_id(offer.giver)
    values = {"repository": repository, "offer": offer, "giver": giver, "entry": asked.entry()}
    return View("repository/offer.html", values)


def accept(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Own the repository from now on."""
    now = offering.accept(work, grant, by_name(work, asked.caller, asked.params))
    said = asked.say("“%(name)s” is yours now.", name=now.full_name)
    return Redirect(f"/{now.full_name}", Notice("success", said))


def decline(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Answer with no."""
    gone = offering.decline(work, grant, by_name(work, asked.caller, asked.params))
    said = asked.say("You declined “%(name)s”.", name=gone.name)
    return Redirect("/", Notice("success", said))


ANSWER: Final = table.ANSWER_OFFER

PAGES: Final[list[Page]] = [
    page("GET", OFFER, ANSWER, oneself, show),
    page("POST", ACCEPT, ANSWER, oneself, accept, again=OFFER),
    page("POST", DECLINE, ANSWER, oneself, decline),
]
