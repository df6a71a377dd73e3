"""The end of tokens. It holds from the next request on, on every worker."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.kinds import INSIDE, TOKENS
from watchword.access.table import site_tokens as site_table
from watchword.access.table import tokens as table
from watchword.accounts.model import Site, User
from watchword.kernel.errors import NotPermitted
from watchword.keys import endings
from watchword.tokens.events import TokenDeleted, TokenRevoked
from watchword.tokens.model import Ended, Token
from watchword.tokens.ports import Work

IN_USE: Final = "This token is the one that asks, so it cannot be deleted by it."


def revoke(work: Work, grant: Grant[Token]) -> None:
    """End a token; its record stays in the owner's list, with the reason."""
    grant.must_cover(table.REVOKE)
    if grant.target.ended_at is None:
        inside = grant.actor.kind in INSIDE
        end(work, grant.target, Ended.BY_OPERATOR if inside else Ended.BY_OWNER)


def revoke_all(work: Work, grant: Grant[User]) -> int:
    """End all live tokens of a person; gives how many."""
    grant.must_cover(table.REVOKE_ALL)
    live = [token for token in work.tokens.of(grant.target.id) if token.is_live(work.now)]
    for token in live:
        end(work, token, Ended.BY_OWNER)
    return len(live)


def revoke_any(work: Work, grant: Grant[Site], token: Token) -> None:
    """End a classic token of whomever; its record stays in the owner's list, with the reason.

    Raises NotPermitted for the token that asks (GHES behaviour).
    """
    must_not_ask(grant, token)
    if token.ended_at is None:
        end(work, token, Ended.BY_SITE_ADMIN)


def must_not_ask(grant: Grant[Site], token: Token) -> None:
    """Raise NotPermitted for the token that asks, which would not see the answer."""
    grant.must_cover(site_table.REVOKE)
    if grant.actor.kind in TOKENS and grant.actor.origin.credential == token.id:
        raise NotPermitted(IN_USE)


def delete(work: Work, grant: Grant[Token]) -> None:
    """End a token and take its record out of the list. The audit log keeps what happened."""
    grant.must_cover(table.REVOKE)
    token = grant.target
    endings.of_token(work, token.id)
    end_minted(work, token)
    work.tokens.delete(token.id)
    work.record(TokenDeleted(token.owner, token.id, token.note, token.hashed))


def end(work: Work, token: Token, by: Ended) -> None:
    """End a token with all that it made; the caller was granted that."""
    endings.of_token(work, token.id)
    end_minted(work, token)
    work.tokens.end(token.id, by, work.now)
    work.record(TokenRevoked(token.owner, token.id, token.hashed, by))


def end_minted(work: Work, token: Token) -> None:
    """End the tokens that a token made to act for others: it must not outlive itself in them."""
    for made in work.tokens.minted_by(token.id):
        if made.is_live(work.now):
            end(work, made, Ended.BY_SITE_ADMIN)
