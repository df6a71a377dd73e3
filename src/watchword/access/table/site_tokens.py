"""Tokens of everybody, as those who run the site see and end them: done to the site."""

from watchword.access.kinds import ANY_LOGIN, TOKENS
from watchword.access.operation import Operation, Scopes
from watchword.access.roles import Role
from watchword.access.scopes import SITE_ADMIN

OF_SITE: Scopes = frozenset({SITE_ADMIN})

LIST = Operation("site_token.list", Role.ADMIN, OF_SITE, who=ANY_LOGIN)
REVOKE = Operation("site_token.revoke", Role.ADMIN, OF_SITE, who=ANY_LOGIN)
IMPERSONATE = Operation("impersonation.begin", Role.ADMIN, OF_SITE, who=TOKENS)
"""Make a token that acts for somebody else: the one way in which a token makes another one."""
END_IMPERSONATION = Operation("impersonation.end", Role.ADMIN, OF_SITE, who=TOKENS)
