"""The next token for a refresh token (RFC 6749 section 6), which is used once (RFC 9700 4.14.2)."""

from watchword.access.gate import Grant
from watchword.access.table import oauth as table
from watchword.accounts.model import Site
from watchword.kernel.errors import Refusal
from watchword.kernel.secret import Secret
from watchword.oauth import issue
from watchword.oauth.errors import OAuthError
from watchword.oauth.events import RefreshTokenReused
from watchword.oauth.issue import PURPOSE
from watchword.oauth.model import GRACE, Application, Family, Issued, RefreshToken
from watchword.oauth.people import who_may_sign_in
from watchword.oauth.ports import Work
from watchword.tokens import secret as formats

BAD_TOKEN = "bad_refresh_token"


def rotate(
    work: Work,
    grant: Grant[Site],
    application: Application,
    refresh_token: Secret,
    *,
    site_prefix: str = "",
) -> Issued | Refusal:
    """Give a new pair; the old access token lives on for two minutes at most.

    A used refresh token works for as long again, as long as nobody used the one that came in its
    place: the answer was lost. After that its use ends the whole family (attack 27).
    """
    grant.must_cover(table.EXCHANGE)
    found = find(work, refresh_token, site_prefix)
    family = work.sign_ins.family(found.family) if found else None
    if found is None or family is None or family.application != application.id:
        return Refusal(OAuthError(BAD_TOKEN))
    if work.now >= found.expires_at or who_may_sign_in(work, family.user) is None:
        return Refusal(OAuthError(BAD_TOKEN))
    if found.used_at is not None and not _answer_was_lost(work, found):
        work.record(RefreshTokenReused(family.user, application.id, family.id))
        issue.end(work, family, "refresh token reused")
        return Refusal(OAuthError(BAD_TOKEN))
    return _renewed(work, application, family, found, site_prefix)


def find(work: Work, refresh_token: Secret, site_prefix: str) -> RefreshToken | None:
    """The refresh token of that secret, used or not; None for any other text."""
    if not formats.is_well_formed(refresh_token, site_prefix, (formats.REFRESH,)):
        return None
    digests = work.keys.digests(PURPOSE, refresh_token)
    return next((hit for hit in map(work.sign_ins.refresh_token, digests) if hit), None)


def _answer_was_lost(work: Work, used: RefreshToken) -> bool:
    """Whether a used one may be used again: soon after, and its successor was not used."""
    assert used.used_at is not None
    if not 0 <= work.now - used.used_at <= GRACE or used.successor is None:
        return False
    successor = work.sign_ins.refresh_token_by_id(used.successor)
    return successor is not None and successor.used_at is None


def _renewed(
    work: Work, application: Application, family: Family, found: RefreshToken, site_prefix: str
) -> Issued:
    if found.successor is not None:
        # Nobody has the pair of the lost answer: it must not stay good beside the new one. Whoever
        # comes with it shows that somebody else used the old one: that ends the family as well.
        lost = work.sign_ins.refresh_token_by_id(found.successor)
        if lost is not None:
            work.sign_ins.use_refresh_token(lost.id, None, work.now)
            if lost.token is not None:
                work.tokens.delete(lost.token)
    if found.token is not None:
        work.tokens.expire(found.token, work.now + GRACE)
    issued, number = issue.pair(work, application, family, site_prefix, refreshed=True)
    # The grace counts from the first use; it does not begin anew with each.
    first_use = work.now if found.used_at is None else found.used_at
    work.sign_ins.use_refresh_token(found.id, number, first_use)
    return issued
