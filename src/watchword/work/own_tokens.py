"""Tokens of this server that stand where others read them: told apart, and ended."""

from typing import Final

from watchword.kernel.secret import Secret
from watchword.oauth import issue
from watchword.tokens import lifecycle
from watchword.tokens import secret as token_format
from watchword.tokens.model import Ended, Token
from watchword.work.unit import Work

LEAKED: Final = "found in pushed content"


def find(work: Work, secret: Secret, site_prefix: str) -> Token | None:
    """The token of this server that it is, dead ones too."""
    if not token_format.is_well_formed(secret, site_prefix):
        return None
    for digest in work.keys.digests(token_format.PURPOSE, secret):
        if known := work.tokens.by_digest(digest):
            return known[0]
    return None


def revoke(work: Work, token: Token) -> None:
    """End it; of a token of an application the whole sign-in, or it would get the next one."""
    family = work.sign_ins.family(token.family) if token.family is not None else None
    if family is not None:
        issue.end(work, family, LEAKED)
    else:
        lifecycle.end(work, token, Ended.BY_LEAK)


def end_refresh(work: Work, secret: Secret, site_prefix: str) -> None:
    """A refresh token gets others: the sign-in that it belongs to ends."""
    if not token_format.is_well_formed(secret, site_prefix, (token_format.REFRESH,)):
        return
    for digest in work.keys.digests(token_format.PURPOSE, secret):
        known = work.sign_ins.refresh_token(digest)
        family = work.sign_ins.family(known.family) if known else None
        if family is not None:
            issue.end(work, family, LEAKED)
