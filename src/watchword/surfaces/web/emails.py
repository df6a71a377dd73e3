"""Settings, Emails: addresses of one's own, and the link that shows that they are."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import accounts as table
from watchword.accounts import emails
from watchword.accounts.model import Email, User
from watchword.authn.resolve import Caller
from watchword.kernel.errors import NotFound
from watchword.kernel.ids import EmailId
from watchword.kernel.secret import Secret
from watchword.surfaces.http_kit.route_table import Params
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.route import (
    Answer,
    Asked,
    Page,
    Redirect,
    View,
    number,
    oneself,
    page,
)
from watchword.work.unit import Work

EMAILS: Final = "/settings/emails"
ONE: Final = EMAILS + "/{email}"
CONFIRM: Final = ONE + "/confirm/{code}"


def email_of_path(work: Work, _caller: Caller, params: Params) -> Email | None:
    """Find the address that the path names."""
    wanted = number(params["email"])
    return None if wanted is None else work.emails.by_id(EmailId(wanted))


def show(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """List one's addresses, with the form for another one."""
    user = grant.target
    found = work.emails.of(user.id)
    values = {
        "entry": asked.entry(),
        "emails": found,
        "private": user.public_email is None,
        "verified_only": asked.services.mail_leaves,
    }
    return View("settings/emails.html", values)


def add(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Add an address; a link for verifying is mailed there."""
    (email,) = emails.add(work, grant, [asked.sent.text("email")])
    said = asked.say(
        "%(address)s was added. Follow the link that is mailed there.", address=email.address
    )
    return Redirect(EMAILS, Notice("success", said))


def resend(work: Work, grant: Grant[Email], asked: Asked) -> Answer:
    """Have the link mailed once more."""
    emails.ask_link(work, grant)
    said = asked.say("Another link is mailed to %(address)s.", address=grant.target.address)
    return Redirect(EMAILS, Notice("success", said))


def make_primary(work: Work, grant: Grant[Email], asked: Asked) -> Answer:
    """Send mails there from now on."""
    emails.make_primary(work, grant, verified_only=asked.services.mail_leaves)
    said = asked.say("%(address)s is your primary address now.", address=grant.target.address)
    return Redirect(EMAILS, Notice("success", said))


def remove(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Take an address away."""
    wanted = number(asked.params["email"])
    mine = {email.id: email for email in work.emails.of(grant.target.id)}
    email = mine.get(EmailId(wanted or 0))
    if email is None:
        raise NotFound
    emails.remove(work, grant, [email.address])
    said = asked.say("%(address)s was removed.", address=email.address)
    return Redirect(EMAILS, Notice("success", said))


def set_visibility(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Keep the primary address private, or show it."""
    private = asked.sent.text("private") == "yes"
    emails.set_visibility(work, grant, public=not private)
    text = (
        asked.say("Your email address is kept private.")
        if private
        else asked.say("Your email address is shown to people who are signed in.")
    )
    return Redirect(EMAILS, Notice("success", text))


def show_link(work: Work, grant: Grant[Email], asked: Asked) -> Answer:
    """Show the button that verifies; following a link alone changes nothing."""
    email = grant.target
    secret = Secret(asked.params["code"])
    values = {
        "email": email,
        "lives": emails.knows_link(work, email, secret),
        "action": f"{EMAILS}/{email.id}/confirm/{secret.text}",
    }
    return View("settings/confirm_email.html", values, secret=True)


def confirm(work: Work, grant: Grant[Email], asked: Asked) -> Answer:
    """Verify an address."""
    emails.verify(work, grant, Secret(asked.params["code"]))
    said = asked.say("%(address)s is verified.", address=grant.target.address)
    return Redirect(EMAILS, Notice("success", said))


PAGES: list[Page] = [
    page("GET", EMAILS, table.LIST_EMAILS, oneself, show),
    page("POST", EMAILS, table.ADD_EMAIL, oneself, add, again=EMAILS),
    page("POST", f"{EMAILS}/visibility", table.SHOW_EMAIL, oneself, set_visibility),
    page("POST", f"{ONE}/resend", table.VERIFY_EMAIL, email_of_path, resend),
    page("POST", f"{ONE}/primary", table.MAKE_PRIMARY, email_of_path, make_primary),
    page("POST", f"{ONE}/remove", table.REMOVE_EMAIL, oneself, remove),
    page("GET", CONFIRM, table.VERIFY_EMAIL, email_of_path, show_link),
    page("POST", CONFIRM, table.VERIFY_EMAIL, email_of_path, confirm),
]
