"""Settings, Applications: the programs that somebody let in through the browser."""

from typing import Final
from urllib.parse import urlsplit

from watchword.access.gate import Grant
from watchword.access.table import oauth as table
from watchword.accounts.model import User
from watchword.kernel.errors import FieldError, Invalid, NotFound
from watchword.kernel.ids import ApplicationId, FamilyId
from watchword.kernel.words import N_
from watchword.oauth import inspect, revoke
from watchword.oauth.inspect import Authorized, FamilyUse
from watchword.oauth.model import Application
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

APPLICATIONS: Final = "/settings/applications"
REVOKE: Final = "/settings/applications/{application}/revoke"
REVOKE_SIGN_IN: Final = "/settings/applications/sign-ins/{family}/revoke"
REVOKE_ALL: Final = "/settings/applications/revoke_all"
NOT_TYPED: Final = N_("Type your username to confirm.")


def show_list(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """List the applications with the sign-ins through each."""
    address = urlsplit(asked.services.public_url)
    found = inspect.authorized(work, grant)
    values = {
        "applications": found,
        "owners": {one.application.id: _maker(work, one.application) for one in found},
        "site": asked.services.public_url,
        "host": address.hostname,
        # gh takes no port with a host: it always speaks to 443.
        "takes_gh": address.scheme == "https" and address.port in {None, 443},
    }
    return View("applications/list.html", values)


def show_revoke(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Name what revoking an application means."""
    wanted = number(asked.params["application"])
    for one in inspect.authorized(work, grant):
        if one.application.id == wanted:
            return View("applications/revoke.html", {"one": one})
    raise NotFound


def revoke_application(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """End all sign-ins through an application."""
    wanted = number(asked.params["application"])
    application = None if wanted is None else work.applications.by_id(ApplicationId(wanted))
    if application is None:
        raise NotFound
    revoke.application(work, grant, application.id)
    said = asked.say("“%(name)s” was revoked.", name=application.name)
    return Redirect(APPLICATIONS, Notice("success", said))


def show_revoke_sign_in(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Name what revoking one sign-in means."""
    one, use = _sign_in(work, grant, number(asked.params["family"]))
    return View("applications/revoke_sign_in.html", {"one": one, "use": use})


def revoke_sign_in(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """End one sign-in; others through the same application stay."""
    wanted = number(asked.params["family"])
    family = None if wanted is None else work.sign_ins.family(FamilyId(wanted))
    if family is None:
        raise NotFound
    revoke.family(work, grant, family.id)
    application = work.applications.by_id(family.application)
    name = application.name if application else ""
    said = asked.say("A sign-in through “%(name)s” was revoked.", name=name)
    return Redirect(APPLICATIONS, Notice("success", said))


def show_revoke_all(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Name what revoking all applications means."""
    applications = inspect.authorized(work, grant)
    if not applications:
        said = asked.say("There is no application that you let in.")
        return Redirect(APPLICATIONS, Notice("info", said))
    values = {"applications": applications, "entry": asked.entry()}
    return View("applications/revoke_all.html", values)


def revoke_all(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """End all sign-ins through all applications."""
    if asked.sent.text("confirmation").strip().lower() != grant.target.login.lower():
        raise Invalid(FieldError("User", "confirmation", "custom", NOT_TYPED))
    count = revoke.everything(work, grant)
    some = asked.translator.some
    said = some("One application was revoked.", "%(num)s applications were revoked.", count)
    return Redirect(APPLICATIONS, Notice("success", said))


def _maker(work: Work, application: Application) -> str:
    """The login of who registered it; empty for one that every server knows."""
    owner = work.users.by_id(application.owner) if application.owner else None
    return owner.login if owner else ""


def _sign_in(work: Work, grant: Grant[User], wanted: int | None) -> tuple[Authorized, FamilyUse]:
    """Find a sign-in among one's own. Raises NotFound."""
    for one in inspect.authorized(work, grant):
        for use in one.families:
            if use.family.id == wanted:
                return one, use
    raise NotFound


PAGES: list[Page] = [
    page("GET", APPLICATIONS, table.LIST_AUTHORIZED, oneself, show_list),
    page("GET", REVOKE_ALL, table.LIST_AUTHORIZED, oneself, show_revoke_all),
    page("POST", REVOKE_ALL, table.REVOKE_AUTHORIZED, oneself, revoke_all, again=REVOKE_ALL),
    page("GET", REVOKE, table.LIST_AUTHORIZED, oneself, show_revoke),
    page("POST", REVOKE, table.REVOKE_AUTHORIZED, oneself, revoke_application),
    page("GET", REVOKE_SIGN_IN, table.LIST_AUTHORIZED, oneself, show_revoke_sign_in),
    page("POST", REVOKE_SIGN_IN, table.REVOKE_AUTHORIZED, oneself, revoke_sign_in),
]
