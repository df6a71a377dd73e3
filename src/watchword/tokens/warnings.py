"""Telling people that a token ends: a week before, a day before, and when it has ended."""

from typing import Final

from watchword.access.gate import Grant
from watchword.access.table import tokens as table
from watchword.accounts.model import Site
from watchword.tokens.events import TokenExpired, TokenExpiring
from watchword.tokens.model import Token
from watchword.tokens.ports import Work

DAY: Final = 86_400
STEPS: Final = (0, 1, 7)
"""Days before the end at which people are told."""
BATCH: Final = 200


def warn(work: Work, grant: Grant[Site]) -> int:
    """Record for some tokens that their people are to be told, once for each step; gives how many.

    There may be more: call it again until it gives none.
    """
    grant.must_cover(table.WARN)
    ending = work.tokens.ending(work.now, STEPS, BATCH)
    for token in ending:
        step = step_of(token, work.now)
        assert step is not None
        work.tokens.note_warning(token.id, step)
        # What was made for no longer than that was told of as it was made.
        if (token.expires_at or 0) - token.updated_at > step * DAY:
            work.record(_fact(token, step))
    return len(ending)


def step_of(token: Token, now: int) -> int | None:
    """The step that a token has come to; None while its end is far away."""
    if token.expires_at is None:
        return None
    left = token.expires_at - now
    return next((step for step in STEPS if left <= step * DAY), None)


def _fact(token: Token, step: int) -> TokenExpiring | TokenExpired:
    scopes = ",".join(token.scopes)
    assert token.expires_at is not None
    if step == 0:
        return TokenExpired(token.owner, token.id, token.note, scopes, token.expires_at)
    return TokenExpiring(token.owner, token.id, token.note, scopes, token.expires_at, step)
