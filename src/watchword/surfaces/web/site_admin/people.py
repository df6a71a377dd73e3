"""People of the site: searched, made, and each one's page."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import accounts as table
from watchword.accounts import names, oversight, passwords, service
from watchword.accounts.model import Site, User
from watchword.accounts.service import Registration
from watchword.kernel.pagination import PageRequest
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.web.route import (
    Answer,
    Asked,
    Page,
    Redirect,
    View,
    number,
    page,
    page_in_steps,
)
from watchword.surfaces.web.site_admin.finding import ROOT, person_of_path, site_behind
from watchword.work.unit import Work

PEOPLE: Final = ROOT + "/people"
NEW: Final = PEOPLE + "/new"
ONE: Final = PEOPLE + "/{login}"
PASSWORD: Final = ONE + "/password"
MOST_WORDS: Final = 5
LONGEST_SEARCH: Final = 100


def to_people(_work: Work, _grant: Grant[Site], _asked: Asked) -> Answer:
    """Go to the first page of site administration."""
    return Redirect(PEOPLE)


def show_list(work: Work, _grant: Grant[Site], asked: Asked) -> Answer:
    """List people; those in whose login or name the words stand, where there are any."""
    query = asked.query.text("q").strip()[:LONGEST_SEARCH]
    wanted = PageRequest.of(number(asked.query.text("page")), None)
    found = work.users.matching(query.split()[:MOST_WORDS], wanted)
    return View("site_admin/people.html", {"people": found, "query": query})


def show_new(_work: Work, _grant: Grant[Site], asked: Asked) -> Answer:
    """Show the form of a new account."""
    return View("site_admin/new_person.html", {"entry": asked.entry()})


async def create(steps: Steps[Site], asked: Asked) -> Answer:
    """Make an account and show its one-time password, in the answer to the form and nowhere else.

    A reload sends the form again, and the login is taken by then.
    """
    sent = asked.sent
    login, email = names.login(sent.text("login").strip()), sent.text("email").strip()
    password = passwords.one_time(asked.services.entropy)
    hashed = await asked.services.passwords.hash(password)
    new = Registration(login, email or None, hashed, one_time=True, name=sent.text("name"))

    def unit(work: Work, grant: Grant[Site]) -> User:
        return service.create(work, grant, new)

    made = await steps.write(unit)
    values = {"person": made, "password": password}
    return View("site_admin/made_person.html", values, secret=True)


async def give_password(steps: Steps[Site], asked: Asked) -> Answer:
    """Replace somebody's password by a one-time one, and show it as that of a new account is."""
    password = passwords.one_time(asked.services.entropy)
    hashed = await asked.services.passwords.hash(password)

    def unit(work: Work, grant: Grant[Site]) -> User:
        person = person_of_path(work, asked)
        oversight.give_password(work, grant, person, hashed)
        return person

    values = {"person": await steps.write(unit), "password": password}
    return View("site_admin/given_password.html", values, secret=True)


def show_one(work: Work, _grant: Grant[Site], asked: Asked) -> Answer:
    """Show an account, and what can be done with it."""
    person = person_of_path(work, asked)
    values = {
        "person": person,
        "entry": asked.entry(login=person.login),
        "live": sum(token.is_live(work.now) for token in work.tokens.of(person.id)),
        "applications": len(work.sign_ins.families_of(person.id)),
        "is_oneself": person.id == asked.user.id,
    }
    return View("site_admin/person.html", values)


PAGES: Final[list[Page]] = [
    page("GET", ROOT, table.LIST, site_behind, to_people),
    page("GET", PEOPLE, table.LIST, site_behind, show_list),
    page("GET", NEW, table.LIST, site_behind, show_new),
    page_in_steps("POST", PEOPLE, table.CREATE, site_behind, create, again=NEW),
    page_in_steps("POST", PASSWORD, table.GIVE_PASSWORD, site_behind, give_password, again=ONE),
    page("GET", ONE, table.LIST, site_behind, show_one),
]
