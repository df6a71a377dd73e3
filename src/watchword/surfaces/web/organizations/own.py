"""Settings of a person, Organizations: where one is, what one is asked to join."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import organizations as table
from watchword.accounts.model import User
from watchword.kernel.errors import NotFound
from watchword.kernel.pagination import PageRequest
from watchword.kernel.words import N_
from watchword.organizations import invitations, members
from watchword.organizations.model import Organization
from watchword.surfaces.web.organizations.finding import org_of_path
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, number, oneself, page
from watchword.work.unit import Work

MINE: Final = "/settings/organizations"
LEAVE: Final = MINE + "/{org}/leave"
VISIBILITY: Final = MINE + "/{org}/visibility"
ACCEPT: Final = MINE + "/{org}/accept"
DECLINE: Final = MINE + "/{org}/decline"


def show(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """List the organizations that one is in, and the invitations that one has not answered."""
    person = grant.target
    wanted = PageRequest.of(number(asked.query.text("page")), None)
    page_of = work.organizations.of(person.id, person.id, wanted)
    public = {
        org.id: member.is_public
        for org in page_of.items
        if (member := work.organizations.member(org.id, person.id))
    }
    values = {
        "organizations": page_of,
        "public": public,
        "awaiting": work.org_invitations.awaiting(person),
    }
    return View("organizations/mine.html", values)


def show_leave(_work: Work, grant: Grant[Organization], _asked: Asked) -> Answer:
    """Name what leaving means."""
    return View("organizations/leave.html", {"org": grant.target})


def leave(work: Work, grant: Grant[Organization], asked: Asked) -> Answer:
    """Leave an organization."""
    members.leave(work, grant)
    said = asked.say("You left “%(login)s”.", login=grant.target.login)
    return Redirect(MINE, Notice("success", said))


def set_visibility(work: Work, grant: Grant[Organization], asked: Asked) -> Answer:
    """Let everybody know that one is a member, or only members."""
    public = asked.sent.text("public") == "yes"
    members.publicize(work, grant, asked.user, public=public)
    told = N_("Everybody may know that you are in “%(login)s”.")
    if not public:
        told = N_("Only members know that you are in “%(login)s”.")
    return Redirect(MINE, Notice("success", asked.say(told, login=grant.target.login)))


def accept(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Join an organization that asked."""
    org = _asking(work, grant, asked)
    invitations.accept(work, grant, org.id)
    said = asked.say("You are in “%(login)s” now.", login=org.login)
    return Redirect(f"/{org.login}", Notice("success", said))


def decline(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Answer an invitation with no."""
    org = _asking(work, grant, asked)
    invitations.decline(work, grant, org.id)
    said = asked.say("You declined the invitation of “%(login)s”.", login=org.login)
    return Redirect(MINE, Notice("success", said))


def _asking(work: Work, grant: Grant[User], asked: Asked) -> Organization:
    found = work.organizations.by_login(asked.params["org"], grant.target.id)
    if found is None:
        raise NotFound
    return found


PAGES: Final[list[Page]] = [
    page("GET", MINE, table.LIST_OWN, oneself, show),
    page("GET", LEAVE, table.LEAVE, org_of_path, show_leave),
    page("POST", LEAVE, table.LEAVE, org_of_path, leave),
    page("POST", VISIBILITY, table.PUBLICIZE, org_of_path, set_visibility),
    page("POST", ACCEPT, table.ANSWER_INVITATION, oneself, accept),
    page("POST", DECLINE, table.ANSWER_INVITATION, oneself, decline),
]
