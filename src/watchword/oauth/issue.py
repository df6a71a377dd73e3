"""Giving out tokens: a family begins with a sign-in and goes on with each refresh."""

from collections.abc import Sequence

from watchword.access.scopes import Scope
from watchword.kernel.ids import TokenId, UserId
from watchword.kernel.secret import Secret
from watchword.keys import endings
from watchword.oauth.events import SignInEnded, TokenIssued
from watchword.oauth.model import (
    ACCESS_LIFE,
    MOST_FAMILIES,
    REFRESH_LIFE,
    Application,
    Asked,
    Expiry,
    Family,
    Issued,
)
from watchword.oauth.ports import NewRefreshToken, Work
from watchword.tokens import secret as formats
from watchword.tokens.ports import NewOAuthToken, Stored

PURPOSE = "refresh-token"
"""Keeps the keyed hashes of refresh tokens apart from those of other secrets."""


def expires(application: Application, *, offline: bool) -> bool:
    """Whether the application's tokens expire and are refreshed."""
    return application.expiry is Expiry.ALWAYS or (application.expiry is Expiry.ASKED and offline)


def begin(
    work: Work, application: Application, asked: Asked, family: Family, idle: int, site_prefix: str
) -> Issued:
    """Give a new family its first tokens; `idle` is in seconds, for one that does not expire."""
    if expires(application, offline=asked.offline):
        return pair(work, application, family, site_prefix, refreshed=False)[0]
    token, secret = _access(work, application, family, None, idle, site_prefix)
    _record(work, family, token, secret, None, refreshed=False)
    return Issued(secret, family.scopes)


def pair(
    work: Work, application: Application, family: Family, site_prefix: str, *, refreshed: bool
) -> tuple[Issued, int]:
    """Give a family an access token that expires, and a refresh token: its number comes along."""
    ends = work.now + ACCESS_LIFE
    token, secret = _access(work, application, family, ends, None, site_prefix)
    refresh = formats.mint(work.entropy, site_prefix, formats.REFRESH)
    digest = work.keys.digest(PURPOSE, refresh)
    new = NewRefreshToken(digest, family.id, token, work.now + REFRESH_LIFE)
    number = work.sign_ins.add_refresh_token(new, work.now)
    _record(work, family, token, secret, ends, refreshed=refreshed)
    return Issued(secret, family.scopes, ACCESS_LIFE, refresh, REFRESH_LIFE), number


def family_of(work: Work, application: Application, asked: Asked, user: UserId) -> Family:
    """Begin a family; the oldest one too many of the same scopes ends (GHES behaviour)."""
    family = work.sign_ins.add_family(application.id, user, asked.scopes, work.now)
    same = [
        one for one in work.sign_ins.families_of(user, application.id) if one.scopes == asked.scopes
    ]
    for oldest in same[MOST_FAMILIES:]:
        end(work, oldest, "too many")
    return family


def end(work: Work, family: Family, reason: str) -> None:
    """End a family: all of its tokens are dead from the next request on.

    So are the keys that were added with them.
    """
    endings.of_sign_in(work, family.id)
    work.sign_ins.end_family(family.id)
    if not work.sign_ins.families_of(family.user, family.application):
        endings.of_application(work, family.application, family.user)
    work.record(SignInEnded(family.user, family.application, family.id, reason))


def written(scopes: Sequence[Scope]) -> str:
    """Scopes as they are stored and told."""
    return ",".join(scopes)


def _access(
    work: Work,
    application: Application,
    family: Family,
    expires_at: int | None,
    idle: int | None,
    site_prefix: str,
) -> tuple[TokenId, Secret]:
    secret = formats.mint(work.entropy, site_prefix, formats.OAUTH)
    kept = Stored(work.keys.digest(formats.PURPOSE, secret), secret.hashed, secret.last_eight)
    new = NewOAuthToken(
        owner=family.user,
        family=family.id,
        client_id=application.client_id,
        note=application.name,
        scopes=family.scopes,
        expires_at=expires_at,
        idle_limit=idle,
        secret=kept,
    )
    return work.tokens.add_oauth(new, work.now).id, secret


def _record(
    work: Work,
    family: Family,
    token: TokenId,
    secret: Secret,
    expires_at: int | None,
    *,
    refreshed: bool,
) -> None:
    work.record(
        TokenIssued(
            family.user,
            family.application,
            family.id,
            token,
            written(family.scopes),
            secret.hashed,
            secret.last_eight,
            expires_at,
            refreshed,
        )
    )
