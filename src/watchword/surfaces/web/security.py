"""Settings that guard the account: its password, and the browsers that are signed in."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import accounts as table
from watchword.accounts import sessions
from watchword.accounts.model import Session, User
from watchword.accounts.passwords import SHORTEST
from watchword.authn.resolve import Caller
from watchword.kernel.errors import FieldError, Invalid
from watchword.kernel.ids import SessionId
from watchword.kernel.secret import Secret
from watchword.kernel.words import N_
from watchword.surfaces.http_kit.route_table import Params, Steps
from watchword.surfaces.web.new_password import replace_password, wanted_password
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
    page_in_steps,
)
from watchword.work.unit import Work

SECURITY: Final = "/settings/security"
SESSIONS: Final = "/settings/sessions"
WRONG: Final = N_("This is not your password.")


def show_password(_work: Work, _grant: Grant[User], asked: Asked) -> Answer:
    """Show the form on which the password is changed."""
    return View("settings/security.html", {"entry": asked.entry(), "least": SHORTEST})


async def change_password(steps: Steps[User], asked: Asked) -> Answer:
    """Replace the password, the old one being checked first; other sessions end."""
    user = asked.user
    old = Secret(asked.sent.text("old_password"))
    known = await steps.read(lambda work, _grant: sessions.candidate(work, user.login))
    if not await asked.services.is_password(asked.whence, user.login, old, known.hash):
        raise Invalid(FieldError("User", "old_password", "custom", WRONG))
    secret = await replace_password(steps, asked, wanted_password(asked, user), known)
    return Redirect(
        SECURITY, Notice("success", asked.say("Your password was changed.")), session=secret
    )


def show_sessions(work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """List the browsers that are signed in."""
    live = [one for one in work.sessions.of(grant.target.id) if not one.is_over(work.now)]
    values = {"sessions": live, "current": asked.session.id}
    return View("settings/sessions.html", values)


def session_of_path(work: Work, _caller: Caller, params: Params) -> Session | None:
    """Find the session that the path names."""
    wanted = number(params["session"])
    return None if wanted is None else work.sessions.by_id(SessionId(wanted))


def revoke_session(work: Work, grant: Grant[Session], asked: Asked) -> Answer:
    """End a session of one's own; the one that asks is signed out by it."""
    sessions.end(work, grant)
    if grant.target.id == asked.session.id:
        return Redirect("/", Notice("success", asked.say("You are signed out.")), signed_out=True)
    said = asked.say("The session from %(address)s was revoked.", address=grant.target.address)
    return Redirect(SESSIONS, Notice("success", said))


PAGES: list[Page] = [
    page("GET", SECURITY, table.CHANGE_PASSWORD, oneself, show_password),
    page_in_steps(
        "POST", SECURITY, table.CHANGE_PASSWORD, oneself, change_password, again=SECURITY
    ),
    page("GET", SESSIONS, table.LIST_SESSIONS, oneself, show_sessions),
    page(
        "POST",
        SESSIONS + "/{session}/revoke",
        table.REVOKE_SESSION,
        session_of_path,
        revoke_session,
    ),
]
