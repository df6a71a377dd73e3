"""Tokens with which those who run the site act for somebody: seen and ended by that person.

Such a token carries the scopes that were asked for and never what its person may do as one who runs
the site. It ends when the one who acts runs the site no longer (authn/resolve.py looks as well),
and with the token that made it.
"""

from collections.abc import Iterable
from typing import Final

from watchword.access.gate import Grant
from watchword.access.scopes import SITE_ADMIN, Scope, expand
from watchword.access.table import site_tokens as table
from watchword.accounts.model import Site, User
from watchword.kernel.errors import FieldError, Invalid, NotPermitted
from watchword.kernel.ids import TokenId, UserId
from watchword.kernel.secret import Secret
from watchword.tokens import classic, lifecycle
from watchword.tokens import secret as formats
from watchword.tokens.events import TokenCreated, TokenUpdated
from watchword.tokens.model import Ended, Token
from watchword.tokens.ports import NewToken, Work

OWN: Final = "You cannot impersonate yourself."
BEYOND: Final = "A token that acts for somebody does not administer the site"


def begin(
    work: Work, grant: Grant[Site], user: User, scopes: Iterable[Scope], site_prefix: str = ""
) -> tuple[Token, Secret | None]:
    """Make a token to act for somebody; where there is one already, it gets these scopes instead.

    The secret is None for one that was there. Raises NotPermitted for oneself, and Invalid.
    """
    grant.must_cover(table.IMPERSONATE)
    actor = work.users.by_id(grant.actor.user) if grant.actor.user is not None else None
    assert actor is not None, "only people act for others"
    if actor.id == user.id:
        raise NotPermitted(OWN)
    wanted = classic.check_scopes(scopes)
    if SITE_ADMIN in expand(wanted):
        raise Invalid(FieldError(classic.RESOURCE, "scopes", "custom", BEYOND))
    for there in work.tokens.impersonating(user.id):
        if there.impersonator == actor.id and there.is_live(work.now):
            return _with_scopes(work, there, wanted), None
    return _made(work, grant, actor, user, wanted, site_prefix)


def end(work: Work, grant: Grant[Site], user: User) -> int:
    """End all tokens with which others act for a person; gives how many."""
    grant.must_cover(table.END_IMPERSONATION)
    return _end_all(work, work.tokens.impersonating(user.id))


def end_made_by(work: Work, impersonator: UserId) -> int:
    """End all tokens with which a person acts for others, who may do so no longer."""
    return _end_all(work, work.tokens.impersonating_by(impersonator))


def _made(
    work: Work,
    grant: Grant[Site],
    actor: User,
    user: User,
    scopes: tuple[Scope, ...],
    site_prefix: str,
) -> tuple[Token, Secret]:
    asking = TokenId(grant.actor.origin.credential or 0)
    parent = work.tokens.by_id(asking)
    assert parent is not None, "a token asks"
    secret = formats.mint(work.entropy, site_prefix)
    new = NewToken(
        user.id,
        f"Impersonation by {actor.login}",
        scopes,
        parent.expires_at,
        classic.stored_as(work, secret),
        actor.id,
        parent.id,
    )
    token = work.tokens.add(new, work.now)
    work.record(
        TokenCreated(
            token.owner,
            token.id,
            token.note,
            ",".join(token.scopes),
            token.hashed,
            token.last_eight,
            token.expires_at,
            actor.login,
        )
    )
    return token, secret


def _with_scopes(work: Work, token: Token, scopes: tuple[Scope, ...]) -> Token:
    if scopes == token.scopes:
        return token
    work.tokens.update(token.id, token.note, scopes, work.now)
    before = ",".join(token.scopes)
    work.record(TokenUpdated(token.owner, token.id, token.note, ",".join(scopes), before))
    found = work.tokens.by_id(token.id)
    assert found is not None
    return found


def _end_all(work: Work, found: Iterable[Token]) -> int:
    live = [token for token in found if token.is_live(work.now)]
    for token in live:
        lifecycle.end(work, token, Ended.BY_SITE_ADMIN)
    return len(live)
