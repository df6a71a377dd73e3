"""Developer settings, OAuth apps: programs that sign people in here, as their makers see them."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import oauth as table
from watchword.accounts.model import User
from watchword.authn.resolve import Caller
from watchword.kernel.errors import Conflict, FieldError, Invalid, NotFound
from watchword.kernel.ids import ApplicationId
from watchword.kernel.words import N_
from watchword.oauth import apps, redirect_uri
from watchword.oauth.apps import WantedApp
from watchword.oauth.model import Application, ClientSecret
from watchword.surfaces.http_kit.route_table import Params
from watchword.surfaces.web.forms import Form
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

APPS: Final = "/settings/developers"
NEW: Final = "/settings/developers/new"
ONE: Final = "/settings/developers/{app}"
SECRETS: Final = "/settings/developers/{app}/secrets"
DELETE_SECRET: Final = "/settings/developers/{app}/secrets/{secret}/delete"
REVOKE_ALL: Final = "/settings/developers/{app}/revoke_all"
DELETE: Final = "/settings/developers/{app}/delete"
LONGEST: Final = {
    "name": apps.LONGEST_NAME,
    "homepage": redirect_uri.LONGEST,
    "description": apps.LONGEST_DESCRIPTION,
}
NOT_TYPED: Final = N_("Type the name of the application to confirm.")
HAS_ANOTHER: Final = N_("This application has another secret by now. Look at it before you go on.")


def app_of_path(work: Work, caller: Caller, params: Params) -> Application | None:
    """Find the application that the path names, among those of the person who asks.

    That there is an application is no secret, so the gate would say 403 for a public one of nobody;
    these pages are about one's own, and everything else is missing here (attack 58).
    """
    wanted = number(params["app"])
    found = None if wanted is None else work.applications.by_id(ApplicationId(wanted))
    mine = found is not None and caller.user is not None and found.owner == caller.user.id
    return found if mine else None


def to_new(_work: Work, _grant: Grant[User], _asked: Asked) -> Answer:
    """Lead from where GitHub has the form."""
    return Redirect(NEW)


def show_list(work: Work, grant: Grant[User], _asked: Asked) -> Answer:
    """List the applications that the person registered."""
    return View("developer_apps/list.html", {"apps": work.applications.of(grant.target.id)})


def show_new(_work: Work, _grant: Grant[User], asked: Asked) -> Answer:
    """Show the form of a new application."""
    return View("developer_apps/new.html", {"entry": asked.entry(), "longest": LONGEST})


def register(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Register an application; its first secret is asked for on the page that follows."""
    made = apps.register(work, grant, _wanted(asked.sent))
    said = asked.say(
        "“%(name)s” is registered. A web application needs a client secret as well: generate one.",
        name=made.name,
    )
    return Redirect(_to(made), Notice("success", said))


def show_one(work: Work, grant: Grant[Application], asked: Asked) -> Answer:
    """Show an application: its client id, secrets, the form on which it is changed."""
    app = grant.target
    entry = asked.entry(
        name=app.name,
        homepage=app.homepage,
        description=app.description,
        callbacks="\n".join(app.callbacks),
        device_flow="yes" if app.device_flow else "",
    )
    values = {
        "app": app,
        "entry": entry,
        "longest": LONGEST,
        "secrets": work.applications.secrets_of(app.id),
        "people": _people(work, app),
    }
    return View("developer_apps/one.html", values)


def update(work: Work, grant: Grant[Application], asked: Asked) -> Answer:
    """Change what the application is called and where it is."""
    wanted = _wanted(asked.sent)
    apps.update(work, grant, wanted)
    said = asked.say("“%(name)s” was updated.", name=wanted.name.strip())
    return Redirect(_to(grant.target), Notice("success", said))


def add_secret(work: Work, grant: Grant[Application], asked: Asked) -> Answer:
    """Make a client secret and show it, in the answer to the form and nowhere else.

    The form says which secret was the newest, so that a reload, which sends it again, makes no
    second one. Raises Conflict.
    """
    kept = work.applications.secrets_of(grant.target.id)
    if asked.sent.text("newest") != str(kept[0].id if kept else 0):
        raise Conflict(HAS_ANOTHER)
    kept_of_it, secret = apps.add_secret(work, grant)
    values = {"app": grant.target, "secret": secret, "kept": kept_of_it}
    return View("developer_apps/secret.html", values, secret=True)


