"""The end of tokens. It holds from the next request on, on every worker."""

from watchword.access.gate import Grant
from watchword.access.kinds import INSIDE
from watchword.access.table import tokens as table
from watchword.accounts.model import User
from watchword.keys import endings
from watchword.tokens.events import TokenDeleted, TokenRevoked
from watchword.tokens.model import Ended, Token
from watchword.tokens.ports import Work


def revoke(work: Work, grant: Grant[Token]) -> None:
    """End a token; its record stays in the owner's list, with the reason."""
    grant.must_cover(table.REVOKE)
    if grant.target.ended_at is None:
        inside = grant.actor.kind in INSIDE
        _end(work, grant.target, Ended.BY_OPERATOR if inside else Ended.BY_OWNER)


def revoke_all(work: Work, grant: Grant[User]) -> int:
    """End all live tokens of a person; gives how many."""
    grant.must_cover(table.REVOKE_ALL)
    live = [token for token in work.tokens.of(grant.target.id) if token.is_live(work.now)]
    for token in live:
        _end(work, token, Ended.BY_OWNER)
    return len(live)


def delete(work: Work, grant: Grant[Token]) -> None:
    """End a token and take its record out of the list. The audit log keeps what happened."""
    grant.must_cover(table.REVOKE)
    token = grant.target
    endings.of_token(work, token.id)
    work.tokens.delete(token.id)
    work.record(TokenDeleted(token.owner, token.id, token.note, token.hashed))


def _end(work: Work, token: Token, by: Ended) -> None:
    endings.of_token(work, token.id)
    work.tokens.end(token.id, by, work.now)
    work.record(TokenRevoked(token.owner, token.id, token.hashed, by))
