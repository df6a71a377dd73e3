"""From a code to a token (RFC 6749 section 4.1.3): once, by the client it was made for."""

from watchword.access.gate import Grant
from watchword.access.table import oauth as table
from watchword.accounts.model import Site
from watchword.kernel.errors import Refusal
from watchword.kernel.secret import Secret
from watchword.oauth import issue, pkce
from watchword.oauth.authorize import PURPOSE
from watchword.oauth.errors import OAuthError
from watchword.oauth.events import CodeReused
from watchword.oauth.model import Application, Code, Issued
from watchword.oauth.people import who_may_sign_in
from watchword.oauth.ports import Work

BAD_CODE = "bad_verification_code"


def of_code(
    work: Work,
    grant: Grant[Site],
    application: Application,
    code: Secret,
    *,
    redirect_uri: str | None,
    verifier: str | None,
    idle: int,
    site_prefix: str = "",
) -> Issued | Refusal:
    """Exchange a code; `idle` is the life of an unused token that does not expire, in seconds.

    The redirect address is compared only where it is sent (GHES behaviour). A second exchange ends
    what came of the first one (RFC 6749 section 4.1.2, attack 26).
    """
    grant.must_cover(table.EXCHANGE)
    found = _find(work, code)
    if found is None or found.asked.application != application.id:
        # Another client learns nothing, and does not use the code up.
        return Refusal(OAuthError(BAD_CODE))
    if found.used_at is not None:
        return _reused(work, found)
    if work.now >= found.expires_at or who_may_sign_in(work, found.user) is None:
        return Refusal(OAuthError(BAD_CODE))
    if redirect_uri is not None and redirect_uri != found.redirect_uri:
        return Refusal(OAuthError("redirect_uri_mismatch"))
    if not pkce.verify(found.challenge, verifier):
        return Refusal(OAuthError(BAD_CODE))
    family = issue.family_of(work, application, found.asked, found.user)
    work.sign_ins.use_code(found.id, family.id, work.now)
    return issue.begin(work, application, found.asked, family, idle, site_prefix)


def _find(work: Work, code: Secret) -> Code | None:
    digests = work.keys.digests(PURPOSE, code)
    return next((hit for hit in map(work.sign_ins.code, digests) if hit), None)


def _reused(work: Work, code: Code) -> Refusal:
    work.record(CodeReused(code.user, code.asked.application))
    family = work.sign_ins.family(code.family) if code.family is not None else None
    if family is not None:
        issue.end(work, family, "code reused")
    return Refusal(OAuthError(BAD_CODE))
