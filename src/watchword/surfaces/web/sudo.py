"""Asking for the password again: the form that needs it waits in the page that asks (attack 34)."""

from watchword.access.gate import require
from watchword.access.table import accounts as table
from watchword.accounts import sessions
from watchword.accounts.model import SESSION_IDLE, Session, User
from watchword.authn import resolve
from watchword.kernel.errors import BadCredential, NotAuthenticated
from watchword.kernel.events import Origin
from watchword.kernel.secret import Secret
from watchword.kernel.words import N_
from watchword.surfaces.web.forms import SUDO_FIELD, Entry, Form, Problem
from watchword.surfaces.web.route import View
from watchword.surfaces.web.services import Services
from watchword.surfaces.web.visit import Visit
from watchword.work.unit import Work

TEMPLATE = "signing_in/sudo.html"
WRONG = N_("Incorrect password.")
NEEDED = N_("Confirm your password.")


async def prove(visit: Visit, form: Form) -> bool:
    """Check the password that came with a form; on success the session has sudo and a new secret.

    Raises Busy after too many wrong ones.
    """
    user, session = visit.caller.user, visit.caller.session
    if user is None or session is None:
        raise NotAuthenticated
    password = Secret(form.text(SUDO_FIELD))
    origin = visit.whence
    if not await check_password(visit.services, origin, user, password):
        return False

    def unit(work: Work) -> Secret:
        target: Session | None = work.sessions.by_id(session.id)
        return sessions.prove(work, require(visit.caller.actor, table.PROVE_PASSWORD, target))

    secret = await visit.services.database.write(unit, visit.caller.actor.origin)
    visit.signed_in(secret, SESSION_IDLE)
    visit.caller = await visit.services.database.glance(
        lambda work: resolve.session_caller(work, secret, origin), origin
    )
    return True


async def check_password(services: Services, origin: Origin, user: User, password: Secret) -> bool:
    """Check the password of somebody who is signed in. Raises Busy after too many wrong ones."""

    def unit(work: Work) -> sessions.Candidate:
        return sessions.candidate(work, user.login)

    known = await services.database.read(unit, origin)
    if known.user is None or known.user.id != user.id:
        raise BadCredential
    return await services.is_password(origin, user.login, password, known.hash)


def ask(visit: Visit, form: Form, *, wrong: bool = False) -> View:
    """Make the page that asks; it sends the waiting form on to where that was going."""
    entry = Entry({})
    if wrong:
        entry = entry.wrong(problem(visit, wrong=True))
    values = {"entry": entry, "action": visit.raw_path, "kept": form.kept()}
    return View(TEMPLATE, values, status=403, secret=True)


def problem(visit: Visit, *, wrong: bool) -> Problem:
    """Say at the field that the password is needed, or was wrong."""
    return Problem(SUDO_FIELD, visit.translator(WRONG if wrong else NEEDED))
