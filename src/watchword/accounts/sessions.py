"""Browser sessions: begun with a password, proved again by it, ended."""

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.table import accounts as table
from watchword.accounts.events import SignedIn, SignedOut, SignInFailed
from watchword.accounts.model import SESSION_IDLE, Session, Site, User
from watchword.accounts.ports import Work
from watchword.kernel.entropy import random_base62
from watchword.kernel.errors import BadCredential, Refusal, Suspended
from watchword.kernel.ids import SessionId, UserId
from watchword.kernel.secret import Secret
from watchword.kernel.words import N_

PURPOSE = "session"
SECRET_LENGTH = 43
"""Characters of base 62: 256 bits."""
SEEN_EVERY = 300
"""Seconds between two notes of a session's use: the page need not write on each request."""

NOBODY = UserId(0)
"""Looked up where there is no account, so that a login that nobody has takes the same work."""


class Browser(Struct, frozen=True):
    """Where a sign-in came from."""

    address: str
    agent: str


class Candidate(Struct, frozen=True):
    """What a sign-in is checked against, outside of any unit of work."""

    user: User | None
    hash: str | None


def candidate(work: Work, login: str) -> Candidate:
    """Find what a password is to be checked against; a void one-time password matches nothing."""
    user = work.users.by_login(login)
    kept = work.users.password_of(user.id if user else NOBODY)
    if kept is None or kept.is_void(work.now):
        return Candidate(user, None)
    return Candidate(user, kept.hash)


def begin(
    work: Work, grant: Grant[Site], checked: Candidate, browser: Browser, *, matched: bool
) -> Secret | Refusal:
    """Start a session for a person whose password was checked; gives its secret, for the cookie.

    The refusal of a wrong password is remembered. The password must still be the one that was
    checked: somebody may have changed it, or suspended the account, meanwhile.
    """
    grant.must_cover(table.SIGN_IN)
    user = work.users.by_id(checked.user.id if checked.user else NOBODY)
    kept = work.users.password_of(user.id if user else NOBODY)
    if user is None or not matched or kept is None or kept.hash != checked.hash:
        work.record(SignInFailed(*((user.id, user.login) if user else (None, None))))
        return Refusal(BadCredential(N_("Incorrect username or password.")))
    if user.suspended_at is not None:
        return Refusal(Suspended(N_("Your account was suspended. Ask a site administrator.")))
    secret = _new_secret(work)
    digest = work.keys.digest(PURPOSE, secret)
    session = Session(
        SessionId(0), user.id, work.now, work.now, work.now, browser.address, browser.agent[:255]
    )
    session_id = work.sessions.add(digest, session)
    work.record(SignedIn(user.id, session_id))
    return secret


def prove(work: Work, grant: Grant[Session]) -> Secret:
    """Note that the password was given again; the session gets a new secret."""
    grant.must_cover(table.PROVE_PASSWORD)
    return renew(work, grant.target)


def renew(work: Work, session: Session) -> Secret:
    """Give a session a new secret, its password having been checked just now."""
    secret = _new_secret(work)
    work.sessions.prove(session.id, work.keys.digest(PURPOSE, secret), work.now)
    return secret


def note_seen(work: Work, grant: Grant[Session], address: str) -> None:
    """Note that the session was used, and from where."""
    grant.must_cover(table.NOTE_SEEN)
    work.sessions.seen(grant.target.id, work.now, address)


def end(work: Work, grant: Grant[Session]) -> None:
    """Sign out, or end another session of one's own."""
    if grant.operation is not table.SIGN_OUT:
        grant.must_cover(table.REVOKE_SESSION)
    work.sessions.end(grant.target.id)
    work.record(SignedOut(grant.target.user, grant.target.id))


def sweep(work: Work, grant: Grant[Site]) -> int:
    """Forget sessions that are over; gives how many."""
    grant.must_cover(table.SWEEP_SESSIONS)
    return work.sessions.sweep(work.now - SESSION_IDLE)


def _new_secret(work: Work) -> Secret:
    return Secret(random_base62(work.entropy, SECRET_LENGTH))
