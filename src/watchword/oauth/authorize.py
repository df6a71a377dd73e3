"""The authorisation request and the person's answer to it (RFC 6749 sections 4.1.1 and 4.1.2)."""

from collections.abc import Iterable
from typing import Final, NoReturn

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.scopes import Scope, expand, normalise, parse
from watchword.access.table import oauth as table
from watchword.accounts.model import User
from watchword.kernel.entropy import random_base62
from watchword.kernel.ids import UserId
from watchword.kernel.secret import Secret
from watchword.kernel.words import N_, filled
from watchword.oauth import pkce, redirect_uri
from watchword.oauth.errors import SENTENCES, OAuthError, Redirected, Unusable, about
from watchword.oauth.events import SignInAuthorized, SignInDenied
from watchword.oauth.issue import expires, written
from watchword.oauth.model import CODE_LIFE, GITHUB_CLI, OFFLINE, Application, Asked
from watchword.oauth.ports import NewCode, Work

PURPOSE: Final = "oauth-code"
"""Keeps the keyed hashes of codes apart from those of other secrets."""
CODE_LENGTH: Final = 32
LONGEST_STATE: Final = 4_096
FLOW: Final = "browser"


class Request(Struct, frozen=True):
    """What an application sent the browser with, as it came; None for what did not come."""

    client_id: str
    redirect_uri: str | None = None
    scope: str = ""
    state: str | None = None
    code_challenge: str | None = None
    code_challenge_method: str | None = None
    response_type: str = "code"
    login: str | None = None


class Consent(Struct, frozen=True):
    """What a person is asked to agree to."""

    application: Application
    redirect_to: str
    """The very string that the browser is to be sent to."""
    scopes: tuple[Scope, ...]
    unknown: tuple[str, ...]
    """Words among the scopes that this server does not know; they are left out."""
    offline: bool
    """The token is to expire and to be refreshed."""


def check(work: Work, request: Request, user: UserId | None = None) -> Consent:
    """Check a request before anybody is asked.

    Raises Unusable where it cannot be trusted to say where to send the browser, and Redirected for
    all that the application is to be told.
    """
    application = work.applications.by_client_id(request.client_id)
    if application is None:
        raise Unusable(N_("There is no application of that client_id on this server."))
    to = redirect_uri.matches(application.callbacks, request.redirect_uri)
    if to is None:
        raise Unusable(SENTENCES["redirect_uri_mismatch"])
    state = request.state
    if application.disabled_at is not None:
        _tell_suspended(application, to, state)
    if len(state or "") > LONGEST_STATE:
        raise Redirected("invalid_request", to, None, "The state is too long.")
    if request.response_type not in {"", "code"}:
        raise Redirected("unsupported_response_type", to, state)
    try:
        pkce.check_challenge(request.code_challenge, request.code_challenge_method)
    except OAuthError as wrong:
        raise Redirected(wrong.code, to, state, wrong.text) from wrong
    wanted = asked_for(work, application, request.scope, user)
    return Consent(application, to, *wanted)


def _tell_suspended(application: Application, to: str, state: str | None) -> NoReturn:
    """Tell the application, now that the address is known to be its own (GHES behaviour).

    gh's listener takes whatever comes for a code: the person is told on our page instead.
    """
    if application.client_id == GITHUB_CLI:
        raise Unusable(filled("%(name)s was switched off on this server.", name=application.name))
    raise Redirected("application_suspended", to, state)


def asked_for(
    work: Work, application: Application, scope: str, user: UserId | None
) -> tuple[tuple[Scope, ...], tuple[str, ...], bool]:
    """Read scopes as applications write them: those there are, other words, whether to refresh.

    Nothing in particular means what the application always means by it, else what the person
    granted it before (GHES behaviour).
    """
    known, words = parse(scope)
    offline = expires(application, offline=OFFLINE in words)
    unknown = tuple(word for word in words if word != OFFLINE)
    if not known and not unknown:
        before = work.sign_ins.families_of(user, application.id) if user is not None else ()
        known = application.default_scopes or normalise(
            one for family in before for one in family.scopes
        )
    return known, unknown, offline


def within(asked: Iterable[Scope], wanted: Iterable[Scope]) -> tuple[Scope, ...]:
    """The scopes that a person left ticked; nothing beyond what was asked comes through."""
    most = expand(asked)
    return normalise(scope for scope in wanted if scope in most)


def approve(work: Work, grant: Grant[User], request: Request, scopes: Iterable[Scope]) -> str:
    """Make a code; gives the address to send the browser to. Raises Unusable, Redirected."""
    grant.must_cover(table.AUTHORIZE)
    user = grant.target.id
    consent = check(work, request, user)
    code = Secret(random_base62(work.entropy, CODE_LENGTH))
    granted = within(consent.scopes, scopes)
    new = NewCode(
        digest=work.keys.digest(PURPOSE, code),
        asked=Asked(consent.application.id, granted, consent.offline),
        user=user,
        redirect_uri=consent.redirect_to,
        challenge=request.code_challenge,
        expires_at=work.now + CODE_LIFE,
    )
    work.sign_ins.add_code(new)
    named = consent.application
    work.record(SignInAuthorized(user, named.id, named.name, written(granted), FLOW))
    return redirect_uri.with_query(consent.redirect_to, code=code.text, state=request.state)


def deny(work: Work, grant: Grant[User], request: Request) -> str | None:
    """Give the address that tells the application no; None where it cannot be told.

    gh's listener takes whatever comes for a code: the person is told on our page instead.
    """
    grant.must_cover(table.DENY)
    consent = check(work, request, grant.target.id)
    work.record(SignInDenied(grant.target.id, consent.application.id, FLOW))
    if consent.application.client_id == GITHUB_CLI:
        return None
    return redirect_uri.with_query(
        consent.redirect_to,
        error="access_denied",
        error_description=SENTENCES["access_denied"],
        error_uri=about("access_denied"),
        state=request.state,
    )
