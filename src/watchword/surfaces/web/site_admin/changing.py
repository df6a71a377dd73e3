"""What is done with somebody's account: stopped, renamed, promoted, deleted."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import accounts as table
from watchword.accounts import oversight
from watchword.accounts.model import Site, User
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.pagination import PageRequest
from watchword.kernel.words import N_
from watchword.repositories.ports import Affiliation, Listing
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.route import Answer, Asked, Page, Redirect, View, page
from watchword.surfaces.web.site_admin.finding import person_of_path, site_behind
from watchword.surfaces.web.site_admin.people import ONE, PEOPLE
from watchword.work import oversight as endings
from watchword.work.delete_account import delete_account
from watchword.work.unit import Work

DELETE: Final = ONE + "/delete"
NOT_TYPED: Final = N_("Type the username to confirm.")


def suspend(work: Work, grant: Grant[Site], asked: Asked) -> Answer:
    """Refuse an account."""
    person = person_of_path(work, asked)
    endings.suspend(work, grant, person, asked.sent.text("reason"))
    return _said(person, asked.say("“%(login)s” is suspended.", login=person.login))


def unsuspend(work: Work, grant: Grant[Site], asked: Asked) -> Answer:
    """Let an account live again."""
    person = person_of_path(work, asked)
    oversight.unsuspend(work, grant, person)
    return _said(person, asked.say("“%(login)s” is no longer suspended.", login=person.login))


def promote(work: Work, grant: Grant[Site], asked: Asked) -> Answer:
    """Let a person run the site."""
    person = person_of_path(work, asked)
    oversight.promote(work, grant, person)
    return _said(person, asked.say("“%(login)s” is a site administrator.", login=person.login))


def demote(work: Work, grant: Grant[Site], asked: Asked) -> Answer:
    """Let a person run the site no longer."""
    person = person_of_path(work, asked)
    endings.demote(work, grant, person)
    said = asked.say("“%(login)s” is no longer a site administrator.", login=person.login)
    return _said(person, said)


def rename(work: Work, grant: Grant[Site], asked: Asked) -> Answer:
    """Call an account otherwise."""
    person = person_of_path(work, asked)
    oversight.rename(work, grant, person, asked.sent.text("login").strip())
    now = work.users.by_id(person.id) or person
    said = asked.say("“%(before)s” is “%(login)s” now.", before=person.login, login=now.login)
    return _said(now, said)


def show_delete(work: Work, _grant: Grant[Site], asked: Asked) -> Answer:
    """Name what deleting the account means."""
    person = person_of_path(work, asked)
    theirs = Listing(person.id, person.id, frozenset({Affiliation.OWNER}))
    values = {
        "person": person,
        "entry": asked.entry(),
        "alone": work.organizations.owned_alone(person.id),
        "repositories": work.repositories.page(theirs, PageRequest(size=1)).total,
        "gists": person.public_gists + person.private_gists,
    }
    return View("site_admin/delete_person.html", values)


def delete(work: Work, grant: Grant[Site], asked: Asked) -> Answer:
    """Delete an account with all that it owns."""
    person = person_of_path(work, asked)
    if asked.sent.text("confirmation").strip().lower() != person.login.lower():
        raise Invalid(FieldError("User", "confirmation", "custom", NOT_TYPED))
    delete_account(work, grant, person)
    said = asked.say("“%(login)s” was deleted.", login=person.login)
    return Redirect(PEOPLE, Notice("success", said))


def _said(person: User, text: str) -> Redirect:
    return Redirect(f"{PEOPLE}/{person.login}", Notice("success", text))


PAGES: Final[list[Page]] = [
    page("POST", ONE + "/suspend", table.SUSPEND, site_behind, suspend, again=ONE),
    page("POST", ONE + "/unsuspend", table.SUSPEND, site_behind, unsuspend),
    page("POST", ONE + "/promote", table.PROMOTE, site_behind, promote),
    page("POST", ONE + "/demote", table.PROMOTE, site_behind, demote),
    page("POST", ONE + "/rename", table.RENAME, site_behind, rename, again=ONE),
    page("GET", DELETE, table.LIST, site_behind, show_delete),
    page("POST", DELETE, table.DELETE, site_behind, delete, again=DELETE),
]
