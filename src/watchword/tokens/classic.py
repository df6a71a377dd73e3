"""Making and changing personal access tokens (classic)."""

from collections.abc import Iterable

from msgspec import Struct

from watchword.access.gate import Grant
from watchword.access.scopes import BY_NAME, Scope, expand, normalise
from watchword.access.table import tokens as table
from watchword.accounts.model import User
from watchword.accounts.names import has_control
from watchword.kernel.errors import Conflict, FieldError, Invalid, NotPermitted
from watchword.kernel.secret import Secret
from watchword.kernel.words import N_, filled
from watchword.tokens import lifecycle
from watchword.tokens import secret as formats
from watchword.tokens.events import TokenCreated, TokenRegenerated, TokenUpdated
from watchword.tokens.model import Token
from watchword.tokens.ports import NewToken, Stored, Work

RESOURCE = "OauthAccess"
"""GitHub's name for a classic token in its errors (GHES behaviour)."""
NOT_OWN = N_("A site administrator made this token to act for you. You can end it, not change it.")
LONGEST_NOTE = 255
LATEST_EXPIRY = 253_402_300_799
"""The last second of the year 9999: the last one that clients can read."""


class Wanted(Struct, frozen=True):
    """What a token is to be. `expires_at` is in seconds since 1970, None for no end."""

    note: str
    scopes: tuple[Scope, ...]
    expires_at: int | None


def create(
    work: Work, grant: Grant[User], wanted: Wanted, site_prefix: str = ""
) -> tuple[Token, Secret]:
    """Make a token. The secret is in the answer and nowhere else.

    Raises Invalid for a missing, overlong or taken note, an unknown scope, or an end that is past.
    """
    grant.must_cover(table.CREATE)
    note, scopes = check_note(wanted.note), check_scopes(wanted.scopes)
    check_expiry(wanted.expires_at, work.now)
    secret = formats.mint(work.entropy, site_prefix)
    new = NewToken(grant.target.id, note, scopes, wanted.expires_at, stored_as(work, secret))
    try:
        token = work.tokens.add(new, work.now)
    except Conflict as taken:
        raise Invalid(FieldError(RESOURCE, "description", "already_exists")) from taken
    work.record(
        TokenCreated(
            token.owner,
            token.id,
            token.note,
            ",".join(token.scopes),
            token.hashed,
            token.last_eight,
            token.expires_at,
        )
    )
    return token, secret


def is_wider(token: Token, scopes: Iterable[Scope]) -> bool:
    """Whether the scopes carry anything that the token does not carry yet."""
    return not expand(scopes) <= expand(token.scopes)


def update(work: Work, grant: Grant[Token], note: str, scopes: tuple[Scope, ...]) -> None:
    """Change note and scopes. A wider set takes a grant for widening. Raises Invalid."""
    token = grant.target
    grant.must_cover(table.WIDEN if is_wider(token, scopes) else table.UPDATE)
    must_be_own(token)
    note, scopes = check_note(note), check_scopes(scopes)
    try:
        work.tokens.update(token.id, note, scopes, work.now)
    except Conflict as taken:
        raise Invalid(FieldError(RESOURCE, "description", "already_exists")) from taken
    before = ",".join(token.scopes)
    work.record(TokenUpdated(token.owner, token.id, note, ",".join(scopes), before))


def regenerate(
    work: Work, grant: Grant[Token], expires_at: int | None, site_prefix: str = ""
) -> Secret:
    """Give the token a new secret and a new end; note and scopes stay (GHES behaviour).

    An expired token lives again; one that was revoked does not. Raises NotPermitted, Invalid.
    """
    grant.must_cover(table.REGENERATE)
    must_be_own(grant.target)
    if grant.target.ended_at is not None:
        raise NotPermitted(N_("This token was revoked. Generate a new one instead."))
    check_expiry(expires_at, work.now)
    secret = formats.mint(work.entropy, site_prefix)
    stored = stored_as(work, secret)
    work.tokens.replace_secret(grant.target.id, stored, expires_at, work.now)
    lifecycle.end_minted(work, grant.target)
    work.record(
        TokenRegenerated(
            grant.target.owner,
            grant.target.id,
            stored.hashed,
            grant.target.hashed,
            stored.last_eight,
            expires_at,
        )
    )
    return secret


def must_be_own(token: Token) -> None:
    """Raise NotPermitted for a token with which somebody else acts: it is ended, not changed."""
    if token.impersonator is not None:
        raise NotPermitted(NOT_OWN)


def check_note(note: str) -> str:
    """Tidy a note. Raises Invalid when it is missing, too long, or not one line."""
    note = note.strip()
    if not note:
        raise Invalid(FieldError(RESOURCE, "description", "missing_field"))
    if len(note) > LONGEST_NOTE or has_control(note) or formats.looks_like_token(note):
        message = filled(
            "Note must be one line of at most %(most)s characters and hold no secret",
            most=LONGEST_NOTE,
        )
        raise Invalid(FieldError(RESOURCE, "description", "custom", message))
    return note


def check_scopes(scopes: Iterable[Scope]) -> tuple[Scope, ...]:
    """Normalise scopes. Raises Invalid that names one which there is not."""
    for scope in (scopes := tuple(scopes)):
        if scope not in BY_NAME:
            message = filled("'%(scope)s' is not a scope", scope=scope[:64])
            raise Invalid(FieldError(RESOURCE, "scopes", "custom", message))
    return normalise(scopes)


def check_expiry(expires_at: int | None, now: int) -> None:
    """Raise Invalid for an end that is not in the future, or after the year 9999."""
    if expires_at is not None and not now < expires_at <= LATEST_EXPIRY:
        message = N_("Expiration must be in the future")
        raise Invalid(FieldError(RESOURCE, "expires_at", "custom", message))


def stored_as(work: Work, secret: Secret) -> Stored:
    """What is kept of a secret."""
    digest = work.keys.digest(formats.PURPOSE, secret)
    return Stored(digest, secret.hashed, secret.last_eight)
