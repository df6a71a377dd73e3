"""Signing in and out, and the change of a one-time password that must come first."""

from typing import Final
from urllib.parse import quote

from watchword.access.gate import Grant, require
from watchword.access.table import accounts as table
from watchword.accounts import sessions
from watchword.accounts.model import Session, Site, User
from watchword.accounts.passwords import SHORTEST
from watchword.accounts.sessions import Browser, Candidate
from watchword.kernel.errors import (
    BadCredential,
    FieldError,
    Invalid,
    NotFound,
    Refusal,
    Suspended,
)
from watchword.kernel.secret import Secret
from watchword.kernel.words import N_
from watchword.surfaces.http_kit.route_table import Steps
from watchword.surfaces.web.consent.places import hinted_login
from watchword.surfaces.web.new_password import replace_password, wanted_password
from watchword.surfaces.web.rendering import Notice
from watchword.surfaces.web.route import (
    Answer,
    Asked,
    Page,
    Redirect,
    View,
    oneself,
    page,
    page_in_steps,
    site,
    this_session,
)
from watchword.work.unit import Work

LOGIN: Final = "/login"
FIRST_PASSWORD: Final = "/settings/first_password"
SAME: Final = N_("Choose another password than the one-time one.")


def local(path: str) -> str:
    r"""Give a path of this server, or "/" for what would lead elsewhere.

    Browsers take `//host` and `/\host` for another host, and drop tabs and line breaks.
    """
    plain = path.isascii() and path.isprintable() and "\\" not in path
    return path if plain and path.startswith("/") and not path.startswith("//") else "/"


def show_login(_work: Work, _grant: Grant[Site], asked: Asked) -> Answer:
    """Show the form, unless somebody is signed in already."""
    wanted = local(asked.query.text("return_to"))
    if asked.caller.user is not None:
        return Redirect(wanted)
    entry = asked.entry(return_to=wanted, login=hinted_login(wanted))
    return View("signing_in/login.html", {"entry": entry})


async def sign_in(steps: Steps[Site], asked: Asked) -> Answer:
    """Check the password and begin a session, with a secret of its own (attack 34)."""
    login, password = asked.sent.text("login").strip(), Secret(asked.sent.text("password"))
    known = await steps.read(lambda work, _grant: sessions.candidate(work, login))
    matched = await asked.services.is_password(asked.whence, login, password, known.hash)

    def unit(work: Work, grant: Grant[Site]) -> Secret | Refusal:
        return _begin(work, grant, asked, known, matched=matched)

    try:
        secret = await steps.write(unit)
    except (BadCredential, Suspended) as refused:
        raise Invalid(FieldError("Session", "", "custom", refused.text)) from refused
    wanted = local(asked.sent.text("return_to"))
    if known.user and known.user.must_change_password:
        wanted = f"{FIRST_PASSWORD}?return_to={quote(wanted, safe='/')}"
    return Redirect(wanted, session=secret)


def _begin(
    work: Work, grant: Grant[Site], asked: Asked, known: Candidate, *, matched: bool
) -> Secret | Refusal:
    browser = Browser(asked.whence.address, asked.whence.agent)
    begun = sessions.begin(work, grant, known, browser, matched=matched)
    if isinstance(begun, Secret) and asked.caller.session:
        # Whoever was signed in here before is so no longer.
        before = work.sessions.by_id(asked.caller.session.id)
        sessions.end(work, require(asked.caller.actor, table.SIGN_OUT, before))
    return begun


def sign_out(work: Work, grant: Grant[Session], asked: Asked) -> Answer:
    """End the session that asks; where the form names a page, another person may go on there."""
    sessions.end(work, grant)
    wanted = local(asked.sent.text("return_to"))
    there = "/" if wanted == "/" else f"{LOGIN}?return_to={quote(wanted, safe='/')}"
    return Redirect(there, Notice("success", asked.say("You are signed out.")), signed_out=True)


def show_first_password(_work: Work, grant: Grant[User], asked: Asked) -> Answer:
    """Show the form on which a one-time password is changed."""
    _must_have_one_time(grant.target)
    entry = asked.entry(return_to=local(asked.query.text("return_to")))
    return View("signing_in/first_password.html", {"entry": entry, "least": SHORTEST})


async def change_first_password(steps: Steps[User], asked: Asked) -> Answer:
    """Replace the one-time password that was given at sign-in; everything else opens then."""
    user = asked.user
    _must_have_one_time(user)
    if not asked.caller.actor.sudo:
        return await _sign_in_again(steps, asked)
    wanted = wanted_password(asked, user)
    known = await steps.read(lambda work, _grant: sessions.candidate(work, user.login))
    if await asked.services.passwords.matches(wanted, known.hash):
        raise Invalid(FieldError("User", "password", "custom", SAME))
    secret = await replace_password(steps, asked, wanted, known)
    done = Notice("success", asked.say("Your password was changed. Welcome to Watchword."))
    return Redirect(local(asked.sent.text("return_to")), done, session=secret)


async def _sign_in_again(steps: Steps[User], asked: Asked) -> Answer:
    """End a session whose one-time password was given too long ago to stand for it here."""

    def unit(work: Work, _grant: Grant[User]) -> None:
        session = work.sessions.by_id(asked.session.id)
        sessions.end(work, require(asked.caller.actor, table.SIGN_OUT, session))

    await steps.write(unit)
    said = asked.say("That took a while. Sign in with the one-time password once more.")
    return Redirect(LOGIN, Notice("info", said), signed_out=True)


def _must_have_one_time(user: User) -> None:
    if not user.must_change_password:
        raise NotFound


PAGES: list[Page] = [
    page("GET", LOGIN, table.SIGN_IN, site, show_login),
    page_in_steps("POST", LOGIN, table.SIGN_IN, site, sign_in, again=LOGIN),
    page("POST", "/logout", table.SIGN_OUT, this_session, sign_out),
    page("GET", FIRST_PASSWORD, table.CHANGE_PASSWORD, oneself, show_first_password),
    page_in_steps(
        "POST",
        FIRST_PASSWORD,
        table.CHANGE_PASSWORD,
        oneself,
        change_first_password,
        again=FIRST_PASSWORD,
    ),
]
