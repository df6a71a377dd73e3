"""Making an organization."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import organizations as table
from watchword.accounts.model import User
from watchword.accounts.names import LONGEST_LOGIN
from watchword.organizations import service
from watchword.organizations.service import WantedOrganization
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, oneself, page
from watchword.work.unit import Work

NEW: Final = "/organizations/new"


def show_new(_work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Show the form of a new organization."""
    entry = asked.entry(billing_email=grant.target.email or "")
    return View("organizations/new.html", {"entry": entry, "longest": LONGEST_LOGIN})


def make(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Make an organization of which one is the owner."""
    sent = asked.sent
    wanted = WantedOrganization(
        sent.text("login").strip(), sent.text("name"), sent.text("billing_email")
    )
    made = service.create(work, grant, wanted)
    said = asked.say("Organization “%(login)s” was created.", login=made.login)
    return Redirect(f"/{made.login}", Notice("success", said))


PAGES: Final[list[Page]] = [
    page("GET", NEW, table.CREATE, oneself, show_new),
    page("POST", NEW, table.CREATE, oneself, make, again=NEW),
]