def show_delete_secret(work: Work, grant: Grant[Application], asked: Asked) -> Answer:
    """Name what deleting a secret means."""
    secret = _secret(work, grant, asked)
    others = len(work.applications.secrets_of(grant.target.id)) - 1
    values = {"app": grant.target, "secret": secret, "others": others}
    return View("developer_apps/delete_secret.html", values)


def delete_secret(work: Work, grant: Grant[Application], asked: Asked) -> Answer:
    """Delete a secret; tokens that were got with it stay."""
    secret = _secret(work, grant, asked)
    apps.remove_secret(work, grant, secret.id)
    said = asked.say("The secret that ends with %(end)s was deleted.", end=secret.last_eight)
    return Redirect(_to(grant.target), Notice("success", said))


def show_revoke_all(work: Work, grant: Grant[Application], asked: Asked) -> Answer:
    """Name what revoking the tokens of all people means."""
    app, people = grant.target, _people(work, grant.target)
    if not people:
        return Redirect(_to(app), Notice("info", asked.say("Nobody uses this application.")))
    return View("developer_apps/revoke_all.html", {"app": app, "people": people})


def revoke_all(work: Work, grant: Grant[Application], asked: Asked) -> Answer:
    """End the sign-ins of all people through the application."""
    count = apps.revoke_all(work, grant)
    some = asked.translator.some
    said = some("One sign-in was revoked.", "%(num)s sign-ins were revoked.", count)
    return Redirect(_to(grant.target), Notice("success", said))


def show_delete(work: Work, grant: Grant[Application], asked: Asked) -> Answer:
    """Name what deleting the application means."""
    people = _people(work, grant.target)
    values = {"app": grant.target, "people": people, "entry": asked.entry()}
    return View("developer_apps/delete.html", values)


def delete(work: Work, grant: Grant[Application], asked: Asked) -> Answer:
    """Delete the application, with its secrets and everybody's tokens of it."""
    app = grant.target
    if _plain(asked.sent.text("confirmation")) != _plain(app.name):
        raise Invalid(FieldError("OauthApplication", "confirmation", "custom", NOT_TYPED))
    apps.delete(work, grant)
    return Redirect(APPS, Notice("success", asked.say("“%(name)s” was deleted.", name=app.name)))


def _to(app: Application) -> str:
    return f"{APPS}/{app.id}"


def _plain(name: str) -> str:
    """A name as it is compared when it was typed: browsers show runs of blanks as one."""
    return " ".join(name.split()).casefold()


def _wanted(form: Form) -> WantedApp:
    lines = (line.strip() for line in form.text("callbacks").split("\n"))
    return WantedApp(
        name=form.text("name"),
        homepage=form.text("homepage"),
        description=form.text("description"),
        callbacks=tuple(line for line in lines if line),
        device_flow=form.text("device_flow") == "yes",
    )


def _people(work: Work, app: Application) -> int:
    """How many people are signed in through it."""
    return len({family.user for family in work.sign_ins.families_through(app.id)})


def _secret(work: Work, grant: Grant[Application], asked: Asked) -> ClientSecret:
    """Find the secret that the path names, among those of this application. Raises NotFound."""
    wanted = number(asked.params["secret"])
    for secret in work.applications.secrets_of(grant.target.id):
        if secret.id == wanted:
            return secret
    raise NotFound


PAGES: list[Page] = [
    page("GET", APPS, table.LIST_APPS, oneself, show_list),
    page("GET", NEW, table.LIST_APPS, oneself, show_new),
    page("GET", "/settings/applications/new", table.LIST_APPS, oneself, to_new),
    page("POST", APPS, table.CREATE_APP, oneself, register, again=NEW),
    page("GET", ONE, table.READ_APP, app_of_path, show_one),
    page("POST", ONE, table.UPDATE_APP, app_of_path, update, again=ONE),
    page("POST", SECRETS, table.ADD_SECRET, app_of_path, add_secret),
    page("GET", DELETE_SECRET, table.READ_APP, app_of_path, show_delete_secret),
    page("POST", DELETE_SECRET, table.REMOVE_SECRET, app_of_path, delete_secret),
    page("GET", REVOKE_ALL, table.READ_APP, app_of_path, show_revoke_all),
    page("POST", REVOKE_ALL, table.REVOKE_ALL_OF_APP, app_of_path, revoke_all),
    page("GET", DELETE, table.READ_APP, app_of_path, show_delete),
    page("POST", DELETE, table.DELETE_APP, app_of_path, delete, again=DELETE),
]
